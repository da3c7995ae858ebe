//! Choosing between settings by cross-validation.

use crate::Error;

/// Which candidate won, and what each one scored.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// Position of the winner.
    pub best: usize,
    /// Mean score of every candidate over the folds.
    pub means: Vec<f64>,
}

/// Scores differ by rounding below this; such candidates are tied.
const TIE: f64 = 1e-9;

/// Scores every candidate on every fold and picks the greatest mean; among ties the first.
///
/// Put the simplest candidate first (the strongest penalty, uniform class weights), so that a tie goes to it. `score`
/// gets a candidate and the number of a fold (0 to `folds` − 1) and returns what is averaged, macro F1 for instance. A
/// candidate with a NaN among its scores never wins over one without.
///
/// ```
/// use thaido_classifier::{Error, select};
/// let table = [[0.6, 0.7], [0.8, 0.7], [0.7, 0.8]];
/// let selection = select(&table, 2, |scores, fold| Ok::<_, Error>(scores[fold]))?;
/// assert_eq!(selection.best, 1);
/// assert!((selection.means[2] - 0.75).abs() < 1e-12);
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] without candidates or folds, and whatever `score` fails with.
pub fn select<S, E: From<Error>>(
    candidates: &[S],
    folds: usize,
    mut score: impl FnMut(&S, usize) -> Result<f64, E>,
) -> Result<Selection, E> {
    if candidates.is_empty() {
        return Err(Error::Empty {
            name: "candidate settings",
        }
        .into());
    }
    if folds == 0 {
        return Err(Error::Empty { name: "folds" }.into());
    }
    let mut means = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let mut sum = 0.0;
        for fold in 0..folds {
            sum += score(candidate, fold)?;
        }
        means.push(sum / folds as f64);
    }
    let mut best = 0;
    for (position, &mean) in means.iter().enumerate() {
        if mean > means[best] + TIE || (means[best].is_nan() && !mean.is_nan()) {
            best = position;
        }
    }
    Ok(Selection { best, means })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(table: &[[f64; 2]]) -> usize {
        select(table, 2, |scores, fold| Ok::<_, Error>(scores[fold]))
            .map_or(usize::MAX, |selection| selection.best)
    }

    #[test]
    fn a_tie_goes_to_the_simplest_candidate() {
        assert_eq!(choose(&[[0.5, 0.7], [0.6, 0.6], [0.7, 0.5 + 1e-12]]), 0);
    }

    #[test]
    fn a_score_that_is_not_a_number_never_wins() {
        assert_eq!(choose(&[[f64::NAN, 0.9], [0.1, 0.1], [0.9, f64::NAN]]), 1);
    }

    #[test]
    fn nothing_to_choose_from_is_an_error() {
        assert_eq!(choose(&[]), usize::MAX);
    }

    #[test]
    fn a_failing_fold_ends_the_search() {
        let failed: Result<Selection, Error> = select(&[1, 2], 2, |_, _| Err(Error::NoIterations));
        assert!(matches!(failed, Err(Error::NoIterations)));
    }
}
