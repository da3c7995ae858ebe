//! One result of a task.

use serde::Serialize;
use thaido::{Candidate, Extracted, LabelledExtract, LabelledStatement, Labelling};

/// A line of the output.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Finding {
    /// Of `extract`.
    Extracted(Extracted),
    /// Of `extract --explain`.
    Candidate(Candidate),
    /// Of `label`.
    Labelled(LabelledExtract),
    /// Of `label --statements`.
    Statement(LabelledStatement),
}

impl Finding {
    /// Appends it as a line of JSON.
    pub(crate) fn write_line(&self, to: &mut Vec<u8>) {
        match self {
            Finding::Labelled(labelled) => labelled.write_json(to),
            Finding::Extracted(statement) => statement.write_json(to),
            // Writing strings and numbers to memory cannot fail.
            Finding::Candidate(_) | Finding::Statement(_) => {
                if serde_json::to_writer(&mut *to, self).is_err() {
                    return;
                }
            }
        }
        to.push(b'\n');
    }

    /// The statement as it stands in its document, where it has one.
    pub(crate) fn extracted(&self) -> Option<&Extracted> {
        match self {
            Finding::Extracted(statement) => Some(statement),
            Finding::Labelled(labelled) => Some(&labelled.statement),
            Finding::Candidate(_) | Finding::Statement(_) => None,
        }
    }

    /// What the model says.
    pub(crate) fn labelling(&self) -> Option<&Labelling> {
        match self {
            Finding::Labelled(labelled) => Some(&labelled.labelling),
            Finding::Statement(labelled) => Some(&labelled.labelling),
            Finding::Extracted(_) | Finding::Candidate(_) => None,
        }
    }
}
