//! The expressions of a document, indexed so that no look-up walks over all of them.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use thaido_tokenizer::Key;

use crate::article::Article;
use crate::lexicon::{AND, DEMONSTRATIVE, FEMALE, LEADER, MALE, NAME, OF, ORG, PLACE, SPOKESMAN};
use crate::mention::{Mention, mentions};

/// Most wordings that one look-up weighs against an expression; a real article never has as many alike.
const MOST: usize = 256;

/// One wording of the document, where it stands first. Equal wordings are equal in everything that is asked of them.
pub(crate) struct Wording {
    pub(crate) words: Range<usize>,
    /// Its names, by their places among those of all wordings.
    pub(crate) names: Range<usize>,
}

/// How much an expression tells: the names in it, then its words.
pub(crate) type Weight = (usize, usize);

/// Every expression of the document, by what it is looked up by. What few documents ask for is made when it is asked for.
pub(crate) struct Roster {
    pub(crate) mentions: Vec<Mention>,
    /// Each wording once, in the order of the text.
    wordings: Vec<Wording>,
    /// The names in the wordings.
    keys: Vec<Key>,
    /// Names of wordings for one person or body, the weightiest wording first.
    names: Vec<(Key, Reverse<u32>, u32)>,
    /// First words of wordings.
    starts: OnceCell<Vec<((Key, u32), usize)>>,
    /// Listed words of the mentions without "này" or "đó".
    nodes: OnceCell<Vec<(u32, usize)>>,
    /// Whether a name stands behind a word for a man, where it first stands behind one for a man or a woman.
    genders: BTreeMap<Key, bool>,
    /// The wording that ends with an abbreviation in brackets.
    abbreviations: BTreeMap<Key, usize>,
    /// Wordings with a name and a title of those who lead a state, of no body within it.
    leaders: OnceCell<Vec<usize>>,
    /// Where each state stands first.
    places: OnceCell<BTreeMap<u32, usize>>,
}

impl Roster {
    pub(crate) fn of(article: &Article) -> Roster {
        let mentions = mentions(article);
        let (wordings, keys) = wordings(article, &mentions);
        let mut roster = Roster {
            wordings,
            keys,
            mentions,
            names: Vec::new(),
            starts: OnceCell::new(),
            nodes: OnceCell::new(),
            genders: BTreeMap::new(),
            abbreviations: BTreeMap::new(),
            leaders: OnceCell::new(),
            places: OnceCell::new(),
        };
        for (number, wording) in roster.wordings.iter().enumerate() {
            let words = &wording.words;
            let first = article.words[words.start].classes;
            if !words.clone().any(|at| article.is(at, AND)) {
                let weight = packed((wording.names.len(), words.len()));
                let names = roster.keys[wording.names.clone()].iter();
                roster
                    .names
                    .extend(names.map(|&name| (name, Reverse(weight), number as u32)));
            }
            if first.any(MALE.with(FEMALE)) {
                for &name in &roster.keys[wording.names.clone()] {
                    roster.genders.entry(name).or_insert(first.any(MALE));
                }
            }
            if words.len() > 3
                && first.any(ORG.with(NAME).with(PLACE))
                && article.sign(words.end - 1) == ')'
                && article.sign(words.end - 3) == '('
            {
                let short = article.words[words.end - 2].key;
                roster.abbreviations.entry(short).or_insert(number);
            }
        }
        roster.names.sort_unstable();
        roster.names.dedup();
        roster
    }

    /// The wordings weightier than `weight` that hold all of `names`, the weightiest first and the first of the text
    /// among equals.
    pub(crate) fn holding(&self, names: &[Key], weight: Weight) -> impl Iterator<Item = &Wording> {
        let of = |name: Key| {
            let start = self.names.partition_point(|held| held.0 < name);
            let count = self.names[start..].partition_point(|held| held.0 == name);
            &self.names[start..start + count]
        };
        // The rarest name leaves the fewest to look at.
        let rarest = names.iter().map(|&name| of(name)).min_by_key(|of| of.len());
        rarest
            .unwrap_or_default()
            .iter()
            .take(MOST)
            .take_while(move |held| held.1.0 > packed(weight))
            .map(|held| &self.wordings[held.2 as usize])
            .filter(|wording| {
                let held = &self.keys[wording.names.clone()];
                names.iter().all(|name| held.contains(name))
            })
    }

    /// The wordings that begin with the same word as `words`, all spokesmen being one word, in the order of the text.
    pub(crate) fn beginning_like(
        &self,
        article: &Article,
        words: &Range<usize>,
    ) -> impl Iterator<Item = &Wording> {
        let start = start_of(article, words);
        let starts = self.starts.get_or_init(|| {
            let all = self.wordings.iter().enumerate();
            let mut starts: Vec<_> = all
                .map(|(number, wording)| (start_of(article, &wording.words), number))
                .collect();
            starts.sort_unstable();
            starts
        });
        let from = starts.partition_point(|held| held.0 < start);
        starts[from..]
            .iter()
            .take(MOST)
            .take_while(move |held| held.0 == start)
            .map(|held| &self.wordings[held.1])
    }

    /// The last mention before the word `at` with the listed word `node` and without "này" or "đó".
    pub(crate) fn last_with(&self, article: &Article, node: u32, at: usize) -> Option<&Mention> {
        let nodes = self.nodes.get_or_init(|| nodes(article, &self.mentions));
        let behind = nodes.partition_point(|&(held, number)| {
            (held, self.mentions[number].words.start) < (node, at)
        });
        let &(held, number) = nodes.get(behind.checked_sub(1)?)?;
        (held == node).then(|| &self.mentions[number])
    }

    /// The wordings with a name for those who lead a state, in the order of the text.
    pub(crate) fn leaders(&self, article: &Article) -> impl Iterator<Item = &Wording> + Clone {
        let leaders = self.leaders.get_or_init(|| {
            let leads = |wording: &Wording| {
                let mut words = wording.words.clone();
                article.is(words.start, LEADER)
                    && !wording.names.is_empty()
                    && !words.any(|at| article.is(at, ORG.with(AND).with(OF)))
            };
            let all = self.wordings.iter().enumerate();
            let all = all.filter(|(_, wording)| leads(wording));
            all.map(|(number, _)| number).take(MOST).collect()
        });
        leaders.iter().map(|&number| &self.wordings[number])
    }

    /// True for a man, false for a woman, as far as "ông" or "bà" stands before the name anywhere.
    pub(crate) fn gender_of(&self, name: Key) -> Option<bool> {
        self.genders.get(&name).copied()
    }

    /// The wording that spells out an abbreviation and has it in brackets at its end.
    pub(crate) fn spelled_out(&self, abbreviation: Key) -> Option<&Wording> {
        Some(&self.wordings[*self.abbreviations.get(&abbreviation)?])
    }

    /// Where the state with this listed word stands first.
    pub(crate) fn place(&self, article: &Article, node: u32) -> Option<usize> {
        let places = self.places.get_or_init(|| {
            let mut places = BTreeMap::new();
            for (at, word) in article.words.iter().enumerate() {
                if word.is(PLACE) {
                    places.entry(word.node).or_insert(at);
                }
            }
            places
        });
        places.get(&node).copied()
    }
}

/// A weight as one number that orders like it.
fn packed((names, words): Weight) -> u32 {
    (names.min(0xffff) << 16 | words.min(0xffff)) as u32
}

/// What the first of `words` is looked up by.
fn start_of(article: &Article, words: &Range<usize>) -> (Key, u32) {
    let first = &article.words[words.start];
    if first.is(SPOKESMAN) {
        // No listed word has this number.
        return (Key::default(), u32::MAX);
    }
    (first.key, first.node)
}

/// Every listed word of the mentions that point at nobody, with the number of its mention.
fn nodes(article: &Article, mentions: &[Mention]) -> Vec<(u32, usize)> {
    let mut found = Vec::new();
    for (number, mention) in mentions.iter().enumerate() {
        let mut words = mention.words.clone();
        if !words.clone().any(|at| article.is(at, DEMONSTRATIVE)) {
            let listed = words.by_ref().map(|at| article.words[at].node);
            found.extend(listed.filter(|&node| node != 0).map(|node| (node, number)));
        }
    }
    found.sort_unstable();
    found
}

/// Each wording of the mentions once, in the order of the text, and the names in them.
fn wordings(article: &Article, mentions: &[Mention]) -> (Vec<Wording>, Vec<Key>) {
    let mut found: Vec<Wording> = Vec::with_capacity(mentions.len());
    let mut keys = Vec::with_capacity(mentions.len());
    // By hash: the hash of a wording and its number plus one; 0 is free.
    let mut table = vec![(0, 0); (2 * mentions.len()).next_power_of_two()];
    let mask = table.len() - 1;
    for words in mentions.iter().map(|mention| &mention.words) {
        if words.is_empty() {
            continue;
        }
        let hash = hash(article, words);
        let mut at = (hash >> 32) as usize & mask;
        let known = loop {
            match table[at] {
                (_, 0) => break false,
                (held, number)
                    if held == hash && alike(article, words, &found[number - 1].words) =>
                {
                    break true;
                }
                _ => at = (at + 1) & mask,
            }
        };
        if !known {
            let start = keys.len();
            keys.extend(article.names(words));
            found.push(Wording {
                words: words.clone(),
                names: start..keys.len(),
            });
            table[at] = (hash, found.len());
        }
    }
    (found, keys)
}

/// Equal for expressions of the same words, and seldom for others.
fn hash(article: &Article, words: &Range<usize>) -> u64 {
    article.words[words.clone()]
        .iter()
        .fold(0, |hash: u64, word| {
            let word = word.key.bits() ^ u64::from(word.node) << 40;
            (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        })
}

/// Whether two expressions are equal in all that is asked of their words.
fn alike(article: &Article, one: &Range<usize>, other: &Range<usize>) -> bool {
    let asked = |words: &Range<usize>| {
        article.words[words.clone()]
            .iter()
            .map(|word| (word.key, word.node, word.classes, word.sign))
    };
    one.len() == other.len() && asked(one).eq(asked(other))
}

#[cfg(test)]
mod tests {
    use super::{MOST, Roster};
    use crate::article::Reader;

    #[test]
    fn a_wording_is_kept_once_however_often_it_stands() {
        let text = "Ông Nam nói rằng họ sẽ đáp trả. ".repeat(300);
        let roster = Roster::of(&Reader::default().read(&text));
        assert!(roster.mentions.len() >= 300);
        // "Ông Nam" and "họ".
        assert_eq!(roster.wordings.len(), 2);
        assert_eq!(roster.wordings[0].words, 0..2);
    }

    #[test]
    fn a_look_up_weighs_a_bounded_number_of_wordings_the_weightiest_first() {
        let mut text: String = (0..2 * MOST)
            .map(|number| format!("Ông Petrov Kozlov{number} nói rằng họ sẽ đáp trả. "))
            .collect();
        text.push_str("Ông Petrov Kozlov Ivanov tới.");
        let mut reader = Reader::default();
        let article = reader.read(&text);
        let roster = Roster::of(&article);
        let name = article.words[1].key;
        let held: Vec<_> = roster.holding(&[name], (1, 2)).collect();
        assert_eq!(held.len(), MOST);
        assert_eq!(held[0].names.len(), 3);
        assert_eq!(held[1].words.start, 0);
        assert!(roster.holding(&[name], (3, 4)).next().is_none());
    }
}
