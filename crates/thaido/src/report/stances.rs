//! The report on labelled statements.

use std::collections::BTreeMap;

use thaido_featurizer::Sample;

use super::article::{Article, Marker};
use super::language::Language;
use super::page::Packed;
use super::palette::Palette;
use super::results::{Labelled, label_set};
use super::tally::Tally;
use super::visible::line;
use super::{Card, Content, Report, Scope, Section, footer};
use crate::{Document, Error, Explanation, Model, explain};

/// What a report on labelled statements is made of.
///
/// ```
/// use thaido::report::{Labelled, Language, StanceReport};
///
/// let line = r#"{"doc": "tin-1", "n": 0, "kind": "direct", "text": "Họ sẽ phải trả giá", "label": "warning",
///     "confidence": 0.9, "speaker": {"text": "Bà Lan", "start": 0, "end": 6, "name": "Bà Lan"}}"#;
/// let statement = Labelled::from_fields(&serde_json::from_str(line)?)?;
/// let report = StanceReport { statements: vec![statement], ..StanceReport::default() }.build()?;
/// assert!(report.html()?.contains("Họ sẽ phải trả giá"));
/// assert!(report.table("speakers").is_some_and(|table| table.contains("| Bà Lan | 1 |")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct StanceReport<'m> {
    /// The statements in their order.
    pub statements: Vec<Labelled>,
    /// The articles, as far as they are at hand: without them a statement is shown with its context alone.
    pub documents: BTreeMap<String, Document>,
    /// The model that labelled, for the words that decided; another model than the one that labelled is not asked.
    pub model: Option<&'m Model>,
    /// Counts the statements that the model abstained from as well.
    pub count_abstained: bool,
    /// The language of the page.
    pub language: Language,
    /// The page's title; one of its own when empty.
    pub title: String,
}

/// How many words that decided are shown for a statement.
const WORDS: usize = 6;
/// How many speakers can be chosen in the filter.
const SPEAKERS: usize = 300;

impl StanceReport<'_> {
    /// Counts everything and marks the articles.
    ///
    /// # Errors
    /// When there are no statements.
    pub fn build(self) -> Result<Report, Error> {
        if self.statements.is_empty() {
            return Err(Error::Data(
                "there are no labelled statements to report on".to_owned(),
            ));
        }
        let language = self.language;
        let (labels, none) = label_set(&self.statements);
        let palette = Palette::new(&labels, none.as_deref(), language);
        let mut notes = Vec::new();
        let sections = self.sections(&palette);
        let (articles, packed) = self.articles(&palette, &mut notes)?;
        let title = match self.title.trim() {
            "" => language.say("stances.title").to_owned(),
            title => line(title),
        };
        Ok(Report {
            language,
            title,
            subtitle: self.subtitle(),
            notes,
            cards: self.cards(&articles),
            legend: palette.shades().to_vec(),
            sections,
            articles: Some(packed),
            count_abstained: self.count_abstained,
            footer: footer(language),
        })
    }

    fn subtitle(&self) -> String {
        let mut dates: Vec<&str> = self
            .statements
            .iter()
            .filter_map(|statement| statement.date.as_deref())
            .collect();
        dates.sort_by_key(|date| super::day::Day::read(date));
        dates.retain(|date| super::day::Day::read(date).is_some());
        match (dates.first(), dates.last()) {
            (Some(first), Some(last)) if first != last => {
                format!("{} – {}", line(first), line(last))
            }
            (Some(day), _) => line(day),
            _ => String::new(),
        }
    }

    fn cards(&self, articles: &[Article]) -> Vec<Card> {
        let language = self.language;
        let all = self.statements.len() as u64;
        let abstained = self
            .statements
            .iter()
            .filter(|statement| statement.abstained)
            .count() as u64;
        let speakers: std::collections::BTreeSet<String> =
            self.statements.iter().filter_map(speaker).collect();
        let named = self
            .statements
            .iter()
            .filter(|statement| statement.speaker.is_some())
            .count() as u64;
        let part = |count: u64| language.percent(count as f64 / all as f64, 0);
        let card = |title, value, aside, code| Card {
            title,
            value,
            aside,
            code,
        };
        let mut cards = vec![
            card(
                language.say("card.statements").to_owned(),
                language.count(all),
                language.fill("card.articles", &[&language.count(articles.len() as u64)]),
                false,
            ),
            card(
                language.say("card.decided").to_owned(),
                language.count(all - abstained),
                part(all - abstained),
                false,
            ),
            card(
                language.say("card.left").to_owned(),
                language.count(abstained),
                part(abstained),
                false,
            ),
            card(
                language.say("card.speakers").to_owned(),
                language.count(speakers.len() as u64),
                language.fill("card.named", &[&part(named)]),
                false,
            ),
        ];
        let mut models: Vec<&str> = self
            .statements
            .iter()
            .map(|statement| statement.model.as_str())
            .filter(|model| !model.is_empty())
            .collect();
        models.sort_unstable();
        models.dedup();
        if let [model] = models.as_slice() {
            cards.push(card(
                language.say("card.model").to_owned(),
                line(model),
                String::new(),
                true,
            ));
        }
        cards
    }

    fn sections(&self, palette: &Palette) -> Vec<Section> {
        let language = self.language;
        let mut overview = Section::new(
            "stances",
            language.say("stances.heading"),
            language.say("stances.intro"),
        );
        let mut speakers = Section::new(
            "speakers",
            language.say("speakers.heading"),
            language.say("speakers.intro"),
        );
        let mut time = Section::new(
            "time",
            language.say("time.heading"),
            language.say("time.intro"),
        );
        let mut kinds = Section::new(
            "kinds",
            language.say("kinds.heading"),
            language.say("kinds.intro"),
        );
        let mut sources = Section::new(
            "sources",
            language.say("sources.heading"),
            language.say("sources.intro"),
        );
        let mut confidence = Section::new(
            "confidence",
            language.say("confidence.heading"),
            language.say("confidence.intro"),
        );
        // Without abstained statements both counts are one.
        let any = self.statements.iter().any(|statement| statement.abstained);
        let scopes: &[(Scope, bool)] = if any {
            &[(Scope::Decided, false), (Scope::All, true)]
        } else {
            &[(Scope::Wide, true)]
        };
        for &(scope, abstained) in scopes {
            let tally = Tally::new(&self.statements, palette, language, abstained);
            overview.push(scope, Content::Table(tally.stances()));
            if tally.len() == 0 {
                continue;
            }
            let table = tally.by_name(
                "speakers",
                language.say("speakers.caption"),
                language.say("column.speaker"),
                speaker,
            );
            speakers.push(scope, Content::Table(table));
            if let Some((table, chart)) = tally.over_time() {
                time.push(
                    scope,
                    Content::Chart(language.say("time.caption").to_owned(), chart),
                );
                time.push(scope, Content::Folded(table));
            }
            let table = tally.by_kind();
            if !table.rows.is_empty() {
                kinds.push(scope, Content::Table(table));
            }
            let source = |statement: &Labelled| statement.source.as_deref().map(line);
            let table = tally.by_name(
                "sources",
                language.say("sources.caption"),
                language.say("column.source"),
                source,
            );
            if !table.rows.is_empty() {
                sources.push(scope, Content::Table(table));
            }
            confidence.push(
                scope,
                Content::Chart(
                    language.say("confidence.caption").to_owned(),
                    tally.confidence(),
                ),
            );
        }
        let sections = [overview, speakers, time, kinds, sources, confidence];
        sections
            .into_iter()
            .filter(|section| section.blocks.iter().any(|block| !is_empty(&block.content)))
            .collect()
    }

    /// The articles in the order in which their statements come, and their page.
    fn articles(
        &self,
        palette: &Palette,
        notes: &mut Vec<String>,
    ) -> Result<(Vec<Article>, Packed), Error> {
        let language = self.language;
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut groups: Vec<Vec<(usize, &Labelled)>> = Vec::new();
        for (row, statement) in self.statements.iter().enumerate() {
            let place = *places.entry(&statement.doc).or_insert(groups.len());
            if place == groups.len() {
                groups.push(Vec::new());
            }
            groups[place].push((row, statement));
        }
        let listed = self.speakers();
        let numbers = listed
            .iter()
            .map(|(number, name, _)| (name.clone(), *number))
            .collect();
        let words = self.words(notes);
        let marker = Marker {
            palette,
            language,
            speakers: &numbers,
            words: &words,
        };
        let document = |statements: &[(usize, &Labelled)]| {
            statements
                .first()
                .and_then(|(_, first)| self.documents.get(&first.doc))
        };
        let articles: Vec<Article> = groups
            .iter()
            .enumerate()
            .map(|(number, statements)| marker.article(number, statements, document(statements)))
            .collect();
        let missing = articles
            .iter()
            .filter(|article| article.pieces.is_empty())
            .count() as u64;
        if missing > 0 && !self.documents.is_empty() {
            notes.push(language.fill("note.missing", &[&language.count(missing)]));
        }
        let mut packed = Packed {
            speakers: listed,
            kinds: self.kinds(),
            ..Packed::default()
        };
        let shown = packed
            .write(&articles)
            .map_err(|error| Error::Data(format!("the page cannot be written: {error}")))?;
        if shown.fewer_words {
            notes.push(language.say("note.words").to_owned());
        }
        if shown.statements < self.statements.len() {
            notes.push(language.fill(
                "note.sample",
                &[
                    &language.count(shown.statements as u64),
                    &language.count(self.statements.len() as u64),
                ],
            ));
        }
        Ok((articles, packed))
    }

    fn kinds(&self) -> Vec<(String, String)> {
        let kinds: std::collections::BTreeSet<String> = self
            .statements
            .iter()
            .map(|statement| line(&statement.kind))
            .collect();
        kinds
            .into_iter()
            .filter(|kind| !kind.is_empty())
            .map(|kind| (kind.clone(), self.language.name("kind", &kind)))
            .collect()
    }

    /// The speakers of the filter with their counts, most frequent first.
    fn speakers(&self) -> Vec<(usize, String, String)> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        self.statements
            .iter()
            .filter_map(speaker)
            .for_each(|name| *counts.entry(name).or_default() += 1);
        let mut sorted: Vec<(String, u64)> = counts.into_iter().collect();
        sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        sorted.truncate(SPEAKERS);
        sorted
            .into_iter()
            .enumerate()
            .map(|(at, (name, count))| (at + 1, name, self.language.count(count)))
            .collect()
    }

    /// The words that decided, for every statement that the given model labelled.
    fn words(&self, notes: &mut Vec<String>) -> Vec<String> {
        let Some(model) = self.model else {
            return Vec::new();
        };
        let mut other = 0;
        let words = self.statements.iter().map(|statement| {
            if !statement.model.is_empty() && statement.model != model.hash() {
                other += 1;
                return String::new();
            }
            let cue = statement.cue.as_ref().map_or("", |cue| cue.text.as_str());
            let sample = Sample {
                text: &statement.text,
                before: &statement.before,
                after: &statement.after,
                cue,
            };
            deciding(&explain(model, &sample))
        });
        let words = words.collect();
        if other > 0 {
            notes.push(
                self.language
                    .fill("note.model", &[&self.language.count(other), model.hash()]),
            );
        }
        words
    }
}

/// The strongest reasons, one a line: the push, a blank, the words, `…` before those of the context. Terms that stand
/// in several places, or within a word that is a reason itself, are summed.
fn deciding(explanation: &Explanation) -> String {
    let mut sums: BTreeMap<(bool, String), f64> = BTreeMap::new();
    for reason in &explanation.reasons {
        *sums
            .entry((reason.part != "text", line(&reason.text).to_lowercase()))
            .or_default() += reason.push;
    }
    let mut sorted: Vec<((bool, String), f64)> = sums
        .into_iter()
        .filter(|((_, word), push)| push.abs() >= 0.05 && !word.is_empty())
        .collect();
    sorted.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
    let lines = sorted.into_iter().take(WORDS);
    let lines = lines.map(|((around, word), push)| {
        format!("{push:+.2} {}{word}", if around { "…" } else { "" })
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The name that a speaker is counted under.
fn speaker(statement: &Labelled) -> Option<String> {
    statement
        .speaker
        .as_ref()
        .map(|speaker| line(&speaker.name))
        .filter(|name| !name.is_empty())
}

fn is_empty(content: &Content) -> bool {
    matches!(content, Content::Table(table) | Content::Folded(table) if table.rows.is_empty())
}
