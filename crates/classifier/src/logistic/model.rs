//! The fitted regression.

use linfa::traits::PredictInplace;
use ndarray::{Array1, Array2, ArrayView2, ShapeBuilder};
use serde::{Deserialize, Serialize};
use thaido_featurizer::SparseMatrix;

use crate::{
    Error,
    math::{best, softmax_in_place},
};

/// How a fit went.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Convergence {
    /// Steps taken over all rows, those over a part of them that large problems begin with not counted; `None` from the
    /// linfa solver, which does not tell.
    pub iterations: Option<usize>,
    /// C · Σ weight · log loss + ½ ‖W‖² at the end.
    pub objective: f64,
    /// Norm of the objective's gradient at the end, over max(1, norm at the start).
    pub gradient: f64,
    /// Whether that is within the tolerance; false after too few iterations or when no step helped any more.
    pub converged: bool,
}

/// A fitted multinomial logistic regression: weights of shape classes × columns and one intercept per class.
///
/// A row's score for a class is the class's intercept plus Σ weight · value; its probabilities are the softmax of its
/// scores. Weights are `f32`, sums are `f64`.
///
/// ```
/// use thaido_classifier::{Convergence, Logistic};
/// # let convergence = Convergence { iterations: Some(9), objective: 1.5, gradient: 1e-5, converged: true };
/// // Two columns, two classes; the weights of one column stand together.
/// let model = Logistic::from_parts(vec![1.0, -1.0, 0.5, -0.5], vec![0.25, -0.25], 2, convergence)?;
/// assert_eq!(model.weights().row(0).to_vec(), [1.0, 0.5]);
/// assert_eq!(model.scores((&[1], &[2.0])), [1.25, -1.25]);
/// # Ok::<(), thaido_classifier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Logistic {
    weights: Vec<f32>,
    intercepts: Vec<f32>,
    convergence: Convergence,
}

impl Logistic {
    pub(super) fn new(weights: Vec<f32>, intercepts: Vec<f32>, convergence: Convergence) -> Self {
        Logistic {
            weights,
            intercepts,
            convergence,
        }
    }

    /// The model of stored parts: `columns` × classes weights, all classes of a column adjacent, and one intercept per
    /// class.
    ///
    /// # Errors
    /// [`Error::Shape`] when the lengths do not fit or there are fewer than two classes, [`Error::StoredNonFinite`] when
    /// a number is NaN or infinite.
    pub fn from_parts(
        weights: Vec<f32>,
        intercepts: Vec<f32>,
        columns: usize,
        convergence: Convergence,
    ) -> Result<Self, Error> {
        if intercepts.len() < 2 || columns.checked_mul(intercepts.len()) != Some(weights.len()) {
            return Err(Error::Shape {
                weights: weights.len(),
                intercepts: intercepts.len(),
                columns,
            });
        }
        for (name, values) in [("weights", &weights), ("intercepts", &intercepts)] {
            if values.iter().any(|value| !value.is_finite()) {
                return Err(Error::StoredNonFinite { name });
            }
        }
        Ok(Logistic {
            weights,
            intercepts,
            convergence,
        })
    }

    /// Number of classes.
    pub fn classes(&self) -> usize {
        self.intercepts.len()
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.weights.len() / self.classes()
    }

    /// All weights, classes × columns.
    pub fn weights(&self) -> ArrayView2<'_, f32> {
        // The lengths were checked when the model was made, so the shape always fits.
        ArrayView2::from_shape((self.classes(), self.columns()).f(), &self.weights)
            .unwrap_or_else(|_| unreachable!("weights are columns × classes"))
    }

    /// All weights as stored: the classes of column 0, of column 1, ….
    pub fn stored_weights(&self) -> &[f32] {
        &self.weights
    }

    /// The weights of column `column`, one per class.
    ///
    /// # Panics
    /// When there is no such column.
    pub fn column(&self, column: usize) -> &[f32] {
        &self.weights[column * self.classes()..][..self.classes()]
    }

    /// One intercept per class.
    pub fn intercepts(&self) -> &[f32] {
        &self.intercepts
    }

    /// How the fit went.
    pub fn convergence(&self) -> Convergence {
        self.convergence
    }

    /// The scores of one row, given as [`SparseMatrix::row`] gives it, one per class.
    ///
    /// # Panics
    /// When a column is beyond the model's.
    pub fn scores(&self, row: (&[u32], &[f32])) -> Vec<f64> {
        let mut scores = vec![0.0; self.classes()];
        self.write_scores(row, &mut scores);
        scores
    }

    /// The scores of one row, written to `scores`, which is as long as there are classes.
    ///
    /// # Panics
    /// When a column is beyond the model's, or `scores` has another length.
    pub fn write_scores(&self, (indices, values): (&[u32], &[f32]), scores: &mut [f64]) {
        assert_eq!(scores.len(), self.classes(), "one score per class");
        for (score, &intercept) in scores.iter_mut().zip(&self.intercepts) {
            *score = intercept.into();
        }
        for (&column, &value) in indices.iter().zip(values) {
            for (score, &weight) in scores.iter_mut().zip(self.column(column as usize)) {
                *score += f64::from(weight) * f64::from(value);
            }
        }
    }

    /// The probabilities of one row, uncalibrated, one per class, summing to 1.
    ///
    /// # Panics
    /// When a column is beyond the model's.
    pub fn probabilities(&self, row: (&[u32], &[f32])) -> Vec<f64> {
        let mut scores = self.scores(row);
        softmax_in_place(&mut scores);
        scores
    }

    /// The scores of all rows, rows × classes.
    ///
    /// # Panics
    /// When the matrix has other columns than the model.
    pub fn score_rows(&self, rows: &SparseMatrix) -> Array2<f64> {
        assert_eq!(
            rows.columns(),
            self.columns(),
            "as many columns as the model has"
        );
        let mut scores = Array2::zeros((rows.rows(), self.classes()));
        for (row, mut scores) in rows.iter().zip(scores.rows_mut()) {
            if let Some(scores) = scores.as_slice_mut() {
                self.write_scores(row, scores);
            }
        }
        scores
    }
}

/// Writes the best class of every row; the first one among equals.
impl PredictInplace<SparseMatrix, Array1<usize>> for Logistic {
    fn predict_inplace(&self, rows: &SparseMatrix, targets: &mut Array1<usize>) {
        assert_eq!(rows.rows(), targets.len(), "as many targets as rows");
        assert_eq!(
            rows.columns(),
            self.columns(),
            "as many columns as the model has"
        );
        let mut scores = vec![0.0; self.classes()];
        for (row, target) in rows.iter().zip(targets) {
            self.write_scores(row, &mut scores);
            *target = best(&scores);
        }
    }

    fn default_target(&self, rows: &SparseMatrix) -> Array1<usize> {
        Array1::zeros(rows.rows())
    }
}
