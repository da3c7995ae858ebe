//! Finds quoted statements in Vietnamese news, and who said them.
//!
//! This crate knows quotation marks, reporting verbs and expressions for speakers. It must not know labels,
//! features, models or files.

mod article;
mod attribution;
mod clause;
mod coreference;
mod cue;
mod extract;
mod frame;
mod lexicon;
mod marks;
mod mention;
mod phrase;
mod pieces;
mod quotation;
mod quoted;
mod reported;
mod roster;
mod section;
mod source;
mod speaker;
mod statement;
mod trie;
mod word;

pub use statement::{Candidate, Kind, Reason, Section, Speaker, Statement, Verdict};
pub use thaido_tokenizer::Span;

use article::{Article, Reader};
use extract::Findings;

/// Every statement of `text`, ascending, none overlapping another. For many texts an [`Extractor`] is faster.
///
/// ```
/// use thaido_quotes::{Kind, extract};
/// let text = "“Chúng tôi sẵn sàng đối thoại”, bà Lan nói. Ông Petrov cảnh báo quân đội sẽ đáp trả.";
/// let found = extract(text);
/// assert_eq!(found.len(), 2);
/// assert_eq!((found[0].kind, found[0].span.of(text)), (Kind::Direct, "Chúng tôi sẵn sàng đối thoại"));
/// assert_eq!(found[0].speaker.map(|speaker| speaker.span.of(text)), Some("bà Lan"));
/// assert_eq!(found[1].cue.map(|cue| cue.of(text)), Some("cảnh báo"));
/// assert_eq!(found[1].span.of(text), "quân đội sẽ đáp trả");
/// ```
pub fn extract(text: &str) -> Vec<Statement> {
    Extractor::default().extract(text)
}

/// Finds the statements of one text after the other. It holds buffers and remembers words, on which nothing that comes
/// out depends: one per thread.
///
/// ```
/// let mut extractor = thaido_quotes::Extractor::default();
/// for text in ["Bà Lan cảnh báo sẽ có lũ.", "Ông Nam nói: “Chúng tôi sẽ tới”."] {
///     assert_eq!(extractor.extract(text), thaido_quotes::extract(text));
/// }
/// ```
#[derive(Default)]
pub struct Extractor {
    reader: Reader,
}

impl std::fmt::Debug for Extractor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Extractor").finish_non_exhaustive()
    }
}

impl Extractor {
    /// Every statement of `text`, ascending, none overlapping another.
    pub fn extract(&mut self, text: &str) -> Vec<Statement> {
        let article = self.reader.read(text);
        statements(&article, &extract::findings(&article))
    }
}

/// Turns what the pass found into spans, ascending and apart.
fn statements(article: &Article, findings: &Findings) -> Vec<Statement> {
    let sections = section::Sections::of(article);
    let names = coreference::fullest(article, &findings.found);
    let mut statements: Vec<Statement> = findings
        .found
        .iter()
        .zip(names)
        .map(|(found, name)| Statement {
            kind: found.kind,
            span: match found.kind {
                Kind::Indirect => article.span(found.words.clone()),
                Kind::Direct | Kind::Mixed => article.exact(found.words.clone()),
            },
            speaker: found.attribution.speaker.clone().map(|words| Speaker {
                span: article.exact(words.clone()),
                name: article.exact(name.unwrap_or(words)),
            }),
            cue: found
                .attribution
                .cue
                .clone()
                .map(|words| article.exact(words)),
            via: found
                .attribution
                .via
                .clone()
                .map(|words| article.exact(words)),
            section: sections.at(article, found.words.start),
        })
        .filter(|statement| !statement.span.is_empty())
        .collect();
    statements.sort_by_key(|statement| statement.span);
    let mut reach = 0;
    statements.retain(|statement| {
        let keep = statement.span.start >= reach;
        if keep {
            reach = statement.span.end;
        }
        keep
    });
    statements
}

/// Every candidate of `text` in order, with what became of it: the same pass as [`extract`].
///
/// ```
/// use thaido_quotes::explain;
/// let candidates = explain("Bộ phim “Người gác đèn” ra rạp. Bà Lan cho biết vé đã bán hết.");
/// let verdicts: Vec<String> = candidates.iter().map(|candidate| candidate.verdict.to_string()).collect();
/// assert_eq!(verdicts[0], "refused: marks around a term, a title or a slogan that nobody is said to say");
/// assert_eq!(verdicts[1], "taken as an indirect statement");
/// ```
pub fn explain(text: &str) -> Vec<Candidate> {
    let mut reader = Reader::default();
    let article = reader.read(text);
    let findings = extract::findings(&article);
    let mut candidates: Vec<Candidate> = statements(&article, &findings)
        .into_iter()
        .map(|statement| Candidate {
            span: statement.span,
            verdict: Verdict::Taken(statement.kind),
        })
        .collect();
    candidates.extend(
        findings
            .refused
            .into_iter()
            .map(|(words, reason)| Candidate {
                span: article.span(words),
                verdict: Verdict::Refused(reason),
            }),
    );
    candidates.retain(|candidate| !candidate.span.is_empty());
    candidates.sort_by_key(|candidate| (candidate.span.start, candidate.span.end));
    candidates
}
