//! One output that is written record by record: a file or standard output, packed as its name says.

use std::io::{self, Write};

use flate2::write::GzEncoder;

use super::error::OutputError;
use super::format::{Compression, told_by_name};
use super::partial::PartialFile;

/// Bytes gathered before a plain output is written.
const BUFFER: usize = 64 * 1024;
/// Bytes gathered before a packed output gets a new member or frame. Members end where a record ends and depend on
/// the records alone, which is why a resumed run writes the same bytes as one that was never interrupted.
const MEMBER: usize = 1 << 20;
/// Zstandard's own default: its gain in size per second is best there.
const ZSTD_LEVEL: i32 = 3;

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
            file.hold();
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
    use std::fs;
    use std::io::Read;
    use std::path::Path;

    use super::*;

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
