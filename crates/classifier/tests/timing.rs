//! Time of a fit on generated problems; run with
//! `cargo test --release -p thaido-classifier --test timing -- --ignored --nocapture`.

use std::time::Instant;

use linfa::traits::Fit;
use thaido_classifier::{Error, LogisticParams};

mod common;
use common::problem;

#[test]
#[ignore = "takes a minute and measures the machine"]
#[expect(clippy::print_stderr, reason = "the figures are what it is for")]
fn the_cost_of_a_fit_is_linear_in_the_non_zeros() -> Result<(), Error> {
    let mut rates = Vec::new();
    for rows in [10_000, 30_000, 100_000, 1_000_000] {
        let data = problem(rows, 95_000, 3, 64);
        let non_zeros = data.records().non_zeros();
        let mut seconds = f64::INFINITY;
        let mut steps = 0;
        for _ in 0..3 {
            let start = Instant::now();
            let convergence = LogisticParams::new().fit(&data)?.convergence();
            seconds = seconds.min(start.elapsed().as_secs_f64());
            assert!(convergence.converged, "{convergence:?}");
            steps = convergence.iterations.unwrap_or(0);
        }
        eprintln!("{rows} rows, {non_zeros} non-zeros: {seconds:.3} s, {steps} steps");
        rates.push(seconds / non_zeros as f64 / (steps + 1) as f64);
    }
    // A step costs (non-zeros + columns); what the columns cost weighs most on the smallest problem.
    assert!(
        rates[3] < 2.0 * rates[1],
        "seconds per non-zero and step: {rates:?}"
    );
    Ok(())
}
