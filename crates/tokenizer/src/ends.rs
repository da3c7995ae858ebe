//! Where words end, for 64 bytes at a time.

/// Bytes that are looked at together.
pub(crate) const BLOCK: usize = 64;

/// A bit for each of 64 bytes from `at` on, the first one lowest: whether it is no ASCII letter and no part of a letter
/// beyond ASCII. Bytes C2 and E2, which begin marks and blanks beyond ASCII, end words too, and so does the end.
#[inline]
pub(crate) fn ends(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(|bytes| bytes.first_chunk()) {
        Some(block) => block_ends(block),
        None => last_ends(bytes, at),
    }
}

#[inline(never)]
fn last_ends(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(last) = bytes.last_chunk() {
        // The shift brings in zeros from above; what is behind the end is no letter.
        let missing = BLOCK - rest.len();
        return if missing < BLOCK {
            !(!block_ends(last) >> missing)
        } else {
            u64::MAX
        };
    }
    let mut block = [0; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    block_ends(&block)
}

/// All bytes at once, in steps that compilers turn into vector instructions.
#[inline]
fn block_ends(block: &[u8; BLOCK]) -> u64 {
    let ones: [u8; BLOCK] = std::array::from_fn(|at| u8::from(stops(block[at])));
    let mut ends = 0;
    for (eight, place) in ones.as_chunks().0.iter().zip(0..) {
        // Gathers the lowest bits of eight bytes in the highest byte.
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        ends |= gathered << (8 * place);
    }
    ends
}

#[inline]
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a branch would keep this from being done for many bytes at once"
)]
fn stops(byte: u8) -> bool {
    // C2 and E2 differ in the bit that makes letters small.
    let small = byte | 0x20;
    let letter = small.wrapping_sub(b'a') < 26;
    !(letter | (byte >= 0x80)) | (small == 0xe2)
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, block_ends, ends};

    #[test]
    fn every_byte_at_every_place_ends_a_word_or_does_not() {
        for byte in 0..=u8::MAX {
            for at in 0..BLOCK {
                for around in [b'a', b' ', 0xe1, 0xc2] {
                    let mut block = [around; BLOCK];
                    block[at] = byte;
                    let ends = |&byte: &u8| matches!(byte, 0..b'A' | b'['..b'a' | b'{'..0x80 | 0xc2 | 0xe2);
                    let expected = block
                        .iter()
                        .rev()
                        .fold(0_u64, |bits, byte| bits << 1 | u64::from(ends(byte)));
                    assert_eq!(block_ends(&block), expected, "{byte} {at}");
                }
            }
        }
    }

    #[test]
    fn the_end_of_the_text_ends_the_last_word() {
        for length in 0..150 {
            let text = vec![b'a'; length];
            for at in 0..=length {
                let expected = (length - at).min(BLOCK) as u32;
                assert_eq!(ends(&text, at).trailing_zeros(), expected, "{length} {at}");
            }
        }
        assert_eq!(ends(b"a b", 7).trailing_zeros(), 0);
    }
}
