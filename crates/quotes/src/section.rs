//! The part of the article in which a statement stands.

use crate::article::Article;
use crate::statement::Section;

/// The section of the statement that begins at the word `at`.
pub(crate) fn section_of(_article: &Article, _at: usize) -> Section {
    Section::Body
}
