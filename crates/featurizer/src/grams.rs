//! The n-grams of a text as hashes, and those among them that come more than once.

use std::iter;

use crate::ngram;
use crate::sample::Namespace;
use crate::terms::{LANES, Lanes, Sums, add};

/// N-grams that are counted one by one; of more of them all are sorted.
const FEW: usize = 8;

/// A word that was read before: its code, and when it was seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    code: u64,
    /// Upper half: the number of the text that had it last; lower half: how many times.
    stamp: u64,
    /// What the unit adds when it stands alone, as a term of the first plane.
    pub(crate) lanes: Lanes,
}

impl Reading {
    pub(crate) fn new(code: u64, lanes: Lanes) -> Self {
        Reading {
            code,
            stamp: 0,
            lanes,
        }
    }
}

/// The n-grams of one or more texts; one per thread.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grams {
    /// Where all n-grams that are to be looked up may stand, and the checks of what must be there.
    pub(crate) found: Vec<Found>,
    /// Those of them that come again in their text, each time that they do, and how many times they come in all. Some come
    /// once and are here too.
    pub(crate) repeated: Vec<(u64, u32)>,
    /// The sums of what the last text's units add as terms of the first plane.
    pub(crate) alone: Sums,
    /// Where the readings of units are that come again in the last text, each time that they do, and how many times they
    /// come in all.
    pub(crate) repeated_units: Vec<(u32, u32)>,
    /// The codes of the last text's units.
    pub(crate) codes: Vec<u64>,
    /// Hashes of the n-grams of the length that is being looked at, by the unit where they begin.
    growing: Vec<u64>,
    /// Units that were in the last text before, ascending, so many.
    later: Vec<u32>,
    again: usize,
    /// Where n-grams begin that have such units alone.
    doubted: Vec<u32>,
    /// The number of the last text.
    text: u32,
}

/// Where an n-gram may stand, and the check of what must be there.
pub(crate) type Found = (u32, u32);

/// Which n-grams are looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// Units of the shortest and of the longest ones.
    pub(crate) lengths: (usize, usize),
    /// Whether single units are looked up like longer n-grams; what is known of them is known otherwise if not.
    pub(crate) units: bool,
}

impl Grams {
    /// Forgets the n-grams of all texts.
    pub(crate) fn clear(&mut self) {
        self.found.clear();
        self.repeated.clear();
    }

    /// Appends the n-grams of a text, whose units have the readings at `places`. `look` tells where one may stand.
    #[inline]
    pub(crate) fn read(
        &mut self,
        namespace: Namespace,
        wanted: Wanted,
        readings: &mut [Reading],
        places: &[u32],
        look: impl Fn(u64) -> Found,
    ) {
        let count = places.len();
        self.count(ngram::start(namespace), readings, places);
        let (shortest, longest) = wanted.lengths;
        if shortest == 1 && wanted.units {
            self.found
                .extend(self.growing[..count].iter().map(|&hash| look(hash)));
            let start = ngram::start(namespace);
            for &(place, times) in &self.repeated_units {
                let hash = ngram::extend(start, readings[place as usize].code);
                self.repeated.push((hash, times));
            }
        }
        for length in 2..=longest.min(count) {
            let grown = self.growing[..=count - length].iter_mut();
            let grown = grown.zip(&self.codes[length - 1..count]);
            if length < shortest {
                grown.for_each(|(hash, &code)| *hash = ngram::extend(*hash, code));
                continue;
            }
            self.found.extend(grown.map(|(hash, &code)| {
                *hash = ngram::extend(*hash, code);
                look(*hash)
            }));
            self.find_repeated(length, count);
        }
    }

    /// Writes the units' codes and the hashes of the n-grams of one unit; finds those that were in the text before, and
    /// how often each of them comes.
    fn count(&mut self, start: u64, readings: &mut [Reading], places: &[u32]) {
        if self.text == u32::MAX {
            readings.iter_mut().for_each(|reading| reading.stamp = 0);
            self.text = 0;
        }
        self.text += 1;
        let none = u64::from(self.text) << 32;
        let count = places.len();
        if self.codes.len() < count {
            self.codes.resize(count, 0);
            self.growing.resize(count, 0);
            self.later.resize(count, 0);
        }
        // Every unit is written, and stays when it was there before.
        let (mut again, later) = (0, &mut self.later[..count]);
        let hashes = self.codes[..count]
            .iter_mut()
            .zip(&mut self.growing[..count]);
        let mut alone = [0.0; LANES];
        for ((&place, (code, hash)), at) in places.iter().zip(hashes).zip(0..) {
            let reading = &mut readings[place as usize];
            *code = reading.code;
            *hash = ngram::extend(start, reading.code);
            add(&reading.lanes, &mut alone);
            reading.stamp = reading.stamp.max(none) + 1;
            later[again] = at;
            again += usize::from(reading.stamp > none + 1);
        }
        (self.again, self.alone) = (again, alone);
        let again = later[..again].iter().map(|&at| {
            let place = places[at as usize];
            let times = readings[place as usize].stamp - none;
            (place, times as u32)
        });
        self.repeated_units.clear();
        self.repeated_units.extend(again);
    }

    /// Finds the n-grams of the given length that come again, all of whose units were in the text before.
    fn find_repeated(&mut self, length: usize, count: usize) {
        let growing = &self.growing[..=count - length];
        let later = &self.later[..self.again];
        if self.doubted.len() < later.len() {
            self.doubted.resize(later.len(), 0);
        }
        let mut doubted = 0;
        for units in later.windows(length) {
            self.doubted[doubted] = units[0];
            doubted += usize::from(units[length - 1] - units[0] == length as u32 - 1);
        }
        let doubted = &self.doubted[..doubted];
        if doubted.len() > FEW {
            let mut sorted = growing.to_vec();
            sorted.sort_unstable();
            for run in sorted.chunk_by(|a, b| a == b) {
                let times = run.len() as u32;
                let again = iter::repeat_n((run[0], times), run.len() - 1);
                self.repeated.extend(again);
            }
            return;
        }
        self.repeated.extend(doubted.iter().map(|&at| {
            let hash = growing[at as usize];
            let (mut times, mut before) = (0, 0);
            for (&own, place) in growing.iter().zip(0..) {
                let same = u32::from(own == hash);
                times += same;
                before += same & u32::from(place < at);
            }
            (hash, [1, times][usize::from(before > 0)])
        }));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::{Grams, Reading, Wanted};
    use crate::ngram::hash_of;
    use crate::sample::Namespace;
    use crate::terms::LANES;

    /// What must be found of a text: how many times each n-gram comes.
    fn counted(places: &[u32], lengths: (usize, usize)) -> BTreeMap<u64, u32> {
        let mut counts = BTreeMap::new();
        for length in lengths.0..=lengths.1 {
            for units in places.windows(length) {
                let codes = units.iter().map(|&place| u64::from(place) + 100);
                *counts.entry(hash_of(Namespace::After, codes)).or_default() += 1;
            }
        }
        counts
    }

    proptest! {
        #[test]
        fn n_grams_are_found_as_often_as_they_come_and_once_less_again(
            texts in prop::collection::vec(prop::collection::vec(0..4_u32, 0..60), 1..4),
            shortest in 1..3_usize,
            more in 0..3_usize,
        ) {
            let mut readings: Vec<Reading> = (100..104)
                .map(|code| Reading::new(code, [1.0; LANES]))
                .collect();
            let mut grams = Grams::default();
            let lengths = (shortest, shortest + more);
            for places in texts {
                grams.clear();
                let wanted = Wanted { lengths, units: true };
                let look = |hash: u64| (hash as u32, (hash >> 32) as u32);
                grams.read(Namespace::After, wanted, &mut readings, &places, look);
                prop_assert!(grams.alone.iter().all(|&sum| sum as usize == places.len()));
                let expected = counted(&places, lengths);
                let mut found = BTreeMap::new();
                for &(low, high) in &grams.found {
                    *found.entry(u64::from(low) | u64::from(high) << 32).or_default() += 1;
                }
                prop_assert_eq!(&found, &expected);
                let mut again: Vec<(u64, u32)> = grams.repeated.clone();
                again.retain(|&(_, times)| times > 1);
                again.sort_unstable();
                let expected = expected.iter().flat_map(|(&hash, &times)| {
                    std::iter::repeat_n((hash, times), times as usize - 1)
                });
                prop_assert_eq!(again, expected.collect::<Vec<_>>());
            }
        }
    }
}
