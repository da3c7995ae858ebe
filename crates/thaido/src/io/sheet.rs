//! Records as rows: which columns there are, what stands in them, and how CSV writes it.

use serde_json::{Map, Value};

use super::error::OutputError;

/// Rows that are looked at before the columns are fixed.
const LOOKED_AT: usize = 256;
/// The column of what no other column holds.
const REST: &str = "extra";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Float,
    /// True or false.
    Boolean,
}

/// A column: its name, where in a record its value stands, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    name: String,
    path: Vec<String>,
    kind: Kind,
}

impl Column {
    /// The column of the value at `path`, keys parted by dots, under the same name with underscores.
    ///
    /// ```
    /// use thaido::io::{Column, Kind};
    /// assert_eq!(Column::new("speaker.name", Kind::Text).name(), "speaker_name");
    /// ```
    pub fn new(path: &str, kind: Kind) -> Self {
        let path: Vec<String> = path.split('.').map(str::to_owned).collect();
        Column {
            name: path.join("_"),
            path,
            kind,
        }
    }

    /// The column of a score, whatever characters the label has.
    pub fn score(label: &str) -> Self {
        let path = vec!["scores".to_owned(), label.to_owned()];
        Column {
            name: format!("score_{label}"),
            path,
            kind: Kind::Float,
        }
    }

    /// The same column under another name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// The column's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it holds.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    fn of<'r>(&self, record: &'r Map<String, Value>) -> &'r Value {
        let mut at = record.get(&self.path[0]);
        for key in &self.path[1..] {
            at = at.and_then(|value| value.get(key));
        }
        at.unwrap_or(&Value::Null)
    }
}

/// The columns of a table: those known beforehand, then one for every other key of the first 256 records in the order
/// of their appearance, then `extra`, which holds as JSON what later records have beside these. Nothing is lost, and
/// the header does not depend on records to come.
#[derive(Clone, Debug)]
pub struct Sheet {
    known: Vec<Column>,
    others: Option<Vec<String>>,
    waiting: Vec<Map<String, Value>>,
}

impl Sheet {
    /// A table of these columns and of whatever else its records hold. `others` are the other keys of an
    /// interrupted run, where they were fixed already.
    pub fn new(known: Vec<Column>, others: Option<Vec<String>>) -> Self {
        Sheet {
            known,
            others,
            waiting: Vec::new(),
        }
    }

    /// The keys that became columns of their own; `None` until they are fixed.
    pub fn others(&self) -> Option<&[String]> {
        self.others.as_deref()
    }

    /// The names of all columns, once they are fixed.
    pub fn header(&self) -> Vec<String> {
        let known = self.known.iter().map(|column| column.name.clone());
        let others = self.others.iter().flatten().cloned();
        known.chain(others).chain([REST.to_owned()]).collect()
    }

    /// The columns that were known beforehand.
    pub fn known(&self) -> &[Column] {
        &self.known
    }

    /// Takes a record, and returns the rows that can be written now; the flag says that the header comes first.
    pub fn push(&mut self, record: Map<String, Value>) -> (bool, Vec<Vec<Value>>) {
        if self.others.is_some() {
            return (false, vec![self.row(record)]);
        }
        self.waiting.push(record);
        if self.waiting.len() < LOOKED_AT {
            (false, Vec::new())
        } else {
            self.settle()
        }
    }

    /// Fixes the columns, if they are not, and returns the rows that waited for it.
    pub fn settle(&mut self) -> (bool, Vec<Vec<Value>>) {
        if self.others.is_some() {
            return (false, Vec::new());
        }
        let waiting = std::mem::take(&mut self.waiting);
        let mut others: Vec<String> = Vec::new();
        for key in waiting.iter().flat_map(Map::keys) {
            let taken = |key: &String| {
                key == REST
                    || self
                        .known
                        .iter()
                        .any(|column| column.path[0] == *key || column.name == *key)
            };
            if !others.contains(key) && !taken(key) {
                others.push(key.clone());
            }
        }
        self.others = Some(others);
        (
            true,
            waiting.into_iter().map(|record| self.row(record)).collect(),
        )
    }

    fn row(&self, mut record: Map<String, Value>) -> Vec<Value> {
        let others = self.others.as_deref().unwrap_or_default();
        let mut row: Vec<Value> = self
            .known
            .iter()
            .map(|column| column.of(&record).clone())
            .collect();
        row.extend(
            others
                .iter()
                .map(|key| record.get(key).cloned().unwrap_or(Value::Null)),
        );
        record.retain(|key, _| {
            !others.contains(key) && !self.known.iter().any(|column| column.path[0] == *key)
        });
        row.push(if record.is_empty() {
            Value::Null
        } else {
            Value::Object(record)
        });
        row
    }
}

/// Writes rows of a [`Sheet`] as comma- or tab-separated text.
#[derive(Clone, Debug)]
pub struct CsvRows {
    sheet: Sheet,
    delimiter: u8,
}

impl CsvRows {
    /// Rows of `sheet`, fields parted by `delimiter`.
    pub fn new(sheet: Sheet, delimiter: u8) -> Self {
        CsvRows { sheet, delimiter }
    }

    /// The table.
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// Takes a record and appends the rows that can be written now to `to`.
    ///
    /// # Errors
    /// None that a buffer in memory would give.
    pub fn push(
        &mut self,
        record: Map<String, Value>,
        to: &mut Vec<u8>,
    ) -> Result<(), OutputError> {
        let rows = self.sheet.push(record);
        self.write(rows, to)
    }

    /// Appends what waited for the columns to be fixed, the header at least.
    ///
    /// # Errors
    /// None that a buffer in memory would give.
    pub fn settle(&mut self, to: &mut Vec<u8>) -> Result<(), OutputError> {
        let rows = self.sheet.settle();
        self.write(rows, to)
    }

    fn write(
        &self,
        (header, rows): (bool, Vec<Vec<Value>>),
        to: &mut Vec<u8>,
    ) -> Result<(), OutputError> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(self.delimiter)
            .from_writer(to);
        let failed = |error: csv::Error| OutputError::writing("the table", error.into());
        if header {
            writer.write_record(self.sheet.header()).map_err(failed)?;
        }
        for row in rows {
            writer.write_record(row.iter().map(cell)).map_err(failed)?;
        }
        writer
            .flush()
            .map_err(|error| OutputError::writing("the table", error))
    }
}

/// A value as a cell: text as it is, nothing as nothing, everything else as JSON writes it.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(map) => map,
            other => panic!("{other} is no object"),
        }
    }

    #[test]
    fn known_columns_come_first_and_what_is_new_later_goes_to_the_rest() {
        let known = vec![
            Column::new("text", Kind::Text),
            Column::new("speaker.name", Kind::Text),
        ];
        let mut rows = CsvRows::new(Sheet::new(known, None), b',');
        let mut out = Vec::new();
        let first = json!({"desk": "thế giới", "text": "Đi, rồi \"về\"", "speaker": {"name": "An", "start": 3}});
        rows.push(object(first), &mut out).unwrap();
        assert!(out.is_empty(), "the columns are not fixed yet");
        rows.settle(&mut out).unwrap();
        rows.push(
            object(json!({"text": "Ở", "speaker": null, "page": 4})),
            &mut out,
        )
        .unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "text,speaker_name,desk,extra\n\"Đi, rồi \"\"về\"\"\",An,thế giới,\nỞ,,,\"{\"\"page\"\":4}\"\n"
        );
    }

    #[test]
    fn an_empty_table_has_a_header() {
        let mut rows = CsvRows::new(Sheet::new(vec![Column::score("cảnh báo")], None), b'\t');
        let mut out = Vec::new();
        rows.settle(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "score_cảnh báo\textra\n");
    }

    #[test]
    fn columns_are_fixed_after_256_rows() {
        let mut rows = CsvRows::new(
            Sheet::new(vec![Column::new("n", Kind::Integer)], None),
            b',',
        );
        let mut out = Vec::new();
        for n in 0..256 {
            assert!(out.is_empty());
            rows.push(object(json!({"n": n})), &mut out).unwrap();
        }
        assert_eq!(memchr::memchr_iter(b'\n', &out).count(), 257);
        assert_eq!(rows.sheet().others(), Some(&[][..]));
    }
}
