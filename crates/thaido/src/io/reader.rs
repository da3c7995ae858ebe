//! Reads the records of many sources one after the other.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::input::{Input, Reject};
use super::open::Open;
use super::raw::Raw;
use super::source::{Source, Sources};

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
/// // The second line starts at byte 45, and is no JSON from its first byte on.
/// assert_eq!(reject.origin.offset, 45);
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
