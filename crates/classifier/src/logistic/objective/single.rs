//! The objective in single precision.

use super::{Near, Objective, residuals_in_place};

/// Sums of single precision are kept short: those of this many columns, the most frequent ones,
const FREQUENT: usize = 4096;
/// are added to others of double precision after this many rows.
const RUN: usize = 2048;

impl Objective<'_> {
    /// [`Objective::evaluate`] in single precision, for up to `LANES` classes: the value is right to about seven digits,
    /// the gradient to as many of its greatest sums. Half as many bytes move, and four classes are one operation.
    pub(in crate::logistic) fn evaluate_single<const LANES: usize>(
        &mut self,
        parameters: &[f64],
        gradient: &mut [f64],
    ) -> f64 {
        let (columns, classes) = (self.rows.columns(), self.costs.len());
        let Near {
            places,
            indices: near,
            single,
            ..
        } = &mut self.near;
        single.resize(2 * columns * LANES, 0.0);
        let (single, _) = single.as_chunks_mut::<LANES>();
        let (weights, own) = parameters.split_at(columns * classes);
        let mut shifted = [0.0; LANES];
        shifted[..classes].copy_from_slice(own);
        let mut squares = 0.0;
        for ((weights, mean), &place) in
            weights.chunks_exact(classes).zip(&self.means).zip(&*places)
        {
            let single = &mut single[2 * place as usize..][..2];
            single[1] = [0.0; LANES];
            for ((to, weight), intercept) in single[0].iter_mut().zip(weights).zip(&mut shifted) {
                *to = *weight as f32;
                *intercept -= weight * mean;
                squares += weight * weight;
            }
        }
        let intercepts = shifted.map(|intercept| intercept as f32);
        gradient.fill(0.0);
        let frequent = FREQUENT.min(columns);
        let mut sums = [0.0; LANES];
        let mut kept = vec![[0.0_f64; LANES]; frequent];
        let mut loss = 0.0;
        let mut rest = &near[..];
        for (row, ((indices, values), &class)) in self.rows.iter().zip(self.targets).enumerate() {
            let (indices, others) = rest.split_at(indices.len());
            rest = others;
            let mut scores = [intercepts, [0.0; LANES]];
            let (pairs, odd) = indices.as_chunks::<2>();
            let (value_pairs, odd_values) = values.as_chunks::<2>();
            for (pair, values) in pairs.iter().zip(value_pairs) {
                let (first, second) =
                    (&single[2 * pair[0] as usize], &single[2 * pair[1] as usize]);
                for lane in 0..LANES {
                    scores[0][lane] += first[lane] * values[0];
                    scores[1][lane] += second[lane] * values[1];
                }
            }
            for (&column, &value) in odd.iter().zip(odd_values) {
                let first = &single[2 * column as usize];
                for lane in 0..LANES {
                    scores[0][lane] += first[lane] * value;
                }
            }
            let mut wide = [0.0; LANES];
            for lane in 0..LANES {
                wide[lane] = f64::from(scores[0][lane] + scores[1][lane]);
            }
            let cost = self.costs[class];
            loss += cost * residuals_in_place(&mut wide[..classes], class, cost);
            let mut residuals = [0.0; LANES];
            for lane in 0..classes {
                residuals[lane] = wide[lane] as f32;
                sums[lane] += wide[lane];
            }
            for (&column, &value) in indices.iter().zip(values) {
                let gradient = &mut single[2 * column as usize + 1];
                for lane in 0..LANES {
                    gradient[lane] += residuals[lane] * value;
                }
            }
            if row % RUN == RUN - 1 {
                for (kept, single) in kept.iter_mut().zip(single.as_chunks_mut::<2>().0) {
                    for lane in 0..LANES {
                        kept[lane] += f64::from(single[1][lane]);
                    }
                    single[1] = [0.0; LANES];
                }
            }
        }
        let (gradient, slopes) = gradient.split_at_mut(columns * classes);
        let all = gradient
            .chunks_exact_mut(classes)
            .zip(weights.chunks_exact(classes));
        for (((gradient, weights), mean), &place) in all.zip(&self.means).zip(&*places) {
            let own = &single[2 * place as usize + 1];
            for lane in 0..classes {
                let kept = kept.get(place as usize).map_or(0.0, |kept| kept[lane]);
                gradient[lane] = f64::from(own[lane]) + kept + (weights[lane] - mean * sums[lane]);
            }
        }
        slopes.copy_from_slice(&sums[..classes]);
        loss + 0.5 * squares
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{costs, parameters, rows};
    use super::*;

    #[test]
    fn single_precision_agrees_with_double_to_six_digits() {
        for classes in [2, 3, 4] {
            let (rows, targets) = rows(classes);
            let mut objective = Objective::new(&rows, &targets, costs(classes));
            let at = parameters(8 * classes);
            let (mut wide, mut single) = (vec![0.0; at.len()], vec![0.0; at.len()]);
            let value = objective.evaluate(&at, &mut wide);
            for other in [
                objective.evaluate_single::<4>(&at, &mut single),
                objective.evaluate_single::<8>(&at, &mut single),
            ] {
                assert!((value - other).abs() < 1e-6 * value, "{value} {other}");
                for (a, b) in wide.iter().zip(&single) {
                    assert!((a - b).abs() < 1e-5 * (1.0 + a.abs()), "{a} {b}");
                }
            }
        }
    }
}
