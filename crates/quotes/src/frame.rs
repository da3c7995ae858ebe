//! What a reporting verb must have behind it, by its frame.

use std::ops::Range;

use crate::article::Article;
use crate::clause::REACH;
use crate::lexicon::{
    ABOUT, ABSTRACT, ACCUSE, ADVERB, AGREE, AND, ANSWER, ANY, ASK, AUX, BECAUSE, BLAME, BY, CLAIM,
    CLAUSAL, CONCERN, CONTRAST, CUE, Classes, DEED, DEMONSTRATIVE, DENY, DEVERBAL, DOCUMENT, FEEL,
    FIGURE, HEAD, HOLDS, INNER, IRREAL, JOIN, LIKENESS, LINK, NAMED, NORM, NUMBER, OF, OPINION,
    PASSIVE, PAST, PERSON, PLACE, PLAN, PLURAL, PREP, PROPOSE, PURPOSE, RANG, RELATIVE, RELAY, SAY,
    SPEAK, STRONG, TELL, THAT, THAT_IS, THINK, THINKING, THUS, TIME, TOWARD, VERB, VOW, WEAK, WILL,
    WITH,
};
use crate::phrase::Phrase;
use crate::word::Word;

impl Article<'_> {
    /// Whether the words hold a predicate: a copula, a tense word or a common verb.
    pub(crate) fn has_predicate(&self, words: Range<usize>) -> bool {
        words
            .into_iter()
            .any(|at| self.is(at, AUX.with(VERB).with(CUE).with(THINK)))
    }

    /// Whether the words are a clause with a subject of its own: somebody first, then what he does or is.
    pub(crate) fn is_whole_clause(&self, words: Range<usize>) -> bool {
        let Some(first) = self.words.get(words.start).filter(|_| words.len() >= 3) else {
            return false;
        };
        if first.is(ABSTRACT.with(PLURAL)) && !words.clone().any(|at| self.is(at, AUX)) {
            return false;
        }
        let starts_late = first.is(AUX.with(VERB))
            && !first.is(HEAD.with(PREP).with(THAT_IS).with(RELATIVE))
            && !first.capital;
        !starts_late && (first.is(THAT_IS) || self.has_predicate(words.start + 1..words.end))
    }

    /// Whether what stands behind the reporting word at `cue` is a clause that its frame takes.
    pub(crate) fn has_clause(&self, cue: usize) -> bool {
        let (start, set_off) = self.clause_start(cue);
        if start >= self.len() || self.begins(start) {
            return false;
        }
        let words = start..self.sentence_end(start, REACH);
        let first = &self.words[start];
        if !first.is_text() && self.quotation_at(start).is_none()
            || first.is(RELATIVE) && first.is(JOIN)
        {
            // "cáo buộc mà bà Hoa bác bỏ"
            return false;
        }
        let that = start > 0 && self.is(start - 1, THAT)
            || start > 1 && self.sign(start - 1) == ',' && self.is(start - 2, RANG);
        if self.is(cue, AGREE) && !self.is(cue, CUE) {
            return self.settles(cue);
        }
        if self.is(cue, SAY.with(TELL)) {
            self.says(cue, words, set_off, that)
        } else if self.is(cue, ASK) {
            that || self.acts(&words)
                || first.is(WILL) && !self.begins(words.start + 1)
                || self.is(cue, PROPOSE) && first.is(VERB) && !first.is(CUE.with(PLAN).with(HEAD))
                || self.clause_inside(words)
                    && !first.is(JOIN.with(PREP).with(ABSTRACT).with(ABOUT))
        } else if self.is(cue, BLAME) {
            that || self.blames(cue, words)
        } else if self.is(cue, VOW) {
            // "bày tỏ cam kết", "bày tỏ phản đối": what is expressed is a noun.
            let opens = first.is(AUX) && !first.is(PAST)
                || first.is(VERB.with(CUE))
                    && !first.is(HEAD)
                    && (!self.is(cue, FEEL) || first.is(IRREAL) && !first.is(CUE.with(THINK)));
            let told = set_off
                && (self.is(cue, FEEL) || first.is(HEAD))
                && self.has_predicate(words.clone());
            // "cam kết danh sách nội các sẽ rút xuống …"
            let pledged = !self.is(cue, FEEL)
                && !first.is(PREP.with(ABOUT).with(JOIN).with(LINK))
                && (words.start + 1..words.end.min(words.start + 12))
                    .take_while(|&at| self.words[at].is_text() && !self.begins(at))
                    .any(|at| self.is(at, WILL) && !self.is(at, VERB.with(JOIN)));
            that || opens
                || told
                || pledged
                || first.is(HEAD)
                    && self.clause_inside(words.clone())
                    && self.is_whole_clause(words)
        } else if self.is(cue, SPEAK) {
            that && self.has_predicate(words.clone())
                || self.is(cue, ANSWER) && self.states(words.clone())
                || self.sign(cue + 1) == ','
                    && self
                        .adjacent_subject(self.segment_start(cue), cue)
                        .is_some()
                    && first.is(HEAD)
                    && self.is_whole_clause(words)
                    && !self.begins(cue)
        } else {
            false
        }
    }

    /// "nhất trí rằng …": what is settled with somebody was said; "nhất trí với đề xuất" reports nothing.
    pub(crate) fn settles(&self, cue: usize) -> bool {
        let next = cue + 1;
        self.is(cue, AGREE) && !self.begins(next) && self.is_cue(cue, AGREE) && self.is(next, RANG)
    }

    /// "cho biết …": any clause, set off or not; not what it is about, not the reporter's next thought.
    fn says(&self, cue: usize, words: Range<usize>, set_off: bool, that: bool) -> bool {
        let end = words.end;
        let within = |at: usize, classes: Classes| at < end && self.is(at, classes);
        let first = &self.words[words.start];
        if self.is(cue, THINKING) {
            return self.clause_end(words.start) > words.start + 2;
        }
        if set_off {
            // "…, ông nói, nhưng …" goes on in the reporter's own words.
            let goes_on = first.is(JOIN) && !first.is(PREP) || self.is_cue(words.start, CUE);
            return !(self.sign(cue + 1) == ',' && goes_on) && (that || self.has_predicate(words));
        }
        if first.is(WITH) && !self.is(cue, OPINION) {
            // "thông báo với báo giới về …"
            return false;
        }
        if first.is(TOWARD) && !within(words.start + 1, TIME.with(FIGURE).with(PLACE).with(AUX)) {
            // "nhấn mạnh đến tầm quan trọng …"
            return false;
        }
        let many = first.is(NUMBER) && self.clause_inside(words.clone());
        if first.is(THUS) && !many && !within(words.start + 1, AUX.with(VERB))
            || self.is(cue, FEEL) && first.is(PREP.with(ABOUT).with(AND).with(LINK))
        {
            return false;
        }
        if !self.begins(cue)
            && !first.is(ABOUT.with(WITH))
            && (first.is(PREP) || self.is_light(words.start) && !first.is(AUX))
            && self.acts_behind_occasion(&words)
        {
            return true;
        }
        if self.is_light(words.start) && !first.is(AUX) {
            return self.long_clause(words);
        }
        if first.is(ABOUT.with(AND))
            || first.is(LINK) && !first.is(PREP)
            || first.is(JOIN) && !first.is(PREP)
        {
            return false;
        }
        // "thông báo thay đổi này."
        let pointed = within(words.start + 1, DEMONSTRATIVE)
            && (words.start + 2 >= end || !self.words[words.start + 2].is_text());
        // "xác nhận chiến thắng của bà Hoa", "tiết lộ thông tin với báo chí"
        let deed = first.is(CLAIM) || within(words.start + 1, OF);
        let opens = first.is(AUX)
            || first.is(VERB.with(CUE)) && !first.is(HEAD.with(PLAN)) && !pointed && !deed;
        opens
            || self.clause_inside(words.clone())
                && !(first.is(DEED) && self.is_bare_deed(words.clone()))
            || self.is_said_of(words)
    }

    /// "khẳng định những yêu cầu này hoàn toàn “vô căn cứ”": the words between marks are the predicate.
    fn is_said_of(&self, words: Range<usize>) -> bool {
        let Some(open) = (words.start + 1..words.end.min(words.start + 12))
            .take_while(|&at| !self.begins(at))
            .find(|&at| !self.words[at].is_text())
            .filter(|&at| self.quotation_at(at).is_some_and(|held| held.open == at))
        else {
            return false;
        };
        let ends = self.quotation_at(open).is_some_and(|held| {
            let end = held.end();
            self.begins(end) || self.words.get(end).is_none_or(|word| !word.is_text())
        });
        let before = open - 1;
        ends && self.may_head(words.start)
            && self.is(before, ADVERB.with(DEMONSTRATIVE))
            && !self.is(before, NAMED)
    }

    /// "xác nhận việc mở cảng": a deed with its own verb and no other.
    fn is_bare_deed(&self, words: Range<usize>) -> bool {
        let mut groups = 0;
        let mut inside = false;
        for at in words.start + 1..self.clause_end(words.start).min(words.end) {
            let acts = self.is(at, AUX.with(VERB).with(CUE).with(THINK)) && !self.is(at, JOIN);
            groups += usize::from(acts && !inside);
            inside = acts;
            if self.quotation_at(at).is_some() || groups > 1 || self.is(at, STRONG.with(THAT)) {
                return false;
            }
        }
        true
    }

    /// "nhấn mạnh sau trận lũ, dân làng sẽ …": an occasion, a comma, somebody and what he does, which is no saying.
    fn acts_behind_occasion(&self, words: &Range<usize>) -> bool {
        let limit = words.end.min(words.start + 24);
        (words.start..limit)
            .filter(|&at| self.sign(at) == ',')
            .take(2)
            .any(|comma| {
                comma + 1 < words.end
                    && !(words.start..comma).any(|at| self.is(at, CUE.with(THAT)))
                    && self.may_head(comma + 1)
                    && self.phrase(comma + 1, words.end).is_some_and(|phrase| {
                        let next = self.skip_adverbs(phrase.words.end, words.end);
                        let acts = |at: usize| {
                            at < words.end
                                && self.is(at, AUX.with(VERB))
                                && !self.is(at, CUE.with(THINK))
                        };
                        acts(phrase.words.end) && !self.is_cue(next, CUE.with(TELL).with(RELAY))
                            || acts(next)
                    })
            })
    }

    /// Somebody and at once a word that is no name: an unlisted verb, as in "đòi cơ quan bầu cử kiểm lại phiếu".
    fn acts(&self, words: &Range<usize>) -> bool {
        self.phrase(words.start, words.end).is_some_and(|phrase| {
            let end = self.skip_adverbs(phrase.words.end, words.end);
            end < words.end
                && !phrase.head.any(DOCUMENT)
                && self.plain(end)
                && !self.words[end].capital
                && !self.begins(end)
        })
    }

    /// Somebody and at once what he does or is: "kể bà phải đi bộ".
    fn states(&self, words: Range<usize>) -> bool {
        let within = |at: usize| at < words.end && self.is(at, AUX);
        self.phrase(words.start, words.end).is_some_and(|phrase| {
            let next = self.skip_adverbs(phrase.words.end, words.end);
            within(phrase.words.end) || within(next)
        })
    }

    /// "cáo buộc Mỹ vi phạm …": somebody and what he did. A bare noun phrase blames but reports nothing.
    fn blames(&self, cue: usize, words: Range<usize>) -> bool {
        let end = words.end;
        let within = |at: usize, classes: Classes| at < end && self.is(at, classes);
        let first = &self.words[words.start];
        if words.start > 0 && self.is(words.start - 1, DEED) {
            return self.clause_inside(words);
        }
        if words.start > cue + 1
            && self.is(words.start - 1, CLAIM)
            && (first.is(BY) || self.syllables(words.start..self.clause_end(words.start)) < 5)
        {
            // "phủ nhận mọi cáo buộc tòa đưa ra", "bác bỏ thông tin do báo chí đăng tải"
            return false;
        }
        let noun = (words.start..words.end.min(words.start + 4))
            .find(|&at| !self.plain(at))
            .unwrap_or(words.start);
        // "phủ nhận hành động này nhằm vào …": a deed pointed at is a subject.
        let pointed = self.is(words.start + 1, DEMONSTRATIVE) && !self.begins(words.start + 1);
        let does = |at: usize| within(at, AUX) || within(at, VERB) && !within(at, PREP);
        let concerns = within(words.start + 2, CONCERN);
        let simple = pointed && (concerns || does(words.start + 2))
            || noun > words.start
                && !first.is(PLAN.with(NORM).with(NUMBER).with(ABSTRACT).with(DEVERBAL))
                && does(noun);
        let strict = simple
            // "bác bỏ mọi lời kêu gọi từ chức": a noun that takes a verb.
            || !(first.is(ANY) && within(words.start + 1, PLAN))
                && self.parties(words.start, end).is_some_and(|phrase| {
                let behind = phrase.words.end;
                // "chỉ trích Mỹ vì rút quân"
                let reason = within(behind, BECAUSE)
                        && (does(behind + 1) || within(behind + 1, CUE));
                    if self.is(behind - 1, PERSON) {
                        // "công kích những người chỉ trích ông"
                        return false;
                    }
                let named = (phrase.words.start..behind)
                    .find(|&at| !self.is(at, NUMBER))
                    .unwrap_or(words.start);
                let planned = self.is(named, PLAN) && !self.words[named].capital;
                !phrase.head.any(NUMBER)
                    && does(behind)
                    && (!planned || within(behind, AUX))
                    || !planned && does(self.skip_adverbs(behind, end))
                    || reason
            });
        let opens = first.is(AUX) || first.is(VERB.with(CUE)) && !first.is(HEAD);
        let acts = self.is(cue, ACCUSE) && self.acts(&words);
        // "phủ nhận đã bán vũ khí", "bác bỏ tham gia vụ cướp"
        let denied = self.is(cue, DENY)
            && (opens || first.is(PAST))
            && self.syllables(words.start..self.clause_end(words.start)) > 2
            && !first.is(CUE.with(PLAN).with(HEAD).with(PREP).with(CLAIM))
            // "bác bỏ thắng lợi của bà Hoa"
            && !(words.start == cue + 1 && within(cue + 2, OF));
        strict
            || acts
            || denied
            || self.is(cue, ACCUSE) && (!opens || first.is(HOLDS)) && self.clause_inside(words)
    }

    /// Those who are blamed: one expression, or several with commas between ("Anh, Pháp và Đức"), of which the last
    /// comes back.
    fn parties(&self, start: usize, end: usize) -> Option<Phrase> {
        let mut phrase = self.phrase(start, end)?;
        for _ in 0..4 {
            let next = phrase.words.end + 1;
            let goes_on = next < end
                && (self.sign(next - 1) == ',' || self.is(next - 1, AND.with(LIKENESS)))
                && self.may_head(next);
            match self.phrase(next, end).filter(|_| goes_on) {
                Some(other) => phrase = other,
                None => break,
            }
        }
        Some(phrase)
    }

    /// A time at the front and still a whole clause behind it: "cho biết hôm qua tàu đã rời cảng".
    fn long_clause(&self, words: Range<usize>) -> bool {
        let start = (self.skip_adverbs(words.start, words.end)..words.end)
            .find(|&at| !self.is_light(at) && self.sign(at) != ',')
            .unwrap_or(words.end);
        // "cho biết hôm nay là ngày hội", "cho biết ngày 1/5 tới là ngày hội"
        let states = start > words.start
            && (self.is(start, AUX) || self.is(start, TOWARD) && self.is(start + 1, AUX));
        start < words.end && !self.begins(start) && states
            || start < words.end
                && !self.begins(start)
                && self.words[start].is_text()
                && !self.is(start, PREP.with(JOIN).with(LINK))
                && self.clause_inside(start..words.end)
    }

    /// Whether a predicate follows. Behind a noun that takes a verb ("kế hoạch triển khai …") only a tense word or a
    /// copula is one, behind "về" only a strong one; a clause about a noun ("vũ khí mà ông đã dùng") has its own.
    fn clause_inside(&self, words: Range<usize>) -> bool {
        let mut relatives = 0;
        let mut strict = false;
        let mut planned = false;
        let mut about = false;
        let mut conceded = false;
        let mut occasion = false;
        let first = words.start
            + usize::from(
                self.is(words.start, NUMBER.with(ABSTRACT)) && !self.is(words.start, PLAN),
            );
        for at in words.start..words.end.min(words.start + 50) {
            planned |= at <= first && self.is(at, PLAN);
            strict |= planned || at == words.start && self.is(at, PREP);
            if planned && self.sign(at) == ',' && self.is(at + 1, STRONG.with(JOIN)) {
                // "tuyên bố tình trạng khẩn cấp, khiến …": what follows is the reporter's.
                return false;
            }
            // "thừa nhận cuộc gặp sau khi bà Hoa đã rời đi": what happened then is said of nothing, unless the tense comes
            // once more ("… đã làm cả làng giận").
            let again = occasion
                && self.is(at, AUX)
                && !self.is(at, WEAK)
                && (words.start..at - 1)
                    .any(|at| self.is(at, AUX.with(VERB)) && !self.is(at, PREP));
            occasion &= !again;
            occasion = self.sign(at) != ','
                && (occasion
                    || at > words.start
                        && self.is(words.start, PLAN.with(ABSTRACT))
                        && self.is(at, CLAUSAL)
                        && self.is(at, PREP)
                        && !self.is(at, AUX.with(VERB).with(PURPOSE).with(BY)));
            conceded |= self.is(at, PREP) && self.is(at, JOIN);
            if at > words.start && self.is(at, CONTRAST) && !self.is(at, AUX) && !conceded {
                // "xác nhận thông tin này nhưng không …": the reporter goes on.
                return false;
            }
            if at > words.start && self.is(at, RELATIVE) {
                relatives += 1;
            } else if self.is(at, ABOUT) && at < words.start + 12 {
                about = true;
            } else if at > words.start
                && self.is(at, CUE)
                && (self.is(at - 1, JOIN) || self.sign(at - 1) == ',')
            {
                // The next verb of the speaker, not one of the clause.
                return false;
            } else if at == words.start + 1
                && self.is(words.start, NUMBER)
                && self.is(at, VERB)
                && !self.is(at, AUX)
                && self.is(at + 1, OF.with(ABOUT).with(TOWARD))
            {
                // "thông báo một số hạn chế về đi lại": a noun.
            } else if at > words.start
                && !occasion
                && self.is(at, AUX.with(VERB).with(CUE).with(THINK))
                && (!strict && !about && relatives == 0 || self.is(at, AUX.with(STRONG)))
                && (!about || !self.is(at, WEAK))
                && (!planned || !self.is(at, PASSIVE) || !self.is(at, WEAK))
                && !(self.is(at, WEAK) && self.is(at + 1, OF.with(DEMONSTRATIVE)))
                && (!self.is(at, WEAK)
                    || !self.begins(at + 1)
                        && (self.words.get(at + 1).is_some_and(Word::is_text)
                            || self.quotation_at(at + 1).is_some()))
            {
                if relatives == 0 {
                    return true;
                }
                relatives -= 1;
            }
        }
        false
    }

    /// Whether the quoted words carry the claim of the clause around them, or are a term within it.
    pub(crate) fn carries(&self, open: usize, content: Range<usize>, clause: Range<usize>) -> bool {
        if !self.begins(open) && self.is(open - 1, NAMED) {
            return false;
        }
        let count = self.syllables(content.clone());
        let start = clause.start;
        let total = self.syllables(clause.clone()).max(1);
        let before = open
            .checked_sub(1)
            .filter(|_| !self.begins(open))
            .map_or(Classes::NONE, |at| self.words[at].classes);
        // "… là “vấn đề sinh tử”": the quoted words are what the clause says of its subject.
        let predicate = before.any(THAT.with(LIKENESS)) && !self.is(content.end + 1, OF)
            || count > 3 && before.any(AUX) && !before.any(WEAK);
        // "“những người giấu mặt” đã làm việc này": the quoted words are only who did it.
        let behind = content.end + 1;
        // "không giải quyết được “nếu không chịu lắng nghe” dân làng": a condition of the claim, and not the claim.
        if self.is(content.start, CLAUSAL)
            && self.is(content.start, INNER)
            && !predicate
            && content.end < clause.end
            && self.words.get(behind).is_some_and(Word::is_text)
            && behind < clause.end
            && self.has_predicate(start..open)
            && count * 20 < total * 9
        {
            return false;
        }
        if content.end < self.len()
            && !self.begins(content.end)
            && !self.begins(behind)
            && self.is(behind, AUX)
            && (!self.is_whole_clause(content.clone()) || before.any(PLURAL))
        {
            return false;
        }
        // "nhằm đáp trả “hành vi thù địch” của nước này"
        if self.is(behind, OF)
            && !self.begins(content.end)
            && !predicate
            && !self.is(content.start, AUX.with(VERB))
        {
            return false;
        }
        // "vì “một đất nước tự do và giàu có”": a noun at the end of a clause that says something itself.
        let last = behind >= clause.end || !self.words[behind].is_text();
        let nominal = count < 7 && self.is(content.start, PLURAL.with(NUMBER).with(PLAN));
        let acts = content.clone().any(|at| {
            self.is(at, AUX) && !self.is(at, WEAK)
                || !nominal && self.is(at, AUX.with(VERB).with(CUE).with(THINK))
        });
        let heavy = count * 20 >= total * 9;
        if count * 5 < total * 3 && !self.begins(open) && self.is_joined(start, open) {
            return false;
        }
        // "… là “lối ra đúng đắn” để giữ đê": more of the reporter's words follow.
        let denies = self.is(content.start, AUX) && !self.is(content.start, WEAK)
            || self.is(content.start + 1, AUX) && self.is(content.start, ADVERB);
        // "sẽ chặn “những người muốn phá rừng” vào làng": who they are, in the middle of the claim.
        let people = count < 8 && self.is(content.start, PLURAL) && !last;
        if count > 3 && !predicate && (!acts || people) && self.has_predicate(start..open) {
            return heavy;
        }
        match count {
            0 | 1 => false,
            2 | 3 => predicate && (heavy || self.is(content.start, AUX)),
            // "là “vùng đất chết của mọi loài” và muốn …"
            6..=8 if predicate && !acts && !last => heavy,
            4 | 5 => predicate && (acts || last) || denies || self.is(content.start, WILL) || heavy,
            _ => true,
        }
    }
}
