//! Statements as JSON, written straight into a buffer: byte for byte what serde would write, in a third of the time.

use crate::labeller::{LabelledExtract, Labelling};
use crate::record::{Extra, Extracted, Mention, Speaker};

impl Extracted {
    /// Appends the statement as one JSON object, without a line end: what serde would write, only faster.
    ///
    /// ```
    /// let document = thaido::Document {
    ///     id: "a1".to_owned(),
    ///     text: "Bà Lan cảnh báo: \"Họ sẽ phải trả giá\".".to_owned(),
    ///     ..Default::default()
    /// };
    /// let found = thaido::extract(&document);
    /// let mut line = Vec::new();
    /// found[0].write_json(&mut line);
    /// assert_eq!(line, serde_json::to_vec(&found[0])?);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn write_json(&self, to: &mut Vec<u8>) {
        to.push(b'{');
        self.write_fields(to);
        to.push(b'}');
    }

    fn write_fields(&self, to: &mut Vec<u8>) {
        text(to, "\"doc\":", &self.doc);
        number(to, ",\"n\":", self.n);
        text(to, ",\"kind\":", &self.kind);
        text(to, ",\"text\":", &self.text);
        number(to, ",\"start\":", self.start);
        number(to, ",\"end\":", self.end);
        to.extend_from_slice(b",\"speaker\":");
        match &self.speaker {
            Some(Speaker { mention, name }) => {
                write_mention(to, mention);
                text(to, ",\"name\":", name);
                to.push(b'}');
            }
            None => to.extend_from_slice(b"null"),
        }
        to.extend_from_slice(b",\"cue\":");
        match &self.cue {
            Some(cue) => {
                write_mention(to, cue);
                to.push(b'}');
            }
            None => to.extend_from_slice(b"null"),
        }
        if let Some(via) = &self.via {
            to.extend_from_slice(b",\"via\":");
            write_mention(to, via);
            to.push(b'}');
        }
        text(to, ",\"section\":", &self.section);
        text(to, ",\"before\":", &self.before);
        text(to, ",\"after\":", &self.after);
        write_extra(to, &self.extra);
    }
}

impl LabelledExtract {
    /// Appends the statement and its label as one JSON object, without a line end: what serde would write, only faster.
    pub fn write_json(&self, to: &mut Vec<u8>) {
        to.push(b'{');
        self.statement.write_fields(to);
        let Labelling {
            label,
            confidence,
            scores,
            neutral,
            abstained,
            model,
        } = &self.labelling;
        text(to, ",\"label\":", label);
        value(to, ",\"confidence\":", confidence);
        to.extend_from_slice(b",\"scores\":{");
        for (at, (label, share)) in scores.iter().enumerate() {
            text(to, if at == 0 { "" } else { "," }, label);
            value(to, ":", &share);
        }
        to.push(b'}');
        value(to, ",\"neutral\":", neutral);
        value(to, ",\"abstained\":", abstained);
        text(to, ",\"model\":", model);
        to.push(b'}');
    }
}

/// All of a mention but its last brace.
fn write_mention(to: &mut Vec<u8>, mention: &Mention) {
    text(to, "{\"text\":", &mention.text);
    number(to, ",\"start\":", mention.start);
    number(to, ",\"end\":", mention.end);
}

fn write_extra(to: &mut Vec<u8>, extra: &Extra) {
    for (key, held) in extra {
        text(to, ",", key);
        value(to, ":", held);
    }
}

/// A key and a string behind it.
fn text(to: &mut Vec<u8>, key: &str, text: &str) {
    to.extend_from_slice(key.as_bytes());
    to.push(b'"');
    let bytes = text.as_bytes();
    let mut done = 0;
    while let Some(at) = next_escaped(bytes, done) {
        to.extend_from_slice(&bytes[done..at]);
        escape(to, bytes[at]);
        done = at + 1;
    }
    to.extend_from_slice(&bytes[done..]);
    to.push(b'"');
}

/// A key and a whole number behind it.
fn number(to: &mut Vec<u8>, key: &str, number: usize) {
    value(to, key, &number);
}

/// A key and behind it whatever serde writes.
fn value(to: &mut Vec<u8>, key: &str, value: &impl serde::Serialize) {
    to.extend_from_slice(key.as_bytes());
    // Numbers, booleans and values that came from JSON can be written, and memory takes everything.
    if serde_json::to_writer(&mut *to, value).is_err() {
        to.extend_from_slice(b"null");
    }
}

/// Where from `at` on the next byte stands that JSON does not take as it is: looked for 32 bytes at a time as long as
/// there is none among them, in steps that compilers turn into vector instructions, then eight at a time.
fn next_escaped(bytes: &[u8], mut at: usize) -> Option<usize> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    // The highest bit of bytes that are under `limit`. The lowest such byte is exact, which is all that counts.
    let under = |word: u64, limit: u64| word.wrapping_sub(limit * EACH) & !word;
    let (blocks, _) = bytes.get(at..)?.as_chunks::<32>();
    for block in blocks {
        let any = block.iter().fold(0, |any, &byte| {
            any | u8::from(byte < 0x20) | u8::from(byte == b'"') | u8::from(byte == b'\\')
        });
        if any != 0 {
            break;
        }
        at += 32;
    }
    let (chunks, _) = bytes.get(at..)?.as_chunks::<8>();
    for chunk in chunks {
        let word = u64::from_le_bytes(*chunk);
        let quote = under(word ^ (u64::from(b'"') * EACH), 1);
        let backslash = under(word ^ (u64::from(b'\\') * EACH), 1);
        let found = (under(word, 0x20) | quote | backslash) & HIGH;
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let rest = bytes.get(at..)?.iter();
    rest.clone()
        .position(|&byte| byte < 0x20 || byte == b'"' || byte == b'\\')
        .map(|behind| at + behind)
}

fn escape(to: &mut Vec<u8>, byte: u8) {
    const HEX: [u8; 16] = *b"0123456789abcdef";
    let short = match byte {
        b'"' | b'\\' => byte,
        0x08 => b'b',
        0x09 => b't',
        0x0a => b'n',
        0x0c => b'f',
        0x0d => b'r',
        _ => {
            to.extend_from_slice(b"\\u00");
            to.push(HEX[usize::from(byte >> 4)]);
            to.push(HEX[usize::from(byte & 0xf)]);
            return;
        }
    };
    to.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn words() -> impl Strategy<Value = String> {
        prop_oneof![
            3 => "[a-zđơẫ \"\\\\\n\t\u{0}-\u{1f}\u{7f}\u{2028}😀]{0,40}",
            1 => ".{0,20}",
        ]
    }

    fn mention() -> impl Strategy<Value = Mention> {
        (words(), any::<usize>(), any::<usize>()).prop_map(|(text, start, end)| Mention {
            text,
            start,
            end,
        })
    }

    prop_compose! {
        fn statement()(
            (doc, kind, text, section, before, after) in (words(), words(), words(), words(), words(), words()),
            (n, start, end) in any::<(usize, usize, usize)>(),
            speaker in prop::option::of((mention(), words())),
            (cue, via) in (prop::option::of(mention()), prop::option::of(mention())),
            (key, held, number) in (words(), words(), any::<f64>()),
        ) -> Extracted {
            let speaker = speaker.map(|(mention, name)| Speaker { mention, name });
            let mut extra = Extra::new();
            extra.insert(key, json!([held, {"số": number, "không": null}]));
            let (kind, section) = (kind.into(), section.into());
            Extracted { doc, n, kind, text, start, end, speaker, cue, via, section, before, after, extra }
        }
    }

    prop_compose! {
        fn labelled()(
            statement in statement(),
            (label, model) in (words(), words()),
            (confidence, neutral, abstained) in any::<(f64, f64, bool)>(),
            scores in prop::collection::vec((words(), 0.0..1.0), 0..4),
        ) -> LabelledExtract {
            let scores = scores.into_iter().collect();
            let labelling = Labelling { label, confidence, scores, neutral, abstained, model };
            LabelledExtract { statement, labelling }
        }
    }

    proptest! {
        #[test]
        fn a_line_is_what_serde_writes(labelled in labelled()) {
            let mut line = b"...".to_vec();
            labelled.write_json(&mut line);
            prop_assert_eq!(&line[3..], &serde_json::to_vec(&labelled).unwrap());
            line.clear();
            labelled.statement.write_json(&mut line);
            prop_assert_eq!(line, serde_json::to_vec(&labelled.statement).unwrap());
        }

        #[test]
        fn a_string_is_escaped_wherever_it_must_be(bytes in prop::collection::vec(0..0x80_u8, 0..50)) {
            let held = String::from_utf8(bytes).unwrap();
            let mut line = Vec::new();
            text(&mut line, "", &held);
            prop_assert_eq!(line, serde_json::to_vec(&held).unwrap());
        }
    }
}
