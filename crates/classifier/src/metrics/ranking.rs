//! What confidences are worth for sorting.

use serde::Serialize;

use crate::{Error, error::same_length};

/// What is left when everything under a confidence is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RiskCoverage {
    /// The least confidence that is kept.
    pub confidence: f64,
    /// Share of the rows that are kept.
    pub coverage: f64,
    /// Share of the kept rows that are wrong.
    pub risk: f64,
}

/// The risk at every coverage that a threshold can reach, from the most confident rows to all rows.
///
/// Rows of equal confidence come in together, so that there is one point per different confidence.
///
/// ```
/// use thaido_classifier::metrics::risk_coverage;
/// let points = risk_coverage(&[0.9, 0.6, 0.6, 0.7], &[true, false, true, true])?;
/// let pairs: Vec<_> = points.iter().map(|point| (point.coverage, point.risk)).collect();
/// assert_eq!(pairs, [(0.25, 0.0), (0.5, 0.0), (1.0, 0.25)]);
/// # Ok::<(), thaido_classifier::Error>(())
/// ```
///
/// # Errors
/// Lists of different lengths, or a confidence that is NaN.
pub fn risk_coverage(confidences: &[f64], right: &[bool]) -> Result<Vec<RiskCoverage>, Error> {
    let runs = runs(confidences, right)?;
    let (mut kept, mut wrong) = (0, 0);
    let mut points = Vec::with_capacity(runs.len());
    for (confidence, right, others) in runs.into_iter().rev() {
        kept += right + others;
        wrong += others;
        let (coverage, risk) = (
            kept as f64 / confidences.len() as f64,
            wrong as f64 / kept as f64,
        );
        points.push(RiskCoverage {
            confidence,
            coverage,
            risk,
        });
    }
    Ok(points)
}

/// Area under the ROC curve: the probability that a positive row scores higher than a negative one, ties counting half.
/// `None` when one of the two kinds is missing.
///
/// ```
/// use thaido_classifier::metrics::auroc;
/// // Of the four pairs one is won by the negative row and one is a tie.
/// assert_eq!(auroc(&[0.9, 0.4, 0.5, 0.4], &[true, true, false, false])?, Some(0.625));
/// # Ok::<(), thaido_classifier::Error>(())
/// ```
///
/// # Errors
/// Lists of different lengths, or a score that is NaN.
pub fn auroc(scores: &[f64], positive: &[bool]) -> Result<Option<f64>, Error> {
    let (mut won, mut positives, mut negatives) = (0.0, 0_usize, 0_usize);
    for (_, here, others) in runs(scores, positive)? {
        won += here as f64 * (negatives as f64 + 0.5 * others as f64);
        positives += here;
        negatives += others;
    }
    let pairs = positives as f64 * negatives as f64;
    Ok((pairs > 0.0).then(|| won / pairs))
}

/// The different values in ascending order, each with its number of flagged and of other rows.
fn runs(values: &[f64], flags: &[bool]) -> Result<Vec<(f64, usize, usize)>, Error> {
    same_length((values.len(), "scores"), (flags.len(), "outcomes"))?;
    if let Some(row) = values.iter().position(|value| value.is_nan()) {
        return Err(Error::NonFinite {
            row,
            column: 0,
            value: f64::NAN,
        });
    }
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut runs: Vec<(f64, usize, usize)> = Vec::new();
    for row in order {
        // Adding 0 makes the two zeros one.
        let value = values[row] + 0.0;
        match runs.last_mut() {
            Some(run) if run.0 >= value => {
                run.1 += usize::from(flags[row]);
                run.2 += usize::from(!flags[row]);
            }
            _ => runs.push((value, usize::from(flags[row]), usize::from(!flags[row]))),
        }
    }
    Ok(runs)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_scores_everywhere_are_worth_a_coin() {
        assert_eq!(
            auroc(&[0.5; 4], &[true, false, true, false]).ok().flatten(),
            Some(0.5)
        );
        assert_eq!(
            auroc(&[0.0, -0.0], &[true, false]).ok().flatten(),
            Some(0.5)
        );
    }

    #[test]
    fn one_kind_alone_has_no_area() {
        assert_eq!(auroc(&[0.5, 0.6], &[true, true]).ok(), Some(None));
        assert_eq!(auroc(&[], &[]).ok(), Some(None));
        assert!(risk_coverage(&[], &[]).is_ok_and(|points| points.is_empty()));
    }

    #[test]
    fn a_score_that_is_not_a_number_is_refused() {
        assert!(auroc(&[f64::NAN, 1.0], &[true, false]).is_err());
        assert!(risk_coverage(&[0.5], &[true, false]).is_err());
    }

    proptest! {
        #[test]
        fn the_area_is_the_share_of_pairs_that_the_positives_win(
            rows in prop::collection::vec((0_u8..6, any::<bool>()), 2..40),
        ) {
            let scores: Vec<f64> = rows.iter().map(|row| f64::from(row.0)).collect();
            let positive: Vec<bool> = rows.iter().map(|row| row.1).collect();
            let (mut won, mut pairs) = (0.0, 0.0);
            for (a, _) in rows.iter().filter(|row| row.1) {
                for (b, _) in rows.iter().filter(|row| !row.1) {
                    pairs += 1.0;
                    won += 0.5 * f64::from(u8::from(a > b) + u8::from(a >= b));
                }
            }
            let found = auroc(&scores, &positive).ok().flatten();
            prop_assert_eq!(found, (pairs > 0.0).then(|| won / pairs));
        }
    }
}
