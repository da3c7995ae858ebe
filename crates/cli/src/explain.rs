//! `thaido explain`: which words pushed the label which way.

use std::io::{IsTerminal, Read};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use thaido::{Explanation, Sample};

use crate::exit::{Outcome, WrongUsage};
use crate::{model, output};

/// Shows which words pushed the label of one statement which way.
///
/// Every figure is what a term or a word adds to a label's score, above what it adds to the labels on average; with
/// the intercepts they add up to the scores.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  thaido explain \"Nếu họ vượt lằn ranh đỏ, chúng tôi sẽ đáp trả\"\n  echo \"Hai bên cần kiềm chế\" | thaido explain -"
)]
pub(crate) struct ExplainArguments {
    /// The statement; `-` or nothing reads it from standard input.
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// What stands before the statement.
    #[arg(long, default_value = "")]
    before: String,
    /// What stands behind it.
    #[arg(long, default_value = "")]
    after: String,
    /// The model; the shipped one when none is named.
    #[arg(short, long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// How many reasons are shown.
    #[arg(long, value_name = "N", default_value_t = 15)]
    reasons: usize,
    /// Writes one JSON object with every reason.
    #[arg(long)]
    json: bool,
}

impl ExplainArguments {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let text = match self.text.as_deref() {
            None | Some("-") => {
                let mut stdin = std::io::stdin();
                if self.text.is_none() && stdin.is_terminal() {
                    return Err(WrongUsage(
                        "there is no statement: give one as an argument or on standard input"
                            .into(),
                    )
                    .into());
                }
                let mut text = String::new();
                stdin
                    .read_to_string(&mut text)
                    .context("standard input is no UTF-8 text")?;
                text.trim().to_owned()
            }
            Some(text) => text.to_owned(),
        };
        if text.is_empty() {
            return Err(WrongUsage(
                "the statement is empty: give some words to explain".to_owned(),
            )
            .into());
        }
        let model = model::load(self.model.as_deref())?;
        let sample = Sample {
            text: &text,
            before: &self.before,
            after: &self.after,
            cue: "",
        };
        let found = thaido::explain(&model, &sample);
        if self.json {
            output::print_json(&found)?;
        } else {
            output::print(&table(&found, self.reasons))?;
        }
        Ok(Outcome::Done)
    }
}

fn table(found: &Explanation, most: usize) -> String {
    let labelling = &found.labelling;
    let abstained = if labelling.abstained {
        ", abstained"
    } else {
        ""
    };
    let shares: Vec<String> = found
        .scores()
        .iter()
        .map(|(label, share)| format!("{label} {share}"))
        .collect();
    let mut lines = vec![
        format!(
            "{} (confidence {:.2}{abstained})",
            labelling.label, labelling.confidence
        ),
        shares.join(", "),
        String::new(),
        format!(
            "{:>8}  {}   words",
            "push",
            found
                .labels
                .iter()
                .map(|label| format!("{label:>13}"))
                .collect::<String>()
        ),
    ];
    for reason in found.reasons.iter().take(most) {
        let contributions: String = reason
            .contributions
            .iter()
            .map(|value| format!("{value:>+13.3}"))
            .collect();
        let source = if reason.source == "word" {
            " (vector)"
        } else {
            ""
        };
        let part = if reason.part == "text" {
            String::new()
        } else {
            format!(" [{}]", reason.part)
        };
        lines.push(format!(
            "{:>+8.3}  {contributions}   {}{source}{part}",
            reason.push, reason.text
        ));
    }
    if found.reasons.len() > most {
        lines.push(format!(
            "{:>8}  and {} more",
            "",
            found.reasons.len() - most
        ));
    }
    let row = |name: &str, values: &[f64]| {
        format!(
            "{name:>8}  {}",
            values
                .iter()
                .map(|value| format!("{value:>+13.3}"))
                .collect::<String>()
        )
    };
    lines.push(row("start", &found.intercepts));
    lines.push(row("score", &found.linear));
    lines.push(String::new());
    lines.join("\n")
}
