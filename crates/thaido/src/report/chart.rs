//! Pictures as SVG.
//!
//! Written by hand, because the charting crates fit badly: plotters writes fixed colours and sizes into every
//! element, so that a picture cannot follow dark mode, print or a pattern for the colour-blind; charming draws with a
//! JavaScript engine. What is needed here is bars and lines, and their colours must be style classes of the page
//! (`f0` fills with label 0's pattern, `k0` strokes with its colour). All that goes into a picture besides numbers is
//! text that is escaped here.

use std::fmt::Write;

/// Bars in one row that add up to the whole width; for a cell of a table. `parts` are style slots and shares.
pub(super) fn stack(parts: &[(&str, f64)]) -> String {
    let mut svg = String::from("<svg class=bar aria-hidden=true>");
    let mut at = 0.0;
    for (slot, share) in parts.iter().filter(|(_, share)| *share > 0.0) {
        let _ = write!(
            svg,
            "<rect class=f{slot} x=\"{:.2}%\" width=\"{:.2}%\" height=100% />",
            at * 100.0,
            share * 100.0
        );
        at += share;
    }
    svg + "</svg>"
}

/// A bar from 0 to `value` with a whisker from `low` to `high`, all shares of the width.
pub(super) fn whisker(slot: &str, value: f64, low: f64, high: f64) -> String {
    let p = |share: f64| format!("{:.2}%", share.clamp(0.0, 1.0) * 100.0);
    format!(
        "<svg class=bar aria-hidden=true><rect class=f{slot} width=\"{}\" height=100% />\
         <line class=whisker x1=\"{low}\" x2=\"{high}\" y1=50% y2=50% />\
         <line class=whisker x1=\"{low}\" x2=\"{low}\" y1=25% y2=75% /><line class=whisker x1=\"{high}\" x2=\"{high}\" y1=25% y2=75% /></svg>",
        p(value),
        low = p(low),
        high = p(high)
    )
}

/// A chart with axes.
#[derive(Clone, Debug, Default)]
pub(super) struct Chart {
    /// What it shows, for people who do not see it.
    pub(super) description: String,
    pub(super) x_title: String,
    pub(super) y_title: String,
    pub(super) x: Axis,
    pub(super) y: Axis,
    pub(super) marks: Vec<Mark>,
}

/// An axis: its ends and its ticks with their texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Axis {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) ticks: Vec<(f64, String)>,
}

/// What stands in a chart.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// A line through points, in the colour of a slot; its name is written at its end.
    Line {
        slot: String,
        points: Vec<(f64, f64)>,
        name: String,
    },
    /// A band between low and high.
    Band {
        slot: String,
        points: Vec<(f64, f64, f64)>,
    },
    /// A dashed line for comparison.
    Guide { from: (f64, f64), to: (f64, f64) },
    /// A dot with a title; the radius in the chart's units.
    Dot {
        slot: String,
        at: (f64, f64),
        radius: f64,
        title: String,
    },
    /// A column from `from` to `to` in x, `low` to `high` in y, with a title.
    Column {
        slot: String,
        x: (f64, f64),
        y: (f64, f64),
        title: String,
    },
}

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 230.0;
const LEFT: f64 = 48.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 40.0;

impl Axis {
    /// From 0 to 1 with ticks in percent.
    pub(super) fn shares(language: super::Language) -> Self {
        let ticks = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| (share, language.percent(share, 0)));
        Axis {
            low: 0.0,
            high: 1.0,
            ticks: ticks.to_vec(),
        }
    }

    /// From `low` to a round number at or above `high`, with about four round ticks.
    pub(super) fn round(low: f64, high: f64, text: impl Fn(f64) -> String) -> Self {
        let step = step((high - low) / 4.0);
        let first = (low / step).floor();
        let mut last = (high / step - 1e-9).ceil();
        if last <= first {
            last = first + 1.0;
        }
        let mut ticks = Vec::new();
        let mut at = first;
        while at <= last {
            ticks.push((at * step, text(at * step)));
            at += 1.0;
        }
        Axis {
            low: first * step,
            high: last * step,
            ticks,
        }
    }

    fn share(&self, value: f64) -> f64 {
        let width = self.high - self.low;
        if width > 0.0 {
            ((value - self.low) / width).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }
}

/// The least of 1, 2, 5 times a power of ten that is not below `least`.
fn step(least: f64) -> f64 {
    if least.is_nan() || least <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(least.log10().floor());
    let found = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|factor| factor * power >= least * (1.0 - 1e-9));
    found.unwrap_or(10.0) * power
}

impl Chart {
    /// The chart as one `<svg>`.
    pub(super) fn svg(&self) -> String {
        let mut svg = String::new();
        let _ = write!(
            svg,
            "<svg class=chart viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=img aria-label=\"{}\">",
            escaped(&self.description)
        );
        for (value, text) in &self.y.ticks {
            let y = self.y(*value);
            let _ = write!(
                svg,
                "<line class=grid x1={LEFT} x2={:.1} y1={y:.1} y2={y:.1} />",
                WIDTH - RIGHT
            );
            let _ = write!(
                svg,
                "<text class=tick x={:.1} y={:.1} text-anchor=end>{}</text>",
                LEFT - 5.0,
                y + 3.5,
                escaped(text)
            );
        }
        for (value, text) in &self.x.ticks {
            let x = self.x(*value);
            let anchor = if x > WIDTH - RIGHT - 14.0 {
                "end"
            } else {
                "middle"
            };
            let x = if anchor == "end" { WIDTH - RIGHT } else { x };
            let _ = write!(
                svg,
                "<text class=tick x={x:.1} y={:.1} text-anchor={anchor}>{}</text>",
                HEIGHT - BOTTOM + 15.0,
                escaped(text)
            );
        }
        for mark in &self.marks {
            self.mark(&mut svg, mark);
        }
        let _ = write!(
            svg,
            "<text class=axis x=2 y=11>{}</text>",
            escaped(&self.y_title)
        );
        let middle = LEFT.midpoint(WIDTH - RIGHT);
        let _ = write!(
            svg,
            "<text class=axis x={middle:.1} y={:.1} text-anchor=middle>{}</text>",
            HEIGHT - 6.0,
            escaped(&self.x_title)
        );
        svg + "</svg>"
    }

    fn x(&self, value: f64) -> f64 {
        LEFT + self.x.share(value) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - self.y.share(value) * (HEIGHT - TOP - BOTTOM)
    }

    fn mark(&self, svg: &mut String, mark: &Mark) {
        // Writing to a string cannot fail.
        let _ = match mark {
            Mark::Line { slot, points, name } => {
                let path: Vec<String> = points
                    .iter()
                    .map(|&(x, y)| format!("{:.1},{:.1}", self.x(x), self.y(y)))
                    .collect();
                let end = points
                    .last()
                    .map(|&(x, y)| (self.x(x).min(WIDTH - RIGHT), self.y(y)));
                let _ = write!(
                    svg,
                    "<polyline class=k{slot} points=\"{}\" />",
                    path.join(" ")
                );
                end.filter(|_| !name.is_empty()).map_or(Ok(()), |(x, y)| {
                    write!(
                        svg,
                        "<text class=name x={x:.1} y={:.1} text-anchor=end>{}</text>",
                        y - 6.0,
                        escaped(name)
                    )
                })
            }
            Mark::Band { slot, points } => {
                let top = points.iter().map(|&(x, _, high)| (x, high));
                let bottom = points.iter().rev().map(|&(x, low, _)| (x, low));
                let path: Vec<String> = top
                    .chain(bottom)
                    .map(|(x, y)| format!("{:.1},{:.1}", self.x(x), self.y(y)))
                    .collect();
                write!(
                    svg,
                    "<polygon class=\"band b{slot}\" points=\"{}\" />",
                    path.join(" ")
                )
            }
            Mark::Guide { from, to } => write!(
                svg,
                "<line class=guide x1={:.1} y1={:.1} x2={:.1} y2={:.1} />",
                self.x(from.0),
                self.y(from.1),
                self.x(to.0),
                self.y(to.1)
            ),
            Mark::Dot {
                slot,
                at,
                radius,
                title,
            } => write!(
                svg,
                "<circle class=d{slot} cx={:.1} cy={:.1} r={radius:.1}><title>{}</title></circle>",
                self.x(at.0),
                self.y(at.1),
                escaped(title)
            ),
            Mark::Column { slot, x, y, title } => {
                let (left, right, top, bottom) =
                    (self.x(x.0), self.x(x.1), self.y(y.1), self.y(y.0));
                write!(
                    svg,
                    "<rect class=f{slot} x={left:.1} y={top:.1} width={:.1} height={:.1}><title>{}</title></rect>",
                    (right - left).max(0.5),
                    bottom - top,
                    escaped(title)
                )
            }
        };
    }
}

/// Text within markup.
fn escaped(text: &str) -> String {
    let text = super::visible::line(text);
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_numbers_that_cover_the_values() {
        let axis = Axis::round(0.0, 37.0, |value| format!("{value}"));
        assert_eq!(
            axis.ticks
                .iter()
                .map(|tick| tick.1.as_str())
                .collect::<Vec<_>>(),
            ["0", "10", "20", "30", "40"]
        );
        assert_eq!(
            Axis::round(0.0, 0.0, |value| format!("{value}"))
                .ticks
                .len(),
            2
        );
        assert!((Axis::round(0.0, 4.0, |value| format!("{value}")).high - 4.0).abs() < 1e-12);
        assert_eq!(
            (step(0.3), step(2.0), step(60.0), step(f64::NAN)),
            (0.5, 2.0, 100.0, 1.0)
        );
    }

    #[test]
    fn a_point_stands_where_the_axes_say_and_text_is_escaped() {
        let chart = Chart {
            description: "\"<b>&".to_owned(),
            x: Axis {
                low: 0.0,
                high: 2.0,
                ticks: vec![],
            },
            y: Axis {
                low: 0.0,
                high: 1.0,
                ticks: vec![],
            },
            marks: vec![Mark::Dot {
                slot: "0".to_owned(),
                at: (1.0, 0.5),
                radius: 3.0,
                title: "</title><script>".to_owned(),
            }],
            ..Chart::default()
        };
        let svg = chart.svg();
        // Middle of 48 … 348 and of 190 … 22.
        assert!(svg.contains("cx=198.0 cy=106.0"), "{svg}");
        assert!(
            !svg.contains("<script>") && svg.contains("aria-label=\"&quot;&lt;b&gt;&amp;\""),
            "{svg}"
        );
    }

    #[test]
    fn stacked_bars_stand_side_by_side_and_empty_ones_are_left_out() {
        let svg = stack(&[("0", 0.25), ("1", 0.0), ("n", 0.75)]);
        assert_eq!(svg.matches("<rect").count(), 2);
        assert!(
            svg.contains("class=fn x=\"25.00%\" width=\"75.00%\""),
            "{svg}"
        );
    }
}
