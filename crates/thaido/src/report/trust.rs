//! The curves of an evaluation: whether confidence can be trusted, and what more data would bring.

use super::chart::{Axis, Chart, Mark};
use super::evaluation::EvaluationReport;
use super::interval::share;
use super::table::{Cell, Table};
use super::{Content, Scope, Section};

impl EvaluationReport<'_> {
    /// Whether the confidence can be trusted, and what leaving the doubtful out would bring.
    pub(super) fn trust(&self) -> Section {
        let language = self.language;
        let mut section = Section::new(
            "trust",
            language.say("trust.heading"),
            language.say("trust.intro"),
        );
        let bins: Vec<_> = self
            .evaluation
            .reliability
            .iter()
            .filter(|bin| bin.count > 0)
            .collect();
        let most = bins.iter().map(|bin| bin.count).max().unwrap_or(1) as f64;
        let mut marks = vec![Mark::Guide {
            from: (0.0, 0.0),
            to: (1.0, 1.0),
        }];
        let points: Vec<(f64, f64)> = bins
            .iter()
            .map(|bin| (bin.confidence, bin.accuracy))
            .collect();
        let interval =
            |accuracy: f64, count: u64| share((accuracy * count as f64).round() as u64, count);
        let band = bins.iter().map(|bin| {
            (
                bin.confidence,
                interval(bin.accuracy, bin.count).low,
                interval(bin.accuracy, bin.count).high,
            )
        });
        marks.push(Mark::Band {
            slot: "0".to_owned(),
            points: band.collect(),
        });
        marks.push(Mark::Line {
            slot: "0".to_owned(),
            points,
            name: String::new(),
        });
        let mut table = Table::new("reliability", language.say("reliability.table"))
            .words(language.say("axis.confidence"))
            .numbers(language.say("column.statements"))
            .numbers(language.say("column.confidence"))
            .numbers(language.say("column.right"));
        for bin in &bins {
            let title = language.fill(
                "reliability.dot",
                &[
                    &language.percent(bin.confidence, 0),
                    &language.percent(bin.accuracy, 0),
                    &language.count(bin.count),
                ],
            );
            marks.push(Mark::Dot {
                slot: "0".to_owned(),
                at: (bin.confidence, bin.accuracy),
                radius: 2.5 + 4.0 * (bin.count as f64 / most).sqrt(),
                title,
            });
            let right = interval(bin.accuracy, bin.count);
            table.push(vec![
                Cell::words(language.range(bin.low, bin.high, 0) + " %"),
                Cell::number(language.count(bin.count), bin.count as f64),
                Cell::number(language.percent(bin.confidence, 1), bin.confidence),
                Cell::number(language.percent(bin.accuracy, 1), bin.accuracy)
                    .aside(language.range(right.low, right.high, 0)),
            ]);
        }
        let reliability = Chart {
            description: language.say("reliability.caption").to_owned(),
            x_title: language.say("axis.confidence").to_owned(),
            y_title: language.say("axis.right").to_owned(),
            x: Axis::shares(language),
            y: Axis::shares(language),
            marks,
        };
        section.push(
            Scope::Always,
            Content::Chart(language.say("reliability.caption").to_owned(), reliability),
        );
        if let Some(risk) = self.risk() {
            let caption = language.say("risk.caption").to_owned();
            section.push(Scope::Always, Content::Chart(caption, risk));
            section.push(Scope::Always, Content::Folded(table));
            section.push(Scope::Always, Content::Folded(self.coverage()));
        }
        section
    }

    /// Wrong labels among the most confident part; nothing without a curve.
    fn risk(&self) -> Option<Chart> {
        let language = self.language;
        let curve = &self.evaluation.risk_coverage;
        let highest = curve.iter().map(|point| point.risk).reduce(f64::max)?;
        let points = curve
            .iter()
            .map(|point| (point.coverage, point.risk))
            .collect();
        Some(Chart {
            description: language.say("risk.caption").to_owned(),
            x_title: language.say("axis.coverage").to_owned(),
            y_title: language.say("axis.risk").to_owned(),
            x: Axis::shares(language),
            y: Axis::round(0.0, highest.max(0.04), |value| language.percent(value, 0)),
            marks: vec![Mark::Line {
                slot: "1".to_owned(),
                points,
                name: String::new(),
            }],
        })
    }

    /// The risk at round coverages: the point of the curve that is nearest from above.
    fn coverage(&self) -> Table {
        let language = self.language;
        let mut table = Table::new("coverage", language.say("coverage.table"))
            .numbers(language.say("column.kept"))
            .numbers(language.say("column.wrong"))
            .numbers(language.say("column.least"));
        for kept in [1.0, 0.9, 0.8, 0.7, 0.5, 0.3, 0.1] {
            if let Some(point) = self
                .evaluation
                .risk_coverage
                .iter()
                .find(|point| point.coverage >= kept - 1e-9)
            {
                table.push(vec![
                    Cell::number(language.percent(point.coverage, 0), point.coverage),
                    Cell::number(language.percent(point.risk, 1), point.risk),
                    Cell::number(language.percent(point.confidence, 1), point.confidence),
                ]);
            }
        }
        table
    }

    pub(super) fn learning(&self) -> Section {
        let language = self.language;
        let mut section = Section::new(
            "learning",
            language.say("learning.heading"),
            language.say("learning.intro"),
        );
        let curve = &self.learning_curve;
        let Some(last) = curve.last() else {
            return section;
        };
        let lowest = curve
            .iter()
            .map(|point| point.macro_f1.low)
            .fold(1.0, f64::min);
        let highest = curve
            .iter()
            .map(|point| point.macro_f1.high)
            .fold(0.0, f64::max);
        let mut marks = vec![
            Mark::Band {
                slot: "0".to_owned(),
                points: curve
                    .iter()
                    .map(|point| {
                        (
                            point.statements as f64,
                            point.macro_f1.low,
                            point.macro_f1.high,
                        )
                    })
                    .collect(),
            },
            Mark::Line {
                slot: "0".to_owned(),
                points: curve
                    .iter()
                    .map(|point| (point.statements as f64, point.macro_f1.value))
                    .collect(),
                name: String::new(),
            },
        ];
        let mut table = Table::new("learning", language.say("learning.caption"))
            .numbers(language.say("axis.training"))
            .numbers(language.say("figure.macro"));
        for point in curve {
            let figure = point.macro_f1;
            let (count, value) = (
                language.count(point.statements as u64),
                language.percent(figure.value, 1),
            );
            marks.push(Mark::Dot {
                slot: "0".to_owned(),
                at: (point.statements as f64, figure.value),
                radius: 3.0,
                title: format!("{count}: {value}"),
            });
            table.push(vec![
                Cell::number(count, point.statements as f64),
                Cell::number(value, figure.value).aside(language.range(figure.low, figure.high, 1)),
            ]);
        }
        let chart = Chart {
            description: language.say("learning.caption").to_owned(),
            x_title: language.say("axis.training").to_owned(),
            y_title: language.say("figure.macro").to_owned(),
            x: Axis::round(0.0, last.statements as f64, |value| {
                language.count(value as u64)
            }),
            y: Axis::round(lowest, highest, |value| language.percent(value, 0)),
            marks,
        };
        section.push(
            Scope::Always,
            Content::Chart(language.say("learning.caption").to_owned(), chart),
        );
        section.push(Scope::Always, Content::Table(table));
        section
    }
}
