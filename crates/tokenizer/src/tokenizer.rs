//! A tokenizer that remembers words: most words of a text were read a moment ago.

use crate::ends::ends;
use crate::scan::tokenize;
use crate::token::{Span, Token};

/// A power of two; what two words of a kind of text in three fall into is in a core's own cache.
const BUCKETS: usize = 1 << 12;
/// Bytes of a word that is remembered. One word in a hundred has more.
const MOST: usize = 8;

/// Cuts texts into the tokens that [`tokenize`] gives, and remembers of every short word what its reader learnt about
/// it, a `T`. One per thread.
///
/// ```
/// use thaido_tokenizer::{Key, Tokenizer, tokenize};
/// let mut tokenizer: Tokenizer<u64> = Tokenizer::default();
/// let mut learnt = 0;
/// for text in ["hai bên nối lại đối thoại", "hai bên đối thoại"] {
///     let mut keys = Vec::new();
///     let learn = |token: &thaido_tokenizer::Token| {
///         learnt += 1;
///         token.key.bits()
///     };
///     tokenizer.read(text, learn, |_, key, _| keys.push(key));
///     assert!(keys.into_iter().eq(tokenize(text).map(|token| token.key.bits())));
/// }
/// assert_eq!(learnt, 6);
/// ```
#[derive(Clone)]
pub struct Tokenizer<T> {
    buckets: Box<[Bucket<T>]>,
}

/// Two words by their bytes; the one that was met last stands first.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Bucket<T> {
    /// The bytes, the first one lowest, zeros behind; 0 is free.
    words: [u64; 2],
    notes: [T; 2],
}

impl<T: Copy + Default> Default for Tokenizer<T> {
    fn default() -> Self {
        Tokenizer {
            buckets: vec![Bucket::default(); BUCKETS].into(),
        }
    }
}

impl<T> std::fmt::Debug for Tokenizer<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words = self.buckets.iter().flat_map(|bucket| bucket.words);
        let known = words.filter(|&word| word != 0).count();
        f.debug_struct("Tokenizer").field("known", &known).finish()
    }
}

impl<T: Copy> Tokenizer<T> {
    /// Cuts `text` into tokens, from left to right, and calls `each` with where a token stands, what `learn` has said of
    /// it, and the token itself unless it is a word of letters that is remembered.
    ///
    /// What `learn` says of a token of letters must depend on its normal form and its case alone; of other tokens
    /// nothing is remembered.
    #[inline]
    pub fn read(
        &mut self,
        text: &str,
        mut learn: impl FnMut(&Token) -> T,
        mut each: impl FnMut(Span, T, Option<Token>),
    ) {
        let bytes = text.as_bytes();
        let mut tokens = tokenize(text);
        // Which of the bytes from `from` on end words, a bit a byte.
        let (mut stops, mut from, mut start) = (0_u64, 0, 0);
        loop {
            let passed = start - from;
            let mut rest = if passed < 64 { stops >> passed } else { 0 };
            if rest == 0 {
                (stops, from) = (ends(bytes, start), start);
                rest = stops;
            }
            let length = rest.trailing_zeros() as usize;
            let mut place = None;
            if length.wrapping_sub(1) < MOST {
                let word = eight(bytes, start) & (u64::MAX >> (64 - 8 * length));
                let at = (word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52) as usize % BUCKETS;
                let bucket = &self.buckets[at];
                let end = start + length;
                let next = bytes.get(end).copied().unwrap_or(0);
                // Which of the two it is cannot be guessed: found out without a branch.
                let way = usize::from(bucket.words[1] == word);
                if bucket.words[way] == word && tokens.ends_plainly(next, end) {
                    let note = bucket.notes[way];
                    each(Span { start, end }, note, None);
                    // That a blank follows is guessed right mostly, and then nobody waits for it.
                    start = if next == b' ' { end + 1 } else { end };
                    continue;
                }
                place = Some((at, word));
            } else if start >= bytes.len() {
                return;
            }
            tokens.go_to(start);
            let token = if length == 0 {
                tokens.next_mark()
            } else {
                tokens.next()
            };
            let Some(token) = token else {
                return;
            };
            let note = learn(&token);
            // A zero-width character may stand where the word was looked for; the token then begins behind it.
            let here = token.span.start == start && token.span.len() == length;
            if let Some((at, word)) = place.filter(|_| here && token.is_letters()) {
                let bucket = &mut self.buckets[at];
                if !bucket.words.contains(&word) {
                    bucket.words = [word, bucket.words[0]];
                    bucket.notes = [note, bucket.notes[0]];
                }
            }
            each(token.span, note, Some(token));
            tokens.skip_blank();
            start = tokens.at();
        }
    }
}

/// Eight bytes from `at` on, the first one lowest, with zeros behind the end.
#[inline]
fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(|bytes| bytes.first_chunk()) {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => last_bytes(bytes, at),
    }
}

/// The last of them.
#[inline]
fn last_bytes(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    if rest.is_empty() {
        return 0;
    }
    match bytes.last_chunk() {
        Some(last) => u64::from_le_bytes(*last) >> (64 - 8 * rest.len().min(8)),
        None => rest
            .iter()
            .rev()
            .fold(0, |word, &byte| word << 8 | u64::from(byte)),
    }
}
