//! `label` and `extract` over many inputs, formats and workers.
#![allow(clippy::unwrap_used)]

mod corpus;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

use corpus::{article, lines, names, run, said, thaido, write_corpus};
use serde_json::{Value, json};

#[test]
fn the_bytes_are_the_same_at_any_number_of_workers() {
    let home = tempfile::tempdir().unwrap();
    let input = home.path().join("tin.jsonl");
    write_corpus(&input, 1500);
    for format in ["jsonl", "csv", "tsv", "human"] {
        let of = |jobs: &str| {
            run(&[
                "extract",
                input.to_str().unwrap(),
                "--format",
                format,
                "-j",
                jobs,
                "-q",
            ])
            .stdout
        };
        let one = of("1");
        assert!(one.len() > 100_000, "{format}");
        for jobs in ["2", "7"] {
            assert!(of(jobs) == one, "{format} with {jobs} workers");
        }
    }
}

#[test]
fn every_packing_and_format_of_an_input_gives_the_same_statements() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    let record = json!({"id": "tin", "text": article(4), "title": "Tựa", "desk": "thế giới"});
    let jsonl = format!("{record}\n");
    let quoted = article(4).replace('"', "\"\"");
    let gz = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    fs::write(at("a.jsonl"), &jsonl).unwrap();
    fs::write(at("a.ndjson.gz"), gz(&jsonl)).unwrap();
    fs::write(
        at("a.jsonl.zst"),
        zstd::encode_all(jsonl.as_bytes(), 3).unwrap(),
    )
    .unwrap();
    fs::write(
        at("a.csv"),
        format!("id,title,text,desk\r\ntin,Tựa,\"{quoted}\",thế giới\r\n"),
    )
    .unwrap();
    fs::write(
        at("a.tsv.gz"),
        gz(&format!(
            "id\ttitle\ttext\tdesk\ntin\tTựa\t\"{quoted}\"\tthế giới\n"
        )),
    )
    .unwrap();
    let expected = lines(&run(&["extract", at("a.jsonl").to_str().unwrap()]));
    assert!(expected.len() >= 6);
    assert_eq!(expected[0]["desk"], "thế giới");
    for name in ["a.ndjson.gz", "a.jsonl.zst", "a.csv", "a.tsv.gz"] {
        let output = run(&["extract", at(name).to_str().unwrap()]);
        assert_eq!(lines(&output), expected, "{name}: {}", said(&output));
    }
    fs::write(at("tin.txt.gz"), gz(&article(4))).unwrap();
    let output = run(&["extract", at("tin.txt.gz").to_str().unwrap()]);
    assert_eq!(lines(&output).len(), expected.len());
    assert_eq!(lines(&output)[0]["doc"], "tin");
    let renamed = format!(
        "{}\n",
        json!({"mã": 7, "nội dung": article(4), "text": "khác"})
    );
    fs::write(at("b.jsonl"), renamed).unwrap();
    let output = run(&[
        "extract",
        at("b.jsonl").to_str().unwrap(),
        "--text-key",
        "nội dung",
        "--id-key",
        "mã",
    ]);
    let found = lines(&output);
    assert_eq!(
        (&found[0]["doc"], &found[0]["input_text"]),
        (&json!("7"), &json!("khác")),
        "{}",
        said(&output)
    );
}

#[test]
fn standard_input_is_told_by_its_first_bytes() {
    let pipe = |bytes: &[u8], more: &[&str]| {
        let mut child = thaido()
            .args(["extract", "-q"])
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        lines(&child.wait_with_output().unwrap())
    };
    let record = format!("{}\n", json!({"id": "x", "text": article(1)}));
    assert_eq!(pipe(record.as_bytes(), &["-"])[0]["doc"], "x");
    assert_eq!(
        pipe(&zstd::encode_all(record.as_bytes(), 1).unwrap(), &[])[0]["doc"],
        "x"
    );
    assert_eq!(pipe(article(1).as_bytes(), &["-"])[0]["doc"], "stdin");
    let table = format!("text\n\"{}\"\n", article(1).replace('"', "\"\""));
    assert_eq!(
        pipe(table.as_bytes(), &["--input-format", "csv"])[0]["doc"],
        "stdin:2"
    );
}

#[test]
fn each_line_comes_back_at_once_in_a_pipe() {
    let mut child = thaido()
        .args(["extract", "--line-buffered", "--format", "jsonl", "-q", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut slowest = Duration::ZERO;
    for n in 0..40 {
        let text = "Bà Lan cảnh báo: \"Nếu bị tấn công, chúng tôi sẽ đáp trả ngay\".";
        let begun = Instant::now();
        writeln!(stdin, "{}", json!({"id": n.to_string(), "text": text})).unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        // The first line waits for the program to start.
        if n > 0 {
            slowest = slowest.max(begun.elapsed());
        }
        let found: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(found["doc"], n.to_string());
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
    assert!(slowest < Duration::from_millis(50), "{slowest:?}");
}

#[test]
fn one_output_for_each_input_keeps_their_names() {
    let home = tempfile::tempdir().unwrap();
    let news = home.path().join("news");
    fs::create_dir_all(news.join("2019")).unwrap();
    fs::write(news.join("2019/a.txt"), article(1)).unwrap();
    fs::write(
        news.join("2019/a.jsonl"),
        format!("{}\n", json!({"text": article(2)})),
    )
    .unwrap();
    fs::write(news.join("b.txt"), "Không ai nói gì.").unwrap();
    let out = home.path().join("out");
    let arguments = [
        "extract",
        news.to_str().unwrap(),
        "--out-dir",
        out.to_str().unwrap(),
        "--format",
        "csv",
    ];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(names(&out), ["2019", "b.csv"]);
    assert_eq!(names(&out.join("2019")), ["a.jsonl.csv", "a.txt.csv"]);
    assert_eq!(
        fs::read_to_string(out.join("b.csv"))
            .unwrap()
            .lines()
            .count(),
        1,
        "a header at least"
    );
    let again = run(&arguments);
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again).contains("exists"), "{}", said(&again));
}

#[test]
fn reprints_are_dropped_and_counted() {
    let home = tempfile::tempdir().unwrap();
    let input = home.path().join("tin.jsonl");
    let long = |n: usize| {
        (0..8)
            .map(|part| article(n * 100 + part))
            .collect::<String>()
    };
    let mut corpus = String::new();
    for (id, text) in [
        ("đầu", long(1)),
        ("khác", long(2)),
        ("in lại", long(1).to_uppercase()),
        (
            "in lại, sửa một câu",
            long(1).replacen("được theo dõi sát sao", "không còn ai theo dõi", 1),
        ),
    ] {
        writeln!(corpus, "{}", json!({"id": id, "text": text})).unwrap();
    }
    fs::write(&input, corpus).unwrap();
    let summary = home.path().join("summary.json");
    let output = run(&[
        "extract",
        input.to_str().unwrap(),
        "--dedup",
        "--summary",
        summary.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(
        said(&output).contains("duplicates dropped: exact 1, near 1"),
        "{}",
        said(&output)
    );
    let mut kept: Vec<Value> = lines(&output)
        .iter()
        .map(|line| line["doc"].clone())
        .collect();
    kept.dedup();
    assert_eq!(kept, ["đầu", "khác"]);
    let summary: Value = serde_json::from_slice(&fs::read(summary).unwrap()).unwrap();
    assert_eq!(summary["documents"], 2);
    assert_eq!(summary["duplicates"], json!({"exact": 1, "near": 1}));
}

#[test]
fn the_summary_counts_what_the_output_holds() {
    let home = tempfile::tempdir().unwrap();
    let (input, summary) = (
        home.path().join("tin.jsonl"),
        home.path().join("summary.json"),
    );
    write_corpus(&input, 300);
    let output = run(&[
        "extract",
        input.to_str().unwrap(),
        "--summary",
        summary.to_str().unwrap(),
    ]);
    let found = lines(&output);
    let summary: Value = serde_json::from_slice(&fs::read(summary).unwrap()).unwrap();
    assert_eq!(summary["documents"], 297);
    assert_eq!(summary["rejects"], 3);
    assert_eq!(summary["statements"], found.len());
    for (kind, count) in summary["kinds"].as_object().unwrap() {
        assert_eq!(
            *count,
            found.iter().filter(|line| line["kind"] == *kind).count()
        );
    }
    let first = &summary["speakers"][0];
    let count = found
        .iter()
        .filter(|line| line["speaker"]["name"] == first["name"])
        .count();
    assert_eq!(first["statements"], count);
    let quiet = run(&["extract", input.to_str().unwrap(), "-q"]);
    assert_eq!((quiet.status.code(), said(&quiet).as_str()), (Some(3), ""));
}

#[test]
fn kinds_are_chosen_and_candidates_explained() {
    let home = tempfile::tempdir().unwrap();
    let input = home.path().join("tin.txt");
    fs::write(&input, "Ông An tuyên bố: \"Chúng tôi sẽ đáp trả nếu bị tấn công\". Bộ phim \"Người gác đèn\" ra rạp hôm nay.").unwrap();
    let direct = run(&["extract", input.to_str().unwrap(), "--kinds", "direct"]);
    assert_eq!(lines(&direct).len(), 1);
    assert_eq!(
        lines(&run(&[
            "extract",
            input.to_str().unwrap(),
            "--kinds",
            "mixed"
        ]))
        .len(),
        0
    );
    let explained = lines(&run(&["extract", input.to_str().unwrap(), "--explain"]));
    assert!(explained.iter().any(|line| line["kind"] == "direct"));
    assert!(
        explained.iter().any(|line| line["kind"].is_null()
            && line["verdict"].as_str().unwrap().starts_with("refused"))
    );
    let wrong = run(&["extract", input.to_str().unwrap(), "--kinds", "thẳng"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn columns_of_the_input_become_columns_of_the_output() {
    let home = tempfile::tempdir().unwrap();
    let (input, out) = (home.path().join("tin.csv"), home.path().join("out.csv.gz"));
    fs::write(
        &input,
        format!(
            "mã,text,chuyên mục\n9,\"{}\",thế giới\n",
            article(3).replace('"', "\"\"")
        ),
    )
    .unwrap();
    let output = run(&[
        "extract",
        input.to_str().unwrap(),
        "-o",
        out.to_str().unwrap(),
        "--id-key",
        "mã",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(fs::File::open(out).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    assert_eq!(&header[..4], ["doc", "n", "kind", "text"]);
    assert_eq!(header[header.len() - 2..], ["chuyên mục", "extra"]);
    assert!(text.lines().nth(1).unwrap().starts_with("9,0,direct,") && text.contains(",thế giới,"));
}
