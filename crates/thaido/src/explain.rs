//! Why a statement got its label: what every term and every word added to every score.

use serde::{Deserialize, Deserializer, Serialize};
use thaido_featurizer::{Namespace, Row, Sample, Scratch};
use thaido_tokenizer::{CodePoints, Span};

use crate::labeller::{Labeller, Labelling, split};
use crate::model::Model;
use crate::scores::Scores;

/// One reason: a term or a word, and what it added to each label's score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The words, as they stand in the statement or its context.
    pub text: String,
    /// `term` for an n-gram of the vocabulary, `word` for a word vector.
    pub source: String,
    /// `text`, `before`, `after` or `cue`: where the words stand.
    pub part: String,
    /// First code point within that part.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// What it added to each label's score, in the order of the labels.
    pub contributions: Vec<f64>,
    /// What it added to the given label's score above the mean over all labels: the reasons are sorted by its size.
    pub push: f64,
}

/// A label with its reasons. For every label, `intercepts` plus the sum of the reasons' `contributions` is `linear`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The statement.
    pub text: String,
    /// What the model says of it.
    #[serde(flatten)]
    pub labelling: Labelling,
    /// The labels, in the order of all lists here.
    pub labels: Vec<String>,
    /// The scores before calibration.
    pub linear: Vec<f64>,
    /// The scores of an empty statement.
    pub intercepts: Vec<f64>,
    /// Every term and word that is known to the model, strongest push first.
    pub reasons: Vec<Reason>,
}

/// What an explanation holds beside the label.
#[derive(Deserialize)]
struct Reasoning {
    text: String,
    labels: Vec<String>,
    linear: Vec<f64>,
    intercepts: Vec<f64>,
    reasons: Vec<Reason>,
}

impl<'de> Deserialize<'de> for Explanation {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        split(from).map(|(reasoning, labelling)| {
            let Reasoning {
                text,
                labels,
                linear,
                intercepts,
                reasons,
            } = reasoning;
            Explanation {
                text,
                labelling,
                labels,
                linear,
                intercepts,
                reasons,
            }
        })
    }
}

impl Explanation {
    /// The probabilities, by label.
    pub fn scores(&self) -> &Scores {
        &self.labelling.scores
    }
}

/// Explains the label of one statement.
///
/// ```
/// let model = thaido::Model::embedded()?;
/// let found = thaido::explain(&model, &"Họ phải chấm dứt hành động khiêu khích này".into());
/// for label in 0..found.labels.len() {
///     let sum: f64 = found.reasons.iter().map(|reason| reason.contributions[label]).sum();
///     assert!((found.intercepts[label] + sum - found.linear[label]).abs() < 1e-4);
/// }
/// # Ok::<(), thaido::Error>(())
/// ```
pub fn explain(model: &Model, sample: &Sample<'_>) -> Explanation {
    let labelling = Labeller::new(model).label(*sample);
    let labels = model.labels().names().to_vec();
    let logistic = model.logistic();
    let (mut scratch, mut row) = (Scratch::default(), Row::default());
    model.featurizer().row(sample, &mut scratch, &mut row);
    let linear = logistic.scores((&row.indices, &row.values));
    // A term that occurs often has one value in the row: each occurrence gets its share.
    let occurrences = model.featurizer().occurrences(sample);
    let value_of = |column: usize| {
        row.indices
            .binary_search(&(column as u32))
            .map_or(0.0, |at| f64::from(row.values[at]))
    };
    let mut counts = std::collections::BTreeMap::new();
    for occurrence in &occurrences {
        *counts.entry(occurrence.column).or_insert(0_usize) += 1;
    }
    let chosen = labels
        .iter()
        .position(|label| *label == labelling.label)
        .unwrap_or(0);
    let mut reasons: Vec<Reason> = occurrences
        .iter()
        .map(|occurrence| {
            let value = value_of(occurrence.column) / counts[&occurrence.column] as f64;
            let weights = logistic.column(occurrence.column);
            let contributions = weights
                .iter()
                .map(|&weight| f64::from(weight) * value)
                .collect();
            reason(
                sample,
                "term",
                occurrence.namespace,
                occurrence.span,
                contributions,
                chosen,
            )
        })
        .collect();
    for (first, span, share) in model.featurizer().word_shares(sample) {
        let contributions = (0..labels.len())
            .map(|label| {
                let weight =
                    |dimension: usize| f64::from(logistic.column(first + dimension)[label]);
                share
                    .iter()
                    .enumerate()
                    .map(|(dimension, &value)| weight(dimension) * f64::from(value))
                    .sum()
            })
            .collect();
        reasons.push(reason(
            sample,
            "word",
            Namespace::Text,
            span,
            contributions,
            chosen,
        ));
    }
    reasons.sort_by(|a, b| {
        b.push
            .abs()
            .total_cmp(&a.push.abs())
            .then(a.start.cmp(&b.start))
            .then(a.end.cmp(&b.end))
    });
    let intercepts = logistic
        .intercepts()
        .iter()
        .map(|&intercept| f64::from(intercept))
        .collect();
    Explanation {
        text: sample.text.to_owned(),
        labelling,
        labels,
        linear,
        intercepts,
        reasons,
    }
}

fn reason(
    sample: &Sample<'_>,
    source: &str,
    namespace: Namespace,
    span: Span,
    contributions: Vec<f64>,
    chosen: usize,
) -> Reason {
    let (part, text) = match namespace {
        Namespace::Text => ("text", sample.text),
        Namespace::Before => ("before", sample.before),
        Namespace::After => ("after", sample.after),
        Namespace::Cue => ("cue", sample.cue),
    };
    let mut points = CodePoints::new(text);
    let mean = contributions.iter().sum::<f64>() / contributions.len() as f64;
    Reason {
        text: span.of(text).to_owned(),
        source: source.to_owned(),
        part: part.to_owned(),
        start: points.at(span.start),
        end: points.at(span.end),
        push: contributions[chosen] - mean,
        contributions,
    }
}
