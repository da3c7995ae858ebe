//! Quotations and their attribution: before them, behind them, in the next sentence, or carried on.

use std::ops::Range;

use crate::article::Article;
use crate::cue::GOVERNS;
use crate::lexicon::{
    ADVERB, CONNECT, CUE, DOCUMENT, FIRST, HEAD, JOIN, OF, RELAY, SOURCE, SPOKEN, TELL, THAT,
    THINK, WORDS,
};
use crate::phrase::Phrase;
use crate::quotation::Quotation;

/// Who said it, by which word, passed on by whom; positions among the words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attribution {
    pub(crate) speaker: Option<Range<usize>>,
    pub(crate) cue: Option<Range<usize>>,
    pub(crate) via: Option<Range<usize>>,
}

/// How many words behind a quotation its reporting verb may stand.
const BEHIND: usize = 45;

impl Article<'_> {
    /// The words between the marks, without blanks.
    pub(crate) fn content(&self, quotation: &Quotation) -> Range<usize> {
        quotation.open + 1..quotation.close
    }

    /// Whether a sentence of the reporter begins with this quotation, perhaps behind a connecting word.
    pub(crate) fn leads(&self, quotation: &Quotation) -> bool {
        let mut at = quotation.open;
        for _ in 0..6 {
            if self.begins(at) || at == 0 {
                return true;
            }
            at -= 1;
            if self.quotation_at(at).is_some() {
                return true;
            }
            let passes = self.is(at, CONNECT) && !self.is(at, CUE.with(SOURCE))
                || matches!(self.sign(at), ',' | '-' | '–' | '—' | '>' | '.' | '*' | '•');
            if !passes {
                return false;
            }
        }
        false
    }

    /// The reporting word that stands right before the quotation, with nothing but *rằng*, *là*, *như sau* or a
    /// comma between.
    pub(crate) fn adjacent_cue(&self, quotation: &Quotation) -> Option<usize> {
        let mut at = quotation.open;
        for _ in 0..5 {
            if self.begins(at) {
                return None;
            }
            at = at.checked_sub(1)?;
            if self.is_cue(at, GOVERNS) {
                return Some(at);
            }
            let passes = self.is(at, THAT) || matches!(self.sign(at), ',' | ':' | '-' | '–');
            if !passes {
                return None;
            }
        }
        None
    }

    /// The attribution before a colon: "Phát biểu tại Paris, bà Hoa nhấn mạnh:".
    pub(crate) fn before_colon(&self, colon: usize) -> Attribution {
        let start = self.segment_start(colon);
        let near = self.adjacent_subject(start, colon);
        let mut cue = self.last_cue(start, colon, CUE.with(RELAY).with(THINK).with(TELL));
        if let (Some(phrase), Some(at)) = (&near, cue)
            && at < phrase.words.start
            && !self.is(at, RELAY)
        {
            // "Phát biểu tại hội nghị, ông Tư:" and not "Trả lời câu hỏi của ông Tư:".
            let apart = (at..phrase.words.start).any(|at| self.sign(at) == ',');
            if apart {
                return Attribution {
                    speaker: Some(phrase.words.clone()),
                    cue: Some(at..at + 1),
                    via: None,
                };
            }
        }
        if let Some(at) = cue
            && self.is(at, RELAY)
        {
            return self.relayed(start, at);
        }
        // "Ông viết trên mạng xã hội, kêu gọi:" keeps the last verb; a verb at the front only tells the occasion.
        if let Some(at) = cue
            && at == start
            && near.is_none()
        {
            cue = Some(at);
        }
        let speaker = match cue {
            Some(at) => self.subject(start, at).or(near),
            None => near.or_else(|| self.sentence_subject(start, colon)),
        };
        Attribution {
            speaker: speaker.map(|phrase| phrase.words),
            cue: cue.map(|at| at..at + 1),
            via: None,
        }
    }

    /// What stands behind *dẫn lời* speaks, what stands before it passes on.
    pub(crate) fn relayed(&self, start: usize, relay: usize) -> Attribution {
        let limit = self.sentence_end(relay, BEHIND);
        let via = self
            .adjacent_subject(start, relay)
            .or_else(|| self.sentence_subject(start, relay));
        let speaker = self.source_phrase(relay, limit);
        let verb = speaker.as_ref().and_then(|phrase| {
            self.first_cue(phrase.words.end, limit.min(phrase.words.end + 30), CUE)
                .filter(|&at| {
                    !(phrase.words.end..at).any(|at| self.is(at, THAT) || self.sign(at) == ':')
                })
        });
        let cue = verb.unwrap_or(relay);
        Attribution {
            speaker: speaker.map(|phrase| phrase.words),
            cue: Some(cue..cue + 1),
            via: via.map(|phrase| phrase.words),
        }
    }

    /// The beginning of the stretch of text, outside quotations, that holds `at`.
    pub(crate) fn segment_start(&self, at: usize) -> usize {
        let start = self.sentence_start(at, crate::speaker::REACH);
        (start..at)
            .rev()
            .find(|&at| self.quotation_at(at).is_some() || self.sign(at) == ';')
            .map_or(start, |at| at + 1)
    }

    /// The attribution behind a quotation: "…”, ông Lavrov nói", "…” - theo bà Hoa", "…”, hãng tin X dẫn lời ông Y".
    pub(crate) fn behind(&self, quotation: &Quotation) -> Option<Attribution> {
        let mut at = quotation.end();
        let mut set_off = !quotation.closed
            || matches!(self.sign(quotation.close - 1), '.' | '!' | '?' | '…' | ',');
        while matches!(
            self.sign(at),
            ',' | '-' | '–' | '—' | '.' | ')' | '!' | '?' | '…'
        ) && !self.begins(at)
        {
            set_off = true;
            at += 1;
        }
        if self.begins(at) || self.quotation_at(at).is_some() {
            return None;
        }
        let limit = self.sentence_end(at, BEHIND);
        let limit = (at..limit)
            .find(|&at| self.quotation_at(at).is_some())
            .unwrap_or(limit);
        if self.is(at, SOURCE) {
            let phrase = self.source_phrase(at, limit)?;
            return Some(Attribution {
                speaker: Some(phrase.words),
                cue: Some(at..at + 1),
                via: None,
            })
            .filter(|found| {
                !found
                    .speaker
                    .clone()
                    .is_some_and(|words| self.words_are_medium(words))
            });
        }
        if self.is(at, RELAY) {
            return Some(self.relayed(at, at));
        }
        let start = self.first_head(at, limit)?;
        let cue = self.first_cue(start, limit, CUE.with(RELAY).with(THINK));
        if let Some(relay) = cue.filter(|&cue| self.is(cue, RELAY)) {
            return Some(self.relayed(start, relay));
        }
        let phrase = match cue {
            Some(cue) => self
                .adjacent_subject(start, cue)
                .filter(|phrase| phrase.words.start == start)
                .or_else(|| self.phrase(start, cue)),
            None => self.phrase(start, limit).filter(|_| set_off),
        }?;
        if !set_off {
            return None;
        }
        if !set_off && cue.is_none_or(|cue| self.skip_adverbs(phrase.words.end, cue) != cue) {
            return None;
        }
        Some(Attribution {
            speaker: Some(phrase.words),
            cue: cue.map(|at| at..at + 1),
            via: None,
        })
    }

    fn words_are_medium(&self, words: Range<usize>) -> bool {
        self.is(
            words.start,
            crate::lexicon::MEDIA.with(crate::lexicon::PRESS),
        )
    }

    /// The first word of a speaker at `at`, behind connecting words: "và ông", "như lời", "đồng thời bà".
    fn first_head(&self, at: usize, limit: usize) -> Option<usize> {
        let start = (at..limit.min(at + 6))
            .find(|&at| !self.is(at, CONNECT.with(JOIN).with(ADVERB)) || self.is(at, HEAD))?;
        self.may_head(start).then_some(start)
    }

    /// The expression behind *theo*: behind "báo cáo của", "nhận định của" and the like it is who reported.
    pub(crate) fn source_phrase(&self, source: usize, limit: usize) -> Option<Phrase> {
        let start = source + 1;
        let owner = (start..limit.min(start + 7))
            .take_while(|&at| self.words[at].is_text() && !self.begins(at))
            .find(|&at| self.is(at, OF));
        let noun = self.words.get(start)?;
        let spoken = noun.is(DOCUMENT.with(CUE).with(THINK).with(SPOKEN));
        match owner {
            Some(owner) if spoken => self.phrase(owner + 1, limit),
            _ if noun.is(WORDS) => self.phrase(start + 1, limit),
            _ => self.phrase(start, limit),
        }
    }

    /// "“…” Ông nói." or "“…” Bà Hoa tuyên bố trong cuộc họp báo.": a short sentence of its own behind the quotation.
    pub(crate) fn next_sentence(&self, quotation: &Quotation) -> Option<Attribution> {
        let start = quotation.end();
        if !self.begins(start)
            || self.words.get(start).is_none_or(|word| word.line)
            || !self.may_head(start)
        {
            return None;
        }
        let limit = self.sentence_end(start, 30);
        let cue = self.first_cue(start, limit, CUE)?;
        let phrase = self
            .adjacent_subject(start, cue)
            .filter(|phrase| phrase.words.start == start)?;
        let ends = self.is_last_word(cue + 1, limit)
            && !self.is_light(cue + 1)
            && (cue..limit).all(|at| self.quotation_at(at).is_none() && self.sign(at) != ':');
        (ends && !self.has_clause(cue)).then(|| Attribution {
            speaker: Some(phrase.words),
            cue: Some(cue..cue + 1),
            via: None,
        })
    }

    /// Whether the quoted words are somebody speaking: a sentence with a stop in it, or "tôi", "chúng ta".
    pub(crate) fn is_speech(&self, quotation: &Quotation) -> bool {
        let content = self.content(quotation);
        let first = content.clone().any(|at| self.is(at, FIRST));
        let several = content.clone().skip(1).any(|at| self.words[at].begins);
        self.syllables(content.clone()) >= 5 && self.has_predicate(content) && (first || several)
    }
}
