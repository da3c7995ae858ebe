//! Which labels are taken for which.

use ndarray::ArrayView2;
use serde::Serialize;

use crate::{
    Error,
    error::{classes_below, same_length},
};

/// Counts of rows by gold class (rows of the matrix) and predicted class (columns).
///
/// ```
/// use thaido_classifier::metrics::ConfusionMatrix;
/// let matrix = ConfusionMatrix::from_pairs(&[0, 0, 0, 1, 1], &[0, 0, 1, 1, 0], 2)?;
/// assert_eq!((matrix.count(0, 0), matrix.count(0, 1), matrix.count(1, 0), matrix.count(1, 1)), (2, 1, 1, 1));
/// assert_eq!(matrix.accuracy(), 0.6);
/// # Ok::<(), thaido_classifier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ConfusionMatrix {
    counts: Vec<Vec<u64>>,
}

/// What one label gets right.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LabelScores {
    /// Share of the rows predicted so that are so; 0 for a label that is never predicted.
    pub precision: f64,
    /// Share of the rows that are so and are predicted so; 0 for a label without rows.
    pub recall: f64,
    /// Harmonic mean of the two, 2·tp / (support + predicted); 0 when both are 0.
    pub f1: f64,
    /// Number of rows that are so.
    pub support: u64,
    /// Number of rows predicted so.
    pub predicted: u64,
}

impl ConfusionMatrix {
    /// An empty matrix of `classes` × `classes`.
    pub fn new(classes: usize) -> Self {
        ConfusionMatrix {
            counts: vec![vec![0; classes]; classes],
        }
    }

    /// The counts of rows with the given gold and predicted classes.
    ///
    /// # Errors
    /// Lists of different lengths, or a class not below `classes`.
    pub fn from_pairs(gold: &[usize], predicted: &[usize], classes: usize) -> Result<Self, Error> {
        same_length(
            (gold.len(), "gold labels"),
            (predicted.len(), "predicted labels"),
        )?;
        classes_below(gold, classes)?;
        classes_below(predicted, classes)?;
        let mut matrix = Self::new(classes);
        for (&gold, &predicted) in gold.iter().zip(predicted) {
            matrix.add(gold, predicted);
        }
        Ok(matrix)
    }

    /// Counts one more row.
    ///
    /// # Panics
    /// When a class is beyond the matrix.
    pub fn add(&mut self, gold: usize, predicted: usize) {
        self.counts[gold][predicted] += 1;
    }

    /// Number of classes.
    pub fn classes(&self) -> usize {
        self.counts.len()
    }

    /// Number of rows of class `gold` that were predicted as class `predicted`.
    ///
    /// # Panics
    /// When a class is beyond the matrix.
    pub fn count(&self, gold: usize, predicted: usize) -> u64 {
        self.counts[gold][predicted]
    }

    /// All counts, one list per gold class.
    pub fn counts(&self) -> &[Vec<u64>] {
        &self.counts
    }

    /// Number of rows.
    pub fn total(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// Share of rows predicted right; 0 without rows.
    pub fn accuracy(&self) -> f64 {
        let right: u64 = (0..self.classes())
            .map(|class| self.counts[class][class])
            .sum();
        share(right, self.total())
    }

    /// The scores of every label, in class order.
    pub fn per_label(&self) -> Vec<LabelScores> {
        (0..self.classes()).map(|class| self.label(class)).collect()
    }

    /// Mean F1 over `labels` as far as they occur, as gold or as prediction; 0 when none does.
    ///
    /// # Panics
    /// When a class is beyond the matrix.
    pub fn macro_f1_over(&self, labels: impl IntoIterator<Item = usize>) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        for scores in labels.into_iter().map(|class| self.label(class)) {
            if scores.support + scores.predicted > 0 {
                sum += scores.f1;
                count += 1.0;
            }
        }
        if count > 0.0 { sum / count } else { 0.0 }
    }

    /// Mean F1 over the labels that occur, as gold or as prediction.
    pub fn macro_f1(&self) -> f64 {
        self.macro_f1_over(0..self.classes())
    }

    /// Mean F1 over the labels, each weighted with its support.
    pub fn weighted_f1(&self) -> f64 {
        let total = self.total();
        if total == 0 {
            return 0.0;
        }
        self.per_label()
            .iter()
            .map(|scores| scores.f1 * scores.support as f64)
            .sum::<f64>()
            / total as f64
    }

    /// Cohen's kappa: agreement beyond chance, 1 for perfect agreement, 0 for chance, below 0 for less than that.
    ///
    /// 1 when chance alone agrees on every row (both use one and the same label throughout); 0 without rows.
    pub fn kappa(&self) -> f64 {
        let total = self.total() as f64;
        if total == 0.0 {
            return 0.0;
        }
        let by_chance = self
            .per_label()
            .iter()
            .map(|l| l.support as f64 * l.predicted as f64)
            .sum::<f64>();
        let by_chance = by_chance / (total * total);
        if by_chance >= 1.0 {
            1.0
        } else {
            (self.accuracy() - by_chance) / (1.0 - by_chance)
        }
    }

    fn label(&self, class: usize) -> LabelScores {
        let right = self.counts[class][class];
        let support = self.counts[class].iter().sum();
        let predicted = self.counts.iter().map(|row| row[class]).sum();
        LabelScores {
            precision: share(right, predicted),
            recall: share(right, support),
            f1: share(2 * right, support + predicted),
            support,
            predicted,
        }
    }
}

/// part / whole, 0 for an empty whole.
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// The confusion among the labels other than `none`, on the rows whose gold label is not `none`, each predicted as its
/// best label other than `none`.
///
/// `scores` is rows × classes, scores or probabilities alike. The matrix keeps the numbers of the classes; row and
/// column `none` stay empty, so that its macro F1 is the one over the others.
///
/// ```
/// use ndarray::array;
/// use thaido_classifier::metrics::stance;
/// // Class 2 is the none label: the last row does not count, and the first is predicted as 0 although 2 scores more.
/// let matrix = stance(array![[0.4, 0.1, 0.5], [0.3, 0.6, 0.1], [0.5, 0.4, 0.1]].view(), &[0, 1, 2], 2)?;
/// assert_eq!((matrix.total(), matrix.macro_f1()), (2, 1.0));
/// # Ok::<(), thaido_classifier::Error>(())
/// ```
///
/// # Errors
/// Lists of different lengths, or a class beyond the columns of `scores`.
pub fn stance(
    scores: ArrayView2<'_, f64>,
    gold: &[usize],
    none: usize,
) -> Result<ConfusionMatrix, Error> {
    same_length(
        (scores.nrows(), "rows of scores"),
        (gold.len(), "gold labels"),
    )?;
    classes_below(gold, scores.ncols())?;
    let mut matrix = ConfusionMatrix::new(scores.ncols());
    for (scores, &gold) in scores.rows().into_iter().zip(gold) {
        if gold == none {
            continue;
        }
        let mut best = None;
        for (class, &score) in scores.iter().enumerate() {
            if class != none && best.is_none_or(|(_, top)| score > top) {
                best = Some((class, score));
            }
        }
        if let Some((predicted, _)) = best {
            matrix.add(gold, predicted);
        }
    }
    Ok(matrix)
}

#[cfg(test)]
mod tests {
    use ndarray::array;
    use proptest::prelude::*;

    use super::*;

    /// Gold × predicted: 5 2 0 / 1 3 0 / 1 1 0 / 0 0 0; class 2 is never predicted, class 3 does not occur.
    fn matrix() -> ConfusionMatrix {
        ConfusionMatrix {
            counts: vec![
                vec![5, 2, 0, 0],
                vec![1, 3, 0, 0],
                vec![1, 1, 0, 0],
                vec![0; 4],
            ],
        }
    }

    fn close(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-12, "{found} against {wanted}");
    }

    #[test]
    fn precision_is_by_column_and_recall_by_row() {
        let scores = matrix().per_label();
        close(scores[0].precision, 5.0 / 7.0);
        close(scores[0].recall, 5.0 / 7.0);
        close(scores[1].precision, 3.0 / 6.0);
        close(scores[1].recall, 3.0 / 4.0);
        close(scores[1].f1, 0.6);
        assert_eq!((scores[1].support, scores[1].predicted), (4, 6));
    }

    #[test]
    fn a_label_never_predicted_has_precision_zero_and_counts_in_the_mean() {
        let scores = matrix().per_label()[2];
        assert_eq!(
            (scores.precision, scores.recall, scores.f1, scores.support),
            (0.0, 0.0, 0.0, 2)
        );
        // Three labels occur: 5/7, 0.6 and 0.
        close(matrix().macro_f1(), (5.0 / 7.0 + 0.6) / 3.0);
        close(
            matrix().macro_f1_over([0, 1]),
            f64::midpoint(5.0 / 7.0, 0.6),
        );
        close(matrix().macro_f1_over([3]), 0.0);
    }

    #[test]
    fn weighted_f1_and_accuracy_follow_the_supports() {
        close(matrix().weighted_f1(), (7.0 * 5.0 / 7.0 + 4.0 * 0.6) / 13.0);
        close(matrix().accuracy(), 8.0 / 13.0);
    }

    #[test]
    fn kappa_of_a_textbook_table_is_computed_by_hand() {
        // 20 5 / 10 15: observed 0.7, by chance (25·30 + 25·20) / 2500 = 0.5.
        let matrix = ConfusionMatrix {
            counts: vec![vec![20, 5], vec![10, 15]],
        };
        close(matrix.kappa(), 0.4);
        close(
            ConfusionMatrix {
                counts: vec![vec![4, 0], vec![0, 0]],
            }
            .kappa(),
            1.0,
        );
        close(
            ConfusionMatrix {
                counts: vec![vec![0, 4], vec![4, 0]],
            }
            .kappa(),
            -1.0,
        );
    }

    #[test]
    fn no_rows_give_zeros_instead_of_nan() {
        let empty = ConfusionMatrix::new(3);
        for value in [
            empty.accuracy(),
            empty.macro_f1(),
            empty.weighted_f1(),
            empty.kappa(),
        ] {
            close(value, 0.0);
        }
    }

    #[test]
    fn stance_ignores_the_none_label_on_both_sides() {
        let scores = array![
            [0.1, 0.8, 0.1],
            [0.2, 0.7, 0.1],
            [0.0, 0.9, 0.1],
            [0.3, 0.3, 0.4]
        ];
        let Ok(matrix) = stance(scores.view(), &[0, 2, 1, 2], 1) else {
            panic!("the lists are parallel")
        };
        // Row 0 ties at 0.1: the first class wins. Row 1 is a 2 taken for 0, row 3 a 2 taken for 2.
        assert_eq!(
            matrix.counts(),
            [vec![1, 0, 0], vec![0, 0, 0], vec![1, 0, 1]]
        );
        close(matrix.macro_f1(), 2.0 / 3.0);
    }

    #[test]
    fn wrong_lists_are_refused() {
        assert!(matches!(
            ConfusionMatrix::from_pairs(&[0], &[0, 1], 2),
            Err(Error::Lengths { .. })
        ));
        assert!(matches!(
            ConfusionMatrix::from_pairs(&[0], &[2], 2),
            Err(Error::ClassOutOfRange { class: 2, .. })
        ));
        assert!(stance(array![[0.5, 0.5]].view(), &[3], 0).is_err());
    }

    proptest! {
        #[test]
        fn transposing_swaps_precision_and_recall(pairs in prop::collection::vec((0_usize..4, 0_usize..4), 0..60)) {
            let (gold, predicted): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
            let there = ConfusionMatrix::from_pairs(&gold, &predicted, 4).map(|m| m.per_label()).unwrap_or_default();
            let back = ConfusionMatrix::from_pairs(&predicted, &gold, 4).map(|m| m.per_label()).unwrap_or_default();
            prop_assert_eq!(there.len(), 4);
            for (there, back) in there.iter().zip(&back) {
                prop_assert_eq!((there.precision, there.recall, there.f1), (back.recall, back.precision, back.f1));
                prop_assert!((0.0..=1.0).contains(&there.f1));
            }
        }
    }
}
