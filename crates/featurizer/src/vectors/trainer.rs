//! From an unlabelled corpus to a table of vectors.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use thaido_tokenizer::{sentences, tokenize};

use super::collocation;
use super::skipgram;
use super::table::{Cover, VectorTable, pair_code};
use crate::Error;
use crate::unit::UnitRules;

/// How vectors are learnt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VectorParams {
    /// Dimensions of a vector.
    pub dimensions: usize,
    /// How many words on each side count as near.
    pub window: usize,
    /// Words drawn at random against every near one.
    pub negatives: usize,
    /// Passes over the corpus.
    pub epochs: usize,
    /// Learning rate of the first step; it falls to nothing at the last.
    pub learning_rate: f32,
    /// Share of the corpus from which on a word is thinned out.
    pub subsample: f64,
    /// Fewest occurrences of a word with a vector.
    pub min_count: u64,
    /// Most words with a vector; the most frequent ones are kept.
    pub max_words: usize,
    /// Fewest occurrences of a pair of syllables that is joined.
    pub pair_min_count: u64,
    /// Least normalised pointwise mutual information of such a pair.
    pub pair_threshold: f64,
    /// `a` of the weight `a / (a + p)` that a word of frequency `p` has in a sum.
    pub smoothing: f64,
}

impl Default for VectorParams {
    fn default() -> Self {
        VectorParams {
            dimensions: 100,
            window: 6,
            negatives: 5,
            epochs: 4,
            learning_rate: 0.025,
            subsample: 1e-4,
            min_count: 10,
            max_words: 30_000,
            pair_min_count: 30,
            pair_threshold: 0.35,
            smoothing: 1e-3,
        }
    }
}

/// Collects text and learns vectors from it.
///
/// ```
/// use thaido_featurizer::{VectorParams, VectorTrainer};
/// let params = VectorParams { min_count: 2, dimensions: 8, ..Default::default() };
/// let mut trainer = VectorTrainer::new(params)?;
/// for _ in 0..20 {
///     trainer.add("Hai bên nối lại đàm phán. Hai nước nối lại đối thoại.");
/// }
/// let table = trainer.finish()?;
/// assert_eq!(table.dimensions(), 8);
/// # Ok::<(), thaido_featurizer::Error>(())
/// ```
#[derive(Debug)]
pub struct VectorTrainer {
    params: VectorParams,
    rules: UnitRules,
    numbers: HashMap<u64, u32>,
    codes: Vec<u64>,
    counts: Vec<u64>,
    sentences: Vec<Vec<u32>>,
    units: Vec<crate::unit::Unit>,
}

impl VectorTrainer {
    /// Ready for text.
    ///
    /// # Errors
    /// [`Error::Parameter`] when a setting makes no sense.
    pub fn new(params: VectorParams) -> Result<Self, Error> {
        super::check_counts(&[
            ("dimensions", params.dimensions),
            ("window", params.window),
            ("negatives", params.negatives),
            ("epochs", params.epochs),
            ("max_words", params.max_words),
        ])?;
        super::check_amounts(&[
            ("learning_rate", f64::from(params.learning_rate)),
            ("subsample", params.subsample),
            ("smoothing", params.smoothing),
        ])?;
        Ok(VectorTrainer {
            params,
            rules: super::rules(),
            numbers: HashMap::new(),
            codes: Vec::new(),
            counts: Vec::new(),
            sentences: Vec::new(),
            units: Vec::new(),
        })
    }

    /// Adds one text.
    pub fn add(&mut self, text: &str) {
        let tokens: Vec<_> = tokenize(text).collect();
        for sentence in sentences(text, &tokens) {
            self.rules.read(sentence.span.of(text), &mut self.units);
            let mut words = Vec::with_capacity(self.units.len());
            for unit in &self.units {
                let next = self.codes.len() as u32;
                let number = *self.numbers.entry(unit.code).or_insert(next);
                if number == next {
                    self.codes.push(unit.code);
                    self.counts.push(0);
                }
                self.counts[number as usize] += 1;
                words.push(number);
            }
            if words.len() > 1 {
                self.sentences.push(words);
            }
        }
    }

    /// How many syllables and other units have been read.
    pub fn units_read(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Learns the vectors.
    ///
    /// # Errors
    /// [`Error::NoTerms`] when no word occurs often enough.
    pub fn finish(self) -> Result<VectorTable, Error> {
        let VectorTrainer {
            params,
            codes,
            counts,
            mut sentences,
            ..
        } = self;
        let pairs = collocation::find(
            &sentences,
            &counts,
            params.pair_min_count,
            params.pair_threshold,
        );
        let mut words: HashMap<u64, u64> = HashMap::new();
        for sentence in &sentences {
            collocation::join(sentence, &pairs, |first, second| {
                *words.entry(code_of(&codes, first, second)).or_default() += 1;
            });
        }
        let mut frequent: Vec<(u64, u64)> = words
            .into_iter()
            .filter(|&(_, count)| count >= params.min_count)
            .map(|(code, count)| (count, code))
            .collect();
        frequent.sort_unstable_by(|a, b| b.cmp(a));
        frequent.truncate(params.max_words);
        if frequent.is_empty() {
            return Err(Error::NoTerms {
                texts: sentences.len(),
                min_df: params.min_count as usize,
            });
        }
        let numbers: HashMap<u64, u32> = frequent
            .iter()
            .zip(0..)
            .map(|(&(_, code), number)| (code, number))
            .collect();
        for sentence in &mut sentences {
            let mut joined = Vec::with_capacity(sentence.len());
            collocation::join(sentence, &pairs, |first, second| {
                joined.extend(numbers.get(&code_of(&codes, first, second)));
            });
            *sentence = joined;
        }
        sentences.retain(|sentence| sentence.len() > 1);
        let counts: Vec<u64> = frequent.iter().map(|&(count, _)| count).collect();
        let mut vectors = skipgram::learn(&sentences, &counts, &params);
        centre(&mut vectors, params.dimensions);
        let total = counts.iter().sum::<u64>() as f64;
        let rows = frequent
            .iter()
            .zip(vectors.chunks_exact(params.dimensions))
            .map(|(&(count, code), vector)| {
                let share = count as f64 / total;
                (
                    code,
                    (params.smoothing / (params.smoothing + share)) as f32,
                    vector.to_vec(),
                )
            })
            .collect();
        VectorTable::quantise(params.dimensions, Cover::Words, rows)
    }
}

fn code_of(codes: &[u64], first: u32, second: Option<u32>) -> u64 {
    let first = codes[first as usize];
    second.map_or(first, |second| pair_code(first, codes[second as usize]))
}

/// Takes the mean of all vectors away: what all words share says nothing about any statement.
fn centre(vectors: &mut [f32], dimensions: usize) {
    let words = (vectors.len() / dimensions).max(1) as f32;
    let mut mean = vec![0.0f32; dimensions];
    for vector in vectors.chunks_exact(dimensions) {
        mean.iter_mut()
            .zip(vector)
            .for_each(|(mean, value)| *mean += value / words);
    }
    for vector in vectors.chunks_exact_mut(dimensions) {
        vector
            .iter_mut()
            .zip(&mean)
            .for_each(|(value, mean)| *value -= mean);
    }
}
