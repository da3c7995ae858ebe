//! The fields of a record in JSON, without a detour where they are strings, numbers and constants, as nearly all are.

use serde_json::{Map, Value};

use crate::json::next_escaped;

/// The fields of the JSON object `text`: what serde would read. Nothing when a value of it is a list or an object, when
/// a code point is written as a surrogate pair, and when `text` is no JSON object at all: then serde has to read it, and
/// to say what is wrong.
pub(crate) fn fields(text: &str) -> Option<Map<String, Value>> {
    let mut rest = Rest { text, at: 0 };
    let mut fields = Map::new();
    rest.take(b'{')?;
    if rest.take(b'}').is_none() {
        loop {
            rest.skip_blanks();
            let key = rest.string()?;
            rest.take(b':')?;
            let value = rest.value()?;
            fields.insert(key, value);
            if rest.take(b',').is_none() {
                rest.take(b'}')?;
                break;
            }
        }
    }
    rest.skip_blanks();
    (rest.at == text.len()).then_some(fields)
}

/// What is left to be read.
struct Rest<'t> {
    text: &'t str,
    at: usize,
}

impl Rest<'_> {
    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.next() {
            self.at += 1;
        }
    }

    /// Passes over blanks and this byte.
    fn take(&mut self, byte: u8) -> Option<()> {
        self.skip_blanks();
        (self.next() == Some(byte)).then(|| self.at += 1)
    }

    fn value(&mut self) -> Option<Value> {
        self.skip_blanks();
        if self.next()? == b'"' {
            return self.string().map(Value::String);
        }
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest.iter().take_while(|byte| plain(byte)).count();
        let start = self.at;
        self.at += length;
        // Of so short a piece serde makes a number or a constant, or nothing.
        serde_json::from_str(&self.text[start..self.at]).ok()
    }

    fn string(&mut self) -> Option<String> {
        let bytes = self.text.as_bytes();
        (self.next()? == b'"').then_some(())?;
        let mut start = self.at + 1;
        let mut found = String::new();
        loop {
            let end = next_escaped(bytes, start)?;
            let piece = &self.text[start..end];
            match bytes[end] {
                b'"' => {
                    self.at = end + 1;
                    if found.is_empty() {
                        return Some(piece.to_owned());
                    }
                    found.push_str(piece);
                    return Some(found);
                }
                b'\\' => {
                    if found.is_empty() {
                        // Where one escape is, others will follow.
                        found.reserve((bytes.len() - start).min(2 * piece.len() + 4096));
                    }
                    found.push_str(piece);
                    let (escaped, length) = escaped(bytes.get(end + 1..)?)?;
                    found.push(escaped);
                    start = end + 1 + length;
                }
                _ => return None,
            }
        }
    }
}

/// The character that is written as a backslash and what is in `behind`, and how many bytes of that it takes.
fn escaped(behind: &[u8]) -> Option<(char, usize)> {
    let short = match behind.first()? {
        b'n' => '\n',
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'u' => {
            let digits = behind.get(1..5)?.iter();
            let code = digits
                .map(|&digit| char::from(digit).to_digit(16))
                .try_fold(0, |code, digit| Some(code << 4 | digit?))?;
            return Some((char::from_u32(code)?, 5));
        }
        _ => return None,
    };
    Some((short, 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::fields;

    /// What serde reads, when it reads an object.
    fn plainly(text: &str) -> Option<serde_json::Map<String, Value>> {
        match serde_json::from_str(text) {
            Ok(Value::Object(fields)) => Some(fields),
            _ => None,
        }
    }

    #[test]
    fn records_are_read_as_serde_reads_them() {
        for text in [
            r#"{"id":"a","text":"Hai bên\nhòa \"giải\".","n":12345678901234567890123,"x":-1.10e5}"#,
            " {\t\"a\" : null , \"b\":true,\"a\":false }\r\n",
            r#"{"text":"\u1ea1\u0000\u00e2\t\/\\","":""}"#,
            "{}",
        ] {
            let found = fields(text);
            assert!(found.is_some(), "{text}");
            assert_eq!(found, plainly(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_plain_record_is_left_to_serde() {
        for text in [
            "",
            "{",
            "[]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{\"a\":1}}",
            "{\"a\":[1]}",
            "{\"a\":{}}",
            "{\"a\":01}",
            "{\"a\":nul}",
            "{\"a\":\"\n\"}",
            r#"{"a":"\ud83d\ude00"}"#,
            r#"{"a":"\u12"}"#,
            r#"{"a":"\x"}"#,
            "{\"a\":\"b",
            "{\"a\":1 2}",
            "{a:1}",
            "{\"a\":+1}",
        ] {
            assert_eq!(fields(text), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn whatever_is_read_is_what_serde_reads(
            pieces in prop::collection::vec(
                prop_oneof![
                    6 => "\"[a-zệđ😀 ]{0,12}\"",
                    4 => Just("\"id\"".to_owned()),
                    8 => "[{}:,]",
                    2 => r#""(\\[nt"\\/bfrux]|\\u[0-9a-fA-F]{4}|[^"\\]){0,4}""#,
                    3 => "-?[0-9]{1,3}(\\.[0-9]{1,2})?([eE][+-]?[0-9])?",
                    2 => "true|false|null|\\[\\]|\\{\\}",
                    1 => "[ \n\t\r\u{a0}]",
                    1 => any::<char>().prop_map(String::from),
                ],
                0..14,
            ),
            whole in any::<bool>(),
        ) {
            let mut text = pieces.concat();
            if whole {
                let fields: Vec<String> = pieces.iter().map(|piece| format!("{:?}:{piece}", "k")).collect();
                text = format!("{{{}}}", fields.join(","));
            }
            if let Some(found) = fields(&text) {
                prop_assert_eq!(Some(found), plainly(&text), "{}", text);
            }
        }
    }
}
