//! Records that could not be used: named on standard error, kept in a file.

use std::path::Path;

use thaido::io::{OutputError, PartialFile, Reject};

/// The rejects file.
pub(crate) struct Rejects {
    file: PartialFile,
}

impl Rejects {
    /// Starts it, or goes on behind the first `length` bytes of an interrupted one.
    pub(crate) fn open(path: &Path, length: u64, replace: bool) -> Result<Self, OutputError> {
        let file = if length > 0 {
            PartialFile::resume(path, length)?
        } else {
            PartialFile::create(path, replace)?
        };
        Ok(Rejects { file })
    }

    /// Adds a record.
    pub(crate) fn push(&mut self, reject: &Reject) -> Result<(), OutputError> {
        let name = || self.file.target().display().to_string();
        let mut line = serde_json::to_vec(reject)
            .map_err(|error| OutputError::writing(name(), error.into()))?;
        line.push(b'\n');
        self.file.write_all(&line)
    }

    /// Makes it durable and says how many bytes it has.
    pub(crate) fn checkpoint(&mut self) -> Result<u64, OutputError> {
        self.file.sync()?;
        Ok(self.file.written())
    }

    /// Gives it its name.
    pub(crate) fn finish(self) -> Result<(), OutputError> {
        self.file.finish()
    }

    /// Keeps it from now on, come what may.
    pub(crate) fn hold(&mut self) {
        self.file.hold();
    }
}
