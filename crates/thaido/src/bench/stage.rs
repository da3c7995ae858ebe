//! Running the stages and taking their times.

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use thaido_featurizer::{Row, Sample, Scratch};
use thaido_tokenizer::tokenize;
use xxhash_rust::xxh3::xxh3_64;

use super::{BenchOptions, Corpus, Latency, Machine, Measured, Memory, SizeFigures, StageFigures};
use crate::error::Error;
use crate::labeller::Labeller;
use crate::model::Model;
use crate::record::{Document, Extracted};

/// Measures labelling of documents and its stages; `progress` hears of every round with its number from 1.
///
/// # Errors
/// Without documents that hold text, without rounds, or with no or 0 threads.
pub fn bench(
    model: &Model,
    documents: &[Document],
    options: &BenchOptions,
    mut progress: impl FnMut(usize),
) -> Result<Measured, Error> {
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    if bytes == 0 {
        return Err(Error::Data(
            "there is no text to measure with: give some articles".to_owned(),
        ));
    }
    if options.rounds == 0 || options.threads.is_empty() || options.threads.contains(&0) {
        return Err(Error::Data(
            "at least one round and one thread are needed to measure".to_owned(),
        ));
    }
    let loaded = status("VmRSS:");
    let work = Work::new(model, documents)?;
    let stages: Vec<(&str, Pass<'_>)> = vec![
        ("read", again(|| work.read())),
        ("tokenise", again(|| work.tokenise())),
        ("extract", again(|| work.extract())),
        ("featurise", again(|| work.featurise())),
        ("classify", again(|| work.classify())),
        ("write", again(|| work.write())),
    ];
    let mut passes: Vec<Timed<'_>> = stages
        .into_iter()
        .map(|(stage, pass)| Timed::new(stage, 1, pass))
        .collect();
    for &threads in &options.threads {
        passes.push(Timed::new(
            "label",
            threads,
            Box::new({
                let work = &work;
                move |times| work.label(work.lines.len(), threads, times)
            }),
        ));
    }
    let parts: Vec<usize> = [8, 4, 2, 1]
        .iter()
        .map(|part| documents.len() / part)
        .filter(|&count| count > 0)
        .collect();
    let mut sizes: Vec<(usize, Timed<'_>)> = Vec::new();
    for count in parts {
        let work = &work;
        sizes.push((
            count,
            Timed::new(
                "label",
                1,
                Box::new(move |times| work.label(count, 1, times)),
            ),
        ));
    }
    for timed in passes
        .iter_mut()
        .chain(sizes.iter_mut().map(|(_, timed)| timed))
    {
        timed.warm_up(options.least);
    }
    let mut latencies = Vec::new();
    for round in 1..=options.rounds {
        progress(round);
        passes
            .iter_mut()
            .chain(sizes.iter_mut().map(|(_, timed)| timed))
            .for_each(Timed::measure);
        latencies.extend(work.latencies());
    }
    let part_bytes = |count: usize| {
        documents[..count]
            .iter()
            .map(|document| document.text.len() as u64)
            .sum()
    };
    Ok(Measured {
        kind: "bench".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        machine: Machine::here(),
        corpus: Corpus {
            documents: documents.len(),
            bytes: bytes as u64,
            statements: work.statements.len(),
            hash: hash(documents),
        },
        model: model.hash().to_owned(),
        rounds: options.rounds,
        stages: passes.iter().map(Timed::figures).collect(),
        sizes: sizes
            .iter()
            .map(|(count, timed)| SizeFigures {
                documents: *count,
                bytes: part_bytes(*count),
                seconds: timed.figures().seconds,
            })
            .collect(),
        latency: Latency::of(&mut latencies),
        memory: loaded
            .zip(status("VmHWM:"))
            .map(|(loaded, peak)| Memory { loaded, peak }),
    })
}

/// Goes through the corpus so many times.
type Pass<'w> = Box<dyn Fn(u32) + 'w>;

fn again<'w>(pass: impl Fn() + 'w) -> Pass<'w> {
    Box::new(move |times| (0..times).for_each(|_| pass()))
}

/// A stage with its times.
struct Timed<'w> {
    stage: &'static str,
    threads: usize,
    pass: Pass<'w>,
    repeats: u32,
    seconds: Vec<f64>,
}

impl<'w> Timed<'w> {
    fn new(stage: &'static str, threads: usize, pass: Pass<'w>) -> Self {
        Timed {
            stage,
            threads,
            pass,
            repeats: 1,
            seconds: Vec::new(),
        }
    }

    /// Runs it once unmeasured, then finds out how many passes take the least time.
    fn warm_up(&mut self, least: Duration) {
        (self.pass)(1);
        let start = Instant::now();
        (self.pass)(1);
        let once = start.elapsed().as_secs_f64().max(1e-7);
        self.repeats = ((least.as_secs_f64() / once).ceil() as u32).clamp(1, 1_000_000);
    }

    fn measure(&mut self) {
        let start = Instant::now();
        (self.pass)(self.repeats);
        self.seconds
            .push(start.elapsed().as_secs_f64() / f64::from(self.repeats));
    }

    fn figures(&self) -> StageFigures {
        let mut sorted = self.seconds.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |place: usize| sorted.get(place).copied().unwrap_or_default();
        StageFigures {
            stage: self.stage.to_owned(),
            threads: self.threads,
            seconds: at(sorted.len() / 2),
            low: at(0),
            high: at(sorted.len().saturating_sub(1)),
        }
    }
}

/// What the stages need of each other, made beforehand.
struct Work<'d> {
    model: &'d Model,
    documents: &'d [Document],
    lines: Vec<String>,
    statements: Vec<Extracted>,
    rows: Vec<Row>,
}

impl<'d> Work<'d> {
    fn new(model: &'d Model, documents: &'d [Document]) -> Result<Self, Error> {
        let lines: Result<Vec<String>, _> = documents.iter().map(serde_json::to_string).collect();
        let lines = lines.map_err(|error| {
            Error::Data(format!("a document cannot be written as JSON: {error}"))
        })?;
        let statements: Vec<Extracted> = documents.iter().flat_map(crate::extract).collect();
        let mut scratch = Scratch::default();
        let rows = statements.iter().map(|statement| {
            let mut row = Row::default();
            model
                .featurizer()
                .row(&sample(statement), &mut scratch, &mut row);
            row
        });
        let rows = rows.collect();
        Ok(Work {
            model,
            documents,
            lines,
            statements,
            rows,
        })
    }

    fn read(&self) {
        for line in &self.lines {
            black_box(serde_json::from_str::<Document>(line).ok());
        }
    }

    fn tokenise(&self) {
        for document in self.documents {
            tokenize(&document.text).for_each(|token| {
                black_box(token);
            });
        }
    }

    fn extract(&self) {
        let mut extractor = crate::Extractor::default();
        for document in self.documents {
            black_box(extractor.extract(document));
        }
    }

    fn featurise(&self) {
        let (mut scratch, mut row) = (Scratch::default(), Row::default());
        for statement in &self.statements {
            self.model
                .featurizer()
                .row(&sample(statement), &mut scratch, &mut row);
            black_box(&row);
        }
    }

    fn classify(&self) {
        let mut scores = vec![0.0; self.model.labels().len()];
        for row in &self.rows {
            self.model
                .logistic()
                .write_scores((&row.indices, &row.values), &mut scores);
            self.model.header().calibration.apply(&mut scores);
            black_box(&scores);
        }
    }

    fn write(&self) {
        let mut line = Vec::new();
        for statement in &self.statements {
            line.clear();
            black_box(serde_json::to_writer(&mut line, statement).is_ok());
        }
    }

    /// From the JSON lines of the first documents to the JSON lines of their statements, so many times; the threads
    /// are started once, so that a small corpus does not measure their start.
    fn label(&self, count: usize, threads: usize, times: u32) {
        let next = AtomicUsize::new(0);
        let run = || {
            let mut labeller = Labeller::new(self.model);
            let mut out = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= count * times as usize {
                    break;
                }
                end_to_end(&mut labeller, &self.lines[at % count], &mut out);
            }
        };
        if threads == 1 {
            return run();
        }
        std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(run))));
    }

    /// Microseconds of every document.
    fn latencies(&self) -> Vec<f64> {
        let mut labeller = Labeller::new(self.model);
        let mut out = Vec::new();
        let times = self.lines.iter().map(|line| {
            let start = Instant::now();
            end_to_end(&mut labeller, line, &mut out);
            start.elapsed().as_secs_f64() * 1e6
        });
        times.collect()
    }
}

fn end_to_end(labeller: &mut Labeller<'_>, line: &str, out: &mut Vec<u8>) {
    out.clear();
    if let Ok(document) = serde_json::from_str::<Document>(line) {
        for found in labeller.label_document(&document) {
            black_box(serde_json::to_writer(&mut *out, &found).is_ok());
        }
    }
    black_box(&out);
}

fn sample(statement: &Extracted) -> Sample<'_> {
    let cue = statement.cue.as_ref().map_or("", |cue| &cue.text);
    Sample {
        text: &statement.text,
        before: &statement.before,
        after: &statement.after,
        cue,
    }
}

impl Latency {
    /// Percentiles by nearest rank; sorts the times.
    fn of(times: &mut [f64]) -> Self {
        times.sort_by(f64::total_cmp);
        let rank = |share: f64| {
            let place = (share * times.len() as f64).ceil() as usize;
            times
                .get(place.saturating_sub(1))
                .copied()
                .unwrap_or_default()
        };
        Latency {
            p50: rank(0.5),
            p90: rank(0.9),
            p99: rank(0.99),
            max: rank(1.0),
        }
    }
}

impl Machine {
    fn here() -> Self {
        let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let name = cpu.lines().find_map(|line| {
            line.strip_prefix("model name")?
                .split_once(':')
                .map(|(_, name)| name.trim().to_owned())
        });
        Machine {
            cpu: name.unwrap_or_default(),
            threads: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        }
    }
}

/// A line of the process's status, in bytes.
fn status(key: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    line.split_whitespace()
        .next()?
        .parse::<u64>()
        .ok()
        .map(|kilobytes| kilobytes * 1024)
}

fn hash(documents: &[Document]) -> String {
    let each: Vec<u8> = documents
        .iter()
        .flat_map(|document| xxh3_64(document.text.as_bytes()).to_le_bytes())
        .collect();
    format!("{:012x}", xxh3_64(&each) & 0xffff_ffff_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let mut times: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        assert_eq!(
            Latency::of(&mut times),
            Latency {
                p50: 100.0,
                p90: 180.0,
                p99: 198.0,
                max: 200.0
            }
        );
        assert_eq!(
            Latency::of(&mut [7.0]),
            Latency {
                p50: 7.0,
                p90: 7.0,
                p99: 7.0,
                max: 7.0
            }
        );
    }
}
