//! Fitting: from rows and targets through a solver to a model.

use linfa::{DatasetBase, traits::Fit};
use ndarray::Array1;
use thaido_featurizer::SparseMatrix;

use super::{
    ClassWeights, Logistic, LogisticValidParams, Solution, Solver, dense, objective::Objective,
    sparse,
};
use crate::{
    Error,
    error::{classes_below, same_length},
    math::{ln_of_positive, softmax_in_place},
};

/// Fits rows to classes counted from zero, one target per row.
///
/// A class without rows (a rare label may be missing from all but one fold) takes no part: its weights are 0 and its
/// intercept is that of a class with half a row.
///
/// # Errors
/// Wrong settings, no rows, fewer rows than classes, rows of one class only, lists of different lengths, a class beyond
/// the number of classes, a value that is not finite; for the linfa solver also a problem above its memory cap.
impl Fit<SparseMatrix, Array1<usize>, Error> for LogisticValidParams {
    type Object = Logistic;

    fn fit(&self, dataset: &DatasetBase<SparseMatrix, Array1<usize>>) -> Result<Logistic, Error> {
        let rows = dataset.records();
        let targets = dataset.targets().to_vec();
        let classes = self.count_classes(rows, &targets)?;
        finite(rows)?;
        let mut counts = vec![0; classes];
        for &class in &targets {
            counts[class] += 1;
        }
        let present: Vec<usize> = (0..classes).filter(|&class| counts[class] > 0).collect();
        let mut places = vec![0; classes];
        for (place, &class) in present.iter().enumerate() {
            places[class] = place;
        }
        let targets: Vec<usize> = targets.iter().map(|&class| places[class]).collect();
        let mut objective =
            Objective::new(rows, &targets, self.costs(targets.len(), &present, &counts));
        let mut solution = match self.solver {
            Solver::Sparse => sparse::solve(&mut objective, self.max_iterations, self.tolerance),
            Solver::Linfa => {
                let needed = dense::memory(rows.rows(), rows.columns(), present.len());
                if needed > self.dense_memory {
                    let (cap, rows, columns) = (self.dense_memory, rows.rows(), rows.columns());
                    return Err(Error::DenseMemory {
                        needed,
                        cap,
                        rows,
                        columns,
                    });
                }
                let problem = (present.len(), self.strength);
                dense::solve(
                    &mut objective,
                    (rows, &targets),
                    problem,
                    self.max_iterations,
                    self.tolerance,
                )?
            }
        };
        objective.uncentre(&mut solution.parameters);
        Ok(spread(&solution, rows, &present, classes))
    }
}

impl LogisticValidParams {
    /// Number of classes, after checking that `targets` fit `rows` and hold at least two classes.
    fn count_classes(&self, rows: &SparseMatrix, targets: &[usize]) -> Result<usize, Error> {
        same_length((rows.rows(), "rows"), (targets.len(), "targets"))?;
        let greatest = targets
            .iter()
            .copied()
            .max()
            .ok_or(Error::Empty { name: "rows" })?;
        let classes = self.classes.unwrap_or(greatest.saturating_add(1));
        classes_below(targets, classes)?;
        if targets.iter().all(|&class| class == targets[0]) {
            return Err(Error::OneClass {
                class: targets[0],
                rows: targets.len(),
            });
        }
        if targets.len() < classes {
            return Err(Error::TooFewRows {
                rows: targets.len(),
                classes,
            });
        }
        if let ClassWeights::Given(weights) = &self.class_weights {
            same_length((weights.len(), "class weights"), (classes, "classes"))?;
        }
        Ok(classes)
    }

    /// What a row of each class of `present` costs: C times its weight.
    fn costs(&self, rows: usize, present: &[usize], counts: &[usize]) -> Vec<f64> {
        let weight = |&class: &usize| match &self.class_weights {
            ClassWeights::Uniform => 1.0,
            ClassWeights::Balanced => rows as f64 / (present.len() as f64 * counts[class] as f64),
            ClassWeights::Given(weights) => weights[class],
        };
        present
            .iter()
            .map(|class| self.strength * weight(class))
            .collect()
    }
}

/// Fails on the first value that is NaN or infinite.
fn finite(rows: &SparseMatrix) -> Result<(), Error> {
    for (row, (indices, values)) in rows.iter().enumerate() {
        if let Some(place) = values.iter().position(|value| !value.is_finite()) {
            return Err(Error::NonFinite {
                row,
                column: indices[place] as usize,
                value: values[place].into(),
            });
        }
    }
    Ok(())
}

/// The model over all classes from the solution over those that are present.
fn spread(solution: &Solution, rows: &SparseMatrix, present: &[usize], classes: usize) -> Logistic {
    let (columns, solved) = (rows.columns(), present.len());
    let (fitted, fitted_intercepts) = solution.parameters.split_at(columns * solved);
    let mut weights = vec![0.0_f32; columns * classes];
    for column in 0..columns {
        for (place, &class) in present.iter().enumerate() {
            weights[column * classes + class] = fitted[column * solved + place] as f32;
        }
    }
    let mut scores = fitted_intercepts.to_vec();
    let total = softmax_in_place(&mut scores);
    let absent = total - ln_of_positive(2.0 * rows.rows() as f64);
    let mut intercepts = vec![absent; classes];
    for (&class, &intercept) in present.iter().zip(fitted_intercepts) {
        intercepts[class] = intercept;
    }
    let mean = intercepts.iter().sum::<f64>() / classes as f64;
    let intercepts = intercepts
        .iter()
        .map(|intercept| (intercept - mean) as f32)
        .collect();
    Logistic::new(weights, intercepts, solution.convergence)
}
