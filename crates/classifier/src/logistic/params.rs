//! Settings of the regression.

use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use crate::Error;

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
/// Beyond 20,000 rows (of up to eight classes) the sparse solver stops only when, besides, its next step promises to
/// lower the objective by no more than tolerance / 100 of it: at the default, a hundred-thousandth.
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
    pub(super) strength: f64,
    pub(super) class_weights: ClassWeights,
    pub(super) solver: Solver,
    pub(super) classes: Option<usize>,
    pub(super) max_iterations: usize,
    pub(super) tolerance: f64,
    pub(super) dense_memory: u64,
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
        for (name, value) in [
            ("strength", params.strength),
            ("tolerance", params.tolerance),
        ] {
            if !(value > 0.0 && value.is_finite()) {
                return Err(Error::NotPositive { name, value });
            }
        }
        if params.max_iterations == 0 {
            return Err(Error::NoIterations);
        }
        if let ClassWeights::Given(weights) = &params.class_weights
            && let Some((class, &value)) = weights
                .iter()
                .enumerate()
                .find(|(_, w)| !(**w > 0.0 && w.is_finite()))
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
}
