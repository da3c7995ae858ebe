//! The terms of a featurizer, in a fixed order.

use crate::Error;
use crate::ngram;
use crate::sample::Namespace;
use crate::unit::{NUMBER, NUMBER_TERM};

/// Terms by column: first those of the statement, then those of its context, each part in alphabetical order.
///
/// A term is looked up by the 64-bit hash of its units, compared in full.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// All terms one after the other.
    blob: String,
    /// Where each term ends in `blob`.
    ends: Vec<u32>,
    hashes: Vec<u64>,
    /// How many of the terms belong to the statement itself.
    text_terms: usize,
    slots: Vec<u32>,
    mask: usize,
}

/// An empty slot of the look-up table.
const EMPTY: u32 = u32::MAX;

impl Vocabulary {
    /// Sorts terms into a vocabulary; returns it with the old positions of its terms in their new order.
    pub(crate) fn sort(mut terms: Vec<(Namespace, String, u64)>) -> (Vocabulary, Vec<u64>) {
        terms.sort_unstable();
        let hashes: Vec<u64> = terms.iter().map(|term| term.2).collect();
        let text_terms = terms
            .iter()
            .filter(|term| term.0 == Namespace::Text)
            .count();
        let mut blob = String::new();
        let mut ends = Vec::with_capacity(terms.len());
        for (namespace, term, _) in &terms {
            blob.push_str(namespace.prefix());
            blob.push_str(term);
            ends.push(blob.len() as u32);
        }
        (
            Vocabulary::of(blob, ends, hashes.clone(), text_terms),
            hashes,
        )
    }

    /// Rebuilds a vocabulary from what [`Vocabulary::terms`], [`Vocabulary::hashes`] and
    /// [`Vocabulary::text_terms`] gave.
    ///
    /// # Errors
    /// [`Error::Stored`] when the three do not fit each other.
    pub fn from_parts(
        blob: String,
        ends: Vec<u32>,
        hashes: Vec<u64>,
        text_terms: usize,
    ) -> Result<Self, Error> {
        let stored = |reason| Err(Error::Stored { reason });
        if ends.len() != hashes.len() || text_terms > ends.len() || ends.len() >= EMPTY as usize {
            return stored("it has not as many terms as hashes");
        }
        if !ends.is_sorted() || ends.last().map_or(0, |&end| end as usize) != blob.len() {
            return stored("its terms do not fill their text");
        }
        if !ends.iter().all(|&end| blob.is_char_boundary(end as usize)) {
            return stored("a term ends inside a character");
        }
        Ok(Vocabulary::of(blob, ends, hashes, text_terms))
    }

    fn of(blob: String, ends: Vec<u32>, hashes: Vec<u64>, text_terms: usize) -> Vocabulary {
        let size = (hashes.len() * 2).next_power_of_two().max(2);
        let mut vocabulary = Vocabulary {
            blob,
            ends,
            hashes,
            text_terms,
            slots: vec![EMPTY; size],
            mask: size - 1,
        };
        for index in 0..vocabulary.hashes.len() {
            let mut slot = vocabulary.hashes[index] as usize & vocabulary.mask;
            while vocabulary.slots[slot] != EMPTY {
                slot = (slot + 1) & vocabulary.mask;
            }
            vocabulary.slots[slot] = index as u32;
        }
        vocabulary
    }

    /// The column of the term with this hash.
    #[inline]
    pub(crate) fn column(&self, hash: u64) -> Option<u32> {
        let mut slot = hash as usize & self.mask;
        loop {
            let index = self.slots[slot];
            if index == EMPTY {
                return None;
            }
            if self.hashes[index as usize] == hash {
                return Some(index);
            }
            slot = (slot + 1) & self.mask;
        }
    }

    /// The column of a term as [`Vocabulary::terms`] writes it.
    pub fn find(&self, term: &str) -> Option<usize> {
        use Namespace::{After, Before, Cue, Text};
        let (namespace, rest) = [Before, After, Cue]
            .into_iter()
            .find_map(|namespace| Some((namespace, term.strip_prefix(namespace.prefix())?)))
            .unwrap_or((Text, term));
        let codes = rest.split(' ').map(|unit| {
            if unit == NUMBER_TERM {
                NUMBER
            } else {
                thaido_tokenizer::Key::of(unit).bits()
            }
        });
        self.column(ngram::hash_of(namespace, codes))
            .map(|column| column as usize)
    }

    /// Number of terms.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no term.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many of the terms, from column 0, belong to the statement itself and not to its context.
    pub fn text_terms(&self) -> usize {
        self.text_terms
    }

    /// The term of a column; `None` behind the last.
    pub fn term(&self, column: usize) -> Option<&str> {
        let end = *self.ends.get(column)? as usize;
        let start = column
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        self.blob.get(start..end)
    }

    /// All terms by column.
    pub fn terms(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|column| self.term(column).unwrap_or_default())
    }

    /// The hashes by column.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// All terms in one string, and where each ends in it.
    pub fn blob(&self) -> (&str, &[u32]) {
        (&self.blob, &self.ends)
    }
}
