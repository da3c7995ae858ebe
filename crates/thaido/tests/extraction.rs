//! Floors under the extraction of statements from the marked articles of the fixtures.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use thaido::{Document, Extracted};

#[derive(Deserialize)]
struct Article {
    id: String,
    text: String,
    statements: Vec<Marked>,
}

#[derive(Deserialize)]
struct Marked {
    start: usize,
    end: usize,
    kind: String,
    speaker: Option<String>,
    who: Option<String>,
    cue: Option<String>,
}

/// Characters that both spans share over characters that either covers.
fn overlap(a: (usize, usize), b: (usize, usize)) -> f64 {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    shared as f64 / (a.1.max(b.1) - a.0.min(b.0)) as f64
}

/// Pairs spans one to one, the greatest overlap first.
fn pairs(marked: &[Marked], found: &[Extracted], least: f64) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, gold) in marked.iter().enumerate() {
        for (j, own) in found.iter().enumerate() {
            let value = overlap((gold.start, gold.end), (own.start, own.end));
            if value >= least {
                candidates.push((value, i, j));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut golds, mut owns) = (vec![false; marked.len()], vec![false; found.len()]);
    let mut chosen = Vec::new();
    for (_, i, j) in candidates {
        if !golds[i] && !owns[j] {
            (golds[i], owns[j]) = (true, true);
            chosen.push((i, j));
        }
    }
    chosen
}

fn right_speaker(gold: &Marked, own: &Extracted) -> bool {
    let Some(wanted) = &gold.speaker else {
        return own.speaker.is_none();
    };
    let Some(speaker) = &own.speaker else {
        return false;
    };
    let same = |name: &str| {
        name.to_lowercase() == speaker.mention.text.to_lowercase() || name == speaker.name
    };
    same(wanted)
        || gold.who.as_deref().is_some_and(|who| {
            same(who) || speaker.name.contains(who) || who.contains(&speaker.name)
        })
}

#[test]
fn statements_speakers_and_cues_of_the_marked_articles_are_found() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/extraction.jsonl");
    let lines = fs::read_to_string(path).expect("the marked articles are there");
    let (mut hits, mut marked, mut found) = (0, 0, 0);
    let (mut direct_hits, mut direct) = (0, 0);
    let (mut matched, mut kinds, mut speakers, mut cues) = (0, 0, 0, 0);
    for line in lines.lines() {
        let article: Article = serde_json::from_str(line).expect("one article a line");
        let document = Document {
            id: article.id,
            text: article.text,
            ..Document::default()
        };
        let own = thaido::extract(&document);
        for statement in &own {
            let text: String = document
                .text
                .chars()
                .skip(statement.start)
                .take(statement.end - statement.start)
                .collect();
            assert_eq!(
                text, statement.text,
                "{} {}: the span is not the statement",
                statement.doc, statement.n
            );
        }
        let close = pairs(&article.statements, &own, 0.8);
        hits += close.len();
        marked += article.statements.len();
        found += own.len();
        direct += article
            .statements
            .iter()
            .filter(|gold| gold.kind == "direct")
            .count();
        direct_hits += close
            .iter()
            .filter(|(gold, _)| article.statements[*gold].kind == "direct")
            .count();
        for (gold, own) in pairs(&article.statements, &own, 0.3)
            .into_iter()
            .map(|(i, j)| (&article.statements[i], &own[j]))
        {
            matched += 1;
            kinds += usize::from(gold.kind == own.kind);
            speakers += usize::from(right_speaker(gold, own));
            let cue = own.cue.as_ref().map(|cue| cue.text.to_lowercase());
            cues += usize::from(gold.cue.as_ref().map(|cue| cue.to_lowercase()) == cue);
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    let f1 = 2.0 * share(hits, marked + found);
    assert!(marked > 400, "only {marked} statements are marked");
    assert!(f1 > 0.95, "close F1 over all kinds is {f1:.3}");
    assert!(
        share(direct_hits, direct) > 0.97,
        "recall of direct statements is {:.3}",
        share(direct_hits, direct)
    );
    assert!(
        share(kinds, matched) > 0.97,
        "{kinds} of {matched} kinds are right"
    );
    assert!(
        share(speakers, matched) > 0.93,
        "{speakers} of {matched} speakers are right"
    );
    assert!(
        share(cues, matched) > 0.95,
        "{cues} of {matched} cues are right"
    );
}
