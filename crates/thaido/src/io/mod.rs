//! Reading and writing records.

mod belt;
#[cfg(feature = "parquet")]
mod columnar;
mod dedup;
mod error;
mod format;
mod input;
mod journal;
mod lines;
mod output;
#[cfg(feature = "html")]
mod page;
mod raw;
mod reader;
mod sheet;
mod source;
mod stream;
mod table;

pub use belt::{BeltOptions, Item, in_order};
#[cfg(feature = "parquet")]
pub use columnar::ParquetRows;
pub use dedup::{Deduplicator, Fingerprint, Repeat};
pub use error::{InputError, OutputError};
pub use format::{Compression, Format, UnknownFormat, stem, told_by_name};
pub use input::{Input, Origin, Place, Reject};
pub use journal::{Checkpoint, Journal, journal_path};
pub use output::{Output, PartialFile, partial_path};
pub use raw::Raw;
pub use reader::{Keys, ReadOptions, Reader};
pub use sheet::{Column, CsvRows, Kind, Sheet};
pub use source::{Source, Sources};
