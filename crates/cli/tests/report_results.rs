//! `thaido report` on evaluations and measurements, `thaido bench`, and the tables of the README.

mod reports;

use std::fs;
use std::path::{Path, PathBuf};

use reports::{done, folder, path, text, thaido, write};
use serde_json::{Value, json};

/// Statements of two labels that a model learns in no time.
fn training(folder: &Path) -> PathBuf {
    let pairs = [
        ("chúng tôi sẽ đáp trả nếu bị tấn công", "warning"),
        ("hai bên sẵn sàng nối lại đàm phán", "conciliatory"),
    ];
    let places = [
        "ở biên giới",
        "trên biển",
        "tại thủ đô",
        "trong tuần này",
        "vào tháng tới",
        "ở miền bắc",
        "ở miền nam",
        "ngay hôm nay",
    ];
    let records = (0..32).map(|at| {
        let (said, label) = pairs[at % 2];
        // A few statements carry the other label, so that there is something to be wrong about.
        let label = if at % 11 == 5 { pairs[1 - at % 2].1 } else { label };
        json!({"id": format!("s{at}"), "text": format!("{said} {} lần {at}", places[at % 8]), "label": label, "group": format!("g{at}")})
    });
    write(folder, "train.jsonl", &records.collect::<Vec<_>>())
}

fn trained(folder: &Path) -> (PathBuf, PathBuf) {
    let (data, model) = (training(folder), folder.join("small.model"));
    done(&thaido(&["train", path(&data), "-o", path(&model)]));
    (data, model)
}

#[test]
fn an_evaluation_becomes_tables_whose_figures_are_those_of_the_json() {
    let folder = folder();
    let (data, model) = trained(folder.path());
    let json = done(&thaido(&[
        "eval",
        path(&data),
        "-m",
        path(&model),
        "--json",
    ]));
    let eval = folder.path().join("eval.json");
    fs::write(&eval, &json).unwrap_or_else(|error| panic!("{error}"));
    let evaluation: Value = serde_json::from_str(&json).unwrap_or_default();
    let page = done(&thaido(&[
        "report",
        "--eval",
        path(&eval),
        "-m",
        path(&model),
        "--documents",
        path(&data),
    ]));
    for id in [
        "id=figures",
        "id=labels",
        "id=trust",
        "id=terms",
        "id=errors",
    ] {
        assert!(page.contains(id), "the page has no {id}");
    }
    let worst = evaluation["worst"][0]["text"].as_str().unwrap_or_default();
    assert!(
        !worst.is_empty() && page.contains(worst),
        "the worst error is not there"
    );
    let table = done(&thaido(&[
        "report",
        "--eval",
        path(&eval),
        "--table",
        "figures",
    ]));
    let accuracy = evaluation["accuracy"]["value"].as_f64().unwrap_or_default() * 100.0;
    assert!(
        table.contains(&format!("| Accuracy | {accuracy:.2} % |")),
        "{table}"
    );
}

#[test]
fn a_learning_curve_grows_to_all_statements_and_is_drawn() {
    let folder = folder();
    let data = training(folder.path());
    let json = done(&thaido(&[
        "eval",
        path(&data),
        "--folds",
        "4",
        "--learning-curve",
        "--json",
    ]));
    let evaluation: Value = serde_json::from_str(&json).unwrap_or_default();
    let curve: Vec<u64> = evaluation["learning_curve"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|point| point["statements"].as_u64())
        .collect();
    // Three of the four folds of 32 statements are trained on at last.
    assert!(
        curve.len() > 1 && curve.is_sorted() && curve.last() == Some(&24),
        "{curve:?}"
    );
    let eval = folder.path().join("eval.json");
    fs::write(&eval, json).unwrap_or_else(|error| panic!("{error}"));
    let page = done(&thaido(&["report", "--eval", path(&eval)]));
    assert!(page.contains("id=learning") && page.contains("data-table=\"learning\""));
}

#[test]
fn stale_tables_are_found_and_renewed() {
    let folder = folder();
    let (data, model) = trained(folder.path());
    let json = done(&thaido(&[
        "eval",
        path(&data),
        "-m",
        path(&model),
        "--json",
    ]));
    fs::write(folder.path().join("small.json"), json).unwrap_or_else(|error| panic!("{error}"));
    let readme = folder.path().join("README.md");
    fs::write(
        &readme,
        "Số liệu\n<!-- table:small/labels -->\n| cũ |\n<!-- /table:small/labels -->\nhết\n",
    )
    .unwrap_or_else(|error| panic!("{error}"));
    let splice = |check: bool| {
        let mut arguments = vec![
            "report",
            "--splice",
            path(&readme),
            "--recorded",
            path(folder.path()),
        ];
        arguments.extend(check.then_some("--check"));
        thaido(&arguments).status.code()
    };
    assert_eq!(
        (splice(true), splice(false), splice(true)),
        (Some(4), Some(0), Some(0))
    );
    let renewed = fs::read_to_string(&readme).unwrap_or_default();
    assert!(
        renewed.contains("| Label | Precision | Recall | F1 | Statements |")
            && renewed.ends_with("hết\n"),
        "{renewed}"
    );
    fs::write(
        &readme,
        "<!-- table:small/không -->\n<!-- /table:small/không -->\n",
    )
    .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(splice(false), Some(1));
}

#[test]
fn the_readme_holds_the_recorded_tables() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = root.join("README.md");
    if !readme.exists() {
        // A crate taken out of its workspace has no README to keep.
        return;
    }
    let recorded = root.join("benches/results");
    let run = thaido(&[
        "report",
        "--splice",
        path(&readme),
        "--recorded",
        path(&recorded),
        "--check",
    ]);
    assert!(
        run.status.success(),
        "{}renew them with: thaido report --splice README.md",
        text(&run.stderr)
    );
}

#[test]
fn speed_is_measured_compared_and_reported() {
    let folder = folder();
    let (_, model) = trained(folder.path());
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/articles");
    let (old, slow) = (
        folder.path().join("old.json"),
        folder.path().join("slow.json"),
    );
    let bench = |out: &Path, more: &[&str]| {
        thaido(
            &[
                &[
                    "bench",
                    path(&articles),
                    "-m",
                    path(&model),
                    "--rounds",
                    "3",
                    "--least",
                    "1",
                    "-j",
                    "1,2",
                    "-o",
                    path(out),
                ],
                more,
            ]
            .concat(),
        )
    };
    done(&bench(&old, &[]));
    let json: Value =
        serde_json::from_str(&fs::read_to_string(&old).unwrap_or_default()).unwrap_or_default();
    let stages: Vec<&str> = json["stages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|stage| stage["stage"].as_str())
        .collect();
    assert_eq!(
        stages,
        [
            "read",
            "tokenise",
            "extract",
            "featurise",
            "classify",
            "write",
            "label",
            "label"
        ]
    );
    assert!(json["latency"]["p50"].as_f64() <= json["latency"]["p99"].as_f64());
    assert_eq!(json["corpus"]["documents"], 12);
    // An earlier run that took a millionth of the time: everything got slower. One that took a million times as long: nothing.
    for (factor, code) in [(1e-6, 4), (1e6, 0)] {
        let mut earlier = json.clone();
        for stage in earlier["stages"].as_array_mut().into_iter().flatten() {
            for key in ["seconds", "low", "high"] {
                stage[key] = json!(stage[key].as_f64().unwrap_or_default() * factor);
            }
        }
        fs::write(&slow, earlier.to_string()).unwrap_or_else(|error| panic!("{error}"));
        let out = folder.path().join(format!("new-{code}.json"));
        let run = bench(&out, &["--compare", path(&slow), "--max-regression", "10%"]);
        assert_eq!(run.status.code(), Some(code), "{}", text(&run.stderr));
    }
    let page = done(&thaido(&["report", "--bench", path(&slow), path(&old)]));
    for id in [
        "id=stages",
        "id=threads",
        "id=sizes",
        "id=latency",
        "id=runs",
    ] {
        assert!(page.contains(id), "the page has no {id}");
    }
    assert_eq!(
        thaido(&[
            "bench",
            path(&articles),
            "-m",
            path(&model),
            "--max-regression",
            "10%"
        ])
        .status
        .code(),
        Some(2)
    );
}
