//! From byte offsets to code point offsets.

/// Counts code points up to byte offsets that are asked for in any order; ascending questions cost one pass.
///
/// ```
/// let mut count = thaido_tokenizer::CodePoints::new("hòa bình");
/// assert_eq!((count.at(4), count.at(10)), (3, 8));
/// ```
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    bytes: &'t [u8],
    byte: usize,
    count: usize,
}

impl<'t> CodePoints<'t> {
    /// Starts at the beginning of `text`.
    pub fn new(text: &'t str) -> Self {
        CodePoints {
            bytes: text.as_bytes(),
            byte: 0,
            count: 0,
        }
    }

    /// How many code points stand before byte `offset`; offsets behind the end count as the end.
    pub fn at(&mut self, offset: usize) -> usize {
        let offset = offset.min(self.bytes.len());
        if offset >= self.byte {
            self.count += starts(&self.bytes[self.byte..offset]);
        } else {
            self.count -= starts(&self.bytes[offset..self.byte]);
        }
        self.byte = offset;
        self.count
    }
}

/// How many code points begin in `bytes`: counted in pieces whose number fits a byte, so that many are counted at once.
fn starts(bytes: &[u8]) -> usize {
    let few = |piece: &[u8]| -> u8 {
        piece
            .iter()
            .map(|&byte| u8::from(byte & 0xc0 != 0x80))
            .sum()
    };
    bytes.chunks(255).map(|piece| usize::from(few(piece))).sum()
}
