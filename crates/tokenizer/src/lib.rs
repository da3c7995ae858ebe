//! Cuts Vietnamese text into syllables, numbers, punctuation and foreign words.
//!
//! This crate knows characters, Unicode forms, syllables, tones and sentence ends. It must not know quotation,
//! features, files or errors: cutting text cannot fail, whatever the text is.
//!
//! Every [`Token`] points into the original text by bytes; its normal form lives beside the text and never
//! replaces it. Two spellings of one word (NFC or NFD, *hòa* or *hoà*, upper or lower case, broken by filter
//! dots or zero-width characters) have the same normal form and the same [`Key`].
//!
//! ```
//! use thaido_tokenizer::{TokenKind, tokenize};
//!
//! let text = "Moskva kêu gọi đ.e dọ.a ít hơn, hoà bình hơn.";
//! let tokens: Vec<_> = tokenize(text).collect();
//! assert_eq!(tokens[0].text(text), "Moskva");
//! assert_eq!(tokens[0].kind(), TokenKind::Word);
//! assert_eq!(tokens[3].text(text), "đ.e");
//! assert_eq!(tokens[3].normal(text), "đe");
//! assert_eq!(tokens[8].normal(text), "hòa");
//! assert_eq!(tokens.last().map(|token| token.kind()), Some(TokenKind::Punctuation));
//! ```
//!
//! Invariants, tested on random input: spans ascend and never overlap, they lie on character boundaries, and
//! only [blank](is_blank) characters lie between tokens.

mod chunk;
mod codepoint;
mod ends;
mod key;
mod letter;
mod normal;
mod scan;
mod sentence;
mod syllable;
mod token;
mod tokenizer;
mod word;

pub use codepoint::CodePoints;
pub use key::{Key, keys_of};
pub use letter::is_blank;
pub use scan::{Tokens, tokenize};
pub use sentence::{Sentence, behind_stop, sentences};
pub use syllable::is_syllable;
pub use token::{Case, Span, Token, TokenKind};
pub use tokenizer::Tokenizer;
