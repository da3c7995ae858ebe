//! `train`, `eval`, `explain`, `check`, `model` and `vectors`, run as a user runs them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const THREATS: [&str; 6] = [
    "nếu họ tiến thêm một bước, chúng tôi sẽ đáp trả ngay",
    "mọi tàu vượt tuyến sẽ bị bắn hạ",
    "chúng tôi sẽ đáp trả nếu họ không rút",
    "họ sẽ bị đáp trả gấp đôi nếu còn bắn",
    "nếu họ không rút, hậu quả sẽ nặng nề",
    "sẽ có hậu quả nếu tàu của họ quay lại",
];
const OFFERS: [&str; 6] = [
    "chúng tôi mong hai bên cùng ngồi lại",
    "hai bên cảm ơn nhau vì thiện chí",
    "chúng tôi hoan nghênh thiện chí của láng giềng",
    "mong hai nước hợp tác lâu dài vì hòa bình",
    "chúng tôi cảm ơn sự hợp tác của láng giềng",
    "hai nước hoan nghênh bước tiến vì hòa bình",
];

fn thaido(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_thaido"))
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("the program was not killed")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn line(number: usize, label: &str, text: &str) -> String {
    serde_json::json!({"id": number.to_string(), "text": text, "label": label}).to_string()
}

/// A folder with `data.jsonl` and a small model trained on it.
fn home() -> TempDir {
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let threats = THREATS.iter().map(|text| ("đe dọa", *text));
    let offers = OFFERS.iter().map(|text| ("thiện chí", *text));
    let lines: Vec<String> = threats
        .chain(offers)
        .enumerate()
        .map(|(n, (label, text))| line(n, label, text))
        .collect();
    fs::write(home.path().join("data.jsonl"), lines.join("\n")).expect("the data can be written");
    let trained = thaido(
        home.path(),
        &["train", "data.jsonl", "-o", "small.model", "--folds", "3"],
    );
    assert_eq!(code(&trained), 0, "{}", stderr(&trained));
    home
}

fn leftovers(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("the entry can be read").path());
    paths
        .filter(|path| path.to_string_lossy().contains("partial"))
        .collect()
}

#[test]
fn a_trained_model_measures_explains_and_describes_itself() {
    let home = home();
    let measured = thaido(
        home.path(),
        &["eval", "data.jsonl", "-m", "small.model", "--json"],
    );
    assert_eq!(code(&measured), 0, "{}", stderr(&measured));
    let figures: serde_json::Value =
        serde_json::from_slice(&measured.stdout).expect("one JSON object");
    assert_eq!(figures["statements"], 12);
    assert_eq!(figures["accuracy"]["value"], 1.0);
    assert_eq!(figures["confusion"], serde_json::json!([[6, 0], [0, 6]]));

    let explained = thaido(
        home.path(),
        &["explain", "họ sẽ bị đáp trả", "-m", "small.model", "--json"],
    );
    let reasons: serde_json::Value =
        serde_json::from_slice(&explained.stdout).expect("one JSON object");
    assert_eq!(reasons["label"], "đe dọa");
    for label in 0..2 {
        let start = reasons["intercepts"][label].as_f64().expect("a number");
        let parts = reasons["reasons"].as_array().expect("a list");
        let sum: f64 = parts
            .iter()
            .map(|reason| reason["contributions"][label].as_f64().expect("a number"))
            .sum();
        let score = reasons["linear"][label].as_f64().expect("a number");
        assert!(
            (start + sum - score).abs() < 1e-4,
            "{start} + {sum} is not {score}"
        );
    }

    let described = stdout(&thaido(
        home.path(),
        &["model", "small.model", "--terms", "3"],
    ));
    assert!(
        described.contains("thiện chí (6), đe dọa (6)") && described.contains("converged: true"),
        "{described}"
    );
}

#[test]
fn training_twice_gives_the_same_file_and_never_overwrites_without_force() {
    let home = home();
    let again = thaido(
        home.path(),
        &["train", "data.jsonl", "-o", "small.model", "--folds", "3"],
    );
    assert_eq!(code(&again), 1);
    assert!(
        stderr(&again).contains("small.model exists already: choose another name or give --force")
    );
    let first = fs::read(home.path().join("small.model")).expect("the model is there");
    let forced = thaido(
        home.path(),
        &[
            "train",
            "data.jsonl",
            "-o",
            "small.model",
            "--folds",
            "3",
            "--force",
        ],
    );
    assert_eq!(code(&forced), 0);
    assert!(fs::read(home.path().join("small.model")).expect("the model is there") == first);
    assert!(leftovers(home.path()).is_empty());
}

#[test]
fn the_reference_solver_trains_the_same_labels() {
    let home = home();
    let trained = thaido(
        home.path(),
        &[
            "train",
            "data.jsonl",
            "-o",
            "linfa.model",
            "--folds",
            "3",
            "--solver",
            "linfa",
        ],
    );
    assert_eq!(code(&trained), 0, "{}", stderr(&trained));
    let described = stdout(&thaido(home.path(), &["model", "linfa.model"]));
    assert!(described.contains("Linfa"), "{described}");
    let measured = thaido(
        home.path(),
        &[
            "eval",
            "data.jsonl",
            "-m",
            "linfa.model",
            "--min-macro-f1",
            "0.99",
        ],
    );
    assert_eq!(code(&measured), 0, "{}", stderr(&measured));
}

#[test]
fn a_missed_gate_exits_with_four() {
    let home = home();
    fs::write(
        home.path().join("odd.jsonl"),
        line(0, "thiện chí", THREATS[0]),
    )
    .expect("written");
    let missed = thaido(
        home.path(),
        &[
            "eval",
            "odd.jsonl",
            "-m",
            "small.model",
            "--min-macro-f1",
            "0.9",
        ],
    );
    assert_eq!(code(&missed), 4);
    assert!(
        stderr(&missed).contains("macro F1 0.0000 is under the 0.9 asked for"),
        "{}",
        stderr(&missed)
    );
}

#[test]
fn check_finds_leaks_duplicates_and_wrong_labels() {
    let home = home();
    let mut lines: Vec<String> = fs::read_to_string(home.path().join("data.jsonl"))
        .expect("read")
        .lines()
        .map(str::to_owned)
        .collect();
    lines.push(line(
        90,
        "thiện chí",
        "nếu họ tiến thêm một bước, chúng tôi sẽ đáp trả ngay lập tức",
    ));
    fs::write(home.path().join("more.jsonl"), lines.join("\n")).expect("written");
    let checked = thaido(
        home.path(),
        &["check", "data.jsonl", "more.jsonl", "--json", "--no-leaks"],
    );
    assert_eq!(code(&checked), 4, "{}", stderr(&checked));
    let found: serde_json::Value =
        serde_json::from_slice(&checked.stdout).expect("one JSON object");
    assert_eq!(found["leaks"].as_array().map(Vec::len), Some(13));
    let differing = found["duplicates"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|pair| pair["labels_differ"] == true);
    assert_eq!(differing.count(), 1);
    assert!(
        found["suspicions"]
            .as_array()
            .expect("a list")
            .iter()
            .any(|one| one["place"]["id"] == "90")
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn each_unusable_input_has_its_sentence_and_leaves_no_file() {
    let home = home();
    let write = |name: &str, text: &str| fs::write(home.path().join(name), text).expect("written");
    write(
        "one-class.jsonl",
        &[line(0, "x", "một hai"), line(1, "x", "ba bốn")].join("\n"),
    );
    write(
        "three-rows.jsonl",
        &[
            line(0, "x", "một hai"),
            line(1, "y", "ba bốn"),
            line(2, "y", "hai ba"),
        ]
        .join("\n"),
    );
    write("unlabelled.jsonl", "{\"id\": \"7\", \"text\": \"một hai\"}");
    write("list.jsonl", "[1, 2]");
    write("textless.jsonl", "{\"label\": \"x\"}");
    write("empty.jsonl", "");
    write("strange.jsonl", &line(5, "lạ", "một hai"));
    write("broken.toml", "strengths = [1.0\n");
    write("unknown.toml", "strengt = [1.0]\n");
    fs::write(
        home.path().join("latin.jsonl"),
        b"{\"text\": \"m\xe9\", \"label\": \"x\"}",
    )
    .expect("written");
    let model = fs::read(home.path().join("small.model")).expect("the model is there");
    fs::write(home.path().join("cut.model"), &model[..model.len() / 3]).expect("written");
    write("text.model", "không phải mô hình");
    let cases: [(&[&str], i32, &str); 17] = [
        (
            &["train", "one-class.jsonl", "-o", "x"],
            1,
            "1 different label(s) where at least 2 are needed",
        ),
        (
            &["train", "three-rows.jsonl", "-o", "x"],
            1,
            "3 group(s) cannot fill 5 folds",
        ),
        (
            &["train", "unlabelled.jsonl", "-o", "x"],
            1,
            "statement 7 has no \"label\"",
        ),
        (&["train", "list.jsonl", "-o", "x"], 1, "list.jsonl:1"),
        (
            &["train", "textless.jsonl", "-o", "x"],
            1,
            "textless.jsonl:1",
        ),
        (&["train", "latin.jsonl", "-o", "x"], 1, "latin.jsonl:1"),
        (
            &["train", "empty.jsonl", "-o", "x"],
            1,
            "empty.jsonl: the file is empty",
        ),
        (&["train", "nowhere.jsonl", "-o", "x"], 1, "nowhere.jsonl"),
        (
            &["train", "data.jsonl", "-o", "no/such/x"],
            1,
            "the folder no/such does not exist",
        ),
        (
            &["train", "data.jsonl", "-o", "x", "--folds", "1"],
            2,
            "at least 2 folds",
        ),
        (
            &["train", "data.jsonl", "-o", "x", "--none-label", "neutral"],
            1,
            "\"neutral\" is not among the labels",
        ),
        (
            &["train", "data.jsonl", "-o", "x", "--config", "broken.toml"],
            1,
            "broken.toml",
        ),
        (
            &["train", "data.jsonl", "-o", "x", "--config", "unknown.toml"],
            1,
            "unknown field `strengt`",
        ),
        (
            &["eval", "strange.jsonl", "-m", "small.model"],
            1,
            "unknown label \"lạ\"",
        ),
        (
            &["eval", "data.jsonl", "-m", "cut.model"],
            1,
            "cut.model: the file is cut short",
        ),
        (
            &["explain", "một", "-m", "text.model"],
            1,
            "text.model: this is no thaido-model file",
        ),
        (&["model", "nowhere.model"], 1, "cannot read nowhere.model"),
    ];
    for (arguments, wanted, sentence) in cases {
        let output = thaido(home.path(), arguments);
        assert_eq!(code(&output), wanted, "{arguments:?}: {}", stderr(&output));
        assert!(
            stderr(&output).contains(sentence),
            "{arguments:?}: {}",
            stderr(&output)
        );
        assert!(!home.path().join("x").exists(), "{arguments:?} left a file");
    }
    assert!(leftovers(home.path()).is_empty());
}

#[test]
fn vectors_are_learnt_from_unlabelled_text_and_go_into_a_model() {
    let home = home();
    let articles: Vec<String> = THREATS
        .iter()
        .chain(&OFFERS)
        .map(|text| format!("Ông An nói {text}. Bà Lan nói {text}."))
        .collect();
    let lines: Vec<String> = articles
        .iter()
        .map(|text| serde_json::json!({"text": text}).to_string())
        .collect();
    fs::write(home.path().join("corpus.jsonl"), lines.join("\n")).expect("written");
    let arguments = [
        "vectors",
        "corpus.jsonl",
        "-o",
        "a.vectors",
        "--min-count",
        "2",
        "--dimensions",
        "16",
    ];
    let learnt = thaido(home.path(), &arguments);
    assert_eq!(code(&learnt), 0, "{}", stderr(&learnt));
    let again = arguments.map(|argument| {
        if argument == "a.vectors" {
            "b.vectors"
        } else {
            argument
        }
    });
    assert_eq!(code(&thaido(home.path(), &again)), 0);
    let table = fs::read(home.path().join("a.vectors")).expect("the table is there");
    assert!(table == fs::read(home.path().join("b.vectors")).expect("the table is there"));
    assert!(
        !String::from_utf8_lossy(&table).contains("nói"),
        "the table holds text"
    );
    let train = [
        "train",
        "data.jsonl",
        "--vectors",
        "a.vectors",
        "-o",
        "v.model",
        "--folds",
        "3",
    ];
    assert_eq!(code(&thaido(home.path(), &train)), 0);
    assert!(stdout(&thaido(home.path(), &["model", "v.model"])).contains("words of 16 dimensions"));
    fs::write(home.path().join("bad.vectors"), &table[..40]).expect("written");
    let bad = thaido(
        home.path(),
        &[
            "train",
            "data.jsonl",
            "--vectors",
            "bad.vectors",
            "-o",
            "w.model",
        ],
    );
    assert!(
        stderr(&bad).contains("bad.vectors: the file is cut short"),
        "{}",
        stderr(&bad)
    );
}

#[test]
fn every_verb_shows_an_example_in_its_help() {
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    for verb in [
        "label", "extract", "train", "eval", "explain", "check", "model", "vectors",
    ] {
        let help = thaido(home.path(), &[verb, "--help"]);
        assert_eq!(code(&help), 0);
        assert!(stdout(&help).contains("Example"), "{verb} shows no example");
    }
    assert_eq!(code(&thaido(home.path(), &["no-such-verb"])), 2);
}
