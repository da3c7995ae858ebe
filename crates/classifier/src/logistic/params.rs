//! Settings of the regression, and fitting.

use linfa::{DatasetBase, ParamGuard, traits::Fit};
use ndarray::Array1;
use serde::{Deserialize, Serialize};
use thaido_featurizer::SparseMatrix;

use super::{Logistic, Solution, dense, objective::Objective, sparse};
use crate::{
    Error,
    error::{classes_below, same_length},
    math::ln_of_positive,
};

/// How much a row of each class counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassWeights {
    /// Every row counts 1.
    #[default]
    Uniform,
    /// Every class counts the same in sum: a row of class k counts rows / (classes present · rows of k).
    Balanced,
    /// One positive number per class.
    Given(Vec<f64>),
}

/// Which implementation minimises the objective.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Solver {
    /// L-BFGS on the sparse rows: the default.
    #[default]
    Sparse,
    /// linfa-logistic on a dense array: the reference, for small problems with uniform class weights.
    Linfa,
}

/// Settings of multinomial logistic regression, not yet checked; `fit` checks them.
///
/// | setting | meaning | default |
/// |---|---|---|
/// | `strength` | C, the inverse of the L2 penalty: greater fits the rows closer | 1 |
/// | `class_weights` | what a row of each class counts | uniform |
/// | `solver` | sparse or linfa | sparse |
/// | `classes` | number of classes | greatest target + 1 |
/// | `max_iterations` | steps of the solver | 500 |
/// | `tolerance` | stop when ‖gradient‖ ≤ tolerance · max(1, ‖gradient at the start‖); the start knows the class shares alone | 1e-3 |
/// | `dense_memory` | bytes that the linfa solver may take | 1 GiB |
///
/// ```
/// use linfa::ParamGuard;
/// use thaido_classifier::{ClassWeights, LogisticParams};
/// let params = LogisticParams::new().strength(4.0).class_weights(ClassWeights::Balanced).check()?;
/// assert_eq!(params.strength(), 4.0);
/// let wrong = LogisticParams::new().strength(0.0).check();
/// assert_eq!(wrong.unwrap_err().to_string(), "the strength is 0; it must be a positive, finite number");
/// # Ok::<(), thaido_classifier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticParams(LogisticValidParams);

/// Checked settings; see [`LogisticParams`].
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticValidParams {
    strength: f64,
    class_weights: ClassWeights,
    solver: Solver,
    classes: Option<usize>,
    max_iterations: usize,
    tolerance: f64,
    dense_memory: u64,
}

impl Default for LogisticParams {
    fn default() -> Self {
        LogisticParams(LogisticValidParams {
            strength: 1.0,
            class_weights: ClassWeights::Uniform,
            solver: Solver::Sparse,
            classes: None,
            max_iterations: 500,
            tolerance: 1e-3,
            dense_memory: 1 << 30,
        })
    }
}

impl LogisticParams {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets C, the inverse of the L2 penalty.
    #[must_use]
    pub fn strength(mut self, strength: f64) -> Self {
        self.0.strength = strength;
        self
    }

    /// Sets what a row of each class counts.
    #[must_use]
    pub fn class_weights(mut self, class_weights: ClassWeights) -> Self {
        self.0.class_weights = class_weights;
        self
    }

    /// Sets the solver.
    #[must_use]
    pub fn solver(mut self, solver: Solver) -> Self {
        self.0.solver = solver;
        self
    }

    /// Sets the number of classes, for rows that may lack the last of them.
    #[must_use]
    pub fn classes(mut self, classes: usize) -> Self {
        self.0.classes = Some(classes);
        self
    }

    /// Sets the greatest number of steps.
    #[must_use]
    pub fn max_iterations(mut self, max_iterations: usize) -> Self {
        self.0.max_iterations = max_iterations;
        self
    }

    /// Sets the relative norm of the gradient at which the solver stops.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.0.tolerance = tolerance;
        self
    }

    /// Sets the bytes that the linfa solver may take.
    #[must_use]
    pub fn dense_memory(mut self, bytes: u64) -> Self {
        self.0.dense_memory = bytes;
        self
    }
}

impl ParamGuard for LogisticParams {
    type Checked = LogisticValidParams;
    type Error = Error;

    fn check_ref(&self) -> Result<&LogisticValidParams, Error> {
        let params = &self.0;
        for (name, value) in [("strength", params.strength), ("tolerance", params.tolerance)] {
            if !(value > 0.0 && value.is_finite()) {
                return Err(Error::NotPositive { name, value });
            }
        }
        if params.max_iterations == 0 {
            return Err(Error::NoIterations);
        }
        if let ClassWeights::Given(weights) = &params.class_weights
            && let Some((class, &value)) = weights.iter().enumerate().find(|(_, w)| !(**w > 0.0 && w.is_finite()))
        {
            return Err(Error::ClassWeight { class, value });
        }
        if params.solver == Solver::Linfa && params.class_weights != ClassWeights::Uniform {
            return Err(Error::DenseClassWeights);
        }
        Ok(params)
    }

    fn check(self) -> Result<LogisticValidParams, Error> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl LogisticValidParams {
    /// C, the inverse of the L2 penalty.
    pub fn strength(&self) -> f64 {
        self.strength
    }

    /// What a row of each class counts.
    pub fn class_weights(&self) -> &ClassWeights {
        &self.class_weights
    }

    /// The solver.
    pub fn solver(&self) -> Solver {
        self.solver
    }

    /// Number of classes, after checking that `targets` fit `rows` and hold at least two classes.
    fn count_classes(&self, rows: &SparseMatrix, targets: &[usize]) -> Result<usize, Error> {
        same_length((rows.rows(), "rows"), (targets.len(), "targets"))?;
        let greatest = targets.iter().copied().max().ok_or(Error::Empty { name: "rows" })?;
        let classes = self.classes.unwrap_or(greatest.saturating_add(1));
        classes_below(targets, classes)?;
        if targets.iter().all(|&class| class == targets[0]) {
            return Err(Error::OneClass { class: targets[0], rows: targets.len() });
        }
        if targets.len() < classes {
            return Err(Error::TooFewRows { rows: targets.len(), classes });
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
        present.iter().map(|class| self.strength * weight(class)).collect()
    }
}

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
        let mut objective = Objective::new(rows, &targets, self.costs(targets.len(), &present, &counts));
        let mut solution = match self.solver {
            Solver::Sparse => sparse::solve(&mut objective, self.max_iterations, self.tolerance),
            Solver::Linfa => {
                let needed = dense::memory(rows.rows(), rows.columns(), present.len());
                if needed > self.dense_memory {
                    let (cap, rows, columns) = (self.dense_memory, rows.rows(), rows.columns());
                    return Err(Error::DenseMemory { needed, cap, rows, columns });
                }
                let problem = (present.len(), self.strength);
                dense::solve(&mut objective, (rows, &targets), problem, self.max_iterations, self.tolerance)?
            }
        };
        objective.uncentre(&mut solution.parameters);
        Ok(spread(solution, rows, &present, classes))
    }
}

/// Fails on the first value that is NaN or infinite.
fn finite(rows: &SparseMatrix) -> Result<(), Error> {
    for (row, (indices, values)) in rows.iter().enumerate() {
        if let Some(place) = values.iter().position(|value| !value.is_finite()) {
            return Err(Error::NonFinite { row, column: indices[place] as usize, value: values[place].into() });
        }
    }
    Ok(())
}

/// The model over all classes from the solution over those that are present.
fn spread(solution: Solution, rows: &SparseMatrix, present: &[usize], classes: usize) -> Logistic {
    let (columns, solved) = (rows.columns(), present.len());
    let (fitted, fitted_intercepts) = solution.parameters.split_at(columns * solved);
    let mut weights = vec![0.0_f32; columns * classes];
    for column in 0..columns {
        for (place, &class) in present.iter().enumerate() {
            weights[column * classes + class] = fitted[column * solved + place] as f32;
        }
    }
    let mut scores = fitted_intercepts.to_vec();
    let total = crate::math::softmax_in_place(&mut scores);
    let absent = total - ln_of_positive(2.0 * rows.rows() as f64);
    let mut intercepts = vec![absent; classes];
    for (&class, &intercept) in present.iter().zip(fitted_intercepts) {
        intercepts[class] = intercept;
    }
    let mean = intercepts.iter().sum::<f64>() / classes as f64;
    let intercepts = intercepts.iter().map(|intercept| (intercept - mean) as f32).collect();
    Logistic::new(weights, intercepts, solution.convergence)
}
