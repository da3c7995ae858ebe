//! Runs one stage once over a file and prints one JSON line with what was done and how long it took.
//!
//! `stage tokenize TEXT`, `stage fit DATA MODEL`, `stage train DATA [ROWS]`, `stage rows DATA OUT`, `stage label MODEL|- TEXT [THREADS]`,
//! `stage articles MODEL|- DOCUMENTS`, `stage latency MODEL|- TEXT`, `stage load MODEL|-`. DATA and TEXT are JSON Lines or
//! plain lines, DOCUMENTS articles as JSON Lines; `-` is the shipped model.

use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::sync::Barrier;

use anyhow::{Context, Result, bail};
use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::Array1;
use serde_json::{Value, json};
use thaido::{Dataset, Document, Extractor, Labeller, Model, Sample};
use thaido_benches::{bigram_model, bigrams, bytes, computed, quantile, read, timed};
use thaido_classifier::LogisticParams;
use thaido_featurizer::Featurizer;
use thaido_tokenizer::{Case, tokenize};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let found = match arguments[..] {
        ["tokenize", text] => tokens(Path::new(text))?,
        ["fit", data, model] => fit(Path::new(data), Path::new(model))?,
        ["train", data] => train(Path::new(data), usize::MAX)?,
        ["train", data, rows] => train(Path::new(data), rows.parse()?)?,
        ["rows", data, out] => rows(Path::new(data), Path::new(out))?,
        ["label", model, text, _threads, "names"] => label_names(&load(model)?, Path::new(text))?,
        ["label", model, text] => label(&load(model)?, Path::new(text), 1)?,
        ["label", model, text, threads] => label(&load(model)?, Path::new(text), threads.parse()?)?,
        ["articles", model, text] => articles(&load(model)?, Path::new(text))?,
        ["latency", model, text] => latency(&load(model)?, Path::new(text))?,
        ["load", model] => {
            let mut seconds: Vec<f64> = (0..21)
                .map(|_| timed(|| load(model).map(black_box)).0)
                .collect();
            seconds.sort_by(f64::total_cmp);
            json!({"seconds": quantile(&seconds, 0.5), "terms": load(model)?.featurizer().vocabulary().len()})
        }
        _ => bail!("usage: stage tokenize|fit|train|rows|label|articles|latency|load …"),
    };
    writeln!(std::io::stdout(), "{found}").context("cannot write")
}

fn load(model: &str) -> Result<Model> {
    Ok(if model == "-" {
        Model::embedded()?
    } else {
        Model::read(Path::new(model))?
    })
}

/// Every token's key, span and case are read and summed up, so that none of it can be left out.
fn tokens(path: &Path) -> Result<Value> {
    let text = std::fs::read_to_string(path)?;
    let sum_up = || {
        let (mut count, mut sum) = (0_u64, 0_u64);
        for token in tokenize(&text) {
            count += 1;
            sum = sum.rotate_left(1)
                ^ token.key.bits()
                ^ (token.span.start + token.span.end) as u64
                ^ u64::from(token.case != Case::Lower);
        }
        (count, sum)
    };
    black_box(sum_up());
    let (seconds, (count, sum)) = computed(|| {
        for _ in 1..PASSES {
            black_box(sum_up());
        }
        sum_up()
    });
    let seconds = seconds / PASSES as f64;
    Ok(
        json!({"bytes": text.len(), "tokens": count, "sum": format!("{sum:016x}"), "seconds": seconds}),
    )
}

fn fit(data: &Path, path: &Path) -> Result<Value> {
    let (seconds, model) = computed(|| bigram_model(read(data)?));
    let model = model?;
    std::fs::write(path, model.to_bytes()?)?;
    Ok(json!({"terms": model.featurizer().vocabulary().len(), "seconds": seconds}))
}

/// What it costs to make rows and weights of texts that are in memory.
fn train(path: &Path, most: usize) -> Result<Value> {
    let mut statements = read(path)?;
    let whole = statements.clone();
    // Beyond the file's end its statements are used again, told apart by one more word, until there are enough.
    let mut round = 0;
    while statements.len() < most && most != usize::MAX {
        round += 1;
        statements.extend(whole.iter().take(most - statements.len()).map(|statement| {
            let mut again = statement.clone();
            again.text.push_str(" vòng");
            again.text.push_str(&round.to_string());
            again
        }));
    }
    statements.truncate(most);
    let data = Dataset::new(statements, None)?;
    let samples = data.samples();
    let (vectorise, rows) =
        computed(|| Featurizer::fit_transform(bigrams(), &samples, &[], Vec::new()));
    let (featurizer, rows) = rows?;
    let non_zeros = rows.non_zeros();
    let targets = data.targets().to_vec();
    let (fit, model) =
        computed(|| LogisticParams::new().fit(&DatasetBase::new(rows, Array1::from(targets))));
    let convergence = model?.convergence();
    Ok(json!({
        "statements": data.statements().len(), "terms": featurizer.vocabulary().len(), "non_zeros": non_zeros,
        "vectorise": vectorise, "fit": fit, "seconds": vectorise + fit,
        "objective": convergence.objective, "iterations": convergence.iterations, "converged": convergence.converged,
    }))
}

/// Labels of texts in memory, by the best probability of all labels.
fn labels(labeller: &mut Labeller<'_>, texts: &[&str]) -> Vec<usize> {
    texts
        .iter()
        .map(|&text| thaido_classifier::best(labeller.probabilities(&Sample::from(text))))
        .collect()
}

/// How many times texts are tokenised or labelled: once takes some tens of milliseconds, and the system counts those in
/// fours.
const PASSES: usize = 8;

/// Does the same so many times; what the last one gives.
fn again(passes: usize, mut labels: impl FnMut() -> Vec<usize>) -> Vec<usize> {
    (1..passes).for_each(|_| drop(black_box(labels())));
    labels()
}

/// Seconds of one pass over the texts, and their labels. Every thread has a labeller of its own, which has read its share
/// once before the time begins.
fn passes(model: &Model, texts: &[&str], threads: usize) -> (f64, Vec<usize>) {
    if threads < 2 {
        let mut labeller = Labeller::new(model);
        black_box(labels(&mut labeller, texts));
        let (seconds, found) = computed(|| again(PASSES, || labels(&mut labeller, texts)));
        return (seconds / PASSES as f64, found);
    }
    let shares: Vec<&[&str]> = texts.chunks(texts.len().div_ceil(threads)).collect();
    let start = Barrier::new(shares.len() + 1);
    let worker = |share: &[&str]| {
        let mut labeller = Labeller::new(model);
        black_box(labels(&mut labeller, share));
        start.wait();
        again(PASSES, || labels(&mut labeller, share))
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = shares
            .iter()
            .map(|share| scope.spawn(|| worker(share)))
            .collect();
        start.wait();
        let (seconds, found) = timed(|| {
            let found = workers.into_iter().flat_map(|worker| {
                let found = worker.join();
                found.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            });
            found.collect()
        });
        (seconds / PASSES as f64, found)
    })
}

fn label(model: &Model, path: &Path, threads: usize) -> Result<Value> {
    let statements = read(path)?;
    let texts: Vec<&str> = statements
        .iter()
        .map(|statement| statement.text.as_str())
        .collect();
    let (seconds, found) = passes(model, &texts, threads);
    let names = model.labels().names();
    let known = statements
        .iter()
        .filter(|statement| statement.label.is_some())
        .count();
    let right = found
        .iter()
        .zip(&statements)
        .filter(|(label, statement)| Some(&names[**label]) == statement.label.as_ref())
        .count();
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    for &label in &found {
        digest = (digest ^ label as u64).wrapping_mul(0x0100_0000_01b3);
    }
    Ok(json!({
        "statements": texts.len(), "bytes": bytes(texts.iter().copied()), "seconds": seconds,
        "accuracy": right as f64 / known.max(1) as f64, "labels": format!("{digest:016x}"),
    }))
}

/// Extraction alone, and extraction with labels, of articles in memory: from text to records.
fn articles(model: &Model, path: &Path) -> Result<Value> {
    let contents = std::fs::read_to_string(path)?;
    let documents: Vec<Document> = contents
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let (mut extractor, mut labeller) = (Extractor::default(), Labeller::new(model));
    let mut extract = || {
        documents
            .iter()
            .map(|document| extractor.extract(document).len())
            .sum::<usize>()
    };
    let mut label = || {
        documents
            .iter()
            .map(|document| labeller.label_document(document).len())
            .sum::<usize>()
    };
    let found = black_box(extract());
    anyhow::ensure!(
        found == black_box(label()),
        "labelling finds other statements than extraction"
    );
    let (mut extracting, mut labelling) = (Vec::new(), Vec::new());
    for _ in 0..PASSES {
        extracting.push(computed(|| black_box(extract())).0);
        labelling.push(computed(|| black_box(label())).0);
    }
    for seconds in [&mut extracting, &mut labelling] {
        seconds.sort_by(f64::total_cmp);
    }
    let bytes = bytes(documents.iter().map(|document| document.text.as_str()));
    let speed = |seconds: &[f64]| bytes as f64 / quantile(seconds, 0.5) / 1e6;
    Ok(json!({
        "articles": documents.len(), "bytes": bytes, "statements": found,
        "extract_mb_per_second": speed(&extracting), "label_mb_per_second": speed(&labelling),
    }))
}

fn label_names(model: &Model, path: &Path) -> Result<Value> {
    let statements = read(path)?;
    let texts: Vec<&str> = statements
        .iter()
        .map(|statement| statement.text.as_str())
        .collect();
    let names = model.labels().names();
    let found: Vec<&str> = labels(&mut Labeller::new(model), &texts)
        .into_iter()
        .map(|label| names[label].as_str())
        .collect();
    Ok(json!({"labels": found}))
}

/// Writes the rows of the comparison for other solvers: rows, columns and non-zeros as `u64`, starts as `u64`, targets and
/// column indices as `u32`, values as `f32`, all little-endian.
fn rows(path: &Path, out: &Path) -> Result<Value> {
    let data = Dataset::new(read(path)?, None)?;
    let (_, rows) = Featurizer::fit_transform(bigrams(), &data.samples(), &[], Vec::new())?;
    let mut bytes: Vec<u8> = Vec::new();
    for number in [rows.rows(), rows.columns(), rows.non_zeros(), 0] {
        bytes.extend_from_slice(&(number as u64).to_le_bytes());
    }
    let mut end = 0_u64;
    for (indices, _) in rows.iter() {
        end += indices.len() as u64;
        bytes.extend_from_slice(&end.to_le_bytes());
    }
    bytes.extend(
        data.targets()
            .iter()
            .flat_map(|&target| (target as u32).to_le_bytes()),
    );
    bytes.extend(
        rows.iter()
            .flat_map(|(indices, _)| indices)
            .flat_map(|index| index.to_le_bytes()),
    );
    bytes.extend(
        rows.iter()
            .flat_map(|(_, values)| values)
            .flat_map(|value| value.to_le_bytes()),
    );
    std::fs::write(out, &bytes)?;
    Ok(json!({"bytes": bytes.len()}))
}

fn latency(model: &Model, path: &Path) -> Result<Value> {
    let statements = read(path)?;
    let mut labeller = Labeller::new(model);
    let mut seconds = Vec::with_capacity(statements.len());
    // The first statement waits for the tables to be joined.
    let any = Sample::from("hai bên nối lại đàm phán");
    let first = timed(|| black_box(labeller.probabilities(&any))[0]).0;
    for round in 0..2 {
        seconds.clear();
        for statement in &statements {
            let sample = Sample::from(statement.text.as_str());
            seconds.push(timed(|| black_box(labeller.probabilities(black_box(&sample)))[0]).0);
        }
        black_box(round);
    }
    seconds.sort_by(f64::total_cmp);
    Ok(
        json!({"statements": seconds.len(), "first": first, "p50": quantile(&seconds, 0.5), "p99": quantile(&seconds, 0.99)}),
    )
}
