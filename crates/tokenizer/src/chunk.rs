//! Short words at one go: up to sixteen bytes become a key without asking at every character what comes next.
//!
//! Nearly every word of Vietnamese text is a handful of letters written as one code point each, ended by a blank or a
//! mark. Where it ends is found eight bytes at a time by arithmetic; then every byte is looked up once, by itself and
//! the byte before it, and the looked-up numbers are summed. There is no branch that depends on a letter. Words that
//! hold anything else (digits, combining or zero-width characters, other scripts, two tones) are refused: the scanner
//! reads those character by character, and what both give for a word is the same.

use std::sync::LazyLock;

use crate::key::{Key, LETTER_BITS, MAX_LETTERS, TONE_SHIFT};
use crate::letter::{Info, Quality, describe, is_vowel};

/// Bytes that are read together.
const CHUNK: usize = 16;

/// An entry is one number whose parts are summed over the bytes of a word; the letter's code is at the top, where the
/// sum may overflow. `ADVANCE` counts bits of the key.
const ADVANCE_MASK: u32 = 0x7f;
const TONED: u32 = 7;
const UPPER: u32 = 12;
const REFUSED: u32 = 17;
const COUNT_MASK: u32 = 0x1f;
const TONE: u32 = 22;
const TONE_MASK: u32 = 7;
const CODE: u32 = 26;

/// Lead bytes of Vietnamese letters, and the middle bytes of those of three (E1 BA, E1 BB). Their last four bits differ,
/// and a word with any other byte before a continuation byte is refused because of that byte: four bits choose the row.
const LEADS: [u8; 7] = [0xc3, 0xc4, 0xc5, 0xc6, 0xe1, 0xba, 0xbb];
const ENTRIES: usize = 16 * 256;

/// What every byte adds to a word, by the last four bits of the byte before it.
pub(crate) struct Letters {
    entries: [u32; ENTRIES],
}

static LETTERS: LazyLock<Letters> = LazyLock::new(Letters::new);

/// The table itself, fetched once per scan.
pub(crate) fn letters() -> &'static Letters {
    &LETTERS
}

/// A word that was read at one go.
#[derive(Clone, Copy)]
pub(crate) struct Chunk {
    pub(crate) key: Key,
    /// Bytes.
    pub(crate) length: usize,
    /// Letters.
    pub(crate) letters: u32,
    /// Capitals among them.
    pub(crate) uppers: u32,
    /// The byte behind the word; 0 at the end of the text.
    pub(crate) next: u8,
}

impl Letters {
    fn new() -> Letters {
        let refused = 1 << REFUSED;
        // A lead byte with a row adds nothing by itself; all others are refused, as are continuation bytes in row 0.
        let mut plain = [refused; 256];
        plain[0] = 0;
        for byte in 1..0x80_u8 {
            plain[usize::from(byte)] = entry(char::from(byte));
        }
        for lead in LEADS.into_iter().filter(|&lead| lead >= 0xc0) {
            plain[usize::from(lead)] = 0;
        }
        let mut entries = [0; ENTRIES];
        for row in entries.chunks_exact_mut(256) {
            row.copy_from_slice(&plain);
        }
        for lead in LEADS {
            let row = usize::from(lead & 0xf) * 256;
            for byte in 0x80..0xc0_u8 {
                let low = u32::from(byte & 0x3f);
                let c = match lead {
                    // The middle byte of three decides together with the last one.
                    0xe1 => None,
                    0xba | 0xbb => Some(0x1000 | u32::from(lead & 0x3f) << 6 | low),
                    _ => Some(u32::from(lead & 0x1f) << 6 | low),
                };
                let middle = lead == 0xe1 && matches!(byte, 0xba | 0xbb);
                entries[row + usize::from(byte)] = match c.and_then(char::from_u32) {
                    Some(c) => entry(c),
                    None if middle => 0,
                    None => refused,
                };
            }
        }
        Letters { entries }
    }

    /// Reads the word that begins at byte `at`; `None` when it must be read character by character. What stands
    /// behind the word has still to be looked at.
    #[inline]
    pub(crate) fn read(&self, bytes: &[u8], at: usize) -> Option<Chunk> {
        let (low, high) = match bytes
            .get(at..at + CHUNK)
            .and_then(|bytes| bytes.split_first_chunk::<8>())
        {
            Some((low, high)) => (
                u64::from_le_bytes(*low),
                u64::from_le_bytes(high.try_into().ok()?),
            ),
            None => near_end(bytes, at),
        };
        let (mut sum, mut packed) = (0, 0);
        let stops = stops(low);
        let (length, next);
        if stops == 0 {
            let stops = self::stops(high);
            if stops == 0 {
                return None;
            }
            let bits = stops.trailing_zeros() & 0x38;
            self.add(low, 0, &mut sum, &mut packed);
            if bits > 0 {
                let before = (low >> 56) as u8;
                self.add(high & !(u64::MAX << bits), before, &mut sum, &mut packed);
            }
            length = 8 + (bits / 8) as usize;
            next = (high >> bits) as u8;
        } else {
            let bits = stops.trailing_zeros() & 0x38;
            if bits == 0 {
                return None;
            }
            self.add(low & !(u64::MAX << bits), 0, &mut sum, &mut packed);
            length = (bits / 8) as usize;
            next = (low >> bits) as u8;
        }
        let advance = sum & ADVANCE_MASK;
        let (toned, refused) = (sum >> TONED & COUNT_MASK, sum >> REFUSED & COUNT_MASK);
        if refused != 0 || toned > 1 || advance > MAX_LETTERS * LETTER_BITS {
            return None;
        }
        let tone = u64::from(sum >> TONE & TONE_MASK);
        Some(Chunk {
            key: Key(packed | tone << TONE_SHIFT),
            length,
            letters: advance / LETTER_BITS,
            uppers: sum >> UPPER & COUNT_MASK,
            next,
        })
    }

    /// Reads a word whose tones and qualities are combining characters behind their letters, as in NFD; `None` when it
    /// holds anything else than those and letters. What stands behind the word has still to be looked at.
    #[inline]
    pub(crate) fn read_decomposed(&self, bytes: &[u8], at: usize) -> Option<Chunk> {
        let mut end = at;
        let (mut packed, mut count, mut uppers, mut tone) = (0_u64, 0, 0, 0_u64);
        let mut last = 0;
        // Whether a tone mark stands on the last letter that an NFC text would not fold under a later circumflex.
        let mut above = false;
        let next = loop {
            let byte = bytes.get(end).copied().unwrap_or(0);
            let entry = if byte < 0x80 {
                let entry = self.entries[usize::from(byte)];
                if entry >> CODE == 0 {
                    break byte;
                }
                end += 1;
                entry
            } else if byte == 0xcc {
                let mark = *bytes.get(end + 1)?;
                end += 2;
                match MARKS[usize::from(mark & 0x3f)] {
                    Mark::Tone(mark) if tone == 0 && is_vowel(last) => {
                        tone = u64::from(mark);
                        above = mark != 5;
                    }
                    Mark::Quality(quality) if quality == Quality::Horn || !above => {
                        let made = quality.apply(last)?;
                        packed ^= u64::from(last ^ made) << ((count - 1) * LETTER_BITS);
                        last = made;
                    }
                    _ => return None,
                }
                continue;
            } else if byte == 0xc2 || byte == 0xe2 {
                break byte;
            } else {
                let width = if byte < 0xe0 { 2 } else { 3 };
                let letter = bytes.get(end..end + width)?;
                let before = if width == 2 { byte } else { letter[1] };
                let row = usize::from(before & 0xf) * 256;
                let first = self.entries[usize::from(byte)];
                let middle = self.entries[usize::from(byte & 0xf) * 256 + usize::from(letter[1])];
                if first != 0 || (width == 3 && middle != 0) {
                    return None;
                }
                end += width;
                self.entries[row + usize::from(letter[width - 1])]
            };
            if entry >> REFUSED & COUNT_MASK != 0 || count == MAX_LETTERS {
                return None;
            }
            let own_tone = u64::from(entry >> TONE & TONE_MASK);
            if own_tone != 0 && tone != 0 {
                return None;
            }
            tone |= own_tone;
            above = own_tone != 0 && own_tone != 5;
            last = (entry >> CODE) as u8;
            packed |= u64::from(last) << (count * LETTER_BITS);
            count += 1;
            uppers += entry >> UPPER & COUNT_MASK;
        };
        let key = Key(packed | tone << TONE_SHIFT);
        (count > 0).then_some(Chunk {
            key,
            length: end - at,
            letters: count,
            uppers,
            next,
        })
    }

    /// Adds eight bytes, the first of them lowest; zeros add nothing.
    #[inline]
    fn add(&self, bytes: u64, before: u8, sum: &mut u32, packed: &mut u64) {
        let bytes = bytes.swap_bytes();
        let mut step = |index: u64| {
            let entry = self.entries[index as usize % ENTRIES];
            *packed |= u64::from(entry >> CODE).wrapping_shl(*sum);
            *sum = sum.wrapping_add(entry);
        };
        step(u64::from(before) << 8 | bytes >> 56);
        step(bytes >> 48);
        step(bytes >> 40);
        step(bytes >> 32);
        step(bytes >> 24);
        step(bytes >> 16);
        step(bytes >> 8);
        step(bytes);
    }
}

/// What a combining character of the block U+0300 to U+033F does.
#[derive(Clone, Copy)]
enum Mark {
    Tone(u8),
    Quality(Quality),
    Other,
}

const MARKS: [Mark; 64] = {
    let mut marks = [Mark::Other; 64];
    marks[0x01] = Mark::Tone(1);
    marks[0x00] = Mark::Tone(2);
    marks[0x09] = Mark::Tone(3);
    marks[0x03] = Mark::Tone(4);
    marks[0x23] = Mark::Tone(5);
    marks[0x06] = Mark::Quality(Quality::Breve);
    marks[0x02] = Mark::Quality(Quality::Circumflex);
    marks[0x1b] = Mark::Quality(Quality::Horn);
    marks
};

fn entry(c: char) -> u32 {
    match describe(c) {
        Info::Letter { code, tone, upper } => {
            LETTER_BITS
                | u32::from(tone != 0) << TONED
                | u32::from(upper) << UPPER
                | u32::from(tone) << TONE
                | u32::from(code) << CODE
        }
        _ => 1 << REFUSED,
    }
}

/// The last bytes of a text with zeros behind them.
#[cold]
fn near_end(bytes: &[u8], at: usize) -> (u64, u64) {
    let rest = bytes.get(at..).unwrap_or_default();
    let mut padded = [0; CHUNK];
    for (to, from) in padded.iter_mut().zip(rest) {
        *to = *from;
    }
    let whole = u128::from_le_bytes(padded);
    (whole as u64, (whole >> 64) as u64)
}

/// The highest bit of every byte that is no ASCII letter and no part of a letter beyond ASCII, right up to and at the
/// first such byte, which is all that counts. Bytes C2 and E2, which begin marks and blanks beyond ASCII, stop too.
#[inline]
fn stops(bytes: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    const CASE: u64 = 0x20 * EACH;
    let small = bytes | CASE;
    let low = small & !HIGH;
    let from_a = low + (0x80 - 0x61) * EACH;
    let beyond_z = low + (0x80 - 0x7b) * EACH;
    let letter = from_a & !beyond_z & !bytes;
    let marks = small ^ (0xe2 * EACH);
    let mark = marks.wrapping_sub(EACH) & !marks;
    (!(letter | bytes) | mark) & HIGH
}
