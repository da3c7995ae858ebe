//! Tables: written once, shown as HTML and as Markdown.

/// A table with a name that the README's markers and `--table` know it by.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) caption: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
    /// Whether a click on a column's head sorts by it.
    pub(super) sortable: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    pub(super) title: String,
    /// Set to the right.
    pub(super) numeric: bool,
    /// Holds pictures alone, which Markdown leaves out.
    pub(super) picture: bool,
}

/// One row; its first cell is its head.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Said in smaller letters behind the text: an interval, a unit.
    pub(super) aside: String,
    /// What the column is sorted by; the text where there is nothing.
    pub(super) sort: String,
    /// A picture, as markup made of numbers alone.
    pub(super) picture: String,
    /// The letter and style class of a label.
    pub(super) badge: Option<(String, String)>,
    /// A style class: empty, or one of the page's.
    pub(super) class: String,
}

impl Table {
    pub(super) fn new(name: &'static str, caption: impl Into<String>) -> Self {
        Table {
            name,
            caption: caption.into(),
            ..Table::default()
        }
    }

    /// A column of words.
    pub(super) fn words(mut self, title: impl Into<String>) -> Self {
        self.columns.push(Column {
            title: title.into(),
            ..Column::default()
        });
        self
    }

    /// A column of numbers.
    pub(super) fn numbers(mut self, title: impl Into<String>) -> Self {
        self.columns.push(Column {
            title: title.into(),
            numeric: true,
            picture: false,
        });
        self
    }

    /// A column of bars.
    pub(super) fn pictures(mut self, title: impl Into<String>) -> Self {
        self.columns.push(Column {
            title: title.into(),
            numeric: false,
            picture: true,
        });
        self
    }

    pub(super) fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }

    pub(super) fn push(&mut self, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), self.columns.len(), "table {}", self.name);
        self.rows.push(Row { cells });
    }

    /// The columns with their cells of a row.
    pub(super) fn line<'t>(&'t self, row: &'t Row) -> impl Iterator<Item = (&'t Column, &'t Cell)> {
        self.columns.iter().zip(&row.cells)
    }

    /// The table in GitHub's Markdown, without the columns of pictures.
    pub(super) fn markdown(&self) -> String {
        let kept = || self.columns.iter().filter(|column| !column.picture);
        let mut lines = vec![
            row(kept().map(|column| escaped(&column.title))),
            row(kept().map(|column| {
                if column.numeric {
                    "---:".to_owned()
                } else {
                    "---".to_owned()
                }
            })),
        ];
        for cells in &self.rows {
            lines.push(row(self
                .line(cells)
                .filter(|(column, _)| !column.picture)
                .map(|(_, cell)| {
                    let aside = if cell.aside.is_empty() {
                        String::new()
                    } else {
                        format!(" ({})", escaped(&cell.aside))
                    };
                    format!("{}{aside}", escaped(&cell.text))
                })));
        }
        lines.join("\n") + "\n"
    }
}

impl Cell {
    pub(super) fn words(text: impl AsRef<str>) -> Self {
        Cell {
            text: super::visible::line(text.as_ref()),
            ..Cell::default()
        }
    }

    pub(super) fn number(text: String, sort: f64) -> Self {
        Cell {
            text,
            sort: format!("{sort:.6}"),
            ..Cell::default()
        }
    }

    pub(super) fn picture(picture: String) -> Self {
        Cell {
            picture,
            ..Cell::default()
        }
    }

    pub(super) fn aside(mut self, aside: impl Into<String>) -> Self {
        self.aside = aside.into();
        self
    }

    pub(super) fn class(mut self, class: impl Into<String>) -> Self {
        self.class = class.into();
        self
    }

    /// The name of a label with its badge.
    pub(super) fn label(shade: &super::palette::Shade) -> Self {
        Cell {
            badge: Some((shade.letter.clone(), shade.slot.clone())),
            ..Cell::words(&shade.shown)
        }
    }
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.collect();
    format!("| {} |", cells.join(" | "))
}

/// Text that Markdown and the HTML it allows would take for markup, defused.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in super::visible::line(text).chars() {
        match c {
            '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '#' | '~' => {
                safe.push('\\');
                safe.push(c);
            }
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_leaves_pictures_out_and_defuses_markup() {
        let mut table = Table::new("speakers", "Ai nói")
            .words("Ai")
            .pictures("Thanh")
            .numbers("Số");
        table.push(vec![
            Cell::words("Ông | <script>\n*An*"),
            Cell::picture("<svg/>".to_owned()),
            Cell::number("12".to_owned(), 12.0).aside("9–14"),
        ]);
        assert_eq!(
            table.markdown(),
            "| Ai | Số |\n| --- | ---: |\n| Ông \\| &lt;script&gt; \\*An\\* | 12 (9–14) |\n"
        );
    }
}
