//! What both solvers minimise: C · Σ weight(class) · log loss + ½ ‖W‖², and its gradient.

use thaido_featurizer::SparseMatrix;

use crate::math::{ln_of_positive, softmax_in_place};

/// The penalised log loss of multinomial logistic regression over one set of rows.
///
/// Parameters are one flat list: the weights of all classes for column 0, for column 1, …, then the intercepts of all
/// classes. A non-zero of a row so finds its weights side by side, on one or two cache lines instead of one per class.
pub(crate) struct Objective<'a> {
    rows: &'a SparseMatrix,
    targets: &'a [usize],
    /// C times the class weight, per class.
    costs: Vec<f64>,
    /// Room for the scores of one row, for numbers of classes that have no loop of their own.
    scores: Vec<f64>,
}

impl<'a> Objective<'a> {
    /// Rows, their classes (all below the length of `costs`), and the cost of a row of each class.
    pub(crate) fn new(rows: &'a SparseMatrix, targets: &'a [usize], costs: Vec<f64>) -> Self {
        let scores = vec![0.0; costs.len()];
        Objective { rows, targets, costs, scores }
    }

    /// Number of parameters: (columns + 1) × classes.
    pub(crate) fn len(&self) -> usize {
        (self.rows.columns() + 1) * self.costs.len()
    }

    /// The cost-weighted share of every class.
    fn shares(&self) -> Vec<f64> {
        let mut totals = vec![0.0; self.costs.len()];
        for &class in self.targets {
            totals[class] += self.costs[class];
        }
        let sum: f64 = totals.iter().sum();
        totals.iter().map(|total| total / sum).collect()
    }

    /// The model that knows the class shares and nothing else: where both solvers start.
    pub(crate) fn start(&self) -> Vec<f64> {
        let mut parameters = vec![0.0; self.len()];
        let intercepts = self.rows.columns() * self.costs.len();
        for (intercept, share) in parameters[intercepts..].iter_mut().zip(self.shares()) {
            *intercept = ln_of_positive(share);
        }
        parameters
    }

    /// One over the diagonal of the second derivative at [`Objective::start`].
    ///
    /// A frequent column is curved a thousand times more than a rare one, and the intercepts most of all; steps scaled
    /// by this need far fewer iterations.
    pub(crate) fn inverse_curvature(&self) -> Vec<f64> {
        let classes = self.costs.len();
        let mut squares = vec![0.0; self.rows.columns()];
        let mut total = 0.0;
        for ((indices, values), &class) in self.rows.iter().zip(self.targets) {
            let cost = self.costs[class];
            total += cost;
            for (&column, &value) in indices.iter().zip(values) {
                let value = f64::from(value);
                squares[column as usize] += cost * value * value;
            }
        }
        let variances: Vec<f64> = self.shares().iter().map(|share| share * (1.0 - share)).collect();
        let mut inverse = Vec::with_capacity(self.len());
        for square in squares {
            inverse.extend(variances.iter().map(|variance| 1.0 / (1.0 + square * variance)));
        }
        inverse.extend(variances.iter().map(|variance| 1.0 / (total * variance)));
        debug_assert_eq!(inverse.len(), (self.rows.columns() + 1) * classes);
        inverse
    }

    /// The value at `parameters`; overwrites `gradient`, equally long, with the derivatives.
    pub(crate) fn evaluate(&mut self, parameters: &[f64], gradient: &mut [f64]) -> f64 {
        let penalised = self.rows.columns() * self.costs.len();
        gradient[..penalised].copy_from_slice(&parameters[..penalised]);
        gradient[penalised..].fill(0.0);
        let penalty = 0.5 * crate::math::dot(&parameters[..penalised], &parameters[..penalised]);
        // The loops below are the whole cost of training; knowing the number of classes lets the compiler unroll them
        // (three classes: 2.5 times as fast as the loop for any number).
        penalty
            + match self.costs.len() {
                2 => self.add_losses_of::<2>(parameters, gradient),
                3 => self.add_losses_of::<3>(parameters, gradient),
                4 => self.add_losses_of::<4>(parameters, gradient),
                5 => self.add_losses_of::<5>(parameters, gradient),
                6 => self.add_losses_of::<6>(parameters, gradient),
                7 => self.add_losses_of::<7>(parameters, gradient),
                8 => self.add_losses_of::<8>(parameters, gradient),
                _ => self.add_losses(parameters, gradient),
            }
    }

    /// Adds the gradient of the losses and returns their sum, for a number of classes known to the compiler.
    fn add_losses_of<const CLASSES: usize>(&self, parameters: &[f64], gradient: &mut [f64]) -> f64 {
        let columns = self.rows.columns();
        let (weights, _) = parameters.as_chunks::<CLASSES>();
        let (gradient, _) = gradient.as_chunks_mut::<CLASSES>();
        let mut loss = 0.0;
        for ((indices, values), &class) in self.rows.iter().zip(self.targets) {
            let mut scores = weights[columns];
            for (&column, &value) in indices.iter().zip(values) {
                let weights = &weights[column as usize];
                let value = f64::from(value);
                for k in 0..CLASSES {
                    scores[k] += weights[k] * value;
                }
            }
            let cost = self.costs[class];
            loss += cost * residuals_in_place(&mut scores, class, cost);
            for (&column, &value) in indices.iter().zip(values) {
                let gradient = &mut gradient[column as usize];
                let value = f64::from(value);
                for k in 0..CLASSES {
                    gradient[k] += scores[k] * value;
                }
            }
            for k in 0..CLASSES {
                gradient[columns][k] += scores[k];
            }
        }
        loss
    }

    /// The same for any number of classes.
    fn add_losses(&mut self, parameters: &[f64], gradient: &mut [f64]) -> f64 {
        let (classes, columns) = (self.costs.len(), self.rows.columns());
        let scores = &mut self.scores[..];
        let mut loss = 0.0;
        for ((indices, values), &class) in self.rows.iter().zip(self.targets) {
            scores.copy_from_slice(&parameters[columns * classes..]);
            for (&column, &value) in indices.iter().zip(values) {
                let weights = &parameters[column as usize * classes..][..classes];
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
            for (gradient, residual) in gradient[columns * classes..].iter_mut().zip(&*scores) {
                *gradient += residual;
            }
        }
        loss
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
