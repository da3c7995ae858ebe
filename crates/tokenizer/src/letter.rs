//! What one character means to the scanner: a table for ASCII and Vietnamese, Unicode's properties for the rest.

use std::sync::LazyLock;

/// The letters and digits that a packed [`crate::Key`] can hold, in the order of their codes (from 1).
pub(crate) const ALPHABET: [char; 43] = [
    'a', 'ă', 'â', 'b', 'c', 'd', 'đ', 'e', 'ê', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'ô', 'ơ', 'p', 'q', 'r', 's', 't', 'u', 'ư', 'v', 'w', 'x', 'y', 'z', '0', '1', '2', '3', '4',
    '5', '6', '7', '8', '9',
];

/// The twelve vowels that carry tones, each with its six forms: level, sắc, huyền, hỏi, ngã, nặng.
pub(crate) const TONED: [&str; 12] = [
    "aáàảãạ",
    "ăắằẳẵặ",
    "âấầẩẫậ",
    "eéèẻẽẹ",
    "êếềểễệ",
    "iíìỉĩị",
    "oóòỏõọ",
    "ôốồổỗộ",
    "ơớờởỡợ",
    "uúùủũụ",
    "ưứừửữự",
    "yýỳỷỹỵ",
];

/// One character, as the scanner needs it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Info {
    /// A letter of [`ALPHABET`] with its code, tone (0 to 5) and whether it is a capital.
    Letter { code: u8, tone: u8, upper: bool },
    /// A decimal digit 0 to 9, by its code.
    Digit { code: u8 },
    /// A combining tone mark (1 to 5).
    Tone(u8),
    /// The combining breve, circumflex or horn.
    Quality(Quality),
    /// A letter or digit outside the table, or another combining mark: only the slow path knows it.
    Other { upper: bool, mark: bool },
    /// A zero-width character: invisible, no separator inside a word.
    ZeroWidth,
    /// White space.
    Space,
    /// A punctuation mark.
    Punctuation,
    /// Anything else.
    Symbol,
}

/// The combining marks that make another Vietnamese letter, in the order of the table in [`Quality::apply`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Quality {
    Breve,
    Circumflex,
    Horn,
}

impl Quality {
    /// The code of the letter that `code` becomes under this mark.
    #[inline]
    pub(crate) fn apply(self, code: u8) -> Option<u8> {
        const MADE: [[u8; ALPHABET.len() + 1]; 3] = [
            made(&[('a', 'ă')]),
            made(&[('a', 'â'), ('e', 'ê'), ('o', 'ô')]),
            made(&[('o', 'ơ'), ('u', 'ư')]),
        ];
        MADE[self as usize]
            .get(usize::from(code))
            .copied()
            .filter(|&made| made != 0)
    }
}

/// By code: the code of the letter that a mark makes of it, or 0.
const fn made(pairs: &[(char, char)]) -> [u8; ALPHABET.len() + 1] {
    let mut table = [0; ALPHABET.len() + 1];
    let mut at = 0;
    while at < pairs.len() {
        table[place_of(pairs[at].0) as usize] = place_of(pairs[at].1);
        at += 1;
    }
    table
}

/// [`code_of`] for letters that are known to be there.
pub(crate) const fn place_of(letter: char) -> u8 {
    let mut at = 0;
    while ALPHABET[at] != letter {
        at += 1;
    }
    at as u8 + 1
}

/// Whether the letter of `code` is a vowel, which can carry a tone.
#[inline]
pub(crate) fn is_vowel(code: u8) -> bool {
    const VOWELS: u64 = {
        let vowels = ['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y'];
        let (mut set, mut at) = (0, 0);
        while at < vowels.len() {
            set |= 1 << place_of(vowels[at]);
            at += 1;
        }
        set
    };
    VOWELS >> (code & 0x3f) & 1 == 1
}

/// The code of a letter or digit of [`ALPHABET`].
pub(crate) fn code_of(letter: char) -> Option<u8> {
    ALPHABET
        .iter()
        .position(|&c| c == letter)
        .map(|at| at as u8 + 1)
}

/// Whether a character separates tokens without being one: white space, or a zero-width character that stands
/// alone. A zero-width character inside a word belongs to the word.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_zero_width(c)
}

fn is_zero_width(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

/// What `c` is by Unicode's properties and the Vietnamese alphabet. The table is made from this.
pub(crate) fn describe(c: char) -> Info {
    // The alphabet, and what becomes a letter of it in lower case or under a mark, stands in these blocks.
    if !matches!(c, '\0'..'\u{250}' | '\u{300}'..'\u{370}' | '\u{1e00}'..'\u{1f00}') {
        return describe_beyond(c);
    }
    if let Some(code) = code_of(c) {
        return if c.is_ascii_digit() {
            Info::Digit { code }
        } else {
            Info::Letter {
                code,
                tone: 0,
                upper: false,
            }
        };
    }
    let lower = c
        .to_lowercase()
        .next()
        .filter(|_| c.to_lowercase().count() == 1)
        .unwrap_or(c);
    for forms in TONED {
        if let Some(tone) = forms.chars().position(|form| form == lower) {
            let code = forms.chars().next().and_then(code_of).unwrap_or(1);
            return Info::Letter {
                code,
                tone: tone as u8,
                upper: lower != c,
            };
        }
    }
    match c {
        '\u{301}' => return Info::Tone(1),
        '\u{300}' => return Info::Tone(2),
        '\u{309}' => return Info::Tone(3),
        '\u{303}' => return Info::Tone(4),
        '\u{323}' => return Info::Tone(5),
        '\u{306}' => return Info::Quality(Quality::Breve),
        '\u{302}' => return Info::Quality(Quality::Circumflex),
        '\u{31b}' => return Info::Quality(Quality::Horn),
        _ => {}
    }
    if let Some(code) = code_of(lower).filter(|_| lower.to_uppercase().eq([c])) {
        return Info::Letter {
            code,
            tone: 0,
            upper: true,
        };
    }
    describe_beyond(c)
}

/// What `c` is when no form of it is a letter of the alphabet. (U+212A KELVIN SIGN lower-cases to `k`, but is not its
/// capital: NFC makes it `K`.)
fn describe_beyond(c: char) -> Info {
    if is_zero_width(c) {
        Info::ZeroWidth
    } else if c.is_whitespace() {
        Info::Space
    } else if unicode_normalization::char::is_combining_mark(c) {
        Info::Other {
            upper: false,
            mark: true,
        }
    } else if c.is_alphanumeric() {
        Info::Other {
            upper: c.is_uppercase(),
            mark: false,
        }
    } else if is_punctuation(c) {
        Info::Punctuation
    } else {
        Info::Symbol
    }
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() && !matches!(c, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~')
        || matches!(c,
            '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{37e}' | '\u{387}'
            | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}'
            | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}'
            | '\u{ff01}'..='\u{ff03}' | '\u{ff05}'..='\u{ff0a}' | '\u{ff0c}'..='\u{ff0f}' | '\u{ff1a}' | '\u{ff1b}'
            | '\u{ff1f}' | '\u{ff3b}' | '\u{ff3d}')
}

/// Characters below this bound are described by one table look-up: Latin, the combining marks, and the Vietnamese
/// block U+1E00 to U+1EFF, and general punctuation.
const TABLED: usize = 0x2070;

static TABLE: LazyLock<Vec<Info>> = LazyLock::new(|| {
    (0..TABLED as u32)
        .map(|c| char::from_u32(c).map_or(Info::Symbol, describe))
        .collect()
});

/// The table itself, fetched once per scan so that the hot loop does not ask whether it is made.
pub(crate) fn table() -> &'static [Info] {
    &TABLE
}

/// The character at byte `at` of `text` and its length in bytes; `None` at the end.
#[inline]
pub(crate) fn read(text: &str, table: &[Info], at: usize) -> Option<(Info, usize)> {
    let bytes = text.as_bytes();
    let first = *bytes.get(at)?;
    if first < 0x80 {
        return Some((table[usize::from(first)], 1));
    }
    // `text` is valid UTF-8 and `at` a boundary, so the continuation bytes are there.
    let low = |offset: usize| {
        bytes
            .get(at + offset)
            .map_or(0, |&byte| usize::from(byte & 0x3f))
    };
    let (value, width) = if first < 0xe0 {
        ((usize::from(first & 0x1f) << 6) | low(1), 2)
    } else if first < 0xf0 {
        (
            (usize::from(first & 0x0f) << 12) | (low(1) << 6) | low(2),
            3,
        )
    } else {
        (
            (usize::from(first & 0x07) << 18) | (low(1) << 12) | (low(2) << 6) | low(3),
            4,
        )
    };
    let info = match table.get(value) {
        Some(&info) => info,
        None => char::from_u32(value as u32).map_or(Info::Symbol, describe),
    };
    Some((info, width))
}
