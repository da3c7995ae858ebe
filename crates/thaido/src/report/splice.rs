//! Tables of a report between the markers of another file.

/// What became of a text with markers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spliced {
    /// The text with every known table put in anew.
    pub text: String,
    /// The names of the blocks that were found, in their order.
    pub found: Vec<String>,
    /// The names of the blocks whose table was another one before.
    pub stale: Vec<String>,
}

/// Puts tables between the markers `<!-- table:NAME -->` and `<!-- /table:NAME -->`, each on a line of its own.
///
/// `table` gives the Markdown of a name; a block whose table it does not know is left as it is.
///
/// ```
/// let readme = "Số liệu:\n<!-- table:stance/labels -->\n| cũ |\n<!-- /table:stance/labels -->\n";
/// let spliced = thaido::report::splice(readme, |_| Some("| mới |\n".to_owned()))?;
/// assert_eq!(spliced.text, "Số liệu:\n<!-- table:stance/labels -->\n| mới |\n<!-- /table:stance/labels -->\n");
/// assert_eq!(spliced.stale, ["stance/labels"]);
/// # Ok::<(), thaido::Error>(())
/// ```
///
/// # Errors
/// When a block has no end, ends under another name, or begins within another.
pub fn splice(
    text: &str,
    mut table: impl FnMut(&str) -> Option<String>,
) -> Result<Spliced, crate::Error> {
    let mut spliced = Spliced {
        text: String::with_capacity(text.len()),
        found: Vec::new(),
        stale: Vec::new(),
    };
    let mut open: Option<(String, String)> = None;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let wrong = |reason: String| crate::Error::Data(format!("line {}: {reason}", number + 1));
        match (&mut open, marker(line)) {
            (None, None) => spliced.text.push_str(line),
            (None, Some(Marker::Start(name))) => {
                spliced.text.push_str(line);
                open = Some((name.to_owned(), String::new()));
            }
            (None, Some(Marker::End(name))) => {
                return Err(wrong(format!(
                    "the table {name:?} ends without having begun"
                )));
            }
            (Some((_, old)), None) => old.push_str(line),
            (Some((name, _)), Some(Marker::Start(other))) => {
                return Err(wrong(format!(
                    "the table {other:?} begins before {name:?} has ended"
                )));
            }
            (Some((name, old)), Some(Marker::End(end))) => {
                if name != end {
                    return Err(wrong(format!("the table {name:?} ends as {end:?}")));
                }
                let new = table(name);
                if new.as_ref().is_some_and(|new| new != old) {
                    spliced.stale.push(name.clone());
                }
                spliced.text.push_str(new.as_ref().unwrap_or(old));
                spliced.text.push_str(line);
                spliced.found.push(std::mem::take(name));
                open = None;
            }
        }
    }
    match open {
        Some((name, _)) => Err(crate::Error::Data(format!(
            "the table {name:?} has no end: add <!-- /table:{name} -->"
        ))),
        None => Ok(spliced),
    }
}

enum Marker<'l> {
    Start(&'l str),
    End(&'l str),
}

fn marker(line: &str) -> Option<Marker<'_>> {
    let inside = line
        .trim()
        .strip_prefix("<!--")?
        .strip_suffix("-->")?
        .trim();
    match inside.strip_prefix("table:") {
        Some(name) => Some(Marker::Start(name.trim())),
        None => inside
            .strip_prefix("/table:")
            .map(|name| Marker::End(name.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const README: &str =
        "đầu\n<!-- table:a -->\n1\n<!-- /table:a -->\ngiữa\n<!-- table:b -->\n<!-- /table:b -->\n";

    #[test]
    fn what_is_current_is_not_stale_and_unknown_tables_stay() {
        let spliced = splice(README, |name| (name == "a").then(|| "1\n".to_owned()));
        let Ok(spliced) = spliced else {
            panic!("{spliced:?}")
        };
        assert_eq!((spliced.text.as_str(), spliced.stale.len()), (README, 0));
        assert_eq!(spliced.found, ["a", "b"]);
    }

    #[test]
    fn a_table_that_changed_is_put_in_and_named() {
        let spliced = splice(README, |name| Some(format!("| {name} |\n")));
        let Ok(spliced) = spliced else {
            panic!("{spliced:?}")
        };
        assert_eq!(spliced.stale, ["a", "b"]);
        assert_eq!(
            splice(&spliced.text, |name| Some(format!("| {name} |\n")))
                .map(|again| again.stale.len())
                .ok(),
            Some(0)
        );
    }

    #[test]
    fn broken_markers_are_named_with_their_line() {
        for (text, word) in [
            ("<!-- table:a -->\n", "no end"),
            ("\n<!-- /table:a -->\n", "line 2"),
            ("<!-- table:a -->\n<!-- /table:b -->\n", "ends as \"b\""),
            (
                "<!-- table:a -->\n<!-- table:b -->\n",
                "before \"a\" has ended",
            ),
        ] {
            let error = splice(text, |_| None)
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default();
            assert!(error.contains(word), "{text:?}: {error}");
        }
    }
}
