//! The container of model and vector files: a readable first line, a JSON header, little-endian tables, a checksum.
//!
//! ```text
//! thaido-model 1\n                     the format's name and version
//! u64 length, header                   JSON, at most 1 MiB
//! u64 length, table                    … one for each table, in a fixed order; the length counts bytes
//! u64 checksum                         XXH3 (64 bits) of all bytes before it
//! ```
//! Reading takes slices of the input and allocates nothing from an unchecked length.

use serde::Serialize;
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::xxh3_64;

use crate::error::FormatError;

/// Longest header.
const HEADER_LIMIT: u64 = 1 << 20;
/// Longest table.
const TABLE_LIMIT: u64 = 1 << 32;
const CHECKSUM: usize = 8;

/// A number that tables are made of.
pub(crate) trait Number: Copy {
    /// Bytes a number.
    const SIZE: usize;
    fn write(self, bytes: &mut Vec<u8>);
    fn read(bytes: &[u8]) -> Self;
}

macro_rules! number {
    ($($kind:ty),*) => {$(
        impl Number for $kind {
            const SIZE: usize = size_of::<$kind>();
            fn write(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }
            fn read(bytes: &[u8]) -> Self {
                let mut array = [0; size_of::<$kind>()];
                array.copy_from_slice(bytes);
                <$kind>::from_le_bytes(array)
            }
        }
    )*};
}
number!(u32, u64, f32, i8, u8);

/// Writes one file.
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    pub(crate) fn new(
        name: &str,
        version: u32,
        header: &impl Serialize,
    ) -> Result<Self, FormatError> {
        let mut writer = Writer(format!("{name} {version}\n").into_bytes());
        writer.table(&serde_json::to_vec(header)?);
        Ok(writer)
    }

    pub(crate) fn table<T: Number>(&mut self, values: &[T]) {
        self.0
            .extend_from_slice(&((values.len() * T::SIZE) as u64).to_le_bytes());
        for &value in values {
            value.write(&mut self.0);
        }
    }

    pub(crate) fn finish(mut self) -> Vec<u8> {
        let checksum = xxh3_64(&self.0);
        self.0.extend_from_slice(&checksum.to_le_bytes());
        self.0
    }
}

/// Reads one file from a slice.
pub(crate) struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    /// Checks the first line and the checksum.
    pub(crate) fn new(
        name: &'static str,
        version: u32,
        bytes: &'b [u8],
    ) -> Result<Self, FormatError> {
        let not_this = FormatError::NotThis {
            expected: name,
            version,
        };
        let line_end = bytes.iter().take(64).position(|&byte| byte == b'\n');
        let Some(line_end) = line_end else {
            return Err(not_this);
        };
        let line = std::str::from_utf8(&bytes[..line_end]).unwrap_or_default();
        let Some((found_name, found)) = line.rsplit_once(' ') else {
            return Err(not_this);
        };
        let Ok(found) = found.parse::<u32>() else {
            return Err(not_this);
        };
        if found_name != name {
            return Err(not_this);
        }
        if found > version {
            return Err(FormatError::Newer {
                found,
                known: version,
            });
        }
        let mut reader = Reader {
            rest: &bytes[line_end + 1..],
        };
        let Some(contents) = bytes
            .len()
            .checked_sub(CHECKSUM)
            .filter(|&end| end > line_end)
        else {
            return Err(FormatError::Truncated {
                part: "the checksum",
                needed: CHECKSUM as u64,
            });
        };
        // A file cut short also fails its checksum; telling which part is missing helps more.
        reader.walk()?;
        if xxh3_64(&bytes[..contents]) != u64::read(&bytes[contents..]) {
            return Err(FormatError::Checksum);
        }
        reader.rest = &bytes[line_end + 1..contents];
        Ok(reader)
    }

    /// Passes over all tables without reading them: every length must fit.
    fn walk(&self) -> Result<(), FormatError> {
        let mut probe = Reader { rest: self.rest };
        let mut first = true;
        while probe.rest.len() > CHECKSUM || first {
            let limit = if first { HEADER_LIMIT } else { TABLE_LIMIT };
            probe.slice(if first { "the header" } else { "a table" }, limit)?;
            first = false;
        }
        let missing = CHECKSUM - probe.rest.len().min(CHECKSUM);
        if missing > 0 {
            return Err(FormatError::Truncated {
                part: "the checksum",
                needed: missing as u64,
            });
        }
        Ok(())
    }

    fn slice(&mut self, part: &'static str, limit: u64) -> Result<&'b [u8], FormatError> {
        let Some((length, rest)) = self.rest.split_at_checked(8) else {
            return Err(FormatError::Truncated {
                part,
                needed: (8 - self.rest.len()) as u64,
            });
        };
        let length = u64::read(length);
        if length > limit {
            return Err(FormatError::TooLong {
                part,
                length,
                limit,
            });
        }
        let Some((slice, rest)) = usize::try_from(length)
            .ok()
            .and_then(|length| rest.split_at_checked(length))
        else {
            return Err(FormatError::Truncated {
                part,
                needed: length - rest.len() as u64,
            });
        };
        self.rest = rest;
        Ok(slice)
    }

    pub(crate) fn header<T: DeserializeOwned>(&mut self) -> Result<T, FormatError> {
        Ok(serde_json::from_slice(
            self.slice("the header", HEADER_LIMIT)?,
        )?)
    }

    pub(crate) fn table<T: Number>(&mut self, part: &'static str) -> Result<Vec<T>, FormatError> {
        let bytes = self.slice(part, TABLE_LIMIT)?;
        if bytes.len() % T::SIZE != 0 {
            return Err(FormatError::Inconsistent(format!(
                "{part} has {} bytes, which is no multiple of {}",
                bytes.len(),
                T::SIZE
            )));
        }
        Ok(bytes.chunks_exact(T::SIZE).map(T::read).collect())
    }

    pub(crate) fn text(&mut self, part: &'static str) -> Result<String, FormatError> {
        let bytes = self.slice(part, TABLE_LIMIT)?;
        std::str::from_utf8(bytes)
            .map(str::to_owned)
            .map_err(|_| FormatError::NotText { part })
    }

    pub(crate) fn finish(self) -> Result<(), FormatError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(FormatError::Trailing {
                extra: self.rest.len() as u64,
            })
        }
    }
}
