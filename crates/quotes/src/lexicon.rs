//! The word lists: phrases by the keys of their tokens, and the classes each phrase belongs to.

use std::sync::LazyLock;

use thaido_tokenizer::{Key, keys_of};

use crate::trie::{Draft, ROOT, Trie};

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Classes(u128);

impl Classes {
    pub(crate) const NONE: Classes = Classes(0);

    /// Whether any class of `other` is here.
    #[inline]
    pub(crate) fn any(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }

    #[inline]
    pub(crate) const fn with(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }

    /// The classes that are in both.
    #[inline]
    pub(crate) const fn only(self, other: Classes) -> Classes {
        Classes(self.0 & other.0)
    }

    #[inline]
    pub(crate) const fn without(self, other: Classes) -> Classes {
        Classes(self.0 & !other.0)
    }
}

macro_rules! classes {
    ($($bit:literal $constant:ident $name:literal)*) => {
        $(pub(crate) const $constant: Classes = Classes(1 << $bit);)*

        /// The class that a data file names.
        fn class_named(name: &str) -> Option<Classes> {
            match name {
                $($name => Some($constant),)*
                _ => None,
            }
        }
    };
}

classes! {
    0 SAY "say"
    1 ASK "ask"
    2 BLAME "blame"
    3 VOW "vow"
    4 CALL "call"
    5 SPEAK "speak"
    6 THINK "think"
    7 SOURCE "source"
    8 RELAY "relay"
    9 TELL "tell"
    10 OPINION "opinion"
    11 PRONOUN "pronoun"
    12 TITLE "title"
    13 ROLE "role"
    14 ORG "org"
    15 DOCUMENT "document"
    16 MEDIA "media"
    17 PRESS "press"
    18 NUMBER "number"
    19 MODIFIER "modifier"
    20 LINK "link"
    21 PLACE "place"
    22 ADVERB "adverb"
    23 TIME "time"
    24 PREP "prep"
    25 CONNECT "connect"
    26 JOIN "join"
    27 THAT "that"
    28 AUX "aux"
    29 VERB "verb"
    30 DEVERBAL "deverbal"
    31 DEAD "dead"
    32 FIRST "first"
    42 RANG "rang"
    43 OF "of"
    44 ABOUT "about"
    45 AND "and"
    46 RELATIVE "relative"
    47 DEED "deed"
    48 UPON "upon"
    49 THIS "this"
    50 SPOKEN "spoken"
    51 WORDS "words"
    52 ACCUSE "accuse"
    53 NAMED "named"
    54 ABSTRACT "abstract"
    55 LIKENESS "likeness"
    56 ORDINAL "ordinal"
    57 NOUN "noun"
    58 HOLDS "holds"
    59 IRREAL "irreal"
    60 OPENER "opener"
    61 CREDIT "credit"
    62 PLAN "plan"
    35 WEAK "weak"
    36 FEEL "feel"
    37 PLURAL "plural"
    38 THUS "thus"
    39 LATER "later"
    33 STRONG "strong"
    34 LED "led"
    63 BY "by"
    64 SILENCE "silence"
    65 CLAIM "claim"
    66 PROPOSE "propose"
    67 CONTRAST "contrast"
    68 ANSWER "answer"
    69 CUT "cut"
    70 PRESS_TEXT "press_text"
    71 THAT_IS "that_is"
    72 SAID "said"
    73 MALE "male"
    74 FEMALE "female"
    75 SPOKESMAN "spokesman"
    76 TEASER "teaser"
    77 BODY "body"
    78 WITH "with"
    79 COMPLAIN "complain"
    80 PARTICLE "particle"
    81 RELATION "relation"
    82 DEMONSTRATIVE "demonstrative"
    83 PASSIVE "passive"
    84 NO "no"
    85 WILL "will"
    86 PLACE_OF "place_of"
    87 CROWD "crowd"
    88 COUNT "count"
    89 WHILE "while"
    90 PERSON "person"
    91 CLAUSAL "clausal"
    92 REGION "region"
    93 BECAUSE "because"
    94 BOTH "both"
    95 ANY "any"
    96 TOWARD "toward"
    97 NORM "norm"
    98 PAST "past"
    99 FROM "from"
    100 FIELD "field"
    101 THINKING "thinking"
    102 LET "let"
    103 KNOW "know"
    104 AGREE "agree"
    105 INNER "inner"
    106 NEAR "near"
    107 DENY "deny"
    108 PURPOSE "purpose"
    109 WITHIN "within"
    110 DOMAIN "domain"
    111 MOVE "move"
    112 CONCEDE "concede"
    113 NOTICE "notice"
    114 FRESH "fresh"
    115 CONCERN "concern"
    116 CHIEF "chief"
    117 LEADER "leader"
    118 PRESIDENT "president"
    119 QUESTION "question"
    120 CAUSATIVE "causative"
    // Set by the reader of an article, not by a list.
    40 NAME "name"
    41 FIGURE "figure"
}

/// Every verb or phrase that can bring in somebody's words.
pub(crate) const CUE: Classes = SAY.with(ASK).with(BLAME).with(VOW).with(SPEAK);
/// Whatever can stand at the head of an expression for who speaks.
pub(crate) const HEAD: Classes = PRONOUN
    .with(TITLE)
    .with(ROLE)
    .with(ORG)
    .with(DOCUMENT)
    .with(MEDIA)
    .with(PRESS)
    .with(PLACE)
    .with(NAME);

const FILES: [&str; 4] = [
    include_str!("../data/cues.txt"),
    include_str!("../data/speakers.txt"),
    include_str!("../data/places.txt"),
    include_str!("../data/grammar.txt"),
];

const CAPITALS: &str = include_str!("../data/capitals.txt");

/// The lists, read once.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(&FILES));

/// The lists as a trie of phrases.
pub(crate) struct Lexicon {
    trie: Trie,
    /// From the node of a capital to the node of its state, ascending.
    capitals: Vec<(u32, u32)>,
    /// The node behind each mark or sign of one byte.
    marks: [u32; 128],
}

impl Lexicon {
    fn read(files: &[&str]) -> Lexicon {
        let mut draft = Draft::new();
        for line in files.iter().flat_map(|file| file.lines()) {
            let Some((name, phrases)) = line.split_once(':').filter(|_| !line.starts_with('#'))
            else {
                continue;
            };
            let Some(class) = class_named(name.trim()) else {
                continue;
            };
            for phrase in phrases.split(',') {
                draft.insert(&keys_of(phrase), class);
            }
        }
        let mut lexicon = Lexicon {
            trie: draft.finish(),
            capitals: Vec::new(),
            marks: [ROOT; 128],
        };
        lexicon.read_capitals(CAPITALS);
        for mark in (0..128_u8).filter(u8::is_ascii_punctuation) {
            let key = Key::of(char::from(mark).encode_utf8(&mut [0; 4]));
            lexicon.marks[usize::from(mark)] = lexicon.first(key);
        }
        lexicon
    }

    fn read_capitals(&mut self, lines: &str) {
        for (state, names) in lines.lines().filter_map(|line| line.split_once(':')) {
            let state = self.node_of(state);
            for name in names.split(',') {
                if let (Some(name), Some(state)) = (self.node_of(name), state) {
                    self.capitals.push((name, state));
                }
            }
        }
        self.capitals.sort_unstable();
    }

    fn node_of(&self, phrase: &str) -> Option<u32> {
        keys_of(phrase)
            .into_iter()
            .try_fold(ROOT, |node, key| self.step(node, key))
            .filter(|&node| node != ROOT)
    }

    /// The state that a capital stands for, both by their nodes.
    pub(crate) fn state_of(&self, capital: u32) -> Option<u32> {
        let at = self
            .capitals
            .binary_search_by_key(&capital, |&(name, _)| name)
            .ok()?;
        Some(self.capitals[at].1)
    }

    /// The node behind the first word of a phrase; the root when no phrase begins with it.
    #[inline]
    pub(crate) fn first(&self, key: Key) -> u32 {
        self.step(ROOT, key).unwrap_or(ROOT)
    }

    /// The same for a mark or sign of one byte.
    #[inline]
    pub(crate) fn mark(&self, mark: u8) -> u32 {
        self.marks.get(usize::from(mark)).copied().unwrap_or(ROOT)
    }

    /// The node behind `key` at `node`, when some phrase goes on that way.
    #[inline]
    pub(crate) fn step(&self, node: u32, key: Key) -> Option<u32> {
        self.trie.step(node, key)
    }

    /// The classes of the phrase that ends at `node`; none when phrases only pass through it.
    #[inline]
    pub(crate) fn classes(&self, node: u32) -> Classes {
        self.trie.classes(node)
    }
}

#[cfg(test)]
mod tests {
    use thaido_tokenizer::keys_of;

    use super::{ASK, Classes, FILES, LEXICON, PLACE, SAY, class_named};

    fn classes_of(phrase: &str) -> Classes {
        let end = keys_of(phrase)
            .into_iter()
            .try_fold(0, |node, key| LEXICON.step(node, key));
        end.map_or(Classes::NONE, |node| LEXICON.classes(node))
    }

    #[test]
    fn phrases_are_found_whole_in_any_spelling_and_parts_of_them_are_not() {
        assert!(classes_of("CHO BIẾT").any(SAY));
        assert!(classes_of("đ.e d.ọa").any(super::VOW));
        assert_eq!(classes_of("cho biết rõ ràng"), Classes::NONE);
        assert!(classes_of("hối thúc").any(ASK) && !classes_of("hối thúc").any(PLACE));
    }

    #[test]
    fn every_line_of_the_lists_names_a_known_class() {
        for line in FILES.iter().flat_map(|file| file.lines()) {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            let name = line.split_once(':').map_or(line, |(name, _)| name);
            assert!(
                class_named(name.trim()).is_some(),
                "no class is called {name:?}"
            );
        }
    }
}
