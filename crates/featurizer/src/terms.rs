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

/// As many occurrences of a term as are counted on the way; beyond that they are counted anew.
const MOST: u8 = u8::MAX;

/// What sums are worked out in; one per thread.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counter {
    /// How many times this text has had a term, up to [`MOST`]; all 0 between texts.
    seen: Vec<u8>,
    /// Terms that the text has had more than once, and how many times.
    repeated: Vec<(u32, u32)>,
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
            repeated.resize(candidates.len(), (0, 0));
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
                // Written always and kept the second time: cheaper than a branch that is often mistaken.
                let seen = &mut seen[number];
                room[repeats].0 = number as u32;
                repeats += usize::from(*seen == 1);
                *seen = seen.saturating_add(1);
            }
            for (sum, run) in sums.iter_mut().zip(run) {
                *sum += f64::from(run);
            }
        }
        repeated.truncate(repeats);
        for (term, times) in &mut *repeated {
            *times = match seen[*term as usize] {
                MOST => {
                    let own = |&&candidate: &&Candidate| {
                        number(candidate) == *term as usize && self.knows(candidate)
                    };
                    candidates.iter().filter(own).count() as u32
                }
                times => times.into(),
            };
            let (factor, square) = growth(*times, sublinear);
            let lanes = &self.rows[*term as usize].lanes;
            sums[0] += square * f64::from(lanes[0]);
            for (sum, &lane) in sums[1..].iter_mut().zip(&lanes[1..]) {
                *sum += factor * f64::from(lane);
            }
        }
        for &candidate in candidates {
            seen[number(candidate)] = 0;
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
    /// The terms that the last text repeated, with the first of what [`growth`] tells.
    pub(crate) fn repeated(&self, sublinear: bool) -> impl Iterator<Item = (usize, f64)> {
        let growth = move |&(term, times)| (term as usize, growth(times, sublinear).0);
        self.repeated.iter().map(growth)
    }
}

/// By how much the term frequency of a term that occurs so many times, and the square of that, differ from that number.
fn growth(times: u32, sublinear: bool) -> (f64, f64) {
    let count = times as f32;
    let tf = match times {
        _ if !sublinear => count,
        // Most are these, and a logarithm takes as long as twenty terms.
        2 => 1.0 + std::f32::consts::LN_2,
        _ => 1.0 + count.ln(),
    };
    (f64::from(tf - count), f64::from(tf * tf - count))
}
