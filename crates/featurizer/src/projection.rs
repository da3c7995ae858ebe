//! Rows times a matrix without the rows: from a sample to one number per output in one pass.

use std::collections::HashMap;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use thaido_tokenizer::{Span, Tokenizer};

use crate::context::{fills_window, near};
use crate::featurizer::{Featurizer, Scratch, part, window};
use crate::grams::{Found, Grams, Reading, Wanted};
use crate::ngram;
use crate::places::{Places, check, spread};
use crate::sample::{Namespace, Sample};
use crate::terms::{LANES, Lanes, OUTPUTS, Sums, Terms, add, add_again};
use crate::unit::Piece;
use crate::vectors::WordSums;

/// A matrix of `columns × outputs` weights joined with the tables of a [`Featurizer`], so that the product of a sample's
/// row with it needs neither the row nor a look at a column that the row does not have.
///
/// The result is that of [`Featurizer::row`] and a multiplication up to rounding: sums run in the order of the text and
/// not of the columns. A text gives the same bits every time. Terms and words are told apart by 32 bits of their hashes
/// beyond those that find them: an n-gram that is not known is taken for one that is with a chance of 2⁻³².
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
    places: Places,
    /// One for every three outputs that are kept.
    planes: Vec<Plane>,
    words: WordSums,
    /// Tells apart what buffers remember of this and of other projections.
    identity: u64,
}

/// The terms, joined with the weights of some outputs.
#[derive(Clone, Debug)]
enum Plane {
    /// Of two outputs or one: what is shorter stays nearer.
    Two(Terms<LANES>),
    Three(Terms<{ LANES + 1 }>),
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

/// What is remembered of units; one per thread.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    /// The projection that it is of.
    owner: u64,
    pub(crate) tokenizer: Tokenizer<u32>,
    pub(crate) readings: Vec<Reading>,
    /// What every unit adds when it stands alone: for every plane its figures as a term, but for the first plane, then as
    /// a word of every table.
    pub(crate) alone: Vec<Lanes>,
    /// By code, where the readings of some units are: of those that were learnt of late,
    recent: Vec<(u64, u32)>,
    /// and of all.
    known: HashMap<u64, u32>,
}

/// Readings that are kept before all are forgotten: words that come again and again are learnt anew soon.
const READINGS: usize = 1 << 15;
/// A power of two: numbers, long words and others that the tokenizer does not remember.
const RECENT: usize = 1 << 10;

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
        let length = featurizer.params().vector_weight as f32;
        let rest = &weights[hashes.len() * outputs..];
        let words = || WordSums::new(featurizer.vectors(), rest, (outputs, kept), length);
        let terms = || {
            let (places, owners) = Places::new(hashes);
            let plane = |first| Plane::new(featurizer, &owners, weights, outputs, first..kept);
            // Without any output there is a plane too: units are learnt by the first one.
            let planes = (0..kept.max(1)).step_by(OUTPUTS).map(plane).collect();
            (places, planes)
        };
        // Whoever labels one statement waits for this: the two go side by side.
        let ((places, planes), words) = thread::scope(|scope| {
            let aside = thread::Builder::new().spawn_scoped(scope, words);
            let terms = terms();
            let words = match aside {
                Ok(aside) => aside.join().unwrap_or_else(|panic| resume_unwind(panic)),
                // Where no thread is to be had, one after the other.
                Err(_) => words(),
            };
            (terms, words)
        });
        Projection {
            outputs,
            kept,
            places,
            planes,
            words,
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
        let (kept, last) = products.split_at_mut(self.kept);
        self.write_kept(featurizer, sample, scratch, kept);
        if let [last] = last {
            *last = -kept.iter().sum::<f64>();
        }
    }

    /// Writes the products of the kept outputs.
    fn write_kept(
        &self,
        featurizer: &Featurizer,
        sample: &Sample<'_>,
        scratch: &mut Scratch,
        products: &mut [f64],
    ) {
        scratch.memory.belong_to(self);
        self.read(featurizer, sample.text, scratch);
        scratch.grams.clear();
        self.find(featurizer, Namespace::Text, scratch);
        let sublinear = featurizer.params().sublinear_tf;
        let Scratch {
            memory,
            places,
            grams,
            pairs,
            ..
        } = &mut *scratch;
        self.words.look(grams.codes(places.len()), pairs);
        for (number, own) in products.chunks_mut(OUTPUTS).enumerate() {
            let mut sums = [0.0; LANES];
            if featurizer.params().min_n == 1 {
                self.add_units(number, memory, places, grams, sublinear, &mut sums);
            }
            self.planes[number].add(grams, sublinear, &mut sums);
            let scale = scale(&sums, 1.0);
            for (product, sum) in own.iter_mut().zip(&sums[1..]) {
                *product = scale * sum;
            }
        }
        self.words
            .add(memory, places, pairs, self.figures(), products);
        if featurizer.params().context == 0 {
            return;
        }
        scratch.grams.clear();
        for namespace in [Namespace::Before, Namespace::After, Namespace::Cue] {
            let whole = part(sample, namespace);
            let near = near(featurizer.params(), namespace, whole);
            self.read(featurizer, near, scratch);
            if near.len() < whole.len() && !fills_window(featurizer.params(), scratch.places.len())
            {
                self.read(featurizer, whole, scratch);
            }
            self.find(featurizer, namespace, scratch);
        }
        for (plane, own) in self.planes.iter().zip(products.chunks_mut(OUTPUTS)) {
            let mut sums = [0.0; LANES];
            plane.add(&scratch.grams, sublinear, &mut sums);
            add_scaled(&sums, featurizer.params().context_weight, own);
        }
    }

    /// Adds the figures that the units of the statement have as terms.
    fn add_units(
        &self,
        plane: usize,
        memory: &Memory,
        places: &[u32],
        grams: &Grams,
        sublinear: bool,
        sums: &mut Sums,
    ) {
        let lanes = |place: u32| {
            let place = place as usize;
            if plane == 0 {
                &memory.readings[place].lanes
            } else {
                &memory.alone[place * self.figures() + plane * self.figures_of_plane() - 1]
            }
        };
        if plane == 0 {
            *sums = grams.alone;
        } else {
            places.iter().for_each(|&place| add(lanes(place), sums));
        }
        for &(at, times) in grams.repeated_units() {
            add_again(lanes(places[at as usize]), times, sublinear, sums);
        }
    }

    /// Writes the units of a text into the scratch.
    fn read(&self, featurizer: &Featurizer, text: &str, scratch: &mut Scratch) {
        let Memory {
            tokenizer,
            readings,
            alone,
            recent,
            known,
            ..
        } = &mut scratch.memory;
        let note = |code| {
            let (own, place) = &mut recent[spread(code) as usize % RECENT];
            if *own != code || *place == u32::MAX {
                *own = code;
                *place = *known.entry(code).or_insert_with(|| {
                    readings.push(self.learn(code, alone));
                    readings.len() as u32 - 1
                });
            }
            *place
        };
        featurizer
            .rules()
            .read_with(text, tokenizer, note, &mut scratch.places);
    }

    /// Appends the n-grams of the text that was read.
    fn find(&self, featurizer: &Featurizer, namespace: Namespace, scratch: &mut Scratch) {
        let params = featurizer.params();
        let wanted = Wanted {
            lengths: (params.min_n, params.max_n),
            units: namespace != Namespace::Text,
        };
        let units = window(params, namespace, &scratch.places);
        let (grams, readings) = (&mut scratch.grams, &mut scratch.memory.readings);
        match &self.planes[0] {
            Plane::Two(terms) => {
                grams.read(namespace, wanted, readings, units, terms.look(&self.places));
            }
            Plane::Three(terms) => {
                grams.read(namespace, wanted, readings, units, terms.look(&self.places));
            }
        }
    }

    /// What there is to know of a unit; what does not go into its reading is appended to `alone`.
    #[inline(never)]
    fn learn(&self, code: u64, alone: &mut Vec<Lanes>) -> Reading {
        let hash = ngram::extend(ngram::start(Namespace::Text), code);
        let found = (self.places.place(hash) as u32, check(hash));
        for (number, plane) in self.planes.iter().enumerate() {
            if number > 0 {
                alone.push(plane.lanes(found));
            }
            self.words.learn(code, number, alone);
        }
        Reading::new(code, self.planes[0].lanes(found))
    }

    /// Figures of a unit in one plane, and those in all planes that its reading does not have.
    fn figures_of_plane(&self) -> usize {
        1 + self.words.tables()
    }

    fn figures(&self) -> usize {
        self.planes.len() * self.figures_of_plane() - 1
    }
}

impl Memory {
    /// Forgets what is of another projection, or too much.
    fn belong_to(&mut self, projection: &Projection) {
        if self.owner != projection.identity || self.readings.len() > READINGS {
            self.begin_anew(projection);
        }
    }

    #[cold]
    #[inline(never)]
    fn begin_anew(&mut self, projection: &Projection) {
        *self = Memory {
            owner: projection.identity,
            recent: vec![(0, u32::MAX); RECENT],
            ..Memory::default()
        };
    }
}

impl Plane {
    /// The plane of the first three of `outputs`, where `owners` are those of the places.
    fn new(
        featurizer: &Featurizer,
        owners: &[Option<u32>],
        weights: &[f32],
        all: usize,
        outputs: Range<usize>,
    ) -> Self {
        let own = outputs.start..outputs.end.min(outputs.start + OUTPUTS);
        let lanes = |column: usize| {
            let idf = featurizer.idf()[column];
            let mut lanes = [0.0; LANES];
            lanes[0] = idf * idf;
            let weights = &weights[column * all..][own.clone()];
            for (lane, &weight) in lanes[1..].iter_mut().zip(weights) {
                *lane = weight * idf;
            }
            lanes
        };
        let hashes = featurizer.vocabulary().hashes();
        if own.len() < OUTPUTS {
            Plane::Two(Terms::new(hashes, owners, lanes))
        } else {
            Plane::Three(Terms::new(hashes, owners, lanes))
        }
    }

    fn lanes(&self, found: Found) -> Lanes {
        match self {
            Plane::Two(terms) => terms.lanes(found),
            Plane::Three(terms) => terms.lanes(found),
        }
    }

    /// Adds the figures of n-grams, each weighted by its frequency in its text.
    fn add(&self, grams: &Grams, sublinear: bool, sums: &mut Sums) {
        match self {
            Plane::Two(terms) => terms.add(grams.found(), sums),
            Plane::Three(terms) => terms.add(grams.found(), sums),
        }
        for &(own, times) in &grams.repeated {
            add_again(
                &self.lanes(grams.found()[own as usize]),
                times,
                sublinear,
                sums,
            );
        }
    }
}

/// Whether the weights of every column sum to zero, but for rounding. Those of a multinomial logistic regression do: the
/// likelihood does not see a number that is added to all weights of a column, and the penalty wants it to be none.
fn is_balanced(weights: &[f32], outputs: usize) -> bool {
    outputs > 1
        && weights.chunks_exact(outputs).all(|column| {
            let sum: f32 = column.iter().sum();
            sum.abs() <= 1e-6
        })
}

/// Adds the sums behind the first to `products`, scaled so that the row has the given length.
#[inline]
pub(crate) fn add_scaled(sums: &Sums, length: f64, products: &mut [f64]) {
    let scale = scale(sums, length);
    for (product, sum) in products.iter_mut().zip(&sums[1..]) {
        *product += scale * sum;
    }
}

/// What gives a row whose figures have these sums the given length; a row without any stays so.
#[inline]
fn scale(sums: &Sums, length: f64) -> f64 {
    if sums[0] > 0.0 {
        length / sums[0].sqrt()
    } else {
        0.0
    }
}
