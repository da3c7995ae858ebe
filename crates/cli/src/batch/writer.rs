//! The output in its format.

use serde_json::{Map, Value};
use thaido::io::{CsvRows, Output, OutputError, PartialFile, Sheet};

use super::Task;
use super::arguments::OutputFormat;

/// Writes results.
pub(crate) enum Writer {
    /// Lines that the workers have made.
    Lines(Output),
    /// Rows of a table.
    Csv(Output, CsvRows),
    #[cfg(feature = "parquet")]
    Parquet(Box<thaido::io::ParquetRows>),
}

impl Writer {
    /// Into a file that is new or was cut to `others`' place: the columns that an interrupted run had fixed.
    pub(crate) fn file(
        file: PartialFile,
        format: OutputFormat,
        task: &dyn Task,
        others: Option<Vec<String>>,
    ) -> Self {
        #[cfg(feature = "parquet")]
        if format == OutputFormat::Parquet {
            let rows = thaido::io::ParquetRows::new(file, Sheet::new(task.columns(), others));
            return Writer::Parquet(Box::new(rows));
        }
        Self::over(Output::file(file), format, task, others)
    }

    /// To standard output.
    pub(crate) fn stdout(format: OutputFormat, task: &dyn Task, unbuffered: bool) -> Self {
        Self::over(Output::stdout().unbuffered(unbuffered), format, task, None)
    }

    fn over(
        output: Output,
        format: OutputFormat,
        task: &dyn Task,
        others: Option<Vec<String>>,
    ) -> Self {
        let delimiter = match format {
            OutputFormat::Csv => b',',
            OutputFormat::Tsv => b'\t',
            _ => return Writer::Lines(output),
        };
        Writer::Csv(
            output,
            CsvRows::new(Sheet::new(task.columns(), others), delimiter),
        )
    }

    /// Writes each record at once.
    #[must_use]
    pub(crate) fn unbuffered(self, yes: bool) -> Self {
        match self {
            Writer::Lines(output) => Writer::Lines(output.unbuffered(yes)),
            Writer::Csv(output, rows) => Writer::Csv(output.unbuffered(yes), rows),
            #[cfg(feature = "parquet")]
            other @ Writer::Parquet(_) => other,
        }
    }

    /// Adds lines to the record at hand.
    pub(crate) fn push_text(&mut self, text: &[u8]) {
        if let Writer::Lines(output) = self {
            output.push(text);
        }
    }

    /// Adds rows to the record at hand.
    pub(crate) fn push_rows(
        &mut self,
        records: Vec<Map<String, Value>>,
    ) -> Result<(), OutputError> {
        match self {
            Writer::Lines(_) => Ok(()),
            Writer::Csv(output, rows) => {
                let mut result = Ok(());
                output.push_with(|buffer| {
                    result = records
                        .into_iter()
                        .try_for_each(|record| rows.push(record, buffer));
                });
                result
            }
            #[cfg(feature = "parquet")]
            Writer::Parquet(rows) => records.into_iter().try_for_each(|record| rows.push(record)),
        }
    }

    /// Ends the record at hand.
    pub(crate) fn end_record(&mut self) -> Result<(), OutputError> {
        match self {
            Writer::Lines(output) | Writer::Csv(output, _) => output.end_record(),
            #[cfg(feature = "parquet")]
            Writer::Parquet(_) => Ok(()),
        }
    }

    /// Whether a run could be resumed from here.
    pub(crate) fn at_boundary(&self) -> bool {
        match self {
            Writer::Lines(output) => output.at_boundary(),
            Writer::Csv(output, rows) => rows.sheet().others().is_some() && output.at_boundary(),
            #[cfg(feature = "parquet")]
            Writer::Parquet(_) => false,
        }
    }

    /// Makes everything durable and says how many bytes that are.
    pub(crate) fn checkpoint(&mut self) -> Result<u64, OutputError> {
        match self {
            Writer::Lines(output) | Writer::Csv(output, _) => output.checkpoint(),
            #[cfg(feature = "parquet")]
            Writer::Parquet(_) => Ok(0),
        }
    }

    /// The columns that were not known beforehand, once they are fixed.
    pub(crate) fn others(&self) -> Option<Vec<String>> {
        match self {
            Writer::Csv(_, rows) => rows.sheet().others().map(<[String]>::to_vec),
            Writer::Lines(_) => None,
            #[cfg(feature = "parquet")]
            Writer::Parquet(_) => None,
        }
    }

    /// Writes what is left and gives the output its name.
    pub(crate) fn finish(self) -> Result<(), OutputError> {
        match self {
            Writer::Lines(output) => output.finish(),
            Writer::Csv(mut output, mut rows) => {
                let mut result = Ok(());
                output.push_with(|buffer| result = rows.settle(buffer));
                result?;
                output.finish()
            }
            #[cfg(feature = "parquet")]
            Writer::Parquet(rows) => rows.finish(),
        }
    }

    /// Leaves the first `length` bytes under the temporary name.
    pub(crate) fn keep(self, length: u64) -> Result<(), OutputError> {
        match self {
            Writer::Lines(output) | Writer::Csv(output, _) => output.keep(length),
            #[cfg(feature = "parquet")]
            Writer::Parquet(_) => Ok(()),
        }
    }

    /// Keeps the temporary file from now on, come what may.
    pub(crate) fn hold(&mut self) {
        match self {
            Writer::Lines(output) | Writer::Csv(output, _) => output.hold(),
            #[cfg(feature = "parquet")]
            Writer::Parquet(_) => {}
        }
    }
}
