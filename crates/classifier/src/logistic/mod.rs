//! Multinomial logistic regression: parameters, two solvers, the fitted model.
//!
//! Both solvers minimise C · Σᵢ weight(classᵢ) · log lossᵢ + ½ ‖W‖² over the weights W (classes × columns) and the
//! unpenalised intercepts, the objective of scikit-learn's `LogisticRegression(C=…)`. The weights at the minimum are
//! unique. The intercepts are so up to a common constant, which is chosen to make them sum to zero.
//!
//! How the sparse solver goes about it: L-BFGS on centred columns, from the class shares, with the second derivative's
//! diagonal as scale. Where there are more than 20,000 rows of up to eight classes, the steps needed would grow with the
//! rows; there it fits a sixth of the rows first (and a sixth of those before, as long as thousands remain), in place of
//! the diagonal it divides by the curvature that a sample of the rows shows (module `sample`), and it works in single
//! precision until double precision confirms that it has arrived. Which rows are in a part or sample is fixed.

mod dense;
mod fit;
mod lbfgs;
mod model;
mod objective;
mod params;
mod sample;
mod sparse;

pub use model::{Convergence, Logistic};
pub use params::{ClassWeights, LogisticParams, LogisticValidParams, Solver};

/// What a solver hands back: parameters in the order of [`objective::Objective`], and how it went.
struct Solution {
    parameters: Vec<f64>,
    convergence: Convergence,
}
