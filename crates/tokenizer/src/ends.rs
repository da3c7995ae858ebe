//! Where words end, for 64 bytes at a time.

use wide::u8x16;

/// Bytes that are looked at together.
pub(crate) const BLOCK: usize = 64;

/// A bit for each of 64 bytes, the first one lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ends {
    /// Whether the byte is no ASCII letter and no part of a letter beyond ASCII. Bytes C2 and E2, which begin marks and
    /// blanks beyond ASCII, end words too, and so does the end of the text.
    pub(crate) stops: u64,
    /// Whether it is a blank.
    pub(crate) blanks: u64,
}

impl Ends {
    /// Looks at the bytes from `at` on.
    #[inline]
    pub(crate) fn find(bytes: &[u8], at: usize) -> Ends {
        match bytes.get(at..).and_then(|bytes| bytes.first_chunk()) {
            Some(block) => Ends::of(block),
            None => Ends::find_last(bytes, at),
        }
    }

    #[inline(never)]
    fn find_last(bytes: &[u8], at: usize) -> Ends {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(last) = bytes.last_chunk() else {
            let mut block = [0; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            return Ends::of(&block);
        };
        // The shifts bring in zeros from above; what is behind the end is no letter and no blank.
        let last = Ends::of(last);
        match BLOCK - rest.len() {
            BLOCK => Ends {
                stops: u64::MAX,
                blanks: 0,
            },
            missing => Ends {
                stops: !(!last.stops >> missing),
                blanks: last.blanks >> missing,
            },
        }
    }

    #[inline]
    fn of(block: &[u8; BLOCK]) -> Ends {
        let mut ends = Ends::default();
        for (sixteen, place) in block.as_chunks().0.iter().zip(0..) {
            let bytes = u8x16::new(*sixteen);
            // C2 and E2 differ in the bit that makes letters small.
            let small = bytes | u8x16::splat(0x20);
            let letters = (small - u8x16::splat(b'a')).simd_lt(u8x16::splat(26));
            // The highest bits of bytes beyond ASCII are set.
            let words = (letters | bytes).to_bitmask();
            let stops = !words & 0xffff | small.simd_eq(u8x16::splat(0xe2)).to_bitmask();
            let blanks = bytes.simd_eq(u8x16::splat(b' ')).to_bitmask();
            ends.stops |= u64::from(stops) << (16 * place);
            ends.blanks |= u64::from(blanks) << (16 * place);
        }
        ends
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Ends};

    #[test]
    fn every_byte_at_every_place_ends_a_word_or_does_not() {
        for byte in 0..=u8::MAX {
            for at in 0..BLOCK {
                for around in [b'a', b' ', 0xe1, 0xc2] {
                    let mut block = [around; BLOCK];
                    block[at] = byte;
                    let bits = |is: fn(u8) -> bool| {
                        let bytes = block.iter().rev();
                        bytes.fold(0_u64, |bits, &byte| bits << 1 | u64::from(is(byte)))
                    };
                    let expected = Ends {
                        stops: bits(
                            |byte| matches!(byte, 0..b'A' | b'['..b'a' | b'{'..0x80 | 0xc2 | 0xe2),
                        ),
                        blanks: bits(|byte| byte == b' '),
                    };
                    assert_eq!(Ends::of(&block), expected, "{byte} {at}");
                }
            }
        }
    }

    #[test]
    fn the_end_of_the_text_ends_the_last_word_and_is_no_blank() {
        for length in 0..150 {
            let text = vec![b'a'; length];
            let blanks = vec![b' '; length];
            for at in 0..=length {
                let left = (length - at).min(BLOCK) as u32;
                let found = Ends::find(&text, at);
                assert_eq!((found.stops.trailing_zeros(), found.blanks), (left, 0));
                assert_eq!(Ends::find(&blanks, at).blanks.count_ones(), left);
            }
        }
        assert_eq!(Ends::find(b"a b", 7).stops.trailing_zeros(), 0);
    }
}
