//! The searches for the greatest likelihood.

use ndarray::ArrayView2;

use super::Calibration;
use crate::math::softmax_in_place;

/// The sharpness stays within these, so that a handful of held-out rows that are all right do not claim certainty.
const SHARPNESS: (f64, f64) = (0.02, 20.0);
/// L2 penalty on each bias: half a squared unit of score costs as much as half a unit of log loss.
const BIAS_PENALTY: f64 = 1.0;
impl Calibration {
    /// The sharpness where the derivative of the log loss vanishes. The loss is convex in it, so that halving the
    /// interval always finds the place; 60 halvings leave less than a rounding error.
    pub(super) fn sharpen(scores: ArrayView2<'_, f64>, targets: &[usize], rows: &[usize]) -> Self {
        let mut probabilities = vec![0.0; scores.ncols()];
        let mut slope = |sharpness: f64| {
            let mut sum = 0.0;
            for &row in rows {
                for (to, from) in probabilities.iter_mut().zip(scores.row(row)) {
                    *to = from * sharpness;
                }
                softmax_in_place(&mut probabilities);
                let expected: f64 = probabilities
                    .iter()
                    .zip(scores.row(row))
                    .map(|(p, score)| p * score)
                    .sum();
                sum += expected - scores[(row, targets[row])];
            }
            sum
        };
        let (mut low, mut high) = SHARPNESS;
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if slope(middle) < 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        Calibration {
            sharpness: 0.5 * (low + high),
            biases: Vec::new(),
        }
    }

    /// Adds biases by Newton's method on sharpness and biases together, from where `self` stands; the penalised loss is
    /// convex, and a step is halved until it helps.
    pub(super) fn shift(
        self,
        scores: ArrayView2<'_, f64>,
        targets: &[usize],
        rows: &[usize],
    ) -> Self {
        let classes = scores.ncols();
        let mut here = Calibration {
            biases: vec![0.0; classes],
            ..self
        };
        let penalised = |at: &Calibration| {
            rows.iter()
                .map(|&row| at.loss(scores, row, targets[row]))
                .sum::<f64>()
                + 0.5 * BIAS_PENALTY * at.biases.iter().map(|bias| bias * bias).sum::<f64>()
        };
        let mut value = penalised(&here);
        for _ in 0..50 {
            let (gradient, curvature) = here.derivatives(scores, targets, rows);
            let Some(step) = solve(curvature, gradient) else {
                break;
            };
            let mut share = 1.0;
            let better = loop {
                let mut there = here.clone();
                there.sharpness =
                    (here.sharpness - share * step[classes]).clamp(SHARPNESS.0, SHARPNESS.1);
                for (bias, step) in there.biases.iter_mut().zip(&step) {
                    *bias -= share * step;
                }
                let found = penalised(&there);
                if found < value - 1e-12 * value.abs() {
                    break Some((there, found));
                }
                share *= 0.5;
                if share < 1e-4 {
                    break None;
                }
            };
            let Some((there, found)) = better else { break };
            (here, value) = (there, found);
        }
        // The penalty already pulls the biases to sum zero; take away what rounding left.
        let mean = here.biases.iter().sum::<f64>() / classes as f64;
        for bias in &mut here.biases {
            *bias -= mean;
        }
        here
    }

    /// First and second derivatives of the penalised loss by the biases and, last, the sharpness.
    fn derivatives(
        &self,
        scores: ArrayView2<'_, f64>,
        targets: &[usize],
        rows: &[usize],
    ) -> (Vec<f64>, Vec<Vec<f64>>) {
        let classes = scores.ncols();
        let mut gradient: Vec<f64> = self.biases.iter().map(|bias| BIAS_PENALTY * bias).collect();
        gradient.push(0.0);
        let mut curvature = vec![vec![0.0; classes + 1]; classes + 1];
        for (class, row) in curvature.iter_mut().enumerate().take(classes) {
            row[class] = BIAS_PENALTY;
        }
        let mut p = vec![0.0; classes];
        for &row in rows {
            p.iter_mut()
                .zip(scores.row(row))
                .for_each(|(to, from)| *to = *from);
            self.log_total(&mut p);
            let expected: f64 = p
                .iter()
                .zip(scores.row(row))
                .map(|(p, score)| p * score)
                .sum();
            gradient[classes] += expected - scores[(row, targets[row])];
            gradient[targets[row]] -= 1.0;
            for i in 0..classes {
                let off = scores[(row, i)] - expected;
                gradient[i] += p[i];
                curvature[i][i] += p[i];
                for j in 0..classes {
                    curvature[i][j] -= p[i] * p[j];
                }
                curvature[i][classes] += p[i] * off;
                curvature[classes][i] += p[i] * off;
                curvature[classes][classes] += p[i] * off * off;
            }
        }
        // Scores that are all alike say nothing about the sharpness; this keeps the system solvable.
        curvature[classes][classes] += 1e-9;
        (gradient, curvature)
    }
}

/// Solves a small symmetric positive definite system by elimination; `None` when a pivot vanishes.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    for pivot in 0..size {
        if !(matrix[pivot][pivot] > 0.0 && matrix[pivot][pivot].is_finite()) {
            return None;
        }
        let (above, below) = matrix.split_at_mut(pivot + 1);
        for (offset, row) in below.iter_mut().enumerate() {
            let factor = row[pivot] / above[pivot][pivot];
            for (to, from) in row[pivot..].iter_mut().zip(&above[pivot][pivot..]) {
                *to -= factor * from;
            }
            right[pivot + 1 + offset] -= factor * right[pivot];
        }
    }
    for pivot in (0..size).rev() {
        let known: f64 = (pivot + 1..size).map(|j| matrix[pivot][j] * right[j]).sum();
        right[pivot] = (right[pivot] - known) / matrix[pivot][pivot];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::*;
    use crate::Error;

    /// 300 rows of 3 classes whose outcomes follow softmax(0.5 · score + (0.9, 0, −0.9)) in exact proportions.
    fn biased() -> (Array2<f64>, Vec<usize>) {
        let truth = Calibration {
            sharpness: 0.5,
            biases: vec![0.9, 0.0, -0.9],
        };
        let (mut scores, mut targets) = (Vec::new(), Vec::new());
        for kind in [[2.0, -1.0, -1.0], [-1.0, 2.0, -1.0], [-1.0, -1.0, 2.0]] {
            let shares = truth.probabilities(&kind);
            for row in 0_u32..1000 {
                let place = f64::from(row * 617 % 1000) / 1000.0;
                targets.push(
                    usize::from(place >= shares[0]) + usize::from(place >= shares[0] + shares[1]),
                );
                scores.extend(kind);
            }
        }
        let rows = targets.len();
        (
            Array2::from_shape_vec((rows, 3), scores).unwrap_or_default(),
            targets,
        )
    }

    #[test]
    fn the_identity_is_the_softmax() {
        let odds = Calibration::default().probabilities(&[3.0_f64.ln(), 0.0]);
        assert!((odds[0] - 0.75).abs() < 1e-15 && (odds[1] - 0.25).abs() < 1e-15);
    }

    #[test]
    fn a_temperature_is_found_from_the_odds_alone() {
        // 30 of 40 right at a score difference of 6: the sharpness is ln 3 / 6.
        let scores =
            Array2::from_shape_fn((40, 2), |(_, class)| if class == 1 { 6.0 } else { 0.0 });
        let targets: Vec<usize> = (0..40).map(|row| usize::from(row % 4 > 0)).collect();
        let found =
            Calibration::temperature(scores.view(), &targets).map(|found| found.sharpness());
        assert!(found.is_ok_and(|found| (found - 3.0_f64.ln() / 6.0).abs() < 1e-12));
    }

    #[test]
    fn rows_that_are_all_right_stop_at_the_bound() {
        let scores = array![[1.0, 0.0], [0.0, 1.0]];
        let found = Calibration::temperature(scores.view(), &[0, 1]).map(|found| found.sharpness());
        assert!(found.is_ok_and(|found| (found - 20.0).abs() < 1e-9));
    }

    #[test]
    fn biases_are_found_and_preferred_where_there_are_some() {
        let (scores, targets) = biased();
        let Ok(found) = Calibration::fit(scores.view(), &targets) else {
            panic!("the rows are sound")
        };
        assert_eq!(found.classes(), Some(3));
        assert!((found.sharpness() - 0.5).abs() < 0.01, "{found:?}");
        for (found, truth) in found.biases().iter().zip([0.9, 0.0, -0.9]) {
            assert!((found - truth).abs() < 0.02, "{found} against {truth}");
        }
    }

    #[test]
    fn the_gradient_of_the_penalised_loss_vanishes_at_the_fit() {
        let (scores, targets) = biased();
        let Ok(found) = Calibration::vector(scores.view(), &targets) else {
            panic!("the rows are sound")
        };
        let rows: Vec<usize> = (0..targets.len()).collect();
        let (gradient, _) = found.derivatives(scores.view(), &targets, &rows);
        assert!(
            gradient.iter().all(|slope| slope.abs() < 1e-3),
            "{gradient:?}"
        );
    }

    #[test]
    fn no_biases_are_taken_where_they_do_not_help() {
        let scores = Array2::from_shape_fn(
            (200, 2),
            |(row, class)| if row % 2 == class { 1.0 } else { -1.0 },
        );
        let targets: Vec<usize> = (0..200)
            .map(|row| if row % 10 < 8 { row % 2 } else { 1 - row % 2 })
            .collect();
        let found = Calibration::fit(scores.view(), &targets).map(|found| found.classes());
        assert!(matches!(found, Ok(None)));
    }

    #[test]
    fn scores_that_are_all_equal_and_single_rows_do_no_harm() {
        let flat = Array2::zeros((6, 3));
        for scores in [flat.view(), array![[0.3, 0.1, 0.2]].view()] {
            let targets = vec![0; scores.nrows()];
            let Ok(found) = Calibration::vector(scores, &targets) else {
                panic!("the rows are sound")
            };
            let probabilities = found.probabilities(&[0.1, 0.2, 0.3]);
            assert!(
                (probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12,
                "{found:?}"
            );
            assert!(Calibration::fit(scores, &targets).is_ok());
        }
    }

    #[test]
    fn unsound_rows_are_refused() {
        let scores = array![[0.0, 1.0], [f64::NAN, 0.0]];
        assert!(matches!(
            Calibration::fit(scores.view(), &[0, 1]),
            Err(Error::NonFinite {
                row: 1,
                column: 0,
                ..
            })
        ));
        assert!(matches!(
            Calibration::fit(scores.view(), &[0]),
            Err(Error::Lengths { .. })
        ));
        assert!(matches!(
            Calibration::fit(scores.view(), &[0, 2]),
            Err(Error::ClassOutOfRange { row: 1, .. })
        ));
        assert!(matches!(
            Calibration::fit(Array2::zeros((0, 2)).view(), &[]),
            Err(Error::Empty { .. })
        ));
    }
}
