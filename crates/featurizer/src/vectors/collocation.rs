//! Which pairs of syllables are words.
//!
//! Vietnamese writes its words syllable by syllable. Two neighbours are joined when their normalised pointwise mutual
//! information (Bouma 2009), `ln(p(xy) / (p(x) p(y))) / −ln p(xy)`, reaches a threshold.

use std::collections::{HashMap, HashSet};

/// The pairs of word numbers that are joined, given sentences of word numbers.
pub(crate) fn find(
    sentences: &[Vec<u32>],
    counts: &[u64],
    min_count: u64,
    threshold: f64,
) -> HashSet<(u32, u32)> {
    let mut pairs: HashMap<(u32, u32), u64> = HashMap::new();
    for sentence in sentences {
        for pair in sentence.windows(2) {
            // A pair is no more frequent than its rarer half.
            if counts[pair[0] as usize] >= min_count && counts[pair[1] as usize] >= min_count {
                *pairs.entry((pair[0], pair[1])).or_default() += 1;
            }
        }
    }
    let total = counts.iter().sum::<u64>() as f64;
    pairs
        .into_iter()
        .filter(|&((x, y), count)| {
            let share = |count: u64| count as f64 / total;
            let (joint, x, y) = (
                share(count),
                share(counts[x as usize]),
                share(counts[y as usize]),
            );
            count >= min_count && (joint / (x * y)).ln() / -joint.ln() >= threshold
        })
        .map(|(pair, _)| pair)
        .collect()
}

/// Joins pairs from left to right; calls `each` with the one or two numbers of every word.
pub(crate) fn join(
    sentence: &[u32],
    pairs: &HashSet<(u32, u32)>,
    mut each: impl FnMut(u32, Option<u32>),
) {
    let mut at = 0;
    while at < sentence.len() {
        match sentence.get(at + 1) {
            Some(&next) if pairs.contains(&(sentence[at], next)) => {
                each(sentence[at], Some(next));
                at += 2;
            }
            _ => {
                each(sentence[at], None);
                at += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{find, join};

    #[test]
    fn neighbours_that_always_stand_together_are_joined_and_chance_neighbours_are_not() {
        // 0 1 always together; 2 and 3 meet everything.
        let sentences: Vec<Vec<u32>> = (0..50)
            .map(|i| {
                if i % 2 == 0 {
                    vec![0, 1, 2, 3]
                } else {
                    vec![2, 0, 1, 3, 2]
                }
            })
            .collect();
        let pairs = find(&sentences, &[50, 50, 75, 50], 5, 0.6);
        assert!(pairs.contains(&(0, 1)));
        assert!(!pairs.contains(&(2, 0)) && !pairs.contains(&(1, 2)));
        let mut words = Vec::new();
        join(&[2, 0, 1, 3], &pairs, |first, second| {
            words.push((first, second));
        });
        assert_eq!(words, [(2, None), (0, Some(1)), (3, None)]);
    }
}
