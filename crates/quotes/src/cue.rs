//! When a reporting word reports: not as a noun, not negated, not in the passive.

use crate::article::Article;
use crate::lexicon::{
    ADVERB, ANY, AUX, BECAUSE, BLAME, BY, CLAIM, CUE, Classes, DEVERBAL, DOCUMENT, FIELD, FIGURE,
    HEAD, HOLDS, IRREAL, LED, LINK, MODIFIER, NO, NOUN, NUMBER, PASSIVE, PERSON, PLURAL, PRONOUN,
    PURPOSE, RANG, RELAY, ROLE, SAY, SPEAK, THAT, THINK, THINKING, THIS, TIME, TITLE, UPON, VERB,
    VOW,
};
use crate::word::Word;

/// Every verb that may govern a quotation.
pub(crate) const GOVERNS: Classes = CUE.with(THINK).with(RELAY);

impl Article<'_> {
    /// Whether the word at `at` is a verb of `classes` that is used as a verb.
    pub(crate) fn is_cue(&self, at: usize, classes: Classes) -> bool {
        self.is(at, classes) && !self.is_nominal(at)
    }

    /// Whether the reporting word at `at` is a noun ("lời cảnh báo", "tuyên bố của ông"), passive or negated.
    fn is_nominal(&self, at: usize) -> bool {
        let starts = self.begins(at);
        if !starts && at > 0 {
            let before = &self.words[at - 1];
            // "lực lượng do Mỹ hậu thuẫn tuyên bố", but "ủng hộ đề xuất xây cầu"
            let led = before.is(LED) && (self.sentence_start(at, 6)..at).any(|at| self.is(at, BY));
            let noun = self.is(at, NOUN)
                && !self.is(at + 1, RANG)
                && (before.is(HOLDS) || before.is(VERB) && !before.is(CUE.with(ADVERB)) && !led);
            // "nhận được thư yêu cầu …"
            let received = before.is(DOCUMENT)
                && at > 1
                && !self.begins(at - 1)
                && self.is(at - 2, HOLDS)
                && !self.is(at - 2, VERB.with(AUX));
            // "những cáo buộc cho rằng …": whoever made them is not the subject.
            let claimed = self.is(at, SAY.with(BLAME))
                && before.is(CLAIM)
                && at > 1
                && self.is(at - 2, DEVERBAL.with(ANY))
                && !self.begins(at - 1);
            // "đòi rút quân bởi cho rằng …"
            if before.is(BECAUSE) && self.is(at, SAY) && !self.is(at, NOUN) {
                return false;
            }
            // "để đảm bảo rằng gỗ là hợp pháp"
            if self.is(at, VOW) && before.is(PURPOSE) && self.is(at + 1, RANG) {
                return true;
            }
            // "giám đốc phân tích rủi ro"
            let field = self.is(at, FIELD)
                && before.is(TITLE.with(ROLE))
                && !self.is(at + 1, RANG)
                && self.words.get(at + 1).is_some_and(Word::is_text);
            if self.some_people_say(at) {
                return false;
            }
            if field
                || received
                || claimed
                || before.is(DEVERBAL) && !before.is(PRONOUN)
                || before.is(IRREAL)
                || noun
            {
                return true;
            }
            let mut adverb = at;
            while adverb > 0
                && !self.begins(adverb)
                && self.is(adverb - 1, ADVERB)
                && !self.is(adverb - 1, NO)
            {
                adverb -= 1;
            }
            if adverb < at && adverb > 0 && !self.begins(adverb) && self.is(adverb - 1, NO) {
                // "không công khai tuyên bố"
                return true;
            }
            // "chính phủ được quốc tế công nhận"
            let passive = at > 1
                && !self.begins(at - 1)
                && self.is(at - 2, PASSIVE)
                && before.is(MODIFIER)
                && !self.is(at + 1, RANG);
            if passive {
                return true;
            }
            // "đối mặt với 18 cáo buộc", but "hôm 18/5 cáo buộc …"
            let counted = before.is(FIGURE)
                && self.is(at, NOUN)
                && at > 1
                && !self.begins(at - 1)
                && self.words[at - 2].is_text()
                && !self.is(at - 2, TIME);
            if counted && !self.is(at + 1, RANG) {
                return true;
            }
            // A capital inside a sentence belongs to a name ("Cục Phân tích Kinh tế") or a title ("… và Tuyên bố tầm
            // nhìn chung").
            let titled = before.capital || self.is(at, DOCUMENT);
            if self.words[at].capital && before.is_text() && titled {
                return true;
            }
        }
        // "tuyên bố nêu rõ": the document is the subject of the verb behind it.
        if self.is(at, DOCUMENT) && (starts || !self.is(at - 1, ADVERB)) {
            let next = self.skip_adverbs(at + 1, self.len().min(at + 8));
            // "Nhà Trắng tuyên bố đã phát hiện …"
            let owned = !starts && next > at + 1 && self.is(at - 1, HEAD);
            if next > at && self.is(next, CUE) && !self.is(next, THAT) && !owned {
                return true;
            }
        }
        let Some(next) = self.words.get(at + 1) else {
            return false;
        };
        if self.begins(at + 1) || !self.is(at, SAY.with(CUE)) || self.is(at, SPEAK) {
            return false;
        }
        if next.is(UPON) {
            return !self.is(at + 2, HEAD);
        }
        next.is(THIS) || next.is(MODIFIER) && self.is(at + 2, LINK) && !next.is(HEAD)
    }

    /// "một số người cho rằng …": they speak, but "những người cho rằng …" are told of.
    fn some_people_say(&self, at: usize) -> bool {
        at > 1
            && self.is(at - 1, PERSON)
            && !self.begins(at - 1)
            && self.is(at - 2, NUMBER)
            && !self.is(at - 2, PLURAL)
            && (self.is(at, THINKING) || self.is(at, SAY) && self.is(at + 1, RANG))
    }

    /// The last verb of `classes` between `from` and `to`, outside quotations.
    pub(crate) fn last_cue(&self, from: usize, to: usize, classes: Classes) -> Option<usize> {
        (from..to)
            .rev()
            .find(|&at| self.quotation_at(at).is_none() && self.is_cue(at, classes))
    }

    /// The first verb of `classes` between `from` and `to`, outside quotations.
    pub(crate) fn first_cue(&self, from: usize, to: usize, classes: Classes) -> Option<usize> {
        (from..to).find(|&at| self.quotation_at(at).is_none() && self.is_cue(at, classes))
    }

    /// Whether nothing but adverbs and dates stands at `at`.
    pub(crate) fn is_light(&self, at: usize) -> bool {
        self.is(at, ADVERB.with(TIME).with(FIGURE)) && !self.is(at, AUX)
    }
}
