//! What more training data would bring.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thaido_featurizer::VectorTable;

use crate::dataset::Dataset;
use crate::error::Error;
use crate::evaluate::{Figure, evaluate_folds};
use crate::record::Statement;
use crate::settings::Settings;

/// One point of a learning curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LearningPoint {
    /// Statements that were trained on, on average over the folds.
    pub statements: usize,
    /// Mean F1 over the labels.
    pub macro_f1: Figure,
}

/// The parts of the statements that are cross-validated, smallest first.
const PARTS: [f64; 5] = [0.1, 0.2, 0.4, 0.7, 1.0];

/// Cross-validates growing parts of the statements, and tells by the number that was trained on how well labels are
/// found. A part holds whole groups, spread evenly over the data, and every part holds the one before it.
///
/// Parts are left out that are too small to be cross-validated at all.
///
/// # Errors
/// As [`evaluate_folds`] on all statements.
pub fn learning_curve(
    statements: &[Statement],
    settings: &Settings,
    vectors: &[VectorTable],
) -> Result<Vec<LearningPoint>, Error> {
    let ranks = ranks(statements);
    let mut points = Vec::new();
    for part in PARTS {
        let kept = statements
            .iter()
            .zip(&ranks)
            .filter(|(_, rank)| **rank < part)
            .map(|(statement, _)| statement.clone());
        let measured =
            Dataset::new(kept.collect(), settings.none_label.as_deref()).and_then(|data| {
                let evaluation = evaluate_folds(&data, settings, vectors)?;
                Ok((evaluation.statements, evaluation.macro_f1))
            });
        match measured {
            Ok((count, macro_f1)) => points.push(LearningPoint {
                statements: count * (settings.folds - 1) / settings.folds,
                macro_f1,
            }),
            Err(error) if part >= 1.0 => return Err(error),
            Err(_) => {}
        }
    }
    Ok(points)
}

/// A number from 0 to 1 for the group of every statement: multiples of the golden ratio without their whole part, which
/// fill the interval evenly however many there are.
fn ranks(statements: &[Statement]) -> Vec<f64> {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let mut known: BTreeMap<&str, f64> = BTreeMap::new();
    let mut groups = 0.0;
    let mut next = || {
        groups += 1.0;
        (groups * GOLDEN).fract()
    };
    let ranks = statements
        .iter()
        .map(|statement| match statement.group.as_deref() {
            Some(group) => *known.entry(group).or_insert_with(&mut next),
            None => next(),
        });
    ranks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stay_together_and_parts_are_as_large_as_they_say() {
        let statements: Vec<Statement> = (0..900)
            .map(|at| Statement {
                group: (at % 3 != 0).then(|| format!("g{}", at / 6)),
                ..Statement::default()
            })
            .collect();
        let ranks = ranks(&statements);
        for part in PARTS {
            let share = ranks.iter().filter(|&&rank| rank < part).count() as f64 / 900.0;
            assert!((share - part).abs() < 0.03, "{part}: {share}");
        }
        for (a, b) in [(1, 2), (1, 5), (7, 8)] {
            assert_eq!(statements[a].group, statements[b].group);
            assert!((ranks[a] - ranks[b]).abs() < 1e-12);
        }
    }
}
