//! Reported clauses: where they begin and where they end.

use crate::article::Article;
use crate::lexicon::{
    ABOUT, ADVERB, ASK, AUX, BLAME, CLAIM, CONNECT, CONTRAST, CREDIT, CUE, CUT, DEED, HEAD, JOIN,
    LATER, LINK, MEDIA, PREP, PRESS, RANG, RELATIVE, RELAY, SAY, SILENCE, SOURCE, SPEAK, TELL,
    THAT, THINK, VERB, VOW, WEAK,
};

/// Longest reported clause, in words.
pub(crate) const REACH: usize = 160;
/// Farthest *rằng* behind its verb, in words.
const THAT_REACH: usize = 26;

impl Article<'_> {
    /// The beginning of the clause behind the reporting word at `cue`, and whether *rằng*, *là* or a comma sets it
    /// off. Phrases of occasion and the person addressed before *rằng* ("nói với báo giới rằng", "cảnh báo Seoul
    /// rằng") are passed over, and so is "về việc" behind blame.
    pub(crate) fn clause_start(&self, cue: usize) -> (usize, bool) {
        let mut at = cue + 1;
        if self.is(at, ADVERB) && self.is(at + 1, THAT) {
            at += 1;
        }
        if self.is(at, THAT) {
            at += 1;
            if matches!(self.sign(at), ',' | ':') && !self.begins(at) {
                at += 1;
            }
            return (at, true);
        }
        if self.sign(at) == ':' || self.sign(at) == ',' && self.is(cue, SAY.with(SPEAK).with(TELL))
        {
            return (at + 1, true);
        }
        let limit = self.sentence_end(cue, THAT_REACH);
        if self.is(cue, BLAME) {
            if self.is(at, ABOUT) && self.is(at + 1, DEED) {
                return (at + 2, false);
            }
            if self.is(at, DEED) {
                return (at + 1, false);
            }
            // "bác bỏ khả năng …", "phủ nhận thông tin cho rằng …"
            if self.is(at, CLAIM) {
                let inner = at
                    + 1
                    + usize::from(
                        self.is(at + 1, ABOUT.with(SAY)) && self.is(at + 2, DEED.with(THAT)),
                    );
                let inner = inner + usize::from(self.is(inner, DEED.with(THAT).with(SAY)));
                return (inner, inner > at + 1);
            }
        }
        if self.is(at, PREP.with(LINK)) || self.is_light(at) {
            let that = (at..limit)
                .take_while(|&at| !self.is(at, CUE) && self.quotation_at(at).is_none())
                .find(|&at| self.is(at, RANG));
            if let Some(that) = that {
                return (that + 1 + usize::from(self.sign(that + 1) == ','), true);
            }
        } else if (at + 1..limit.min(at + 3)).any(|at| self.is(at, RANG)) && self.plain(at) {
            let that = (at + 1..limit).find(|&at| self.is(at, RANG)).unwrap_or(at);
            return (that + 1, true);
        } else if self.is(at, HEAD)
            && let Some(phrase) = self.phrase(at, limit)
            && self.is(phrase.words.end, RANG)
        {
            return (phrase.words.end + 1, true);
        }
        (at, false)
    }

    /// Where the clause that begins at `start` ends (exclusive).
    pub(crate) fn clause_end(&self, start: usize) -> usize {
        let limit = self.sentence_end(start.max(1) - 1, REACH).max(start);
        let mut at = start;
        while at < limit {
            if at > start && self.begins(at) {
                return at;
            }
            if let Some(quotation) = self.quotation_at(at) {
                at = quotation.end().max(at + 1);
                continue;
            }
            if self.sign(at) == '(' {
                if self.is(at + 1, CREDIT) {
                    return at;
                }
                at = self.behind_bracket(at, limit);
                continue;
            }
            if matches!(self.sign(at), '[' | ']') || at > start && self.ends_clause(at, limit) {
                return at;
            }
            at += 1;
        }
        limit
    }

    /// Whether the reporter takes the word again at `at`: with another reporting verb, another speaker, a source.
    fn ends_clause(&self, at: usize, limit: usize) -> bool {
        let comma = matches!(self.sign(at), ',' | ';' | '-' | '–' | '—');
        if self.is(at, PREP)
            && !self.is(at, SOURCE.with(CUE))
            && self.is_cue(at + 1, SAY.with(BLAME).with(ASK))
        {
            // "… sau khi cáo buộc …"
            return self.has_clause(at + 1);
        }
        if !comma && !self.is(at, JOIN) {
            // "… theo Reuters."
            return self.is(at, SOURCE)
                && self.is(at + 1, MEDIA.with(PRESS))
                && self.is_trailing_source(at, limit);
        }
        let mut next = at + usize::from(comma);
        if comma && self.is(next, RELATIVE) && self.comments(next, limit) {
            return true;
        }
        if self.is(at, JOIN) && self.is(at + 1, RANG)
            || self.is(next, CONTRAST)
                && self.is(next + 1, CUT)
                && self.is(next + 2, CUE.with(SILENCE))
        {
            return true;
        }
        if self.leaves_unsaid(next, limit)
            || comma && self.is(next, PREP) && self.is(next + 1, THINK)
        {
            return true;
        }
        if self.is(next, JOIN) && self.is(next + 1, LATER) && self.is(next + 2, AUX.with(VERB)) {
            return true;
        }
        let mut connected = false;
        let contrast = self.is(next, CONTRAST);
        while next < limit
            && self.is(next, JOIN.with(CONNECT).with(ADVERB))
            && !self.is(next, CUE.with(SOURCE).with(HEAD))
        {
            connected |= self.is(next, JOIN);
            next += 1;
        }
        if self.is(next, SOURCE) && comma && connected {
            return self
                .phrase(next + 1, limit)
                .is_some_and(|phrase| self.sign(phrase.words.end) == ',');
        }
        if self.is(next, SOURCE) && comma {
            return self.is_trailing_source(next, limit);
        }
        if self.is_cue(next, SAY.with(ASK).with(BLAME).with(VOW)) && !self.is(next, PREP) {
            return next + 1 < limit
                && (comma && connected
                    || contrast
                    || self.has_clause(next)
                    || self.quotation_at(next + 1).is_some());
        }
        if next < limit
            && self.may_head(next)
            && (comma || connected)
            && let Some(phrase) = self.phrase(next, limit)
        {
            let cue = self.skip_adverbs(phrase.words.end, limit);
            if cue < limit && self.is_cue(cue, CUE.with(TELL).with(RELAY)) {
                let last = self.is_last_word(cue + 1, limit);
                return last || contrast || connected && self.has_clause(cue);
            }
        }
        false
    }

    /// "…, nhưng không cung cấp thêm chi tiết": the reporter tells what was not said.
    fn leaves_unsaid(&self, at: usize, limit: usize) -> bool {
        self.is(at, JOIN)
            && at + 3 < limit
            && (self.is(at + 1, AUX) && self.is(at + 2, SILENCE) && !self.is(at + 1, WEAK)
                || self.is(at + 1, ADVERB) && self.is(at + 2, AUX) && self.is(at + 3, SILENCE))
    }

    /// "…, điều mà Qatar phủ nhận": the reporter's own remark on the whole clause.
    fn comments(&self, at: usize, limit: usize) -> bool {
        (at..limit.min(at + 12)).any(|at| self.is(at, CUE)) && !self.words[at].capital
    }

    /// "…, theo báo cáo của viện này.": the source and nothing else up to the end of the sentence.
    fn is_trailing_source(&self, at: usize, limit: usize) -> bool {
        self.phrase(at + 1, limit).is_some_and(|phrase| {
            phrase.head.any(MEDIA.with(PRESS)) || self.is_last_word(phrase.words.end, limit)
        })
    }

    /// Whether a sentence ends at `at`, perhaps behind a phrase of time or place.
    pub(crate) fn is_last_word(&self, at: usize, limit: usize) -> bool {
        at >= limit
            || self.begins(at)
            || matches!(self.sign(at), '.' | '!' | '?' | '…' | ';')
            || self.is_light(at)
            || self.is(at, PREP.with(LINK))
                && !(at..limit.min(at + 20))
                    .any(|at| self.is(at, THAT.with(CUE)) || self.sign(at) == ':')
    }
}
