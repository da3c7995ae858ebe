//! N-grams as 64-bit hashes that grow by one unit at a time.

use crate::sample::Namespace;
use crate::unit::Unit;

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of no unit yet in `namespace`.
#[inline]
pub(crate) fn start(namespace: Namespace) -> u64 {
    (namespace as u64 + 1).wrapping_mul(0xd1b5_4a32_d192_ed03)
}

/// The hash of an n-gram with one more unit behind it.
#[inline]
pub(crate) fn extend(hash: u64, code: u64) -> u64 {
    let product = (hash.rotate_left(23) ^ code).wrapping_mul(PRIME);
    product ^ (product >> 32)
}

/// The hash of one n-gram, given its units' codes.
pub(crate) fn hash_of(namespace: Namespace, codes: impl Iterator<Item = u64>) -> u64 {
    codes.fold(start(namespace), extend)
}

/// Calls `each` with position, length and hash of every n-gram of `min_n` to `max_n` units, by position.
#[inline]
pub(crate) fn for_each(
    namespace: Namespace,
    units: &[Unit],
    (min_n, max_n): (usize, usize),
    mut each: impl FnMut(usize, usize, u64),
) {
    for at in 0..units.len() {
        let mut hash = start(namespace);
        for (length, unit) in (1..=max_n).zip(&units[at..]) {
            hash = extend(hash, unit.code);
            if length >= min_n {
                each(at, length, hash);
            }
        }
    }
}
