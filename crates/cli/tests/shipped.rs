//! What the repository ships: the model is rebuilt from the fixtures, the sample articles get the recorded labels,
//! and the README tells the truth.
//!
//! After a wanted change, `THAIDO_RECORD=1 cargo test --package thaido-cli --test shipped` writes the golden files anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn thaido(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_thaido"))
        .current_dir(root())
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

fn successful(arguments: &[&str]) -> Vec<u8> {
    let output = thaido(arguments);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

#[test]
fn the_shipped_model_is_rebuilt_byte_for_byte_from_the_fixtures() {
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let built = home.path().join("stance.model");
    let built_name = built.to_string_lossy();
    successful(&[
        "train",
        "fixtures/statements/train.jsonl",
        "--config",
        "models/stance.toml",
        "--vectors",
        "models/world.vectors",
        "--vectors",
        "models/cues.vectors",
        "--calibrate",
        "fixtures/statements/hard.jsonl",
        "-o",
        &built_name,
    ]);
    let (built, shipped) = (
        fs::read(built).expect("built"),
        fs::read(root().join("models/stance.model")).expect("shipped"),
    );
    assert!(
        built == shipped,
        "models/stance.model is not what its data and settings give: train it anew with the command in models/stance.toml"
    );
    let tables = ["models/world.vectors", "models/cues.vectors"]
        .map(|name| fs::metadata(root().join(name)).expect(name).len());
    let size = shipped.len() as u64 + tables.iter().sum::<u64>();
    assert!(size < 8 << 20, "model and tables take {size} bytes");
}

#[test]
fn the_sample_articles_get_the_recorded_labels_at_any_number_of_threads() {
    let golden = root().join("fixtures/golden/labels.jsonl");
    let found = successful(&["label", "fixtures/articles", "--format", "jsonl", "-j", "1"]);
    if std::env::var_os("THAIDO_RECORD").is_some() {
        fs::write(&golden, &found).expect("the golden file can be written");
    }
    assert!(
        found == successful(&["label", "fixtures/articles", "--format", "jsonl", "-j", "4"]),
        "threads change the output"
    );
    let wanted = fs::read(&golden).expect("the golden file is there");
    let (found, wanted) = (
        String::from_utf8_lossy(&found),
        String::from_utf8_lossy(&wanted),
    );
    for (number, (found, wanted)) in found.lines().zip(wanted.lines()).enumerate() {
        assert_eq!(
            found,
            wanted,
            "line {} of fixtures/golden/labels.jsonl differs; see this test's first lines",
            number + 1
        );
    }
    assert_eq!(found.lines().count(), wanted.lines().count());
}

#[test]
fn the_sample_articles_are_those_of_the_marked_file() {
    let marked = fs::read_to_string(root().join("fixtures/extraction.jsonl"))
        .expect("the marked articles are there");
    let mut articles = 0;
    for line in marked.lines() {
        let article: serde_json::Value = serde_json::from_str(line).expect("one article a line");
        let id = article["id"].as_str().expect("an id");
        let path = root().join("fixtures/articles").join(format!("{id}.txt"));
        if path.exists() {
            assert_eq!(
                fs::read_to_string(&path).expect("read"),
                article["text"],
                "{id}"
            );
            articles += 1;
        }
    }
    assert_eq!(articles, 12);
}

/// The text between two marks of the README.
fn block<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let start = text
        .find(from)
        .unwrap_or_else(|| panic!("the README has no {from:?}"))
        + from.len();
    let length = text[start..]
        .find(to)
        .unwrap_or_else(|| panic!("nothing ends {from:?}"));
    &text[start..start + length]
}

#[test]
fn the_line_that_the_readme_shows_is_what_the_program_writes() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README is there");
    let article = block(&readme, "```text\n", "\n```");
    let shown: serde_json::Value = serde_json::from_str(block(&readme, "```json\n", "\n```"))
        .expect("the README's JSON is JSON");
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let path = home.path().join("tin.txt");
    fs::write(&path, article).expect("the article can be written");
    let path = path.to_string_lossy();
    let written = successful(&["label", &path, "--format", "jsonl"]);
    let written: serde_json::Value =
        serde_json::from_slice(&written).expect("one statement is found");
    assert_eq!(
        shown, written,
        "the README shows another line than the program writes: {written}"
    );
}

#[test]
fn every_path_and_verb_that_the_readme_names_exists() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README is there");
    let map = block(&readme, "<!-- map -->", "<!-- /map -->");
    let paths = map
        .lines()
        .filter_map(|line| line.trim_start_matches("| `").split_once('`'))
        .map(|(path, _)| path);
    let mut count = 0;
    for path in paths.filter(|path| path.contains('/') || path.contains('.')) {
        assert!(
            root().join(path).exists(),
            "the README's map names {path}, which is not there"
        );
        count += 1;
    }
    assert!(count > 10, "the map names {count} paths");
    for verb in [
        "label", "extract", "train", "eval", "explain", "check", "model", "vectors", "report",
        "bench",
    ] {
        assert!(
            readme.contains(&format!("thaido {verb}")),
            "the README does not speak of `thaido {verb}`"
        );
    }
    for command in [
        "cargo run --release -- label fixtures/articles",
        "cargo test --workspace",
    ] {
        assert!(
            readme.contains(command),
            "the README lacks the command {command}"
        );
    }
}
