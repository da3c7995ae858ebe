//! Placeholder.
pub mod io;
mod record;
pub use record::*;
