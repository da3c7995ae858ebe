//! What both solvers minimise: C · Σ weight(class) · log loss + ½ ‖W‖², and its gradient.

mod part;
mod single;

use thaido_featurizer::SparseMatrix;

use crate::math::{ln_of_positive, softmax_in_place};

/// The penalised log loss of multinomial logistic regression over one set of rows.
///
/// Parameters are one flat list: the weights of all classes for column 0, for column 1, …, then the intercepts of all
/// classes. A non-zero of a row so finds its weights side by side, on one or two cache lines instead of one per class.
///
/// The intercepts are those of the centred columns: the score of a class is intercept + Σ weight · (value − mean of the
/// column). This changes neither the weights nor the value at the minimum, and the zeros stay zeros, because the means
/// enter through the intercepts alone. But without it every step along a column's weight also moves all scores of its
/// classes up or down, which the solver has to unlearn in the intercepts: centred, it needs a quarter of the steps.
pub(crate) struct Objective<'a> {
    rows: &'a SparseMatrix,
    targets: &'a [usize],
    /// C times the class weight, per class.
    costs: Vec<f64>,
    /// Sum of the costs of all rows.
    total: f64,
    /// Share of every class in that.
    shares: Vec<f64>,
    /// Mean of every column, rows weighted with their costs.
    means: Vec<f64>,
    /// Sum of the squared distances from the mean of every column, rows weighted likewise.
    spreads: Vec<f64>,
    /// Columns by how many rows they are in: weights and gradients of frequent ones, which most of the non-zeros are in,
    /// stand together while they are read and written, and so in a near cache even when all of them would not fit.
    near: Near,
    /// Room for the scores of one row and for intercepts, for numbers of classes that have no loop of their own.
    scores: Vec<f64>,
}

/// The columns in another order.
struct Near {
    /// The new place of every column.
    places: Vec<u32>,
    /// The columns of all non-zeros, by place.
    indices: Vec<u32>,
    /// Weights and gradient of a column side by side, by place: when a row's gradients are written, they came along with
    /// its weights.
    both: Vec<f64>,
    /// The same in single precision.
    single: Vec<f32>,
}

impl Near {
    fn new(rows: &SparseMatrix) -> Near {
        let mut counts = vec![0_u32; rows.columns()];
        for (indices, _) in rows.iter() {
            for &column in indices {
                counts[column as usize] += 1;
            }
        }
        let mut columns: Vec<u32> = (0..rows.columns() as u32).collect();
        columns.sort_by_key(|&column| std::cmp::Reverse(counts[column as usize]));
        let mut places = counts;
        for (&column, place) in columns.iter().zip(0..) {
            places[column as usize] = place;
        }
        let mut indices = Vec::with_capacity(rows.non_zeros());
        for (own, _) in rows.iter() {
            indices.extend(own.iter().map(|&column| places[column as usize]));
        }
        Near {
            places,
            indices,
            both: Vec::new(),
            single: Vec::new(),
        }
    }
}

impl<'a> Objective<'a> {
    /// Rows, their classes (all below the length of `costs`), and the cost of a row of each class.
    pub(crate) fn new(rows: &'a SparseMatrix, targets: &'a [usize], costs: Vec<f64>) -> Self {
        let mut shares = vec![0.0; costs.len()];
        let (mut means, mut spreads) = (vec![0.0; rows.columns()], vec![0.0; rows.columns()]);
        for ((indices, values), &class) in rows.iter().zip(targets) {
            let cost = costs[class];
            shares[class] += cost;
            for (&column, &value) in indices.iter().zip(values) {
                let value = f64::from(value);
                means[column as usize] += cost * value;
                spreads[column as usize] += cost * value * value;
            }
        }
        let total: f64 = shares.iter().sum();
        for share in &mut shares {
            *share /= total;
        }
        for (mean, spread) in means.iter_mut().zip(&mut spreads) {
            *mean /= total;
            *spread = (*spread - total * *mean * *mean).max(0.0);
        }
        let classes = costs.len();
        let scores = vec![0.0; 2 * classes];
        Objective {
            rows,
            targets,
            costs,
            total,
            shares,
            means,
            spreads,
            near: Near::new(rows),
            scores,
        }
    }

    /// Number of weights, without the intercepts.
    pub(crate) fn weights(&self) -> usize {
        self.rows.columns() * self.costs.len()
    }

    /// The model that knows the class shares and nothing else: where both solvers start.
    pub(crate) fn start(&self) -> Vec<f64> {
        let mut parameters = vec![0.0; self.weights()];
        parameters.extend(self.shares.iter().map(|&share| ln_of_positive(share)));
        parameters
    }

    /// All rows.
    pub(super) fn rows(&self) -> &'a SparseMatrix {
        self.rows
    }

    /// Number of classes.
    pub(super) fn classes(&self) -> usize {
        self.costs.len()
    }

    /// The means of the columns and the sums of their squared distances from them.
    pub(super) fn moments(&self) -> (&[f64], &[f64]) {
        (&self.means, &self.spreads)
    }

    /// At most that many of the columns that most rows hold, the most frequent one first.
    pub(super) fn frequent(&self, most: usize) -> Vec<u32> {
        let mut columns = vec![0; most.min(self.rows.columns())];
        for (column, &place) in (0..).zip(&self.near.places) {
            if let Some(to) = columns.get_mut(place as usize) {
                *to = column;
            }
        }
        columns
    }

    /// One over the diagonal of the second derivative at [`Objective::start`], its mean over the classes.
    ///
    /// A frequent column is curved a thousand times more than a rare one, and the intercepts most of all; steps scaled
    /// by this need far fewer iterations. All classes share one scale because then the weights of a column go on summing
    /// to zero, as they do at the minimum.
    pub(crate) fn inverse_curvature(&self) -> Vec<f64> {
        let classes = self.costs.len();
        let variance = self
            .shares
            .iter()
            .map(|share| share * (1.0 - share))
            .sum::<f64>()
            / classes as f64;
        let mut inverse = Vec::with_capacity(self.weights() + classes);
        for spread in &self.spreads {
            inverse.extend(std::iter::repeat_n(
                1.0 / (1.0 + spread * variance),
                classes,
            ));
        }
        inverse.extend(std::iter::repeat_n(1.0 / (self.total * variance), classes));
        inverse
    }

    /// Turns the intercepts of the centred columns into those of the columns as they are.
    pub(crate) fn uncentre(&self, parameters: &mut [f64]) {
        self.shift_intercepts(parameters, -1.0);
    }

    /// Turns the intercepts of the columns as they are into those of the centred columns.
    pub(crate) fn centre(&self, parameters: &mut [f64]) {
        self.shift_intercepts(parameters, 1.0);
    }

    fn shift_intercepts(&self, parameters: &mut [f64], sign: f64) {
        let classes = self.costs.len();
        let (weights, intercepts) = parameters.split_at_mut(self.weights());
        for (weights, mean) in weights.chunks_exact(classes).zip(&self.means) {
            for (intercept, weight) in intercepts.iter_mut().zip(weights) {
                *intercept += sign * mean * weight;
            }
        }
    }

    /// The value at `parameters`; overwrites `gradient`, equally long, with the derivatives.
    pub(crate) fn evaluate(&mut self, parameters: &[f64], gradient: &mut [f64]) -> f64 {
        // The loops are the whole cost of training; knowing the number of classes lets the compiler unroll them.
        match self.costs.len() {
            2 => self.evaluate_of::<2>(parameters, gradient),
            3 => self.evaluate_of::<3>(parameters, gradient),
            4 => self.evaluate_of::<4>(parameters, gradient),
            5 => self.evaluate_of::<5>(parameters, gradient),
            6 => self.evaluate_of::<6>(parameters, gradient),
            7 => self.evaluate_of::<7>(parameters, gradient),
            8 => self.evaluate_of::<8>(parameters, gradient),
            _ => self.evaluate_any(parameters, gradient),
        }
    }

    /// [`Objective::evaluate`] for a number of classes known to the compiler.
    fn evaluate_of<const CLASSES: usize>(
        &mut self,
        parameters: &[f64],
        gradient: &mut [f64],
    ) -> f64 {
        let columns = self.rows.columns();
        let Near {
            places,
            indices: near,
            both,
            ..
        } = &mut self.near;
        let (weights, _) = parameters.as_chunks::<CLASSES>();
        both.resize(2 * columns * CLASSES, 0.0);
        let (both, _) = both.as_chunks_mut::<CLASSES>();
        let mut intercepts = weights[columns];
        let mut squares = [0.0; CLASSES];
        for ((weights, mean), &place) in weights.iter().zip(&self.means).zip(&*places) {
            for k in 0..CLASSES {
                intercepts[k] -= weights[k] * mean;
                squares[k] += weights[k] * weights[k];
            }
            both[2 * place as usize] = *weights;
            both[2 * place as usize + 1] = [0.0; CLASSES];
        }
        let mut sums = [0.0; CLASSES];
        let mut loss = 0.0;
        let mut rest = &near[..];
        for ((indices, values), &class) in self.rows.iter().zip(self.targets) {
            let (indices, others) = rest.split_at(indices.len());
            rest = others;
            let mut scores = intercepts;
            for (&column, &value) in indices.iter().zip(values) {
                let weights = &both[2 * column as usize];
                let value = f64::from(value);
                for k in 0..CLASSES {
                    scores[k] += weights[k] * value;
                }
            }
            let cost = self.costs[class];
            loss += cost * residuals_in_place(&mut scores, class, cost);
            for (&column, &value) in indices.iter().zip(values) {
                let gradient = &mut both[2 * column as usize + 1];
                let value = f64::from(value);
                for k in 0..CLASSES {
                    gradient[k] += scores[k] * value;
                }
            }
            for k in 0..CLASSES {
                sums[k] += scores[k];
            }
        }
        let (gradient, _) = gradient.as_chunks_mut::<CLASSES>();
        for (((gradient, weights), mean), &place) in gradient
            .iter_mut()
            .zip(weights)
            .zip(&self.means)
            .zip(&*places)
        {
            let own = &both[2 * place as usize + 1];
            for k in 0..CLASSES {
                gradient[k] = own[k] + (weights[k] - mean * sums[k]);
            }
        }
        gradient[columns] = sums;
        loss + 0.5 * squares.iter().sum::<f64>()
    }

    /// [`Objective::evaluate`] for any number of classes.
    fn evaluate_any(&mut self, parameters: &[f64], gradient: &mut [f64]) -> f64 {
        let classes = self.costs.len();
        let (weights, intercepts) = parameters.split_at(self.weights());
        let (scores, shifted) = self.scores.split_at_mut(classes);
        shifted.copy_from_slice(intercepts);
        for (weights, mean) in weights.chunks_exact(classes).zip(&self.means) {
            for (intercept, weight) in shifted.iter_mut().zip(weights) {
                *intercept -= mean * weight;
            }
        }
        gradient.fill(0.0);
        let (gradient, sums) = gradient.split_at_mut(weights.len());
        let mut loss = 0.0;
        for ((indices, values), &class) in self.rows.iter().zip(self.targets) {
            scores.copy_from_slice(shifted);
            for (&column, &value) in indices.iter().zip(values) {
                let weights = &weights[column as usize * classes..][..classes];
                let value = f64::from(value);
                for (score, weight) in scores.iter_mut().zip(weights) {
                    *score += weight * value;
                }
            }
            let cost = self.costs[class];
            loss += cost * residuals_in_place(scores, class, cost);
            for (&column, &value) in indices.iter().zip(values) {
                let gradient = &mut gradient[column as usize * classes..][..classes];
                let value = f64::from(value);
                for (gradient, residual) in gradient.iter_mut().zip(&*scores) {
                    *gradient += residual * value;
                }
            }
            for (sum, residual) in sums.iter_mut().zip(&*scores) {
                *sum += residual;
            }
        }
        let columns = gradient
            .chunks_exact_mut(classes)
            .zip(weights.chunks_exact(classes));
        for ((gradient, weights), mean) in columns.zip(&self.means) {
            for ((gradient, weight), sum) in gradient.iter_mut().zip(weights).zip(&*sums) {
                *gradient += weight - mean * sum;
            }
        }
        loss + 0.5 * crate::math::dot(weights, weights)
    }
}

/// Turns scores into `cost` · (probability − 1 for the row's class) and returns the log loss, not yet times the cost.
#[inline]
fn residuals_in_place(scores: &mut [f64], class: usize, cost: f64) -> f64 {
    let own = scores[class];
    let loss = softmax_in_place(scores) - own;
    scores[class] -= 1.0;
    for score in scores {
        *score *= cost;
    }
    loss
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Rows with 1 to 4 of 7 columns and classes in turn, from a small arithmetic pattern.
    pub(in crate::logistic) fn rows(classes: usize) -> (SparseMatrix, Vec<usize>) {
        let mut rows = SparseMatrix::new(7);
        for row in 0..40_u32 {
            let columns: Vec<u32> = (0..7)
                .filter(|column| (row * 5 + column * 3) % 7 < 1 + row % 4)
                .collect();
            let values: Vec<f32> = columns
                .iter()
                .map(|column| 0.1 + ((row + 2 * column) % 5) as f32 * 0.3)
                .collect();
            rows.push_row(&columns, &values);
        }
        (
            rows,
            (0..40).map(|row| (row * row + row / 3) % classes).collect(),
        )
    }

    pub(in crate::logistic) fn parameters(length: usize) -> Vec<f64> {
        (0..length)
            .map(|i| ((i * 37 + 11) % 23) as f64 / 11.5 - 1.0)
            .collect()
    }

    pub(in crate::logistic) fn costs(classes: usize) -> Vec<f64> {
        (0..classes)
            .map(|class| 0.5 + class as f64 * 0.75)
            .collect()
    }

    #[test]
    fn the_gradient_agrees_with_finite_differences() {
        for classes in [2, 3, 5, 8, 11] {
            let (rows, targets) = rows(classes);
            let mut objective = Objective::new(&rows, &targets, costs(classes));
            let mut at = parameters(8 * classes);
            let (mut gradient, mut unused) = (vec![0.0; at.len()], vec![0.0; at.len()]);
            objective.evaluate(&at, &mut gradient);
            for i in 0..at.len() {
                let middle = at[i];
                at[i] = middle + 1e-5;
                let above = objective.evaluate(&at, &mut unused);
                at[i] = middle - 1e-5;
                let below = objective.evaluate(&at, &mut unused);
                at[i] = middle;
                let difference = (above - below) / 2e-5;
                assert!(
                    (difference - gradient[i]).abs() < 1e-6 * (1.0 + gradient[i].abs()),
                    "{classes} classes, {i}"
                );
            }
        }
    }

    #[test]
    fn the_unrolled_loops_give_what_the_loop_for_any_number_gives() {
        let (rows, targets) = rows(3);
        let mut objective = Objective::new(&rows, &targets, costs(3));
        let at = parameters(8 * 3);
        let (mut unrolled, mut any) = (vec![0.0; at.len()], vec![0.0; at.len()]);
        let values = (
            objective.evaluate_of::<3>(&at, &mut unrolled),
            objective.evaluate_any(&at, &mut any),
        );
        assert!((values.0 - values.1).abs() < 1e-12 * values.0, "{values:?}");
        for (a, b) in unrolled.iter().zip(&any) {
            assert!((a - b).abs() < 1e-12 * (1.0 + a.abs()), "{a} {b}");
        }
    }

    #[test]
    fn the_value_is_the_formula_of_the_module_on_plain_columns() {
        let (rows, targets) = rows(3);
        let mut objective = Objective::new(&rows, &targets, costs(3));
        let plain = parameters(8 * 3);
        let mut expected = 0.5
            * plain[..21]
                .iter()
                .map(|weight| weight * weight)
                .sum::<f64>();
        for (row, &class) in rows.to_dense().rows().into_iter().zip(&targets) {
            let score =
                |k: usize| plain[21 + k] + (0..7).map(|j| plain[j * 3 + k] * row[j]).sum::<f64>();
            let total: f64 = (0..3).map(|k| score(k).exp()).sum();
            expected += costs(3)[class] * (total.ln() - score(class));
        }
        let mut centred = plain.clone();
        objective.centre(&mut centred);
        let value = objective.evaluate(&centred, &mut [0.0; 24]);
        assert!(
            (value - expected).abs() < 1e-12 * expected,
            "{value} {expected}"
        );
        objective.uncentre(&mut centred);
        assert!(
            centred
                .iter()
                .zip(&plain)
                .all(|(a, b)| (a - b).abs() < 1e-12)
        );
    }

    #[test]
    fn the_start_has_no_gradient_on_the_intercepts() {
        let (rows, targets) = rows(4);
        let mut objective = Objective::new(&rows, &targets, costs(4));
        let start = objective.start();
        let mut gradient = vec![0.0; start.len()];
        objective.evaluate(&start, &mut gradient);
        assert!(
            gradient[28..].iter().all(|slope| slope.abs() < 1e-11),
            "{gradient:?}"
        );
        assert!(gradient[..28].iter().any(|slope| slope.abs() > 0.1));
    }

    #[test]
    fn the_scale_is_the_inverse_of_the_second_derivative_at_the_start() {
        // Two classes of equal cost share one variance, 1/4, so that the estimate is exact.
        let (rows, _) = rows(2);
        let targets: Vec<usize> = (0..40).map(|row| row % 2).collect();
        let mut objective = Objective::new(&rows, &targets, vec![1.5, 1.5]);
        let (start, scale) = (objective.start(), objective.inverse_curvature());
        for i in 0..start.len() {
            let mut slopes = [0.0; 2];
            for (slope, step) in slopes.iter_mut().zip([-1e-5, 1e-5]) {
                let mut at = start.clone();
                at[i] += step;
                let mut gradient = vec![0.0; at.len()];
                objective.evaluate(&at, &mut gradient);
                *slope = gradient[i];
            }
            let second = (slopes[1] - slopes[0]) / 2e-5;
            assert!(
                (second * scale[i] - 1.0).abs() < 1e-6,
                "parameter {i}: {second} against {}",
                1.0 / scale[i]
            );
        }
    }
}
