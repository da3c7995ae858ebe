//! Word vectors: knowledge of the language from text that nobody labelled.
//!
//! A [`VectorTable`] is learnt from an unlabelled corpus by a [`VectorTrainer`] (skip-gram with negative sampling over
//! syllables and two-syllable collocations) and holds figures only: a 64-bit code, a weight and a quantised vector a
//! word. A featurizer that is given a table adds the direction of a statement's mean vector to its row.

mod collocation;
mod skipgram;
mod sums;
mod table;
mod trainer;

pub(crate) use sums::WordSums;
pub use table::VectorTable;
pub use trainer::{VectorParams, VectorTrainer};
