//! `thaido eval`: how well labels are found.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use thaido::{Dataset, Evaluation, Figure};

use crate::exit::{Outcome, WrongUsage};
use crate::{data, model, output};

/// Measures a model on labelled statements, or the training itself by cross-validation.
///
/// With --folds every statement is labelled by a model that was trained without its group. Otherwise the model of -m
/// is measured, the shipped one by default.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  thaido eval fixtures/statements/test.jsonl --json > eval.json")]
pub(crate) struct EvalArguments {
    /// Files of labelled statements: JSON Lines, CSV or TSV, also .gz and .zst.
    #[arg(required = true, value_name = "DATA")]
    data: Vec<PathBuf>,
    /// The model; the shipped one when none is named.
    #[arg(short, long, value_name = "MODEL", conflicts_with = "folds")]
    model: Option<PathBuf>,
    /// Cross-validates the training with this many folds in place of a model.
    #[arg(long, value_name = "K")]
    folds: Option<usize>,
    /// Settings of the cross-validation's training, in TOML.
    #[arg(long, value_name = "FILE", requires = "folds")]
    config: Option<PathBuf>,
    /// Word vectors of the cross-validation's training.
    #[arg(long, value_name = "TABLE", requires = "folds")]
    vectors: Vec<PathBuf>,
    /// The none label of the cross-validation's training.
    #[arg(long, value_name = "LABEL", requires = "folds")]
    none_label: Option<String>,
    /// With --folds and --json: adds `learning_curve`, the same on growing parts of the statements.
    #[arg(long, requires = "folds", requires = "json")]
    learning_curve: bool,
    /// Writes one JSON object with every figure.
    #[arg(long)]
    json: bool,
    /// Exits with 4 when macro F1 is lower.
    #[arg(long, value_name = "P")]
    min_macro_f1: Option<f64>,
}

impl EvalArguments {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        if self
            .min_macro_f1
            .is_some_and(|least| !(0.0..=1.0).contains(&least))
        {
            return Err(WrongUsage("--min-macro-f1 takes a share from 0 to 1".to_owned()).into());
        }
        let statements = data::read(&self.data)?;
        let curve = self
            .learning_curve
            .then(|| self.curve(&statements))
            .transpose()?;
        let evaluation = self
            .measure(statements)
            .with_context(|| data::named(&self.data))?;
        if self.json {
            let mut json = serde_json::to_value(&evaluation)?;
            if let (Some(curve), Some(json)) = (curve, json.as_object_mut()) {
                json.insert("learning_curve".to_owned(), serde_json::to_value(curve)?);
            }
            output::print_json(&json)?;
        } else {
            output::print(&table(&evaluation))?;
        }
        let missed = self
            .min_macro_f1
            .is_some_and(|least| evaluation.macro_f1.value < least);
        if missed {
            let least = self.min_macro_f1.unwrap_or_default();
            writeln!(
                std::io::stderr(),
                "thaido: macro F1 {:.4} is under the {least} asked for",
                evaluation.macro_f1.value
            )?;
        }
        Ok(if missed {
            Outcome::GateMissed
        } else {
            Outcome::Done
        })
    }

    fn settings(&self, folds: usize) -> anyhow::Result<thaido::Settings> {
        let mut settings = data::settings(self.config.as_deref())?;
        settings.folds = folds;
        if self.none_label.is_some() {
            settings.none_label.clone_from(&self.none_label);
        }
        Ok(settings)
    }

    fn curve(
        &self,
        statements: &[thaido::Statement],
    ) -> anyhow::Result<Vec<thaido::LearningPoint>> {
        let settings = self.settings(self.folds.unwrap_or_default())?;
        let vectors = data::vectors(&self.vectors)?;
        Ok(thaido::learning_curve(statements, &settings, &vectors)?)
    }

    fn measure(&self, statements: Vec<thaido::Statement>) -> anyhow::Result<Evaluation> {
        if let Some(folds) = self.folds {
            let settings = self.settings(folds)?;
            let vectors = data::vectors(&self.vectors)?;
            let dataset = Dataset::new(statements, settings.none_label.as_deref())?;
            return Ok(thaido::evaluate_folds(&dataset, &settings, &vectors)?);
        }
        let model = model::load(self.model.as_deref())?;
        let dataset = Dataset::with_labels(statements, model.labels().clone())?;
        Ok(thaido::evaluate(&model, &dataset)?)
    }
}

/// The figures as a person reads them.
fn table(evaluation: &Evaluation) -> String {
    let mut lines = vec![format!("{} statements", evaluation.statements)];
    let figure = |name: &str, figure: &Figure| {
        format!(
            "{name:<14} {:>6.2} %   [{:.2}, {:.2}]",
            figure.value * 100.0,
            figure.low * 100.0,
            figure.high * 100.0
        )
    };
    lines.push(figure("accuracy", &evaluation.accuracy));
    lines.push(figure("macro F1", &evaluation.macro_f1));
    lines.push(figure("weighted F1", &evaluation.weighted_f1));
    if let Some(stance) = &evaluation.stance {
        lines.push(figure("stance F1", &stance.macro_f1));
    }
    if let Some(auroc) = evaluation.none_auroc {
        lines.push(format!("{:<14} {auroc:>8.4}", "none AUROC"));
    }
    lines.push(format!("{:<14} {:>8.4}", "ECE", evaluation.ece));
    lines.push(String::new());
    let width = evaluation
        .labels
        .iter()
        .map(|label| label.chars().count())
        .max()
        .unwrap_or(0)
        .max(8);
    lines.push(format!(
        "{:<width$}  precision  recall      F1  support   given as",
        "label"
    ));
    for (label, row) in evaluation.labels.iter().zip(&evaluation.confusion) {
        let share = |key: &str| {
            evaluation.per_label[label][key]
                .as_f64()
                .unwrap_or_default()
                * 100.0
        };
        let given: Vec<String> = row.iter().map(u64::to_string).collect();
        let support: u64 = row.iter().sum();
        lines.push(format!(
            "{label:<width$}  {:>9.2} {:>7.2} {:>7.2} {support:>8}   {}",
            share("precision"),
            share("recall"),
            share("f1"),
            given.join(" "),
        ));
    }
    lines.push(String::new());
    lines.join("\n")
}
