//! Placeholder.
mod record;
pub use record::*;
