//! From 64-bit hashes to numbers, without collisions: a hash has one place, and what stands there tells at once whether
//! it is known.
//!
//! Hashes fall into small buckets; each bucket has a pilot, a number found by trying, that sends its hashes to places
//! that no other hash has (hash and displace: Belazzougui, Botelho and Dietzfelbinger 2009; Pibiri and Trani 2021). At a
//! place stand a number and, in the bits that the number leaves free, the upper bits of its hash. For a hundred thousand
//! hashes that is 64 KiB of pilots and 512 KiB of places, which stay in a core's own cache.

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// The numbers of many hashes, from 0 in their order.
#[derive(Clone, Debug)]
pub(crate) struct Lookup {
    /// A power of two, as are the places.
    pilots: Vec<u16>,
    places: Vec<u32>,
    count: u32,
    /// The bits of a place that hold the number.
    numbers: u32,
    /// An odd number; another one changes all places, for the case that a pilot could not be found.
    factor: u64,
}

/// A hash that is known but for a chance of one in thousands: its number, and the half of it that tells for sure.
///
/// Upper half: the lower half of the hash. Lower half: the number. Places and the bits that stand there have told the
/// rest, so whoever keeps the lower halves by number and compares has compared all 64 bits.
pub(crate) type Candidate = u64;

/// The number of a candidate.
#[inline]
pub(crate) fn number(candidate: Candidate) -> usize {
    (candidate & u64::from(u32::MAX)) as usize
}

/// What must stand in the own table of whoever asks, under the candidate's number.
#[inline]
pub(crate) fn check(candidate: Candidate) -> u32 {
    (candidate >> 32) as u32
}

/// The candidate of a hash whose number is known.
#[inline]
pub(crate) fn candidate(number: u32, hash: u64) -> Candidate {
    u64::from(number) | hash << 32
}

/// Spreads numbers that are no hashes, such as the codes of single syllables, over all bits. One to one.
#[inline]
pub(crate) fn spread(code: u64) -> u64 {
    let product = code.wrapping_mul(PRIME);
    product ^ (product >> 32)
}

impl Lookup {
    /// The table of well spread hashes. Of equal hashes the first is found. The number behind the last may come up as
    /// a candidate too.
    pub(crate) fn new(hashes: &[u64]) -> Lookup {
        let count = hashes.len();
        let buckets = (count / 4).next_power_of_two().max(2);
        let places = (count + count / 4 + 8).next_power_of_two();
        let mut lookup = Lookup {
            pilots: vec![0; buckets],
            places: vec![count as u32; places],
            count: count as u32,
            numbers: (count as u32 + 1).next_power_of_two() - 1,
            factor: PRIME,
        };
        let (members, order) = lookup.members(hashes, buckets);
        while !lookup.settle(hashes, &members, &order) {
            lookup.factor = lookup.factor.wrapping_mul(PRIME);
            lookup.places.fill(count as u32);
        }
        lookup
    }

    /// The numbers of all hashes bucket by bucket, and for every bucket its part of them, the fullest bucket first.
    fn members(&self, hashes: &[u64], buckets: usize) -> (Vec<u32>, Vec<(u32, u32)>) {
        let mut ends = vec![0_u32; buckets + 1];
        for &hash in hashes {
            ends[self.bucket(hash) + 1] += 1;
        }
        let fullest = ends.iter().copied().max().unwrap_or(0) as usize;
        let mut starts = vec![0_u32; fullest + 2];
        for &size in &ends[1..] {
            starts[fullest - size as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut order = vec![(0, 0); buckets];
        for bucket in 0..buckets {
            let size = ends[bucket + 1];
            ends[bucket + 1] += ends[bucket];
            let to = &mut starts[fullest - size as usize];
            order[*to as usize] = (ends[bucket], size);
            *to += 1;
        }
        let mut members = vec![0; hashes.len()];
        for (&hash, number) in hashes.iter().zip(0..) {
            let to = &mut ends[self.bucket(hash)];
            members[*to as usize] = number;
            *to += 1;
        }
        (members, order)
    }

    /// Finds a pilot for every bucket; `false` when all pilots of a bucket fail.
    fn settle(&mut self, hashes: &[u64], members: &[u32], order: &[(u32, u32)]) -> bool {
        let mut taken = vec![0_u64; self.places.len().div_ceil(64)];
        let (mut own, mut chosen) = (Vec::new(), Vec::new());
        for &(start, size) in order.iter().take_while(|&&(_, size)| size > 0) {
            own.clear();
            for &number in &members[start as usize..][..size as usize] {
                let hash = hashes[number as usize];
                if own.iter().all(|&(other, _)| other != hash) {
                    own.push((hash, number));
                }
            }
            let mut fits = |pilot: u16| {
                chosen.clear();
                own.iter().all(|&(hash, _)| {
                    let place = self.place(hash, pilot);
                    let free =
                        taken[place / 64] >> (place % 64) & 1 == 0 && !chosen.contains(&place);
                    chosen.push(place);
                    free
                })
            };
            let Some(pilot) = (0..=u16::MAX).find(|&pilot| fits(pilot)) else {
                return false;
            };
            let bucket = self.bucket(own[0].0);
            self.pilots[bucket] = pilot;
            for (&place, &(hash, number)) in chosen.iter().zip(&own) {
                taken[place / 64] |= 1 << (place % 64);
                self.places[place] = number | ((hash >> 32) as u32 & !self.numbers);
            }
        }
        true
    }

    /// How many hashes there are, which is the number behind the last.
    #[inline]
    pub(crate) fn len(&self) -> u32 {
        self.count
    }

    #[inline]
    fn bucket(&self, hash: u64) -> usize {
        (hash >> 40) as usize & (self.pilots.len() - 1)
    }

    #[inline]
    fn place(&self, hash: u64, pilot: u16) -> usize {
        let moved = hash ^ u64::from(pilot) << 24;
        (moved.wrapping_mul(self.factor) >> 32) as usize & (self.places.len() - 1)
    }

    /// The candidate of `hash`, and whether it is one. Nothing here waits for what an access to memory gives, so that
    /// many of them are on their way at a time.
    #[inline]
    pub(crate) fn candidate(&self, hash: u64) -> (Candidate, bool) {
        let pilot = self.pilots[self.bucket(hash)];
        let found = self.places[self.place(hash, pilot)];
        (
            candidate(found & self.numbers, hash),
            ((hash >> 32) as u32 ^ found) & !self.numbers == 0,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Lookup, check, number, spread};

    #[test]
    fn every_hash_is_found_under_its_number_and_no_other_hash_at_all() {
        // Few and many, well spread and all alike but for some bits.
        for (count, step) in [
            (0, 1),
            (1, 1),
            (9, 1 << 60),
            (5000, 1),
            (5000, 1 << 40),
            (60_000, 0x1234_5678_9abc_def1),
        ] {
            let codes: Vec<u64> = (0..count).map(|i: u64| i.wrapping_mul(step)).collect();
            let hashes: Vec<u64> = codes.iter().map(|&code| spread(code)).collect();
            let lookup = Lookup::new(&hashes);
            let found = |hash| {
                let (candidate, likely) = lookup.candidate(hash);
                let own = hashes.get(number(candidate))?;
                (likely && check(candidate) == *own as u32).then_some(number(candidate))
            };
            for &hash in &hashes {
                assert_eq!(found(hash), hashes.iter().position(|&other| other == hash));
            }
            for other in (1..2000)
                .map(|i: u64| !i.wrapping_mul(step))
                .filter(|other| !codes.contains(other))
            {
                assert_eq!(found(spread(other)), None);
            }
        }
    }
}
