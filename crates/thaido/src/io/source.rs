//! Where records come from: paths, directories, patterns and standard input, in a fixed order.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::InputError;
use super::format::{Compression, Format, stem, told_by_name};

/// One file, or standard input.
#[derive(Clone, Debug)]
pub struct Source {
    /// `None` is standard input.
    path: Option<PathBuf>,
    /// Below the directory that was named, or the file name.
    relative: PathBuf,
    name: Arc<str>,
    id: String,
    format: Option<Format>,
    compression: Compression,
    bytes: Option<u64>,
}

impl Source {
    /// The path as messages and rejects name it; `-` for standard input.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The path; `None` for standard input.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The path below the directory that stood among the inputs; the file name alone for a file named by itself.
    pub fn relative(&self) -> &Path {
        &self.relative
    }

    /// What documents without an id are named after: the file name without directories and endings, or the whole
    /// path where two sources share that name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The format; `None` for standard input whose first bytes will tell.
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// How it is packed.
    pub fn compression(&self) -> Compression {
        self.compression
    }

    /// Its size on disk in bytes, where that is known.
    pub fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    fn stdin(format: Option<Format>) -> Self {
        Source {
            path: None,
            relative: PathBuf::from("stdin"),
            name: "-".into(),
            id: "stdin".to_owned(),
            format,
            compression: Compression::None,
            bytes: None,
        }
    }

    fn file(path: &Path, format: Format, compression: Compression) -> Result<Self, InputError> {
        let name = path.to_string_lossy().into_owned();
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(InputError::Missing { name });
            }
            Err(cause) => return Err(InputError::Unreadable { name, cause }),
        };
        let bytes = file
            .metadata()
            .ok()
            .filter(fs::Metadata::is_file)
            .map(|data| data.len());
        if format == Format::Html && !cfg!(feature = "html") {
            return Err(InputError::NotBuilt {
                name,
                format: "html",
            });
        }
        if format == Format::Parquet {
            if !cfg!(feature = "parquet") {
                return Err(InputError::NotBuilt {
                    name,
                    format: "parquet",
                });
            }
            if compression != Compression::None || bytes.is_none() {
                return Err(InputError::ParquetStream { name });
            }
        }
        Ok(Source {
            path: Some(path.to_owned()),
            relative: path.file_name().map(PathBuf::from).unwrap_or_default(),
            name: name.into(),
            id: stem(path),
            format: Some(format),
            compression,
            bytes,
        })
    }
}

/// All sources of a run, in the order in which they are read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
    skipped: usize,
}

impl Sources {
    /// The sources that `inputs` name, in their order: `-` is standard input, a directory stands for the readable
    /// files below it (recursive, sorted by path, hidden files left out), and a path with `*`, `?` or `[` that does
    /// not exist is a pattern. A file named twice is read once. Every file is opened once, so that a long run does
    /// not end on a path that was wrong from the start.
    ///
    /// # Errors
    /// An input that does not exist, cannot be opened, names no file, or whose format cannot be told.
    pub fn expand<P: AsRef<Path>>(
        inputs: &[P],
        format: Option<Format>,
    ) -> Result<Self, InputError> {
        let mut sources = Sources::default();
        let mut seen = BTreeSet::new();
        for input in inputs {
            let path = input.as_ref();
            let name = || path.to_string_lossy().into_owned();
            if path == Path::new("-") {
                if format == Some(Format::Parquet) {
                    return Err(InputError::ParquetStream { name: name() });
                }
                if seen.insert(PathBuf::from("-")) {
                    sources.list.push(Source::stdin(format));
                }
            } else if path.is_dir() {
                if sources.walk(path, path, format, &mut seen)? == 0 {
                    return Err(InputError::EmptyDirectory { name: name() });
                }
            } else if !path.exists() && is_pattern(path) {
                sources.matches(path, format, &mut seen)?;
            } else {
                sources.push(path, format, &mut seen)?;
            }
        }
        sources.tell_ids_apart();
        Ok(sources)
    }

    /// The sources.
    pub fn list(&self) -> &[Source] {
        &self.list
    }

    pub(crate) fn into_list(self) -> Vec<Source> {
        self.list
    }

    /// How many files of directories were left out because their names tell no format.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// The size of all sources on disk in bytes; `None` when one is unknown.
    pub fn bytes(&self) -> Option<u64> {
        self.list.iter().map(Source::bytes).sum()
    }

    fn push(
        &mut self,
        path: &Path,
        format: Option<Format>,
        seen: &mut BTreeSet<PathBuf>,
    ) -> Result<(), InputError> {
        let (told, compression) = told_by_name(path);
        let Some(format) = format.or(told) else {
            // A path that is not there is the likelier mistake, and the more useful message.
            let name = path.to_string_lossy().into_owned();
            return Err(if path.exists() {
                InputError::UnknownFormat { name }
            } else {
                InputError::Missing { name }
            });
        };
        let source = Source::file(path, format, compression)?;
        if seen.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned())) {
            self.list.push(source);
        }
        Ok(())
    }

    /// Returns how many readable files the directory holds, seen before or not.
    fn walk(
        &mut self,
        root: &Path,
        directory: &Path,
        format: Option<Format>,
        seen: &mut BTreeSet<PathBuf>,
    ) -> Result<usize, InputError> {
        let unreadable = |cause| InputError::Unreadable {
            name: directory.to_string_lossy().into_owned(),
            cause,
        };
        let mut entries = fs::read_dir(directory)
            .and_then(Iterator::collect::<io::Result<Vec<_>>>)
            .map_err(unreadable)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        let mut found = 0;
        for entry in entries {
            let path = entry.path();
            let kind = entry.file_type().map_err(unreadable)?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                found += self.walk(root, &path, format, seen)?;
            } else if path.is_file() && (format.is_some() || told_by_name(&path).0.is_some()) {
                // A link to a directory is not followed: it may lead back here.
                let before = self.list.len();
                self.push(&path, format, seen)?;
                if let Some(source) = self.list.get_mut(before) {
                    path.strip_prefix(root)
                        .unwrap_or(&path)
                        .clone_into(&mut source.relative);
                }
                found += 1;
            } else {
                self.skipped += 1;
            }
        }
        Ok(found)
    }

    fn matches(
        &mut self,
        pattern: &Path,
        format: Option<Format>,
        seen: &mut BTreeSet<PathBuf>,
    ) -> Result<(), InputError> {
        let name = pattern.to_string_lossy().into_owned();
        // As a shell does it: a star does not stand for hidden files.
        let options = glob::MatchOptions {
            require_literal_leading_dot: true,
            ..Default::default()
        };
        let paths = match glob::glob_with(&name, options) {
            Ok(paths) => paths,
            Err(error) => {
                let cause = error.to_string();
                return Err(InputError::BadPattern { name, cause });
            }
        };
        let mut found = 0;
        for path in paths {
            match path {
                Ok(path) if path.is_dir() => found += self.walk(&path, &path, format, seen)?,
                Ok(path) => {
                    self.push(&path, format, seen)?;
                    found += 1;
                }
                Err(error) => {
                    return Err(InputError::Unreadable {
                        name: error.path().to_string_lossy().into_owned(),
                        cause: error.into(),
                    });
                }
            }
        }
        if found == 0 {
            return Err(InputError::NoMatch { name });
        }
        Ok(())
    }

    /// Gives sources of one name their whole path as id.
    fn tell_ids_apart(&mut self) {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for source in &self.list {
            *count.entry(source.id.clone()).or_default() += 1;
        }
        for source in &mut self.list {
            if count.get(&source.id).is_some_and(|&count| count > 1) {
                source.id = source.name.to_string();
            }
        }
    }
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn names(sources: &Sources) -> Vec<String> {
        let list = sources.list().iter();
        list.map(|source| source.name().rsplit('/').next().unwrap_or("").to_owned())
            .collect()
    }

    #[test]
    fn a_directory_is_read_sorted_and_recursively_and_each_file_once() {
        let home = tempfile::tempdir().unwrap();
        let at = home.path();
        fs::create_dir(at.join("b")).unwrap();
        for name in [
            "c.txt",
            "a.jsonl",
            "b/z.txt.gz",
            "b/a.csv",
            ".hidden.txt",
            "x.png",
        ] {
            fs::write(at.join(name), "x").unwrap();
        }
        let inputs = [
            at.to_owned(),
            at.join("c.txt"),
            at.join("*.txt"),
            at.join("b"),
        ];
        let sources = Sources::expand(&inputs, None).unwrap();
        assert_eq!(names(&sources), ["a.jsonl", "a.csv", "z.txt.gz", "c.txt"]);
        assert_eq!(sources.skipped(), 1);
        assert_eq!(sources.bytes(), Some(4));
    }

    #[test]
    fn two_files_of_one_name_are_told_apart_by_their_paths() {
        let home = tempfile::tempdir().unwrap();
        for desk in ["thế giới", "trong nước"] {
            fs::create_dir(home.path().join(desk)).unwrap();
            fs::write(home.path().join(desk).join("1.txt"), "Tin.").unwrap();
        }
        fs::write(home.path().join("2.txt"), "Tin.").unwrap();
        let sources = Sources::expand(&[home.path()], None).unwrap();
        let ids: Vec<_> = sources.list().iter().map(Source::id).collect();
        assert_eq!(ids[0], "2");
        assert!(
            ids[1].ends_with("thế giới/1.txt") && ids[2].ends_with("trong nước/1.txt"),
            "{ids:?}"
        );
    }

    #[test]
    fn what_cannot_be_read_is_said_before_the_run() {
        let home = tempfile::tempdir().unwrap();
        let at = home.path();
        let message = |input: PathBuf| Sources::expand(&[input], None).unwrap_err().to_string();
        assert!(message(at.join("gone.txt")).contains("gone.txt: no such file"));
        assert!(message(at.join("gone")).contains("no such file"));
        assert!(message(at.to_owned()).contains("no readable file"));
        assert!(message(at.join("*.txt")).contains("no file matches"));
        fs::write(at.join("a.docx"), "x").unwrap();
        assert!(message(at.join("a.docx")).contains("does not tell the format"));
        assert!(Sources::expand(&[at.join("a.docx")], Some(Format::Text)).is_ok());
        fs::write(at.join("a.parquet.gz"), "x").unwrap();
        assert!(message(at.join("a.parquet.gz")).contains("arquet"));
    }
}
