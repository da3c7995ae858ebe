//! `thaido vectors`: word vectors from unlabelled text.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use thaido::{VectorParams, VectorTrainer};

use crate::exit::Outcome;
use crate::{data, output};

/// Learns word vectors from unlabelled articles, for `thaido train --vectors`.
///
/// Skip-gram with negative sampling over syllables and two-syllable collocations. The table holds figures only: codes,
/// weights and quantised vectors, no text.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  thaido vectors news-2019.jsonl.gz -o news.vectors\n  thaido train data.jsonl --vectors news.vectors -o my.model"
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
    /// Dimensions of a vector.
    #[arg(long, value_name = "N", default_value_t = VectorParams::default().dimensions)]
    dimensions: usize,
    /// Most words with a vector.
    #[arg(long, value_name = "N", default_value_t = VectorParams::default().max_words)]
    max_words: usize,
    /// Fewest occurrences of a word.
    #[arg(long, value_name = "N", default_value_t = VectorParams::default().min_count)]
    min_count: u64,
    /// Passes over the corpus.
    #[arg(long, value_name = "N", default_value_t = VectorParams::default().epochs)]
    epochs: usize,
    /// Words on each side that count as near.
    #[arg(long, value_name = "N", default_value_t = VectorParams::default().window)]
    window: usize,
    /// Says nothing on the way.
    #[arg(short, long)]
    quiet: bool,
}

impl VectorsArguments {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        output::refuse_existing(&self.output, self.force)?;
        let mut trainer = VectorTrainer::new(VectorParams {
            dimensions: self.dimensions,
            max_words: self.max_words,
            min_count: self.min_count,
            epochs: self.epochs,
            window: self.window,
            ..VectorParams::default()
        })?;
        let mut documents = 0_usize;
        let rejected = data::for_each_document(&self.corpus, |document| {
            trainer.add(&document.text);
            documents += 1;
        })?;
        let mut err = std::io::stderr();
        if !self.quiet {
            // Progress that nobody can read is no reason to stop.
            let _ = writeln!(
                err,
                "{documents} documents, {} syllables and signs read; learning",
                trainer.units_read()
            );
        }
        let table = trainer.finish()?;
        let bytes = thaido::vectors_to_bytes(&table)?;
        output::write(&self.output, &bytes, self.force)?;
        if !self.quiet {
            let _ = writeln!(
                err,
                "{}: {} words of {} dimensions, {} bytes",
                self.output.display(),
                table.len(),
                table.dimensions(),
                bytes.len()
            );
        }
        Ok(if rejected {
            Outcome::SomeRejected
        } else {
            Outcome::Done
        })
    }
}
