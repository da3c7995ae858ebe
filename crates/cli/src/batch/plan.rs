//! What a run will do, decided and checked before anything is read.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use thaido::io::{
    Checkpoint, Format, InputError, Journal, Origin, OutputError, ReadOptions, Sources,
    journal_path, partial_path, told_by_name,
};

use super::arguments::{BatchArguments, OutputFormat};
use super::tally::Tally;
use super::{Task, counted, say};
use crate::exit::WrongUsage;

/// What a checkpoint of a run notes beside its place.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Noted {
    /// Counts since the checkpoint before.
    pub(crate) tally: Tally,
    /// The columns of a table that were not known beforehand, once they are fixed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) columns: Option<Vec<String>>,
}

/// Where the results go.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    Stdout,
    /// All into one file.
    One(PathBuf),
    /// Each source into its own file, in the order of the sources, below a directory.
    Each(PathBuf, Vec<PathBuf>),
}

/// What an interrupted run left.
#[derive(Debug)]
pub(crate) struct Resumed {
    pub(crate) last: Checkpoint<Noted>,
    /// Counts up to there.
    pub(crate) tally: Tally,
    /// Seconds worked up to there.
    pub(crate) seconds: f64,
}

/// The plan of a run.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) sources: Sources,
    pub(crate) read: ReadOptions,
    pub(crate) format: OutputFormat,
    pub(crate) colour: bool,
    pub(crate) dedup: bool,
    pub(crate) target: Target,
    pub(crate) settings: Value,
    pub(crate) resumed: Option<Resumed>,
    /// Whether outputs that exist may be replaced: by wish, or because the interrupted run had been allowed to.
    pub(crate) may_replace: bool,
}

impl Plan {
    /// The plan that the arguments ask for; `None` when there is nothing left to do.
    pub(crate) fn make(
        arguments: &BatchArguments,
        task: &dyn Task,
        statements: bool,
    ) -> anyhow::Result<Option<Self>> {
        let read = arguments.reading(statements);
        let sources = inputs(arguments)?;
        if sources.skipped() > 0 && !arguments.quiet {
            say(&format!(
                "thaido: {} of other kinds left out",
                counted(sources.skipped() as u64, "files")
            ));
        }
        let format = output_format(arguments)?;
        let target = target(arguments, &sources, format)?;
        let to_stdout = matches!(target, Target::Stdout);
        let mut plan = Plan {
            read,
            format,
            colour: to_stdout
                && std::io::stdout().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|no| no.is_empty()),
            dedup: arguments.dedup,
            target,
            settings: settings(arguments, task, &sources, format),
            sources,
            resumed: None,
            may_replace: arguments.force,
        };
        plan.refuse_overlaps(arguments)?;
        if !plan.look_back(arguments)? {
            return Ok(None);
        }
        Ok(Some(plan))
    }

    /// The name under which the journal lies; `None` for a run that cannot be resumed.
    pub(crate) fn journal(&self) -> Option<PathBuf> {
        if self.format == OutputFormat::Parquet {
            return None;
        }
        match &self.target {
            Target::Stdout => None,
            Target::One(path) if path.exists() && !path.is_file() => None,
            Target::One(path) => Some(path.clone()),
            Target::Each(directory, _) => Some(directory.join("thaido")),
        }
    }

    /// Whether the interrupted run had finished this record.
    pub(crate) fn is_done(&self, origin: &Origin) -> bool {
        self.resumed.as_ref().is_some_and(|resumed| {
            (origin.number, origin.record) < (resumed.last.source, resumed.last.records)
        })
    }

    /// How many sources need not be opened again. Duplicates are recognised by what came before, so that `--dedup`
    /// reads everything again.
    pub(crate) fn sources_to_skip(&self) -> usize {
        if self.dedup {
            0
        } else {
            self.resumed
                .as_ref()
                .map_or(0, |resumed| resumed.last.source)
        }
    }

    /// Looks whether there is an interrupted run and what to do about it; `false` when the output is complete.
    fn look_back(&mut self, arguments: &BatchArguments) -> anyhow::Result<bool> {
        let Some(anchor) = self.journal() else {
            if arguments.resume {
                let why = match (&self.target, self.format) {
                    (_, OutputFormat::Parquet) => {
                        "a Parquet output cannot be resumed: its index is written last; write JSON Lines or CSV, or start anew"
                    }
                    (Target::Stdout, _) => "standard output cannot be resumed: name a file with -o",
                    _ => "a device or pipe cannot be resumed: name a file with -o",
                };
                return Err(WrongUsage(why.to_owned()).into());
            }
            return Ok(true);
        };
        let journal = journal_path(&anchor);
        if !arguments.resume {
            if journal.exists() && !arguments.force {
                let partial = match &self.target {
                    Target::Each(directory, _) => directory.clone(),
                    _ => partial_path(&anchor),
                };
                return Err(OutputError::Interrupted { partial }.into());
            }
            return Ok(true);
        }
        if journal.exists() && !Journal::is_begun(&anchor)? {
            // The run ended while it began; whatever it was to replace may still be replaced.
            self.may_replace = true;
            return Ok(true);
        }
        if journal.exists() {
            let (_, checkpoints) = Journal::open::<Noted>(&anchor, &self.settings)?;
            let (mut tally, mut seconds, mut before) = (Tally::default(), 0.0, 0.0);
            for checkpoint in &checkpoints {
                tally.add(checkpoint.tally.tally.clone());
                // The clock of each resumption starts at 0.
                if checkpoint.seconds < before {
                    seconds += before;
                }
                before = checkpoint.seconds;
            }
            seconds += before;
            self.may_replace = true;
            self.resumed = checkpoints.into_iter().last().map(|last| Resumed {
                last,
                tally,
                seconds,
            });
            return Ok(true);
        }
        let complete = match &self.target {
            Target::Stdout => false,
            Target::One(path) => path.exists(),
            Target::Each(_, paths) => paths.iter().all(|path| path.exists()),
        };
        if complete && !arguments.quiet {
            say("thaido: the output is complete already, there is nothing to resume");
        }
        Ok(!complete)
    }

    fn refuse_overlaps(&self, arguments: &BatchArguments) -> anyhow::Result<()> {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let mut written: Vec<&Path> = match &self.target {
            Target::Stdout => Vec::new(),
            Target::One(path) => vec![path],
            Target::Each(_, paths) => paths.iter().map(PathBuf::as_path).collect(),
        };
        written.extend(arguments.rejects.as_deref());
        written.extend(arguments.summary.as_deref());
        let mut names = BTreeMap::new();
        for source in self.sources.list() {
            if let Some(path) = source.path().filter(|path| path.is_file()) {
                names.insert(real(path), "both read and written");
            }
        }
        for path in written {
            if path.exists() && !path.is_file() {
                continue;
            }
            if let Some(what) = names.insert(real(path), "written twice") {
                return Err(WrongUsage(format!(
                    "{} would be {what}: choose another name",
                    path.display()
                ))
                .into());
            }
        }
        Ok(())
    }
}

fn inputs(arguments: &BatchArguments) -> anyhow::Result<Sources> {
    if arguments.inputs.is_empty() && std::io::stdin().is_terminal() {
        return Err(WrongUsage(
            "there is no input: name files or directories (thaido label article.txt), or pipe text in (… | thaido label -)"
                .to_owned(),
        )
        .into());
    }
    let stdin = [PathBuf::from("-")];
    let inputs = if arguments.inputs.is_empty() {
        &stdin[..]
    } else {
        &arguments.inputs
    };
    match Sources::expand(inputs, arguments.input_format) {
        Err(error @ (InputError::UnknownFormat { .. } | InputError::ParquetStream { .. })) => {
            Err(WrongUsage(format!("{error} (--input-format)")).into())
        }
        other => Ok(other?),
    }
}

fn output_format(arguments: &BatchArguments) -> anyhow::Result<OutputFormat> {
    if let Some(format) = arguments.format {
        return Ok(format);
    }
    if let Some(path) = &arguments.output {
        return match told_by_name(path).0 {
            Some(Format::JsonLines) => Ok(OutputFormat::Jsonl),
            Some(Format::Csv) => Ok(OutputFormat::Csv),
            Some(Format::Tsv) => Ok(OutputFormat::Tsv),
            Some(Format::Parquet) => Ok(OutputFormat::Parquet),
            // A device or pipe has no ending.
            _ if path.exists() && !path.is_file() => Ok(OutputFormat::Jsonl),
            _ => Err(
                WrongUsage(OutputError::UnknownFormat { path: path.clone() }.to_string()).into(),
            ),
        };
    }
    let human = arguments.out_dir.is_none() && std::io::stdout().is_terminal();
    Ok(if human {
        OutputFormat::Human
    } else {
        OutputFormat::Jsonl
    })
}

fn target(
    arguments: &BatchArguments,
    sources: &Sources,
    format: OutputFormat,
) -> anyhow::Result<Target> {
    let target = match (&arguments.output, &arguments.out_dir) {
        (Some(path), _) => Target::One(path.clone()),
        (None, Some(directory)) => {
            Target::Each(directory.clone(), outputs(directory, sources, format)?)
        }
        (None, None) => Target::Stdout,
    };
    if format == OutputFormat::Parquet {
        let path = match &target {
            Target::Stdout => {
                return Err(WrongUsage(
                    "Parquet cannot go to standard output: name a file with -o".to_owned(),
                )
                .into());
            }
            Target::One(path) => path.clone(),
            Target::Each(directory, _) => directory.clone(),
        };
        if !cfg!(feature = "parquet") {
            return Err(OutputError::NotBuilt { path }.into());
        }
    }
    Ok(target)
}

/// The output of each source: its own path below the directory, with the ending of the output's format.
fn outputs(
    directory: &Path,
    sources: &Sources,
    format: OutputFormat,
) -> anyhow::Result<Vec<PathBuf>> {
    let ending = match format {
        OutputFormat::Human => "txt",
        OutputFormat::Jsonl => "jsonl",
        OutputFormat::Csv => "csv",
        OutputFormat::Tsv => "tsv",
        OutputFormat::Parquet => "parquet",
    };
    let under = |relative: &Path, name: String| {
        directory.join(relative.with_file_name(format!("{name}.{ending}")))
    };
    let short: Vec<PathBuf> = sources
        .list()
        .iter()
        .map(|source| under(source.relative(), thaido::io::stem(source.relative())))
        .collect();
    let mut count: BTreeMap<&Path, usize> = BTreeMap::new();
    for path in &short {
        *count.entry(path).or_default() += 1;
    }
    let mut seen = BTreeMap::new();
    let mut paths = Vec::with_capacity(short.len());
    for (source, path) in sources.list().iter().zip(&short) {
        let path = if count.get(path.as_path()) == Some(&1) {
            path.clone()
        } else {
            let name = source
                .relative()
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            under(source.relative(), name)
        };
        if let Some(other) = seen.insert(path.clone(), source.name()) {
            return Err(WrongUsage(format!(
                "{other} and {} would both be written to {}: label them in two runs",
                source.name(),
                path.display()
            ))
            .into());
        }
        paths.push(path);
    }
    Ok(paths)
}

fn settings(
    arguments: &BatchArguments,
    task: &dyn Task,
    sources: &Sources,
    format: OutputFormat,
) -> Value {
    let read = arguments.reading(false);
    let names: Vec<&str> = sources
        .list()
        .iter()
        .map(|source| &**source.name())
        .collect();
    let formats: Vec<String> = arguments
        .input_format
        .iter()
        .map(|format| format.name().to_owned())
        .collect();
    let mut settings = task.settings();
    settings["format"] = json!(format!("{format:?}").to_lowercase());
    settings["inputs"] = json!(names);
    settings["input_format"] = json!(formats);
    settings["keys"] = json!([
        read.keys.text,
        read.keys.id,
        read.keys.title,
        read.keys.date
    ]);
    settings["max_record_bytes"] = json!(read.max_record_bytes);
    settings["dedup"] = json!(arguments.dedup);
    settings["rejects"] = json!(arguments.rejects);
    settings
}
