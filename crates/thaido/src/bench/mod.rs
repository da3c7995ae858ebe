//! How fast this machine labels the user's own text.
//!
//! Every stage is run over the whole corpus again and again; stages take turns, so that a slow moment of the machine
//! does not fall on one of them alone. What comes back is data; `report` makes a page of it.

mod stage;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::Error;
pub use stage::bench;

/// What a measurement can be told.
#[derive(Clone, Debug, PartialEq)]
pub struct BenchOptions {
    /// How often every stage is measured.
    pub rounds: usize,
    /// The least time of one measurement; a small corpus is gone through several times.
    pub least: Duration,
    /// The numbers of threads that labelling is measured with.
    pub threads: Vec<usize>,
}

impl Default for BenchOptions {
    /// Seven rounds of at least a tenth of a second; 1, 2, 4, … threads up to all.
    fn default() -> Self {
        let all = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let mut threads: Vec<usize> = std::iter::successors(Some(1), |count| Some(count * 2))
            .take_while(|&count| count < all)
            .collect();
        threads.push(all);
        BenchOptions {
            rounds: 7,
            least: Duration::from_millis(100),
            threads,
        }
    }
}

/// What `thaido bench` writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Always `bench`: tells this object from other recorded results.
    pub kind: String,
    /// The program's version.
    pub version: String,
    /// Where it was measured.
    pub machine: Machine,
    /// What it was measured on.
    pub corpus: Corpus,
    /// Short hash of the model.
    pub model: String,
    /// How many times every stage was measured.
    pub rounds: usize,
    /// The stages on one thread in the order of the work, then labelling with every number of threads.
    pub stages: Vec<StageFigures>,
    /// Labelling on one thread of the first part of the corpus, smallest part first.
    pub sizes: Vec<SizeFigures>,
    /// How long one document takes from end to end on one thread.
    pub latency: Latency,
    /// Memory of the process; absent where the system does not tell.
    pub memory: Option<Memory>,
}

/// The machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// The processor's name, empty where the system does not tell.
    pub cpu: String,
    /// Threads that can run at once.
    pub threads: usize,
    /// Operating system and architecture.
    pub system: String,
}

/// The text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corpus {
    /// Documents.
    pub documents: usize,
    /// Bytes of their texts.
    pub bytes: u64,
    /// Statements found in them.
    pub statements: usize,
    /// Hash of the texts, so that runs on different texts are not compared.
    pub hash: String,
}

/// One stage. Times are seconds for one pass over the corpus.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageFigures {
    /// `read`, `tokenise`, `extract` (which tokenises too), `featurise`, `classify`, `write`, or `label`: from the
    /// JSON line of a document to the JSON lines of its statements.
    pub stage: String,
    /// Threads at work.
    pub threads: usize,
    /// Median of the rounds.
    pub seconds: f64,
    /// Fastest round.
    pub low: f64,
    /// Slowest round.
    pub high: f64,
}

/// Labelling a part of the corpus.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SizeFigures {
    /// Documents of the part.
    pub documents: usize,
    /// Bytes of their texts.
    pub bytes: u64,
    /// Median of the rounds in seconds.
    pub seconds: f64,
}

/// Microseconds for one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    /// Half of the documents take less.
    pub p50: f64,
    /// Nine in ten take less.
    pub p90: f64,
    /// 99 in a hundred take less.
    pub p99: f64,
    /// The longest.
    pub max: f64,
}

/// Bytes of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// With the model and the corpus loaded, before anything is measured.
    pub loaded: u64,
    /// The most at any time of the run.
    pub peak: u64,
}

/// One stage of two runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The stage.
    pub stage: String,
    /// Its threads.
    pub threads: usize,
    /// Seconds before.
    pub before: f64,
    /// Seconds now.
    pub now: f64,
    /// Whether the slowest round of one run was still faster than the fastest of the other: more than noise.
    pub beyond_noise: bool,
}

impl Change {
    /// How much longer it takes now, as a share of before: 0.1 is a tenth slower, −0.5 twice as fast.
    pub fn slower(&self) -> f64 {
        self.now / self.before - 1.0
    }

    /// Whether it is slower by more than this share, and not by noise.
    pub fn regressed(&self, most: f64) -> bool {
        self.beyond_noise && self.slower() > most
    }
}

impl Measured {
    /// Every stage that was measured both in `before` and now.
    ///
    /// # Errors
    /// When the corpora or the machines are different ones: their times say nothing about the program.
    pub fn compare(&self, before: &Measured) -> Result<Vec<Change>, Error> {
        if self.corpus.hash != before.corpus.hash {
            return Err(Error::Data(format!(
                "the runs are on different texts ({} documents, hash {}, against {} documents, hash {}): measure both on the same",
                before.corpus.documents,
                before.corpus.hash,
                self.corpus.documents,
                self.corpus.hash
            )));
        }
        if self.machine != before.machine {
            return Err(Error::Data(format!(
                "the runs are from different machines ({}, {} threads, against {}, {} threads): measure both on the same",
                before.machine.cpu, before.machine.threads, self.machine.cpu, self.machine.threads
            )));
        }
        let pairs = self.stages.iter().filter_map(|now| {
            let same =
                |stage: &&StageFigures| stage.stage == now.stage && stage.threads == now.threads;
            Some((before.stages.iter().find(same)?, now))
        });
        let changes = pairs.map(|(before, now)| Change {
            stage: now.stage.clone(),
            threads: now.threads,
            before: before.seconds,
            now: now.seconds,
            beyond_noise: now.low > before.high || now.high < before.low,
        });
        Ok(changes.collect())
    }

    /// A stage on this many threads.
    pub fn stage(&self, stage: &str, threads: usize) -> Option<&StageFigures> {
        self.stages
            .iter()
            .find(|figures| figures.stage == stage && figures.threads == threads)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(seconds: &[(&str, f64, f64, f64)]) -> Measured {
        let stages = seconds
            .iter()
            .map(|&(stage, low, seconds, high)| StageFigures {
                stage: stage.to_owned(),
                threads: 1,
                seconds,
                low,
                high,
            });
        Measured {
            kind: "bench".to_owned(),
            version: "0".to_owned(),
            machine: Machine {
                cpu: "x".to_owned(),
                threads: 2,
                system: "y".to_owned(),
            },
            corpus: Corpus {
                documents: 1,
                bytes: 10,
                statements: 1,
                hash: "a".to_owned(),
            },
            model: "m".to_owned(),
            rounds: 3,
            stages: stages.collect(),
            sizes: Vec::new(),
            latency: Latency::default(),
            memory: None,
        }
    }

    #[test]
    fn a_regression_is_slower_by_more_than_allowed_and_by_more_than_noise() {
        let before = measured(&[
            ("label", 0.9, 1.0, 1.1),
            ("extract", 0.9, 1.0, 1.1),
            ("read", 0.9, 1.0, 1.1),
            ("write", 0.9, 1.0, 1.1),
        ]);
        let now = measured(&[
            ("label", 1.15, 1.2, 1.3),
            ("extract", 1.0, 1.2, 1.3),
            ("read", 1.101, 1.105, 1.2),
            ("write", 0.4, 0.5, 0.6),
        ]);
        let Ok(changes) = now.compare(&before) else {
            panic!("the runs fit")
        };
        let regressed: Vec<bool> = changes
            .iter()
            .map(|change| change.regressed(0.11))
            .collect();
        assert_eq!(regressed, [true, false, false, false]);
        assert!(
            (changes[3].slower() + 0.5).abs() < 1e-12
                && changes[3].beyond_noise
                && !changes[1].beyond_noise
        );
    }

    #[test]
    fn runs_on_other_texts_or_machines_are_not_compared() {
        let before = measured(&[("label", 0.9, 1.0, 1.1)]);
        let mut now = before.clone();
        now.corpus.hash = "b".to_owned();
        assert!(
            now.compare(&before)
                .is_err_and(|error| error.to_string().contains("different texts"))
        );
        now = before.clone();
        now.machine.cpu = "z".to_owned();
        assert!(
            now.compare(&before)
                .is_err_and(|error| error.to_string().contains("different machines"))
        );
    }
}
