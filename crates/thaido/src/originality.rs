//! How much of a set of statements stands word for word in other texts.
//!
//! Short shared runs are a language's set phrases; long ones are copies. The check keeps hashes of the statements' own
//! runs alone, so a corpus of any size streams past it.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use thaido_tokenizer::{Token, tokenize};

use crate::check::Place;
use crate::dataset::place;
use crate::record::Statement;

/// Lengths of shared runs that are counted, in syllables, words and numbers.
pub const RUNS: [usize; 3] = [8, 12, 16];

/// How many statements share a run of one length with the other texts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SharedRuns {
    /// Length of the run.
    pub length: usize,
    /// Statements with such a run.
    pub statements: usize,
    /// Their share of all statements.
    pub share: f64,
    /// Where they stand.
    pub places: Vec<Place>,
}

/// Compares statements with texts that stream past.
///
/// ```
/// use thaido::{OriginalityCheck, Statement};
/// let text = "chúng tôi sẽ xem xét mọi đề nghị của phía bên kia";
/// let statement = Statement { id: "1".to_owned(), text: text.to_owned(), ..Default::default() };
/// let files = [("a.jsonl".to_owned(), vec![statement])];
/// let mut check = OriginalityCheck::new(&files);
/// check.read("Ông An nói: Chúng tôi sẽ xem xét mọi đề nghị, nếu có.");
/// let shared = check.finish();
/// // "chúng tôi sẽ xem xét mọi đề nghị" are eight syllables.
/// assert_eq!((shared[0].length, shared[0].statements), (8, 1));
/// assert_eq!((shared[1].length, shared[1].statements), (12, 0));
/// ```
#[derive(Debug)]
pub struct OriginalityCheck {
    places: Vec<Place>,
    /// For each length, which statements hold a run.
    holders: Vec<HashMap<u64, Vec<u32>>>,
    /// For each length, the statements whose run was met.
    met: Vec<BTreeSet<u32>>,
}

impl OriginalityCheck {
    /// Remembers the runs of all statements.
    pub fn new(files: &[(String, Vec<Statement>)]) -> Self {
        let mut check = OriginalityCheck {
            places: Vec::new(),
            holders: vec![HashMap::new(); RUNS.len()],
            met: vec![BTreeSet::new(); RUNS.len()],
        };
        for (file, statements) in files {
            for statement in statements {
                let number = check.places.len() as u32;
                check.places.push(Place {
                    file: file.clone(),
                    id: place(statement),
                });
                let keys = keys(&statement.text);
                for (length, holders) in RUNS.iter().zip(&mut check.holders) {
                    for run in keys.windows(*length) {
                        holders.entry(hash(run)).or_default().push(number);
                    }
                }
            }
        }
        check
    }

    /// Reads one other text.
    pub fn read(&mut self, text: &str) {
        let keys = keys(text);
        for ((length, holders), met) in RUNS.iter().zip(&self.holders).zip(&mut self.met) {
            for run in keys.windows(*length) {
                for &number in holders.get(&hash(run)).map_or(&[][..], Vec::as_slice) {
                    met.insert(number);
                }
            }
        }
    }

    /// What was found, by length of run.
    pub fn finish(self) -> Vec<SharedRuns> {
        let total = self.places.len().max(1) as f64;
        let shared = RUNS.iter().zip(self.met).map(|(&length, met)| SharedRuns {
            length,
            statements: met.len(),
            share: met.len() as f64 / total,
            places: met
                .into_iter()
                .map(|number| self.places[number as usize].clone())
                .collect(),
        });
        shared.collect()
    }
}

fn keys(text: &str) -> Vec<u64> {
    let is_word = |token: &Token| {
        token.is_letters() || token.text(text).starts_with(|c: char| c.is_ascii_digit())
    };
    tokenize(text)
        .filter(is_word)
        .map(|token| token.key.bits())
        .collect()
}

fn hash(run: &[u64]) -> u64 {
    run.iter().fold(run.len() as u64, |hash, &key| {
        let product = (hash.rotate_left(23) ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        product ^ (product >> 32)
    })
}
