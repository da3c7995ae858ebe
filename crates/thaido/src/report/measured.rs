//! The report on speed and memory.

use serde::{Deserialize, Serialize};

use super::chart::{Axis, Chart, Mark, stack};
use super::language::Language;
use super::table::{Cell, Table};
use super::visible::line;
use super::{Card, Content, Report, Scope, Section, footer};
use crate::{Error, Measured, StageFigures};

/// What a report on speed is made of.
#[derive(Clone, Debug, Default)]
pub struct MeasuredReport {
    /// Names and measurements, earliest first; the last one is reported on and compared with those before.
    pub runs: Vec<(String, Measured)>,
    /// Recorded comparisons with other programs.
    pub comparisons: Vec<Comparison>,
    /// The language of the page.
    pub language: Language,
    /// The page's title; one of its own when empty.
    pub title: String,
}

/// A recorded comparison with peers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Always `comparison`: tells this object from other recorded results.
    pub kind: String,
    /// What was compared, on what.
    pub title: String,
    /// The unit of the values.
    pub unit: String,
    /// Whether more is better, as with throughput; otherwise less is, as with time.
    pub more_is_better: bool,
    /// What was compared; this project's row is named `thaido`.
    pub rows: Vec<Peer>,
}

/// One program of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Peer {
    /// The program.
    pub name: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// What was measured.
    pub value: f64,
    /// The least of the measurements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// The greatest of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// What should be known about it.
    #[serde(default)]
    pub note: String,
}

impl MeasuredReport {
    /// Computes every table and picture.
    ///
    /// # Errors
    /// When there is nothing to report on.
    pub fn build(self) -> Result<Report, Error> {
        let language = self.language;
        let mut notes = Vec::new();
        let mut sections = Vec::new();
        let (mut subtitle, mut cards) = (String::new(), Vec::new());
        if let Some((_, run)) = self.runs.last() {
            subtitle = language.fill(
                "bench.machine",
                &[
                    &line(&run.machine.cpu),
                    &run.machine.threads.to_string(),
                    &line(&run.machine.system),
                ],
            );
            cards = self.cards(run);
            sections = vec![
                self.stages(run),
                self.threads(run),
                self.sizes(run),
                self.latency(run),
                self.runs(run, &mut notes),
            ];
        } else if self.comparisons.is_empty() {
            return Err(Error::Data(
                "there are no measurements to report on".to_owned(),
            ));
        }
        sections.push(self.peers());
        let title = match self.title.trim() {
            "" => language.say("bench.title").to_owned(),
            title => line(title),
        };
        Ok(Report {
            language,
            title,
            subtitle,
            notes,
            cards,
            legend: Vec::new(),
            sections: sections
                .into_iter()
                .filter(|section| !section.blocks.is_empty())
                .collect(),
            articles: None,
            count_abstained: false,
            footer: footer(language),
        })
    }

    /// `1.23 ms` from seconds.
    pub(super) fn time(&self, seconds: f64) -> String {
        let (factor, unit) = match seconds {
            s if s >= 1.0 => (1.0, "s"),
            s if s >= 1e-3 => (1e3, "ms"),
            _ => (1e6, "µs"),
        };
        format!("{} {unit}", self.number(seconds * factor))
    }

    /// Three digits that count.
    pub(super) fn number(&self, value: f64) -> String {
        let decimals = match value.abs() {
            v if v >= 100.0 => return self.language.count(value.round() as u64),
            v if v >= 10.0 => 1,
            _ => 2,
        };
        self.language.number(value, decimals)
    }

    fn megabytes(&self, bytes: f64) -> String {
        if bytes < 1e5 {
            format!("{} kB", self.number(bytes / 1e3))
        } else {
            format!("{} MB", self.number(bytes / 1e6))
        }
    }

    /// The text of a tick: without decimals that say nothing.
    fn tick(text: &str) -> String {
        let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
        let short = if number.contains(['.', ',']) && number.len() <= 5 {
            number.trim_end_matches('0').trim_end_matches(['.', ','])
        } else {
            number
        };
        format!("{short} {unit}").trim_end().to_owned()
    }

    fn cards(&self, run: &Measured) -> Vec<Card> {
        let language = self.language;
        let card = |title: &str, value, aside| Card {
            title: title.to_owned(),
            value,
            aside,
            code: false,
        };
        let corpus = &run.corpus;
        let mut cards = vec![card(
            language.say("bench.corpus"),
            self.megabytes(corpus.bytes as f64),
            language.fill(
                "bench.contents",
                &[
                    &language.count(corpus.documents as u64),
                    &language.count(corpus.statements as u64),
                ],
            ),
        )];
        let most = run
            .stages
            .iter()
            .filter(|figures| figures.stage == "label")
            .max_by_key(|figures| figures.threads);
        for figures in run
            .stage("label", 1)
            .into_iter()
            .chain(most.filter(|figures| figures.threads > 1))
        {
            cards.push(card(
                &language.fill("bench.rate", &[&figures.threads.to_string()]),
                format!(
                    "{}/s",
                    self.megabytes(corpus.bytes as f64 / figures.seconds)
                ),
                language.fill(
                    "bench.articles",
                    &[&self.number(corpus.documents as f64 / figures.seconds)],
                ),
            ));
        }
        cards.push(card(
            language.say("bench.one"),
            self.time(run.latency.p50 / 1e6),
            format!("99 %: {}", self.time(run.latency.p99 / 1e6)),
        ));
        if let Some(memory) = run.memory {
            cards.push(card(
                language.say("bench.memory"),
                self.megabytes(memory.peak as f64),
                language.fill("bench.loaded", &[&self.megabytes(memory.loaded as f64)]),
            ));
        }
        cards
    }

    fn stages(&self, run: &Measured) -> Section {
        let language = self.language;
        let mut section = Section::new(
            "stages",
            language.say("stage.heading"),
            language.say("stage.intro"),
        );
        let Some(whole) = run
            .stage("label", 1)
            .map(|figures| figures.seconds)
            .filter(|&seconds| seconds > 0.0)
        else {
            return section;
        };
        let mut table = Table::new("stages", language.say("stage.caption"))
            .words(language.say("column.stage"))
            .numbers(language.say("column.time"))
            .numbers(language.say("column.rounds"))
            .numbers(language.say("column.rate"))
            .numbers(language.say("column.whole"))
            .pictures(language.say("column.whole"));
        for figures in run.stages.iter().filter(|figures| figures.threads == 1) {
            let share = figures.seconds / whole;
            let slot = match figures.stage.as_str() {
                "label" => "0",
                "tokenise" => "n",
                _ => "5",
            };
            table.push(vec![
                Cell::words(language.name("stage", &figures.stage)),
                Cell::number(self.time(figures.seconds), figures.seconds),
                Cell::words(format!(
                    "{}–{}",
                    self.time(figures.low),
                    self.time(figures.high)
                )),
                Cell::number(
                    format!(
                        "{}/s",
                        self.megabytes(run.corpus.bytes as f64 / figures.seconds)
                    ),
                    1.0 / figures.seconds,
                ),
                Cell::number(language.percent(share, 0), share),
                Cell::picture(stack(&[(slot, share.min(1.0))])),
            ]);
        }
        section.push(Scope::Wide, Content::Table(table));
        section
    }

    fn threads(&self, run: &Measured) -> Section {
        let language = self.language;
        let mut section = Section::new(
            "threads",
            language.say("threads.heading"),
            language.say("threads.intro"),
        );
        let labels: Vec<&StageFigures> = run
            .stages
            .iter()
            .filter(|figures| figures.stage == "label")
            .collect();
        let (Some(one), Some(last)) = (run.stage("label", 1), labels.last()) else {
            return section;
        };
        if labels.len() < 2 {
            return section;
        }
        let mut table = Table::new("threads", language.say("threads.caption"))
            .numbers(language.say("axis.threads"))
            .numbers(language.say("column.time"))
            .numbers(language.say("column.rate"))
            .numbers(language.say("column.speedup"));
        let mut marks = vec![Mark::Guide {
            from: (1.0, 1.0),
            to: (last.threads as f64, last.threads as f64),
        }];
        let points = labels
            .iter()
            .map(|figures| (figures.threads as f64, one.seconds / figures.seconds))
            .collect();
        marks.push(Mark::Line {
            slot: "0".to_owned(),
            points,
            name: String::new(),
        });
        for figures in &labels {
            let speedup = one.seconds / figures.seconds;
            table.push(vec![
                Cell::number(figures.threads.to_string(), figures.threads as f64),
                Cell::number(self.time(figures.seconds), figures.seconds),
                Cell::number(
                    format!(
                        "{}/s",
                        self.megabytes(run.corpus.bytes as f64 / figures.seconds)
                    ),
                    1.0 / figures.seconds,
                ),
                Cell::number(format!("× {}", self.number(speedup)), speedup),
            ]);
            marks.push(Mark::Dot {
                slot: "0".to_owned(),
                at: (figures.threads as f64, speedup),
                radius: 3.5,
                title: format!("{}: × {}", figures.threads, self.number(speedup)),
            });
        }
        let chart = Chart {
            description: language.say("threads.caption").to_owned(),
            x_title: language.say("axis.threads").to_owned(),
            y_title: language.say("column.speedup").to_owned(),
            x: Axis {
                low: 0.0,
                high: last.threads as f64,
                ticks: labels
                    .iter()
                    .map(|figures| (figures.threads as f64, figures.threads.to_string()))
                    .collect(),
            },
            y: Axis::round(0.0, last.threads as f64, |value| {
                Self::tick(&self.number(value))
            }),
            marks,
        };
        section.push(
            Scope::Always,
            Content::Chart(language.say("threads.caption").to_owned(), chart),
        );
        section.push(Scope::Always, Content::Table(table));
        section
    }

    fn sizes(&self, run: &Measured) -> Section {
        let language = self.language;
        let mut section = Section::new(
            "sizes",
            language.say("sizes.heading"),
            language.say("sizes.intro"),
        );
        let Some(last) = run.sizes.last().filter(|_| run.sizes.len() > 1) else {
            return section;
        };
        let rate = |bytes: u64, seconds: f64| bytes as f64 / seconds;
        let mut table = Table::new("sizes", language.say("sizes.caption"))
            .numbers(language.say("column.documents"))
            .numbers(language.say("column.size"))
            .numbers(language.say("column.time"))
            .numbers(language.say("column.rate"));
        let mut marks = vec![
            Mark::Guide {
                from: (0.0, 0.0),
                to: (last.bytes as f64, last.seconds),
            },
            Mark::Line {
                slot: "0".to_owned(),
                points: run
                    .sizes
                    .iter()
                    .map(|size| (size.bytes as f64, size.seconds))
                    .collect(),
                name: String::new(),
            },
        ];
        for size in &run.sizes {
            marks.push(Mark::Dot {
                slot: "0".to_owned(),
                at: (size.bytes as f64, size.seconds),
                radius: 3.5,
                title: format!(
                    "{}: {}",
                    self.megabytes(size.bytes as f64),
                    self.time(size.seconds)
                ),
            });
            table.push(vec![
                Cell::number(language.count(size.documents as u64), size.documents as f64),
                Cell::number(self.megabytes(size.bytes as f64), size.bytes as f64),
                Cell::number(self.time(size.seconds), size.seconds),
                Cell::number(
                    format!("{}/s", self.megabytes(rate(size.bytes, size.seconds))),
                    rate(size.bytes, size.seconds),
                ),
            ]);
        }
        let chart = Chart {
            description: language.say("sizes.caption").to_owned(),
            x_title: language.say("column.size").to_owned(),
            y_title: language.say("column.time").to_owned(),
            x: Axis::round(0.0, last.bytes as f64, |value| {
                if value > 0.0 {
                    Self::tick(&self.megabytes(value))
                } else {
                    "0".to_owned()
                }
            }),
            y: Axis::round(
                0.0,
                run.sizes
                    .iter()
                    .map(|size| size.seconds)
                    .fold(0.0, f64::max),
                |value| {
                    if value > 0.0 {
                        Self::tick(&self.time(value))
                    } else {
                        "0".to_owned()
                    }
                },
            ),
            marks,
        };
        section.push(
            Scope::Always,
            Content::Chart(language.say("sizes.caption").to_owned(), chart),
        );
        section.push(Scope::Always, Content::Table(table));
        section
    }

    fn latency(&self, run: &Measured) -> Section {
        let language = self.language;
        let mut section = Section::new(
            "latency",
            language.say("latency.heading"),
            language.say("latency.intro"),
        );
        let mut table = Table::new("latency", language.say("latency.caption"))
            .words(language.say("column.share.documents"))
            .numbers(language.say("column.faster"))
            .pictures(language.say("latency.longest"));
        let latency = run.latency;
        for (name, value) in [
            ("50 %", latency.p50),
            ("90 %", latency.p90),
            ("99 %", latency.p99),
            ("100 %", latency.max),
        ] {
            table.push(vec![
                Cell::words(name),
                Cell::number(self.time(value / 1e6), value),
                Cell::picture(stack(&[("0", value / latency.max.max(1e-9))])),
            ]);
        }
        section.push(Scope::Wide, Content::Table(table));
        section
    }
}
