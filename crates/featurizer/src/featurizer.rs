//! The featurizer: fitted once, then frozen.

use thaido_tokenizer::Span;

use crate::census::{Census, Seen};
use crate::grams::Grams;
use crate::ngram;
use crate::params::FeaturizerParams;
use crate::projection::Memory;
use crate::sample::{Namespace, Sample};
use crate::selection;
use crate::unit::{Unit, UnitRules};
use crate::vectors::{Pair, VectorTable};
use crate::vocabulary::Vocabulary;
use crate::{Error, SparseMatrix};

/// Turns samples into rows: `vocabulary terms + vector dimensions` columns.
///
/// The statement's part of a row is `tf · idf` scaled to length 1, the context's part is the same over the context's
/// terms scaled to `context_weight`, and the vectors' part is, for every table, the sum of the vectors of the statement's
/// words, scaled so that the squares of their lengths sum to the square of `vector_weight`. `tf` is `1 + ln n` (or `n`),
/// `idf` is `ln((1 + N) / (1 + df)) + 1` over the `N` texts of the fit, as in scikit-learn's `TfidfVectorizer`.
#[derive(Debug)]
pub struct Featurizer {
    params: FeaturizerParams,
    rules: UnitRules,
    vocabulary: Vocabulary,
    idf: Vec<f32>,
    vectors: Vec<VectorTable>,
}

/// Buffers that [`Featurizer::row`] works in; one per thread, used again for every sample.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    units: Vec<Unit>,
    columns: Vec<u32>,
    sums: Vec<f32>,
    /// Of [`crate::Projection`]: what is remembered of units,
    pub(crate) memory: Memory,
    /// where the readings of a text's units are,
    pub(crate) places: Vec<u32>,
    /// its n-grams,
    pub(crate) grams: Grams,
    /// and the pairs that its units begin.
    pub(crate) pairs: Vec<Pair>,
}

/// One row: ascending columns and their values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Columns, ascending.
    pub indices: Vec<u32>,
    /// Values, parallel to the columns.
    pub values: Vec<f32>,
}

/// Where a term of a row stands in the sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The term's column.
    pub column: usize,
    /// The part of the sample that `span` points into.
    pub namespace: Namespace,
    /// From the first to the last unit of the term.
    pub span: Span,
}

impl Featurizer {
    /// Learns the terms and their document frequencies from `samples`.
    ///
    /// `labels`, one a sample from 0, are used by chi-squared selection alone and may be empty without it.
    ///
    /// # Errors
    /// When a setting makes no sense, no term is left, or labels are missing for selection.
    pub fn fit(
        params: FeaturizerParams,
        samples: &[Sample<'_>],
        labels: &[usize],
        vectors: Vec<VectorTable>,
    ) -> Result<Self, Error> {
        Self::fit_transform(params, samples, labels, vectors).map(|(featurizer, _)| featurizer)
    }

    /// [`Featurizer::fit`], with the rows of the samples.
    ///
    /// # Errors
    /// As [`Featurizer::fit`].
    pub fn fit_transform(
        params: FeaturizerParams,
        samples: &[Sample<'_>],
        labels: &[usize],
        vectors: Vec<VectorTable>,
    ) -> Result<(Self, SparseMatrix), Error> {
        params.check()?;
        if params.select.is_some() && labels.len() != samples.len() {
            return Err(Error::Labels {
                texts: samples.len(),
                labels: labels.len(),
            });
        }
        let rules = UnitRules::new(&params);
        let census = Census::take(&params, &rules, samples);
        let most = (params.max_df * samples.len() as f64).floor() as usize;
        let kept = |seen: &&Seen| (params.min_df..=most).contains(&(seen.samples as usize));
        let terms: Vec<(Namespace, String, u64)> = census
            .seen
            .iter()
            .filter(kept)
            .map(|seen| {
                let text = part(&samples[seen.first as usize], seen.namespace);
                (
                    seen.namespace,
                    rules.phrase(seen.span().of(text)),
                    seen.hash,
                )
            })
            .collect();
        if terms.is_empty() {
            return Err(Error::NoTerms {
                texts: samples.len(),
                min_df: params.min_df,
            });
        }
        let (vocabulary, _) = Vocabulary::sort(terms);
        let total = samples.len() as f64;
        let mut idf = vec![0.0; vocabulary.len()];
        let mut columns = vec![u32::MAX; census.seen.len()];
        for (seen, column_of) in census.seen.iter().zip(&mut columns) {
            if let Some(column) = Some(seen)
                .filter(kept)
                .and_then(|seen| vocabulary.column(seen.hash))
            {
                idf[column as usize] =
                    (((1.0 + total) / (1.0 + f64::from(seen.samples))).ln() + 1.0) as f32;
                *column_of = column;
            }
        }
        let mut featurizer = Featurizer {
            params,
            rules,
            vocabulary,
            idf,
            vectors,
        };
        let mut rows = if featurizer.vectors.is_empty() {
            featurizer.rows_of(&census, &columns)
        } else {
            featurizer.transform(samples)
        };
        drop((census, columns));
        if let Some(most) = featurizer.params.select
            && most < featurizer.vocabulary.len()
        {
            featurizer.keep(&selection::best(
                &selection::chi_squared(&rows, labels)[..featurizer.vocabulary.len()],
                most,
            ));
            rows = featurizer.transform(samples);
        }
        Ok((featurizer, rows))
    }

    /// Puts a fitted featurizer together again from what its accessors gave.
    ///
    /// # Errors
    /// When a setting makes no sense, or the tables do not fit each other.
    pub fn from_parts(
        params: FeaturizerParams,
        vocabulary: Vocabulary,
        idf: Vec<f32>,
        vectors: Vec<VectorTable>,
    ) -> Result<Self, Error> {
        params.check()?;
        if idf.len() != vocabulary.len() {
            return Err(Error::Stored {
                reason: "it has not as many idf values as terms",
            });
        }
        if !idf.iter().all(|idf| idf.is_finite() && *idf > 0.0) {
            return Err(Error::Stored {
                reason: "an idf value is not a positive number",
            });
        }
        Ok(Featurizer {
            rules: UnitRules::new(&params),
            params,
            vocabulary,
            idf,
            vectors,
        })
    }

    /// Keeps the terms of the given ascending columns alone.
    fn keep(&mut self, columns: &[usize]) {
        let terms = columns
            .iter()
            .map(|&column| {
                let term = self.vocabulary.term(column).unwrap_or_default();
                let namespace = self.namespace(column);
                (
                    namespace,
                    term[namespace.prefix().len()..].to_owned(),
                    self.vocabulary.hashes()[column],
                )
            })
            .collect();
        self.idf = columns.iter().map(|&column| self.idf[column]).collect();
        // The columns ascend, so the order of the terms stays what it was.
        self.vocabulary = Vocabulary::sort(terms).0;
    }

    fn namespace(&self, column: usize) -> Namespace {
        let term = self.vocabulary.term(column).unwrap_or_default();
        if column < self.vocabulary.text_terms() {
            return Namespace::Text;
        }
        [Namespace::Before, Namespace::After, Namespace::Cue]
            .into_iter()
            .find(|namespace| term.starts_with(namespace.prefix()))
            .unwrap_or(Namespace::Text)
    }

    /// How units are cut.
    pub(crate) fn rules(&self) -> &UnitRules {
        &self.rules
    }

    /// The settings of the fit.
    pub fn params(&self) -> &FeaturizerParams {
        &self.params
    }

    /// The terms by column.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The inverse document frequency of every term.
    pub fn idf(&self) -> &[f32] {
        &self.idf
    }

    /// The tables of word vectors that the featurizer was fitted with.
    pub fn vectors(&self) -> &[VectorTable] {
        &self.vectors
    }

    /// Number of columns: terms, then the dimensions of every table of vectors.
    pub fn columns(&self) -> usize {
        let dimensions = self.vectors.iter().map(VectorTable::dimensions);
        self.vocabulary.len() + dimensions.sum::<usize>()
    }

    /// The rows of many samples, shape `samples × columns`.
    pub fn transform(&self, samples: &[Sample<'_>]) -> SparseMatrix {
        let mut matrix = SparseMatrix::new(self.columns());
        let (mut scratch, mut row) = (Scratch::default(), Row::default());
        for sample in samples {
            self.row(sample, &mut scratch, &mut row);
            matrix.push_row(&row.indices, &row.values);
        }
        matrix
    }

    /// The rows of counted samples, given the column of every n-gram (or `u32::MAX`): those that
    /// [`Featurizer::transform`] makes, without vectors.
    fn rows_of(&self, census: &Census, columns: &[u32]) -> SparseMatrix {
        let mut matrix = SparseMatrix::new(self.columns());
        matrix.reserve(census.len());
        let (mut own, mut row) = (Vec::new(), Row::default());
        for (text, context) in census.samples() {
            row.indices.clear();
            row.values.clear();
            for (numbers, length) in [(text, 1.0), (context, self.params.context_weight as f32)] {
                own.clear();
                own.extend(
                    numbers
                        .iter()
                        .map(|&number| columns[number as usize])
                        .filter(|&column| column != u32::MAX),
                );
                self.write_part(&mut own, length, &mut row);
            }
            matrix.push_row(&row.indices, &row.values);
        }
        matrix
    }

    /// Writes the row of one sample into `row`, which is emptied first.
    pub fn row(&self, sample: &Sample<'_>, scratch: &mut Scratch, row: &mut Row) {
        row.indices.clear();
        row.values.clear();
        scratch.columns.clear();
        self.collect(sample, Namespace::Text, scratch);
        self.write_part(&mut scratch.columns, 1.0, row);
        // The units of the statement are still in the scratch: the vectors read the same ones.
        scratch.sums.clear();
        for vectors in &self.vectors {
            vectors.write_sum(&scratch.units, &mut scratch.sums);
        }
        if self.params.context > 0 {
            scratch.columns.clear();
            for namespace in [Namespace::Before, Namespace::After, Namespace::Cue] {
                self.collect(sample, namespace, scratch);
            }
            self.write_part(&mut scratch.columns, self.params.context_weight as f32, row);
        }
        let first = self.vocabulary.len() as u32;
        for (&value, column) in scratch.sums.iter().zip(first..) {
            if value != 0.0 {
                row.indices.push(column);
                row.values.push(value * self.params.vector_weight as f32);
            }
        }
    }

    /// Appends the columns of all n-grams of one part, with repetitions.
    fn collect(&self, sample: &Sample<'_>, namespace: Namespace, scratch: &mut Scratch) {
        let Scratch { units, columns, .. } = scratch;
        self.rules.read(part(sample, namespace), units);
        let units = window(&self.params, namespace, units);
        ngram::for_each(
            namespace,
            units,
            (self.params.min_n, self.params.max_n),
            |_, _, hash| {
                columns.extend(self.vocabulary.column(hash));
            },
        );
    }

    /// Counts the collected columns and appends them, weighted and scaled to `length`.
    fn write_part(&self, columns: &mut [u32], length: f32, row: &mut Row) {
        columns.sort_unstable();
        let first = row.values.len();
        let mut squares = 0.0;
        for run in columns.chunk_by(|a, b| a == b) {
            let count = run.len() as f32;
            let tf = if self.params.sublinear_tf && run.len() > 1 {
                1.0 + count.ln()
            } else {
                count
            };
            let value = tf * self.idf[run[0] as usize];
            squares += value * value;
            row.indices.push(run[0]);
            row.values.push(value);
        }
        if squares > 0.0 {
            let scale = length / squares.sqrt();
            row.values[first..]
                .iter_mut()
                .for_each(|value| *value *= scale);
        }
    }

    /// Where the terms of a sample's row stand, by part and position.
    pub fn occurrences(&self, sample: &Sample<'_>) -> Vec<Occurrence> {
        let mut found = Vec::new();
        let mut units = Vec::new();
        let context: &[Namespace] = &[Namespace::Before, Namespace::After, Namespace::Cue];
        let parts = [Namespace::Text].iter().chain(if self.params.context > 0 {
            context
        } else {
            &[]
        });
        for &namespace in parts {
            self.rules.read(part(sample, namespace), &mut units);
            let units = window(&self.params, namespace, &units);
            ngram::for_each(
                namespace,
                units,
                (self.params.min_n, self.params.max_n),
                |at, length, hash| {
                    if let Some(column) = self.vocabulary.column(hash) {
                        let span = Span {
                            start: units[at].span.start,
                            end: units[at + length - 1].span.end,
                        };
                        found.push(Occurrence {
                            column: column as usize,
                            namespace,
                            span,
                        });
                    }
                },
            );
        }
        found
    }

    /// What each word of the statement adds to its row, table by table and by position: the column from which on the
    /// numbers are added, where the word stands, and the numbers. Empty without vectors.
    pub fn word_shares(&self, sample: &Sample<'_>) -> Vec<(usize, Span, Vec<f32>)> {
        let mut found = Vec::new();
        if self.vectors.is_empty() {
            return found;
        }
        let mut units = Vec::new();
        self.rules.read(sample.text, &mut units);
        let mut column = self.vocabulary.len();
        for vectors in &self.vectors {
            for ((at, length), mut share) in vectors.shares(&units) {
                for value in &mut share {
                    *value *= self.params.vector_weight as f32;
                }
                let span = Span {
                    start: units[at].span.start,
                    end: units[at + length - 1].span.end,
                };
                found.push((column, span, share));
            }
            column += vectors.dimensions();
        }
        found
    }
}

/// The text of one part of a sample.
pub(crate) fn part<'t>(sample: &Sample<'t>, namespace: Namespace) -> &'t str {
    match namespace {
        Namespace::Text => sample.text,
        Namespace::Before => sample.before,
        Namespace::After => sample.after,
        Namespace::Cue => sample.cue,
    }
}

/// The units of a part that are read: all of the statement and the cue, the nearest ones of the context.
pub(crate) fn window<'u, U>(
    params: &FeaturizerParams,
    namespace: Namespace,
    units: &'u [U],
) -> &'u [U] {
    match namespace {
        Namespace::Text | Namespace::Cue => units,
        Namespace::Before => &units[units.len().saturating_sub(params.context)..],
        Namespace::After => &units[..units.len().min(params.context)],
    }
}
