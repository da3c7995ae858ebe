//! From statements to labels.

use std::sync::Arc;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use thaido_featurizer::{Sample, Scratch};

use crate::dataset::sample;
use crate::extract::Extractor;
use crate::model::Model;
use crate::record::{Document, Extracted, Statement};
use crate::scores::Scores;

/// What a model says of one statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Labelling {
    /// The best label other than the none label.
    pub label: String,
    /// Its probability, given that the statement takes one of these labels.
    pub confidence: f64,
    /// The probability of every label, in the order of the model's labels; they sum to 1.
    pub scores: Scores,
    /// The probability of the none label; 0 for a model without one.
    pub neutral: f64,
    /// Whether the none label wins, or the confidence is under the least one asked for.
    pub abstained: bool,
    /// The first digits of the model's hash.
    pub model: String,
}

/// The keys of a [`Labelling`].
pub(crate) const OWN_KEYS: [&str; 6] = [
    "label",
    "confidence",
    "scores",
    "neutral",
    "abstained",
    "model",
];

/// An extracted statement with its label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelledExtract {
    /// The statement.
    #[serde(flatten)]
    pub statement: Extracted,
    /// What the model says of it.
    #[serde(flatten)]
    pub labelling: Labelling,
}

/// A statement of the input with its label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelledStatement {
    /// The input record as it came.
    #[serde(flatten)]
    pub statement: Map<String, Value>,
    /// What the model says of it; these keys replace those of the input.
    #[serde(flatten)]
    pub labelling: Labelling,
}

/// Reads an object that holds a labelling and something else: numbers that keep all their digits do not pass the
/// flattened fields that serde would read them by.
pub(crate) fn split<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    from: D,
) -> Result<(T, Labelling), D::Error> {
    let (own, rest): (Map<_, _>, Map<_, _>) = Map::deserialize(from)?
        .into_iter()
        .partition(|(key, _)| OWN_KEYS.contains(&key.as_str()));
    // Through text: a value that is read from a value loses digits.
    let rest = serde_json::from_str(&Value::Object(rest).to_string()).map_err(D::Error::custom)?;
    let own = serde_json::from_str(&Value::Object(own).to_string()).map_err(D::Error::custom)?;
    Ok((rest, own))
}

impl<'de> Deserialize<'de> for LabelledExtract {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        split(from).map(|(statement, labelling)| LabelledExtract {
            statement,
            labelling,
        })
    }
}

impl<'de> Deserialize<'de> for LabelledStatement {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        split(from).map(|(statement, labelling)| LabelledStatement {
            statement,
            labelling,
        })
    }
}

/// Labels statements with one model. Holds the buffers that labelling works in: one per thread.
///
/// ```
/// let model = thaido::Model::embedded()?;
/// let mut labeller = thaido::Labeller::new(&model);
/// let found = labeller.label("Chúng tôi sẵn sàng nối lại đàm phán và mong hai bên cùng kiềm chế".into());
/// assert_eq!(found.label, "conciliatory");
/// # Ok::<(), thaido::Error>(())
/// ```
#[derive(Debug)]
pub struct Labeller<'m> {
    model: &'m Model,
    min_confidence: f64,
    /// Made when the first document comes.
    extractor: Option<Extractor>,
    scratch: Scratch,
    scores: Vec<f64>,
    /// The model's labels, shared by all answers.
    names: Arc<[String]>,
}

impl<'m> Labeller<'m> {
    /// Ready to label.
    pub fn new(model: &'m Model) -> Self {
        let scores = vec![0.0; model.labels().len()];
        Labeller {
            model,
            min_confidence: 0.0,
            extractor: None,
            scratch: Scratch::default(),
            scores,
            names: model.labels().names().into(),
        }
    }

    /// Abstains from labels with less confidence than this.
    #[must_use]
    pub fn min_confidence(mut self, least: f64) -> Self {
        self.min_confidence = least;
        self
    }

    /// The calibrated probability of every label, in the order of the model's labels.
    pub fn probabilities(&mut self, sample: &Sample<'_>) -> &[f64] {
        self.model
            .write_scores(sample, &mut self.scratch, &mut self.scores);
        self.model.header().calibration.apply(&mut self.scores);
        &self.scores
    }

    /// Labels one statement.
    pub fn label(&mut self, sample: Sample<'_>) -> Labelling {
        let model = self.model;
        let labels = model.labels();
        self.probabilities(&sample);
        let probabilities = &self.scores;
        let none = labels.none();
        let mut label = usize::from(none == Some(0));
        for candidate in 0..labels.len() {
            if none != Some(candidate) && probabilities[candidate] > probabilities[label] {
                label = candidate;
            }
        }
        let neutral = none.map_or(0.0, |none| probabilities[none]);
        let taken: f64 = 1.0 - neutral;
        let confidence = if taken > 0.0 {
            (probabilities[label] / taken).min(1.0)
        } else {
            0.0
        };
        let shares = shares(probabilities);
        Labelling {
            label: labels.names()[label].clone(),
            confidence: rounded(confidence),
            neutral: none.map_or(0.0, |none| shares[none]),
            scores: Scores::new(Arc::clone(&self.names), shares),
            abstained: neutral > probabilities[label] || confidence < self.min_confidence,
            model: model.hash().to_owned(),
        }
    }

    /// Finds and labels the statements of a document.
    pub fn label_document(&mut self, document: &Document) -> Vec<LabelledExtract> {
        let found = self.extractor.get_or_insert_default().extract(document);
        found
            .into_iter()
            .map(|statement| self.label_extracted(statement))
            .collect()
    }

    /// Labels an extracted statement.
    pub fn label_extracted(&mut self, statement: Extracted) -> LabelledExtract {
        let cue = statement.cue.as_ref().map_or("", |cue| &cue.text);
        let sample = Sample {
            text: &statement.text,
            before: &statement.before,
            after: &statement.after,
            cue,
        };
        let labelling = self.label(sample);
        LabelledExtract {
            statement,
            labelling,
        }
    }

    /// Labels a statement that stands alone; whatever the record holds is kept.
    pub fn label_statement(&mut self, record: Map<String, Value>) -> LabelledStatement {
        let field = |key| record.get(key).and_then(Value::as_str).unwrap_or_default();
        let statement = Statement {
            text: field("text").to_owned(),
            before: field("before").to_owned(),
            after: field("after").to_owned(),
            extra: record
                .get("cue")
                .map(|cue| ("cue".to_owned(), cue.clone()))
                .into_iter()
                .collect(),
            ..Statement::default()
        };
        let labelling = self.label(sample(&statement));
        let kept = record
            .into_iter()
            .filter(|(key, _)| !OWN_KEYS.contains(&key.as_str()))
            .collect();
        LabelledStatement {
            statement: kept,
            labelling,
        }
    }
}

/// Six decimals: what is written is the same on every machine, and no reader needs more.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// The probabilities with six decimals that still sum to 1: what rounding leaves goes to the greatest.
fn shares(probabilities: &[f64]) -> Vec<f64> {
    let mut millionths: Vec<i64> = probabilities
        .iter()
        .map(|share| (share * 1e6).round() as i64)
        .collect();
    let rest = 1_000_000 - millionths.iter().sum::<i64>();
    if let Some(greatest) = millionths.iter_mut().max_by_key(|share| **share) {
        *greatest += rest;
    }
    millionths
        .into_iter()
        .map(|share| share as f64 / 1e6)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;

    #[test]
    fn what_is_written_can_be_read_with_all_digits_of_foreign_numbers()
    -> Result<(), serde_json::Error> {
        let model = Model::embedded().expect("the shipped model is whole");
        let mut labeller = Labeller::new(&model);
        let line = r#"{"id":"a","text":"Bà Lan cảnh báo: \"Họ sẽ trả giá\".","n":7,"số":[12345678901234567890123,1.10,-0]}"#;
        let document: Document = serde_json::from_str(line)?;
        let found = labeller.label_document(&document);
        assert_eq!(found.len(), 1);
        let text = serde_json::to_string(&found[0])?;
        assert!(
            text.contains("\"số\":[12345678901234567890123,1.10,-0]"),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<LabelledExtract>(&text)?, found[0]);

        let Value::Object(record) = serde_json::from_str(line)? else {
            unreachable!("it is an object")
        };
        let labelled = labeller.label_statement(record);
        let text = serde_json::to_string(&labelled)?;
        assert!(
            text.contains("\"n\":7,\"số\":[12345678901234567890123,1.10,-0]"),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<LabelledStatement>(&text)?, labelled);
        Ok(())
    }
}
