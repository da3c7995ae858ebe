//! Articles with their statements marked.

use std::collections::{BTreeMap, BTreeSet};

use super::language::Language;
use super::palette::Palette;
use super::results::{Labelled, Points};
use super::visible::{line, visible};
use crate::Document;

/// One article, or the statements of one where its text is not at hand.
#[derive(Clone, Debug)]
pub(super) struct Article {
    pub(super) number: usize,
    pub(super) heading: String,
    pub(super) meta: String,
    /// Where it stands on the web: only ever `http:` or `https:`.
    pub(super) url: String,
    /// The whole text in pieces; empty where it is not at hand.
    pub(super) pieces: Vec<Piece>,
    /// Statements that stand alone: all without the text, otherwise those that overlap another one.
    pub(super) alone: Vec<Vec<Piece>>,
    /// How many statements it has.
    pub(super) statements: usize,
}

impl Article {
    /// Keeps the first of the words that decided.
    pub(super) fn keep_words(&mut self, most: usize) {
        let pieces = self
            .pieces
            .iter_mut()
            .chain(self.alone.iter_mut().flatten());
        for piece in pieces {
            if let Piece::Statement(marked) = piece {
                marked.words = marked
                    .words
                    .lines()
                    .take(most)
                    .collect::<Vec<_>>()
                    .join("\n");
            }
        }
    }
}

/// A part of a text.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Run(Run),
    Statement(Box<Marked>),
}

/// Text of one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    /// Empty, `s` for a speaker, `c` for a cue.
    pub(super) class: &'static str,
}

/// A statement with its label.
#[derive(Clone, Debug)]
pub(super) struct Marked {
    pub(super) id: String,
    pub(super) runs: Vec<Run>,
    /// The label's place in the palette.
    pub(super) label: usize,
    pub(super) slot: String,
    pub(super) letter: String,
    pub(super) shown: String,
    pub(super) kind: String,
    pub(super) percent: u32,
    /// Percent by label, in the order of the legend.
    pub(super) shares: String,
    /// The speaker's number in the list of speakers, or nothing.
    pub(super) speaker: String,
    pub(super) abstained: bool,
    /// The words that decided, one a line, each with its push.
    pub(super) words: String,
}

/// What every statement is marked with.
pub(super) struct Marker<'r> {
    pub(super) palette: &'r Palette,
    pub(super) language: Language,
    /// The speakers' numbers by name.
    pub(super) speakers: &'r BTreeMap<String, usize>,
    /// The words that decided, by the statement's place in the results.
    pub(super) words: &'r [String],
}

impl Marker<'_> {
    /// The article of statements given with their places in the results, all of one document.
    pub(super) fn article(
        &self,
        number: usize,
        statements: &[(usize, &Labelled)],
        document: Option<&Document>,
    ) -> Article {
        let known = |pick: fn(&Labelled) -> &Option<String>| {
            statements
                .iter()
                .find_map(|(_, statement)| pick(statement).clone())
        };
        let doc = statements
            .first()
            .map(|(_, statement)| statement.doc.as_str())
            .unwrap_or_default();
        let title = document
            .and_then(|document| document.title.as_deref())
            .filter(|title| !title.trim().is_empty());
        let date =
            known(|s| &s.date).or_else(|| document.and_then(|document| document.date.clone()));
        let source =
            known(|s| &s.source).or_else(|| document.and_then(|document| document.source.clone()));
        let url = known(|s| &s.url)
            .or_else(|| document.and_then(|document| document.url.clone()))
            .unwrap_or_default();
        let meta: Vec<String> = [title.map(|_| doc.to_owned()), date, source]
            .into_iter()
            .flatten()
            .map(|part| line(&part))
            .collect();
        let (pieces, alone) = match document {
            Some(document) => self.whole(number, statements, &document.text),
            None => (Vec::new(), (0..statements.len()).collect()),
        };
        let heading = match title.unwrap_or(doc) {
            "" => self.language.say("articles.alone").to_owned(),
            heading => line(heading),
        };
        Article {
            number,
            heading,
            meta: meta.join(" · "),
            url: if url.starts_with("https://") || url.starts_with("http://") {
                line(&url)
            } else {
                String::new()
            },
            pieces,
            alone: alone
                .into_iter()
                .map(|at| self.alone(number, at, statements[at]))
                .collect(),
            statements: statements.len(),
        }
    }

    /// A whole text with its statements marked, and the places of those that cannot be marked in it.
    fn whole(
        &self,
        number: usize,
        statements: &[(usize, &Labelled)],
        text: &str,
    ) -> (Vec<Piece>, Vec<usize>) {
        let bytes = Bytes::new(text);
        let mut placed: Vec<(Points, usize)> = Vec::new();
        let mut alone = Vec::new();
        let mut order: Vec<usize> = (0..statements.len()).collect();
        order.sort_by_key(|&at| (statements[at].1.span, at));
        for at in order {
            let statement = statements[at].1;
            let free = |span: Points| placed.last().is_none_or(|(last, _)| last.1 <= span.0);
            // The words must stand where the result says: another file of the same name is no reason for wrong marks.
            match statement.span.filter(|&span| {
                span.0 < span.1 && bytes.slice(span) == Some(statement.text.as_str()) && free(span)
            }) {
                Some(span) => placed.push((span, at)),
                None => alone.push(at),
            }
        }
        alone.sort_unstable();
        let mentions = mentions(statements);
        let mut pieces = Vec::new();
        let mut at = 0;
        for (span, place) in placed {
            pieces.extend(
                bytes
                    .runs((at, span.0), &mentions)
                    .into_iter()
                    .map(Piece::Run),
            );
            let runs = bytes.runs(span, &mentions);
            pieces.push(Piece::Statement(Box::new(self.marked(
                number,
                place,
                statements[place],
                runs,
            ))));
            at = span.1;
        }
        pieces.extend(
            bytes
                .runs((at, bytes.length()), &mentions)
                .into_iter()
                .map(Piece::Run),
        );
        (pieces, alone)
    }

    /// A statement between what stands before and behind it.
    fn alone(&self, number: usize, place: usize, statement: (usize, &Labelled)) -> Vec<Piece> {
        let plain = |text: &str| Run {
            text: visible(text).into_owned(),
            class: "",
        };
        let of = statement.1;
        let around = |text: &str, start: Option<usize>| {
            let found = start.map(|start| within(text, start, &[statement]));
            found
                .unwrap_or_else(|| vec![plain(text)])
                .into_iter()
                .map(Piece::Run)
        };
        let length = of.before.chars().count();
        let runs = of.span.map_or_else(
            || vec![plain(&of.text)],
            |span| within(&of.text, span.0, &[statement]),
        );
        let mut pieces: Vec<Piece> = around(
            &of.before,
            of.span.and_then(|span| span.0.checked_sub(length)),
        )
        .collect();
        pieces.push(Piece::Statement(Box::new(
            self.marked(number, place, statement, runs),
        )));
        pieces.extend(around(&of.after, of.span.map(|span| span.1)));
        pieces
    }

    fn marked(
        &self,
        number: usize,
        place: usize,
        (row, statement): (usize, &Labelled),
        runs: Vec<Run>,
    ) -> Marked {
        let shade = self.palette.get(&statement.label);
        let shares = self.palette.shades().iter().map(|shade| {
            let score = statement
                .scores
                .iter()
                .find(|(label, _)| *label == shade.name);
            score.map_or_else(
                || "-".to_owned(),
                |(_, score)| format!("{:.0}", score * 100.0),
            )
        });
        let speaker = statement
            .speaker
            .as_ref()
            .and_then(|speaker| self.speakers.get(&line(&speaker.name)));
        Marked {
            id: format!("d{number}-{place}"),
            runs,
            label: self
                .palette
                .shades()
                .iter()
                .position(|shade| shade.name == statement.label)
                .unwrap_or_default(),
            slot: shade.map(|shade| shade.slot.clone()).unwrap_or_default(),
            letter: shade.map(|shade| shade.letter.clone()).unwrap_or_default(),
            shown: shade.map(|shade| shade.shown.clone()).unwrap_or_default(),
            kind: line(&statement.kind),
            percent: (statement.confidence * 100.0).round() as u32,
            shares: shares.collect::<Vec<_>>().join(" "),
            speaker: speaker.map(usize::to_string).unwrap_or_default(),
            abstained: statement.abstained,
            words: self.words.get(row).cloned().unwrap_or_default(),
        }
    }
}

/// Speakers and cues with their spans, in order and apart.
fn mentions(statements: &[(usize, &Labelled)]) -> Vec<(Points, &'static str)> {
    let mut found = BTreeSet::new();
    for (_, statement) in statements {
        let speaker = statement
            .speaker
            .as_ref()
            .and_then(|named| named.span)
            .map(|span| (span, "s"));
        let cue = statement
            .cue
            .as_ref()
            .and_then(|named| named.span)
            .map(|span| (span, "c"));
        found.extend(speaker.into_iter().chain(cue));
    }
    let mut apart: Vec<(Points, &'static str)> = Vec::new();
    for (span, class) in found {
        if span.0 < span.1 && apart.last().is_none_or(|(last, _)| last.1 <= span.0) {
            apart.push((span, class));
        }
    }
    apart
}

/// The runs of a part of a document that begins at code point `start`.
fn within(part: &str, start: usize, statements: &[(usize, &Labelled)]) -> Vec<Run> {
    let moved = mentions(statements)
        .into_iter()
        .filter_map(|((from, to), class)| {
            Some(((from.saturating_sub(start), to.checked_sub(start)?), class))
        });
    let bytes = Bytes::new(part);
    bytes.runs((0, bytes.length()), &moved.collect::<Vec<_>>())
}

/// A text with the bytes of its code points.
struct Bytes<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Bytes<'t> {
    fn new(text: &'t str) -> Self {
        let starts = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        Bytes { text, starts }
    }

    /// Code points of the text.
    fn length(&self) -> usize {
        self.starts.len() - 1
    }

    fn slice(&self, span: Points) -> Option<&'t str> {
        self.text
            .get(*self.starts.get(span.0)?..*self.starts.get(span.1)?)
    }

    /// A span as runs: mentions within it apart from the rest, cut at its ends.
    fn runs(&self, span: Points, mentions: &[(Points, &'static str)]) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut push = |from: usize, to: usize, class| {
            if let Some(text) = self.slice((from, to)).filter(|text| !text.is_empty()) {
                runs.push(Run {
                    text: visible(text).into_owned(),
                    class,
                });
            }
        };
        let mut at = span.0;
        for &((from, to), class) in mentions {
            let (from, to) = (from.max(at), to.min(span.1));
            if from < to {
                push(at, from, "");
                push(from, to, class);
                at = to;
            }
        }
        push(at, span.1, "");
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::super::results::Named;
    use super::*;

    fn statement(text: &str, span: Points, speaker: Points, cue: Points) -> Labelled {
        let named = |span| {
            Some(Named {
                text: "x".into(),
                name: "x".into(),
                span: Some(span),
            })
        };
        Labelled {
            text: text.into(),
            span: Some(span),
            speaker: named(speaker),
            cue: named(cue),
            label: "warning".into(),
            ..Labelled::default()
        }
    }

    fn whole(text: &str, statements: &[Labelled]) -> (Vec<Piece>, Vec<usize>) {
        let palette = Palette::new(&["warning".to_owned()], None, Language::English);
        let speakers = BTreeMap::new();
        let marker = Marker {
            palette: &palette,
            language: Language::English,
            speakers: &speakers,
            words: &[],
        };
        let statements: Vec<(usize, &Labelled)> = statements.iter().enumerate().collect();
        marker.whole(0, &statements, text)
    }

    fn text_of(pieces: &[Piece]) -> String {
        let runs = pieces.iter().flat_map(|piece| match piece {
            Piece::Run(run) => vec![run],
            Piece::Statement(marked) => marked.runs.iter().collect(),
        });
        runs.map(|run| run.text.as_str()).collect()
    }

    #[test]
    fn marks_cover_exactly_the_statement_and_the_text_stays_whole() {
        let text = "Bà Lan cảnh báo: \"Họ sẽ phải trả giá\", rồi đi.";
        let (pieces, alone) = whole(
            text,
            &[statement("Họ sẽ phải trả giá", (18, 36), (0, 6), (7, 15))],
        );
        assert_eq!(text_of(&pieces), text);
        assert!(alone.is_empty());
        let Some(Piece::Statement(marked)) = pieces
            .iter()
            .find(|piece| matches!(piece, Piece::Statement(_)))
        else {
            panic!("no mark")
        };
        assert_eq!(
            marked.runs,
            [Run {
                text: "Họ sẽ phải trả giá".into(),
                class: ""
            }]
        );
        let Piece::Run(first) = &pieces[0] else {
            panic!("the speaker comes first")
        };
        assert_eq!(
            first,
            &Run {
                text: "Bà Lan".into(),
                class: "s"
            }
        );
    }

    #[test]
    fn a_speaker_inside_a_statement_is_marked_inside_it() {
        let text = "Theo ông An, họ lùi.";
        let (pieces, _) = whole(
            text,
            &[statement("Theo ông An, họ lùi", (0, 19), (5, 11), (0, 4))],
        );
        let Piece::Statement(marked) = &pieces[0] else {
            panic!("no mark")
        };
        let classes: Vec<(&str, &str)> = marked
            .runs
            .iter()
            .map(|run| (run.text.as_str(), run.class))
            .collect();
        assert_eq!(
            classes,
            [("Theo", "c"), (" ", ""), ("ông An", "s"), (", họ lùi", "")]
        );
    }

    #[test]
    fn statements_that_overlap_or_stand_elsewhere_are_shown_alone() {
        let text = "Họ lùi bước.";
        let first = statement("Họ lùi", (0, 6), (9, 9), (9, 9));
        let (pieces, alone) = whole(
            text,
            &[
                first.clone(),
                statement("lùi bước", (3, 11), (0, 0), (0, 0)),
                statement("khác", (3, 7), (0, 0), (0, 0)),
            ],
        );
        assert_eq!((text_of(&pieces).as_str(), alone), (text, vec![1, 2]));
        let beyond = Labelled {
            span: Some((50, 60)),
            ..first
        };
        assert_eq!(whole(text, &[beyond]).1, [0]);
    }
}
