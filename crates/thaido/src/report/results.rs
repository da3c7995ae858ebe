//! Labelled statements as they come back from `thaido label`, read leniently: other columns, CSV's texts for numbers,
//! statements that stand alone.

use serde_json::{Map, Value};

/// A span of a document in code points.
pub(super) type Points = (usize, usize);

/// One labelled statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labelled {
    pub(super) doc: String,
    pub(super) text: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) span: Option<Points>,
    pub(super) kind: String,
    pub(super) speaker: Option<Named>,
    pub(super) cue: Option<Named>,
    pub(super) label: String,
    pub(super) confidence: f64,
    pub(super) scores: Vec<(String, f64)>,
    pub(super) neutral: f64,
    pub(super) abstained: bool,
    pub(super) model: String,
    pub(super) date: Option<String>,
    pub(super) source: Option<String>,
    pub(super) url: Option<String>,
}

/// A speaker or a cue: its words, the name it goes by, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) text: String,
    pub(super) name: String,
    pub(super) span: Option<Points>,
}

impl Labelled {
    /// Reads a record as `thaido label` writes it, with or without `--statements`.
    ///
    /// # Errors
    /// A sentence that says which field is missing or is not what it should be.
    pub fn from_fields(fields: &Map<String, Value>) -> Result<Self, String> {
        let text = |key: &str| {
            fields
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let optional = |key: &str| Some(text(key)).filter(|text| !text.trim().is_empty());
        let Some(label) = optional("label") else {
            return Err(
                "the record has no \"label\": give the output of `thaido label`".to_owned(),
            );
        };
        let confidence =
            number(fields.get("confidence")).filter(|share| (0.0..=1.0).contains(share));
        let Some(confidence) = confidence else {
            return Err("\"confidence\" is missing or not between 0 and 1: give the output of `thaido label`".to_owned());
        };
        let scores = match fields.get("scores") {
            Some(Value::Object(scores)) => scores
                .iter()
                .filter_map(|(label, share)| Some((label.clone(), number(Some(share))?)))
                .collect(),
            Some(Value::String(json)) => serde_json::from_str::<Map<String, Value>>(json)
                .map(|scores| {
                    scores
                        .iter()
                        .filter_map(|(label, share)| Some((label.clone(), number(Some(share))?)))
                        .collect()
                })
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        Ok(Labelled {
            doc: optional("doc").unwrap_or_default(),
            text: text("text"),
            before: text("before"),
            after: text("after"),
            span: span(fields),
            kind: text("kind"),
            speaker: named(fields, "speaker"),
            cue: named(fields, "cue"),
            label,
            confidence,
            scores,
            neutral: number(fields.get("neutral")).unwrap_or_default(),
            abstained: matches!(fields.get("abstained"), Some(Value::Bool(true)))
                || text("abstained") == "true",
            model: text("model"),
            date: optional("date"),
            source: optional("source"),
            url: optional("url"),
        })
    }
}

/// A speaker or cue: an object with its span, a plain text, or the columns that a flat table has for them.
fn named(fields: &Map<String, Value>, key: &str) -> Option<Named> {
    let found = match fields.get(key) {
        Some(Value::Object(object)) => {
            let text = object
                .get("text")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let name = object.get("name").and_then(Value::as_str).unwrap_or(text);
            Named {
                text: text.to_owned(),
                name: name.to_owned(),
                span: span(object),
            }
        }
        Some(Value::String(text)) => {
            let flat = |end: &str| {
                fields
                    .get(&format!("{key}_{end}"))
                    .or_else(|| fields.get(&format!("{key}.{end}")))
            };
            let name = flat("name").and_then(Value::as_str).unwrap_or(text);
            let span = number(flat("start"))
                .zip(number(flat("end")))
                .map(|(start, end)| (start as usize, end as usize));
            Named {
                text: text.clone(),
                name: name.to_owned(),
                span,
            }
        }
        _ => return None,
    };
    Some(found).filter(|found| !found.name.trim().is_empty())
}

fn span(fields: &Map<String, Value>) -> Option<Points> {
    let (start, end) = number(fields.get("start")).zip(number(fields.get("end")))?;
    (start >= 0.0 && end >= start).then_some((start as usize, end as usize))
}

fn number(value: Option<&Value>) -> Option<f64> {
    match value? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
    .filter(|number: &f64| number.is_finite())
}

/// The labels of all statements in the order of their scores, and the none label: the one whose score is always
/// what `neutral` says.
pub(super) fn label_set(statements: &[Labelled]) -> (Vec<String>, Option<String>) {
    let mut labels: Vec<String> = Vec::new();
    for statement in statements {
        for (label, _) in &statement.scores {
            if !labels.contains(label) {
                labels.push(label.clone());
            }
        }
        if !labels.contains(&statement.label) {
            labels.push(statement.label.clone());
        }
    }
    let fits = |label: &String| {
        statements.iter().all(|statement| {
            let score = statement.scores.iter().find(|(name, _)| name == label);
            statement.label != *label
                && score.is_none_or(|(_, score)| (score - statement.neutral).abs() < 2e-6)
        })
    };
    let scored = statements
        .iter()
        .any(|statement| !statement.scores.is_empty() && statement.neutral > 0.0);
    let none = labels.iter().find(|label| scored && fits(label)).cloned();
    // What is none of the others comes last.
    labels.sort_by_key(|label| Some(label) == none.as_ref());
    (labels, none)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: serde_json::Value) -> Result<Labelled, String> {
        let Value::Object(fields) = json else {
            panic!("an object is needed")
        };
        Labelled::from_fields(&fields)
    }

    #[test]
    fn extracted_statements_alone_standing_ones_and_rows_of_csv_are_read() {
        let extracted = read(serde_json::json!({
            "doc": "a", "n": 0, "kind": "direct", "text": "Tôi đi", "start": 3, "end": 9, "label": "warning", "confidence": 0.5,
            "speaker": {"text": "ông", "start": 0, "end": 3, "name": "Ông An"}, "cue": null, "abstained": true,
            "scores": {"warning": 0.3, "neutral": 0.7}, "neutral": 0.7,
        }));
        let Ok(extracted) = extracted else {
            panic!("{extracted:?}")
        };
        assert_eq!(extracted.span, Some((3, 9)));
        assert_eq!(
            extracted.speaker,
            Some(Named {
                text: "ông".into(),
                name: "Ông An".into(),
                span: Some((0, 3))
            })
        );
        assert!(extracted.cue.is_none() && extracted.abstained);
        let alone = read(
            serde_json::json!({"text": "Tôi đi", "speaker": "An", "label": "warning", "confidence": "0.5", "abstained": "true"}),
        );
        let Ok(alone) = alone else {
            panic!("{alone:?}")
        };
        assert_eq!(
            (alone.speaker.map(|speaker| speaker.name), alone.abstained),
            (Some("An".to_owned()), true)
        );
    }

    #[test]
    fn what_is_no_labelled_statement_is_refused_with_a_reason() {
        for (json, word) in [
            (serde_json::json!({"text": "a"}), "label"),
            (serde_json::json!({"text": "a", "label": "x"}), "confidence"),
            (
                serde_json::json!({"text": "a", "label": "x", "confidence": 7}),
                "confidence",
            ),
            (
                serde_json::json!({"text": "a", "label": "x", "confidence": "NaN"}),
                "confidence",
            ),
        ] {
            let reason = read(json);
            assert!(
                reason.as_ref().is_err_and(|reason| reason.contains(word)),
                "{reason:?}"
            );
        }
    }

    #[test]
    fn the_none_label_is_the_one_that_neutral_names() {
        let statement = |warning: f64, neutral: f64| Labelled {
            label: "warning".into(),
            scores: vec![
                ("warning".into(), warning),
                ("neutral".into(), neutral),
                ("accusatory".into(), 1.0 - warning - neutral),
            ],
            neutral,
            ..Labelled::default()
        };
        let (labels, none) = label_set(&[statement(0.5, 0.25), statement(0.2, 0.6)]);
        assert_eq!(labels, ["warning", "accusatory", "neutral"]);
        assert_eq!(none.as_deref(), Some("neutral"));
        assert_eq!(
            label_set(&[Labelled {
                label: "a".into(),
                ..Labelled::default()
            }])
            .1,
            None
        );
    }
}
