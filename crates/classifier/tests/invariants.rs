//! What holds for any problem, and what happens to problems that are none.

use linfa::{
    DatasetBase, ParamGuard,
    traits::{Fit, Predict},
};
use ndarray::Array1;
use proptest::prelude::*;
use thaido_classifier::{ClassWeights, Convergence, Error, Logistic, LogisticParams};
use thaido_featurizer::SparseMatrix;

mod common;
use common::{Pattern, Problem, problem};

fn matrix(columns: usize, rows: &[&[(u32, f32)]]) -> SparseMatrix {
    let mut matrix = SparseMatrix::new(columns);
    for row in rows {
        let (indices, values): (Vec<u32>, Vec<f32>) = row.iter().copied().unzip();
        matrix.push_row(&indices, &values);
    }
    matrix
}

fn data(columns: usize, rows: &[&[(u32, f32)]], targets: &[usize]) -> Problem {
    DatasetBase::new(matrix(columns, rows), Array1::from(targets.to_vec()))
}

fn refusal(data: &Problem, params: &LogisticParams) -> String {
    params
        .fit(data)
        .err()
        .map_or_else(String::new, |error| error.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_the_rows_does_not_matter(rows in 30_usize..150, classes in 2_usize..5, seed in any::<u64>()) {
        let data = problem(rows, 60, classes, 9);
        let mut order: Vec<usize> = (0..rows).collect();
        let mut pattern = Pattern::new(seed);
        for last in (1..rows).rev() {
            order.swap(last, (pattern.share() * (last + 1) as f64) as usize);
        }
        let targets: Vec<usize> = order.iter().map(|&row| data.targets()[row]).collect();
        let shuffled = DatasetBase::new(data.records().select(&order), Array1::from(targets));
        let params = LogisticParams::new().classes(classes);
        let (Ok(there), Ok(here)) = (params.fit(&data), params.fit(&shuffled)) else {
            return Err(TestCaseError::fail("a sound problem was refused"));
        };
        for (a, b) in there.stored_weights().iter().zip(here.stored_weights()) {
            prop_assert!((a - b).abs() < 1e-6, "{} {}", a, b);
        }
        prop_assert_eq!(there.predict(&data), here.predict(&data));
    }

    #[test]
    fn probabilities_sum_to_one_and_the_best_one_is_predicted(
        weights in prop::collection::vec(-1e4_f32..1e4, 12),
        intercepts in prop::collection::vec(-1e4_f32..1e4, 3),
        values in prop::collection::vec(-10_f32..10.0, 2),
    ) {
        let convergence = Convergence { iterations: None, objective: 0.0, gradient: 0.0, converged: true };
        let Ok(model) = Logistic::from_parts(weights, intercepts, 4, convergence) else {
            return Err(TestCaseError::fail("sound parts were refused"));
        };
        let row = (&[1_u32, 3][..], &values[..]);
        let probabilities = model.probabilities(row);
        prop_assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        prop_assert!(probabilities.iter().all(|share| (0.0..=1.0).contains(share)));
        let rows = data(4, &[&[(1, values[0]), (3, values[1])]], &[0]);
        let predicted: Array1<usize> = model.predict(&rows);
        prop_assert_eq!(predicted[0], thaido_classifier::best(&model.scores(row)));
        prop_assert_eq!(model.score_rows(rows.records()).row(0).to_vec(), model.scores(row));
    }
}

#[test]
fn the_same_rows_give_the_same_bits_and_stored_parts_the_same_model() -> Result<(), Error> {
    let data = problem(200, 90, 3, 10);
    let (first, second) = (
        LogisticParams::new().fit(&data)?,
        LogisticParams::new().fit(&data)?,
    );
    assert_eq!(first, second);
    let parts = (first.stored_weights().to_vec(), first.intercepts().to_vec());
    let restored = Logistic::from_parts(parts.0, parts.1, first.columns(), first.convergence())?;
    assert_eq!(restored, first);
    Ok(())
}

#[test]
fn the_weights_of_a_column_and_the_intercepts_sum_to_zero() -> Result<(), Error> {
    let model = LogisticParams::new()
        .class_weights(ClassWeights::Balanced)
        .fit(&problem(300, 80, 4, 10))?;
    for column in 0..80 {
        assert!(model.column(column).iter().sum::<f32>().abs() < 1e-6);
    }
    assert!(model.intercepts().iter().sum::<f32>().abs() < 1e-6);
    Ok(())
}

#[test]
fn a_row_counted_twice_is_a_row_of_twice_the_weight() -> Result<(), Error> {
    let rows: [&[(u32, f32)]; 4] = [&[(0, 1.0)], &[(1, 1.0)], &[(0, 0.5), (1, 0.5)], &[(1, 0.3)]];
    let once = data(2, &rows, &[0, 1, 0, 1]);
    let twice = data(
        2,
        &[rows[0], rows[0], rows[1], rows[2], rows[2], rows[3]],
        &[0, 0, 1, 0, 0, 1],
    );
    let params = LogisticParams::new().tolerance(1e-9);
    let weighted = params
        .clone()
        .class_weights(ClassWeights::Given(vec![2.0, 1.0]))
        .fit(&once)?;
    let doubled = params.fit(&twice)?;
    for (a, b) in weighted
        .stored_weights()
        .iter()
        .zip(doubled.stored_weights())
    {
        assert!((a - b).abs() < 1e-6, "{a} {b}");
    }
    Ok(())
}

#[test]
fn a_constant_column_gets_no_weight_and_an_unused_one_exactly_none() -> Result<(), Error> {
    let rows: [&[(u32, f32)]; 4] = [
        &[(0, 1.0), (2, 7.0)],
        &[(1, 1.0), (2, 7.0)],
        &[(0, 0.9), (2, 7.0)],
        &[(1, 0.7), (2, 7.0)],
    ];
    let model = LogisticParams::new()
        .tolerance(1e-9)
        .fit(&data(4, &rows, &[0, 1, 0, 1]))?;
    // A constant column can do nothing that the free intercept does not do without a penalty.
    assert!(
        model.column(2).iter().all(|weight| weight.abs() < 1e-6),
        "{:?}",
        model.column(2)
    );
    assert_eq!(model.column(3), [0.0, 0.0]);
    assert!(model.column(0)[0] > 0.1);
    Ok(())
}

#[test]
fn rows_without_any_column_learn_the_shares_of_the_classes() -> Result<(), Error> {
    let model = LogisticParams::new().fit(&data(0, &[&[], &[], &[], &[]], &[0, 1, 1, 1]))?;
    assert!((model.probabilities((&[], &[]))[1] - 0.75).abs() < 1e-6);
    assert_eq!(model.columns(), 0);
    Ok(())
}

#[test]
fn contradicting_duplicates_end_at_even_odds() -> Result<(), Error> {
    let row: &[(u32, f32)] = &[(0, 0.6), (1, 0.8)];
    let model = LogisticParams::new()
        .strength(1e6)
        .fit(&data(2, &[row; 4], &[0, 1, 0, 1]))?;
    assert!(model.convergence().converged);
    assert!((model.probabilities((&[0, 1], &[0.6, 0.8]))[0] - 0.5).abs() < 1e-9);
    Ok(())
}

#[test]
fn huge_values_end_in_finite_weights() -> Result<(), Error> {
    for size in [1e15_f32, 1e30, f32::MAX] {
        let rows: [&[(u32, f32)]; 4] = [
            &[(0, size)],
            &[(1, size)],
            &[(0, size), (1, 1.0)],
            &[(1, size)],
        ];
        let model = LogisticParams::new().fit(&data(2, &rows, &[0, 1, 0, 1]))?;
        assert!(
            model
                .stored_weights()
                .iter()
                .all(|weight| weight.is_finite()),
            "{size}"
        );
        assert!(
            model.convergence().objective.is_finite(),
            "{:?}",
            model.convergence()
        );
        assert!(
            model
                .convergence()
                .iterations
                .is_some_and(|steps| steps <= 500)
        );
    }
    Ok(())
}

#[test]
fn a_class_without_rows_is_all_but_impossible_and_disturbs_nobody() -> Result<(), Error> {
    let rows: [&[(u32, f32)]; 4] = [&[(0, 1.0)], &[(1, 1.0)], &[(0, 0.8)], &[(1, 0.9)]];
    let two = LogisticParams::new().fit(&data(2, &rows, &[0, 1, 0, 1]))?;
    let three = LogisticParams::new()
        .classes(3)
        .fit(&data(2, &rows, &[0, 2, 0, 2]))?;
    assert_eq!((three.classes(), three.column(0)[1]), (3, 0.0));
    assert_eq!(
        (three.column(0)[0], three.column(0)[2]),
        (two.column(0)[0], two.column(0)[1])
    );
    // Half a row among four: odds of 1 to 8.
    assert!((three.probabilities((&[], &[]))[1] - 1.0 / 9.0).abs() < 1e-6);
    Ok(())
}

#[test]
fn what_cannot_be_learned_is_refused_in_a_sentence() {
    let params = LogisticParams::new();
    let rows: [&[(u32, f32)]; 3] = [&[(0, 1.0)], &[(1, 1.0)], &[]];
    assert_eq!(
        refusal(&data(2, &[], &[]), &params),
        "there are no rows; at least one is needed"
    );
    assert_eq!(
        refusal(&data(2, &rows, &[1, 1, 1]), &params),
        "all 3 rows are of class 1; a classifier needs rows of at least 2 classes"
    );
    assert_eq!(
        refusal(&data(2, &rows, &[0, 1]), &params),
        "3 rows stand against 2 targets; they must run parallel"
    );
    assert_eq!(
        refusal(&data(2, &rows, &[0, 4, 0]), &params.clone().classes(4)),
        "row 1 is of class 4, but there are only 4 classes (0 to 3)"
    );
    assert_eq!(
        refusal(&data(2, &rows, &[0, 3, 0]), &params),
        "3 row(s) are too few for 4 classes; give at least one row for each class"
    );
    assert!(refusal(&data(2, &rows, &[0, usize::MAX, 0]), &params).contains("there are only"));
    for value in [f32::NAN, f32::INFINITY] {
        let found = refusal(
            &data(2, &[&[(0, 1.0)], &[(0, 0.5), (1, value)]], &[0, 1]),
            &params,
        );
        assert_eq!(
            found,
            format!("row 1 holds {value} in column 1; features must be finite numbers")
        );
    }
    let weights = params
        .clone()
        .class_weights(ClassWeights::Given(vec![1.0, 2.0, 3.0]));
    assert!(
        refusal(&data(2, &rows, &[0, 1, 0]), &weights)
            .starts_with("3 class weights stand against 2 classes")
    );
}

#[test]
fn wrong_settings_are_refused_in_a_sentence() {
    let message = |params: LogisticParams| {
        params
            .check()
            .err()
            .map_or_else(String::new, |error| error.to_string())
    };
    for strength in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let found = message(LogisticParams::new().strength(strength));
        assert_eq!(
            found,
            format!("the strength is {strength}; it must be a positive, finite number")
        );
    }
    assert!(message(LogisticParams::new().tolerance(0.0)).starts_with("the tolerance is 0;"));
    assert!(message(LogisticParams::new().max_iterations(0)).contains("allow at least 1"));
    let weights = ClassWeights::Given(vec![1.0, -2.0]);
    assert!(
        message(LogisticParams::new().class_weights(weights))
            .starts_with("the weight of class 1 is -2;")
    );
    assert_eq!(message(LogisticParams::new()), "");
}

#[test]
fn damaged_parts_do_not_make_a_model() {
    let convergence = Convergence {
        iterations: None,
        objective: 0.0,
        gradient: 0.0,
        converged: true,
    };
    let build = |weights: &[f32], intercepts: &[f32], columns| {
        Logistic::from_parts(weights.to_vec(), intercepts.to_vec(), columns, convergence)
    };
    assert!(build(&[0.0; 4], &[0.0; 2], 2).is_ok());
    assert!(matches!(
        build(&[0.0; 5], &[0.0; 2], 2),
        Err(Error::Shape {
            weights: 5,
            intercepts: 2,
            columns: 2
        })
    ));
    assert!(matches!(
        build(&[0.0; 2], &[0.0; 1], 2),
        Err(Error::Shape { .. })
    ));
    assert!(matches!(
        build(&[], &[0.0; 2], usize::MAX),
        Err(Error::Shape { .. })
    ));
    assert!(matches!(
        build(&[f32::NAN; 4], &[0.0; 2], 2),
        Err(Error::StoredNonFinite { name: "weights" })
    ));
    assert!(matches!(
        build(&[0.0; 4], &[0.0, f32::INFINITY], 2),
        Err(Error::StoredNonFinite { name: "intercepts" })
    ));
}
