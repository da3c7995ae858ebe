//! The vectors' part of a row times a matrix, without the row.

use super::table::pair_code;
use super::{Cover, VectorTable};
use crate::featurizer::Scratch;
use crate::lookup::{Lookup, check, number, spread};
use crate::projection::{Reading, TABLES};

/// Dimensions that are summed together, so that their sums stay in registers.
const BLOCK: usize = 16;

/// Word vectors joined with weights of shape `dimensions × outputs`.
#[derive(Clone, Debug)]
pub(crate) struct WordSums {
    /// Length of the vectors' part of a row.
    length: f64,
    cover: Cover,
    lookup: Lookup,
    words: Vec<Word>,
    /// Quantised vectors, padded with zeros to whole blocks. A step count is a signed byte; the upper half of an `f32`
    /// holds it exactly and is one shift away from being added. Of a block's two halves the first lies in the lower
    /// halves of these numbers, the second in the upper ones.
    vectors: Vec<[u32; BLOCK / 2]>,
    /// Blocks of a vector.
    blocks: usize,
    /// The weights of all outputs, block by block.
    weights: Vec<[f32; BLOCK]>,
}

#[derive(Clone, Copy, Debug)]
struct Word {
    check: u32,
    /// How much a step of the quantised vector counts in a mean.
    step: f32,
}

impl WordSums {
    pub(crate) fn new(table: &VectorTable, weights: &[f32], outputs: usize, length: f32) -> Self {
        let (codes, word_weights, scales, values) = table.parts();
        let dimensions = table.dimensions();
        let hashes: Vec<u64> = codes.iter().map(|&code| spread(code)).collect();
        let blocks = dimensions.div_ceil(BLOCK);
        // One more than there are words: its number comes up for those that are not known.
        let mut vectors = vec![[0; BLOCK / 2]; blocks * (codes.len() + 1)];
        for (blocks, values) in vectors
            .chunks_exact_mut(blocks)
            .zip(values.chunks_exact(dimensions))
        {
            for (block, values) in blocks.iter_mut().zip(values.chunks(BLOCK)) {
                let mut whole = [0; BLOCK];
                whole[..values.len()].copy_from_slice(values);
                *block = packed(&whole);
            }
        }
        let mut by_block = vec![[0.0; BLOCK]; blocks * outputs];
        for (dimension, weights) in weights.chunks_exact(outputs).enumerate() {
            for (output, &weight) in weights.iter().enumerate() {
                by_block[dimension / BLOCK * outputs + output][dimension % BLOCK] = weight;
            }
        }
        let words = hashes.iter().zip(word_weights).zip(scales);
        let mut words: Vec<Word> = words
            .map(|((&hash, weight), scale)| Word {
                check: hash as u32,
                step: weight * scale,
            })
            .collect();
        words.push(Word {
            check: 0,
            step: 0.0,
        });
        WordSums {
            length: length.into(),
            cover: table.cover(),
            lookup: Lookup::new(&hashes),
            words,
            vectors,
            blocks,
            weights: by_block,
        }
    }

    /// Adds the direction of the mean vector of the scratch's units times the weights to `products`.
    ///
    /// `at` is the place of this table among those whose numbers the units have.
    pub(crate) fn add(&self, at: usize, scratch: &mut Scratch, products: &mut [f64]) {
        let Scratch {
            readings,
            pairs,
            words,
            ..
        } = scratch;
        if at < TABLES {
            self.find(readings, |unit| unit.words[at], pairs, words);
        } else {
            self.find(readings, |unit| self.number(unit.code), pairs, words);
        }
        let (found, sums) = (&scratch.words, &mut scratch.word_sums);
        sums.clear();
        sums.resize(products.len(), 0.0);
        let mut squares = 0.0;
        let weights = self.weights.chunks_exact(products.len());
        for (block, weights) in (0..self.blocks).zip(weights) {
            let own = self.block_sum(block, found);
            squares += own.iter().map(|sum| sum * sum).sum::<f32>();
            for (sum, weights) in sums.iter_mut().zip(weights) {
                let mut lanes = [0.0; 4];
                for (own, weights) in own.chunks_exact(4).zip(weights.chunks_exact(4)) {
                    for ((lane, own), weight) in lanes.iter_mut().zip(own).zip(weights) {
                        *lane += own * weight;
                    }
                }
                *sum += f64::from((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]));
            }
        }
        if squares > 0.0 {
            let scale = self.length / f64::from(squares).sqrt();
            for (product, sum) in products.iter_mut().zip(sums) {
                *product += scale * *sum;
            }
        }
    }

    /// The sum of one block over all words. Not inlined: what is done with the sum would make the compiler keep it in
    /// twice as many registers, half full.
    #[inline(never)]
    fn block_sum(&self, block: usize, found: &[(u32, f32)]) -> [f32; BLOCK] {
        let mut sums = [0.0; BLOCK];
        for &(first, step) in found {
            let vector = &self.vectors[first as usize + block];
            for at in 0..BLOCK / 2 {
                sums[at] += step * f32::from_bits(vector[at] << 16);
            }
            for at in 0..BLOCK / 2 {
                sums[BLOCK / 2 + at] += step * f32::from_bits(vector[at] & 0xffff_0000);
            }
        }
        sums
    }

    /// Writes the first blocks and the steps of the words, as [`VectorTable::for_each_word`] goes.
    #[inline]
    fn find(
        &self,
        units: &[Reading],
        single: impl Fn(&Reading) -> u32,
        pairs: &mut Vec<u32>,
        found: &mut Vec<(u32, f32)>,
    ) {
        let none = self.lookup.len();
        pairs.clear();
        pairs.extend(
            units
                .windows(2)
                .map(|pair| self.number(pair_code(pair[0].code, pair[1].code))),
        );
        pairs.resize(units.len(), none);
        // Every word is written, and stays when it is known: room for one more than there can be.
        if found.len() < 2 * units.len() {
            found.resize(2 * units.len(), (0, 0.0));
        }
        let mut count = 0;
        let mut write = |number: u32| {
            let step = self.words[number as usize].step;
            found[count] = (number * self.blocks as u32, step);
            count += usize::from(number != none);
        };
        match self.cover {
            Cover::Words => {
                let mut at = 0;
                while at < units.len() {
                    let pair = pairs[at];
                    let own = single(&units[at]);
                    write(if pair == none { own } else { pair });
                    at += 1 + usize::from(pair != none);
                }
            }
            Cover::Terms => {
                for (unit, &pair) in units.iter().zip(&*pairs) {
                    write(pair);
                    write(single(unit));
                }
            }
        }
        found.truncate(count);
    }

    /// The number of a word by its code; that behind the last when it is not known.
    #[inline]
    pub(crate) fn number(&self, code: u64) -> u32 {
        let (candidate, likely) = self.lookup.candidate(spread(code));
        let number = number(candidate);
        // Nobody can guess whether two units are a word: no branch.
        let known = likely & (self.words[number].check == check(candidate));
        [self.lookup.len(), number as u32][usize::from(known)]
    }
}

/// Sixteen steps in eight numbers, as [`WordSums::block_sum`] reads them; their bits do not meet, since an `f32` that
/// holds so small a number has its lower half empty.
#[inline]
fn packed(values: &[i8; BLOCK]) -> [u32; BLOCK / 2] {
    let floats: [u32; BLOCK] = std::array::from_fn(|at| f32::from(values[at]).to_bits());
    std::array::from_fn(|at| floats[at] >> 16 | floats[BLOCK / 2 + at])
}
