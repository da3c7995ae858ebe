//! Placeholder.
mod matrix;
pub use matrix::SparseMatrix;
