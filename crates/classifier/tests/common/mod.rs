//! Generated problems that look like texts: few frequent columns, many rare ones, rows of length 1.

use linfa::DatasetBase;
use ndarray::Array1;
use thaido_featurizer::SparseMatrix;

pub(crate) type Problem = DatasetBase<SparseMatrix, Array1<usize>>;

/// Numbers that look random and are the same everywhere.
pub(crate) struct Pattern(u64);

impl Pattern {
    pub(crate) fn new(seed: u64) -> Self {
        Pattern(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) | 1)
    }

    /// A number from 0 up to 1.
    pub(crate) fn share(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// `rows` rows of up to `length` of `columns` columns, with classes drawn from a planted model.
pub(crate) fn problem(rows: usize, columns: usize, classes: usize, length: usize) -> Problem {
    let mut pattern = Pattern::new((rows + 31 * columns + 977 * classes) as u64);
    let planted: Vec<f64> = (0..columns * classes)
        .map(|_| 6.0 * (pattern.share() - 0.5))
        .collect();
    let mut matrix = SparseMatrix::new(columns);
    let mut targets = Vec::with_capacity(rows);
    for _ in 0..rows {
        let mut indices: Vec<u32> = (0..length)
            // The k-th column comes about 1/k as often as the first: the exponential of an even share.
            .map(|_| (((columns as f64 + 8.0) / 8.0).powf(pattern.share()) * 8.0 - 8.0) as u32)
            .map(|column| column.min(columns as u32 - 1))
            .collect();
        indices.sort_unstable();
        indices.dedup();
        let raw: Vec<f64> = indices
            .iter()
            .map(|&column| (3.0 + f64::from(column)).ln())
            .collect();
        let norm = raw.iter().map(|value| value * value).sum::<f64>().sqrt();
        let values: Vec<f32> = raw.iter().map(|value| (value / norm) as f32).collect();
        let scores = (0..classes).map(|class| {
            let planted = |&column: &u32| planted[column as usize * classes + class];
            let score: f64 = indices
                .iter()
                .zip(&values)
                .map(|(column, &value)| planted(column) * f64::from(value))
                .sum();
            let noise = -(-(pattern.share() + 1e-12).ln()).ln();
            2.0 * score + noise - 0.3 * class as f64
        });
        let scores: Vec<f64> = scores.collect();
        targets.push(thaido_classifier::best(&scores));
        matrix.push_row(&indices, &values);
    }
    DatasetBase::new(matrix, Array1::from(targets))
}
