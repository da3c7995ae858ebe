//! The reference solver: linfa-logistic on the rows with all their zeros written out.

use linfa::{DatasetBase, traits::Fit};
use linfa_logistic::MultiLogisticRegression;
use ndarray::{Array1, Array2};
use thaido_featurizer::SparseMatrix;

use super::{Convergence, Solution, objective::Objective};
use crate::{Error, math::dot};

/// Bytes that a dense fit takes at its peak: the rows, the scores and their copies, and the vectors that linfa-logistic's
/// optimiser remembers (ten pairs and some working room), all of eight bytes a number.
pub(super) fn memory(rows: usize, columns: usize, classes: usize) -> u64 {
    let (rows, columns, classes) = (rows as u64, columns as u64, classes as u64);
    let numbers = rows.saturating_mul(columns.saturating_add(classes.saturating_mul(6)));
    let remembered = columns
        .saturating_add(1)
        .saturating_mul(classes)
        .saturating_mul(30);
    numbers.saturating_add(remembered).saturating_mul(8)
}

/// Minimises the objective with linfa-logistic and judges the result by `objective`, because linfa-logistic reports
/// success whether it has converged or not. It minimises the same objective divided by C, so `strength` turns into its
/// `alpha` = 1/C and the gradient tolerance is divided alike.
pub(super) fn solve(
    objective: &mut Objective<'_>,
    (rows, targets): (&SparseMatrix, &[usize]),
    (classes, strength): (usize, f64),
    max_iterations: usize,
    tolerance: f64,
) -> Result<Solution, Error> {
    let start = objective.start();
    let mut gradient = vec![0.0; start.len()];
    objective.evaluate(&start, &mut gradient);
    let unit = dot(&gradient, &gradient).sqrt().max(1.0);
    let shape = (rows.columns() + 1, classes);
    let start =
        Array2::from_shape_vec(shape, start).map_err(|error| Error::Dense(error.to_string()))?;
    let dataset = DatasetBase::new(rows.to_dense(), Array1::from(targets.to_vec()));
    let fitted = MultiLogisticRegression::new()
        .alpha(1.0 / strength)
        .max_iterations(max_iterations as u64)
        .gradient_tolerance(tolerance * unit / strength)
        .initial_params(start)
        .fit(&dataset)
        .map_err(|error| Error::Dense(error.to_string()))?;
    // The fitted weights are columns × classes: in row order they are our own layout.
    let mut parameters: Vec<f64> = fitted
        .params()
        .iter()
        .chain(fitted.intercept())
        .copied()
        .collect();
    objective.centre(&mut parameters);
    let value = objective.evaluate(&parameters, &mut gradient);
    let norm = dot(&gradient, &gradient).sqrt() / unit;
    // The two compute the gradient in different orders; a hair above the tolerance is rounding.
    let converged = norm <= tolerance * (1.0 + 1e-6);
    let convergence = Convergence {
        iterations: None,
        objective: value,
        gradient: norm,
        converged,
    };
    Ok(Solution {
        parameters,
        convergence,
    })
}
