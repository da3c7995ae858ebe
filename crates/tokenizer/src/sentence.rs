//! Where sentences end.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::key::Key;
use crate::token::{Case, Span, Token};

const ABBREVIATIONS: &str = include_str!("../data/abbreviations.txt");

static ABBREVIATION_KEYS: LazyLock<HashSet<Key>> = LazyLock::new(|| {
    ABBREVIATIONS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .map(Key::of)
        .collect()
});

/// One sentence: its tokens by position, and its span in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Positions in the slice of tokens.
    pub tokens: Range<usize>,
    /// From the first token's first byte to the last token's last.
    pub span: Span,
}

/// Groups the tokens of `text` into sentences. Every token belongs to exactly one.
///
/// A sentence ends at `.`, `!`, `?` or `…` with the closing marks behind it, and at every line break. A full stop
/// after an abbreviation or an initial, inside "U.S." or a web address does not end one; a full stop glued to the
/// next sentence does.
///
/// ```
/// use thaido_tokenizer::{sentences, tokenize};
/// let text = "Ông ở TP. HCM, không ở Washington D.C. đâu. Bà thì khác./.";
/// let tokens: Vec<_> = tokenize(text).collect();
/// let found: Vec<_> = sentences(text, &tokens).iter().map(|s| s.span.of(text)).collect();
/// assert_eq!(found, ["Ông ở TP. HCM, không ở Washington D.C. đâu.", "Bà thì khác./."]);
/// ```
pub fn sentences(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        let mut end = at + 1;
        let ends = match sign(text, tokens, at) {
            Some('.' | '…' | '!' | '?') => {
                let (behind, ends) = behind_stop(text, tokens, at);
                end = behind;
                ends
            }
            _ => false,
        };
        if ends || line_breaks(text, tokens, end) {
            let span = Span {
                start: tokens[start].span.start,
                end: tokens[end - 1].span.end,
            };
            found.push(Sentence {
                tokens: start..end,
                span,
            });
            start = end;
        }
        at = end;
    }
    if start < tokens.len() {
        let span = Span {
            start: tokens[start].span.start,
            end: tokens[tokens.len() - 1].span.end,
        };
        found.push(Sentence {
            tokens: start..tokens.len(),
            span,
        });
    }
    found
}

/// The position behind the stop at `stop` (a token that is `.`, `!`, `?` or `…`) and the closing marks glued to it, and
/// whether a sentence ends there: what [`sentences`] asks of every stop that no stop before it has passed.
pub fn behind_stop<T: Borrow<Token>>(text: &str, tokens: &[T], stop: usize) -> (usize, bool) {
    let end = behind_closing(text, tokens, stop + 1);
    (end, is_end(text, tokens, stop, end))
}

/// The single character of a token that is no word, when it is one.
fn sign<T: Borrow<Token>>(text: &str, tokens: &[T], at: usize) -> Option<char> {
    let token = token(tokens, at).filter(|token| !token.is_letters())?;
    let mut chars = token.text(text).chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn token<T: Borrow<Token>>(tokens: &[T], at: usize) -> Option<&Token> {
    tokens.get(at).map(Borrow::borrow)
}

fn gap<'t, T: Borrow<Token>>(text: &'t str, tokens: &[T], at: usize) -> &'t str {
    match (
        at.checked_sub(1).and_then(|before| token(tokens, before)),
        token(tokens, at),
    ) {
        (Some(before), Some(token)) => Span {
            start: before.span.end,
            end: token.span.start,
        }
        .of(text),
        _ => "",
    }
}

#[inline]
fn line_breaks<T: Borrow<Token>>(text: &str, tokens: &[T], at: usize) -> bool {
    let (Some(before), Some(token)) = (
        at.checked_sub(1).and_then(|before| token(tokens, before)),
        token(tokens, at),
    ) else {
        return false;
    };
    match text.as_bytes().get(before.span.end..token.span.start) {
        // So it is nearly always.
        None | Some([] | [b' ']) => false,
        Some(_) => gap(text, tokens, at).contains(['\n', '\r', '\u{2028}', '\u{2029}']),
    }
}

/// Passes over more stops and over closing quotation marks and brackets glued to them.
fn behind_closing<T: Borrow<Token>>(text: &str, tokens: &[T], mut at: usize) -> usize {
    while gap(text, tokens, at).is_empty()
        && matches!(
            sign(text, tokens, at),
            Some('.' | '!' | '?' | '…' | '/' | '"' | '”' | '’' | '\'' | '»' | ')' | ']')
        )
    {
        // A straight mark glued to the next word opens a quotation there.
        let opens = matches!(sign(text, tokens, at), Some('"' | '\''))
            && token(tokens, at + 1)
                .is_some_and(|next| next.is_letters() && gap(text, tokens, at + 1).is_empty());
        if opens {
            break;
        }
        at += 1;
    }
    at
}

/// Whether the stop at `at`, with closing marks up to `end`, ends a sentence.
fn is_end<T: Borrow<Token>>(text: &str, tokens: &[T], at: usize, end: usize) -> bool {
    let Some(next) = token(tokens, end) else {
        return true;
    };
    if line_breaks(text, tokens, end) {
        return true;
    }
    let spaced = !gap(text, tokens, end).is_empty();
    let small = next.is_letters() && next.case == Case::Lower;
    if sign(text, tokens, at) != Some('.') || end > at + 2 {
        // "…", "!", "?" and "..." inside a sentence go on in small letters or with a comma.
        return !small && !matches!(sign(text, tokens, end), Some(',' | ';' | ':' | '-' | '–'));
    }
    let Some(before) = at
        .checked_sub(1)
        .and_then(|before| token(tokens, before))
        .filter(|before| before.is_letters())
    else {
        return spaced || next.case != Case::Lower;
    };
    if ABBREVIATION_KEYS.contains(&before.key) && before.case != Case::Lower {
        return false;
    }
    let initial = before.case == Case::Title && is_letter_of_alphabet(&before.normal(text));
    if initial && at >= 2 {
        // "J. Smith", "D.C.": an initial, unless a Vietnamese sentence plainly follows an abbreviation's last letter.
        let dotted =
            sign(text, tokens, at - 2) == Some('.') && gap(text, tokens, at - 1).is_empty();
        return dotted
            && spaced
            && !small
            && next.key.is_syllable()
            && token(tokens, end + 1).is_some_and(|after| after.case == Case::Lower);
    }
    if initial {
        return false;
    }
    if small {
        // Real text often goes on in small letters; a web address or an abbreviation is glued.
        return spaced && before.key.is_syllable() && !ABBREVIATION_KEYS.contains(&before.key);
    }
    // Glued: "nói.Ông" ends a sentence, "U.S" and "VnExpress.Net" do not.
    spaced || before.key.is_syllable() || !next.is_letters()
}

/// Whether a normal form can be an initial: one letter without a tone. *Á* in "Đông Nam Á." is a word.
fn is_letter_of_alphabet(normal: &str) -> bool {
    let mut chars = normal.chars();
    chars
        .next()
        .is_some_and(|c| c.is_ascii_lowercase() || c == 'đ')
        && chars.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::sentences;
    use crate::tokenize;

    fn cut(text: &str) -> Vec<&str> {
        let tokens: Vec<_> = tokenize(text).collect();
        sentences(text, &tokens)
            .iter()
            .map(|sentence| sentence.span.of(text))
            .collect()
    }

    #[test]
    fn abbreviations_initials_and_numbers_do_not_end_a_sentence() {
        for one in [
            "Ông ở TP. HCM từ ngày 10.7 và đi 5.500 km.",
            "Nhà báo J. K. Rowe ở Washington D.C. viết về chuyện ấy.",
            "TS. Lê Văn An và PGS.TS Bùi Thị Hoa cùng dự.",
            "Trang dantri.com.vn đưa tin lúc 9.30.",
            "Tướng H.R. McMaster từ chức hôm qua.",
        ] {
            assert_eq!(cut(one), [one]);
        }
    }

    #[test]
    fn stops_with_closing_marks_and_glued_sentences_end_one() {
        assert_eq!(
            cut("\"Chúng tôi đi.\" Ông nói vậy./."),
            ["\"Chúng tôi đi.\"", "Ông nói vậy./."]
        );
        assert_eq!(
            cut("Họ đã nói.Ông không đáp."),
            ["Họ đã nói.", "Ông không đáp."]
        );
        assert_eq!(
            cut("Thiếu đạn. sau đó rút lui"),
            ["Thiếu đạn.", "sau đó rút lui"]
        );
        assert_eq!(
            cut("Thật ư? Vâng! Thế... rồi sao"),
            ["Thật ư?", "Vâng!", "Thế... rồi sao"]
        );
        assert_eq!(
            cut("Tiêu đề không chấm\nĐoạn một"),
            ["Tiêu đề không chấm", "Đoạn một"]
        );
    }
}
