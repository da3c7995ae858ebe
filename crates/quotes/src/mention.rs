//! Expressions of a document for somebody, and the names in them.

use std::ops::Range;

use thaido_tokenizer::Key;

use crate::article::Article;
use crate::lexicon::{AND, LINK, NAME, OF, ORG, PLACE, PLURAL, PRONOUN, REGION, ROLE, TITLE};

/// An expression of the document that may name somebody.
pub(crate) struct Mention {
    pub(crate) words: Range<usize>,
    pub(crate) person: bool,
    /// Stands at the head of a sentence.
    pub(crate) leads: bool,
}

/// Every expression for somebody, in order; inside another only those that "của" ties to it.
pub(crate) fn mentions(article: &Article) -> Vec<Mention> {
    let mut found = Vec::with_capacity(article.len() / 6);
    let mut at = 0;
    while at < article.len() {
        if article.may_head(at)
            && let Some(phrase) = article.phrase(at, article.len())
        {
            let words = phrase.words;
            let leads = article.begins(at)
                || at > 0
                    && article.sign(at - 1) == ','
                    && article.sentence_start(at, 30) + 12 > at;
            let person = phrase.head.any(PRONOUN.with(TITLE).with(NAME).with(ROLE))
                && !phrase.head.any(PLURAL);
            at = words.end.max(at + 1);
            // "Tổng thống A và Thủ tướng B" are two.
            let and = words.clone().skip(1).find(|&at| {
                article.is(at, AND) && article.is(at + 1, TITLE.with(ROLE).with(PRONOUN))
            });
            if let Some(and) = and {
                found.push(Mention {
                    words: words.start..and,
                    person,
                    leads,
                });
                found.push(Mention {
                    words: and + 1..words.end,
                    person,
                    leads: false,
                });
            } else {
                // "chính sách Mỹ của ông Trump": whom it belongs to is somebody as well, but "cố vấn của Tổng thống Nga
                // Ivan Petrov" may be Petrov.
                let aide = phrase.head.any(TITLE.with(ROLE));
                let person_at = if aide { PRONOUN } else { TITLE.with(PRONOUN) };
                let owner = words
                    .clone()
                    .skip(1)
                    .find(|&at| article.is(at, OF) && article.is(at + 1, person_at))
                    .map(|of| of + 1..words.end);
                found.push(Mention {
                    words,
                    person,
                    leads,
                });
                found.extend(owner.map(|words| Mention {
                    words,
                    person: true,
                    leads: false,
                }));
            }
        } else {
            at += 1;
        }
    }
    found
}

impl Article<'_> {
    /// The keys of the names in an expression, without what is in brackets.
    pub(crate) fn names(&self, words: &Range<usize>) -> impl Iterator<Item = Key> {
        let head = words.clone().take_while(|&at| self.sign(at) != '(');
        // A name right behind "tại" or "ở" is a place, and so is one behind "bang" that follows a person's name.
        let mut placed = false;
        head.filter(move |&at| {
            let name = self.is(at, NAME);
            let linked = at > words.start && self.is(at - 1, LINK) && !self.is(at - 1, OF);
            let part = at > words.start + 1 && self.is(at - 1, REGION) && self.is(at - 2, NAME);
            placed = (linked || part || placed) && !self.is(at, PLACE.with(ORG).with(TITLE));
            name && !placed
        })
        .map(|at| self.words[at].key)
    }
}
