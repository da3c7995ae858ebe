//! The model file: the same bytes from the same data, and a sentence for every way in which a file can be broken.

use proptest::prelude::*;
use std::sync::LazyLock;
use thaido::{Dataset, FormatError, Labeller, Model, Settings, Statement};

/// A tiny model, trained once.
static SMALL: LazyLock<Vec<u8>> =
    LazyLock::new(|| train().to_bytes().expect("a fitted model can be written"));

fn statements() -> Vec<Statement> {
    let texts = [
        (
            "thiện chí",
            "chúng tôi hoan nghênh đề nghị đối thoại và cảm ơn phía bạn",
        ),
        (
            "thiện chí",
            "hai bên mong nối lại đối thoại và hợp tác lâu dài",
        ),
        ("thiện chí", "chúng tôi cảm ơn sự hợp tác của phía bạn"),
        (
            "chê trách",
            "họ đã vi phạm thỏa thuận và bịa đặt mọi chuyện",
        ),
        ("chê trách", "đây là hành động vi phạm trắng trợn của họ"),
        ("chê trách", "họ bịa đặt để che giấu hành động của mình"),
    ];
    let statement = |(number, (label, text)): (usize, &(&str, &str))| Statement {
        id: number.to_string(),
        text: (*text).to_owned(),
        label: Some((*label).to_owned()),
        ..Statement::default()
    };
    texts.iter().enumerate().map(statement).collect()
}

fn train() -> Model {
    let data = Dataset::new(statements(), None).expect("the statements carry two labels");
    let settings = Settings {
        folds: 2,
        ..Settings::default()
    };
    thaido::train(&data, &settings, &[], |_| {}).expect("the statements can be learnt from")
}

#[test]
fn the_same_data_gives_the_same_bytes_and_a_model_survives_its_file() {
    let bytes = train().to_bytes().expect("a fitted model can be written");
    assert!(
        bytes == *SMALL,
        "two trainings on the same data gave different bytes"
    );
    let read = Model::from_bytes(&bytes).expect("what was written can be read");
    assert!(
        read.to_bytes().expect("a read model can be written") == bytes,
        "writing what was read changed it"
    );
    let model = train();
    assert_eq!(read.hash(), model.hash());
    let text = "họ vi phạm và bịa đặt";
    let (mut a, mut b) = (Labeller::new(&read), Labeller::new(&model));
    assert_eq!(a.label(text.into()), b.label(text.into()));
    assert_eq!(a.label(text.into()).label, "chê trách");
}

#[test]
fn the_first_line_can_be_read_by_a_person() {
    assert!(SMALL.starts_with(b"thaido-model 1\n"));
}

#[test]
fn each_kind_of_broken_file_has_its_own_sentence() {
    let message = |bytes: &[u8]| {
        Model::from_bytes(bytes)
            .map(|_| ())
            .expect_err("the file is broken")
            .to_string()
    };
    assert_eq!(
        message(b""),
        "this is no thaido-model file: its first line is not \"thaido-model 1\""
    );
    assert_eq!(
        message(b"PK\x03\x04zip"),
        "this is no thaido-model file: its first line is not \"thaido-model 1\""
    );
    let newer = [b"thaido-model 7\n", &SMALL[15..]].concat();
    assert_eq!(
        message(&newer),
        "the file has format version 7, but this program reads up to version 1: update thaido"
    );
    let cut = message(&SMALL[..SMALL.len() / 2]);
    assert!(cut.starts_with("the file is cut short: "), "{cut}");
    let mut flipped = SMALL.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let flipped = message(&flipped);
    assert!(flipped.starts_with("the file is damaged: "), "{flipped}");
    let mut huge = SMALL.clone();
    huge[15..23].copy_from_slice(&u64::MAX.to_le_bytes());
    let huge = message(&huge);
    assert!(
        huge.contains("claims a length of 18446744073709551615, the limit is 1048576"),
        "{huge}"
    );
    let longer = message(&[&SMALL[..], b"12345678"].concat());
    assert!(longer.starts_with("the file is"), "{longer}");
}

#[test]
fn a_missing_file_is_named() {
    let error = Model::read("không/có.model".as_ref())
        .expect_err("there is no such file")
        .to_string();
    assert!(error.starts_with("cannot read không/có.model: "), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_truncation_and_no_flipped_bit_passes_or_panics(at in any::<prop::sample::Index>(), bit in 0..8_u32) {
        let at = at.index(SMALL.len());
        prop_assert!(Model::from_bytes(&SMALL[..at]).is_err());
        let mut flipped = SMALL.clone();
        flipped[at] ^= 1 << bit;
        prop_assert!(Model::from_bytes(&flipped).is_err());
    }

    #[test]
    fn random_bytes_behind_a_good_first_line_never_pass_or_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let file = [b"thaido-model 1\n", &bytes[..]].concat();
        prop_assert!(Model::from_bytes(&file).is_err());
    }
}

#[test]
fn labels_and_data_that_cannot_be_learnt_from_are_refused_with_a_sentence() {
    let refused = |statements: Vec<Statement>| match Dataset::new(statements, None) {
        Ok(data) => thaido::train(&data, &Settings::default(), &[], |_| {})
            .expect_err("not learnable")
            .to_string(),
        Err(error) => error.to_string(),
    };
    assert!(refused(Vec::new()).starts_with("there are no labelled statements"));
    let one_class = refused(statements().into_iter().take(3).collect());
    assert!(
        one_class.contains("1 different label(s) where at least 2 are needed"),
        "{one_class}"
    );
    let three_rows = refused(statements().into_iter().skip(2).take(3).collect());
    assert!(three_rows.contains("folds"), "{three_rows}");
    let mut unlabelled = statements();
    unlabelled[4].label = None;
    assert_eq!(
        refused(unlabelled),
        "statement 4 has no \"label\": add one or leave it out"
    );
    let none = Dataset::new(statements(), Some("neutral"))
        .expect_err("no such label")
        .to_string();
    assert!(
        none.contains("\"neutral\" is not among the labels"),
        "{none}"
    );
    let model = train();
    let mut strange = statements();
    strange[1].label = Some("lạ".to_owned());
    let strange = Dataset::with_labels(strange, model.labels().clone())
        .expect_err("unknown label")
        .to_string();
    assert_eq!(
        strange,
        "statement 1: unknown label \"lạ\"; the labels are chê trách, thiện chí"
    );
}

#[test]
fn format_errors_say_what_to_do() {
    let error = FormatError::Truncated {
        part: "the weights",
        needed: 12,
    };
    assert_eq!(
        error.to_string(),
        "the file is cut short: 12 bytes are missing for the weights; fetch or train it again"
    );
}
