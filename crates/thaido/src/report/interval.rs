//! How sure a share of a count is.

/// A share with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Share {
    pub(super) value: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// `part` of `whole` with Wilson's 95 % interval, which stays within 0 and 1 and holds for small counts; an empty
/// whole gives 0 with the interval 0 to 1.
pub(super) fn share(part: u64, whole: u64) -> Share {
    /// The normal distribution's 97.5 % point.
    const Z: f64 = 1.959_963_984_540_054;
    if whole == 0 {
        return Share {
            value: 0.0,
            low: 0.0,
            high: 1.0,
        };
    }
    let (n, p) = (whole as f64, part as f64 / whole as f64);
    let middle = p + Z * Z / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let divisor = 1.0 + Z * Z / n;
    Share {
        value: p,
        low: ((middle - half) / divisor).clamp(0.0, p),
        high: ((middle + half) / divisor).clamp(p, 1.0),
    }
}

/// F1 from its counts, with the interval that Wilson's gives the share of `tp` in `tp + fp + fn` (F1 = 2J / (1 + J)).
pub(super) fn f1(tp: u64, fp: u64, fn_: u64) -> Share {
    let jaccard = share(tp, tp + fp + fn_);
    let of = |j: f64| 2.0 * j / (1.0 + j);
    Share {
        value: of(jaccard.value),
        low: of(jaccard.low),
        high: of(jaccard.high),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_wilsons() {
        // Wilson 1927 for 8 of 10: 0.4902 to 0.9433.
        let found = share(8, 10);
        assert!(
            (found.low - 0.490_162).abs() < 1e-5 && (found.high - 0.943_318).abs() < 1e-5,
            "{found:?}"
        );
        assert_eq!(
            share(0, 0),
            Share {
                value: 0.0,
                low: 0.0,
                high: 1.0
            }
        );
        assert_eq!((share(0, 5).low, share(5, 5).high), (0.0, 1.0));
    }

    #[test]
    fn f1_is_the_harmonic_mean_and_lies_in_its_interval() {
        // Precision 6/8, recall 6/10: F1 = 2 · 0.75 · 0.6 / 1.35 = 2/3.
        let found = f1(6, 2, 4);
        assert!((found.value - 2.0 / 3.0).abs() < 1e-12);
        assert!(found.low < found.value && found.value < found.high);
    }
}
