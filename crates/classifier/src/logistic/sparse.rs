//! The solver on sparse rows.

use super::{Convergence, Solution, lbfgs, objective::Objective};

/// Minimises `objective` from the class shares.
pub(super) fn solve(
    objective: &mut Objective<'_>,
    max_iterations: usize,
    tolerance: f64,
) -> Solution {
    let mut parameters = objective.start();
    let scale = objective.inverse_curvature();
    let options = lbfgs::Options {
        max_iterations,
        tolerance,
    };
    let outcome = lbfgs::minimise(&mut parameters, &scale, options, |at, gradient| {
        objective.evaluate(at, gradient)
    });
    let convergence = Convergence {
        iterations: Some(outcome.iterations),
        objective: outcome.value,
        gradient: outcome.gradient,
        converged: outcome.gradient <= tolerance,
    };
    Solution {
        parameters,
        convergence,
    }
}
