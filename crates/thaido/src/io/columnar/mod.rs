//! Apache Parquet: rows in, typed columns out.

mod rows;
mod sink;

pub(crate) use rows::{Row, Rows};
pub use sink::ParquetRows;
