//! Who speaks: the expression that a reporting word belongs to.

use std::ops::Range;

use crate::article::Article;
use crate::lexicon::{
    ADVERB, AND, AUX, BY, CLAUSAL, CONNECT, CONTRAST, CUE, DEAD, DOCUMENT, FIGURE, FIRST, HEAD,
    JOIN, LINK, MEDIA, NAME, NUMBER, OF, ORG, PERSON, PLACE, PLACE_OF, PLAN, PREP, PRESS, PURPOSE,
    RELAY, ROLE, SOURCE, SPEAK, SPOKEN, TELL, THAT, THINK, THUS, TIME, TITLE, VERB,
};
use crate::phrase::Phrase;

/// Farthest distance, in words, between a speaker and the reporting word.
pub(crate) const REACH: usize = 60;

/// A reporting word and who stands right before it.
pub(crate) struct Verb {
    pub(crate) at: usize,
    /// The beginning of its part of the sentence.
    pub(crate) start: usize,
    /// The expression that only adverbs, dates and brackets part from it.
    pub(crate) subject: Option<Phrase>,
}

impl Article<'_> {
    /// The subject of the reporting word at `cue`, looked for between `start` and it: first right in front of it,
    /// then with phrases of time and place between, then at the head of the sentence.
    pub(crate) fn subject(&self, start: usize, cue: usize) -> Option<Phrase> {
        if let Some(phrase) = self.adjacent_subject(start, cue) {
            return Some(phrase);
        }
        let mut before = cue;
        while before > start && self.is_light(before - 1) {
            before -= 1;
        }
        // "Ông A, trưởng đoàn …, nói": behind an apposition the head of the sentence speaks.
        if before > start && matches!(self.sign(before - 1), ',' | '-' | '–' | '—') {
            return self
                .described(start, before - 1)
                .or_else(|| self.sentence_subject(start, cue))
                .map(|phrase| self.named_apposition(phrase, before - 1))
                .or_else(|| self.distant_subject(start, cue));
        }
        self.distant_subject(start, cue)
            .or_else(|| self.sentence_subject(start, cue))
            .or_else(|| self.plain_subject(start, cue))
    }

    /// "…, đó là việc ông A, người vừa bị sa thải, nói …": who the words between the commas describe.
    fn described(&self, start: usize, comma: usize) -> Option<Phrase> {
        let opening = (start + 1..comma)
            .rev()
            .take(24)
            .find(|&at| !self.words[at].is_text())
            .filter(|&at| self.sign(at) == ',' && self.is(at + 1, PERSON))?;
        (start.max(opening.saturating_sub(10))..opening)
            .filter(|&at| self.may_head(at) && (at == start || !self.is(at - 1, HEAD)))
            .find_map(|at| {
                self.phrase(at, opening)
                    .filter(|phrase| phrase.words.end == opening)
            })
    }

    /// "A chưa lên tiếng, nhưng B đã họp và cảnh báo …": where the verb is joined to the one before it, the subject of
    /// the part of the sentence that *nhưng* or *còn* began.
    pub(crate) fn coordinate_subject(&self, start: usize, cue: usize) -> Option<Phrase> {
        if cue == start || !self.is(cue - 1, AND) {
            return None;
        }
        let part = (start..cue.saturating_sub(2))
            .rev()
            .take(REACH)
            .find(|&at| self.sign(at) == ',' && self.is(at + 1, CONTRAST.with(CLAUSAL)))?;
        self.phrase(part + 2, cue)
            .filter(|_| self.may_head(part + 2))
    }

    /// "Giá tăng sau khi Lào đóng cửa khẩu và cáo buộc …": who acts in the part of the sentence that *sau khi* began.
    pub(crate) fn clausal_subject(&self, start: usize, cue: usize) -> Option<Phrase> {
        if cue == start || !self.is(cue - 1, AND) {
            return None;
        }
        let part = (start..cue - 1).rev().take(REACH).find(|&at| {
            self.is(at, CLAUSAL)
                && !self.is(at, PURPOSE.with(BY))
                && self.quotation_at(at).is_none()
        })?;
        self.phrase(part + 1, cue)
            .filter(|phrase| self.may_head(part + 1) && phrase.words.end < cue - 1)
    }

    /// The reporting word at `at` with what its attribution begins with.
    pub(crate) fn verb(&self, at: usize) -> Verb {
        let start = self.segment_start(at);
        Verb {
            at,
            start,
            subject: self.adjacent_subject(start, at),
        }
    }

    /// The expression that only adverbs, dates and brackets part from `cue`.
    pub(crate) fn adjacent_subject(&self, start: usize, cue: usize) -> Option<Phrase> {
        let from = start.max(cue.saturating_sub(REACH));
        let mut reach = 0;
        for at in from..cue {
            // What a preposition ties to an earlier expression is no speaker of its own.
            let tied = |at: usize| {
                self.is(at, LINK.with(PREP)) && !self.is(at, CONNECT.with(JOIN).with(CLAUSAL))
            };
            // "ở phố Downing": also with one small word between.
            let governed = reach > 0
                && (tied(at - 1)
                    // "chủ nhà Hội nghị G20": the name belongs to the fixed word before it.
                    || at > from
                        && self.is(at, NAME.with(PLACE).with(ORG))
                        && self.words[at].capital
                        && self.is(at - 1, DEAD)
                        && self.words[at - 1].capital
                    || self.words[at].is(NAME.with(PLACE))
                        && (from + 1..at)
                            .rev()
                            .take(3)
                            .take_while(|&at| {
                                (self.plain(at) || self.is(at, VERB))
                                    && !self.is(at, HEAD.with(AUX).with(CUE))
                                    && !self.words[at].capital
                            })
                            .any(|at| tied(at - 1)));
            // "cơ quan khảo cổ Nhật Bản": a state right behind a noun belongs to it.
            let owned = reach > 0
                && at > reach
                && self.is(at, PLACE)
                && (reach..at).all(|at| self.plain(at) && !self.words[at].capital)
                && !self.begins(at);
            // "một phòng thí nghiệm tại Seoul, Hàn Quốc": the state of a town.
            let governed = governed
                || owned
                || at > from + 2
                    && self.is(at, PLACE)
                    && self.sign(at - 1) == ','
                    && self.is(at - 2, PLACE.with(NAME))
                    && tied(at - 3);
            if governed && let Some(phrase) = self.phrase(at, cue) {
                reach = reach.max(phrase.words.end);
            }
            if at < reach || governed || !self.may_head(at) || self.quotation_at(at).is_some() {
                continue;
            }
            if let Some(phrase) = self.phrase(at, cue) {
                let next = self.skip_adverbs(phrase.words.end, cue);
                // A word or two of manner may stand behind a name: "bà Hoa nghẹn ngào kể".
                let manner = phrase.named
                    && next < cue
                    && cue - next <= 2
                    && (next..cue).all(|at| self.plain(at) && !self.words[at].capital);
                // "ông Nam gửi một bức thư …, nói rằng": who sends the letter speaks.
                let sent = phrase.head.any(DOCUMENT)
                    && at > from
                    && self.is(at - 1, VERB.with(SPEAK).with(ADVERB))
                    && !self.is(at - 1, HEAD.with(CONNECT));
                if sent {
                    reach = reach.max(phrase.words.end);
                    continue;
                }
                if next == cue || manner {
                    let phrase = self.behind_apposition(from, &phrase).unwrap_or(phrase);
                    return Some(self.with_those_before(from, phrase));
                }
                reach = reach.max(phrase.words.end);
            }
        }
        None
    }

    /// "Lào, Peru và Chile đã thông báo": the states before the last two speak as well.
    fn with_those_before(&self, from: usize, mut phrase: Phrase) -> Phrase {
        let and = phrase.words.clone().any(|at| self.is(at, AND));
        while and
            && phrase.words.start >= from + 2
            && self.is(phrase.words.start, PLACE)
            && self.sign(phrase.words.start - 1) == ','
            && self.is(phrase.words.start - 2, PLACE)
            && (phrase.words.start - 2 == from
                || self.begins(phrase.words.start - 2)
                || self.sign(phrase.words.start - 3) == ','
                || self.is(phrase.words.start - 3, CLAUSAL))
        {
            phrase.words.start -= 2;
        }
        phrase
    }

    /// "Trần Văn Bách, phát ngôn viên quân đội, nói": where the expression is the office of somebody named right
    /// before it, the one named.
    fn behind_apposition(&self, from: usize, phrase: &Phrase) -> Option<Phrase> {
        let comma = phrase
            .words
            .start
            .checked_sub(1)
            .filter(|&at| at > from && self.sign(at) == ',')?;
        // "ông Bình, Chủ tịch Tổng công ty Bưu điện, nói": a name inside the office is not his.
        let body = phrase.words.clone().any(|at| self.is(at, ORG));
        if phrase.named && !body || !phrase.head.any(TITLE.with(ROLE)) {
            return None;
        }
        (from.max(comma.saturating_sub(10))..comma)
            .filter(|&at| {
                // "quanh đảo Cồn Cát, người phát ngôn …": the name of what the noun before it means.
                let owned = |noun: usize| self.plain(noun) && !self.words[noun].capital;
                let whole = at == from
                    || !self.is(at - 1, HEAD) && !self.is_governed(at, from) && !owned(at - 1);
                self.may_head(at) && self.quotation_at(at).is_none() && whole
            })
            .find_map(|at| {
                self.phrase(at, comma)
                    .filter(|found| found.words.end == comma && found.named)
            })
    }

    /// "Đại diện Lào, ông Nam, nói": where an office comes first and the name behind a comma, the name.
    fn named_apposition(&self, phrase: Phrase, comma: usize) -> Phrase {
        if phrase.named {
            return phrase;
        }
        let found = (phrase.words.end..comma)
            .filter(|&at| at > 0 && matches!(self.sign(at - 1), ',' | '-' | '–'))
            .find_map(|at| {
                self.phrase(at, comma)
                    .filter(|found| found.named && found.words.end == comma)
            });
        found.unwrap_or(phrase)
    }

    /// A subject without any listed word ("chủ quán nói"): a short run of plain words from the beginning of the
    /// sentence, or from a comma, up to the verb.
    fn plain_subject(&self, start: usize, cue: usize) -> Option<Phrase> {
        let mut at = cue;
        while at > start && self.is_light(at - 1) {
            at -= 1;
        }
        let end = at;
        while at > start && end - at < 6 && self.plain(at - 1) && !self.begins(at) {
            at -= 1;
        }
        let whole = at == start
            || !self.words[at - 1].is_text()
            || self.is(at - 1, crate::lexicon::CONNECT);
        let fits = end > at && whole && !self.is(at, SPOKEN.with(PLAN).with(THUS).with(FIRST));
        fits.then_some(Phrase {
            words: at..end,
            head: crate::lexicon::ROLE,
            named: false,
        })
    }

    /// The expression parted from `cue` by a phrase of time, place or occasion.
    fn distant_subject(&self, start: usize, cue: usize) -> Option<Phrase> {
        let from = start.max(cue.saturating_sub(REACH));
        let mut at = from;
        let mut verb = false;
        while at < cue {
            // Behind a verb stands its object.
            verb = (verb || self.is(at, VERB.with(AUX)) && !self.is(at, ADVERB.with(PREP)))
                && !matches!(self.sign(at), ',' | ';');
            if !verb
                && self.may_head(at)
                && self.quotation_at(at).is_none()
                && !self.is_governed(at, from)
                && let Some(phrase) = self.phrase(at, cue)
            {
                let next = self.skip_adverbs(phrase.words.end, cue);
                let bridge = self.is(next, PREP.with(TIME))
                    && (next..cue).all(|at| {
                        !self.is(at, CUE.with(RELAY).with(SOURCE).with(TELL).with(THAT))
                            && !matches!(self.sign(at), ':' | ';')
                    });
                if bridge {
                    return Some(phrase);
                }
                at = phrase.words.end.max(at + 1);
                continue;
            }
            at += 1;
        }
        None
    }

    /// The first expression of the sentence that no preposition governs.
    pub(crate) fn sentence_subject(&self, start: usize, cue: usize) -> Option<Phrase> {
        // Beyond any real sentence nobody is looked for.
        if cue.saturating_sub(start) > 3 * REACH {
            return None;
        }
        let mut at = start;
        while at < cue {
            if self.quotation_at(at).is_some() {
                return None;
            }
            if !self.words[at].is_text() && !matches!(self.sign(at), '(' | '[') {
                at += 1;
                continue;
            }
            if matches!(self.sign(at), '(' | '[') {
                at = self.behind_bracket(at, cue);
                continue;
            }
            if self.is(at, PREP.with(SOURCE).with(TIME)) && !self.is(at, CUE)
                || self.is(at, CUE)
                    && (at == start || self.sign(at - 1) == ',' && !self.is(at, DOCUMENT))
                || at == start && self.begins(at) && self.is(at, VERB) && !self.is(at, HEAD)
            {
                // A phrase of time or place at the front ends with a comma, and so does "Kết thúc hội nghị, …".
                let comma = (at..cue).find(|&at| self.sign(at) == ',')?;
                let placed = self.is(at, PLACE_OF);
                at = comma + 1;
                // "Tại Paris, Berlin, nhiều người …": a list of places.
                while placed
                    && self.is(at, PLACE.with(NAME))
                    && self.sign(at + 1) == ','
                    && at + 2 < cue
                {
                    at += 2;
                }
                continue;
            }
            if self.may_head(at)
                && let Some(phrase) = self.phrase(at, cue)
            {
                return Some(phrase);
            }
            // "có 97 công ty …": who there is, is counted.
            let exists = self.is(at, AUX) && self.is(at + 1, NUMBER.with(FIGURE));
            if exists || self.is(at, CONNECT.with(ADVERB).with(JOIN).with(FIGURE)) {
                at += 1;
                continue;
            }
            return None;
        }
        None
    }

    /// Whether an expression for a speaker may begin at `at`.
    pub(crate) fn may_head(&self, at: usize) -> bool {
        let word = &self.words[at];
        word.is(HEAD.with(crate::lexicon::NUMBER)) && !word.is(DEAD)
    }

    /// Whether a preposition or a tie stands before the expression at `at`.
    fn is_governed(&self, at: usize, from: usize) -> bool {
        at > from
            && self.is(at - 1, PREP.with(LINK).with(SOURCE).with(THINK).with(CUE))
            && !self.is(at - 1, CONNECT)
    }

    /// Passes over adverbs, dates and brackets from `at`, never beyond `limit`.
    pub(crate) fn skip_adverbs(&self, mut at: usize, limit: usize) -> usize {
        while at < limit {
            if matches!(self.sign(at), '(' | '[') {
                at = self.behind_bracket(at, limit);
                continue;
            }
            if self.is(at, ADVERB) && !self.is(at, CUE) || self.is_date(at, limit) {
                at += 1;
                continue;
            }
            break;
        }
        at
    }

    /// A word or mark of a date: "hôm 5/6", "ngày 12.7", "tối 3-4".
    fn is_date(&self, at: usize, limit: usize) -> bool {
        if self.is(at, TIME.with(FIGURE)) {
            return true;
        }
        matches!(self.sign(at), '/' | '-' | '.' | '–')
            && at + 1 < limit
            && self.is(at + 1, FIGURE)
            && self.is(at - 1, FIGURE)
    }

    /// The position behind the bracket that opens at `at`, or the next word when it is not closed in time.
    pub(crate) fn behind_bracket(&self, at: usize, limit: usize) -> usize {
        let close = match self.sign(at) {
            '(' => ')',
            _ => ']',
        };
        let limit = limit.min(at + 40);
        (at + 1..limit)
            .find(|&at| self.sign(at) == close)
            .map_or(at + 1, |at| at + 1)
    }

    /// Who stands behind a document: "Tuyên bố của quân đội Mỹ" gives "quân đội Mỹ".
    pub(crate) fn owner(&self, words: Range<usize>) -> Range<usize> {
        let of = words.clone().skip(1).find(|&at| self.is(at, OF));
        match of {
            Some(of)
                if self.is(words.start, DOCUMENT)
                    || self.is(words.start + 1, DOCUMENT) && self.is(words.start, NUMBER) =>
            {
                of + 1..words.end
            }
            _ => words,
        }
    }

    /// Whether the expression is a medium, which speaks for itself only with words of opinion.
    pub(crate) fn is_medium(&self, phrase: &Phrase) -> bool {
        phrase.head.any(MEDIA.with(PRESS))
            || phrase
                .words
                .clone()
                .take(1 + usize::from(self.words[phrase.words.start].classes == NAME))
                .any(|at| self.is(at, MEDIA.with(PRESS)))
            || phrase.words.clone().all(|at| {
                !self.words[at].is_text()
                    || self.is(at, MEDIA.with(PRESS).with(crate::lexicon::NUMBER))
            })
    }
}
