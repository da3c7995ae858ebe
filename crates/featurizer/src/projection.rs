//! Rows times a matrix without the rows: from a sample to one number per output in one pass.

use std::sync::atomic::{AtomicU64, Ordering};

use thaido_tokenizer::{Span, Tokenizer};

use crate::context::{fills_window, near};
use crate::featurizer::{Featurizer, Scratch, part, window};
use crate::joined::{Joined, frequent_first, is_balanced};
use crate::lookup::{self, Candidate, Lookup, number, spread};
use crate::ngram;
use crate::params::FeaturizerParams;
use crate::sample::{Namespace, Sample};
use crate::terms::Terms;
use crate::unit::Piece;
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
    /// Outputs whose weights are kept: all, or all but the last, whose weights make up for those of the others.
    kept: usize,
    lookup: Lookup,
    terms: Table,
    /// The weights of outputs beyond the first [`LANES`], number by number.
    more: Vec<f32>,
    words: WordSums,
    /// Tells apart what buffers remember of this and of other projections.
    identity: u64,
}

/// What is known of a unit: its code, and what the tables say of it when it stands alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    pub(crate) code: u64,
    /// The number of the term of a statement; that behind the last when it is none.
    term: u32,
    /// The number of the word among those that have vectors; likewise.
    pub(crate) word: u32,
}

/// A text is read into the places of its units' readings. What was learnt of a word has one place from text to text, so
/// that the frequent ones, which are met first, stand close together.
impl Piece for u32 {
    type Note = u32;

    #[inline]
    fn new(note: u32, _: Span) -> Self {
        note
    }

    fn reach(&mut self, _: usize) {}
}

/// Readings that are kept before all are forgotten: words that come again and again are learnt anew soon.
const READINGS: usize = 1 << 15;
/// A power of two: codes that were learnt of late, for numbers, long words and others that the tokenizer does not remember.
const LEARNT: usize = 1 << 10;

/// Rows no longer than the outputs need: what is shorter stays nearer.
#[derive(Clone, Debug)]
enum Table {
    Short(Terms<4>),
    Middle(Terms<6>),
    Long(Terms<{ LANES + 1 }>),
}

/// Outputs whose weights stand in a term's row.
const LANES: usize = 7;

/// The identity of the next projection; 0 is that of none.
static NEXT: AtomicU64 = AtomicU64::new(1);

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
        let kept = outputs - usize::from(is_balanced(weights, outputs));
        let hashes = featurizer.vocabulary().hashes();
        let order = frequent_first(featurizer.idf());
        let sorted: Vec<u64> = order
            .iter()
            .map(|&column| hashes[column as usize])
            .collect();
        let joined = Joined {
            hashes,
            idf: featurizer.idf(),
            weights,
            outputs,
            kept,
            order: &order,
        };
        let more = order.iter().flat_map(|&column| {
            let column = column as usize;
            let idf = featurizer.idf()[column];
            (LANES..kept).map(move |output| weights[column * outputs + output] * idf)
        });
        let length = featurizer.params().vector_weight as f32;
        let rest = &weights[hashes.len() * outputs..];
        Projection {
            outputs,
            kept,
            lookup: Lookup::new(&sorted),
            terms: match kept {
                0..=3 => Table::Short(joined.terms()),
                4..=5 => Table::Middle(joined.terms()),
                _ => Table::Long(joined.terms()),
            },
            more: more.collect(),
            words: WordSums::new(featurizer.vectors(), rest, (outputs, kept), length),
            identity: NEXT.fetch_add(1, Ordering::Relaxed),
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
        let (kept, last) = products.split_at_mut(self.kept);
        self.add_all(featurizer, sample, scratch, kept);
        if let [last] = last {
            *last = -kept.iter().sum::<f64>();
        }
    }

    /// Adds the products of the kept outputs to `products`.
    fn add_all(
        &self,
        featurizer: &Featurizer,
        sample: &Sample<'_>,
        scratch: &mut Scratch,
        products: &mut [f64],
    ) {
        if scratch.owner != self.identity || scratch.readings.len() > READINGS {
            scratch.owner = self.identity;
            scratch.tokenizer = Tokenizer::default();
            scratch.readings.clear();
            scratch.learnt.clear();
            scratch.learnt.resize(LEARNT, (0, u32::MAX));
        }
        self.read(featurizer, sample.text, scratch);
        self.add_part(
            featurizer,
            &[Namespace::Text],
            sample,
            1.0,
            scratch,
            products,
        );
        self.words.add(scratch, products);
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

    /// Writes the units of a text into the scratch.
    fn read(&self, featurizer: &Featurizer, text: &str, scratch: &mut Scratch) {
        let Scratch {
            tokenizer,
            readings,
            learnt,
            places,
            ..
        } = scratch;
        let note = |code| {
            let (known, place) = &mut learnt[spread(code) as usize % LEARNT];
            if *known != code || *place == u32::MAX {
                (*known, *place) = (code, readings.len() as u32);
                readings.push(self.note(code));
            }
            *place
        };
        featurizer.rules().read_with(text, tokenizer, note, places);
    }

    /// What there is to know of a unit that stands alone.
    #[inline(never)]
    fn note(&self, code: u64) -> Reading {
        let hash = ngram::extend(ngram::start(Namespace::Text), code);
        let (candidate, likely) = self.lookup.candidate(hash);
        let known = likely
            && match &self.terms {
                Table::Short(terms) => terms.knows(candidate),
                Table::Middle(terms) => terms.knows(candidate),
                Table::Long(terms) => terms.knows(candidate),
            };
        Reading {
            code,
            term: if known {
                number(candidate) as u32
            } else {
                self.lookup.len()
            },
            word: self.words.number(code),
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
        let params = featurizer.params();
        let mut found = 0;
        for &namespace in namespaces {
            if namespace != Namespace::Text {
                let whole = part(sample, namespace);
                let near = near(params, namespace, whole);
                self.read(featurizer, near, scratch);
                if near.len() < whole.len() && !fills_window(params, scratch.places.len()) {
                    self.read(featurizer, whole, scratch);
                }
            }
            found = self.find(params, namespace, scratch, found);
        }
        let Scratch { known, counter, .. } = scratch;
        let known = &known[..found];
        let sublinear = params.sublinear_tf;
        match &self.terms {
            Table::Short(terms) => {
                let sums = terms.sum(known, counter, sublinear);
                add_scaled(&sums, length, products);
            }
            Table::Middle(terms) => {
                let sums = terms.sum(known, counter, sublinear);
                add_scaled(&sums, length, products);
            }
            Table::Long(terms) => {
                let sums = terms.sum(known, counter, sublinear);
                let scale = add_scaled(&sums, length, products);
                if self.kept > LANES {
                    let known = known.iter().filter(|&&candidate| terms.knows(candidate));
                    let once = known.map(|&candidate| (number(candidate), 1.0));
                    let repeated = counter.repeated(sublinear);
                    self.add_more(once.chain(repeated), scale, &mut products[LANES..]);
                }
            }
        }
    }

    /// Adds the weights of the outputs beyond the first [`LANES`].
    fn add_more(
        &self,
        terms: impl Iterator<Item = (usize, f64)>,
        scale: f64,
        products: &mut [f64],
    ) {
        for (number, factor) in terms {
            let own = &self.more[number * products.len()..][..products.len()];
            for (product, &weight) in products.iter_mut().zip(own) {
                *product += scale * factor * f64::from(weight);
            }
        }
    }

    /// Writes the n-grams that are likely known behind the first `found` ones; returns how many there are then.
    fn find(
        &self,
        params: &FeaturizerParams,
        namespace: Namespace,
        scratch: &mut Scratch,
        mut found: usize,
    ) -> usize {
        let Scratch {
            readings,
            places,
            codes,
            hashes,
            known,
            ..
        } = scratch;
        let places = window(params, namespace, places);
        let count = places.len();
        // Room for all n-grams of a length: each is written, and stays when it is known.
        let make_room = |known: &mut Vec<Candidate>, found: usize| {
            if known.len() < found + count {
                known.resize(found + count, 0);
            }
        };
        make_room(known, found);
        if codes.len() < count {
            codes.resize(count, 0);
            hashes.resize(count, 0);
        }
        let (codes, hashes) = (&mut codes[..count], &mut hashes[..count]);
        let units = places.iter().map(|&place| &readings[place as usize]);
        let units = units.zip(codes.iter_mut().zip(hashes.iter_mut()));
        let room = &mut known[found..found + count];
        let mut own = 0;
        let start = ngram::start(namespace);
        if namespace == Namespace::Text {
            let none = self.lookup.len();
            let single = usize::from(params.min_n == 1);
            for (unit, (code, hash)) in units {
                (*code, *hash) = (unit.code, ngram::extend(start, unit.code));
                room[own] = lookup::candidate(unit.term, *hash);
                own += single * usize::from(unit.term != none);
            }
        } else {
            for (unit, (code, hash)) in units {
                (*code, *hash) = (unit.code, ngram::extend(start, unit.code));
                if params.min_n == 1 {
                    let (candidate, likely) = self.lookup.candidate(*hash);
                    room[own] = candidate;
                    own += usize::from(likely);
                }
            }
        }
        found += own;
        for length in 2..=params.max_n.min(count) {
            make_room(known, found);
            let room = &mut known[found..found + count];
            let mut own = 0;
            for (hash, &code) in hashes.iter_mut().zip(&codes[length - 1..]) {
                *hash = ngram::extend(*hash, code);
                if length >= params.min_n {
                    let (candidate, likely) = self.lookup.candidate(*hash);
                    room[own] = candidate;
                    own += usize::from(likely);
                }
            }
            found += own;
        }
        found
    }
}

/// Adds the sums behind the first to `products`, scaled so that the row has the given length; gives the scale.
#[inline]
fn add_scaled(sums: &[f64], length: f64, products: &mut [f64]) -> f64 {
    if sums[0] <= 0.0 {
        return 0.0;
    }
    let scale = length / sums[0].sqrt();
    for (product, sum) in products.iter_mut().zip(&sums[1..]) {
        *product += scale * sum;
    }
    scale
}
