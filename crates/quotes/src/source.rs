//! "Theo ông Nam, …": a source word instead of a verb.

use crate::attribution::Attribution;
use crate::extract::Pass;
use crate::lexicon::{
    ABOUT, ADVERB, ASK, AUX, BECAUSE, BLAME, CLAUSAL, CONNECT, CUE, DOCUMENT, FRESH, INNER, JOIN,
    LINK, MEDIA, NORM, NOTICE, NOUN, NUMBER, ORG, PERSON, PLACE, PRESS_TEXT, RANG, RELATIVE, RELAY,
    ROLE, SAY, SPEAK, TELL, TITLE, VOW,
};
use crate::phrase::Phrase;
use crate::quotation::Quotation;
use crate::statement::{Kind, Reason};

impl Pass<'_, '_> {
    /// "Theo ông Nam, …" and "…, theo ông Nam."
    pub(crate) fn source(&mut self, at: usize) {
        let article = self.article;
        let limit = article.sentence_end(at, 160);
        let Some(mut phrase) = article.source_phrase(at, limit.min(at + 40)) else {
            return;
        };
        if (at + 1..phrase.words.end.min(at + 3)).any(|at| article.is(at, NORM)) {
            // "Theo một thỏa thuận mà hai nước đã ký, …"
            return;
        }
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
        if article.is(phrase.words.start, NOTICE)
            && phrase.words.start == cue + 1
            && article.is(phrase.words.start + 1, FRESH)
        {
            // "Theo thông báo mới nhất, …": whose it is stays open.
            return self.refuse(phrase.words, Reason::NoSpeaker);
        }
        let owned = phrase.words.start > cue + 1;
        let agency = article.is(phrase.words.start, ORG)
            && article.is(phrase.words.start + 1, MEDIA)
            && article.words[phrase.words.start + 1].node != 0;
        if agency
            || article.is_medium(&phrase)
            || article.is(phrase.words.start, PRESS_TEXT) && !owned
        {
            return self.refuse(phrase.words, Reason::MediumAsSource);
        }
        let attribution = Attribution {
            speaker: Some(phrase.words.clone()),
            cue: Some(cue..cue + 1),
            via: None,
        };
        if self.opens(at, &phrase) {
            // Only people have an apposition: "Theo báo cáo, một quan chức, …" begins with what is reported.
            // "Theo bà Hoa thì …"
            let then = article.is(phrase.words.end, INNER)
                && !article.is(phrase.words.end, CLAUSAL.with(RELATIVE).with(BECAUSE));
            let start = if then || article.is(phrase.words.end, RANG) {
                Some(phrase.words.end + 1)
            } else if phrase.head.any(DOCUMENT) {
                self.behind_comma(phrase.words.end, limit)
            } else {
                self.behind_source(phrase.words.end, limit)
            };
            let Some(start) = start else {
                return;
            };
            if article.quotation_at(start).is_some_and(|quotation| {
                quotation.open == start && article.is_whole_clause(quotation.content())
            }) {
                let quotation = article.quotation_at(start).unwrap_or(Quotation {
                    open: start,
                    opened: true,
                    close: start,
                    closed: false,
                });
                return self.take(Kind::Direct, quotation.content(), attribution);
            }
            let inner = phrase.head.any(DOCUMENT)
                && article.phrase(start, limit).is_some_and(|inner| {
                    let cue = article.skip_adverbs(inner.words.end, limit);
                    let (content, _) = article.clause_start(cue);
                    article.is_cue(cue, SAY)
                        && (article.has_clause(cue) || article.quotation_at(content).is_some())
                });
            if inner {
                // "Theo báo cáo, bà Hoa khẳng định …": she speaks, the paper passes it on.
                return self.refuse(phrase.words, Reason::MediumAsSource);
            }
            let end = article.clause_end(start);
            if let Some(last) = self.closing(end, limit).filter(|_| end > start + 3) {
                // "Theo hồ sơ, …, bà Hoa cho biết."
                return self.clause_before(Kind::Indirect, start..end, last.0, last.1);
            }
            if end <= start + 1 || !article.has_predicate(start..end) {
                return self.refuse(start..end, Reason::NoPredicate);
            }
            return self.clause(start, end, attribution);
        }
        let start = self.sentence.max(self.covered);
        let trailing = at - start < 160
            && article.is_last_word(phrase.words.end, limit)
            && at > start + 5
            && article.sign(at - 1) == ',';
        if trailing
            && article.first_cue(start, at, CUE).is_none()
            && article.is_whole_clause(start..at - 1)
            && (start..at).all(|at| article.quotation_at(at).is_none())
        {
            self.clause_before(Kind::Indirect, start..at - 1, attribution, at);
        }
    }

    /// Whether the clause follows that the source word at `at` brings in: at the head of the sentence or of a part of it.
    fn opens(&self, at: usize, source: &Phrase) -> bool {
        let article = self.article;
        let front = (self.sentence..at).all(|at| {
            article.is(at, CONNECT.with(ADVERB).with(JOIN))
                || matches!(article.sign(at), ',' | '-' | '–' | '"' | '(' | ')')
        });
        if front || article.is(at - 1, JOIN) {
            return true;
        }
        // "…, bà Hoa nhấn mạnh, Theo ông Nam, …": a stop was lost. "Về việc Mỹ rút lui, theo ông Nam, …"
        let topic = article.is(self.sentence, ABOUT)
            && article.sign(source.words.end) == ','
            && article.first_cue(self.sentence, at, CUE).is_none();
        article.sign(at - 1) == ',' && (article.words[at].capital || topic)
    }

    /// "…, bà Hoa cho biết.": who speaks behind the comma at `comma`, where his verb ends the sentence, and that verb.
    fn closing(&self, comma: usize, limit: usize) -> Option<(Attribution, usize)> {
        let article = self.article;
        if comma + 2 >= limit || article.sign(comma) != ',' || !article.may_head(comma + 1) {
            return None;
        }
        let phrase = article.phrase(comma + 1, limit)?;
        let cue = article.skip_adverbs(phrase.words.end, limit);
        let last = cue < limit
            && article.is_cue(cue, SAY)
            && article.is_last_word(cue + 1, limit)
            && !article.is_medium(&phrase);
        last.then(|| {
            let attribution = Attribution {
                speaker: Some(phrase.words),
                cue: Some(cue..cue + 1),
                via: None,
            };
            (attribution, cue)
        })
    }

    /// "Dẫn lời một quan chức, giá gạo sẽ tăng": whether the clause behind the one quoted has no reporter of its own.
    pub(crate) fn leads_clause(&self, at: usize) -> bool {
        let article = self.article;
        let limit = article.sentence_end(at, 160);
        article
            .source_phrase(at, limit)
            .and_then(|phrase| self.behind_comma(phrase.words.end, limit))
            .is_some_and(|start| {
                let end = article.clause_end(start);
                article.quotation_at(start).is_none()
                    && article.first_cue(start, end, CUE.with(TELL)).is_none()
                    && article.is_whole_clause(start..end)
            })
    }

    /// The clause behind "Theo …": behind the next comma; brackets and appositions ("Theo bà An, nhà nghiên cứu tại
    /// Hà Nội, …") are passed over.
    pub(crate) fn behind_source(&self, from: usize, limit: usize) -> Option<usize> {
        let article = self.article;
        let start = self.behind_comma(from, limit)?;
        if article.quotation_at(start).is_none()
            && article.is(start, TITLE.with(ROLE).with(LINK).with(PERSON))
                | (article.is(start, NUMBER) && article.is(start + 1, TITLE.with(ROLE)))
            && let Some(next) = self.behind_comma(start, limit)
            && !article.is(next, JOIN.with(PLACE))
            && (start + usize::from(article.is(start, LINK))..next).all(|at| {
                !article.is(at, AUX.with(SAY).with(ASK).with(BLAME).with(VOW))
                    || article.words[at].capital && !article.is(at, AUX)
            })
        {
            return Some(next);
        }
        Some(start)
    }

    /// The position behind the next comma or colon; a quotation that comes first.
    pub(crate) fn behind_comma(&self, from: usize, limit: usize) -> Option<usize> {
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
                _ if article.is(at, SAY.with(ASK).with(BLAME).with(VOW))
                    || article.is(at, CUE) && !article.is(at, NOUN) =>
                {
                    return None;
                }
                _ => at += 1,
            }
        }
        None
    }
}
