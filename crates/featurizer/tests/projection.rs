//! A projection gives what a row and a multiplication give, whatever the settings and the text.

use proptest::prelude::*;
use thaido_featurizer::{
    Cover, Featurizer, FeaturizerParams, Projection, Row, Sample, Scratch, VectorParams,
    VectorTable, VectorTrainer,
};

const TEXTS: [&str; 6] = [
    "Hai bên nối lại đàm phán hòa bình, hai bên cùng nhượng bộ",
    "Hai bên đổ lỗi cho nhau, đàm phán đổ vỡ, đàm phán không còn",
    "Chúng tôi lên án hành động khiêu khích, hành động nguy hiểm, hành động sai trái",
    "Tàu chở 5.500 tấn dầu rời cảng lúc 9 giờ 30, tàu khác chở 120 tấn gạo",
    "Các bên the parties agreed, bên bên bên bên nào cũng muốn hòa bình",
    "Đàm phán hoà bình là con đường duy nhất, con đường ấy còn dài",
];

fn samples() -> Vec<Sample<'static>> {
    let sample = |at: usize| Sample {
        text: TEXTS[at],
        before: TEXTS[(at + 1) % TEXTS.len()],
        after: TEXTS[(at + 2) % TEXTS.len()],
        cue: "nói",
    };
    (0..TEXTS.len()).map(sample).collect()
}

/// A table of vectors; one in two counts pairs and their units alike.
fn vectors(number: usize) -> VectorTable {
    let params = VectorParams {
        min_count: 2,
        pair_min_count: 5,
        dimensions: 21 + 13 * number,
        ..Default::default()
    };
    let mut trainer = VectorTrainer::new(params).expect("the settings make sense");
    for _ in 0..8 {
        TEXTS.iter().for_each(|text| trainer.add(text));
    }
    let table = trainer.finish().expect("the words are frequent enough");
    let (codes, weights, scales, values) = table.parts();
    let cover = [Cover::Words, Cover::Terms][number % 2];
    let parts = (codes.to_vec(), weights.to_vec(), scales.to_vec());
    VectorTable::from_parts(
        table.dimensions(),
        cover,
        parts.0,
        parts.1,
        parts.2,
        values.to_vec(),
    )
    .expect("the parts are those of a table")
}

/// Weights that look like any others and are the same every time.
fn weights(count: usize) -> Vec<f32> {
    let weight = |at: usize| ((at * 7919) % 2003) as f32 / 1000.0 - 1.0;
    (0..count).map(weight).collect()
}

/// The same weights with the last output's such that those of a column sum to zero, as they do in a softmax model.
fn balanced(mut weights: Vec<f32>, outputs: usize) -> Vec<f32> {
    for column in weights.chunks_exact_mut(outputs) {
        let (last, others) = column.split_last_mut().expect("there is an output");
        *last = -others.iter().sum::<f32>();
    }
    weights
}

fn plain(
    featurizer: &Featurizer,
    sample: &Sample<'_>,
    weights: &[f32],
    outputs: usize,
) -> Vec<f64> {
    let mut row = Row::default();
    featurizer.row(sample, &mut Scratch::default(), &mut row);
    let mut products = vec![0.0; outputs];
    for (&column, &value) in row.indices.iter().zip(&row.values) {
        for (product, &weight) in products
            .iter_mut()
            .zip(&weights[column as usize * outputs..])
        {
            *product += f64::from(value) * f64::from(weight);
        }
    }
    products
}

fn assert_close(found: &[f64], expected: &[f64]) {
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-5, "{found} is not {expected}");
    }
}

#[test]
fn every_number_of_outputs_and_every_setting_gives_the_product_of_the_row() {
    let base = FeaturizerParams {
        min_df: 1,
        ..Default::default()
    };
    let settings = [
        base.clone(),
        FeaturizerParams {
            min_n: 2,
            max_n: 5,
            ..base.clone()
        },
        FeaturizerParams {
            min_df: 2,
            max_n: 2,
            sublinear_tf: false,
            punctuation: false,
            ..base.clone()
        },
        FeaturizerParams {
            max_df: 0.5,
            context: 4,
            context_weight: 0.7,
            ..base.clone()
        },
    ];
    // One set of buffers for all of them: what they remember of one projection is of no use to the next.
    let mut scratch = Scratch::default();
    for params in settings {
        for tables in 0..4 {
            let tables = (0..tables).map(vectors).collect();
            let featurizer =
                Featurizer::fit(params.clone(), &samples(), &[], tables).expect("there are terms");
            for outputs in 1..=11 {
                let weights = weights(featurizer.columns() * outputs);
                for weights in [weights.clone(), balanced(weights, outputs)] {
                    let projection = Projection::new(&featurizer, &weights, outputs);
                    let mut products = vec![0.0; outputs];
                    for sample in samples() {
                        projection.write(&featurizer, &sample, &mut scratch, &mut products);
                        assert_close(&products, &plain(&featurizer, &sample, &weights, outputs));
                    }
                }
            }
        }
    }
}

#[test]
fn a_term_that_comes_hundreds_of_times_and_texts_without_terms_are_no_exception() {
    let featurizer = Featurizer::fit(
        FeaturizerParams::default(),
        &samples(),
        &[],
        vec![vectors(0), vectors(1)],
    )
    .expect("there are terms");
    let weights = weights(featurizer.columns() * 3);
    let projection = Projection::new(&featurizer, &weights, 3);
    let (mut scratch, mut products) = (Scratch::default(), [0.0; 3]);
    let many = "hai bên đàm phán, ".repeat(700);
    for text in [many.as_str(), "", "...", "kỳ lân", "bên"] {
        let sample = Sample::from(text);
        projection.write(&featurizer, &sample, &mut scratch, &mut products);
        assert_close(&products, &plain(&featurizer, &sample, &weights, 3));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn buffers_that_read_other_texts_before_change_nothing(
        texts in prop::collection::vec(
            prop::collection::vec(
                prop_oneof![
                    8 => prop::sample::select(TEXTS.join(" ").split(' ').map(str::to_owned).collect::<Vec<_>>()),
                    1 => "[a-zđ]{1,12}",
                    1 => "[0-9.,/ ]{1,6}",
                    1 => any::<char>().prop_map(String::from),
                ],
                0..30,
            ),
            1..6,
        )
    ) {
        let featurizer = Featurizer::fit(FeaturizerParams::default(), &samples(), &[], Vec::new()).expect("there are terms");
        let weights = weights(featurizer.columns() * 4);
        let projection = Projection::new(&featurizer, &weights, 4);
        let mut used = Scratch::default();
        for text in texts {
            let text = text.join(" ");
            let sample = Sample::from(text.as_str());
            let (mut found, mut fresh) = ([0.0; 4], [0.0; 4]);
            projection.write(&featurizer, &sample, &mut used, &mut found);
            projection.write(&featurizer, &sample, &mut Scratch::default(), &mut fresh);
            prop_assert_eq!(found.map(f64::to_bits), fresh.map(f64::to_bits));
            assert_close(&found, &plain(&featurizer, &sample, &weights, 4));
        }
    }
}
