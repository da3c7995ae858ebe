//! How a model is trained.

use serde::{Deserialize, Serialize};
use thaido_classifier::{ClassWeights, Solver};
use thaido_featurizer::FeaturizerParams;

/// What cross-validation picks the settings by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelectBy {
    /// Mean F1 over the labels.
    #[default]
    MacroF1,
    /// Mean F1 over the labels, weighted by their frequency.
    WeightedF1,
    /// Share of right labels.
    Accuracy,
}

/// Everything that a training run can be told, as in the file of `--config`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How texts become rows.
    pub featurizer: FeaturizerParams,
    /// Which solver.
    pub solver: Solver,
    /// The inverse L2 strengths C that cross-validation tries; one alone is taken as it is.
    pub strengths: Vec<f64>,
    /// The class weights that cross-validation tries.
    pub class_weights: Vec<ClassWeights>,
    /// What it picks them by.
    pub select_by: SelectBy,
    /// Folds of the cross-validation, at least 2.
    pub folds: usize,
    /// The label that means "none of the others".
    pub none_label: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            featurizer: FeaturizerParams::default(),
            solver: Solver::Sparse,
            strengths: vec![1.0, 3.0, 10.0, 30.0],
            class_weights: vec![ClassWeights::Uniform, ClassWeights::Balanced],
            select_by: SelectBy::MacroF1,
            folds: 5,
            none_label: None,
        }
    }
}
