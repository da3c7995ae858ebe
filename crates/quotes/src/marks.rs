//! Quotation marks and what each may be where it stands.

use crate::word::Word;

/// Double marks hold statements; single ones hold statements or stand inside double ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Double,
    Single,
}

/// What a mark does by its shape and its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Open,
    Close,
    /// The neighbours leave it open: a mark closes when one is open and opens otherwise.
    Either,
}

/// A quotation mark of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    /// Position among the words.
    pub(crate) word: usize,
    pub(crate) family: Family,
    pub(crate) role: Role,
}

/// The family of a character, when it is a quotation mark.
#[inline]
pub(crate) fn family_of(sign: char) -> Option<Family> {
    match sign {
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => Some(Family::Double),
        '\'' | '‘' | '’' | '‚' | '‛' | '`' | '´' | '‹' | '›' => Some(Family::Single),
        _ => None,
    }
}

/// The mark at `at`, or nothing when it is no mark, an apostrophe ("people's") or a measure (9.7").
pub(crate) fn mark(words: &[Word], at: usize) -> Option<Mark> {
    let word = &words[at];
    let family = family_of(word.sign)?;
    let before = at
        .checked_sub(1)
        .map(|before| &words[before])
        .filter(|_| !word.spaced && !word.line);
    let after = words
        .get(at + 1)
        .filter(|after| !after.spaced && !after.line);
    // Glued to letters, digits or a closing mark on the left; to the beginning of something on the right.
    let left =
        before.is_some_and(|before| !matches!(before.sign, '(' | '[' | '-' | '–' | '—' | '/'));
    let right = after.is_some_and(|after| {
        after.is_text()
            || matches!(after.sign, '(' | '[' | '.' | '…' | '#' | '$' | '@')
            || family_of(after.sign).is_some()
    });
    let stop = after.is_some_and(|after| matches!(after.sign, '.' | '…'));
    let letters = |word: Option<&Word>| word.is_some_and(Word::is_text);
    if family == Family::Single && letters(before) && letters(after) {
        return None;
    }
    let measure = matches!(word.sign, '"' | '″' | '\'' | '’' | '´' | '`')
        && before.is_some_and(|before| before.is(crate::lexicon::FIGURE));
    let role = match (left, right && !stop) {
        (false, true) => Role::Open,
        (true, false) if measure && !right && word.sign != '’' => Role::Either,
        (true, false) => Role::Close,
        (true, true) => match word.sign {
            '“' | '„' | '‘' | '«' => Role::Open,
            '”' | '’' | '»' => Role::Close,
            _ if before.is_some_and(|before| matches!(before.sign, ':' | ','))
                && letters(after) =>
            {
                Role::Open
            }
            _ => Role::Either,
        },
        (false, false) => match word.sign {
            '“' | '„' | '‘' | '«' => Role::Open,
            '”' | '’' | '»' => Role::Close,
            _ => Role::Either,
        },
    };
    Some(Mark {
        word: at,
        family,
        role,
    })
}

/// Whether an unopened mark at this place is a measure (inches, feet, minutes) and opens nothing.
pub(crate) fn is_measure(words: &[Word], at: usize) -> bool {
    !words[at].spaced
        && at
            .checked_sub(1)
            .is_some_and(|before| words[before].is(crate::lexicon::FIGURE))
}
