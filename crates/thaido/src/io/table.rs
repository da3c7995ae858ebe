//! Rows of comma- or tab-separated text, each of bounded length, with their places.

use std::io::{self, BufRead};
use std::sync::Arc;

use csv_core::ReadRecordResult;

use super::lines::{KEPT, PATIENCE};
use super::raw::Fields;
use super::stream::Stream;

/// Cuts a stream into rows.
pub(crate) struct Table {
    stream: Stream,
    core: csv_core::Reader,
    header: Arc<[String]>,
    offset: u64,
    longest: usize,
}

/// One row.
#[derive(Debug)]
pub(crate) enum Row {
    /// With as many fields as the header.
    Whole(Fields),
    /// With another number of fields.
    Count(usize),
    /// Not UTF-8 from this byte of the row on.
    NotUtf8(usize),
    /// Longer than allowed, by this length.
    TooLong(u64),
    /// So long that nothing behind it is read.
    Endless,
    /// Reading failed within it.
    Broken(io::Error),
}

/// A row with its place and bytes.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) row: Row,
    /// The line on which it starts, from 1.
    pub(crate) line: u64,
    pub(crate) offset: u64,
    /// As it stands; the first bytes only of a row that is too long.
    pub(crate) raw: Vec<u8>,
}

impl Table {
    /// Rows of at most `longest` bytes; the header is read by the first call of [`Table::next`].
    pub(crate) fn new(stream: Stream, offset: u64, delimiter: u8, longest: usize) -> Self {
        let core = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        Table {
            stream,
            core,
            header: Arc::from([]),
            offset,
            longest,
        }
    }

    /// Reads the first row as the names of the columns. A name that is there twice gets a number.
    pub(crate) fn read_header(&mut self) -> Result<Arc<[String]>, Placed> {
        let Some(placed) = self.cut() else {
            return Ok(Arc::clone(&self.header));
        };
        let Row::Whole(fields) = &placed.row else {
            return Err(placed);
        };
        let mut names: Vec<String> = Vec::with_capacity(fields.ends.len());
        let mut start = 0;
        for &end in &fields.ends {
            let name = fields.text.get(start..end).unwrap_or("").trim().to_owned();
            let twins = names.iter().filter(|other| **other == name).count();
            names.push(if twins == 0 {
                name
            } else {
                format!("{name}_{}", twins + 1)
            });
            start = end;
        }
        self.header = names.into();
        Ok(Arc::clone(&self.header))
    }

    /// How many columns the header names.
    pub(crate) fn width(&self) -> usize {
        self.header.len()
    }

    /// The next row; after [`Row::Endless`] and [`Row::Broken`] there is no other.
    pub(crate) fn next(&mut self) -> Option<Placed> {
        let mut placed = self.cut()?;
        if let Row::Whole(fields) = &mut placed.row {
            if fields.ends.len() == self.header.len() {
                fields.header = Arc::clone(&self.header);
                placed.raw = Vec::new();
            } else {
                placed.row = Row::Count(fields.ends.len());
            }
        }
        Some(placed)
    }

    fn cut(&mut self) -> Option<Placed> {
        let line = self.core.line();
        let (mut output, mut ends) = (vec![0; 256], vec![0; 64]);
        let (mut written, mut fields, mut length) = (0, 0, 0_u64);
        let mut raw = Vec::new();
        let row = loop {
            let chunk = match self.stream.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => break Row::Broken(error),
            };
            let (result, read, wrote, ended) =
                self.core
                    .read_record(chunk, &mut output[written..], &mut ends[fields..]);
            let room = (self.longest + 1).saturating_sub(raw.len());
            raw.extend_from_slice(&chunk[..read.min(room)]);
            self.stream.consume(read);
            length += read as u64;
            written += wrote;
            fields += ended;
            let long = length > self.longest as u64;
            if length > PATIENCE.saturating_mul(self.longest as u64) {
                break Row::Endless;
            }
            match result {
                ReadRecordResult::InputEmpty => {}
                // What a row that is too long says is not kept, only its end is looked for.
                ReadRecordResult::OutputFull if long => written = 0,
                ReadRecordResult::OutputEndsFull if long => fields = 0,
                ReadRecordResult::OutputFull => output.resize(output.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
                ReadRecordResult::Record if long => break Row::TooLong(length),
                ReadRecordResult::Record => {
                    output.truncate(written);
                    ends.truncate(fields);
                    let fields = String::from_utf8(output).map(|text| Fields {
                        header: Arc::from([]),
                        text,
                        ends,
                    });
                    break match (fields, std::str::from_utf8(&raw)) {
                        (Ok(fields), Ok(_)) => Row::Whole(fields),
                        (_, Err(error)) => Row::NotUtf8(error.valid_up_to()),
                        (Err(error), Ok(_)) => Row::NotUtf8(error.utf8_error().valid_up_to()),
                    };
                }
                ReadRecordResult::End => return None,
            }
        };
        // Ends of lines before a row belong to no row.
        let blank = raw
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        let lines = memchr::memchr_iter(b'\n', &raw[..blank]).count() as u64;
        let offset = self.offset + blank as u64;
        self.offset += length;
        raw.drain(..blank);
        let row = match row {
            Row::NotUtf8(at) => Row::NotUtf8(at.saturating_sub(blank)),
            row => row,
        };
        if matches!(row, Row::TooLong(_) | Row::Endless | Row::Broken(_)) {
            raw.truncate(KEPT);
        } else {
            let end = raw
                .iter()
                .rposition(|byte| !matches!(byte, b'\r' | b'\n'))
                .map_or(0, |at| at + 1);
            raw.truncate(end);
        }
        Some(Placed {
            row,
            line: line + lines,
            offset,
            raw,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn rows(text: &'static [u8], longest: usize) -> Vec<Placed> {
        let stream = BufReader::with_capacity(5, Box::new(text) as Box<dyn io::Read + Send>);
        let mut table = Table::new(stream, 0, b',', longest);
        table.read_header().unwrap();
        std::iter::from_fn(|| table.next()).take(20).collect()
    }

    #[test]
    fn rows_have_their_places_whatever_the_line_ends() {
        let found = rows(
            "id,text\r\n1,\"Một, hai\r\nba\"\r\n\r\n2,Bốn\r\n".as_bytes(),
            100,
        );
        let places: Vec<_> = found.iter().map(|row| (row.line, row.offset)).collect();
        assert_eq!(places, [(2, 9), (5, 31)]);
        let Row::Whole(fields) = &found[0].row else {
            panic!("{found:?}")
        };
        assert_eq!(
            (fields.text.as_str(), fields.ends.as_slice()),
            ("1Một, hai\r\nba", &[1, 15][..])
        );
    }

    #[test]
    fn a_wrong_number_of_fields_is_seen_and_the_next_row_read() {
        let found = rows(b"id,text\n1,a,b\n2\n3,c", 100);
        assert!(matches!(found[0].row, Row::Count(3)) && matches!(found[1].row, Row::Count(1)));
        assert_eq!(found[0].raw, b"1,a,b");
        assert!(matches!(found[2].row, Row::Whole(_)));
    }

    #[test]
    fn an_open_quote_and_a_bad_byte_are_bounded() {
        let found = rows(b"id,text\n1,\xff\n2,\"never closed\n3,d\n4,e\n", 20);
        assert!(matches!(found[0].row, Row::NotUtf8(2)), "{found:?}");
        assert!(matches!(found[1].row, Row::TooLong(24)), "{found:?}");
        assert_eq!(found.len(), 2);
    }
}
