//! Reported clauses: what a reporting verb must have behind it, and where that ends.

use std::ops::Range;

use crate::article::Article;
use crate::lexicon::{
    ADVERB, ASK, AUX, BLAME, CONNECT, CUE, DEAD, HEAD, JOIN, LINK, MEDIA, NUMBER, PREP, PRESS,
    PRONOUN, RELAY, SAY, SOURCE, SPEAK, TELL, THAT, THINK, VERB, VOW,
};

/// Longest reported clause, in words.
const REACH: usize = 160;

impl Article<'_> {
    /// Whether the words hold a predicate: a copula, a tense word or a common verb.
    pub(crate) fn has_predicate(&self, words: Range<usize>) -> bool {
        words
            .into_iter()
            .any(|at| self.is(at, AUX.with(VERB).with(CUE).with(THINK)))
    }

    /// Whether the words are a clause with a subject of its own: somebody first, then what he does or is.
    pub(crate) fn is_whole_clause(&self, words: Range<usize>) -> bool {
        let Some(first) = self.words.get(words.start) else {
            return false;
        };
        let text = first.span.of(self.text);
        if words.len() < 3 {
            return false;
        }
        if matches!(text, "sự" | "mối" | "cuộc") && !words.clone().any(|at| self.is(at, AUX))
        {
            return false;
        }
        let starts_late = first.is(AUX.with(VERB)) && !first.is(HEAD.with(PREP)) && !first.capital;
        !starts_late && self.has_predicate(words.start + 1..words.end)
    }

    /// The beginning of the clause behind the reporting word at `cue`, and whether *rằng*, *là* or a comma sets it
    /// off. Phrases of occasion before *rằng* ("nói với báo giới rằng") are passed over.
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
        if matches!(self.sign(at), ',' | ':') {
            return (at + 1, true);
        }
        if self.is(at, PREP.with(LINK)) || self.is_light(at) {
            let limit = self.sentence_end(cue, 26);
            let that = (at..limit)
                .take_while(|&at| !self.is(at, CUE) && self.quotation_at(at).is_none())
                .find(|&at| self.words[at].span.of(self.text) == "rằng");
            if let Some(that) = that {
                return (that + 1, true);
            }
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
                at = self.behind_bracket(at, limit);
                continue;
            }
            if self.sign(at) == '[' || at > start && self.ends_clause(at, limit) {
                return at;
            }
            at += 1;
        }
        limit
    }

    /// Whether the reporter takes the word again at `at`: with another reporting verb, another speaker, a source.
    fn ends_clause(&self, at: usize, limit: usize) -> bool {
        let comma = matches!(self.sign(at), ',' | ';' | '-' | '–' | '—');
        let joined = self.is(at, JOIN);
        if !comma && !joined {
            // "… theo Reuters."
            return self.is(at, SOURCE) && self.is_trailing_source(at, limit);
        }
        let mut next = at + usize::from(comma);
        let mut connected = false;
        while next < limit
            && self.is(next, JOIN.with(CONNECT).with(ADVERB))
            && !self.is(next, CUE.with(SOURCE).with(HEAD))
        {
            connected |= self.is(next, JOIN);
            next += 1;
        }
        if self.is(next, SOURCE) && comma {
            return self.is_trailing_source(next, limit);
        }
        if self.is_cue(next, SAY.with(ASK).with(BLAME).with(VOW)) && !self.is(next, PREP) {
            return next + 1 < limit && self.has_clause(next);
        }
        if next < limit
            && self.may_head(next)
            && (comma || connected)
            && let Some(phrase) = self.phrase(next, limit)
        {
            let cue = self.skip_adverbs(phrase.words.end, limit);
            if cue < limit && self.is_cue(cue, CUE.with(TELL).with(RELAY)) {
                let last = self.is_last_word(cue + 1, limit);
                return last || connected && self.is(cue, SAY.with(BLAME)) && self.has_clause(cue);
            }
        }
        false
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
            || self.is(at, PREP.with(LINK))
                && !(at..limit.min(at + 20))
                    .any(|at| self.is(at, THAT.with(CUE)) || self.sign(at) == ':')
            || self.is_light(at)
    }

    /// Whether what stands behind the reporting word at `cue` is a clause that its frame takes.
    pub(crate) fn has_clause(&self, cue: usize) -> bool {
        let (start, set_off) = self.clause_start(cue);
        if self.begins(start) || start >= self.len() {
            return false;
        }
        let limit = self.sentence_end(start, REACH);
        let words = start..limit;
        let first = &self.words[start];
        if !first.is_text() && self.quotation_at(start).is_none() {
            return false;
        }
        let that = self.is(cue + 1, THAT);
        let opens = first.is(AUX) || first.is(VERB.with(CUE)) && !first.is(HEAD);
        if self.is(cue, SAY) {
            if set_off {
                // "…, ông nói, nhưng …" goes on in the reporter's own words.
                return !(self.sign(cue + 1) == ','
                    && (first.is(JOIN) && !first.is(PREP) || self.is_cue(start, CUE)))
                    && (that || self.has_predicate(words));
            }
            if self.is_light(start) && self.is_last_word(start, limit) && !first.is(TELL) {
                return self.long_clause(words);
            }
            return match first.span.of(self.text) {
                "về" | "với" | "lời" | "cho" => false,
                "và" => false,
                _ if first.is(JOIN) && !first.is(PREP) => false,
                _ => opens || self.clause_inside(words),
            };
        }
        if self.is(cue, ASK) {
            return set_off && that
                || self.clause_inside(words)
                    && !first.is(JOIN.with(PREP))
                    && !matches!(first.span.of(self.text), "sự" | "về" | "cho" | "với");
        }
        if self.is(cue, BLAME) {
            if that {
                return true;
            }
            let phrase = self
                .phrase(start, limit)
                .filter(|phrase| !phrase.head.any(crate::lexicon::DOCUMENT));
            if self.words[cue].span.of(self.text).contains("việc")
                || first.span.of(self.text) == "việc"
            {
                return self.clause_inside(words);
            }
            let strict = phrase.is_some_and(|phrase| {
                let next = self.skip_adverbs(phrase.words.end, limit);
                !phrase.head.any(NUMBER) && self.is(phrase.words.end, AUX.with(VERB))
                    || self.is(next, AUX.with(VERB))
            });
            let accuses = matches!(
                self.words[cue].span.of(self.text),
                "cáo buộc" | "tố cáo" | "đổ lỗi" | "đổ lỗi cho" | "tố" | "buộc tội"
            );
            return strict || accuses && !opens && self.clause_inside(words);
        }
        if self.is(cue, VOW) {
            return that
                || opens
                || first.is(HEAD)
                    && self.clause_inside(words)
                    && self.is_whole_clause(start..limit);
        }
        if self.is(cue, SPEAK) {
            return that && self.has_predicate(words.clone())
                || self.sign(cue + 1) == ','
                    && first.is(HEAD)
                    && self.is_whole_clause(words)
                    && !self.begins(cue);
        }
        false
    }

    /// A time at the front and still a whole clause behind it: "cho biết hôm qua tàu đã rời cảng".
    fn long_clause(&self, words: Range<usize>) -> bool {
        let start = (words.start..words.end)
            .find(|&at| !self.is_light(at))
            .unwrap_or(words.end);
        self.is(start, HEAD.with(NUMBER)) && self.clause_inside(start..words.end)
    }

    /// Whether a predicate follows before the words turn to what they are about ("về việc …").
    fn clause_inside(&self, words: Range<usize>) -> bool {
        for at in words.start..words.end.min(words.start + 40) {
            if at > words.start && self.is(at, AUX.with(VERB).with(CUE).with(THINK)) {
                return true;
            }
            if self.is(at, LINK)
                && self.words[at].span.of(self.text) == "về"
                && at < words.start + 12
            {
                return false;
            }
        }
        false
    }

    /// Whether the quoted words carry the claim of the clause around them, or are a term within it.
    pub(crate) fn carries(&self, open: usize, content: Range<usize>, clause: Range<usize>) -> bool {
        let count = self.syllables(content.clone());
        let total = self.syllables(clause.clone()).max(1);
        let named = open > 0
            && (self.is(open - 1, DEAD)
                || matches!(
                    self.words[open - 1].span.of(self.text),
                    "gọi là" | "mang tên" | "tên" | "chiến dịch" | "khẩu hiệu" | "chính sách"
                ));
        if named {
            return false;
        }
        let predicate = self.is(content.start, AUX);
        match count {
            0..=2 => count * 3 >= total * 2,
            3 => predicate,
            4 | 5 => predicate || count * 10 >= total * 3,
            _ => true,
        }
    }

    /// Whether the word begins a speaker that may stand for itself.
    pub(crate) fn is_bare_pronoun(&self, at: usize) -> bool {
        self.is(at, PRONOUN)
    }
}
