//! `thaido label`: statements with their labels, from an article to a whole corpus.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use thaido::io::{Column, Input, Kind};
use thaido::{Extractor, Labeller, Model};

use crate::batch::{self, BatchArguments, Finding, KindArguments, Task};
use crate::exit::Outcome;
use crate::model;

/// Finds the statements of articles, says who spoke, and labels each.
///
/// Inputs are files, directories, patterns or `-`: .txt (one article a file), .jsonl, .csv, .tsv, .html, .parquet,
/// each (but .parquet) also as .gz or .zst. On a terminal the result is made for reading, otherwise it is JSON Lines.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  thaido label article.txt
  thaido label news/2019/ -o 2019.jsonl.zst --rejects bad.jsonl --summary 2019.json
  thaido label --statements claims.csv --text-key claim -o labelled.csv
  tail -f feed.jsonl | thaido label --line-buffered --format jsonl -

Exit codes: 0 done, 1 failed or interrupted, 2 wrong usage, 3 done but some records were rejected.")]
pub(crate) struct LabelArguments {
    #[command(flatten)]
    batch: BatchArguments,
    /// The model; the shipped one when none is named.
    #[arg(short, long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// Each record, or each line of a .txt, is one statement already.
    #[arg(long)]
    statements: bool,
    #[command(flatten)]
    kinds: KindArguments,
    /// Abstains from labels with less confidence than this.
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = probability)]
    min_confidence: f64,
}

fn probability(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err("give a number from 0 to 1".to_owned()),
    }
}

impl LabelArguments {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let model = model::load(self.model.as_deref())?;
        let task = Label {
            model: &model,
            statements: self.statements,
            kinds: self.kinds,
            min_confidence: self.min_confidence,
        };
        batch::run(&self.batch, &task, self.statements)
    }
}

struct Label<'m> {
    model: &'m Model,
    statements: bool,
    kinds: KindArguments,
    min_confidence: f64,
}

impl Task for Label<'_> {
    fn settings(&self) -> Value {
        json!({
            "verb": "label",
            "model": self.model.hash(),
            "statements": self.statements,
            "kinds": self.kinds.names(),
            "min_confidence": self.min_confidence,
        })
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = if self.statements {
            ["id", "text", "before", "after"]
                .map(|name| Column::new(name, Kind::Text))
                .to_vec()
        } else {
            crate::extract::columns()
        };
        columns.push(Column::new("label", Kind::Text));
        columns.push(Column::new("confidence", Kind::Float));
        columns.extend(
            self.model
                .labels()
                .names()
                .iter()
                .map(|label| Column::score(label)),
        );
        columns.push(Column::new("neutral", Kind::Float));
        columns.push(Column::new("abstained", Kind::Boolean));
        columns.push(Column::new("model", Kind::Text));
        columns
    }

    fn labels(&self) -> Vec<String> {
        self.model.labels().names().to_vec()
    }

    fn worker(&self) -> Box<dyn FnMut(Input) -> Vec<Finding> + '_> {
        let mut labeller = Labeller::new(self.model).min_confidence(self.min_confidence);
        if self.statements {
            return Box::new(move |input| {
                vec![Finding::Statement(labeller.label_statement(input.fields))]
            });
        }
        let mut extractor = Extractor::default();
        Box::new(move |input| {
            let found = self.kinds.statements(&mut extractor, input);
            found
                .map(|statement| Finding::Labelled(labeller.label_extracted(statement)))
                .collect()
        })
    }
}
