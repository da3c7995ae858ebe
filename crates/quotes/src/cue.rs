//! When a reporting word reports: not as a noun, not negated, not in the passive.

use std::ops::Range;

use crate::article::Article;
use crate::lexicon::{
    ADVERB, AUX, CALL, CUE, Classes, DEVERBAL, DOCUMENT, FIGURE, HEAD, LINK, MODIFIER, NAME,
    PRONOUN, RELAY, SAY, SPEAK, TELL, THAT, THINK, TIME,
};

/// Every verb that may govern a quotation.
pub(crate) const GOVERNS: Classes = CUE.with(THINK).with(RELAY);

impl Article<'_> {
    /// Whether the word at `at` is a verb of `classes` that is used as a verb.
    pub(crate) fn is_cue(&self, at: usize, classes: Classes) -> bool {
        self.is(at, classes) && !self.is_nominal(at)
    }

    /// Whether the reporting word at `at` is a noun ("lời cảnh báo", "tuyên bố của ông"), passive or negated.
    fn is_nominal(&self, at: usize) -> bool {
        let starts = self.begins(at);
        if !starts && at > 0 && self.is(at - 1, DEVERBAL) && !self.is(at - 1, PRONOUN) {
            return true;
        }
        // "tuyên bố nêu rõ": the document is the subject of the verb behind it.
        if self.is(at, DOCUMENT) && (starts || !self.is(at - 1, ADVERB)) {
            let next = self.skip_adverbs(at + 1, self.len().min(at + 8));
            if next > at && self.is(next, CUE) && !self.is(next, THAT) {
                return true;
            }
        }
        let Some(next) = self.words.get(at + 1) else {
            return false;
        };
        if self.begins(at + 1) || !self.is(at, SAY.with(CUE)) || self.is(at, SPEAK) {
            return false;
        }
        match next.span.of(self.text) {
            "của" | "này" | "nói trên" | "đó" | "chung" | "từ" => true,
            "trên" => !self.is(at + 2, HEAD.with(NAME)),
            _ => next.is(MODIFIER) && self.is(at + 2, LINK) && !next.is(HEAD),
        }
    }

    /// The reporting word as it is written in a record: without a closing *rằng* that belongs to the clause.
    pub(crate) fn cue_words(&self, at: usize) -> Range<usize> {
        at..at + 1
    }

    /// The last verb of `classes` between `from` and `to`, outside quotations.
    pub(crate) fn last_cue(&self, from: usize, to: usize, classes: Classes) -> Option<usize> {
        (from..to)
            .rev()
            .find(|&at| self.quotation_at(at).is_none() && self.is_cue(at, classes))
    }

    /// The first verb of `classes` between `from` and `to`, outside quotations.
    pub(crate) fn first_cue(&self, from: usize, to: usize, classes: Classes) -> Option<usize> {
        (from..to).find(|&at| self.quotation_at(at).is_none() && self.is_cue(at, classes))
    }

    /// Whether `at` holds a word that brings a name or judgement for something: "gọi … là", "coi … như".
    pub(crate) fn calls(&self, at: usize) -> bool {
        self.is_cue(at, CALL)
    }

    /// Whether nothing but adverbs and dates stands at `at`.
    pub(crate) fn is_light(&self, at: usize) -> bool {
        self.is(at, ADVERB.with(TIME).with(FIGURE)) && !self.is(at, AUX)
    }
}
