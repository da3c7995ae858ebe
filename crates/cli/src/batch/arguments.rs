//! The flags of `label` and `extract`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use thaido::io::{Format, Input, Keys, ReadOptions};
use thaido::{Extracted, Extractor};

/// What the output looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// For reading on a terminal.
    Human,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
    /// Tab-separated values with a header.
    Tsv,
    /// Apache Parquet, typed columns.
    Parquet,
}

/// The kinds of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum KindNames {
    /// Whole clauses between quotation marks.
    Direct,
    /// A quoted part within the reporter's own sentence.
    Mixed,
    /// Reported without marks.
    Indirect,
}

impl KindNames {
    /// The name in records.
    fn name(self) -> &'static str {
        match self {
            KindNames::Direct => "direct",
            KindNames::Mixed => "mixed",
            KindNames::Indirect => "indirect",
        }
    }
}

/// Which statements of an article are taken.
#[derive(Debug, Args)]
pub(crate) struct KindArguments {
    /// Takes only statements of these kinds.
    #[arg(
        long,
        value_name = "KINDS",
        value_delimiter = ',',
        default_value = "direct,mixed,indirect"
    )]
    kinds: Vec<KindNames>,
}

impl KindArguments {
    /// The names, each once, in a fixed order.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        let mut kinds = self.kinds.clone();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.into_iter().map(KindNames::name).collect()
    }

    /// The statements of these kinds in an article.
    pub(crate) fn statements(
        &self,
        extractor: &mut Extractor,
        input: Input,
    ) -> impl Iterator<Item = Extracted> {
        let found = extractor.extract(&input.into_document()).into_iter();
        found.filter(|statement| self.kinds.iter().any(|kind| kind.name() == statement.kind))
    }
}

/// The flags.
// Each is a switch of its own; no two of them are one state.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Args)]
pub(crate) struct BatchArguments {
    /// Files, directories, patterns, or `-` for standard input.
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Writes there instead of to standard output; the name tells format and packing (.jsonl, .csv, .tsv, .parquet;
    /// .gz, .zst).
    #[arg(short, long, value_name = "OUT", conflicts_with = "out_dir")]
    pub(crate) output: Option<PathBuf>,
    /// Writes one output for each input, of the same name, below this directory.
    #[arg(long, value_name = "DIR")]
    pub(crate) out_dir: Option<PathBuf>,
    /// The format of the output, where its name does not tell it.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<OutputFormat>,
    /// The format of the inputs, where their names do not tell it: txt, jsonl, csv, tsv, html or parquet.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<Format>,
    /// How many workers run side by side; as many as there are processors unless given. The output is the same.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Goes on with an interrupted run: same inputs, same output, same settings.
    #[arg(long, conflicts_with = "force")]
    pub(crate) resume: bool,
    /// Overwrites what is there.
    #[arg(long)]
    pub(crate) force: bool,
    /// Writes records that cannot be used there, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// Stops at the first record that cannot be used.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Drops articles that repeat an earlier one word for word or nearly so.
    #[arg(long)]
    pub(crate) dedup: bool,
    /// Writes the summary of the run there as JSON.
    #[arg(long, value_name = "FILE")]
    pub(crate) summary: Option<PathBuf>,
    /// No progress, no summary, no list of rejects on standard error; only errors.
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Writes the results of each record at once, for use within a pipe.
    #[arg(long)]
    pub(crate) line_buffered: bool,
    /// Notes this often, in seconds, what is finished; a run that is killed loses no more work than that.
    #[arg(long, value_name = "SECONDS", default_value_t = 0.5, value_parser = seconds)]
    pub(crate) checkpoint: f64,
    /// Rejects records that are longer, in bytes after unpacking; K, M and G are understood.
    #[arg(long, value_name = "BYTES", default_value = "16M", value_parser = size)]
    max_record_bytes: usize,
    /// The key or column of the text.
    #[arg(long, value_name = "KEY", default_value = "text")]
    text_key: String,
    /// The key or column of the id.
    #[arg(long, value_name = "KEY", default_value = "id")]
    id_key: String,
    /// The key or column of the headline.
    #[arg(long, value_name = "KEY", default_value = "title")]
    title_key: String,
    /// The key or column of the date.
    #[arg(long, value_name = "KEY", default_value = "date")]
    date_key: String,
}

impl BatchArguments {
    /// How records are read.
    pub(crate) fn reading(&self, statements: bool) -> ReadOptions {
        ReadOptions {
            keys: Keys {
                text: self.text_key.clone(),
                id: self.id_key.clone(),
                title: self.title_key.clone(),
                date: self.date_key.clone(),
            },
            statements,
            max_record_bytes: self.max_record_bytes,
        }
    }

    /// How many workers there are.
    pub(crate) fn jobs(&self) -> usize {
        self.jobs.map_or_else(
            || std::thread::available_parallelism().map_or(1, usize::from),
            usize::from,
        )
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.0..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("give a number of seconds such as 0.5".to_owned()),
    }
}

/// A number of bytes such as `4096`, `16M` or `1G`.
fn size(text: &str) -> Result<usize, String> {
    let (digits, shift) = match text.as_bytes().last() {
        Some(b'k' | b'K') => (&text[..text.len() - 1], 10),
        Some(b'm' | b'M') => (&text[..text.len() - 1], 20),
        Some(b'g' | b'G') => (&text[..text.len() - 1], 30),
        _ => (text, 0),
    };
    let bytes = digits
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_mul(1 << shift));
    bytes
        .filter(|bytes| *bytes > 0)
        .ok_or_else(|| "give a number of bytes such as 4096, 16M or 1G".to_owned())
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_read_as_they_are_said() {
        assert_eq!(size("4096"), Ok(4096));
        assert_eq!(size("16M"), Ok(16 << 20));
        assert_eq!(size("1g"), Ok(1 << 30));
        for wrong in ["", "0", "-1", "M", "16MB", "99999999999G", "ạ"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
