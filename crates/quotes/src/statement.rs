//! What the extractor returns.

use std::fmt;

use thaido_tokenizer::Span;

/// How the article reports the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A whole clause or more between quotation marks.
    Direct,
    /// A quoted part that carries the claim, built into the reporter's own sentence.
    Mixed,
    /// A reported clause without marks, or with marks around a term only.
    Indirect,
}

impl Kind {
    /// The name used in records: `direct`, `mixed` or `indirect`.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Mixed => "mixed",
            Kind::Indirect => "indirect",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The part of the article in which a statement stands, where it can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    /// A line without a full stop above the article.
    Headline,
    /// The first paragraph.
    Lead,
    /// Everything else.
    Body,
    /// The line below a picture.
    Caption,
    /// A pointer to another story.
    Teaser,
}

impl Section {
    /// The name used in records: `headline`, `lead`, `body`, `caption` or `teaser`.
    pub fn as_str(self) -> &'static str {
        match self {
            Section::Headline => "headline",
            Section::Lead => "lead",
            Section::Body => "body",
            Section::Caption => "caption",
            Section::Teaser => "teaser",
        }
    }
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The mention nearest to the statement, as written: *ông Lavrov*, *bà*, *Điện Kremlin*.
    pub span: Span,
    /// The fullest mention of the same person or body in the document; the mention itself when there is none fuller.
    pub name: Span,
}

/// A statement that an article puts into somebody's mouth. All spans are bytes of the article's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// How it is reported.
    pub kind: Kind,
    /// The words themselves: between the marks, or the reported clause without *rằng*.
    pub span: Span,
    /// Who speaks; nothing where the article does not say.
    pub speaker: Option<Speaker>,
    /// The reporting verb or source word as written: *cảnh báo*, *theo*.
    pub cue: Option<Span>,
    /// Who passes the words on, as in *Đài RT dẫn lời Tổng thống Putin*: *Đài RT*.
    pub via: Option<Span>,
    /// Where in the article it stands.
    pub section: Section,
}

/// Why a candidate is no statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// A term, title, name or slogan between marks that nobody is said to say.
    ScareQuote,
    /// The words behind the reporting verb say nothing of anybody.
    NoPredicate,
    /// Nobody is named who could have said it.
    NoSpeaker,
    /// A medium that passes on facts is no speaker.
    MediumAsSource,
    /// A verb of thinking or feeling, not of saying.
    Thought,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::ScareQuote => {
                "marks around a term, a title or a slogan that nobody is said to say"
            }
            Reason::NoPredicate => "no predicate: the words say nothing of anybody",
            Reason::NoSpeaker => "no speaker: nobody is named who could have said it",
            Reason::MediumAsSource => "a medium that passes on facts is no speaker",
            Reason::Thought => "a thought or feeling that is not reported as said",
        })
    }
}

/// What became of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is a statement of this kind.
    Taken(Kind),
    /// It is none, for this reason.
    Refused(Reason),
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Taken(kind) => write!(
                f,
                "taken as {} {kind} statement",
                if *kind == Kind::Indirect { "an" } else { "a" }
            ),
            Verdict::Refused(reason) => write!(f, "refused: {reason}"),
        }
    }
}

/// A span that could have been a statement, and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The words in question, in bytes of the text.
    pub span: Span,
    /// Whether they were taken, and why not.
    pub verdict: Verdict,
}
