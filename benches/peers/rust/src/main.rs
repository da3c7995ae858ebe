//! `peers fasttext|underthesea train TEXT MODEL` and `… label MODEL TEXT`: the same work as `stage fit` and `stage label`,
//! done by other crates. TEXT holds one statement a line, its label and a tab before it.

use std::hint::black_box;
use std::sync::Barrier;
use std::time::Instant;

use fasttext::FastText;
use fasttext::args::{Args, ModelName};
use underthesea_core::classifier::TextClassifier;

/// A text with its label.
struct Statement {
    label: String,
    text: String,
}

fn read(path: &str) -> Vec<Statement> {
    let contents = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {path}: {error}"));
    let split = |line: &str| line.split_once('\t').map(|(label, text)| Statement { label: label.into(), text: text.into() });
    contents.lines().filter_map(split).collect()
}

/// Seconds that this thread has computed so far.
fn computed() -> f64 {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    line.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

/// As many times as `stage label` labels the texts.
const PASSES: usize = 8;

fn label(path: &str, threads: usize, one: impl Fn(&str) -> String + Sync) {
    let statements = read(path);
    let pass = |statements: &[Statement]| -> Vec<String> { statements.iter().map(|statement| one(&statement.text)).collect() };
    let again = |statements: &[Statement]| {
        (1..PASSES).for_each(|_| drop(black_box(pass(statements))));
        pass(statements)
    };
    let (seconds, found) = if threads < 2 {
        black_box(pass(&statements));
        let before = computed();
        let found = again(&statements);
        (computed() - before, found)
    } else {
        let shares: Vec<&[Statement]> = statements.chunks(statements.len().div_ceil(threads)).collect();
        let start = Barrier::new(shares.len() + 1);
        let worker = |share: &[Statement]| {
            black_box(pass(share));
            start.wait();
            again(share)
        };
        std::thread::scope(|scope| {
            let workers: Vec<_> = shares.iter().map(|share| scope.spawn(|| worker(share))).collect();
            start.wait();
            let wall = Instant::now();
            let found = workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect();
            (wall.elapsed().as_secs_f64(), found)
        })
    };
    let seconds = seconds / PASSES as f64;
    let right = found.iter().zip(&statements).filter(|(label, statement)| **label == statement.label).count();
    let bytes: usize = statements.iter().map(|statement| statement.text.len()).sum();
    println!(
        "{}",
        serde_json::json!({
            "statements": statements.len(), "bytes": bytes, "seconds": seconds,
            "accuracy": right as f64 / statements.len() as f64, "labels": found,
        })
    );
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let threads = |threads: &str| threads.parse().expect("a number of threads");
    match arguments[..] {
        ["fasttext", "train", text, model] => {
            let lines: Vec<String> =
                read(text).iter().map(|one| format!("__label__{} {}", one.label, one.text)).collect();
            let input = format!("{model}.txt");
            std::fs::write(&input, lines.join("\n") + "\n").expect("the training file");
            let mut args = Args::default();
            args.model = ModelName::Supervised;
            args.apply_supervised_defaults();
            args.input = input.into();
            (args.dim, args.word_ngrams, args.min_count, args.epoch, args.thread, args.lr) = (16, 2, 2, 5, 1, 0.5);
            args.bucket = 200_000;
            let before = Instant::now();
            let trained = FastText::train(args).expect("a fastText model");
            println!("{}", serde_json::json!({"seconds": before.elapsed().as_secs_f64()}));
            trained.save_model(model).expect("the model file");
        }
        ["fasttext", "label", model, text, workers] => {
            let model = FastText::load_model(model).expect("a fastText model");
            label(text, threads(workers), |text| {
                let found = model.predict(text, 1, 0.0);
                found.first().map(|found| found.label.trim_start_matches("__label__").to_owned()).unwrap_or_default()
            });
        }
        ["underthesea", "train", text, model] => {
            let (texts, labels) = read(text).into_iter().map(|one| (one.text, one.label)).unzip();
            let mut classifier = TextClassifier::new(95_127, (1, 2), 2, 1.0, 1.0, 1000, 0.1, None);
            let before = Instant::now();
            classifier.fit(texts, labels);
            println!(
                "{}",
                serde_json::json!({"seconds": before.elapsed().as_secs_f64(), "terms": classifier.n_features()})
            );
            classifier.save(model).expect("the model file");
        }
        ["underthesea", "label", model, text, workers] => {
            let model = TextClassifier::load(model).expect("an underthesea_core model");
            label(text, threads(workers), |text| model.predict(text));
        }
        _ => panic!("usage: peers fasttext|underthesea train TEXT MODEL, or … label MODEL TEXT THREADS"),
    }
}
