//! Candidates between marks: direct where they stand for themselves, mixed where a verb governs them, or refused.

use std::ops::Range;

use crate::attribution::Attribution;
use crate::extract::Pass;
use crate::lexicon::{
    AND, AUX, CALL, CUE, JOIN, LIKENESS, LINK, NAMED, NOUN, OF, PLACE_OF, PLURAL, PREP, RANG,
    RELATIVE, SAY, SPEAK, THAT, THAT_IS,
};
use crate::quotation::Quotation;
use crate::statement::{Kind, Reason};

impl Pass<'_, '_> {
    /// A quotation that no reported clause before it holds.
    pub(crate) fn quotation(&mut self, quotation: &Quotation) {
        let article = self.article;
        let content = quotation.content();
        if content.is_empty() {
            return;
        }
        let begins = article.begins(quotation.open);
        if let Some(colon) = self.colon_before(quotation) {
            return self.behind_colon(quotation, colon);
        }
        if let Some(cue) = article.adjacent_cue(quotation)
            && self.behind_verb(quotation, cue)
        {
            return;
        }
        if !begins
            && matches!(article.sign(quotation.open - 1), ',' | '-' | '–' | '—')
            && self.is_second_half(quotation)
        {
            // "“A” - theo bà Hoa, chủ vườn - “B”."
            let attribution = self.last.clone().unwrap_or_default();
            return self.take(Kind::Direct, content, attribution);
        }
        let leads = article.leads(quotation);
        let long = article.syllables(content.clone()) >= 4;
        // Behind a glued caption or name no sentence seems to begin, yet the quotation stands for itself.
        let glued = long
            && article.words[content.start].capital
            && quotation.open > 0
            && (article.words[quotation.open - 1].capital
                || !article.words[quotation.open - 1].is_text()
                || article.is_passage(content.clone()));
        if (leads || glued)
            && let Some(attribution) = article
                .behind(quotation)
                .or_else(|| article.next_sentence(quotation))
            && (article.has_predicate(content.clone()) || self.ends_with(&attribution))
        {
            self.used = attribution.cue.as_ref().map(|cue| cue.start);
            let attribution = self.completed(attribution);
            return self.take(Kind::Direct, content, attribution);
        }
        let end = quotation.end();
        let alone =
            article.begins(end) || article.words.get(end).is_none_or(|word| !word.is_text());
        if (leads && long || glued && article.is_speech(quotation))
            && alone
            && article.is_whole_clause(content.clone())
            && let Some(attribution) = self.carried_on(quotation)
        {
            return self.take(Kind::Direct, content, attribution);
        }
        self.inner(quotation, content);
    }

    /// The colon that brings the quotation in: before it, perhaps with a dash between, and be it at the end of the line
    /// above ("Bà Hoa nhấn mạnh:" and below it "- “…”").
    fn colon_before(&self, quotation: &Quotation) -> Option<usize> {
        let article = self.article;
        let dash = !article.begins(quotation.open)
            && matches!(article.sign(quotation.open - 1), '-' | '–' | '—');
        (quotation.open - usize::from(dash))
            .checked_sub(1)
            .filter(|&colon| article.sign(colon) == ':')
    }

    /// "Bà Hoa nhấn mạnh: “…”"
    fn behind_colon(&mut self, quotation: &Quotation, colon: usize) {
        let article = self.article;
        let content = quotation.content();
        let attribution = article.before_colon(colon);
        if attribution.cue.is_none() && colon > 0 && article.is(colon - 1, NAMED) {
            // "… mang tên: “…”"
            return self.refuse(content, Reason::ScareQuote);
        }
        let known = attribution.speaker.is_some();
        let said = attribution.cue.is_some() && (known || self.last.is_some());
        let speech =
            article.is_speech(quotation) || known && article.is_whole_clause(content.clone());
        if said || speech {
            let attribution = self.completed(attribution);
            self.take(Kind::Direct, content, attribution);
        } else {
            self.refuse(content, Reason::ScareQuote);
        }
    }

    /// "Bà Hoa khẳng định “…”": whether the quotation is taken.
    fn behind_verb(&mut self, quotation: &Quotation, cue: usize) -> bool {
        let article = self.article;
        let content = quotation.content();
        if self.used == Some(cue) && article.sign(quotation.open - 1) == ',' {
            // "“A”, ông nói, “B”": the second half has the attribution of the first.
            let attribution = self.last.clone().unwrap_or_default();
            self.take(Kind::Direct, content, attribution);
            return true;
        }
        let attribution = self.attribution_of(&article.verb(cue));
        if attribution.speaker.is_none() {
            return false;
        }
        let behind = quotation.end();
        // "“quãng khó nhất” của mùa lũ đã qua"
        let owned = article.is(behind, OF)
            && (behind..behind + 8)
                .take_while(|&at| !article.begins(at) && article.sign(at) == ' ')
                .any(|at| article.is(at, AUX));
        if (article.is(behind, AUX) || owned)
            && !article.begins(behind)
            && article.is(cue, CUE)
            && !article.has_predicate(content.start..content.start + 1)
        {
            // The quoted words are the subject of the clause: "cảnh báo “kẻ gây rối” phải trả giá".
            let end = article.clause_end(quotation.open);
            self.take(Kind::Indirect, quotation.open..end, attribution);
            return true;
        }
        if article.syllables(content.clone()) > 3 || article.is(cue, SAY) {
            let kind = if article.is_whole_clause(content.clone()) {
                Kind::Direct
            } else {
                Kind::Mixed
            };
            self.take(kind, content, attribution);
            return true;
        }
        false
    }

    /// Whether a comma stands between the verb and the quotation and no *rằng*: "đăng tải danh sách, gồm “…”".
    fn is_apart(&self, cue: usize, open: usize) -> bool {
        let article = self.article;
        let between = cue + 1..open;
        between.clone().any(|at| article.sign(at) == ',')
            && !between.clone().any(|at| article.is(at, RANG))
    }

    /// "hai ngôi làng mà chúng coi là “thành trì”": the name belongs to the noun.
    fn is_relative_name(&self, cue: usize) -> bool {
        let article = self.article;
        article.is(cue, CALL)
            && (cue.saturating_sub(4)..cue)
                .rev()
                .take_while(|&at| article.words[at].is_text())
                .any(|at| article.is(at, RELATIVE))
    }

    /// Whether nothing but time and place stands behind the verb: "“Mưa to quá!”, bà Hoa nói.", not "“Ông vua gạo” - ông
    /// Nam tuyên bố kế hoạch mới."
    fn ends_with(&self, attribution: &Attribution) -> bool {
        let article = self.article;
        let Some(last) = attribution.cue.as_ref().or(attribution.speaker.as_ref()) else {
            return true;
        };
        let limit = article.sentence_end(last.start, 30);
        let next = last.end;
        attribution.cue.is_some() && !article.is_cue(last.start, CUE)
            || article.is_last_word(next, limit)
            || !article.words[next].is_text()
            || article.is(next, PREP.with(LINK).with(JOIN))
    }

    /// Whether a sentence that began with a quotation and told who speaks goes on with this one and ends with it.
    fn is_second_half(&self, quotation: &Quotation) -> bool {
        let article = self.article;
        let first = self.findings.found.last().is_some_and(|found| {
            found.kind == Kind::Direct
                && found.words.start <= self.sentence + 1
                && found.words.start >= self.sentence
        });
        let end = quotation.end();
        let ends = article.begins(end)
            || article
                .words
                .get(end)
                .is_none_or(|word| !word.is_text() && word.sign != ',');
        first && ends && self.last.is_some() && article.is_whole_clause(quotation.content())
    }

    /// Who speaks where words stand alone: the person just told of, or whoever spoke before; nobody known where the
    /// words are plainly speech.
    fn carried_on(&self, quotation: &Quotation) -> Option<Attribution> {
        let article = self.article;
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
        person
            .map(|person| Attribution {
                speaker: Some(person.words),
                cue: None,
                via: None,
            })
            .or_else(|| previous.map(|found| found.attribution.clone()))
            .or_else(|| article.is_speech(quotation).then(Attribution::default))
    }

    /// A quotation inside the reporter's own sentence: governed by a verb before it, or no statement.
    pub(crate) fn inner(&mut self, quotation: &Quotation, content: Range<usize>) {
        let article = self.article;
        let from = self.sentence.max(quotation.open.saturating_sub(40));
        let enough = article.syllables(content.clone()) >= 4;
        let called = article.last_cue(
            quotation.open.saturating_sub(16).max(self.sentence),
            quotation.open,
            CALL,
        );
        let naming = !article.begins(quotation.open)
            && (article.is(quotation.open - 1, THAT.with(LIKENESS))
                || called.is_some_and(|cue| {
                    article
                        .phrase(cue + 1, quotation.open)
                        .is_some_and(|phrase| phrase.words.end == quotation.open)
                        // "mô tả thành phố đang “mất kiểm soát”", "gọi đây là hành động “thái quá”"
                        || article.is(quotation.open - 1, AUX)
                        || (cue + 1..quotation.open)
                            .rev()
                            .take(4)
                            .take_while(|&at| article.words[at].is_text())
                            .any(|at| article.is(at, THAT.with(THAT_IS)))
                }));
        let cue = match called {
            Some(cue) if naming => Some(cue),
            _ => article
                .last_cue(from, quotation.open, CUE)
                .filter(|_| enough),
        };
        // "gọi việc này là “dại dột” và “hèn nhát”": the second name as well.
        if quotation.open > 1
            && article.is(quotation.open - 1, AND)
            && !article.begins(quotation.open)
            && article.syllables(content.clone()) >= 2
            && let Some(last) = self.findings.found.last().filter(|last| {
                last.kind == Kind::Mixed
                    && last.words.end + 2 == quotation.open
                    && last
                        .attribution
                        .cue
                        .as_ref()
                        .is_some_and(|cue| article.is(cue.start, CALL))
            })
        {
            let attribution = last.attribution.clone();
            return self.take(Kind::Mixed, content, attribution);
        }
        let named = !article.begins(quotation.open)
            && (article.is(quotation.open - 1, NAMED.with(PLACE_OF))
                || article.is(quotation.open - 1, PLURAL)
                    && !article.is_whole_clause(content.clone())
                    && !content.clone().any(|at| article.is(at, AUX)));
        if let Some(cue) = cue.filter(|_| !named)
            && (enough || naming || article.syllables(content.clone()) >= 3)
            && article.syllables(content.clone()) >= 2
            && !(article.is(cue, SPEAK)
                && (self.is_apart(cue, quotation.open)
                    || article.is(cue, NOUN) && !article.is(cue + 1, RANG)))
            && !self.is_relative_name(cue)
        {
            let attribution = self.attribution_of(&article.verb(cue));
            if attribution.speaker.is_some() {
                return self.take(Kind::Mixed, content, attribution);
            }
        }
        // "Lệnh cấm là “…”, bà Hoa nói.": the verb stands behind.
        let says = !named
            && quotation.closed
            && article.syllables(content.clone()) >= 6
            && article.has_predicate(content.clone());
        if says
            && article.sign(quotation.end()) == ','
            && let Some(attribution) = article.behind(quotation)
            && let (Some(speaker), Some(cue)) = (&attribution.speaker, &attribution.cue)
            && speaker.end <= cue.start
            && article.is_cue(cue.start, CUE)
            && article.is_last_word(cue.end, article.sentence_end(cue.start, 20))
        {
            self.used = Some(cue.start);
            return self.take(Kind::Mixed, content, attribution);
        }
        self.refuse(content, Reason::ScareQuote);
    }

    /// Fills in the speaker of the sentence, or of the statement before, where the attribution names none.
    pub(crate) fn completed(&self, mut attribution: Attribution) -> Attribution {
        if attribution.speaker.is_none() {
            let known = self
                .last
                .as_ref()
                .or_else(|| self.findings.found.last().map(|found| &found.attribution));
            attribution.speaker = known.and_then(|known| known.speaker.clone());
        }
        attribution
    }
}
