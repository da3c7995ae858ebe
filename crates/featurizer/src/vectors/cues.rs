//! What words are worth to a reporter: which verbs introduce the statements that they stand in.
//!
//! Nobody labels a newspaper, but its reporters say in passing what a speaker does: one warns, another thanks, a third
//! explains. The table of terms and verbs, counted over many statements, tells for every term which verbs it draws and
//! which it keeps away: the residual of Pearson (1900), `(n − e) / √(e + prior)`, where `n` statements hold the term
//! under the verb and `e` would by chance.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::table::{Cover, VectorTable, pair_code};
use crate::Error;
use crate::unit::{Unit, UnitRules};

/// How vectors are learnt from the verbs of reporters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CueParams {
    /// Most verbs, and so dimensions of a vector; the most frequent ones are kept.
    pub max_cues: usize,
    /// Fewest statements under a verb.
    pub min_cue_count: u64,
    /// Most terms (units and pairs) with a vector; the most frequent ones are kept.
    pub max_terms: usize,
    /// Fewest statements with a term.
    pub min_count: u64,
    /// Added to the expected count, so that rare pairs of term and verb weigh little.
    pub prior: f64,
}

impl Default for CueParams {
    fn default() -> Self {
        CueParams {
            max_cues: 32,
            min_cue_count: 100,
            max_terms: 20_000,
            min_count: 20,
            prior: 5.0,
        }
    }
}

/// Collects statements with their cues and learns vectors from them.
///
/// ```
/// use thaido_featurizer::{Cover, CueParams, CueTrainer};
/// let params = CueParams { min_cue_count: 2, min_count: 2, ..Default::default() };
/// let mut trainer = CueTrainer::new(params)?;
/// for _ in 0..3 {
///     trainer.add("hai bên sẽ nối lại đàm phán", "cam kết");
///     trainer.add("hậu quả sẽ rất nghiêm trọng", "Cảnh báo");
/// }
/// let table = trainer.finish()?;
/// assert_eq!((table.dimensions(), table.cover()), (2, Cover::Terms));
/// # Ok::<(), thaido_featurizer::Error>(())
/// ```
#[derive(Debug)]
pub struct CueTrainer {
    params: CueParams,
    rules: UnitRules,
    /// By normal form, so that the order is the same every time.
    cues: BTreeMap<String, u32>,
    /// How many statements stand under each.
    counts: Vec<u64>,
    /// The different terms of every statement, and its cue.
    statements: Vec<(Vec<u64>, u32)>,
    units: Vec<Unit>,
}

impl CueTrainer {
    /// Ready for statements.
    ///
    /// # Errors
    /// [`Error::Parameter`] when a setting makes no sense.
    pub fn new(params: CueParams) -> Result<Self, Error> {
        super::check_counts(&[
            ("max_cues", params.max_cues),
            ("max_terms", params.max_terms),
        ])?;
        super::check_amounts(&[("prior", params.prior)])?;
        Ok(CueTrainer {
            params,
            rules: super::rules(),
            cues: BTreeMap::new(),
            counts: Vec::new(),
            statements: Vec::new(),
            units: Vec::new(),
        })
    }

    /// Adds one statement and the verb that introduces it.
    pub fn add(&mut self, statement: &str, cue: &str) {
        let next = self.counts.len() as u32;
        let cue = *self.cues.entry(self.rules.phrase(cue)).or_insert(next);
        if cue == next {
            self.counts.push(0);
        }
        self.counts[cue as usize] += 1;
        self.rules.read(statement, &mut self.units);
        let pairs = self
            .units
            .windows(2)
            .map(|pair| pair_code(pair[0].code, pair[1].code));
        let mut terms: Vec<u64> = self
            .units
            .iter()
            .map(|unit| unit.code)
            .chain(pairs)
            .collect();
        terms.sort_unstable();
        terms.dedup();
        self.statements.push((terms, cue));
    }

    /// How many statements have been added.
    pub fn statements_read(&self) -> usize {
        self.statements.len()
    }

    /// Learns the vectors: shape `terms × verbs`.
    ///
    /// # Errors
    /// [`Error::NoTerms`] when no verb or no term occurs often enough.
    pub fn finish(self) -> Result<VectorTable, Error> {
        let params = &self.params;
        let too_few = || Error::NoTerms {
            texts: self.statements.len(),
            min_df: params.min_count as usize,
        };
        let columns = self.columns();
        let dimensions = columns.iter().flatten().count();
        let mut shares = vec![0.0; dimensions];
        let mut occurrences: HashMap<u64, u64> = HashMap::new();
        let mut total = 0_u64;
        for (terms, cue) in &self.statements {
            if let Some(column) = columns[*cue as usize] {
                total += 1;
                shares[column] += 1.0;
                for &term in terms {
                    *occurrences.entry(term).or_default() += 1;
                }
            }
        }
        for share in &mut shares {
            *share /= total as f64;
        }
        let mut frequent: Vec<(u64, u64)> = occurrences
            .into_iter()
            .filter(|&(_, count)| count >= params.min_count)
            .map(|(term, count)| (count, term))
            .collect();
        frequent.sort_unstable_by(|a, b| b.cmp(a));
        frequent.truncate(params.max_terms);
        if frequent.is_empty() {
            return Err(too_few());
        }
        let numbers: HashMap<u64, usize> = frequent
            .iter()
            .zip(0..)
            .map(|(&(_, term), number)| (term, number))
            .collect();
        let mut together = vec![0_u32; frequent.len() * dimensions];
        for (terms, cue) in &self.statements {
            if let Some(column) = columns[*cue as usize] {
                for number in terms.iter().filter_map(|term| numbers.get(term)) {
                    together[number * dimensions + column] += 1;
                }
            }
        }
        let rows = frequent.iter().zip(together.chunks_exact(dimensions));
        let rows = rows.map(|(&(count, term), together)| {
            let count = count as f64;
            let residual = |(&seen, &share): (&u32, &f64)| {
                let expected = count * share;
                let residual = (f64::from(seen) - expected) / (expected + params.prior).sqrt();
                // Residuals grow with the root of the count; divided by it they compare terms.
                (residual / count.sqrt()) as f32
            };
            let vector = together.iter().zip(&shares).map(residual).collect();
            // Rare terms say more, of the verb as of all else.
            let weight = (total as f64 / count).powf(0.25) as f32;
            (term, weight, vector)
        });
        VectorTable::quantise(dimensions, Cover::Terms, rows.collect())
    }

    /// The dimension of every verb, by its number: the most frequent verbs have one, of equals the first in order of
    /// letters.
    fn columns(&self) -> Vec<Option<usize>> {
        let mut frequent: Vec<u32> = self
            .cues
            .values()
            .copied()
            .filter(|&cue| self.counts[cue as usize] >= self.params.min_cue_count)
            .collect();
        frequent.sort_by_key(|&cue| std::cmp::Reverse(self.counts[cue as usize]));
        frequent.truncate(self.params.max_cues);
        let mut columns = vec![None; self.counts.len()];
        for (&cue, column) in frequent.iter().zip(0..) {
            columns[cue as usize] = Some(column);
        }
        columns
    }
}

#[cfg(test)]
mod tests {
    use super::{CueParams, CueTrainer};
    use crate::Error;

    fn trained(lines: &[(&str, &str)], params: CueParams) -> Result<crate::VectorTable, Error> {
        let mut trainer = CueTrainer::new(params)?;
        for (statement, cue) in lines {
            trainer.add(statement, cue);
        }
        trainer.finish()
    }

    #[test]
    fn a_vector_holds_the_residuals_worked_out_by_hand() {
        let params = CueParams {
            min_cue_count: 1,
            min_count: 2,
            prior: 1.0,
            ..Default::default()
        };
        // "mưa" stands in two of four statements, both under the first of two equally frequent verbs: expected 1, seen 2;
        // (2 − 1) / √(1 + 1) / √2 = 0.5 and (0 − 1) / √(1 + 1) / √2 = −0.5. Its weight is (4 / 2)^¼.
        let lines = [
            ("mưa", "báo"),
            ("mưa", "báo"),
            ("nắng", "mừng"),
            ("gió", "mừng"),
        ];
        let table = trained(&lines, params).expect("one term is frequent enough");
        let (codes, weights, scales, values) = table.parts();
        assert_eq!((codes.len(), table.dimensions()), (1, 2));
        assert!((weights[0] - 2.0_f32.powf(0.25)).abs() < 1e-6);
        assert_eq!(values, [127, -127]);
        assert!((scales[0] * 127.0 - 0.5).abs() < 1e-6);
    }

    #[test]
    fn a_term_counts_once_a_statement_and_capitals_of_a_verb_do_not_matter() {
        let params = CueParams {
            min_cue_count: 2,
            min_count: 2,
            ..Default::default()
        };
        let lines = [("không không", "Nói"), ("có", "nói")];
        let error = trained(&lines, params.clone()).expect_err("each term is in one statement");
        assert!(error.to_string().contains('2'), "{error}");
        let lines = [("không", "Nói"), ("không có", "nói"), ("có", "hỏi")];
        let table = trained(&lines, params).expect("one verb stands over two statements");
        assert_eq!((table.len(), table.dimensions()), (1, 1));
    }

    #[test]
    fn the_order_of_statements_does_not_matter() {
        let mut lines: Vec<(String, String)> = (0..200)
            .map(|i| {
                (
                    format!("một hai ba {} bốn {}", i % 7, ["năm", "sáu"][i % 2]),
                    format!("nói {}", ["to", "nhỏ", "thầm"][i % 3]),
                )
            })
            .collect();
        let params = CueParams {
            min_cue_count: 1,
            min_count: 1,
            ..Default::default()
        };
        let table = |lines: &[(String, String)]| {
            let lines: Vec<(&str, &str)> = lines
                .iter()
                .map(|(a, b)| (a.as_str(), b.as_str()))
                .collect();
            trained(&lines, params.clone()).expect("there are terms")
        };
        let forwards = table(&lines);
        lines.reverse();
        assert_eq!(forwards, table(&lines));
    }

    #[test]
    fn settings_that_make_no_sense_are_refused() {
        for params in [
            CueParams {
                max_cues: 0,
                ..Default::default()
            },
            CueParams {
                max_terms: 0,
                ..Default::default()
            },
            CueParams {
                prior: 0.0,
                ..Default::default()
            },
            CueParams {
                prior: f64::NAN,
                ..Default::default()
            },
        ] {
            assert!(CueTrainer::new(params).is_err());
        }
    }

    #[test]
    fn nothing_at_all_gives_an_error() {
        assert!(trained(&[], CueParams::default()).is_err());
        assert!(trained(&[("", "")], CueParams::default()).is_err());
    }
}
