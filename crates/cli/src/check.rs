//! `thaido check`: what is wrong with labelled data.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde::Serialize;
use thaido::{Duplicate, Findings, OriginalityCheck, SharedRuns};

use crate::exit::Outcome;
use crate::{data, output};

/// Looks for duplicates, leaks between files, unbalanced labels and groups, and likely wrong labels.
///
/// Several files are looked at together: near-duplicates and groups that stand in two of them are leaks when one file
/// trains and the other tests. Likely wrong labels are those that a model trained without the statement's group is
/// sure about and disagrees with.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  thaido check fixtures/statements/train.jsonl fixtures/statements/test.jsonl --none-label neutral"
)]
pub(crate) struct CheckArguments {
    /// Files of labelled statements: JSON Lines, CSV or TSV, also .gz and .zst.
    #[arg(required = true, value_name = "DATA")]
    data: Vec<PathBuf>,
    /// The label of statements that take none of the others.
    #[arg(long, value_name = "LABEL")]
    none_label: Option<String>,
    /// Settings of the held-out models, in TOML.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Word vectors for the held-out models.
    #[arg(long, value_name = "TABLE")]
    vectors: Vec<PathBuf>,
    /// Counts the statements that share runs of 8, 12 or 16 syllables with these articles.
    #[arg(long, value_name = "CORPUS", num_args = 1..)]
    against: Vec<PathBuf>,
    /// How many findings of each kind are shown.
    #[arg(long, value_name = "N", default_value_t = 10)]
    most: usize,
    /// Writes one JSON object with every finding.
    #[arg(long)]
    json: bool,
    /// Exits with 4 when leaks between the files are found.
    #[arg(long)]
    no_leaks: bool,
}

impl CheckArguments {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        let mut settings = data::settings(self.config.as_deref())?;
        if self.none_label.is_some() {
            settings.none_label.clone_from(&self.none_label);
        }
        let vectors = data::vectors(&self.vectors)?;
        let mut files = Vec::new();
        for path in &self.data {
            files.push((
                path.display().to_string(),
                data::read(std::slice::from_ref(path))?,
            ));
        }
        let shared = self.shared_runs(&files)?;
        let findings =
            thaido::check(&files, &settings, &vectors).with_context(|| data::named(&self.data))?;
        if self.json {
            output::print_json(&WithRuns {
                findings: &findings,
                shared_runs: &shared,
            })?;
        } else {
            let runs = shared.iter().map(|runs| {
                format!(
                    "runs of {:>2} syllables shared with other texts: {} ({:.2} %)\n",
                    runs.length,
                    runs.statements,
                    runs.share * 100.0
                )
            });
            output::print(&(text(&findings, self.most) + &runs.collect::<String>()))?;
        }
        let leaky = !findings.leaks.is_empty() || !findings.groups_in_several_files.is_empty();
        Ok(if self.no_leaks && leaky {
            Outcome::GateMissed
        } else {
            Outcome::Done
        })
    }

    fn shared_runs(
        &self,
        files: &[(String, Vec<thaido::Statement>)],
    ) -> anyhow::Result<Vec<SharedRuns>> {
        if self.against.is_empty() {
            return Ok(Vec::new());
        }
        let mut check = OriginalityCheck::new(files);
        data::for_each_document(&self.against, |document| {
            check.read(document.title.as_deref().unwrap_or_default());
            check.read(&document.text);
        })?;
        Ok(check.finish())
    }
}

/// The findings, and the runs shared with the corpus of `--against`.
#[derive(Serialize)]
struct WithRuns<'f> {
    #[serde(flatten)]
    findings: &'f Findings,
    shared_runs: &'f [SharedRuns],
}

fn text(findings: &Findings, most: usize) -> String {
    let mut lines = vec![format!(
        "{} statements in {} groups",
        findings.statements, findings.groups
    )];
    for (label, count) in &findings.labels {
        lines.push(format!(
            "  {label:<16} {count:>6}  {:>5.1} %",
            *count as f64 / findings.statements as f64 * 100.0
        ));
    }
    let mut section = |title: &str, entries: Vec<String>| {
        lines.push(format!("\n{title}: {}", entries.len()));
        let hidden = entries.len().saturating_sub(most);
        lines.extend(
            entries
                .into_iter()
                .take(most)
                .map(|entry| format!("  {entry}")),
        );
        if hidden > 0 {
            lines.push(format!("  and {hidden} more (--most, --json)"));
        }
    };
    let pair = |pair: &Duplicate| {
        let differ = if pair.labels_differ {
            ", LABELS DIFFER"
        } else {
            ""
        };
        format!(
            "{} {} ~ {} {} ({:.2}{differ})",
            pair.first.file, pair.first.id, pair.second.file, pair.second.id, pair.jaccard
        )
    };
    section(
        "leaks: near-duplicates in different files",
        findings.leaks.iter().map(pair).collect(),
    );
    section(
        "groups in several files",
        findings.groups_in_several_files.clone(),
    );
    section(
        "near-duplicates within a file",
        findings.duplicates.iter().map(pair).collect(),
    );
    let place = |place: &thaido::Place| format!("{} {}", place.file, place.id);
    section(
        "repeated ids",
        findings.repeated_ids.iter().map(place).collect(),
    );
    section(
        "large groups of one label",
        findings.one_sided_groups.clone(),
    );
    let suspicion = |found: &thaido::Suspicion| {
        let text: String = found.text.chars().take(90).collect();
        format!(
            "{} {} {} → {} ({:+.2}) {text}",
            found.place.file, found.place.id, found.label, found.expected, found.margin
        )
    };
    section(
        "likely wrong labels",
        findings.suspicions.iter().map(suspicion).collect(),
    );
    lines.push(String::new());
    lines.join("\n")
}
