//! `thaido report` and `thaido bench` as they are called.

mod reports;

use std::fs;
use std::path::Path;

use reports::{done, folder, path, text, thaido, write};
use serde_json::{Value, json};

/// A labelled statement of a document whose text is given.
fn labelled(
    doc: &str,
    document: &str,
    n: usize,
    statement: &str,
    speaker: &str,
    label: &str,
) -> Value {
    let at = |part: &str| {
        document
            .find(part)
            .map(|byte| document[..byte].chars().count())
    };
    let span = |part: &str| {
        (
            at(part).unwrap_or(0),
            at(part).unwrap_or(0) + part.chars().count(),
        )
    };
    let (start, end) = span(statement);
    let (from, to) = span(speaker);
    json!({
        "doc": doc, "n": n, "kind": "direct", "text": statement, "start": start, "end": end,
        "speaker": {"text": speaker, "start": from, "end": to, "name": speaker}, "cue": null,
        "section": "body", "before": "", "after": "", "label": label, "confidence": 0.75,
        "scores": {"accusatory": 0.2, "warning": 0.6, "neutral": 0.2}, "neutral": 0.2, "abstained": label == "accusatory", "model": "x",
    })
}

const HOSTILE: &str = "Ông </style><script>alert('1')</script> \"An\" & 'Bình' nói: \"Họ \u{202e}phải\u{200f} <img src=x onerror=alert(2)> dừng\u{0}\u{7} lại ]]> --> &lt;\".";
const SAID: &str =
    "Họ \u{202e}phải\u{200f} <img src=x onerror=alert(2)> dừng\u{0}\u{7} lại ]]> --> &lt;";
const WHO: &str = "Ông </style><script>alert('1')</script> \"An\"";

/// The tags that a page holds: of hostile input none may become one.
fn count(page: &str, tag: &str) -> usize {
    page.matches(tag).count()
}

#[test]
fn hostile_articles_are_shown_as_text_in_the_page_and_in_markdown() {
    let folder = folder();
    let id = "<b onclick=\"x\">'tin'</b>";
    let mut statement = labelled(id, HOSTILE, 0, SAID, WHO, "warning");
    statement["url"] = json!("javascript:alert(3)");
    statement["source"] = json!("</option></select><script>alert(4)</script>");
    statement["kind"] = json!("\"><script>alert(5)</script>");
    let results = write(folder.path(), "l.jsonl", &[statement]);
    let documents = write(
        folder.path(),
        "d.jsonl",
        &[json!({"id": id, "text": HOSTILE})],
    );
    for arguments in [vec!["--documents", path(&documents)], vec![]] {
        let mut all = vec![
            "report",
            path(&results),
            "--no-words",
            "--title",
            "</title><script>alert(6)</script>",
        ];
        all.extend(arguments);
        let page = done(&thaido(&all));
        // The page's own script is the only one, and no element of the input exists.
        assert_eq!(
            (
                count(&page, "<script"),
                count(&page, "</style>"),
                count(&page, "<img"),
                count(&page, "<b onclick")
            ),
            (1, 1, 0, 0)
        );
        assert!(
            !page.contains("javascript:alert"),
            "an address that is no web address became a link"
        );
        assert!(
            !page.contains(['\u{202e}', '\u{200f}', '\u{0}', '\u{7}']),
            "a character acts on the page"
        );
        assert!(
            page.contains("⟨U+202E⟩") && page.contains("⟨U+0000⟩"),
            "a character is gone"
        );
    }
    let markdown = done(&thaido(&[
        "report",
        path(&results),
        "--no-words",
        "--format",
        "md",
    ]));
    assert!(
        !markdown.contains("<script") && markdown.contains("&lt;script&gt;"),
        "{markdown}"
    );
}

#[test]
fn counts_leave_abstained_statements_out_unless_asked() {
    let folder = folder();
    let document = "Bà Lan: \"Họ đi\". Ông An: \"Ta ở\". Ông An: \"Nó về\".";
    let results = write(
        folder.path(),
        "l.jsonl",
        &[
            labelled("a", document, 0, "Họ đi", "Bà Lan", "accusatory"),
            labelled("a", document, 1, "Ta ở", "Ông An", "warning"),
            labelled("a", document, 2, "Nó về", "Ông An", "warning"),
        ],
    );
    let table = |arguments: &[&str]| {
        done(&thaido(
            &[
                &[
                    "report",
                    path(&results),
                    "--no-words",
                    "--table",
                    "speakers",
                ],
                arguments,
            ]
            .concat(),
        ))
    };
    // Wilson's interval for 2 of 2 begins at 2 / (2 + 1.96²) = 34 %, for 1 of 1 at 21 %.
    assert_eq!(
        table(&[]),
        "| Speaker | Statements | accusatory | warning |\n| --- | ---: | ---: | ---: |\n| Ông An | 2 | 0 | 2 (100 % \\[34–100\\]) |\n"
    );
    assert!(
        table(&["--count-abstained"]).contains("| Bà Lan | 1 | 1 (100 % \\[21–100\\]) | 0 |\n")
    );
    assert!(
        table(&["--lang", "vi"]).starts_with("| Người nói | Phát ngôn | buộc tội | cảnh báo |")
    );
}

#[test]
fn ten_thousand_statements_stay_under_two_megabytes_and_more_are_sampled() {
    let folder = folder();
    // Texts that differ, so that packing has as much to do as with real ones.
    let mut seed = 7_u64;
    let mut word = || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let parts = [
            "đàm", "phán", "biên", "giới", "trừng", "phạt", "hoà", "giải", "lên", "án", "chấp",
            "nhận", "thoả", "thuận", "quân", "đội",
        ];
        format!(
            "{}{}",
            parts[(seed >> 33) as usize % parts.len()],
            (seed >> 40) % 50
        )
    };
    let (mut documents, mut statements) = (Vec::new(), Vec::new());
    for number in 0..2_000 {
        let said: Vec<String> = (0..6)
            .map(|_| (0..14).map(|_| word()).collect::<Vec<_>>().join(" "))
            .collect();
        let speaker = format!("Ông {}", word());
        let text: Vec<String> = said
            .iter()
            .map(|said| format!("{speaker} nói: \"{said}\", tin thêm {}.\n", word()))
            .collect();
        let text = text.concat();
        let id = format!("tin-{number}");
        statements.extend(
            said.iter()
                .enumerate()
                .map(|(n, said)| labelled(&id, &text, n, said, &speaker, "warning")),
        );
        documents.push(json!({"id": id, "text": text}));
    }
    let documents = write(folder.path(), "d.jsonl", &documents);
    let few = write(folder.path(), "few.jsonl", &statements[..10_000]);
    let many = write(folder.path(), "many.jsonl", &statements);
    let report = |results: &Path, name: &str| {
        let out = folder.path().join(name);
        done(&thaido(&[
            "report",
            path(results),
            "--no-words",
            "--documents",
            path(&documents),
            "-o",
            path(&out),
        ]));
        fs::read_to_string(out).unwrap_or_default()
    };
    let (page, sample) = (report(&few, "few.html"), report(&many, "many.html"));
    assert!(
        page.len() < 2_000_000 && sample.len() < 2_000_000,
        "{} and {} bytes",
        page.len(),
        sample.len()
    );
    assert!(
        page.contains("id=packed") && !page.contains("spread evenly"),
        "all ten thousand must be there"
    );
    assert!(
        sample.contains("of the 12,000 statements, spread evenly"),
        "a sample must say so"
    );
    assert_eq!(
        page,
        report(&few, "again.html"),
        "the same results must give the same bytes"
    );
}

#[test]
fn rows_that_are_no_labelled_statements_are_named_and_the_rest_is_reported() {
    let folder = folder();
    let good = labelled("a", "Bà Lan: \"Họ đi\".", 0, "Họ đi", "Bà Lan", "warning");
    let results = write(
        folder.path(),
        "l.jsonl",
        &[good, json!({"text": "thiếu nhãn"})],
    );
    let run = thaido(&["report", path(&results), "--no-words"]);
    assert_eq!(run.status.code(), Some(3));
    assert!(
        text(&run.stderr).contains("l.jsonl:2: the record has no \"label\""),
        "{}",
        text(&run.stderr)
    );
    let nothing = write(folder.path(), "n.jsonl", &[json!({"text": "thiếu nhãn"})]);
    assert_eq!(
        thaido(&["report", path(&nothing), "--no-words"])
            .status
            .code(),
        Some(1)
    );
}

#[test]
fn tables_that_do_not_exist_and_files_that_do_are_refused() {
    let folder = folder();
    let results = write(
        folder.path(),
        "l.jsonl",
        &[labelled(
            "a",
            "Bà Lan: \"Họ đi\".",
            0,
            "Họ đi",
            "Bà Lan",
            "warning",
        )],
    );
    let run = thaido(&[
        "report",
        path(&results),
        "--no-words",
        "--table",
        "nhân vật",
    ]);
    assert_eq!(run.status.code(), Some(2));
    assert!(
        text(&run.stderr).contains("stances, speakers, kinds"),
        "{}",
        text(&run.stderr)
    );
    let run = thaido(&["report", path(&results), "--no-words", "-o", path(&results)]);
    assert_eq!(run.status.code(), Some(1));
    assert!(
        text(&run.stderr).contains("--force"),
        "{}",
        text(&run.stderr)
    );
}
