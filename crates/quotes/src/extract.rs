//! One pass over an article: every quotation and every reporting word is a candidate, in the order of the text.

use std::ops::Range;

use crate::article::Article;
use crate::attribution::Attribution;
use crate::lexicon::{
    ADVERB, ANSWER, AUX, BLAME, CALL, CONNECT, CREDIT, CUE, DOCUMENT, FIRST, HEAD, JOIN, LIKENESS,
    LINK, NAMED, NUMBER, OPINION, PLACE, PREP, PRESS_TEXT, RANG, RELATIVE, RELAY, ROLE, SAY,
    SOURCE, SPEAK, TELL, THAT, THINK, TIME, TITLE, WITH,
};
use crate::quotation::Quotation;
use crate::statement::{Kind, Reason};

/// A statement by positions among the words.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) kind: Kind,
    pub(crate) words: Range<usize>,
    pub(crate) attribution: Attribution,
}

/// What one pass over an article found and refused.
#[derive(Default)]
pub(crate) struct Findings {
    pub(crate) found: Vec<Found>,
    pub(crate) refused: Vec<(Range<usize>, Reason)>,
}

/// Runs the pass.
pub(crate) fn findings(article: &Article) -> Findings {
    let mut pass = Pass {
        article,
        findings: Findings::default(),
        used: None,
        last: None,
        covered: 0,
        sentence: 0,
    };
    pass.run();
    pass.findings
}

struct Pass<'a, 't> {
    article: &'a Article<'t>,
    findings: Findings,
    /// The reporting word that a quotation before it has already taken.
    used: Option<usize>,
    /// The last attribution of this sentence, for verbs without a subject of their own.
    last: Option<Attribution>,
    /// Words before this position belong to a statement.
    covered: usize,
    /// The beginning of the current sentence.
    sentence: usize,
}

impl Pass<'_, '_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.article.len() {
            if self.article.begins(at) {
                self.sentence = at;
                self.last = None;
            }
            if let Some(quotation) = self.article.quotation_at(at) {
                if at >= self.covered {
                    self.quotation(&quotation);
                }
                at = quotation.end().max(at + 1);
                continue;
            }
            if at >= self.covered {
                self.word(at);
            }
            at = (at + 1).max(self.covered.min(self.article.len()));
        }
    }

    fn take(&mut self, kind: Kind, words: Range<usize>, attribution: Attribution) {
        self.covered = self.covered.max(words.end);
        self.last = Some(attribution.clone());
        self.findings.found.push(Found {
            kind,
            words,
            attribution,
        });
    }

    fn refuse(&mut self, words: Range<usize>, reason: Reason) {
        self.findings.refused.push((words, reason));
    }

    /// A quotation that no reported clause before it holds.
    fn quotation(&mut self, quotation: &Quotation) {
        let article = self.article;
        let content = article.content(quotation);
        if content.is_empty() {
            return;
        }
        let before = quotation.open.checked_sub(1);
        if let Some(colon) =
            before.filter(|&at| article.sign(at) == ':' && !article.begins(quotation.open))
        {
            let attribution = article.before_colon(colon);
            if attribution.cue.is_some() && (attribution.speaker.is_some() || self.last.is_some())
                || attribution.speaker.is_some()
                    && (article.is_whole_clause(content.clone()) || article.is_speech(quotation))
            {
                let attribution = self.completed(attribution);
                return self.take(Kind::Direct, content, attribution);
            }
            if article.is_speech(quotation) {
                let attribution = self.completed(attribution);
                return self.take(Kind::Direct, content, attribution);
            }
            return self.refuse(content, Reason::ScareQuote);
        }
        if let Some(cue) = article.adjacent_cue(quotation) {
            if self.used == Some(cue) && article.sign(quotation.open - 1) == ',' {
                // "“A”, ông nói, “B”": the second half has the attribution of the first.
                let attribution = self.last.clone().unwrap_or_default();
                return self.take(Kind::Direct, content, attribution);
            }
            let attribution = self.attribution_of(cue);
            let behind = quotation.end();
            if attribution.speaker.is_some()
                && article.is(behind, AUX)
                && !article.begins(behind)
                && article.is(cue, CUE)
                && !article.has_predicate(content.start..content.start + 1)
            {
                // The quoted words are the subject of the clause: "cảnh báo “kẻ gây rối” phải trả giá".
                let end = article.clause_end(quotation.open);
                return self.take(Kind::Indirect, quotation.open..end, attribution);
            }
            if attribution.speaker.is_some()
                && (article.syllables(content.clone()) > 3 || article.is(cue, SAY))
            {
                let kind = if article.is_whole_clause(content.clone()) {
                    Kind::Direct
                } else {
                    Kind::Mixed
                };
                return self.take(kind, content, attribution);
            }
        }
        let leads = article.leads(quotation);
        let long = article.syllables(content.clone()) >= 4;
        let glued = article.words[content.start].capital
            && long
            && before.is_some_and(|at| article.words[at].capital || !article.words[at].is_text());
        if (leads || glued)
            && let Some(attribution) = article
                .behind(quotation)
                .or_else(|| article.next_sentence(quotation))
        {
            self.used = attribution.cue.as_ref().map(|cue| cue.start);
            let attribution = self.completed(attribution);
            return self.take(Kind::Direct, content, attribution);
        }
        if leads
            && article.is_whole_clause(content.clone())
            && (article.begins(quotation.end()) || !article.words[quotation.end()].is_text())
            && long
        {
            // Words that stand alone go on with the speaker before them, or belong to the person just told of.
            let previous = self.findings.found.last();
            let near = previous.is_some_and(|found| {
                let told = found
                    .words
                    .end
                    .max(found.attribution.cue.as_ref().map_or(0, |cue| cue.end));
                article.sentence_start(quotation.open.saturating_sub(1), 80) < told
            });
            let person = if near {
                None
            } else {
                article.previous_person(quotation)
            };
            if let Some(person) = person {
                return self.take(
                    Kind::Direct,
                    content,
                    Attribution {
                        speaker: Some(person.words),
                        cue: None,
                        via: None,
                    },
                );
            }
            let carried = previous.map(|found| found.attribution.clone());
            if let Some(attribution) = carried {
                return self.take(Kind::Direct, content, attribution);
            }
            if article.is_speech(quotation) {
                return self.take(Kind::Direct, content, Attribution::default());
            }
        }
        self.inner(quotation, content);
    }

    /// A quotation inside the reporter's own sentence: governed by a verb before it, or no statement.
    fn inner(&mut self, quotation: &Quotation, content: Range<usize>) {
        let article = self.article;
        let from = self.sentence.max(quotation.open.saturating_sub(40));
        let enough = article.syllables(content.clone()) >= 4;
        let called = article.last_cue(
            quotation.open.saturating_sub(16).max(self.sentence),
            quotation.open,
            CALL,
        );
        let naming = !article.begins(quotation.open)
            && (article.is(quotation.open - 1, THAT) || article.is(quotation.open - 1, LIKENESS));
        let cue = match called {
            Some(cue) if naming => Some(cue),
            _ => article
                .last_cue(from, quotation.open, CUE)
                .filter(|_| enough),
        };
        let named = !article.begins(quotation.open) && article.is(quotation.open - 1, NAMED);
        if let Some(cue) = cue.filter(|_| !named)
            && (enough || article.syllables(content.clone()) >= 3)
        {
            let attribution = self.attribution_of(cue);
            if attribution.speaker.is_some() {
                return self.take(Kind::Mixed, content, attribution);
            }
        }
        self.refuse(content, Reason::ScareQuote);
    }

    /// Fills in the speaker of the sentence, or of the statement before, where the attribution names none.
    fn completed(&self, mut attribution: Attribution) -> Attribution {
        if attribution.speaker.is_none() {
            let known = self
                .last
                .as_ref()
                .or_else(|| self.findings.found.last().map(|found| &found.attribution));
            attribution.speaker = known.and_then(|known| known.speaker.clone());
        }
        attribution
    }

    /// The attribution by the verb at `cue`: its own subject, or the one of the verb before it.
    fn attribution_of(&self, cue: usize) -> Attribution {
        let article = self.article;
        let start = article.segment_start(cue);
        if article.is(cue, RELAY) {
            return article.relayed(start, cue);
        }
        if let Some(relay) = article.last_cue(start, cue, RELAY) {
            // "Đài X dẫn lời ông Y cho biết": who stands behind *dẫn lời* speaks.
            let relayed = article.relayed(start, relay);
            if relayed.speaker.is_some() {
                return Attribution {
                    cue: Some(cue..cue + 1),
                    ..relayed
                };
            }
        }
        let own = article.adjacent_subject(start, cue);
        let speaker = match own {
            Some(phrase) => Some(article.owner(phrase.words)),
            None => match &self.last {
                Some(last) if last.speaker.is_some() => last.speaker.clone(),
                _ => article
                    .subject(start, cue)
                    .or_else(|| article.sentence_subject(self.sentence, cue))
                    .map(|phrase| article.owner(phrase.words)),
            },
        };
        Attribution {
            speaker,
            cue: Some(cue..cue + 1),
            via: None,
        }
    }

    /// A word outside quotations: a reporting verb, a source, or nothing.
    fn word(&mut self, at: usize) {
        let article = self.article;
        let word = &article.words[at];
        if word.is(SOURCE) {
            return self.source(at);
        }
        if word.is(RANG)
            && at > 0
            && article.is(at - 1, JOIN)
            && let Some(last) = self.last.clone()
        {
            // "… và rằng …" goes on with the same speaker and verb.
            let end = article.clause_end(at + 1);
            if end > at + 3 && last.speaker.is_some() {
                return self.clause(at + 1, end, last);
            }
        }
        if article.sign(at) == ':' {
            return self.headline(at);
        }
        if !word.is(CUE.with(THINK).with(TELL)) || !article.is_cue(at, CUE.with(THINK).with(TELL)) {
            return;
        }
        if word.is(THINK) && !word.is(CUE) {
            if article.is(at + 1, THAT) {
                let (start, _) = article.clause_start(at);
                self.refuse(start..article.clause_end(start), Reason::Thought);
            }
            return;
        }
        let taken = self.used == Some(at);
        if taken && !self.goes_on(at) {
            return;
        }
        if self.content_before(at) || self.is_relative(at) {
            return;
        }
        let (start, _) = article.clause_start(at);
        if start >= article.len() || article.begins(start) || self.is_for_quotation(at, start) {
            return;
        }
        if !article.has_clause(at) {
            if let Some(subject) = article.adjacent_subject(article.segment_start(at), at) {
                self.last = Some(Attribution {
                    speaker: Some(subject.words),
                    cue: Some(at..at + 1),
                    via: None,
                });
            }
            return self.refuse(start..article.clause_end(start), Reason::NoPredicate);
        }
        let attribution = self.attribution_of(at);
        let mut end = article.clause_end(start);
        if at > 0 && article.is(at - 1, WITH) {
            // "…, với cáo buộc …": a remark, which ends with its part of the sentence.
            end = (start..end)
                .find(|&at| article.sign(at) == ',')
                .unwrap_or(end);
        }
        self.reported(at, start, end, attribution);
    }

    /// "phần bồi thường mà Ba Lan đòi": the verb belongs to a noun.
    fn is_relative(&self, cue: usize) -> bool {
        let article = self.article;
        article
            .adjacent_subject(article.segment_start(cue), cue)
            .is_some_and(|phrase| {
                !article.begins(phrase.words.start)
                    && article.is(phrase.words.start - 1, RELATIVE.with(LIKENESS))
            })
    }

    /// Whether the quotation right behind the verb takes it whole.
    fn is_for_quotation(&self, cue: usize, start: usize) -> bool {
        let article = self.article;
        let colon = article.sign(cue + 1) == ':' || start > 0 && article.sign(start - 1) == ':';
        let limit = article.sentence_end(start, 26);
        let ahead = (start..limit)
            .take_while(|&at| article.quotation_at(at).is_none() && !article.is(at, THAT))
            .any(|at| article.sign(at) == ':' && article.quotation_at(at + 1).is_some());
        article.quotation_at(start).is_some()
            || colon && article.quotation_at(start + 1).is_some()
            || ahead && article.is(start, PREP.with(LINK))
    }

    /// A verb that a quotation before it has taken reports more only when a clause follows at once.
    fn goes_on(&self, cue: usize) -> bool {
        let (start, set_off) = self.article.clause_start(cue);
        let that = self.article.is(cue + 1, THAT);
        (that || !set_off && self.article.is(start, HEAD.with(FIRST)))
            && self.article.has_clause(cue)
    }

    /// A reported clause behind the verb at `cue`.
    fn reported(&mut self, cue: usize, start: usize, end: usize, attribution: Attribution) {
        let article = self.article;
        let Some(speaker) = attribution.speaker.clone() else {
            return self.refuse(start..end, Reason::NoSpeaker);
        };
        if self.is_mere_source(&speaker, cue)
            && self.quotations_in(start, end).iter().any(|quotation| {
                article.carries(quotation.open, article.content(quotation), start..end)
            })
            && let Some(subject) = article.phrase(start, end)
        {
            // "KCNA cho biết Bình Nhưỡng đã “bác bỏ hoàn toàn” …": the words are those of the one spoken of.
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
    fn headline(&mut self, colon: usize) {
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
        if phrase.head.any(PLACE) && !article.is(first, HEAD.with(AUX).with(FIRST).with(NUMBER)) {
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
    fn is_mere_source(&self, speaker: &Range<usize>, cue: usize) -> bool {
        let article = self.article;
        article
            .phrase(speaker.start, speaker.end)
            .is_some_and(|phrase| article.is_medium(&phrase) && !article.is(cue, OPINION))
    }

    /// A medium whose clause is somebody else's statement: "KCNA khẳng định Bình Nhưỡng cảnh báo …".
    fn passes_on(&self, speaker: &Range<usize>, start: usize, end: usize) -> bool {
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
    fn clause(&mut self, start: usize, end: usize, attribution: Attribution) {
        let article = self.article;
        let quoted: Vec<Quotation> = self.quotations_in(start, end);
        let mut carried = Vec::new();
        for quotation in &quoted {
            if article.carries(quotation.open, article.content(quotation), start..end) {
                carried.push(*quotation);
            }
        }
        if !carried.is_empty() {
            // Beside a quoted claim a short quoted predicate counts as well.
            carried = quoted
                .iter()
                .filter(|quotation| {
                    let content = article.content(quotation);
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
            let content = article.content(quotation);
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

    fn quotations_in(&self, start: usize, end: usize) -> Vec<Quotation> {
        let all = &self.article.quotations;
        let first = all.partition_point(|quotation| quotation.open < start);
        all[first..]
            .iter()
            .take_while(|quotation| quotation.end() <= end)
            .copied()
            .collect()
    }

    /// "Nội dung, ông nói.": the clause stands before its speaker and the verb ends the sentence.
    fn content_before(&mut self, cue: usize) -> bool {
        let article = self.article;
        let limit = article.sentence_end(cue, 40);
        if article.is(cue, SPEAK) && !article.is(cue, ANSWER) {
            return false;
        }
        if !article.is_last_word(cue + 1, limit)
            || article.is_light(cue + 1) && article.has_clause(cue)
        {
            return false;
        }
        let start = self.sentence.max(self.covered);
        let Some(subject) = article.adjacent_subject(start.max(cue.saturating_sub(24)), cue) else {
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
        let fits = words.len() >= 5
            && article.quotation_at(comma - 1).is_none()
            && !article.is(start, SOURCE)
            && article.first_cue(start, comma, CUE).is_none()
            && article.is_whole_clause(start..comma)
            && !article.is(start, PREP.with(TIME)) | (words.len() > 12);
        let words = article.owner(subject.words.clone());
        if !fits || self.is_mere_source(&words, cue) {
            return false;
        }
        self.clause_before(
            start,
            comma,
            Attribution {
                speaker: Some(words),
                cue: Some(cue..cue + 1),
                via: None,
            },
            cue,
        );
        true
    }

    fn clause_before(&mut self, start: usize, end: usize, attribution: Attribution, cue: usize) {
        self.findings.found.push(Found {
            kind: Kind::Indirect,
            words: start..end,
            attribution: attribution.clone(),
        });
        self.last = Some(attribution);
        self.covered = self.covered.max(cue + 1);
    }

    /// "Theo ông Nam, …" and "…, theo ông Nam."
    fn source(&mut self, at: usize) {
        let article = self.article;
        let limit = article.sentence_end(at, 160);
        let Some(mut phrase) = article.source_phrase(at, limit.min(at + 40)) else {
            return;
        };
        let mut cue = at;
        if article.is(phrase.words.end, RELAY)
            || article.is(phrase.words.end, SPEAK) && article.is_medium(&phrase)
        {
            // "Theo báo X trích dẫn nguồn tin Y, …"
            cue = phrase.words.end;
            let Some(inner) = article.source_phrase(cue, limit.min(cue + 40)) else {
                return;
            };
            phrase = inner;
        }
        let owned = phrase.words.start > cue + 1;
        if article.is_medium(&phrase) || article.is(phrase.words.start, PRESS_TEXT) && !owned {
            return self.refuse(phrase.words, Reason::MediumAsSource);
        }
        let attribution = Attribution {
            speaker: Some(phrase.words.clone()),
            cue: Some(cue..cue + 1),
            via: None,
        };
        let front = (self.sentence..at).all(|at| {
            article.is(at, CONNECT.with(ADVERB).with(JOIN))
                || matches!(article.sign(at), ',' | '-' | '–' | '"' | '(' | ')')
        });
        let joined = at > 0 && article.is(at - 1, JOIN);
        if front || joined {
            let Some(start) = self.behind_source(phrase.words.end, limit) else {
                return;
            };
            if article.quotation_at(start).is_some_and(|quotation| {
                quotation.open == start && article.is_whole_clause(article.content(&quotation))
            }) {
                let quotation = article.quotation_at(start).unwrap_or(Quotation {
                    open: start,
                    opened: true,
                    close: start,
                    closed: false,
                });
                return self.take(Kind::Direct, article.content(&quotation), attribution);
            }
            // "Theo ông Nam, bà Hoa khẳng định …": the inner speaker counts.
            let end = article.clause_end(start);
            if end <= start + 1 || !article.has_predicate(start..end) {
                return self.refuse(start..end, Reason::NoPredicate);
            }
            return self.clause(start, end, attribution);
        }
        let start = self.sentence.max(self.covered);
        let trailing = article.is_last_word(phrase.words.end, limit)
            && at > start + 5
            && article.sign(at - 1) == ',';
        if trailing
            && article.first_cue(start, at, CUE).is_none()
            && article.is_whole_clause(start..at - 1)
            && (start..at).all(|at| article.quotation_at(at).is_none())
        {
            self.clause_before(start, at - 1, attribution, at);
        }
    }

    /// The clause behind "Theo …": behind the next comma; brackets and appositions ("Theo bà An, nhà nghiên cứu tại
    /// Hà Nội, …") are passed over.
    fn behind_source(&self, from: usize, limit: usize) -> Option<usize> {
        let article = self.article;
        let start = self.behind_comma(from, limit)?;
        if article.quotation_at(start).is_none()
            && article.is(start, TITLE.with(ROLE).with(LINK))
                | (article.is(start, NUMBER) && article.is(start + 1, TITLE.with(ROLE)))
            && let Some(next) = self.behind_comma(start, limit)
            && !article.is(next, JOIN)
            && (start..next).all(|at| !article.is(at, AUX.with(CUE)))
        {
            return Some(next);
        }
        Some(start)
    }

    /// The position behind the next comma or colon; a quotation that comes first.
    fn behind_comma(&self, from: usize, limit: usize) -> Option<usize> {
        let article = self.article;
        let mut at = from;
        for _ in 0..25 {
            if at >= limit {
                return None;
            }
            match article.sign(at) {
                ',' | ':' => return Some(at + 1).filter(|&at| at < limit),
                '(' => at = article.behind_bracket(at, limit),
                _ if article.quotation_at(at).is_some() => return Some(at),
                _ if article.is(at, CUE.with(BLAME)) => return None,
                _ => at += 1,
            }
        }
        None
    }
}
