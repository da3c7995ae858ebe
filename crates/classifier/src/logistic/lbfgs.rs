//! A limited-memory quasi-Newton minimiser with a diagonal scale.
//!
//! Why not a library's: on 30,000 rows of 95,000 columns and 3 classes, argmin 0.11 (its `LBFGS` with the line search of
//! Moré and Thuente over `Vec<f64>`, given the same centred and scaled problem) takes the same steps to the same value
//! in 18 iterations and 21 evaluations, but 0.51 s instead of 0.30 s, because it copies and allocates vectors where this
//! one reads its pairs in single precision; and it knows neither the scale nor a stopping rule relative to the start.

use crate::math::{dot, dot_single, products};

/// When to stop, and how much to remember.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    pub(crate) max_iterations: usize,
    /// Stop when the gradient's norm is at most this times the unit,
    pub(crate) tolerance: f64,
    /// and the next step promises to lower the value by at most this share of it.
    pub(crate) gain: f64,
}

/// What is known before the first step.
pub(crate) struct Begin {
    pub(crate) value: f64,
    pub(crate) gradient: Vec<f64>,
    /// The norm that gradients are measured by.
    pub(crate) unit: f64,
}

impl Begin {
    /// The value and the gradient at `point`; the unit is its norm, but at least 1.
    pub(crate) fn at(point: &[f64], evaluate: impl FnOnce(&[f64], &mut [f64]) -> f64) -> Self {
        let mut gradient = vec![0.0; point.len()];
        let value = evaluate(point, &mut gradient);
        let unit = dot(&gradient, &gradient).sqrt().max(1.0);
        Begin {
            value,
            gradient,
            unit,
        }
    }

    /// How a search that takes no step from here ends, as far as it is not told whether it converged.
    pub(crate) fn outcome(&self) -> Outcome {
        Outcome {
            iterations: 0,
            value: self.value,
            gradient: dot(&self.gradient, &self.gradient).sqrt() / self.unit,
            converged: false,
        }
    }
}

/// What more than a diagonal is known about the curvature.
pub(crate) trait Curvature {
    /// Divides `direction` by the second derivative at `point`; false, with `direction` as it was, where that fails.
    fn divide(&mut self, point: &[f64], direction: &mut [f64]) -> bool;
}

/// Where the search ended; the point itself is left in the caller's list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome {
    pub(crate) iterations: usize,
    pub(crate) value: f64,
    /// Norm of the gradient, over the unit.
    pub(crate) gradient: f64,
    /// Whether the search ended because there is next to nothing to be gained any more.
    pub(crate) converged: bool,
}

/// Pairs of steps and gradient changes that approximate the curvature; more cost memory traffic and save few iterations.
const MEMORY: usize = 8;
/// Evaluations that one line search may take.
const MAX_TRIALS: usize = 25;
/// A step must bring this share of the decrease that the slope promises,
const DECREASE: f64 = 1e-4;
/// and flatten the slope to this share of it.
const CURVATURE: f64 = 0.9;
/// Relative differences of the objective below this are rounding; there the slopes decide instead of the values.
const ROUNDING: f64 = 1e-13;

/// One remembered step.
struct Pair {
    /// Where the point moved; kept in half the bytes, because reading the pairs is a third of an iteration's time and
    /// the curvature need not be known to more than seven digits.
    step: Vec<f32>,
    /// How the gradient changed.
    change: Vec<f32>,
    /// step · change.
    product: f64,
    /// change · scale · change.
    scaled: f64,
}

impl Pair {
    fn new(size: usize) -> Self {
        Pair {
            step: vec![0.0; size],
            change: vec![0.0; size],
            product: 0.0,
            scaled: 0.0,
        }
    }

    /// Overwrites the pair with the differences between the later and the earlier points and gradients.
    fn remember(&mut self, points: (&[f64], &[f64]), gradients: (&[f64], &[f64]), scale: &[f64]) {
        for (step, (before, after)) in self.step.iter_mut().zip(points.0.iter().zip(points.1)) {
            *step = (after - before) as f32;
        }
        for (change, (before, after)) in self
            .change
            .iter_mut()
            .zip(gradients.0.iter().zip(gradients.1))
        {
            *change = (after - before) as f32;
        }
        (self.product, self.scaled) = products(&self.step, &self.change, scale);
    }
}

/// Walks `point` downhill until the gradient is small, the iterations are used up or no step helps any more.
///
/// `evaluate` returns the value at a point and overwrites the gradient. `scale` estimates the inverse of the second
/// derivative's diagonal, positive everywhere; it is used where there is no `curvature`, or where that does not help.
/// Memory for a step is taken once, when it is first remembered.
pub(crate) fn minimise(
    point: &mut Vec<f64>,
    begin: Begin,
    scale: &[f64],
    mut curvature: Option<&mut dyn Curvature>,
    options: Options,
    mut evaluate: impl FnMut(&[f64], &mut [f64]) -> f64,
) -> Outcome {
    let size = point.len();
    let Begin {
        mut value,
        mut gradient,
        unit,
    } = begin;
    let mut direction = vec![0.0; size];
    let mut trial = Trial {
        point: vec![0.0; size],
        gradient: vec![0.0; size],
        value,
    };
    let mut pairs: Vec<Pair> = Vec::with_capacity(MEMORY);
    let mut iterations = 0;
    loop {
        let norm = dot(&gradient, &gradient).sqrt() / unit;
        let flat = norm <= options.tolerance;
        let mut outcome = Outcome {
            iterations,
            value,
            gradient: norm,
            converged: flat,
        };
        if flat && options.gain == f64::INFINITY {
            return outcome;
        }
        let mut shape = |direction: &mut [f64]| match &mut curvature {
            Some(curvature) => curvature.divide(point, direction),
            None => false,
        };
        descend(&pairs, &gradient, scale, &mut shape, &mut direction);
        // A straight bowl would be half as deep as the slope goes down on one step.
        let promise = -0.5 * dot(&gradient, &direction);
        outcome.converged = flat && promise <= options.gain * value.abs();
        if outcome.converged || iterations == options.max_iterations {
            return outcome;
        }
        let mut found = trial.search(point, value, &gradient, &direction, &mut evaluate);
        if !found && (!pairs.is_empty() || curvature.is_some()) {
            // What was remembered misleads: try once more along the plain scaled gradient.
            pairs.clear();
            descend(&pairs, &gradient, scale, &mut |_| false, &mut direction);
            found = trial.search(point, value, &gradient, &direction, &mut evaluate);
        }
        if !found {
            // Where the gradient is small already, rounding is what hides the rest.
            outcome.converged = flat;
            return outcome;
        }
        iterations += 1;
        let mut pair = if pairs.len() == MEMORY {
            pairs.remove(0)
        } else {
            Pair::new(size)
        };
        pair.remember((point, &trial.point), (&gradient, &trial.gradient), scale);
        if pair.product > 0.0 && pair.product.is_finite() {
            pairs.push(pair);
        }
        std::mem::swap(point, &mut trial.point);
        std::mem::swap(&mut gradient, &mut trial.gradient);
        value = trial.value;
    }
}

/// Writes the direction −H · gradient, H being the inverse curvature that the pairs describe together with `shape`, which
/// divides a direction by the curvature in place, or the scale where `shape` returns false.
fn descend(
    pairs: &[Pair],
    gradient: &[f64],
    scale: &[f64],
    shape: &mut impl FnMut(&mut [f64]) -> bool,
    direction: &mut [f64],
) {
    for (direction, gradient) in direction.iter_mut().zip(gradient) {
        *direction = -gradient;
    }
    let mut shares = [0.0; MEMORY];
    for (pair, share) in pairs.iter().zip(&mut shares).rev() {
        *share = dot_single(&pair.step, direction) / pair.product;
        add(direction, -*share, &pair.change);
    }
    if !shape(direction) {
        // The newest pair says how far the scale is off by now.
        let factor = pairs.last().map_or(1.0, |pair| pair.product / pair.scaled);
        for (direction, scale) in direction.iter_mut().zip(scale) {
            *direction *= factor * scale;
        }
    }
    for (pair, share) in pairs.iter().zip(shares) {
        let back = dot_single(&pair.change, direction) / pair.product;
        add(direction, share - back, &pair.step);
    }
}

/// a += factor · b.
fn add(a: &mut [f64], factor: f64, b: &[f32]) {
    for (a, &b) in a.iter_mut().zip(b) {
        *a += factor * f64::from(b);
    }
}

/// The point that a line search looks at.
struct Trial {
    point: Vec<f64>,
    gradient: Vec<f64>,
    value: f64,
}

/// A place on the line: the step's length, the value and the slope there.
#[derive(Clone, Copy)]
struct Place {
    step: f64,
    value: f64,
    slope: f64,
}

impl Trial {
    /// Looks along `direction` for a step with enough decrease and a flatter slope (the weak Wolfe conditions), by
    /// widening or narrowing an interval; true when this trial holds such a point.
    fn search(
        &mut self,
        from: &[f64],
        value: f64,
        gradient: &[f64],
        direction: &[f64],
        evaluate: &mut impl FnMut(&[f64], &mut [f64]) -> f64,
    ) -> bool {
        let start = Place {
            step: 0.0,
            value,
            slope: dot(gradient, direction),
        };
        if !(start.slope < 0.0 && start.slope.is_finite()) {
            return false;
        }
        let (mut low, mut high): (Place, Option<Place>) = (start, None);
        let mut step = 1.0;
        for _ in 0..MAX_TRIALS {
            for ((to, from), direction) in self.point.iter_mut().zip(from).zip(direction) {
                *to = from + step * direction;
            }
            self.value = evaluate(&self.point, &mut self.gradient);
            let here = Place {
                step,
                value: self.value,
                slope: dot(&self.gradient, direction),
            };
            if !(here.value.is_finite() && here.slope.is_finite()) {
                high = None;
                step = low.step + (step - low.step) * 0.1;
                continue;
            }
            let decreased = here.value <= value + DECREASE * step * start.slope
                || (here.value <= value + ROUNDING * value.abs()
                    && here.slope <= (2.0 * DECREASE - 1.0) * start.slope);
            if !decreased {
                high = Some(here);
                step = between(low, here);
            } else if here.slope < CURVATURE * start.slope {
                low = here;
                step = high.map_or_else(|| beyond(start, here), |high| between(here, high));
            } else {
                return true;
            }
        }
        false
    }
}

/// The minimum of the cubic through two places, kept away from both ends of the interval.
fn between(low: Place, high: Place) -> f64 {
    let width = high.step - low.step;
    let bend = low.slope + high.slope - 3.0 * (low.value - high.value) / (low.step - high.step);
    let root = (bend * bend - low.slope * high.slope).sqrt() * width.signum();
    let share = 1.0 - (high.slope + root - bend) / (high.slope - low.slope + 2.0 * root);
    let share = if share.is_finite() {
        share.clamp(0.1, 0.9)
    } else {
        0.5
    };
    low.step + share * width
}

/// A longer step, where the slope would vanish if it went on changing as it did, from twice to ten times as far.
fn beyond(start: Place, here: Place) -> f64 {
    let change = here.slope - start.slope;
    let straight = if change > 0.0 {
        here.step * -start.slope / change
    } else {
        f64::INFINITY
    };
    straight.clamp(2.0 * here.step, 10.0 * here.step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(
        point: &mut Vec<f64>,
        scale: &[f64],
        options: Options,
        mut evaluate: impl FnMut(&[f64], &mut [f64]) -> f64,
    ) -> Outcome {
        let begin = Begin::at(point, &mut evaluate);
        minimise(point, begin, scale, None, options, evaluate)
    }

    fn rosenbrock(p: &[f64], gradient: &mut [f64]) -> f64 {
        let (a, b) = (1.0 - p[0], p[1] - p[0] * p[0]);
        gradient[0] = -2.0 * a - 400.0 * p[0] * b;
        gradient[1] = 200.0 * b;
        a * a + 100.0 * b * b
    }

    #[test]
    fn the_valley_of_rosenbrock_is_walked_to_its_end() {
        let mut point = vec![-1.2, 1.0];
        let options = Options {
            max_iterations: 200,
            tolerance: 1e-10,
            gain: f64::INFINITY,
        };
        let outcome = run(&mut point, &[1.0, 1.0], options, rosenbrock);
        assert!(
            outcome.gradient <= 1e-10 && outcome.iterations < 60,
            "{outcome:?}"
        );
        assert!(
            (point[0] - 1.0).abs() < 1e-6 && (point[1] - 1.0).abs() < 1e-6,
            "{point:?}"
        );
    }

    #[test]
    fn a_right_scale_solves_a_bowl_in_two_steps() {
        let curvatures = [1.0, 1e3, 1e6];
        let mut point = vec![3.0, -2.0, 1.0];
        let options = Options {
            max_iterations: 200,
            tolerance: 1e-12,
            gain: f64::INFINITY,
        };
        let outcome = run(
            &mut point,
            &curvatures.map(|c| 1.0 / c),
            options,
            |p, gradient| {
                for i in 0..3 {
                    gradient[i] = curvatures[i] * p[i];
                }
                0.5 * dot(p, gradient)
            },
        );
        assert!(
            outcome.iterations <= 2 && outcome.gradient <= 1e-12,
            "{outcome:?}"
        );
    }

    #[test]
    fn a_value_that_never_falls_ends_the_search_at_once() {
        let mut calls = 0;
        let mut point = vec![0.0];
        let outcome = run(
            &mut point,
            &[1.0],
            Options {
                max_iterations: 1000,
                tolerance: 1e-9,
                gain: f64::INFINITY,
            },
            |p, gradient| {
                calls += 1;
                gradient[0] = 1.0;
                p[0].abs()
            },
        );
        assert_eq!(
            (outcome.iterations, point[0], outcome.gradient),
            (0, 0.0, 1.0)
        );
        assert!(calls <= MAX_TRIALS + 1, "{calls} evaluations");
    }

    #[test]
    fn a_value_that_is_not_finite_ends_the_search() {
        let mut point = vec![1.0];
        let outcome = run(
            &mut point,
            &[1.0],
            Options {
                max_iterations: 10,
                tolerance: 1e-9,
                gain: f64::INFINITY,
            },
            |_, gradient| {
                gradient[0] = f64::NAN;
                f64::NAN
            },
        );
        assert_eq!(outcome.iterations, 0);
        assert!(outcome.gradient.is_nan());
    }
}
