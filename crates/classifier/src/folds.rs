//! Folds for cross-validation: no group on two sides, labels spread evenly.

use std::{cmp::Reverse, collections::BTreeMap};

use crate::{
    Error,
    error::{classes_below, same_length},
};

/// A division of rows into K folds, each of which is held out once.
///
/// ```
/// use thaido_classifier::Folds;
/// // Six rows of two classes; rows 0 and 1 come from one article, rows 2 and 3 from another.
/// let folds = Folds::grouped(&[0, 1, 0, 1, 0, 1], &[7, 7, 3, 3, 5, 9], 2, 2)?;
/// assert_eq!((folds.held_out(0), folds.training(0)), (vec![0, 1, 4], vec![2, 3, 5]));
/// # Ok::<(), thaido_classifier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folds {
    count: usize,
    fold_of: Vec<usize>,
}

/// A group while it waits for its fold.
struct Group {
    rows: Vec<usize>,
    counts: Vec<usize>,
}

impl Folds {
    /// Divides rows of the given classes and groups into `folds` folds.
    ///
    /// Rows of one group land in one fold. Groups are dealt from the largest to the smallest, each to the fold where it
    /// keeps the shares of the classes most alike; ties go to the fold with the fewest rows, then to the first. The
    /// numbers of the groups do not matter, only which rows share one; a row that belongs to no group needs a number of
    /// its own. No fold is empty.
    ///
    /// # Errors
    /// Lists of different lengths, a class not below `classes`, fewer than two folds, fewer groups than folds.
    pub fn grouped(
        targets: &[usize],
        groups: &[usize],
        classes: usize,
        folds: usize,
    ) -> Result<Self, Error> {
        same_length((targets.len(), "targets"), (groups.len(), "groups"))?;
        classes_below(targets, classes)?;
        if folds < 2 {
            return Err(Error::TooFewFolds { folds });
        }
        let mut totals = vec![0_usize; classes];
        let mut members: BTreeMap<usize, Group> = BTreeMap::new();
        for (row, (&class, &group)) in targets.iter().zip(groups).enumerate() {
            totals[class] += 1;
            let group = members.entry(group).or_insert_with(|| Group {
                rows: Vec::new(),
                counts: vec![0; classes],
            });
            group.rows.push(row);
            group.counts[class] += 1;
        }
        if members.len() < folds {
            return Err(Error::FewerGroupsThanFolds {
                groups: members.len(),
                folds,
            });
        }
        let mut groups: Vec<Group> = members.into_values().collect();
        // Within a size the first row decides, so that renumbering the groups changes nothing.
        groups.sort_by_key(|group| (Reverse(group.rows.len()), group.rows[0]));
        let mut fold_of = vec![0; targets.len()];
        let mut counts = vec![vec![0_usize; classes]; folds];
        let mut sizes = vec![0_usize; folds];
        for group in &groups {
            let fold = lightest(&counts, &sizes, group, &totals);
            for (count, more) in counts[fold].iter_mut().zip(&group.counts) {
                *count += more;
            }
            sizes[fold] += group.rows.len();
            for &row in &group.rows {
                fold_of[row] = fold;
            }
        }
        Ok(Folds {
            count: folds,
            fold_of,
        })
    }

    /// Divides rows without groups: every row stands for itself.
    ///
    /// # Errors
    /// Like [`Folds::grouped`]; then "groups" are rows.
    pub fn stratified(targets: &[usize], classes: usize, folds: usize) -> Result<Self, Error> {
        let groups: Vec<usize> = (0..targets.len()).collect();
        Self::grouped(targets, &groups, classes, folds)
    }

    /// Number of folds.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The fold in which each row is held out.
    pub fn fold_of(&self) -> &[usize] {
        &self.fold_of
    }

    /// The rows of fold `fold`, ascending.
    pub fn held_out(&self, fold: usize) -> Vec<usize> {
        self.rows(|of| of == fold)
    }

    /// The rows of all other folds, ascending.
    pub fn training(&self, fold: usize) -> Vec<usize> {
        self.rows(|of| of != fold)
    }

    fn rows(&self, keep: impl Fn(usize) -> bool) -> Vec<usize> {
        self.fold_of
            .iter()
            .enumerate()
            .filter(|&(_, &of)| keep(of))
            .map(|(row, _)| row)
            .collect()
    }
}

/// The fold whose classes come out most even with `group` added.
///
/// Adding g rows to the c that a fold has of a class raises the sum of squares over the folds by g · (2c + g); over the
/// size of the class, so that a rare class weighs as much as a frequent one. An empty fold always ties for the least.
fn lightest(counts: &[Vec<usize>], sizes: &[usize], group: &Group, totals: &[usize]) -> usize {
    let mut best = (f64::INFINITY, usize::MAX, 0);
    for (fold, (counts, &size)) in counts.iter().zip(sizes).enumerate() {
        let mut cost = 0.0;
        for ((&count, &more), &total) in counts.iter().zip(&group.counts).zip(totals) {
            if more > 0 {
                cost += (more * (2 * count + more)) as f64 / total as f64;
            }
        }
        if cost < best.0 || (cost <= best.0 && size < best.1) {
            best = (cost, size, fold);
        }
    }
    best.2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fewer_groups_than_folds_are_refused_with_both_numbers() {
        let error =
            Folds::grouped(&[0, 1, 0, 1], &[4, 4, 8, 8], 2, 3).map_err(|error| error.to_string());
        assert_eq!(
            error.err().unwrap_or_default(),
            "2 group(s) cannot fill 3 folds, because a group stays on one side; give statements of more groups, or ask for fewer folds (at least 2)"
        );
    }

    #[test]
    fn one_fold_no_rows_and_wrong_lists_are_refused() {
        assert!(matches!(
            Folds::stratified(&[0, 1], 2, 1),
            Err(Error::TooFewFolds { folds: 1 })
        ));
        assert!(matches!(
            Folds::stratified(&[], 2, 2),
            Err(Error::FewerGroupsThanFolds {
                groups: 0,
                folds: 2
            })
        ));
        assert!(matches!(
            Folds::grouped(&[0, 1], &[1], 2, 2),
            Err(Error::Lengths {
                left: 2,
                right: 1,
                ..
            })
        ));
        assert!(matches!(
            Folds::stratified(&[0, 2], 2, 2),
            Err(Error::ClassOutOfRange {
                row: 1,
                class: 2,
                ..
            })
        ));
    }

    #[test]
    fn single_rows_are_dealt_evenly_within_each_class() {
        // 9 rows of class 0 and 6 of class 1 in 3 folds: 3 and 2 each.
        let targets: Vec<usize> = (0..15).map(|row| usize::from(row % 5 > 2)).collect();
        let Ok(folds) = Folds::stratified(&targets, 2, 3) else {
            panic!("three folds of fifteen rows exist")
        };
        for fold in 0..3 {
            let ones = folds
                .held_out(fold)
                .iter()
                .filter(|&&row| targets[row] == 1)
                .count();
            assert_eq!((folds.held_out(fold).len(), ones), (5, 2));
        }
    }

    proptest! {
        #[test]
        fn every_row_is_held_out_once_and_no_group_is_split(
            rows in prop::collection::vec((0_usize..4, 0_usize..25), 1..200),
            count in 2_usize..6,
        ) {
            let (targets, groups): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
            if let Ok(folds) = Folds::grouped(&targets, &groups, 4, count) {
                let mut fold_of_group = BTreeMap::new();
                for (row, group) in groups.iter().enumerate() {
                    let fold = folds.fold_of()[row];
                    prop_assert_eq!(*fold_of_group.entry(group).or_insert(fold), fold);
                }
                for fold in 0..count {
                    prop_assert!(!folds.held_out(fold).is_empty());
                    prop_assert_eq!(folds.held_out(fold).len() + folds.training(fold).len(), targets.len());
                }
                // Other numbers for the same groups give the same folds.
                let renamed: Vec<usize> = groups.iter().map(|group| 1000 - group * 7).collect();
                prop_assert_eq!(Folds::grouped(&targets, &renamed, 4, count).ok(), Some(folds));
            } else {
                let different: std::collections::BTreeSet<_> = groups.iter().collect();
                prop_assert!(different.len() < count);
            }
        }
    }
}
