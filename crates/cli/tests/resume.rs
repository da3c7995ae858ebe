//! Runs that are killed and go on: nothing lost, nothing doubled, the same bytes.
//!
//! `THAIDO_KILLS=500 cargo test -p thaido-cli --test resume` kills that many times for each kind of output instead
//! of six.
#![allow(clippy::unwrap_used)]

mod corpus;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use corpus::{names, run, said, thaido, write_corpus};

/// Even steps through a range that never repeat: enough to kill at ever other moments, the same in every run.
struct Moments(u64);

impl Moments {
    fn next(&mut self, below: Duration) -> Duration {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        below.mul_f64((self.0 >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

fn kills() -> usize {
    std::env::var("THAIDO_KILLS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(6)
}

/// Every file below a directory with its bytes.
fn snapshot(directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for name in names(directory) {
        let path = directory.join(name);
        if path.is_dir() {
            found.extend(snapshot(&path));
        } else {
            let mut bytes = fs::read(&path).unwrap();
            if path.ends_with("summary.json") {
                // A run that was interrupted counts the same, but not in the same time.
                let mut summary: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
                summary["seconds"].take();
                summary["mb_per_second"].take();
                bytes = summary.to_string().into_bytes();
            }
            found.push((path.file_name().unwrap().into(), bytes));
        }
    }
    found
}

/// Runs with `output` (a flag and a name below a directory), kills again and again, goes on each time, and compares
/// every file with those of a run that nobody disturbed.
fn killed_and_resumed(inputs: &[&Path], flag: &str, name: &str, more: &[&str]) {
    let home = tempfile::tempdir().unwrap();
    let at = |which: &str| {
        let directory = home.path().join(which);
        fs::create_dir_all(&directory).unwrap();
        directory
    };
    let arguments = |directory: &Path, jobs: &str| {
        let mut arguments = vec!["extract".to_owned()];
        arguments.extend(inputs.iter().map(|path| path.display().to_string()));
        arguments.extend([flag.to_owned(), directory.join(name).display().to_string()]);
        arguments.extend([
            "--rejects".to_owned(),
            directory.join("bad.jsonl").display().to_string(),
        ]);
        arguments.extend([
            "--summary".to_owned(),
            directory.join("summary.json").display().to_string(),
        ]);
        // The name of the rejects file is part of the settings; jobs and checkpoints are not.
        arguments.extend(["-j", jobs, "--checkpoint", "0.01"].map(str::to_owned));
        arguments.extend(more.iter().map(|&more| more.to_owned()));
        arguments
    };
    let whole = at("whole");
    let begun = Instant::now();
    let output = thaido().args(arguments(&whole, "2")).output().unwrap();
    let taken = begun.elapsed();
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    let expected = snapshot(&whole);

    let (mut moments, mut left, mut round) = (Moments(name.len() as u64), kills(), 0);
    let mut survived = 0;
    while left > 0 {
        round += 1;
        let directory = at(&format!("killed-{round}"));
        // Three kills a run at most, or a slow machine would never come to the end.
        for _ in 0..3.min(left) {
            left -= 1;
            let mut child = thaido()
                .args(arguments(&directory, if left % 2 == 0 { "1" } else { "3" }))
                .arg("--resume")
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            thread::sleep(moments.next(taken));
            child.kill().unwrap();
            child.wait().unwrap();
            let journal = |(path, _): &(PathBuf, Vec<u8>)| {
                path.extension().is_some_and(|ending| ending == "journal")
            };
            survived += usize::from(snapshot(&directory).iter().any(journal));
        }
        let output = thaido()
            .args(arguments(&directory, "2"))
            .arg("--resume")
            .output()
            .unwrap();
        assert!(
            matches!(output.status.code(), Some(0 | 3)),
            "{}",
            said(&output)
        );
        let found = snapshot(&directory);
        let list = |files: &[(PathBuf, Vec<u8>)]| {
            files
                .iter()
                .map(|(path, _)| path.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(list(&found), list(&expected), "round {round}");
        for ((path, bytes), (_, whole)) in found.iter().zip(&expected) {
            assert!(
                bytes == whole,
                "round {round}: {} differs: {} bytes, {} expected",
                path.display(),
                bytes.len(),
                whole.len()
            );
        }
    }
    assert!(
        survived > 0,
        "no kill came while the run was under way: the test tests nothing"
    );
}

fn corpus_of(count: usize) -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("corpus.jsonl");
    write_corpus(&path, count);
    (home, path)
}

#[test]
fn json_lines_are_the_same_after_kills() {
    let (_home, corpus) = corpus_of(2000);
    killed_and_resumed(&[&corpus], "-o", "out.jsonl", &[]);
}

#[test]
fn csv_is_the_same_after_kills() {
    let (_home, corpus) = corpus_of(2000);
    killed_and_resumed(&[&corpus], "-o", "out.csv", &[]);
}

#[test]
fn packed_json_lines_are_the_same_after_kills() {
    let (_home, corpus) = corpus_of(2000);
    killed_and_resumed(&[&corpus], "-o", "out.jsonl.gz", &[]);
}

#[test]
fn packed_csv_is_the_same_after_kills() {
    let (_home, corpus) = corpus_of(2000);
    killed_and_resumed(&[&corpus], "-o", "out.csv.zst", &[]);
}

#[test]
fn dropped_reprints_are_the_same_after_kills() {
    let (home, corpus) = corpus_of(1500);
    let twin = home.path().join("reprint.jsonl");
    fs::copy(&corpus, &twin).unwrap();
    killed_and_resumed(&[&corpus, &twin], "-o", "out.jsonl", &["--dedup"]);
}

#[test]
fn one_output_for_each_input_is_the_same_after_kills() {
    let home = tempfile::tempdir().unwrap();
    for n in 0..12 {
        let desk = home.path().join(format!("desk-{}", n % 3));
        fs::create_dir_all(&desk).unwrap();
        write_corpus(&desk.join(format!("{n}.jsonl")), 200 + 20 * n);
    }
    killed_and_resumed(&[home.path()], "--out-dir", "out", &[]);
}

#[cfg(unix)]
#[test]
fn an_interrupt_finishes_what_is_in_hand_and_says_how_to_go_on() {
    let (home, corpus) = corpus_of(20_000);
    let out = home.path().join("out.jsonl");
    let arguments = [
        "extract",
        corpus.to_str().unwrap(),
        "-o",
        out.to_str().unwrap(),
        "-j",
        "1",
    ];
    for signal in ["-INT", "-TERM"] {
        let child = thaido()
            .args(arguments)
            .arg("--resume")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(150));
        std::process::Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("--resume"), "{}", said(&output));
        assert!(!out.exists());
        let partial = fs::read_to_string(home.path().join("out.jsonl.partial")).unwrap();
        assert!(
            partial.is_empty() || partial.ends_with("}\n"),
            "what was written is whole"
        );
    }
    let resumed = run(&[&arguments[..], &["--resume"]].concat());
    assert_eq!(resumed.status.code(), Some(3), "{}", said(&resumed));
    let whole = run(&["extract", corpus.to_str().unwrap(), "--quiet"]);
    assert!(whole.stdout == fs::read(&out).unwrap());
}

#[test]
fn what_cannot_be_resumed_is_refused() {
    let (home, corpus) = corpus_of(5);
    let corpus = corpus.to_str().unwrap();
    let out = home.path().join("out.jsonl");
    let out = out.to_str().unwrap();
    let stdout = run(&["extract", corpus, "--resume"]);
    assert_eq!(stdout.status.code(), Some(2));
    assert!(
        said(&stdout).contains("standard output cannot be resumed"),
        "{}",
        said(&stdout)
    );
    let parquet = run(&[
        "extract", corpus, "--resume", "-o", out, "--format", "parquet",
    ]);
    assert!(said(&parquet).contains("Parquet"), "{}", said(&parquet));
    assert_ne!(parquet.status.code(), Some(0));

    // A journal of another run: other settings, then another input.
    let journal = format!("{out}.partial.journal");
    fs::write(
        &journal,
        "{\"thaido_journal\":2,\"settings\":{\"verb\":\"label\"}}\n",
    )
    .unwrap();
    fs::write(format!("{out}.partial"), "").unwrap();
    let other = run(&["extract", corpus, "-o", out, "--resume"]);
    assert_eq!(other.status.code(), Some(1));
    assert!(said(&other).contains("another `verb`"), "{}", said(&other));
    let again = run(&["extract", corpus, "-o", out]);
    assert!(
        said(&again).contains("--resume") && said(&again).contains("--force"),
        "{}",
        said(&again)
    );
    let forced = run(&["extract", corpus, "-o", out, "--force"]);
    assert_eq!(forced.status.code(), Some(0), "{}", said(&forced));
    assert_eq!(names(home.path()), ["corpus.jsonl", "out.jsonl"]);
    let complete = run(&["extract", corpus, "-o", out, "--resume"]);
    assert_eq!(complete.status.code(), Some(0));
    assert!(said(&complete).contains("complete already"));
}

#[cfg(unix)]
#[test]
fn an_input_that_has_changed_is_noticed() {
    let (home, corpus) = corpus_of(20_000);
    let out = home.path().join("out.jsonl");
    let arguments = [
        "extract",
        corpus.to_str().unwrap(),
        "-o",
        out.to_str().unwrap(),
        "-j",
        "1",
    ];
    let mut child = thaido()
        .args(arguments)
        .args(["--checkpoint", "0"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let journal = home.path().join("out.jsonl.partial.journal");
    let begun = Instant::now();
    while fs::metadata(&journal).map_or(0, |data| data.len()) < 2000
        && begun.elapsed() < Duration::from_secs(20)
    {
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let text = fs::read_to_string(&corpus).unwrap();
    fs::write(&corpus, text.replacen("biên giới", "biên  giới", 1)).unwrap();
    let changed = run(&[&arguments[..], &["--resume"]].concat());
    assert_eq!(changed.status.code(), Some(1));
    assert!(
        said(&changed).contains("has changed since"),
        "{}",
        said(&changed)
    );
    fs::write(&corpus, text.lines().next().unwrap()).unwrap();
    let shorter = run(&[&arguments[..], &["--resume"]].concat());
    assert_eq!(shorter.status.code(), Some(1));
    assert!(
        said(&shorter).contains("shorter than"),
        "{}",
        said(&shorter)
    );
    fs::write(&corpus, &text).unwrap();
    let same = run(&[&arguments[..], &["--resume"]].concat());
    assert_eq!(same.status.code(), Some(3), "{}", said(&same));
}

/// A run that was killed when it had noted some checkpoints: its directory, its arguments, and what a run that nobody
/// disturbed writes.
fn killed_half_way(name: &str) -> (tempfile::TempDir, Vec<String>, Vec<u8>) {
    let (home, corpus) = corpus_of(2000);
    let out = home.path().join(name).display().to_string();
    let corpus = corpus.display().to_string();
    let whole = home.path().join(format!("whole-{name}"));
    let undisturbed = run(&["extract", &corpus, "-o", whole.to_str().unwrap(), "-q"]);
    assert_eq!(undisturbed.status.code(), Some(3), "{}", said(&undisturbed));
    let arguments = ["extract", &corpus, "-o", &out, "-q"].map(str::to_owned);
    let often = ["--checkpoint", "0"];
    let mut child = thaido().args(&arguments).args(often).spawn().unwrap();
    let journal = format!("{out}.partial.journal");
    let begun = Instant::now();
    while fs::metadata(&journal).map_or(0, |data| data.len()) < 4000 {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "nothing is noted"
        );
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    (home, arguments.to_vec(), fs::read(whole).unwrap())
}

/// After a power cut a disk may hold less of either file than was written: `--resume` comes to the same bytes, or says
/// what is missing, whatever is left.
#[test]
fn after_a_power_cut_a_run_goes_on_to_the_same_bytes_or_says_what_is_missing() {
    for name in ["ra.jsonl", "ra.csv"] {
        let (home, arguments, expected) = killed_half_way(name);
        let at = |ending: &str| home.path().join(format!("{name}{ending}"));
        let (partial, journal) = (at(".partial"), at(".partial.journal"));
        let (output, notes) = (fs::read(&partial).unwrap(), fs::read(&journal).unwrap());
        let mut moments = Moments(7);
        let mut below = |length: usize| {
            let share = moments.next(Duration::from_secs(1)).as_secs_f64();
            (share * (length + 1) as f64) as usize
        };
        let (mut went_on, mut refused) = (0, 0);
        for round in 0..12 {
            // In turn: a torn journal, a shorter output, both, and a journal with a hole of zeros in its last block.
            let keep = |which: [usize; 2], length: usize, cut: usize| {
                if which.contains(&(round % 4)) {
                    cut
                } else {
                    length
                }
            };
            let mut notes = notes[..keep([0, 2], notes.len(), below(notes.len()))].to_vec();
            if round % 4 == 3 {
                let from = below(notes.len());
                notes[from..].fill(0);
            }
            fs::write(&journal, &notes).unwrap();
            let output = &output[..keep([1, 2], output.len(), below(output.len()))];
            fs::write(&partial, output).unwrap();
            let _ = fs::remove_file(at(""));
            let resumed = thaido().args(&arguments).arg("--resume").output().unwrap();
            match resumed.status.code() {
                Some(3) => {
                    went_on += 1;
                    assert!(
                        fs::read(at("")).unwrap() == expected,
                        "{name}, round {round}: other bytes"
                    );
                }
                Some(1) => {
                    refused += 1;
                    let told = said(&resumed);
                    assert!(
                        told.contains("bytes where") || told.contains("first line is damaged"),
                        "{name}, round {round}: {told}"
                    );
                    assert!(
                        !at("").exists() && partial.exists(),
                        "{name}, round {round}"
                    );
                }
                other => panic!("{name}, round {round}: {other:?} {}", said(&resumed)),
            }
        }
        assert!(
            went_on >= 3 && refused > 0,
            "{name}: {went_on} went on, {refused} refused"
        );
    }
}

#[test]
fn a_run_that_ended_while_it_began_begins_again() {
    let (home, corpus) = corpus_of(5);
    let out = home.path().join("ra.jsonl");
    let arguments = [
        "extract",
        corpus.to_str().unwrap(),
        "-o",
        out.to_str().unwrap(),
        "--resume",
    ];
    for torn in ["", "{\"thaido_journal\":1,\"sett"] {
        fs::write(home.path().join("ra.jsonl.partial"), "").unwrap();
        fs::write(home.path().join("ra.jsonl.partial.journal"), torn).unwrap();
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(0), "{torn}: {}", said(&output));
        assert_eq!(names(home.path()), ["corpus.jsonl", "ra.jsonl"]);
        fs::remove_file(&out).unwrap();
    }
}
