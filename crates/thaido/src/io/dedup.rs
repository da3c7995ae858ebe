//! Finds reprints: documents that say the same, or nearly the same, as one that came before.
//!
//! Two documents are *exact* duplicates when their words and numbers are the same in their normal form: case,
//! punctuation, spacing, Unicode form and the placement of tones do not count. They are *near* duplicates when their
//! runs of five words (shingles) overlap by an estimated Jaccard similarity of at least 0.8: a reprint with another
//! lead, a cut last paragraph, a corrected name. The estimate is `MinHash` with 60 fixed hash functions (standard error
//! 0.05 at 0.8); candidates come from 12 bands of 5 of them, which find a pair of similarity 0.8 with a probability
//! of 99 in 100. Documents of fewer than 20 words are compared exactly only.
//!
//! The first of a family is kept. What is kept is remembered in about 300 bytes a document, whatever its length.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use thaido_tokenizer::{TokenKind, tokenize};

/// Hash functions of a signature.
const HASHES: usize = BANDS * ROWS;
const BANDS: usize = 12;
const ROWS: usize = 5;
/// Words of a shingle.
const SHINGLE: usize = 5;
/// A document of fewer words has too few shingles to estimate from.
const LEAST_WORDS: usize = 20;
/// Agreeing hashes of 60 that make a near duplicate: 0.8 of them.
const AGREEING: usize = HASHES * 8 / 10;

/// What a document is recognised by; made by many threads, compared by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    exact: u64,
    /// The least value of each hash function over all shingles; `None` for a short document.
    least: Option<Box<[u32; HASHES]>>,
}

impl Fingerprint {
    /// The fingerprint of a text.
    pub fn of(text: &str) -> Self {
        let words: Vec<u64> = tokenize(text)
            .filter(|token| token.is_letters() || token.kind() == TokenKind::Number)
            .map(|token| token.key.bits())
            .collect();
        let exact = words
            .iter()
            .fold(words.len() as u64, |hash, word| mix(hash ^ word));
        if words.len() < LEAST_WORDS {
            return Fingerprint { exact, least: None };
        }
        let mut least = Box::new([u32::MAX; HASHES]);
        for shingle in words.windows(SHINGLE) {
            let hash = shingle.iter().fold(0, |hash, word| mix(hash ^ word));
            let (low, high) = (hash as u32, (hash >> 32) as u32 | 1);
            for (at, least) in (0_u32..).zip(least.iter_mut()) {
                // The hash functions are low + i · high, scrambled: two independent halves make a family.
                *least = (*least).min(scramble(low.wrapping_add(at.wrapping_mul(high))));
            }
        }
        Fingerprint {
            exact,
            least: Some(least),
        }
    }
}

fn mix(value: u64) -> u64 {
    let product = (value ^ (value >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let product = (product ^ (product >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    product ^ (product >> 32)
}

fn scramble(value: u32) -> u32 {
    let value = (value ^ (value >> 16)).wrapping_mul(0x7feb_352d);
    let value = (value ^ (value >> 15)).wrapping_mul(0x846c_a68b);
    value ^ (value >> 16)
}

/// How a document repeats an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// The same words and numbers in the same order.
    Exact,
    /// Nearly the same.
    Near,
}

/// Remembers the documents of a run.
///
/// ```
/// use thaido::io::{Deduplicator, Fingerprint, Repeat};
/// let mut seen = Deduplicator::default();
/// assert_eq!(seen.admit(&Fingerprint::of("Hai bên hoà giải.")), None);
/// assert_eq!(seen.admit(&Fingerprint::of("HAI BÊN HÒA GIẢI")), Some(Repeat::Exact));
/// assert_eq!(seen.admit(&Fingerprint::of("Hai bên hòa đàm.")), None);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Deduplicator {
    exact: HashSet<u64, Keyed>,
    /// The upper halves of the kept documents' hashes.
    signatures: Vec<[u16; HASHES]>,
    /// From a band's number and hash to the first document that has it.
    bands: HashMap<u64, u32, Keyed>,
}

impl Deduplicator {
    /// Says how a document repeats an earlier one, or remembers it and says `None`.
    pub fn admit(&mut self, fingerprint: &Fingerprint) -> Option<Repeat> {
        if !self.exact.insert(fingerprint.exact) {
            return Some(Repeat::Exact);
        }
        let least = fingerprint.least.as_deref()?;
        let signature = least.map(|hash| (hash >> 16) as u16);
        let bands = least.chunks_exact(ROWS).enumerate().map(|(band, rows)| {
            rows.iter()
                .fold(band as u64, |hash, &row| mix(hash ^ u64::from(row)))
        });
        let bands: Vec<u64> = bands.collect();
        for band in &bands {
            let earlier = self
                .bands
                .get(band)
                .and_then(|&at| self.signatures.get(at as usize));
            if earlier.is_some_and(|earlier| agreement(earlier, &signature) >= AGREEING) {
                return Some(Repeat::Near);
            }
        }
        let number = u32::try_from(self.signatures.len()).ok()?;
        self.signatures.push(signature);
        for band in bands {
            self.bands.entry(band).or_insert(number);
        }
        None
    }
}

fn agreement(left: &[u16; HASHES], right: &[u16; HASHES]) -> usize {
    left.iter()
        .zip(right)
        .filter(|(left, right)| left == right)
        .count()
}

/// The keys are hashes already.
#[derive(Clone, Debug, Default)]
struct AsIs(u64);

type Keyed = BuildHasherDefault<AsIs>;

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = mix(self.0 ^ u64::from(byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// An article of `count` sentences that no other seed shares.
    fn article(seed: usize, count: usize) -> Vec<String> {
        let places = [
            "cảng",
            "biên giới",
            "thủ đô",
            "sân bay",
            "bến tàu",
            "nhà máy",
            "ngôi làng",
        ];
        (0..count)
            .map(|n| {
                let place = places[(seed * 5 + n * 3) % places.len()];
                format!(
                    "Tin số {} cho hay tại {place} thứ {} đã có {} người rời đi.",
                    seed * 97 + n,
                    n * seed,
                    n + seed
                )
            })
            .collect()
    }

    #[test]
    fn a_reprint_with_one_sentence_changed_is_near_and_the_first_is_kept() {
        let mut seen = Deduplicator::default();
        let first = article(3, 30);
        assert_eq!(seen.admit(&Fingerprint::of(&first.join(" "))), None);
        let mut reprint = first.clone();
        reprint[0] = "Bản tin này được đăng lại từ một tờ báo khác.".to_owned();
        assert_eq!(
            seen.admit(&Fingerprint::of(&reprint.join("\n"))),
            Some(Repeat::Near)
        );
        assert_eq!(
            seen.admit(&Fingerprint::of(&reprint.join(" ").to_uppercase())),
            Some(Repeat::Exact)
        );
    }

    #[test]
    fn other_articles_of_the_same_mould_are_kept() {
        let mut seen = Deduplicator::default();
        for seed in 1..200 {
            assert_eq!(
                seen.admit(&Fingerprint::of(&article(seed, 12).join(" "))),
                None,
                "{seed}"
            );
        }
    }

    #[test]
    fn half_an_article_is_no_duplicate_and_nine_tenths_are() {
        let all = article(7, 40);
        for (kept, expected) in [(20, None), (38, Some(Repeat::Near))] {
            let mut seen = Deduplicator::default();
            seen.admit(&Fingerprint::of(&all.join(" ")));
            assert_eq!(
                seen.admit(&Fingerprint::of(&all[..kept].join(" "))),
                expected,
                "{kept} of 40"
            );
        }
    }

    #[test]
    fn short_texts_are_compared_exactly() {
        let mut seen = Deduplicator::default();
        for text in ["", "Tin nhanh 1", "Tin nhanh 2"] {
            assert_eq!(seen.admit(&Fingerprint::of(text)), None, "{text}");
        }
        assert_eq!(
            seen.admit(&Fingerprint::of("tin, nhanh: 2!")),
            Some(Repeat::Exact)
        );
    }
}
