//! Apache Parquet: rows in, typed columns out.

mod rows;
mod sink;

pub(crate) use rows::Rows;
pub use sink::ParquetRows;
