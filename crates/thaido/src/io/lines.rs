//! Lines of a stream, each of bounded length, with their numbers and places.

use std::io::{self, BufRead};

use super::stream::Stream;

/// How many times the longest record a single line may run on before its source is given up. A packed file of a few
/// kilobytes can unpack to terabytes; reading on for the next line's sake would never end.
pub(crate) const PATIENCE: u64 = 64;

/// How many bytes of a record that is too long are kept for the reject.
pub(crate) const KEPT: usize = 1024;

/// Cuts a stream into lines.
pub(crate) struct Lines {
    stream: Stream,
    /// Where the next line starts, in unpacked bytes.
    offset: u64,
    /// How many lines have been read.
    count: u64,
    longest: usize,
}

/// One line, without its end.
#[derive(Debug)]
pub(crate) enum Line {
    /// All of it.
    Whole(Vec<u8>),
    /// It is longer than allowed: the first bytes, and its length.
    TooLong(Vec<u8>, u64),
    /// It is so long that nothing behind it is read.
    Endless(Vec<u8>),
    /// Reading failed within it.
    Broken(Vec<u8>, io::Error),
}

/// A line with its place.
#[derive(Debug)]
pub(crate) struct Numbered {
    pub(crate) line: Line,
    /// From 1.
    pub(crate) number: u64,
    /// Of its first byte, in unpacked bytes.
    pub(crate) offset: u64,
}

impl Lines {
    /// Lines of at most `longest` bytes; the stream's first byte stands at `offset`.
    pub(crate) fn new(stream: Stream, offset: u64, longest: usize) -> Self {
        Lines {
            stream,
            offset,
            count: 0,
            longest,
        }
    }

    /// The next line; after [`Line::Endless`] and [`Line::Broken`] there is no other.
    pub(crate) fn next(&mut self) -> Option<Numbered> {
        let mut kept = Vec::new();
        let mut length = 0_u64;
        let (mut ended, mut error) = (false, None);
        while !ended {
            let chunk = match self.stream.fill_buf() {
                Ok([]) => break,
                Ok(chunk) => chunk,
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
                Err(cause) => {
                    error = Some(cause);
                    break;
                }
            };
            let end = memchr::memchr(b'\n', chunk);
            let piece = &chunk[..end.unwrap_or(chunk.len())];
            // One byte more than allowed tells a line that is too long; a carriage return may be that byte.
            let room = (self.longest + 2).saturating_sub(kept.len());
            kept.extend_from_slice(&piece[..piece.len().min(room)]);
            length += piece.len() as u64;
            ended = end.is_some();
            let used = piece.len() + usize::from(ended);
            self.stream.consume(used);
            if length > PATIENCE.saturating_mul(self.longest as u64) {
                break;
            }
        }
        if length == 0 && !ended && error.is_none() {
            return None;
        }
        self.count += 1;
        let offset = self.offset;
        self.offset += length + u64::from(ended);
        let line = self.judge(kept, length, error);
        Some(Numbered {
            line,
            number: self.count,
            offset,
        })
    }

    fn judge(&self, mut kept: Vec<u8>, length: u64, error: Option<io::Error>) -> Line {
        if kept.last() == Some(&b'\r') {
            kept.pop();
        }
        if let Some(error) = error {
            kept.truncate(KEPT);
            return Line::Broken(kept, error);
        }
        if kept.len() <= self.longest {
            return Line::Whole(kept);
        }
        kept.truncate(KEPT);
        if length > PATIENCE.saturating_mul(self.longest as u64) {
            Line::Endless(kept)
        } else {
            Line::TooLong(kept, length)
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::{BufReader, Read};

    use super::*;

    fn lines(bytes: impl Read + Send + 'static, longest: usize) -> Vec<Numbered> {
        let mut lines = Lines::new(BufReader::with_capacity(7, Box::new(bytes)), 0, longest);
        std::iter::from_fn(|| lines.next()).take(100).collect()
    }

    fn whole(line: &Numbered) -> &[u8] {
        if let Line::Whole(bytes) = &line.line {
            bytes
        } else {
            b"(not whole)"
        }
    }

    #[test]
    fn ends_of_all_kinds_are_cut_off_and_places_counted() {
        let found = lines(&b"mot\r\n\nhai ba bon\nnam"[..], 100);
        let places: Vec<_> = found
            .iter()
            .map(|line| (line.number, line.offset))
            .collect();
        assert_eq!(places, [(1, 0), (2, 5), (3, 6), (4, 17)]);
        assert_eq!(whole(&found[0]), b"mot");
        assert_eq!(whole(&found[1]), b"");
        assert_eq!(whole(&found[3]), b"nam");
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_and_the_next_is_read() {
        let found = lines(&b"12345\n123456\r\n1234567\n8"[..], 6);
        assert_eq!(whole(&found[1]), b"123456");
        assert!(matches!(&found[2].line, Line::TooLong(head, 7) if head == b"1234567"));
        assert_eq!(whole(&found[3]), b"8");
    }

    #[test]
    fn a_line_without_end_is_given_up() {
        let found = lines(io::repeat(b'0'), 10);
        assert!(
            matches!(&found[0].line, Line::Endless(head) if head.len() == 12),
            "{:?}",
            found[0]
        );
        assert!(found[0].offset == 0 && found[1].offset < 700);
    }
}
