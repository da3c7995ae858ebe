//! A word while its letters are read.

use crate::key::{HASHED, Key, LETTER_BITS, MAX_LETTERS, TONE_SHIFT, mix};
use crate::letter::{self, Quality};
use crate::normal;
use crate::token::Case;

/// The letters read so far of one word.
#[derive(Clone, Copy, Default)]
pub(crate) struct Word {
    /// Up to ten letters, packed; beyond that a running hash.
    pub(crate) letters: u64,
    pub(crate) count: u32,
    pub(crate) tone: u8,
    /// Set by a tone mark that an NFC text would not fold under a later circumflex.
    pub(crate) tone_above: bool,
    /// Needs the slow path: a letter outside the table, two tones, a mark on a consonant.
    pub(crate) irregular: bool,
    pub(crate) uppers: u32,
    pub(crate) lowers: u32,
    pub(crate) first_upper: bool,
}

impl Word {
    #[inline]
    pub(crate) fn push(&mut self, code: u8) {
        if self.count < MAX_LETTERS {
            self.letters |= u64::from(code) << (self.count * LETTER_BITS);
        } else {
            // A mark could no longer reach this letter if the text were decomposed: leave it to the slow path.
            self.irregular |= !letter::ALPHABET[usize::from(code) - 1].is_ascii();
            self.letters = mix(self.letters, u64::from(code));
        }
        self.count += 1;
    }

    #[inline]
    pub(crate) fn case_of(&mut self, upper: bool) {
        if self.uppers + self.lowers == 0 {
            self.first_upper = upper;
        }
        self.uppers += u32::from(upper);
        self.lowers += u32::from(!upper);
    }

    #[inline]
    pub(crate) fn set_tone(&mut self, tone: u8) {
        self.irregular |= self.tone != 0 || self.count > MAX_LETTERS;
        self.tone = tone;
    }

    /// A combining tone mark: it must stand on a vowel.
    pub(crate) fn mark_tone(&mut self, tone: u8) {
        self.irregular |= !self.last().is_some_and(letter::is_vowel);
        self.tone_above = tone != 5;
        self.set_tone(tone);
    }

    /// A combining breve, circumflex or horn: it makes another letter of the last one.
    pub(crate) fn mark_quality(&mut self, quality: Quality) {
        match self.last().and_then(|code| quality.apply(code)) {
            Some(made) if quality == Quality::Horn || !self.tone_above => {
                let shift = (self.count - 1) * LETTER_BITS;
                self.letters = self.letters & !(0x3f << shift) | u64::from(made) << shift;
            }
            _ => self.irregular = true,
        }
    }

    /// The code of the last letter, while it is still packed.
    pub(crate) fn last(&self) -> Option<u8> {
        (1..=MAX_LETTERS)
            .contains(&self.count)
            .then(|| (self.letters >> ((self.count - 1) * LETTER_BITS) & 0x3f) as u8)
            .filter(|&code| code != 0)
    }

    pub(crate) fn key(&self, original: &str) -> Key {
        if self.irregular {
            normal::slow_key(original)
        } else if self.count <= MAX_LETTERS {
            Key(self.letters | u64::from(self.tone) << TONE_SHIFT)
        } else {
            Key(mix(self.letters, u64::from(self.tone)) | HASHED)
        }
    }

    pub(crate) fn case(&self) -> Case {
        case_of(self.first_upper, self.uppers, self.lowers)
    }

    /// This word with the letters of `next` behind it, when both together can still be packed.
    pub(crate) fn joined(&self, next: &Word) -> Option<Word> {
        let count = self.count + next.count;
        let packable = !self.irregular
            && !next.irregular
            && count <= MAX_LETTERS
            && (self.tone == 0 || next.tone == 0);
        packable.then(|| Word {
            letters: self.letters | next.letters << (self.count * LETTER_BITS),
            count,
            tone: self.tone | next.tone,
            tone_above: false,
            irregular: false,
            uppers: self.uppers + next.uppers,
            lowers: self.lowers + next.lowers,
            first_upper: self.first_upper,
        })
    }

    pub(crate) fn is_ascii(&self) -> bool {
        self.tone == 0 && Key(self.letters).is_ascii()
    }
}

pub(crate) fn case_of(first_upper: bool, uppers: u32, lowers: u32) -> Case {
    match (first_upper, uppers, lowers) {
        (_, 0, _) => Case::Lower,
        (true, 1, _) => Case::Title,
        (_, _, 0) => Case::Upper,
        _ => Case::Mixed,
    }
}
