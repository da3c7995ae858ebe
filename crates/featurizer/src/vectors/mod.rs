//! Word vectors: knowledge of the language from text that nobody labelled.
//!
//! A [`VectorTable`] is learnt from an unlabelled corpus and holds figures only: a 64-bit code, a weight and a quantised
//! vector a word. A [`VectorTrainer`] learns from the words around a word (skip-gram with negative sampling over syllables
//! and two-syllable collocations), a [`CueTrainer`] from the verbs with which reporters introduce statements. A featurizer
//! that is given tables adds, for each, the sum of the vectors of a statement's words to its row. That sum is scaled by
//! the lengths of the vectors alone and not by its own, so that what a word adds to a score is one number that does not
//! hang on the other words: it is worked out once, for all words.

mod collocation;
mod cues;
mod skipgram;
mod sums;
mod table;
mod trainer;

pub use cues::{CueParams, CueTrainer};
pub(crate) use sums::{Pair, WordSums};
pub use table::{Cover, VectorTable};
pub use trainer::{VectorParams, VectorTrainer};

use crate::Error;
use crate::params::FeaturizerParams;
use crate::unit::UnitRules;

/// How both trainers cut text into units: without marks.
fn rules() -> UnitRules {
    UnitRules::new(&FeaturizerParams {
        punctuation: false,
        ..FeaturizerParams::default()
    })
}

/// Refuses the first setting that counts nothing.
fn check_counts(settings: &[(&'static str, usize)]) -> Result<(), Error> {
    match settings.iter().find(|(_, value)| *value == 0) {
        Some(&(name, value)) => Err(Error::Parameter {
            name,
            value: value.to_string(),
            rule: "at least 1",
        }),
        None => Ok(()),
    }
}

/// Refuses the first setting that is no number over 0.
fn check_amounts(settings: &[(&'static str, f64)]) -> Result<(), Error> {
    let sound = |value: f64| value.is_finite() && value > 0.0;
    match settings.iter().find(|&&(_, value)| !sound(value)) {
        Some(&(name, value)) => Err(Error::Parameter {
            name,
            value: value.to_string(),
            rule: "a number over 0",
        }),
        None => Ok(()),
    }
}
