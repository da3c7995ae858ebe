//! `thaido vectors`: word vectors from unlabelled text.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use thaido::{CueParams, CueTrainer, VectorParams, VectorTable, VectorTrainer};

use crate::exit::Outcome;
use crate::{data, output};

/// Learns word vectors from unlabelled articles, for `thaido train --vectors`.
///
/// From the words around a word: skip-gram with negative sampling over syllables and two-syllable collocations. With
/// `--cues`, from the reporting verbs of the articles' statements: which verbs a syllable or pair of syllables draws. A
/// table holds figures only: codes, weights and quantised vectors, no text.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  thaido vectors news-2019.jsonl.gz -o news.vectors\n  thaido vectors --cues news-2019.jsonl.gz -o cues.vectors\n  thaido train data.jsonl --vectors news.vectors --vectors cues.vectors -o my.model"
)]
pub(crate) struct VectorsArguments {
    /// Articles: text files, JSON Lines, CSV, directories; also .gz and .zst.
    #[arg(required = true, value_name = "CORPUS")]
    corpus: Vec<PathBuf>,
    /// Where the table goes.
    #[arg(short, long, value_name = "TABLE")]
    output: PathBuf,
    /// Replaces the table if it exists.
    #[arg(long)]
    force: bool,
    /// Learns from the reporting verbs of statements instead of from neighbouring words.
    #[arg(long)]
    cues: bool,
    /// Dimensions of a vector; 100 unless told. With --cues the most verbs; 32.
    #[arg(long, value_name = "N")]
    dimensions: Option<usize>,
    /// Most words with a vector; 30,000 unless told, with --cues 20,000.
    #[arg(long, value_name = "N")]
    max_words: Option<usize>,
    /// Fewest occurrences of a word; 10 unless told. With --cues fewest statements; 20.
    #[arg(long, value_name = "N")]
    min_count: Option<u64>,
    /// Passes over the corpus; 4 unless told.
    #[arg(long, value_name = "N", conflicts_with = "cues")]
    epochs: Option<usize>,
    /// Words on each side that count as near; 6 unless told.
    #[arg(long, value_name = "N", conflicts_with = "cues")]
    window: Option<usize>,
    /// Says nothing on the way.
    #[arg(short, long)]
    quiet: bool,
}

impl VectorsArguments {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        output::refuse_existing(&self.output, self.force)?;
        let (table, rejected) = if self.cues {
            self.learn_from_cues()?
        } else {
            self.learn_from_neighbours()?
        };
        let bytes = thaido::vectors_to_bytes(&table)?;
        output::write(&self.output, &bytes, self.force)?;
        self.say(&format!(
            "{}: {} words of {} dimensions, {} bytes",
            self.output.display(),
            table.len(),
            table.dimensions(),
            bytes.len()
        ));
        Ok(if rejected {
            Outcome::SomeRejected
        } else {
            Outcome::Done
        })
    }

    /// The table, and whether records were rejected.
    fn learn_from_neighbours(&self) -> anyhow::Result<(VectorTable, bool)> {
        let usual = VectorParams::default();
        let mut trainer = VectorTrainer::new(VectorParams {
            dimensions: self.dimensions.unwrap_or(usual.dimensions),
            max_words: self.max_words.unwrap_or(usual.max_words),
            min_count: self.min_count.unwrap_or(usual.min_count),
            epochs: self.epochs.unwrap_or(usual.epochs),
            window: self.window.unwrap_or(usual.window),
            ..usual
        })?;
        let mut documents = 0_usize;
        let rejected = data::for_each_document(&self.corpus, |document| {
            trainer.add(&document.text);
            documents += 1;
        })?;
        self.say(&format!(
            "{documents} documents, {} syllables and signs read; learning",
            trainer.units_read()
        ));
        Ok((trainer.finish()?, rejected))
    }

    /// The same, from statements.
    fn learn_from_cues(&self) -> anyhow::Result<(VectorTable, bool)> {
        let usual = CueParams::default();
        let mut trainer = CueTrainer::new(CueParams {
            max_cues: self.dimensions.unwrap_or(usual.max_cues),
            max_terms: self.max_words.unwrap_or(usual.max_terms),
            min_count: self.min_count.unwrap_or(usual.min_count),
            ..usual
        })?;
        let mut documents = 0_usize;
        let mut extractor = thaido::Extractor::default();
        let rejected = data::for_each_document(&self.corpus, |document| {
            for statement in extractor.extract(&document) {
                // What follows in further lines says less and less of what the verb tells.
                let first = statement.text.lines().next();
                if let (Some(cue), Some(first)) = (&statement.cue, first) {
                    trainer.add(first, &cue.text);
                }
            }
            documents += 1;
        })?;
        self.say(&format!(
            "{documents} documents, {} statements with a reporting verb read; learning",
            trainer.statements_read()
        ));
        Ok((trainer.finish()?, rejected))
    }

    fn say(&self, line: &str) {
        if !self.quiet {
            // Progress that nobody can read is no reason to stop.
            let _ = writeln!(std::io::stderr(), "{line}");
        }
    }
}
