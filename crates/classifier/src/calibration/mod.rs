//! From scores to probabilities that mean what they say.

mod search;

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};

use crate::{
    Error,
    error::{classes_below, same_length},
    math::{normalise, softmax_in_place},
};

/// A map from scores to probabilities: softmax(sharpness · score + bias).
///
/// The sharpness is one over the temperature: below 1 it makes an overconfident model humbler. The biases, one per
/// class and summing to zero, correct classes that come out too often; there are none after temperature scaling. The
/// identity (sharpness 1, no biases) is the default.
///
/// ```
/// use ndarray::array;
/// use thaido_classifier::Calibration;
/// // Ten held-out rows with scores 4 apart, of which eight are right: the odds should be 8 to 2, not e⁴ to 1.
/// let scores = ndarray::Array2::from_shape_fn((10, 2), |(_, class)| if class == 0 { 2.0 } else { -2.0 });
/// let calibration = Calibration::temperature(scores.view(), &[0, 0, 0, 0, 1, 0, 0, 0, 0, 1])?;
/// assert!((calibration.probabilities(&[2.0, -2.0])[0] - 0.8).abs() < 1e-9);
/// # Ok::<(), thaido_classifier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Calibration {
    sharpness: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    biases: Vec<f64>,
}

/// A calibration as a file holds it, before it is checked.
#[derive(Deserialize)]
struct Stored {
    sharpness: f64,
    #[serde(default)]
    biases: Vec<f64>,
}

impl TryFrom<Stored> for Calibration {
    type Error = Error;

    fn try_from(stored: Stored) -> Result<Self, Error> {
        if !(stored.sharpness > 0.0 && stored.sharpness.is_finite()) {
            return Err(Error::NotPositive {
                name: "sharpness of the calibration",
                value: stored.sharpness,
            });
        }
        if stored.biases.iter().any(|bias| !bias.is_finite()) {
            return Err(Error::StoredNonFinite {
                name: "biases of the calibration",
            });
        }
        Ok(Calibration {
            sharpness: stored.sharpness,
            biases: stored.biases,
        })
    }
}

/// Parts of the held-out rows on which [`Calibration::fit`] compares the two ways.
const PARTS: usize = 5;

impl Default for Calibration {
    fn default() -> Self {
        Calibration {
            sharpness: 1.0,
            biases: Vec::new(),
        }
    }
}

impl Calibration {
    /// Temperature scaling: the sharpness of greatest likelihood on held-out rows (between 0.02 and 20), no biases.
    ///
    /// `scores` is rows × classes, from a model that has not seen these rows; `targets` are their classes.
    ///
    /// # Errors
    /// No rows, lists of different lengths, a class beyond the scores' columns, a score that is not finite.
    pub fn temperature(scores: ArrayView2<'_, f64>, targets: &[usize]) -> Result<Self, Error> {
        check(scores, targets)?;
        let rows: Vec<usize> = (0..targets.len()).collect();
        Ok(Self::sharpen(scores, targets, &rows))
    }

    /// Vector scaling: sharpness and biases of greatest likelihood on held-out rows, the biases with an L2 penalty.
    ///
    /// # Errors
    /// Like [`Calibration::temperature`].
    pub fn vector(scores: ArrayView2<'_, f64>, targets: &[usize]) -> Result<Self, Error> {
        check(scores, targets)?;
        let rows: Vec<usize> = (0..targets.len()).collect();
        Ok(Self::sharpen(scores, targets, &rows).shift(scores, targets, &rows))
    }

    /// Temperature or vector scaling, whichever describes held-out rows better.
    ///
    /// Both are fitted on four fifths of the rows (every fifth left out in turn) and compared by the log loss of the
    /// rest. Biases are taken only when they win by more than one standard error of the difference. The winner is then
    /// fitted on all rows.
    ///
    /// # Errors
    /// Like [`Calibration::temperature`].
    pub fn fit(scores: ArrayView2<'_, f64>, targets: &[usize]) -> Result<Self, Error> {
        check(scores, targets)?;
        let mut gains = Vec::with_capacity(targets.len());
        for part in 0..PARTS {
            let (held_out, rest): (Vec<usize>, Vec<usize>) =
                (0..targets.len()).partition(|row| row % PARTS == part);
            if rest.is_empty() {
                continue;
            }
            let plain = Self::sharpen(scores, targets, &rest);
            let shifted = plain.clone().shift(scores, targets, &rest);
            for row in held_out {
                let gain =
                    plain.loss(scores, row, targets[row]) - shifted.loss(scores, row, targets[row]);
                gains.push(gain);
            }
        }
        let count = gains.len() as f64;
        let mean = gains.iter().sum::<f64>() / count;
        let variance = gains
            .iter()
            .map(|gain| (gain - mean) * (gain - mean))
            .sum::<f64>()
            / (count - 1.0);
        if mean > (variance / count).sqrt() {
            Self::vector(scores, targets)
        } else {
            Self::temperature(scores, targets)
        }
    }

    /// What a score is multiplied by: one over the temperature.
    pub fn sharpness(&self) -> f64 {
        self.sharpness
    }

    /// What is added to the score of each class after that; empty for none.
    pub fn biases(&self) -> &[f64] {
        &self.biases
    }

    /// Number of classes it is bound to; `None` without biases, when it serves any number.
    pub fn classes(&self) -> Option<usize> {
        (!self.biases.is_empty()).then_some(self.biases.len())
    }

    /// Turns the scores of one row into probabilities in place; they sum to 1.
    pub fn apply(&self, scores: &mut [f64]) {
        self.scale(scores);
        normalise(scores);
    }

    /// The probabilities of one row of scores.
    pub fn probabilities(&self, scores: &[f64]) -> Vec<f64> {
        let mut probabilities = scores.to_vec();
        self.apply(&mut probabilities);
        probabilities
    }

    fn scale(&self, scores: &mut [f64]) {
        for score in &mut *scores {
            *score *= self.sharpness;
        }
        for (score, bias) in scores.iter_mut().zip(&self.biases) {
            *score += bias;
        }
    }

    fn log_total(&self, scores: &mut [f64]) -> f64 {
        self.scale(scores);
        softmax_in_place(scores)
    }

    /// Log loss of one row.
    fn loss(&self, scores: ArrayView2<'_, f64>, row: usize, class: usize) -> f64 {
        let mut row = scores.row(row).to_vec();
        self.scale(&mut row);
        let own = row[class];
        softmax_in_place(&mut row) - own
    }
}

/// Fails unless there are rows, each with finite scores and a class among them.
fn check(scores: ArrayView2<'_, f64>, targets: &[usize]) -> Result<(), Error> {
    same_length(
        (scores.nrows(), "rows of scores"),
        (targets.len(), "targets"),
    )?;
    if targets.is_empty() {
        return Err(Error::Empty {
            name: "held-out rows",
        });
    }
    classes_below(targets, scores.ncols())?;
    match scores.indexed_iter().find(|(_, score)| !score.is_finite()) {
        Some(((row, column), &value)) => Err(Error::NonFinite { row, column, value }),
        None => Ok(()),
    }
}
