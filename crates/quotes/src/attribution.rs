//! Quotations and their attribution: before them, behind them, in the next sentence, or carried on.

use std::ops::Range;

use crate::article::Article;
use crate::cue::GOVERNS;
use crate::lexicon::{
    ADVERB, AUX, CONNECT, CUE, DOCUMENT, FIGURE, FIRST, FROM, HEAD, IRREAL, JOIN, LINK, MEDIA,
    NAME, NAMED, OF, PREP, PRESS, PRONOUN, RANG, RELAY, ROLE, SAID, SAY, SOURCE, SPEAK, SPOKEN,
    TELL, THAT, THAT_IS, THINK, TIME, TITLE, VERB, WORDS,
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
        let says = CUE.with(RELAY).with(THINK).with(TELL);
        // "tìm cách trấn an dư luận:" — the colon makes even an attempt a saying.
        let cue = self.last_cue(start, colon, says).or_else(|| {
            (start..colon)
                .rev()
                .find(|&at| self.is(at, CUE) && at > start && self.is(at - 1, IRREAL))
        });
        if let Some(relay) = cue.filter(|&at| self.is(at, RELAY)) {
            let mut found = self.relayed(start, relay);
            if let (Some(phrase), Some(speaker)) = (near, &found.speaker)
                && phrase.named
                && phrase.words.start > speaker.start
            {
                found.speaker = Some(phrase.words);
            }
            return found;
        }
        if let (Some(phrase), Some(at)) = (&near, cue)
            && at < phrase.words.start
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
        let Some(cue) = cue else {
            let subject = self.sentence_subject(start, colon).or(near);
            // "bà Hoa nghẹn ngào:" — what the speaker does stands for the verb.
            let manner = subject
                .as_ref()
                .map(|phrase| phrase.words.end..colon)
                .filter(|words| {
                    (1..=4).contains(&words.len())
                        && words.clone().all(|at| {
                            self.words[at].is_text()
                                && !self.words[at].capital
                                && !self.is(at, PREP.with(TIME).with(FIGURE).with(LINK))
                        })
                });
            return Attribution {
                speaker: subject.map(|phrase| phrase.words),
                cue: manner,
                via: None,
            };
        };
        // "Đài X dẫn lời ông Y, tướng về hưu, phát biểu tại Paris: “…”"
        if let Some(relay) = self.last_cue(start, cue, RELAY) {
            let relayed = self.relayed(start, relay);
            let nearer = near.as_ref().is_some_and(|phrase| phrase.named);
            if relayed.speaker.is_some() && relayed.cue == Some(cue..cue + 1) && !nearer {
                return relayed;
            }
        }
        let speaker = self.subject(start, cue).or(near);
        Attribution {
            speaker: speaker.map(|phrase| phrase.words),
            cue: Some(cue..cue + 1),
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
            .find(|&at| self.parts(at) || self.sign(at) == ';')
            .map_or(start, |at| at + 1)
    }

    /// Whether `at` lies in a quotation that parts a sentence: not in a title ("với tựa đề “…”") and not in a term behind
    /// a noun ("phát ngôn viên của “Diễn đàn biển”").
    fn parts(&self, at: usize) -> bool {
        self.quotation_at(at).is_some_and(|quotation| {
            let named = !self.begins(quotation.open) && self.is(quotation.open - 1, NAMED.with(OF));
            !named
        })
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
            // "…”, theo AFP ngày 21-5 dẫn lời bà Hoa"
            let relay = self
                .first_cue(at + 1, limit.min(at + 10), RELAY)
                .filter(|_| self.is(at + 1, MEDIA.with(PRESS)));
            if let Some(relay) = relay {
                return Some(self.relayed(at + 1, relay));
            }
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
        let Some(start) = self.first_head(at, limit) else {
            return self.unlisted_behind(at, limit).filter(|_| set_off);
        };
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
        // "…, bà Hoa nghẹn ngào." — what the speaker does stands for the verb.
        let cue = cue.map(|at| at..at + 1).or_else(|| {
            let words = phrase.words.end..(phrase.words.end + 4).min(limit);
            let end = words
                .clone()
                .find(|&at| !self.words[at].is_text() || self.begins(at))
                .unwrap_or(words.end);
            let fits = end > words.start
                && self.is_last_word(end, limit)
                && (words.start..end).all(|at| {
                    !self.words[at].capital
                        && !self.is(at, PREP.with(TIME).with(FIGURE).with(LINK))
                        && !self.is(at, AUX)
                });
            fits.then_some(words.start..end)
        });
        Some(Attribution {
            speaker: Some(phrase.words),
            cue,
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
        // "Theo lời của bà Hoa"
        let start = source + 1 + usize::from(self.is(source + 1, OF));
        // "thông tin từ bà Hoa", but "nguồn tin từ cuộc điều tra" and "thông cáo từ bộ" speak themselves.
        let from = self.is(start, SPOKEN) && !self.is(start, ROLE.with(DOCUMENT));
        let owner = (start..limit.min(start + 7))
            .take_while(|&at| self.words[at].is_text() && !self.begins(at))
            .find(|&at| self.is(at, OF) || from && self.is(at, FROM));
        let noun = self.words.get(start)?;
        let spoken = noun.is(DOCUMENT.with(CUE).with(THINK).with(SPOKEN)) && !noun.is(PRESS);
        match owner {
            Some(owner) if spoken => self.phrase(owner + 1, limit),
            _ if noun.is(WORDS) => self
                .phrase(start + 1, limit)
                .or_else(|| self.phrase(start, limit)),
            _ => self.phrase(start, limit),
        }
    }

    /// A speaker of no listed kind between the quotation and its verb: "…, nhà nhân chủng học Ana Li cho biết".
    fn unlisted_behind(&self, at: usize, limit: usize) -> Option<Attribution> {
        let near = limit.min(at + 8);
        let relay = self.first_cue(at, near, RELAY).filter(|&relay| {
            (at..relay).all(|at| self.words[at].is_text() && !self.is(at, CUE.with(VERB)))
        });
        if let Some(relay) = relay {
            return Some(self.relayed(at, relay)).filter(|found| found.speaker.is_some());
        }
        let cue = self.first_cue(at, limit.min(at + 12), CUE)?;
        let mut end = cue;
        while end > at && self.is_light(end - 1) {
            end -= 1;
        }
        let plain = (at..end)
            .all(|at| self.plain(at) || self.words[at].capital && self.words[at].is_text());
        (plain && end > at).then(|| Attribution {
            speaker: Some(at..end),
            cue: Some(cue..cue + 1),
            via: None,
        })
    }

    /// "“…” Ông nói.", "“…”. Bà Hoa kể với báo giới.", "“…”. Đó là lời ông Nam.": a sentence of its own behind the
    /// quotation that only tells who spoke.
    pub(crate) fn next_sentence(&self, quotation: &Quotation) -> Option<Attribution> {
        let mut start = quotation.end();
        while matches!(self.sign(start), '.' | '!' | '?' | '…') && !self.words[start].line {
            start += 1;
        }
        if !self.begins(start) || self.words.get(start).is_none_or(|word| word.line) {
            return None;
        }
        let limit = self.sentence_end(start, 30);
        if self.is(start, THAT_IS) && self.is(start + 1, SAID) {
            let owner = start + 2 + usize::from(self.is(start + 2, OF));
            let phrase = self.phrase(owner, limit)?;
            let verb = self.first_cue(phrase.words.end, limit.min(phrase.words.end + 6), CUE);
            let cue = verb.or_else(|| self.is_cue(start + 1, CUE).then_some(start + 1));
            return Some(Attribution {
                speaker: Some(phrase.words),
                cue: cue.map(|at| at..at + 1),
                via: None,
            });
        }
        let cue = self.first_cue(start, limit, SAY.with(SPEAK))?;
        let phrase = self
            .adjacent_subject(start, cue)
            .filter(|phrase| phrase.words.start == start)
            .or_else(|| {
                self.subject(start, cue)
                    .filter(|phrase| phrase.words.start == start)
            })?;
        let behind = cue + 1;
        let ends = behind >= limit
            || self.is(behind, PREP.with(JOIN).with(LINK)) && !self.is(behind, THAT)
            || matches!(self.sign(behind), '.' | ',' | '!' | '…');
        let alone = (cue..limit).all(|at| {
            self.quotation_at(at).is_none() && self.sign(at) != ':' && !self.is(at, RANG)
        });
        let tells = self.sign(behind) == ',' && self.phrase(behind + 1, limit).is_some();
        (ends && alone && !tells).then(|| Attribution {
            speaker: Some(phrase.words),
            cue: Some(cue..cue + 1),
            via: None,
        })
    }

    /// Who the sentence right before a quotation is about, when it is a person.
    pub(crate) fn previous_person(&self, quotation: &Quotation) -> Option<Phrase> {
        let end = quotation.open.checked_sub(1)?;
        if self.words[quotation.open].line {
            return None;
        }
        let start = self.sentence_start(end, 60);
        self.sentence_subject(start, end).filter(|phrase| {
            phrase.head.any(PRONOUN.with(TITLE).with(NAME)) || phrase.head.any(ROLE) && phrase.named
        })
    }

    /// Whether the words are more than one sentence, each of which says something of somebody.
    pub(crate) fn is_passage(&self, content: Range<usize>) -> bool {
        let second = content.clone().skip(4).find(|&at| self.words[at].begins);
        second.is_some_and(|second| {
            self.is_whole_clause(content.start..second) && self.has_predicate(second..content.end)
        })
    }

    /// Whether the quoted words are somebody speaking: a sentence with a stop in it, or "tôi", "chúng ta".
    pub(crate) fn is_speech(&self, quotation: &Quotation) -> bool {
        let content = quotation.content();
        let first = content.clone().any(|at| self.is(at, FIRST));
        let several = content.clone().skip(1).any(|at| self.words[at].begins);
        self.syllables(content.clone()) >= 5 && self.has_predicate(content) && (first || several)
    }
}
