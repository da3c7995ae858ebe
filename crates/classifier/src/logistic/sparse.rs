//! The solver on sparse rows.

use super::{
    Convergence, Solution,
    lbfgs::{self, Begin, Options, Outcome},
    objective::Objective,
    sample::Sample,
};

/// Beyond this many rows, the curvature of frequent columns is read from a sample of the rows, and the steps are worked
/// out in single precision. Below, the first would cost what it saves.
const MANY: usize = 20_000;
/// A part of the rows is fitted first: one of so many,
const EVERY: usize = 6;
/// as long as there remain this many,
const LEAST: usize = 6_000;
/// until gradient and promised gain are below these shares: more would fit the part better and all rows not.
const LOOSE: (f64, f64) = (5e-2, 1e-2);
/// Share of the value that the last step may promise to gain and is not taken, times the tolerance.
const GAIN: f64 = 1e-2;

/// Minimises `objective` from the class shares.
pub(super) fn solve(
    objective: &mut Objective<'_>,
    max_iterations: usize,
    tolerance: f64,
) -> Solution {
    let options = Options {
        max_iterations,
        tolerance,
        gain: f64::INFINITY,
    };
    let (parameters, outcome) = match objective.classes() {
        ..=4 if objective.rows().rows() > MANY => in_stages::<4>(objective, options),
        ..=8 if objective.rows().rows() > MANY => in_stages::<8>(objective, options),
        _ => at_once(objective, options),
    };
    let convergence = Convergence {
        iterations: Some(outcome.iterations),
        objective: outcome.value,
        gradient: outcome.gradient,
        converged: outcome.converged,
    };
    Solution {
        parameters,
        convergence,
    }
}

fn at_once(objective: &mut Objective<'_>, options: Options) -> (Vec<f64>, Outcome) {
    let mut parameters = objective.start();
    let scale = objective.inverse_curvature();
    let mut evaluate = |at: &[f64], gradient: &mut [f64]| objective.evaluate(at, gradient);
    let begin = Begin::at(&parameters, &mut evaluate);
    let outcome = lbfgs::minimise(&mut parameters, begin, &scale, None, options, evaluate);
    (parameters, outcome)
}

/// Walks to the minimum in single precision and looks in double precision whether it is there; what single precision
/// could not reach, double precision does.
fn in_stages<const LANES: usize>(
    objective: &mut Objective<'_>,
    options: Options,
) -> (Vec<f64>, Outcome) {
    let options = Options {
        // Along curved directions a small gradient is next to nothing, along flat ones it is much: with the curved ones
        // solved first, it is the gain that tells how far there is to go.
        gain: GAIN * options.tolerance,
        ..options
    };
    let mut curvature = Sample::<LANES>::new(objective);
    let unit = objective.start_slope().max(1.0);
    let (mut parameters, rough) = roughly(objective, &mut curvature, unit, options);
    let begin = Begin {
        unit,
        ..Begin::at(&parameters, |at, gradient| objective.evaluate(at, gradient))
    };
    let found = begin.outcome();
    if rough.converged && found.gradient <= options.tolerance {
        let iterations = rough.iterations;
        let converged = true;
        return (
            parameters,
            Outcome {
                iterations,
                converged,
                ..found
            },
        );
    }
    let rest = Options {
        max_iterations: options.max_iterations - rough.iterations,
        ..options
    };
    let scale = objective.inverse_curvature();
    let mut outcome = lbfgs::minimise(
        &mut parameters,
        begin,
        &scale,
        Some(&mut curvature),
        rest,
        |at, gradient| objective.evaluate(at, gradient),
    );
    outcome.iterations += rough.iterations;
    (parameters, outcome)
}

/// Fits a part of the rows loosely, and a part of that before, and goes on from there in single precision; the steps that
/// are counted are those over all rows.
fn roughly<const LANES: usize>(
    objective: &mut Objective<'_>,
    curvature: &mut Sample<LANES>,
    unit: f64,
    options: Options,
) -> (Vec<f64>, Outcome) {
    let mut parameters = objective.start();
    if objective.rows().rows() >= EVERY * LEAST {
        let part = objective.part(EVERY);
        let mut lesser = Objective::new(&part.rows, &part.targets, part.costs);
        let loose = Options {
            tolerance: LOOSE.0,
            gain: LOOSE.1,
            ..options
        };
        let mut sample = Sample::<LANES>::new(&lesser);
        let unit = lesser.start_slope().max(1.0);
        parameters = roughly(&mut lesser, &mut sample, unit, loose).0;
        lesser.uncentre(&mut parameters);
        objective.centre(&mut parameters);
    }
    let (start, start_value) = (objective.start(), objective.start_value());
    let scale = objective.inverse_curvature();
    let mut evaluate =
        |at: &[f64], gradient: &mut [f64]| objective.evaluate_single::<LANES>(at, gradient);
    let mut begin = Begin::at(&parameters, &mut evaluate);
    if begin.value.is_nan() || begin.value > start_value * (1.0 + 1e-6) {
        parameters = start;
        begin = Begin::at(&parameters, &mut evaluate);
    }
    let outcome = lbfgs::minimise(
        &mut parameters,
        Begin { unit, ..begin },
        &scale,
        Some(curvature),
        options,
        evaluate,
    );
    (parameters, outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use thaido_featurizer::SparseMatrix;

    /// Some pseudo-random numbers below `below`, always the same.
    fn numbers(mut state: u64) -> impl FnMut(u64) -> u64 {
        move |below| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        }
    }

    /// Rows with up to nine of 300 columns, low ones more often, and classes that depend on some of them.
    fn problem(rows: usize, classes: usize) -> (SparseMatrix, Vec<usize>) {
        let mut next = numbers(7);
        let (mut matrix, mut targets) = (SparseMatrix::new(300), Vec::new());
        for _ in 0..rows {
            let mut columns: Vec<u32> = (0..9)
                .map(|_| (next(300).min(next(300)).min(next(300))) as u32)
                .collect();
            columns.sort_unstable();
            columns.dedup();
            let values: Vec<f32> = columns
                .iter()
                .map(|column| 0.2 + (column % 5) as f32 * 0.1)
                .collect();
            let sum: u32 = columns.iter().map(|column| column % 7).sum();
            let noise = u32::from(next(5) == 0) * next(3) as u32;
            targets.push((sum / 9 + noise) as usize % classes);
            matrix.push_row(&columns, &values);
        }
        (matrix, targets)
    }

    fn options(tolerance: f64) -> Options {
        Options {
            max_iterations: 500,
            tolerance,
            gain: f64::INFINITY,
        }
    }

    fn check<const LANES: usize>(rows: &SparseMatrix, targets: &[usize], costs: &[f64]) {
        let mut objective = Objective::new(rows, targets, costs.to_vec());
        let (_, least) = at_once(&mut objective, options(1e-9));
        let (exact, fine) = in_stages::<LANES>(&mut objective, options(1e-9));
        assert!(
            fine.converged && fine.gradient <= 1e-9,
            "{fine:?} against {least:?}"
        );
        assert!(
            (fine.value / least.value - 1.0).abs() < 1e-11,
            "{} against {}",
            fine.value,
            least.value
        );
        let (found, outcome) = in_stages::<LANES>(&mut objective, options(1e-3));
        assert!(outcome.converged && outcome.gradient <= 1e-3, "{outcome:?}");
        assert!(
            (-1e-12..1e-5).contains(&(outcome.value / least.value - 1.0)),
            "{} against {}",
            outcome.value,
            least.value
        );
        let mut gradient = vec![0.0; found.len()];
        let value = objective.evaluate(&found, &mut gradient);
        assert!(
            (value - outcome.value).abs() <= 1e-12 * value,
            "the report is not what is there"
        );
        assert_eq!(found, in_stages::<LANES>(&mut objective, options(1e-3)).0);
        assert_eq!(exact.len(), found.len());
    }

    #[test]
    fn stages_end_at_the_minimum_that_one_stage_finds() {
        let (rows, targets) = problem(40_000, 3);
        check::<4>(&rows, &targets, &[1.0, 1.0, 1.0]);
    }

    #[test]
    fn stages_end_at_the_minimum_for_more_classes_and_unequal_costs() {
        let (rows, targets) = problem(40_000, 6);
        check::<8>(&rows, &targets, &[0.1, 3.0, 1.0, 0.5, 10.0, 1.0]);
    }

    #[test]
    fn rows_sorted_by_class_and_a_class_of_one_row_are_fitted_alike() {
        let (rows, mut targets) = problem(40_000, 2);
        targets[12_345] = 2;
        let mut order: Vec<usize> = (0..targets.len()).collect();
        order.sort_by_key(|&row| targets[row]);
        let sorted: Vec<usize> = order.iter().map(|&row| targets[row]).collect();
        check::<4>(&rows.select(&order), &sorted, &[1.0, 1.0, 1.0]);
    }

    #[test]
    fn equal_rows_and_rows_without_columns_end_at_the_shares_of_the_classes() {
        let (_, targets) = problem(37_000, 3);
        for row in [&[][..], &[0, 1, 2][..]] {
            let mut rows = SparseMatrix::new(row.len());
            for _ in &targets {
                rows.push_row(row, &vec![0.5; row.len()]);
            }
            let mut objective = Objective::new(&rows, &targets, vec![1.0; 3]);
            let (found, outcome) = in_stages::<4>(&mut objective, options(1e-6));
            assert!(outcome.converged, "{outcome:?}");
            for (found, start) in found.iter().zip(objective.start()) {
                assert!((found - start).abs() < 1e-6, "{found} against {start}");
            }
        }
    }

    #[test]
    fn values_beyond_single_precision_end_in_finite_weights() {
        let (_, targets) = problem(37_000, 2);
        for size in [1e15_f32, 1e30, f32::MAX] {
            let mut rows = SparseMatrix::new(3);
            for (row, &target) in targets.iter().enumerate() {
                let column = (target as u32 + u32::from(row % 5 == 0)) % 3;
                rows.push_row(&[column], &[if row % 3 == 0 { size } else { 1.0 }]);
            }
            let mut objective = Objective::new(&rows, &targets, vec![1.0; 2]);
            let (found, outcome) = in_stages::<4>(&mut objective, options(1e-3));
            assert!(found.iter().all(|weight| weight.is_finite()), "{size}");
            assert!(outcome.value.is_finite() && outcome.iterations <= 500);
        }
    }

    #[test]
    fn too_few_steps_are_told() {
        let (rows, targets) = problem(40_000, 3);
        let mut objective = Objective::new(&rows, &targets, vec![1.0; 3]);
        let few = Options {
            max_iterations: 1,
            ..options(1e-6)
        };
        let (_, outcome) = in_stages::<4>(&mut objective, few);
        assert_eq!((outcome.iterations, outcome.converged), (1, false));
    }
}
