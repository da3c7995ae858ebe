//! What a model says about itself.

use serde::{Deserialize, Serialize};
use thaido_classifier::{Calibration, ClassWeights, Convergence, LabelSet, Solver};
use thaido_featurizer::FeaturizerParams;

/// The readable part of a model file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The labels, and which of them means "none of the others".
    pub labels: LabelSet,
    /// How texts became rows.
    pub featurizer: FeaturizerParams,
    /// How rows became weights.
    pub classifier: ClassifierHeader,
    /// From scores to probabilities.
    pub calibration: Calibration,
    /// What the model was trained on.
    pub training: TrainingHeader,
    /// What the calibration was fitted on, when that was neither the training data nor its folds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibrated_on: Option<TrainingHeader>,
    /// How well it did on statements held out by cross-validation; absent when there was none.
    pub metrics: Option<HeldOut>,
}

/// Settings and outcome of the solver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassifierHeader {
    /// Which solver.
    pub solver: Solver,
    /// Inverse L2 strength C.
    pub strength: f64,
    /// What a statement of each label counted.
    pub class_weights: ClassWeights,
    /// How the fit went.
    pub convergence: Convergence,
}

/// The training data, by content.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TrainingHeader {
    /// XXH3 (64 bits, hexadecimal) over ids, texts, contexts, labels and groups in their order.
    pub hash: String,
    /// Number of statements.
    pub statements: usize,
    /// Statements of each label, in the order of the labels.
    pub per_label: Vec<usize>,
    /// Number of groups.
    pub groups: usize,
}

/// Metrics of cross-validation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldOut {
    /// Number of folds.
    pub folds: usize,
    /// Share of right labels.
    pub accuracy: f64,
    /// Mean F1 over the labels.
    pub macro_f1: f64,
    /// Mean F1 over the labels, weighted by their frequency.
    pub weighted_f1: f64,
    /// Mean F1 over the labels but the none label, on the statements that take one of them.
    pub stance_macro_f1: Option<f64>,
    /// Expected calibration error after calibration.
    pub ece: f64,
}
