//! The scanner: one pass from bytes to tokens.

use crate::key::{HASHED, Key, LETTER_BITS, MAX_LETTERS, TONE_SHIFT, mix};
use crate::letter::{self, Info, Quality};
use crate::normal;
use crate::token::{Case, Class, Span, Token};

/// Most pieces that one word may be broken into by filter dots.
const MAX_PIECES: usize = 4;

/// Cuts `text` into tokens, from left to right.
///
/// ```
/// let words: Vec<_> = thaido_tokenizer::tokenize("Ngày 10.7, NATO họp.").map(|token| token.span.len()).collect();
/// assert_eq!(words, [5, 4, 1, 4, 5, 1]);
/// ```
pub fn tokenize(text: &str) -> Tokens<'_> {
    Tokens {
        text,
        table: letter::table(),
        at: 0,
    }
}

/// The tokens of a text; made by [`tokenize`].
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    table: &'static [Info],
    at: usize,
}

/// The letters read so far of one word.
#[derive(Clone, Copy, Default)]
struct Word {
    /// Up to ten letters, packed; beyond that a running hash.
    letters: u64,
    count: u32,
    tone: u8,
    /// Set by a tone mark that an NFC text would not fold under a later circumflex.
    tone_above: bool,
    /// Needs the slow path: a letter outside the table, two tones, a mark on a consonant.
    irregular: bool,
    uppers: u32,
    lowers: u32,
    first_upper: bool,
}

impl Word {
    #[inline]
    fn push(&mut self, code: u8) {
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
    fn case_of(&mut self, upper: bool) {
        if self.uppers + self.lowers == 0 {
            self.first_upper = upper;
        }
        self.uppers += u32::from(upper);
        self.lowers += u32::from(!upper);
    }

    #[inline]
    fn set_tone(&mut self, tone: u8) {
        self.irregular |= self.tone != 0 || self.count > MAX_LETTERS;
        self.tone = tone;
    }

    /// A combining tone mark: it must stand on a vowel.
    fn mark_tone(&mut self, tone: u8) {
        let vowel = self.last().is_some_and(|code| {
            let base = letter::ALPHABET[usize::from(code) - 1];
            letter::TONED.iter().any(|forms| forms.starts_with(base))
        });
        self.irregular |= !vowel;
        self.tone_above = tone != 5;
        self.set_tone(tone);
    }

    /// A combining breve, circumflex or horn: it makes another letter of the last one.
    fn mark_quality(&mut self, quality: Quality) {
        match self.last().and_then(|code| quality.apply(code)) {
            Some(made) if quality == Quality::Horn || !self.tone_above => {
                let shift = (self.count - 1) * LETTER_BITS;
                self.letters = self.letters & !(0x3f << shift) | u64::from(made) << shift;
            }
            _ => self.irregular = true,
        }
    }

    /// The code of the last letter, while it is still packed.
    fn last(&self) -> Option<u8> {
        (1..=MAX_LETTERS)
            .contains(&self.count)
            .then(|| (self.letters >> ((self.count - 1) * LETTER_BITS) & 0x3f) as u8)
            .filter(|&code| code != 0)
    }

    fn key(&self, original: &str) -> Key {
        if self.irregular {
            normal::slow_key(original)
        } else if self.count <= MAX_LETTERS {
            Key(self.letters | u64::from(self.tone) << TONE_SHIFT)
        } else {
            Key(mix(self.letters, u64::from(self.tone)) | HASHED)
        }
    }

    fn case(&self) -> Case {
        match (self.first_upper, self.uppers, self.lowers) {
            (_, 0, _) => Case::Lower,
            (true, 1, _) => Case::Title,
            (_, _, 0) => Case::Upper,
            _ => Case::Mixed,
        }
    }

    /// This word with the letters of `next` behind it, when both together can still be packed.
    fn joined(&self, next: &Word) -> Option<Word> {
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

    fn is_ascii(&self) -> bool {
        self.tone == 0 && Key(self.letters).is_ascii()
    }
}

impl<'t> Tokens<'t> {
    #[inline]
    fn read(&self, at: usize) -> Option<(Info, usize)> {
        letter::read(self.text, self.table, at)
    }

    /// Reads letters, marks and digits from `start`; returns the word and its end. Zero-width characters inside
    /// are passed over, behind it they are left alone.
    #[inline]
    fn word(&self, start: usize) -> (Word, usize) {
        let mut word = Word::default();
        let (mut at, mut end) = (start, start);
        while let Some((info, width)) = self.read(at) {
            match info {
                Info::Letter { code, tone, upper } => {
                    word.push(code);
                    word.case_of(upper);
                    if tone != 0 {
                        word.set_tone(tone);
                        word.tone_above = tone != 5;
                    } else {
                        word.tone_above = false;
                    }
                }
                Info::Digit { code } => word.push(code),
                Info::Tone(tone) => word.mark_tone(tone),
                Info::Quality(quality) => word.mark_quality(quality),
                Info::Other { upper, mark } => {
                    word.irregular = true;
                    if !mark {
                        word.case_of(upper);
                    }
                }
                Info::ZeroWidth => {
                    at += width;
                    continue;
                }
                Info::Space | Info::Punctuation | Info::Symbol => break,
            }
            at += width;
            end = at;
        }
        (word, end)
    }

    /// Goes on behind a word that a dot follows without a space, as in "đán.h giá": when the pieces make one
    /// Vietnamese syllable, the dots were put in to dodge a word filter.
    fn over_filter_dots(&self, first: Word, end: usize) -> Option<(Word, usize)> {
        let (mut word, mut end) = (first, end);
        let mut longest = word.count;
        let mut found = None;
        for _ in 1..MAX_PIECES {
            if self.text.as_bytes().get(end) != Some(&b'.') {
                break;
            }
            let Some((Info::Letter { .. }, _)) = self.read(end + 1) else {
                break;
            };
            let (next, next_end) = self.word(end + 1);
            let Some(joined) = word.joined(&next) else {
                break;
            };
            longest = longest.max(next.count);
            // A capital after a small letter begins a sentence whose space is missing, not a piece of a word.
            if joined.lowers > 0 && next.uppers > 0 {
                break;
            }
            (word, end) = (joined, next_end);
            // Single letters with dots are an abbreviation ("a.m", "T.Ư") unless small and Vietnamese ("đ.e").
            let abbreviation = longest == 1 && (word.is_ascii() || word.lowers == 0);
            if !abbreviation && Key(word.letters | u64::from(word.tone) << TONE_SHIFT).is_syllable()
            {
                found = Some((word, end));
            }
        }
        found
    }

    fn letters(&self, start: usize) -> (Token, usize) {
        let (mut word, mut end) = self.word(start);
        if self.text.as_bytes().get(end) == Some(&b'.')
            && let Some(whole) = self.over_filter_dots(word, end)
        {
            (word, end) = whole;
        }
        let span = Span { start, end };
        (
            Token {
                span,
                key: word.key(span.of(self.text)),
                case: word.case(),
                class: Class::Letters,
            },
            end,
        )
    }

    /// Digits, with single points and commas between digits: "5.500", "10,7", "24/7" is three tokens.
    fn number(&self, start: usize) -> (Token, usize) {
        let mut key = Word::default();
        let (mut at, mut end) = (start, start);
        while let Some((info, width)) = self.read(at) {
            match info {
                Info::Digit { code } => key.push(code),
                Info::ZeroWidth => {
                    at += width;
                    continue;
                }
                Info::Punctuation if at > start && end == at => {
                    let mark = self.text.as_bytes()[at];
                    let digit_follows =
                        matches!(self.read(at + width), Some((Info::Digit { .. }, _)));
                    if !(matches!(mark, b'.' | b',') && digit_follows) {
                        break;
                    }
                    // The mark's own byte keeps "10,7" and "107" apart; the alphabet's codes end below it.
                    key.letters = mix(key.letters, u64::from(mark));
                    key.irregular = true;
                }
                _ => break,
            }
            at += width;
            end = at;
        }
        let span = Span { start, end };
        // A number with marks or of many digits goes by its text; a short one is packed.
        let key = key.key(span.of(self.text));
        (
            Token {
                span,
                key,
                case: Case::Lower,
                class: Class::Number,
            },
            end,
        )
    }

    /// One mark or sign, with the combining marks that stand on it.
    fn sign(&self, start: usize, width: usize, class: Class) -> (Token, usize) {
        let mut end = start + width;
        while let Some((Info::Tone(_) | Info::Quality(_) | Info::Other { mark: true, .. }, width)) =
            self.read(end)
        {
            end += width;
        }
        let span = Span { start, end };
        (
            Token {
                span,
                key: normal::slow_key(span.of(self.text)),
                case: Case::Lower,
                class,
            },
            end,
        )
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        loop {
            let (info, width) = self.read(self.at)?;
            let (token, end) = match info {
                Info::Letter { .. } | Info::Other { mark: false, .. } => self.letters(self.at),
                Info::Space | Info::ZeroWidth => {
                    self.at += width;
                    continue;
                }
                Info::Digit { .. } => self.number(self.at),
                Info::Punctuation => self.sign(self.at, width, Class::Punctuation),
                Info::Symbol
                | Info::Tone(_)
                | Info::Quality(_)
                | Info::Other { mark: true, .. } => self.sign(self.at, width, Class::Symbol),
            };
            self.at = end;
            return Some(token);
        }
    }
}
