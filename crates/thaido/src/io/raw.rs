//! A record as it was cut out of its source: not yet looked into, so that this work can be done by many.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::input::{Input, Origin, Place, Reject};
use super::reader::ReadOptions;

/// A record that has been read but not yet looked into; [`Raw::parse`] does that.
#[derive(Clone, Debug)]
pub struct Raw {
    pub(crate) origin: Origin,
    /// What records of the source without an id are named after.
    pub(crate) id: Arc<str>,
    pub(crate) body: Body,
}

/// The bytes of a record, and how to read them.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// Plain text, all of it one record.
    Text(Vec<u8>),
    /// A web page.
    Page(Vec<u8>),
    /// A JSON object.
    Object(Vec<u8>),
    /// The fields of a row, with its header.
    Fields(Fields),
    /// A row that came as typed fields.
    #[cfg(feature = "parquet")]
    Row(Map<String, Value>, usize),
}

/// A row of a table whose fields stand one behind the other.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub(crate) header: Arc<[String]>,
    pub(crate) text: String,
    /// Where each field ends in `text`.
    pub(crate) ends: Vec<usize>,
}

impl Raw {
    /// Where the record comes from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Its length in bytes.
    pub fn bytes(&self) -> usize {
        match &self.body {
            Body::Text(bytes) | Body::Page(bytes) | Body::Object(bytes) => bytes.len(),
            Body::Fields(fields) => fields.text.len(),
            #[cfg(feature = "parquet")]
            Body::Row(_, bytes) => *bytes,
        }
    }

    /// The record's fields under the names that the toolkit knows.
    ///
    /// # Errors
    /// A [`Reject`] that says what is wrong: not UTF-8, not an object, without text.
    pub fn parse(self, options: &ReadOptions) -> Result<Input, Reject> {
        let Raw { origin, id, body } = self;
        match body {
            Body::Text(bytes) => {
                let text = match text_of(&bytes) {
                    Ok(text) => text.to_owned(),
                    Err(at) => return Err(not_utf8(origin, bytes, at)),
                };
                let mut fields = Map::new();
                fields.insert("text".to_owned(), Value::String(text));
                named(origin, &id, fields, Vec::new)
            }
            Body::Page(bytes) => page(origin, &id, bytes),
            Body::Object(bytes) => {
                let text = match text_of(&bytes) {
                    Ok(text) => text,
                    Err(at) => return Err(not_utf8(origin, bytes, at)),
                };
                match serde_json::from_str(text) {
                    Ok(Value::Object(fields)) => finish(origin, &id, fields, options, || bytes),
                    Ok(other) => {
                        let reason = format!("not a JSON object but {}", kind_of(&other));
                        Err(reject(origin, reason, bytes))
                    }
                    Err(error) => {
                        let at = error.column().saturating_sub(1) as u64;
                        let reason = error.to_string();
                        let reason = reason.split(" at line ").next().unwrap_or(&reason);
                        let reason = format!("not JSON: {reason} (column {})", error.column());
                        let offset = origin.offset + at;
                        Err(reject(Origin { offset, ..origin }, reason, bytes))
                    }
                }
            }
            Body::Fields(row) => {
                let raw = || row.text.clone().into_bytes();
                finish(origin, &id, row.to_map(), options, raw)
            }
            #[cfg(feature = "parquet")]
            Body::Row(fields, _) => {
                let raw = Value::Object(fields.clone()).to_string();
                finish(origin, &id, fields, options, || raw.into_bytes())
            }
        }
    }
}

impl Fields {
    fn to_map(&self) -> Map<String, Value> {
        let mut map = Map::new();
        let mut start = 0;
        for (name, &end) in self.header.iter().zip(&self.ends) {
            let field = self.text.get(start..end).unwrap_or("");
            map.insert(name.clone(), Value::String(field.to_owned()));
            start = end;
        }
        map
    }
}

/// Gives the fields their known names and checks that there is text.
fn finish(
    origin: Origin,
    id: &str,
    mut fields: Map<String, Value>,
    options: &ReadOptions,
    raw: impl FnOnce() -> Vec<u8>,
) -> Result<Input, Reject> {
    for (known, key) in options.keys.renamed() {
        if let Some(value) = fields.shift_remove(key) {
            set_aside(&mut fields, known);
            fields.insert(known.to_owned(), value);
        } else if known == "text" {
            set_aside(&mut fields, known);
        }
    }
    // An empty cell of a table says that there is nothing.
    for key in ["title", "date"] {
        if matches!(fields.get(key), Some(Value::String(text)) if text.is_empty()) {
            fields.shift_remove(key);
        }
    }
    named(origin, id, fields, raw)
}

/// Moves a field out of the way of a known name that it does not deserve.
pub(crate) fn set_aside(fields: &mut Map<String, Value>, known: &str) {
    if let Some(value) = fields.shift_remove(known) {
        fields.insert(format!("input_{known}"), value);
    }
}

/// Checks the text and names a record that has no name of its own.
fn named(
    origin: Origin,
    id: &str,
    mut fields: Map<String, Value>,
    raw: impl FnOnce() -> Vec<u8>,
) -> Result<Input, Reject> {
    let fault = match fields.get("text") {
        Some(Value::String(text)) if text.trim().is_empty() => Some("its text is empty".to_owned()),
        Some(Value::String(_)) => None,
        None | Some(Value::Null) => Some(
            "it has no `text`; if the text has another key, name it with --text-key".to_owned(),
        ),
        Some(other) => Some(format!("its text is {}, not a string", kind_of(other))),
    };
    if let Some(reason) = fault {
        return Err(reject(origin, reason, raw()));
    }
    let own = match fields.get("id") {
        Some(Value::String(id)) if !id.is_empty() => None,
        Some(value @ (Value::Number(_) | Value::Bool(_))) => Some(value.to_string()),
        _ => Some(match origin.place {
            Place::Whole => id.to_owned(),
            Place::Line(number) | Place::Row(number) => format!("{id}:{number}"),
        }),
    };
    if let Some(own) = own {
        fields.insert("id".to_owned(), Value::String(own));
    }
    Ok(Input { origin, fields })
}

/// The bytes as text, or where they stop being UTF-8. The quick look says yes or no; where, only the slow one.
fn text_of(bytes: &[u8]) -> Result<&str, usize> {
    simdutf8::basic::from_utf8(bytes)
        .map_err(|_| std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len))
}

/// The reject of bytes that stop being UTF-8 at `at`.
pub(crate) fn not_utf8(origin: Origin, bytes: Vec<u8>, at: usize) -> Reject {
    let byte = bytes.get(at).copied().unwrap_or_default();
    let origin = Origin {
        offset: origin.offset + at as u64,
        ..origin
    };
    reject(
        origin,
        format!("not UTF-8: invalid byte 0x{byte:02x}; convert the file to UTF-8"),
        bytes,
    )
}

pub(crate) fn reject(origin: Origin, reason: impl Into<String>, raw: Vec<u8>) -> Reject {
    Reject {
        origin,
        reason: reason.into(),
        raw,
        cut: false,
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(feature = "html")]
fn page(origin: Origin, id: &str, bytes: Vec<u8>) -> Result<Input, Reject> {
    let markup = match text_of(&bytes) {
        Ok(markup) => markup,
        Err(at) => return Err(not_utf8(origin, bytes, at)),
    };
    let Some(article) = super::page::article(markup) else {
        let reason = "no article was found in this page";
        return Err(reject(origin, reason, bytes));
    };
    let mut fields = Map::new();
    fields.insert("id".to_owned(), Value::String(id.to_owned()));
    if let Some(title) = article.title {
        fields.insert("title".to_owned(), Value::String(title));
    }
    if let Some(date) = article.date {
        fields.insert("date".to_owned(), Value::String(date));
    }
    fields.insert("text".to_owned(), Value::String(article.text));
    named(origin, id, fields, || bytes)
}

#[cfg(not(feature = "html"))]
fn page(origin: Origin, _id: &str, bytes: Vec<u8>) -> Result<Input, Reject> {
    Err(reject(
        origin,
        "this build does not read html; build it with `--features html`",
        bytes,
    ))
}
