//! Candidates without marks: the clause behind a reporting verb, before it, or behind a headline's colon.

use std::ops::Range;

use crate::attribution::Attribution;
use crate::extract::{Found, Pass};
use crate::lexicon::{
    ABOUT, ANSWER, ASK, AUX, BLAME, BY, CAUSATIVE, COUNT, CREDIT, CUE, DEED, DOCUMENT, FIRST, HEAD,
    JOIN, LIKENESS, MEDIA, NUMBER, OF, OPINION, ORG, PASSIVE, PLACE, PLAN, PREP, PRONOUN, QUESTION,
    RANG, RELATIVE, ROLE, SAY, SOURCE, SPEAK, STRONG, TELL, THAT, TIME, TITLE, VERB, VOW, WEAK,
};
use crate::marks::{Family, family_of};
use crate::phrase::Phrase;
use crate::quotation::Quotation;
use crate::speaker::Verb;
use crate::statement::{Kind, Reason};

impl Pass<'_, '_> {
    /// Whether the quotation right behind the verb takes it whole.
    pub(crate) fn is_for_quotation(&self, cue: usize, start: usize) -> bool {
        let article = self.article;
        let colon = article.sign(cue + 1) == ':' || start > 0 && article.sign(start - 1) == ':';
        let limit = article.sentence_end(start, 26);
        let ahead = (start..limit)
            .take_while(|&at| article.quotation_at(at).is_none() && !article.is(at, THAT.with(AUX)))
            .any(|at| {
                article.sign(at) == ':' && at + 1 < limit && article.quotation_at(at + 1).is_some()
            });
        article.quotation_at(start).is_some()
            || colon && start + 1 < limit && article.quotation_at(start + 1).is_some()
            || ahead
    }

    /// A verb that a quotation before it has taken reports more only when a clause follows at once.
    pub(crate) fn goes_on(&self, cue: usize) -> bool {
        let (start, set_off) = self.article.clause_start(cue);
        let that = self.article.is(cue + 1, THAT);
        (that || !set_off && self.article.is(start, HEAD.with(FIRST)))
            && self.article.has_clause(cue)
    }

    /// "phần bồi thường mà Ba Lan đòi": the verb belongs to a noun.
    pub(crate) fn is_relative(&self, verb: &Verb) -> bool {
        let article = self.article;
        verb.subject.as_ref().is_some_and(|phrase| {
            let start = phrase.words.start;
            if article.begins(start) {
                return false;
            }
            // "câu hỏi của phóng viên đề nghị cho biết …", "buộc dân làng giải thích …"
            let asked = article.is(start - 1, OF) && start > 1 && article.is(start - 2, QUESTION);
            let noun = RELATIVE.with(LIKENESS).with(DEED).with(PASSIVE);
            asked || article.is(start - 1, noun.with(CAUSATIVE))
        })
    }

    /// "vụ nổ do nhóm Z thừa nhận tiến hành": who stands behind *do* and what he owns to belong to a noun.
    pub(crate) fn is_agent(&self, verb: &Verb) -> bool {
        let article = self.article;
        let next = verb.at + 1;
        verb.subject.as_ref().is_some_and(|phrase| {
            let start = phrase.words.start;
            let owned = article.is(next, VERB) && !article.is(next, AUX.with(CUE));
            // "danh sách do bà Hoa đề xuất sẽ …"
            let asked =
                article.is(verb.at, ASK) && (article.is(next, AUX) || article.sign(next) == ',');
            !article.begins(start)
                && article.is(start - 1, BY)
                && (owned || asked)
                && !article.is(next, HEAD)
        })
    }

    /// A reported clause behind the verb at `cue`.
    pub(crate) fn reported(
        &mut self,
        cue: usize,
        start: usize,
        end: usize,
        attribution: Attribution,
    ) {
        let article = self.article;
        if article.syllables(start..end) < 2 {
            return self.refuse(start..end, Reason::NoPredicate);
        }
        let Some(speaker) = attribution.speaker.clone() else {
            return self.refuse(start..end, Reason::NoSpeaker);
        };
        let named = speaker.clone().find(|&at| !article.is(at, NUMBER));
        if named.is_some_and(|at| article.is(at, PLAN) && !article.is(at, HEAD)) {
            // "Các biện pháp … với cáo buộc …"
            return self.refuse(start..end, Reason::NoSpeaker);
        }
        if self.is_mere_source(&speaker, cue)
            && self
                .quotations_in(start, end)
                .iter()
                .any(|quotation| article.carries(quotation.open, quotation.content(), start..end))
            && let Some(subject) = article.phrase(start, end)
        {
            // "Báo Mai cho biết thị trưởng đã “bác bỏ hoàn toàn” …": the words are those of the one spoken of.
            let attribution = Attribution {
                speaker: Some(subject.words),
                via: Some(speaker),
                ..attribution
            };
            return self.clause(start, end, attribution);
        }
        if self.is_mere_source(&speaker, cue) || self.passes_on(&speaker, start, end) {
            // The clause may hold the real speaker with a verb of his own.
            return self.refuse(speaker, Reason::MediumAsSource);
        }
        self.clause(start, end, attribution);
    }

    /// "Hàn Quốc: Bình Nhưỡng sắp thử tên lửa": a headline or a pointer to another story.
    pub(crate) fn headline(&mut self, colon: usize) {
        let article = self.article;
        let mut start = self.sentence;
        while matches!(article.sign(start), '[' | '>' | '-' | '•' | '*' | '»') {
            start += 1;
        }
        if start >= colon
            || colon - start > 12
            || colon + 1 >= article.len()
            || article.begins(colon + 1)
        {
            return;
        }
        let Some(phrase) = article.phrase(start, colon).filter(|phrase| {
            phrase.words.end == colon
                && !article.is_medium(phrase)
                && !phrase.head.any(CREDIT.with(DOCUMENT))
        }) else {
            return;
        };
        // A state before a colon may be only where something happens: "Peru: Dân làng chặn đường".
        let first = colon + 1;
        let claims = (first + 1..article.clause_end(first))
            .any(|at| article.is(at, AUX) && !article.is(at, WEAK));
        let bracketed = article.sign(self.sentence) == '[' && !article.is(first, VERB) && claims;
        if phrase.head.any(PLACE)
            && !bracketed
            && !article.is(first, PLACE.with(AUX).with(FIRST).with(TITLE).with(PRONOUN))
        {
            return;
        }
        let end = article.clause_end(colon + 1);
        let bracket = article.sign(self.sentence) == '[' && article.sign(end) == ']';
        let line = article.words[self.sentence].line
            && article.words.get(end).is_none_or(|word| word.line);
        if (bracket || line) && end - colon > 4 && self.quotations_in(colon, end).is_empty() {
            self.take(
                Kind::Indirect,
                colon + 1..end,
                Attribution {
                    speaker: Some(phrase.words),
                    cue: None,
                    via: None,
                },
            );
        }
    }

    /// A medium that passes on facts.
    pub(crate) fn is_mere_source(&self, speaker: &Range<usize>, cue: usize) -> bool {
        let article = self.article;
        // "Hãng Reuters đưa tin"
        let body = TITLE.with(ROLE).with(PRONOUN).with(PLACE);
        let agency = article.is(cue, TELL)
            && if article.is(speaker.start, ORG) {
                article.is(speaker.start + 1, MEDIA)
            } else {
                !article.is(speaker.start, body)
            };
        agency
            || article
                .phrase(speaker.start, speaker.end)
                .is_some_and(|phrase| article.is_medium(&phrase) && !article.is(cue, OPINION))
    }

    /// A medium whose clause is somebody else's statement: "KCNA khẳng định Bình Nhưỡng cảnh báo …".
    pub(crate) fn passes_on(&self, speaker: &Range<usize>, start: usize, end: usize) -> bool {
        let article = self.article;
        let medium = article
            .phrase(speaker.start, speaker.end)
            .is_some_and(|phrase| article.is_medium(&phrase));
        medium
            && article.phrase(start, end).is_some_and(|phrase| {
                let cue = article.skip_adverbs(phrase.words.end, end);
                article.is_cue(cue, CUE) && article.has_clause(cue)
            })
    }

    /// Takes the clause: its quoted parts where they carry the claim, otherwise the whole.
    pub(crate) fn clause(&mut self, start: usize, end: usize, attribution: Attribution) {
        let article = self.article;
        let quoted: Vec<Quotation> = self.quotations_in(start, end);
        let mut carried = Vec::new();
        for quotation in &quoted {
            if article.carries(quotation.open, quotation.content(), start..end) {
                carried.push(*quotation);
            }
        }
        if !carried.is_empty() {
            // Beside a quoted claim a short quoted predicate counts as well.
            carried = quoted
                .iter()
                .filter(|quotation| {
                    let content = quotation.content();
                    carried.contains(quotation)
                        || article.is(content.start, AUX) && article.syllables(content) >= 3
                })
                .copied()
                .collect();
        }
        if carried.is_empty() {
            self.take(Kind::Indirect, start..end, attribution);
            return;
        }
        for quotation in &quoted {
            let content = quotation.content();
            if carried.contains(quotation) {
                let alone = quotation.open == start && article.is_whole_clause(content.clone());
                self.take(
                    if alone { Kind::Direct } else { Kind::Mixed },
                    content,
                    attribution.clone(),
                );
            } else {
                self.refuse(content, Reason::ScareQuote);
            }
        }
        let behind = carried.last().map_or(start, Quotation::end);
        self.covered = self.covered.max(behind);
        // "… và rằng …" behind the quoted part is a statement of its own.
        let more = (behind..end)
            .find(|&at| article.is(at, JOIN))
            .filter(|&at| at + 1 < end && article.is(at + 1, RANG));
        if let Some(more) = more {
            self.take(Kind::Indirect, more + 2..end, attribution);
        }
    }

    /// The quotations that lie between `start` and `end`.
    pub(crate) fn quotations_in(&self, start: usize, end: usize) -> Vec<Quotation> {
        let all = &self.article.quotations;
        let first = all.partition_point(|quotation| quotation.open < start);
        all[first..]
            .iter()
            .take_while(|quotation| quotation.end() <= end)
            .copied()
            .collect()
    }

    /// "Nội dung, ông nói.": the clause stands before its speaker and the verb ends the sentence.
    pub(crate) fn content_before(&mut self, cue: usize) -> bool {
        let article = self.article;
        let limit = article.sentence_end(cue, 40);
        if article.is(cue, SPEAK) && !article.is(cue, ANSWER) {
            return false;
        }
        let dash = matches!(article.sign(cue + 1), '–' | '—');
        // "…, bà Hoa nói, đồng thời cảnh báo …"
        let goes_on = article.sign(cue + 1) == ','
            && (article.is(cue + 2, JOIN) || article.is_cue(cue + 2, CUE));
        if article.is(cue + 1, ABOUT) {
            return false;
        }
        if !dash && !goes_on && !article.is_last_word(cue + 1, limit)
            || article.is_light(cue + 1) && article.has_clause(cue)
        {
            return false;
        }
        let start = self.sentence.max(self.covered);
        let near = start.max(cue.saturating_sub(24));
        let Some(subject) = article
            .adjacent_subject(near, cue)
            .filter(|phrase| {
                matches!(
                    article.sign(phrase.words.start.max(1) - 1),
                    ',' | '-' | '–' | '—'
                )
            })
            .or_else(|| self.described_last(near, cue))
        else {
            return false;
        };
        let Some(comma) = subject.words.start.checked_sub(1).filter(|&at| at > start) else {
            return false;
        };
        if !matches!(article.sign(comma), ',' | '-' | '–' | '—')
            || article.has_clause(cue) && !article.begins(cue + 1)
        {
            return false;
        }
        let words = start..comma;
        let fits = (5..160).contains(&words.len())
            && article.quotation_at(comma - 1).is_none()
            && !article.is(start, SOURCE)
            && article
                .first_cue(start, comma, SAY.with(ASK).with(BLAME).with(VOW))
                .is_none()
            && (article.is_whole_clause(start..comma)
                || article.is(start, DEED) && (start..comma).any(|at| article.is(at, STRONG))
                || article.sign(comma) != ',')
            && (!article.is(start, PREP.with(TIME))
                || words.len() > 12 && words.clone().any(|at| article.is(at, AUX)));
        let words = article.owner(subject.words.clone());
        if !fits || self.is_mere_source(&words, cue) {
            return false;
        }
        // "“Mưa sẽ còn lớn, bà Hoa nói.": the mark was never closed.
        let stray = family_of(article.sign(start)) == Some(Family::Double)
            && article.quotation_at(start).is_none();
        let kind = if stray { Kind::Direct } else { Kind::Indirect };
        self.clause_before(
            kind,
            start + usize::from(stray)..comma,
            Attribution {
                speaker: Some(words),
                cue: Some(cue..cue + 1),
                via: None,
            },
            cue,
        );
        true
    }

    /// "Tàu đã rời cảng, đài X dẫn lời bà Hoa cho hay.": the clause stands before the medium that passes it on.
    pub(crate) fn relayed_last(&mut self, relay: usize) -> bool {
        let article = self.article;
        let limit = article.sentence_end(relay, 40);
        let start = self.sentence.max(self.covered);
        let Some(comma) = (start..relay)
            .rev()
            .take(12)
            .find(|&at| !article.words[at].is_text())
            .filter(|&at| matches!(article.sign(at), ',' | '-' | '–' | '—'))
        else {
            return false;
        };
        let attribution = article.relayed(comma + 1, relay);
        let last = attribution.cue.as_ref().map_or(relay, |cue| cue.start);
        let told = attribution
            .speaker
            .as_ref()
            .map_or(relay, |words| words.end)
            .max(last + 1);
        let fits = attribution.speaker.is_some()
            && attribution.via.as_ref().is_some_and(|words| {
                words.start == comma + 1 && article.skip_adverbs(words.end, relay) == relay
            })
            && article.is_last_word(told, limit)
            && (5..160).contains(&(comma - start))
            && !article.is(start, SOURCE.with(PREP))
            && article.quotation_at(comma - 1).is_none()
            && article.first_cue(start, comma, CUE).is_none()
            && article.is_whole_clause(start..comma);
        if fits {
            self.clause_before(Kind::Indirect, start..comma, attribution, told - 1);
        }
        fits
    }

    /// "…, một quan chức Peru có quan hệ tốt với dân làng cho hay.": somebody without a name behind the last comma and what
    /// is said of him.
    fn described_last(&self, from: usize, cue: usize) -> Option<Phrase> {
        let article = self.article;
        let comma = (from..cue).rev().find(|&at| !article.words[at].is_text())?;
        let plain = (comma + 1..cue)
            .all(|at| article.quotation_at(at).is_none() && !article.is(at, CUE.with(THAT)));
        article.phrase(comma + 1, cue).filter(|phrase| {
            let unnamed = article.is(comma + 1, COUNT) && phrase.head.any(TITLE.with(ROLE));
            plain && unnamed && article.sign(comma) == ',' && article.is(cue, SAY)
        })
    }

    /// Takes a clause that stands before its attribution, of which `cue` is the last word.
    pub(crate) fn clause_before(
        &mut self,
        kind: Kind,
        words: Range<usize>,
        attribution: Attribution,
        cue: usize,
    ) {
        self.findings.found.push(Found {
            kind,
            words,
            attribution: attribution.clone(),
        });
        self.last = Some(attribution);
        self.covered = self.covered.max(cue + 1);
    }
}
