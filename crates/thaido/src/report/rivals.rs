//! Measurements against others: earlier runs, other programs.

use super::chart::whisker;
use super::measured::{MeasuredReport, Peer};
use super::table::{Cell, Table};
use super::visible::line;
use super::{Content, Scope, Section};
use crate::Measured;

impl MeasuredReport {
    /// The latest run against every earlier one that can be compared.
    pub(super) fn runs(&self, run: &Measured, notes: &mut Vec<String>) -> Section {
        let language = self.language;
        let mut section = Section::new(
            "runs",
            language.say("runs.heading"),
            language.say("runs.intro"),
        );
        for (name, before) in &self.runs[..self.runs.len() - 1] {
            let changes = match run.compare(before) {
                Ok(changes) => changes,
                Err(reason) => {
                    notes.push(format!("{}: {reason}", line(name)));
                    continue;
                }
            };
            let mut table = Table::new("runs", language.fill("runs.caption", &[&line(name)]))
                .words(language.say("column.stage"))
                .numbers(language.say("axis.threads"))
                .numbers(language.say("column.before"))
                .numbers(language.say("column.now"))
                .numbers(language.say("column.change"))
                .words(language.say("column.verdict"));
            for change in changes {
                let (class, verdict) = match (change.beyond_noise, change.slower() > 0.0) {
                    (false, _) => ("zero", language.say("runs.noise")),
                    (true, true) => ("worse", language.say("runs.slower")),
                    (true, false) => ("better", language.say("runs.faster")),
                };
                let sign = if change.slower() < 0.0 { "−" } else { "+" };
                table.push(vec![
                    Cell::words(language.name("stage", &change.stage)),
                    Cell::number(change.threads.to_string(), change.threads as f64),
                    Cell::number(self.time(change.before), change.before),
                    Cell::number(self.time(change.now), change.now),
                    Cell::number(
                        format!("{sign}{}", language.percent(change.slower().abs(), 1)),
                        change.slower(),
                    ),
                    Cell::words(verdict).class(class),
                ]);
            }
            section.push(Scope::Wide, Content::Table(table));
        }
        section
    }

    pub(super) fn peers(&self) -> Section {
        let language = self.language;
        let mut section = Section::new(
            "peers",
            language.say("peers.heading"),
            language.say("peers.intro"),
        );
        for comparison in &self.comparisons {
            let more = if comparison.more_is_better {
                language.say("peers.more")
            } else {
                language.say("peers.less")
            };
            let mut table = Table::new("peers", format!("{} ({})", line(&comparison.title), more))
                .words(language.say("peers.program"))
                .numbers(line(&comparison.unit))
                .pictures(line(&comparison.unit))
                .words(language.say("peers.note"));
            let most = comparison
                .rows
                .iter()
                .map(|row| row.high.unwrap_or(row.value).max(row.value))
                .fold(0.0, f64::max)
                .max(1e-12);
            let mut rows: Vec<&Peer> = comparison.rows.iter().collect();
            rows.sort_by(|a, b| {
                if comparison.more_is_better {
                    b.value.total_cmp(&a.value)
                } else {
                    a.value.total_cmp(&b.value)
                }
            });
            for row in rows {
                let slot = if row.name.starts_with("thaido") {
                    "0"
                } else {
                    "n"
                };
                let range = row.low.zip(row.high).map_or(String::new(), |(low, high)| {
                    format!("{}–{}", self.number(low), self.number(high))
                });
                let (low, high) = (row.low.unwrap_or(row.value), row.high.unwrap_or(row.value));
                table.push(vec![
                    Cell::words(format!("{} {}", row.name, row.version)),
                    Cell::number(self.number(row.value), row.value).aside(range),
                    Cell::picture(whisker(slot, row.value / most, low / most, high / most)),
                    Cell::words(&row.note),
                ]);
            }
            section.push(Scope::Wide, Content::Table(table));
        }
        section
    }
}
