//! A Parquet file from records.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use serde_json::{Map, Value};

use crate::io::error::OutputError;
use crate::io::partial::PartialFile;
use crate::io::sheet::{Column, Kind, Sheet, cell};

/// Rows of a row group, at most.
const GROUP_ROWS: usize = 50_000;
/// Bytes of text in a row group, about: they are held in memory until it is written.
const GROUP_BYTES: usize = 32 << 20;

/// Writes records as a Parquet file, packed with Zstandard. Columns known beforehand have their type, all others are
/// text; every column may hold nothing. The file is whole only when [`finish`](ParquetRows::finish) returns, and an
/// interrupted one cannot be resumed.
pub struct ParquetRows {
    sheet: Sheet,
    rows: Vec<Vec<Value>>,
    bytes: usize,
    state: State,
}

enum State {
    /// The columns are not known yet.
    Waiting(PartialFile),
    Writing(Box<SerializedFileWriter<PartialFile>>),
    /// Something failed.
    Broken,
}

impl ParquetRows {
    /// Writes the table `sheet` into `file`.
    pub fn new(file: PartialFile, sheet: Sheet) -> Self {
        ParquetRows {
            sheet,
            rows: Vec::new(),
            bytes: 0,
            state: State::Waiting(file),
        }
    }

    /// Takes a record.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn push(&mut self, record: Map<String, Value>) -> Result<(), OutputError> {
        let (_, rows) = self.sheet.push(record);
        self.gather(rows)
    }

    /// Writes what is left and the index, and gives the file its name.
    ///
    /// # Errors
    /// The file cannot be written; nothing is left of it then.
    pub fn finish(mut self) -> Result<(), OutputError> {
        let (_, rows) = self.sheet.settle();
        self.gather(rows)?;
        self.write_group()?;
        match self.state {
            // This writes the index, too.
            State::Writing(writer) => writer
                .into_inner()
                .map_err(|error| failed(&error))?
                .finish(),
            State::Waiting(_) | State::Broken => Ok(()),
        }
    }

    fn gather(&mut self, rows: Vec<Vec<Value>>) -> Result<(), OutputError> {
        for row in rows {
            self.bytes += row
                .iter()
                .map(|value| value.as_str().map_or(8, str::len))
                .sum::<usize>();
            self.rows.push(row);
            if self.rows.len() >= GROUP_ROWS || self.bytes >= GROUP_BYTES {
                self.write_group()?;
            }
        }
        Ok(())
    }

    fn write_group(&mut self) -> Result<(), OutputError> {
        let state = std::mem::replace(&mut self.state, State::Broken);
        let written = self.write_with(state);
        self.rows.clear();
        self.bytes = 0;
        self.state = State::Writing(written.map_err(|error| failed(&error))?);
        Ok(())
    }

    fn write_with(
        &self,
        state: State,
    ) -> Result<Box<SerializedFileWriter<PartialFile>>, ParquetError> {
        let mut writer = match state {
            State::Writing(writer) => writer,
            State::Waiting(file) => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::default()));
                Box::new(SerializedFileWriter::new(
                    file,
                    Arc::new(self.schema()?),
                    Arc::new(properties.build()),
                )?)
            }
            State::Broken => {
                return Err(ParquetError::General(
                    "the file could not be written before".to_owned(),
                ));
            }
        };
        if !self.rows.is_empty() {
            let mut group = writer.next_row_group()?;
            for (at, kind) in self.kinds().into_iter().enumerate() {
                self.write_column(&mut group, at, kind)?;
            }
            group.close()?;
        }
        Ok(writer)
    }

    fn write_column(
        &self,
        group: &mut SerializedRowGroupWriter<'_, PartialFile>,
        at: usize,
        kind: Kind,
    ) -> Result<(), ParquetError> {
        let cells = self
            .rows
            .iter()
            .map(|row| row.get(at).unwrap_or(&Value::Null));
        match kind {
            Kind::Text => write::<ByteArrayType>(
                group,
                cells.map(|value| {
                    (!value.is_null()).then(|| ByteArray::from(cell(value).into_bytes()))
                }),
            ),
            Kind::Integer => write::<Int64Type>(group, cells.map(Value::as_i64)),
            Kind::Float => write::<DoubleType>(group, cells.map(Value::as_f64)),
            Kind::Boolean => write::<BoolType>(group, cells.map(Value::as_bool)),
        }
    }

    fn kinds(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = self.sheet.known().iter().map(Column::kind).collect();
        kinds.resize(self.sheet.header().len(), Kind::Text);
        kinds
    }

    fn schema(&self) -> Result<Type, ParquetError> {
        let columns = self
            .sheet
            .header()
            .into_iter()
            .zip(self.kinds())
            .map(|(name, kind)| {
                let (physical, logical) = match kind {
                    Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
                    Kind::Integer => (Physical::INT64, None),
                    Kind::Float => (Physical::DOUBLE, None),
                    Kind::Boolean => (Physical::BOOLEAN, None),
                };
                let column =
                    Type::primitive_type_builder(&name, physical).with_logical_type(logical);
                column
                    .with_repetition(Repetition::OPTIONAL)
                    .build()
                    .map(Arc::new)
            });
        Type::group_type_builder("statement")
            .with_fields(columns.collect::<Result<_, _>>()?)
            .build()
    }
}

fn write<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, PartialFile>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("a column too many".to_owned()));
    };
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        levels.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    column
        .typed::<T>()
        .write_batch(&values, Some(&levels), None)?;
    column.close()
}

/// What the system says of a file comes wrapped by the library.
fn failed(error: &ParquetError) -> OutputError {
    let cause = match error {
        ParquetError::External(inner) => inner.downcast_ref::<std::io::Error>().map(|error| {
            error
                .raw_os_error()
                .map_or_else(|| error.kind().into(), std::io::Error::from_raw_os_error)
        }),
        _ => None,
    };
    OutputError::writing(
        "the Parquet file",
        cause.unwrap_or_else(|| std::io::Error::other(error.to_string())),
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs;

    use serde_json::json;

    use super::*;
    use crate::io::{ReadOptions, Reader, Sources};

    fn written(path: &std::path::Path, rows: usize) {
        let known = vec![
            Column::new("text", Kind::Text),
            Column::new("n", Kind::Integer),
            Column::score("cảnh báo"),
            Column::new("abstained", Kind::Boolean),
        ];
        let mut out = ParquetRows::new(
            PartialFile::create(path, false).unwrap(),
            Sheet::new(known, None),
        );
        for n in 0..rows {
            let record = json!({"text": format!("Tin số {n}."), "n": n, "scores": {"cảnh báo": 0.25},
                "abstained": n == 1, "desk": if n == 0 { json!("thế giới") } else { Value::Null }});
            let Value::Object(record) = record else {
                unreachable!()
            };
            out.push(record).unwrap();
        }
        out.finish().unwrap();
    }

    fn read(path: &std::path::Path) -> (Vec<Map<String, Value>>, Vec<String>) {
        let (mut records, mut reasons) = (Vec::new(), Vec::new());
        for item in Reader::new(
            Sources::expand(&[path], None).unwrap(),
            ReadOptions::default(),
        ) {
            match item {
                Ok(input) => records.push(input.fields),
                Err(reject) => reasons.push(reject.to_string()),
            }
        }
        (records, reasons)
    }

    #[test]
    fn what_is_written_reads_back_with_its_types() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("tin.parquet");
        written(&path, 3);
        let (records, reasons) = read(&path);
        assert_eq!((records.len(), reasons.len()), (3, 0));
        assert_eq!(records[0]["n"], 0);
        assert_eq!(records[0]["score_cảnh báo"], 0.25);
        assert_eq!(records[1]["abstained"], true);
        assert_eq!(
            (&records[0]["desk"], &records[2]["desk"]),
            (&json!("thế giới"), &Value::Null)
        );
        assert_eq!(records[2]["id"], "tin:3");
    }

    #[test]
    fn a_table_without_rows_is_a_whole_file() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("tin.parquet");
        written(&path, 0);
        let (records, reasons) = read(&path);
        assert!(records.is_empty() && reasons.is_empty(), "{reasons:?}");
    }

    #[test]
    fn a_file_cut_short_or_damaged_is_rejected_and_no_panic() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("tin.parquet");
        written(&path, 400);
        let whole = fs::read(&path).unwrap();
        for cut in [0, 3, 8, 100, whole.len() / 2, whole.len() - 1] {
            fs::write(&path, &whole[..cut]).unwrap();
            let (records, reasons) = read(&path);
            assert!(
                records.is_empty() && reasons.len() == 1,
                "{cut}: {reasons:?}"
            );
            assert!(reasons[0].contains("tin.parquet"), "{reasons:?}");
        }
        for at in (0..whole.len()).step_by(whole.len() / 97) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x5a;
            fs::write(&path, &bytes).unwrap();
            // Whatever a flipped byte does, the run goes on.
            let _ = read(&path);
        }
    }
}
