//! Expressions for who may speak: where they begin and how far they reach.

use std::ops::Range;

use crate::article::Article;
use crate::lexicon::{
    ADVERB, AND, AUX, BY, CALL, CUE, Classes, DEAD, DOCUMENT, FIGURE, HEAD, JOIN, LED, LINK, MEDIA,
    MODIFIER, NAME, NUMBER, OF, ORDINAL, ORG, PARTICLE, PLACE, PREP, PRESS, PRONOUN, RELAY, ROLE,
    SOURCE, TELL, THAT, THINK, THIS, TIME, TITLE, VERB,
};

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
        while at < limit && self.is(at, NUMBER.with(FIGURE)) && !self.is(at, HEAD) {
            if at > start && self.begins(at) {
                return None;
            }
            at += 1;
        }
        let counted = at > start;
        let head = self.words.get(at).filter(|_| at < limit)?;
        if head.is(DEAD)
            || !head.is(HEAD)
                && !(counted && at < limit && self.plain(at) && !self.is(start, FIGURE))
        {
            return None;
        }
        if at > start && self.begins(at) {
            return None;
        }
        let head_classes = head.classes;
        let mut named = head.is(NAME);
        // A person's name ends the expression for small words behind it.
        let mut closed = head.is(NAME) || head.is(PRONOUN) && self.words[at].tokens > 1;
        let mut end = at + 1;
        while end < limit && !self.begins(end) {
            let word = &self.words[end];
            let before = &self.words[end - 1];
            if word.sign == '(' {
                // An acronym or a country in brackets belongs to the name.
                if end + 2 < limit && self.sign(end + 2) == ')' && self.words[end + 1].capital {
                    end += 3;
                    continue;
                }
                break;
            }
            if word.sign == '-' && self.joins_names(end, limit)
                || word.sign == '.' && self.is_initial(end)
            {
                end += 2;
                continue;
            }
            if matches!(word.sign, '’' | '\'')
                && !word.spaced
                && before.is(NAME)
                && self.is(end + 1, NAME)
            {
                end += 2;
                continue;
            }
            if word.is(PARTICLE)
                && !word.capital
                && before.capital
                && self.particle_name(end, limit)
            {
                end += 1 + usize::from(self.sign(end + 1) == '-');
                continue;
            }
            if !word.is_text() {
                break;
            }
            let linked = before.is(LINK) && end > at + 1;
            if word.is(FIGURE) {
                let ordinal = before.is(ORDINAL);
                if ordinal {
                    end += 1;
                    continue;
                }
                break;
            }
            if word.is(DEAD) {
                break;
            }
            if word.is(NAME) || word.capital && word.is(PLACE.with(MEDIA).with(ORG)) {
                if closed && !linked && !before.capital && !before.is(HEAD) {
                    break;
                }
                named |= word.is(NAME);
                // The name of a body or office goes on in small letters: "Bộ Thủy lợi", "Ủy ban Đối ngoại".
                closed = word.is(NAME) && !(head_classes.any(ORG) && word.key.is_syllable());
                end += 1;
                continue;
            }
            if word.is(MODIFIER)
                && word.is(PRONOUN)
                && before.is(TITLE.with(ROLE).with(ORG))
                && !closed
            {
                // "Phủ Tổng thống nước này"
                end += 1;
                continue;
            }
            if word.capital
                && !word.is(HEAD)
                && (before.capital && before.is_text() || before.is(TITLE.with(ORG).with(ROLE)))
            {
                // "Cục Quản lý kênh đào"
                end += 1;
                continue;
            }
            let field = end == at + 1 || before.capital && !before.is(HEAD);
            if word.is(VERB.with(DOCUMENT))
                && field
                && head_classes.any(ORG)
                && self.leads_to_name(end, limit)
            {
                // "Tổ chức nghiên cứu không gian Ấn Độ"
                end += 1;
                continue;
            }
            if word.is(PRONOUN) {
                // A pronoun begins a new expression unless it ties itself to this one.
                if linked {
                    end += 1;
                    continue;
                }
                break;
            }
            if word.is(TITLE.with(ROLE).with(PRESS).with(ORG)) {
                let fresh = closed || before.is(PLACE.with(NAME)) && !before.is(ORG);
                if fresh
                    && !linked
                    && !(word.capital && before.capital && head_classes.any(PRESS.with(ORG)))
                {
                    break;
                }
                closed = false;
                end += 1;
                continue;
            }
            if word.is(LINK) && !self.is(end + 1, TIME.with(FIGURE).with(AUX)) {
                if self.can_follow_link(end, limit) && (!closed || word.is(OF)) {
                    end += 1;
                    continue;
                }
                break;
            }
            if word.is(BY) && self.is(end + 2, LED) && end + 2 < limit && self.is(end + 1, HEAD) {
                // "liên quân do Mỹ dẫn đầu"
                end += 3;
                continue;
            }
            if word.is(JOIN) {
                if self.joins_phrases(at, end, limit) {
                    closed = false;
                    end += 1;
                    continue;
                }
                break;
            }
            if closed
                && before.is(NAME)
                && before.key.is_syllable()
                && head_classes.any(TITLE.with(ROLE))
                && self.plain(end)
                && !word.capital
                && self.leads_to_name(end, limit.min(end + 4))
            {
                // "Bộ trưởng Thủy lợi Ethiopia …": a field, not yet the name.
                closed = false;
                end += 1;
                continue;
            }
            if word.is(MODIFIER) && (!closed || word.is(THIS)) {
                end += 1;
                continue;
            }
            if word.is(DOCUMENT) && !closed && !word.is(CUE) {
                end += 1;
                continue;
            }
            if !closed
                && !before.is(PRONOUN.with(PLACE).with(MODIFIER))
                && self.plain(end)
                && !head_classes.any(PLACE)
            {
                end += 1;
                continue;
            }
            if linked && self.plain(end) {
                end += 1;
                continue;
            }
            break;
        }
        while end > at + 1 && self.is(end - 1, LINK.with(JOIN)) && !self.is(end - 1, HEAD) {
            end -= 1;
        }
        Some(Phrase {
            words: start..end,
            head: head_classes,
            named,
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

    /// "Jong-un", "Nga-Mỹ": a hyphen glued between two written parts.
    fn joins_names(&self, at: usize, limit: usize) -> bool {
        at + 1 < limit
            && !self.words[at].spaced
            && !self.words[at + 1].spaced
            && self.words[at + 1].is_text()
            && (self.words[at - 1].capital || at > 1 && self.sign(at - 2) == '-')
    }

    /// "A. Merkel": a full stop behind a single capital, or between two parts of an abbreviation.
    fn is_initial(&self, at: usize) -> bool {
        let before = &self.words[at - 1];
        before.capital
            && before
                .span
                .of(self.text)
                .chars()
                .filter(|c| c.is_alphanumeric())
                .count()
                <= 2
            && !self.words[at].spaced
            && self
                .words
                .get(at + 1)
                .is_some_and(|next| next.capital && next.is_text())
            && !self.begins(at + 1)
    }

    /// "bin Salman", "al-Emadi": a small word inside a foreign name.
    fn particle_name(&self, at: usize, limit: usize) -> bool {
        let next = at + 1 + usize::from(self.sign(at + 1) == '-' && !self.words[at + 1].spaced);
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
        at + 1 < limit
            && self.words[at].is(AND)
            && self.is(
                at + 1,
                TITLE
                    .with(ROLE)
                    .with(ORG)
                    .with(PLACE)
                    .with(NAME)
                    .with(NUMBER),
            )
            && !self.is(at + 1, CUE)
            && (self.words[at + 1].capital == self.words[head].capital || self.is(head, NUMBER))
    }
}
