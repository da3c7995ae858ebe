//! From a document to its statements.

use serde_json::{Map, Value};
use thaido_quotes::Statement as Found;
use thaido_tokenizer::{CodePoints, Span};

use crate::labeller;
use crate::record::{CONTEXT, Document, Extracted, Mention, Speaker};

/// The keys that an extracted statement uses itself; a document's own keys of these names, and of those that a label
/// uses, are not carried along.
const OWN_KEYS: [&str; 14] = [
    "doc", "n", "kind", "text", "start", "end", "speaker", "cue", "via", "section", "before",
    "after", "id", "title",
];

fn is_own(key: &str) -> bool {
    OWN_KEYS.contains(&key) || labeller::OWN_KEYS.contains(&key)
}

/// The statements of a document in their order, offsets in code points. For many documents an [`Extractor`] is faster.
///
/// ```
/// let document = thaido::Document {
///     id: "a1".to_owned(),
///     text: "Bà Lan cảnh báo: \"Họ sẽ phải trả giá\".".to_owned(),
///     ..Default::default()
/// };
/// let found = thaido::extract(&document);
/// assert_eq!(found[0].text, "Họ sẽ phải trả giá");
/// assert_eq!((found[0].start, found[0].end), (18, 36));
/// assert_eq!(found[0].speaker.as_ref().map(|speaker| speaker.name.as_str()), Some("Bà Lan"));
/// ```
pub fn extract(document: &Document) -> Vec<Extracted> {
    Extractor::default().extract(document)
}

/// Finds the statements of one document after the other, a third faster than [`extract`] does. It holds buffers and
/// remembers words, on which nothing that comes out depends: one per thread.
///
/// ```
/// let mut extractor = thaido::Extractor::default();
/// for text in ["Bà Lan cảnh báo sẽ có lũ.", "Ông Nam nói: “Chúng tôi sẽ tới”."] {
///     let document = thaido::Document { text: text.to_owned(), ..Default::default() };
///     assert_eq!(extractor.extract(&document), thaido::extract(&document));
/// }
/// ```
#[derive(Debug, Default)]
pub struct Extractor {
    finder: thaido_quotes::Extractor,
}

impl Extractor {
    /// The statements of a document in their order, offsets in code points.
    pub fn extract(&mut self, document: &Document) -> Vec<Extracted> {
        let text = document.text.as_str();
        let extra = carried(document);
        let mut points = CodePoints::new(text);
        self.finder
            .extract(text)
            .into_iter()
            .enumerate()
            .map(|(n, found)| extracted(document, &extra, &mut points, n, &found))
            .collect()
    }
}

fn extracted(
    document: &Document,
    extra: &Map<String, Value>,
    points: &mut CodePoints<'_>,
    n: usize,
    found: &Found,
) -> Extracted {
    let text = document.text.as_str();
    let mut mention = |span: Span| Mention {
        text: span.of(text).to_owned(),
        start: points.at(span.start),
        end: points.at(span.end),
    };
    let statement = mention(found.span);
    let speaker = found.speaker.map(|speaker| Speaker {
        mention: mention(speaker.span),
        name: speaker.name.of(text).to_owned(),
    });
    let (cue, via) = (found.cue.map(&mut mention), found.via.map(&mut mention));
    let (before, after) = context(text, found.span);
    Extracted {
        doc: document.id.clone(),
        n,
        kind: found.kind.as_str().into(),
        text: statement.text,
        start: statement.start,
        end: statement.end,
        speaker,
        cue,
        via,
        section: found.section.as_str().into(),
        before: before.to_owned(),
        after: after.to_owned(),
        extra: extra.clone(),
    }
}

/// What a statement takes over from its document.
fn carried(document: &Document) -> Map<String, Value> {
    let named = [
        ("date", &document.date),
        ("source", &document.source),
        ("url", &document.url),
    ];
    let named = named
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), Value::String(value.clone()?))));
    let unknown = document
        .extra
        .iter()
        .map(|(key, value)| (key.clone(), value.clone()));
    named
        .chain(unknown)
        .filter(|(key, _)| !is_own(key))
        .collect()
}

/// The text before and behind a span within its paragraph, at most [`CONTEXT`] code points each.
///
/// The length is cut first and the paragraph looked for in what is left: a paragraph may be a whole glued article.
pub(crate) fn context(text: &str, span: Span) -> (&str, &str) {
    let bytes = text.as_bytes();
    let from = back(bytes, span.start);
    let from =
        memchr::memrchr2(b'\n', b'\r', &bytes[from..span.start]).map_or(from, |at| from + at + 1);
    let to = ahead(bytes, span.end);
    let to = memchr::memchr2(b'\n', b'\r', &bytes[span.end..to]).map_or(to, |at| span.end + at);
    (&text[from..span.start], &text[span.end..to])
}

/// The byte that stands [`CONTEXT`] code points before `end`, or the first.
fn back(bytes: &[u8], end: usize) -> usize {
    let (mut at, mut missing) = (end, CONTEXT);
    while missing > 0 && at > 0 {
        // So many code points take at least as many bytes.
        let next = at.saturating_sub(missing);
        missing -= starts(&bytes[next..at]);
        at = next;
    }
    at
}

/// The byte that stands [`CONTEXT`] code points behind `start`, or the end.
fn ahead(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut missing) = (start, CONTEXT);
    while missing > 0 && at < bytes.len() {
        let next = bytes.len().min(at + missing);
        missing -= starts(&bytes[at..next]);
        at = next;
    }
    // The last code point goes on up to where the next begins.
    while bytes.get(at).is_some_and(|&byte| !starts_code_point(byte)) {
        at += 1;
    }
    at
}

/// So few that their number fits a byte while they are counted.
const _: () = assert!(CONTEXT <= u8::MAX as usize);

/// How many code points begin in `bytes`, of which there are at most [`CONTEXT`].
fn starts(bytes: &[u8]) -> usize {
    let count: u8 = bytes
        .iter()
        .map(|&byte| u8::from(starts_code_point(byte)))
        .sum();
    usize::from(count)
}

fn starts_code_point(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, prop, prop_assert_eq, prop_oneof, proptest};
    use thaido_tokenizer::Span;

    use super::{CONTEXT, context};

    #[test]
    fn context_stays_in_the_paragraph_and_within_its_length() {
        let text = format!(
            "dòng trước\n{}TÔI{}\ndòng sau",
            "ă".repeat(300),
            "đ".repeat(3)
        );
        let start = text.find("TÔI").expect("it stands there");
        let (before, after) = context(
            &text,
            Span {
                start,
                end: start + "TÔI".len(),
            },
        );
        assert_eq!(before, "ă".repeat(200));
        assert_eq!(after, "đđđ");
    }
    /// The plain definition.
    fn walked(text: &str, span: Span) -> (String, String) {
        let (before, after) = (&text[..span.start], &text[span.end..]);
        let line = |c: &char| *c != '\n' && *c != '\r';
        let before: Vec<char> = before
            .chars()
            .rev()
            .take_while(line)
            .take(CONTEXT)
            .collect();
        let after = after.chars().take_while(line).take(CONTEXT).collect();
        (before.into_iter().rev().collect(), after)
    }

    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            12 => Just("ă"),
            12 => Just("x"),
            12 => Just("ệ"),
            4 => Just("😀"),
            1 => Just("\n"),
            1 => Just("\r\n"),
        ];
        let long = prop::collection::vec(piece, 0..900).prop_map(|pieces| pieces.concat());
        prop_oneof![long, "[ăxệ😀]{180,420}"]
    }

    proptest! {
        #[test]
        fn context_is_what_walking_over_the_characters_gives(text in text(), at in 0.0..1.0, more in 0.0..1.0) {
            let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let start = (at * ends.len() as f64) as usize;
            let end = start + (more * (ends.len() - start) as f64) as usize;
            let span = Span { start: ends[start], end: ends[end] };
            let (before, after) = context(&text, span);
            prop_assert_eq!((before.to_owned(), after.to_owned()), walked(&text, span));
        }
    }
}
