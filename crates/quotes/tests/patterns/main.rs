//! Patterns of news prose that were met in articles nobody had read before. The sentences are made up.

mod clauses;
mod marks;
mod speakers;

use thaido_quotes::extract;

/// Checks the statements as `kind | words | speaker | cue`, with `-` for what is missing.
#[track_caller]
fn expect(text: &str, wanted: &[&str]) {
    let found: Vec<String> = extract(text)
        .iter()
        .map(|statement| {
            let speaker = statement
                .speaker
                .map_or("-", |speaker| speaker.span.of(text));
            let cue = statement.cue.map_or("-", |cue| cue.of(text));
            format!(
                "{} | {} | {speaker} | {cue}",
                statement.kind,
                statement.span.of(text)
            )
        })
        .collect();
    assert_eq!(found, wanted, "in {text}");
}

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
