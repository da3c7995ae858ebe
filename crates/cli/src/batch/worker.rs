//! What is done with one record, in whichever thread: read it, work on it, write it into a buffer.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Map, Value};
use thaido::io::{Fingerprint, Item, Origin, Reject};

use super::Task;
use super::arguments::OutputFormat;
use super::finding::Finding;
use super::human;
use super::plan::Plan;
use super::tally::Tally;

/// A record after its work.
pub(crate) struct Worked {
    pub(crate) origin: Origin,
    pub(crate) bytes: u64,
    /// What it is recognised by as a duplicate, when that is asked for.
    pub(crate) fingerprint: Option<Fingerprint>,
    pub(crate) result: Done,
}

/// What became of a record.
pub(crate) enum Done {
    /// The interrupted run had done it.
    Before,
    /// Its results, ready to be written.
    Text(Vec<u8>, Tally),
    /// Its results as rows of a table.
    Rows(Vec<Map<String, Value>>, Tally),
    /// It cannot be used.
    Rejected(Reject),
}

/// The function of one worker.
pub(crate) fn worker<'t>(task: &'t dyn Task, plan: &'t Plan) -> impl FnMut(Item) -> Worked + 't {
    let mut work = task.worker();
    move |item| {
        let (origin, bytes) = match &item {
            Ok(raw) => (raw.origin().clone(), raw.bytes() as u64),
            Err(reject) => (reject.origin.clone(), reject.raw.len() as u64),
        };
        let done = |fingerprint, result| Worked {
            origin: origin.clone(),
            bytes,
            fingerprint,
            result,
        };
        let before = plan.is_done(&origin);
        if before && !plan.dedup {
            return done(None, Done::Before);
        }
        let input = match item.and_then(|raw| raw.parse(&plan.read)) {
            Ok(input) => input,
            Err(_) if before => return done(None, Done::Before),
            Err(reject) => return done(None, Done::Rejected(reject)),
        };
        let fingerprint = plan.dedup.then(|| Fingerprint::of(input.text()));
        if before {
            return done(fingerprint, Done::Before);
        }
        let heading = human::Heading::of(&input);
        // One record that the program cannot bear must not cost the night's run.
        let worked = catch_unwind(AssertUnwindSafe(|| {
            let findings = work(input);
            render(plan, &heading, &findings)
        }));
        let result = worked.unwrap_or_else(|_| {
            work = task.worker();
            let reason = "the program failed on this record; please report it".to_owned();
            let (origin, raw) = (origin.clone(), Vec::new());
            Done::Rejected(Reject {
                origin,
                reason,
                raw,
                cut: true,
            })
        });
        done(fingerprint, result)
    }
}

fn render(plan: &Plan, heading: &human::Heading, findings: &[Finding]) -> Done {
    let tally = Tally::of(findings);
    match plan.format {
        OutputFormat::Human => Done::Text(
            human::write(heading, findings, plan.colour).into_bytes(),
            tally,
        ),
        OutputFormat::Jsonl => {
            let mut text = Vec::with_capacity(1024 * findings.len());
            for finding in findings {
                finding.write_line(&mut text);
            }
            Done::Text(text, tally)
        }
        OutputFormat::Csv | OutputFormat::Tsv | OutputFormat::Parquet => {
            let rows = findings
                .iter()
                .filter_map(|finding| match serde_json::to_value(finding) {
                    Ok(Value::Object(row)) => Some(row),
                    _ => None,
                });
            Done::Rows(rows.collect(), tally)
        }
    }
}
