//! From 64-bit hashes to places in a table, without collisions: a hash has one place, and one look there tells whether
//! it is in the table.
//!
//! Hashes fall into small buckets; each bucket has a pilot, a number found by trying, that sends its hashes to places
//! that no other hash has (hash and displace: Belazzougui, Botelho and Dietzfelbinger 2009; Pibiri and Trani 2021). The
//! pilots of a hundred thousand hashes fit 64 KiB, so that a look-up costs one access to memory that is far away.

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// Where each of many hashes stands. Whoever asks keeps the hashes in the order of their places and compares.
#[derive(Clone, Debug)]
pub(crate) struct Lookup {
    pilots: Vec<u16>,
    places: u64,
    shift: u32,
    /// Changes all places, for the case that a pilot could not be found.
    salt: u64,
}

impl Lookup {
    /// The table, and for every place the hash that stands there and its position in `hashes`. At places that stay
    /// empty stands a hash that is never looked for there. Of equal hashes the first is taken.
    pub(crate) fn new(hashes: &[u64]) -> (Lookup, Vec<(u64, Option<u32>)>) {
        let buckets = (hashes.len() / 4).next_power_of_two().max(2);
        let mut lookup = Lookup {
            pilots: vec![0; buckets],
            places: hashes.len() as u64 + hashes.len() as u64 / 4 + 8,
            shift: u64::BITS - buckets.trailing_zeros(),
            salt: 0,
        };
        let members = lookup.members(hashes);
        let taken = loop {
            if let Some(taken) = lookup.settle(hashes, &members) {
                break taken;
            }
            lookup.salt += 1;
        };
        let filled = taken.into_iter().zip(0..).map(|(position, place)| {
            let position = position.checked_sub(1);
            let absent = || {
                (0..=u64::MAX)
                    .find(|&hash| lookup.place(hash) != place)
                    .unwrap_or(0)
            };
            (
                position.map_or_else(absent, |position| hashes[position as usize]),
                position,
            )
        });
        let filled = filled.collect();
        (lookup, filled)
    }

    /// Bucket and position of every hash, without repetitions; the hashes of a bucket stand together, the fullest
    /// bucket first.
    fn members(&self, hashes: &[u64]) -> Vec<(u32, u32)> {
        let mut members: Vec<(u32, u32)> = hashes
            .iter()
            .zip(0..)
            .map(|(&hash, position)| (self.bucket(mixed(hash)) as u32, position))
            .collect();
        members.sort_unstable();
        let mut sizes = vec![0_u32; self.pilots.len()];
        let mut kept: Vec<(u32, u32)> = Vec::with_capacity(members.len());
        for (bucket, position) in members {
            let own = &kept[kept.len() - sizes[bucket as usize] as usize..];
            if own
                .iter()
                .all(|&(_, other)| hashes[other as usize] != hashes[position as usize])
            {
                kept.push((bucket, position));
                sizes[bucket as usize] += 1;
            }
        }
        kept.sort_by_key(|&(bucket, _)| (std::cmp::Reverse(sizes[bucket as usize]), bucket));
        kept
    }

    /// Finds a pilot for every bucket; gives the position of the hash at every place, plus one. `None` when all pilots
    /// of a bucket fail.
    fn settle(&mut self, hashes: &[u64], members: &[(u32, u32)]) -> Option<Vec<u32>> {
        let mut taken = vec![0_u32; self.places as usize];
        let (mut own, mut chosen) = (Vec::new(), Vec::new());
        for bucket in members.chunk_by(|a, b| a.0 == b.0) {
            own.clear();
            own.extend(
                bucket
                    .iter()
                    .map(|&(_, position)| mixed(hashes[position as usize])),
            );
            let mut fits = |pilot: u16| {
                chosen.clear();
                own.iter().all(|&mixed| {
                    let place = self.place_by(mixed, pilot);
                    let free = taken[place] == 0 && !chosen.contains(&place);
                    chosen.push(place);
                    free
                })
            };
            let pilot = (0..=u16::MAX).find(|&pilot| fits(pilot))?;
            self.pilots[bucket[0].0 as usize] = pilot;
            for (&place, &(_, position)) in chosen.iter().zip(bucket) {
                taken[place] = position + 1;
            }
        }
        Some(taken)
    }

    #[inline]
    fn bucket(&self, mixed: u64) -> usize {
        (mixed >> self.shift) as usize
    }

    #[inline]
    fn place_by(&self, mixed: u64, pilot: u16) -> usize {
        let other = (u64::from(pilot) + self.salt).wrapping_mul(PRIME);
        let spread = (mixed ^ other).wrapping_mul(PRIME);
        ((u128::from(spread) * u128::from(self.places)) >> 64) as usize
    }

    /// The only place where `hash` can be.
    #[inline]
    pub(crate) fn place(&self, hash: u64) -> usize {
        let mixed = mixed(hash);
        self.place_by(mixed, self.pilots[self.bucket(mixed)])
    }
}

/// The codes of single syllables are no hashes; their upper bits are, afterwards.
#[inline]
fn mixed(hash: u64) -> u64 {
    hash.wrapping_mul(PRIME)
}

#[cfg(test)]
mod tests {
    use super::Lookup;

    #[test]
    fn every_hash_is_found_at_its_place_and_no_other_hash_anywhere() {
        // Few and many, well spread and all alike but for some bits.
        for (count, step) in [
            (0, 1),
            (1, 1),
            (9, 1 << 60),
            (5000, 1),
            (5000, 1 << 40),
            (60_000, 0x1234_5678_9abc_def1),
        ] {
            let hashes: Vec<u64> = (0..count).map(|i: u64| i.wrapping_mul(step)).collect();
            let (lookup, table) = Lookup::new(&hashes);
            for (&hash, position) in hashes.iter().zip(0..) {
                let first = hashes
                    .iter()
                    .position(|&other| other == hash)
                    .map(|first| first as u32);
                let (found, index) = table[lookup.place(hash)];
                assert_eq!(
                    (found, index),
                    (hash, first.filter(|&first| first <= position))
                );
            }
            for other in (1..2000)
                .map(|i: u64| !i.wrapping_mul(step))
                .filter(|other| !hashes.contains(other))
            {
                assert_ne!(table[lookup.place(other)].0, other);
            }
        }
    }
}
