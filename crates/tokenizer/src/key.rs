//! The identity of a normal form in 64 bits.

use crate::letter::{ALPHABET, code_of};
use crate::syllable;

/// Identifies a normal form: equal keys stand for equal normal forms.
///
/// A word of at most ten letters with at most one tone, which every Vietnamese syllable is, is packed exactly: six
/// bits a letter from the lowest bit up, three bits for the tone at bit 60. That the tone stands apart from the
/// letters is what makes *hòa* and *hoà* one key. Every other token is a 64-bit hash with the highest bit set.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub(crate) u64);

pub(crate) const HASHED: u64 = 1 << 63;
pub(crate) const TONE_SHIFT: u32 = 60;
pub(crate) const LETTER_BITS: u32 = 6;
pub(crate) const MAX_LETTERS: u32 = 10;
pub(crate) const LETTERS_MASK: u64 = (1 << TONE_SHIFT) - 1;

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// One step of the multiply-and-fold hash used wherever text becomes a number.
#[inline]
pub(crate) fn mix(hash: u64, value: u64) -> u64 {
    let product = (hash ^ value).wrapping_mul(PRIME);
    product ^ (product >> 29)
}

impl Key {
    /// The key as a number, stable between versions of one model format.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// The key of one word, written in any form. A text of several tokens gives the key of its first.
    ///
    /// ```
    /// use thaido_tokenizer::Key;
    /// assert_eq!(Key::of("hoà"), Key::of("HÒA"));
    /// assert_ne!(Key::of("bán"), Key::of("bạn"));
    /// ```
    pub fn of(word: &str) -> Key {
        crate::tokenize(word)
            .next()
            .map_or(Key(HASHED), |token| token.key)
    }

    /// Whether a tone is set: a word of at most ten letters with one of the five marks. No ASCII word has one.
    #[inline]
    pub fn has_tone(self) -> bool {
        self.0 & HASHED == 0 && self.0 >> TONE_SHIFT != 0
    }

    /// Whether the key is that of a Vietnamese syllable.
    #[inline]
    pub fn is_syllable(self) -> bool {
        self.0 & HASHED == 0 && syllable::is_packed_syllable(self.0)
    }

    /// Whether every letter is ASCII and no tone is set: the only words that an English stemmer may see.
    pub fn is_ascii(self) -> bool {
        self.letters()
            .is_some_and(|(letters, tone)| tone == 0 && letters.is_ascii())
    }

    /// The letters without their tone, and the tone (0 level, 1 sắc, 2 huyền, 3 hỏi, 4 ngã, 5 nặng), when packed.
    pub(crate) fn letters(self) -> Option<(String, u8)> {
        if self.0 & HASHED != 0 {
            return None;
        }
        let tone = (self.0 >> TONE_SHIFT) as u8;
        let mut rest = self.0 & LETTERS_MASK;
        let mut letters = String::with_capacity(16);
        while rest != 0 {
            let code = (rest & 0x3f) as usize;
            letters.push(*ALPHABET.get(code - 1)?);
            rest >>= LETTER_BITS;
        }
        Some((letters, tone))
    }

    /// Packs letters without tone; `None` when a letter is unknown or there are more than ten.
    pub(crate) fn pack(letters: &str) -> Option<u64> {
        let mut packed = 0;
        for (at, letter) in letters.chars().enumerate() {
            if at as u32 >= MAX_LETTERS {
                return None;
            }
            packed |= u64::from(code_of(letter)?) << (at as u32 * LETTER_BITS);
        }
        Some(packed)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.letters() {
            Some((letters, tone)) => write!(f, "Key({letters}+{tone})"),
            None => write!(f, "Key(#{:016x})", self.0),
        }
    }
}

/// The keys of all tokens of a phrase, in order.
pub fn keys_of(phrase: &str) -> Vec<Key> {
    crate::tokenize(phrase).map(|token| token.key).collect()
}

/// The key of a token that cannot be packed: a hash of its normal form.
pub(crate) fn hashed(chars: impl Iterator<Item = char>) -> Key {
    let mut hash = PRIME;
    for c in chars {
        hash = mix(hash, u64::from(u32::from(c)));
    }
    Key(hash | HASHED)
}

/// The key of a mark or sign of one byte.
#[inline]
pub(crate) fn of_ascii(mark: u8) -> Key {
    Key(mix(PRIME, u64::from(mark.to_ascii_lowercase())) | HASHED)
}

/// [`hashed`] for text that is ASCII: its normal form is its lower case.
pub(crate) fn hashed_ascii(text: &str) -> Key {
    let hash = text.bytes().fold(PRIME, |hash, byte| {
        mix(hash, u64::from(byte.to_ascii_lowercase()))
    });
    Key(hash | HASHED)
}
