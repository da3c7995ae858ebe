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

/// Most lines below its own in which a quotation is closed.
const LINES: usize = 12;
/// Farthest, in words, the closing mark in a line below may stand from the opening one.
const LONGEST: usize = 400;

/// Pairs the marks of every paragraph, and of paragraphs that one quotation holds together; what comes back ascends and
/// never overlaps. What `found` held before is gone.
pub(crate) fn quotations(grouped: &Grouped, found: &mut Vec<Quotation>) {
    found.clear();
    let words = &*grouped.words;
    let lines = Lines {
        starts: &grouped.lines,
        len: words.len(),
    };
    let mut marks = Vec::new();
    let mut places = &*grouped.marks;
    let mut line = 0;
    while let [first, ..] = places {
        // The paragraph of the next mark.
        line = lines.holding(*first, line);
        let (start, mut end) = (lines.starts[line], lines.end(line));
        let glued = end - start > GLUED;
        marks.clear();
        places = read_marks(words, places, end, &mut marks);
        if marks.is_empty() {
            continue;
        }
        let before = found.len();
        let waiting = pair(words, &marks, start, end, glued, found);
        if let Some(opener) = waiting
            && let Some(last) = closing_line(words, &lines, line, opener, places)
        {
            line = last;
            end = lines.end(last);
            places = read_marks(words, places, end, &mut marks);
            found.truncate(before);
            pair(words, &marks, start, end, glued, found);
        }
    }
}

/// Where the lines of an article begin and end.
struct Lines<'a> {
    starts: &'a [usize],
    len: usize,
}

impl Lines<'_> {
    /// The number of the line that holds the word at `at`, which is none before `from`.
    fn holding(&self, at: usize, from: usize) -> usize {
        let behind = self.starts[from..].partition_point(|&start| start <= at);
        (from + behind).saturating_sub(1)
    }

    /// The first position behind a line.
    fn end(&self, line: usize) -> usize {
        self.starts.get(line + 1).copied().unwrap_or(self.len)
    }
}

/// Adds the marks among the `places` before `end`, and gives back the other places.
fn read_marks<'p>(
    words: &[Word],
    places: &'p [usize],
    end: usize,
    marks: &mut Vec<Mark>,
) -> &'p [usize] {
    let (mine, others) = places.split_at(places.partition_point(|&place| place < end));
    marks.extend(mine.iter().filter_map(|&place| mark(words, place)));
    others
}

/// The line below `line` in which the quotation is closed that `opener` opened and its own line does not close. None
/// where a quotation begins a sentence before that: each paragraph is opened anew, or the closing mark was lost.
fn closing_line(
    words: &[Word],
    lines: &Lines,
    line: usize,
    opener: Mark,
    places: &[usize],
) -> Option<usize> {
    let mut open = vec![opener];
    let mut below = line;
    for mark in places.iter().filter_map(|&place| mark(words, place)) {
        if mark.word - opener.word > LONGEST {
            return None;
        }
        let mine = lines.holding(mark.word, below);
        let inner = open.iter().skip(1);
        let unclosed = inner.filter(|held| held.family == Family::Double).count();
        if mine > line + LINES || mine > below && unclosed > 0 {
            return None;
        }
        below = mine;
        if take_partner(&mut open, &mark).is_some() {
            if open.is_empty() {
                return Some(below);
            }
        } else if mark.role != Role::Close && !is_stray_measure(words, &mark) {
            if mark.family == Family::Double && words[mark.word].begins {
                return None;
            }
            open.push(mark);
        }
    }
    None
}

/// Takes the mark that `mark` closes, and all that was opened behind it, from those that wait.
fn take_partner(open: &mut Vec<Mark>, mark: &Mark) -> Option<Mark> {
    if mark.role == Role::Open {
        return None;
    }
    let holder = open.iter().rposition(|held| held.family == mark.family)?;
    open.drain(holder..).next()
}

/// Whether a mark without a partner is a measure (inches, feet, minutes).
fn is_stray_measure(words: &[Word], mark: &Mark) -> bool {
    mark.role == Role::Either && is_measure(words, mark.word)
}

/// Pairs the marks of one paragraph that ends before the word `end`; gives back the double mark that waits for its
/// partner where there is just one.
#[inline(never)]
fn pair(
    words: &[Word],
    marks: &[Mark],
    begin: usize,
    end: usize,
    glued: bool,
    found: &mut Vec<Quotation>,
) -> Option<Mark> {
    let mut pairs: Vec<Quotation> = Vec::new();
    let mut lost: Vec<usize> = Vec::new();
    let mut open: Vec<Mark> = Vec::new();
    for (number, mark) in marks.iter().enumerate() {
        if let Some(opener) = take_partner(&mut open, mark) {
            let opener = opener.word;
            pairs.push(Quotation {
                open: opener,
                opened: true,
                close: mark.word,
                closed: true,
            });
            // One mark that closes a term and the statement around it.
            if let Some(outer) = open.last().filter(|outer| outer.family == Family::Double)
                && (mark.word - opener <= SHARED_TERM || fits(words, outer.word, opener, mark.word))
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
        } else if mark.role == Role::Close {
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
        } else if !is_stray_measure(words, mark) {
            // A quotation that begins a sentence inside another one: the other was never closed.
            if mark.family == Family::Double
                && words[mark.word].begins
                && open.iter().any(|held| held.family == Family::Double)
            {
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
    let mut doubles = open.iter().filter(|held| held.family == Family::Double);
    let waiting = match (doubles.next(), doubles.next()) {
        (Some(only), None) => Some(*only),
        _ => None,
    };
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
    waiting
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
