//! Skip-gram with negative sampling (Mikolov et al. 2013), on one thread and with a fixed seed: the same corpus gives
//! the same bytes.

use super::trainer::VectorParams;

/// A small generator (`SplitMix64`); the seed is fixed, so nothing is random between runs.
pub(crate) struct Generator(u64);

impl Generator {
    pub(crate) fn new() -> Self {
        Generator(0x5eed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, 1.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1 << 24) as f32
    }

    fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }
}

/// Slots of the table that negative samples are drawn from.
const DRAWS: usize = 1 << 21;
/// The logistic function is read from a table between these bounds.
const BOUND: f32 = 6.0;
const STEPS: usize = 1024;

/// Learns one vector a word: `words × dimensions`, row by row. `counts` are the words' frequencies.
pub(crate) fn learn(sentences: &[Vec<u32>], counts: &[u64], params: &VectorParams) -> Vec<f32> {
    let dimensions = params.dimensions;
    let mut generator = Generator::new();
    let mut inner: Vec<f32> = (0..counts.len() * dimensions)
        .map(|_| (generator.share() - 0.5) / dimensions as f32)
        .collect();
    let mut outer = vec![0.0f32; counts.len() * dimensions];
    let draws = draw_table(counts);
    let keep = keep_shares(counts, params.subsample);
    let logistic: Vec<f32> = (0..STEPS)
        .map(|step| 1.0 / (1.0 + (-(step as f32 / STEPS as f32 * 2.0 - 1.0) * BOUND).exp()))
        .collect();
    let total = (sentences.iter().map(Vec::len).sum::<usize>() * params.epochs) as f32;
    let mut done = 0usize;
    let mut kept = Vec::new();
    let mut step = vec![0.0f32; dimensions];
    for _ in 0..params.epochs {
        for sentence in sentences {
            let rate = params.learning_rate * (1.0 - done as f32 / total).max(1e-4);
            done += sentence.len();
            kept.clear();
            kept.extend(
                sentence
                    .iter()
                    .filter(|&&word| keep[word as usize] >= generator.share()),
            );
            for (at, &centre) in kept.iter().enumerate() {
                let reach = 1 + generator.below(params.window);
                let last = (at + reach).min(kept.len() - 1);
                let first = at.saturating_sub(reach);
                for (near, &word) in kept[first..=last].iter().enumerate() {
                    if first + near == at {
                        continue;
                    }
                    let source = row_of(&mut inner, word, dimensions);
                    step.fill(0.0);
                    for negative in 0..=params.negatives {
                        let (word, wanted) = if negative == 0 {
                            (centre, 1.0)
                        } else {
                            let drawn = draws[generator.below(DRAWS)];
                            if drawn == centre {
                                continue;
                            }
                            (drawn, 0.0)
                        };
                        let target = row_of(&mut outer, word, dimensions);
                        let predicted = lookup(&logistic, dot(source, target));
                        let slope = (wanted - predicted) * rate;
                        for ((step, target), source) in
                            step.iter_mut().zip(target.iter_mut()).zip(source.iter())
                        {
                            *step += slope * *target;
                            *target += slope * *source;
                        }
                    }
                    for (source, step) in source.iter_mut().zip(&step) {
                        *source += step;
                    }
                }
            }
        }
    }
    inner
}

fn row_of(matrix: &mut [f32], word: u32, dimensions: usize) -> &mut [f32] {
    &mut matrix[word as usize * dimensions..(word as usize + 1) * dimensions]
}

/// Eight sums side by side, which the compiler turns into vector instructions.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let (a_chunks, b_chunks) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f32 = a_chunks
        .remainder()
        .iter()
        .zip(b_chunks.remainder())
        .map(|(x, y)| x * y)
        .sum();
    for (x, y) in a_chunks.zip(b_chunks) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += x * y;
        }
    }
    sums.iter().sum::<f32>() + rest
}

fn lookup(logistic: &[f32], value: f32) -> f32 {
    if value >= BOUND {
        1.0
    } else if value <= -BOUND {
        0.0
    } else {
        logistic[((value + BOUND) / (2.0 * BOUND) * STEPS as f32) as usize % STEPS]
    }
}

/// Words in proportion to their frequency to the power of 3/4.
fn draw_table(counts: &[u64]) -> Vec<u32> {
    let shares: Vec<f64> = counts
        .iter()
        .map(|&count| (count as f64).powf(0.75))
        .collect();
    let total: f64 = shares.iter().sum();
    let mut draws = Vec::with_capacity(DRAWS);
    let mut cumulated = 0.0;
    for (share, word) in shares.iter().zip(0..) {
        cumulated += share / total;
        let until = ((cumulated * DRAWS as f64) as usize).min(DRAWS);
        draws.resize(until.max(draws.len()), word);
    }
    let last = counts.len().saturating_sub(1) as u32;
    draws.resize(DRAWS, last);
    draws
}

/// The share of a word's occurrences that are kept: frequent words are thinned out.
fn keep_shares(counts: &[u64], subsample: f64) -> Vec<f32> {
    let total = counts.iter().sum::<u64>() as f64;
    let keep = |&count: &u64| {
        let ratio = count as f64 / (subsample * total);
        ((ratio.sqrt() + 1.0) / ratio).min(1.0) as f32
    };
    counts.iter().map(keep).collect()
}
