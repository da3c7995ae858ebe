//! From a document to its statements.

use serde_json::{Map, Value};
use thaido_quotes::Statement as Found;
use thaido_tokenizer::{CodePoints, Span};

use crate::record::{CONTEXT, Document, Extracted, Mention, Speaker};

/// The keys that an extracted and labelled statement uses itself; a document's own keys of these names are not
/// carried along.
const OWN_KEYS: [&str; 20] = [
    "doc",
    "n",
    "kind",
    "text",
    "start",
    "end",
    "speaker",
    "cue",
    "via",
    "section",
    "before",
    "after",
    "label",
    "confidence",
    "scores",
    "neutral",
    "abstained",
    "model",
    "id",
    "title",
];

/// The statements of a document in their order, offsets in code points.
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
    let text = document.text.as_str();
    let extra = carried(document);
    let mut points = CodePoints::new(text);
    thaido_quotes::extract(text)
        .into_iter()
        .enumerate()
        .map(|(n, found)| extracted(document, &extra, &mut points, n, &found))
        .collect()
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
        kind: found.kind.as_str().to_owned(),
        text: statement.text,
        start: statement.start,
        end: statement.end,
        speaker,
        cue,
        via,
        section: found.section.as_str().to_owned(),
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
        .filter(|(key, _)| !OWN_KEYS.contains(&key.as_str()))
        .collect()
}

/// The text before and behind a span within its paragraph, at most [`CONTEXT`] code points each.
pub(crate) fn context(text: &str, span: Span) -> (&str, &str) {
    let before = &text[..span.start];
    let before = &before[before.rfind(['\n', '\r']).map_or(0, |at| at + 1)..];
    let cut = before
        .char_indices()
        .rev()
        .nth(CONTEXT - 1)
        .map_or(0, |(at, _)| at);
    let after = &text[span.end..];
    let after = &after[..after.find(['\n', '\r']).unwrap_or(after.len())];
    let end = after
        .char_indices()
        .nth(CONTEXT)
        .map_or(after.len(), |(at, _)| at);
    (&before[cut..], &after[..end])
}

#[cfg(test)]
mod tests {
    use super::context;
    use thaido_tokenizer::Span;

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
}
