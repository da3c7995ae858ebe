//! Rows times a matrix without the rows: from a sample to one number per output in one pass.

use crate::featurizer::{Featurizer, Scratch, part, window};
use crate::lookup::Lookup;
use crate::ngram;
use crate::sample::{Namespace, Sample};
use crate::vectors::WordSums;

/// A matrix of `columns × outputs` weights joined with the tables of a [`Featurizer`], so that the product of a sample's
/// row with it needs neither the row nor a look at a column that the row does not have.
///
/// The result is that of [`Featurizer::row`] and a multiplication up to rounding: sums run in the order of the text and
/// not of the columns. A text gives the same bits every time.
///
/// ```
/// use thaido_featurizer::{Featurizer, FeaturizerParams, Projection, Sample, Scratch};
/// let texts = ["Chúng tôi hoan nghênh đối thoại", "Chúng tôi lên án hành động này"];
/// let samples: Vec<Sample> = texts.iter().map(|&text| Sample::from(text)).collect();
/// let params = FeaturizerParams { min_df: 1, ..Default::default() };
/// let (featurizer, rows) = Featurizer::fit_transform(params, &samples, &[], Vec::new())?;
/// let weights: Vec<f32> = (0..featurizer.columns()).map(|column| column as f32).collect();
/// let projection = Projection::new(&featurizer, &weights, 1);
/// let mut product = [0.0];
/// projection.write(&featurizer, &samples[0], &mut Scratch::default(), &mut product);
/// let (columns, values) = rows.row(0);
/// let expected: f64 = columns.iter().zip(values).map(|(&column, &value)| f64::from(column) * f64::from(value)).sum();
/// assert!((product[0] - expected).abs() < 1e-6 * expected);
/// # Ok::<(), thaido_featurizer::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Projection {
    outputs: usize,
    lookup: Lookup,
    terms: Vec<Term>,
    /// The weights of outputs beyond the first [`LANES`], place by place.
    more: Vec<f32>,
    words: Vec<WordSums>,
}

/// Outputs whose weights stand beside the hash, on the same cache line.
const LANES: usize = 5;

/// Everything about a term: half a cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Term {
    hash: u64,
    /// The square of its idf, then its idf times its weights.
    lanes: [f32; LANES + 1],
}

/// A term of the sample that is read, with how often it was seen.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    /// The reading that this entry belongs to; entries of other readings are free.
    reading: u32,
    place: u32,
    count: u32,
}

impl Projection {
    /// Joins `weights`, all outputs of column 0, of column 1, …, with the tables of `featurizer`.
    ///
    /// # Panics
    /// When there are not `columns × outputs` weights.
    pub fn new(featurizer: &Featurizer, weights: &[f32], outputs: usize) -> Self {
        assert_eq!(
            weights.len(),
            featurizer.columns() * outputs,
            "columns × outputs weights"
        );
        let hashes = featurizer.vocabulary().hashes();
        let (lookup, filled) = Lookup::new(hashes);
        let mut more = Vec::with_capacity(filled.len() * outputs.saturating_sub(LANES));
        let mut terms = Vec::with_capacity(filled.len());
        for (hash, column) in filled {
            let column = column.map(|column| column as usize);
            let idf = column.map_or(0.0, |column| featurizer.idf()[column]);
            let own = |output: usize| {
                column.map_or(0.0, |column| weights[column * outputs + output] * idf)
            };
            let mut lanes = [0.0; LANES + 1];
            lanes[0] = idf * idf;
            for (output, lane) in lanes[1..].iter_mut().enumerate().take(outputs) {
                *lane = own(output);
            }
            more.extend((LANES..outputs).map(own));
            terms.push(Term { hash, lanes });
        }
        let length = featurizer.params().vector_weight as f32;
        let mut rest = &weights[hashes.len() * outputs..];
        let mut words = Vec::with_capacity(featurizer.vectors().len());
        for vectors in featurizer.vectors() {
            let (own, others) = rest.split_at(vectors.dimensions() * outputs);
            words.push(WordSums::new(vectors, own, outputs, length));
            rest = others;
        }
        Projection {
            outputs,
            lookup,
            terms,
            more,
            words,
        }
    }

    /// Number of outputs.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Writes the product of the sample's row into `products`, one number per output.
    ///
    /// `featurizer` is the one that the projection was made from.
    ///
    /// # Panics
    /// When `products` has not one number per output.
    pub fn write(
        &self,
        featurizer: &Featurizer,
        sample: &Sample<'_>,
        scratch: &mut Scratch,
        products: &mut [f64],
    ) {
        assert_eq!(products.len(), self.outputs, "one product per output");
        products.fill(0.0);
        featurizer
            .rules()
            .read_with(sample.text, &mut scratch.tokenizer, &mut scratch.units);
        self.add_part(
            featurizer,
            &[Namespace::Text],
            sample,
            1.0,
            scratch,
            products,
        );
        for words in &self.words {
            words.add(&scratch.units, &mut scratch.words, products);
        }
        if featurizer.params().context > 0 {
            let context = [Namespace::Before, Namespace::After, Namespace::Cue];
            self.add_part(
                featurizer,
                &context,
                sample,
                featurizer.params().context_weight,
                scratch,
                products,
            );
        }
    }

    /// Adds the terms of some namespaces, scaled together to `length`. The units of the statement are in the scratch.
    fn add_part(
        &self,
        featurizer: &Featurizer,
        namespaces: &[Namespace],
        sample: &Sample<'_>,
        length: f64,
        scratch: &mut Scratch,
        products: &mut [f64],
    ) {
        let Scratch {
            tokenizer,
            units,
            hashes,
            known,
            seen,
            reading,
            more,
            ..
        } = scratch;
        let params = featurizer.params();
        let mut found = 0;
        for &namespace in namespaces {
            if namespace != Namespace::Text {
                featurizer
                    .rules()
                    .read_with(part(sample, namespace), tokenizer, units);
            }
            let (units, range) = (
                window(params, namespace, units),
                (params.min_n, params.max_n),
            );
            ngram::for_each_length(namespace, units, range, hashes, |hashes| {
                found = self.find(hashes, known, found);
            });
        }
        known.truncate(found);
        // Twice as many entries as terms, so that a free one is near.
        let size = (known.len() * 2).next_power_of_two().max(256);
        if seen.len() < size || *reading == u32::MAX {
            seen.clear();
            seen.resize(size, Seen::default());
            *reading = 0;
        }
        *reading += 1;
        more.clear();
        more.resize(self.outputs.saturating_sub(LANES), 0.0);
        let mut sums = [0.0; LANES + 1];
        for &place in &*known {
            let lanes = &self.terms[place as usize].lanes;
            let count = count(seen, *reading, place);
            let mut factor = 1.0;
            if count == 1 {
                for (sum, &lane) in sums.iter_mut().zip(lanes) {
                    *sum += f64::from(lane);
                }
            } else {
                let square;
                (factor, square) = growth(count, params.sublinear_tf);
                sums[0] += square * f64::from(lanes[0]);
                for (sum, &lane) in sums[1..].iter_mut().zip(&lanes[1..]) {
                    *sum += factor * f64::from(lane);
                }
            }
            if !more.is_empty() {
                let own = &self.more[place as usize * more.len()..][..more.len()];
                for (sum, &weight) in more.iter_mut().zip(own) {
                    *sum += factor * f64::from(weight);
                }
            }
        }
        if sums[0] > 0.0 {
            let scale = length / sums[0].sqrt();
            for (product, sum) in products.iter_mut().zip(sums[1..].iter().chain(&*more)) {
                *product += scale * sum;
            }
        }
    }

    /// Writes the places of the n-grams that are known behind the first `found` ones; returns how many there are then.
    /// Nothing here waits for what an access to memory gives, so that many of them are on their way at a time;
    /// afterwards the terms are near.
    fn find(&self, hashes: &[u64], known: &mut Vec<u32>, mut found: usize) -> usize {
        known.resize(found + hashes.len(), 0);
        for &hash in hashes {
            let place = self.lookup.place(hash);
            known[found] = place as u32;
            found += usize::from(self.terms[place].hash == hash);
        }
        found
    }
}

/// Counts a term: 1 when it is seen for the first time in this reading.
#[inline]
fn count(seen: &mut [Seen], reading: u32, place: u32) -> u32 {
    let mask = seen.len() - 1;
    let mut at = place as usize & mask;
    loop {
        let entry = &mut seen[at & mask];
        if entry.reading != reading {
            *entry = Seen {
                reading,
                place,
                count: 1,
            };
            return 1;
        }
        if entry.place == place {
            entry.count += 1;
            return entry.count;
        }
        at += 1;
    }
}

/// What the `count`-th occurrence adds to a term's frequency, and to its square.
#[cold]
fn growth(count: u32, sublinear: bool) -> (f64, f64) {
    let tf = |count: u32| {
        let count = count as f32;
        f64::from(if sublinear { 1.0 + count.ln() } else { count })
    };
    let (before, after) = (tf(count - 1), tf(count));
    (after - before, after * after - before * before)
}
