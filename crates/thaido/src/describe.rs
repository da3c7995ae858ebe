//! What is in a model, for people and reports.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::model::Model;

/// Sizes and the heaviest terms of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// Short hash of the model's bytes.
    pub hash: String,
    /// Size of the model file.
    pub bytes: usize,
    /// Number of terms.
    pub terms: usize,
    /// The tables of word vectors, in the order of their columns.
    pub vectors: Vec<VectorShape>,
    /// The heaviest terms of every label.
    pub heaviest: Vec<LabelTerms>,
}

/// The size of a table of word vectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VectorShape {
    /// Number of words with a vector.
    pub words: usize,
    /// Dimensions of a vector.
    pub dimensions: usize,
}

/// The heaviest terms of one label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabelTerms {
    /// The label.
    pub label: String,
    /// Terms, heaviest first.
    pub terms: Vec<TermWeight>,
}

/// A term and its weight for a label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermWeight {
    /// The term, as the vocabulary writes it.
    pub term: String,
    /// Its weight above the mean of its weights for all labels.
    pub weight: f64,
}

/// Describes a model, with its `most` heaviest terms a label.
///
/// A term's weight is taken relative to the mean over the labels, because only differences between labels decide.
///
/// # Errors
/// When the model cannot be written, which no fitted model does.
pub fn describe(model: &Model, most: usize) -> Result<Description, Error> {
    let bytes = model
        .to_bytes()
        .map_err(|source| Error::File {
            path: "the model".into(),
            source,
        })?
        .len();
    let vocabulary = model.featurizer().vocabulary();
    let labels = model.labels().names();
    let relative = |column: usize, label: usize| {
        let weights = model.logistic().column(column);
        let mean =
            weights.iter().map(|&weight| f64::from(weight)).sum::<f64>() / weights.len() as f64;
        f64::from(weights[label]) - mean
    };
    let heaviest = labels.iter().enumerate().map(|(label, name)| {
        let mut columns: Vec<(f64, usize)> = (0..vocabulary.len())
            .map(|column| (relative(column, label), column))
            .collect();
        columns.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let terms = columns
            .into_iter()
            .take(most)
            .map(|(weight, column)| TermWeight {
                term: vocabulary.term(column).unwrap_or_default().to_owned(),
                weight,
            });
        LabelTerms {
            label: name.clone(),
            terms: terms.collect(),
        }
    });
    let vectors = model.featurizer().vectors().iter();
    let vectors = vectors.map(|table| VectorShape {
        words: table.len(),
        dimensions: table.dimensions(),
    });
    Ok(Description {
        hash: model.hash().to_owned(),
        bytes,
        terms: vocabulary.len(),
        vectors: vectors.collect(),
        heaviest: heaviest.collect(),
    })
}
