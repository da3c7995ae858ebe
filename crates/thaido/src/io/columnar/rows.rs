//! Rows of a Parquet file.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::record::reader::RowIter;
use serde_json::{Map, Value};

/// A row's fields, or a sentence that says why there are none.
pub(crate) type Row = Result<Map<String, Value>, String>;

/// Reads row after row; one page of each column is in memory.
pub(crate) struct Rows {
    inner: RowIter<'static>,
    /// How many rows the file says it has, and how many have been read.
    total: u64,
    read: u64,
    /// The file's size, of which each row is taken to be the same part.
    bytes: u64,
    count: Arc<AtomicU64>,
}

impl Rows {
    /// Opens a file; the error is a sentence.
    pub(crate) fn open(path: &Path, count: &Arc<AtomicU64>) -> Result<Self, String> {
        let file = File::open(path).map_err(|error| format!("cannot be read: {error}"))?;
        let bytes = file.metadata().map(|data| data.len()).unwrap_or_default();
        if bytes == 0 {
            return Err("the file is empty".to_owned());
        }
        let damaged = |error: &dyn std::fmt::Display| {
            format!("no whole Parquet file: {error}; fetch it again")
        };
        // The library panics on some damaged files.
        let opened = catch_unwind(AssertUnwindSafe(|| {
            let reader = SerializedFileReader::new(file).map_err(|error| damaged(&error))?;
            let total =
                u64::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or_default();
            Ok((RowIter::from_file_into(Box::new(reader)), total))
        }));
        let (rows, total) = opened.unwrap_or_else(|_| Err(damaged(&"its index is damaged")))?;
        Ok(Rows {
            inner: rows,
            total,
            read: 0,
            bytes,
            count: Arc::clone(count),
        })
    }

    /// The next row with its number from 1; after an error there is no other.
    pub(crate) fn next(&mut self) -> Option<(u64, Row)> {
        let next = catch_unwind(AssertUnwindSafe(|| self.inner.next()));
        self.read += 1;
        let share = |rows: u64| self.bytes.saturating_mul(rows) / self.total.max(1);
        if self.read <= self.total {
            self.count
                .fetch_add(share(self.read) - share(self.read - 1), Ordering::Relaxed);
        }
        let row = match next {
            Ok(None) if self.read > self.total => return None,
            Ok(None) => Err(format!(
                "the file ends after {} of {} rows",
                self.read - 1,
                self.total
            )),
            Ok(Some(Ok(row))) => Ok(row
                .into_columns()
                .into_iter()
                .map(|(name, field)| (name, value(&field)))
                .collect()),
            Ok(Some(Err(error))) => Err(error.to_string()),
            Err(_) => Err("its pages are damaged".to_owned()),
        };
        let row = row.map_err(|reason| {
            format!("cannot be read further: {reason}; the rest of this file is left out")
        });
        Some((self.read, row))
    }
}

/// A field as JSON. Bytes that no schema calls text are text all the same where they are UTF-8, as old writers have it.
fn value(field: &Field) -> Value {
    match field {
        Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
            Ok(text) => Value::String(text.to_owned()),
            Err(_) => field.to_json_value(),
        },
        _ => field.to_json_value(),
    }
}
