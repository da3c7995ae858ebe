//! Which terms tell labels apart.

use crate::SparseMatrix;

/// The chi-squared statistic of every column against the labels, as in scikit-learn's `feature_selection.chi2`:
/// observed sums of the column per label against the sums expected if label and column were independent.
///
/// Columns that are zero everywhere get 0. `labels` holds one label a row, counted from 0.
///
/// ```
/// use thaido_featurizer::{SparseMatrix, chi_squared};
/// let mut rows = SparseMatrix::new(2);
/// rows.push_row(&[0, 1], &[1.0, 1.0]);
/// rows.push_row(&[1], &[1.0]);
/// // Column 0 occurs under label 0 alone: (1 − ½)²/½ + (0 − ½)²/½ = 1. Column 1 occurs under both alike.
/// assert_eq!(chi_squared(&rows, &[0, 1]), [1.0, 0.0]);
/// ```
///
/// # Panics
/// When there are not as many labels as rows.
pub fn chi_squared(rows: &SparseMatrix, labels: &[usize]) -> Vec<f64> {
    assert_eq!(rows.rows(), labels.len(), "one label a row");
    let classes = labels.iter().max().map_or(0, |&most| most + 1);
    let mut counts = vec![0.0; classes];
    let mut observed = vec![0.0; classes * rows.columns()];
    for ((indices, values), &label) in rows.iter().zip(labels) {
        counts[label] += 1.0;
        for (&column, &value) in indices.iter().zip(values) {
            observed[column as usize * classes + label] += f64::from(value);
        }
    }
    let total = labels.len() as f64;
    observed
        .chunks_exact(classes.max(1))
        .map(|column| {
            let sum: f64 = column.iter().sum();
            if sum == 0.0 {
                return 0.0;
            }
            let term = |(&seen, &count): (&f64, &f64)| {
                let expected = sum * count / total;
                if expected == 0.0 {
                    0.0
                } else {
                    (seen - expected).powi(2) / expected
                }
            };
            column.iter().zip(&counts).map(term).sum()
        })
        .collect()
}

/// The `most` columns of highest statistic, ascending; ties go to the lower column.
pub(crate) fn best(statistics: &[f64], most: usize) -> Vec<usize> {
    let mut columns: Vec<usize> = (0..statistics.len()).collect();
    columns.sort_by(|&a, &b| statistics[b].total_cmp(&statistics[a]).then(a.cmp(&b)));
    columns.truncate(most);
    columns.sort_unstable();
    columns
}
