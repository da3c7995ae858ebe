//! Counting labels: over everything, and within speakers, kinds, sources and days.

use std::collections::BTreeMap;

use super::chart::{self, Axis, Chart, Mark};
use super::day::{Day, Step};
use super::interval::share;
use super::language::Language;
use super::palette::Palette;
use super::results::Labelled;
use super::table::{Cell, Table};

/// Counts of labels, in the order of the palette's stances.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) of: Vec<u64>,
}

impl Counts {
    fn add(&mut self, stance: usize, stances: usize) {
        self.of.resize(stances, 0);
        self.of[stance] += 1;
    }

    pub(super) fn total(&self) -> u64 {
        self.of.iter().sum()
    }

    fn merge(&mut self, other: &Counts) {
        self.of.resize(self.of.len().max(other.of.len()), 0);
        for (sum, count) in self.of.iter_mut().zip(&other.of) {
            *sum += count;
        }
    }
}

/// The statements that count, with what is needed to count them.
pub(super) struct Tally<'s> {
    statements: Vec<(&'s Labelled, usize)>,
    palette: &'s Palette,
    language: Language,
}

/// How many rows a table of names has before the rest is put together.
const ROWS: usize = 30;

impl<'s> Tally<'s> {
    /// Counts all statements, or those alone that the model did not abstain from.
    pub(super) fn new(
        all: &'s [Labelled],
        palette: &'s Palette,
        language: Language,
        abstained: bool,
    ) -> Self {
        let kept = all
            .iter()
            .filter(|statement| abstained || !statement.abstained);
        let stance = |label: &str| palette.stances().position(|shade| shade.name == label);
        Tally {
            statements: kept
                .filter_map(|statement| Some((statement, stance(&statement.label)?)))
                .collect(),
            palette,
            language,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.statements.len()
    }

    fn counts_by<K: Ord>(&self, key: impl Fn(&Labelled) -> Option<K>) -> BTreeMap<K, Counts> {
        let mut found: BTreeMap<K, Counts> = BTreeMap::new();
        for (statement, stance) in &self.statements {
            if let Some(key) = key(statement) {
                found
                    .entry(key)
                    .or_default()
                    .add(*stance, self.palette.stances().count());
            }
        }
        found
    }

    /// How much of each label there is.
    pub(super) fn stances(&self) -> Table {
        let language = self.language;
        let mut table = Table::new("stances", language.say("stances.caption"))
            .words(language.say("column.label"))
            .numbers(language.say("column.statements"))
            .numbers(language.say("column.percent"))
            .pictures(language.say("column.share"));
        let counts = self.counts_by(|_| Some(())).remove(&()).unwrap_or_default();
        for (at, shade) in self.palette.stances().enumerate() {
            let count = counts.of.get(at).copied().unwrap_or(0);
            let share = share(count, counts.total());
            table.push(vec![
                Cell::label(shade),
                Cell::number(language.count(count), count as f64),
                Cell::number(language.percent(share.value, 0), share.value)
                    .aside(language.range(share.low, share.high, 0)),
                Cell::picture(chart::whisker(
                    &shade.slot,
                    share.value,
                    share.low,
                    share.high,
                )),
            ]);
        }
        table
    }

    /// Labels by a name: speakers, sources.
    pub(super) fn by_name(
        &self,
        name: &'static str,
        caption: &str,
        column: &str,
        key: impl Fn(&Labelled) -> Option<String>,
    ) -> Table {
        let counts = self.counts_by(key);
        let mut rows: Vec<(String, Counts)> = counts.into_iter().collect();
        rows.sort_by(|a, b| b.1.total().cmp(&a.1.total()).then_with(|| a.0.cmp(&b.0)));
        if rows.len() > ROWS + 1 {
            let rest = rows.split_off(ROWS);
            let mut sum = Counts::default();
            for (_, counts) in &rest {
                sum.merge(counts);
            }
            rows.push((
                self.language
                    .fill("rest", &[&self.language.count(rest.len() as u64)]),
                sum,
            ));
        }
        self.distribution(Table::new(name, caption).words(column), rows)
            .sortable()
    }

    /// Labels by kind of statement.
    pub(super) fn by_kind(&self) -> Table {
        let language = self.language;
        let counts = self
            .counts_by(|statement| Some(statement.kind.clone()).filter(|kind| !kind.is_empty()));
        let mut rows: Vec<(String, Counts)> = counts.into_iter().collect();
        rows.sort_by(|a, b| b.1.total().cmp(&a.1.total()).then_with(|| a.0.cmp(&b.0)));
        let rows = rows
            .into_iter()
            .map(|(kind, counts)| (language.name("kind", &kind), counts))
            .collect();
        self.distribution(
            Table::new("kinds", language.say("kinds.caption")).words(language.say("column.kind")),
            rows,
        )
    }

    /// Rows of counts with a bar of all labels and a column for each.
    fn distribution(&self, table: Table, rows: Vec<(String, Counts)>) -> Table {
        let language = self.language;
        let mut table = table
            .numbers(language.say("column.statements"))
            .pictures(language.say("column.mix"));
        for shade in self.palette.stances() {
            table = table.numbers(&shade.shown);
        }
        for (head, counts) in rows {
            let total = counts.total();
            let parts: Vec<(&str, f64)> = self
                .palette
                .stances()
                .zip(&counts.of)
                .map(|(shade, &count)| (shade.slot.as_str(), count as f64 / total.max(1) as f64))
                .collect();
            let mut cells = vec![
                Cell::words(head),
                Cell::number(language.count(total), total as f64),
                Cell::picture(chart::stack(&parts)),
            ];
            cells.extend(counts.of.iter().map(|&count| {
                let share = share(count, total);
                if count == 0 {
                    return Cell::number("0".to_owned(), 0.0).class("zero");
                }
                let range = language.range(share.low, share.high, 0);
                Cell::number(language.count(count), share.value)
                    .aside(format!("{} [{range}]", language.percent(share.value, 0)))
            }));
            table.push(cells);
        }
        table
    }

    /// Labels over time as a table and a chart; nothing when fewer than two days are known.
    pub(super) fn over_time(&self) -> Option<(Table, Chart)> {
        let language = self.language;
        let day = |statement: &Labelled| statement.date.as_deref().and_then(Day::read);
        let days = self.counts_by(day);
        let (first, last) = (*days.keys().next()?, *days.keys().next_back()?);
        if first == last {
            return None;
        }
        let step = Step::between(first, last);
        let mut buckets: BTreeMap<String, Counts> = step
            .all(first, last)
            .into_iter()
            .map(|name| (name, Counts::default()))
            .collect();
        let stances = self.palette.stances().count();
        for (day, counts) in &days {
            buckets.entry(step.name(*day)).or_default().merge(counts);
        }
        let rows: Vec<(String, Counts)> = buckets
            .into_iter()
            .map(|(name, mut counts)| {
                counts.of.resize(stances, 0);
                (name, counts)
            })
            .collect();
        let names: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
        let columns: Vec<&Counts> = rows.iter().map(|(_, counts)| counts).collect();
        let every = rows.len().div_ceil(5);
        let ticks = names
            .iter()
            .enumerate()
            .filter(|(at, _)| at % every == 0)
            .map(|(at, name)| (at as f64 + 0.5, (*name).to_owned()));
        let x = Axis {
            low: 0.0,
            high: rows.len() as f64,
            ticks: ticks.collect(),
        };
        let chart = Chart {
            description: language.fill("time.description", &[names.first()?, names.last()?]),
            x,
            x_title: String::new(),
            ..self.columns(&columns, &names)
        };
        let table = self.distribution(
            Table::new("time", language.say("time.caption")).words(language.say("column.time")),
            rows,
        );
        Some((table, chart))
    }

    /// How many statements have which confidence.
    pub(super) fn confidence(&self) -> Chart {
        let language = self.language;
        let bins = 20_usize;
        let mut found = self.counts_by(|statement| {
            Some(((statement.confidence * bins as f64) as usize).min(bins - 1))
        });
        let counts: Vec<Counts> = (0..bins)
            .map(|bin| found.remove(&bin).unwrap_or_default())
            .collect();
        let names: Vec<String> = (0..bins)
            .map(|bin| {
                language.range(bin as f64 / bins as f64, (bin + 1) as f64 / bins as f64, 0) + " %"
            })
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
            .map(|share| (share * bins as f64, language.percent(share, 0)));
        Chart {
            description: language.say("confidence.description").to_owned(),
            x: Axis {
                low: 0.0,
                high: bins as f64,
                ticks: ticks.to_vec(),
            },
            x_title: language.say("axis.confidence").to_owned(),
            ..self.columns(&counts.iter().collect::<Vec<_>>(), &names)
        }
    }

    /// Stacked columns of counts.
    fn columns(&self, counts: &[&Counts], names: &[&str]) -> Chart {
        let language = self.language;
        let most = counts
            .iter()
            .map(|counts| counts.total())
            .max()
            .unwrap_or(0);
        let mut marks = Vec::new();
        for (at, (counts, name)) in counts.iter().zip(names).enumerate() {
            let mut low = 0.0;
            for (shade, &count) in self.palette.stances().zip(&counts.of) {
                let high = low + count as f64;
                if count > 0 {
                    marks.push(Mark::Column {
                        slot: shade.slot.clone(),
                        x: (at as f64 + 0.08, at as f64 + 0.92),
                        y: (low, high),
                        title: format!("{name}: {} {}", shade.shown, language.count(count)),
                    });
                }
                low = high;
            }
        }
        Chart {
            y: Axis::round(0.0, most.max(4) as f64, |value| {
                language.count(value as u64)
            }),
            y_title: language.say("axis.statements").to_owned(),
            marks,
            ..Chart::default()
        }
    }
}
