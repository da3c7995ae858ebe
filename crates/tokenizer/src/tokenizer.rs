//! A tokenizer that remembers words: most words of a text were read a moment ago.

use prefetch_index::prefetch_index;

use crate::ends::{BLOCK, Ends};
use crate::scan::{Tokens, may_combine, tokenize};
use crate::token::{Span, Token};

/// Powers of two. Two words a bucket are about as many as five thousand news articles have, capitals told apart; the
/// frequent ones are met first and keep their places.
const BUCKETS: usize = 1 << 13;
const LONG_BUCKETS: usize = 1 << 9;
/// Bytes of a short word. One word in thirty has more, one in a thousand more than twice as many.
const SHORT: usize = 8;
const LONG: usize = 16;

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
    buckets: Box<[Bucket<u64, T>; BUCKETS]>,
    long_buckets: Box<[Bucket<u128, T>; LONG_BUCKETS]>,
    /// By the byte of a mark: the mark, and what was learnt of it.
    marks: [Option<(Token, T)>; 128],
}

/// Two words by their bytes, and what was learnt of them.
#[derive(Clone, Copy, Default)]
struct Bucket<W, T> {
    /// The bytes, the first one lowest, zeros behind; 0 is free.
    words: [W; 2],
    notes: [T; 2],
}

impl<W: Copy + Default + PartialEq, T: Copy> Bucket<W, T> {
    /// Whether a word is here, and what was learnt of it. Which of the two it is cannot be guessed: found out without
    /// a branch.
    #[inline]
    fn find(&self, word: W) -> (bool, T) {
        let [first, second] = self.words.map(|own| own == word);
        (first | second, self.notes[usize::from(second)])
    }

    /// Takes a word in a free place, else in that of the word that came last: those that are met often come first.
    fn take(&mut self, word: W, note: T) {
        if !self.words.contains(&word) {
            let free = self.words.iter().position(|&own| own == W::default());
            let place = free.unwrap_or(1);
            self.words[place] = word;
            self.notes[place] = note;
        }
    }
}

/// The same as an array, whose length need not be looked at again and again.
fn boxed<B, const N: usize>(buckets: Vec<B>) -> Box<[B; N]> {
    let array = buckets.into_boxed_slice().try_into();
    array.unwrap_or_else(|_| unreachable!("there are as many as asked for"))
}

impl<T: Copy + Default> Default for Tokenizer<T> {
    fn default() -> Self {
        Tokenizer {
            buckets: boxed(vec![Bucket::default(); BUCKETS]),
            long_buckets: boxed(vec![Bucket::default(); LONG_BUCKETS]),
            marks: [None; 128],
        }
    }
}

impl<T> std::fmt::Debug for Tokenizer<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let short = self.buckets.iter().flat_map(|bucket| bucket.words);
        let long = self.long_buckets.iter().flat_map(|bucket| bucket.words);
        let known = short.map(u128::from).chain(long).filter(|&word| word != 0);
        f.debug_struct("Tokenizer")
            .field("known", &known.count())
            .finish_non_exhaustive()
    }
}

impl<T: Copy + Default> Tokenizer<T> {
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
        // A text that was not read of late is called for as a whole, not line by line.
        for line in 1..5 {
            prefetch_index(bytes, line * BLOCK);
        }
        let mut tokens = tokenize(text);
        // The block of bytes that is looked at begins at `from`, the token that is looked for at `start`.
        let (mut from, mut start) = (0, 0);
        'blocks: while start < bytes.len() {
            let mut ends = Ends::find(bytes, from);
            while ends.stops != 0 {
                // Short words that are remembered with a blank behind are nine tokens in ten.
                let (bit, known, note) = loop {
                    let bit = ends.stops.trailing_zeros();
                    let end = from + bit as usize;
                    let (known, note) = self.find_short(bytes, start, end - start);
                    if !known || ends.blanks >> bit & 1 == 0 {
                        break (bit, known, note);
                    }
                    each(Span { start, end }, note, None);
                    start = end + 1;
                    ends.stops &= ends.stops - 1;
                    if ends.stops == 0 {
                        from += BLOCK;
                        continue 'blocks;
                    }
                };
                let end = from + bit as usize;
                let known = if known {
                    Some(note)
                } else {
                    self.find_long(bytes, start, end - start)
                };
                if let Some(note) = known {
                    let next = bytes.get(end).copied().unwrap_or(0);
                    if tokens.ends_plainly(next, end) {
                        each(Span { start, end }, note, None);
                        start = end;
                    }
                }
                if start == end {
                    // Line feeds too, with which paragraphs begin.
                    if bytes.get(end).is_some_and(u8::is_ascii_whitespace) {
                        start = end + 1;
                        ends.stops &= ends.stops - 1;
                        continue;
                    }
                    if let Some((mark, note)) = self.mark(bytes, end) {
                        each(mark.span, note, Some(mark));
                        // A blank follows mostly.
                        let blank = ends.blanks >> bit & 2;
                        start = end + 1 + usize::from(blank != 0);
                        ends.stops &= (ends.stops - 1) & !(blank << bit);
                        continue;
                    }
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
                    ends = Ends::find(bytes, from);
                } else if start > end {
                    ends.stops &= u64::MAX << (start - from);
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
            let note = learn(&token);
            self.marks[usize::from(bytes[start] & 0x7f)] = Some((token, note));
            each(token.span, note, Some(token));
            return Some(token.span);
        }
        tokens.go_to(start);
        // Numbers are what is read here most.
        let token = match bytes.get(start) {
            Some(b'0'..=b'9') => tokens.next_slowly()?,
            _ => tokens.next()?,
        };
        let note = learn(&token);
        // A zero-width character may stand where the word was looked for; the token then begins behind it.
        if token.span == (Span { start, end }) && token.is_letters() {
            if end - start <= SHORT {
                let word = short(bytes, start, end - start);
                self.buckets[bucket(word)].take(word, note);
            } else if end - start <= LONG
                && let Some(word) = long(bytes, start, end - start)
            {
                self.long_buckets[long_bucket(word)].take(word, note);
            }
        }
        each(token.span, note, Some(token));
        Some(token.span)
    }

    /// Whether a word of one to eight bytes is remembered, and what was learnt of it.
    #[inline]
    fn find_short(&self, bytes: &[u8], start: usize, length: usize) -> (bool, T) {
        if length.wrapping_sub(1) >= SHORT {
            return (false, T::default());
        }
        let word = short(bytes, start, length);
        self.buckets[bucket(word)].find(word)
    }

    /// What was learnt of a word of nine to sixteen bytes that is remembered. At the end of the text those are read anew.
    #[inline]
    fn find_long(&self, bytes: &[u8], start: usize, length: usize) -> Option<T> {
        if length <= SHORT || length > LONG {
            return None;
        }
        let word = long(bytes, start, length)?;
        let (known, note) = self.long_buckets[long_bucket(word)].find(word);
        known.then_some(note)
    }

    /// The mark at byte `at`, when it is remembered and nothing combining can follow.
    #[inline]
    fn mark(&self, bytes: &[u8], at: usize) -> Option<(Token, T)> {
        let &byte = bytes.get(at)?;
        let (mut mark, note) = (*self.marks.get(usize::from(byte))?)?;
        if may_combine(bytes, at + 1) {
            return None;
        }
        mark.span = Span {
            start: at,
            end: at + 1,
        };
        Some((mark, note))
    }
}

/// Where a word is looked for.
#[inline]
fn bucket(word: u64) -> usize {
    (word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 51) as usize % BUCKETS
}

#[inline]
fn long_bucket(word: u128) -> usize {
    bucket(word as u64 ^ (word >> 64) as u64) % LONG_BUCKETS
}

/// A word of nine to sixteen bytes, likewise, unless it is among the last sixteen.
#[inline]
fn long(bytes: &[u8], start: usize, length: usize) -> Option<u128> {
    let sixteen = bytes.get(start..)?.first_chunk()?;
    Some(u128::from_le_bytes(*sixteen) & (u128::MAX >> (128 - 8 * length)))
}

/// A word of one to eight bytes, the first one lowest, with zeros behind.
#[inline]
fn short(bytes: &[u8], start: usize, length: usize) -> u64 {
    eight(bytes, start) & (u64::MAX >> (64 - 8 * length))
}

/// Eight bytes from `at` on, the first one lowest, with zeros behind the end.
#[inline]
fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes[at..].first_chunk() {
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
