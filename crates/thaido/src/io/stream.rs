//! The bytes of a source, unpacked as they are read.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::format::{Compression, Format};
use super::source::Source;

/// Bytes read at once from a file or pipe.
const CHUNK: usize = 64 * 1024;

/// Unpacked bytes, whatever they come from.
pub(crate) type Stream = BufReader<Box<dyn Read + Send>>;

/// Counts packed bytes as they are read, for the progress bar of whoever holds the other end.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Opens a source that is read as a stream of bytes.
pub(crate) fn open(source: &Source, count: &Arc<AtomicU64>) -> io::Result<Stream> {
    let count = Arc::clone(count);
    if let Some(path) = source.path() {
        let inner = File::open(path)?;
        return unpack(Box::new(Counted { inner, count }), source.compression());
    }
    let mut input = BufReader::with_capacity(
        CHUNK,
        Counted {
            inner: io::stdin(),
            count,
        },
    );
    let compression = packing_of(input.fill_buf()?);
    unpack(Box::new(input), compression)
}

/// The packing that the first bytes of a stream tell.
fn packing_of(head: &[u8]) -> Compression {
    if head.starts_with(&[0x1f, 0x8b]) {
        Compression::Gzip
    } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        Compression::Zstd
    } else {
        Compression::None
    }
}

fn unpack(input: Box<dyn Read + Send>, compression: Compression) -> io::Result<Stream> {
    let packed = BufReader::with_capacity(CHUNK, input);
    let plain: Box<dyn Read + Send> = match compression {
        Compression::None => return Ok(packed),
        Compression::Gzip => Box::new(MultiGzDecoder::new(packed)),
        Compression::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(packed)?),
    };
    Ok(BufReader::with_capacity(CHUNK, plain))
}

/// What standard input holds, by its first bytes: objects, or plain text.
pub(crate) fn sniff(stream: &mut Stream) -> io::Result<Format> {
    let head = stream.fill_buf()?;
    let head = head.strip_prefix(BOM).unwrap_or(head);
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace());
    Ok(if first == Some(&b'{') {
        Format::JsonLines
    } else {
        Format::Text
    })
}

/// The mark of UTF-8 at the head of a file.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

/// How a stream begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// With nothing: it is empty.
    Empty,
    /// With a mark of UTF-8 of this many bytes, now skipped.
    Utf8(usize),
    /// With the mark of UTF-16.
    Utf16,
}

/// Looks at the first bytes, and skips a mark of UTF-8. Reads as often as it must: a pipe may give one byte at a time.
pub(crate) fn head(stream: &mut Stream) -> io::Result<Head> {
    let mut first = Vec::with_capacity(BOM.len());
    stream
        .by_ref()
        .take(BOM.len() as u64)
        .read_to_end(&mut first)?;
    let head = match first.as_slice() {
        [] => Head::Empty,
        BOM if stream.fill_buf()?.is_empty() => Head::Empty,
        BOM => Head::Utf8(BOM.len()),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Head::Utf16,
        _ => Head::Utf8(0),
    };
    if head == Head::Utf8(0) {
        let rest = std::mem::replace(stream, BufReader::new(Box::new(io::empty())));
        *stream = BufReader::with_capacity(CHUNK, Box::new(Cursor::new(first).chain(rest)));
    }
    Ok(head)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn stream(bytes: &'static [u8]) -> Stream {
        BufReader::new(Box::new(bytes))
    }

    #[test]
    fn a_mark_is_skipped_and_everything_else_stays() {
        for (bytes, expected, rest) in [
            (&b""[..], Head::Empty, &b""[..]),
            (b"\xef\xbb\xbf", Head::Empty, b""),
            (b"\xef\xbb\xbfTin", Head::Utf8(3), b"Tin"),
            (b"T", Head::Utf8(0), b"T"),
            (b"Tin nhanh", Head::Utf8(0), b"Tin nhanh"),
            (b"\xff\xfeT\0", Head::Utf16, b""),
        ] {
            let mut stream = stream(bytes);
            assert_eq!(head(&mut stream).unwrap(), expected);
            let mut left = Vec::new();
            stream.read_to_end(&mut left).unwrap();
            if expected != Head::Utf16 {
                assert_eq!(left, rest);
            }
        }
    }

    #[test]
    fn objects_and_text_are_told_apart() {
        assert_eq!(
            sniff(&mut stream(b" \n{\"text\"")).unwrap(),
            Format::JsonLines
        );
        assert_eq!(
            sniff(&mut stream("\u{feff}{}".as_bytes())).unwrap(),
            Format::JsonLines
        );
        assert_eq!(
            sniff(&mut stream("Ông nói {gì}".as_bytes())).unwrap(),
            Format::Text
        );
        assert_eq!(sniff(&mut stream(b"")).unwrap(), Format::Text);
    }
}
