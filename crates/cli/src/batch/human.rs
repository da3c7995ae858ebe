//! Results for reading on a terminal.

use std::fmt::Write;

use serde_json::Value;
use thaido::Labelling;
use thaido::io::Input;

use super::finding::Finding;

/// What stands above the statements of a record.
pub(crate) struct Heading {
    id: String,
    title: Option<String>,
}

impl Heading {
    /// The heading of a record.
    pub(crate) fn of(input: &Input) -> Self {
        let field = |key| {
            input
                .fields
                .get(key)
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        Heading {
            id: field("id").unwrap_or_default(),
            title: field("title"),
        }
    }
}

/// Escape sequences, or nothing.
struct Paint(bool);

impl Paint {
    fn with(&self, code: &str, text: &str) -> String {
        if self.0 {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }

    fn dim(&self, text: &str) -> String {
        self.with("2", text)
    }

    /// The stance labels have the colours that one expects; labels of other models share out the rest.
    fn label(&self, label: &str) -> String {
        let code = match label {
            "conciliatory" | "positive" => "32",
            "accusatory" | "negative" => "31",
            "warning" => "33",
            _ => ["36", "35", "34"][label.bytes().map(usize::from).sum::<usize>() % 3],
        };
        self.with(code, label)
    }
}

/// One record and its statements.
pub(crate) fn write(heading: &Heading, findings: &[Finding], colour: bool) -> String {
    let paint = Paint(colour);
    let mut text = paint.bold(&clean(&heading.id));
    if let Some(title) = &heading.title {
        text = format!("{text}  {}", clean(title));
    }
    text.push('\n');
    if findings.is_empty() {
        text.push_str(&paint.dim("  no statements"));
        text.push('\n');
    }
    for finding in findings {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {}", line(finding, &paint));
    }
    text.push('\n');
    text
}

fn line(finding: &Finding, paint: &Paint) -> String {
    let label = finding
        .labelling()
        .map(|labelling| format!("{}  ", label(labelling, paint)))
        .unwrap_or_default();
    match finding {
        Finding::Candidate(candidate) => {
            let verdict = if candidate.kind.is_some() {
                paint.with("32", &candidate.verdict)
            } else {
                paint.with("31", &candidate.verdict)
            };
            format!("{}  {verdict}", quoted(&candidate.text))
        }
        Finding::Statement(labelled) => {
            let text = labelled
                .statement
                .get("text")
                .and_then(Value::as_str)
                .unwrap_or_default();
            format!("{label}{}", quoted(text))
        }
        Finding::Extracted(_) | Finding::Labelled(_) => {
            let Some(statement) = finding.extracted() else {
                return label;
            };
            let speaker = statement
                .speaker
                .as_ref()
                .map_or("?", |speaker| speaker.name.as_str());
            let cue = statement
                .cue
                .as_ref()
                .map(|cue| format!(" {}", paint.dim(&clean(&cue.text))))
                .unwrap_or_default();
            let kind = paint.dim(&format!("[{}]", statement.kind));
            format!(
                "{label}{}{cue}: {} {kind}",
                paint.bold(&clean(speaker)),
                quoted(&statement.text)
            )
        }
    }
}

fn label(labelling: &Labelling, paint: &Paint) -> String {
    if labelling.abstained {
        let doubt = format!("({}? {:.2})", labelling.label, labelling.confidence);
        return paint.dim(&format!("{doubt:>20}"));
    }
    let width = 15_usize.saturating_sub(labelling.label.chars().count());
    format!(
        "{}{} {:.2}",
        " ".repeat(width),
        paint.label(&labelling.label),
        labelling.confidence
    )
}

fn quoted(text: &str) -> String {
    format!("“{}”", clean(text))
}

/// One line without control characters: an article must not steer the terminal.
fn clean(text: &str) -> String {
    let shown = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    shown
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use thaido::Candidate;

    fn candidate(text: &str) -> Finding {
        Finding::Candidate(Candidate {
            doc: "tin".to_owned(),
            text: text.to_owned(),
            start: 0,
            end: 1,
            kind: None,
            verdict: "refused: no speaker".to_owned(),
        })
    }

    #[test]
    fn nothing_in_a_text_can_steer_the_terminal() {
        let heading = Heading {
            id: "tin\x1b[2J".to_owned(),
            title: None,
        };
        let shown = write(&heading, &[candidate("một\u{7}\nhai\x1b[31m")], false);
        assert_eq!(shown, "tin [2J\n  “một hai [31m”  refused: no speaker\n\n");
    }

    #[test]
    fn colours_come_only_when_asked_for() {
        let heading = Heading {
            id: "tin".to_owned(),
            title: Some("Tựa".to_owned()),
        };
        assert!(!write(&heading, &[], false).contains('\x1b'));
        assert!(write(&heading, &[], true).contains("\x1b[1mtin\x1b[0m  Tựa"));
    }
}
