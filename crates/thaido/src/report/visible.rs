//! Characters that would act on the page instead of standing on it.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with every control character and every mark that turns the writing direction shown as `⟨U+202E⟩`.
///
/// Line feeds and tabs stay, `\r\n` and a lone `\r` become a line feed. What is left holds no character that an HTML
/// parser drops or that reorders its neighbours; markup is escaped later, by the templates.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| c == '\r' || acts(c)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\r' => shown.push('\n'),
            c if acts(c) => {
                // Writing to a string cannot fail.
                let _ = write!(shown, "⟨U+{:04X}⟩", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// The same on one line: every run of blanks is one space.
pub(super) fn line(text: &str) -> String {
    visible(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Controls other than line feed and tab, the marks of direction, and what no page may hold.
fn acts(c: char) -> bool {
    match c {
        '\n' | '\t' | '\r' => false,
        '\u{061c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fdd0}'..='\u{fdef}' => true,
        c => c.is_control() || u32::from(c) & 0xfffe == 0xfffe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_direction_marks_are_shown_and_the_rest_stays() {
        assert_eq!(
            visible("Ông An\u{202e} nói\u{0}\u{7}"),
            "Ông An⟨U+202E⟩ nói⟨U+0000⟩⟨U+0007⟩"
        );
        assert_eq!(
            visible("dòng một\r\ndòng hai\rdòng ba\tcột"),
            "dòng một\ndòng hai\ndòng ba\tcột"
        );
        assert!(matches!(visible("hoà bình <b> \u{200b}"), Cow::Borrowed(_)));
        assert_eq!(visible("\u{ffff}\u{1fffe}"), "⟨U+FFFF⟩⟨U+1FFFE⟩");
    }

    #[test]
    fn a_line_has_no_breaks() {
        assert_eq!(line("  Bà\n\tLan \u{200f}"), "Bà Lan ⟨U+200F⟩");
    }
}
