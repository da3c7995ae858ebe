//! Finds the quoted statements of Vietnamese news, says who spoke, and labels each: **conciliatory**, **accusatory**
//! or **warning**, or whatever labels a model was trained on.
//!
//! This is the library that a Rust program adds. It knows records, the model file, and training, labelling and
//! evaluation from end to end; it must not know arguments, terminals or colours.
//!
//! ```
//! use thaido::{Document, Labeller, Model};
//!
//! let model = Model::embedded()?;
//! let mut labeller = Labeller::new(&model);
//! let document = Document {
//!     id: "tin-1".to_owned(),
//!     text: "Người phát ngôn Trần Văn Bình cảnh báo: \"Nếu họ tấn công, chúng tôi sẽ đáp trả thích đáng\".".to_owned(),
//!     ..Document::default()
//! };
//! let found = labeller.label_document(&document);
//! assert_eq!(found[0].statement.text, "Nếu họ tấn công, chúng tôi sẽ đáp trả thích đáng");
//! assert_eq!(found[0].labelling.label, "warning");
//! # Ok::<(), thaido::Error>(())
//! ```

mod answers;
mod bench;
mod candidate;
mod check;
mod dataset;
mod describe;
mod error;
mod evaluate;
mod explain;
mod extract;
pub mod io;
mod json;
mod labeller;
mod learning;
mod model;
mod originality;
mod record;
pub mod report;
mod scores;
mod settings;
mod train;

pub use bench::{
    BenchOptions, Change, Corpus, Latency, Machine, Measured, Memory, SizeFigures, StageFigures,
    bench,
};
pub use candidate::{Candidate, candidates};
pub use check::{Duplicate, Findings, NEAR, Place, Suspicion, check};
pub use dataset::Dataset;
pub use describe::{Description, LabelTerms, TermWeight, VectorShape, describe};
pub use error::{Error, FormatError};
pub use evaluate::{
    CoveragePoint, Evaluation, Figure, LabelFigures, StanceFigures, WORST, WrongLabel, evaluate,
    evaluate_folds,
};
pub use explain::{Explanation, Reason, explain};
pub use extract::{Extractor, extract};
pub use labeller::{LabelledExtract, LabelledStatement, Labeller, Labelling};
pub use learning::{LearningPoint, learning_curve};
pub use model::vectors::vectors_to_bytes;
pub use model::{ClassifierHeader, Header, HeldOut, Model, TrainingHeader, read_vectors};
pub use originality::{OriginalityCheck, RUNS, SharedRuns};
pub use record::{CONTEXT, Document, Extra, Extracted, Mention, Speaker, Statement};
pub use scores::Scores;
pub use settings::{SelectBy, Settings};
pub use thaido_classifier as classifier;
pub use thaido_featurizer::{
    CueParams, CueTrainer, FeaturizerParams, Sample, VectorParams, VectorTable, VectorTrainer,
};
pub use train::{OutOfFold, Progress, calibrate, cross_validate, train};
