//! English stems of foreign words.
//!
//! Vietnamese syllables do not inflect, so nothing of Vietnamese is ever stemmed. Foreign words in small letters
//! ("drones", "sanctions") are, as English; names, which stand in capitals, are left alone.

use rust_stemmers::{Algorithm, Stemmer};
use thaido_tokenizer::{Case, Key, Token, TokenKind};

/// The English stemmer, and the rule of what it may see.
pub(crate) struct ForeignStemmer(Stemmer);

impl ForeignStemmer {
    pub(crate) fn new() -> Self {
        ForeignStemmer(Stemmer::create(Algorithm::English))
    }

    /// The stem of a token, when it is a foreign word in small ASCII letters and the stem differs from it.
    ///
    /// A stem that happens to be a Vietnamese syllable is refused: the word would be taken for that syllable.
    pub(crate) fn stem(&self, token: &Token, text: &str) -> Option<(Key, String)> {
        // The cheap questions come first: nearly every token of Vietnamese text ends here.
        if token.case != Case::Lower || token.key.has_tone() || !token.is_letters() {
            return None;
        }
        let word = token.text(text);
        if !word.bytes().all(|byte| byte.is_ascii_lowercase()) || token.kind() != TokenKind::Word {
            return None;
        }
        let stem = self.0.stem(word);
        let key = Key::of(&stem);
        (stem != word && !key.is_syllable()).then(|| (key, stem.into_owned()))
    }
}

impl std::fmt::Debug for ForeignStemmer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ForeignStemmer(English)")
    }
}

#[cfg(test)]
mod tests {
    use super::ForeignStemmer;
    use thaido_tokenizer::tokenize;

    fn stems(text: &str) -> Vec<Option<String>> {
        let stemmer = ForeignStemmer::new();
        tokenize(text)
            .map(|token| stemmer.stem(&token, text).map(|(_, stem)| stem))
            .collect()
    }

    #[test]
    fn foreign_words_in_small_letters_are_stemmed() {
        assert_eq!(stems("drones"), [Some("drone".to_owned())]);
        assert_eq!(stems("sanctions"), [Some("sanction".to_owned())]);
    }

    #[test]
    fn syllables_names_and_words_with_marks_are_left_alone() {
        for text in [
            "thy",
            "the",
            "cua",
            "bay",
            "đang",
            "Obama",
            "NATO",
            "Sanctions",
            "müllers",
            "hy",
        ] {
            assert_eq!(stems(text), [None], "{text}");
        }
    }
}
