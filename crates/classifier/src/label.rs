//! The names that a model chooses between.

use serde::{Deserialize, Serialize};

use crate::Error;

/// The labels of a model: names in sorted order, each once, of which one may be the none label.
///
/// A class is the position of a name in that order. The none label is the class of statements that take none of the
/// others ("neutral" for stance). A set read by serde is checked like a set built from names.
///
/// ```
/// use thaido_classifier::LabelSet;
/// let labels = LabelSet::from_names(["trung lập", "cảnh báo", "lên án", "cảnh báo"])?.with_none("trung lập")?;
/// assert_eq!(labels.names(), ["cảnh báo", "lên án", "trung lập"]);
/// assert_eq!((labels.index("lên án")?, labels.none()), (1, Some(2)));
/// assert_eq!(labels.index("khen").unwrap_err().to_string(),
///     "unknown label \"khen\"; the labels are cảnh báo, lên án, trung lập");
/// # Ok::<(), thaido_classifier::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct LabelSet {
    names: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    none: Option<usize>,
}

/// A label set as a file holds it, before it is checked.
#[derive(Deserialize)]
struct Stored {
    names: Vec<String>,
    #[serde(default)]
    none: Option<usize>,
}

impl LabelSet {
    /// The different names among `names`, sorted by their bytes, without a none label.
    ///
    /// # Errors
    /// [`Error::TooFewLabels`] when there are fewer than two different names.
    pub fn from_names<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Result<Self, Error> {
        let mut names: Vec<String> = names.into_iter().map(Into::into).collect();
        names.sort_unstable();
        names.dedup();
        if names.len() < 2 {
            return Err(Error::TooFewLabels { found: names.len() });
        }
        Ok(LabelSet { names, none: None })
    }

    /// The same set with `name` as its none label.
    ///
    /// # Errors
    /// [`Error::UnknownNoneLabel`] when `name` is not in the set.
    pub fn with_none(mut self, name: &str) -> Result<Self, Error> {
        match self.find(name) {
            Some(index) => self.none = Some(index),
            None => {
                return Err(Error::UnknownNoneLabel {
                    label: name.to_owned(),
                    known: self.names.join(", "),
                });
            }
        }
        Ok(self)
    }

    /// Number of labels, at least two.
    #[expect(clippy::len_without_is_empty, reason = "a label set is never empty")]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// All names in class order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The name of class `class`, if there is such a class.
    pub fn name(&self, class: usize) -> Option<&str> {
        self.names.get(class).map(String::as_str)
    }

    /// The class of the label `name`.
    ///
    /// # Errors
    /// [`Error::UnknownLabel`], which names the label and lists the known ones.
    pub fn index(&self, name: &str) -> Result<usize, Error> {
        self.find(name).ok_or_else(|| Error::UnknownLabel {
            label: name.to_owned(),
            known: self.names.join(", "),
        })
    }

    /// The class of the none label, if the set has one.
    pub fn none(&self) -> Option<usize> {
        self.none
    }

    /// The name of the none label, if the set has one.
    pub fn none_name(&self) -> Option<&str> {
        self.none.and_then(|class| self.name(class))
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.names
            .binary_search_by(|known| known.as_str().cmp(name))
            .ok()
    }
}

impl TryFrom<Stored> for LabelSet {
    type Error = Error;

    fn try_from(stored: Stored) -> Result<Self, Error> {
        let none = stored.none.map(|class| match stored.names.get(class) {
            Some(name) => Ok(name.clone()),
            None => Err(Error::UnknownNoneLabel {
                label: format!("#{class}"),
                known: stored.names.join(", "),
            }),
        });
        // The stored order is the order of the weights beside it: a set that would change it is refused.
        if let Some(pair) = stored.names.windows(2).find(|pair| pair[0] >= pair[1]) {
            return Err(Error::UnsortedLabels {
                first: pair[0].clone(),
                second: pair[1].clone(),
            });
        }
        let labels = LabelSet::from_names(stored.names)?;
        match none {
            Some(name) => labels.with_none(&name?),
            None => Ok(labels),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message<T>(result: Result<T, Error>) -> String {
        result
            .err()
            .map_or_else(String::new, |error| error.to_string())
    }

    #[test]
    fn one_name_is_too_few_however_often_it_comes() {
        let found = message(LabelSet::from_names(["lên án", "lên án"]));
        assert!(
            found.starts_with("found 1 different label(s) where at least 2 are needed"),
            "{found}"
        );
        assert!(LabelSet::from_names(Vec::<String>::new()).is_err());
    }

    #[test]
    fn a_none_label_outside_the_set_is_named() {
        let labels = LabelSet::from_names(["khen", "chê"]);
        let found = message(labels.and_then(|labels| labels.with_none("trung lập")));
        assert!(
            found.contains("\"trung lập\"") && found.contains("chê, khen"),
            "{found}"
        );
    }

    #[test]
    fn the_order_of_the_data_does_not_matter() {
        let (a, b) = (
            LabelSet::from_names(["b", "a", "c", "a"]),
            LabelSet::from_names(["c", "b", "a"]),
        );
        assert_eq!(a.ok(), b.ok());
    }

    #[test]
    fn a_stored_set_is_checked_like_any_other() {
        let stored = |names: &[&str], none| {
            LabelSet::try_from(Stored {
                names: names.iter().map(ToString::to_string).collect(),
                none,
            })
        };
        assert_eq!(
            stored(&["a", "b"], Some(1))
                .ok()
                .and_then(|labels| labels.none()),
            Some(1)
        );
        assert!(message(stored(&["b", "a"], None)).contains("not in sorted order"));
        assert!(message(stored(&["a", "a"], None)).contains("not in sorted order"));
        assert!(message(stored(&["a"], None)).contains("at least 2"));
        assert!(message(stored(&["a", "b"], Some(2))).contains("#2"));
    }
}
