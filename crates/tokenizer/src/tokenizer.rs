//! A tokenizer that remembers words: most words of a text were read a moment ago.

use crate::chunk::{eight, stops};
use crate::key::{HASHED, Key, TONE_SHIFT};
use crate::scan::{Tokens, tokenize};
use crate::token::{Case, Class, Span, Token};

/// A power of two; 64 KiB, which hold nearly all syllables that a text uses.
const ENTRIES: usize = 1 << 12;

/// Cuts texts into the tokens that [`tokenize`] gives, faster from text to text: it remembers words of up to eight bytes
/// by their bytes. One per thread.
///
/// ```
/// use thaido_tokenizer::{Tokenizer, tokenize};
/// let mut tokenizer = Tokenizer::default();
/// for text in ["Hai bên nối lại đối thoại.", "Đối thoại là lối thoát duy nhất."] {
///     assert!(tokenizer.tokens(text).eq(tokenize(text)));
/// }
/// ```
#[derive(Clone)]
pub struct Tokenizer {
    entries: Box<[Entry]>,
}

/// A word in small letters, or with one capital in front, and its key.
#[derive(Clone, Copy, Default)]
struct Entry {
    /// The bytes, the first one lowest, zeros behind; 0 is a free entry.
    bytes: u64,
    /// The bits of the key, and two that no key of at most eight letters has.
    key: u64,
}

/// Set in an entry of a word that begins with a capital.
const TITLE: u64 = HASHED;
/// Set in an entry of a syllable.
const SYLLABLE: u64 = 1 << (TONE_SHIFT - 1);

/// The tokens of a text; made by [`Tokenizer::tokens`].
pub struct KnownTokens<'w, 't> {
    entries: &'w mut [Entry],
    tokens: Tokens<'t>,
}

impl Default for Tokenizer {
    fn default() -> Self {
        Tokenizer {
            entries: vec![Entry::default(); ENTRIES].into(),
        }
    }
}

impl std::fmt::Debug for Tokenizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let known = self.entries.iter().filter(|entry| entry.bytes != 0).count();
        f.debug_struct("Tokenizer").field("known", &known).finish()
    }
}

impl Tokenizer {
    /// Cuts `text` into tokens, from left to right.
    #[inline]
    pub fn tokens<'w, 't>(&'w mut self, text: &'t str) -> KnownTokens<'w, 't> {
        KnownTokens {
            entries: &mut self.entries,
            tokens: tokenize(text),
        }
    }
}

impl Iterator for KnownTokens<'_, '_> {
    type Item = Token;

    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "a call for every token, with the token handed over in memory, costs a tenth"
    )]
    fn next(&mut self) -> Option<Token> {
        self.tokens.skip_blank();
        let (start, bytes) = (self.tokens.at(), self.tokens.bytes());
        let low = eight(bytes, start);
        let stops = stops(low);
        let bits = stops.trailing_zeros() & 0x78;
        let (word, next) = if stops == 0 {
            (low, bytes.get(start + 8).copied().unwrap_or(0))
        } else {
            (low & !(u64::MAX << bits), (low >> bits) as u8)
        };
        let length = (bits / 8) as usize;
        let slot = (word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52) as usize % ENTRIES;
        // No word at all gives zeros, and no entry of zeros is ever filled: its key is 0.
        let entry = self.entries.get(slot).copied().unwrap_or_default();
        if entry.bytes == word && word != 0 && self.tokens.ends_plainly(next, start + length) {
            let case = if entry.key & TITLE == 0 {
                Case::Lower
            } else {
                Case::Title
            };
            let class = if entry.key & SYLLABLE == 0 {
                Class::Letters
            } else {
                Class::Syllable
            };
            let span = Span {
                start,
                end: start + length,
            };
            self.tokens.go_to(span.end);
            return Some(Token {
                span,
                key: Key(entry.key & !(TITLE | SYLLABLE)),
                case,
                class,
            });
        }
        self.unknown(word, length, slot)
    }
}

impl KnownTokens<'_, '_> {
    /// The next token, which is not remembered; the word is, when it is one.
    #[inline(never)]
    fn unknown(&mut self, word: u64, length: usize, slot: usize) -> Option<Token> {
        let start = self.tokens.at();
        let token = self.tokens.next()?;
        let title = match token.case {
            Case::Lower => 0,
            Case::Title => TITLE,
            Case::Upper | Case::Mixed => return Some(token),
        };
        // A zero-width character may stand where the word was looked for; the token then begins behind it.
        let here = token.span.start == start && token.span.len() == length;
        let plain = here && token.is_letters() && token.key.0 & HASHED == 0;
        if let Some(entry) = self.entries.get_mut(slot).filter(|_| plain) {
            let syllable = if token.key.is_syllable() { SYLLABLE } else { 0 };
            *entry = Entry {
                bytes: word,
                key: token.key.0 | title | syllable,
            };
        }
        Some(token)
    }
}
