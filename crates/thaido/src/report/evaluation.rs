//! The report on an evaluation.

use std::collections::BTreeMap;

use thaido_featurizer::Sample;

use super::chart::whisker;
use super::interval::{Share, f1, share};
use super::language::Language;
use super::palette::{Palette, Shade};
use super::table::{Cell, Table};
use super::visible::{line, visible};
use super::{Card, Content, Report, Scope, Section, footer};
use crate::{
    Error, Evaluation, Figure, LearningPoint, Model, Statement, WrongLabel, describe, explain,
};

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
        if evaluation.confusion.len() != labels
            || evaluation.confusion.iter().any(|row| row.len() != labels)
        {
            return Err(Error::Data(format!(
                "the confusion matrix does not have {labels} rows and columns, one for each label"
            )));
        }
        let palette = Palette::new(
            &evaluation.labels,
            evaluation.none_label.as_deref(),
            language,
        );
        let mut notes = Vec::new();
        let sections = vec![
            self.figures(),
            self.labels(&palette),
            self.trust(),
            self.learning(),
            self.terms(&palette, &mut notes)?,
            self.errors(&palette),
        ];
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
            sections: sections
                .into_iter()
                .filter(|section| !section.blocks.is_empty())
                .collect(),
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
        let card = |title: &str, value, aside| Card {
            title: title.to_owned(),
            value,
            aside,
            code: false,
        };
        let mut cards = vec![card(
            language.say("column.statements"),
            language.count(self.evaluation.statements as u64),
            String::new(),
        )];
        for (name, figure) in self.all_figures() {
            cards.push(card(
                name,
                language.percent(figure.value, 1),
                language.range(figure.low, figure.high, 1),
            ));
        }
        cards.push(card(
            language.say("figure.ece"),
            language.number(self.evaluation.ece, 3),
            String::new(),
        ));
        if let Some(auroc) = self.evaluation.none_auroc {
            cards.push(card(
                language.say("figure.auroc"),
                language.number(auroc, 3),
                String::new(),
            ));
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
        let mut section = Section::new(
            "figures",
            language.say("figures.heading"),
            language.say("figures.intro"),
        );
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
        let cell = |share: Share| {
            Cell::number(language.percent(share.value, 1), share.value)
                .aside(language.range(share.low, share.high, 0))
        };
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
        let mut matrix = Table::new("confusion", language.say("confusion.caption"))
            .words(language.say("column.gold"));
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
                Cell::number(language.count(count), count as f64)
                    .aside(language.percent(part, 0))
                    .class(format!("heat h{heat}{right}"))
            }));
            matrix.push(cells);
        }
        let mut section = Section::new(
            "labels",
            language.say("labels.heading"),
            language.say("labels.intro"),
        );
        section.push(Scope::Wide, Content::Table(table));
        section.push(Scope::Wide, Content::Table(matrix));
        section
    }

    fn terms(&self, palette: &Palette, notes: &mut Vec<String>) -> Result<Section, Error> {
        let language = self.language;
        let mut section = Section::new(
            "terms",
            language.say("terms.heading"),
            language.say("terms.intro"),
        );
        let Some(model) = self.model else {
            return Ok(section);
        };
        if self
            .evaluation
            .model
            .as_deref()
            .is_some_and(|measured| measured != model.hash())
        {
            notes.push(language.fill(
                "note.measured",
                &[
                    model.hash(),
                    self.evaluation.model.as_deref().unwrap_or_default(),
                ],
            ));
        }
        let description = describe(model, TERMS)?;
        let mut table = Table::new("terms", language.fill("terms.caption", &[model.hash()]));
        for label in &description.heaviest {
            let shown = palette
                .get(&label.label)
                .map_or_else(|| line(&label.label), |shade| shade.shown.clone());
            table = table.words(shown);
        }
        for place in 0..TERMS {
            let cells: Vec<Cell> = description
                .heaviest
                .iter()
                .map(|label| {
                    label.terms.get(place).map_or_else(Cell::default, |term| {
                        Cell::words(&term.term).aside(signed(language, term.weight))
                    })
                })
                .collect();
            if cells.iter().any(|cell| !cell.text.is_empty()) {
                table.push(cells);
            }
        }
        section.push(Scope::Wide, Content::Table(table));
        Ok(section)
    }

    fn errors(&self, palette: &Palette) -> Section {
        let language = self.language;
        let intro = if self.model.is_some() {
            language.say("errors.intro")
        } else {
            language.say("errors.plain")
        };
        let mut section = Section::new("errors", language.say("errors.heading"), intro);
        let items: Vec<ErrorItem> = self
            .evaluation
            .worst
            .iter()
            .enumerate()
            .filter_map(|(at, wrong)| self.error(palette, at, wrong))
            .collect();
        if !items.is_empty() {
            section.push(Scope::Wide, Content::Errors(items));
        }
        section
    }

    fn error(&self, palette: &Palette, at: usize, wrong: &WrongLabel) -> Option<ErrorItem> {
        let language = self.language;
        let (gold, given) = (palette.get(&wrong.gold)?, palette.get(&wrong.predicted)?);
        let context = self
            .statements
            .get(&wrong.id)
            .filter(|statement| statement.text == wrong.text);
        let (before, after) = context.map_or(("", ""), |statement| {
            (statement.before.as_str(), statement.after.as_str())
        });
        let cue = context
            .and_then(|statement| statement.extra.get("cue"))
            .map_or("", |cue| {
                cue.as_str()
                    .or_else(|| cue.get("text").and_then(serde_json::Value::as_str))
                    .unwrap_or_default()
            });
        let (towards, against) = self.model.map_or_else(Default::default, |model| {
            reasons(
                language,
                model,
                &Sample {
                    text: &wrong.text,
                    before,
                    after,
                    cue,
                },
                &wrong.predicted,
                &wrong.gold,
            )
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
fn reasons(
    language: Language,
    model: &Model,
    sample: &Sample<'_>,
    given: &str,
    gold: &str,
) -> (Pushes, Pushes) {
    let explanation = explain(model, sample);
    let place = |label: &str| explanation.labels.iter().position(|name| name == label);
    let Some((given, gold)) = place(given).zip(place(gold)) else {
        return (Vec::new(), Vec::new());
    };
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    for reason in &explanation.reasons {
        let word = line(&reason.text).to_lowercase();
        let word = if reason.part == "text" {
            word
        } else {
            format!("…{word}")
        };
        *sums.entry(word).or_default() += reason.contributions[given] - reason.contributions[gold];
    }
    let mut sorted: Vec<(String, f64)> = sums
        .into_iter()
        .filter(|(_, push)| push.abs() >= 0.05)
        .collect();
    sorted.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
    let side = |sign: f64| {
        let side = sorted
            .iter()
            .filter(|(_, push)| push * sign > 0.0)
            .take(REASONS);
        side.map(|(word, push)| (word.clone(), signed(language, push.abs())))
            .collect()
    };
    (side(1.0), side(-1.0))
}

fn signed(language: Language, value: f64) -> String {
    let number = language.number(value.abs(), 2);
    if value < 0.0 {
        format!("−{number}")
    } else {
        format!("+{number}")
    }
}
