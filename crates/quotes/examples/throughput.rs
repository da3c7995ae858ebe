//! Prints how many megabytes of text a second are read: `cargo run --release --example throughput < articles.jsonl`.

use std::io::{BufRead, Write};
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let mut texts = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        texts.push(record["text"].as_str().unwrap_or_default().to_owned());
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    for _ in 0..3 {
        let start = Instant::now();
        let tokens: usize = texts
            .iter()
            .map(|text| thaido_tokenizer::tokenize(text).count())
            .sum();
        let middle = Instant::now();
        let found: usize = texts
            .iter()
            .map(|text| thaido_quotes::extract(text).len())
            .sum();
        let tokenizing = (middle - start).as_secs_f64();
        let extracting = middle.elapsed().as_secs_f64();
        writeln!(
            std::io::stdout(),
            "{bytes} bytes, {tokens} tokens at {:.0} MB/s, {found} statements at {:.1} MB/s",
            bytes as f64 / tokenizing / 1e6,
            bytes as f64 / extracting / 1e6
        )?;
    }
    Ok(())
}
