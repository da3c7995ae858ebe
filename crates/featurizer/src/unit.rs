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
        self.collect(text, tokenize(text), units);
    }

    /// The same, faster from text to text.
    pub(crate) fn read_with(&self, text: &str, tokenizer: &mut Tokenizer, units: &mut Vec<Unit>) {
        self.collect(text, tokenizer.tokens(text), units);
    }

    #[inline]
    fn collect(&self, text: &str, tokens: impl Iterator<Item = Token>, units: &mut Vec<Unit>) {
        units.clear();
        let mut last = Last::Other;
        for token in tokens {
            if token.is_letters() {
                units.push(Unit {
                    code: self.letters(&token, text),
                    span: token.span,
                });
                last = Last::Other;
                continue;
            }
            let span = token.span;
            match token.kind() {
                TokenKind::Number if self.fold_numbers => {
                    if last == Last::Other {
                        units.push(Unit { code: NUMBER, span });
                    } else {
                        // The marks between two numbers are part of one number.
                        let marks = if let Last::NumberThenMarks(marks) = last {
                            marks
                        } else {
                            0
                        };
                        units.truncate(units.len() - marks);
                    }
                    if let Some(number) = units.last_mut() {
                        number.span.end = span.end;
                    }
                    last = Last::Number;
                }
                TokenKind::Number => units.push(Unit {
                    code: token.key.bits(),
                    span,
                }),
                _ => {
                    let code = token.key.bits();
                    let written = usize::from(self.punctuation);
                    last = match last {
                        Last::Number if joins_numbers(&token, text) => {
                            Last::NumberThenMarks(written)
                        }
                        _ => Last::Other,
                    };
                    if written == 1 {
                        units.push(Unit { code, span });
                    }
                }
            }
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
