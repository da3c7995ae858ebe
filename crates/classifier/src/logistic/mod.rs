//! Multinomial logistic regression: parameters, two solvers, the fitted model.
//!
//! Both solvers minimise C · Σᵢ weight(classᵢ) · log lossᵢ + ½ ‖W‖² over the weights W (classes × columns) and the
//! unpenalised intercepts, the objective of scikit-learn's `LogisticRegression(C=…)`. The weights at the minimum are
//! unique. The intercepts are so up to a common constant, which is chosen to make them sum to zero.

mod dense;
mod fit;
mod lbfgs;
mod model;
mod objective;
mod params;
mod sparse;

pub use model::{Convergence, Logistic};
pub use params::{ClassWeights, LogisticParams, LogisticValidParams, Solver};

/// What a solver hands back: parameters in the order of [`objective::Objective`], and how it went.
struct Solution {
    parameters: Vec<f64>,
    convergence: Convergence,
}
