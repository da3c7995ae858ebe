//! Weights joined with the tables of a featurizer, before anything is labelled.

use crate::terms::Terms;

/// The tables that rows are joined from.
pub(crate) struct Joined<'f> {
    pub(crate) hashes: &'f [u64],
    pub(crate) idf: &'f [f32],
    pub(crate) weights: &'f [f32],
    pub(crate) outputs: usize,
    /// Outputs whose weights are kept.
    pub(crate) kept: usize,
    pub(crate) order: &'f [u32],
}

impl Joined<'_> {
    /// A row for every column, in the order given, and one of zeros behind.
    pub(crate) fn terms<const N: usize>(&self) -> Terms<N> {
        let mut terms = Terms::with_capacity(self.order.len());
        for &column in self.order {
            let column = column as usize;
            let idf = self.idf[column];
            let own = &self.weights[column * self.outputs..][..self.kept];
            let mut lanes = [0.0; N];
            lanes[0] = idf * idf;
            for (lane, &weight) in lanes[1..].iter_mut().zip(own) {
                *lane = weight * idf;
            }
            terms.push(self.hashes[column], lanes);
        }
        terms.push(0, [0.0; N]);
        terms
    }
}

/// Whether the weights of every column sum to zero, but for rounding. Those of a multinomial logistic regression do: the
/// likelihood does not see a number that is added to all weights of a column, and the penalty wants it to be none.
pub(crate) fn is_balanced(weights: &[f32], outputs: usize) -> bool {
    outputs > 1
        && weights.chunks_exact(outputs).all(|column| {
            let sum: f32 = column.iter().sum();
            sum.abs() <= 1e-6
        })
}

/// The columns, those of frequent terms before those of rare ones: texts then find most of their terms in few places.
/// The order is a rough one, which is found in two passes.
pub(crate) fn frequent_first(idf: &[f32]) -> Vec<u32> {
    // Positive numbers ascend as their bits do; an idf is at least 1 and grows with the logarithm of the texts.
    let class =
        |idf: f32| (idf.to_bits().saturating_sub(1.0_f32.to_bits()) >> 14).min(4095) as usize;
    let mut ends = vec![0_u32; 4097];
    for &idf in idf {
        ends[class(idf) + 1] += 1;
    }
    for at in 1..ends.len() {
        ends[at] += ends[at - 1];
    }
    let mut order = vec![0; idf.len()];
    for (&idf, column) in idf.iter().zip(0..) {
        let to = &mut ends[class(idf)];
        order[*to as usize] = column;
        *to += 1;
    }
    order
}
