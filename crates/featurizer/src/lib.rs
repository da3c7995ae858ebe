//! Turns Vietnamese statements into rows of numbers: TF-IDF over n-grams of syllables, and word vectors.
//!
//! This crate knows tokens, n-grams, stems, document frequencies, selection and the sparse matrix. It must not know
//! what a label means (labels are numbers here), which solver reads its rows, or what a file is.
//!
//! A fitted [`Featurizer`] is frozen: one text gets the same row alone as in a batch, in every Unicode form, tone
//! placement, case and spacing.
//!
//! ```
//! use thaido_featurizer::{Featurizer, FeaturizerParams, Sample};
//!
//! let texts = ["Chúng tôi hoan nghênh đối thoại", "Chúng tôi lên án hành động này"];
//! let samples: Vec<Sample> = texts.iter().map(|&text| Sample::from(text)).collect();
//! let params = FeaturizerParams { min_df: 1, max_n: 2, ..Default::default() };
//! let (featurizer, rows) = Featurizer::fit_transform(params, &samples, &[], Vec::new())?;
//! assert_eq!(rows.rows(), 2);
//! assert_eq!(featurizer.transform(&samples), rows);
//! assert!(featurizer.vocabulary().terms().any(|term| term == "đối thoại"));
//! # Ok::<(), thaido_featurizer::Error>(())
//! ```

mod census;
mod context;
mod error;
mod featurizer;
mod grams;
mod matrix;
mod ngram;
mod params;
mod places;
mod projection;
mod sample;
mod selection;
mod stem;
mod terms;
mod unit;
mod vectors;
mod vocabulary;

pub use error::Error;
pub use featurizer::{Featurizer, Occurrence, Row, Scratch};
pub use matrix::SparseMatrix;
pub use params::FeaturizerParams;
pub use projection::Projection;
pub use sample::{Namespace, Sample};
pub use selection::chi_squared;
pub use vectors::{Cover, CueParams, CueTrainer, VectorParams, VectorTable, VectorTrainer};
pub use vocabulary::Vocabulary;
