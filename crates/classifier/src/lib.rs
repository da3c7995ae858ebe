//! Numbers to labels: label sets, multinomial logistic regression on sparse rows, calibration, folds and metrics.
//!
//! This crate reads rows of a [`thaido_featurizer::SparseMatrix`] and class numbers. It must not know texts, tokens or
//! files: a label is a name in a [`LabelSet`], a row is a list of columns and values, and where they came from is
//! somebody else's business.
//!
//! Nothing here depends on a clock, on hash order or on the number of threads, and no function of the platform's
//! mathematics library is called while fitting, so the same rows give the same weights to the last bit on every machine.
//!
//! ```
//! use linfa::{DatasetBase, traits::{Fit, Predict}};
//! use ndarray::array;
//! use thaido_classifier::{LabelSet, Logistic, LogisticParams};
//! use thaido_featurizer::SparseMatrix;
//!
//! # fn main() -> Result<(), thaido_classifier::Error> {
//! let gold = ["lên án", "kêu gọi", "lên án", "kêu gọi"];
//! let labels = LabelSet::from_names(gold)?;
//! let mut rows = SparseMatrix::new(3);
//! for columns in [[0, 2], [1, 2], [0, 2], [1, 2]] {
//!     rows.push_row(&columns, &[0.8, 0.6]);
//! }
//! let targets = gold.iter().map(|name| labels.index(name)).collect::<Result<_, _>>()?;
//! let data = DatasetBase::new(rows, targets);
//! let model: Logistic = LogisticParams::new().strength(10.0).fit(&data)?;
//! assert_eq!(model.predict(&data), array![1, 0, 1, 0]);
//! assert!(model.convergence().converged);
//! # Ok(())
//! # }
//! ```

mod calibration;
mod error;
mod folds;
mod label;
mod logistic;
mod math;
pub mod metrics;
mod selection;

pub use calibration::Calibration;
pub use error::Error;
pub use folds::Folds;
pub use label::LabelSet;
pub use logistic::{
    ClassWeights, Convergence, Logistic, LogisticParams, LogisticValidParams, Solver,
};
pub use math::{best, softmax};
pub use selection::{Selection, select};
