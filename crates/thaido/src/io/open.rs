//! One source that is being read: its records, counted and summed as they come.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::format::Format;
use super::input::{Origin, Place, Reject};
use super::lines::{KEPT, Line, Lines, Numbered};
use super::raw::{Body, Raw, not_utf8, reject};
use super::reader::ReadOptions;
use super::source::Source;
use super::stream::{self, Head, Stream};
use super::table::{Placed, Row, Table};

/// The source that is being read.
pub(crate) struct Open {
    number: usize,
    name: Arc<str>,
    id: Arc<str>,
    record: u64,
    /// Of all records so far.
    digest: u64,
    records: Records,
}

enum Records {
    Lines(Lines, Format),
    Whole(Stream, Format, u64),
    Table(Box<Table>),
    #[cfg(feature = "parquet")]
    Rows(Box<super::columnar::Rows>),
    /// Nothing more comes.
    Done,
}

impl Open {
    /// Opens a source and looks at its beginning.
    pub(crate) fn new(
        number: usize,
        source: &Source,
        options: &ReadOptions,
        count: &Arc<AtomicU64>,
    ) -> Result<Self, Box<Reject>> {
        let mut open = Open {
            number,
            name: Arc::clone(source.name()),
            id: source.id().into(),
            record: 0,
            digest: 0,
            records: Records::Done,
        };
        open.records = open.begin(source, options, count)?;
        Ok(open)
    }

    fn begin(
        &mut self,
        source: &Source,
        options: &ReadOptions,
        count: &Arc<AtomicU64>,
    ) -> Result<Records, Box<Reject>> {
        #[cfg(feature = "parquet")]
        if let (Some(Format::Parquet), Some(path)) = (source.format(), source.path()) {
            let rows = super::columnar::Rows::open(path, count);
            return rows
                .map(|rows| Records::Rows(Box::new(rows)))
                .map_err(|reason| Box::new(self.whole(reason)));
        }
        let broken = |error: io::Error| format!("cannot be read: {error}");
        let mut stream =
            stream::open(source, count).map_err(|error| Box::new(self.whole(broken(error))))?;
        let told = match source.format() {
            Some(format) => Ok(format),
            None => stream::sniff(&mut stream),
        };
        let format = told.map_err(|error| Box::new(self.whole(broken(error))))?;
        let head =
            stream::head(&mut stream).map_err(|error| Box::new(self.whole(broken(error))))?;
        let offset = match head {
            // An empty pipe is an empty list; an empty file is more likely a failed download.
            Head::Empty if source.path().is_none() => return Ok(Records::Done),
            Head::Empty => return Err(Box::new(self.whole("the file is empty"))),
            Head::Utf16 => {
                return Err(Box::new(
                    self.whole("not UTF-8 but UTF-16; convert the file to UTF-8"),
                ));
            }
            Head::Utf8(bytes) => bytes as u64,
        };
        let longest = options.max_record_bytes;
        if format.is_whole_file(options.statements) {
            return Ok(Records::Whole(stream, format, offset));
        }
        let delimiter = match format {
            Format::Csv => b',',
            Format::Tsv => b'\t',
            _ => return Ok(Records::Lines(Lines::new(stream, offset, longest), format)),
        };
        let mut table = Table::new(stream, offset, delimiter, longest);
        let header = match table.read_header() {
            Ok(header) => header,
            Err(placed) => {
                return Err(Box::new(
                    self.row(placed, 0)
                        .err()
                        .unwrap_or_else(|| self.whole("no header")),
                ));
            }
        };
        if !header.contains(&options.keys.text) {
            let names = header.join("`, `");
            return Err(Box::new(self.whole(format!(
                "no column is named `{}`; name the text's column with --text-key (there are `{names}`)",
                options.keys.text
            ))));
        }
        for name in header.iter() {
            self.digest = xxh3_64_with_seed(name.as_bytes(), self.digest);
        }
        Ok(Records::Table(Box::new(table)))
    }

    /// The next record.
    pub(crate) fn next(&mut self, options: &ReadOptions) -> Option<Result<Raw, Reject>> {
        loop {
            match &mut self.records {
                Records::Done => return None,
                Records::Lines(lines, format) => {
                    let format = *format;
                    let Numbered {
                        line,
                        number,
                        offset,
                    } = lines.next()?;
                    if matches!(&line, Line::Whole(bytes) if bytes.trim_ascii().is_empty()) {
                        continue;
                    }
                    return Some(self.line(line, format, Place::Line(number), offset, options));
                }
                Records::Whole(..) => return Some(self.document(options)),
                Records::Table(table) => {
                    let width = table.width();
                    let placed = table.next()?;
                    return Some(self.row(placed, width));
                }
                #[cfg(feature = "parquet")]
                Records::Rows(rows) => {
                    let (number, row) = rows.next()?;
                    return Some(self.typed(number, row, options));
                }
            }
        }
    }

    fn line(
        &mut self,
        line: Line,
        format: Format,
        place: Place,
        offset: u64,
        options: &ReadOptions,
    ) -> Result<Raw, Reject> {
        match line {
            Line::Whole(bytes) => {
                let origin = self.origin(place, offset, &bytes);
                let body = if format == Format::Text {
                    Body::Text(bytes)
                } else {
                    Body::Object(bytes)
                };
                Ok(Raw {
                    origin,
                    id: Arc::clone(&self.id),
                    body,
                })
            }
            Line::TooLong(head, length) => {
                let origin = self.origin(place, offset, &head);
                Err(too_long(origin, head, length, options.max_record_bytes))
            }
            Line::Endless(head) => {
                self.records = Records::Done;
                let origin = self.origin(place, offset, &head);
                Err(endless(origin, head))
            }
            Line::Broken(head, error) => {
                self.records = Records::Done;
                let origin = self.origin(place, offset, &head);
                Err(cut_short(origin, head, &error))
            }
        }
    }

    fn document(&mut self, options: &ReadOptions) -> Result<Raw, Reject> {
        let Records::Whole(mut stream, format, offset) =
            std::mem::replace(&mut self.records, Records::Done)
        else {
            return Err(self.whole("the file is empty"));
        };
        let longest = options.max_record_bytes;
        let mut bytes = Vec::new();
        let result = stream
            .by_ref()
            .take(longest as u64 + 1)
            .read_to_end(&mut bytes);
        let origin = self.origin(Place::Whole, offset, &bytes);
        if let Err(error) = result {
            bytes.truncate(KEPT);
            return Err(cut_short(origin, bytes, &error));
        }
        if bytes.len() > longest {
            bytes.truncate(KEPT);
            let reason =
                format!("longer than {longest} bytes; raise the limit with --max-record-bytes");
            return Err(Reject {
                cut: true,
                ..reject(origin, reason, bytes)
            });
        }
        let body = if format == Format::Html {
            Body::Page(bytes)
        } else {
            Body::Text(bytes)
        };
        Ok(Raw {
            origin,
            id: Arc::clone(&self.id),
            body,
        })
    }

    fn row(&mut self, placed: Placed, width: usize) -> Result<Raw, Reject> {
        let Placed {
            row,
            line,
            offset,
            raw,
        } = placed;
        let seen = if let Row::Whole(fields) = &row {
            fields.text.as_bytes()
        } else {
            &raw
        };
        let origin = self.origin(Place::Line(line), offset, seen);
        match row {
            Row::Whole(fields) => Ok(Raw {
                origin,
                id: Arc::clone(&self.id),
                body: Body::Fields(fields),
            }),
            Row::Count(count) => Err(reject(
                origin,
                format!("{count} fields where the header has {width}"),
                raw,
            )),
            Row::NotUtf8(at) => Err(not_utf8(origin, raw, at)),
            Row::TooLong(length) => {
                let mut reject = too_long(origin, raw, length, 0);
                reject.reason = format!(
                    "the row runs over {length} bytes, more than --max-record-bytes; is a quotation mark never closed?"
                );
                Err(reject)
            }
            Row::Endless => {
                self.records = Records::Done;
                Err(endless(origin, raw))
            }
            Row::Broken(error) => {
                self.records = Records::Done;
                Err(cut_short(origin, raw, &error))
            }
        }
    }

    #[cfg(feature = "parquet")]
    fn typed(
        &mut self,
        number: u64,
        row: super::columnar::Row,
        options: &ReadOptions,
    ) -> Result<Raw, Reject> {
        let place = Place::Row(number);
        match row {
            Ok(fields) => {
                let bytes = serde_json::to_vec(&fields).unwrap_or_default();
                let origin = self.origin(place, 0, &bytes);
                if bytes.len() > options.max_record_bytes {
                    let head = bytes[..KEPT.min(bytes.len())].to_vec();
                    return Err(too_long(
                        origin,
                        head,
                        bytes.len() as u64,
                        options.max_record_bytes,
                    ));
                }
                let body = Body::Row(fields, bytes.len());
                Ok(Raw {
                    origin,
                    id: Arc::clone(&self.id),
                    body,
                })
            }
            Err(reason) => {
                self.records = Records::Done;
                let origin = self.origin(place, 0, &[]);
                Err(reject(origin, reason, Vec::new()))
            }
        }
    }

    /// Counts a record and notes its bytes.
    fn origin(&mut self, place: Place, offset: u64, bytes: &[u8]) -> Origin {
        // Each is hashed by itself, beginning with the hash before it: two records are not one with a line end inside.
        self.digest = xxh3_64_with_seed(bytes, self.digest);
        self.record += 1;
        Origin {
            source: Arc::clone(&self.name),
            number: self.number,
            record: self.record - 1,
            place,
            offset,
            digest: self.digest as u32,
        }
    }

    /// The reject of a whole source.
    fn whole(&mut self, reason: impl Into<String>) -> Reject {
        let origin = self.origin(Place::Whole, 0, &[]);
        reject(origin, reason, Vec::new())
    }
}

fn too_long(origin: Origin, head: Vec<u8>, length: u64, longest: usize) -> Reject {
    let reason = format!(
        "{length} bytes long, more than {longest}; raise the limit with --max-record-bytes"
    );
    Reject {
        cut: true,
        ..reject(origin, reason, head)
    }
}

fn endless(origin: Origin, head: Vec<u8>) -> Reject {
    let reason = "a record without end; the rest of this file is left out";
    Reject {
        cut: true,
        ..reject(origin, reason, head)
    }
}

fn cut_short(origin: Origin, head: Vec<u8>, error: &io::Error) -> Reject {
    let reason = format!("cannot be read further: {error}; the rest of this file is left out");
    Reject {
        cut: true,
        ..reject(origin, reason, head)
    }
}
