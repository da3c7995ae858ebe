//! One pass over an article, line by line: every quotation and every reporting word is a candidate, in the order of
//! the text.

use std::ops::Range;

use crate::article::Article;
use crate::attribution::Attribution;
use crate::lexicon::{
    ABOUT, AND, AUX, BECAUSE, CLAUSAL, CONNECT, CONTRAST, CUE, Classes, DOCUMENT, HEAD, JOIN, KNOW,
    LET, NAME, NO, OF, ORG, PREP, PRONOUN, RANG, RELAY, ROLE, SAID, SAY, SOURCE, TELL, THAT,
    THAT_IS, THINK, THINKING, TITLE, VERB, WITH,
};
use crate::speaker::Verb;
use crate::statement::{Kind, Reason};

/// A statement by positions among the words.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) kind: Kind,
    pub(crate) words: Range<usize>,
    pub(crate) attribution: Attribution,
}

/// What one pass over an article found and refused.
#[derive(Default)]
pub(crate) struct Findings {
    pub(crate) found: Vec<Found>,
    pub(crate) refused: Vec<(Range<usize>, Reason)>,
}

/// What [`Pass::word`] looks at, beside colons; most words are nothing of it.
const TELLING: Classes = CUE
    .with(SOURCE)
    .with(RELAY)
    .with(RANG)
    .with(KNOW)
    .with(THAT_IS)
    .with(THINK)
    .with(TELL);

/// Runs the pass.
pub(crate) fn findings(article: &Article) -> Findings {
    let mut findings = Findings::default();
    for line in article.lines() {
        let mut pass = Pass {
            article: &article.up_to(line.end),
            findings: &mut findings,
            used: None,
            passed: None,
            last: None,
            covered: 0,
            sentence: 0,
        };
        pass.run(line.start);
    }
    findings
}

pub(crate) struct Pass<'a, 't> {
    /// The article up to the end of the line: no rule looks at what is told below it.
    pub(crate) article: &'a Article<'t>,
    /// What was found, in the lines above too.
    pub(crate) findings: &'a mut Findings,
    /// The reporting word that a quotation before it has already taken.
    pub(crate) used: Option<usize>,
    /// The last reporting word that belongs to a noun.
    pub(crate) passed: Option<usize>,
    /// The last attribution of this sentence, for verbs without a subject of their own.
    pub(crate) last: Option<Attribution>,
    /// Words before this position belong to a statement.
    pub(crate) covered: usize,
    /// The beginning of the current sentence.
    pub(crate) sentence: usize,
}

impl Pass<'_, '_> {
    /// Walks over the words from `at`; every quotation and every word outside one is looked at once.
    fn run(&mut self, mut at: usize) {
        while at < self.article.len() {
            if self.article.begins(at) {
                self.sentence = at;
                self.last = None;
            }
            if let Some(quotation) = self.article.quotation_at(at) {
                if at >= self.covered {
                    self.quotation(&quotation);
                }
                at = quotation.end().max(at + 1);
                continue;
            }
            let word = &self.article.words[at];
            if at >= self.covered && (word.is(TELLING) || word.sign == ':') {
                self.word(at);
            }
            at = (at + 1).max(self.covered.min(self.article.len()));
        }
    }

    /// Keeps a statement and remembers who said it.
    pub(crate) fn take(&mut self, kind: Kind, words: Range<usize>, attribution: Attribution) {
        let mut words = words;
        while kind == Kind::Indirect
            && words.len() > 1
            && self.article.is(words.end - 1, AND)
            && self.article.quotation_at(words.end - 1).is_none()
        {
            words.end -= 1;
        }
        self.covered = self.covered.max(words.end);
        self.last = Some(attribution.clone());
        self.findings.found.push(Found {
            kind,
            words,
            attribution,
        });
    }

    /// Keeps a candidate that is no statement, and why.
    pub(crate) fn refuse(&mut self, words: Range<usize>, reason: Reason) {
        self.findings.refused.push((words, reason));
    }

    /// The attribution by a verb: its own subject, or the one of the verb before it.
    pub(crate) fn attribution_of(&self, verb: &Verb) -> Attribution {
        let article = self.article;
        let (cue, start) = (verb.at, verb.start);
        if article.is(cue, RELAY) {
            return article.relayed(start, cue);
        }
        if let Some(relay) = article.last_cue(start, cue, RELAY) {
            // "Đài X dẫn lời ông Y cho biết": who stands behind *dẫn lời* speaks, but not where the verb has a subject of
            // its own ("dẫn lời ông Y cho biết bà Z đã tuyên bố …").
            let relayed = article.relayed(start, relay);
            let later = relayed.cue.as_ref().is_some_and(|first| first.start < cue);
            let nearer = verb.subject.as_ref().is_some_and(|own| {
                let at = own.words.start;
                let behind = relayed
                    .speaker
                    .as_ref()
                    .is_some_and(|words| at >= words.end);
                behind && (later || article.is(at - 1, CLAUSAL))
            });
            if relayed.speaker.is_some() && !nearer {
                return Attribution {
                    cue: Some(cue..cue + 1),
                    ..relayed
                };
            }
        }
        let speaker = match &verb.subject {
            Some(phrase) => Some(article.owner(phrase.words.clone())),
            None => match &self.last {
                Some(last) if last.speaker.is_some() => last.speaker.clone(),
                _ => article
                    .coordinate_subject(start, cue)
                    .or_else(|| {
                        // "ông A ca ngợi ông B vì tài hùng biện và cho rằng …", "… vì cho rằng …"
                        let joined = cue > start && article.is(cue - 1, AND.with(BECAUSE));
                        article
                            .sentence_subject(self.sentence, cue)
                            .filter(|_| joined)
                    })
                    .or_else(|| article.clausal_subject(start, cue))
                    .or_else(|| article.subject(start, cue))
                    .or_else(|| article.sentence_subject(self.sentence, cue))
                    .map(|phrase| article.owner(phrase.words))
                    .or_else(|| self.speaks_on(cue)),
            },
        };
        Attribution {
            speaker,
            cue: Some(cue..cue + 1),
            via: None,
        }
    }

    /// "ra thông cáo cho biết …": whether the next reporting word brings the clause in.
    fn leaves_to_next(&self, cue: usize) -> bool {
        let article = self.article;
        article.is_cue(cue + 1, SAY)
            && !article.is(cue + 1, THINKING)
            && !article.is(cue, RELAY)
            && article.has_clause(cue + 1)
    }

    /// "Đồng thời cảnh báo …": a sentence without a subject goes on for whoever spoke before.
    fn speaks_on(&self, cue: usize) -> Option<Range<usize>> {
        let joined = cue > self.sentence
            && !self.article.words[self.sentence].line
            && (self.sentence..cue).all(|at| self.article.is(at, JOIN));
        let last = self.findings.found.last().filter(|_| joined)?;
        last.attribution.speaker.clone()
    }

    /// The comma behind the clause at `start` and who acts behind it.
    fn behind_opening(&self, start: usize) -> Option<(usize, Range<usize>)> {
        let article = self.article;
        let limit = article.sentence_end(start, 60);
        (start..limit)
            .filter(|&at| article.sign(at) == ',' && at + 1 < limit && article.may_head(at + 1))
            .find_map(|comma| {
                let phrase = article.phrase(comma + 1, limit)?;
                let next = article.skip_adverbs(phrase.words.end, limit);
                let acts = next < limit && article.is(next, CUE.with(AUX).with(VERB));
                let person = phrase
                    .head
                    .any(PRONOUN.with(TITLE).with(ROLE).with(ORG).with(NAME));
                (acts && person).then_some((comma, phrase.words))
            })
    }

    /// A word outside quotations that is [`TELLING`], or a colon: a reporting verb, a source, or nothing.
    pub(crate) fn word(&mut self, at: usize) {
        let article = self.article;
        let word = &article.words[at];
        if word.is(SOURCE) || word.is(RELAY) && article.begins(at) && self.leads_clause(at) {
            return self.source(at);
        }
        if word.is(RELAY) && self.relayed_last(at) {
            return;
        }
        if word.is(RELAY) && self.relayed_clause(at) {
            return;
        }
        if word.is(RANG)
            && at > 0
            && article.is(at - 1, JOIN)
            && let Some(last) = self.last.clone()
        {
            // "… và rằng …" goes on with the same speaker and verb.
            let end = article.clause_end(at + 1);
            if end > at + 3 && last.speaker.is_some() {
                return self.clause(at + 1, end, last);
            }
        }
        if article.sign(at) == ':' {
            return self.headline(at);
        }
        if word.is(KNOW) {
            return self.lets_know(at);
        }
        let apart = at > 0 && article.sign(at - 1) == ',';
        if word.is(THAT_IS) && (article.begins(at) && !word.line || apart) {
            return self.pointed_at(at);
        }
        if !word.is(CUE.with(THINK).with(TELL)) || !article.is_cue(at, CUE.with(THINK).with(TELL)) {
            return;
        }
        if word.is(THINK) && !word.is(CUE) && !article.settles(at) {
            if article.is(at + 1, THAT) {
                let (start, _) = article.clause_start(at);
                self.refuse(start..article.clause_end(start), Reason::Thought);
            }
            return;
        }
        let taken = self.used == Some(at);
        if taken && !self.goes_on(at) {
            return;
        }
        if self.content_before(at) {
            return;
        }
        let verb = article.verb(at);
        // "câu hỏi của phóng viên đề nghị cho biết …": with the first verb the second belongs to the noun.
        let passed = at > 0 && self.passed == Some(at - 1);
        if passed || self.is_relative(&verb) || self.is_agent(&verb) {
            self.passed = Some(at);
            return;
        }
        let (start, _) = article.clause_start(at);
        if start >= article.len() || article.begins(start) || self.is_for_quotation(at, start) {
            return;
        }
        if !article.has_clause(at) {
            // A verb that reports nothing still shows who the next verb of the sentence belongs to.
            if let Some(subject) = verb.subject
                && article
                    .sentence_subject(self.sentence, at)
                    .is_none_or(|first| first.words.start >= subject.words.start)
                && !article.is_medium(&subject)
            {
                self.last = Some(Attribution {
                    speaker: Some(subject.words),
                    cue: Some(at..at + 1),
                    via: None,
                });
            }
            return self.refuse(start..article.clause_end(start), Reason::NoPredicate);
        }
        let mut attribution = self.attribution_of(&verb);
        if attribution.speaker.is_some() && self.leaves_to_next(at) {
            self.last = Some(attribution);
            return;
        }
        let mut end = article.clause_end(start);
        if article.begins(at)
            && attribution.speaker.is_none()
            && let Some((comma, subject)) = self.behind_opening(start)
        {
            // "Khẳng định đê vẫn chắc, ông Nam …": who speaks stands behind the comma.
            attribution.speaker = Some(subject);
            end = comma;
        }
        let end = self.reach(at, start, end, &attribution);
        self.reported(at, start, end, attribution);
    }

    /// "Đài X dẫn lời bà Hoa rằng …": whether the clause behind *rằng* is taken.
    fn relayed_clause(&mut self, relay: usize) -> bool {
        let article = self.article;
        let limit = article.sentence_end(relay, 30);
        let Some(phrase) = article
            .source_phrase(relay, limit)
            .filter(|phrase| article.is(phrase.words.end, RANG) && article.is_cue(relay, RELAY))
        else {
            return false;
        };
        let that = phrase.words.end + 1;
        let start = that + usize::from(article.sign(that) == ',');
        let end = article.clause_end(start);
        let colon = article.sign(start) == ':';
        let takes = end > start + 1 && !colon && article.has_predicate(start..end);
        if takes {
            let attribution = Attribution {
                speaker: Some(phrase.words),
                cue: Some(relay..relay + 1),
                ..article.relayed(article.segment_start(relay), relay)
            };
            self.clause(start, end, attribution);
        }
        takes
    }

    /// Where the clause ends whose verb at `cue` belongs to a part of the sentence that another part follows.
    fn reach(&self, cue: usize, start: usize, mut end: usize, attribution: &Attribution) -> usize {
        let article = self.article;
        if article.is(self.sentence, CLAUSAL)
            && attribution.speaker.as_ref().is_some_and(|speaker| {
                (self.sentence + 1..self.sentence + 12).contains(&speaker.start)
                    && article.first_cue(self.sentence, cue, CUE).is_none()
            })
            && let Some((comma, _)) = self.behind_opening(start)
        {
            // "Sau khi Lào và Peru thông báo đóng cảng, bà Hoa nói …"
            end = end.min(comma);
        }
        let subordinate = attribution.speaker.as_ref().is_some_and(|speaker| {
            let front = speaker.start <= self.sentence + 4;
            speaker.end <= cue
                && front
                && !article.begins(speaker.start)
                && article.is(speaker.start - 1, PREP)
                && !article.is(speaker.start - 1, CONTRAST.with(CONNECT))
        });
        if subordinate || cue > 0 && article.is(cue - 1, WITH) {
            // "…, với cáo buộc …", "sau khi ông A hứa …, bà B nói": the remark ends with its part of the sentence.
            end = (start..end)
                .find(|&at| article.sign(at) == ',')
                .unwrap_or(end);
        }
        end
    }

    /// "Bà Hoa cho báo giới biết …": who is told stands between the two halfs of the reporting word.
    fn lets_know(&mut self, know: usize) {
        let article = self.article;
        let Some(half) = (know.saturating_sub(7).max(self.sentence)..know)
            .rev()
            .find(|&at| article.is(at, LET))
            .filter(|&at| at > self.sentence && !article.is(at - 1, NO))
        else {
            return;
        };
        let told = article
            .phrase(half + 1, know)
            .is_some_and(|phrase| phrase.words.end == know);
        let speaker = article
            .adjacent_subject(article.segment_start(half), half)
            .filter(|phrase| !phrase.head.any(DOCUMENT) && !article.is_medium(phrase));
        let (Some(speaker), true) = (speaker, told) else {
            return;
        };
        let start = know + 1 + usize::from(article.is(know + 1, THAT));
        let start = start + usize::from(article.sign(start) == ',');
        if start >= article.len()
            || article.begins(start)
            || article.is(start, ABOUT)
            || article.quotation_at(start).is_some()
        {
            return;
        }
        let end = article.clause_end(start);
        if end > start + 2 && article.has_predicate(start..end) {
            let attribution = Attribution {
                speaker: Some(article.owner(speaker.words)),
                cue: Some(know..know + 1),
                via: None,
            };
            self.reported(know, start, end, attribution);
        }
    }

    /// "Giá gạo sẽ tăng. Đây là nhận định của bà Hoa.": the sentence before is what she said.
    fn pointed_at(&mut self, at: usize) {
        let article = self.article;
        let noun = at + 1;
        let spoken = article.is(noun, SAID) && article.is(noun, CUE.with(DOCUMENT));
        let owner = noun + 1 + usize::from(article.is(noun + 1, OF));
        if !spoken || !article.is(owner, HEAD) {
            return;
        }
        let Some(mut end) = at.checked_sub(1) else {
            return;
        };
        let start = article.sentence_start(end, 160);
        while end > start && matches!(article.sign(end), '.' | '!' | '…' | ',') {
            end -= 1;
        }
        let limit = article.sentence_end(at, 60);
        let alone = start >= self.covered
            && (start..=end).all(|at| article.quotation_at(at).is_none())
            && article.first_cue(start, end, CUE).is_none()
            && article.is_whole_clause(start..end + 1);
        if let Some(phrase) = article.phrase(owner, limit).filter(|_| alone) {
            let attribution = Attribution {
                speaker: Some(phrase.words),
                cue: Some(noun..noun + 1),
                via: None,
            };
            self.clause_before(Kind::Indirect, start..end + 1, attribution, noun);
        }
    }
}
