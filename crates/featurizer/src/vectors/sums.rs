//! The vectors' part of a row times a matrix, without the row.

use super::table::pair_code;
use super::{Cover, VectorTable};
use crate::featurizer::Scratch;
use crate::lookup::{Lookup, check, number, spread};

/// Figures of a word that are summed together.
const BLOCK: usize = 4;
/// Words that are summed in `f32`, before their sums are summed in `f64`.
const RUN: usize = 16;

/// Tables of word vectors joined with weights of shape `dimensions × outputs` each.
///
/// What a word adds to an output, up to the scale of the row, is the product of its vector with the output's weights,
/// which is worked out here once: neither vectors nor weights are looked at when a statement is.
#[derive(Clone, Debug)]
pub(crate) struct WordSums {
    /// The words of all tables.
    lookup: Lookup,
    checks: Vec<u32>,
    /// For every word its number in each table, that behind the last where it has no vector; one word more for those
    /// that are in no table.
    numbers: Vec<u32>,
    tables: Vec<Table>,
}

#[derive(Clone, Debug)]
struct Table {
    cover: Cover,
    /// The number behind the last.
    none: u32,
    /// For every word, in blocks: the square of the length of its vector, then the products of that with the weights of
    /// the outputs.
    figures: Vec<[f32; BLOCK]>,
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
        codes.sort_unstable();
        codes.dedup();
        let hashes: Vec<u64> = codes.iter().map(|&code| spread(code)).collect();
        let mut numbers = vec![0; (codes.len() + 1) * tables.len()];
        let mut joined = Vec::with_capacity(tables.len());
        for (at, table) in tables.iter().enumerate() {
            // Both ascend.
            let mut own = table.parts().0.iter().zip(0..).peekable();
            for (row, code) in codes.iter().map(Some).chain([None]).enumerate() {
                let number = own.next_if(|(own, _)| Some(*own) == code);
                numbers[row * tables.len() + at] =
                    number.map_or(table.len() as u32, |(_, number)| number);
            }
            let (mine, rest) = weights.split_at(table.dimensions() * outputs);
            weights = rest;
            joined.push(Table::new(table, mine, (outputs, kept), length));
        }
        WordSums {
            lookup: Lookup::new(&hashes),
            checks: hashes.iter().map(|&hash| hash as u32).chain([0]).collect(),
            numbers,
            tables: joined,
        }
    }

    /// The number of a word by its code; that behind the last when no table has it.
    #[inline]
    pub(crate) fn number(&self, code: u64) -> u32 {
        let (candidate, likely) = self.lookup.candidate(spread(code));
        let number = number(candidate);
        // Nobody can guess whether two units are a word: no branch.
        let known = likely & (self.checks[number] == check(candidate));
        [self.lookup.len(), number as u32][usize::from(known)]
    }

    /// Adds what [`VectorTable::write_sum`] gives for the scratch's units, times the weights, to `products`.
    pub(crate) fn add(&self, scratch: &mut Scratch, products: &mut [f64]) {
        if self.tables.is_empty() {
            return;
        }
        let Scratch {
            readings,
            places,
            codes,
            words,
            figures,
            word_sums,
            ..
        } = scratch;
        let codes = &codes[..places.len()];
        let pairs = codes
            .windows(2)
            .map(|pair| self.number(pair_code(pair[0], pair[1])));
        let pairs = pairs.chain([self.lookup.len()]);
        words.clear();
        words.extend(
            places
                .iter()
                .map(|&place| (readings[place as usize].word, 0)),
        );
        for ((_, own), pair) in words.iter_mut().zip(pairs) {
            *own = pair;
        }
        for (at, table) in self.tables.iter().enumerate() {
            let number = |word: u32| self.numbers[word as usize * self.tables.len() + at];
            let units = words
                .iter()
                .map(|&(unit, pair)| (number(unit), number(pair)));
            table.find(units, words.len(), figures);
            word_sums.clear();
            word_sums.resize(1 + products.len(), 0.0);
            table.sum(figures, word_sums);
            if word_sums[0] > 0.0 {
                let scale = word_sums[0].sqrt().recip();
                for (product, sum) in products.iter_mut().zip(&word_sums[1..]) {
                    *product += scale * sum;
                }
            }
        }
    }
}

impl Table {
    fn new(
        table: &VectorTable,
        weights: &[f32],
        (outputs, kept): (usize, usize),
        length: f32,
    ) -> Self {
        let (codes, ..) = table.parts();
        let blocks = (1 + kept).div_ceil(BLOCK);
        let mut figures = vec![[0.0; BLOCK]; blocks * (codes.len() + 1)];
        let mut own = vec![0.0; 1 + kept];
        let dimensions = table.dimensions();
        let mut floats = vec![0.0; dimensions];
        let mut by_output = vec![0.0; kept * dimensions];
        for (dimension, weights) in weights.chunks_exact(outputs).enumerate() {
            for (output, &weight) in weights[..kept].iter().enumerate() {
                by_output[output * dimensions + dimension] = weight;
            }
        }
        for (row, figures) in figures
            .chunks_exact_mut(blocks)
            .take(codes.len())
            .enumerate()
        {
            let (step, vector) = table.vector(row);
            for (float, &value) in floats.iter_mut().zip(vector) {
                *float = value.into();
            }
            let (square, products) = own.split_at_mut(1);
            square[0] = step * step * dot(&floats, &floats);
            for (product, weights) in products.iter_mut().zip(by_output.chunks_exact(dimensions)) {
                *product = step * length * dot(&floats, weights);
            }
            for (figures, own) in figures.iter_mut().zip(own.chunks(BLOCK)) {
                figures[..own.len()].copy_from_slice(own);
            }
        }
        Table {
            cover: table.cover(),
            none: codes.len() as u32,
            figures,
        }
    }

    /// Writes the numbers of the words that count, as [`VectorTable::for_each_word`] goes: for every unit there is its
    /// own number and that of the pair which it begins.
    #[inline]
    fn find(&self, units: impl Iterator<Item = (u32, u32)>, count: usize, found: &mut Vec<u32>) {
        // Every word is written, and stays when it is known: room for one more than there can be.
        if found.len() <= 2 * count {
            found.resize(2 * count + 1, 0);
        }
        let mut known = 0;
        let mut write = |number: u32, counts: bool| {
            found[known] = number;
            known += usize::from(counts);
        };
        match self.cover {
            Cover::Terms => {
                for (unit, pair) in units {
                    write(pair, pair != self.none);
                    write(unit, unit != self.none);
                }
            }
            Cover::Words => {
                let mut taken = false;
                for (unit, pair) in units {
                    // What stands there is the pair or the unit; nothing when the unit ends the pair before.
                    let own = [unit, pair][usize::from(pair != self.none)];
                    let counts = [own != self.none, false][usize::from(taken)];
                    write(own, counts);
                    taken = [pair != self.none, false][usize::from(taken)];
                }
            }
        }
        found.truncate(known);
    }

    /// Adds the figures of the words to `sums`.
    #[inline]
    fn sum(&self, words: &[u32], sums: &mut [f64]) {
        let blocks = sums.len().div_ceil(BLOCK);
        for (block, sums) in sums.chunks_mut(BLOCK).enumerate() {
            for words in words.chunks(RUN) {
                let run = self.run(words, blocks, block);
                for (sum, run) in sums.iter_mut().zip(run) {
                    *sum += f64::from(run);
                }
            }
        }
    }

    /// Not inlined: what is done with the sums would make the compiler keep them in twice as many registers, half full.
    #[inline(never)]
    fn run(&self, words: &[u32], blocks: usize, block: usize) -> [f32; BLOCK] {
        let mut sums = [0.0; BLOCK];
        for &word in words {
            let figures = &self.figures[word as usize * blocks + block];
            for (sum, figure) in sums.iter_mut().zip(figures) {
                *sum += figure;
            }
        }
        sums
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
