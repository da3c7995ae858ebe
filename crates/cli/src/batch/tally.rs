//! What a run counts, and its summary.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::counted;
use super::finding::Finding;

/// Speakers that are told apart; those first met after so many are counted together, so that the memory of a run does
/// not grow with its corpus.
const SPEAKERS: usize = 100_000;
/// Speakers that the summary names.
const NAMED: usize = 100;
/// Speakers that the terminal shows.
const SHOWN: usize = 5;

/// Counts of a run or of a part of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Tally {
    /// Records that were worked on, duplicates not counted.
    pub(crate) records: u64,
    /// Bytes of all records read.
    pub(crate) bytes: u64,
    /// Lines of the output.
    pub(crate) statements: u64,
    /// Of these, labels from which the model abstains.
    pub(crate) abstained: u64,
    pub(crate) rejects: u64,
    pub(crate) exact: u64,
    pub(crate) near: u64,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    labels: BTreeMap<String, u64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    kinds: BTreeMap<String, u64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    speakers: BTreeMap<String, u64>,
    /// Statements of speakers met after the first hundred thousand.
    other_speakers: u64,
    /// Statements whose speaker the article does not name.
    unnamed: u64,
}

impl Tally {
    /// The counts of one record.
    pub(crate) fn of(findings: &[Finding]) -> Self {
        let mut tally = Tally {
            records: 1,
            ..Tally::default()
        };
        for finding in findings {
            tally.statements += 1;
            if let Some(labelling) = finding.labelling() {
                if labelling.abstained {
                    tally.abstained += 1;
                } else {
                    *tally.labels.entry(labelling.label.clone()).or_default() += 1;
                }
            }
            if let Some(statement) = finding.extracted() {
                *tally.kinds.entry(statement.kind.to_string()).or_default() += 1;
                match &statement.speaker {
                    Some(speaker) => *tally.speakers.entry(speaker.name.clone()).or_default() += 1,
                    None => tally.unnamed += 1,
                }
            }
        }
        tally
    }

    /// Adds the counts of records that come behind.
    pub(crate) fn add(&mut self, other: Tally) {
        self.records += other.records;
        self.bytes += other.bytes;
        self.statements += other.statements;
        self.abstained += other.abstained;
        self.rejects += other.rejects;
        self.exact += other.exact;
        self.near += other.near;
        self.other_speakers += other.other_speakers;
        self.unnamed += other.unnamed;
        for (label, count) in other.labels {
            *self.labels.entry(label).or_default() += count;
        }
        for (kind, count) in other.kinds {
            *self.kinds.entry(kind).or_default() += count;
        }
        for (speaker, count) in other.speakers {
            if let Some(known) = self.speakers.get_mut(&speaker) {
                *known += count;
            } else if self.speakers.len() < SPEAKERS {
                self.speakers.insert(speaker, count);
            } else {
                self.other_speakers += count;
            }
        }
    }

    fn loudest(&self) -> Vec<(&str, u64)> {
        let mut speakers: Vec<_> = self
            .speakers
            .iter()
            .map(|(name, &count)| (name.as_str(), count))
            .collect();
        speakers.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        speakers
    }

    /// The summary as one JSON object.
    pub(crate) fn to_json(&self, noun: &str, labels: &[String], seconds: f64) -> Value {
        let count = |(key, count): (&String, &u64)| (key.clone(), Value::from(*count));
        let of_label = |label: &String| {
            (
                label.clone(),
                Value::from(self.labels.get(label).copied().unwrap_or(0)),
            )
        };
        let mut summary = Map::new();
        summary.insert(noun.to_owned(), self.records.into());
        summary.insert("statements".to_owned(), self.statements.into());
        if !labels.is_empty() {
            summary.insert(
                "labels".to_owned(),
                labels.iter().map(of_label).collect::<Map<_, _>>().into(),
            );
            summary.insert("abstained".to_owned(), self.abstained.into());
        }
        summary.insert(
            "kinds".to_owned(),
            self.kinds.iter().map(count).collect::<Map<_, _>>().into(),
        );
        let named: Vec<Value> = self
            .loudest()
            .into_iter()
            .take(NAMED)
            .map(|(name, count)| json!({"name": name, "statements": count}))
            .collect();
        summary.insert("speakers".to_owned(), named.into());
        summary.insert("distinct_speakers".to_owned(), self.speakers.len().into());
        summary.insert("without_speaker".to_owned(), self.unnamed.into());
        summary.insert("rejects".to_owned(), self.rejects.into());
        summary.insert(
            "duplicates".to_owned(),
            json!({"exact": self.exact, "near": self.near}),
        );
        summary.insert("bytes".to_owned(), self.bytes.into());
        summary.insert("seconds".to_owned(), json!((seconds * 1e3).round() / 1e3));
        summary.insert(
            "mb_per_second".to_owned(),
            json!((self.speed(seconds) * 1e2).round() / 1e2),
        );
        Value::Object(summary)
    }

    /// Megabytes of records a second.
    fn speed(&self, seconds: f64) -> f64 {
        if seconds > 0.0 {
            self.bytes as f64 / 1e6 / seconds
        } else {
            0.0
        }
    }

    /// The summary in a few lines.
    pub(crate) fn to_text(&self, noun: &str, seconds: f64) -> String {
        let mut text = format!(
            "{}, {}, {}, {:.1} s, {:.1} MB/s",
            counted(self.records, noun),
            counted(self.statements, "statements"),
            counted(self.rejects, "rejects"),
            seconds,
            self.speed(seconds)
        );
        let mut line = |name: &str, counts: Vec<(&str, u64)>| {
            if !counts.is_empty() {
                let counts: Vec<String> = counts
                    .iter()
                    .map(|(key, count)| format!("{key} {count}"))
                    .collect();
                // Writing to a string cannot fail.
                let _ = write!(text, "\n  {name}: {}", counts.join(", "));
            }
        };
        let counts = |map: &'_ BTreeMap<String, u64>| -> Vec<(String, u64)> {
            map.iter()
                .map(|(key, count)| (key.clone(), *count))
                .collect()
        };
        let mut labels = counts(&self.labels);
        if self.abstained > 0 {
            labels.push(("abstained".to_owned(), self.abstained));
        }
        line(
            "labels",
            labels
                .iter()
                .map(|(key, count)| (key.as_str(), *count))
                .collect(),
        );
        line(
            "kinds",
            self.kinds
                .iter()
                .map(|(key, count)| (key.as_str(), *count))
                .collect(),
        );
        line("speakers", self.loudest().into_iter().take(SHOWN).collect());
        if self.exact + self.near > 0 {
            line(
                "duplicates dropped",
                vec![("exact", self.exact), ("near", self.near)],
            );
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_past_the_limit_are_counted_together() {
        let mut tally = Tally::default();
        for n in 0..SPEAKERS + 2 {
            let speakers = BTreeMap::from([(format!("Ông {n}"), 2)]);
            tally.add(Tally {
                speakers,
                statements: 2,
                ..Tally::default()
            });
        }
        assert_eq!((tally.speakers.len(), tally.other_speakers), (SPEAKERS, 4));
        let summary = tally.to_json("documents", &[], 2.0);
        assert_eq!(summary["speakers"].as_array().map(Vec::len), Some(NAMED));
        assert_eq!(summary["statements"], 2 * (SPEAKERS as u64 + 2));
    }
}
