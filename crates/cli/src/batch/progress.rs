//! How far the run is: a bar on a terminal, a line every so often elsewhere.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::say;

/// How often a line is written where there is no terminal.
const EVERY: Duration = Duration::from_secs(10);
/// How often the bar is redrawn.
const REDRAW: Duration = Duration::from_millis(100);

/// Shows how far the run is.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    quiet: bool,
    total: Option<u64>,
    read: Arc<AtomicU64>,
    begun: Instant,
    shown: Instant,
}

impl Progress {
    /// Of a run over `total` bytes, of which `read` says how many have been read.
    pub(crate) fn begin(quiet: bool, total: Option<u64>, read: Arc<AtomicU64>) -> Self {
        let on_terminal = !quiet && std::io::stderr().is_terminal();
        let bar = on_terminal.then(|| {
            let (bar, template) = match total {
                Some(total) => (
                    ProgressBar::new(total),
                    "{bar:30} {percent:>3} %  {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left  {msg}",
                ),
                None => (ProgressBar::new_spinner(), "{spinner} {bytes}, {bytes_per_sec}  {msg}"),
            };
            let style = ProgressStyle::with_template(template);
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        let now = Instant::now();
        Progress {
            bar,
            quiet,
            total,
            read,
            begun: now,
            shown: now,
        }
    }

    /// Called for each record.
    pub(crate) fn tick(&mut self, records: u64) {
        let every = if self.bar.is_some() { REDRAW } else { EVERY };
        if self.quiet || self.shown.elapsed() < every {
            return;
        }
        self.shown = Instant::now();
        let read = self.read.load(Ordering::Relaxed);
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{records} records"));
            bar.set_position(read);
            return;
        }
        let seconds = self.begun.elapsed().as_secs_f64();
        let rate = read as f64 / 1e6 / seconds;
        let left = match self.total.filter(|total| *total > 0 && read > 0) {
            Some(total) => {
                let share = (read as f64 / total as f64).min(1.0);
                format!(
                    ", {:.0} %, {:.0} s left",
                    share * 100.0,
                    seconds / share - seconds
                )
            }
            None => String::new(),
        };
        say(&format!(
            "thaido: {records} records, {:.1} MB read, {rate:.1} MB/s{left}",
            read as f64 / 1e6
        ));
    }

    /// Writes a line without tearing the bar.
    pub(crate) fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| say(line)),
            None => say(line),
        }
    }

    /// Seconds since the run began.
    pub(crate) fn seconds(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
