//! The terms of a projection: one row of figures each, summed over the terms of a text.

use crate::lookup::{Candidate, check, number};

/// Rows of a check and `N` figures: the square of a term's idf, then its idf times its weights.
#[derive(Clone, Debug)]
pub(crate) struct Terms<const N: usize> {
    rows: Vec<Row<N>>,
}

#[derive(Clone, Copy, Debug)]
struct Row<const N: usize> {
    check: u32,
    lanes: [f32; N],
}

/// Terms that are summed in `f32`, before their sums are summed in `f64`.
const RUN: usize = 32;

/// What sums are worked out in; one per thread.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counter {
    /// 1 for a term that this text has had; all 0 between texts.
    seen: Vec<u8>,
    /// The second and further occurrences of terms.
    repeated: Vec<u32>,
}

impl<const N: usize> Terms<N> {
    /// Room for that many rows.
    pub(crate) fn with_capacity(terms: usize) -> Self {
        Terms {
            rows: Vec::with_capacity(terms + 1),
        }
    }

    /// Appends the row of the next number. Behind the last there must be one of zeros.
    pub(crate) fn push(&mut self, hash: u64, lanes: [f32; N]) {
        let check = hash as u32;
        self.rows.push(Row { check, lanes });
    }

    /// The sums of all figures over the terms among `candidates`, each weighted by its frequency in the text. The
    /// counter knows afterwards which of them are repeated.
    #[inline]
    pub(crate) fn sum(
        &self,
        candidates: &[Candidate],
        counter: &mut Counter,
        sublinear: bool,
    ) -> [f64; N] {
        let Counter { seen, repeated } = counter;
        if seen.len() < self.rows.len() {
            seen.resize(self.rows.len(), 0);
        }
        if repeated.len() < candidates.len() {
            repeated.resize(candidates.len(), 0);
        }
        let mut repeats = 0;
        let mut sums = [0.0; N];
        let room = &mut repeated[..candidates.len()];
        let seen = &mut seen[..self.rows.len()];
        for part in candidates.chunks(RUN) {
            let mut run = [0.0; N];
            for &candidate in part {
                let number = number(candidate);
                let row = &self.rows[number];
                if row.check != check(candidate) {
                    continue;
                }
                for (sum, &lane) in run.iter_mut().zip(&row.lanes) {
                    *sum += lane;
                }
                // Written always and kept when it was seen before: cheaper than a branch that is often mistaken.
                let seen = &mut seen[number];
                room[repeats] = number as u32;
                repeats += usize::from(*seen);
                *seen = 1;
            }
            for (sum, run) in sums.iter_mut().zip(run) {
                *sum += f64::from(run);
            }
        }
        for &candidate in candidates {
            seen[number(candidate)] = 0;
        }
        repeated.truncate(repeats);
        if repeats > 0 {
            repeated.sort_unstable();
            for (number, factor, square) in growth(repeated, sublinear) {
                let lanes = &self.rows[number].lanes;
                sums[0] += square * f64::from(lanes[0]);
                for (sum, &lane) in sums[1..].iter_mut().zip(&lanes[1..]) {
                    *sum += factor * f64::from(lane);
                }
            }
        }
        sums
    }

    /// Whether the candidate is a term.
    #[inline]
    pub(crate) fn knows(&self, candidate: Candidate) -> bool {
        self.rows[number(candidate)].check == check(candidate)
    }
}

impl Counter {
    /// The terms that the last text repeated, with what [`growth`] tells.
    pub(crate) fn repeated(&self, sublinear: bool) -> impl Iterator<Item = (usize, f64, f64)> {
        growth(&self.repeated, sublinear)
    }
}

/// For every number in ascending order: by how much its term frequency, and the square of that, differ from the count
/// of its occurrences. The first one is not among the numbers.
fn growth(repeated: &[u32], sublinear: bool) -> impl Iterator<Item = (usize, f64, f64)> {
    repeated.chunk_by(|a, b| a == b).map(move |run| {
        let count = run.len() as f32 + 1.0;
        let tf = match run.len() {
            _ if !sublinear => count,
            // Most are these, and a logarithm takes as long as twenty terms.
            1 => 1.0 + std::f32::consts::LN_2,
            _ => 1.0 + count.ln(),
        };
        (
            run[0] as usize,
            f64::from(tf - count),
            f64::from(tf * tf - count),
        )
    })
}
