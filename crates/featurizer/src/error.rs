//! What can go wrong between texts and rows.

/// Why a featurizer could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A setting that makes no sense.
    #[error("the setting {name} is {value}, but must be {rule}")]
    Parameter {
        /// Its name.
        name: &'static str,
        /// Its value.
        value: String,
        /// What it must be.
        rule: &'static str,
    },
    /// No term was left to learn from.
    #[error(
        "no term occurs in {min_df} or more of the {texts} texts: lower min_df or give more texts"
    )]
    NoTerms {
        /// How many texts there were.
        texts: usize,
        /// The cut-off.
        min_df: usize,
    },
    /// Selection needs labels.
    #[error(
        "selecting terms by chi-squared needs one label a text, but there are {labels} labels for {texts} texts"
    )]
    Labels {
        /// How many texts there were.
        texts: usize,
        /// How many labels there were.
        labels: usize,
    },
    /// Stored tables that do not fit each other.
    #[error("the stored vocabulary is inconsistent: {reason}")]
    Stored {
        /// What does not fit.
        reason: &'static str,
    },
}
