//! Which letters make a Vietnamese syllable: an onset, a rhyme, and a tone that the rhyme can carry.

use std::sync::LazyLock;

use crate::key::{Key, LETTER_BITS, LETTERS_MASK, TONE_SHIFT};
use crate::letter::code_of;

const ONSETS: &str = include_str!("../data/onsets.txt");
const RHYMES: &str = include_str!("../data/rhymes.txt");

/// Slots of the rhyme table: a power of two, four times the rhymes, so that probes are short.
const RHYME_SLOTS: usize = 1024;
/// Most letters in an onset (*ngh*).
const MAX_ONSET: u32 = 3;

/// What may follow an onset: a bit for each letter code that the rhyme may begin with.
#[derive(Clone, Copy)]
struct Onset {
    letters: u64,
    first_of_rhyme: u64,
}

struct Inventory {
    /// By the code of the first letter: the onsets that begin with it, longest first.
    onsets: Vec<Vec<Onset>>,
    /// Packed rhymes by open addressing; 0 is an empty slot.
    rhymes: Vec<u64>,
}

static INVENTORY: LazyLock<Inventory> = LazyLock::new(Inventory::read);

fn slot_of(rhyme: u64) -> usize {
    (rhyme.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54) as usize % RHYME_SLOTS
}

fn data_lines(table: &str) -> impl Iterator<Item = &str> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
}

impl Inventory {
    fn read() -> Inventory {
        let mut onsets = vec![Vec::new(); 64];
        for line in data_lines(ONSETS) {
            let mut columns = line.split_whitespace();
            let letters = columns.next().and_then(Key::pack).unwrap_or(0);
            let rule = columns.next().unwrap_or("^");
            let set = rule
                .trim_start_matches('^')
                .chars()
                .filter_map(code_of)
                .fold(0, |set, code| set | 1 << code);
            let first_of_rhyme = if rule.starts_with('^') { !set } else { set };
            onsets[(letters & 0x3f) as usize].push(Onset {
                letters,
                first_of_rhyme,
            });
        }
        for list in &mut onsets {
            list.sort_by_key(|onset| std::cmp::Reverse(onset.letters));
        }
        let mut rhymes = vec![0; RHYME_SLOTS];
        for rhyme in data_lines(RHYMES)
            .flat_map(str::split_whitespace)
            .filter_map(Key::pack)
        {
            let mut slot = slot_of(rhyme);
            while rhymes[slot] != 0 {
                slot = (slot + 1) % RHYME_SLOTS;
            }
            rhymes[slot] = rhyme;
        }
        Inventory { onsets, rhymes }
    }

    fn has_rhyme(&self, rhyme: u64) -> bool {
        let mut slot = slot_of(rhyme);
        while self.rhymes[slot] != 0 {
            if self.rhymes[slot] == rhyme {
                return true;
            }
            slot = (slot + 1) % RHYME_SLOTS;
        }
        false
    }

    /// Whether `letters` (packed, without tone) are an optional onset and a rhyme that carries `tone`.
    fn has(&self, letters: u64, tone: u64) -> bool {
        if letters == 0 || !carries(letters, tone) {
            return false;
        }
        if self.has_rhyme(letters) {
            return true;
        }
        self.onsets[(letters & 0x3f) as usize].iter().any(|onset| {
            let length = (u64::BITS - onset.letters.leading_zeros())
                .div_ceil(LETTER_BITS)
                .min(MAX_ONSET);
            let mask = (1 << (length * LETTER_BITS)) - 1;
            let rhyme = letters >> (length * LETTER_BITS);
            letters & mask == onset.letters
                && rhyme != 0
                && onset.first_of_rhyme >> (rhyme & 0x3f) & 1 == 1
                && self.has_rhyme(rhyme)
        })
    }
}

/// A rhyme that ends in c, ch, p or t carries only sắc (1) and nặng (5).
fn carries(letters: u64, tone: u64) -> bool {
    let top = (u64::BITS - 1 - letters.leading_zeros()) / LETTER_BITS;
    let last = (letters >> (top * LETTER_BITS) & 0x3f) as u8;
    let before = if top == 0 {
        0
    } else {
        (letters >> ((top - 1) * LETTER_BITS) & 0x3f) as u8
    };
    let [c, h, p, t] = ['c', 'h', 'p', 't'].map(|letter| code_of(letter).unwrap_or(0));
    let stopped = last == c || last == p || last == t || (last == h && before == c);
    !stopped || tone == 1 || tone == 5
}

pub(crate) fn is_packed_syllable(packed: u64) -> bool {
    INVENTORY.has(packed & LETTERS_MASK, packed >> TONE_SHIFT)
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
