//! Labelled statements, ready for training and measuring.

use std::collections::BTreeMap;

use thaido_classifier::LabelSet;
use thaido_featurizer::Sample;
use xxhash_rust::xxh3::Xxh3;

use crate::error::Error;
use crate::record::Statement;

/// Statements with a label each. A statement without a group is a group of its own.
#[derive(Clone, Debug)]
pub struct Dataset {
    statements: Vec<Statement>,
    labels: LabelSet,
    targets: Vec<usize>,
    groups: Vec<usize>,
}

impl Dataset {
    /// Takes statements whose labels make up the label set.
    ///
    /// # Errors
    /// When there are no statements, one has no label, or there are fewer than two labels.
    pub fn new(statements: Vec<Statement>, none_label: Option<&str>) -> Result<Self, Error> {
        not_empty(&statements)?;
        let mut labels = LabelSet::from_names(label_names(&statements)?)?;
        if let Some(none) = none_label {
            labels = labels.with_none(none)?;
        }
        Self::with_labels(statements, labels)
    }

    /// Takes statements whose labels are all in a given set.
    ///
    /// # Errors
    /// When there are no statements, one has no label, or a label that is not in the set.
    pub fn with_labels(statements: Vec<Statement>, labels: LabelSet) -> Result<Self, Error> {
        not_empty(&statements)?;
        let names = label_names(&statements)?;
        let targets = names.iter().zip(&statements).map(|(name, statement)| {
            labels
                .index(name)
                .map_err(|error| Error::Data(format!("statement {}: {error}", place(statement))))
        });
        let targets = targets.collect::<Result<Vec<_>, _>>()?;
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let mut next = 0;
        let mut groups = Vec::with_capacity(statements.len());
        for statement in &statements {
            let number = match statement.group.as_deref() {
                Some(group) => *numbers.entry(group).or_insert(next),
                None => next,
            };
            next = next.max(number + 1);
            groups.push(number);
        }
        Ok(Dataset {
            statements,
            labels,
            targets,
            groups,
        })
    }

    /// The statements.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The label set.
    pub fn labels(&self) -> &LabelSet {
        &self.labels
    }

    /// The class of every statement.
    pub fn targets(&self) -> &[usize] {
        &self.targets
    }

    /// The group of every statement, as a number.
    pub fn groups(&self) -> &[usize] {
        &self.groups
    }

    /// The samples that the featurizer reads.
    pub fn samples(&self) -> Vec<Sample<'_>> {
        self.statements.iter().map(sample).collect()
    }

    /// Number of different groups.
    pub fn group_count(&self) -> usize {
        let mut groups = self.groups.clone();
        groups.sort_unstable();
        groups.dedup();
        groups.len()
    }

    /// Statements of each label, in the order of the label set.
    pub fn per_label(&self) -> Vec<usize> {
        let mut counts = vec![0; self.labels.len()];
        for &target in &self.targets {
            counts[target] += 1;
        }
        counts
    }

    /// A hash over everything that training reads.
    pub(crate) fn hash(&self) -> String {
        let mut hash = Xxh3::new();
        for statement in &self.statements {
            let label = statement.label.as_deref().unwrap_or_default();
            let group = statement.group.as_deref().unwrap_or_default();
            for field in [
                &statement.id,
                &statement.text,
                &statement.before,
                &statement.after,
                label,
                group,
            ] {
                hash.update(&(field.len() as u64).to_le_bytes());
                hash.update(field.as_bytes());
            }
        }
        format!("{:016x}", hash.digest())
    }
}

/// The sample of a statement.
pub(crate) fn sample(statement: &Statement) -> Sample<'_> {
    let cue = match statement.extra.get("cue") {
        Some(serde_json::Value::String(cue)) => cue,
        Some(serde_json::Value::Object(cue)) => cue
            .get("text")
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default(),
        _ => "",
    };
    Sample {
        text: &statement.text,
        before: &statement.before,
        after: &statement.after,
        cue,
    }
}

fn not_empty(statements: &[Statement]) -> Result<(), Error> {
    if statements.is_empty() {
        return Err(Error::Data(
            "there are no labelled statements: give files with one JSON object a line".to_owned(),
        ));
    }
    Ok(())
}

fn label_names(statements: &[Statement]) -> Result<Vec<String>, Error> {
    let name = |statement: &Statement| {
        let missing = || {
            Error::Data(format!(
                "statement {} has no \"label\": add one or leave it out",
                place(statement)
            ))
        };
        statement
            .label
            .clone()
            .filter(|label| !label.is_empty())
            .ok_or_else(missing)
    };
    statements.iter().map(name).collect()
}

/// How a message names a statement.
pub(crate) fn place(statement: &Statement) -> String {
    if statement.id.is_empty() {
        let start: String = statement.text.chars().take(40).collect();
        format!("“{start}…”")
    } else {
        statement.id.clone()
    }
}
