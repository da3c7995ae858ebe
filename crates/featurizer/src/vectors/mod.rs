//! Word vectors: knowledge of the language from text that nobody labelled.
//!
//! A [`VectorTable`] is learnt from an unlabelled corpus and holds figures only: a 64-bit code, a weight and a quantised
//! vector a word. A [`VectorTrainer`] learns from the words around a word (skip-gram with negative sampling over syllables
//! and two-syllable collocations), a [`CueTrainer`] from the verbs with which reporters introduce statements. A featurizer
//! that is given tables adds, for each, the direction of a statement's mean vector to its row.

mod collocation;
mod cues;
mod skipgram;
mod sums;
mod table;
mod trainer;

pub use cues::{CueParams, CueTrainer};
pub(crate) use sums::WordSums;
pub use table::{Cover, VectorTable};
pub use trainer::{VectorParams, VectorTrainer};
