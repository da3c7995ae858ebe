//! `thaido train`: a model from labelled statements.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};
use thaido::classifier::{ClassWeights, Solver};
use thaido::{Dataset, Progress, Settings};

use crate::exit::{Outcome, WrongUsage};
use crate::{data, output};

/// Trains a model on labelled statements.
///
/// Strength and class weights are chosen by cross-validation over groups, the probabilities are calibrated on the
/// held-out statements, and the model is then fitted on all of them.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  thaido train fixtures/statements/train.jsonl -o stance.model --none-label neutral"
)]
pub(crate) struct TrainArguments {
    /// Files of labelled statements: JSON Lines, CSV or TSV, also .gz and .zst.
    #[arg(required = true, value_name = "DATA")]
    data: Vec<PathBuf>,
    /// Where the model goes.
    #[arg(short, long, value_name = "MODEL")]
    output: PathBuf,
    /// Replaces the model if it exists.
    #[arg(long)]
    force: bool,
    /// Which solver: `sparse`, or linfa-logistic on a dense array.
    #[arg(long, value_enum)]
    solver: Option<SolverName>,
    /// The label of statements that take none of the others.
    #[arg(long, value_name = "LABEL")]
    none_label: Option<String>,
    /// Folds of the cross-validation.
    #[arg(long, value_name = "K")]
    folds: Option<usize>,
    /// Settings in TOML: featurizer, strengths, class weights, folds.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A table of word vectors made by `thaido vectors`; may be given several times.
    #[arg(long, value_name = "TABLE")]
    vectors: Vec<PathBuf>,
    /// Fits the probabilities on these statements, of another origin than the training data, and not on its folds.
    #[arg(long, value_name = "DATA")]
    calibrate: Vec<PathBuf>,
    /// Says nothing on the way.
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SolverName {
    Sparse,
    Linfa,
}

impl TrainArguments {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        output::refuse_existing(&self.output, self.force)?;
        let settings = self.settings()?;
        let statements = data::read(&self.data)?;
        let dataset = Dataset::new(statements, settings.none_label.as_deref())
            .with_context(|| data::named(&self.data))?;
        let vectors = data::vectors(&self.vectors)?;
        let mut err = std::io::stderr();
        let quiet = self.quiet;
        let calibration = if self.calibrate.is_empty() {
            Vec::new()
        } else {
            data::read(&self.calibrate)?
        };
        let mut model = thaido::train(&dataset, &settings, &vectors, |progress| {
            if !quiet {
                // Progress that nobody can read is no reason to stop.
                let _ = writeln!(err, "{}", line(&progress));
            }
        })
        .with_context(|| data::named(&self.data))?;
        if !calibration.is_empty() {
            let statements = Dataset::with_labels(calibration, model.labels().clone())
                .with_context(|| data::named(&self.calibrate))?;
            model = thaido::calibrate(model, &statements)?;
        }
        let bytes = model.to_bytes()?;
        output::write(&self.output, &bytes, self.force)?;
        if !quiet {
            let metrics = model.header().metrics.as_ref();
            let _ = writeln!(
                err,
                "{}: {} statements, {} features, {} bytes, held-out accuracy {:.4}, macro F1 {:.4}",
                self.output.display(),
                dataset.statements().len(),
                model.featurizer().columns(),
                bytes.len(),
                metrics.map_or(0.0, |metrics| metrics.accuracy),
                metrics.map_or(0.0, |metrics| metrics.macro_f1),
            );
            if !model.header().classifier.convergence.converged {
                let _ = writeln!(
                    err,
                    "thaido: the solver did not converge; the weights are the best it found"
                );
            }
        }
        Ok(Outcome::Done)
    }

    fn settings(&self) -> anyhow::Result<Settings> {
        let mut settings = data::settings(self.config.as_deref())?;
        if let Some(solver) = self.solver {
            settings.solver = match solver {
                SolverName::Sparse => Solver::Sparse,
                SolverName::Linfa => Solver::Linfa,
            };
            if self.config.is_none() && settings.solver == Solver::Linfa {
                // linfa-logistic knows no class weights.
                settings.class_weights = vec![ClassWeights::Uniform];
            }
        }
        if let Some(folds) = self.folds {
            if folds < 2 {
                return Err(WrongUsage(format!(
                    "--folds {folds}: cross-validation needs at least 2 folds"
                ))
                .into());
            }
            settings.folds = folds;
        }
        if self.none_label.is_some() {
            settings.none_label.clone_from(&self.none_label);
        }
        Ok(settings)
    }
}

fn line(progress: &Progress) -> String {
    match progress {
        Progress::Fold(number) => format!("fold {}: rows ready", number + 1),
        Progress::Candidate {
            strength,
            class_weights,
            score,
        } => {
            format!("C = {strength}, class weights {class_weights:?}: {score:.4}")
        }
        other => format!("{other:?}"),
    }
}
