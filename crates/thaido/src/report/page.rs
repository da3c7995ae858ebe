//! Writing the page, and keeping it small.

use std::io::Write;

use askama::Template;
use base64::Engine as _;
use flate2::{Compression, GzBuilder};

use super::article::{Article, Piece};
use super::language::Language;
use super::{Content, Report};

/// What the articles may take of the 2 MB that a page may have; tables, styles and scripts take the rest.
const MOST_ARTICLES: usize = 1_800_000;
/// How many words that decided are kept for a statement, as long as the page is too large.
const WORDS: [usize; 3] = [usize::MAX, 3, 0];
/// As many statements are shown at most, however small they are: browsers become slow beyond.
const MOST_STATEMENTS: usize = 10_000;

/// The articles of a page with what the filters need.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed {
    /// Kinds as the data and as the page write them.
    pub(super) kinds: Vec<(String, String)>,
    /// Number, name and count of every speaker that can be chosen.
    pub(super) speakers: Vec<(usize, String, String)>,
    /// The articles as markup, when they are few.
    pub(super) markup: String,
    /// The articles as gzipped markup in Base64, when they are many.
    pub(super) gzip: String,
}

#[derive(Template)]
#[template(path = "report/page.html")]
struct Page<'r> {
    report: &'r Report,
    language: Language,
    style: &'static str,
    script: &'static str,
    patterns: [(&'static str, &'static str); 9],
}

#[derive(Template)]
#[template(path = "report/articles.html")]
struct Articles<'a> {
    articles: &'a [Article],
}

/// What is drawn over a label's colour, in a square of 8.
const PATTERNS: [(&str, &str); 9] = [
    ("0", ""),
    ("1", "M-2 10L10 -2M-6 6L6 -6M2 14L14 2"),
    ("2", "M1.5 2h1M5.5 6h1"),
    ("3", "M0 2h8M0 6h8"),
    ("4", "M0 0L8 8M0 8L8 0"),
    ("5", "M2 0v8M6 0v8"),
    ("6", "M-2 -2L10 10M-6 2L6 14M2 -6L14 6"),
    ("7", "M0 4h8M4 0v8"),
    ("n", "M4 3.5v1"),
];

pub(super) fn html(report: &Report) -> Result<String, askama::Error> {
    let page = Page {
        report,
        language: report.language,
        style: include_str!("../../templates/report/page.css"),
        script: include_str!("../../templates/report/page.js"),
        patterns: PATTERNS,
    };
    page.render()
}

impl Packed {
    /// Writes the articles so that the page stays under its size: as they are where they fit, packed where they do not,
    /// then with fewer and without words that decided, and a sample where even that is too much.
    ///
    /// # Errors
    /// When a template cannot be written.
    pub(super) fn write(&mut self, articles: &[Article]) -> Result<Shown, askama::Error> {
        let statements: usize = articles.iter().map(|article| article.statements).sum();
        let mut share = (MOST_STATEMENTS as f64 / statements.max(1) as f64).min(1.0);
        let mut words = WORDS.iter().copied();
        let mut most = words.next().unwrap_or_default();
        loop {
            let mut sample = sampled(articles, share);
            if most < WORDS[0] {
                for article in &mut sample {
                    article.keep_words(most);
                }
            }
            let shown = Shown {
                statements: sample.iter().map(|article| article.statements).sum(),
                fewer_words: most < WORDS[0],
            };
            let markup = Articles { articles: &sample }.render()?;
            if markup.len() <= MOST_ARTICLES / 2 {
                self.markup = markup;
                return Ok(shown);
            }
            let packed = pack(&markup);
            if packed.len() <= MOST_ARTICLES {
                self.gzip = packed;
                return Ok(shown);
            }
            match words.next() {
                Some(fewer) => most = fewer,
                None => share *= (MOST_ARTICLES as f64 / packed.len() as f64 * 0.95).min(0.9),
            }
        }
    }
}

/// What of the articles a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// Statements.
    pub(super) statements: usize,
    /// Whether words that decided were left out.
    pub(super) fewer_words: bool,
}

/// Gzip without a name or a time, as Base64.
fn pack(markup: &str) -> String {
    let mut gzip = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    // Writing to memory cannot fail.
    let bytes = gzip
        .write_all(markup.as_bytes())
        .and_then(|()| gzip.finish())
        .unwrap_or_default();
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// About this share of the statements, spread evenly: whole articles, and single statements where an article has no
/// text of its own to be cut out of.
fn sampled(articles: &[Article], share: f64) -> Vec<Article> {
    if share >= 1.0 {
        return articles.to_vec();
    }
    let taken = |at: usize| ((at + 1) as f64 * share).floor() > (at as f64 * share).floor();
    let mut sample = Vec::new();
    let (mut whole, mut single) = (0, 0);
    for article in articles {
        if article.pieces.is_empty() && article.alone.len() > 20 {
            let alone: Vec<Vec<Piece>> = article
                .alone
                .iter()
                .filter(|_| {
                    single += 1;
                    taken(single - 1)
                })
                .cloned()
                .collect();
            if !alone.is_empty() {
                sample.push(Article {
                    statements: alone.len(),
                    alone,
                    ..article.clone()
                });
            }
        } else {
            if taken(whole) {
                sample.push(article.clone());
            }
            whole += 1;
        }
    }
    sample
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn packed_markup_comes_back_and_is_the_same_every_time() {
        let markup = "<article>Hoà bình</article>".repeat(1000);
        let packed = pack(&markup);
        assert_eq!(packed, pack(&markup));
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(&packed)
            .unwrap_or_default();
        let mut back = String::new();
        assert!(
            flate2::read::GzDecoder::new(bytes.as_slice())
                .read_to_string(&mut back)
                .is_ok()
        );
        assert_eq!(back, markup);
    }

    #[test]
    fn a_sample_is_spread_evenly_over_articles_and_over_single_statements() {
        let article = |number, alone| Article {
            number,
            heading: String::new(),
            meta: String::new(),
            url: String::new(),
            pieces: Vec::new(),
            alone: vec![Vec::new(); alone],
            statements: alone,
        };
        let articles: Vec<Article> = (0..100).map(|number| article(number, 3)).collect();
        let numbers: Vec<usize> = sampled(&articles, 0.1)
            .iter()
            .map(|article| article.number)
            .collect();
        assert_eq!(numbers, [9, 19, 29, 39, 49, 59, 69, 79, 89, 99]);
        let one = sampled(&[article(0, 1000)], 0.25);
        assert_eq!(
            (one.len(), one[0].alone.len(), one[0].statements),
            (1, 250, 250)
        );
    }
}
