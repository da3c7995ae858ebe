//! What `label` and `extract` share: many records in, many out, nothing lost, nothing doubled.

mod arguments;
mod drain;
mod finding;
mod human;
mod plan;
mod progress;
mod rejects;
mod signals;
mod tally;
mod worker;
mod writer;

use std::ops::ControlFlow;

use serde_json::Value;
use thaido::io::{BeltOptions, Column, Input, Reader, in_order};

pub(crate) use arguments::{BatchArguments, KindArguments};
pub(crate) use finding::Finding;

use crate::exit::Outcome;
use drain::Drain;
use plan::Plan;
use progress::Progress;

/// What is done with each record.
pub(crate) trait Task: Sync {
    /// Everything beside the inputs that the output depends on, as an object: a resumed run must have the same.
    fn settings(&self) -> Value;
    /// The columns of its results as a table.
    fn columns(&self) -> Vec<Column>;
    /// The labels it gives, in the order of the model.
    fn labels(&self) -> Vec<String>;
    /// One worker's own function, with the buffers that it works in.
    fn worker(&self) -> Box<dyn FnMut(Input) -> Vec<Finding> + '_>;
}

/// Runs a task over all inputs: everything is opened and checked first, then read, worked and written in order.
pub(crate) fn run(
    arguments: &BatchArguments,
    task: &dyn Task,
    statements: bool,
) -> anyhow::Result<Outcome> {
    let Some(plan) = Plan::make(arguments, task, statements)? else {
        return Ok(Outcome::Done);
    };
    let stop = signals::watch()?;
    let options = BeltOptions {
        jobs: arguments.jobs(),
        one_by_one: arguments.line_buffered,
        stop: std::sync::Arc::clone(&stop),
    };
    let reader =
        Reader::new(plan.sources.clone(), plan.read.clone()).skip_sources(plan.sources_to_skip());
    let progress = Progress::begin(arguments.quiet, plan.sources.bytes(), reader.bytes_read());
    let mut drain = Drain::new(&plan, task, arguments, progress)?;
    let made = || worker::worker(task, &plan);
    let ran = in_order(reader, &options, made, |worked| {
        drain.take(worked).map(|()| ControlFlow::Continue(()))
    });
    let stopped = stop.load(std::sync::atomic::Ordering::Relaxed);
    match ran {
        Ok(()) if stopped => drain.interrupted(),
        Ok(()) => drain.finish(),
        Err(error) => drain.failed(error),
    }
}

/// Writes a line for the user, above the progress bar where there is one. Where stderr is closed, nobody reads it.
pub(crate) fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// A number of things, in the singular where it is one of them.
pub(crate) fn counted(count: u64, things: &str) -> String {
    let one = things.strip_suffix('s').filter(|_| count == 1);
    format!("{count} {}", one.unwrap_or(things))
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_singular() {
        assert_eq!(counted(1, "documents"), "1 document");
        assert_eq!(counted(0, "documents"), "0 documents");
        assert_eq!(counted(21, "statements"), "21 statements");
    }
}
