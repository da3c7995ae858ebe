//! A record as it comes in, where it came from, and why one is refused.

use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use crate::{Document, Statement};

/// Where in its source a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The source as a whole.
    Whole,
    /// The line on which it starts, from 1.
    Line(u64),
    /// The row, from 1, the header not counted.
    Row(u64),
}

/// Where a record comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The source's path, `-` for standard input.
    pub source: Arc<str>,
    /// The source's number within the run, from 0.
    pub number: usize,
    /// The record's number within the source, from 0; rejects count as well.
    pub record: u64,
    /// The line or row.
    pub place: Place,
    /// The byte at which it starts (for a reject: the byte at fault, where one can be named), in unpacked bytes.
    pub offset: u64,
    /// A checksum of all records of this source up to and with this one: a resumed run knows by it that the input
    /// is still the same.
    pub digest: u32,
}

/// One record, its keys given the names that the toolkit knows.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where it comes from.
    pub origin: Origin,
    /// Its fields. There is always a string `text` and a string `id`.
    pub fields: Map<String, Value>,
}

impl Input {
    /// The words of the record.
    pub fn text(&self) -> &str {
        self.fields
            .get("text")
            .and_then(Value::as_str)
            .unwrap_or("")
    }

    /// The record as an article.
    pub fn into_document(self) -> Document {
        let mut fields = self.fields;
        Document {
            id: required(&mut fields, "id"),
            text: required(&mut fields, "text"),
            title: optional(&mut fields, "title"),
            date: optional(&mut fields, "date"),
            source: optional(&mut fields, "source"),
            url: optional(&mut fields, "url"),
            extra: fields,
        }
    }

    /// The record as one statement.
    pub fn into_statement(self) -> Statement {
        let mut fields = self.fields;
        Statement {
            id: required(&mut fields, "id"),
            text: required(&mut fields, "text"),
            label: optional(&mut fields, "label"),
            before: required(&mut fields, "before"),
            after: required(&mut fields, "after"),
            group: optional(&mut fields, "group"),
            extra: fields,
        }
    }
}

/// Takes a field out as text: strings as they are, numbers and the rest as JSON writes them, null as nothing.
fn optional(fields: &mut Map<String, Value>, key: &str) -> Option<String> {
    match fields.shift_remove(key)? {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

fn required(fields: &mut Map<String, Value>, key: &str) -> String {
    optional(fields, key).unwrap_or_default()
}

/// A record that cannot be used. It never ends a run: the reader goes on behind it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}: {reason}", describe(.origin))]
pub struct Reject {
    /// Where it stands.
    pub origin: Origin,
    /// What is wrong with it, in one sentence without its place.
    pub reason: String,
    /// The record's bytes: all of them, or the first ones of a record that is too long.
    pub raw: Vec<u8>,
    /// Whether `raw` is not all of it.
    pub cut: bool,
}

fn describe(origin: &Origin) -> String {
    let Origin { source, offset, .. } = origin;
    match origin.place {
        Place::Whole if *offset == 0 => source.to_string(),
        Place::Whole => format!("{source}: byte {offset}"),
        Place::Line(line) => format!("{source}:{line}: byte {offset}"),
        Place::Row(row) => format!("{source}: row {row}"),
    }
}

/// One line of a rejects file: `source`, `line` or `row`, `offset`, `reason`, and `raw`, or `raw_base64` where the
/// bytes are no UTF-8; `raw_cut` is there and true when they are not all.
impl Serialize for Reject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use base64::Engine as _;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("source", &*self.origin.source)?;
        match self.origin.place {
            Place::Whole => {}
            Place::Line(line) => map.serialize_entry("line", &line)?,
            Place::Row(row) => map.serialize_entry("row", &row)?,
        }
        map.serialize_entry("offset", &self.origin.offset)?;
        map.serialize_entry("reason", &self.reason)?;
        match std::str::from_utf8(&self.raw) {
            Ok("") => {}
            Ok(text) => map.serialize_entry("raw", text)?,
            Err(_) => {
                let coded = base64::engine::general_purpose::STANDARD.encode(&self.raw);
                map.serialize_entry("raw_base64", &coded)?;
            }
        }
        if self.cut {
            map.serialize_entry("raw_cut", &true)?;
        }
        map.end()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn origin() -> Origin {
        Origin {
            source: "tin.jsonl".into(),
            number: 0,
            record: 6,
            place: Place::Line(7),
            offset: 120,
            digest: 0,
        }
    }

    #[test]
    fn a_reject_names_its_place_and_keeps_bytes_that_are_no_text() {
        let reject = Reject {
            origin: origin(),
            reason: "no text".into(),
            raw: vec![b'a', 0xff],
            cut: false,
        };
        assert_eq!(reject.to_string(), "tin.jsonl:7: byte 120: no text");
        assert_eq!(
            serde_json::to_string(&reject).unwrap(),
            r#"{"source":"tin.jsonl","line":7,"offset":120,"reason":"no text","raw_base64":"Yf8="}"#
        );
    }

    #[test]
    fn fields_that_should_be_text_become_text() {
        let fields =
            serde_json::json!({"id": 7, "text": "Tin", "title": null, "date": 2019, "desk": 3});
        let Value::Object(fields) = fields else {
            unreachable!()
        };
        let document = Input {
            origin: origin(),
            fields,
        }
        .into_document();
        assert_eq!(
            (
                document.id.as_str(),
                document.title,
                document.date.as_deref()
            ),
            ("7", None, Some("2019"))
        );
        assert_eq!(document.extra["desk"], 3);
    }
}
