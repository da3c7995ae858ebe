//! The journal of a run: what is finished and durable, so that an interrupted run can go on from there.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::OutputError;
use super::partial::partial_path;

/// The journal's own format.
const VERSION: u32 = 2;

/// What is finished: everything up to a record, in the input and in the output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint<T> {
    /// The number of the source that is being read, from 0.
    pub source: usize,
    /// How many of its records are done, rejects counted.
    pub records: u64,
    /// The checksum of these records.
    pub digest: u32,
    /// How many bytes of the output hold them.
    pub bytes: u64,
    /// How many bytes of the rejects file hold theirs.
    pub rejects: u64,
    /// Seconds worked since the run, or its resumption, began.
    pub seconds: f64,
    /// What the caller wants to know again, since the checkpoint before.
    pub tally: T,
}

#[derive(Serialize, Deserialize)]
struct Header {
    thaido_journal: u32,
    settings: Value,
}

/// The journal beside an output that is being written: `OUT.partial.journal`. Its first line holds the settings of the
/// run, each other line a [`Checkpoint`].
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
}

/// Where the journal of an output lies.
pub fn journal_path(target: &Path) -> PathBuf {
    let mut name = partial_path(target).into_os_string();
    name.push(".journal");
    PathBuf::from(name)
}

impl Journal {
    /// Whether there is a journal that tells of anything. One without a whole first line tells of a run that ended
    /// while it began: nothing had been noted by then, and nothing is lost when it begins again.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn is_begun(target: &Path) -> Result<bool, OutputError> {
        let path = journal_path(target);
        match File::open(&path) {
            Ok(file) => {
                let mut first = Vec::new();
                let read = BufReader::new(file).read_until(b'\n', &mut first);
                read.map_err(|cause| failed(&path, cause))?;
                Ok(first.ends_with(b"\n"))
            }
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(cause) => Err(failed(&path, cause)),
        }
    }

    /// Begins the journal of a run with these settings.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn begin(target: &Path, settings: &Value) -> Result<Self, OutputError> {
        let path = journal_path(target);
        let file = File::create(&path).map_err(|cause| failed(&path, cause))?;
        let mut journal = Journal { file, path };
        journal.write(&Header {
            thaido_journal: VERSION,
            settings: settings.clone(),
        })?;
        journal
            .file
            .sync_data()
            .map_err(|cause| failed(&journal.path, cause))?;
        Ok(journal)
    }

    /// Opens the journal of an interrupted run and returns its checkpoints. A last line that was not written to its end
    /// does not count.
    ///
    /// # Errors
    /// There is none, it was written by another version, or the run had other settings.
    pub fn open<T: DeserializeOwned>(
        target: &Path,
        settings: &Value,
    ) -> Result<(Self, Vec<Checkpoint<T>>), OutputError> {
        let path = journal_path(target);
        let refused = |reason: String| OutputError::Journal {
            journal: path.clone(),
            reason,
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(&path)
            .map_err(|cause| failed(&path, cause))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)
            .map_err(|cause| failed(&path, cause))?;
        let mut lines = bytes.split_inclusive(|byte| *byte == b'\n');
        let first = lines.next().unwrap_or_default();
        let header: Header = serde_json::from_slice(first)
            .map_err(|_| refused("its first line is damaged".to_owned()))?;
        if header.thaido_journal != VERSION {
            return Err(refused(format!(
                "it has version {}, this program writes version {VERSION}",
                header.thaido_journal
            )));
        }
        if let Some(other) = difference(&header.settings, settings) {
            return Err(refused(other));
        }
        let mut length = first.len();
        let mut checkpoints = Vec::new();
        for line in lines {
            let Some(checkpoint) = line
                .ends_with(b"\n")
                .then(|| serde_json::from_slice(line).ok())
                .flatten()
            else {
                break;
            };
            length += line.len();
            checkpoints.push(checkpoint);
        }
        let cut = file
            .set_len(length as u64)
            .and_then(|()| file.seek(SeekFrom::Start(length as u64)));
        cut.map_err(|cause| failed(&path, cause))?;
        Ok((Journal { file, path }, checkpoints))
    }

    /// Notes what is finished. The bytes it speaks of must be durable already.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn note<T: Serialize>(&mut self, checkpoint: &Checkpoint<T>) -> Result<(), OutputError> {
        self.write(checkpoint)
    }

    /// Removes the journal: the run is complete, or nothing of it is worth keeping.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn remove(self) -> Result<(), OutputError> {
        fs::remove_file(&self.path).map_err(|cause| failed(&self.path, cause))
    }

    fn write(&mut self, line: &impl Serialize) -> Result<(), OutputError> {
        let mut bytes =
            serde_json::to_vec(line).map_err(|error| failed(&self.path, error.into()))?;
        bytes.push(b'\n');
        self.file
            .write_all(&bytes)
            .map_err(|cause| failed(&self.path, cause))
    }
}

fn failed(path: &Path, cause: std::io::Error) -> OutputError {
    OutputError::writing(path.display().to_string(), cause)
}

/// The first setting that is not the same, in words.
fn difference(then: &Value, now: &Value) -> Option<String> {
    if then == now {
        return None;
    }
    let empty = serde_json::Map::new();
    let (then, now) = (
        then.as_object().unwrap_or(&empty),
        now.as_object().unwrap_or(&empty),
    );
    let shown = |value: Option<&Value>| {
        let text = value.map_or_else(|| "nothing".to_owned(), Value::to_string);
        if text.chars().count() > 60 {
            format!("{}…", text.chars().take(60).collect::<String>())
        } else {
            text
        }
    };
    let name = now
        .keys()
        .chain(then.keys())
        .find(|name| then.get(*name) != now.get(*name))?;
    Some(format!(
        "the interrupted run had another `{name}` ({} then, {} now)",
        shown(then.get(name)),
        shown(now.get(name))
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn checkpoint(records: u64) -> Checkpoint<u32> {
        Checkpoint {
            source: 0,
            records,
            digest: 5,
            bytes: 10 * records,
            rejects: 0,
            seconds: 0.5,
            tally: 1,
        }
    }

    #[test]
    fn a_torn_last_line_does_not_count() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("ra.jsonl");
        let settings = json!({"kinds": ["direct"]});
        let mut journal = Journal::begin(&target, &settings).unwrap();
        journal.note(&checkpoint(3)).unwrap();
        journal.note(&checkpoint(7)).unwrap();
        drop(journal);
        let path = journal_path(&target);
        let whole = fs::read(&path).unwrap();
        for cut in 1..40 {
            fs::write(&path, &whole[..whole.len() - cut]).unwrap();
            let (mut journal, found) = Journal::open::<u32>(&target, &settings).unwrap();
            assert_eq!(found, [checkpoint(3)], "{cut}");
            journal.note(&checkpoint(9)).unwrap();
            let (_, found) = Journal::open::<u32>(&target, &settings).unwrap();
            assert_eq!(found, [checkpoint(3), checkpoint(9)]);
        }
    }

    #[test]
    fn other_settings_are_refused_by_name() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("ra.jsonl");
        Journal::begin(&target, &json!({"verb": "label", "kinds": ["direct"]})).unwrap();
        let refused = Journal::open::<u32>(&target, &json!({"verb": "label", "kinds": ["mixed"]}))
            .unwrap_err();
        assert!(refused.to_string().contains("another `kinds`"), "{refused}");
        fs::write(journal_path(&target), "").unwrap();
        let refused = Journal::open::<u32>(&target, &json!({})).unwrap_err();
        assert!(refused.to_string().contains("damaged"), "{refused}");
        assert!(!Journal::is_begun(&target).unwrap());
    }
}
