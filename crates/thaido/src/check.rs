//! What is wrong with labelled data: duplicates, leaks between files, thin labels and groups, likely wrong labels.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use thaido_classifier::best;
use thaido_featurizer::VectorTable;
use thaido_tokenizer::{Token, tokenize};

use crate::dataset::{Dataset, place};
use crate::error::Error;
use crate::record::Statement;
use crate::settings::Settings;
use crate::train::cross_validate;

/// Two statements whose shingles of three syllables overlap by more than half (Jaccard).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Duplicate {
    /// The first statement.
    pub first: Place,
    /// The second.
    pub second: Place,
    /// Shared shingles over all shingles of both.
    pub jaccard: f64,
    /// Whether the two carry different labels.
    pub labels_differ: bool,
}

/// Where a statement stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file, as it was named.
    pub file: String,
    /// The statement's id, or its first words.
    pub id: String,
}

/// A label that statements of its kind do not carry: the model trained without its group is sure of another one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suspicion {
    /// The statement.
    pub place: Place,
    /// Its words.
    pub text: String,
    /// The label it carries.
    pub label: String,
    /// The label that the held-out model gives.
    pub expected: String,
    /// Probability of the expected label minus that of the carried one.
    pub margin: f64,
}

/// What `thaido check` reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// Statements of all files.
    pub statements: usize,
    /// Statements of each label.
    pub labels: BTreeMap<String, usize>,
    /// Number of groups; a statement without one counts by itself.
    pub groups: usize,
    /// Groups in which more than twenty statements all carry one label: the model may learn the story, not the label.
    pub one_sided_groups: Vec<String>,
    /// Ids that occur more than once in one file.
    pub repeated_ids: Vec<Place>,
    /// Groups that stand in more than one file.
    pub groups_in_several_files: Vec<String>,
    /// Pairs of near-duplicates within one file.
    pub duplicates: Vec<Duplicate>,
    /// Pairs of near-duplicates in different files: leaks, when one trains and the other tests.
    pub leaks: Vec<Duplicate>,
    /// Likely wrong labels, most suspicious first.
    pub suspicions: Vec<Suspicion>,
}

/// Near-duplicates share more than this part of their shingles.
pub const NEAR: f64 = 0.5;
const SHINGLE: usize = 3;
/// A shingle in more statements than this is a set phrase and proposes no pairs.
const COMMON: usize = 60;
const ONE_SIDED: usize = 20;

/// Looks through the statements of one or more files.
///
/// # Errors
/// When the statements cannot be learnt from at all (no labels, one label, fewer groups than folds).
pub fn check(
    files: &[(String, Vec<Statement>)],
    settings: &Settings,
    vectors: &[VectorTable],
) -> Result<Findings, Error> {
    let places: Vec<Place> = files
        .iter()
        .flat_map(|(file, statements)| {
            statements.iter().map(move |statement| Place {
                file: file.clone(),
                id: place(statement),
            })
        })
        .collect();
    let statements: Vec<Statement> = files
        .iter()
        .flat_map(|(_, statements)| statements.iter().cloned())
        .collect();
    let data = Dataset::new(statements, settings.none_label.as_deref())?;
    let (leaks, duplicates) = near_duplicates(data.statements(), &places)
        .into_iter()
        .partition(|pair: &Duplicate| pair.first.file != pair.second.file);
    let labels = data
        .labels()
        .names()
        .iter()
        .cloned()
        .zip(data.per_label())
        .collect();
    Ok(Findings {
        statements: places.len(),
        labels,
        groups: data.group_count(),
        one_sided_groups: one_sided(data.statements()),
        repeated_ids: repeated(data.statements(), &places),
        groups_in_several_files: spread_groups(files),
        duplicates,
        leaks,
        suspicions: suspicions(&data, &places, settings, vectors)?,
    })
}

/// Pairs of statements whose shingles overlap by more than [`NEAR`], in order.
fn near_duplicates(statements: &[Statement], places: &[Place]) -> Vec<Duplicate> {
    let shingles: Vec<BTreeSet<u64>> = statements
        .iter()
        .map(|statement| shingles(&statement.text))
        .collect();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for (number, set) in shingles.iter().enumerate() {
        for &shingle in set {
            holders.entry(shingle).or_default().push(number);
        }
    }
    let mut found = Vec::new();
    for (second, set) in shingles.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for shingle in set {
            let holders = &holders[shingle];
            if holders.len() <= COMMON {
                for &first in holders.iter().take_while(|&&first| first < second) {
                    *shared.entry(first).or_default() += 1;
                }
            }
        }
        for first in shared.into_keys() {
            let both = shingles[first].intersection(set).count();
            let jaccard = both as f64 / (shingles[first].len() + set.len() - both) as f64;
            if jaccard > NEAR {
                found.push(Duplicate {
                    first: places[first].clone(),
                    second: places[second].clone(),
                    jaccard,
                    labels_differ: statements[first].label != statements[second].label,
                });
            }
        }
    }
    found
}

/// Hashes of all runs of three tokens; a shorter text is one shingle.
fn shingles(text: &str) -> BTreeSet<u64> {
    let keys: Vec<u64> = tokenize(text)
        .filter(Token::is_letters)
        .map(|token| token.key.bits())
        .collect();
    let hash = |run: &[u64]| {
        run.iter().fold(0u64, |hash, &key| {
            (hash.rotate_left(21) ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        })
    };
    if keys.len() < SHINGLE {
        BTreeSet::from([hash(&keys)])
    } else {
        keys.windows(SHINGLE).map(hash).collect()
    }
}

fn repeated(statements: &[Statement], places: &[Place]) -> Vec<Place> {
    let mut seen = BTreeSet::new();
    let again = statements.iter().zip(places).filter(|(statement, place)| {
        !statement.id.is_empty() && !seen.insert((place.file.clone(), statement.id.clone()))
    });
    again.map(|(_, place)| place.clone()).collect()
}

fn one_sided(statements: &[Statement]) -> Vec<String> {
    let mut groups: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for statement in statements {
        if let (Some(group), Some(label)) = (&statement.group, &statement.label) {
            let entry = groups.entry(group).or_default();
            entry.0 += 1;
            entry.1.insert(label);
        }
    }
    let thin = groups
        .into_iter()
        .filter(|(_, (count, labels))| *count > ONE_SIDED && labels.len() == 1);
    thin.map(|(group, _)| group.to_owned()).collect()
}

fn spread_groups(files: &[(String, Vec<Statement>)]) -> Vec<String> {
    let mut homes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (file, statements) in files {
        for group in statements
            .iter()
            .filter_map(|statement| statement.group.as_deref())
        {
            homes.entry(group).or_default().insert(file);
        }
    }
    homes
        .into_iter()
        .filter(|(_, files)| files.len() > 1)
        .map(|(group, _)| group.to_owned())
        .collect()
}

fn suspicions(
    data: &Dataset,
    places: &[Place],
    settings: &Settings,
    vectors: &[VectorTable],
) -> Result<Vec<Suspicion>, Error> {
    let held_out = cross_validate(data, settings, vectors, |_| {})?;
    let mut found = Vec::new();
    for (row, scores) in held_out.scores.rows().into_iter().enumerate() {
        let probabilities = held_out.calibration.probabilities(&scores.to_vec());
        let (expected, carried) = (best(&probabilities), data.targets()[row]);
        let margin = probabilities[expected] - probabilities[carried];
        // Half the probability apart: the held-out model is sure, and sure of another label.
        if margin > 0.5 {
            found.push(Suspicion {
                place: places[row].clone(),
                text: data.statements()[row].text.clone(),
                label: data.labels().names()[carried].clone(),
                expected: data.labels().names()[expected].clone(),
                margin,
            });
        }
    }
    found.sort_by(|a, b| {
        b.margin
            .total_cmp(&a.margin)
            .then_with(|| a.place.id.cmp(&b.place.id))
    });
    Ok(found)
}
