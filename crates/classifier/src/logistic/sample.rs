//! The curvature of the objective over many rows, from a sample of them.

use thaido_featurizer::SparseMatrix;

use super::{lbfgs::Curvature, objective::Objective};
use crate::math::softmax_in_place;

/// Steps of the inner solver at most, and the part of the residual at which it stops: the outer solver learns the rest.
const STEPS: usize = 20;
const REST: f64 = 0.3;

/// The second derivative at a point, estimated from a sample of the rows, for the columns that most rows hold; for the
/// other columns its diagonal alone.
///
/// Columns that thousands of rows share are curved most and pull at each other, so that a solver that does not know
/// their curvature spends its steps on them, the more rows there are the more steps. A few thousand rows tell that
/// curvature well enough. Rare columns are curved by the penalty rather than by their rows, and the diagonal is enough.
///
/// All numbers of a column stand in `LANES` places, four or eight, of which the first ones are the classes.
pub(super) struct Sample<const LANES: usize> {
    classes: usize,
    /// The sampled rows with all columns, and what each of them costs: as much as all rows of its class together, over
    /// those of the class in the sample.
    rows: SparseMatrix,
    costs: Vec<f32>,
    /// Of all columns, as [`Objective`] has them.
    means: Vec<f64>,
    spreads: Vec<f64>,
    /// The frequent columns, which have a place each here, their means, and the sampled rows over them alone.
    frequent: Vec<u32>,
    frequent_means: Vec<f32>,
    ends: Vec<usize>,
    places: Vec<u16>,
    values: Vec<f32>,
    /// Of every sampled row at the point: the classes' probabilities.
    probabilities: Vec<[f32; LANES]>,
    /// Of every frequent column, and of the intercepts at the end: the second derivative's diagonal, its mean over the
    /// classes.
    diagonal: Vec<f32>,
    /// Mean variance of a class.
    variance: f64,
}

/// One step, residual or product of the inner solver: the frequent columns, then the intercepts.
type Block<const LANES: usize> = Vec<[f32; LANES]>;

impl<const LANES: usize> Sample<LANES> {
    /// A sample for an objective of `LANES` classes at most. It grows with the square root of the rows, and with it the
    /// columns that it has enough rows for.
    pub(super) fn new(objective: &Objective<'_>) -> Self {
        let wanted = (25.0 * (objective.rows().rows() as f64).sqrt()) as usize;
        let every = (objective.rows().rows() / wanted.max(1)).max(1);
        let part = objective.part(every);
        let frequent = objective.frequent(wanted.min(1 << 15));
        let mut place_of = vec![u16::MAX; part.rows.columns()];
        for (place, &column) in (0_u16..).zip(&frequent) {
            place_of[column as usize] = place;
        }
        let (mut ends, mut places, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for (indices, own) in part.rows.iter() {
            for (&column, &value) in indices.iter().zip(own) {
                let place = place_of[column as usize];
                if place != u16::MAX {
                    places.push(place);
                    values.push(value);
                }
            }
            ends.push(places.len());
        }
        let (means, spreads) = objective.moments();
        Sample {
            classes: part.costs.len(),
            costs: part
                .targets
                .iter()
                .map(|&class| part.costs[class] as f32)
                .collect(),
            rows: part.rows,
            means: means.to_vec(),
            spreads: spreads.to_vec(),
            frequent_means: frequent
                .iter()
                .map(|&column| means[column as usize] as f32)
                .collect(),
            frequent,
            ends,
            places,
            values,
            probabilities: Vec::new(),
            diagonal: Vec::new(),
            variance: 0.0,
        }
    }

    /// The sampled rows over the frequent columns.
    fn frequent_rows(&self) -> impl Iterator<Item = (&[u16], &[f32])> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let range = std::mem::replace(&mut start, end)..end;
            (&self.places[range.clone()], &self.values[range])
        })
    }

    /// Moves to another point: probabilities, variance and diagonal.
    fn look_from(&mut self, point: &[f64]) {
        let classes = self.classes;
        let (weights, intercepts) = point.split_at(self.means.len() * classes);
        let mut shifted = [0.0; LANES];
        shifted[..classes].copy_from_slice(intercepts);
        for (weights, mean) in weights.chunks_exact(classes).zip(&self.means) {
            for (intercept, weight) in shifted.iter_mut().zip(weights) {
                *intercept -= mean * weight;
            }
        }
        self.probabilities.clear();
        for (indices, values) in self.rows.iter() {
            let mut scores = shifted;
            for (&column, &value) in indices.iter().zip(values) {
                let weights = &weights[column as usize * classes..][..classes];
                for (score, weight) in scores.iter_mut().zip(weights) {
                    *score += weight * f64::from(value);
                }
            }
            softmax_in_place(&mut scores[..classes]);
            let mut probabilities = [0.0; LANES];
            for (to, from) in probabilities.iter_mut().zip(&scores[..classes]) {
                *to = *from as f32;
            }
            self.probabilities.push(probabilities);
        }
        let mut diagonal = vec![0.0; self.frequent.len() + 1];
        let (mut variances, mut costs) = (0.0, 0.0);
        let rows = self.frequent_rows().zip(&self.probabilities);
        for (((places, values), probabilities), &cost) in rows.zip(&self.costs) {
            let certain: f32 = probabilities.iter().map(|share| share * share).sum();
            let variance = cost * (1.0 - certain).max(0.0) / classes as f32;
            variances += f64::from(variance);
            costs += f64::from(cost);
            for (&place, &value) in places.iter().zip(values) {
                diagonal[place as usize] += variance * value * value;
            }
        }
        for (entry, mean) in diagonal.iter_mut().zip(&self.frequent_means) {
            *entry = 1.0 + (*entry - mean * mean * variances as f32).max(0.0);
        }
        // Where every row is certain the intercepts are not curved at all; they must not run away then.
        diagonal[self.frequent.len()] = variances.max(1e-6 * costs) as f32;
        self.diagonal = diagonal;
        self.variance = variances / costs;
    }

    /// Writes the second derivative times `step` to `product`.
    fn multiply(&self, step: &Block<LANES>, product: &mut Block<LANES>) {
        let last = self.frequent.len();
        let mut shifted = step[last];
        for (step, mean) in step.iter().zip(&self.frequent_means) {
            for lane in 0..LANES {
                shifted[lane] -= mean * step[lane];
            }
        }
        product.fill([0.0; LANES]);
        let mut sums = [0.0; LANES];
        let rows = self.frequent_rows().zip(&self.probabilities);
        for (((places, values), probabilities), &cost) in rows.zip(&self.costs) {
            let mut moved = shifted;
            for (&place, &value) in places.iter().zip(values) {
                let step = &step[place as usize];
                for lane in 0..LANES {
                    moved[lane] += step[lane] * value;
                }
            }
            let mean: f32 = (0..LANES)
                .map(|lane| probabilities[lane] * moved[lane])
                .sum();
            for lane in 0..LANES {
                moved[lane] = cost * probabilities[lane] * (moved[lane] - mean);
                sums[lane] += moved[lane];
            }
            for (&place, &value) in places.iter().zip(values) {
                let product = &mut product[place as usize];
                for lane in 0..LANES {
                    product[lane] += moved[lane] * value;
                }
            }
        }
        for ((product, step), mean) in product.iter_mut().zip(step).zip(&self.frequent_means) {
            for lane in 0..LANES {
                product[lane] += step[lane] - mean * sums[lane];
            }
        }
        product[last] = sums;
    }

    /// The step whose product is `wanted`, by conjugate gradients; none where that fails.
    fn solve(&self, wanted: Block<LANES>) -> Option<Block<LANES>> {
        let scaled = |rest: &Block<LANES>| -> Block<LANES> {
            rest.iter()
                .zip(&self.diagonal)
                .map(|(rest, entry)| rest.map(|value| value / entry))
                .collect()
        };
        let mut step = vec![[0.0; LANES]; wanted.len()];
        let mut product = step.clone();
        let mut rest = wanted;
        let mut direction = scaled(&rest);
        let first = inner(&rest, &direction);
        if !first.is_finite() {
            return None;
        }
        let mut size = first;
        for _ in 0..STEPS {
            if size.is_nan() || size <= first * REST * REST {
                break;
            }
            self.multiply(&direction, &mut product);
            let length = (size / inner(&direction, &product)) as f32;
            add(&mut step, length, &direction);
            add(&mut rest, -length, &product);
            let next = scaled(&rest);
            let before = std::mem::replace(&mut size, inner(&rest, &next));
            let kept = (size / before) as f32;
            for (direction, next) in direction.iter_mut().zip(next) {
                for lane in 0..LANES {
                    direction[lane] = next[lane] + kept * direction[lane];
                }
            }
        }
        let sound = step.iter().flatten().all(|value| value.is_finite());
        sound.then_some(step)
    }
}

impl<const LANES: usize> Curvature for Sample<LANES> {
    fn divide(&mut self, point: &[f64], direction: &mut [f64]) -> bool {
        self.look_from(point);
        let classes = self.classes;
        // The intercepts stand behind the last column.
        let places = || {
            let columns = self.frequent.iter().map(|&column| column as usize);
            columns.chain([self.means.len()])
        };
        let wanted = places()
            .map(|column| {
                let mut block = [0.0; LANES];
                for (to, from) in block
                    .iter_mut()
                    .zip(&direction[column * classes..][..classes])
                {
                    *to = *from as f32;
                }
                block
            })
            .collect();
        let Some(step) = self.solve(wanted) else {
            return false;
        };
        for (direction, spread) in direction.chunks_exact_mut(classes).zip(&self.spreads) {
            let scale = 1.0 / (1.0 + spread * self.variance);
            for direction in direction {
                *direction *= scale;
            }
        }
        for (column, step) in places().zip(&step) {
            for (to, from) in direction[column * classes..][..classes]
                .iter_mut()
                .zip(step)
            {
                *to = f64::from(*from);
            }
        }
        true
    }
}

/// Σ a·b; the order of the additions is fixed.
fn inner<const LANES: usize>(a: &Block<LANES>, b: &Block<LANES>) -> f64 {
    let mut sums = [0.0; LANES];
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANES {
            sums[lane] += f64::from(a[lane]) * f64::from(b[lane]);
        }
    }
    sums.iter().sum()
}

/// a += factor · b.
fn add<const LANES: usize>(a: &mut Block<LANES>, factor: f32, b: &Block<LANES>) {
    for (a, b) in a.iter_mut().zip(b) {
        for lane in 0..LANES {
            a[lane] += factor * b[lane];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::objective::tests::rows;
    use super::*;

    #[test]
    fn products_are_those_of_the_second_derivative_by_finite_differences() {
        // Forty rows of seven columns: so few that the sample holds all of them.
        let (rows, targets) = rows(3);
        let mut objective = Objective::new(&rows, &targets, vec![0.5, 1.0, 2.0]);
        let mut sample = Sample::<4>::new(&objective);
        let at: Vec<f64> = (0..24)
            .map(|i| f64::from((i * 37 + 11) % 23) / 11.5 - 1.0)
            .collect();
        sample.look_from(&at);
        let step = |i: usize| f64::from((i as u32 * 29 + 5) % 19) / 9.5 - 1.0;
        let mut slopes = [vec![0.0; 24], vec![0.0; 24]];
        for (slopes, sign) in slopes.iter_mut().zip([-1e-5, 1e-5]) {
            let moved: Vec<f64> = (0..24).map(|i| at[i] + sign * step(i)).collect();
            objective.evaluate(&moved, slopes);
        }
        let order: Vec<usize> = objective
            .frequent(7)
            .iter()
            .map(|&column| column as usize)
            .chain([7])
            .collect();
        let block = |column: &usize| {
            let lane = |lane: usize| {
                if lane < 3 {
                    step(column * 3 + lane) as f32
                } else {
                    0.0
                }
            };
            [lane(0), lane(1), lane(2), lane(3)]
        };
        let mut product = vec![[0.0; 4]; 8];
        sample.multiply(&order.iter().map(block).collect(), &mut product);
        for (column, product) in order.iter().zip(&product) {
            for (lane, product) in product.iter().take(3).enumerate() {
                let i = column * 3 + lane;
                let second = (slopes[1][i] - slopes[0][i]) / 2e-5;
                assert!(
                    (f64::from(*product) - second).abs() < 1e-4 * (1.0 + second.abs()),
                    "parameter {i}: {product} against {second}"
                );
            }
        }
    }

    #[test]
    fn numbers_that_are_none_leave_the_direction_as_it_was() {
        let (rows, targets) = rows(3);
        let objective = Objective::new(&rows, &targets, vec![1.0; 3]);
        let mut sample = Sample::<4>::new(&objective);
        let mut direction = vec![1.0; 24];
        assert!(sample.divide(&[0.0; 24], &mut direction));
        assert!(direction.iter().all(|step| step.is_finite()));
        let mut direction = vec![1e300; 24];
        assert!(!sample.divide(&[0.0; 24], &mut direction));
        assert!(direction.iter().all(|&step| step > 9e299));
    }
}
