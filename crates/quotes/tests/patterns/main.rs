//! Patterns of news prose that were met in articles nobody had read before. The sentences are made up.

mod clauses;
mod frames;
mod lines;
mod marks;
mod remarks;
mod reports;
#[path = "../shown/mod.rs"]
mod shown;
mod speakers;

use thaido_quotes::extract;

/// Checks the fullest name of the last speaker.
#[track_caller]
fn expect_name(text: &str, wanted: &str) {
    let last = extract(text).last().and_then(|statement| statement.speaker);
    assert_eq!(
        last.map(|speaker| speaker.name.of(text)),
        Some(wanted),
        "in {text}"
    );
}
