//! Exponential, logarithm and softmax from additions and multiplications alone.
//!
//! The standard library hands `exp` and `ln` to the platform's mathematics library, whose last bit differs between
//! systems; one such bit can end up in a model file that a test wants to rebuild byte for byte. The two functions here
//! use only operations that IEEE 754 rounds in one way, agree with the exact values to about 2⁻⁵¹, and are faster for
//! the narrow ranges that a softmax needs.

const LN_2: f64 = std::f64::consts::LN_2;

/// 2^(i/64) for i = 0 … 63.
const POWERS: [f64; 64] = powers();

const fn powers() -> [f64; 64] {
    let mut table = [1.0; 64];
    let mut i = 0;
    while i < 64 {
        // exp(x) by its power series; x is below 0.7, so that 24 terms are more than a double can hold.
        let x = LN_2 * (i as f64) / 64.0;
        let mut sum = 1.0;
        let mut n = 24;
        while n > 0 {
            sum = 1.0 + sum * x / (n as f64);
            n -= 1;
        }
        table[i] = sum;
        i += 1;
    }
    table
}

/// e^x for x ≤ 0; 0 where the result would not be a normal number (x < −708), NaN for NaN.
#[inline]
pub(crate) fn exp_of_non_positive(x: f64) -> f64 {
    // Adding and subtracting 1.5 · 2^52 rounds to the nearest whole number.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    const STEPS: f64 = 64.0 / LN_2;
    // ln 2 / 64 in two parts, the first with enough trailing zeros that its products with whole numbers are exact.
    const HIGH: f64 = f64::from_bits((LN_2 / 64.0).to_bits() & !0xff_ffff);
    const LOW: f64 = (LN_2 / 64.0 - HIGH) + 2.319_046_813_846_299_6e-17 / 64.0;
    if x < -708.0 {
        return 0.0;
    }
    let shifted = x * STEPS + ROUND;
    let rounded = shifted - ROUND;
    let r = (x - rounded * HIGH) - rounded * LOW;
    // That sum has the whole number in its lowest bits.
    let steps = shifted.to_bits().cast_signed() << 16 >> 16;
    let series = r + r * r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0))));
    let power = POWERS[(steps & 63) as usize];
    let scale = f64::from_bits((((steps >> 6) + 1023) as u64) << 52);
    (power + power * series) * scale
}

/// The natural logarithm of a positive normal number.
#[inline]
pub(crate) fn ln_of_positive(x: f64) -> f64 {
    // x = m · 2^e with m between √½ and √2; ln m = 2 artanh((m − 1) / (m + 1)).
    const SQRT_HALF_BITS: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
    let shifted = x.to_bits().wrapping_sub(SQRT_HALF_BITS);
    let exponent = shifted.cast_signed() >> 52;
    let mantissa = f64::from_bits(x.to_bits().wrapping_sub((exponent << 52) as u64));
    let f = (mantissa - 1.0) / (mantissa + 1.0);
    let square = f * f;
    let mut series = 1.0 / 23.0;
    for odd in [21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0] {
        series = 1.0 / odd + square * series;
    }
    let fraction = 2.0 * f + 2.0 * f * (square * series);
    exponent as f64 * LN_2 + fraction
}

/// Turns scores into probabilities in place and returns ln Σ e^score, computed without overflow.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "inside the solver's loop the length is known, and the loops here vanish"
)]
pub(crate) fn softmax_in_place(scores: &mut [f64]) -> f64 {
    let (top, sum) = normalise(scores);
    top + ln_of_positive(sum)
}

/// Turns scores into probabilities in place; returns the greatest score and Σ e^(score − greatest).
#[inline(always)]
#[expect(clippy::inline_always, reason = "as above")]
pub(crate) fn normalise(scores: &mut [f64]) -> (f64, f64) {
    let mut top = f64::NEG_INFINITY;
    for &score in &*scores {
        top = if score > top { score } else { top };
    }
    let mut sum = 0.0;
    for score in &mut *scores {
        *score = exp_of_non_positive(*score - top);
        sum += *score;
    }
    let scale = 1.0 / sum;
    for score in scores {
        *score *= scale;
    }
    (top, sum)
}

/// The probabilities e^score / Σ e^score, summing to 1.
///
/// ```
/// let probabilities = thaido_classifier::softmax(&[1000.0, 1000.0 + 3.0_f64.ln()]);
/// assert!((probabilities[0] - 0.25).abs() < 1e-12 && (probabilities[1] - 0.75).abs() < 1e-12);
/// ```
pub fn softmax(scores: &[f64]) -> Vec<f64> {
    let mut probabilities = scores.to_vec();
    softmax_in_place(&mut probabilities);
    probabilities
}

/// The position of the greatest value, the first one among equals; 0 for an empty list. NaN never wins.
///
/// ```
/// assert_eq!(thaido_classifier::best(&[0.25, 0.5, 0.5]), 1);
/// ```
pub fn best(values: &[f64]) -> usize {
    let mut top = (0, f64::NEG_INFINITY);
    for (position, &value) in values.iter().enumerate() {
        if value > top.1 {
            top = (position, value);
        }
    }
    top.0
}

/// Σ a·b with eight running sums, so that additions do not wait for one another; the order is fixed.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (a_chunks, a_rest) = a.as_chunks::<8>();
    let (b_chunks, b_rest) = b.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}

/// Σ a·b like [`dot`], for a first list in single precision.
pub(crate) fn dot_single(a: &[f32], b: &[f64]) -> f64 {
    let (a_chunks, a_rest) = a.as_chunks::<8>();
    let (b_chunks, b_rest) = b.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..8 {
            sums[lane] += f64::from(a[lane]) * b[lane];
        }
    }
    let rest: f64 = a_rest
        .iter()
        .zip(b_rest)
        .map(|(&a, b)| f64::from(a) * b)
        .sum();
    sums.iter().sum::<f64>() + rest
}

/// Σ a·b and Σ b·b·c in one reading.
pub(crate) fn products(a: &[f32], b: &[f32], c: &[f64]) -> (f64, f64) {
    let ((a, a_rest), (b, b_rest), (c, c_rest)) =
        (a.as_chunks::<4>(), b.as_chunks::<4>(), c.as_chunks::<4>());
    let (mut first, mut second) = ([0.0; 4], [0.0; 4]);
    for ((a, b), c) in a.iter().zip(b).zip(c) {
        for lane in 0..4 {
            let wide = f64::from(b[lane]);
            first[lane] += f64::from(a[lane]) * wide;
            second[lane] += wide * wide * c[lane];
        }
    }
    for ((&a, &b), c) in a_rest.iter().zip(b_rest).zip(c_rest) {
        first[0] += f64::from(a) * f64::from(b);
        second[0] += f64::from(b) * f64::from(b) * c;
    }
    (first.iter().sum(), second.iter().sum())
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these values are exact")]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_agrees_with_the_standard_library() {
        for step in 0..200_000 {
            let x = -f64::from(step) * 0.003_539;
            let (ours, theirs) = (exp_of_non_positive(x), x.exp());
            assert!(
                (ours - theirs).abs() <= theirs * 1e-15,
                "{x}: {ours:e} against {theirs:e}"
            );
        }
        assert_eq!(exp_of_non_positive(0.0), 1.0);
        assert_eq!(exp_of_non_positive(-709.0), 0.0);
        assert_eq!(exp_of_non_positive(f64::NEG_INFINITY), 0.0);
        assert!(exp_of_non_positive(f64::NAN).is_nan());
    }

    #[test]
    fn the_logarithm_agrees_with_the_standard_library() {
        for step in 1..200_000 {
            let x = f64::from(step) * 0.000_731;
            let (ours, theirs) = (ln_of_positive(x), x.ln());
            assert!(
                (ours - theirs).abs() <= 1e-15 * theirs.abs().max(1e-1),
                "{x}: {ours:e} against {theirs:e}"
            );
        }
        assert_eq!(ln_of_positive(1.0), 0.0);
    }

    #[test]
    fn a_softmax_of_huge_scores_does_not_overflow() {
        let mut scores = [1e300, -1e300, 1e300];
        assert_eq!(softmax_in_place(&mut scores), 1e300);
        assert_eq!(scores, [0.5, 0.0, 0.5]);
    }

    #[test]
    fn the_first_of_equal_scores_is_best() {
        assert_eq!(best(&[f64::NAN, 2.0, 2.0]), 1);
        assert_eq!(best(&[]), 0);
    }
}
