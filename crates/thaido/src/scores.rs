//! The probability of every label.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// A probability from 0 to 1 for every label, in the order of the model's labels; as JSON an object.
///
/// ```
/// let scores: thaido::Scores = serde_json::from_str(r#"{"warning":0.75,"neutral":0.25}"#)?;
/// assert_eq!(scores.get("warning"), Some(0.75));
/// assert_eq!(serde_json::to_string(&scores)?, r#"{"warning":0.75,"neutral":0.25}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Scores {
    /// All statements of one model share them.
    labels: Arc<[String]>,
    /// As many as there are labels.
    shares: Vec<f64>,
}

impl Scores {
    /// One share for each label.
    pub(crate) fn new(labels: Arc<[String]>, shares: Vec<f64>) -> Self {
        debug_assert_eq!(labels.len(), shares.len(), "a share for each label");
        Scores { labels, shares }
    }

    /// Every label with its probability.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        let labels = self.labels.iter().map(String::as_str);
        labels.zip(self.shares.iter().copied())
    }

    /// The probability of a label; `None` when there is no such label.
    pub fn get(&self, label: &str) -> Option<f64> {
        self.iter()
            .find(|(own, _)| *own == label)
            .map(|(_, share)| share)
    }
}

impl FromIterator<(String, f64)> for Scores {
    fn from_iter<T: IntoIterator<Item = (String, f64)>>(scores: T) -> Self {
        let (labels, shares): (Vec<String>, Vec<f64>) = scores.into_iter().unzip();
        Scores::new(labels.into(), shares)
    }
}

impl fmt::Debug for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Serialize for Scores {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Scores {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Entries)
    }
}

/// Reads an object's entries in their order.
struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Scores;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a probability for every label")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Scores, A::Error> {
        let mut scores = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            scores.push(entry);
        }
        Ok(scores.into_iter().collect())
    }
}
