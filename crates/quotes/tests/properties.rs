//! What holds for every text.

use proptest::prelude::*;
use thaido_quotes::{Span, Statement, explain, extract};
use unicode_normalization::UnicodeNormalization;

/// Pieces from which news is made, broken ones among them.
const PIECES: [&str; 64] = [
    "Ông Lâm",
    "bà Hoa",
    "Ngoại trưởng Nga Ivan Petrov",
    "Bộ Quốc phòng Mỹ",
    "Điện Kremlin",
    "NATO",
    "một quan chức giấu tên",
    "Hãng tin TASS",
    "Reuters",
    "họ",
    "nói",
    "cho biết",
    "khẳng định",
    "cảnh báo",
    "kêu gọi",
    "cáo buộc",
    "bác bỏ",
    "dẫn lời",
    "theo",
    "Theo",
    "đưa tin",
    "rằng",
    "là",
    "và",
    "đồng thời",
    "trong khi",
    "nhưng",
    "sẽ",
    "đã",
    "không",
    "tấn công",
    "đàm phán",
    "thỏa thuận",
    "hòa bình",
    "biên giới",
    "“",
    "”",
    "\"",
    "'",
    "‘",
    "’",
    "«",
    "»",
    ",",
    ".",
    ":",
    ";",
    "-",
    "–",
    "(",
    ")",
    "[",
    "]",
    "Ảnh",
    "?",
    "…",
    "\n",
    "\n\n",
    "\u{a0}",
    "\u{200b}",
    "9.7",
    "đ.e dọ.a",
    "hôm 5/6",
    "O'Neil",
];

fn article() -> impl Strategy<Value = String> {
    let piece = (0..PIECES.len(), any::<bool>());
    prop::collection::vec(piece, 0..60).prop_map(|pieces| {
        let mut text = String::new();
        for (number, glued) in pieces {
            if !glued {
                text.push(' ');
            }
            text.push_str(PIECES[number]);
        }
        text
    })
}

fn spans_of(statement: &Statement) -> Vec<Span> {
    let mut spans = vec![statement.span];
    spans.extend(statement.speaker.map(|speaker| speaker.span));
    spans.extend(statement.speaker.map(|speaker| speaker.name));
    spans.extend(statement.cue);
    spans.extend(statement.via);
    spans
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let found = extract(text);
    let mut reach = 0;
    for statement in &found {
        for span in spans_of(statement) {
            prop_assert!(
                span.start < span.end && text.get(span.start..span.end).is_some(),
                "{span:?} in {text:?}"
            );
        }
        prop_assert!(
            statement.span.start >= reach,
            "overlap at {reach} in {text:?}"
        );
        reach = statement.span.end;
    }
    for candidate in explain(text) {
        prop_assert!(text.get(candidate.span.start..candidate.span.end).is_some());
    }
    Ok(())
}

/// What a statement says, independent of where it stands and of the Unicode form.
fn described(text: &str) -> Vec<String> {
    let form = |span: Span| span.of(text).nfc().collect::<String>();
    extract(text)
        .iter()
        .map(|statement| {
            let spans: Vec<String> = spans_of(statement).into_iter().map(form).collect();
            format!(
                "{} {} {spans:?}",
                statement.kind,
                statement.section.as_str()
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn spans_lie_inside_the_text_and_statements_never_overlap(text in article()) {
        check(&text)?;
    }

    #[test]
    fn any_characters_at_all_are_read_without_panic(text in "\\PC{0,120}") {
        check(&text)?;
    }

    #[test]
    fn composed_and_decomposed_text_give_the_same_statements(text in article()) {
        let nfc: String = text.nfc().collect();
        let nfd: String = text.nfd().collect();
        prop_assert_eq!(described(&nfc), described(&nfd));
    }

    #[test]
    fn a_paragraph_without_marks_or_cues_changes_no_other_statement(first in article(), second in article()) {
        // What a colon or an open quotation holds together nothing may come between: here a stop follows every colon at
        // the end, and either there are no marks above or a line that begins with one ends what was open.
        let blank = |sign: char| sign.is_whitespace() || sign == '\u{200b}';
        let mut unmarked = first.replace(['“', '”', '"', '«', '»'], "");
        if unmarked.trim_end_matches(blank).ends_with(':') {
            unmarked.push('.');
        }
        for above in [unmarked, format!("{first}\n“Trời lạnh.”")] {
            let with = |middle: &str| format!("Tin trong ngày\nHai bên gặp nhau.\n{above}\n{middle}{second}\nHết.");
            let plain = with("");
            let longer = with("Mưa rơi suốt đêm ở vùng cao, đường trơn và lạnh.\n");
            prop_assert_eq!(described(&plain), described(&longer));
        }
    }
}
