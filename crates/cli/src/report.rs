//! `thaido report`: what a person looks at.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use thaido::io::{ReadOptions, Reader, Sources};
use thaido::report::{
    Comparison, EvaluationReport, Labelled, Language, MeasuredReport, Report, Spliced,
    StanceReport, splice,
};
use thaido::{Document, Evaluation, LearningPoint, Model, Statement};

use crate::exit::{Outcome, WrongUsage};
use crate::{data, model, output};

/// Turns results into a page for people: one HTML file that needs no network, or its tables as Markdown.
///
/// RESULTS are labelled statements as `thaido label` writes them. With --eval it is one output of
/// `thaido eval --json`, with --bench one or several of `thaido bench`, the earliest first.
// A flag each, as every command line has them.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    thaido label news/ -o labelled.jsonl && thaido report labelled.jsonl --documents news/ -o report.html\n  \
    thaido eval test.jsonl --json > eval.json && thaido report --eval eval.json -o eval.html --lang vi\n  \
    thaido report --eval eval.json --format md --table labels\n  \
    thaido report --splice README.md --recorded benches/results")]
pub(crate) struct ReportArguments {
    /// Results to report on; `-` reads labelled statements from standard input.
    #[arg(value_name = "RESULTS", required_unless_present = "splice")]
    results: Vec<PathBuf>,
    /// The page; standard output when none is named.
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// RESULTS is the output of `thaido eval --json`.
    #[arg(long)]
    eval: bool,
    /// RESULTS are outputs of `thaido bench`, the earliest first, and recorded comparisons with other programs.
    #[arg(long, conflicts_with_all = ["eval", "documents", "model", "count_abstained"])]
    bench: bool,
    /// The inputs that were labelled, so that whole articles can be shown; with --eval the statements that were
    /// measured, so that errors are explained with their context.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    documents: Vec<PathBuf>,
    /// The model that labelled, for the words that decided; the shipped one when none is named.
    #[arg(short, long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// Leaves out the words that decided, and needs no model.
    #[arg(long, conflicts_with = "model")]
    no_words: bool,
    /// Counts the statements that the model abstained from as well.
    #[arg(long)]
    count_abstained: bool,
    /// The language of the page.
    #[arg(long, value_enum, value_name = "LANG", default_value = "en")]
    lang: Lang,
    /// What is written; by the name of -o, otherwise html.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Writes this one table alone, as Markdown; a name that does not exist lists those that do.
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// The page's title.
    #[arg(long, value_name = "TEXT", default_value = "")]
    title: String,
    /// Replaces the tables between `<!-- table:FILE/NAME -->` and `<!-- /table:FILE/NAME -->` in this file by those of
    /// the recorded results.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["results", "out", "eval", "table", "format"])]
    splice: Option<PathBuf>,
    /// Where the recorded results of --splice stand: FILE.json for each FILE of a marker.
    #[arg(
        long,
        value_name = "FOLDER",
        requires = "splice",
        default_value = "benches/results"
    )]
    recorded: PathBuf,
    /// With --splice: changes nothing, and exits with 4 when a table is not the recorded one.
    #[arg(long, requires = "splice")]
    check: bool,
    /// Overwrites the page.
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Lang {
    En,
    Vi,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Html,
    Md,
}

impl ReportArguments {
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        if let Some(path) = &self.splice {
            return self.splice(path);
        }
        if let Some(out) = &self.out {
            output::refuse_existing(out, self.force)?;
        }
        let (report, outcome) = if self.eval {
            (self.evaluation()?, Outcome::Done)
        } else if self.bench {
            (
                measured(&self.results, self.language(), &self.title)?,
                Outcome::Done,
            )
        } else {
            self.stances()?
        };
        let text = self.written(&report)?;
        if let Some(out) = &self.out {
            output::write(out, text.as_bytes(), self.force)?;
        } else {
            let mut out = std::io::stdout().lock();
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
        Ok(outcome)
    }

    fn written(&self, report: &Report) -> anyhow::Result<String> {
        if let Some(name) = &self.table {
            let known = || report.tables().join(", ");
            return report.table(name).ok_or_else(|| {
                WrongUsage(format!(
                    "there is no table {name:?}: choose one of {}",
                    known()
                ))
                .into()
            });
        }
        let markdown = self
            .out
            .as_deref()
            .and_then(Path::extension)
            .is_some_and(|end| end == "md");
        match self.format {
            Some(Format::Md) => Ok(report.markdown()),
            None if markdown => Ok(report.markdown()),
            _ => Ok(report.html()?),
        }
    }

    fn language(&self) -> Language {
        match self.lang {
            Lang::En => Language::English,
            Lang::Vi => Language::Vietnamese,
        }
    }

    /// The model for the words that decided. One that was not asked for by name is no must.
    fn model(&self) -> anyhow::Result<Option<Model>> {
        if self.no_words {
            return Ok(None);
        }
        match model::load(self.model.as_deref()) {
            Ok(model) => Ok(Some(model)),
            Err(error) if self.model.is_none() => {
                writeln!(
                    std::io::stderr(),
                    "thaido: the words that decided are left out: {error:#}"
                )?;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn stances(&self) -> anyhow::Result<(Report, Outcome)> {
        let mut rejected = false;
        let mut statements = Vec::new();
        let options = ReadOptions {
            statements: true,
            ..ReadOptions::default()
        };
        for record in Reader::new(Sources::expand(&self.results, None)?, options) {
            let read = record
                .map_err(|reject| reject.to_string())
                .and_then(|input| {
                    Labelled::from_fields(&input.fields)
                        .map_err(|reason| format!("{}: {reason}", place(&input.origin)))
                });
            match read {
                Ok(statement) => statements.push(statement),
                Err(reason) => {
                    rejected = true;
                    writeln!(std::io::stderr(), "thaido: {reason}")?;
                }
            }
        }
        if statements.is_empty() {
            bail!(
                "{} holds no labelled statements: give the output of `thaido label`",
                data::named(&self.results)
            );
        }
        let mut documents: BTreeMap<String, Document> = BTreeMap::new();
        if !self.documents.is_empty() {
            rejected |= data::for_each_document(&self.documents, |document| {
                documents.entry(document.id.clone()).or_insert(document);
            })?;
        }
        let model = self.model()?;
        let report = StanceReport {
            statements,
            documents,
            model: model.as_ref(),
            count_abstained: self.count_abstained,
            language: self.language(),
            title: self.title.clone(),
        };
        Ok((
            report.build()?,
            if rejected {
                Outcome::SomeRejected
            } else {
                Outcome::Done
            },
        ))
    }

    fn evaluation(&self) -> anyhow::Result<Report> {
        let [path] = self.results.as_slice() else {
            return Err(WrongUsage(format!(
                "--eval reports on one evaluation, but there are {}",
                self.results.len()
            ))
            .into());
        };
        let statements: BTreeMap<String, Statement> = if self.documents.is_empty() {
            BTreeMap::new()
        } else {
            data::read(&self.documents)?
                .into_iter()
                .map(|statement| (statement.id.clone(), statement))
                .collect()
        };
        let model = self.model()?;
        // Reasons of a model that was not measured would mislead; named by hand it is what was asked for.
        let text = read(path)?;
        let (evaluation, learning_curve) =
            parse_evaluation(&text).with_context(|| unusable(path, "thaido eval --json"))?;
        let model = model.filter(|model| {
            self.model.is_some() || evaluation.model.as_deref() == Some(model.hash())
        });
        let report = EvaluationReport {
            evaluation,
            learning_curve,
            model: model.as_ref(),
            statements,
            language: self.language(),
            title: self.title.clone(),
        };
        Ok(report.build()?)
    }

    fn splice(&self, path: &Path) -> anyhow::Result<Outcome> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        let spliced = spliced(&text, &self.recorded, self.language())
            .with_context(|| path.display().to_string())?;
        let mut stderr = std::io::stderr();
        for name in &spliced.stale {
            writeln!(
                stderr,
                "thaido: {}: the table {name} {}",
                path.display(),
                if self.check {
                    "is stale"
                } else {
                    "was renewed"
                }
            )?;
        }
        if self.check {
            return Ok(if spliced.stale.is_empty() {
                Outcome::Done
            } else {
                Outcome::GateMissed
            });
        }
        if !spliced.stale.is_empty() {
            output::write(path, spliced.text.as_bytes(), true)?;
        }
        Ok(Outcome::Done)
    }
}

/// Puts the tables of recorded results into a text: a marker `stance/labels` takes the table `labels` of
/// `stance.json`.
fn spliced(text: &str, recorded: &Path, language: Language) -> anyhow::Result<Spliced> {
    let mut reports: BTreeMap<String, Report> = BTreeMap::new();
    let mut failure = None;
    let spliced = splice(text, |name| {
        let (file, table) = name.rsplit_once('/')?;
        if !reports.contains_key(file) {
            match recorded_report(&recorded.join(format!("{file}.json")), language) {
                Ok(report) => {
                    reports.insert(file.to_owned(), report);
                }
                Err(error) => {
                    failure.get_or_insert(error);
                    return None;
                }
            }
        }
        let report = reports.get(file)?;
        let found = report.table(table);
        if found.is_none() {
            let known = report.tables().join(", ");
            failure.get_or_insert(anyhow::anyhow!(
                "{file}.json has no table {table:?}: choose one of {known}"
            ));
        }
        found
    })?;
    match failure {
        Some(failure) => Err(failure),
        None => Ok(spliced),
    }
}

/// The report on a recorded result, whatever it is.
fn recorded_report(path: &Path, language: Language) -> anyhow::Result<Report> {
    let text = read(path)?;
    let title = String::new();
    if matches!(kind(&text).as_deref(), Some("bench" | "comparison")) {
        return measured(&[path.to_owned()], language, &title);
    }
    let (evaluation, learning_curve) = parse_evaluation(&text)
        .with_context(|| unusable(path, "thaido eval --json or thaido bench"))?;
    let report = EvaluationReport {
        evaluation,
        learning_curve,
        model: None,
        statements: BTreeMap::new(),
        language,
        title,
    };
    Ok(report.build()?)
}

/// The report on measurements and comparisons; each file says by its `kind` which it is.
fn measured(paths: &[PathBuf], language: Language, title: &str) -> anyhow::Result<Report> {
    let mut report = MeasuredReport {
        language,
        title: title.to_owned(),
        ..MeasuredReport::default()
    };
    for path in paths {
        let text = read(path)?;
        let wrong = || unusable(path, "thaido bench, nor a recorded comparison");
        if kind(&text).as_deref() == Some("comparison") {
            report
                .comparisons
                .push(serde_json::from_str::<Comparison>(&text).with_context(wrong)?);
        } else {
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            report
                .runs
                .push((name, serde_json::from_str(&text).with_context(wrong)?));
        }
    }
    Ok(report.build()?)
}

/// What a recorded result says it is.
fn kind(text: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    value.get("kind")?.as_str().map(str::to_owned)
}

fn parse_evaluation(text: &str) -> anyhow::Result<(Evaluation, Vec<LearningPoint>)> {
    let mut value: serde_json::Value = serde_json::from_str(text)?;
    let curve = value
        .as_object_mut()
        .and_then(|object| object.shift_remove("learning_curve"));
    let curve = curve.map_or_else(|| Ok(Vec::new()), serde_json::from_value)?;
    Ok((serde_json::from_value(value)?, curve))
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn unusable(path: &Path, wanted: &str) -> String {
    format!("{} is no output of {wanted}", path.display())
}

fn place(origin: &thaido::io::Origin) -> String {
    match origin.place {
        thaido::io::Place::Line(line) => format!("{}:{line}", origin.source),
        thaido::io::Place::Row(row) => format!("{}: row {row}", origin.source),
        thaido::io::Place::Whole => origin.source.to_string(),
    }
}
