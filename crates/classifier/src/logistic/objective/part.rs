//! Where the solvers start, without an evaluation, and parts of the rows that stand for all of them.

use thaido_featurizer::SparseMatrix;

use super::Objective;
use crate::math::ln_of_positive;

/// Some of the rows, to stand for all of them.
pub(in crate::logistic) struct Part {
    pub(in crate::logistic) rows: SparseMatrix,
    pub(in crate::logistic) targets: Vec<usize>,
    /// Per class, as many times greater as there are fewer rows of it.
    pub(in crate::logistic) costs: Vec<f64>,
}

impl Objective<'_> {
    /// The value at [`Objective::start`].
    pub(in crate::logistic) fn start_value(&self) -> f64 {
        let losses = self
            .shares
            .iter()
            .map(|&share| -share * ln_of_positive(share));
        self.total * losses.sum::<f64>()
    }

    /// The norm of the gradient at [`Objective::start`], for half of what an evaluation costs: all rows have the same
    /// probabilities there.
    pub(in crate::logistic) fn start_slope(&self) -> f64 {
        let classes = self.costs.len();
        let mut sums = vec![0.0; self.weights()];
        for ((indices, values), &class) in self.rows.iter().zip(self.targets) {
            for (&column, &value) in indices.iter().zip(values) {
                sums[column as usize * classes + class] += self.costs[class] * f64::from(value);
            }
        }
        for (sums, mean) in sums.chunks_exact_mut(classes).zip(&self.means) {
            for (sum, share) in sums.iter_mut().zip(&self.shares) {
                *sum -= self.total * mean * share;
            }
        }
        crate::math::dot(&sums, &sums).sqrt()
    }

    /// One of every `every` rows of each class, but at least one row of each.
    ///
    /// Which of them is scattered by a fixed multiplier, so that rows that follow each other in a rhythm are all met.
    pub(in crate::logistic) fn part(&self, every: usize) -> Part {
        let mut seen = vec![0_usize; self.costs.len()];
        let mut taken = vec![0_usize; self.costs.len()];
        let mut picked = Vec::with_capacity(self.targets.len() / every + seen.len());
        for (row, &class) in self.targets.iter().enumerate() {
            let (run, place) = (seen[class] / every, seen[class] % every);
            let scattered = (run as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
            if place as u64 == scattered % every as u64 {
                picked.push(row);
                taken[class] += 1;
            }
            seen[class] += 1;
        }
        let costs = self.costs.iter().zip(seen.iter().zip(&taken));
        Part {
            rows: self.rows.select(&picked),
            targets: picked.iter().map(|&row| self.targets[row]).collect(),
            costs: costs
                .map(|(cost, (&seen, &taken))| cost * seen as f64 / taken as f64)
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{costs, rows};
    use super::*;

    #[test]
    fn value_and_slope_of_the_start_are_those_of_an_evaluation() {
        let (rows, targets) = rows(3);
        let mut objective = Objective::new(&rows, &targets, costs(3));
        let mut gradient = vec![0.0; 24];
        let value = objective.evaluate(&objective.start(), &mut gradient);
        let slope = crate::math::dot(&gradient, &gradient).sqrt();
        assert!((objective.start_value() - value).abs() < 1e-12 * value);
        assert!((objective.start_slope() - slope).abs() < 1e-12 * slope);
    }

    #[test]
    fn a_part_has_rows_of_every_class_and_costs_as_much_as_all_rows() {
        let (rows, mut targets) = rows(3);
        for target in &mut targets {
            *target = usize::from(*target > 0);
        }
        targets[39] = 2;
        let objective = Objective::new(&rows, &targets, costs(3));
        let part = objective.part(6);
        let cost = |class: usize, targets: &[usize]| {
            targets.iter().filter(|target| **target == class).count() as f64
        };
        for class in 0..3 {
            let (all, some) = (cost(class, &targets), cost(class, &part.targets));
            assert!(
                some >= 1.0 && some <= (all / 6.0).ceil(),
                "{class}: {some} of {all}"
            );
            assert!((part.costs[class] * some - costs(3)[class] * all).abs() < 1e-12);
        }
        assert_eq!(part.rows.rows(), part.targets.len());
    }
}
