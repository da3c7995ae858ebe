//! A text cut into tokens, with what stands before each and whether a sentence begins with it.

use std::borrow::Borrow;

use thaido_tokenizer::{Case, Key, Span, Token, TokenKind, Tokenizer, behind_stop};

use crate::lexicon::LEXICON;

/// What is remembered of a word of letters.
#[derive(Clone, Copy, Default)]
struct Note {
    key: Key,
    node: u32,
    case: Case,
}

/// A token, what it is to the lists, and how it is set.
#[derive(Clone, Copy)]
pub(crate) struct Piece {
    pub(crate) token: Token,
    /// The node of the lists that its key leads to from the root, 0 when no phrase begins with it.
    pub(crate) node: u32,
    /// White space stands before it.
    pub(crate) spaced: bool,
    /// A line begins with it.
    pub(crate) line: bool,
    /// A sentence begins with it.
    pub(crate) begins: bool,
}

impl Borrow<Token> for Piece {
    fn borrow(&self) -> &Token {
        &self.token
    }
}

/// Cuts one text after the other. It remembers what short words are to the lists: nearly every word was met before, in
/// this article or in an earlier one.
#[derive(Default)]
pub(crate) struct Cutter {
    memory: Tokenizer<Note>,
    cut: Cut,
}

impl Cutter {
    /// The pieces of `text`.
    pub(crate) fn cut(&mut self, text: &str) -> &[Piece] {
        let lexicon = &*LEXICON;
        let learn = |token: &Token| Note {
            key: token.key,
            node: match text.as_bytes().get(token.span.start) {
                Some(&mark) if token.span.len() == 1 && mark.is_ascii_punctuation() => {
                    lexicon.mark(mark)
                }
                _ => lexicon.first(token.key),
            },
            case: token.case,
        };
        let cut = &mut self.cut;
        cut.begin();
        self.memory
            .read(text, learn, |span, note, token| match token {
                None => cut.push(text, Token::word(span, note.key, note.case), note.node),
                Some(token) => cut.push_new(text, token, note.node),
            });
        if let Some(first) = cut.pieces.first_mut() {
            (first.line, first.begins) = (true, true);
        }
        cut.end_sentences(text);
        cut.mend(text);
        &cut.pieces
    }
}

/// What has been cut of a text.
#[derive(Default)]
struct Cut {
    pieces: Vec<Piece>,
    /// The byte behind the last of them.
    behind: usize,
    /// Pieces that may end a sentence.
    stops: Vec<usize>,
    /// The first pieces behind line feeds.
    lines: Vec<usize>,
}

impl Cut {
    fn begin(&mut self) {
        self.pieces.clear();
        self.behind = 0;
        self.stops.clear();
        self.lines.clear();
    }

    #[inline]
    fn push(&mut self, text: &str, token: Token, node: u32) {
        let Span { start, end } = token.span;
        let mut piece = Piece {
            token,
            node,
            spaced: true,
            line: false,
            begins: false,
        };
        // So it is nearly always.
        if start != self.behind + 1 || text.as_bytes()[self.behind] != b' ' {
            self.set(text, &mut piece);
        }
        self.behind = end;
        self.pieces.push(piece);
    }

    /// A piece that was not met before, or is no word.
    #[inline(never)]
    fn push_new(&mut self, text: &str, token: Token, node: u32) {
        if !token.is_letters() && is_stop(text.as_bytes(), token.span) {
            self.stops.push(self.pieces.len());
        }
        self.push(text, token, node);
    }

    /// Looks at what stands before a piece when it is no single blank.
    #[inline(never)]
    fn set(&mut self, text: &str, piece: &mut Piece) {
        let gap = Span {
            start: self.behind,
            end: piece.token.span.start,
        };
        if gap.is_empty() {
            piece.spaced = false;
            return;
        }
        let gap = gap.of(text);
        piece.spaced = gap.chars().any(char::is_whitespace);
        piece.line = gap.contains(['\n', '\r', '\u{2028}', '\u{2029}']);
        piece.begins = piece.line;
        if gap.contains('\n') {
            self.lines.push(self.pieces.len());
        }
    }

    /// Finds the beginnings of sentences. Line by line, so that no line depends on the one before it.
    fn end_sentences(&mut self, text: &str) {
        let mut lines = self.lines.iter().copied().chain([self.pieces.len()]);
        let (mut start, mut end) = (0, lines.next().unwrap_or_default());
        let mut passed = 0;
        for &stop in &self.stops {
            while stop >= end {
                start = end;
                end = lines.next().unwrap_or(self.pieces.len());
            }
            if stop < passed {
                continue;
            }
            let (behind, ends) = behind_stop(text, &self.pieces[start..end], stop - start);
            passed = start + behind;
            if ends && let Some(next) = self.pieces.get_mut(passed) {
                next.begins = true;
            }
        }
    }

    /// Takes back the ends of sentences behind two initials ("`H.R. McMaster`") and ends one behind a syllable of a
    /// single letter that is no initial ("Đông Nam Á. Năm ngoái").
    fn mend(&mut self, text: &str) {
        let pieces = &mut self.pieces;
        let dot = |token: &Token| !token.is_letters() && token.text(text) == ".";
        let single = |token: &Token| {
            token.is_letters() && token.case == Case::Title && {
                // Most words hold two ASCII letters, and those are told at once.
                let word = token.text(text);
                let several = word
                    .bytes()
                    .filter(u8::is_ascii_alphanumeric)
                    .nth(1)
                    .is_some();
                let mut letters = word.chars().filter(|c| c.is_alphanumeric());
                !several && letters.next().is_some() && letters.next().is_none()
            }
        };
        let syllable = |token: &Token| {
            single(token) && !token.text(text).is_ascii() && token.key.is_syllable()
        };
        for &stop in self.stops.iter().filter(|&&stop| stop >= 2) {
            let [before, letter, stop, next, behind @ ..] = &mut pieces[stop - 2..] else {
                continue;
            };
            if !dot(&stop.token) {
                continue;
            }
            if next.begins && single(&letter.token) && is_hyphened(text, &next.token, behind) {
                next.begins = false;
                continue;
            }
            if syllable(&letter.token)
                && next.token.case != Case::Lower
                && next.token.span.start > stop.token.span.end
            {
                next.begins = true;
            }
            if next.begins
                && single(&letter.token)
                && dot(&before.token)
                && next.token.kind() == TokenKind::Word
            {
                next.begins = false;
            }
        }
    }
}

/// "Ê.Ma-crông", "Ê. Ma-crông": a foreign name in Vietnamese letters.
fn is_hyphened(text: &str, first: &Token, behind: &[Piece]) -> bool {
    let [hyphen, second, ..] = behind else {
        return false;
    };
    let (hyphen, second) = (&hyphen.token, &second.token);
    hyphen.text(text) == "-"
        && hyphen.span.start == first.span.end
        && second.span.start == hyphen.span.end
        && second.case == Case::Lower
}

/// Whether a token that is no word may end a sentence.
fn is_stop(text: &[u8], mark: Span) -> bool {
    match text.get(mark.start..mark.end) {
        Some([byte]) => matches!(byte, b'.' | b'!' | b'?'),
        several => several == Some("…".as_bytes()),
    }
}
