//! Expressions for who may speak: where they begin and how far they reach.

use std::ops::Range;

use crate::article::Article;
use crate::lexicon::{
    ABSTRACT, ADVERB, AND, AUX, BOTH, BY, CALL, COUNT, CUE, Classes, DEAD, DOCUMENT, DOMAIN,
    FIGURE, HEAD, JOIN, LED, LINK, MEDIA, MODIFIER, NAME, NEAR, NUMBER, OF, ORDINAL, ORG, PARTICLE,
    PERSON, PLACE, PLURAL, PREP, PRESS, PRONOUN, REGION, RELAY, ROLE, SOURCE, TELL, THAT, THINK,
    THIS, TIME, TITLE, VERB, WITH, WITHIN,
};
use crate::word::Word;

/// An expression such as *Ngoại trưởng Nga Sergey Lavrov*, *ông*, *một quan chức giấu tên*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) words: Range<usize>,
    /// The class of its head, the first word that names anybody.
    pub(crate) head: Classes,
    /// Holds a name written with capitals.
    pub(crate) named: bool,
}

/// Longest expression, in words.
const REACH: usize = 24;

impl Article<'_> {
    /// The expression that begins at `start`, when one does.
    pub(crate) fn phrase(&self, start: usize, limit: usize) -> Option<Phrase> {
        let limit = limit.min(self.len()).min(start + REACH);
        let mut at = start;
        let counts = |at: usize| {
            self.is(at, NUMBER.with(FIGURE)) && !self.is(at, HEAD)
                || self.is(at, BOTH)
                    && self.is(at, NUMBER)
                    && self.is(at + 1, ROLE.with(ORG).with(TITLE))
        };
        while at < limit && counts(at) {
            if at > start && self.begins(at) {
                return None;
            }
            at += 1;
        }
        let head = self.words.get(at).filter(|_| at < limit)?;
        if at > start + 1
            && self.is(at - 1, PERSON)
            && head.is(AUX.with(VERB).with(CUE).with(ADVERB))
            && !head.is(HEAD)
            && !self.begins(at)
        {
            // "nhiều người đã …"
            return Some(Phrase {
                words: start..at,
                head: ROLE,
                named: false,
            });
        }
        let counted = at > start && self.plain(at) && !self.is(start, FIGURE);
        let abstract_noun = counted && head.is(ABSTRACT) && !head.is(HEAD);
        if head.is(DEAD)
            || abstract_noun
            || !head.is(HEAD) && !counted
            || at > start && self.begins(at)
        {
            return None;
        }
        let mut growing = Growing {
            article: self,
            head: at,
            limit,
            end: at + 1,
            named: head.is(NAME),
            closed: head.is(NAME) || head.is(PRONOUN) && head.tokens > 1,
        };
        while growing.end < limit && !self.begins(growing.end) && growing.grow() {}
        let mut end = growing.end.min(limit);
        while end > at + 1 && self.is(end - 1, LINK.with(JOIN)) && !self.is(end - 1, HEAD) {
            end -= 1;
        }
        Some(Phrase {
            words: start..end,
            head: head.classes,
            named: growing.named,
        })
    }

    /// A small word of no grammatical class, which may stand inside a noun phrase.
    pub(crate) fn plain(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| {
            word.is_text()
                && !word.is(CUE
                    .with(THINK)
                    .with(CALL)
                    .with(SOURCE)
                    .with(RELAY)
                    .with(TELL)
                    .with(ADVERB)
                    .with(PREP)
                    .with(JOIN)
                    .with(THAT)
                    .with(AUX)
                    .with(VERB)
                    .with(TIME)
                    .with(FIGURE)
                    .with(DEAD))
        })
    }

    /// "Jong-un", "Nga-Mỹ": a hyphen glued between two written parts; "Nga - Mỹ".
    fn joins_names(&self, at: usize, limit: usize) -> bool {
        let states = at + 1 < limit
            && self.is(at - 1, PLACE)
            && self.is(at + 1, PLACE)
            && !self.begins(at + 1);
        states
            || at + 1 < limit
                && !self.words[at].spaced
                && !self.words[at + 1].spaced
                && self.words[at + 1].is_text()
                && (self.words[at - 1].capital || at > 1 && self.sign(at - 2) == '-')
    }

    /// "A. Merkel": a full stop behind a single capital, or between two parts of an abbreviation.
    fn is_initial(&self, at: usize) -> bool {
        let before = &self.words[at - 1];
        before.capital
            && !self.words[at].spaced
            && !self.begins(at + 1)
            && self
                .words
                .get(at + 1)
                .is_some_and(|next| next.capital && next.is_text())
            && before
                .span
                .of(self.text)
                .chars()
                .filter(|c| c.is_alphanumeric())
                .nth(2)
                .is_none()
    }

    /// "bin Salman", "al-Emadi": a small word inside a foreign name.
    fn particle_name(&self, at: usize, limit: usize) -> bool {
        let next = at
            + 1
            + usize::from(
                matches!(self.sign(at + 1), '-' | '’' | '\'') && !self.words[at + 1].spaced,
            );
        let next = next + usize::from(self.is(next, PARTICLE) && !self.words[next].capital);
        next < limit && !self.begins(next) && self.words[next].capital && self.words[next].is_text()
    }

    /// Whether a name or a state follows soon, with nothing between that makes a clause.
    fn leads_to_name(&self, at: usize, limit: usize) -> bool {
        (at + 1..limit.min(at + 7))
            .take_while(|&at| {
                self.words[at].is_text()
                    && !self.is(at, AUX.with(CUE).with(JOIN).with(PREP))
                    && !self.begins(at)
            })
            .any(|at| self.words[at].capital)
    }

    fn can_follow_link(&self, at: usize, limit: usize) -> bool {
        at + 1 < limit
            && !self.begins(at + 1)
            && (self.is(at + 1, HEAD.with(NUMBER).with(MODIFIER)) || self.plain(at + 1))
    }

    /// "Hàn Quốc và Đức", "Tổng thống Mỹ và Thủ tướng Anh": two expressions of one sort joined by *và*.
    fn joins_phrases(&self, head: usize, at: usize, limit: usize) -> bool {
        if at + 1 >= limit || !self.words[at].is(AND) || self.is(at + 1, CUE) {
            return false;
        }
        // "phụ trách nội vụ và an ninh của tỉnh": two fields of one office.
        if self.is(at + 1, MODIFIER)
            && self.is(head, TITLE.with(ROLE))
            && self.leads_to_name(at, limit)
        {
            return true;
        }
        // "hai bà Lan và Hoa"
        let pair = self.is(at + 1, NAME)
            && self.is(head, PRONOUN.with(TITLE))
            && head > 0
            && !self.begins(head)
            && self.is(head - 1, COUNT);
        // "giới chức Lima và Quito"
        let places = self.is(at - 1, PLACE) && self.is(at + 1, PLACE);
        // "quan chức Mỹ và châu Âu"
        let region = self.is(at - 1, PLACE)
            && self.is(at + 1, MODIFIER)
            && self.is(at + 2, THAT.with(CUE).with(ADVERB))
            && !self.begins(at + 2);
        pair || places
            || region
            || self.is(
                at + 1,
                TITLE
                    .with(ROLE)
                    .with(ORG)
                    .with(PLACE)
                    .with(NAME)
                    .with(NUMBER),
            ) && (self.words[at + 1].capital == self.words[head].capital
                || self.begins(head) && self.is(head, PRONOUN.with(TITLE)) && !self.is(head, NAME)
                || self.is(head, NUMBER)
                || self.is(at + 1, PLURAL) && self.is(at + 2, ROLE.with(TITLE)))
    }
}

/// An expression while it is read word by word.
struct Growing<'a, 't> {
    article: &'a Article<'t>,
    head: usize,
    limit: usize,
    end: usize,
    named: bool,
    /// A person's name ends the expression for small words behind it.
    closed: bool,
}

impl<'a> Growing<'a, '_> {
    /// Takes the next word or words when they belong to the expression.
    #[inline]
    fn grow(&mut self) -> bool {
        let word = self.word();
        if word.classes == Classes::NONE && word.is_text() && !word.capital {
            // A small word that no list knows: all else asks for a class, a capital or a mark.
            let taken = self.small().unwrap_or(0) == 1;
            self.end += usize::from(taken);
            return taken;
        }
        let taken = if word.is_text() {
            self.name()
                .or_else(|| self.capital())
                .or_else(|| self.noun())
                .or_else(|| self.tie())
                .or_else(|| self.small())
        } else {
            self.mark()
        };
        let count = taken.unwrap_or(0);
        // Nothing is tied together across the beginning of a line or sentence.
        if (self.end + 1..self.end + count).any(|at| at >= self.limit || self.article.begins(at)) {
            return false;
        }
        self.end += count;
        count > 0
    }

    fn word(&self) -> &'a Word {
        &self.article.words[self.end]
    }

    fn before(&self) -> &'a Word {
        &self.article.words[self.end - 1]
    }

    fn head_is(&self, classes: Classes) -> bool {
        self.article.is(self.head, classes)
    }

    fn linked(&self) -> bool {
        self.before().is(LINK) && self.end > self.head + 1
    }

    /// Brackets with an acronym, hyphens, initials and apostrophes inside names.
    fn mark(&self) -> Option<usize> {
        let (article, end, limit) = (self.article, self.end, self.limit);
        let word = self.word();
        match word.sign {
            '(' => {
                let acronym = end + 2 < limit
                    && article.sign(end + 2) == ')'
                    && article.words[end + 1].capital;
                acronym.then_some(3)
            }
            '-' | '&' => article.joins_names(end, limit).then_some(2),
            '.' => article.is_initial(end).then_some(2),
            '’' | '\'' => (!word.spaced
                && self.before().is(NAME)
                && end + 1 < limit
                && article.is(end + 1, NAME))
            .then_some(2),
            _ => None,
        }
    }

    /// Names, states and bodies written with a capital, and small words inside foreign names.
    fn name(&mut self) -> Option<usize> {
        let (article, end) = (self.article, self.end);
        let (word, before) = (self.word(), self.before());
        if word.is(PARTICLE)
            && !word.capital
            && (before.capital || before.is(LINK))
            && article.particle_name(end, self.limit)
        {
            // The name behind the particle comes with it: "Bashar al-Assad" is one name.
            self.named = true;
            self.closed = true;
            let twice = article.is(end + 1, PARTICLE) && !article.words[end + 1].capital;
            let hyphen = matches!(article.sign(end + 1), '-' | '’' | '\'');
            return Some(2 + usize::from(twice || hyphen));
        }
        if !word.is_text()
            || word.is(DEAD)
            || !(word.is(NAME) || word.capital && word.is(PLACE.with(MEDIA).with(ORG)))
        {
            return None;
        }
        let body = word.is(ORG) && !word.is(PLACE.with(MEDIA)) && !self.head_is(ORG);
        if self.closed && !self.linked() && (body || !before.capital && !before.is(HEAD)) {
            return None;
        }
        self.named |= word.is(NAME);
        // The name of a body goes on in small letters: "Bộ Thủy lợi", "Ủy ban Đối ngoại".
        self.closed = word.is(NAME) && !(self.head_is(ORG) && word.key.is_syllable());
        Some(1)
    }

    /// Verbs and other words that a capital or a body in front makes part of a name.
    fn capital(&self) -> Option<usize> {
        let (word, before) = (self.word(), self.before());
        if !word.is_text() || word.is(DEAD.with(FIGURE)) {
            return None;
        }
        // "Phủ Tổng thống nước này"
        let this = word.is(MODIFIER)
            && word.is(PRONOUN)
            && before.is(TITLE.with(ROLE).with(ORG))
            && !self.closed;
        // "Cục Quản lý kênh đào"
        let titled = word.capital
            && !word.is(HEAD)
            && (before.capital && before.is_text() || before.is(TITLE.with(ORG).with(ROLE)));
        // "Tổ chức nghiên cứu không gian Ấn Độ"
        let first = self.end == self.head + 1 || before.capital && !before.is(HEAD);
        let field = word.is(VERB.with(DOCUMENT))
            && first
            && self.head_is(ORG)
            && self.article.leads_to_name(self.end, self.limit);
        (this || titled || field).then_some(1)
    }

    /// A further title, role or body; behind a finished name it begins a new expression.
    fn noun(&mut self) -> Option<usize> {
        let (word, before) = (self.word(), self.before());
        if word.is(DEAD.with(FIGURE))
            || word.is(PRONOUN)
            || !word.is(TITLE.with(ROLE).with(PRESS).with(ORG))
        {
            let ordinal = word.is(FIGURE) && before.is(ORDINAL);
            let tied = word.is(PRONOUN) && !word.is(DEAD) && self.linked();
            return (ordinal || tied).then_some(1);
        }
        let fresh = self.closed || before.is(PLACE.with(NAME)) && !before.is(ORG);
        let inside = word.capital && before.capital && self.head_is(PRESS.with(ORG));
        if fresh && !self.linked() && !inside {
            return None;
        }
        self.closed = false;
        Some(1)
    }

    /// Words that tie something to the expression: "của", "tại", "và", "do … dẫn đầu".
    fn tie(&mut self) -> Option<usize> {
        let (article, end, limit) = (self.article, self.end, self.limit);
        let word = self.word();
        if word.is(DEAD.with(PRONOUN).with(FIGURE)) || is_stop(word) {
            return None;
        }
        if word.is(LINK) && !(end + 1 < limit && article.is(end + 1, TIME.with(FIGURE).with(AUX))) {
            let tied = article.can_follow_link(end, limit) && (!self.closed || word.is(OF));
            return tied.then_some(1);
        }
        // "nguồn tin trong ngành đường sắt"
        if word.is(WITHIN) && self.before().is(ROLE) {
            return article.can_follow_link(end, limit).then_some(1);
        }
        // "nguồn tin thân cận với phủ tổng thống"
        if word.is(WITH) && self.before().is(NEAR) && self.head_is(ROLE) {
            return article.can_follow_link(end, limit).then_some(1);
        }
        if word.is(BY) && end + 2 < limit && article.is(end + 2, LED) && article.is(end + 1, HEAD) {
            return Some(3);
        }
        if word.is(JOIN) && article.joins_phrases(self.head, end, limit) {
            self.closed = false;
            return Some(1);
        }
        None
    }

    /// Small words inside a noun phrase.
    fn small(&mut self) -> Option<usize> {
        let (article, end) = (self.article, self.end);
        let (word, before) = (self.word(), self.before());
        if word.is(DOMAIN) && self.head_is(ROLE.with(TITLE)) && !self.closed {
            // "nguồn tin chiến trường"
            return Some(1);
        }
        if word.is(DEAD) && self.head_is(ORG) && !self.closed && !word.is(SOURCE) {
            // "Cục Quản lý kênh đào": a fixed phrase in the name of a body.
            return Some(1);
        }
        if word.is(DEAD.with(PRONOUN).with(FIGURE).with(LINK).with(JOIN)) || is_stop(word) {
            return None;
        }
        let plain = article.plain(end);
        if self.closed
            && before.is(NAME)
            && before.key.is_syllable()
            && self.head_is(TITLE.with(ROLE))
            && plain
            && !word.capital
            && article.leads_to_name(end, self.limit.min(end + 4))
        {
            // "Bộ trưởng Thủy lợi Ethiopia …": a field, not yet the name.
            self.closed = false;
            return Some(1);
        }
        if self.closed
            && word.is(REGION)
            && !word.capital
            && before.is(NAME)
            && self.head_is(TITLE.with(ROLE))
            && end + 1 < self.limit
            && article.words[end + 1].capital
            && article.words[end + 1].is_text()
        {
            // "Thống đốc Lan Petrova bang Ohio": where the office is held.
            return Some(2);
        }
        // "giới chức các nước vùng Vịnh", "lãnh đạo hai nước"
        let counts = word.is(COUNT)
            && word.is(NUMBER)
            && !self.closed
            && before.is(ROLE.with(TITLE))
            && end + 1 < self.limit
            && article.plain(end + 1)
            && !article.is(end + 1, HEAD)
            && !article.words[end + 1].capital;
        if counts {
            return Some(2);
        }
        let modifies = word.is(MODIFIER) && (!self.closed || word.is(THIS));
        let writes = word.is(DOCUMENT) && !self.closed && !word.is(CUE);
        let inside = plain
            && !self.closed
            && !before.is(PRONOUN.with(PLACE).with(MODIFIER))
            && !self.head_is(PLACE);
        (modifies || writes || inside || plain && self.linked()).then_some(1)
    }
}

/// Whether a title or body that was not taken ends the expression here.
fn is_stop(word: &Word) -> bool {
    !word.is_text() || word.is(TITLE.with(ROLE).with(PRESS).with(ORG)) || word.is(NAME)
}
