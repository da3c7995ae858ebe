//! `thaido extract`: statements without labels.

use clap::Args;
use serde_json::{Value, json};
use thaido::Extractor;
use thaido::io::{Column, Input, Kind};

use crate::batch::{self, BatchArguments, Finding, KindArguments, Task};
use crate::exit::Outcome;

/// Finds the statements of articles and says who spoke, without labels.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  thaido extract article.txt
  thaido extract corpus.jsonl.gz --kinds direct -o statements.csv
  thaido extract --explain article.txt

Exit codes: 0 done, 1 failed or interrupted, 2 wrong usage, 3 done but some records were rejected.")]
pub(crate) struct ExtractArguments {
    #[command(flatten)]
    batch: BatchArguments,
    #[command(flatten)]
    kinds: KindArguments,
    /// Lists every candidate with the reason why it was taken or refused, instead of the statements.
    #[arg(long)]
    explain: bool,
}

impl ExtractArguments {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let task = Extract {
            kinds: self.kinds,
            explain: self.explain,
        };
        batch::run(&self.batch, &task, false)
    }
}

struct Extract {
    kinds: KindArguments,
    explain: bool,
}

/// The columns of an extracted statement.
pub(crate) fn columns() -> Vec<Column> {
    let text = |path: &str| Column::new(path, Kind::Text);
    let mut columns = vec![
        text("doc"),
        Column::new("n", Kind::Integer),
        text("kind"),
        text("text"),
    ];
    columns.extend([
        Column::new("start", Kind::Integer),
        Column::new("end", Kind::Integer),
    ]);
    for mention in ["speaker", "cue", "via"] {
        columns.push(text(&format!("{mention}.text")).named(mention));
        columns.push(Column::new(&format!("{mention}.start"), Kind::Integer));
        columns.push(Column::new(&format!("{mention}.end"), Kind::Integer));
        if mention == "speaker" {
            columns.push(text("speaker.name"));
        }
    }
    columns.extend(["section", "before", "after"].map(text));
    columns
}

impl Task for Extract {
    fn settings(&self) -> Value {
        json!({
            "verb": "extract",
            "version": env!("CARGO_PKG_VERSION"),
            "kinds": self.kinds.names(),
            "explain": self.explain,
        })
    }

    fn columns(&self) -> Vec<Column> {
        if self.explain {
            let kinds = [
                ("doc", Kind::Text),
                ("text", Kind::Text),
                ("start", Kind::Integer),
                ("end", Kind::Integer),
                ("kind", Kind::Text),
                ("verdict", Kind::Text),
            ];
            return kinds.map(|(name, kind)| Column::new(name, kind)).to_vec();
        }
        columns()
    }

    fn labels(&self) -> Vec<String> {
        Vec::new()
    }

    fn worker(&self) -> Box<dyn FnMut(Input) -> Vec<Finding> + '_> {
        if self.explain {
            return Box::new(|input| {
                let found = thaido::candidates(&input.into_document());
                found.into_iter().map(Finding::Candidate).collect()
            });
        }
        let mut extractor = Extractor::default();
        Box::new(move |input| {
            let found = self.kinds.statements(&mut extractor, input);
            found.map(Finding::Extracted).collect()
        })
    }
}
