//! Reports that a person looks at: one HTML file each, and the same tables as Markdown.
//!
//! This module turns results (labelled statements, an evaluation, measurements of speed) into tables, pictures and
//! marked articles. It must not know argv or files; it is handed records and gives back text. Nothing in a page
//! depends on the clock, on hash order or on the machine: the same results give the same bytes.
//!
//! The pages are askama templates under `templates/report`, checked when the crate is compiled (a template that names
//! a missing field is a build error, which minijinja would find at run time; building either takes the same time), and
//! askama escapes what it writes. Pictures are written by a module of their own, which says why.

mod article;
mod chart;
mod day;
mod evaluation;
mod interval;
mod language;
mod measured;
mod page;
mod palette;
mod results;
mod rivals;
mod splice;
mod stances;
mod table;
mod tally;
mod trust;
mod visible;

pub use evaluation::EvaluationReport;
pub use language::Language;
pub use measured::{Comparison, MeasuredReport, Peer};
pub use results::Labelled;
pub use splice::{Spliced, splice};
pub use stances::StanceReport;

use page::Packed;
use palette::Shade;
use table::Table;

/// A finished report.
#[derive(Clone, Debug)]
pub struct Report {
    language: Language,
    title: String,
    subtitle: String,
    notes: Vec<String>,
    cards: Vec<Card>,
    legend: Vec<Shade>,
    sections: Vec<Section>,
    articles: Option<Packed>,
    count_abstained: bool,
    footer: String,
}

/// A headline figure.
#[derive(Clone, Debug, Default)]
struct Card {
    title: String,
    value: String,
    aside: String,
    /// An identifier rather than a figure.
    code: bool,
}

/// A part of the page under a heading of its own.
#[derive(Clone, Debug, Default)]
struct Section {
    id: &'static str,
    title: String,
    intro: String,
    blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
struct Block {
    scope: Scope,
    content: Content,
}

/// What a block counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// Nothing that could be abstained from.
    Always,
    /// As before, over the whole width.
    Wide,
    /// Statements that the model did not abstain from.
    Decided,
    /// All statements.
    All,
}

#[derive(Clone, Debug)]
enum Content {
    Table(Table),
    /// A table that is opened by a click.
    Folded(Table),
    /// A chart under its caption.
    Chart(String, chart::Chart),
    Errors(Vec<evaluation::ErrorItem>),
}

impl Scope {
    /// The style classes.
    fn class(self) -> &'static str {
        match self {
            Scope::Always => "",
            Scope::Wide => "wide",
            Scope::Decided => "wide counted",
            Scope::All => "wide counted-all",
        }
    }
}

impl Section {
    fn new(id: &'static str, title: impl Into<String>, intro: impl Into<String>) -> Self {
        Section {
            id,
            title: title.into(),
            intro: intro.into(),
            blocks: Vec::new(),
        }
    }

    fn push(&mut self, scope: Scope, content: Content) {
        self.blocks.push(Block { scope, content });
    }
}

impl Report {
    /// The report as one HTML file that needs nothing else.
    ///
    /// # Errors
    /// When a template cannot be written, which no report does.
    pub fn html(&self) -> Result<String, crate::Error> {
        page::html(self)
            .map_err(|error| crate::Error::Data(format!("the page cannot be written: {error}")))
    }

    /// Every table as GitHub Markdown under its caption, between its markers; see [`splice`].
    pub fn markdown(&self) -> String {
        let mut lines = vec![format!("# {}", table::escaped(&self.title))];
        for note in &self.notes {
            lines.push(format!("\n> {}", table::escaped(note)));
        }
        for (at, card) in self.cards.iter().enumerate() {
            let aside = if card.aside.is_empty() {
                String::new()
            } else {
                format!(" ({})", table::escaped(&card.aside))
            };
            let gap = if at == 0 { "\n" } else { "" };
            lines.push(format!(
                "{gap}* {}: **{}**{aside}",
                table::escaped(&card.title),
                table::escaped(&card.value)
            ));
        }
        for section in &self.sections {
            let tables: Vec<&Table> = self.shown(section).collect();
            if !tables.is_empty() {
                lines.push(format!("\n## {}", table::escaped(&section.title)));
            }
            for table in tables {
                let (caption, rows, name) =
                    (table::escaped(&table.caption), table.markdown(), table.name);
                lines.push(format!(
                    "\n{caption}\n\n<!-- table:{name} -->\n{rows}<!-- /table:{name} -->"
                ));
            }
        }
        lines.join("\n") + "\n"
    }

    /// One table as Markdown; nothing when the report has none of this name.
    pub fn table(&self, name: &str) -> Option<String> {
        let mut tables = self.sections.iter().flat_map(|section| self.shown(section));
        tables.find(|table| table.name == name).map(Table::markdown)
    }

    /// The names of the report's tables.
    pub fn tables(&self) -> Vec<&'static str> {
        self.sections
            .iter()
            .flat_map(|section| self.shown(section))
            .map(|table| table.name)
            .collect()
    }

    /// The tables that count what the report is asked to count.
    fn shown<'r>(&'r self, section: &'r Section) -> impl Iterator<Item = &'r Table> {
        let hidden = if self.count_abstained {
            Scope::Decided
        } else {
            Scope::All
        };
        let blocks = section
            .blocks
            .iter()
            .filter(move |block| block.scope != hidden);
        blocks.filter_map(|block| match &block.content {
            Content::Table(table) | Content::Folded(table) => Some(table),
            Content::Chart(..) | Content::Errors(_) => None,
        })
    }

    /// Whether the page can count with and without abstained statements.
    fn scoped(&self) -> bool {
        self.sections
            .iter()
            .flat_map(|section| &section.blocks)
            .any(|block| block.scope == Scope::All)
    }
}

/// How a page names the program that wrote it.
fn footer(language: Language) -> String {
    language.fill("page.footer", &[env!("CARGO_PKG_VERSION")])
}
