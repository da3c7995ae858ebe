//! From 64-bit hashes to places in a table: one look at sixteen bytes tells nearly always where a hash would be.

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;
const EACH: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * EACH;
/// Tags that fit a bucket.
const TAGS: u32 = 8;
/// Set in `start` when a bucket holds more hashes than tags.
const CROWDED: u32 = 1 << 31;

/// The hashes that share a bucket stand one behind the other, from `start` on.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    /// A byte of each of the first eight hashes, the first one lowest; 0 behind the last.
    tags: u64,
    start: u32,
}

/// Where each of many distinct hashes stands. It gives candidates: whoever asks keeps the hashes and compares.
#[derive(Clone, Debug)]
pub(crate) struct Lookup {
    /// A power of two, and one more that says where the last bucket ends.
    buckets: Vec<Bucket>,
    shift: u32,
}

/// Where a hash can be at first sight.
#[derive(Clone, Copy)]
pub(crate) struct Candidate {
    /// Meaningless unless `likely`.
    pub(crate) place: u32,
    /// Whether there is such a tag; that it is wrong happens once in a hundred times.
    pub(crate) likely: bool,
    /// Whether the hash may be there though it is not likely.
    pub(crate) crowded: bool,
}

impl Lookup {
    /// The table, and for every place which of `hashes` stands there. There are fewer than 2^31 hashes.
    pub(crate) fn new(hashes: &[u64]) -> (Lookup, Vec<u32>) {
        let size = (hashes.len() / 3).next_power_of_two().max(2);
        let shift = u64::BITS - size.trailing_zeros();
        let mut lookup = Lookup {
            buckets: vec![Bucket::default(); size + 1],
            shift,
        };
        for &hash in hashes {
            let bucket = lookup.bucket(mixed(hash));
            lookup.buckets[bucket + 1].start += 1;
        }
        let mut start = 0;
        for bucket in &mut lookup.buckets {
            start += bucket.start;
            bucket.start = start;
        }
        let mut filled = vec![0_u32; size];
        let mut order = vec![0; hashes.len()];
        for (&hash, index) in hashes.iter().zip(0..) {
            let mixed = mixed(hash);
            let at = lookup.bucket(mixed);
            let bucket = &mut lookup.buckets[at];
            let position = filled[at];
            filled[at] += 1;
            order[((bucket.start & !CROWDED) + position) as usize] = index;
            if position < TAGS {
                bucket.tags |= u64::from(tag(mixed)) << (8 * position);
            } else {
                bucket.start |= CROWDED;
            }
        }
        (lookup, order)
    }

    #[inline]
    fn bucket(&self, mixed: u64) -> usize {
        (mixed >> self.shift) as usize
    }

    /// Where `hash` most likely is.
    #[inline]
    pub(crate) fn candidate(&self, hash: u64) -> Candidate {
        let mixed = mixed(hash);
        let bucket = self.buckets[self.bucket(mixed)];
        let other = bucket.tags ^ (EACH * u64::from(tag(mixed)));
        let same = other.wrapping_sub(EACH) & !other & HIGH;
        Candidate {
            place: (bucket.start & !CROWDED) + same.trailing_zeros() / 8,
            likely: same != 0,
            crowded: bucket.start & CROWDED != 0,
        }
    }

    /// The place of `hash`, looked for at every place where it can be; `hash_at` tells which hash stands at a place.
    #[cold]
    pub(crate) fn find(&self, hash: u64, hash_at: impl Fn(usize) -> u64) -> Option<usize> {
        let at = self.bucket(mixed(hash));
        let start = |at: usize| (self.buckets[at].start & !CROWDED) as usize;
        (start(at)..start(at + 1)).find(|&place| hash_at(place) == hash)
    }
}

/// The codes of single syllables are no hashes; afterwards they are as good as some.
#[inline]
fn mixed(hash: u64) -> u64 {
    let product = (hash ^ (hash >> 32)).wrapping_mul(PRIME);
    product ^ (product >> 29)
}

/// Never 0.
#[inline]
fn tag(mixed: u64) -> u8 {
    (mixed as u8).max(1)
}

#[cfg(test)]
mod tests {
    use super::Lookup;

    /// Looks a hash up in both steps.
    fn place(lookup: &Lookup, table: &[u64], hash: u64) -> Option<usize> {
        let candidate = lookup.candidate(hash);
        if candidate.likely && table.get(candidate.place as usize) == Some(&hash) {
            return Some(candidate.place as usize);
        }
        let found = lookup.find(hash, |place| table[place]);
        assert!(
            found.is_none() || candidate.likely || candidate.crowded,
            "{hash:x} is there, but its tag is not"
        );
        found
    }

    #[test]
    fn every_hash_is_found_at_its_place_and_no_other_hash_anywhere() {
        // Few and many, well spread and all alike but for some bits.
        for (count, step) in [
            (0, 1),
            (1, 1),
            (9, 1 << 60),
            (5000, 1),
            (5000, 1 << 40),
            (20_000, 0x1234_5678_9abc_def1),
        ] {
            let hashes: Vec<u64> = (0..count).map(|i: u64| i.wrapping_mul(step)).collect();
            let (lookup, order) = Lookup::new(&hashes);
            let table: Vec<u64> = order.iter().map(|&index| hashes[index as usize]).collect();
            for &hash in &hashes {
                let found = place(&lookup, &table, hash).map(|place| table[place]);
                assert_eq!(found, Some(hash));
            }
            for other in (1..2000).map(|i: u64| !i.wrapping_mul(step)) {
                assert_eq!(
                    place(&lookup, &table, other).is_some(),
                    hashes.contains(&other)
                );
            }
        }
    }
}
