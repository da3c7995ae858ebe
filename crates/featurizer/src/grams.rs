//! The n-grams of a text as hashes, and those among them that come more than once.

use crate::ngram;
use crate::sample::Namespace;
use crate::terms::{LANES, Lanes, Sums, add};

/// N-grams that are counted one by one; of more of them all are sorted.
const FEW: usize = 32;
/// Hashes that are compared together.
const CHUNK: usize = 8;

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
    /// Where all n-grams that are to be looked up may stand, and the checks of what must be there. For every text there is
    /// one more, which is no n-gram and not known.
    found: Vec<Found>,
    /// How many of them hold something.
    filled: usize,
    /// Which of them came before in their text, and how often they have come with that. Some come first and are here too.
    pub(crate) repeated: Vec<Again>,
    /// The sums of what the last text's units add as terms of the first plane.
    pub(crate) alone: Sums,
    /// The codes of the last text's units.
    codes: Vec<u64>,
    /// Hashes of the n-grams of the length that is being looked at, behind one that is none, by the unit where they begin.
    growing: Vec<u64>,
    /// Units that came before in the last text, ascending, so many.
    later: Vec<Again>,
    again: usize,
    /// Where n-grams begin that have such units alone.
    doubted: Vec<u32>,
    /// The number of the last text.
    text: u32,
}

/// What stands for a unit before the first one: no n-gram begins with it.
const NOTHING: u64 = 0x6e6f_7468_696e_6721;

/// Where an n-gram may stand, and the check of what must be there.
pub(crate) type Found = (u32, u32);

/// The number of something that comes again, and how often it has come with that.
pub(crate) type Again = (u32, u32);

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
        self.filled = 0;
        self.repeated.clear();
    }

    /// Where the n-grams may stand.
    pub(crate) fn found(&self) -> &[Found] {
        &self.found[..self.filled]
    }

    /// The codes of the last text's units, which were so many.
    pub(crate) fn codes(&self, count: usize) -> &[u64] {
        &self.codes[..count]
    }

    /// The last text's units that came before in it.
    pub(crate) fn repeated_units(&self) -> &[Again] {
        &self.later[..self.again]
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
        self.make_room(readings, count);
        let (shortest, longest) = wanted.lengths;
        let start = ngram::start(namespace);
        self.pair(start, readings, places, &look);
        if !(shortest..=longest).contains(&2) {
            self.filled -= count;
        } else if count > 1 {
            self.find_repeated(2, count);
        }
        if shortest == 1 && wanted.units {
            let first = self.filled as u32;
            let found = room(&mut self.found, &mut self.filled, count);
            for (found, &code) in found.iter_mut().zip(&self.codes[..count]) {
                *found = look(ngram::extend(start, code));
            }
            let again = self.later[..self.again].iter();
            self.repeated
                .extend(again.map(|&(at, times)| (first + at, times)));
        }
        for length in 3..=longest.min(count) {
            let grown = self.growing[1..count - length + 2].iter_mut();
            let grown = grown.zip(&self.codes[length - 1..count]);
            if length < shortest {
                grown.for_each(|(hash, &code)| *hash = ngram::extend(*hash, code));
                continue;
            }
            let found = room(&mut self.found, &mut self.filled, count - length + 1);
            for ((hash, &code), found) in grown.zip(found) {
                *hash = ngram::extend(*hash, code);
                *found = look(*hash);
            }
            self.find_repeated(length, count);
        }
    }

    /// Begins a text of so many units.
    fn make_room(&mut self, readings: &mut [Reading], count: usize) {
        if self.text == u32::MAX {
            readings.iter_mut().for_each(|reading| reading.stamp = 0);
            self.text = 0;
        }
        self.text += 1;
        if self.codes.len() < count {
            self.codes.resize(count, 0);
            // Whole chunks behind the first one.
            self.growing.resize(count.next_multiple_of(CHUNK) + 1, 0);
            self.later.resize(count, (0, 0));
        }
    }

    /// Writes the units' codes, sums up what they add, finds those that came before in the text, and looks for the
    /// n-grams of two units, whose hashes are those that grow: all in one pass.
    #[inline]
    fn pair(
        &mut self,
        start: u64,
        readings: &mut [Reading],
        places: &[u32],
        look: impl Fn(u64) -> Found,
    ) {
        let none = u64::from(self.text) << 32;
        let count = places.len();
        let found = room(&mut self.found, &mut self.filled, count);
        let to = self.codes[..count].iter_mut();
        let to = to.zip(&mut self.growing[..count]);
        let to = to.zip(found);
        let (mut again, later) = (0, &mut self.later[..count]);
        let mut alone = [0.0; LANES];
        let mut before = NOTHING;
        for ((&place, ((code, hash), found)), at) in places.iter().zip(to).zip(0..) {
            let reading = &mut readings[place as usize];
            add(&reading.lanes, &mut alone);
            // Every unit is written, and stays when it came before.
            reading.stamp = reading.stamp.max(none) + 1;
            let times = reading.stamp as u32;
            later[again] = (at, times);
            again += usize::from(times > 1);
            *code = reading.code;
            *hash = ngram::extend(before, *code);
            *found = look(*hash);
            before = ngram::extend(start, *code);
        }
        (self.again, self.alone) = (again, alone);
    }

    /// Finds those of the n-grams of the given length, which were found last, that come again: all their units do.
    fn find_repeated(&mut self, length: usize, count: usize) {
        let growing = &self.growing[1..];
        let own = count - length + 1;
        let first = (self.filled - own) as u32;
        let later = &self.later[..self.again];
        if self.doubted.len() < later.len() {
            self.doubted.resize(later.len(), 0);
        }
        let mut doubted = 0;
        for units in later.windows(length) {
            let (begin, end) = (units[0].0, units[length - 1].0);
            self.doubted[doubted] = begin;
            doubted += usize::from(end - begin == length as u32 - 1);
        }
        let doubted = &self.doubted[..doubted];
        if doubted.len() > FEW {
            let mut sorted: Vec<(u64, u32)> = growing[..own].iter().copied().zip(first..).collect();
            sorted.sort_unstable();
            for run in sorted.chunk_by(|a, b| a.0 == b.0) {
                let again = run.iter().map(|&(_, own)| own).zip(1..);
                self.repeated.extend(again.skip(1));
            }
            return;
        }
        self.repeated.extend(doubted.iter().map(|&at| {
            let hash = growing[at as usize];
            let chunks = growing
                .as_chunks::<CHUNK>()
                .0
                .iter()
                .zip((0..).step_by(CHUNK));
            let mut times = 0;
            // Whole chunks: where a short one ends cannot be guessed.
            for (chunk, from) in chunks.take(at as usize / CHUNK + 1) {
                for (&own, place) in chunk.iter().zip(from..) {
                    times += u32::from(own == hash) & u32::from(place <= at);
                }
            }
            (first + at, times)
        }));
    }
}

/// So many more places behind those that are filled, which are filled then.
fn room<'f>(found: &'f mut Vec<Found>, filled: &mut usize, count: usize) -> &'f mut [Found] {
    let first = *filled;
    *filled += count;
    if found.len() < *filled {
        found.resize(*filled, (0, 0));
    }
    &mut found[first..*filled]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::{Grams, NOTHING, Reading, Wanted};
    use crate::ngram::{extend, hash_of};
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
        fn n_grams_are_found_as_often_as_they_come_and_again_each_time_but_the_first(
            texts in prop::collection::vec(prop::collection::vec(0..6_u32, 0..90), 1..4),
            shortest in 1..3_usize,
            more in 0..3_usize,
        ) {
            let mut readings: Vec<Reading> = (100..106)
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
                let mut expected = counted(&places, lengths);
                let pairs = (lengths.0..=lengths.1).contains(&2);
                if let Some(&first) = places.first().filter(|_| pairs) {
                    expected.insert(extend(NOTHING, u64::from(first) + 100), 1);
                }
                let mut found = BTreeMap::new();
                for &(low, high) in grams.found() {
                    *found.entry(u64::from(low) | u64::from(high) << 32).or_default() += 1;
                }
                prop_assert_eq!(&found, &expected);
                let again = grams.repeated.iter().filter(|&&(_, times)| times > 1);
                let mut again: Vec<(u64, u32)> = again
                    .map(|&(own, times)| {
                        let (low, high) = grams.found()[own as usize];
                        (u64::from(low) | u64::from(high) << 32, times)
                    })
                    .collect();
                again.sort_unstable();
                let expected = expected
                    .iter()
                    .flat_map(|(&hash, &times)| (2..=times).map(move |times| (hash, times)));
                prop_assert_eq!(again, expected.collect::<Vec<_>>());
            }
        }
    }
}
