//! What a file holds and how it is packed, told from its name.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// How the records stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text: one document a file, or one statement a line.
    Text,
    /// JSON Lines: one object a line.
    JsonLines,
    /// Comma-separated values with a header.
    Csv,
    /// Tab-separated values with a header.
    Tsv,
    /// A web page: one document a file, its article's text taken out of the markup.
    Html,
    /// Apache Parquet: one row a record.
    Parquet,
}

/// How the bytes of a file are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compression {
    /// As they are.
    None,
    /// gzip, any number of members.
    Gzip,
    /// Zstandard, any number of frames.
    Zstd,
}

impl Format {
    /// Every format by its name, in the order in which a message lists them.
    pub const NAMES: [(&'static str, Format); 6] = [
        ("txt", Format::Text),
        ("jsonl", Format::JsonLines),
        ("csv", Format::Csv),
        ("tsv", Format::Tsv),
        ("html", Format::Html),
        ("parquet", Format::Parquet),
    ];

    /// The format's name, which is also the ending of its files.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::JsonLines => "jsonl",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Html => "html",
            Format::Parquet => "parquet",
        }
    }

    /// Whether a file of this format is one document.
    pub(crate) fn is_whole_file(self, statements: bool) -> bool {
        self == Format::Html || (self == Format::Text && !statements)
    }

    /// The format of an ending such as `ndjson`, in any case.
    fn of_ending(ending: &str) -> Option<Format> {
        Some(match ending.to_ascii_lowercase().as_str() {
            "txt" | "text" => Format::Text,
            "jsonl" | "ndjson" | "json" => Format::JsonLines,
            "csv" => Format::Csv,
            "tsv" | "tab" => Format::Tsv,
            "html" | "htm" | "xhtml" => Format::Html,
            "parquet" | "pq" => Format::Parquet,
            _ => return None,
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A format's name that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no format; the formats are txt, jsonl, csv, tsv, html and parquet")]
pub struct UnknownFormat(String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Format::of_ending(name).ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// The format and the packing that a file's name tells; the format is `None` where the ending is unknown.
///
/// ```
/// use std::path::Path;
/// use thaido::io::{Compression, Format, told_by_name};
/// assert_eq!(told_by_name(Path::new("nam-2019.jsonl.zst")), (Some(Format::JsonLines), Compression::Zstd));
/// assert_eq!(told_by_name(Path::new("bài.TXT")), (Some(Format::Text), Compression::None));
/// assert_eq!(told_by_name(Path::new("ảnh.png")), (None, Compression::None));
/// ```
pub fn told_by_name(path: &Path) -> (Option<Format>, Compression) {
    let (plain, compression) = without_packing(path);
    let ending = Path::new(&plain)
        .extension()
        .and_then(|ending| ending.to_str());
    (ending.and_then(Format::of_ending), compression)
}

/// The file name without directories, and without the endings of its packing and format.
///
/// ```
/// use std::path::Path;
/// assert_eq!(thaido::io::stem(Path::new("tin/bài 1.txt.gz")), "bài 1");
/// ```
pub fn stem(path: &Path) -> String {
    let (plain, _) = without_packing(path);
    let plain = Path::new(&plain);
    let known = plain
        .extension()
        .and_then(|ending| ending.to_str())
        .is_some_and(|ending| Format::of_ending(ending).is_some());
    let name = if known {
        plain.file_stem()
    } else {
        plain.file_name()
    };
    name.map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn without_packing(path: &Path) -> (String, Compression) {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    for (ending, compression) in [
        (".gz", Compression::Gzip),
        (".zst", Compression::Zstd),
        (".zstd", Compression::Zstd),
    ] {
        let at = name.len().saturating_sub(ending.len());
        if name
            .get(at..)
            .is_some_and(|tail| tail.eq_ignore_ascii_case(ending))
        {
            return (name[..at].to_owned(), compression);
        }
    }
    (name, Compression::None)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_a_format_reads_back() {
        for (name, format) in Format::NAMES {
            assert_eq!(name.parse::<Format>().as_ref(), Ok(&format));
            assert_eq!(format.name(), name);
        }
        assert!(
            "docx"
                .parse::<Format>()
                .unwrap_err()
                .to_string()
                .contains("docx")
        );
    }

    #[test]
    fn a_stem_loses_known_endings_only() {
        for (path, expected) in [
            ("a/b/bài 1.txt.gz", "bài 1"),
            ("10.7.2023", "10.7.2023"),
            ("10.7.txt", "10.7"),
            ("năm.jsonl", "năm"),
            (".gz", ""),
        ] {
            assert_eq!(stem(Path::new(path)), expected, "{path}");
        }
    }
}
