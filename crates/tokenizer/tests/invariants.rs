//! What holds for every text: spans, blanks between tokens, one normal form for all Unicode forms, no panic.

use proptest::prelude::*;
use thaido_tokenizer::{CodePoints, Token, is_blank, sentences, tokenize};
use unicode_normalization::UnicodeNormalization;

/// Text as it really comes: Vietnamese letters in both forms, marks, signs, zero-width characters, other scripts.
fn ugly_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-yA-Y]{1,4}",
        4 => "[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíòóọôồốộơờớợùúụưừứựỳýỷỵĐÔÂÊ]{1,2}",
        2 => "[\u{300}\u{301}\u{302}\u{303}\u{306}\u{309}\u{31b}\u{323}\u{308}]",
        3 => "[ .,\"“”'‘’«»!?…:;/()–-]{1,2}",
        1 => "[\u{200b}\u{200d}\u{feff}\u{a0}\u{ad}\n\r\t\0]",
        1 => "[0-9]{1,4}",
        1 => "[üñßИйЖ中文한ｱİıΩK≠😀👍]",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn keys(text: &str) -> Vec<u64> {
    tokenize(text).map(|token| token.key.bits()).collect()
}

fn normals(text: &str) -> Vec<String> {
    tokenize(text).map(|token| token.normal(text)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn spans_ascend_on_character_boundaries_and_only_blanks_lie_between(text in prop_oneof![ugly_text(), any::<String>()]) {
        let mut at = 0;
        for token in tokenize(&text) {
            prop_assert!(token.span.start >= at && !token.span.is_empty());
            prop_assert!(text.is_char_boundary(token.span.start) && text.is_char_boundary(token.span.end));
            prop_assert!(text[at..token.span.start].chars().all(is_blank));
            at = token.span.end;
        }
        prop_assert!(text[at..].chars().all(is_blank));
    }

    #[test]
    fn both_unicode_forms_give_the_same_keys_and_normal_forms(text in ugly_text()) {
        let (composed, decomposed): (String, String) = (text.nfc().collect(), text.nfd().collect());
        prop_assert_eq!(keys(&composed), keys(&decomposed));
        prop_assert_eq!(normals(&composed), normals(&decomposed));
    }

    #[test]
    fn equal_keys_stand_for_equal_normal_forms(text in ugly_text()) {
        let tokens: Vec<Token> = tokenize(&text).collect();
        for (a, b) in tokens.iter().zip(tokens.iter().skip(1)) {
            if a.is_letters() && b.is_letters() {
                prop_assert_eq!(a.key == b.key, a.normal(&text) == b.normal(&text));
            }
        }
    }

    #[test]
    fn a_normal_form_is_a_token_with_its_own_key(text in ugly_text()) {
        for token in tokenize(&text).filter(Token::is_letters) {
            let normal = token.normal(&text);
            let again: Vec<Token> = tokenize(&normal).collect();
            prop_assert_eq!(again.len(), 1, "{:?}", normal);
            prop_assert_eq!(again[0].key, token.key, "{:?}", normal);
        }
    }

    #[test]
    fn every_token_belongs_to_one_sentence(text in ugly_text()) {
        let tokens: Vec<Token> = tokenize(&text).collect();
        let mut at = 0;
        for sentence in sentences(&text, &tokens) {
            prop_assert_eq!(sentence.tokens.start, at);
            prop_assert!(sentence.tokens.end > at);
            at = sentence.tokens.end;
        }
        prop_assert_eq!(at, tokens.len());
    }

    #[test]
    fn code_points_are_counted_in_any_order(text in any::<String>(), picks in prop::collection::vec(any::<prop::sample::Index>(), 1..6)) {
        let mut counter = CodePoints::new(&text);
        let boundaries: Vec<usize> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
        for pick in picks {
            let byte = boundaries[pick.index(boundaries.len())];
            prop_assert_eq!(counter.at(byte), text[..byte].chars().count());
        }
    }
}

#[test]
fn words_broken_by_filter_dots_read_as_the_word_and_keep_their_span() {
    let text = "đ.e dọ.a, ch.ỉ tríc.h và đán.h giá; ĐÁN.H";
    let found: Vec<(String, &str)> = tokenize(text)
        .filter(Token::is_letters)
        .map(|token| (token.normal(text), token.text(text)))
        .collect();
    let expected = [
        ("đe", "đ.e"),
        ("dọa", "dọ.a"),
        ("chỉ", "ch.ỉ"),
        ("trích", "tríc.h"),
        ("và", "và"),
        ("đánh", "đán.h"),
        ("giá", "giá"),
        ("đánh", "ĐÁN.H"),
    ];
    assert_eq!(
        found,
        expected.map(|(normal, text)| (normal.to_owned(), text))
    );
}

#[test]
fn dots_of_abbreviations_addresses_and_glued_sentences_stay_dots() {
    for (text, words) in [
        ("T.Ư", vec!["t", "ư"]),
        ("a.m", vec!["a", "m"]),
        ("U.A.E.", vec!["u", "a", "e"]),
        ("TP.HCM", vec!["tp", "hcm"]),
        ("zing.vn", vec!["zing", "vn"]),
        ("nói.Ông", vec!["nói", "ông"]),
        ("ta.Anh", vec!["ta", "anh"]),
    ] {
        let found: Vec<String> = tokenize(text)
            .filter(Token::is_letters)
            .map(|token| token.normal(text))
            .collect();
        assert_eq!(found, words, "{text}");
    }
}

#[test]
fn numbers_keep_their_inner_marks_and_end_before_letters() {
    let text = "5.500 km, 10,7% và 24/7, 3km G7 F-16";
    let found: Vec<&str> = tokenize(text).map(|token| token.text(text)).collect();
    assert_eq!(
        found,
        [
            "5.500", "km", ",", "10,7", "%", "và", "24", "/", "7", ",", "3", "km", "G7", "F", "-",
            "16"
        ]
    );
}
