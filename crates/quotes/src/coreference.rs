//! Mentions of one person or body in a document, and the fullest among them.

use std::ops::Range;

use thaido_tokenizer::Key;

use crate::article::Article;
use crate::extract::Found;
use crate::lexicon::{
    AND, BODY, BOTH, CHIEF, COUNT, CROWD, Classes, DEMONSTRATIVE, DOCUMENT, FEMALE, LEXICON, LINK,
    MALE, NAME, NUMBER, OF, ORG, PLACE, PRESIDENT, PRONOUN, RELATION, ROLE, SPOKESMAN, TITLE,
};
use crate::roster::Roster;

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
        roster: Roster::of(article),
        found,
        first: found.iter().position(|found| {
            found.attribution.speaker.as_ref().is_some_and(|words| {
                article.names(words).next().is_some()
                    && article.is(words.start, TITLE.with(PRONOUN).with(NAME).with(ROLE))
            })
        }),
    };
    // The last speaker with a name so far.
    let mut named: Option<Range<usize>> = None;
    let mut resolved: Vec<Option<Range<usize>>> = Vec::with_capacity(found.len());
    for (number, statement) in found.iter().enumerate() {
        let speaker = statement.attribution.speaker.clone();
        // The same words were resolved for the statement before: keep the answer.
        let same = number
            .checked_sub(1)
            .filter(|&before| found[before].attribution.speaker == speaker);
        resolved.push(match same {
            Some(before) => resolved[before].clone(),
            None => speaker
                .as_ref()
                .map(|speaker| names.resolve(speaker, &resolved, named.as_ref())),
        });
        if let Some(speaker) = speaker.filter(|words| article.names(words).next().is_some()) {
            named = Some(speaker);
        }
    }
    resolved
}

struct Names<'a, 't> {
    article: &'a Article<'t>,
    roster: Roster,
    found: &'a [Found],
    /// The number of the first statement by somebody with a name.
    first: Option<usize>,
}

impl Names<'_, '_> {
    /// The fullest mention for the speaker of the statement behind those in `resolved`; `named` is the last speaker
    /// with a name before it.
    fn resolve(
        &self,
        speaker: &Range<usize>,
        resolved: &[Option<Range<usize>>],
        named: Option<&Range<usize>>,
    ) -> Range<usize> {
        let article = self.article;
        let before = &self.found[..resolved.len()];
        if speaker.len() == 1
            && let Some(full) = self.spelled_out(speaker)
        {
            return full;
        }
        if self.article.names(speaker).next().is_some() {
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
        if pronoun && article.is(speaker.start, BOTH) {
            return speaker.clone();
        }
        if pronoun || this {
            return self
                .antecedent(speaker, before, resolved)
                .map_or_else(|| speaker.clone(), |found| self.fuller(&found));
        }
        if article.is(speaker.start, TITLE.with(ROLE)) {
            let chief = article.is(speaker.start, CHIEF);
            let seat = speaker
                .clone()
                .find(|&at| article.is(at, PLACE))
                .filter(|_| chief);
            let holder = match seat {
                Some(seat) => self.head_of_state(speaker, seat),
                None => self.holder(speaker),
            };
            let found = holder
                .or_else(|| self.announced(speaker, before.len()))
                .or_else(|| {
                    self.extended(speaker)
                        .filter(|_| article.is(speaker.start, ROLE))
                });
            return found.map_or_else(|| speaker.clone(), |found| self.fuller(&found));
        }
        if let Some(state) = LEXICON
            .state_of(article.words[speaker.start].node)
            .filter(|_| speaker.len() == 1 && !article.is(speaker.start, ORG))
        {
            let named = self.roster.place(article, state);
            return named.map_or_else(|| speaker.clone(), |at| at..at + 1);
        }
        self.spelled_out(speaker).unwrap_or_else(|| speaker.clone())
    }

    /// The mention that holds all names of `speaker`, or shares its last one behind a title, with the most names and
    /// then the most words.
    fn fuller(&self, speaker: &Range<usize>) -> Range<usize> {
        let mine: Vec<Key> = self.article.names(speaker).collect();
        if mine.is_empty() || speaker.clone().any(|at| self.article.is(at, AND)) {
            return speaker.clone();
        }
        let fits = |words: &Range<usize>| {
            // "con trai ông Trump" is somebody else.
            let kin = self.article.is(words.start, RELATION)
                && !self.article.is(speaker.start, RELATION)
                && words.clone().any(|at| {
                    self.article.is(at, OF.with(TITLE).with(PRONOUN)) && at > words.start
                });
            let counted =
                self.article.is(words.start, COUNT) && !self.article.is(speaker.start, COUNT);
            let office = self.article.is(words.start, ORG) && !self.article.is(speaker.start, ORG);
            let document =
                self.article.is(words.start, DOCUMENT) && !self.article.is(speaker.start, DOCUMENT);
            // What somebody is called by those who are quoted.
            let called = self.article.quotation_at(words.start).is_some()
                && !self.article.is(words.start, TITLE.with(PRONOUN));
            let other = self.is_owned(words, &mine) != self.is_owned(speaker, &mine);
            !office && !document && !counted && !kin && !called && !other
        };
        let mut full = self
            .roster
            .holding(&mine, (mine.len(), speaker.len()))
            .map(|wording| &wording.words)
            .find(|words| fits(words))
            .unwrap_or(speaker)
            .clone();
        // "nhà đàm phán Nga Ivan Petrov" read from the state on, where the role is in no list.
        let state = |at: usize| self.article.is(at, PLACE);
        if state(full.start)
            && !state(speaker.start)
            && self.article.is(full.start + 1, NAME)
            && !state(full.start + 1)
        {
            full.start += 1;
        }
        full
    }

    /// "người phát ngôn của ông Trump", "báo cáo của NATO": whether what belongs to somebody is named, and the first of
    /// `names` is whose it is.
    fn is_owned(&self, words: &Range<usize>, names: &[Key]) -> bool {
        let article = self.article;
        // "phó chủ tịch của NATO Ana Lopes"
        let officer = article.is(words.start, TITLE.with(ROLE));
        let somebody = TITLE
            .with(PRONOUN)
            .with(if officer { Classes::NONE } else { NAME });
        words
            .clone()
            .take_while(|&at| !names.contains(&article.words[at].key))
            .filter(|&at| article.is(at, OF) && at + 1 < words.end)
            .any(|of| article.is(of + 1, somebody) || names.contains(&article.words[of + 1].key))
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
                    && (self.article.names(full).next().is_some() || state)
                    && fits(full)
            });
        let last = self
            .roster
            .mentions
            .partition_point(|mention| mention.words.start < pronoun.start);
        let head = self.roster.mentions[..last]
            .iter()
            .rev()
            .take(40)
            .find(|mention| {
                mention.leads
                    && mention.person
                    && self.article.names(&mention.words).next().is_some()
                    && fits(&mention.words)
            });
        match (speaker, head) {
            (Some((mention, full)), Some(head)) if mention.start >= head.words.start => Some(full),
            (_, Some(head)) => Some(head.words.clone()),
            (Some((_, full)), None) => Some(full),
            (None, None) => self.roster.mentions[..last]
                .iter()
                .rev()
                .take(12)
                .find(|mention| {
                    mention.person
                        && self.article.names(&mention.words).next().is_some()
                        && fits(&mention.words)
                })
                .map(|mention| mention.words.clone()),
        }
    }

    /// True for a man, false for a woman, as far as "ông" or "bà" stands before the name anywhere.
    fn gender_of(&self, words: &Range<usize>) -> Option<bool> {
        self.roster.gender_of(self.article.names(words).last()?)
    }

    /// "tổ chức này": the last body or state at the head of a sentence.
    fn body_before(&self, speaker: &Range<usize>) -> Option<Range<usize>> {
        let last = self
            .roster
            .mentions
            .partition_point(|mention| mention.words.start < speaker.start);
        let found = self.roster.mentions[..last]
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
        self.roster
            .last_with(article, article.words[role].node, speaker.start)
            .map(|mention| mention.words.clone())
    }

    /// A person that a headline or lead announces by role and state ("Quan chức Nhật Bản"): the first named speaker of
    /// that state who follows, when nobody with a name spoke before.
    fn announced(&self, role: &Range<usize>, before: usize) -> Option<Range<usize>> {
        let article = self.article;
        let first = self.first.filter(|&first| first > before)?;
        if role.clone().any(|at| article.is(at, CROWD.with(NUMBER))) {
            return None;
        }
        let state = role.clone().find(|&at| article.is(at, PLACE))?;
        let first = self.fuller(self.found[first].attribution.speaker.as_ref()?);
        if before == 0 && !first.clone().any(|at| article.is(at, PLACE)) {
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
        let held = || {
            self.roster
                .beginning_like(article, office)
                .filter(|wording| !wording.names.is_empty())
                .map(|wording| &wording.words)
        };
        let exact = held()
            .find(|words| content(office).all(|at| content(words).any(|other| same(at, other))));
        // "Thủ tướng Nhật Bản" may be "Thủ tướng Abe" where no state stands with the name.
        let loose = || {
            held().find(|words| {
                content(office).count() <= 2
                    && !content(words).any(|at| article.is(at, PLACE.with(ORG)))
            })
        };
        exact.or_else(loose).cloned()
    }

    /// "nhà lãnh đạo Hàn Quốc", "ông chủ Nhà Trắng": the one with a name who leads the state whose name or seat is `seat`.
    fn head_of_state(&self, epithet: &Range<usize>, seat: usize) -> Option<Range<usize>> {
        let article = self.article;
        let mut between = epithet.start + 1..seat;
        if seat + 1 < epithet.end || between.any(|at| !article.is(at, OF)) {
            // "người đứng đầu ngành đường sắt Nga", "lãnh đạo Mỹ và Anh"
            return None;
        }
        let state = |at: usize| {
            let node = article.words[at].node;
            LEXICON.state_of(node).unwrap_or(node)
        };
        let places = |words: &Range<usize>| {
            let all = words.clone();
            all.filter(|&at| article.is(at, PLACE)).map(state)
        };
        let mut leaders = self.roster.leaders(article).map(|wording| &wording.words);
        let theirs = |words: &&Range<usize>| places(words).any(|other| other == state(seat));
        let unplaced = |words: &&Range<usize>| {
            article.is(words.start, PRESIDENT) && places(words).next().is_none()
        };
        let seated = article.is(seat, ORG) && LEXICON.state_of(article.words[seat].node).is_some();
        leaders
            .clone()
            .find(theirs)
            .or_else(|| leaders.find(unplaced).filter(|_| seated))
            .map(|words| self.fuller(words))
    }

    /// "đại sứ quán Nga" stands for "đại sứ quán Nga tại Triều Tiên" where the document has both.
    fn extended(&self, body: &Range<usize>) -> Option<Range<usize>> {
        let article = self.article;
        let same = |at: usize, other: usize| {
            article.words[at].key == article.words[other].key
                && article.words[at].node == article.words[other].node
        };
        self.roster
            .beginning_like(article, body)
            .map(|wording| &wording.words)
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
        let found = self.roster.spelled_out(article.words[body.start].key)?;
        Some(found.words.clone())
    }
}
