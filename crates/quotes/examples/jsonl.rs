//! Reads one `{"id", "text"}` object a line and writes every statement found as one JSON line, with offsets in code
//! points: `cargo run --release --example jsonl < articles.jsonl`.

use std::io::{BufRead, Write};

use serde_json::{Value, json};
use thaido_quotes::{Span, extract};
use thaido_tokenizer::CodePoints;

fn main() -> std::io::Result<()> {
    let input = std::io::stdin().lock();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    for line in input.lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().unwrap_or_default();
        let mut points = CodePoints::new(text);
        for (n, statement) in extract(text).into_iter().enumerate() {
            let span = statement.span;
            let start = points.at(span.start);
            let end = points.at(span.end);
            let piece = |span: Span| span.of(text);
            let line = json!({
                "doc": record["id"],
                "n": n,
                "kind": statement.kind.as_str(),
                "text": piece(span),
                "start": start,
                "end": end,
                "speaker": statement.speaker.map(|speaker| json!({"text": piece(speaker.span), "name": piece(speaker.name)})),
                "cue": statement.cue.map(|cue| json!({"text": piece(cue)})),
                "via": statement.via.map(piece),
                "section": statement.section.as_str(),
            });
            writeln!(output, "{line}")?;
        }
    }
    output.flush()
}
