//! Tokens grouped into the words that the lists know, with what stands around them.

use thaido_tokenizer::{Case, Key, Span, Token, TokenKind};

use crate::lexicon::{
    ADVERB, AUX, CLAIM, CONNECT, CREDIT, Classes, DEAD, DEMONSTRATIVE, DOCUMENT, DOMAIN, FIGURE,
    LEXICON, LINK, Lexicon, MEDIA, NAME, NAMED, NUMBER, OPENER, ORG, PARTICLE, PLACE, PLAN, PREP,
    PRESS, PRESS_TEXT, PRONOUN, QUESTION, RANG, REGION, ROLE, SOURCE, TIME, TITLE, VERB, VOW,
};
use crate::marks::family_of;
use crate::pieces::Piece;

/// One word of an article: a listed phrase, or a single token.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one word"
)]
pub(crate) struct Word {
    pub(crate) span: Span,
    /// The key of its first token.
    pub(crate) key: Key,
    /// The node of the phrase in the lists, 0 for a word of no list.
    pub(crate) node: u32,
    /// How many tokens it is made of.
    pub(crate) tokens: u16,
    pub(crate) classes: Classes,
    /// The mark itself for punctuation and signs, otherwise a blank.
    pub(crate) sign: char,
    /// Starts with a capital.
    pub(crate) capital: bool,
    /// A blank stands before it.
    pub(crate) spaced: bool,
    /// A sentence begins here, by the marks of the text alone.
    pub(crate) begins: bool,
    /// A line begins here.
    pub(crate) line: bool,
    /// A sentence of the reporter begins here.
    pub(crate) starts: bool,
    /// The number of the reporter's sentence, from 0.
    pub(crate) sentence: u32,
}

impl Word {
    pub(crate) fn is(&self, classes: Classes) -> bool {
        self.classes.any(classes)
    }

    /// Whether it is made of letters or digits.
    pub(crate) fn is_text(&self) -> bool {
        self.sign == ' '
    }
}

/// The words of a text, and the places among them that are looked for.
#[derive(Default)]
pub(crate) struct Grouped {
    pub(crate) words: Vec<Word>,
    /// Quotation marks and apostrophes.
    pub(crate) marks: Vec<usize>,
    /// Words with which a line begins.
    pub(crate) lines: Vec<usize>,
}

/// Groups the pieces of a text into words, the longest listed phrase first; what `grouped` held before is gone. The
/// reporter's sentences are not told apart yet.
pub(crate) fn group(text: &str, pieces: &[Piece], grouped: &mut Grouped) {
    let Grouped {
        words: found,
        marks,
        lines,
    } = grouped;
    found.clear();
    found.reserve(pieces.len());
    marks.clear();
    lines.clear();
    let lexicon = &*LEXICON;
    // The last colon so far.
    let mut colon = None;
    let mut rest = pieces;
    while let [first, behind @ ..] = rest {
        let (mut count, mut node) = if first.node == 0 {
            (1, 0)
        } else {
            longest(lexicon, first.node, behind)
        };
        let mut classes = lexicon.classes(node);
        if count == 2
            && classes.any(DEMONSTRATIVE)
            && speaks_on(
                found.last().filter(|_| !first.line),
                rest.get(2)
                    .filter(|piece| !piece.line)
                    .map(|piece| &piece.token),
            )
        {
            // "ông Nam nói trên CNN" and not "kế hoạch nói trên"
            count = 1;
            node = first.node;
            classes = lexicon.classes(node);
        }
        let (mine, behind) = rest.split_at(count);
        let next = behind.first().map(|piece| &piece.token);
        if classes.any(DEAD)
            && classes.any(VOW)
            && behind
                .first()
                .is_some_and(|piece| lexicon.classes(piece.node).any(RANG))
        {
            // "bà Hoa đảm bảo rằng …"
            classes = classes.without(DEAD);
        }
        let token = &first.token;
        let mut begins = first.begins;
        if token.case == Case::Title && !begins {
            // "nhấn mạnh Ngày Chiến thắng": the name of a day.
            let named = classes.any(TIME)
                && next.is_some_and(|next| next.is_letters() && next.case == Case::Title);
            begins = !named && opens_sentence(found, colon, first, classes);
        }
        let sign = sign(text, token);
        let classes = if token.is_letters() {
            refine(mine, next, begins, classes, found.last())
        } else if sign == ' ' {
            FIGURE
        } else {
            Classes::NONE
        };
        if sign != ' ' {
            if sign == ':' {
                colon = Some(found.len());
            }
            if family_of(sign).is_some() {
                marks.push(found.len());
            }
        }
        if first.line {
            lines.push(found.len());
        }
        found.push(Word {
            span: Span {
                start: token.span.start,
                end: mine
                    .last()
                    .map_or(token.span.end, |last| last.token.span.end),
            },
            key: token.key,
            node,
            tokens: count as u16,
            classes,
            sign,
            capital: token.case != Case::Lower,
            spaced: first.spaced,
            begins,
            line: first.line,
            starts: false,
            sentence: 0,
        });
        rest = behind;
    }
}

/// Whether *nói trên* is a verb and a preposition: behind somebody, or before a name.
fn speaks_on(before: Option<&Word>, after: Option<&Token>) -> bool {
    before.is_some_and(|before| before.is(NAME.with(PRONOUN)))
        || after.is_some_and(|after| after.is_letters() && after.case != Case::Lower)
}

/// Whether a word of grammar with a capital begins a sentence although the stop or line break before it was lost,
/// as it happens where captions and paragraphs are glued together.
/// `colon` is the last colon of the words `found` so far.
fn opens_sentence(found: &[Word], colon: Option<usize>, first: &Piece, classes: Classes) -> bool {
    let Some(before) = found.last() else {
        return false;
    };
    if before.sign == ']' {
        // "[Mưa lớn ở Lima] Thị trưởng …"
        return true;
    }
    if before.sign == ')' {
        // "(Ảnh: TASS) Hai bên …"
        let near = &found[found.len().saturating_sub(15)..];
        let line = near.iter().rposition(|word| word.line).unwrap_or(0);
        let open = near[line..].iter().rposition(|word| word.sign == '(');
        return open
            .and_then(|open| near.get(line + open + 1))
            .is_some_and(|next| next.is(CREDIT));
    }
    // Behind "Ảnh: REUTERS" a title or a body begins the text again.
    let credit = colon
        .map(|colon| found.len() - 1 - colon)
        .filter(|&back| back < 6);
    let credited = credit.is_some_and(|back| {
        back > 0
            && found.len() > back + 1
            && found[found.len() - back - 2].is(CREDIT)
            && found[found.len() - back..]
                .iter()
                .all(|word| word.capital || !word.is_text())
            && found[found.len() - back..]
                .iter()
                .skip(1)
                .all(|word| !word.begins)
            && found[found.len() - back - 1..]
                .iter()
                .all(|word| !word.line)
            && !first.line
    });
    if credited
        && classes.any(
            TITLE
                .with(ORG)
                .with(ROLE)
                .with(NUMBER)
                .with(OPENER)
                .with(PRESS)
                .with(PLACE),
        )
        && before.is_text()
    {
        return true;
    }
    // "… Triều Tiên Tuyên bố của ông Nam …": a document opens a sentence behind a name only ("ký Tuyên bố chung").
    classes.any(OPENER)
        && (!classes.any(DOCUMENT) || before.is(NAME.with(PLACE)))
        && before.is_text()
        && first.spaced
        && !before.is(TITLE
            .with(ORG)
            .with(LINK)
            .with(PREP)
            .with(PRONOUN)
            .with(NUMBER))
}

/// How many tokens make the longest listed phrase, and its node, when the first one leads to `node` and `behind` stands
/// behind it; one token and 0 when none is listed.
#[inline]
fn longest(lexicon: &Lexicon, mut node: u32, behind: &[Piece]) -> (usize, u32) {
    let mut best = (1, 0);
    let mut count = 1;
    loop {
        if lexicon.classes(node) != Classes::NONE {
            best = (count, node);
        }
        let next = behind.get(count - 1).filter(|piece| !piece.begins);
        match next.and_then(|piece| lexicon.step(node, piece.token.key)) {
            Some(next) => node = next,
            None => return best,
        }
        count += 1;
    }
}

/// Adds what writing tells: names; takes away what a small letter forbids. The word is made of the pieces `mine` and
/// stands between `before` and `next`; `begins` says whether a sentence begins with it.
#[inline]
fn refine(
    mine: &[Piece],
    next: Option<&Token>,
    begins: bool,
    classes: Classes,
    before: Option<&Word>,
) -> Classes {
    if classes.any(DEAD) {
        return DEAD.with(
            classes.only(
                VERB.with(NAMED)
                    .with(PRESS_TEXT)
                    .with(CLAIM)
                    .with(PLAN)
                    .with(DOMAIN)
                    .with(QUESTION),
            ),
        );
    }
    if mine[0].token.case == Case::Lower {
        return classes.without(PLACE).without(MEDIA);
    }
    let after_name = before.filter(|before| mine.len() == 1 && before.is(NAME.with(PRONOUN)));
    if !begins
        && let Some(before) = after_name
        && !classes.any(
            PLACE
                .with(ORG)
                .with(MEDIA)
                .with(TITLE)
                .with(PRONOUN)
                .with(PRESS)
                .with(SOURCE),
        )
        && (before.is(PRONOUN) && before.tokens == 1
            || !classes.any(NUMBER.with(PREP).with(CONNECT).with(ADVERB).with(AUX)))
    {
        // "Kim Song", "Thư Nghi": a listed word in the middle of a name.
        return NAME;
    }
    // "Bang Ohio" and "Ben Brook" at the head of a sentence are names.
    let classes = classes.without(REGION);
    if classes == Classes::NONE || begins && classes.without(PARTICLE) == Classes::NONE {
        // The capital of a sentence's first word is no sign of a name, unless the word is foreign or the next
        // one has a capital as well.
        let next = mine.get(1).map(|piece| &piece.token).or(next);
        let next_capital = next.is_some_and(|next| next.is_letters() && next.case != Case::Lower);
        if !begins || next_capital || mine[0].token.kind() == TokenKind::Word {
            return NAME;
        }
    }
    let whole = || mine.iter().all(|piece| piece.token.case != Case::Lower);
    if !begins && classes.any(PLACE) && whole() {
        // "Anh" inside a sentence is the state, not the pronoun.
        return classes.without(PRONOUN);
    }
    classes
}

/// The mark of a token that is no word and no number, otherwise a blank.
fn sign(text: &str, token: &Token) -> char {
    if token.is_letters() {
        return ' ';
    }
    match text.as_bytes().get(token.span.start) {
        Some(&digit) if digit.is_ascii_digit() => ' ',
        Some(&mark) if mark.is_ascii() => char::from(mark),
        _ => {
            let first = token.text(text).chars().next().unwrap_or(' ');
            if first.is_numeric() { ' ' } else { first }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Grouped, Word, group};
    use crate::lexicon::{FIGURE, NAME, PLACE, PRONOUN, SAY};
    use crate::pieces::Cutter;

    fn words(text: &str) -> Vec<Word> {
        let mut found = Grouped::default();
        group(text, Cutter::default().cut(text), &mut found);
        found.words
    }

    #[test]
    fn the_longest_listed_phrase_is_one_word() {
        let text = "Bà Mai cho biết thêm, Anh và Nga bắn 3 phát.";
        let found = words(text);
        let texts: Vec<_> = found.iter().map(|word| word.span.of(text)).collect();
        assert_eq!(
            texts,
            [
                "Bà",
                "Mai",
                "cho biết thêm",
                ",",
                "Anh",
                "và",
                "Nga",
                "bắn",
                "3",
                "phát",
                "."
            ]
        );
        assert!(found[1].is(NAME) && found[2].is(SAY) && found[8].is(FIGURE));
        assert!(found[4].is(PLACE) && !found[4].is(PRONOUN));
    }

    #[test]
    fn a_small_letter_is_no_state_and_a_first_word_no_name() {
        let found = words("Vụ nga ngố ấy. Hôm ấy anh đi.");
        assert!(!found[1].is(PLACE));
        assert!(!found[5].is(NAME) && found.iter().any(|word| word.is(PRONOUN)));
    }
}
