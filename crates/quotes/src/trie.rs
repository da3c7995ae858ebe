//! Phrases by the keys of their tokens, in a shape that few memory accesses walk over.

use thaido_tokenizer::Key;

use crate::lexicon::Classes;

/// The node from which every phrase begins.
pub(crate) const ROOT: u32 = 0;

/// A node and where its edges stand: they have a small hash table of their own, so that the edges of a common word lie
/// together.
#[derive(Clone, Copy, Default)]
struct Node {
    /// The classes of the phrase that ends here; none when phrases only pass through.
    classes: Classes,
    /// A bit for every key that leads on, many keys having one bit: most words that do not lead on are told by it.
    filter: u64,
    /// The first slot of the table.
    first: u32,
    /// The last slot, from the first: one less than a power of two.
    mask: u32,
}

/// Over a key to a child. A slot with child 0 is empty; every table has one.
#[derive(Clone, Copy, Default)]
struct Edge {
    key: u64,
    child: u32,
}

/// A trie of phrases over token keys.
pub(crate) struct Trie {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

impl Trie {
    /// The node behind `key` at `node`, when some phrase goes on that way.
    #[inline]
    pub(crate) fn step(&self, node: u32, key: Key) -> Option<u32> {
        let node = &self.nodes[node as usize];
        let key = key.bits();
        let hash = hash(key);
        if node.filter & bit(hash) == 0 {
            return None;
        }
        let mut at = slot(hash) & node.mask;
        loop {
            let edge = &self.edges[(node.first + at) as usize];
            if edge.child == 0 {
                return None;
            }
            if edge.key == key {
                return Some(edge.child);
            }
            at = (at + 1) & node.mask;
        }
    }

    /// The classes of the phrase that ends at `node`; none when phrases only pass through it.
    #[inline]
    pub(crate) fn classes(&self, node: u32) -> Classes {
        self.nodes[node as usize].classes
    }
}

/// A trie while phrases are added.
pub(crate) struct Draft {
    /// An edge for every slot of one hash table, with its parent.
    edges: Vec<(u32, Edge)>,
    classes: Vec<Classes>,
}

impl Draft {
    /// Without phrases.
    pub(crate) fn new() -> Draft {
        Draft {
            edges: vec![Default::default(); 1 << 14],
            classes: vec![Classes::NONE],
        }
    }

    /// Adds a class to a phrase.
    pub(crate) fn insert(&mut self, keys: &[Key], class: Classes) {
        let mut node = ROOT;
        for key in keys {
            node = self.child(node, key.bits());
        }
        if node != ROOT {
            let classes = &mut self.classes[node as usize];
            *classes = classes.with(class);
        }
    }

    fn child(&mut self, parent: u32, key: u64) -> u32 {
        let place = self.place(parent, key);
        let known = self.edges[place].1.child;
        if known != 0 {
            return known;
        }
        let child = self.classes.len() as u32;
        self.classes.push(Classes::NONE);
        self.edges[place] = (parent, Edge { key, child });
        if self.classes.len() * 2 > self.edges.len() {
            let wider = vec![Default::default(); self.edges.len() * 2];
            for held in std::mem::replace(&mut self.edges, wider) {
                if held.1.child != 0 {
                    let place = self.place(held.0, held.1.key);
                    self.edges[place] = held;
                }
            }
        }
        child
    }

    /// The slot of an edge, or the free one where it belongs.
    fn place(&self, parent: u32, key: u64) -> usize {
        let mask = self.edges.len() - 1;
        let mixed = hash(key ^ u64::from(parent).wrapping_mul(0xd6e8_feb8_6659_fd93));
        let mut at = slot(mixed) as usize & mask;
        loop {
            let (held, edge) = &self.edges[at];
            if edge.child == 0 || *held == parent && edge.key == key {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    /// The trie of all phrases added.
    pub(crate) fn finish(self) -> Trie {
        let mut found: Vec<(u32, Edge)> = self
            .edges
            .into_iter()
            .filter(|(_, edge)| edge.child != 0)
            .collect();
        found.sort_unstable_by_key(|(parent, edge)| (*parent, edge.child));
        let classes = self.classes.into_iter();
        let mut nodes: Vec<Node> = classes
            .map(|classes| Node {
                classes,
                ..Node::default()
            })
            .collect();
        let mut edges = Vec::new();
        for children in found.chunk_by(|one, other| one.0 == other.0) {
            let slots = (2 * children.len()).next_power_of_two();
            let node = &mut nodes[children[0].0 as usize];
            node.first = edges.len() as u32;
            node.mask = slots as u32 - 1;
            edges.resize(edges.len() + slots, Edge::default());
            let table = &mut edges[node.first as usize..];
            for (_, edge) in children {
                let hash = hash(edge.key);
                node.filter |= bit(hash);
                let mut at = slot(hash) & node.mask;
                while table[at as usize].child != 0 {
                    at = (at + 1) & node.mask;
                }
                table[at as usize] = *edge;
            }
        }
        Trie { nodes, edges }
    }
}

#[inline]
fn hash(key: u64) -> u64 {
    key.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The bit of a key among those of its node.
#[inline]
fn bit(hash: u64) -> u64 {
    1 << (hash >> 58)
}

/// Where a key is looked for first, as far as the table goes.
#[inline]
fn slot(hash: u64) -> u32 {
    (hash >> 26) as u32
}

#[cfg(test)]
mod tests {
    use thaido_tokenizer::{Key, keys_of};

    use super::{Draft, ROOT, Trie};
    use crate::lexicon::{Classes, NAME, PLACE};

    fn classes_of(trie: &Trie, keys: &[Key]) -> Option<Classes> {
        let node = keys
            .iter()
            .try_fold(ROOT, |node, &key| trie.step(node, key));
        node.map(|node| trie.classes(node))
    }

    #[test]
    fn every_phrase_of_many_is_found_with_its_classes_and_no_other() {
        let phrase = |number: u32| keys_of(&format!("bang {} {}", number % 300, number / 300));
        let mut draft = Draft::new();
        for number in 0..30_000 {
            draft.insert(&phrase(number), PLACE);
        }
        draft.insert(&phrase(7), NAME);
        draft.insert(&[], NAME);
        let trie = draft.finish();
        for number in 0..30_000 {
            let expected = if number == 7 { PLACE.with(NAME) } else { PLACE };
            assert_eq!(
                classes_of(&trie, &phrase(number)),
                Some(expected),
                "{number}"
            );
        }
        for number in 30_000..60_000 {
            assert_eq!(classes_of(&trie, &phrase(number)), None, "{number}");
        }
        assert_eq!(classes_of(&trie, &keys_of("bang 7")), Some(Classes::NONE));
        assert_eq!(classes_of(&trie, &[]), Some(Classes::NONE));
    }
}
