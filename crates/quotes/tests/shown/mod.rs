//! Statements as lines that a test can be read by.

use thaido_quotes::{Statement, extract};

/// A statement as `kind | words | speaker | cue`, with `-` for what is missing.
fn line(text: &str, statement: &Statement) -> String {
    let speaker = statement
        .speaker
        .map_or("-", |speaker| speaker.span.of(text));
    let cue = statement.cue.map_or("-", |cue| cue.of(text));
    format!(
        "{} | {} | {speaker} | {cue}",
        statement.kind,
        statement.span.of(text)
    )
}

/// Checks all statements of a text.
#[track_caller]
pub(crate) fn expect(text: &str, wanted: &[&str]) {
    let found: Vec<String> = extract(text)
        .iter()
        .map(|statement| line(text, statement))
        .collect();
    assert_eq!(found, wanted, "in {text}");
}
