//! Every stage on the committed texts: `cargo bench -p thaido-benches`. Each group checks what it computed.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::Array1;
use thaido::{Dataset, Document, Extractor, Labeller, Model, Sample, Statement};
use thaido_benches::{bigrams, bytes, fixture_articles, fixture_statements};
use thaido_classifier::{LogisticParams, best};
use thaido_featurizer::{Featurizer, Row, Scratch};
use thaido_tokenizer::tokenize;

fn texts(statements: &[Statement]) -> Vec<&str> {
    statements
        .iter()
        .map(|statement| statement.text.as_str())
        .collect()
}

fn tokenize_articles(criterion: &mut Criterion) {
    let articles = fixture_articles().expect("the committed articles");
    let mut group = criterion.benchmark_group("tokenize");
    group.throughput(Throughput::Bytes(bytes(
        articles.iter().map(String::as_str),
    )));
    group.bench_function("articles", |bencher| {
        bencher.iter(|| {
            let tokens: usize = articles
                .iter()
                .map(|article| tokenize(black_box(article)).map(black_box).count())
                .sum();
            let words: usize = articles
                .iter()
                .map(|article| article.split_whitespace().count())
                .sum();
            assert!(tokens > words, "marks are tokens beside the words");
        });
    });
    group.finish();
}

fn extract_statements(criterion: &mut Criterion) {
    let articles = fixture_articles().expect("the committed articles");
    let documents: Vec<Document> = articles
        .into_iter()
        .map(|text| Document {
            text,
            ..Document::default()
        })
        .collect();
    let mut group = criterion.benchmark_group("extract");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(bytes(
        documents.iter().map(|document| document.text.as_str()),
    )));
    let mut extractor = Extractor::default();
    group.bench_function("articles", |bencher| {
        bencher.iter(|| {
            let found: usize = documents
                .iter()
                .map(|document| extractor.extract(black_box(document)).len())
                .sum();
            assert!(
                found >= documents.len(),
                "there is a statement an article, on average"
            );
        });
    });
    group.finish();
}

fn featurize(criterion: &mut Criterion) {
    let statements = fixture_statements().expect("the committed statements");
    let texts = texts(&statements);
    let model = Model::embedded().expect("the embedded model");
    let mut group = criterion.benchmark_group("featurize");
    group.throughput(Throughput::Bytes(bytes(texts.iter().copied())));
    group.bench_function("statements", |bencher| {
        let (mut scratch, mut row) = (Scratch::default(), Row::default());
        bencher.iter(|| {
            for &text in &texts {
                model
                    .featurizer()
                    .row(&Sample::from(black_box(text)), &mut scratch, &mut row);
                assert!(
                    !row.indices.is_empty(),
                    "the model knows a word of {text:?}"
                );
            }
        });
    });
    group.finish();
}

fn train(criterion: &mut Criterion) {
    let statements = fixture_statements().expect("the committed statements");
    let size = bytes(texts(&statements));
    let data = Dataset::new(statements, None).expect("labelled statements");
    let mut group = criterion.benchmark_group("train");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(size));
    group.bench_function("bigrams", |bencher| {
        bencher.iter(|| {
            let samples = data.samples();
            let (_, rows) =
                Featurizer::fit_transform(bigrams(), &samples, &[], Vec::new()).expect("terms");
            let targets = Array1::from(data.targets().to_vec());
            let model = LogisticParams::new()
                .fit(&DatasetBase::new(rows, targets))
                .expect("a fit");
            assert!(model.convergence().converged);
        });
    });
    group.finish();
}

fn label(criterion: &mut Criterion) {
    let statements = fixture_statements().expect("the committed statements");
    let texts = texts(&statements);
    let model = Model::embedded().expect("the embedded model");
    let names = model.labels().names();
    let mut group = criterion.benchmark_group("label");
    group.throughput(Throughput::Bytes(bytes(texts.iter().copied())));
    group.bench_function("statements", |bencher| {
        let mut labeller = Labeller::new(&model);
        bencher.iter(|| {
            let right = statements.iter().filter(|statement| {
                let label =
                    best(labeller.probabilities(&Sample::from(black_box(statement.text.as_str()))));
                statement.label.as_deref() == names.get(label).map(String::as_str)
            });
            assert!(
                right.count() * 10 > texts.len() * 6,
                "most labels are those that people gave"
            );
        });
    });
    group.finish();
}

criterion_group!(
    stages,
    tokenize_articles,
    extract_statements,
    featurize,
    train,
    label
);
criterion_main!(stages);
