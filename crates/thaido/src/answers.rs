//! What a model answers for every statement, and whether it is right.

use thaido_classifier::best;

/// The label of every row, the probability that it was given, and whether it is the right one.
pub(crate) struct Answers {
    pub(crate) predicted: Vec<usize>,
    pub(crate) confidences: Vec<f64>,
    pub(crate) right: Vec<bool>,
}

impl Answers {
    /// The most probable label of every row beside the `gold` one.
    pub(crate) fn of(probabilities: &[Vec<f64>], gold: &[usize]) -> Self {
        let predicted: Vec<usize> = probabilities.iter().map(|row| best(row)).collect();
        let rows = probabilities.iter().zip(&predicted);
        Answers {
            confidences: rows.map(|(row, &label)| row[label]).collect(),
            right: gold
                .iter()
                .zip(&predicted)
                .map(|(gold, predicted)| gold == predicted)
                .collect(),
            predicted,
        }
    }
}
