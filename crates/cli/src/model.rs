//! `thaido model`: what a model says about itself. Also where every verb gets its model from.

use std::path::{Path, PathBuf};

use clap::Args;
use thaido::Model;

use crate::exit::Outcome;
use crate::output;

/// The model of `-m`, or the shipped one.
pub(crate) fn load(path: Option<&Path>) -> anyhow::Result<Model> {
    Ok(path.map_or_else(Model::embedded, Model::read)?)
}

/// Shows a model: header, sizes, and the heaviest terms of each label.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  thaido model --terms 15\n  thaido model my.model --json")]
pub(crate) struct ModelArguments {
    /// The model file; the shipped model when none is named.
    #[arg(value_name = "MODEL")]
    model: Option<PathBuf>,
    /// How many terms are shown for each label.
    #[arg(long, value_name = "N", default_value_t = 10)]
    terms: usize,
    /// Writes one JSON object.
    #[arg(long)]
    json: bool,
}

impl ModelArguments {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let model = load(self.model.as_deref())?;
        if self.json {
            output::print_json(&thaido::describe(&model, self.terms)?)?;
        } else {
            output::print(&text(&model, self.terms)?)?;
        }
        Ok(Outcome::Done)
    }
}

fn text(model: &Model, terms: usize) -> anyhow::Result<String> {
    let description = thaido::describe(model, terms)?;
    let header = model.header();
    let labels: Vec<String> = header
        .labels
        .names()
        .iter()
        .zip(&header.training.per_label)
        .map(|(name, count)| format!("{name} ({count})"))
        .collect();
    let mut lines = vec![
        format!("model          {}", description.hash),
        format!("size           {} bytes", description.bytes),
        format!("labels         {}", labels.join(", ")),
        format!(
            "none label     {}",
            header.labels.none_name().unwrap_or("-")
        ),
        format!("terms          {}", description.terms),
        format!("vectors        {}", vectors(&description.vectors)),
        format!(
            "trained on     {} statements in {} groups, data {}",
            header.training.statements, header.training.groups, header.training.hash
        ),
        format!(
            "solver         {:?}, C = {}, class weights {:?}, {} iterations, converged: {}",
            header.classifier.solver,
            header.classifier.strength,
            header.classifier.class_weights,
            header
                .classifier
                .convergence
                .iterations
                .map_or("unknown".to_owned(), |count| count.to_string()),
            header.classifier.convergence.converged
        ),
    ];
    if let Some(metrics) = &header.metrics {
        lines.push(format!(
            "held out       accuracy {:.4}, macro F1 {:.4}, weighted F1 {:.4}, ECE {:.4} ({} folds)",
            metrics.accuracy, metrics.macro_f1, metrics.weighted_f1, metrics.ece, metrics.folds
        ));
    }
    for label in &description.heaviest {
        let terms: Vec<String> = label
            .terms
            .iter()
            .map(|term| format!("{} {:+.2}", term.term, term.weight))
            .collect();
        lines.push(format!("\n{}\n  {}", label.label, terms.join("\n  ")));
    }
    lines.push(String::new());
    Ok(lines.join("\n"))
}

fn vectors(tables: &[thaido::VectorShape]) -> String {
    let shapes = tables
        .iter()
        .map(|table| format!("{} words of {} dimensions", table.words, table.dimensions));
    let shapes: Vec<String> = shapes.collect();
    if shapes.is_empty() {
        "none".to_owned()
    } else {
        shapes.join(", ")
    }
}
