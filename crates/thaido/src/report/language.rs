//! The words and numbers of a page, in English and Vietnamese.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The language that a report speaks; what it shows of articles and models stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Vietnamese.
    Vietnamese,
}

/// One row a text: its key, English, Vietnamese.
const STRINGS: &str = include_str!("strings.tsv");

static TABLE: LazyLock<BTreeMap<&str, [&str; 2]>> = LazyLock::new(|| {
    let rows = STRINGS
        .lines()
        .filter(|row| !row.starts_with('#'))
        .filter_map(|row| {
            let (key, texts) = row.split_once('\t')?;
            let (english, vietnamese) = texts.split_once('\t')?;
            Some((key, [english, vietnamese]))
        });
    rows.collect()
});

impl Language {
    /// The code of `--lang` and of the page's `lang`: `en` or `vi`.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Vietnamese => "vi",
        }
    }

    /// The text of a key; the key itself where the table has none, which a test rules out for the templates' keys.
    pub(super) fn say(self, key: &'static str) -> &'static str {
        TABLE.get(key).map_or(key, |texts| texts[self as usize])
    }

    /// The text of a key with `{0}`, `{1}`, … replaced.
    pub(super) fn fill(self, key: &'static str, parts: &[&str]) -> String {
        let mut text = self.say(key).to_owned();
        for (at, part) in parts.iter().enumerate() {
            text = text.replace(&format!("{{{at}}}"), part);
        }
        text
    }

    /// How a name of the data (a label, a kind) is shown: translated where the table knows it.
    pub(super) fn name(self, of: &str, name: &str) -> String {
        let known = TABLE.get(format!("{of}.{name}").as_str());
        known.map_or_else(
            || super::visible::line(name),
            |texts| texts[self as usize].to_owned(),
        )
    }

    /// A count with its thousands apart: `12,345` or `12.345`.
    pub(super) fn count(self, count: u64) -> String {
        let digits = count.to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(if self == Language::English { ',' } else { '.' });
            }
            text.push(digit);
        }
        text
    }

    /// A number with this many decimals and the language's mark between.
    pub(super) fn number(self, value: f64, decimals: usize) -> String {
        let text = format!("{value:.decimals$}");
        // `-0.0` says nothing that `0.0` does not.
        let text = if text.trim_start_matches(['-', '0', '.']).is_empty() {
            text.trim_start_matches('-').to_owned()
        } else {
            text
        };
        if self == Language::English {
            text
        } else {
            text.replace('.', ",")
        }
    }

    /// A share as percent: `78.3 %` for 0.783 with one decimal.
    pub(super) fn percent(self, share: f64, decimals: usize) -> String {
        format!("{} %", self.number(share * 100.0, decimals))
    }

    /// An interval of shares as percent: `62–89`.
    pub(super) fn range(self, low: f64, high: f64, decimals: usize) -> String {
        format!(
            "{}–{}",
            self.number(low * 100.0, decimals),
            self.number(high * 100.0, decimals)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_both_languages_and_the_same_gaps() {
        for row in STRINGS.lines().filter(|row| !row.starts_with('#')) {
            let cells: Vec<&str> = row.split('\t').collect();
            assert!(
                cells.len() == 3 && cells.iter().all(|cell| !cell.trim().is_empty()),
                "{row:?}"
            );
            for gap in ["{0}", "{1}", "{2}"] {
                assert_eq!(cells[1].contains(gap), cells[2].contains(gap), "{row:?}");
            }
        }
        let rows = STRINGS.lines().filter(|row| !row.starts_with('#')).count();
        assert_eq!(TABLE.len(), rows, "a key stands twice");
    }

    #[test]
    fn every_key_that_is_asked_for_is_in_the_table() {
        let sources = [
            include_str!("stances.rs"),
            include_str!("evaluation.rs"),
            include_str!("trust.rs"),
            include_str!("rivals.rs"),
            include_str!("measured.rs"),
            include_str!("tally.rs"),
            include_str!("article.rs"),
            include_str!("mod.rs"),
            include_str!("palette.rs"),
            include_str!("table.rs"),
            include_str!("../../templates/report/page.html"),
            include_str!("../../templates/report/articles.html"),
            include_str!("../../templates/report/errors.html"),
        ];
        let mut asked = 0;
        for source in sources {
            for call in ["say(\"", "fill(\"", "key(\""] {
                for rest in source.split(call).skip(1) {
                    let key = &rest[..rest.find('"').unwrap_or(0)];
                    assert!(
                        TABLE.contains_key(key),
                        "strings.tsv has no row for {key:?}"
                    );
                    asked += 1;
                }
            }
        }
        assert!(
            asked > 50,
            "only {asked} keys were found: does the search still see the calls?"
        );
    }

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(Language::English.count(1_234_567), "1,234,567");
        assert_eq!(Language::Vietnamese.count(12_345), "12.345");
        assert_eq!(
            (Language::English.count(0), Language::English.count(999)),
            ("0".to_owned(), "999".to_owned())
        );
        assert_eq!(Language::Vietnamese.percent(0.7834, 1), "78,3 %");
        assert_eq!(Language::English.range(0.5, 0.905, 0), "50–90");
        assert_eq!(Language::English.number(-0.001, 1), "0.0");
    }
}
