//! Short words at one go: up to sixteen bytes become a key without asking at every character what comes next.
//!
//! Nearly every word of Vietnamese text is a handful of letters written as one code point each, ended by a blank or a
//! mark. Where it ends is found eight bytes at a time by arithmetic; then every byte is looked up once, by itself and
//! the byte before it, and the looked-up numbers are summed. There is no branch that depends on a letter. Words that
//! hold anything else (digits, combining or zero-width characters, other scripts, two tones) are refused: the scanner
//! reads those character by character, and what both give for a word is the same.

use std::sync::LazyLock;

use crate::key::{Key, LETTER_BITS, MAX_LETTERS, TONE_SHIFT};
use crate::letter::{Info, describe};

/// Bytes that are read together.
pub(crate) const CHUNK: usize = 16;

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

/// Bytes that change what the next byte means; every other byte has row 0.
const LEADS: [u8; 7] = [0xc3, 0xc4, 0xc5, 0xc6, 0xe1, 0xba, 0xbb];
const ROWS: usize = LEADS.len() + 1;

/// What every byte adds to a word, by the byte before it.
pub(crate) struct Letters {
    /// The first entry of the row that each byte opens for the next one.
    rows: [u16; 256],
    entries: [u32; ROWS * 256],
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
        let mut letters = Letters {
            rows: [0; 256],
            entries: [0; ROWS * 256],
        };
        for (row, entries) in letters.entries.chunks_exact_mut(256).enumerate() {
            entries.copy_from_slice(&plain);
            let Some(&lead) = row.checked_sub(1).and_then(|row| LEADS.get(row)) else {
                continue;
            };
            letters.rows[usize::from(lead)] = (row * 256) as u16;
            for byte in 0x80..0xc0_u32 {
                let low = byte & 0x3f;
                let c = match lead {
                    // The middle byte of three: it decides with the last one.
                    0xe1 => None,
                    0xba | 0xbb => Some(0x1000 | u32::from(lead & 0x3f) << 6 | low),
                    _ => Some(u32::from(lead & 0x1f) << 6 | low),
                };
                let middle = lead == 0xe1 && (byte == 0xba || byte == 0xbb);
                entries[byte as usize] = match c.and_then(char::from_u32) {
                    Some(c) => entry(c),
                    None if middle => 0,
                    None => refused,
                };
            }
        }
        letters
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
            let before = (low >> 56) as u8;
            self.add(high & !(u64::MAX << bits), before, &mut sum, &mut packed);
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

    /// Adds eight bytes; zeros add nothing.
    #[inline]
    fn add(&self, bytes: u64, mut before: u8, sum: &mut u32, packed: &mut u64) {
        for byte in bytes.to_le_bytes() {
            let row = usize::from(self.rows[usize::from(before)]);
            let entry = self.entries[(row + usize::from(byte)) % (ROWS * 256)];
            *packed |= u64::from(entry >> CODE).wrapping_shl(*sum);
            *sum = sum.wrapping_add(entry);
            before = byte;
        }
    }
}

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
