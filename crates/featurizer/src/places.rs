//! A place for every hash that is known, which no other known hash has.
//!
//! Hashes fall into small buckets; each bucket has a pilot, a number found by trying, that sends its hashes to places
//! that no other hash has (hash and displace: Belazzougui, Botelho and Dietzfelbinger 2009; Pibiri and Trani 2021).
//! Finding a place takes one access to the pilots, 64 KiB for a hundred thousand hashes. A hash that is not known has a
//! place too: what stands there must tell whose it is, for which [`check`] is meant.

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// Where what is known of hashes stands.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    /// A power of two.
    pilots: Vec<u16>,
    count: usize,
    /// An odd number; another one changes all places, for the case that a pilot could not be found.
    factor: u64,
}

/// What tells a hash from all others that may have its place, but for a chance of one in four thousand million.
#[inline]
pub(crate) fn check(hash: u64) -> u32 {
    hash as u32
}

/// Spreads numbers that are no hashes, such as the codes of single syllables, over all bits. One to one.
#[inline]
pub(crate) fn spread(code: u64) -> u64 {
    let product = code.wrapping_mul(PRIME);
    product ^ (product >> 32)
}

impl Places {
    /// The places of well spread hashes, and for every place the number of the hash that has it. Of equal hashes the
    /// first has it.
    pub(crate) fn new(hashes: &[u64]) -> (Places, Vec<Option<u32>>) {
        let count = hashes.len();
        let buckets = (count / 4).next_power_of_two().max(2);
        let mut places = Places {
            pilots: vec![0; buckets],
            count: count + count / 4 + 8,
            factor: PRIME,
        };
        let (members, order) = places.members(hashes);
        loop {
            if let Some(owners) = places.settle(hashes, &members, &order) {
                return (places, owners);
            }
            places.factor = places.factor.wrapping_mul(PRIME);
        }
    }

    /// The numbers of all hashes bucket by bucket, and for every bucket its part of them, the fullest bucket first.
    fn members(&self, hashes: &[u64]) -> (Vec<u32>, Vec<(u32, u32)>) {
        let buckets = self.pilots.len();
        let mut ends = vec![0_u32; buckets + 1];
        for &hash in hashes {
            ends[bucket(hash, buckets) + 1] += 1;
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
            let to = &mut ends[bucket(hash, self.pilots.len())];
            members[*to as usize] = number;
            *to += 1;
        }
        (members, order)
    }

    /// Finds a pilot for every bucket and gives the owners of all places; `None` when all pilots of a bucket fail.
    fn settle(
        &mut self,
        hashes: &[u64],
        members: &[u32],
        order: &[(u32, u32)],
    ) -> Option<Vec<Option<u32>>> {
        let mut owners: Vec<Option<u32>> = vec![None; self.count];
        let mut taken = vec![0_u64; self.count.div_ceil(64)];
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
                    let place = moved(hash, pilot, self.factor, self.count);
                    let free =
                        taken[place / 64] >> (place % 64) & 1 == 0 && !chosen.contains(&place);
                    chosen.push(place);
                    free
                })
            };
            let pilot = (0..=u16::MAX).find(|&pilot| fits(pilot))?;
            let own_bucket = bucket(own[0].0, self.pilots.len());
            self.pilots[own_bucket] = pilot;
            for (&place, &(_, number)) in chosen.iter().zip(&own) {
                taken[place / 64] |= 1 << (place % 64);
                owners[place] = Some(number);
            }
        }
        Some(owners)
    }

    /// The place of a hash, known or not.
    #[inline]
    pub(crate) fn place(&self, hash: u64) -> usize {
        self.finder()(hash)
    }

    /// Finds places of many hashes.
    #[inline]
    pub(crate) fn finder(&self) -> impl Fn(u64) -> usize {
        let pilots = &self.pilots[..];
        let (factor, count) = (self.factor, self.count);
        move |hash| {
            let bucket = bucket(hash, pilots.len());
            moved(hash, pilots[bucket], factor, count)
        }
    }
}

/// One of so many buckets, a power of two.
#[inline]
fn bucket(hash: u64, buckets: usize) -> usize {
    (hash >> 40) as usize & (buckets - 1)
}

/// One of `count` places: the upper half of a product with a number below 2^32 is below that number.
#[inline]
fn moved(hash: u64, pilot: u16, factor: u64, count: usize) -> usize {
    let product = (hash ^ u64::from(pilot) << 24).wrapping_mul(factor);
    (((product >> 32) * count as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::{Places, spread};

    #[test]
    fn every_hash_has_a_place_of_its_own() {
        // Few and many, well spread and all alike but for some bits.
        for (count, step) in [
            (0, 1),
            (1, 1),
            (9, 1 << 60),
            (5000, 1),
            (5000, 1 << 40),
            (60_000, 0x1234_5678_9abc_def1),
        ] {
            let hashes: Vec<u64> = (0..count)
                .map(|i: u64| spread(i.wrapping_mul(step)))
                .collect();
            let (places, owners) = Places::new(&hashes);
            for &hash in &hashes {
                let first = hashes.iter().position(|&other| other == hash);
                assert_eq!(owners[places.place(hash)].map(|own| own as usize), first);
            }
            let mut distinct = hashes.clone();
            distinct.sort_unstable();
            distinct.dedup();
            assert_eq!(owners.iter().flatten().count(), distinct.len());
            for other in (1..2000).map(|i: u64| spread(!i.wrapping_mul(step))) {
                assert!(places.place(other) < owners.len());
            }
        }
    }
}
