//! The quick way from text to label against the plain one, and labels against the form in which a text comes.

use std::path::PathBuf;
use std::sync::LazyLock;

use proptest::prelude::*;
use thaido::classifier::{ClassWeights, best};
use thaido::{
    CueParams, CueTrainer, Dataset, FeaturizerParams, Labeller, Model, Sample, Settings, Statement,
    VectorParams, VectorTrainer,
};
use thaido_featurizer::{Row, Scratch};
use unicode_normalization::UnicodeNormalization;

static SHIPPED: LazyLock<Model> = LazyLock::new(|| Model::embedded().expect("the embedded model"));

static STATEMENTS: LazyLock<Vec<Statement>> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/statements");
    let files = ["train.jsonl", "dev.jsonl", "test.jsonl"]
        .map(|name| std::fs::read_to_string(folder.join(name)).expect(name));
    let lines = files.iter().flat_map(|file| file.lines());
    lines
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
});

/// Seven labels, so that some weights do not fit beside their term; contexts; vectors of both kinds.
static WIDE: LazyLock<Model> = LazyLock::new(|| {
    let mut statements: Vec<Statement> = STATEMENTS.iter().take(1400).cloned().collect();
    for (statement, number) in statements.iter_mut().zip(0..) {
        let own = statement.label.take().unwrap_or_default();
        statement.label = Some(format!("{own}-{}", if number % 5 < 2 { "a" } else { "b" }));
        statement.group = None;
    }
    let vectors = VectorTrainer::new(VectorParams {
        dimensions: 20,
        min_count: 3,
        epochs: 1,
        ..VectorParams::default()
    });
    let vectors = {
        let mut trainer = vectors.expect("sound parameters");
        STATEMENTS
            .iter()
            .for_each(|statement| trainer.add(&statement.text));
        trainer.finish().expect("vectors")
    };
    let cues = {
        let params = CueParams {
            min_cue_count: 40,
            min_count: 3,
            ..CueParams::default()
        };
        let mut trainer = CueTrainer::new(params).expect("sound parameters");
        for statement in STATEMENTS.iter() {
            let sample = sample(statement);
            trainer.add(sample.text, sample.cue);
        }
        trainer.finish().expect("cues")
    };
    assert!(cues.dimensions() > 8, "the fixtures name many verbs");
    let settings = Settings {
        featurizer: FeaturizerParams {
            context: 12,
            sublinear_tf: false,
            ..FeaturizerParams::default()
        },
        strengths: vec![3.0],
        class_weights: vec![ClassWeights::Uniform],
        folds: 2,
        ..Settings::default()
    };
    let data = Dataset::new(statements, None).expect("labelled statements");
    thaido::train(&data, &settings, &[vectors, cues], |_| {}).expect("a model")
});

/// Row, scores, calibration: what labelling means.
fn plainly(model: &Model, sample: &Sample<'_>) -> Vec<f64> {
    let (mut scratch, mut row) = (Scratch::default(), Row::default());
    model.featurizer().row(sample, &mut scratch, &mut row);
    model
        .header()
        .calibration
        .probabilities(&model.logistic().scores((&row.indices, &row.values)))
}

fn same(model: &Model, labeller: &mut Labeller<'_>, sample: &Sample<'_>) {
    let plain = plainly(model, sample);
    let quick = labeller.probabilities(sample);
    assert_eq!(best(&plain), best(quick), "{sample:?}: {plain:?} {quick:?}");
    for (plain, quick) in plain.iter().zip(quick) {
        assert!((plain - quick).abs() < 1e-5, "{sample:?}: {plain} {quick}");
    }
}

fn sample(statement: &Statement) -> Sample<'_> {
    let cue = statement
        .extra
        .get("cue")
        .and_then(|cue| cue.as_str())
        .unwrap_or_default();
    Sample {
        text: &statement.text,
        before: &statement.before,
        after: &statement.after,
        cue,
    }
}

#[test]
fn every_fixture_statement_gets_the_plain_label_and_its_scores() {
    for model in [&*SHIPPED, &*WIDE] {
        let mut labeller = Labeller::new(model);
        assert!(STATEMENTS.len() > 5000);
        for statement in STATEMENTS.iter() {
            same(model, &mut labeller, &sample(statement));
        }
    }
}

#[test]
fn long_texts_empty_texts_and_texts_without_a_known_word_get_the_plain_scores() {
    let long: String = STATEMENTS
        .iter()
        .take(400)
        .map(|statement| format!("{} ", statement.text))
        .collect();
    for model in [&*SHIPPED, &*WIDE] {
        let mut labeller = Labeller::new(model);
        for text in [
            &long,
            "",
            " ",
            "xyzzy plugh",
            "Ta ta ta ta ta ta.",
            &long[..0],
        ] {
            same(model, &mut labeller, &text.into());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn random_mixtures_of_words_get_the_plain_scores(
        picks in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..30),
        noise in any::<String>(),
    ) {
        let words = picks.iter().map(|(statement, word)| {
            let words: Vec<&str> = statement.get(&STATEMENTS).text.split(' ').collect();
            *word.get(&words)
        });
        let text = words.chain([noise.as_str()]).collect::<Vec<_>>().join(" ");
        same(&SHIPPED, &mut Labeller::new(&SHIPPED), &text.as_str().into());
        let other = Sample { text: &noise, before: &text, after: &text, cue: "cảnh báo" };
        same(&WIDE, &mut Labeller::new(&WIDE), &other);
    }
}

/// Tones on the other vowel of two: *hòa* and *hoà*, *thúy* and *thuý*.
fn other_placement(text: &str) -> String {
    const PAIRS: [(&str, &str); 15] = [
        ("òa", "oà"),
        ("óa", "oá"),
        ("ỏa", "oả"),
        ("õa", "oã"),
        ("ọa", "oạ"),
        ("òe", "oè"),
        ("óe", "oé"),
        ("ỏe", "oẻ"),
        ("õe", "oẽ"),
        ("ọe", "oẹ"),
        ("ùy", "uỳ"),
        ("úy", "uý"),
        ("ủy", "uỷ"),
        ("ũy", "uỹ"),
        ("ụy", "uỵ"),
    ];
    let mut other = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let swap = PAIRS.iter().find_map(|(one, two)| {
            if rest.starts_with(one) {
                Some((two, one.len()))
            } else {
                rest.starts_with(two).then_some((one, two.len()))
            }
        });
        if let Some((to, length)) = swap {
            other.push_str(to);
            rest = &rest[length..];
        } else {
            other.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    other
}

fn is_mark(c: char) -> bool {
    ",.;:!?()\"“”‘’…–-/%".contains(c)
}

fn spaced_out(text: &str) -> String {
    text.chars()
        .map(|c| {
            if is_mark(c) {
                format!(" {c} ")
            } else {
                c.to_string()
            }
        })
        .collect()
}

/// Without the blanks around marks.
fn glued(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let beside_mark = |at: usize| {
        at.checked_sub(1)
            .is_some_and(|before| is_mark(chars[before]))
            || chars.get(at + 1).is_some_and(|&c| is_mark(c))
    };
    chars
        .iter()
        .enumerate()
        .filter(|&(at, &c)| c != ' ' || !beside_mark(at))
        .map(|(_, &c)| c)
        .collect()
}

/// Another way to type the same statement.
type Form = fn(&str) -> String;

#[test]
fn the_form_in_which_a_statement_comes_does_not_change_its_label() {
    assert_eq!(
        other_placement("hoà bình, thúy, loá"),
        "hòa bình, thuý, lóa"
    );
    assert_eq!(glued("“ Vâng ” , ông nói ."), "“Vâng”,ông nói.");
    let forms: [(&str, Form); 6] = [
        ("NFD", |text| text.nfd().collect()),
        ("the other tone placement", other_placement),
        ("capitals", |text| text.to_uppercase()),
        ("no-break spaces", |text| text.replace(' ', "\u{a0}")),
        ("marks spaced out", spaced_out),
        ("marks glued", glued),
    ];
    let mut labeller = Labeller::new(&SHIPPED);
    let mut flips = Vec::new();
    for (name, form) in forms {
        let mut changed = 0;
        for statement in STATEMENTS.iter() {
            let other = form(&statement.text);
            changed += usize::from(other != statement.text);
            let label = best(labeller.probabilities(&statement.text.as_str().into()));
            if label != best(labeller.probabilities(&other.as_str().into())) {
                flips.push((name, statement.text.clone(), other));
            }
        }
        assert!(
            changed * 4 > STATEMENTS.len(),
            "{name} leaves nearly all statements as they are"
        );
    }
    assert!(
        flips.is_empty(),
        "{} labels flipped: {flips:#?}",
        flips.len()
    );
}
