//! How good the labels are: learning curve, ablations, and the worth of real labels.
//!
//! ```text
//! cargo run --release -p thaido-benches --bin quality -- [--real FILE --split NAME] [--more FILE --more-split NAME]
//! ```
//! Trains on `fixtures/statements/train.jsonl` with `models/stance.toml` and measures on the fixtures' test file and,
//! where one is given, on a file of real labelled statements that is no part of the repository. `--more` adds the
//! statements of another file to the training data, as a comparison. Writes Markdown.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use thaido::io::{ReadOptions, Reader, Sources};
use thaido::{Dataset, Settings, Statement, VectorTable};
use thaido_benches::root;

/// What a configuration reaches on one set of statements, in percent.
struct Figures {
    stance: f64,
    labels: f64,
    auroc: f64,
    ece: f64,
}

struct Bench {
    train: Vec<Statement>,
    calibrate: Vec<Statement>,
    tests: Vec<(&'static str, Vec<Statement>)>,
    vectors: Vec<VectorTable>,
    settings: Settings,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)).cloned()
    };
    if let Some(unknown) = arguments
        .iter()
        .step_by(2)
        .find(|name| !NAMES.contains(&name.as_str()))
    {
        bail!("{unknown} is no option; there are {}", NAMES.join(", "));
    }
    let folder = root().join("fixtures/statements");
    let mut tests = vec![("fixtures test", read(&folder.join("test.jsonl"), None)?)];
    if let Some(real) = option("--real") {
        tests.push((
            "real",
            read(&PathBuf::from(real), option("--split").as_deref())?,
        ));
    }
    let text =
        std::fs::read_to_string(root().join("models/stance.toml")).context("models/stance.toml")?;
    let bench = Bench {
        train: read(&folder.join("train.jsonl"), None)?,
        calibrate: read(&folder.join("hard.jsonl"), None)?,
        tests,
        vectors: ["models/world.vectors", "models/cues.vectors"]
            .iter()
            .map(|path| thaido::read_vectors(&root().join(path)))
            .collect::<Result<_, _>>()?,
        settings: toml::from_str(&text).context("models/stance.toml")?,
    };
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "### Learning curve\n\n{}",
        bench.header("training statements")
    )?;
    for size in [600, 1200, 2400, 4800, bench.train.len()] {
        let part = bench.part(size);
        bench.row(
            &mut out,
            &part.len().to_string(),
            &part,
            &bench.settings,
            &bench.vectors,
        )?;
    }
    writeln!(out, "\n### Ablations\n\n{}", bench.header("changed"))?;
    bench.row(
        &mut out,
        "nothing",
        &bench.train,
        &bench.settings,
        &bench.vectors,
    )?;
    let (neighbours, cues) = bench.vectors.split_at(1);
    for (name, tables) in [
        ("no vectors", &[][..]),
        ("vectors of neighbours alone", neighbours),
        ("vectors of cues alone", cues),
    ] {
        bench.row(&mut out, name, &bench.train, &bench.settings, tables)?;
    }
    for (name, change) in CHANGES {
        let mut settings = bench.settings.clone();
        change(&mut settings);
        bench.row(&mut out, name, &bench.train, &settings, &bench.vectors)?;
    }
    if let Some(more) = option("--more") {
        writeln!(
            out,
            "\n### With real labels in training, which the shipped model never sees\n\n{}",
            bench.header("trained on")
        )?;
        let more = read(&PathBuf::from(more), option("--more-split").as_deref())?;
        bench.row(
            &mut out,
            &format!("{} real", more.len()),
            &more,
            &bench.settings,
            &bench.vectors,
        )?;
        let both = [bench.train.clone(), more].concat();
        bench.row(
            &mut out,
            &format!("fixtures and real, {}", both.len()),
            &both,
            &bench.settings,
            &bench.vectors,
        )?;
    }
    Ok(())
}

const NAMES: [&str; 4] = ["--real", "--split", "--more", "--more-split"];

type Change = fn(&mut Settings);

const CHANGES: [(&str, Change); 8] = [
    ("single syllables", |settings| settings.featurizer.max_n = 1),
    ("up to pairs", |settings| settings.featurizer.max_n = 2),
    ("up to four", |settings| settings.featurizer.max_n = 4),
    ("with stemming", |settings| {
        settings.featurizer.stem_foreign = true;
    }),
    ("no context", |settings| settings.featurizer.context = 0),
    ("with punctuation", |settings| {
        settings.featurizer.punctuation = true;
    }),
    ("C = 1", |settings| settings.strengths = vec![1.0]),
    ("C = 10", |settings| settings.strengths = vec![10.0]),
];

impl Bench {
    /// About the first `size` statements in a fixed mixed order, whole groups at a time.
    fn part(&self, size: usize) -> Vec<Statement> {
        let mut groups: Vec<&str> = self
            .train
            .iter()
            .filter_map(|one| one.group.as_deref())
            .collect();
        groups.sort_unstable();
        groups.dedup();
        groups.sort_by_key(|group| mixed(group));
        let mut chosen = BTreeSet::new();
        let mut count = 0;
        for group in groups {
            if count >= size {
                break;
            }
            count += self
                .train
                .iter()
                .filter(|one| one.group.as_deref() == Some(group))
                .count();
            chosen.insert(group);
        }
        let is_chosen = |one: &&Statement| {
            one.group
                .as_deref()
                .is_some_and(|group| chosen.contains(group))
        };
        self.train.iter().filter(is_chosen).cloned().collect()
    }

    fn header(&self, first: &str) -> String {
        let columns: String = self
            .tests
            .iter()
            .map(|(name, _)| format!(" {name}: stances | four labels | AUROC | ECE |"))
            .collect();
        let rule = "---|".repeat(1 + 4 * self.tests.len());
        format!("| {first} |{columns}\n|{rule}")
    }

    fn row(
        &self,
        out: &mut impl Write,
        name: &str,
        train: &[Statement],
        settings: &Settings,
        vectors: &[VectorTable],
    ) -> Result<()> {
        let data = Dataset::new(train.to_vec(), settings.none_label.as_deref())?;
        let model = thaido::train(&data, settings, vectors, |_| {})?;
        let calibrate = Dataset::with_labels(self.calibrate.clone(), model.labels().clone())?;
        let model = thaido::calibrate(model, &calibrate)?;
        write!(out, "| {name} |")?;
        for (_, statements) in &self.tests {
            let test = Dataset::with_labels(statements.clone(), model.labels().clone())?;
            let found = thaido::evaluate(&model, &test)?;
            let figures = Figures {
                stance: found.stance.map_or(0.0, |stance| stance.macro_f1.value),
                labels: found.macro_f1.value,
                auroc: found.none_auroc.unwrap_or_default(),
                ece: found.ece,
            };
            write!(
                out,
                " {:.3} | {:.3} | {:.3} | {:.3} |",
                figures.stance, figures.labels, figures.auroc, figures.ece
            )?;
        }
        writeln!(out)?;
        Ok(())
    }
}

/// An order of groups that has nothing to do with their names.
fn mixed(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn read(path: &Path, split: Option<&str>) -> Result<Vec<Statement>> {
    let mut statements = Vec::new();
    for record in Reader::new(
        Sources::expand(&[path], None)?,
        ReadOptions {
            statements: true,
            ..Default::default()
        },
    ) {
        let statement = record?.into_statement();
        let own = statement
            .extra
            .get("split")
            .and_then(serde_json::Value::as_str);
        if split.is_none() || split == own {
            statements.push(statement);
        }
    }
    Ok(statements)
}
