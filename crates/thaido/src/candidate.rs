//! Why a span of a document is a statement, or is none.

use serde::{Deserialize, Serialize};
use thaido_quotes::Verdict;
use thaido_tokenizer::CodePoints;

use crate::record::Document;

/// A span that could have been a statement, with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The document's id.
    pub doc: String,
    /// The words in question.
    pub text: String,
    /// First code point in the document's text.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The kind of statement it was taken as; nothing when it was refused.
    pub kind: Option<String>,
    /// What became of it and why, as a sentence.
    pub verdict: String,
}

/// Every candidate of a document in order: the same pass as [`extract`](crate::extract).
///
/// ```
/// let document = thaido::Document {
///     id: "a1".to_owned(),
///     text: "Bà Lan cảnh báo: \"Họ sẽ phải trả giá\".".to_owned(),
///     ..Default::default()
/// };
/// let found = thaido::candidates(&document);
/// assert_eq!((found[0].start, found[0].kind.as_deref()), (18, Some("direct")));
/// ```
pub fn candidates(document: &Document) -> Vec<Candidate> {
    let text = document.text.as_str();
    let found = thaido_quotes::explain(text);
    let mut points = CodePoints::new(text);
    let candidates = found.into_iter().map(|candidate| Candidate {
        doc: document.id.clone(),
        text: candidate.span.of(text).to_owned(),
        start: points.at(candidate.span.start),
        end: points.at(candidate.span.end),
        kind: match candidate.verdict {
            Verdict::Taken(kind) => Some(kind.as_str().to_owned()),
            Verdict::Refused(_) => None,
        },
        verdict: candidate.verdict.to_string(),
    });
    candidates.collect()
}
