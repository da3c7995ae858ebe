//! Normal forms as text: for people, vocabularies and the stemmer. Identity goes by [`Key`] alone.

use unicode_normalization::UnicodeNormalization;

use crate::key::{Key, hashed, hashed_ascii};
use crate::letter::{TONED, is_blank};

/// The normal form of a token whose original text is `original`.
pub(crate) fn form(key: Key, original: &str) -> String {
    match key.letters() {
        Some((letters, 0)) => letters,
        Some((letters, tone)) => with_tone(&letters, tone),
        None => slow_chars(original).collect(),
    }
}

/// The key of a token that the fast path cannot pack.
pub(crate) fn slow_key(original: &str) -> Key {
    let mut chars = original.chars();
    match (chars.next(), chars.next()) {
        // A mark of General Punctuation is its own normal form.
        (Some(mark @ '\u{2010}'..='\u{205e}'), None) if !is_blank(mark) => {
            hashed([mark].into_iter())
        }
        // White space inside ASCII text cannot be: it ends every token.
        _ if original.is_ascii() => hashed_ascii(original),
        _ => hashed(slow_chars(original)),
    }
}

/// NFC and lower case, without zero-width characters.
fn slow_chars(original: &str) -> impl Iterator<Item = char> + '_ {
    original
        .chars()
        .filter(|&c| !is_blank(c))
        .nfc()
        .flat_map(char::to_lowercase)
        .nfc()
}

/// Sets the tone on its vowel by the classical placement: *hòa*, *thúy*, *của*, *giường*, *tiến*, *quý*.
fn with_tone(letters: &str, tone: u8) -> String {
    let chars: Vec<char> = letters.chars().collect();
    let at = tone_place(&chars);
    let toned = |c: char| {
        TONED
            .iter()
            .find(|forms| forms.starts_with(c))
            .and_then(|forms| forms.chars().nth(usize::from(tone)))
    };
    chars
        .iter()
        .enumerate()
        .map(|(i, &c)| if i == at { toned(c).unwrap_or(c) } else { c })
        .collect()
}

fn tone_place(chars: &[char]) -> usize {
    let is_vowel = |c: char| TONED.iter().any(|forms| forms.starts_with(c));
    // The last circumflexed, horned or breved vowel takes the tone: *tiến*, *người*, *tuần*.
    if let Some(at) = chars
        .iter()
        .rposition(|&c| matches!(c, 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư'))
    {
        // In *ưa*, *ưu* and *ươ* the rule already holds: the last of them.
        return at;
    }
    let mut first = chars.iter().position(|&c| is_vowel(c)).unwrap_or(0);
    // The `u` of *qu* and the `i` of *gi* before another vowel belong to the onset.
    let glides = matches!(
        (chars.first(), chars.get(1)),
        (Some('q'), Some('u')) | (Some('g'), Some('i'))
    );
    if glides && first == 1 && chars.get(2).is_some_and(|&c| is_vowel(c)) {
        first = 2;
    }
    let run = chars[first..].iter().take_while(|&&c| is_vowel(c)).count();
    let closed = first + run < chars.len();
    match run {
        0 | 1 => first,
        // *toán*, *hoàng* against *hòa*, *mùi*; three vowels: the middle one, *ngoài*.
        2 if !closed => first,
        _ => first + 1,
    }
}

#[cfg(test)]
mod tests {
    use crate::tokenize;

    fn normal(text: &str) -> String {
        tokenize(text)
            .next()
            .map(|token| token.normal(text))
            .unwrap_or_default()
    }

    #[test]
    fn both_tone_placements_meet_in_the_classical_one() {
        for (one, other, form) in [
            ("hoà", "hòa", "hòa"),
            ("thuỷ", "thủy", "thủy"),
            ("khoẻ", "khỏe", "khỏe"),
            ("cuả", "của", "của"),
            ("qúy", "quý", "quý"),
            ("giừơng", "giường", "giường"),
            ("toán", "tóan", "toán"),
            ("ngoài", "ngòai", "ngoài"),
            ("gìa", "già", "già"),
            ("chuyện", "chuyện", "chuyện"),
        ] {
            assert_eq!(normal(one), form, "{one}");
            assert_eq!(normal(other), form, "{other}");
        }
    }

    #[test]
    fn words_outside_the_alphabet_keep_their_letters_in_nfc_and_lower_case() {
        assert_eq!(normal("Müller"), "müller");
        assert_eq!(normal("Mu\u{308}ller"), "müller");
        assert_eq!(normal("ПУТИН"), "путин");
        assert_eq!(normal("Ко\u{306}й"), "ко\u{306}й");
    }
}
