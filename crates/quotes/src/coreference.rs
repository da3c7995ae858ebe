//! Mentions of one person or body in a document, and the fullest among them.

use std::ops::Range;

use thaido_tokenizer::Key;

use crate::article::Article;
use crate::extract::Found;
use crate::lexicon::{
    AND, BODY, COUNT, CROWD, DEMONSTRATIVE, DOCUMENT, FEMALE, LEXICON, LINK, MALE, NAME, NUMBER,
    OF, ORG, PLACE, PLURAL, PRONOUN, RELATION, ROLE, SPOKESMAN, TITLE,
};

/// An expression of the document that may name somebody.
struct Mention {
    words: Range<usize>,
    person: bool,
    /// Stands at the head of a sentence.
    leads: bool,
}

/// The fullest mention for the speaker of each found statement; nothing where the statement has none.
pub(crate) fn fullest(article: &Article, found: &[Found]) -> Vec<Option<Range<usize>>> {
    if found
        .iter()
        .all(|found| found.attribution.speaker.is_none())
    {
        return vec![None; found.len()];
    }
    let names = Names {
        article,
        mentions: mentions(article),
    };
    let mut resolved: Vec<Option<Range<usize>>> = Vec::with_capacity(found.len());
    for (number, statement) in found.iter().enumerate() {
        let speaker = statement.attribution.speaker.clone();
        // The same words were resolved for the statement before: keep the answer.
        let same = number
            .checked_sub(1)
            .filter(|&before| found[before].attribution.speaker == speaker);
        resolved.push(match same {
            Some(before) => resolved[before].clone(),
            None => speaker.map(|speaker| {
                names.resolve(&speaker, &found[..number], &resolved, &found[number + 1..])
            }),
        });
    }
    resolved
}

/// Every expression for somebody, in order, none inside another.
fn mentions(article: &Article) -> Vec<Mention> {
    let mut found = Vec::new();
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
                found.push(Mention {
                    words,
                    person,
                    leads,
                });
            }
        } else {
            at += 1;
        }
    }
    found
}

struct Names<'a, 't> {
    article: &'a Article<'t>,
    mentions: Vec<Mention>,
}

impl Names<'_, '_> {
    fn resolve(
        &self,
        speaker: &Range<usize>,
        before: &[Found],
        resolved: &[Option<Range<usize>>],
        after: &[Found],
    ) -> Range<usize> {
        let article = self.article;
        if speaker.len() == 1
            && let Some(full) = self.spelled_out(speaker)
        {
            return full;
        }
        if self.names(speaker).next().is_some() {
            return self.fuller(speaker);
        }
        if article.is(speaker.start, BODY) {
            return self.body_before(speaker).unwrap_or_else(|| speaker.clone());
        }
        let pronoun = article.is(speaker.start, PRONOUN) && speaker.len() <= 2;
        let this = speaker
            .clone()
            .any(|at| article.is(at, DEMONSTRATIVE) && at > speaker.start);
        if this && let Some(found) = self.same_role(speaker) {
            // The nearer one of the same kind of person and of the last speaker with a name.
            let named = before
                .iter()
                .filter_map(|found| found.attribution.speaker.clone())
                .rev()
                .find(|words| self.names(words).next().is_some());
            if named.is_none_or(|words| words.start <= found.start) {
                return self.fuller(&found);
            }
        }
        if article.is(speaker.start, DOCUMENT) && speaker.len() <= 2 {
            let issuer = before
                .iter()
                .zip(resolved)
                .rev()
                .take(4)
                .find(|(found, _)| {
                    found.attribution.speaker.as_ref().is_some_and(|words| {
                        words.start < speaker.start && !article.is(words.start, DOCUMENT)
                    })
                });
            return issuer
                .and_then(|(_, full)| full.clone())
                .unwrap_or_else(|| speaker.clone());
        }
        if pronoun || this {
            return self
                .antecedent(speaker, before, resolved)
                .map_or_else(|| speaker.clone(), |found| self.fuller(&found));
        }
        if article.is(speaker.start, TITLE.with(ROLE)) {
            let found = self
                .holder(speaker)
                .or_else(|| self.announced(speaker, before, after))
                .or_else(|| {
                    self.extended(speaker)
                        .filter(|_| article.is(speaker.start, ROLE))
                });
            return found.map_or_else(|| speaker.clone(), |found| self.fuller(&found));
        }
        if let Some(state) = LEXICON
            .state_of(article.words[speaker.start].node)
            .filter(|_| speaker.len() == 1)
        {
            let named = (0..article.len())
                .find(|&at| article.words[at].node == state && article.is(at, PLACE));
            return named.map_or_else(|| speaker.clone(), |at| at..at + 1);
        }
        self.spelled_out(speaker).unwrap_or_else(|| speaker.clone())
    }

    /// The keys of the names in an expression, without what is in brackets.
    fn names(&self, words: &Range<usize>) -> impl Iterator<Item = Key> {
        let head = words.clone().take_while(|&at| self.article.sign(at) != '(');
        // A name right behind "tại" or "ở" is a place.
        let mut placed = false;
        head.filter(move |&at| {
            let name = self.article.is(at, NAME);
            let linked =
                at > words.start && self.article.is(at - 1, LINK) && !self.article.is(at - 1, OF);
            placed = (linked || placed) && !self.article.is(at, PLACE.with(ORG).with(TITLE));
            name && !placed
        })
        .map(|at| self.article.words[at].key)
    }

    /// The mention that holds all names of `speaker`, or shares its last one behind a title, with the most names and
    /// then the most words.
    fn fuller(&self, speaker: &Range<usize>) -> Range<usize> {
        let mine: Vec<Key> = self.names(speaker).collect();
        let joined = |words: &Range<usize>| words.clone().any(|at| self.article.is(at, AND));
        if mine.is_empty() || joined(speaker) {
            return speaker.clone();
        }
        let weight = |words: &Range<usize>| (self.names(words).count(), words.len());
        let mut best = speaker.clone();
        for mention in &self.mentions {
            let holds = mine
                .iter()
                .all(|key| self.names(&mention.words).any(|other| other == *key));
            // "con trai ông Trump" is somebody else.
            let kin = self.article.is(mention.words.start, RELATION)
                && !self.article.is(speaker.start, RELATION)
                && mention.words.clone().any(|at| {
                    self.article.is(at, OF.with(TITLE).with(PRONOUN)) && at > mention.words.start
                });
            let counted = self.article.is(mention.words.start, COUNT)
                && !self.article.is(speaker.start, COUNT);
            let office =
                self.article.is(mention.words.start, ORG) && !self.article.is(speaker.start, ORG);
            if holds
                && !office
                && !counted
                && !kin
                && !joined(&mention.words)
                && weight(&mention.words) > weight(&best)
            {
                best = mention.words.clone();
            }
        }
        best
    }

    /// Whom a pronoun stands for: the last speaker or head of a sentence before it that is not of the other gender.
    fn antecedent(
        &self,
        pronoun: &Range<usize>,
        before: &[Found],
        resolved: &[Option<Range<usize>>],
    ) -> Option<Range<usize>> {
        let article = self.article;
        let gender = article.words[pronoun.start].classes.only(MALE.with(FEMALE));
        let state = !article.is(pronoun.start, MALE.with(FEMALE).with(ROLE).with(TITLE))
            && article.is(pronoun.start, PRONOUN);
        let fits = |words: &Range<usize>| {
            let other = self.gender_of(words);
            !(gender.any(MALE) && other == Some(false) || gender.any(FEMALE) && other == Some(true))
        };
        let speaker = before
            .iter()
            .zip(resolved)
            .rev()
            .take(6)
            .filter_map(|(found, full)| Some((found.attribution.speaker.clone()?, full.clone()?)))
            .find(|(mention, full)| {
                mention.start < pronoun.start
                    && *mention != *pronoun
                    && (self.names(full).next().is_some() || state)
                    && fits(full)
            });
        let last = self
            .mentions
            .partition_point(|mention| mention.words.start < pronoun.start);
        let head = self.mentions[..last].iter().rev().take(40).find(|mention| {
            mention.leads
                && mention.person
                && self.names(&mention.words).next().is_some()
                && fits(&mention.words)
        });
        match (speaker, head) {
            (Some((mention, full)), Some(head)) if mention.start >= head.words.start => Some(full),
            (_, Some(head)) => Some(head.words.clone()),
            (Some((_, full)), None) => Some(full),
            (None, None) => self.mentions[..last]
                .iter()
                .rev()
                .take(12)
                .find(|mention| {
                    mention.person
                        && self.names(&mention.words).next().is_some()
                        && fits(&mention.words)
                })
                .map(|mention| mention.words.clone()),
        }
    }

    /// True for a man, false for a woman, as far as "ông" or "bà" stands before the name anywhere.
    fn gender_of(&self, words: &Range<usize>) -> Option<bool> {
        let last = self.names(words).last()?;
        self.mentions.iter().find_map(|mention| {
            let classes = self.article.words[mention.words.start].classes;
            let same =
                classes.any(MALE.with(FEMALE)) && self.names(&mention.words).any(|key| key == last);
            same.then(|| classes.any(MALE))
        })
    }

    /// "tổ chức này": the last body or state at the head of a sentence.
    fn body_before(&self, speaker: &Range<usize>) -> Option<Range<usize>> {
        let last = self
            .mentions
            .partition_point(|mention| mention.words.start < speaker.start);
        let found = self.mentions[..last]
            .iter()
            .rev()
            .take(30)
            .find(|mention| {
                mention.leads
                    && self.article.is(mention.words.start, ORG.with(PLACE))
                    && !self.article.is(mention.words.start, BODY)
            })?;
        Some(
            self.spelled_out(&found.words)
                .unwrap_or_else(|| found.words.clone()),
        )
    }

    /// "vị quan chức này": the last mention of the same kind of person.
    fn same_role(&self, speaker: &Range<usize>) -> Option<Range<usize>> {
        let article = self.article;
        let role = speaker
            .clone()
            .find(|&at| article.is(at, ROLE.with(TITLE)) && article.words[at].node != 0)?;
        let last = self
            .mentions
            .partition_point(|mention| mention.words.start < speaker.start);
        self.mentions[..last]
            .iter()
            .rev()
            .find(|mention| {
                mention
                    .words
                    .clone()
                    .any(|at| article.words[at].node == article.words[role].node)
                    && !mention
                        .words
                        .clone()
                        .any(|at| article.is(at, DEMONSTRATIVE))
            })
            .map(|mention| mention.words.clone())
    }

    /// A person that a headline or lead announces by role and state ("Quan chức Nhật Bản"): the first named speaker of
    /// that state who follows, when nobody with a name spoke before.
    fn announced(
        &self,
        role: &Range<usize>,
        before: &[Found],
        after: &[Found],
    ) -> Option<Range<usize>> {
        let article = self.article;
        let named = |found: &Found| {
            found.attribution.speaker.clone().filter(|words| {
                self.names(words).next().is_some()
                    && article.is(words.start, TITLE.with(PRONOUN).with(NAME).with(ROLE))
            })
        };
        if before.iter().any(|found| named(found).is_some()) {
            return None;
        }
        if role.clone().any(|at| article.is(at, CROWD.with(NUMBER))) {
            return None;
        }
        let state = role.clone().find(|&at| article.is(at, PLACE))?;
        let first = self.fuller(&after.iter().find_map(named)?);
        if before.is_empty() && !first.clone().any(|at| article.is(at, PLACE)) {
            return Some(first);
        }
        let node = article.words[state].node;
        first
            .clone()
            .any(|at| {
                article.words[at].node == node
                    || LEXICON.state_of(node) == Some(article.words[at].node)
            })
            .then_some(first)
    }

    /// Who holds an office named without a name: the named mention with the same title and state.
    fn holder(&self, office: &Range<usize>) -> Option<Range<usize>> {
        let article = self.article;
        let content = |words: &Range<usize>| {
            words
                .clone()
                .filter(|&at| article.words[at].is_text() && !article.is(at, LINK.with(NAME)))
        };
        let same = |at: usize, other: usize| {
            article.words[at].key == article.words[other].key
                && article.words[at].node == article.words[other].node
                || article.is(at, SPOKESMAN) && article.is(other, SPOKESMAN)
        };
        let holds = |mention: &&Mention| {
            mention.words != *office
                && self.names(&mention.words).next().is_some()
                && same(office.start, mention.words.start)
        };
        let exact = self.mentions.iter().filter(holds).find(|mention| {
            content(office).all(|at| content(&mention.words).any(|other| same(at, other)))
        });
        // "Thủ tướng Nhật Bản" may be "Thủ tướng Abe" where no state stands with the name.
        let loose = || {
            self.mentions.iter().filter(holds).find(|mention| {
                content(office).count() <= 2
                    && !content(&mention.words).any(|at| article.is(at, PLACE.with(ORG)))
            })
        };
        exact.or_else(loose).map(|mention| mention.words.clone())
    }

    /// "đại sứ quán Nga" stands for "đại sứ quán Nga tại Triều Tiên" where the document has both.
    fn extended(&self, body: &Range<usize>) -> Option<Range<usize>> {
        let article = self.article;
        let same = |at: usize, other: usize| {
            article.words[at].key == article.words[other].key
                && article.words[at].node == article.words[other].node
        };
        self.mentions
            .iter()
            .map(|mention| &mention.words)
            .filter(|words| {
                words.len() > body.len() && article.is(words.start + body.len(), LINK.with(ROLE))
            })
            .find(|words| {
                body.clone()
                    .zip((*words).clone())
                    .all(|(at, other)| same(at, other))
            })
            .cloned()
    }

    /// "NATO" stands for "Tổ chức Hiệp ước Bắc Đại Tây Dương (NATO)" where the document has both.
    fn spelled_out(&self, body: &Range<usize>) -> Option<Range<usize>> {
        let article = self.article;
        if body.len() > 1 || article.is(body.start, ROLE) {
            return self.extended(body);
        }
        if body.len() != 1 || !article.is(body.start, ORG.with(PLACE).with(NAME)) {
            return None;
        }
        let key = article.words[body.start].key;
        self.mentions
            .iter()
            .map(|mention| &mention.words)
            .find(|words| {
                words.len() > 3
                    && article.is(words.start, ORG.with(NAME).with(PLACE))
                    && article.sign(words.end - 1) == ')'
                    && article.sign(words.end - 3) == '('
                    && article.words[words.end - 2].key == key
            })
            .cloned()
    }
}
