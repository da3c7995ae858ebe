//! Which letters make a Vietnamese syllable: an onset, a rhyme, and a tone that the rhyme can carry.

use std::sync::LazyLock;

use crate::key::{Key, LETTER_BITS, LETTERS_MASK, TONE_SHIFT};
use crate::letter::{code_of, place_of};

const ONSETS: &str = include_str!("../data/onsets.txt");
const RHYMES: &str = include_str!("../data/rhymes.txt");

/// Slots of the table: a power of two, about twice the shapes, so that probes are short.
const SLOTS: usize = 1 << 13;

/// All syllables without their tones, packed, by open addressing; 0 is an empty slot.
static SHAPES: LazyLock<Vec<u64>> = LazyLock::new(shapes);

#[inline]
fn slot_of(shape: u64) -> usize {
    (shape.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 51) as usize % SLOTS
}

fn data_lines(table: &str) -> impl Iterator<Item = &str> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// Every rhyme alone and behind every onset that it may follow.
fn shapes() -> Vec<u64> {
    let rhymes: Vec<u64> = data_lines(RHYMES)
        .flat_map(str::split_whitespace)
        .filter_map(Key::pack)
        .collect();
    let mut shapes = vec![0; SLOTS];
    let mut insert = |shape: u64| {
        let mut slot = slot_of(shape);
        while shapes[slot] != 0 && shapes[slot] != shape {
            slot = (slot + 1) % SLOTS;
        }
        shapes[slot] = shape;
    };
    rhymes.iter().copied().for_each(&mut insert);
    for line in data_lines(ONSETS) {
        let mut columns = line.split_whitespace();
        let Some(onset) = columns.next().and_then(Key::pack) else {
            continue;
        };
        let rule = columns.next().unwrap_or("^");
        let letters = rule.trim_start_matches('^').chars().filter_map(code_of);
        let set = letters.fold(0_u64, |set, code| set | 1 << code);
        let may_begin = if rule.starts_with('^') { !set } else { set };
        let width = (u64::BITS - onset.leading_zeros()).div_ceil(LETTER_BITS) * LETTER_BITS;
        for &rhyme in rhymes
            .iter()
            .filter(|&&rhyme| may_begin >> (rhyme & 0x3f) & 1 == 1)
        {
            insert(onset | rhyme << width);
        }
    }
    shapes
}

#[inline]
fn is_shape(letters: u64) -> bool {
    let shapes = &*SHAPES;
    let mut slot = slot_of(letters);
    while shapes[slot] != 0 {
        if shapes[slot] == letters {
            return true;
        }
        slot = (slot + 1) % SLOTS;
    }
    false
}

/// A rhyme that ends in c, ch, p or t carries only sắc (1) and nặng (5).
#[inline]
fn carries(letters: u64, tone: u64) -> bool {
    const C: u64 = place_of('c') as u64;
    const H: u64 = place_of('h') as u64;
    const P: u64 = place_of('p') as u64;
    const T: u64 = place_of('t') as u64;
    let top = (u64::BITS - 1 - letters.leading_zeros()) / LETTER_BITS * LETTER_BITS;
    let last = letters >> top & 0x3f;
    let before = if top == 0 {
        0
    } else {
        letters >> (top - LETTER_BITS) & 0x3f
    };
    let stopped = last == C || last == P || last == T || (last == H && before == C);
    !stopped || tone == 1 || tone == 5
}

#[inline]
pub(crate) fn is_packed_syllable(packed: u64) -> bool {
    let (letters, tone) = (packed & LETTERS_MASK, packed >> TONE_SHIFT);
    letters != 0 && carries(letters, tone) && is_shape(letters)
}

/// Whether one word is a Vietnamese syllable by onset, rhyme and tone, in any Unicode form and case.
///
/// ```
/// use thaido_tokenizer::is_syllable;
/// assert!(is_syllable("nghiêng") && is_syllable("Khuỷu") && is_syllable("gì"));
/// assert!(!is_syllable("Trump") && !is_syllable("cac") && !is_syllable("đc"));
/// ```
pub fn is_syllable(word: &str) -> bool {
    let mut tokens = crate::tokenize(word);
    tokens.next().is_some_and(|token| {
        token.span.len() == word.len() && token.is_letters() && token.key.is_syllable()
    })
}

#[cfg(test)]
mod tests {
    use super::is_syllable;

    #[test]
    fn syllables_of_every_onset_and_kind_of_rhyme_are_known() {
        for word in "người nghĩ ngoằn ngoèo khuỷu tay quốc quyết quý giêng gì gìn giữ yêu ý uỷ ban ghế kỳ xoong huơ \
                     khuya thuở rượu hươu đường ưu chuyện loạn toàn tuần nguệch ngoạc quỳnh huỳnh pin thêm oái oăm"
            .split_whitespace()
        {
            assert!(is_syllable(word), "{word}");
        }
    }

    #[test]
    fn foreign_words_wrong_tones_and_broken_spellings_are_not_syllables() {
        for word in "trump biden putin moscow kremlin cat các3 kà cê ghà nge stop tich họch zô jean fax wto vn đc \
                     ngườii nướcc"
            .split_whitespace()
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
