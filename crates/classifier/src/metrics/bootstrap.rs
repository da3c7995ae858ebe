//! How much a figure would vary on other samples of the same size.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Error, error::same_length};

/// A 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// 2.5 % of the resamples lie below.
    pub low: f64,
    /// 2.5 % of the resamples lie above.
    pub high: f64,
}

/// Resampling with replacement, of rows or of whole groups of rows, from a generator with a fixed seed.
///
/// ```
/// use thaido_classifier::metrics::Bootstrap;
/// let right = [true, true, true, false, true, true, false, true, true, true];
/// let accuracy = |rows: &[usize]| rows.iter().filter(|&&row| right[row]).count() as f64 / rows.len() as f64;
/// let interval = Bootstrap::rows(10).interval(accuracy)?;
/// assert_eq!((interval.low, interval.high), (0.5, 1.0));
/// # Ok::<(), thaido_classifier::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Bootstrap {
    units: Vec<Vec<usize>>,
    resamples: usize,
    seed: u64,
}

/// Sebastiano Vigna's `SplitMix64`: a counter times a constant, well mixed.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; the high half of a product is even enough for bounds far below 2^64.
    fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }
}

impl Bootstrap {
    /// Resamples of `count` rows, each row on its own: 1,000 resamples, seed 0.
    pub fn rows(count: usize) -> Self {
        Bootstrap {
            units: (0..count).map(|row| vec![row]).collect(),
            resamples: 1000,
            seed: 0,
        }
    }

    /// Resamples of whole groups; `groups` holds the group of every row. As many groups are drawn as there are, so that
    /// the number of rows varies with them.
    pub fn groups(groups: &[usize]) -> Self {
        // In the order of their first rows, so that renumbering the groups changes nothing.
        let mut places = BTreeMap::new();
        let mut units: Vec<Vec<usize>> = Vec::new();
        for (row, group) in groups.iter().enumerate() {
            let place = *places.entry(group).or_insert(units.len());
            if place == units.len() {
                units.push(Vec::new());
            }
            units[place].push(row);
        }
        Bootstrap {
            units,
            ..Self::rows(0)
        }
    }

    /// Sets the number of resamples.
    #[must_use]
    pub fn resamples(mut self, resamples: usize) -> Self {
        self.resamples = resamples;
        self
    }

    /// Sets the seed.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The 95 % percentile interval of `statistic`, which gets the rows of a resample (with repetitions).
    ///
    /// The ends are the order statistics at 2.5 % and 97.5 %, interpolated linearly; NaN sorts last.
    ///
    /// # Errors
    /// [`Error::Empty`] without rows or resamples.
    pub fn interval(&self, mut statistic: impl FnMut(&[usize]) -> f64) -> Result<Interval, Error> {
        let intervals = self.intervals(1, |rows| vec![statistic(rows)])?;
        intervals
            .first()
            .copied()
            .ok_or(Error::Empty { name: "figures" })
    }

    /// The intervals of several figures from the same resamples; `statistics` returns `count` of them.
    ///
    /// # Errors
    /// [`Error::Empty`] without rows or resamples, [`Error::Lengths`] when another number of figures comes back.
    pub fn intervals(
        &self,
        count: usize,
        mut statistics: impl FnMut(&[usize]) -> Vec<f64>,
    ) -> Result<Vec<Interval>, Error> {
        if self.units.is_empty() {
            return Err(Error::Empty { name: "rows" });
        }
        if self.resamples == 0 {
            return Err(Error::Empty { name: "resamples" });
        }
        let mut generator = SplitMix64(self.seed);
        let mut found = vec![Vec::with_capacity(self.resamples); count];
        let mut rows = Vec::new();
        for _ in 0..self.resamples {
            rows.clear();
            for _ in 0..self.units.len() {
                rows.extend_from_slice(&self.units[generator.below(self.units.len())]);
            }
            let figures = statistics(&rows);
            same_length((figures.len(), "figures"), (count, "figures asked for"))?;
            for (found, figure) in found.iter_mut().zip(figures) {
                found.push(figure);
            }
        }
        Ok(found
            .iter_mut()
            .map(|figures| percentiles(figures))
            .collect())
    }
}

fn percentiles(figures: &mut [f64]) -> Interval {
    figures.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = share * (figures.len() - 1) as f64;
        let (below, above) = (
            figures[place.floor() as usize],
            figures[place.ceil() as usize],
        );
        below + (above - below) * place.fract()
    };
    Interval {
        low: at(0.025),
        high: at(0.975),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_gives_the_published_numbers() {
        // The first outputs of the reference implementation for the seed 1234567.
        let mut generator = SplitMix64(1_234_567);
        assert_eq!(generator.next(), 6_457_827_717_110_365_317);
        assert_eq!(generator.next(), 3_203_168_211_198_807_973);
        assert_eq!(generator.next(), 9_817_491_932_198_370_423);
    }

    #[test]
    fn percentiles_lie_between_order_statistics() {
        // Of 0 … 40 the 2.5 % point is the value 1 and the 97.5 % point the value 39.
        let mut figures: Vec<f64> = (0..=40).rev().map(f64::from).collect();
        assert_eq!(
            percentiles(&mut figures),
            Interval {
                low: 1.0,
                high: 39.0
            }
        );
        let mut two = [1.0, 0.0];
        assert_eq!(
            percentiles(&mut two),
            Interval {
                low: 0.025,
                high: 0.975
            }
        );
    }

    #[test]
    fn the_interval_of_a_mean_is_about_two_standard_errors_wide() {
        // 400 rows, half of them right: standard error 0.025, interval 0.5 ± 0.049.
        let Ok(found) = Bootstrap::rows(400)
            .resamples(20_000)
            .interval(|rows| rows.iter().filter(|&row| row % 2 == 0).count() as f64 / 400.0)
        else {
            panic!("there are rows")
        };
        assert!(
            (found.low - 0.451).abs() < 0.006 && (found.high - 0.549).abs() < 0.006,
            "{found:?}"
        );
    }

    #[test]
    fn groups_come_whole_and_widen_the_interval() {
        let groups: Vec<usize> = (0..400).map(|row| row / 40).collect();
        let share = |rows: &[usize]| {
            rows.iter().filter(|&&row| row < 200).count() as f64 / rows.len() as f64
        };
        let mut whole = true;
        let grouped = Bootstrap::groups(&groups).interval(|rows| {
            whole &= rows
                .chunks(40)
                .all(|chunk| chunk.iter().all(|row| row / 40 == chunk[0] / 40));
            share(rows)
        });
        let single = Bootstrap::rows(400).interval(share);
        let (Ok(grouped), Ok(single)) = (grouped, single) else {
            panic!("there are rows")
        };
        assert!(whole);
        assert!(
            grouped.high - grouped.low > 3.0 * (single.high - single.low),
            "{grouped:?} {single:?}"
        );
    }

    #[test]
    fn the_same_seed_gives_the_same_bits_and_another_seed_others() {
        let mean = |rows: &[usize]| rows.iter().sum::<usize>() as f64 / 50.0;
        let run = |seed| Bootstrap::rows(50).seed(seed).interval(mean).ok();
        assert_eq!(run(3), run(3));
        assert_ne!(run(3), run(4));
    }

    #[test]
    fn no_rows_and_no_resamples_are_refused() {
        assert!(matches!(
            Bootstrap::rows(0).interval(|_| 0.0),
            Err(Error::Empty { name: "rows" })
        ));
        assert!(Bootstrap::rows(3).resamples(0).interval(|_| 0.0).is_err());
        assert!(Bootstrap::rows(3).intervals(2, |_| vec![0.0]).is_err());
    }
}
