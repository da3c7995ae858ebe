//! How labels are told apart: by colour, by pattern and by letter, so that no one of the three is needed.

use super::language::Language;

/// How many colours with patterns the page's style sheet has, beside that of the none label.
const SLOTS: usize = 8;

/// One label as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shade {
    /// The label as the data writes it.
    pub(super) name: String,
    /// As the page writes it.
    pub(super) shown: String,
    /// One to three letters that no other label has.
    pub(super) letter: String,
    /// The end of its style classes: `0` to `7`, or `n` for the none label.
    pub(super) slot: String,
}

/// The labels of a report, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Palette {
    shades: Vec<Shade>,
    none: Option<usize>,
}

impl Palette {
    /// Takes labels in the order of the model, the none label named.
    pub(super) fn new(labels: &[String], none: Option<&str>, language: Language) -> Self {
        // The stances keep their colours whatever order a model lists them in: people compare pages.
        let fixed = ["conciliatory", "accusatory", "warning"];
        let known = labels.iter().any(|label| fixed.contains(&label.as_str()));
        let mut next = if known { fixed.len() } else { 0 };
        let mut shades: Vec<Shade> = Vec::new();
        for label in labels {
            let slot = if Some(label.as_str()) == none {
                "n".to_owned()
            } else if let Some(slot) = fixed.iter().position(|stance| stance == label) {
                slot.to_string()
            } else {
                next += 1;
                ((next - 1) % SLOTS).to_string()
            };
            let shown = language.name("label", label);
            let letter = letter(&shown, &shades);
            shades.push(Shade {
                name: label.clone(),
                shown,
                letter,
                slot,
            });
        }
        Palette {
            none: labels.iter().position(|label| Some(label.as_str()) == none),
            shades,
        }
    }

    /// The labels.
    pub(super) fn shades(&self) -> &[Shade] {
        &self.shades
    }

    /// The labels other than the none label.
    pub(super) fn stances(&self) -> impl Iterator<Item = &Shade> {
        self.shades
            .iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != self.none)
            .map(|(_, shade)| shade)
    }

    /// The label of this name.
    pub(super) fn get(&self, name: &str) -> Option<&Shade> {
        self.shades.iter().find(|shade| shade.name == name)
    }
}

/// The first letters of a name that no label before it has; a number where even three are taken.
fn letter(shown: &str, before: &[Shade]) -> String {
    let letters: Vec<char> = shown
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect();
    let taken =
        |letter: &str| letter.is_empty() || before.iter().any(|shade| shade.letter == letter);
    let candidates = (1..=3).map(|length| letters.iter().take(length).collect::<String>());
    candidates
        .into_iter()
        .find(|candidate| !taken(candidate))
        .unwrap_or_else(|| (before.len() + 1).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn palette(labels: &[&str], none: Option<&str>) -> Palette {
        let labels: Vec<String> = labels.iter().map(|&label| label.to_owned()).collect();
        Palette::new(&labels, none, Language::English)
    }

    #[test]
    fn stances_keep_their_colours_in_any_order() {
        let slots = |palette: Palette| {
            palette
                .shades()
                .iter()
                .map(|shade| (shade.name.clone(), shade.slot.clone()))
                .collect::<Vec<_>>()
        };
        let mut one = slots(palette(
            &["accusatory", "conciliatory", "neutral", "warning"],
            Some("neutral"),
        ));
        let mut other = slots(palette(
            &["warning", "neutral", "conciliatory", "accusatory"],
            Some("neutral"),
        ));
        one.sort();
        other.sort();
        assert_eq!(one, other);
    }

    #[test]
    fn letters_are_different_for_names_that_begin_alike() {
        let palette = palette(
            &["positive", "possible", "pos", "neutral", "…"],
            Some("neutral"),
        );
        let letters: Vec<&str> = palette
            .shades()
            .iter()
            .map(|shade| shade.letter.as_str())
            .collect();
        assert_eq!(letters, ["P", "PO", "POS", "N", "5"]);
        assert_eq!(palette.stances().count(), 4);
        assert_eq!(
            palette.get("neutral").map(|shade| shade.slot.as_str()),
            Some("n")
        );
    }
}
