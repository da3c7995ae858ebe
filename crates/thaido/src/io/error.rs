//! What ends a run before or while it reads and writes.

use std::io;
use std::path::PathBuf;

/// The inputs cannot be what was asked for; nothing has been read yet.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// No such file or directory.
    #[error("{name}: no such file or directory; check the path")]
    Missing {
        /// The path as given.
        name: String,
    },
    /// It is there but cannot be opened.
    #[error("{name} cannot be opened: {cause}")]
    Unreadable {
        /// The path as given.
        name: String,
        /// What the system says.
        cause: io::Error,
    },
    /// The ending of its name tells nothing.
    #[error(
        "{name}: the name does not tell the format; name the input format (txt, jsonl, csv, tsv, html or parquet)"
    )]
    UnknownFormat {
        /// The path as given.
        name: String,
    },
    /// A directory without anything to read.
    #[error(
        "{name}: no readable file in this directory; its files must end in .txt, .jsonl, .csv, .tsv, .html or .parquet, or the input format must be named"
    )]
    EmptyDirectory {
        /// The path as given.
        name: String,
    },
    /// A pattern that nothing matches.
    #[error("{name}: no file matches this pattern")]
    NoMatch {
        /// The pattern as given.
        name: String,
    },
    /// A pattern that is none.
    #[error("{name}: not a pattern: {cause}")]
    BadPattern {
        /// The pattern as given.
        name: String,
        /// What is wrong with it.
        cause: String,
    },
    /// The format needs a part that this build leaves out.
    #[error("{name}: this build does not read {format}; build it with `--features {format}`")]
    NotBuilt {
        /// The path as given.
        name: String,
        /// The format, which is also the cargo feature.
        format: &'static str,
    },
    /// Parquet needs to be read from its end.
    #[error(
        "{name}: Parquet is read from a plain file only, not from a pipe or a compressed file; unpack it first"
    )]
    ParquetStream {
        /// The path as given.
        name: String,
    },
}

/// An output that cannot be made or finished.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutputError {
    /// It is there already.
    #[error("{path} exists; choose another name, or overwrite it with --force", path = .path.display())]
    Exists {
        /// Where the output should go.
        path: PathBuf,
    },
    /// An interrupted run lies there.
    #[error("{partial} holds an interrupted run; go on with --resume, or start anew with --force", partial = .partial.display())]
    Interrupted {
        /// The unfinished output.
        partial: PathBuf,
    },
    /// Its directory is not there.
    #[error("{path} cannot be written: its directory does not exist; make it first", path = .path.display())]
    NoDirectory {
        /// Where the output should go.
        path: PathBuf,
    },
    /// Another process writes it.
    #[error("{path} is being written by another run; wait for it, or choose another name", path = .path.display())]
    Busy {
        /// Where the output should go.
        path: PathBuf,
    },
    /// The journal of the interrupted run cannot be used.
    #[error("{journal} cannot be resumed: {reason}; start anew with --force", journal = .journal.display())]
    Journal {
        /// The journal.
        journal: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The name tells no output format.
    #[error("{path}: the name does not tell the output format; end it in .jsonl, .csv, .tsv or .parquet, or name the format with --format", path = .path.display())]
    UnknownFormat {
        /// Where the output should go.
        path: PathBuf,
    },
    /// The format needs a part that this build leaves out.
    #[error("{path}: this build does not write Parquet; build it with `--features parquet`", path = .path.display())]
    NotBuilt {
        /// Where the output should go.
        path: PathBuf,
    },
    /// The reader of our output has gone.
    #[error("the reader of the output has closed it")]
    BrokenPipe(#[source] io::Error),
    /// No space is left.
    #[error("{name}: no space is left on its device; free some and go on")]
    DiskFull {
        /// What was written.
        name: String,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// Any other failure.
    #[error("{name} cannot be written: {cause}")]
    Write {
        /// What was written.
        name: String,
        /// What the system says.
        cause: io::Error,
    },
}

impl OutputError {
    /// Sorts a failure to write `name` into closed pipe, full disk and the rest.
    pub fn writing(name: impl Into<String>, cause: io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::BrokenPipe => OutputError::BrokenPipe(cause),
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => OutputError::DiskFull {
                name: name.into(),
                cause,
            },
            _ => OutputError::Write {
                name: name.into(),
                cause,
            },
        }
    }
}
