//! Texts and small measuring tools that the benches, the instruction counts and the comparison with peers share.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use thaido::{Dataset, FeaturizerParams, Model, Settings, Statement};
use thaido_classifier::ClassWeights;

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A line of a text file: a JSON object with a `text`, or the text itself.
#[derive(Deserialize)]
struct Line {
    text: String,
    #[serde(default)]
    label: Option<String>,
}

/// Statements of a JSON Lines file (or the lines of any other), with their labels where there are some.
///
/// # Errors
/// When the file cannot be read, or a line that begins with `{` is no such object.
pub fn read(path: &Path) -> Result<Vec<Statement>> {
    let contents =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut statements = Vec::new();
    for (number, line) in contents
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let line = if line.starts_with('{') {
            serde_json::from_str(line)
                .with_context(|| format!("{}, line {}", path.display(), number + 1))?
        } else {
            Line {
                text: line.to_owned(),
                label: None,
            }
        };
        statements.push(Statement {
            text: line.text,
            label: line.label,
            ..Statement::default()
        });
    }
    if statements.is_empty() {
        bail!("{} holds no text", path.display());
    }
    Ok(statements)
}

/// The committed statements, all files in the order of their names.
///
/// # Errors
/// When there are none, or a file cannot be read.
pub fn fixture_statements() -> Result<Vec<Statement>> {
    let folder = root().join("fixtures/statements");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "jsonl")
    });
    files.sort();
    let mut statements = Vec::new();
    for file in files {
        statements.extend(
            read(&file)?
                .into_iter()
                .filter(|statement| statement.label.is_some()),
        );
    }
    if statements.is_empty() {
        bail!("{} holds no labelled statements", folder.display());
    }
    Ok(statements)
}

/// The committed articles.
///
/// # Errors
/// When the file cannot be read.
pub fn fixture_articles() -> Result<Vec<String>> {
    let articles = read(&root().join("fixtures/extraction.jsonl"))?;
    Ok(articles.into_iter().map(|article| article.text).collect())
}

/// Bytes of all texts.
pub fn bytes<'t>(texts: impl IntoIterator<Item = &'t str>) -> u64 {
    texts.into_iter().map(|text| text.len() as u64).sum()
}

/// The features of the comparison: all syllable 1–2-grams that occur in two texts or more.
pub fn bigrams() -> FeaturizerParams {
    FeaturizerParams {
        max_n: 2,
        min_df: 2,
        ..FeaturizerParams::default()
    }
}

/// A model of 1–2-grams, trained on all of these statements with C = 1.
///
/// # Errors
/// When the statements cannot be learnt from.
pub fn bigram_model(statements: Vec<Statement>) -> Result<Model> {
    let data = Dataset::new(statements, None)?;
    let settings = Settings {
        featurizer: bigrams(),
        strengths: vec![1.0],
        class_weights: vec![ClassWeights::Uniform],
        folds: 2,
        ..Settings::default()
    };
    Ok(thaido::train(&data, &settings, &[], |_| {})?)
}

/// Seconds of wall time that `work` takes, and what it gives.
pub fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed().as_secs_f64(), result)
}

/// Seconds that this thread computes during `work`, and what it gives. Unlike wall time they do not grow when other
/// programs want the core; where the system does not tell them, they are wall time.
pub fn computed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let own = || {
        let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        line.split(' ').next()?.parse::<f64>().ok()
    };
    let before = own();
    let (wall, result) = timed(work);
    let seconds = match (before, own()) {
        (Some(before), Some(after)) => (after - before) / 1e9,
        _ => wall,
    };
    (seconds, result)
}

/// The value below which the given share of the ascending values lies.
pub fn quantile(ascending: &[f64], share: f64) -> f64 {
    let at = (share * ascending.len() as f64) as usize;
    ascending
        .get(at.min(ascending.len().saturating_sub(1)))
        .copied()
        .unwrap_or(f64::NAN)
}
