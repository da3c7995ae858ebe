//! The terms of a projection: a row of figures each, summed over the n-grams of a text.

use prefetch_index::prefetch_index;

use crate::grams::Found;
use crate::places::{Places, check};

/// Figures that are summed together: the square of the length of what a term or a word adds, then what it adds to up to
/// three outputs.
pub(crate) const LANES: usize = 4;
/// Outputs of a plane.
pub(crate) const OUTPUTS: usize = LANES - 1;
/// The figures of one term or word.
pub(crate) type Lanes = [f32; LANES];
/// Sums of such figures.
pub(crate) type Sums = [f64; LANES];

/// Figures that are summed in `f32`, before their sums are summed in `f64`.
pub(crate) const RUN: usize = 64;

/// Rows of a check and `N - 1` figures, each at the place of its hash, so that one access to memory finds out whether an
/// n-gram is known and what it adds.
#[derive(Clone, Debug)]
pub(crate) struct Terms<const N: usize> {
    /// The check, then the bits of figures. At places that nobody has all figures are 0.
    rows: Vec<[u32; N]>,
}

impl<const N: usize> Terms<N> {
    /// `owners` are those of the places, and `lanes` gives the figures of a hash by its number.
    pub(crate) fn new(
        hashes: &[u64],
        owners: &[Option<u32>],
        lanes: impl Fn(usize) -> Lanes,
    ) -> Self {
        let row = |owner: &Option<u32>| {
            let mut row = [0; N];
            if let &Some(number) = owner {
                row[0] = check(hashes[number as usize]);
                for (to, lane) in row[1..].iter_mut().zip(lanes(number as usize)) {
                    *to = lane.to_bits();
                }
            }
            row
        };
        Terms {
            rows: owners.iter().map(row).collect(),
        }
    }

    /// The figures of an n-gram; zeros when it is not known.
    #[inline]
    pub(crate) fn lanes(&self, (place, check): Found) -> Lanes {
        let row = &self.rows[place as usize];
        let mask = mask(row[0], check);
        let mut lanes = [0.0; LANES];
        for (lane, &bits) in lanes.iter_mut().zip(&row[1..]) {
            *lane = f32::from_bits(bits & mask);
        }
        lanes
    }

    /// Tells where an n-gram may stand, and calls for what is there.
    #[inline]
    pub(crate) fn look(&self, places: &Places) -> impl Fn(u64) -> Found {
        let (place, rows) = (places.finder(), &self.rows[..]);
        move |hash| {
            let place = place(hash);
            prefetch_index(rows, place);
            (place as u32, check(hash))
        }
    }

    /// Adds the figures of all n-grams that are known, as often as they come.
    #[inline]
    pub(crate) fn add(&self, found: &[Found], sums: &mut Sums) {
        for found in found.chunks(RUN) {
            let run = self.run(found);
            for (sum, run) in sums.iter_mut().zip(&run[1..]) {
                *sum += f64::from(*run);
            }
        }
    }

    /// The sums of rows, that of the checks among them, which means nothing: rows are summed whole. Not inlined, lest that
    /// be seen through.
    #[inline(never)]
    fn run(&self, found: &[Found]) -> [f32; N] {
        let mut run = [0.0; N];
        for &(place, check) in found {
            let row = &self.rows[place as usize];
            // Nobody can guess whether an n-gram is known: no branch.
            let mask = mask(row[0], check);
            for (sum, &bits) in run.iter_mut().zip(row) {
                *sum += f32::from_bits(bits & mask);
            }
        }
        run
    }
}

/// Adds the figures of one term.
#[inline]
pub(crate) fn add(lanes: &Lanes, sums: &mut Sums) {
    for (sum, &lane) in sums.iter_mut().zip(lanes) {
        *sum += f64::from(lane);
    }
}

/// `1 + ln n` from n = 1 on, and 0 before it; a logarithm takes as long as twenty terms.
const GROWN: [f32; 9] = [
    0.0,
    1.0,
    1.693_147_2,
    2.098_612_3,
    2.386_294_4,
    2.609_438,
    2.791_759_5,
    2.945_910_2,
    3.079_441_5,
];

/// What mends the sums for a term that has come so many times, of which each was added as if it were the only one: the
/// factors for the square of the length and for the outputs.
#[inline]
const fn mend(before: f32, now: f32) -> (f64, f64) {
    let (before, now) = (before as f64, now as f64);
    (now * now - before * before - 1.0, now - before - 1.0)
}

/// Those of the first times.
const MENDS: [(f64, f64); GROWN.len()] = {
    let mut mends = [(0.0, 0.0); GROWN.len()];
    let mut times = 1;
    while times < GROWN.len() {
        mends[times] = mend(GROWN[times - 1], GROWN[times]);
        times += 1;
    }
    mends
};

/// Mends the sums for a term that has come so many `times`, of which it was told at every one before.
pub(crate) fn add_again(lanes: &Lanes, times: u32, sublinear: bool, sums: &mut Sums) {
    let (square, plain) = match MENDS.get(times as usize) {
        Some(&mend) if sublinear => mend,
        _ if sublinear => mend(grown(times - 1), grown(times)),
        _ => mend((times - 1) as f32, times as f32),
    };
    sums[0] += square * f64::from(lanes[0]);
    for (sum, &lane) in sums[1..].iter_mut().zip(&lanes[1..]) {
        *sum += plain * f64::from(lane);
    }
}

/// `1 + ln n`.
#[cold]
fn grown(times: u32) -> f32 {
    1.0 + (times as f32).ln()
}

/// Ones when the two are the same, else zeros. From arithmetic, lest it become a branch.
#[inline]
pub(crate) fn mask(one: u32, other: u32) -> u32 {
    (u64::from(one ^ other).wrapping_sub(1) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::{GROWN, LANES, add, add_again};

    #[test]
    fn the_first_logarithms_are_right() {
        for (grown, times) in GROWN[1..].iter().zip(1_u8..) {
            assert!(
                (grown - 1.0 - f32::from(times).ln()).abs() < 3e-7,
                "{times}"
            );
        }
    }

    #[test]
    fn what_is_mended_at_every_occurrence_leaves_the_frequency_of_all() {
        for sublinear in [false, true] {
            let (lanes, mut sums) = ([2.0; LANES], [0.0; LANES]);
            for times in 1..40_u8 {
                add(&lanes, &mut sums);
                add_again(&lanes, u32::from(times), sublinear, &mut sums);
                let count = f64::from(times);
                let frequency = if sublinear { 1.0 + count.ln() } else { count };
                let expected = [frequency * frequency, frequency, frequency, frequency];
                for (sum, expected) in sums.iter().zip(expected) {
                    assert!((sum - 2.0 * expected).abs() < 2e-6 * sum, "{times}");
                }
            }
        }
    }
}
