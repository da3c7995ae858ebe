//! What can be wrong with labels, rows and settings; every sentence says what to do.

use thiserror::Error as ThisError;

/// What went wrong in this crate. Rows, columns and classes count from zero.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// A label set needs two names to choose between.
    #[error(
        "found {found} different label(s) where at least 2 are needed; add statements with another label"
    )]
    TooFewLabels {
        /// How many different names there were.
        found: usize,
    },
    /// The none label is not a member of its set.
    #[error(
        "the none label \"{label}\" is not among the labels {known}; name one of them or none at all"
    )]
    UnknownNoneLabel {
        /// The name that was asked for.
        label: String,
        /// The names of the set, comma-separated.
        known: String,
    },
    /// A name that is not in the label set.
    #[error("unknown label \"{label}\"; the labels are {known}")]
    UnknownLabel {
        /// The name that was asked for.
        label: String,
        /// The names of the set, comma-separated.
        known: String,
    },
    /// Stored names that are not in sorted order, or the same name twice.
    #[error(
        "the stored labels \"{first}\" and \"{second}\" are not in sorted order; the file is damaged"
    )]
    UnsortedLabels {
        /// The name that stands first.
        first: String,
        /// The name after it, which should be greater.
        second: String,
    },
    /// Fewer rows than classes.
    #[error(
        "{rows} row(s) are too few for {classes} classes; give at least one row for each class"
    )]
    TooFewRows {
        /// Number of rows.
        rows: usize,
        /// Number of classes.
        classes: usize,
    },
    /// All rows carry the same class.
    #[error("all {rows} rows are of class {class}; a classifier needs rows of at least 2 classes")]
    OneClass {
        /// The only class.
        class: usize,
        /// Number of rows.
        rows: usize,
    },
    /// A feature is NaN or infinite.
    #[error("row {row} holds {value} in column {column}; features must be finite numbers")]
    NonFinite {
        /// The row.
        row: usize,
        /// The column.
        column: usize,
        /// The value.
        value: f64,
    },
    /// Two lists that run parallel differ in length.
    #[error("{left} {left_name} stand against {right} {right_name}; they must run parallel")]
    Lengths {
        /// Length of the first list.
        left: usize,
        /// What the first list holds.
        left_name: &'static str,
        /// Length of the second list.
        right: usize,
        /// What the second list holds.
        right_name: &'static str,
    },
    /// A class number beyond the classes.
    #[error("row {row} is of class {class}, but there are only {classes} classes (0 to {})", classes.saturating_sub(1))]
    ClassOutOfRange {
        /// The row.
        row: usize,
        /// Its class.
        class: usize,
        /// Number of classes.
        classes: usize,
    },
    /// A confidence that is no share.
    #[error("row {row} has a confidence of {value}; confidences lie between 0 and 1")]
    NotAShare {
        /// The row.
        row: usize,
        /// Its confidence.
        value: f64,
    },
    /// A setting that must be positive and finite is not.
    #[error("the {name} is {value}; it must be a positive, finite number")]
    NotPositive {
        /// Which setting.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// No iterations allowed.
    #[error("the maximum number of iterations is 0; allow at least 1")]
    NoIterations,
    /// A given class weight is not positive and finite.
    #[error(
        "the weight of class {class} is {value}; class weights must be positive, finite numbers"
    )]
    ClassWeight {
        /// The class.
        class: usize,
        /// Its weight.
        value: f64,
    },
    /// The linfa solver would need more memory than allowed.
    #[error(
        "the linfa solver works on dense arrays and would need {needed} bytes for {rows} rows of {columns} columns, \
         more than the cap of {cap} bytes; use the sparse solver, fewer features or a higher cap"
    )]
    DenseMemory {
        /// Bytes that the dense fit would take.
        needed: u64,
        /// The cap in bytes.
        cap: u64,
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
    },
    /// linfa-logistic has no class weights.
    #[error(
        "the linfa solver knows uniform class weights only; use the sparse solver for balanced or given weights"
    )]
    DenseClassWeights,
    /// linfa-logistic itself failed.
    #[error("the linfa solver failed: {0}; use the sparse solver or scale the features down")]
    Dense(String),
    /// Something in linfa's own traits failed.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
    /// Stored weights do not make a model.
    #[error(
        "{weights} weights and {intercepts} intercepts do not make a model of {columns} columns; the file is damaged"
    )]
    Shape {
        /// Number of weights.
        weights: usize,
        /// Number of intercepts, one per class.
        intercepts: usize,
        /// Number of columns.
        columns: usize,
    },
    /// A stored weight, intercept or calibration figure is NaN or infinite.
    #[error("the stored {name} hold a value that is not finite; the file is damaged")]
    StoredNonFinite {
        /// Which table.
        name: &'static str,
    },
    /// Cross-validation with fewer than two folds.
    #[error("{folds} fold(s) leave nothing to hold out; use at least 2")]
    TooFewFolds {
        /// Number of folds asked for.
        folds: usize,
    },
    /// Fewer groups than folds.
    #[error(
        "{groups} group(s) cannot fill {folds} folds, because a group stays on one side; give statements of more groups, or ask for fewer folds (at least 2)"
    )]
    FewerGroupsThanFolds {
        /// Number of different groups.
        groups: usize,
        /// Number of folds asked for.
        folds: usize,
    },
    /// A list that must hold something is empty.
    #[error("there are no {name}; at least one is needed")]
    Empty {
        /// What is missing.
        name: &'static str,
    },
}

/// Fails unless two parallel lists are equally long.
pub(crate) fn same_length(
    (left, left_name): (usize, &'static str),
    (right, right_name): (usize, &'static str),
) -> Result<(), Error> {
    if left == right {
        Ok(())
    } else {
        Err(Error::Lengths {
            left,
            left_name,
            right,
            right_name,
        })
    }
}

/// Fails on the first class that is not below `classes`.
pub(crate) fn classes_below<'a>(
    targets: impl IntoIterator<Item = &'a usize>,
    classes: usize,
) -> Result<(), Error> {
    match targets
        .into_iter()
        .enumerate()
        .find(|&(_, &class)| class >= classes)
    {
        Some((row, &class)) => Err(Error::ClassOutOfRange {
            row,
            class,
            classes,
        }),
        None => Ok(()),
    }
}
