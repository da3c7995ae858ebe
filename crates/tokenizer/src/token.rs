//! A token: where it stands, what it is, and under which key its normal form is known.

use crate::key::Key;
use crate::normal;

/// A half-open range of bytes in the original text, always on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The piece of `text` that this span covers; empty when the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A Vietnamese syllable by onset, rhyme and tone.
    Syllable,
    /// Letters (and digits after letters) that are no Vietnamese syllable: a foreign word, a name, an abbreviation.
    Word,
    /// Digits, with the points and commas inside them.
    Number,
    /// One punctuation mark.
    Punctuation,
    /// Anything else: signs, emoji, control characters, stray combining marks.
    Symbol,
}

/// How a token of letters is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Case {
    /// No capital: *hòa*. Also every token without letters.
    #[default]
    Lower,
    /// A capital first, then small letters or nothing: *Hòa*, *Ô*.
    Title,
    /// Two or more capitals and no small letter: *NATO*, *G20*.
    Upper,
    /// Any other mixture: *`iPhone`*, *`McCain`*, *`TPHCM1a`*.
    Mixed,
}

/// The coarse class that the scanner sees; [`TokenKind`] refines letters on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Letters,
    Number,
    Punctuation,
    Symbol,
}

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the original text, in bytes.
    pub span: Span,
    /// The identity of its normal form.
    pub key: Key,
    /// How it is written.
    pub case: Case,
    pub(crate) class: Class,
}

impl Token {
    /// A token of letters by what a [`Tokenizer`](crate::Tokenizer)'s reader has remembered of it.
    #[inline]
    pub fn word(span: Span, key: Key, case: Case) -> Token {
        Token {
            span,
            key,
            case,
            class: Class::Letters,
        }
    }

    /// What the token is. Letters are looked up among the Vietnamese syllables when asked, not while scanning.
    #[inline]
    pub fn kind(&self) -> TokenKind {
        match self.class {
            Class::Letters => self.kind_of_letters(),
            Class::Number => TokenKind::Number,
            Class::Punctuation => TokenKind::Punctuation,
            Class::Symbol => TokenKind::Symbol,
        }
    }

    /// Not inlined: who asks of other tokens should pay a comparison alone.
    #[inline(never)]
    fn kind_of_letters(&self) -> TokenKind {
        if self.key.is_syllable() {
            TokenKind::Syllable
        } else {
            TokenKind::Word
        }
    }

    /// Whether the token is made of letters: a syllable or a word.
    #[inline]
    pub fn is_letters(&self) -> bool {
        self.class == Class::Letters
    }

    /// The token as it stands in the original text; empty when `text` is another text.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        self.span.of(text)
    }

    /// The normal form: NFC, lower case, one tone placement, without filter dots and zero-width characters.
    ///
    /// ```
    /// let nfd = "THU\u{309}Y";
    /// let token = thaido_tokenizer::tokenize(nfd).next().unwrap();
    /// assert_eq!(token.normal(nfd), "thủy");
    /// ```
    pub fn normal(&self, text: &str) -> String {
        normal::form(self.key, self.text(text))
    }
}
