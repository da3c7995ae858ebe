//! The vectors' part of a row times a matrix, without the row.

use prefetch_index::prefetch_index;
use wide::f32x4;

use super::table::pair_code;
use super::{Cover, VectorTable};
use crate::places::{Places, check, spread};
use crate::projection::{Memory, add_scaled};
use crate::terms::{LANES, Lanes, OUTPUTS, RUN, Sums, add, mask as mask_of};

/// Tables of word vectors joined with weights of shape `dimensions × outputs` each.
///
/// What a word adds to an output, up to the scale of the row, is the product of its vector with the output's weights,
/// which is worked out here once: neither vectors nor weights are looked at when a statement is.
#[derive(Clone, Debug)]
pub(crate) struct WordSums {
    /// The words of all tables.
    places: Places,
    /// By place.
    checks: Vec<u32>,
    covers: Vec<Cover>,
    /// By place, then plane, then table: the square of the length of the word's vector, which is 0 for words alone that
    /// the table does not have, then the products of the vector with the weights of the plane's outputs.
    figures: Vec<Lanes>,
    /// Figures of a word.
    stride: usize,
}

impl WordSums {
    /// `weights` are those of all tables, one after the other, of which those of the first so many outputs are kept;
    /// `length` is that of a table's part of a row.
    pub(crate) fn new(
        tables: &[VectorTable],
        mut weights: &[f32],
        (outputs, kept): (usize, usize),
        length: f32,
    ) -> Self {
        let mut codes: Vec<u64> = tables
            .iter()
            .flat_map(|table| table.parts().0)
            .copied()
            .collect();
        // A merge: those of each table ascend.
        #[expect(
            clippy::stable_sort_primitive,
            reason = "the stable sort makes use of what is sorted already"
        )]
        codes.sort();
        codes.dedup();
        let hashes: Vec<u64> = codes.iter().map(|&code| spread(code)).collect();
        let (places, owners) = Places::new(&hashes);
        let planes = kept.div_ceil(OUTPUTS).max(1);
        let stride = planes * tables.len();
        let mut figures = vec![[0.0; LANES]; owners.len() * stride];
        for (at, table) in tables.iter().enumerate() {
            let (mine, rest) = weights.split_at(table.dimensions() * outputs);
            weights = rest;
            let mut own = Figures::new(table, mine, (outputs, kept), length);
            for (row, &code) in table.parts().0.iter().enumerate() {
                let word = &mut figures[places.place(spread(code)) * stride..][..stride];
                own.write(
                    row,
                    word.chunks_mut(tables.len()).map(|plane| &mut plane[at]),
                );
            }
        }
        let check = |owner: Option<u32>| owner.map_or(0, |owner| check(hashes[owner as usize]));
        WordSums {
            checks: owners.into_iter().map(check).collect(),
            places,
            covers: tables.iter().map(VectorTable::cover).collect(),
            figures,
            stride,
        }
    }

    /// Number of tables.
    #[inline]
    pub(crate) fn tables(&self) -> usize {
        self.covers.len()
    }

    /// Appends the figures of a word in one plane, one for every table; zeros where it is not known.
    pub(crate) fn learn(&self, code: u64, plane: usize, to: &mut Vec<Lanes>) {
        let hash = spread(code);
        let place = self.places.place(hash);
        if self.checks[place] == check(hash) {
            let figures = &self.figures[place * self.stride + plane * self.tables()..];
            to.extend(&figures[..self.tables()]);
        } else {
            to.resize(to.len() + self.tables(), [0.0; LANES]);
        }
    }

    /// Looks for the pairs of units that have the given codes, and calls for their figures.
    pub(crate) fn look(&self, codes: &[u64], pairs: &mut Vec<Pair>) {
        pairs.clear();
        if self.tables() == 0 {
            return;
        }
        let place = self.places.finder();
        pairs.extend(codes.windows(2).map(|pair| {
            let hash = spread(pair_code(pair[0], pair[1]));
            let place = place(hash);
            prefetch_index(&self.checks, place);
            (place as u32, check(hash))
        }));
        for (place, check) in &mut *pairs {
            // Nobody can guess whether two units are a word: no branch. Those that are none share one place.
            *check = mask_of(self.checks[*place as usize], *check);
            *place &= *check;
            prefetch_index(&self.figures, *place as usize * self.stride);
        }
        // The last unit begins no pair.
        pairs.push((0, 0));
    }

    /// Adds what [`VectorTable::write_sum`] gives for the units with the given readings, whose pairs were looked for,
    /// times the weights, to `products`. `stride` is that of what is remembered of units.
    pub(crate) fn add(
        &self,
        memory: &Memory,
        units: &[u32],
        pairs: &[Pair],
        stride: usize,
        products: &mut [f64],
    ) {
        for (plane, products) in products.chunks_mut(OUTPUTS).enumerate() {
            for (table, &cover) in self.covers.iter().enumerate() {
                let own = plane * (1 + self.tables()) + table;
                let alone = |place: u32| &memory.alone[place as usize * stride + own];
                let pair_at = plane * self.tables() + table;
                let pair = |place: u32| &self.figures[place as usize * self.stride + pair_at];
                let words = units.iter().map(|&unit| alone(unit));
                let pairs = pairs.iter().map(|&(place, mask)| (pair(place), mask));
                let mut sums = [0.0; LANES];
                match cover {
                    Cover::Terms => sum_terms(words.zip(pairs), &mut sums),
                    Cover::Words => sum_words(words.zip(pairs), &mut sums),
                }
                add_scaled(&sums, 1.0, products);
            }
        }
    }
}

/// Where figures of a pair of units stand, and a mask of ones if they are a word.
pub(crate) type Pair = (u32, u32);

/// A unit's figures, and those of the pair which it begins with a mask of ones if that is known.
type Word<'f> = (&'f Lanes, (&'f Lanes, u32));

/// Adds every unit and every known pair.
#[inline]
fn sum_terms<'f>(words: impl Iterator<Item = Word<'f>>, sums: &mut Sums) {
    add_in_runs(words, sums, |(&unit, (&pair, mask))| {
        f32x4::new(unit) + (f32x4::new(pair) & ones(mask))
    });
}

/// Adds known pairs from left to right, and the units that are in none.
#[inline]
fn sum_words<'f>(words: impl Iterator<Item = Word<'f>>, sums: &mut Sums) {
    // Ones when the unit is free, not the second one of a pair.
    let mut free = u32::MAX;
    add_in_runs(words, sums, |(&unit, (&pair, mask))| {
        // Words of other tables have no length in this one.
        let known = mask & !mask_of(pair[0].to_bits(), 0);
        let (as_pair, as_unit) = (free & known, free & !known);
        free = !as_pair;
        (f32x4::new(unit) & ones(as_unit)) + (f32x4::new(pair) & ones(as_pair))
    });
}

/// The mask for every figure.
#[inline]
fn ones(mask: u32) -> f32x4 {
    f32x4::splat(f32::from_bits(mask))
}

/// Adds many figures in `f32`, and the sums of some of them in `f64`.
#[inline]
fn add_in_runs<'f>(
    mut words: impl Iterator<Item = Word<'f>>,
    sums: &mut Sums,
    mut figures: impl FnMut(Word<'f>) -> f32x4,
) {
    let mut next = words.next();
    while next.is_some() {
        let mut run = f32x4::ZERO;
        for _ in 0..RUN {
            let Some(word) = next else { break };
            run += figures(word);
            next = words.next();
        }
        add(&run.to_array(), sums);
    }
}

/// Works out the figures of a table's words.
struct Figures<'t> {
    table: &'t VectorTable,
    /// The weights, dimension by dimension, of one output after the other.
    by_output: Vec<f32>,
    length: f32,
    vector: Vec<f32>,
}

impl<'t> Figures<'t> {
    fn new(
        table: &'t VectorTable,
        weights: &[f32],
        (outputs, kept): (usize, usize),
        length: f32,
    ) -> Self {
        let dimensions = table.dimensions();
        let mut by_output = vec![0.0; kept * dimensions];
        for (dimension, weights) in weights.chunks_exact(outputs).enumerate() {
            for (output, &weight) in weights[..kept].iter().enumerate() {
                by_output[output * dimensions + dimension] = weight;
            }
        }
        Figures {
            table,
            by_output,
            length,
            vector: vec![0.0; dimensions],
        }
    }

    /// Writes the figures of the word in `row`, for one plane after the other.
    fn write<'f>(&mut self, row: usize, planes: impl Iterator<Item = &'f mut Lanes>) {
        let (step, vector) = self.table.vector(row);
        for (float, &value) in self.vector.iter_mut().zip(vector) {
            *float = value.into();
        }
        // A word is known by its square.
        let square = (step * step * dot(&self.vector, &self.vector)).max(f32::MIN_POSITIVE);
        let mut outputs = self.by_output.chunks_exact(self.table.dimensions());
        for plane in planes {
            plane[0] = square;
            for (product, weights) in plane[1..].iter_mut().zip(&mut outputs) {
                *product = step * self.length * dot(&self.vector, weights);
            }
        }
    }
}

/// The sum of the products, of eight at a time.
fn dot(left: &[f32], right: &[f32]) -> f32 {
    let ((left, last_left), (right, last_right)) = (left.as_chunks::<8>(), right.as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (left, right) in left.iter().zip(right) {
        for (sum, (left, right)) in sums.iter_mut().zip(left.iter().zip(right)) {
            *sum += left * right;
        }
    }
    let last = last_left.iter().zip(last_right);
    sums.iter().sum::<f32>() + last.map(|(left, right)| left * right).sum::<f32>()
}
