//! The report on an evaluation.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thaido_featurizer::Sample;

use super::chart::{Axis, Chart, Mark, whisker};
use super::interval::{Share, f1, share};
use super::language::Language;
use super::palette::{Palette, Shade};
use super::table::{Cell, Table};
use super::visible::{line, visible};
use super::{Card, Content, Report, Scope, Section, footer};
use crate::{Error, Evaluation, Figure, Model, Statement, WrongLabel, describe, explain};

/// What a report on an evaluation is made of.
#[derive(Clone, Debug)]
pub struct EvaluationReport<'m> {
    /// What `thaido eval --json` wrote.
    pub evaluation: Evaluation,
    /// F1 by the number of training statements, fewest first; empty where it was not measured.
    pub learning_curve: Vec<LearningPoint>,
    /// The model that was measured, for its heaviest words and for the reasons of its errors.
    pub model: Option<&'m Model>,
    /// The statements that were measured, by id: they give the errors their context.
    pub statements: BTreeMap<String, Statement>,
    /// The language of the page.
    pub language: Language,
    /// The page's title; one of its own when empty.
    pub title: String,
}

/// One point of a learning curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LearningPoint {
    /// Statements that were trained on, on average over the folds.
    pub statements: usize,
    /// Mean F1 over the labels.
    pub macro_f1: Figure,
}

/// A wrong label with what pushed towards it and what towards the right one.
#[derive(Clone, Debug)]
pub(super) struct ErrorItem {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) gold: Shade,
    pub(super) given: Shade,
    pub(super) confidence: String,
    pub(super) before: String,
    pub(super) text: String,
    pub(super) after: String,
    pub(super) towards: Vec<(String, String)>,
    pub(super) against: Vec<(String, String)>,
}

/// How many words are listed for a label, and how many reasons for an error.
const TERMS: usize = 20;
const REASONS: usize = 5;

impl EvaluationReport<'_> {
    /// Computes every table and picture.
    ///
    /// # Errors
    /// When the confusion matrix does not fit the labels, or the model cannot be described.
    pub fn build(self) -> Result<Report, Error> {
        let language = self.language;
        let evaluation = &self.evaluation;
        let labels = evaluation.labels.len();
        if evaluation.confusion.len() != labels || evaluation.confusion.iter().any(|row| row.len() != labels) {
            return Err(Error::Data(format!("the confusion matrix does not have {labels} rows and columns, one for each label")));
        }
        let palette = Palette::new(&evaluation.labels, evaluation.none_label.as_deref(), language);
        let mut notes = Vec::new();
        let sections = vec![self.figures(), self.labels(&palette), self.trust(), self.learning(), self.terms(&palette, &mut notes)?, self.errors(&palette)];
        let title = match self.title.trim() {
            "" => language.say("evaluation.title").to_owned(),
            title => line(title),
        };
        let measured = match (&evaluation.model, evaluation.folds) {
            (Some(model), _) => language.fill("evaluation.model", &[&line(model)]),
            (None, Some(folds)) => language.fill("evaluation.folds", &[&folds.to_string()]),
            (None, None) => String::new(),
        };
        Ok(Report {
            language,
            title,
            subtitle: measured,
            notes,
            cards: self.cards(),
            legend: palette.shades().to_vec(),
            sections: sections.into_iter().filter(|section| !section.blocks.is_empty()).collect(),
            articles: None,
            count_abstained: false,
            footer: footer(language),
        })
    }

    /// The figures with their intervals: name, value and, where there is one, the interval.
    fn all_figures(&self) -> Vec<(&'static str, Figure)> {
        let evaluation = &self.evaluation;
        let mut figures = vec![
            (self.language.say("figure.accuracy"), evaluation.accuracy),
            (self.language.say("figure.macro"), evaluation.macro_f1),
            (self.language.say("figure.weighted"), evaluation.weighted_f1),
        ];
        if let Some(stance) = &evaluation.stance {
            figures.push((self.language.say("figure.stance"), stance.macro_f1));
        }
        figures
    }

    fn cards(&self) -> Vec<Card> {
        let language = self.language;
        let card = |title: &str, value, aside| Card { title: title.to_owned(), value, aside, code: false };
        let mut cards = vec![card(language.say("column.statements"), language.count(self.evaluation.statements as u64), String::new())];
        for (name, figure) in self.all_figures() {
            cards.push(card(name, language.percent(figure.value, 1), language.range(figure.low, figure.high, 1)));
        }
        cards.push(card(language.say("figure.ece"), language.number(self.evaluation.ece, 3), String::new()));
        if let Some(auroc) = self.evaluation.none_auroc {
            cards.push(card(language.say("figure.auroc"), language.number(auroc, 3), String::new()));
        }
        cards
    }

    fn figures(&self) -> Section {
        let language = self.language;
        let mut table = Table::new("figures", language.say("figures.caption"))
            .words(language.say("column.figure"))
            .pictures(language.say("column.scale"))
            .numbers(language.say("column.value"))
            .numbers(language.say("column.interval"));
        for (name, figure) in self.all_figures() {
            table.push(vec![
                Cell::words(name),
                Cell::picture(whisker("0", figure.value, figure.low, figure.high)),
                Cell::number(language.percent(figure.value, 2), figure.value),
                Cell::words(language.range(figure.low, figure.high, 2)),
            ]);
        }
        let mut section = Section::new("figures", language.say("figures.heading"), language.say("figures.intro"));
        section.push(Scope::Wide, Content::Table(table));
        section
    }

    fn labels(&self, palette: &Palette) -> Section {
        let language = self.language;
        let confusion = &self.evaluation.confusion;
        let mut table = Table::new("labels", language.say("labels.caption"))
            .words(language.say("column.label"))
            .numbers(language.say("column.precision"))
            .numbers(language.say("column.recall"))
            .numbers("F1")
            .pictures("F1")
            .numbers(language.say("column.support"));
        let cell = |share: Share| Cell::number(language.percent(share.value, 1), share.value).aside(language.range(share.low, share.high, 0));
        for (at, shade) in palette.shades().iter().enumerate() {
            let right = confusion[at][at];
            let support: u64 = confusion[at].iter().sum();
            let given: u64 = confusion.iter().map(|row| row[at]).sum();
            let score = f1(right, given - right, support - right);
            table.push(vec![
                Cell::label(shade),
                cell(share(right, given)),
                cell(share(right, support)),
                cell(score),
                Cell::picture(whisker(&shade.slot, score.value, score.low, score.high)),
                Cell::number(language.count(support), support as f64),
            ]);
        }
        let mut matrix = Table::new("confusion", language.say("confusion.caption")).words(language.say("column.gold"));
        for shade in palette.shades() {
            matrix = matrix.numbers(&shade.shown);
        }
        for (row, (shade, counts)) in palette.shades().iter().zip(confusion).enumerate() {
            let support: u64 = counts.iter().sum();
            let mut cells = vec![Cell::label(shade)];
            cells.extend(counts.iter().enumerate().map(|(column, &count)| {
                let part = count as f64 / support.max(1) as f64;
                let right = if row == column { " right" } else { "" };
                let heat = (part * 5.0).ceil() as u32;
                Cell::number(language.count(count), count as f64).aside(language.percent(part, 0)).class(format!("heat h{heat}{right}"))
            }));
            matrix.push(cells);
        }
        let mut section = Section::new("labels", language.say("labels.heading"), language.say("labels.intro"));
        section.push(Scope::Wide, Content::Table(table));
        section.push(Scope::Wide, Content::Table(matrix));
        section
    }

    /// Whether the confidence can be trusted, and what leaving the doubtful out would bring.
    fn trust(&self) -> Section {
        let language = self.language;
        let mut section = Section::new("trust", language.say("trust.heading"), language.say("trust.intro"));
        let bins: Vec<_> = self.evaluation.reliability.iter().filter(|bin| bin.count > 0).collect();
        let most = bins.iter().map(|bin| bin.count).max().unwrap_or(1) as f64;
        let mut marks = vec![Mark::Guide { from: (0.0, 0.0), to: (1.0, 1.0) }];
        let points: Vec<(f64, f64)> = bins.iter().map(|bin| (bin.confidence, bin.accuracy)).collect();
        let interval = |accuracy: f64, count: u64| share((accuracy * count as f64).round() as u64, count);
        let band = bins.iter().map(|bin| (bin.confidence, interval(bin.accuracy, bin.count).low, interval(bin.accuracy, bin.count).high));
        marks.push(Mark::Band { slot: "0".to_owned(), points: band.collect() });
        marks.push(Mark::Line { slot: "0".to_owned(), points, name: String::new() });
        let mut table = Table::new("reliability", language.say("reliability.table"))
            .words(language.say("axis.confidence"))
            .numbers(language.say("column.statements"))
            .numbers(language.say("column.confidence"))
            .numbers(language.say("column.right"));
        for bin in &bins {
            let title = language.fill("reliability.dot", &[&language.percent(bin.confidence, 0), &language.percent(bin.accuracy, 0), &language.count(bin.count)]);
            marks.push(Mark::Dot { slot: "0".to_owned(), at: (bin.confidence, bin.accuracy), radius: 2.5 + 4.0 * (bin.count as f64 / most).sqrt(), title });
            let right = interval(bin.accuracy, bin.count);
            table.push(vec![
                Cell::words(language.range(bin.low, bin.high, 0) + " %"),
                Cell::number(language.count(bin.count), bin.count as f64),
                Cell::number(language.percent(bin.confidence, 1), bin.confidence),
                Cell::number(language.percent(bin.accuracy, 1), bin.accuracy).aside(language.range(right.low, right.high, 0)),
            ]);
        }
        let reliability = Chart {
            description: language.say("reliability.caption").to_owned(),
            x_title: language.say("axis.confidence").to_owned(),
            y_title: language.say("axis.right").to_owned(),
            x: Axis::shares(language),
            y: Axis::shares(language),
            marks,
        };
        section.push(Scope::Always, Content::Chart(language.say("reliability.caption").to_owned(), reliability));
        let curve = &self.evaluation.risk_coverage;
        if !curve.is_empty() {
            let highest = curve.iter().map(|point| point.risk).fold(0.0, f64::max);
            let points = curve.iter().map(|point| (point.coverage, point.risk)).collect();
            let risk = Chart {
                description: language.say("risk.caption").to_owned(),
                x_title: language.say("axis.coverage").to_owned(),
                y_title: language.say("axis.risk").to_owned(),
                x: Axis::shares(language),
                y: Axis::round(0.0, highest.max(0.04), |value| language.percent(value, 0)),
                marks: vec![Mark::Line { slot: "1".to_owned(), points, name: String::new() }],
            };
            section.push(Scope::Always, Content::Chart(language.say("risk.caption").to_owned(), risk));
            section.push(Scope::Always, Content::Folded(table));
            section.push(Scope::Always, Content::Folded(self.coverage()));
        }
        section
    }

    /// The risk at round coverages: the point of the curve that is nearest from above.
    fn coverage(&self) -> Table {
        let language = self.language;
        let mut table = Table::new("coverage", language.say("coverage.table"))
            .numbers(language.say("column.kept"))
            .numbers(language.say("column.wrong"))
            .numbers(language.say("column.least"));
        for kept in [1.0, 0.9, 0.8, 0.7, 0.5, 0.3, 0.1] {
            if let Some(point) = self.evaluation.risk_coverage.iter().find(|point| point.coverage >= kept - 1e-9) {
                table.push(vec![
                    Cell::number(language.percent(point.coverage, 0), point.coverage),
                    Cell::number(language.percent(point.risk, 1), point.risk),
                    Cell::number(language.percent(point.confidence, 1), point.confidence),
                ]);
            }
        }
        table
    }

    fn learning(&self) -> Section {
        let language = self.language;
        let mut section = Section::new("learning", language.say("learning.heading"), language.say("learning.intro"));
        let curve = &self.learning_curve;
        let Some(last) = curve.last() else { return section };
        let lowest = curve.iter().map(|point| point.macro_f1.low).fold(1.0, f64::min);
        let highest = curve.iter().map(|point| point.macro_f1.high).fold(0.0, f64::max);
        let mut marks = vec![
            Mark::Band { slot: "0".to_owned(), points: curve.iter().map(|point| (point.statements as f64, point.macro_f1.low, point.macro_f1.high)).collect() },
            Mark::Line { slot: "0".to_owned(), points: curve.iter().map(|point| (point.statements as f64, point.macro_f1.value)).collect(), name: String::new() },
        ];
        let mut table = Table::new("learning", language.say("learning.caption")).numbers(language.say("axis.training")).numbers(language.say("figure.macro"));
        for point in curve {
            let figure = point.macro_f1;
            let (count, value) = (language.count(point.statements as u64), language.percent(figure.value, 1));
            marks.push(Mark::Dot { slot: "0".to_owned(), at: (point.statements as f64, figure.value), radius: 3.0, title: format!("{count}: {value}") });
            table.push(vec![
                Cell::number(count, point.statements as f64),
                Cell::number(value, figure.value).aside(language.range(figure.low, figure.high, 1)),
            ]);
        }
        let chart = Chart {
            description: language.say("learning.caption").to_owned(),
            x_title: language.say("axis.training").to_owned(),
            y_title: language.say("figure.macro").to_owned(),
            x: Axis::round(0.0, last.statements as f64, |value| language.count(value as u64)),
            y: Axis::round(lowest, highest, |value| language.percent(value, 0)),
            marks,
        };
        section.push(Scope::Always, Content::Chart(language.say("learning.caption").to_owned(), chart));
        section.push(Scope::Always, Content::Table(table));
        section
    }

    fn terms(&self, palette: &Palette, notes: &mut Vec<String>) -> Result<Section, Error> {
        let language = self.language;
        let mut section = Section::new("terms", language.say("terms.heading"), language.say("terms.intro"));
        let Some(model) = self.model else { return Ok(section) };
        if self.evaluation.model.as_deref().is_some_and(|measured| measured != model.hash()) {
            notes.push(language.fill("note.measured", &[model.hash(), self.evaluation.model.as_deref().unwrap_or_default()]));
        }
        let description = describe(model, TERMS)?;
        let mut table = Table::new("terms", language.fill("terms.caption", &[model.hash()]));
        for label in &description.heaviest {
            let shown = palette.get(&label.label).map_or_else(|| line(&label.label), |shade| shade.shown.clone());
            table = table.words(shown);
        }
        for place in 0..TERMS {
            let cells: Vec<Cell> = description.heaviest.iter().map(|label| {
                label.terms.get(place).map_or_else(Cell::default, |term| Cell::words(&term.term).aside(signed(language, term.weight)))
            }).collect();
            if cells.iter().any(|cell| !cell.text.is_empty()) {
                table.push(cells);
            }
        }
        section.push(Scope::Wide, Content::Table(table));
        Ok(section)
    }

    fn errors(&self, palette: &Palette) -> Section {
        let language = self.language;
        let intro = if self.model.is_some() { language.say("errors.intro") } else { language.say("errors.plain") };
        let mut section = Section::new("errors", language.say("errors.heading"), intro);
        let items: Vec<ErrorItem> = self.evaluation.worst.iter().enumerate().filter_map(|(at, wrong)| self.error(palette, at, wrong)).collect();
        if !items.is_empty() {
            section.push(Scope::Wide, Content::Errors(items));
        }
        section
    }

    fn error(&self, palette: &Palette, at: usize, wrong: &WrongLabel) -> Option<ErrorItem> {
        let language = self.language;
        let (gold, given) = (palette.get(&wrong.gold)?, palette.get(&wrong.predicted)?);
        let context = self.statements.get(&wrong.id).filter(|statement| statement.text == wrong.text);
        let (before, after) = context.map_or(("", ""), |statement| (statement.before.as_str(), statement.after.as_str()));
        let cue = context.and_then(|statement| statement.extra.get("cue")).map_or("", |cue| {
            cue.as_str().or_else(|| cue.get("text").and_then(serde_json::Value::as_str)).unwrap_or_default()
        });
        let (towards, against) = self.model.map_or_else(Default::default, |model| {
            reasons(language, model, &Sample { text: &wrong.text, before, after, cue }, &wrong.predicted, &wrong.gold)
        });
        Some(ErrorItem {
            id: format!("e{at}"),
            name: line(&wrong.id),
            gold: gold.clone(),
            given: given.clone(),
            confidence: language.percent(wrong.confidence, 0),
            before: visible(before).into_owned(),
            text: visible(&wrong.text).into_owned(),
            after: visible(after).into_owned(),
            towards,
            against,
        })
    }
}

type Pushes = Vec<(String, String)>;

/// The words that spoke most for the given label against the right one, and the other way round.
fn reasons(language: Language, model: &Model, sample: &Sample<'_>, given: &str, gold: &str) -> (Pushes, Pushes) {
    let explanation = explain(model, sample);
    let place = |label: &str| explanation.labels.iter().position(|name| name == label);
    let Some((given, gold)) = place(given).zip(place(gold)) else { return (Vec::new(), Vec::new()) };
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    for reason in &explanation.reasons {
        let word = line(&reason.text).to_lowercase();
        let word = if reason.part == "text" { word } else { format!("…{word}") };
        *sums.entry(word).or_default() += reason.contributions[given] - reason.contributions[gold];
    }
    let mut sorted: Vec<(String, f64)> = sums.into_iter().filter(|(_, push)| push.abs() >= 0.05).collect();
    sorted.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
    let side = |sign: f64| {
        let side = sorted.iter().filter(|(_, push)| push * sign > 0.0).take(REASONS);
        side.map(|(word, push)| (word.clone(), signed(language, push.abs()))).collect()
    };
    (side(1.0), side(-1.0))
}

fn signed(language: Language, value: f64) -> String {
    let number = language.number(value.abs(), 2);
    if value < 0.0 { format!("−{number}") } else { format!("+{number}") }
}
