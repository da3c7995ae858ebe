//! Units: what n-grams are made of.
//!
//! A unit is a syllable, a word, a number or a mark, known by a 64-bit code. The way a text is spaced does not
//! change its units: every mark is a unit of its own ("..." and ". . ." are three), and folded numbers that only marks
//! divide are one number ("5.500", "5 . 500", "24/7").

use thaido_tokenizer::{Case, Span, Token, TokenKind, Tokenizer, tokenize};

use crate::params::FeaturizerParams;
use crate::stem::ForeignStemmer;

/// The code of every number when numbers are folded.
pub(crate) const NUMBER: u64 = 0x6e75_6d62_6572;
/// How a folded number is written in a vocabulary.
pub(crate) const NUMBER_TERM: &str = "0";

/// One unit and the tokens that it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) code: u64,
    pub(crate) span: Span,
}

/// What a text is read into, one a unit.
pub(crate) trait Piece: Copy {
    /// What of it depends on the unit's code alone, and is remembered from text to text.
    type Note: Copy + Default;
    fn new(note: Self::Note, span: Span) -> Self;
    /// The unit goes on to this byte.
    fn reach(&mut self, end: usize);
}

impl Piece for Unit {
    type Note = u64;

    fn new(code: u64, span: Span) -> Self {
        Unit { code, span }
    }

    fn reach(&mut self, end: usize) {
        self.span.end = end;
    }
}

/// What the unit rules need to know of the settings.
#[derive(Debug)]
pub(crate) struct UnitRules {
    punctuation: bool,
    fold_numbers: bool,
    stemmer: Option<ForeignStemmer>,
}

/// What the last unit was, for runs of marks and numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Other,
    Number,
    /// A number with marks behind it; how many units of marks were written since.
    NumberThenMarks(usize),
}

impl UnitRules {
    pub(crate) fn new(params: &FeaturizerParams) -> Self {
        UnitRules {
            punctuation: params.punctuation,
            fold_numbers: params.fold_numbers,
            stemmer: params.stem_foreign.then(ForeignStemmer::new),
        }
    }

    /// Writes the units of `text` into `units`, which is emptied first.
    pub(crate) fn read(&self, text: &str, units: &mut Vec<Unit>) {
        units.clear();
        let mut last = Last::Other;
        for token in tokenize(text) {
            let unit = Unit::new(self.code(&token, text), token.span);
            self.write(&token, text, unit, units, &mut last);
        }
    }

    /// The same, faster from text to text: `note` is asked once for what there is to know of a word's code.
    #[inline]
    pub(crate) fn read_with<P: Piece>(
        &self,
        text: &str,
        tokenizer: &mut Tokenizer<P::Note>,
        mut note: impl FnMut(u64) -> P::Note,
        pieces: &mut Vec<P>,
    ) {
        pieces.clear();
        let mut last = Last::Other;
        let learn = |token: &Token| note(self.code(token, text));
        tokenizer.read(text, learn, |span, note, token| {
            let piece = P::new(note, span);
            if let Some(token) = token {
                // A mark that follows no number, as most do.
                if last == Last::Other && is_mark(&token) {
                    if self.punctuation {
                        pieces.push(piece);
                    }
                    return;
                }
                self.write(&token, text, piece, pieces, &mut last);
            } else {
                pieces.push(piece);
                last = Last::Other;
            }
        });
    }

    /// Writes a token that may be any, as the `piece` that has its code.
    #[inline(never)]
    fn write<P: Piece>(
        &self,
        token: &Token,
        text: &str,
        piece: P,
        pieces: &mut Vec<P>,
        last: &mut Last,
    ) {
        if token.is_letters() {
            pieces.push(piece);
            *last = Last::Other;
            return;
        }
        match token.kind() {
            TokenKind::Number if self.fold_numbers => {
                if *last == Last::Other {
                    pieces.push(piece);
                } else {
                    // The marks between two numbers are part of one number.
                    let marks = if let Last::NumberThenMarks(marks) = *last {
                        marks
                    } else {
                        0
                    };
                    pieces.truncate(pieces.len() - marks);
                }
                if let Some(number) = pieces.last_mut() {
                    number.reach(token.span.end);
                }
                *last = Last::Number;
            }
            TokenKind::Number => pieces.push(piece),
            _ => {
                let written = usize::from(self.punctuation);
                *last = match *last {
                    Last::Number if joins_numbers(token, text) => Last::NumberThenMarks(written),
                    _ => Last::Other,
                };
                if written == 1 {
                    pieces.push(piece);
                }
            }
        }
    }

    fn code(&self, token: &Token, text: &str) -> u64 {
        if token.is_letters() {
            self.letters(token, text)
        } else if self.fold_numbers && token.kind() == TokenKind::Number {
            NUMBER
        } else {
            token.key.bits()
        }
    }

    #[inline]
    fn letters(&self, token: &Token, text: &str) -> u64 {
        // Capitals, tones and syllables answer for nearly all tokens of Vietnamese text that they are not stemmed.
        if token.case != Case::Lower || token.key.has_tone() || token.kind() == TokenKind::Syllable
        {
            return token.key.bits();
        }
        self.foreign(token, text)
    }

    #[cold]
    fn foreign(&self, token: &Token, text: &str) -> u64 {
        let stem = self
            .stemmer
            .as_ref()
            .and_then(|stemmer| stemmer.stem(token, text));
        stem.map_or(token.key, |(key, _)| key).bits()
    }

    /// A stretch of text as a vocabulary writes it: its units with single spaces between them.
    pub(crate) fn phrase(&self, text: &str) -> String {
        let mut units = Vec::new();
        self.read(text, &mut units);
        let terms: Vec<String> = units.iter().map(|unit| self.term(unit, text)).collect();
        terms.join(" ")
    }

    /// A unit as a vocabulary writes it.
    pub(crate) fn term(&self, unit: &Unit, text: &str) -> String {
        if unit.code == NUMBER {
            return NUMBER_TERM.to_owned();
        }
        let Some(token) = tokenize(unit.span.of(text)).next() else {
            return String::new();
        };
        let stem = self
            .stemmer
            .as_ref()
            .and_then(|stemmer| stemmer.stem(&token, unit.span.of(text)));
        stem.map_or_else(|| token.normal(unit.span.of(text)), |(_, stem)| stem)
    }
}

#[inline]
fn is_mark(token: &Token) -> bool {
    !token.is_letters() && token.kind() != TokenKind::Number
}

/// Marks that stand inside one figure, date or range.
fn joins_numbers(token: &Token, text: &str) -> bool {
    matches!(token.text(text), "." | "," | "/" | ":" | "-" | "–")
}

#[cfg(test)]
mod tests {
    use super::{Unit, UnitRules};
    use crate::FeaturizerParams;

    fn terms(text: &str, params: &FeaturizerParams) -> Vec<String> {
        let rules = UnitRules::new(params);
        let mut units: Vec<Unit> = Vec::new();
        rules.read(text, &mut units);
        units.iter().map(|unit| rules.term(unit, text)).collect()
    }

    #[test]
    fn spacing_does_not_change_units() {
        let params = FeaturizerParams::default();
        let glued = terms("Hơn 5.500 quân,từ 10/7-12/7... Su-24 bay!", &params);
        assert_eq!(
            glued,
            [
                "hơn", "0", "quân", ",", "từ", "0", ".", ".", ".", "su", "-", "0", "bay", "!"
            ]
        );
        assert_eq!(
            terms(
                "Hơn 5 . 500 quân , từ 10 / 7 - 12 / 7 . . . Su - 24 bay !",
                &params
            ),
            glued
        );
    }

    #[test]
    fn marks_and_numbers_are_left_out_or_kept_apart_as_asked() {
        let params = FeaturizerParams {
            punctuation: false,
            fold_numbers: false,
            ..Default::default()
        };
        assert_eq!(
            terms("Hơn 5.500 quân, 2 tàu.", &params),
            ["hơn", "5.500", "quân", "2", "tàu"]
        );
    }
}
