//! An article as words and quotations, and where its sentences begin outside the quotations.

use std::ops::Range;

use thaido_tokenizer::Span;

use crate::lexicon::{Classes, MEDIA, MODIFIER, NAME, PLACE, PRESS};
use crate::pieces::Cutter;
use crate::quotation::{Quotation, quotations};
use crate::word::{Grouped, Word, group};

/// Reads one article after the other. It keeps its buffers, and what words it has met.
#[derive(Default)]
pub(crate) struct Reader {
    cutter: Cutter,
    grouped: Grouped,
    quotations: Vec<Quotation>,
    inside: Vec<u32>,
    starts: Vec<usize>,
}

/// Words of an article for which buffers are kept. Longer ones are rare, and what they took is given back.
const KEPT: usize = 1 << 16;

impl Reader {
    /// What stands in `text`.
    pub(crate) fn read<'t>(&'t mut self, text: &'t str) -> Article<'t> {
        if self.grouped.words.capacity() > KEPT {
            *self = Reader::default();
        }
        group(text, self.cutter.cut(text), &mut self.grouped);
        mark_media(&mut self.grouped.words);
        quotations(&self.grouped, &mut self.quotations);
        self.inside.clear();
        self.inside.resize(self.grouped.words.len(), 0);
        for (number, quotation) in self.quotations.iter().enumerate() {
            self.inside[quotation.open..quotation.end()].fill(number as u32 + 1);
        }
        self.tell_sentences();
        Article {
            text,
            words: &self.grouped.words,
            quotations: &self.quotations,
            inside: &self.inside,
            starts: &self.starts,
        }
    }

    /// Tells the reporter's sentences apart: no sentence and no line inside a quotation counts, any other line break does.
    fn tell_sentences(&mut self) {
        self.starts.clear();
        for (at, (word, &inside)) in self.grouped.words.iter_mut().zip(&self.inside).enumerate() {
            // With a quotation a sentence may begin.
            let outside = || inside == 0 || self.quotations[inside as usize - 1].open == at;
            let begins = word.line
                || word.begins
                    && !matches!(word.sign, ',' | ';' | ':' | '-' | '–' | '—' | '.' | ')');
            word.starts = begins && outside();
            if word.starts {
                self.starts.push(at);
            }
            // The first word begins a line, and so a sentence.
            word.sentence = self.starts.len() as u32 - 1;
        }
    }
}

pub(crate) struct Article<'t> {
    pub(crate) text: &'t str,
    pub(crate) words: &'t [Word],
    pub(crate) quotations: &'t [Quotation],
    /// For every word the number of its quotation plus one; 0 outside.
    inside: &'t [u32],
    /// The words with which the reporter's sentences begin; the first word is one.
    starts: &'t [usize],
}

impl<'t> Article<'t> {
    /// The same article as if it ended before the word at `end`.
    pub(crate) fn up_to(&self, end: usize) -> Article<'t> {
        Article {
            words: &self.words[..end],
            inside: &self.inside[..end],
            ..*self
        }
    }

    /// The words of each line, or of several that a quotation holds together.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let start = next;
            let behind = self.words.get(start + 1..)?;
            next = start
                + 1
                + behind
                    .iter()
                    .take_while(|word| !(word.line && word.starts))
                    .count();
            Some(start..next)
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether the word at `at` belongs to any of `classes`; never beyond the end.
    #[inline]
    pub(crate) fn is(&self, at: usize, classes: Classes) -> bool {
        self.words.get(at).is_some_and(|word| word.is(classes))
    }

    /// The mark at `at`; a blank for words and beyond the end.
    #[inline]
    pub(crate) fn sign(&self, at: usize) -> char {
        self.words.get(at).map_or(' ', |word| word.sign)
    }

    /// The quotation that holds the word at `at`, its marks included.
    #[inline]
    pub(crate) fn quotation_at(&self, at: usize) -> Option<Quotation> {
        let number = self.inside.get(at)?.checked_sub(1)?;
        self.quotations.get(number as usize).copied()
    }

    /// Whether a sentence of the reporter begins at `at`: no sentence and no line inside a quotation counts, any other
    /// line break does.
    #[inline]
    pub(crate) fn begins(&self, at: usize) -> bool {
        self.words.get(at).is_none_or(|word| word.starts)
    }

    /// The beginning of the sentence that holds `at`, at most `reach` words back.
    pub(crate) fn sentence_start(&self, at: usize, reach: usize) -> usize {
        let start = self
            .words
            .get(at)
            .map_or(at, |word| self.starts[word.sentence as usize]);
        start.max(at.saturating_sub(reach))
    }

    /// The end (exclusive) of the sentence that holds `at`, at most `reach` words on, its last stop included.
    pub(crate) fn sentence_end(&self, at: usize, reach: usize) -> usize {
        let next = self
            .words
            .get(at)
            .and_then(|word| self.starts.get(word.sentence as usize + 1));
        let end = next.copied().unwrap_or(self.len());
        end.min(at + reach)
    }

    /// The bytes from the first to the last of `words`, without blanks, stops and marks at the ends.
    pub(crate) fn span(&self, mut words: Range<usize>) -> Span {
        while words.start < words.end
            && matches!(
                self.sign(words.end - 1),
                ',' | ';' | ':' | '.' | '-' | '–' | '—' | '…' | '!' | '?' | '/'
            )
        {
            words.end -= 1;
        }
        while words.start < words.end
            && matches!(self.sign(words.start), ',' | ';' | ':' | '-' | '–' | '—')
        {
            words.start += 1;
        }
        self.exact(words)
    }

    /// The bytes from the first to the last of `words`.
    pub(crate) fn exact(&self, words: Range<usize>) -> Span {
        match self.words.get(words.clone()) {
            Some([first, .., last]) => Span {
                start: first.span.start,
                end: last.span.end,
            },
            Some([only]) => only.span,
            _ => Span::default(),
        }
    }

    /// Number of syllables and foreign words in `words`, marks left out.
    pub(crate) fn syllables(&self, words: Range<usize>) -> usize {
        let words = self.words.get(words).unwrap_or_default();
        words
            .iter()
            .filter(|word| word.is_text())
            .map(|word| usize::from(word.tokens))
            .sum()
    }
}

/// A foreign name that stands behind "báo", "đài" or "hãng tin" once is a medium wherever it stands.
fn mark_media(words: &mut [Word]) {
    let mut media = Vec::new();
    for at in 0..words.len() {
        if words[at].is(PRESS)
            && let Some(name) = words[at + 1..words.len().min(at + 4)]
                .iter()
                .take_while(|word| word.is(PLACE.with(MODIFIER).with(NAME)) && !word.begins)
                .find(|word| word.is(NAME) && !word.key.is_syllable())
            && !media.contains(&name.key)
        {
            media.push(name.key);
        }
    }
    for word in words.iter_mut().filter(|_| !media.is_empty()) {
        if word.is(NAME) && media.contains(&word.key) {
            word.classes = word.classes.with(MEDIA);
        }
    }
}
