//! Reads the records of many sources one after the other.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use flate2::Crc;

use super::format::Format;
use super::input::{Input, Origin, Place, Reject};
use super::lines::{KEPT, Line, Lines, Numbered};
use super::raw::{Body, Raw, not_utf8, reject};
use super::source::{Source, Sources};
use super::stream::{self, Head, Stream};
use super::table::{Placed, Row, Table};

/// How records are read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Which fields hold what.
    pub keys: Keys,
    /// Each line of a text file is a record of its own.
    pub statements: bool,
    /// The longest record in unpacked bytes; a longer one is rejected. 16 MiB unless set.
    pub max_record_bytes: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions {
            keys: Keys::default(),
            statements: false,
            max_record_bytes: 16 << 20,
        }
    }
}

/// The names of the fields that the toolkit looks into. Every other field passes through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// The words; `text` unless set.
    pub text: String,
    /// The record's name; `id` unless set.
    pub id: String,
    /// The headline; `title` unless set.
    pub title: String,
    /// The day; `date` unless set.
    pub date: String,
}

impl Default for Keys {
    fn default() -> Self {
        let [text, id, title, date] = ["text", "id", "title", "date"].map(str::to_owned);
        Keys {
            text,
            id,
            title,
            date,
        }
    }
}

impl Keys {
    /// The fields that have another name than the toolkit's.
    pub(crate) fn renamed(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("text", &self.text),
            ("id", &self.id),
            ("title", &self.title),
            ("date", &self.date),
        ]
        .into_iter()
        .filter(|(known, key)| known != key)
        .map(|(known, key)| (known, key.as_str()))
    }
}

/// An iterator over the records of all sources, in order. It holds one record at a time, and starts no thread.
///
/// ```
/// use std::fs;
/// use thaido::io::{ReadOptions, Reader, Sources};
///
/// let home = tempfile::tempdir()?;
/// let path = home.path().join("tin.jsonl");
/// fs::write(&path, "{\"id\": \"a\", \"text\": \"Hai bên hòa giải.\"}\nhỏng\n")?;
///
/// let sources = Sources::expand(&[path], None)?;
/// let mut reader = Reader::new(sources, ReadOptions::default());
/// assert_eq!(reader.next().unwrap()?.text(), "Hai bên hòa giải.");
/// let reject = reader.next().unwrap().unwrap_err();
/// // The second line starts at byte 44; its second byte is where it stops being JSON.
/// assert_eq!(reject.origin.offset, 44 + 1);
/// assert!(reject.reason.starts_with("not JSON"));
/// assert!(reader.next().is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Reader {
    sources: std::iter::Enumerate<std::vec::IntoIter<Source>>,
    options: Arc<ReadOptions>,
    count: Arc<AtomicU64>,
    open: Option<Open>,
}

/// The source that is being read.
struct Open {
    number: usize,
    name: Arc<str>,
    id: Arc<str>,
    record: u64,
    digest: Crc,
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

impl Reader {
    /// Reads `sources` from the first to the last.
    pub fn new(sources: Sources, options: ReadOptions) -> Self {
        Reader {
            sources: sources.into_list().into_iter().enumerate(),
            options: Arc::new(options),
            count: Arc::default(),
            open: None,
        }
    }

    /// How many bytes have been read so far, as they lie on disk; goes up while the reader works elsewhere.
    pub fn bytes_read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.count)
    }

    /// How records are read.
    pub fn options(&self) -> Arc<ReadOptions> {
        Arc::clone(&self.options)
    }

    /// Leaves the first `count` sources out, without opening them.
    #[must_use]
    pub fn skip_sources(mut self, count: usize) -> Self {
        if count > 0 {
            self.sources.nth(count - 1);
        }
        self
    }

    /// The next record as it stands in its source, not yet looked into.
    pub fn next_raw(&mut self) -> Option<Result<Raw, Reject>> {
        loop {
            if self.open.is_none() {
                let (number, source) = self.sources.next()?;
                match Open::new(number, &source, &self.options, &self.count) {
                    Ok(open) => self.open = Some(open),
                    Err(reject) => return Some(Err(*reject)),
                }
            }
            let next = self.open.as_mut().and_then(|open| open.next(&self.options));
            if next.is_some() {
                return next;
            }
            self.open = None;
        }
    }
}

impl Iterator for Reader {
    type Item = Result<Input, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.next_raw()?.and_then(|raw| raw.parse(&self.options)))
    }
}

impl Open {
    fn new(
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
            digest: Crc::new(),
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
            self.digest.update(name.as_bytes());
        }
        Ok(Records::Table(Box::new(table)))
    }

    fn next(&mut self, options: &ReadOptions) -> Option<Result<Raw, Reject>> {
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
        row: Result<serde_json::Map<String, serde_json::Value>, String>,
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
        self.digest.update(bytes);
        // Two records are not one with a line end inside.
        self.digest.update(b"\n");
        self.record += 1;
        Origin {
            source: Arc::clone(&self.name),
            number: self.number,
            record: self.record - 1,
            place,
            offset,
            digest: self.digest.sum(),
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
