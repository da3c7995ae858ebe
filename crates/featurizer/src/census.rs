//! The n-grams of the samples that a featurizer is fitted on: counted once, kept by number for the rows.

use thaido_tokenizer::{Span, Tokenizer};

use crate::featurizer::{part, window};
use crate::ngram;
use crate::params::FeaturizerParams;
use crate::sample::{Namespace, Sample};
use crate::unit::{Unit, UnitRules};

/// What is remembered of an n-gram: how many samples hold it, and where it was seen first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) hash: u64,
    pub(crate) samples: u32,
    pub(crate) namespace: Namespace,
    /// The first sample, and bytes of its part.
    pub(crate) first: u32,
    start: u32,
    end: u32,
    last: u32,
}

impl Seen {
    pub(crate) fn span(&self) -> Span {
        Span {
            start: self.start as usize,
            end: self.end as usize,
        }
    }
}

/// All n-grams of all samples, numbered in the order in which they were first seen.
#[derive(Debug)]
pub(crate) struct Census {
    pub(crate) seen: Vec<Seen>,
    /// The numbers of every sample's n-grams, with repetitions.
    numbers: Vec<u32>,
    /// Where in `numbers` the statement and the context of every sample end.
    ends: Vec<(usize, usize)>,
}

/// From hashes to numbers, by open addressing.
struct Index {
    /// Hash and number + 1; 0 is an empty slot.
    slots: Vec<(u64, u32)>,
}

impl Index {
    /// The number of `hash`, or, when it is new, its slot.
    #[inline]
    fn find(&self, hash: u64) -> Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            match self.slots[slot] {
                (_, 0) => return Err(slot),
                (other, number) if other == hash => return Ok(number as usize - 1),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn grow(&mut self, seen: &[Seen]) {
        let size = self.slots.len() * 2;
        self.slots.clear();
        self.slots.resize(size, (0, 0));
        for (own, number) in seen.iter().zip(1..) {
            if let Err(slot) = self.find(own.hash) {
                self.slots[slot] = (own.hash, number);
            }
        }
    }
}

impl Census {
    /// Reads all samples.
    pub(crate) fn take(
        params: &FeaturizerParams,
        rules: &UnitRules,
        samples: &[Sample<'_>],
    ) -> Census {
        let mut census = Census {
            seen: Vec::new(),
            numbers: Vec::new(),
            ends: Vec::with_capacity(samples.len()),
        };
        let mut index = Index {
            slots: vec![(0, 0); 1 << 12],
        };
        let (mut units, mut tokenizer) = (Vec::<Unit>::new(), Tokenizer::default());
        let context: &[Namespace] = &[Namespace::Before, Namespace::After, Namespace::Cue];
        for (sample, position) in samples.iter().zip(0..) {
            let mut text_end = None;
            for &namespace in
                [Namespace::Text]
                    .iter()
                    .chain(if params.context > 0 { context } else { &[] })
            {
                let text = part(sample, namespace);
                rules.read_with(text, &mut tokenizer, |code| code, &mut units);
                let units = window(params, namespace, &units);
                ngram::for_each(
                    namespace,
                    units,
                    (params.min_n, params.max_n),
                    |at, length, hash| {
                        let number = index.find(hash).unwrap_or_else(|slot| {
                            let (start, end) = (
                                units[at].span.start as u32,
                                units[at + length - 1].span.end as u32,
                            );
                            let last = u32::MAX;
                            census.seen.push(Seen {
                                hash,
                                samples: 0,
                                namespace,
                                first: position,
                                start,
                                end,
                                last,
                            });
                            index.slots[slot] = (hash, census.seen.len() as u32);
                            if census.seen.len() * 2 > index.slots.len() {
                                index.grow(&census.seen);
                            }
                            census.seen.len() - 1
                        });
                        let seen = &mut census.seen[number];
                        if seen.last != position {
                            seen.last = position;
                            seen.samples += 1;
                        }
                        census.numbers.push(number as u32);
                    },
                );
                text_end.get_or_insert(census.numbers.len());
            }
            census.ends.push((
                text_end.unwrap_or(census.numbers.len()),
                census.numbers.len(),
            ));
        }
        census
    }

    /// The numbers of the n-grams of each sample: those of the statement, and those of its context.
    pub(crate) fn samples(&self) -> impl Iterator<Item = (&[u32], &[u32])> {
        let mut start = 0;
        self.ends.iter().map(move |&(text, end)| {
            let parts = (&self.numbers[start..text], &self.numbers[text..end]);
            start = end;
            parts
        })
    }

    /// How many n-grams all samples have, with repetitions.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }
}
