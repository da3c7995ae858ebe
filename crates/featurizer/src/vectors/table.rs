//! The table of word vectors: compact, quantised, looked up by code.

use crate::Error;
use crate::unit::Unit;

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// The code of two units that stand together.
#[inline]
pub(crate) fn pair_code(first: u64, second: u64) -> u64 {
    let product = (first.rotate_left(17) ^ second.wrapping_mul(PRIME)).wrapping_mul(PRIME);
    product ^ (product >> 31)
}

/// Which of the units and pairs of a statement count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    /// Known pairs first, from left to right, then known units: a unit is part of one word at most.
    Words,
    /// Every known unit and every known pair.
    Terms,
}

/// Vectors of words (single units and pairs of units), one signed byte a dimension.
///
/// The words themselves are not kept, only their codes: shape `words × dimensions`, `8 + 4 + 4 + dimensions` bytes a
/// word.
#[derive(Clone, Debug, PartialEq)]
pub struct VectorTable {
    dimensions: usize,
    cover: Cover,
    /// Ascending.
    codes: Vec<u64>,
    /// How much a word counts in a sum: rare words more, after Arora et al. 2017 (`a / (a + p)`).
    weights: Vec<f32>,
    /// What one step of a quantised vector is worth.
    scales: Vec<f32>,
    /// Row by row.
    values: Vec<i8>,
    slots: Vec<u32>,
}

const EMPTY: u32 = u32::MAX;

impl VectorTable {
    /// A table from its parts; rows in the order of ascending codes.
    ///
    /// # Errors
    /// [`Error::Stored`] when the parts do not fit each other.
    pub fn from_parts(
        dimensions: usize,
        cover: Cover,
        codes: Vec<u64>,
        weights: Vec<f32>,
        scales: Vec<f32>,
        values: Vec<i8>,
    ) -> Result<Self, Error> {
        let stored = |reason| Err(Error::Stored { reason });
        if dimensions == 0 || codes.is_empty() || codes.len() >= EMPTY as usize {
            return stored("the vector table holds nothing");
        }
        if weights.len() != codes.len() || scales.len() != codes.len() {
            return stored("the vector table has not one weight and one scale a word");
        }
        if codes.len().checked_mul(dimensions) != Some(values.len()) {
            return stored("the vector table has not as many values as words times dimensions");
        }
        if !codes.is_sorted_by(|a, b| a < b) {
            return stored("the codes of the vector table do not ascend");
        }
        if !weights
            .iter()
            .chain(&scales)
            .all(|value| value.is_finite() && *value >= 0.0)
        {
            return stored("a weight of the vector table is not a number from 0 up");
        }
        let mut slots = vec![EMPTY; (codes.len() * 2).next_power_of_two()];
        let mask = slots.len() - 1;
        for (&code, row) in codes.iter().zip(0..) {
            let mut slot = slot_of(code, mask);
            while slots[slot] != EMPTY {
                slot = (slot + 1) & mask;
            }
            slots[slot] = row;
        }
        Ok(VectorTable {
            dimensions,
            cover,
            codes,
            weights,
            scales,
            values,
            slots,
        })
    }

    /// Quantises vectors; `rows` are code, weight and vector of every word.
    pub(crate) fn quantise(
        dimensions: usize,
        cover: Cover,
        mut rows: Vec<(u64, f32, Vec<f32>)>,
    ) -> Result<Self, Error> {
        rows.sort_by_key(|row| row.0);
        let (mut scales, mut values) = (Vec::new(), Vec::new());
        for (_, _, vector) in &rows {
            let largest = vector
                .iter()
                .fold(0.0f32, |largest, value| largest.max(value.abs()));
            let scale = largest / f32::from(i8::MAX);
            scales.push(scale);
            values.extend(vector.iter().map(|value| {
                if scale > 0.0 {
                    (value / scale).round() as i8
                } else {
                    0
                }
            }));
        }
        let codes = rows.iter().map(|row| row.0).collect();
        let weights = rows.iter().map(|row| row.1).collect();
        VectorTable::from_parts(dimensions, cover, codes, weights, scales, values)
    }

    /// Number of dimensions of every vector.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Which units and pairs count.
    pub fn cover(&self) -> Cover {
        self.cover
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether the table is empty; it never is.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The ascending codes, the weights, the scales and the quantised values, as [`VectorTable::from_parts`] takes
    /// them.
    pub fn parts(&self) -> (&[u64], &[f32], &[f32], &[i8]) {
        (&self.codes, &self.weights, &self.scales, &self.values)
    }

    #[inline]
    fn row(&self, code: u64) -> Option<usize> {
        let mask = self.slots.len() - 1;
        let mut slot = slot_of(code, mask);
        loop {
            let row = self.slots[slot];
            if row == EMPTY {
                return None;
            }
            if self.codes[row as usize] == code {
                return Some(row as usize);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Calls `each` with the row of every word of a statement, the position of its first unit and how many units it
    /// covers.
    pub(crate) fn for_each_word(&self, units: &[Unit], mut each: impl FnMut(usize, usize, usize)) {
        let mut at = 0;
        while at < units.len() {
            let pair = units
                .get(at + 1)
                .and_then(|next| self.row(pair_code(units[at].code, next.code)));
            if let Some(row) = pair {
                each(row, at, 2);
                if self.cover == Cover::Words {
                    at += 2;
                    continue;
                }
            }
            if let Some(row) = self.row(units[at].code) {
                each(row, at, 1);
            }
            at += 1;
        }
    }

    /// What a step of the quantised vector counts in a sum, and the steps.
    pub(crate) fn vector(&self, row: usize) -> (f32, &[i8]) {
        let step = self.weights[row] * self.scales[row];
        (
            step,
            &self.values[row * self.dimensions..][..self.dimensions],
        )
    }

    /// The length of a word's vector in a sum.
    pub(crate) fn length(&self, row: usize) -> f32 {
        let (step, vector) = self.vector(row);
        let square = |&value: &i8| u64::from(value.unsigned_abs()).pow(2);
        step * (vector.iter().map(square).sum::<u64>() as f32).sqrt()
    }

    /// Appends the sum of the weighted vectors of the words of `units`, scaled so that the squares of their lengths sum
    /// to 1, as the values of a row's terms do; or zeros when no unit is known.
    pub(crate) fn write_sum(&self, units: &[Unit], sums: &mut Vec<f32>) {
        let scale = self.scale(units);
        let mut own = vec![0.0; self.dimensions];
        self.for_each_word(units, |row, _, _| {
            let (step, vector) = self.vector(row);
            for (sum, &value) in own.iter_mut().zip(vector) {
                *sum += f64::from(step * f32::from(value));
            }
        });
        sums.extend(own.iter().map(|sum| (sum * scale) as f32));
    }

    /// What each word adds to the sum that [`VectorTable::write_sum`] writes, with its position and length in units.
    pub(crate) fn shares(&self, units: &[Unit]) -> Vec<((usize, usize), Vec<f32>)> {
        let scale = self.scale(units);
        let mut shares = Vec::new();
        self.for_each_word(units, |row, at, length| {
            let (step, vector) = self.vector(row);
            let share = |&value: &i8| (f64::from(step * f32::from(value)) * scale) as f32;
            shares.push(((at, length), vector.iter().map(share).collect()));
        });
        shares
    }

    /// What the vectors of the words of `units` are scaled by in their sum.
    fn scale(&self, units: &[Unit]) -> f64 {
        let mut squares = 0.0;
        self.for_each_word(units, |row, _, _| {
            squares += f64::from(self.length(row)).powi(2);
        });
        if squares > 0.0 {
            squares.sqrt().recip()
        } else {
            0.0
        }
    }
}

fn slot_of(code: u64, mask: usize) -> usize {
    (code.wrapping_mul(PRIME) >> 32) as usize & mask
}
