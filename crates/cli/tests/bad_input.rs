//! Everything that can be wrong with inputs and outputs: one sentence, the right exit code, nothing half-written.
#![allow(clippy::unwrap_used)]

mod corpus;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use corpus::{article, lines, names, run, said, thaido, write_corpus};
use serde_json::{Value, json};

/// Runs `extract` on `input` into a file with a rejects file; returns the run, what it wrote and what it rejected.
fn extract(home: &Path, input: &Path, more: &[&str]) -> (Output, String, Vec<Value>) {
    let (out, bad) = (home.join("out.jsonl"), home.join("bad.jsonl"));
    let output = thaido()
        .arg("extract")
        .arg(input)
        .args([
            "--force",
            "-o",
            out.to_str().unwrap(),
            "--rejects",
            bad.to_str().unwrap(),
        ])
        .args(more)
        .output()
        .unwrap();
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let rejects = read(&bad)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let left: Vec<String> = names(home)
        .into_iter()
        .filter(|name| name.contains("partial"))
        .collect();
    assert!(left.is_empty(), "half-written files are left: {left:?}");
    (output, read(&out), rejects)
}

/// Writes `bytes` into a file `name`, extracts from it, and expects one reject at `offset` whose reason holds `reason`.
fn rejected(name: &str, bytes: &[u8], offset: u64, reason: &str, more: &[&str]) -> (String, Value) {
    let home = tempfile::tempdir().unwrap();
    let input = home.path().join(name);
    fs::write(&input, bytes).unwrap();
    let (output, written, rejects) = extract(home.path(), &input, more);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    assert!(
        said(&output).contains("rejected") && said(&output).contains(name),
        "{}",
        said(&output)
    );
    assert_eq!(rejects[0]["offset"], offset, "{rejects:?}");
    assert!(
        rejects[0]["reason"].as_str().unwrap().contains(reason),
        "{rejects:?}"
    );
    assert!(rejects[0]["source"].as_str().unwrap().ends_with(name));
    (written, rejects[0].clone())
}

fn record(n: usize) -> String {
    format!(
        "{}\n",
        json!({"id": format!("tin-{n}"), "text": article(n)})
    )
}

#[test]
fn what_is_not_there_is_said_before_anything_is_written() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name).display().to_string();
    fs::create_dir(at("rỗng")).unwrap();
    fs::write(at("ảnh.png"), "x").unwrap();
    for (input, code, expected) in [
        (at("mất.txt"), 1, "no such file"),
        (at("rỗng"), 1, "no readable file in this directory"),
        (at("*.csv"), 1, "no file matches this pattern"),
        (at("ảnh.png"), 2, "--input-format"),
    ] {
        let output = run(&["extract", &input, "-o", &at("out.jsonl")]);
        assert_eq!(output.status.code(), Some(code), "{}", said(&output));
        assert!(
            said(&output).contains(expected) && said(&output).contains(&input),
            "{}",
            said(&output)
        );
        assert_eq!(said(&output).lines().count(), 1, "{}", said(&output));
    }
    assert_eq!(names(home.path()).len(), 2);
}

#[test]
fn an_output_that_exists_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let (input, out) = (home.path().join("tin.txt"), home.path().join("out.jsonl"));
    fs::write(&input, article(1)).unwrap();
    fs::write(&out, "cũ").unwrap();
    let arguments = [
        "extract",
        input.to_str().unwrap(),
        "-o",
        out.to_str().unwrap(),
    ];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("out.jsonl exists") && said(&output).contains("--force"),
        "{}",
        said(&output)
    );
    assert_eq!(fs::read_to_string(&out).unwrap(), "cũ");
    assert_eq!(
        run(&[&arguments[..], &["--force"]].concat()).status.code(),
        Some(0)
    );
    assert!(fs::read_to_string(&out).unwrap().contains("Chúng tôi"));
    let itself = run(&[
        "extract",
        input.to_str().unwrap(),
        "-o",
        input.to_str().unwrap(),
        "--format",
        "jsonl",
        "--force",
    ]);
    assert_eq!(itself.status.code(), Some(2));
    assert!(
        said(&itself).contains("both read and written"),
        "{}",
        said(&itself)
    );
    let nowhere = home.path().join("không/out.jsonl");
    let nowhere = run(&[
        "extract",
        input.to_str().unwrap(),
        "-o",
        nowhere.to_str().unwrap(),
    ]);
    assert!(
        said(&nowhere).contains("directory does not exist"),
        "{}",
        said(&nowhere)
    );
}

#[test]
fn bytes_that_are_no_utf8_are_named_by_their_offset_and_the_rest_is_read() {
    let mut bytes = record(1).into_bytes();
    let start = bytes.len();
    bytes.extend_from_slice(b"{\"text\": \"a\xffb\"}\n");
    bytes.extend_from_slice(record(2).as_bytes());
    let (written, reject) = rejected("tin.jsonl", &bytes, start as u64 + 11, "not UTF-8", &[]);
    assert!(written.contains("tin-1") && written.contains("tin-2"));
    assert_eq!(
        (&reject["line"], &reject["raw_base64"]),
        (&json!(2), &json!("eyJ0ZXh0IjogImH/YiJ9"))
    );

    rejected("tin.txt", b"Tin \xe1\xbb nhanh", 4, "not UTF-8", &[]);
    rejected("tin.txt", b"\xff\xfeT\0i\0n\0", 0, "UTF-16", &[]);
    let (written, _) = rejected("tin.csv", b"id,text\n1,\xc3\n2,Tin\n", 10, "not UTF-8", &[]);
    assert!(written.is_empty());
}

#[test]
fn lines_that_are_no_records_say_why() {
    let first = record(1).len() as u64;
    for (line, offset, reason) in [
        ("[1, 2]", 0, "not a JSON object but an array"),
        ("\"Tin\"", 0, "not a JSON object but a string"),
        ("{\"id\": 1}", 0, "no `text`"),
        ("{\"text\": 5}", 0, "a number, not a string"),
        ("{\"text\": \"  \"}", 0, "empty"),
        ("{\"text\": \"Tin", 12, "not JSON"),
    ] {
        let text = format!("{}{line}\n{}", record(1), record(2));
        let (written, reject) = rejected("tin.jsonl", text.as_bytes(), first + offset, reason, &[]);
        assert!(written.contains("tin-1") && written.contains("tin-2"));
        assert_eq!((&reject["line"], &reject["raw"]), (&json!(2), &json!(line)));
    }
}

#[test]
fn rows_that_do_not_fit_the_header_say_so() {
    let table = format!(
        "id,text\n1,\"{}\"\n2\n3,\"{}\"\n",
        article(1).replace('"', "\"\""),
        article(3).replace('"', "\"\"")
    );
    let (written, reject) = rejected(
        "tin.csv",
        table.as_bytes(),
        (table.find("\n2\n").unwrap() + 1) as u64,
        "1 fields where the header has 2",
        &[],
    );
    assert!(written.contains("\"doc\":\"1\"") && written.contains("\"doc\":\"3\""));
    assert_eq!(reject["raw"], "2");
    rejected(
        "tin.csv",
        b"id,body\n1,Tin\n",
        0,
        "no column is named `text`",
        &[],
    );
    rejected("tin.csv", b"", 0, "empty", &[]);
}

#[test]
fn empty_files_are_named_and_empty_pipes_are_empty_lists() {
    for name in ["tin.txt", "tin.jsonl", "tin.tsv"] {
        rejected(name, b"", 0, "the file is empty", &[]);
        rejected(name, b"\xef\xbb\xbf", 0, "empty", &[]);
    }
    let output = thaido()
        .args(["extract", "-"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn marks_returns_nul_bytes_and_blank_lines_do_no_harm() {
    let home = tempfile::tempdir().unwrap();
    let text = "Ông An tuyên bố:\0 \"Chúng tôi sẽ đáp trả nếu bị tấn công\".\r\nHết.\r\n";
    let input = home.path().join("tin.txt");
    fs::write(&input, format!("\u{feff}{text}")).unwrap();
    let output = run(&["extract", input.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let found = &lines(&output)[0];
    let (start, end) = (
        found["start"].as_u64().unwrap() as usize,
        found["end"].as_u64().unwrap() as usize,
    );
    let slice: String = text.chars().skip(start).take(end - start).collect();
    assert_eq!(found["text"], slice, "offsets count from behind the mark");

    let input = home.path().join("tin.jsonl");
    fs::write(
        &input,
        format!("\u{feff}{}\r\n\r\n  \n{}", record(1).trim_end(), record(2)),
    )
    .unwrap();
    let output = run(&["extract", input.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(lines(&output).iter().any(|line| line["doc"] == "tin-2"));
}

#[test]
fn a_line_of_fifty_megabytes_is_rejected_and_the_next_is_read() {
    let mut bytes = record(1).into_bytes();
    let start = bytes.len();
    bytes.extend_from_slice(b"{\"text\": \"");
    bytes.resize(start + 50_000_000, b'a');
    bytes.extend_from_slice(b"\"}\n");
    bytes.extend_from_slice(record(2).as_bytes());
    let (written, reject) = rejected("tin.jsonl", &bytes, start as u64, "--max-record-bytes", &[]);
    assert!(written.contains("tin-1") && written.contains("tin-2"));
    assert_eq!(reject["raw_cut"], true);
    assert!(reject["raw"].as_str().unwrap().len() <= 1024);
    rejected(
        "tin.txt",
        &vec![b'a'; 5000],
        0,
        "longer than 4096 bytes",
        &["--max-record-bytes", "4K"],
    );
}

#[test]
fn a_bomb_is_given_up_and_a_packed_file_cut_short_is_read_to_there() {
    let packed = |text: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    };
    // Ten megabytes of one line, over the 64-fold of the longest record.
    rejected(
        "bom.jsonl.gz",
        &packed(&vec![b' '; 10_000_000]),
        0,
        "without end",
        &["--max-record-bytes", "64K"],
    );
    rejected(
        "bom.txt.gz",
        &packed(&vec![b'a'; 10_000_000]),
        0,
        "longer than 65536",
        &["--max-record-bytes", "64K"],
    );

    let text: String = (0..2000).map(record).collect();
    let whole = packed(text.as_bytes());
    let home = tempfile::tempdir().unwrap();
    let input = home.path().join("tin.jsonl.gz");
    fs::write(&input, &whole[..whole.len() / 2]).unwrap();
    let (output, written, rejects) = extract(home.path(), &input, &[]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert_eq!(rejects.len(), 1);
    assert!(
        rejects[0]["reason"]
            .as_str()
            .unwrap()
            .contains("cannot be read further"),
        "{rejects:?}"
    );
    assert!(written.contains("tin-500\"") && !written.contains("tin-1999\""));
}

#[test]
fn strict_stops_at_the_first_bad_record_and_can_go_on_when_it_is_mended() {
    let home = tempfile::tempdir().unwrap();
    let (input, out) = (home.path().join("tin.jsonl"), home.path().join("out.jsonl"));
    fs::write(&input, format!("{}hỏng\n{}", record(1), record(2))).unwrap();
    let arguments = [
        "extract",
        input.to_str().unwrap(),
        "--strict",
        "-o",
        out.to_str().unwrap(),
    ];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("tin.jsonl:2") && said(&output).contains("not JSON"),
        "{}",
        said(&output)
    );
    assert!(!out.exists());
    fs::write(&input, format!("{}{}", record(1), record(2))).unwrap();
    let output = run(&[&arguments[..], &["--resume"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let whole = run(&["extract", input.to_str().unwrap()]);
    assert_eq!(whole.stdout, fs::read(&out).unwrap());
    assert_eq!(names(home.path()), ["out.jsonl", "tin.jsonl"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_goes_away_in_the_middle_is_named_and_the_next_is_read() {
    // A pipe that nobody has opened holds the run until the second file has gone.
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    fs::write(at("b.txt"), article(2)).unwrap();
    fs::write(at("c.txt"), article(3)).unwrap();
    let mut child = thaido()
        .args(["extract", "-"])
        .args([at("b.txt"), at("c.txt")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    fs::remove_file(at("b.txt")).unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(record(1).as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(
        said(&output).contains("b.txt: cannot be read: No such file"),
        "{}",
        said(&output)
    );
    let found = lines(&output);
    assert!(
        found.iter().any(|line| line["doc"] == "tin-1")
            && found.iter().any(|line| line["doc"] == "c")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_a_closed_pipe_is_none() {
    let home = tempfile::tempdir().unwrap();
    let input = home.path().join("tin.jsonl");
    write_corpus(&input, 500);
    let full = run(&["extract", input.to_str().unwrap(), "-o", "/dev/full", "-q"]);
    assert_eq!(full.status.code(), Some(1));
    assert!(
        said(&full).contains("/dev/full: no space is left"),
        "{}",
        said(&full)
    );
    let stdout = thaido()
        .args(["extract", input.to_str().unwrap(), "-q"])
        .stdout(fs::File::options().write(true).open("/dev/full").unwrap())
        .output()
        .unwrap();
    assert_eq!(stdout.status.code(), Some(1));
    assert!(
        said(&stdout).contains("standard output: no space is left"),
        "{}",
        said(&stdout)
    );

    let mut child = thaido()
        .args(["extract", input.to_str().unwrap(), "-q"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let closed = child.wait_with_output().unwrap();
    assert_eq!(
        (closed.status.code(), said(&closed).as_str()),
        (Some(0), "")
    );
}

/// The kernel refuses to write behind the limit, as a full disk would; what is finished can be resumed.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_leaves_a_whole_beginning() {
    let home = tempfile::tempdir().unwrap();
    let (input, out) = (home.path().join("tin.jsonl"), home.path().join("out.jsonl"));
    write_corpus(&input, 2000);
    let (input, out) = (input.to_str().unwrap(), out.to_str().unwrap());
    let arguments = ["extract", input, "-o", out, "-q", "--checkpoint", "0.001"];
    // The signal of the limit is ignored, so that the write fails instead.
    let limited = std::process::Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 2000; exec \"$@\"",
            "sh",
            env!("CARGO_BIN_EXE_thaido"),
        ])
        .args(arguments)
        .output()
        .unwrap();
    assert_eq!(limited.status.code(), Some(1), "{}", said(&limited));
    assert!(
        said(&limited).contains("no space is left"),
        "{}",
        said(&limited)
    );
    assert!(!Path::new(out).exists());
    let partial = fs::read_to_string(format!("{out}.partial")).unwrap();
    assert!(
        partial.ends_with("}\n")
            && partial
                .lines()
                .all(|line| serde_json::from_str::<Value>(line).is_ok())
    );
    let resumed = run(&[&arguments[..], &["--resume"]].concat());
    assert_eq!(resumed.status.code(), Some(3), "{}", said(&resumed));
    assert_eq!(
        fs::read(out).unwrap(),
        run(&["extract", input, "-q"]).stdout
    );
}
