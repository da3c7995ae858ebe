//! What the program does not know passes through it; what was read when a signal came is written.
#![allow(clippy::unwrap_used)]

mod corpus;

use std::fs;
use std::io::Write;
use std::process::{Child, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use corpus::{article, lines, run, said, thaido};
use serde_json::json;

/// Numbers that no machine number holds, and other values that readers like to change.
const UGLY: &str = r#""dài":12345678901234567890123,"lẻ":1.0000000000000000001,"tiền":1.10,"không":-0,"âm":-0.0,"lớn":1e+400,"nhỏ":-2.50e-400,"rỗng":null,"lồng":{"b":[1.0,{"a":0.10,"":[]}],"a":"\\u0000 \" 😀"},"Tên":"thế giới""#;

#[test]
fn unknown_fields_pass_through_as_they_came() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("tin.jsonl");
    let text = json!(article(3)).to_string();
    fs::write(
        &path,
        format!("{{\"id\":98765432109876543210987,\"text\":{text},{UGLY}}}\n"),
    )
    .unwrap();
    let path = path.to_str().unwrap();
    for verb in ["extract", "label"] {
        let output = run(&[verb, path]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let out = String::from_utf8(output.stdout.clone()).unwrap();
        assert!(out.lines().count() >= 6);
        for line in out.lines() {
            assert!(
                line.starts_with("{\"doc\":\"98765432109876543210987\","),
                "{line}"
            );
            assert!(line.contains(UGLY), "{line}");
        }
        // Machine numbers that the program writes itself stay what they are.
        assert_eq!(lines(&output)[1]["n"], 1);
    }
    let labelled = run(&["label", "--statements", path]);
    let out = String::from_utf8(labelled.stdout).unwrap();
    assert!(out.contains(UGLY) && out.contains("\"label\":\""), "{out}");
    let table = run(&["extract", path, "--format", "csv"]);
    let out = String::from_utf8(table.stdout).unwrap();
    assert!(
        out.contains(
            ",12345678901234567890123,1.0000000000000000001,1.10,-0,-0.0,1e+400,-2.50e-400,,"
        ),
        "{out}"
    );
}

#[test]
fn of_a_key_that_stands_twice_the_last_value_passes_and_exponents_get_their_sign() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("tin.jsonl");
    let text = json!(article(3)).to_string();
    let line = format!(r#"{{"text":{text},"số":1.0,"bàn":"a","số":1E400}}"#);
    fs::write(&path, line).unwrap();
    let output = run(&["extract", path.to_str().unwrap()]);
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.contains(r#","số":1e+400,"bàn":"a"}"#), "{out}");
}

#[test]
fn a_summary_of_one_document_is_in_the_singular() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("tin.txt");
    fs::write(&path, "Bà Lan cảnh báo: “Họ sẽ phải trả giá”.").unwrap();
    let output = run(&["label", path.to_str().unwrap()]);
    let said = said(&output);
    assert!(
        said.contains("1 document, 1 statement, 0 rejects, "),
        "{said}"
    );
}

/// Feeds three articles into a pipe that stays open, sends the signal, and waits for the end.
#[cfg(unix)]
fn interrupted(arguments: &[&str], signal: &str) -> Output {
    let mut child: Child = thaido()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    for n in 0..3 {
        let record = json!({"id": format!("tin-{n}"), "text": article(n)});
        writeln!(pipe, "{record}").unwrap();
    }
    write!(pipe, "{{\"id\": \"tin-3\", \"text\": \"Bà").unwrap();
    pipe.flush().unwrap();
    // Long enough to start and to read three lines.
    thread::sleep(Duration::from_millis(1500));
    let sent = Instant::now();
    std::process::Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status()
        .unwrap();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(
            sent.elapsed() < Duration::from_secs(20),
            "the program waits for a pipe that gives nothing"
        );
        thread::sleep(Duration::from_millis(5));
    };
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    Output { status, ..output }
}

#[cfg(unix)]
#[test]
fn a_signal_while_standard_input_is_silent_writes_what_was_read() {
    for signal in ["-INT", "-TERM"] {
        let output = interrupted(&["extract", "-", "--format", "jsonl", "-j", "2"], signal);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        let written = lines(&output);
        let told = said(&output);
        assert!(
            told.contains("interrupted after 3 records")
                && told.contains("standard output cannot be resumed"),
            "{told}"
        );
        assert_eq!(written.last().unwrap()["doc"], "tin-2");
        assert_eq!(written.iter().filter(|line| line["n"] == 0).count(), 3);
    }
}

#[cfg(unix)]
#[test]
fn a_run_over_standard_input_goes_on_with_the_same_input_from_its_beginning() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("ra.jsonl");
    let out = out.to_str().unwrap();
    let arguments = ["extract", "-", "-o", out];
    let output = interrupted(&arguments, "-TERM");
    let told = said(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(
        told.contains("3 records finished")
            && told.contains("--resume and the same standard input from its beginning"),
        "{told}"
    );
    let corpus: String = (0..6)
        .map(|n| {
            format!(
                "{}\n",
                json!({"id": format!("tin-{n}"), "text": article(n)})
            )
        })
        .collect();
    let piped = |arguments: &[&str]| {
        let mut child = thaido()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        pipe.write_all(corpus.as_bytes()).unwrap();
        drop(pipe);
        child.wait_with_output().unwrap()
    };
    let resumed = piped(&["extract", "-", "-o", out, "--resume"]);
    assert_eq!(resumed.status.code(), Some(0), "{}", said(&resumed));
    let whole = piped(&["extract", "-"]);
    assert!(fs::read(out).unwrap() == whole.stdout && whole.stdout.len() > 5000);
}
