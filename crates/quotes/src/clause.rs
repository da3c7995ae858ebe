//! Reported clauses: where they begin and where they end.

use crate::article::Article;
use crate::lexicon::{
    ABOUT, ADVERB, AND, ANY, ASK, AUX, BECAUSE, BLAME, CALL, CLAIM, COMPLAIN, CONCEDE, CONNECT,
    CONTRAST, COUNT, CREDIT, CUE, CUT, Classes, DEED, DOCUMENT, FEEL, HEAD, INNER, JOIN, LATER,
    LINK, MEDIA, MOVE, NOUN, NUMBER, ORG, PASSIVE, PLACE, PLAN, PLURAL, PREP, PRESS, PRESS_TEXT,
    PRONOUN, PURPOSE, RANG, RELATIVE, RELAY, SAY, SILENCE, SOURCE, SPEAK, SPOKEN, STRONG, TELL,
    THAT, THAT_IS, THINK, THINKING, TITLE, VERB, VOW, WEAK, WHILE,
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
        let limit = self.sentence_end(cue, THAT_REACH);
        let is = |at: usize, classes: Classes| at < limit && self.is(at, classes);
        let sign = |at: usize| if at < limit { self.sign(at) } else { ' ' };
        let mut at = cue + 1;
        if is(at, ADVERB) && is(at + 1, THAT) {
            at += 1;
        }
        // "bày tỏ quan điểm cho rằng …"
        if is(at, THINKING) && self.is(cue, SAY.with(SPEAK)) {
            return (at + 1 + usize::from(sign(at + 1) == ','), true);
        }
        if is(at, THAT) {
            at += 1;
            return (at + usize::from(matches!(sign(at), ',' | ':')), true);
        }
        if sign(at) == ':'
            || sign(at) == ','
                && (self.is(cue, SAY.with(SPEAK).with(TELL).with(ASK).with(FEEL))
                    || self.is(cue, VOW) && self.is(cue, NOUN))
        {
            return (at + 1, true);
        }
        if self.is(cue, BLAME.with(COMPLAIN)) {
            // "chỉ trích mạnh mẽ việc …"
            at += usize::from(is(at, ADVERB) && is(at + 1, DEED.with(ABOUT).with(CLAIM)));
            if is(at, ABOUT) && is(at + 1, DEED) {
                return (at + 2, false);
            }
            if is(at, DEED) {
                return (at + 1, false);
            }
            let claim = at + usize::from(is(at, NUMBER.with(ANY)) && is(at + 1, CLAIM));
            if is(claim, CLAIM) {
                // "bác bỏ khả năng …", "phủ nhận thông tin cho rằng …", "phủ nhận mọi thông tin nào của báo chí cho rằng …"
                let saying = (claim + 1..limit.min(claim + 8))
                    .take_while(|&at| {
                        self.words[at].is_text() && (!self.is(at, AUX) || self.is(at, PASSIVE))
                    })
                    .find(|&at| is(at, SAY) && !is(at, NOUN) || is(at, RANG));
                if let Some(saying) = saying {
                    return (saying + 1 + usize::from(is(saying + 1, THAT)), true);
                }
                let at = claim;
                let inner = at
                    + 1
                    + usize::from(is(at + 1, ABOUT.with(SAY)) && is(at + 2, DEED.with(THAT)));
                let inner = inner + usize::from(is(inner, DEED.with(THAT).with(SAY)));
                return (inner, inner > at + 1);
            }
        }
        let behind_that = |that: usize| (that + 1 + usize::from(sign(that + 1) == ','), true);
        if self.is(cue, FEEL) && !is(at, AUX) {
            let that = (at..limit.min(at + 10))
                .take_while(|&at| self.words[at].is_text() && !self.is(at, CUE.with(AUX)))
                .find(|&at| is(at, RANG));
            if let Some(that) = that {
                return behind_that(that);
            }
        }
        if is(at, PREP.with(LINK)) || at < limit && self.is_light(at) {
            let that = (at..limit)
                .take_while(|&at| !self.is(at, CUE.with(TELL)) && self.quotation_at(at).is_none())
                .find(|&at| self.is(at, RANG));
            if let Some(that) = that {
                return behind_that(that);
            }
        } else if at < limit
            && self.plain(at)
            && !self.is(at, HEAD)
            && let Some(that) = (at + 1..limit.min(at + 5))
                .take_while(|&at| self.plain(at) || self.is(at, RANG))
                .find(|&at| self.is(at, RANG))
        {
            return behind_that(that);
        } else if is(at, HEAD)
            && let Some(phrase) = self.phrase(at, limit)
            && is(phrase.words.end, RANG)
        {
            return behind_that(phrase.words.end);
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
                if at + 1 < limit && self.is(at + 1, CREDIT) {
                    return at;
                }
                at = self.behind_bracket(at, limit);
                continue;
            }
            if self.sign(at) == ':'
                && at > start + 1
                && self.quotation_at(at + 1).is_some()
                && self.is_cue(at - 1, CUE)
                && let Some(comma) = (start + 1..at).rev().find(|&at| self.sign(at) == ',')
            {
                // "… đề nghị cho biết ý kiến, bà Hoa nói: “…”"
                return comma;
            }
            if matches!(self.sign(at), '[' | ']')
                || at > start
                    && (self.ends_clause(start, at, limit) || self.turns_in_headline(at, limit))
            {
                return at;
            }
            at += 1;
        }
        limit
    }

    /// "Triều Tiên thông báo phóng vệ tinh, Nhật Bản nâng báo động": in a headline another party takes over behind a
    /// comma.
    fn turns_in_headline(&self, at: usize, limit: usize) -> bool {
        let line = self.sign(at) == ','
            && self.words.get(limit).is_none_or(|word| word.line)
            && self.words[self.sentence_start(at, 30)].line
            && self.words[limit - 1].is_text();
        line && at + 2 < limit
            && self.is(at + 1, PLACE.with(ORG).with(TITLE).with(PRONOUN))
            && self.phrase(at + 1, limit).is_some_and(|phrase| {
                let end = phrase.words.end;
                end < limit && self.words[end].is_text() && !self.is(end, JOIN) && end - at < 8
            })
    }

    /// Whether the reporter takes the word again at `at`: with another reporting verb, another speaker, a source.
    fn ends_clause(&self, start: usize, at: usize, limit: usize) -> bool {
        let is = |at: usize, classes: Classes| at < limit && self.is(at, classes);
        let comma = matches!(self.sign(at), ',' | ';' | '-' | '–' | '—');
        if self.is(at, PREP)
            && !self.is(at, SOURCE.with(CUE))
            && at + 1 < limit
            && self.is_cue(at + 1, SAY.with(BLAME).with(ASK))
        {
            // "… sau khi cáo buộc …"
            return self.has_clause(at + 1);
        }
        if !comma && !self.is(at, JOIN) {
            // "… theo Reuters."
            return self.is(at, SOURCE)
                && is(at + 1, MEDIA.with(PRESS))
                && self.is_trailing_source(at, limit);
        }
        let mut next = at + usize::from(comma);
        if comma && is(next, RELATIVE) && self.comments(next, limit) {
            return true;
        }
        if self.is(at, JOIN) && is(at + 1, RANG)
            || is(next, CONTRAST) && is(next + 1, CUT) && is(next + 2, CUE.with(SILENCE))
            || comma && is(next, WHILE)
            || self.sign(at) == ';' && is(next, CUE) && !is(next, HEAD.with(PREP))
        {
            // "khẳng định …; đề nghị …; hoan nghênh …": a chain of what one party said.
            return true;
        }
        if self.remarks(start, at, next, limit)
            || self.leaves_unsaid(next, limit)
            || comma && is(next, PREP) && is(next + 1, THINK)
        {
            return true;
        }
        if is(next, JOIN)
            && is(next + 1, LATER)
            && (is(next, CONTRAST) || is(next + 2, AUX.with(VERB)))
        {
            return true;
        }
        // "…, song số liệu của cảnh sát cho thấy ngược lại"
        let facts = is(next, CONTRAST) && is(next + 1, SPOKEN.with(DOCUMENT).with(NUMBER));
        if facts && (next + 2..limit.min(next + 12)).any(|at| self.is(at, STRONG)) {
            return true;
        }
        let mut connected = false;
        let contrast = is(next, CONTRAST);
        // "… dù phía bên kia dọa kiện", "…, do đó ông đã yêu cầu …" belong to what is reported.
        let inner = is(next, INNER) || !comma && is(next, PREP);
        while next < limit
            && is(next, JOIN.with(CONNECT).with(ADVERB))
            && !is(next, CUE.with(SOURCE).with(HEAD))
        {
            connected |= is(next, JOIN);
            next += 1;
        }
        if is(next, SOURCE) && comma && connected {
            return self
                .phrase(next + 1, limit)
                .is_some_and(|phrase| self.sign(phrase.words.end) == ',');
        }
        if is(next, SOURCE) && comma {
            return is(next + 1, PRESS_TEXT) || self.is_trailing_source(next, limit);
        }
        if (self.is_cue(next, SAY.with(ASK).with(BLAME).with(VOW)) || self.settles(next))
            && !is(next, PREP)
        {
            let chained = comma && self.is(at + 1, SAY) && next == at + 1 && !self.is(next, NOUN);
            return next + 1 < limit
                && (chained
                    || comma && connected
                    || contrast
                    || self.has_clause(next)
                    || self.quotation_at(next + 1).is_some());
        }
        if (comma || connected)
            && is(next, CALL)
            && (next + 1..limit.min(next + 12)).any(|at| self.quotation_at(at).is_some())
        {
            // "…, đồng thời mô tả thành phố là “…”"
            return true;
        }
        if next < limit
            && self.may_head(next)
            && (comma || connected)
            && !inner
            && let Some(phrase) = self.phrase(next, limit)
        {
            let cue = self.skip_adverbs(phrase.words.end, limit);
            if connected
                && self.is(cue, CALL)
                && (cue + 1..limit.min(cue + 12)).any(|at| self.quotation_at(at).is_some())
            {
                // "… còn Lào gọi cuộc gặp là “…”"
                return true;
            }
            if cue < limit && self.is_cue(cue, CUE.with(TELL).with(RELAY)) {
                // "trong cuộc gặp với báo giới, ông đề nghị …", "Lào và Peru đã cam kết …": so far nothing is said of anybody.
                if !self.has_predicate(start..at) && !contrast {
                    return false;
                }
                let last = self.is_last_word(cue + 1, limit);
                return last || contrast || connected && self.has_clause(cue);
            }
        }
        false
    }

    /// The reporter's own remark behind the clause: what the whole of it is called (", một động thái bị coi là …"),
    /// what is still open (", dù chưa rõ …"), a new beginning (", tuy nhiên, …"), or somebody else who thwarts what was
    /// only wished or promised ("hứa sẽ đắp đê, nhưng tỉnh chưa có tiền").
    fn remarks(&self, start: usize, at: usize, next: usize, limit: usize) -> bool {
        let is = |at: usize, classes: Classes| at < limit && self.is(at, classes);
        let comma = next > at;
        if comma && is(next, COUNT) && !is(next, PLURAL) && is(next + 1, MOVE) {
            return true;
        }
        if is(next, CONCEDE) && is(next + 1, AUX) && !is(next + 1, THAT.with(THAT_IS)) {
            return true;
        }
        let turns = comma && is(next, CONTRAST) && !is(next, WHILE);
        if turns && next + 1 < limit && self.sign(next + 1) == ',' {
            return is(next, CONNECT);
        }
        let bare = is(start, VERB) && !is(start, HEAD.with(AUX).with(PREP));
        turns && bare && is(next + 1, COUNT.with(HEAD)) && !is(next + 1, AUX.with(CUE))
    }

    /// "…, nhưng không cung cấp thêm chi tiết": the reporter tells what was not said.
    fn leaves_unsaid(&self, at: usize, limit: usize) -> bool {
        self.is(at, CONTRAST)
            && at + 3 < limit
            && (self.is(at + 1, AUX) && self.is(at + 2, SILENCE) && !self.is(at + 1, WEAK)
                || self.is(at + 1, ADVERB) && self.is(at + 2, AUX) && self.is(at + 3, SILENCE))
    }

    /// "…, điều mà Qatar phủ nhận": the reporter's own remark on the whole clause.
    fn comments(&self, at: usize, limit: usize) -> bool {
        (at..limit.min(at + 12)).any(|at| self.is_cue(at, CUE)) && !self.words[at].capital
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

    /// "cho biết đê đã vỡ và “rất đáng lo”": the clause from `start` has said something before the marks open at
    /// `open`, and they hold what is joined to it: a second predicate, or what it is meant for.
    pub(crate) fn is_joined(&self, start: usize, open: usize) -> bool {
        let joined = (start + 1..open)
            .rev()
            .take(3)
            .find(|&at| !self.is(at, AUX.with(THAT).with(ADVERB)) || self.is(at, JOIN))
            .filter(|&at| {
                self.is(at, AND.with(RELATIVE)) && self.is(at, JOIN)
                    // "là cơ hội để “…”": what the noun is for is what is said of it.
                    || at + 1 == open
                        && self.is(at, PURPOSE.with(BECAUSE))
                        && self.is(at, PREP)
                        && !(self.is(at - 1, PLAN) && self.is(at - 2, THAT))
            });
        joined.is_some_and(|joined| {
            (start + 1..joined)
                .any(|at| self.is(at, AUX.with(VERB)) && !self.is(at, PREP.with(JOIN)))
        })
    }
}
