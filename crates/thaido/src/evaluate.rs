//! How well labels are found.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thaido_classifier::metrics::{
    Bootstrap, ConfusionMatrix, Interval, Reliability, ReliabilityBin, RiskCoverage, auroc,
    risk_coverage,
};
use thaido_classifier::{LabelSet, best};

use crate::answers::Answers;
use crate::dataset::Dataset;
use crate::error::Error;
use crate::labeller::Labeller;
use crate::model::Model;
use crate::settings::Settings;
use crate::train::cross_validate;
use thaido_featurizer::VectorTable;

/// A figure with its 95 % interval, from a bootstrap over the groups of the statements.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The figure on all statements.
    pub value: f64,
    /// Lower bound of the interval.
    pub low: f64,
    /// Upper bound of the interval.
    pub high: f64,
}

/// Precision, recall and F1 of one label.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabelFigures {
    /// Share of the statements given the label that carry it.
    pub precision: f64,
    /// Share of the statements that carry the label that were given it.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
    /// Statements that carry the label.
    pub support: u64,
}

/// One point of the risk-coverage curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoveragePoint {
    /// Share of the statements kept, most confident first.
    pub coverage: f64,
    /// Share of wrong labels among them.
    pub risk: f64,
    /// Least confidence among them.
    pub confidence: f64,
}

/// How well the stances are told apart on statements that take one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StanceFigures {
    /// Share of right labels.
    pub accuracy: f64,
    /// Mean F1 over the labels other than the none label.
    pub macro_f1: Figure,
    /// Statements that take a stance.
    pub support: u64,
}

/// One statement that was given a wrong label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrongLabel {
    /// The statement's id.
    pub id: String,
    /// Its words.
    pub text: String,
    /// The label that it carries.
    pub gold: String,
    /// The label that it was given.
    pub predicted: String,
    /// The probability of that label.
    pub confidence: f64,
}

/// What `thaido eval --json` writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Statements measured.
    pub statements: usize,
    /// The labels, in the order of the confusion matrix.
    pub labels: Vec<String>,
    /// The label that means "none of the others".
    pub none_label: Option<String>,
    /// Short hash of the model; absent for cross-validation.
    pub model: Option<String>,
    /// Number of folds; absent where a model was measured.
    pub folds: Option<usize>,
    /// Share of right labels.
    pub accuracy: Figure,
    /// Mean F1 over the labels.
    pub macro_f1: Figure,
    /// Mean F1 over the labels, weighted by their frequency.
    pub weighted_f1: Figure,
    /// Precision, recall and F1 of every label.
    pub per_label: Map<String, Value>,
    /// Rows: the label carried. Columns: the label given.
    pub confusion: Vec<Vec<u64>>,
    /// Expected calibration error: ten bins of equal width of the greatest probability.
    pub ece: f64,
    /// Those bins.
    pub reliability: Vec<ReliabilityBin>,
    /// Risk by coverage, at most a hundred points.
    pub risk_coverage: Vec<CoveragePoint>,
    /// Present for a label set with a none label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stance: Option<StanceFigures>,
    /// How well the none label's probability ranks the statements that carry it above the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub none_auroc: Option<f64>,
    /// The most confident wrong labels, worst first, at most [`WORST`].
    pub worst: Vec<WrongLabel>,
}

/// How many wrong labels an evaluation lists.
pub const WORST: usize = 50;
const COVERAGE_POINTS: usize = 100;

/// Measures a model on labelled statements.
///
/// # Errors
/// When there are no statements, or one carries a label that the model does not know.
pub fn evaluate(model: &Model, data: &Dataset) -> Result<Evaluation, Error> {
    let mut labeller = Labeller::new(model);
    let probabilities: Vec<Vec<f64>> = data
        .samples()
        .iter()
        .map(|sample| labeller.probabilities(sample).to_vec())
        .collect();
    let mut evaluation = figures(data, model.labels(), &probabilities)?;
    evaluation.model = Some(model.hash().to_owned());
    Ok(evaluation)
}

/// Measures the training itself by grouped, stratified cross-validation: every statement is labelled by a model that
/// did not see its group.
///
/// # Errors
/// As [`crate::train`].
pub fn evaluate_folds(
    data: &Dataset,
    settings: &Settings,
    vectors: &[VectorTable],
) -> Result<Evaluation, Error> {
    let held_out = cross_validate(data, settings, vectors, |_| {})?;
    let mut evaluation = figures(data, data.labels(), &held_out.probabilities())?;
    evaluation.folds = Some(settings.folds);
    Ok(evaluation)
}

fn figures(
    data: &Dataset,
    labels: &LabelSet,
    probabilities: &[Vec<f64>],
) -> Result<Evaluation, Error> {
    let gold = data.targets();
    let classes = labels.len();
    let Answers {
        predicted,
        confidences,
        right,
    } = Answers::of(probabilities, gold);
    let confusion = ConfusionMatrix::from_pairs(gold, &predicted, classes)?;
    let bootstrap = Bootstrap::groups(data.groups());
    let of_rows = |rows: &[usize]| {
        let mut matrix = ConfusionMatrix::new(classes);
        rows.iter()
            .for_each(|&row| matrix.add(gold[row], predicted[row]));
        matrix
    };
    let intervals = bootstrap.intervals(3, |rows| {
        let matrix = of_rows(rows);
        vec![matrix.accuracy(), matrix.macro_f1(), matrix.weighted_f1()]
    })?;
    let figure = |value: f64, interval: &Interval| Figure {
        value,
        low: interval.low,
        high: interval.high,
    };
    let (stance, none_auroc) = match labels.none() {
        Some(none) => {
            let is_none: Vec<bool> = gold.iter().map(|&label| label == none).collect();
            let scores: Vec<f64> = probabilities.iter().map(|row| row[none]).collect();
            (
                stance_figures(gold, probabilities, none, &bootstrap)?,
                auroc(&scores, &is_none)?,
            )
        }
        None => (None, None),
    };
    let per_label = labels.names().iter().zip(confusion.per_label()).map(|(name, scores)| {
        let LabelFigures { precision, recall, f1, support } =
            LabelFigures { precision: scores.precision, recall: scores.recall, f1: scores.f1, support: scores.support };
        (name.clone(), serde_json::json!({"precision": precision, "recall": recall, "f1": f1, "support": support}))
    });
    let reliability = Reliability::new(&confidences, &right)?;
    Ok(Evaluation {
        statements: gold.len(),
        labels: labels.names().to_vec(),
        none_label: labels.none_name().map(str::to_owned),
        model: None,
        folds: None,
        accuracy: figure(confusion.accuracy(), &intervals[0]),
        macro_f1: figure(confusion.macro_f1(), &intervals[1]),
        weighted_f1: figure(confusion.weighted_f1(), &intervals[2]),
        per_label: per_label.collect(),
        confusion: confusion.counts().to_vec(),
        ece: reliability.ece,
        reliability: reliability.bins,
        risk_coverage: coverage_points(&risk_coverage(&confidences, &right)?),
        stance,
        none_auroc,
        worst: worst(data, labels, &predicted, &confidences),
    })
}

fn stance_figures(
    gold: &[usize],
    probabilities: &[Vec<f64>],
    none: usize,
    bootstrap: &Bootstrap,
) -> Result<Option<StanceFigures>, Error> {
    let classes = probabilities.first().map_or(0, Vec::len);
    let others = || (0..classes).filter(|&label| label != none);
    let given: Vec<usize> = probabilities
        .iter()
        .map(|row| {
            let masked: Vec<f64> = row
                .iter()
                .zip(0..)
                .map(|(&share, label)| if label == none { -1.0 } else { share })
                .collect();
            best(&masked)
        })
        .collect();
    let of_rows = |rows: &mut dyn Iterator<Item = usize>| {
        let mut matrix = ConfusionMatrix::new(classes);
        rows.filter(|&row| gold[row] != none)
            .for_each(|row| matrix.add(gold[row], given[row]));
        matrix
    };
    let all = of_rows(&mut (0..gold.len()));
    if all.total() == 0 {
        return Ok(None);
    }
    let interval =
        bootstrap.interval(|rows| of_rows(&mut rows.iter().copied()).macro_f1_over(others()))?;
    let macro_f1 = Figure {
        value: all.macro_f1_over(others()),
        low: interval.low,
        high: interval.high,
    };
    Ok(Some(StanceFigures {
        accuracy: all.accuracy(),
        macro_f1,
        support: all.total(),
    }))
}

fn coverage_points(curve: &[RiskCoverage]) -> Vec<CoveragePoint> {
    let step = curve.len().div_ceil(COVERAGE_POINTS).max(1);
    let kept = curve
        .iter()
        .enumerate()
        .filter(|(at, _)| (at + 1) % step == 0 || at + 1 == curve.len());
    kept.map(|(_, point)| CoveragePoint {
        coverage: point.coverage,
        risk: point.risk,
        confidence: point.confidence,
    })
    .collect()
}

fn worst(
    data: &Dataset,
    labels: &LabelSet,
    predicted: &[usize],
    confidences: &[f64],
) -> Vec<WrongLabel> {
    let mut wrong: Vec<usize> = (0..predicted.len())
        .filter(|&row| predicted[row] != data.targets()[row])
        .collect();
    wrong.sort_by(|&a, &b| confidences[b].total_cmp(&confidences[a]).then(a.cmp(&b)));
    wrong.truncate(WORST);
    let entry = |row: usize| WrongLabel {
        id: data.statements()[row].id.clone(),
        text: data.statements()[row].text.clone(),
        gold: labels.names()[data.targets()[row]].clone(),
        predicted: labels.names()[predicted[row]].clone(),
        confidence: confidences[row],
    };
    wrong.into_iter().map(entry).collect()
}
