//! The word lists: phrases by the keys of their tokens, and the classes each phrase belongs to.

use std::sync::LazyLock;

use thaido_tokenizer::{Key, keys_of};

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

/// An edge of the trie: from `parent` over `key` to `child`. A slot with child 0 is empty.
#[derive(Clone, Copy, Default)]
struct Edge {
    key: u64,
    parent: u32,
    child: u32,
}

/// A trie of phrases over token keys, its edges in one open hash table.
pub(crate) struct Lexicon {
    edges: Vec<Edge>,
    /// The classes of each node; node 0 is the root.
    nodes: Vec<Classes>,
    /// Of each node a bit for each key over which some phrase goes on, many keys having one bit: most words that do not
    /// go on are told by it without a look at the edges.
    open: Vec<u64>,
    /// From the node of a capital to the node of its state, ascending.
    capitals: Vec<(u32, u32)>,
}

impl Lexicon {
    /// The node from which every phrase begins.
    pub(crate) const ROOT: u32 = 0;

    fn read(files: &[&str]) -> Lexicon {
        let mut lexicon = Lexicon {
            edges: vec![Edge::default(); 1 << 14],
            nodes: vec![Classes::NONE],
            open: vec![0],
            capitals: Vec::new(),
        };
        for line in files.iter().flat_map(|file| file.lines()) {
            let Some((name, phrases)) = line.split_once(':').filter(|_| !line.starts_with('#'))
            else {
                continue;
            };
            let Some(class) = class_named(name.trim()) else {
                continue;
            };
            for phrase in phrases.split(',') {
                lexicon.insert(&keys_of(phrase), class);
            }
        }
        lexicon.read_capitals(CAPITALS);
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
            .try_fold(0, |node, key| self.step(node, key))
            .filter(|&node| node != 0)
    }

    /// The state that a capital stands for, both by their nodes.
    pub(crate) fn state_of(&self, capital: u32) -> Option<u32> {
        let at = self
            .capitals
            .binary_search_by_key(&capital, |&(name, _)| name)
            .ok()?;
        Some(self.capitals[at].1)
    }

    fn insert(&mut self, keys: &[Key], class: Classes) {
        let mut node = 0;
        for key in keys {
            node = match self.step(node, *key) {
                Some(child) => child,
                None => self.grow(node, *key),
            };
        }
        if let Some(classes) = self.nodes.get_mut(node as usize).filter(|_| node != 0) {
            *classes = classes.with(class);
        }
    }

    fn grow(&mut self, parent: u32, key: Key) -> u32 {
        if self.nodes.len() * 2 > self.edges.len() {
            let old = std::mem::take(&mut self.edges);
            self.edges = vec![Edge::default(); old.len() * 2];
            for edge in old.into_iter().filter(|edge| edge.child != 0) {
                self.place(edge);
            }
        }
        let child = self.nodes.len() as u32;
        self.nodes.push(Classes::NONE);
        self.open.push(0);
        self.open[parent as usize] |= bit(key.bits());
        self.place(Edge {
            key: key.bits(),
            parent,
            child,
        });
        child
    }

    fn place(&mut self, edge: Edge) {
        let mask = self.edges.len() - 1;
        let mut at = slot(edge.parent, edge.key) & mask;
        while self.edges[at].child != 0 {
            at = (at + 1) & mask;
        }
        self.edges[at] = edge;
    }

    /// The node behind `key` at `node`, when some phrase goes on that way.
    #[inline]
    pub(crate) fn step(&self, node: u32, key: Key) -> Option<u32> {
        let bits = key.bits();
        if self.open[node as usize] & bit(bits) == 0 {
            return None;
        }
        let mask = self.edges.len() - 1;
        let mut at = slot(node, bits) & mask;
        loop {
            let edge = self.edges[at];
            if edge.child == 0 {
                return None;
            }
            if edge.key == bits && edge.parent == node {
                return Some(edge.child);
            }
            at = (at + 1) & mask;
        }
    }

    /// The classes of the phrase that ends at `node`; none when phrases only pass through it.
    #[inline]
    pub(crate) fn classes(&self, node: u32) -> Classes {
        self.nodes[node as usize]
    }
}

/// The bit of a key among those of a node.
#[inline]
fn bit(key: u64) -> u64 {
    1 << (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58)
}

#[inline]
fn slot(parent: u32, key: u64) -> usize {
    let hash = (key ^ u64::from(parent).wrapping_mul(0xd6e8_feb8_6659_fd93))
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (hash >> 32) as usize
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
