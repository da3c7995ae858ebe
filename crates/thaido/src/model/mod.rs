//! The model: a frozen featurizer, weights, calibration and a header, in one file.

mod bytes;
mod header;
pub(crate) mod vectors;

use std::path::Path;
use std::sync::OnceLock;

use thaido_classifier::{Calibration, LabelSet, Logistic};
use thaido_featurizer::{Featurizer, Projection, Sample, Scratch, VectorTable, Vocabulary};
use xxhash_rust::xxh3::xxh3_64;

use crate::error::{Error, FormatError};
use bytes::{Reader, Writer};
pub use header::{ClassifierHeader, Header, HeldOut, TrainingHeader};

const NAME: &str = "thaido-model";
const VERSION: u32 = 1;

/// The model that is shipped with the program.
static EMBEDDED: &[u8] = include_bytes!("../../../../models/stance.model");

/// Everything that is needed to label a statement.
#[derive(Debug)]
pub struct Model {
    header: Header,
    featurizer: Featurizer,
    logistic: Logistic,
    hash: String,
    /// Featurizer and weights joined for labelling; made when the first statement is labelled.
    projection: OnceLock<Projection>,
}

impl Model {
    /// Puts a model together; the parts must fit.
    pub(crate) fn new(
        header: Header,
        featurizer: Featurizer,
        logistic: Logistic,
    ) -> Result<Self, FormatError> {
        let mut model = Model {
            header,
            featurizer,
            logistic,
            hash: String::new(),
            projection: OnceLock::new(),
        };
        model.check()?;
        model.hash = short_hash(&model.to_bytes()?);
        Ok(model)
    }

    /// The same model with another calibration.
    pub(crate) fn with_calibration(
        self,
        calibration: Calibration,
        calibrated_on: TrainingHeader,
    ) -> Result<Self, FormatError> {
        let header = Header {
            calibration,
            calibrated_on: Some(calibrated_on),
            ..self.header
        };
        Model::new(header, self.featurizer, self.logistic)
    }

    fn check(&self) -> Result<(), FormatError> {
        let inconsistent = |reason: String| Err(FormatError::Inconsistent(reason));
        let labels = self.header.labels.len();
        if self.logistic.classes() != labels {
            return inconsistent(format!(
                "it has {labels} labels, but weights for {}",
                self.logistic.classes()
            ));
        }
        if self.logistic.columns() != self.featurizer.columns() {
            return inconsistent(format!(
                "it has {} features, but weights for {}",
                self.featurizer.columns(),
                self.logistic.columns()
            ));
        }
        if self
            .header
            .calibration
            .classes()
            .is_some_and(|classes| classes != labels)
        {
            return inconsistent("its calibration is for another number of labels".to_owned());
        }
        Ok(())
    }

    /// The stance model that comes with the program.
    ///
    /// # Errors
    /// Never with an unaltered program: a test reads the embedded bytes.
    pub fn embedded() -> Result<Self, Error> {
        Self::from_bytes(EMBEDDED).map_err(|source| Error::File {
            path: "the embedded model".into(),
            source,
        })
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// When the file cannot be read, or is no model, damaged, cut short or newer than this program.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(|source| Error::Io {
            action: "read",
            path: path.into(),
            source,
        })?;
        Self::from_bytes(&bytes).map_err(|source| Error::File {
            path: path.into(),
            source,
        })
    }

    /// Reads a model from memory.
    ///
    /// # Errors
    /// One sentence for each way in which bytes can be no model.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut reader = Reader::new(NAME, VERSION, bytes)?;
        let header: Header = reader.header()?;
        let blob = reader.text("the terms")?;
        let ends = reader.table("the ends of the terms")?;
        let hashes = reader.table("the hashes of the terms")?;
        let text_terms = reader.table::<u64>("the number of terms of statements")?;
        let idf = reader.table("the document frequencies")?;
        let weights = reader.table("the weights")?;
        let intercepts = reader.table("the intercepts")?;
        let vectors = vectors::read_tables(&mut reader)?;
        reader.finish()?;
        let inconsistent =
            |error: thaido_featurizer::Error| FormatError::Inconsistent(error.to_string());
        let text_terms = text_terms
            .first()
            .map_or(0, |&terms| usize::try_from(terms).unwrap_or(usize::MAX));
        let vocabulary =
            Vocabulary::from_parts(blob, ends, hashes, text_terms).map_err(inconsistent)?;
        let featurizer =
            Featurizer::from_parts(header.featurizer.clone(), vocabulary, idf, vectors)
                .map_err(inconsistent)?;
        let columns = featurizer.columns();
        let logistic =
            Logistic::from_parts(weights, intercepts, columns, header.classifier.convergence)
                .map_err(|error| FormatError::Inconsistent(error.to_string()))?;
        let model = Model {
            header,
            featurizer,
            logistic,
            hash: short_hash(bytes),
            projection: OnceLock::new(),
        };
        model.check()?;
        Ok(model)
    }

    /// The model as a file's bytes: the same model gives the same bytes.
    ///
    /// # Errors
    /// When the header cannot be written as JSON, which no header of a fitted model does.
    pub fn to_bytes(&self) -> Result<Vec<u8>, FormatError> {
        let mut writer = Writer::new(NAME, VERSION, &self.header)?;
        let vocabulary = self.featurizer.vocabulary();
        let (blob, ends) = vocabulary.blob();
        writer.table(blob.as_bytes());
        writer.table(ends);
        writer.table(vocabulary.hashes());
        writer.table(&[vocabulary.text_terms() as u64]);
        writer.table(self.featurizer.idf());
        writer.table(self.logistic.stored_weights());
        writer.table(self.logistic.intercepts());
        vectors::write_tables(&mut writer, self.featurizer.vectors());
        Ok(writer.finish())
    }

    /// What the model says about itself.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The labels.
    pub fn labels(&self) -> &LabelSet {
        &self.header.labels
    }

    /// How texts become rows.
    pub fn featurizer(&self) -> &Featurizer {
        &self.featurizer
    }

    /// How rows become scores.
    pub fn logistic(&self) -> &Logistic {
        &self.logistic
    }

    /// Writes the score of every label for one sample, before calibration: what [`Logistic::write_scores`] gives for the
    /// sample's row, up to rounding, without making the row.
    pub(crate) fn write_scores(
        &self,
        sample: &Sample<'_>,
        scratch: &mut Scratch,
        scores: &mut [f64],
    ) {
        let joined = || {
            Projection::new(
                &self.featurizer,
                self.logistic.stored_weights(),
                self.logistic.classes(),
            )
        };
        self.projection
            .get_or_init(joined)
            .write(&self.featurizer, sample, scratch, scores);
        for (score, &intercept) in scores.iter_mut().zip(self.logistic.intercepts()) {
            *score += f64::from(intercept);
        }
    }

    /// The first twelve hexadecimal digits of the hash of the model's bytes.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

fn short_hash(bytes: &[u8]) -> String {
    format!("{:016x}", xxh3_64(bytes))[..12].to_owned()
}

/// Reads a vector table from a file.
///
/// # Errors
/// As [`Model::read`].
pub fn read_vectors(path: &Path) -> Result<VectorTable, Error> {
    let bytes = std::fs::read(path).map_err(|source| Error::Io {
        action: "read",
        path: path.into(),
        source,
    })?;
    vectors::from_bytes(&bytes).map_err(|source| Error::File {
        path: path.into(),
        source,
    })
}
