//! How good labels and probabilities are: counts, scores, calibration, ranking, agreement and their uncertainty.
//!
//! Every figure is a share between 0 and 1 unless its documentation says otherwise.

mod bootstrap;
mod confusion;
mod ranking;
mod reliability;

pub use bootstrap::{Bootstrap, Interval};
pub use confusion::{ConfusionMatrix, LabelScores, stance};
pub use ranking::{RiskCoverage, auroc, risk_coverage};
pub use reliability::{Reliability, ReliabilityBin};
