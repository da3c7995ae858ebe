//! Many records in, many out: files, directories and pipes, in bounded memory and in a fixed order.
//!
//! [`Sources`] finds what is to be read; a [`Reader`] is an iterator over its records, each an [`Input`] or a
//! [`Reject`] that says what is wrong with it and where. It starts no thread and holds one record at a time, so that
//! labelling a corpus within another program is a `flat_map`:
//!
//! ```
//! use thaido::io::{ReadOptions, Reader, Reject, Sources};
//! use thaido::{LabelledExtract, Labeller, Model};
//!
//! # let home = tempfile::tempdir()?;
//! # let path = home.path().join("tin.jsonl");
//! let article = r#"{"id": "a", "text": "Bà Lan cảnh báo: \"Nếu bị tấn công, chúng tôi sẽ đáp trả\"."}"#;
//! std::fs::write(&path, format!("{article}\nhỏng\n"))?;
//!
//! let model = Model::embedded()?;
//! let mut labeller = Labeller::new(&model);
//! let reader = Reader::new(Sources::expand(&[&path], None)?, ReadOptions::default());
//! let labelled = reader.flat_map(|record| -> Vec<Result<LabelledExtract, Reject>> {
//!     match record {
//!         Ok(input) => labeller.label_document(&input.into_document()).into_iter().map(Ok).collect(),
//!         Err(reject) => vec![Err(reject)],
//!     }
//! });
//! let found: Vec<_> = labelled.collect();
//! assert_eq!(found[0].as_ref().unwrap().statement.text, "Nếu bị tấn công, chúng tôi sẽ đáp trả");
//! assert_eq!(found[1].as_ref().unwrap_err().origin.offset, article.len() as u64 + 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`in_order`] does the same work with as many threads as are asked for, results in the order of the records. An
//! [`Output`] takes its name when it is complete; a [`Journal`] beside it lets an interrupted run go on.
//! [`Deduplicator`] recognises reprints.

mod belt;
#[cfg(feature = "parquet")]
mod columnar;
mod dedup;
mod error;
mod format;
mod input;
mod journal;
mod lines;
mod open;
mod output;
#[cfg(feature = "html")]
mod page;
mod partial;
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
pub use output::Output;
pub use partial::{PartialFile, partial_path};
pub use raw::Raw;
pub use reader::{Keys, ReadOptions, Reader};
pub use sheet::{Column, CsvRows, Kind, Sheet};
pub use source::{Source, Sources};
