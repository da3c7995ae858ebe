//! The records that go in and out: one JSON object each, unknown keys kept.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The keys of a JSON object that no part of the toolkit knows; they are carried along in their order. Numbers keep all
/// their digits, whatever their size; for that the feature `arbitrary_precision` of `serde_json` is on. Of a key that
/// stands twice the last value counts.
pub type Extra = Map<String, Value>;

/// A news article.
///
/// ```
/// let line = r#"{"id": "a1", "text": "Ông An nói: \"Tôi đi\".", "desk": "thế giới"}"#;
/// let document: thaido::Document = serde_json::from_str(line)?;
/// assert_eq!(document.extra["desk"], "thế giới");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Names the article within its corpus.
    pub id: String,
    /// The article's text; every span counts code points of it.
    pub text: String,
    /// Its headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When it was published, as its source writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Where it stands on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One statement that stands alone: labelled, for training and evaluation, or still to be labelled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Names the statement within its file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The words of the statement.
    pub text: String,
    /// What it is, when somebody has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What stands before it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// What stands behind it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub after: String,
    /// Statements of one group stay on one side of every split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Everything else: speaker, cue and whatever the file holds.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A mention with its place in the document, in code points, end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The words as they stand.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "NamedMention")]
pub struct Speaker {
    /// The mention nearest to the statement.
    #[serde(flatten)]
    pub mention: Mention,
    /// The fullest name of the same speaker in the document.
    pub name: String,
}

/// A speaker as it is read: numbers do not pass a flattened field when they keep all their digits.
#[derive(Deserialize)]
struct NamedMention {
    text: String,
    start: usize,
    end: usize,
    name: String,
}

impl From<NamedMention> for Speaker {
    fn from(read: NamedMention) -> Self {
        let NamedMention {
            text,
            start,
            end,
            name,
        } = read;
        Speaker {
            mention: Mention { text, start, end },
            name,
        }
    }
}

/// A statement found in a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extracted {
    /// The document's id.
    pub doc: String,
    /// The statement's number within the document, from 0.
    pub n: usize,
    /// `direct`, `mixed` or `indirect`.
    pub kind: Cow<'static, str>,
    /// The words of the statement.
    pub text: String,
    /// First code point in the document's text.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// Who speaks, where it could be told.
    pub speaker: Option<Speaker>,
    /// The reporting word.
    pub cue: Option<Mention>,
    /// Who relays the words, such as a news agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<Mention>,
    /// Which part of the article the statement stands in.
    pub section: Cow<'static, str>,
    /// What stands before it in its paragraph, at most [`CONTEXT`] code points.
    pub before: String,
    /// What stands behind it in its paragraph, at most [`CONTEXT`] code points.
    pub after: String,
    /// The document's `date`, `source`, `url` and unknown keys.
    #[serde(flatten)]
    pub extra: Extra,
}

/// How many code points of context a statement carries on each side.
pub const CONTEXT: usize = 200;
