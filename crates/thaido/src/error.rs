//! What can go wrong, each with the file and what to do.

use std::path::PathBuf;

/// A failure of the library. Every message is one sentence that names the place.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read or written.
    #[error("cannot {action} {path}: {source}", path = .path.display())]
    Io {
        /// What was tried: `read`, `write`, …
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A model or vector file that cannot be used.
    #[error("{path}: {source}", path = .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: FormatError,
    },
    /// Statements that cannot be learnt from or measured with.
    #[error("{0}")]
    Data(String),
    /// From the featurizer.
    #[error(transparent)]
    Featurizer(#[from] thaido_featurizer::Error),
    /// From the classifier.
    #[error(transparent)]
    Classifier(#[from] thaido_classifier::Error),
}

/// Why bytes are no usable model or vector table.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// The first line is another one.
    #[error("this is no {expected} file: its first line is not \"{expected} {version}\"")]
    NotThis {
        /// What was asked for: `thaido-model` or `thaido-vectors`.
        expected: &'static str,
        /// The version this program writes.
        version: u32,
    },
    /// Written by a newer program.
    #[error(
        "the file has format version {found}, but this program reads up to version {known}: update thaido"
    )]
    Newer {
        /// Version of the file.
        found: u32,
        /// Newest version known.
        known: u32,
    },
    /// The file ends too early.
    #[error(
        "the file is cut short: {needed} bytes are missing for {part}; fetch or train it again"
    )]
    Truncated {
        /// Which part was being read.
        part: &'static str,
        /// How many bytes more it needed.
        needed: u64,
    },
    /// A length that no sane file has.
    #[error(
        "the file is damaged: {part} claims a length of {length}, the limit is {limit}; fetch or train it again"
    )]
    TooLong {
        /// Which part was being read.
        part: &'static str,
        /// The length it claims.
        length: u64,
        /// The cap.
        limit: u64,
    },
    /// The contents are not what was written.
    #[error(
        "the file is damaged: its checksum does not match its contents; fetch or train it again"
    )]
    Checksum,
    /// Bytes behind the end.
    #[error("the file is damaged: {extra} bytes stand behind its end; fetch or train it again")]
    Trailing {
        /// How many.
        extra: u64,
    },
    /// The header is no header.
    #[error("the file's header cannot be read: {0}")]
    Header(#[from] serde_json::Error),
    /// Text that is no UTF-8.
    #[error("the file is damaged: {part} is not UTF-8; fetch or train it again")]
    NotText {
        /// Which part.
        part: &'static str,
    },
    /// Tables that do not fit each other.
    #[error("the file is damaged: {0}; fetch or train it again")]
    Inconsistent(String),
}
