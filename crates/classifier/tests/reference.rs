//! Fits pinned to figures from outside: scikit-learn 1.x and linfa-logistic.

use linfa::{
    DatasetBase, ParamGuard,
    traits::{Fit, Predict},
};
use ndarray::{Array1, array};
use thaido_classifier::{ClassWeights, Error, Logistic, LogisticParams, Solver};
use thaido_featurizer::SparseMatrix;

mod common;
use common::{Problem, problem};

/// Eight rows of four columns, three classes; the last row is like those of another class.
fn small(targets: [usize; 8]) -> Problem {
    let rows: [&[(u32, f32)]; 8] = [
        &[(0, 1.0), (3, 0.5)],
        &[(0, 0.8), (1, 0.6)],
        &[(1, 1.0), (3, 0.5)],
        &[(1, 0.9), (2, 0.4)],
        &[(2, 1.0), (3, 0.5)],
        &[(0, 0.3), (2, 0.9)],
        &[(0, 0.7), (1, 0.7), (3, 0.1)],
        &[(1, 0.2), (2, 0.8), (3, 0.5)],
    ];
    let mut matrix = SparseMatrix::new(4);
    for row in rows {
        let (indices, values): (Vec<u32>, Vec<f32>) = row.iter().copied().unzip();
        matrix.push_row(&indices, &values);
    }
    DatasetBase::new(matrix, Array1::from(targets.to_vec()))
}

fn check(model: &Logistic, objective: f64, weights: &[[f64; 4]], intercepts: &[f64]) {
    let convergence = model.convergence();
    assert!(convergence.converged, "{convergence:?}");
    assert!(
        (convergence.objective - objective).abs() < 1e-7,
        "{convergence:?} against {objective}"
    );
    for (class, weights) in weights.iter().enumerate() {
        for (column, &weight) in weights.iter().enumerate() {
            let found = f64::from(model.weights()[(class, column)]);
            assert!(
                (found - weight).abs() < 2e-5,
                "class {class}, column {column}: {found} against {weight}"
            );
        }
    }
    for (&found, &intercept) in model.intercepts().iter().zip(intercepts) {
        assert!(
            (f64::from(found) - intercept).abs() < 2e-5,
            "intercept {found} against {intercept}"
        );
    }
}

/// `LogisticRegression(C=2, tol=1e-12)` of scikit-learn, intercepts centred.
#[test]
fn both_solvers_find_what_scikit_learn_finds() -> Result<(), Error> {
    let data = small([0, 0, 1, 1, 2, 2, 1, 0]);
    for solver in [Solver::Sparse, Solver::Linfa] {
        let model = LogisticParams::new()
            .strength(2.0)
            .tolerance(1e-7)
            .solver(solver)
            .fit(&data)?;
        check(
            &model,
            12.254_031_939,
            &[
                [0.649_965_6, -0.450_312, -0.354_524_8, 0.332_375_6],
                [-0.398_075_4, 1.256_989_8, -0.660_262_6, -0.157_910_5],
                [-0.251_890_2, -0.806_677_8, 1.014_787_3, -0.174_465_1],
            ],
            &[0.266_401_2, 0.035_840_95, -0.302_242_16],
        );
        assert_eq!(model.predict(&data), array![0, 0, 1, 1, 2, 2, 1, 2]);
    }
    Ok(())
}

/// `LogisticRegression(C=0.5, class_weight="balanced", tol=1e-12)` of scikit-learn, intercepts centred.
#[test]
fn balanced_weights_are_those_of_scikit_learn() -> Result<(), Error> {
    let data = small([0, 0, 1, 1, 2, 2, 1, 0]);
    let balanced = LogisticParams::new()
        .strength(0.5)
        .tolerance(1e-9)
        .class_weights(ClassWeights::Balanced);
    let model = balanced.fit(&data)?;
    check(
        &model,
        3.805_210_483,
        &[
            [0.278_251_1, -0.134_206_2, -0.179_746, 0.095_113_5],
            [-0.125_986_1, 0.497_498_2, -0.294_959_1, -0.060_676_6],
            [-0.152_265, -0.363_292, 0.474_705_1, -0.034_436_9],
        ],
        &[0.040_292_94, -0.002_446_3, -0.037_846_64],
    );
    // The same weights given by hand: 8 / (3 · 3), 8 / (3 · 3), 8 / (3 · 2).
    let given = ClassWeights::Given(vec![8.0 / 9.0, 8.0 / 9.0, 8.0 / 6.0]);
    let by_hand = LogisticParams::new()
        .strength(0.5)
        .tolerance(1e-9)
        .class_weights(given)
        .fit(&data)?;
    assert_eq!(by_hand.stored_weights(), model.stored_weights());
    Ok(())
}

/// With two classes both carry a penalty, so that C stands for 2C of scikit-learn's binary regression; these are half
/// the weights of `LogisticRegression(C=4, tol=1e-12)`.
#[test]
fn two_classes_mirror_each_other() -> Result<(), Error> {
    let data = small([0, 0, 1, 1, 1, 0, 1, 0]);
    for solver in [Solver::Sparse, Solver::Linfa] {
        let model = LogisticParams::new()
            .strength(2.0)
            .tolerance(1e-7)
            .solver(solver)
            .fit(&data)?;
        let one = [-0.621_543_23, 0.774_814_7, -0.089_914_74, 0.119_441_13];
        check(
            &model,
            8.866_687_908,
            &[one.map(|weight| -weight), one],
            &[0.100_650_8, -0.100_650_8],
        );
    }
    Ok(())
}

#[test]
fn both_solvers_agree_on_a_generated_problem() -> Result<(), Error> {
    for (classes, strength) in [(2, 1.0), (3, 5.0), (9, 1.0)] {
        let data = problem(240, 120, classes, 12);
        let params = LogisticParams::new()
            .strength(strength)
            .tolerance(1e-6)
            .max_iterations(2000);
        let sparse = params.clone().fit(&data)?;
        let dense = params.solver(Solver::Linfa).fit(&data)?;
        let (a, b) = (sparse.convergence(), dense.convergence());
        assert!(a.converged && b.converged, "{a:?} {b:?}");
        assert!(
            (a.objective - b.objective).abs() < 1e-6 * a.objective,
            "{a:?} {b:?}"
        );
        for (a, b) in sparse.stored_weights().iter().zip(dense.stored_weights()) {
            assert!(
                (a - b).abs() < 2e-4,
                "{classes} classes: weights {a} and {b}"
            );
        }
        for (a, b) in sparse.intercepts().iter().zip(dense.intercepts()) {
            assert!(
                (a - b).abs() < 2e-4,
                "{classes} classes: intercepts {a} and {b}"
            );
        }
        assert_eq!(sparse.predict(&data), dense.predict(&data));
    }
    Ok(())
}

#[test]
fn the_linfa_solver_refuses_what_it_cannot_do() {
    let data = problem(100, 50, 3, 8);
    let refused = LogisticParams::new()
        .solver(Solver::Linfa)
        .dense_memory(40_000)
        .fit(&data);
    // 100 · (50 + 18) numbers of rows and scores, 51 · 3 · 30 that are remembered, 8 bytes each.
    assert_eq!(
        refused
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default(),
        "the linfa solver works on dense arrays and would need 91120 bytes for 100 rows of 50 columns, more than the cap \
         of 40000 bytes; use the sparse solver, fewer features or a higher cap"
    );
    let weighted = LogisticParams::new()
        .solver(Solver::Linfa)
        .class_weights(ClassWeights::Balanced);
    assert!(matches!(weighted.check(), Err(Error::DenseClassWeights)));
}

#[test]
fn too_few_iterations_are_reported_by_both_solvers() -> Result<(), Error> {
    let data = problem(300, 200, 3, 12);
    for solver in [Solver::Sparse, Solver::Linfa] {
        let short = LogisticParams::new()
            .strength(50.0)
            .tolerance(1e-8)
            .max_iterations(2)
            .solver(solver)
            .fit(&data)?;
        assert!(!short.convergence().converged, "{solver:?}");
        assert!(short.convergence().gradient > 1e-8);
    }
    Ok(())
}
