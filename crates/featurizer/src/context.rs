//! How much of a context has to be read: its end next to the statement, where that is enough.

use crate::params::FeaturizerParams;
use crate::sample::Namespace;

/// The end of a context that is next to the statement: somewhat more pieces between blanks than units are looked at. A
/// blank ends a token wherever it stands, so that the tokens of this end are tokens of the whole. Whether they make
/// enough units, [`fills_window`] tells.
pub(crate) fn near<'t>(params: &FeaturizerParams, namespace: Namespace, text: &'t str) -> &'t str {
    let blank = |&(_, byte): &(usize, u8)| byte == b' ';
    let behind = params.context + 3;
    let mut bytes = text.bytes().enumerate();
    match namespace {
        Namespace::Text | Namespace::Cue => text,
        Namespace::Before => {
            let cut = bytes.rev().filter(blank).nth(behind);
            cut.map_or(text, |(at, _)| &text[at + 1..])
        }
        Namespace::After => {
            let cut = bytes.by_ref().filter(blank).nth(behind);
            cut.map_or(text, |(at, _)| &text[..at])
        }
    }
}

/// Whether this many units of the near end hold all that are looked at. Two numbers that marks join across the cut are
/// one in the whole: that changes the two outermost units at most.
pub(crate) fn fills_window(params: &FeaturizerParams, units: usize) -> bool {
    units >= params.context + 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::featurizer::window;
    use crate::unit::{Unit, UnitRules};

    fn params(context: usize) -> FeaturizerParams {
        FeaturizerParams {
            context,
            ..FeaturizerParams::default()
        }
    }

    #[test]
    fn the_near_end_has_four_pieces_more_than_are_looked_at() {
        let text = "một hai  ba bốn năm sáu";
        assert_eq!(near(&params(0), Namespace::Before, text), "ba bốn năm sáu");
        assert_eq!(near(&params(0), Namespace::After, text), "một hai  ba");
        assert_eq!(near(&params(9), Namespace::After, text), text);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn reading_the_near_end_of_a_context_changes_nothing(
            pieces in prop::collection::vec(
                prop_oneof![
                    6 => "(hòa|bình|đ.e|Trump|running|TP.HCM){1,2}",
                    4 => "[0-9]{1,3}",
                    4 => "[.,/:-]{1,2}",
                    1 => "[\u{200b}\u{301}\u{a0}\n]",
                ],
                0..60,
            ),
            blanks in prop::collection::vec(0..3_usize, 60),
            context in 0..12_usize,
            punctuation: bool,
            fold_numbers: bool,
        ) {
            let spaced = pieces.iter().zip(blanks).map(|(piece, count)| format!("{piece}{}", " ".repeat(count)));
            let text: String = spaced.collect();
            let params = FeaturizerParams { punctuation, fold_numbers, ..params(context) };
            let rules = UnitRules::new(&params);
            let read = |text: &str| {
                let mut units: Vec<Unit> = Vec::new();
                rules.read(text, &mut units);
                units
            };
            let codes = |units: &[Unit]| -> Vec<u64> { units.iter().map(|unit| unit.code).collect() };
            for namespace in [Namespace::Before, Namespace::After] {
                let (near, whole) = (read(near(&params, namespace, &text)), read(&text));
                if fills_window(&params, near.len()) {
                    prop_assert_eq!(codes(window(&params, namespace, &near)), codes(window(&params, namespace, &whole)));
                }
            }
        }
    }
}
