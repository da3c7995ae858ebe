//! The vectors' part of a row times a matrix: what each word adds is known beforehand, all but the length of the sum.

use super::table::pair_code;
use super::{Cover, VectorTable};
use crate::lookup::Lookup;
use crate::unit::Unit;

/// Dimensions that are summed together, so that their sums stay in registers.
const BLOCK: usize = 16;

/// Word vectors joined with weights of shape `dimensions × outputs`.
#[derive(Clone, Debug)]
pub(crate) struct WordSums {
    outputs: usize,
    /// Length of the vectors' part of a row.
    length: f64,
    cover: Cover,
    lookup: Lookup,
    codes: Vec<u64>,
    /// Weighted vectors, padded with zeros to whole blocks.
    vectors: Vec<[f32; BLOCK]>,
    /// Blocks of a vector.
    blocks: usize,
    /// Word by word: the weighted vector times the weights.
    products: Vec<f32>,
}

impl WordSums {
    pub(crate) fn new(table: &VectorTable, weights: &[f32], outputs: usize, length: f32) -> Self {
        let (codes, word_weights, scales, values) = table.parts();
        let dimensions = table.dimensions();
        let (lookup, filled) = Lookup::new(codes);
        let blocks = dimensions.div_ceil(BLOCK);
        let mut sums = WordSums {
            outputs,
            length: length.into(),
            cover: table.cover(),
            lookup,
            codes: Vec::with_capacity(filled.len()),
            vectors: Vec::with_capacity(filled.len() * blocks),
            blocks,
            products: Vec::with_capacity(filled.len() * outputs),
        };
        let nothing = vec![0; dimensions];
        for (code, row) in filled {
            let (weight, values) = row.map_or((0.0, &nothing[..]), |row| {
                let row = row as usize;
                (
                    word_weights[row] * scales[row],
                    &values[row * dimensions..][..dimensions],
                )
            });
            sums.codes.push(code);
            let first = sums.products.len();
            sums.products.resize(first + outputs, 0.0);
            for (&value, weights) in values.iter().zip(weights.chunks_exact(outputs)) {
                for (product, &own) in sums.products[first..].iter_mut().zip(weights) {
                    *product += weight * f32::from(value) * own;
                }
            }
            for values in values.chunks(BLOCK) {
                let mut block = [0.0; BLOCK];
                for (to, &value) in block.iter_mut().zip(values) {
                    *to = weight * f32::from(value);
                }
                sums.vectors.push(block);
            }
        }
        sums
    }

    /// Adds the direction of the units' mean vector times the weights to `products`.
    pub(crate) fn add(&self, units: &[Unit], places: &mut Vec<u32>, products: &mut [f64]) {
        self.find(units, places);
        let mut squares = 0.0;
        for block in 0..self.blocks {
            let mut sums = [0.0; BLOCK];
            for &place in &*places {
                let vector = &self.vectors[place as usize * self.blocks + block];
                for (sum, value) in sums.iter_mut().zip(vector) {
                    *sum += value;
                }
            }
            squares += sums.iter().map(|sum| sum * sum).sum::<f32>();
        }
        if squares == 0.0 {
            return;
        }
        let scale = self.length / f64::from(squares).sqrt();
        for &place in &*places {
            let own = &self.products[place as usize * self.outputs..][..self.outputs];
            for (product, &value) in products.iter_mut().zip(own) {
                *product += scale * f64::from(value);
            }
        }
    }

    /// Writes the places of the words into `places`, as [`VectorTable::for_each_word`] goes.
    fn find(&self, units: &[Unit], places: &mut Vec<u32>) {
        places.clear();
        let mut at = 0;
        while at < units.len() {
            let pair = units
                .get(at + 1)
                .and_then(|next| self.place(pair_code(units[at].code, next.code)));
            if let Some(place) = pair {
                places.push(place);
                if self.cover == Cover::Words {
                    at += 2;
                    continue;
                }
            }
            places.extend(self.place(units[at].code));
            at += 1;
        }
    }

    #[inline]
    fn place(&self, code: u64) -> Option<u32> {
        let place = self.lookup.place(code);
        (self.codes[place] == code).then_some(place as u32)
    }
}
