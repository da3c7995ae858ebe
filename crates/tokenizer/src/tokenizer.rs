//! A tokenizer that remembers words: most words of a text were read a moment ago.

use crate::ends::{BLOCK, ends};
use crate::scan::{Tokens, tokenize};
use crate::token::{Span, Token};

/// A power of two. Three words a bucket are twice as many as a kind of text has; those fill them unevenly.
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
    buckets: Box<[Bucket<T>; BUCKETS]>,
    /// By the byte of a mark: what was learnt of it.
    marks: [Option<T>; 128],
}

/// Three words by their bytes, and what was learnt of them.
#[derive(Clone, Copy, Default)]
struct Bucket<T> {
    /// The bytes, the first one lowest, zeros behind; 0 is free.
    words: [u64; 3],
    /// The last one is not used: with it every number of two bits is a place.
    notes: [T; 4],
}

impl<T: Copy> Bucket<T> {
    /// Whether a word is here, and what was learnt of it. Which of the three it is cannot be guessed: found out without
    /// a branch.
    #[inline]
    fn find(&self, word: u64) -> (bool, T) {
        let [first, second, third] = self.words.map(|own| usize::from(own == word));
        let way = second + 2 * third;
        (first + way > 0, self.notes[way % 4])
    }

    /// Takes a word in a free place, else in that of the word that came last: those that are met often come first.
    fn take(&mut self, word: u64, note: T) {
        if !self.words.contains(&word) {
            let free = self.words.iter().position(|&own| own == 0).unwrap_or(2);
            self.words[free] = word;
            self.notes[free] = note;
        }
    }
}

impl<T: Copy + Default> Default for Tokenizer<T> {
    fn default() -> Self {
        let buckets = vec![Bucket::default(); BUCKETS].into_boxed_slice();
        Tokenizer {
            buckets: buckets
                .try_into()
                .unwrap_or_else(|_| unreachable!("there are as many as asked for")),
            marks: [None; 128],
        }
    }
}

impl<T> std::fmt::Debug for Tokenizer<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words = self.buckets.iter().flat_map(|bucket| bucket.words);
        let known = words.filter(|&word| word != 0).count();
        f.debug_struct("Tokenizer")
            .field("known", &known)
            .finish_non_exhaustive()
    }
}

impl<T: Copy> Tokenizer<T> {
    /// Cuts `text` into tokens, from left to right, and calls `each` with where a token stands, what `learn` has said of
    /// it, and the token itself unless it is a word of letters that is remembered.
    ///
    /// What `learn` says of a token of letters must depend on its normal form and its case alone, of a mark on the mark
    /// alone; of other tokens nothing is remembered.
    #[inline]
    pub fn read(
        &mut self,
        text: &str,
        mut learn: impl FnMut(&Token) -> T,
        mut each: impl FnMut(Span, T, Option<Token>),
    ) {
        let bytes = text.as_bytes();
        let mut tokens = tokenize(text);
        // The block of bytes that is looked at begins at `from`, the token that is looked for at `start`.
        let (mut from, mut start) = (0, 0);
        while start < bytes.len() {
            // Which bytes of the block end words, a bit a byte.
            let mut stops = ends(bytes, from);
            while stops != 0 {
                let end = from + stops.trailing_zeros() as usize;
                let next = bytes.get(end).copied().unwrap_or(0);
                let length = end - start;
                if length.wrapping_sub(1) < MOST {
                    let word = short(bytes, start, length);
                    let (known, note) = self.buckets[bucket(word)].find(word);
                    if known && (next == b' ' || tokens.ends_plainly(next, end)) {
                        each(Span { start, end }, note, None);
                        start = end;
                    }
                }
                // What follows a word is a blank mostly.
                if start == end && next == b' ' {
                    start = end + 1;
                    stops &= stops - 1;
                    continue;
                }
                if start >= bytes.len() {
                    return;
                }
                let token = self.other(&mut tokens, (start, end), &mut learn, &mut each);
                let Some(token) = token else {
                    return;
                };
                start = token.end;
                if start >= from + BLOCK {
                    from = start;
                    stops = ends(bytes, from);
                } else if start > end {
                    stops &= u64::MAX << (start - from);
                }
            }
            from += BLOCK;
        }
    }

    /// Reads the token that begins at `start`, or behind blanks there, when it is no word that is remembered; gives where
    /// it stands.
    #[inline(never)]
    fn other(
        &mut self,
        tokens: &mut Tokens<'_>,
        (start, end): (usize, usize),
        learn: &mut impl FnMut(&Token) -> T,
        each: &mut impl FnMut(Span, T, Option<Token>),
    ) -> Option<Span> {
        let bytes = tokens.text().as_bytes();
        if start == end
            && let Some(token) = tokens.mark_at(start)
        {
            let note = &mut self.marks[usize::from(bytes[start] & 0x7f)];
            let note = *note.get_or_insert_with(|| learn(&token));
            each(token.span, note, Some(token));
            return Some(token.span);
        }
        tokens.go_to(start);
        let token = tokens.next()?;
        let note = learn(&token);
        // A zero-width character may stand where the word was looked for; the token then begins behind it.
        let here = token.span.start == start && token.span.end == end;
        if here && token.is_letters() && end - start <= MOST {
            let word = short(bytes, start, end - start);
            self.buckets[bucket(word)].take(word, note);
        }
        each(token.span, note, Some(token));
        Some(token.span)
    }
}

/// Where a word is looked for.
#[inline]
fn bucket(word: u64) -> usize {
    (word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52) as usize % BUCKETS
}

/// A word of one to eight bytes, the first one lowest, with zeros behind.
#[inline]
fn short(bytes: &[u8], start: usize, length: usize) -> u64 {
    eight(bytes, start) & (u64::MAX >> (64 - 8 * length))
}

/// Eight bytes from `at` on, the first one lowest, with zeros behind the end.
#[inline]
fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8).and_then(|bytes| bytes.first_chunk()) {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => last_bytes(bytes, at),
    }
}

/// The last of them.
#[inline(never)]
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
