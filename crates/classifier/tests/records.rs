//! What serde writes and reads.

use serde_json::{Value, from_str, json, to_string, to_value};
use thaido_classifier::{
    Calibration, ClassWeights, LabelSet,
    metrics::{ConfusionMatrix, Reliability},
};

#[test]
fn a_label_set_comes_back_as_it_was() -> Result<(), Box<dyn std::error::Error>> {
    let labels =
        LabelSet::from_names(["trung lập", "lên án", "hòa giải"])?.with_none("trung lập")?;
    let text = to_string(&labels)?;
    assert_eq!(
        text,
        r#"{"names":["hòa giải","lên án","trung lập"],"none":2}"#
    );
    assert_eq!(from_str::<LabelSet>(&text)?, labels);
    Ok(())
}

#[test]
fn a_damaged_label_set_is_refused() {
    for (text, part) in [
        (r#"{"names":["b","a"]}"#, "not in sorted order"),
        (r#"{"names":["a"]}"#, "at least 2 are needed"),
        (r#"{"names":["a","b"],"none":7}"#, "#7"),
    ] {
        let found = from_str::<LabelSet>(text)
            .err()
            .map_or_else(String::new, |error| error.to_string());
        assert!(found.contains(part), "{text}: {found}");
    }
}

#[test]
fn a_calibration_comes_back_to_the_last_bit() -> Result<(), Box<dyn std::error::Error>> {
    let scores = ndarray::array![[1.3, 0.2], [0.4, 0.9], [0.8, 0.1], [0.2, 0.3]];
    let calibration = Calibration::vector(scores.view(), &[0, 1, 1, 0])?;
    assert_eq!(
        from_str::<Calibration>(&to_string(&calibration)?)?,
        calibration
    );
    assert_eq!(to_value(Calibration::default())?, json!({"sharpness": 1.0}));
    for damaged in [
        r#"{"sharpness":0.0}"#,
        r#"{"sharpness":-1.0}"#,
        r#"{"biases":[0.0]}"#,
    ] {
        assert!(from_str::<Calibration>(damaged).is_err(), "{damaged}");
    }
    Ok(())
}

#[test]
fn figures_are_written_under_plain_names() -> Result<(), Box<dyn std::error::Error>> {
    let matrix = ConfusionMatrix::from_pairs(&[0, 1, 1], &[0, 1, 0], 2)?;
    assert_eq!(to_value(&matrix)?, json!([[1, 0], [1, 1]]));
    let label = &to_value(matrix.per_label())?[0];
    assert_eq!(
        (&label["precision"], &label["recall"], &label["support"]),
        (&json!(0.5), &json!(1.0), &json!(1))
    );
    let bins = &to_value(Reliability::new(&[0.95], &[true])?)?["bins"];
    assert_eq!(bins.as_array().map(Vec::len), Some(10));
    assert_eq!(to_value(ClassWeights::Balanced)?, Value::from("balanced"));
    Ok(())
}
