//! Mentions of one person or body, and the fullest among them.

use std::ops::Range;

use thaido_tokenizer::Key;

use crate::article::Article;
use crate::extract::Found;

/// The fullest mention for each found statement's speaker.
pub(crate) fn fullest(_article: &Article, found: &[Found]) -> Vec<Option<Range<usize>>> {
    let _ = Key::of;
    found
        .iter()
        .map(|found| found.attribution.speaker.clone())
        .collect()
}
