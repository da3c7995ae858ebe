//! A file that takes its name when it is complete.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::error::OutputError;

/// The temporary name of an output: `.partial` behind its own.
pub fn partial_path(target: &Path) -> PathBuf {
    let mut name = target
        .file_name()
        .map_or_else(OsString::new, OsString::from);
    name.push(".partial");
    target.with_file_name(name)
}

/// A file under its temporary name. Dropped before it is finished or kept, it is removed.
#[derive(Debug)]
pub struct PartialFile {
    file: File,
    target: PathBuf,
    /// `None` for a device or pipe, which is written as it is.
    partial: Option<PathBuf>,
    written: u64,
    keep: bool,
}

impl PartialFile {
    /// Starts the output `target`. With `force`, what is there is replaced once the new one is complete.
    ///
    /// # Errors
    /// `target` exists and `force` is not set; its directory does not exist or may not be written; another run
    /// writes it.
    pub fn create(target: &Path, force: bool) -> Result<Self, OutputError> {
        if let Ok(data) = fs::metadata(target) {
            if data.is_dir() {
                let cause = io::Error::from(io::ErrorKind::IsADirectory);
                return Err(OutputError::writing(target.display().to_string(), cause));
            }
            if !data.is_file() {
                let opened = OpenOptions::new().write(true).open(target);
                let file = opened.map_err(|cause| writing(target, cause))?;
                return Ok(PartialFile {
                    file,
                    target: target.to_owned(),
                    partial: None,
                    written: 0,
                    keep: true,
                });
            }
            if !force {
                return Err(OutputError::Exists {
                    path: target.to_owned(),
                });
            }
        }
        let mut made = Self::open(
            target,
            OpenOptions::new().create(true).write(true).truncate(false),
        )?;
        made.cut(0)?;
        Ok(made)
    }

    /// Opens an interrupted output again and cuts it to its first `length` bytes. An output that took its name
    /// just before the run ended gets its temporary name back.
    ///
    /// # Errors
    /// It is not there, it is shorter than `length`, or another run writes it.
    pub fn resume(target: &Path, length: u64) -> Result<Self, OutputError> {
        let partial = partial_path(target);
        if !partial.exists() && target.exists() {
            fs::rename(target, &partial).map_err(|cause| writing(target, cause))?;
        }
        let mut made = Self::open(target, OpenOptions::new().read(true).write(true))?;
        // From here on the file is somebody's work.
        made.keep = true;
        let there = made
            .file
            .metadata()
            .map_err(|cause| writing(&partial, cause))?
            .len();
        if there < length {
            let reason = format!(
                "{} has {there} bytes where {length} were written",
                partial.display()
            );
            return Err(OutputError::Journal {
                journal: partial,
                reason,
            });
        }
        made.cut(length)?;
        Ok(made)
    }

    fn open(target: &Path, options: &OpenOptions) -> Result<Self, OutputError> {
        let partial = partial_path(target);
        let file = options.open(&partial).map_err(|cause| match cause.kind() {
            io::ErrorKind::NotFound => OutputError::NoDirectory {
                path: target.to_owned(),
            },
            _ => writing(&partial, cause),
        })?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(OutputError::Busy {
                    path: target.to_owned(),
                });
            }
            // A file system without locks is no reason not to work.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        Ok(PartialFile {
            file,
            target: target.to_owned(),
            partial: Some(partial),
            written: 0,
            keep: false,
        })
    }

    /// Makes it end after its first `length` bytes.
    pub(crate) fn cut(&mut self, length: u64) -> Result<(), OutputError> {
        let cut = self
            .file
            .set_len(length)
            .and_then(|()| self.file.seek(SeekFrom::Start(length)));
        cut.map_err(|cause| writing(&self.target, cause))?;
        self.written = length;
        Ok(())
    }

    /// The name it will have.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Whether it can be interrupted and resumed: devices and pipes cannot.
    pub fn is_regular(&self) -> bool {
        self.partial.is_some()
    }

    /// How many bytes it holds.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Writes all of `bytes`.
    ///
    /// # Errors
    /// Disk full, pipe closed, or whatever the system says.
    pub fn write_all(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.file
            .write_all(bytes)
            .map_err(|cause| writing(&self.target, cause))?;
        self.written += bytes.len() as u64;
        Ok(())
    }

    /// Waits until the bytes would survive a power cut.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn sync(&mut self) -> Result<(), OutputError> {
        if self.partial.is_some() {
            self.file
                .sync_data()
                .map_err(|cause| writing(&self.target, cause))?;
        }
        Ok(())
    }

    /// Gives the output its name.
    ///
    /// # Errors
    /// Whatever the system says; the temporary file stays then.
    pub fn finish(mut self) -> Result<(), OutputError> {
        self.sync()?;
        self.keep = true;
        if let Some(partial) = &self.partial {
            // A link stays a link: what it points to is replaced.
            let place = fs::canonicalize(&self.target).unwrap_or_else(|_| self.target.clone());
            fs::rename(partial, place).map_err(|cause| writing(&self.target, cause))?;
            sync_directory(&self.target);
        }
        Ok(())
    }

    /// Keeps the temporary file from now on, even when this value is dropped.
    pub fn hold(&mut self) {
        self.keep = true;
    }
}

impl Write for PartialFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.written += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        if let (false, Some(partial)) = (self.keep, &self.partial) {
            // Nothing more can be done about a file that will not go.
            let _ = fs::remove_file(partial);
        }
    }
}

/// Makes a rename survive a power cut; not every system can.
fn sync_directory(file: &Path) {
    let directory = file
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    if let Ok(directory) = File::open(directory) {
        let _ = directory.sync_all();
    }
}

fn writing(path: &Path, cause: io::Error) -> OutputError {
    OutputError::writing(path.display().to_string(), cause)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_output_has_its_name_only_when_it_is_complete() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("ra.jsonl");
        let mut output = PartialFile::create(&target, false).unwrap();
        output.write_all(b"{}\n").unwrap();
        assert!(!target.exists() && partial_path(&target).exists());
        output.finish().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"{}\n");
        let refused = PartialFile::create(&target, false).unwrap_err();
        assert!(refused.to_string().contains("ra.jsonl exists"), "{refused}");
        drop(PartialFile::create(&target, true).unwrap());
        assert_eq!(
            fs::read_dir(home.path()).unwrap().count(),
            1,
            "nothing half-written is left"
        );
    }

    #[test]
    fn two_runs_cannot_write_one_output() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("ra.jsonl");
        let first = PartialFile::create(&target, false).unwrap();
        assert!(matches!(
            PartialFile::create(&target, false),
            Err(OutputError::Busy { .. })
        ));
        drop(first);
    }
}
