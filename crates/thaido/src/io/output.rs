//! One output: a temporary file that takes its name when it is complete, or standard output; packed as its name says.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;

use super::error::OutputError;
use super::format::{Compression, told_by_name};

/// Bytes gathered before a plain output is written.
const BUFFER: usize = 64 * 1024;
/// Bytes gathered before a packed output gets a new member or frame. Members end where a record ends and depend on
/// the records alone, which is why a resumed run writes the same bytes as one that was never interrupted.
const MEMBER: usize = 1 << 20;
/// Zstandard's own default: its gain in size per second is best there.
const ZSTD_LEVEL: i32 = 3;

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

    fn cut(&mut self, length: u64) -> Result<(), OutputError> {
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
            fs::rename(partial, &self.target).map_err(|cause| writing(&self.target, cause))?;
            sync_directory(&self.target);
        }
        Ok(())
    }

    /// Leaves the temporary file where it is.
    pub fn keep(mut self) {
        self.keep = true;
    }

    /// Keeps the temporary file from now on even when this value is dropped.
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

/// Where an output goes.
#[derive(Debug)]
enum Destination {
    File(PartialFile),
    Stdout(io::Stdout),
}

/// An output that is written record by record.
#[derive(Debug)]
pub struct Output {
    to: Destination,
    packing: Compression,
    buffer: Vec<u8>,
    unbuffered: bool,
}

impl Output {
    /// Into a file, packed as its name says.
    pub fn file(file: PartialFile) -> Self {
        let (_, packing) = told_by_name(file.target());
        Output {
            to: Destination::File(file),
            packing,
            buffer: Vec::new(),
            unbuffered: false,
        }
    }

    /// To standard output, as it is.
    pub fn stdout() -> Self {
        Output {
            to: Destination::Stdout(io::stdout()),
            packing: Compression::None,
            buffer: Vec::new(),
            unbuffered: false,
        }
    }

    /// Writes each record at once. A packed output cannot: it is written a member at a time.
    #[must_use]
    pub fn unbuffered(mut self, yes: bool) -> Self {
        self.unbuffered = yes;
        self
    }

    /// Adds bytes to the record at hand.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Adds bytes to the record at hand by a function that appends to a buffer.
    pub fn push_with(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.buffer);
    }

    /// Ends the record at hand: from here a run could be resumed.
    ///
    /// # Errors
    /// The bytes cannot be written.
    pub fn end_record(&mut self) -> Result<(), OutputError> {
        let full = if self.packing == Compression::None {
            BUFFER
        } else {
            MEMBER
        };
        if self.buffer.len() >= full || (self.unbuffered && self.packing == Compression::None) {
            return self.flush();
        }
        Ok(())
    }

    /// Whether everything pushed so far may be written out now without changing what the output will be.
    pub fn at_boundary(&self) -> bool {
        self.packing == Compression::None || self.buffer.is_empty()
    }

    /// Makes everything pushed so far durable and says how many bytes that are. Only [at a
    /// boundary](Output::at_boundary).
    ///
    /// # Errors
    /// The bytes cannot be written.
    pub fn checkpoint(&mut self) -> Result<u64, OutputError> {
        self.flush()?;
        match &mut self.to {
            Destination::File(file) => {
                file.sync()?;
                Ok(file.written())
            }
            Destination::Stdout(_) => Ok(0),
        }
    }

    /// Writes what is left and gives the output its name.
    ///
    /// # Errors
    /// The bytes cannot be written.
    pub fn finish(mut self) -> Result<(), OutputError> {
        let empty = matches!(&self.to, Destination::File(file) if file.written() == 0);
        if empty && self.buffer.is_empty() {
            // Even an empty packed file has a member: no bytes at all would be no packed file.
            self.pack()?;
        }
        self.flush()?;
        match self.to {
            Destination::File(file) => file.finish(),
            Destination::Stdout(_) => Ok(()),
        }
    }

    /// Leaves the first `length` bytes of a file under its temporary name; what is not written yet is let go.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn keep(self, length: u64) -> Result<(), OutputError> {
        if let Destination::File(mut file) = self.to {
            file.keep = true;
            if file.is_regular() {
                file.cut(length)?;
            }
        }
        Ok(())
    }

    /// Keeps the temporary file from now on, come what may: a journal speaks of it.
    pub fn hold(&mut self) {
        if let Destination::File(file) = &mut self.to {
            file.hold();
        }
    }

    fn flush(&mut self) -> Result<(), OutputError> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        self.pack()
    }

    fn pack(&mut self) -> Result<(), OutputError> {
        let packed = match self.packing {
            Compression::None => None,
            Compression::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
                Some(
                    encoder
                        .write_all(&self.buffer)
                        .and_then(|()| encoder.finish()),
                )
            }
            Compression::Zstd => Some(zstd::bulk::compress(&self.buffer, ZSTD_LEVEL)),
        };
        let packed = packed
            .transpose()
            .map_err(|cause| OutputError::writing("the packed output", cause))?;
        let bytes = packed.as_deref().unwrap_or(&self.buffer);
        match &mut self.to {
            Destination::File(file) => file.write_all(bytes)?,
            Destination::Stdout(stdout) => {
                let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
                written.map_err(|cause| OutputError::writing("standard output", cause))?;
            }
        }
        self.buffer.clear();
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn an_output_has_its_name_only_when_it_is_complete() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("ra.jsonl");
        let mut output = Output::file(PartialFile::create(&target, false).unwrap());
        output.push(b"{}\n");
        output.end_record().unwrap();
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

    #[test]
    fn a_packed_output_is_cut_into_members_by_its_records_alone() {
        let home = tempfile::tempdir().unwrap();
        let record = "Hai bên hòa giải. ".repeat(3000);
        for name in ["ra.jsonl.gz", "ra.jsonl.zst"] {
            let target = home.path().join(name);
            let mut output = Output::file(PartialFile::create(&target, false).unwrap());
            let mut safe = (0, 0);
            for n in 0..50 {
                output.push(record.as_bytes());
                output.end_record().unwrap();
                if n < 30 && output.at_boundary() {
                    safe = (output.checkpoint().unwrap(), n + 1);
                }
            }
            output.finish().unwrap();
            let whole = fs::read(&target).unwrap();
            assert!(safe.1 > 0);
            let mut output = Output::file(PartialFile::resume(&target, safe.0).unwrap());
            for _ in safe.1..50 {
                output.push(record.as_bytes());
                output.end_record().unwrap();
            }
            output.finish().unwrap();
            assert_eq!(fs::read(&target).unwrap(), whole);
            let mut plain = String::new();
            if name.ends_with("gz") {
                flate2::read::MultiGzDecoder::new(&whole[..])
                    .read_to_string(&mut plain)
                    .unwrap();
            } else {
                plain = String::from_utf8(zstd::decode_all(&whole[..]).unwrap()).unwrap();
            }
            assert_eq!(plain, record.repeat(50));
        }
    }

    #[test]
    fn an_empty_packed_output_can_be_unpacked() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("ra.csv.gz");
        Output::file(PartialFile::create(&target, false).unwrap())
            .finish()
            .unwrap();
        let packed = fs::read(&target).unwrap();
        let mut plain = Vec::new();
        flate2::read::MultiGzDecoder::new(&packed[..])
            .read_to_end(&mut plain)
            .unwrap();
        assert!(!packed.is_empty() && plain.is_empty());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_from_other_failures() {
        let mut output = Output::file(PartialFile::create(Path::new("/dev/full"), false).unwrap());
        output.push(b"tin\n");
        let full = output.checkpoint().unwrap_err();
        assert!(matches!(full, OutputError::DiskFull { .. }), "{full}");
        assert!(full.to_string().contains("/dev/full: no space is left"));
    }
}
