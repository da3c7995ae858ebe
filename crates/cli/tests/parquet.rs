//! Parquet in and out, in builds that have it: `cargo test -p thaido-cli --features parquet --test parquet`.
#![cfg(feature = "parquet")]
#![allow(clippy::unwrap_used)]

mod corpus;

use std::fs;

use corpus::{lines, names, run, said, write_corpus};
use serde_json::{Value, json};

#[test]
fn statements_go_through_parquet_and_back_the_same_at_any_number_of_workers() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name).display().to_string();
    write_corpus(home.path().join("tin.jsonl").as_path(), 400);
    for (jobs, out) in [("1", "a.parquet"), ("3", "b.parquet")] {
        let output = run(&["extract", &at("tin.jsonl"), "-o", &at(out), "-j", jobs]);
        assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    }
    assert!(fs::read(at("a.parquet")).unwrap() == fs::read(at("b.parquet")).unwrap());
    let direct = lines(&run(&["extract", &at("tin.jsonl"), "-q"]));
    // As input, each row is a statement that passes through with its columns.
    let labelled = lines(&run(&["label", "--statements", &at("a.parquet"), "-q"]));
    assert_eq!(labelled.len(), direct.len());
    for (row, statement) in labelled.iter().zip(&direct) {
        assert_eq!(row["text"], statement["text"]);
        assert_eq!(row["start"], statement["start"]);
        assert_eq!(row["speaker_name"], statement["speaker"]["name"]);
        assert_eq!(row["desk"], "thế giới");
        assert!(row["label"].is_string() && row["scores"].is_object());
    }
    assert_eq!(labelled[0]["id"], json!("a:1"));
}

#[test]
fn a_parquet_file_cut_short_is_rejected_and_the_next_file_read() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name).display().to_string();
    write_corpus(home.path().join("tin.jsonl").as_path(), 40);
    run(&["extract", &at("tin.jsonl"), "-o", &at("a.parquet"), "-q"]);
    let whole = fs::read(at("a.parquet")).unwrap();
    fs::write(at("a.parquet"), &whole[..whole.len() / 2]).unwrap();
    let output = run(&[
        "extract",
        &at("a.parquet"),
        &at("tin.jsonl"),
        "--rejects",
        &at("bad.jsonl"),
    ]);
    assert_eq!(output.status.code(), Some(3));
    let reject: Value = serde_json::from_str(
        fs::read_to_string(at("bad.jsonl"))
            .unwrap()
            .lines()
            .next()
            .unwrap(),
    )
    .unwrap();
    assert!(
        reject["reason"]
            .as_str()
            .unwrap()
            .contains("no whole Parquet file"),
        "{reject}"
    );
    assert!(!lines(&output).is_empty());
    let resumed = run(&[
        "extract",
        &at("tin.jsonl"),
        "-o",
        &at("b.parquet"),
        "--resume",
    ]);
    assert_eq!(resumed.status.code(), Some(2), "{}", said(&resumed));
    assert!(said(&resumed).contains("cannot be resumed"));
    assert_eq!(names(home.path()), ["a.parquet", "bad.jsonl", "tin.jsonl"]);
}
