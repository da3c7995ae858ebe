//! What rows are: hand-computed figures, the same alone as in a batch, and blind to how a text is typed.

use proptest::prelude::*;
use thaido_featurizer::{
    Cover, CueParams, CueTrainer, Featurizer, FeaturizerParams, Row, Sample, Scratch, VectorParams,
    VectorTable, VectorTrainer,
};
use thaido_tokenizer::Key;
use unicode_normalization::UnicodeNormalization;

const TEXTS: [&str; 4] = [
    "Hai bên nối lại đàm phán hòa bình",
    "Hai bên đổ lỗi cho nhau, đàm phán đổ vỡ",
    "Chúng tôi lên án hành động khiêu khích, hành động nguy hiểm",
    "Tàu chở 5.500 tấn dầu rời cảng lúc 9 giờ 30",
];

fn samples() -> Vec<Sample<'static>> {
    TEXTS.iter().map(|&text| Sample::from(text)).collect()
}

fn fitted(params: FeaturizerParams, vectors: Vec<VectorTable>) -> Featurizer {
    Featurizer::fit(params, &samples(), &[], vectors).expect("the texts have terms")
}

fn cues() -> VectorTable {
    let params = CueParams {
        min_cue_count: 1,
        min_count: 1,
        ..Default::default()
    };
    let mut trainer = CueTrainer::new(params).expect("sound parameters");
    for (number, text) in TEXTS.iter().enumerate() {
        trainer.add(text, ["nói", "cảnh báo", "kêu gọi"][number % 3]);
    }
    trainer.finish().expect("there are terms")
}

fn vectors() -> VectorTable {
    let params = VectorParams {
        min_count: 2,
        pair_min_count: 5,
        dimensions: 12,
        ..Default::default()
    };
    let mut trainer = VectorTrainer::new(params).expect("the settings make sense");
    for _ in 0..8 {
        TEXTS.iter().for_each(|text| trainer.add(text));
    }
    trainer.finish().expect("the words are frequent enough")
}

fn row(featurizer: &Featurizer, sample: &Sample<'_>) -> Row {
    let mut row = Row::default();
    featurizer.row(sample, &mut Scratch::default(), &mut row);
    row
}

/// N = 4 texts. "hành" and "động" occur in one text (idf = ln(5/2) + 1 = 1.916291), twice there: tf = 1 + ln 2 =
/// 1.693147. "hai" occurs in two (idf = ln(5/3) + 1 = 1.510826). In "hành động của hai" with unigrams alone the row
/// is (1.916291, 1.510826, 1.916291) over its length 3.102726 for động, hai, hành; "của" is unknown.
#[test]
fn values_are_the_hand_computed_ones() {
    let params = FeaturizerParams {
        min_df: 1,
        max_n: 1,
        ..Default::default()
    };
    let featurizer = fitted(params, Vec::new());
    let found = row(&featurizer, &"hành động của hai".into());
    let terms: Vec<&str> = found
        .indices
        .iter()
        .filter_map(|&column| featurizer.vocabulary().term(column as usize))
        .collect();
    let mut pairs: Vec<(&str, f32)> = terms.into_iter().zip(found.values).collect();
    pairs.sort_by_key(|pair| pair.0);
    let length = (1.916_291_f32.powi(2) * 2.0 + 1.510_826_f32.powi(2)).sqrt();
    for ((term, value), (wanted, idf)) in pairs.iter().zip([
        ("hai", 1.510_826_f32),
        ("hành", 1.916_291),
        ("động", 1.916_291),
    ]) {
        assert_eq!(*term, wanted);
        assert!((value - idf / length).abs() < 1e-6, "{term}: {value}");
    }
    let twice = row(&featurizer, &TEXTS[2].into());
    let value = |term: &str| {
        let column = featurizer
            .vocabulary()
            .find(term)
            .expect("the term is known") as u32;
        twice.values[twice
            .indices
            .binary_search(&column)
            .expect("the term is in the row")]
    };
    assert!((value("hành") / value("lên") - 1.693_147).abs() < 1e-5);
}

#[test]
fn terms_are_sorted_and_found_again_by_their_name() {
    let params = FeaturizerParams {
        min_df: 1,
        context: 4,
        ..Default::default()
    };
    let context = [Sample {
        text: TEXTS[0],
        before: "ông Bình nói",
        after: "theo bà Lan",
        cue: "nói",
    }];
    let featurizer = Featurizer::fit(params, &context, &[], Vec::new()).expect("there are terms");
    let vocabulary = featurizer.vocabulary();
    let (text, rest): (Vec<_>, Vec<_>) = vocabulary.terms().partition(|term| !term.contains(':'));
    assert_eq!(text.len(), vocabulary.text_terms());
    assert!(text.is_sorted() && rest.contains(&"before:bình nói") && rest.contains(&"cue:nói"));
    for (column, term) in vocabulary.terms().enumerate() {
        assert_eq!(vocabulary.find(term), Some(column), "{term}");
    }
    assert_eq!(vocabulary.find("không có"), None);
}

#[test]
fn each_part_of_a_row_has_its_length() {
    let params = FeaturizerParams {
        min_df: 1,
        context: 3,
        context_weight: 0.25,
        vector_weight: 2.0,
        ..Default::default()
    };
    let all: Vec<Sample> = TEXTS
        .iter()
        .map(|&text| Sample {
            text,
            before: "bà Lan cho rằng",
            after: "",
            cue: "",
        })
        .collect();
    let featurizer = Featurizer::fit(params, &all, &[], vec![vectors()]).expect("there are terms");
    let found = row(&featurizer, &all[0]);
    let (text, terms) = (
        featurizer.vocabulary().text_terms() as u32,
        featurizer.vocabulary().len() as u32,
    );
    let length = |range: std::ops::Range<u32>| {
        let squares = found
            .indices
            .iter()
            .zip(&found.values)
            .filter(|(column, _)| range.contains(column));
        squares.map(|(_, value)| value * value).sum::<f32>().sqrt()
    };
    assert!((length(0..text) - 1.0).abs() < 1e-5);
    assert!((length(text..terms) - 0.25).abs() < 1e-5);
    let shares = featurizer.word_shares(&all[0]);
    let squares = shares.iter().flat_map(|(_, _, share)| share);
    let squares: f32 = squares.map(|value| value * value).sum();
    assert!((squares.sqrt() - 2.0).abs() < 1e-5);
    for dimension in 0..12 {
        let column = terms + dimension;
        let sum: f32 = shares
            .iter()
            .map(|(_, _, share)| share[dimension as usize])
            .sum();
        let value = found.values[found
            .indices
            .binary_search(&column)
            .expect("every dimension is in the row")];
        assert!((sum - value).abs() < 1e-5);
    }
}

#[test]
fn each_table_of_vectors_has_columns_of_its_own_that_sum_up_from_its_words() {
    let tables = vec![vectors(), cues()];
    let dimensions: Vec<usize> = tables.iter().map(VectorTable::dimensions).collect();
    let params = FeaturizerParams {
        min_df: 1,
        vector_weight: 0.5,
        ..Default::default()
    };
    let featurizer = fitted(params, tables);
    let terms = featurizer.vocabulary().len();
    assert_eq!(featurizer.columns(), terms + dimensions[0] + dimensions[1]);
    let sample = Sample::from(TEXTS[0]);
    let found = row(&featurizer, &sample);
    let mut dense = vec![0.0_f32; featurizer.columns()];
    for (&column, &value) in found.indices.iter().zip(&found.values) {
        dense[column as usize] = value;
    }
    let (mut first, mut summed) = (terms, vec![0.0_f32; featurizer.columns()]);
    let mut squares = [0.0_f32; 2];
    for (column, span, share) in featurizer.word_shares(&sample) {
        assert!(!span.of(TEXTS[0]).trim().is_empty());
        squares[usize::from(column > terms)] +=
            share.iter().map(|value| value * value).sum::<f32>();
        for (sum, value) in summed[column..].iter_mut().zip(share) {
            *sum += value;
        }
    }
    for (own, squares) in dimensions.into_iter().zip(squares) {
        assert!((squares.sqrt() - 0.5).abs() < 1e-5, "{squares}");
        let part = &dense[first..first + own];
        for (value, sum) in part.iter().zip(&summed[first..]) {
            assert!((value - sum).abs() < 1e-5);
        }
        first += own;
    }
}

#[test]
fn vectors_are_summed_and_scaled_by_their_lengths_alone() {
    // Of lengths 5 and, at half weight, 2: scaled by the root of 29.
    let mut words = [("hòa", 1.0, [3, 4]), ("bình", 0.5, [0, 4])];
    words.sort_by_key(|(word, ..)| Key::of(word).bits());
    let table = VectorTable::from_parts(
        2,
        Cover::Words,
        words
            .iter()
            .map(|(word, ..)| Key::of(word).bits())
            .collect(),
        words.iter().map(|&(_, weight, _)| weight).collect(),
        vec![1.0; 2],
        words.iter().flat_map(|&(.., vector)| vector).collect(),
    )
    .expect("the parts fit");
    let params = FeaturizerParams {
        min_df: 1,
        vector_weight: 1.0,
        ..Default::default()
    };
    let featurizer = fitted(params, vec![table]);
    let terms = featurizer.vocabulary().len() as u32;
    let values = |text: &str| {
        let found = row(&featurizer, &Sample::from(text));
        let own = found.indices.iter().zip(&found.values);
        own.filter_map(|(&column, &value)| (column >= terms).then_some(value))
            .collect::<Vec<f32>>()
    };
    let expected = [3.0 / 29.0_f32.sqrt(), 6.0 / 29.0_f32.sqrt()];
    for (found, expected) in values("Hoà và bình").iter().zip(expected) {
        assert!((found - expected).abs() < 1e-6, "{found}");
    }
    assert_eq!(values("bình"), [1.0]);
    assert!(values("chiến tranh").is_empty());
}

#[test]
fn a_table_of_terms_counts_a_pair_and_both_its_halves_and_a_table_of_words_the_pair_alone() {
    let mut trainer = CueTrainer::new(CueParams {
        min_cue_count: 1,
        min_count: 1,
        ..Default::default()
    })
    .expect("sound parameters");
    trainer.add("đối thoại", "nói");
    trainer.add("chiến tranh", "cảnh báo");
    let terms = trainer.finish().expect("six terms");
    let (codes, weights, scales, values) = terms.parts();
    let words = VectorTable::from_parts(
        terms.dimensions(),
        Cover::Words,
        codes.to_vec(),
        weights.to_vec(),
        scales.to_vec(),
        values.to_vec(),
    )
    .expect("the same parts");
    let spans = |table: VectorTable| {
        let params = FeaturizerParams {
            min_df: 1,
            ..Default::default()
        };
        let shares = fitted(params, vec![table]).word_shares(&Sample::from("nối lại đối thoại"));
        let spans: Vec<usize> = shares.iter().map(|(_, span, _)| span.len()).collect();
        spans
    };
    // Bytes: "đối thoại", "đối", "thoại".
    assert_eq!(spans(terms), [14, 6, 7]);
    assert_eq!(spans(words), [14]);
}

#[test]
fn cut_offs_selection_and_missing_labels() {
    let common = fitted(
        FeaturizerParams {
            min_df: 2,
            max_n: 2,
            ..Default::default()
        },
        Vec::new(),
    );
    let terms: Vec<&str> = common.vocabulary().terms().collect();
    assert_eq!(
        terms,
        [",", "bên", "hai", "hai bên", "phán", "đàm", "đàm phán"]
    );
    let rare = FeaturizerParams {
        min_df: 1,
        max_df: 0.25,
        max_n: 1,
        ..Default::default()
    };
    assert!(
        fitted(rare, Vec::new())
            .vocabulary()
            .terms()
            .all(|term| term != "hai")
    );
    let select = FeaturizerParams {
        min_df: 1,
        max_n: 1,
        select: Some(3),
        ..Default::default()
    };
    let chosen = Featurizer::fit(select.clone(), &samples(), &[0, 0, 1, 1], Vec::new())
        .expect("there are labels");
    assert_eq!(chosen.vocabulary().len(), 3);
    let missing =
        Featurizer::fit(select, &samples(), &[0], Vec::new()).expect_err("labels are missing");
    assert!(
        missing
            .to_string()
            .contains("there are 1 labels for 4 texts")
    );
    let nothing = Featurizer::fit(
        FeaturizerParams {
            min_df: 9,
            ..Default::default()
        },
        &samples(),
        &[],
        Vec::new(),
    );
    assert!(
        nothing
            .expect_err("nothing is that frequent")
            .to_string()
            .contains("no term occurs in 9 or more of the 4 texts")
    );
}

#[test]
fn foreign_words_in_small_letters_share_the_column_of_their_stem() {
    let samples: Vec<Sample> = ["họ mua drones mới", "một drone rơi", "cua và mưa"]
        .into_iter()
        .map(Sample::from)
        .collect();
    let params = FeaturizerParams {
        min_df: 1,
        max_n: 1,
        ..Default::default()
    };
    let featurizer = Featurizer::fit(params, &samples, &[], Vec::new()).expect("there are terms");
    assert!(
        featurizer.vocabulary().find("drone").is_some()
            && featurizer.vocabulary().find("drones").is_none()
    );
    assert!(featurizer.vocabulary().find("cua").is_some());
}

/// Puts a space around every mark, or takes the spaces around marks away.
fn respaced(text: &str, spaced: bool) -> String {
    let mark = |c: char| c.is_ascii_punctuation();
    if spaced {
        return text
            .chars()
            .flat_map(|c| if mark(c) { vec![' ', c, ' '] } else { vec![c] })
            .collect();
    }
    let chars: Vec<char> = text.chars().collect();
    let near_mark =
        |at: usize| (at > 0 && mark(chars[at - 1])) || chars.get(at + 1).is_some_and(|&c| mark(c));
    chars
        .iter()
        .enumerate()
        .filter(|&(at, &c)| !(c == ' ' && near_mark(at)))
        .map(|(_, &c)| c)
        .collect()
}

fn statement() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => prop::sample::select(TEXTS.iter().flat_map(|text| text.split_whitespace()).collect::<Vec<_>>()).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["Su-24", "10/7", "5.500", "…", "thuỷ", "hoà", "NATO", "“vâng”", "G7,"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(word, 0..14).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_text_gets_the_same_row_alone_as_in_a_batch(texts in prop::collection::vec(statement(), 1..6)) {
        let featurizer = fitted(FeaturizerParams { min_df: 1, ..Default::default() }, vec![vectors(), cues()]);
        let samples: Vec<Sample> = texts.iter().map(|text| Sample::from(text.as_str())).collect();
        let batch = featurizer.transform(&samples);
        let (mut scratch, mut found) = (Scratch::default(), Row::default());
        for (number, sample) in samples.iter().enumerate() {
            prop_assert_eq!(batch.row(number), {
                featurizer.row(sample, &mut scratch, &mut found);
                (&found.indices[..], &found.values[..])
            });
            prop_assert_eq!(&row(&featurizer, sample), &found);
            prop_assert!(found.indices.is_sorted_by(|a, b| a < b));
            prop_assert!(found.values.iter().all(|value| value.is_finite()));
        }
    }

    #[test]
    fn how_a_text_is_typed_does_not_change_its_row(text in statement()) {
        let featurizer = fitted(FeaturizerParams { min_df: 1, ..Default::default() }, vec![vectors(), cues()]);
        let wanted = row(&featurizer, &text.as_str().into());
        let forms = [
            text.nfd().collect::<String>(),
            text.to_uppercase(),
            text.replace(' ', "\u{a0}"),
            respaced(&text, true),
            respaced(&text, false),
            text.replace("òa", "oà").replace("uỷ", "ủy"),
        ];
        for form in forms {
            prop_assert_eq!(&row(&featurizer, &form.as_str().into()), &wanted, "{}", form);
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let featurizer = fitted(FeaturizerParams { min_df: 1, ..Default::default() }, vec![vectors()]);
        let found = row(&featurizer, &text.as_str().into());
        prop_assert_eq!(found.indices.len(), found.values.len());
    }
}
