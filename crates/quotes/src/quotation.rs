//! Marks paired into quotations.

use std::ops::Range;

use crate::lexicon::{CUE, HEAD};
use crate::marks::{Family, Mark, Role, is_measure, mark};
use crate::word::{Grouped, Word};

/// A quotation that lies in no other one, by positions among the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// The opening mark, or the first word when the mark is missing.
    pub(crate) open: usize,
    /// Whether `open` is a mark.
    pub(crate) opened: bool,
    /// The closing mark, or the position behind the last word when it was never closed.
    pub(crate) close: usize,
    /// Whether `close` is a mark.
    pub(crate) closed: bool,
}

impl Quotation {
    /// The words between the marks.
    pub(crate) fn content(&self) -> Range<usize> {
        self.open + usize::from(self.opened)..self.close
    }

    /// The first position behind the quotation.
    pub(crate) fn end(&self) -> usize {
        self.close + usize::from(self.closed)
    }
}

/// Longest inner term, in words, that one mark may close together with the statement around it.
const SHARED_TERM: usize = 8;
/// Farthest, in words, that mark may stand from the opening one of the statement around the term.
const SHARED_REACH: usize = 110;
/// Most marks that wait for their partners at once.
const DEEPEST: usize = 12;
/// A paragraph longer than this many words is an article whose line breaks were lost: an unclosed quotation ends
/// with its sentence there.
const GLUED: usize = 90;

/// Pairs the marks of every paragraph; what comes back ascends and never overlaps. What `found` held before is gone.
pub(crate) fn quotations(grouped: &Grouped, found: &mut Vec<Quotation>) {
    found.clear();
    let words = &*grouped.words;
    let mut marks = Vec::new();
    let mut places = &*grouped.marks;
    let mut lines = grouped.lines.iter().copied().peekable();
    let mut start = 0;
    while let [first, ..] = places {
        // The paragraph of the next mark.
        while let Some(line) = lines.next_if(|line| line <= first) {
            start = line;
        }
        let end = lines.peek().copied().unwrap_or(words.len());
        let (mine, others) = places.split_at(places.partition_point(|&place| place < end));
        marks.clear();
        marks.extend(mine.iter().filter_map(|&place| mark(words, place)));
        if !marks.is_empty() {
            pair(words, &marks, start, end, end - start > GLUED, found);
        }
        places = others;
    }
}

/// Pairs the marks of one paragraph that ends before the word `end`.
#[inline(never)]
fn pair(
    words: &[Word],
    marks: &[Mark],
    begin: usize,
    end: usize,
    glued: bool,
    found: &mut Vec<Quotation>,
) {
    let mut pairs: Vec<Quotation> = Vec::new();
    let mut lost: Vec<usize> = Vec::new();
    let mut open: Vec<Mark> = Vec::new();
    for (number, mark) in marks.iter().enumerate() {
        let holder = open.iter().rposition(|held| held.family == mark.family);
        match (mark.role, holder) {
            (Role::Close | Role::Either, Some(holder)) => {
                let opener = open[holder].word;
                open.truncate(holder);
                pairs.push(Quotation {
                    open: opener,
                    opened: true,
                    close: mark.word,
                    closed: true,
                });
                // One mark that closes a term and the statement around it.
                if let Some(outer) = open.last().filter(|outer| outer.family == Family::Double)
                    && (mark.word - opener <= SHARED_TERM
                        || fits(words, outer.word, opener, mark.word))
                    && mark.word - outer.word <= SHARED_REACH
                    && ends_statement(words, mark.word + 1, end)
                    && !marks[number + 1..]
                        .iter()
                        .find(|next| next.family == Family::Double)
                        .is_some_and(|next| next.role != Role::Open)
                {
                    pairs.push(Quotation {
                        open: outer.word,
                        opened: true,
                        close: mark.word,
                        closed: true,
                    });
                    open.pop();
                }
            }
            (Role::Close, None) => {
                if mark.family == Family::Double
                    && let Some(start) = lost_opening(words, begin, mark.word, end)
                {
                    pairs.push(Quotation {
                        open: start,
                        opened: false,
                        close: mark.word,
                        closed: true,
                    });
                }
            }
            (Role::Either, None) if is_measure(words, mark.word) => {}
            (Role::Open | Role::Either, holder) => {
                // A quotation that begins a sentence inside another one: the other was never closed.
                if mark.family == Family::Double && holder.is_some() && words[mark.word].begins {
                    lost.extend(
                        open.drain(..)
                            .filter(|held| held.family == Family::Double)
                            .map(|held| held.word),
                    );
                }
                open.push(*mark);
                if open.len() > DEEPEST {
                    // So many marks without a partner open nothing.
                    open.remove(0);
                }
            }
        }
    }
    lost.extend(
        open.iter()
            .filter(|held| held.family == Family::Double)
            .map(|held| held.word),
    );
    pairs.sort_unstable_by_key(|pair| (pair.open, std::cmp::Reverse(pair.close)));
    let first = found.len();
    let mut reach = 0;
    for pair in pairs {
        if pair.open >= reach {
            reach = pair.end();
            found.push(pair);
        }
    }
    lost.sort_unstable();
    let paired = found.len();
    let mut reach = 0;
    for opener in lost {
        let behind = first + found[first..paired].partition_point(|held| held.open < opener);
        let inside = behind > first && found[behind - 1].end() > opener;
        let next = found[behind..paired].first().map_or(end, |held| held.open);
        if inside || opener < reach {
            continue;
        }
        if let Some(close) = unclosed_end(words, opener, next, end, glued) {
            reach = close;
            found.push(Quotation {
                open: opener,
                opened: true,
                close,
                closed: false,
            });
        }
    }
    found[first..].sort_unstable_by_key(|pair| pair.open);
}

/// "“Anh ấy nói: "Tôi sẽ về”, bà Hoa kể.": by its shape the closing mark belongs to the outer opening one.
fn fits(words: &[Word], outer: usize, inner: usize, close: usize) -> bool {
    (words[outer].sign, words[inner].sign, words[close].sign) == ('“', '"', '”')
}

/// Where a quotation that was never closed ends: with the paragraph, or with the sentence where paragraphs are
/// glued or another quotation follows. Nothing when another quotation stands in the same sentence.
fn unclosed_end(
    words: &[Word],
    opener: usize,
    next: usize,
    end: usize,
    glued: bool,
) -> Option<usize> {
    if !glued && next >= end {
        return Some(end).filter(|&close| close > opener + 1);
    }
    let sentence = (opener + 2..end)
        .find(|&at| words[at].begins)
        .unwrap_or(end);
    (sentence <= next)
        .then_some(sentence)
        .filter(|&close| close > opener + 1)
}

/// Whether the paragraph ends, a sentence begins or an attribution is set off at `at`.
fn ends_statement(words: &[Word], at: usize, end: usize) -> bool {
    at >= end
        || words[at].begins
        || matches!(words[at].sign, ',' | '-' | '–' | '—' | '.' | '!' | '?')
}

/// Where a quotation begins whose opening mark is missing: with the paragraph, when it is closed and set off from an
/// attribution ("…”, ông nói") and no other mark stands before it.
fn lost_opening(words: &[Word], begin: usize, close: usize, end: usize) -> Option<usize> {
    let set_off = matches!(
        words.get(close + 1).map(|word| word.sign),
        Some(',' | '-' | '–')
    );
    let behind = words
        .get(close + 2..end.min(close + 22))
        .unwrap_or_default();
    let attributed =
        behind.first().is_some_and(|word| word.is(HEAD)) && behind.iter().any(|word| word.is(CUE));
    let near = close - begin > 3 && close - begin < GLUED;
    let unmarked = || {
        words[begin..close]
            .iter()
            .all(|word| crate::marks::family_of(word.sign) != Some(Family::Double))
    };
    (set_off && attributed && near && unmarked()).then_some(begin)
}
