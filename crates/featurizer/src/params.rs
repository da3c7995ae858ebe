//! How texts become rows.

use serde::{Deserialize, Serialize};

use crate::Error;

/// Longest n-gram that can be asked for.
pub(crate) const MAX_N: usize = 5;

/// Settings of a featurizer.
///
/// ```
/// use thaido_featurizer::FeaturizerParams;
/// assert!(FeaturizerParams { max_n: 2, ..Default::default() }.check().is_ok());
/// assert!(FeaturizerParams { max_n: 0, ..Default::default() }.check().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FeaturizerParams {
    /// Shortest n-gram, in syllables; from 1.
    pub min_n: usize,
    /// Longest n-gram, in syllables; at most 5.
    pub max_n: usize,
    /// Fewest training texts that a term occurs in.
    pub min_df: usize,
    /// Largest share of the training texts that a term occurs in, over 0 and at most 1.
    pub max_df: f64,
    /// Whether a term that occurs `n` times counts `1 + ln n` and not `n`.
    pub sublinear_tf: bool,
    /// Whether punctuation marks and signs are terms.
    pub punctuation: bool,
    /// Whether every number is one and the same term.
    pub fold_numbers: bool,
    /// Whether foreign words in small letters are stemmed as English.
    pub stem_foreign: bool,
    /// How many syllables of the context on each side are read; 0 leaves the context out.
    pub context: usize,
    /// Length of the context's part of a row; the statement's own part has length 1.
    pub context_weight: f64,
    /// How many terms are kept, best first by their chi-squared statistic; `None` keeps all.
    pub select: Option<usize>,
    /// Root of the sum of the squared lengths of the word vectors in a row, for each table; used when one is given.
    pub vector_weight: f64,
}

impl Default for FeaturizerParams {
    fn default() -> Self {
        FeaturizerParams {
            min_n: 1,
            max_n: 3,
            min_df: 2,
            max_df: 1.0,
            sublinear_tf: true,
            punctuation: true,
            fold_numbers: true,
            stem_foreign: true,
            context: 0,
            context_weight: 0.5,
            select: None,
            vector_weight: 1.0,
        }
    }
}

impl FeaturizerParams {
    /// Whether every setting makes sense; the error names the first that does not.
    ///
    /// # Errors
    /// [`Error::Parameter`] with the name, the value and the rule.
    pub fn check(&self) -> Result<(), Error> {
        let refuse = |name, value: String, rule| Err(Error::Parameter { name, value, rule });
        if self.min_n == 0 || self.min_n > self.max_n {
            return refuse(
                "min_n",
                self.min_n.to_string(),
                "at least 1 and at most max_n",
            );
        }
        if self.max_n > MAX_N {
            return refuse("max_n", self.max_n.to_string(), "at most 5");
        }
        if !(self.max_df > 0.0 && self.max_df <= 1.0) {
            return refuse("max_df", self.max_df.to_string(), "over 0 and at most 1");
        }
        if self.select == Some(0) {
            return refuse("select", "0".to_owned(), "at least 1");
        }
        for (name, value) in [
            ("context_weight", self.context_weight),
            ("vector_weight", self.vector_weight),
        ] {
            if !(value.is_finite() && value >= 0.0) {
                return refuse(name, value.to_string(), "a number from 0 up");
            }
        }
        Ok(())
    }
}
