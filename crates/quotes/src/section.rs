//! The part of the article in which a statement stands.

use crate::article::Article;
use crate::lexicon::{CREDIT, TEASER};
use crate::statement::Section;

/// Longest headline, in words.
const HEADLINE: usize = 32;

/// Tells the sections of one article apart.
pub(crate) struct Sections {
    /// The first position behind the headline, 0 when there is none.
    headline: usize,
    /// The first position behind the first paragraph.
    lead: usize,
}

impl Sections {
    pub(crate) fn of(article: &Article) -> Sections {
        let end_of = |start: usize| {
            (start + 1..article.len())
                .find(|&at| article.words[at].line)
                .unwrap_or(article.len())
        };
        let first = end_of(0).min(article.len());
        let stopped = first > 0 && matches!(article.sign(first - 1), '.' | '!' | '…' | '"' | '”');
        let headline = if !stopped && first < article.len() && first <= HEADLINE {
            first
        } else {
            0
        };
        Sections {
            headline,
            lead: end_of(headline),
        }
    }

    /// The section of the statement that begins at the word `at`.
    pub(crate) fn at(&self, article: &Article, at: usize) -> Section {
        if is_teaser(article, at) {
            Section::Teaser
        } else if is_caption(article, at) {
            Section::Caption
        } else if at < self.headline {
            Section::Headline
        } else if at < self.lead {
            Section::Lead
        } else {
            Section::Body
        }
    }
}

/// A line in square brackets, behind ">>", or behind "Xem thêm:".
fn is_teaser(article: &Article, at: usize) -> bool {
    let start = article.sentence_start(at, 60);
    let bracketed = (start..at)
        .rev()
        .find(|&at| matches!(article.sign(at), '[' | ']'))
        .is_some_and(|at| article.sign(at) == '[');
    bracketed || article.sign(start) == '>' || article.is(start, TEASER)
}

/// A sentence that ends with a credit: "… (Ảnh: TASS)", "… Ảnh: AFP".
fn is_caption(article: &Article, at: usize) -> bool {
    let end = article.sentence_end(at, 60);
    let credit = |at: usize| {
        article.is(at, CREDIT) && article.sign(at + 1) == ':' && !article.begins(at + 1)
    };
    let inside = (at..end).any(|at| article.sign(at) == '(' && at + 1 < end && credit(at + 1));
    let below = article.words.get(end).is_some_and(|word| !word.line)
        && article.sign(end) == '('
        && credit(end + 1);
    inside || below || article.words.get(end).is_some_and(|word| !word.line) && credit(end)
}
