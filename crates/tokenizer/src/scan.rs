//! The scanner: one pass from bytes to tokens.

use crate::chunk::{self, Chunk, Letters};
use crate::key::{self, Key, TONE_SHIFT, mix};
use crate::letter::{self, Info};
use crate::normal;
use crate::token::{Case, Class, Span, Token};
use crate::word::{Word, case_of};

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
        letters: chunk::letters(),
        at: 0,
    }
}

/// The tokens of a text; made by [`tokenize`].
#[derive(Clone)]
pub struct Tokens<'t> {
    text: &'t str,
    table: &'static [Info],
    letters: &'static Letters,
    at: usize,
}

impl std::fmt::Debug for Tokens<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens")
            .field("text", &self.text)
            .field("at", &self.at)
            .finish()
    }
}

impl Tokens<'_> {
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
        let key = match self.text.as_bytes()[start..end] {
            [byte] => key::of_ascii(byte),
            _ => normal::slow_key(span.of(self.text)),
        };
        (
            Token {
                span,
                key,
                case: Case::Lower,
                class,
            },
            end,
        )
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "a call for every token, with the token handed over in memory, costs a tenth"
    )]
    fn next(&mut self) -> Option<Token> {
        // Between two words there is one: taking it without a branch costs less than guessing.
        self.at += usize::from(self.text.as_bytes().get(self.at) == Some(&b' '));
        if let Some(chunk) = self.letters.read(self.text.as_bytes(), self.at)
            && self.ends_plainly(chunk.next, self.at + chunk.length)
        {
            return Some(self.take(&chunk));
        }
        self.next_mark()
    }
}

impl<'t> Tokens<'t> {
    /// The text that is cut.
    pub(crate) fn text(&self) -> &'t str {
        self.text
    }
}

impl Tokens<'_> {
    /// The token of a word that is over where the chunk ends.
    #[inline]
    fn take(&mut self, chunk: &Chunk) -> Token {
        let span = Span {
            start: self.at,
            end: self.at + chunk.length,
        };
        self.at = span.end;
        Token {
            span,
            key: chunk.key,
            case: self.case(chunk, span.start),
            class: Class::Letters,
        }
    }

    /// The next token, when it is no plain word.
    #[inline]
    pub(crate) fn next_mark(&mut self) -> Option<Token> {
        self.mark().or_else(|| self.next_decomposed())
    }

    /// The next token, when it is no plain word and no plain mark: likely a word in NFD.
    #[inline(never)]
    fn next_decomposed(&mut self) -> Option<Token> {
        match self.letters.read_decomposed(self.text.as_bytes(), self.at) {
            Some(chunk) if self.ends_plainly(chunk.next, self.at + chunk.length) => {
                Some(self.take(&chunk))
            }
            _ => self.next_slowly(),
        }
    }

    /// Goes on behind a token that somebody else has read.
    pub(crate) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Whether a word that reaches up to byte `end`, where `next` stands, is over there: a letter cannot follow, and
    /// must not a digit, a filter dot or an invisible character.
    #[inline]
    pub(crate) fn ends_plainly(&self, next: u8, end: usize) -> bool {
        if next == b' ' || next == b',' {
            return true;
        }
        match next {
            b'.' => !self
                .text
                .as_bytes()
                .get(end + 1)
                .is_some_and(|&byte| byte.is_ascii_alphabetic() || byte >= 0x80),
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => false,
            0..0x80 => true,
            _ => matches!(
                self.read(end),
                Some((Info::Space | Info::Punctuation | Info::Symbol, _))
            ),
        }
    }

    /// A mark or sign of one byte with nothing combining behind it.
    #[inline]
    fn mark(&mut self) -> Option<Token> {
        let token = self.mark_at(self.at)?;
        self.at = token.span.end;
        Some(token)
    }

    /// The mark or sign at byte `at` when it has one byte with nothing combining behind it.
    #[inline]
    pub(crate) fn mark_at(&self, at: usize) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let &byte = bytes.get(at)?;
        let class = match self.table.get(usize::from(byte))? {
            Info::Punctuation => Class::Punctuation,
            Info::Symbol => Class::Symbol,
            _ => return None,
        };
        if byte >= 0x80 || may_combine(bytes, at + 1) {
            return None;
        }
        let span = Span {
            start: at,
            end: at + 1,
        };
        Some(Token {
            span,
            key: key::of_ascii(byte),
            case: Case::Lower,
            class,
        })
    }

    #[inline]
    fn case(&self, chunk: &Chunk, start: usize) -> Case {
        if chunk.uppers == 0 {
            return Case::Lower;
        }
        let first_upper = matches!(
            self.read(start),
            Some((Info::Letter { upper: true, .. }, _))
        );
        case_of(first_upper, chunk.uppers, chunk.letters - chunk.uppers)
    }

    /// The next token, read character by character.
    #[inline(never)]
    pub(crate) fn next_slowly(&mut self) -> Option<Token> {
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

/// Whether what stands at byte `at` may combine with a mark before it. ASCII does not, nor do letters up to U+01BF and
/// those of Latin Extended Additional, as Vietnamese has them.
#[inline]
pub(crate) fn may_combine(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        None | Some(0..0x80 | 0xc3..=0xc6) => false,
        Some(0xe1) => !matches!(bytes.get(at + 1), Some(0xb8..=0xbb)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Token, tokenize};
    use crate::{Case, Span, TokenKind, Tokenizer};

    /// What a reader may learn of a token.
    type Figures = (u64, Option<(Case, TokenKind)>);

    fn learn(token: &Token) -> Figures {
        (token.key.bits(), Some((token.case, token.kind())))
    }

    fn figures(tokens: &[Token]) -> Vec<(Span, Figures)> {
        let figures = tokens.iter().map(|token| (token.span, learn(token)));
        figures.collect()
    }

    fn remembered(tokenizer: &mut Tokenizer<Figures>, text: &str) -> Vec<(Span, Figures)> {
        let mut found = Vec::new();
        tokenizer.read(text, learn, |span, figures, token| {
            assert!(token.is_none_or(|token| (token.span, learn(&token)) == (span, figures)));
            found.push((span, figures));
        });
        found
    }

    /// The tokens as they are read character by character alone: what the scanner does, without its short cuts.
    fn plainly(text: &str) -> Vec<Token> {
        let mut tokens = tokenize(text);
        std::iter::from_fn(|| tokens.next_slowly()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn short_cuts_do_not_change_tokens(
            text in prop::collection::vec(
                prop_oneof![
                    8 => "[a-zA-ZàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíòóọôồốộơờớợùúụưừứựỳýỷỵĐÔÂÊ]{1,9}",
                    6 => "[ .,]{1,2}",
                    2 => "[\u{300}\u{301}\u{302}\u{303}\u{306}\u{309}\u{31b}\u{323}\u{308}]",
                    2 => "[\"“”'‘’«»!?…:;/()%$+–-]",
                    1 => "[\u{200b}\u{200d}\u{feff}\u{a0}\u{ad}\u{3000}\u{2028}\n\r\t\0]",
                    1 => "[0-9]{1,4}",
                    1 => any::<char>().prop_map(String::from),
                ],
                0..20,
            )
        ) {
            let text = text.concat();
            let plain = plainly(&text);
            prop_assert_eq!(&tokenize(&text).collect::<Vec<_>>(), &plain);
            // The second time the words are known.
            let mut tokenizer = Tokenizer::default();
            for _ in 0..2 {
                prop_assert_eq!(remembered(&mut tokenizer, &text), figures(&plain));
            }
        }
    }

    #[test]
    fn short_cuts_do_not_change_any_one_character_between_letters() {
        let mut tokenizer = Tokenizer::default();
        for c in (1..=0x3100)
            .chain(0x1_f600..0x1_f640)
            .filter_map(char::from_u32)
        {
            for text in [
                format!("{c}"),
                format!("an{c}"),
                format!("{c}an"),
                format!("nghĩa{c}tình"),
                format!("Ơ{c} {c}{c}"),
                format!("\"{c}an\"{c},{c} .{c}"),
            ] {
                let plain = plainly(&text);
                assert_eq!(tokenize(&text).collect::<Vec<_>>(), plain, "{text:?}");
                for _ in 0..2 {
                    assert_eq!(
                        remembered(&mut tokenizer, &text),
                        figures(&plain),
                        "{text:?}"
                    );
                }
            }
        }
    }
}
