//! Reading and writing records.
