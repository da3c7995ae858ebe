//! `thaido bench`: how fast this machine labels the user's own text.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use thaido::{BenchOptions, Change, Document, Measured};

use crate::exit::{Outcome, WrongUsage};
use crate::{data, model, output};

/// Measures how fast this machine labels the given articles, stage by stage, on one thread and on all.
///
/// Writes one JSON object; `thaido report --bench` makes a page of one or several of them.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    thaido bench news/ -o today.json\n  \
    thaido bench news/ --compare yesterday.json --max-regression 10% -o today.json\n  \
    thaido report --bench yesterday.json today.json -o speed.html")]
pub(crate) struct BenchArguments {
    /// Articles to measure with; `-` is standard input.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The model; the shipped one when none is named.
    #[arg(short, long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// Numbers of threads to label with; 1, 2, 4, … up to all when none are named.
    #[arg(short = 'j', long, value_name = "N,…", value_delimiter = ',')]
    threads: Vec<usize>,
    /// How often every stage is measured.
    #[arg(long, value_name = "N", default_value_t = 7)]
    rounds: usize,
    /// The least time of one measurement, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 100)]
    least: u64,
    /// Where the JSON goes; standard output when no file is named.
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// An earlier output on the same text and machine: tells what got slower or faster.
    #[arg(long, value_name = "OLD")]
    compare: Option<PathBuf>,
    /// With --compare: exits with 4 when a stage got slower by more than this and by more than noise, such as 10%.
    #[arg(long, value_name = "SHARE", requires = "compare", value_parser = share)]
    max_regression: Option<f64>,
    /// Overwrites the output file.
    #[arg(long)]
    force: bool,
}

/// `10%` or `0.1`.
fn share(text: &str) -> Result<f64, String> {
    let (number, divisor) = text
        .strip_suffix('%')
        .map_or((text, 1.0), |number| (number, 100.0));
    let share = number
        .trim()
        .parse::<f64>()
        .ok()
        .map(|number| number / divisor);
    share
        .filter(|share| share.is_finite() && *share >= 0.0)
        .ok_or_else(|| "give a share such as 10% or 0.1".to_owned())
}

impl BenchArguments {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        if let Some(out) = &self.out {
            output::refuse_existing(out, self.force)?;
        }
        let before = self.compare.as_deref().map(read).transpose()?;
        let mut options = BenchOptions {
            rounds: self.rounds,
            least: Duration::from_millis(self.least),
            ..BenchOptions::default()
        };
        if !self.threads.is_empty() {
            options.threads.clone_from(&self.threads);
        }
        if options.rounds == 0 || options.threads.contains(&0) {
            return Err(WrongUsage(
                "at least one round and one thread are needed to measure".to_owned(),
            )
            .into());
        }
        let mut documents: Vec<Document> = Vec::new();
        let rejected = data::for_each_document(&self.inputs, |document| documents.push(document))?;
        let model = model::load(self.model.as_deref())?;
        let mut stderr = std::io::stderr();
        let measured = thaido::bench(&model, &documents, &options, |round| {
            // Nobody has to hear of the progress.
            let _ = writeln!(stderr, "round {round} of {}", self.rounds);
        })
        .with_context(|| data::named(&self.inputs))?;
        self.write(&measured)?;
        let missed = match &before {
            Some(before) => self.judge(
                &measured
                    .compare(before)
                    .with_context(|| data::named(self.compare.as_slice()))?,
            )?,
            None => false,
        };
        Ok(match (missed, rejected) {
            (true, _) => Outcome::GateMissed,
            (false, true) => Outcome::SomeRejected,
            (false, false) => Outcome::Done,
        })
    }

    fn write(&self, measured: &Measured) -> anyhow::Result<()> {
        let mut json = serde_json::to_string_pretty(measured)?;
        json.push('\n');
        if let Some(out) = &self.out {
            output::write(out, json.as_bytes(), self.force)
        } else {
            let mut out = std::io::stdout().lock();
            out.write_all(json.as_bytes())?;
            Ok(out.flush()?)
        }
    }

    /// Tells every change, and whether one of them is more than allowed.
    fn judge(&self, changes: &[Change]) -> anyhow::Result<bool> {
        let mut stderr = std::io::stderr();
        let mut missed = false;
        for change in changes {
            let regressed = self
                .max_regression
                .is_some_and(|most| change.regressed(most));
            missed |= regressed;
            let verdict = match (change.beyond_noise, change.slower() > 0.0) {
                (false, _) => "within noise",
                (true, true) if regressed => "slower than allowed",
                (true, true) => "slower",
                (true, false) => "faster",
            };
            writeln!(
                stderr,
                "{:<10} threads {:<3} {:>12.6} s -> {:>12.6} s  {:>+7.1} %  {verdict}",
                change.stage,
                change.threads,
                change.before,
                change.now,
                change.slower() * 100.0
            )?;
        }
        Ok(missed)
    }
}

fn read(path: &Path) -> anyhow::Result<Measured> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text)
        .with_context(|| format!("{} is no output of thaido bench", path.display()))
}
