//! Whether a confidence of 0.8 is right eight times in ten.

use serde::{Deserialize, Serialize};

use crate::{Error, error::same_length};

/// Number of equally wide bins.
const BINS: usize = 10;

/// Confidence against accuracy in ten equally wide bins.
///
/// ```
/// use thaido_classifier::metrics::Reliability;
/// // One bin with confidence 0.75 of which half is right, one with 0.95 which is right.
/// let reliability = Reliability::new(&[0.75, 0.75, 0.95, 0.95], &[true, false, true, true])?;
/// assert!((reliability.ece - (0.5 * 0.25 + 0.5 * 0.05)).abs() < 1e-12);
/// # Ok::<(), thaido_classifier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reliability {
    /// Expected calibration error: |confidence − accuracy| of the bins, weighted with their counts; 0 without rows.
    pub ece: f64,
    /// The ten bins from 0 to 1, empty ones included.
    pub bins: Vec<ReliabilityBin>,
}

/// Rows whose confidence lies in `low` < confidence ≤ `high` (the first bin takes 0 as well).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Number of rows.
    pub count: u64,
    /// Mean confidence; 0 for an empty bin.
    pub confidence: f64,
    /// Share of right rows; 0 for an empty bin.
    pub accuracy: f64,
}

impl Reliability {
    /// The reliability of confidences (the probability of the label that was chosen) and whether each was right.
    ///
    /// # Errors
    /// Lists of different lengths, or a confidence that is not between 0 and 1.
    pub fn new(confidences: &[f64], right: &[bool]) -> Result<Self, Error> {
        same_length(
            (confidences.len(), "confidences"),
            (right.len(), "outcomes"),
        )?;
        let mut sums = [(0_u64, 0.0, 0_u64); BINS];
        for (row, (&confidence, &right)) in confidences.iter().zip(right).enumerate() {
            // A sum of rounded probabilities may lie a hair above 1.
            if !(0.0..=1.0 + 1e-9).contains(&confidence) {
                return Err(Error::NotAShare {
                    row,
                    value: confidence,
                });
            }
            let sum = &mut sums[bin(confidence)];
            sum.0 += 1;
            sum.1 += confidence;
            sum.2 += u64::from(right);
        }
        let mut ece = 0.0;
        let mut bins = Vec::with_capacity(BINS);
        for (place, &(count, confidence, right)) in sums.iter().enumerate() {
            let (low, high) = (edge(place), edge(place + 1));
            let divisor = count.max(1) as f64;
            let (confidence, accuracy) = (confidence / divisor, right as f64 / divisor);
            ece += (confidence - accuracy).abs() * count as f64;
            bins.push(ReliabilityBin {
                low,
                high,
                count,
                confidence,
                accuracy,
            });
        }
        Ok(Reliability {
            ece: ece / confidences.len().max(1) as f64,
            bins,
        })
    }
}

/// The lower end of bin `place`.
fn edge(place: usize) -> f64 {
    place as f64 / BINS as f64
}

/// The bin of a confidence, by the edges themselves so that 0.3 lies in the bin that ends at 0.3.
fn bin(confidence: f64) -> usize {
    (0..BINS - 1)
        .find(|&place| confidence <= edge(place + 1))
        .unwrap_or(BINS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_belong_to_the_bin_below() {
        let places = [0.0, 0.1, 0.100_001, 0.3, 0.7, 0.95, 1.0].map(bin);
        assert_eq!(places, [0, 0, 1, 2, 6, 9, 9]);
    }

    #[test]
    fn the_error_is_the_weighted_gap_of_the_bins() {
        // Bin 6 (0.5–0.6]: 0.55 and 0.60, one right of two: gap 0.075. Bin 9: 0.9 of which 1 of 1 right: gap 0.1.
        let Ok(found) = Reliability::new(&[0.55, 0.60, 0.9], &[true, false, true]) else {
            panic!("all are shares")
        };
        assert!(
            (found.ece - (0.075 * 2.0 + 0.1) / 3.0).abs() < 1e-12,
            "{}",
            found.ece
        );
        assert_eq!(
            (
                found.bins[5].count,
                found.bins[5].accuracy,
                found.bins[8].count
            ),
            (2, 0.5, 1)
        );
    }

    #[test]
    fn nothing_to_judge_has_no_error_and_ten_empty_bins() {
        let Ok(found) = Reliability::new(&[], &[]) else {
            panic!("two empty lists are parallel")
        };
        assert_eq!((found.ece, found.bins.len()), (0.0, 10));
    }

    #[test]
    fn a_confidence_beyond_one_or_nan_is_refused() {
        assert!(matches!(
            Reliability::new(&[1.5], &[true]),
            Err(Error::NotAShare { row: 0, .. })
        ));
        assert!(matches!(
            Reliability::new(&[f64::NAN], &[true]),
            Err(Error::NotAShare { .. })
        ));
        assert!(matches!(
            Reliability::new(&[0.5], &[]),
            Err(Error::Lengths { .. })
        ));
    }
}
