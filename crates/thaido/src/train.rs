//! From labelled statements to a model.

use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array1, Array2};
use thaido_classifier::metrics::{ConfusionMatrix, Reliability, stance};
use thaido_classifier::{
    Calibration, ClassWeights, Folds, LabelSet, Logistic, LogisticParams, Selection, best, select,
};
use thaido_featurizer::{Featurizer, Sample, SparseMatrix, VectorTable};

use crate::answers::Answers;
use crate::dataset::Dataset;
use crate::error::Error;
use crate::model::{ClassifierHeader, Header, HeldOut, Model, TrainingHeader};
use crate::settings::{SelectBy, Settings};

/// What a training run decided on its way, for whoever watches.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Progress {
    /// A fold's rows are ready; its number from 0.
    Fold(usize),
    /// A candidate's mean score over the folds.
    Candidate {
        /// Inverse L2 strength.
        strength: f64,
        /// Class weights.
        class_weights: ClassWeights,
        /// Mean score.
        score: f64,
    },
}

/// One fold: a featurizer fitted without the held-out statements, and the rows of both sides.
struct FoldRows {
    held_out: Vec<usize>,
    training: DatasetBase<SparseMatrix, Array1<usize>>,
    test: SparseMatrix,
}

/// Uncalibrated scores of statements by models that did not see them.
#[derive(Clone, Debug)]
pub struct OutOfFold {
    /// Shape `statements × labels`.
    pub scores: Array2<f64>,
    /// Inverse L2 strength that was chosen.
    pub strength: f64,
    /// Class weights that were chosen.
    pub class_weights: ClassWeights,
    /// Calibration fitted on the scores.
    pub calibration: Calibration,
}

impl OutOfFold {
    /// The calibrated probability of every label, row by row.
    pub(crate) fn probabilities(&self) -> Vec<Vec<f64>> {
        self.scores
            .rows()
            .into_iter()
            .map(|row| self.calibration.probabilities(&row.to_vec()))
            .collect()
    }
}

/// Trains a model: settings and calibration by grouped, stratified cross-validation, then a fit on all statements.
///
/// # Errors
/// When the data or the settings cannot be learnt from; the sentence says why.
pub fn train(
    data: &Dataset,
    settings: &Settings,
    vectors: &[VectorTable],
    mut watch: impl FnMut(Progress),
) -> Result<Model, Error> {
    let held_out = cross_validate(data, settings, vectors, &mut watch)?;
    let (featurizer, rows) = Featurizer::fit_transform(
        settings.featurizer.clone(),
        &data.samples(),
        data.targets(),
        vectors.to_vec(),
    )?;
    let logistic = fit(
        settings,
        &held_out,
        data.labels().len(),
        &dataset(rows, data.targets()),
    )?;
    let header = Header {
        labels: data.labels().clone(),
        featurizer: settings.featurizer.clone(),
        classifier: ClassifierHeader {
            solver: settings.solver,
            strength: held_out.strength,
            class_weights: held_out.class_weights.clone(),
            convergence: logistic.convergence(),
        },
        training: summary(data),
        calibrated_on: None,
        metrics: Some(metrics(
            data.labels(),
            data.targets(),
            &held_out,
            settings.folds,
        )?),
        calibration: held_out.calibration,
    };
    Model::new(header, featurizer, logistic).map_err(|source| Error::File {
        path: "the new model".into(),
        source,
    })
}

/// The same model with its probabilities calibrated on other statements than the folds of its training.
///
/// Folds of the training data tell how sure a model may be of statements by the same authors. Statements of another
/// origin, which it has not seen, tell how sure it may be of the world's.
///
/// # Errors
/// When a statement carries a label that the model does not know.
pub fn calibrate(model: Model, statements: &Dataset) -> Result<Model, Error> {
    let rows = model.featurizer().transform(&statements.samples());
    let scores = model.logistic().score_rows(&rows);
    let calibration = Calibration::temperature(scores.view(), statements.targets())?;
    model
        .with_calibration(calibration, summary(statements))
        .map_err(|source| Error::File {
            path: "the new model".into(),
            source,
        })
}

fn summary(data: &Dataset) -> TrainingHeader {
    TrainingHeader {
        hash: data.hash(),
        statements: data.statements().len(),
        per_label: data.per_label(),
        groups: data.group_count(),
    }
}

/// Scores every statement with a model that did not see its group, and chooses strength and class weights.
///
/// # Errors
/// As [`train`].
pub fn cross_validate(
    data: &Dataset,
    settings: &Settings,
    vectors: &[VectorTable],
    mut watch: impl FnMut(Progress),
) -> Result<OutOfFold, Error> {
    let classes = data.labels().len();
    let folds = Folds::grouped(data.targets(), data.groups(), classes, settings.folds)?;
    let samples = data.samples();
    let mut rows = Vec::with_capacity(folds.count());
    for number in 0..folds.count() {
        rows.push(fold_rows(
            data, settings, vectors, &folds, number, &samples,
        )?);
        watch(Progress::Fold(number));
    }
    let candidates = candidates(settings)?;
    // The scores of all candidates are kept, so that the winner's need not be computed again.
    let mut scores: Vec<Array2<f64>> =
        vec![Array2::zeros((samples.len(), classes)); candidates.len()];
    let numbered: Vec<(usize, &Candidate)> = candidates.iter().enumerate().collect();
    let Selection {
        best: winner,
        means,
    } = select(&numbered, rows.len(), |&(number, candidate), fold| {
        let FoldRows {
            held_out,
            training,
            test,
        } = &rows[fold];
        let model = params(settings, candidate, classes).fit(training)?;
        let fold_scores = model.score_rows(test);
        for (&row, fold_row) in held_out.iter().zip(fold_scores.rows()) {
            scores[number].row_mut(row).assign(&fold_row);
        }
        let gold: Vec<usize> = held_out.iter().map(|&row| data.targets()[row]).collect();
        let predicted: Vec<usize> = fold_scores
            .rows()
            .into_iter()
            .map(|row| best(&row.to_vec()))
            .collect();
        let confusion = ConfusionMatrix::from_pairs(&gold, &predicted, classes)?;
        Ok::<f64, Error>(match settings.select_by {
            SelectBy::MacroF1 => confusion.macro_f1(),
            SelectBy::WeightedF1 => confusion.weighted_f1(),
            SelectBy::Accuracy => confusion.accuracy(),
        })
    })?;
    for (candidate, &score) in candidates.iter().zip(&means) {
        watch(Progress::Candidate {
            strength: candidate.strength,
            class_weights: candidate.class_weights.clone(),
            score,
        });
    }
    let Candidate {
        strength,
        class_weights,
    } = candidates[winner].clone();
    let scores = scores.swap_remove(winner);
    let calibration = Calibration::fit(scores.view(), data.targets())?;
    Ok(OutOfFold {
        scores,
        strength,
        class_weights,
        calibration,
    })
}

#[derive(Clone)]
struct Candidate {
    strength: f64,
    class_weights: ClassWeights,
}

/// The simplest first: uniform weights and the strongest penalty win a tie.
fn candidates(settings: &Settings) -> Result<Vec<Candidate>, Error> {
    if settings.strengths.is_empty() || settings.class_weights.is_empty() {
        return Err(Error::Data(
            "the settings name no strength or no class weights to try: give at least one"
                .to_owned(),
        ));
    }
    let mut strengths = settings.strengths.clone();
    strengths.sort_by(f64::total_cmp);
    let pairs = settings.class_weights.iter().flat_map(|class_weights| {
        strengths.iter().map(|&strength| Candidate {
            strength,
            class_weights: class_weights.clone(),
        })
    });
    Ok(pairs.collect())
}

fn params(settings: &Settings, candidate: &Candidate, classes: usize) -> LogisticParams {
    LogisticParams::new()
        .strength(candidate.strength)
        .class_weights(candidate.class_weights.clone())
        .solver(settings.solver)
        .classes(classes)
}

fn fold_rows(
    data: &Dataset,
    settings: &Settings,
    vectors: &[VectorTable],
    folds: &Folds,
    number: usize,
    samples: &[Sample<'_>],
) -> Result<FoldRows, Error> {
    let (training, held_out) = (folds.training(number), folds.held_out(number));
    let pick = |rows: &[usize]| rows.iter().map(|&row| samples[row]).collect::<Vec<_>>();
    let targets: Vec<usize> = training.iter().map(|&row| data.targets()[row]).collect();
    let (featurizer, rows) = Featurizer::fit_transform(
        settings.featurizer.clone(),
        &pick(&training),
        &targets,
        vectors.to_vec(),
    )?;
    let test = featurizer.transform(&pick(&held_out));
    Ok(FoldRows {
        held_out,
        training: dataset(rows, &targets),
        test,
    })
}

fn dataset(rows: SparseMatrix, targets: &[usize]) -> DatasetBase<SparseMatrix, Array1<usize>> {
    DatasetBase::new(rows, Array1::from(targets.to_vec()))
}

fn fit(
    settings: &Settings,
    chosen: &OutOfFold,
    classes: usize,
    rows: &DatasetBase<SparseMatrix, Array1<usize>>,
) -> Result<Logistic, Error> {
    let candidate = Candidate {
        strength: chosen.strength,
        class_weights: chosen.class_weights.clone(),
    };
    Ok(params(settings, &candidate, classes).fit(rows)?)
}

fn metrics(
    labels: &LabelSet,
    gold: &[usize],
    held_out: &OutOfFold,
    folds: usize,
) -> Result<HeldOut, Error> {
    let answers = Answers::of(&held_out.probabilities(), gold);
    let confusion = ConfusionMatrix::from_pairs(gold, &answers.predicted, labels.len())?;
    let stance_macro_f1 = match labels.none() {
        Some(none) => {
            let others = (0..labels.len()).filter(|&label| label != none);
            Some(stance(held_out.scores.view(), gold, none)?.macro_f1_over(others))
        }
        None => None,
    };
    Ok(HeldOut {
        folds,
        accuracy: confusion.accuracy(),
        macro_f1: confusion.macro_f1(),
        weighted_f1: confusion.weighted_f1(),
        stance_macro_f1,
        ece: Reliability::new(&answers.confidences, &answers.right)?.ece,
    })
}
