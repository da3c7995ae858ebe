//! Tokens grouped into the words that the lists know, with what stands around them.

use thaido_tokenizer::{Case, Key, Span, Token, TokenKind, sentences, tokenize};

use crate::lexicon::{
    ADVERB, AUX, CLAIM, CONNECT, CREDIT, Classes, DEAD, DEMONSTRATIVE, DOCUMENT, FIGURE, LEXICON,
    LINK, Lexicon, MEDIA, NAME, NAMED, NUMBER, OPENER, ORG, PLACE, PLAN, PREP, PRESS, PRESS_TEXT,
    PRONOUN, REGION, ROLE, SOURCE, TIME, TITLE, VERB,
};

/// One word of an article: a listed phrase, or a single token.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent facts about one word"
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

/// Groups the text into words, the longest listed phrase first.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    tokens.extend(tokenize(text));
    let mut begins = sentence_beginnings(text, &tokens);
    mend(text, &tokens, &mut begins);
    let mut found: Vec<Word> = Vec::with_capacity(tokens.len());
    let lexicon = &*LEXICON;
    let mut at = 0;
    let mut behind = 0;
    while at < tokens.len() {
        let (mut count, mut node) = longest(lexicon, &tokens, &begins, at);
        if count == 2
            && lexicon.classes(node).any(DEMONSTRATIVE)
            && speaks_on(found.last(), tokens.get(at + 2))
        {
            // "ông Nam nói trên CNN" and not "kế hoạch nói trên"
            count = 1;
            node = lexicon.step(0, tokens[at].key).unwrap_or_default();
        }
        let classes = lexicon.classes(node);
        let span = Span {
            start: tokens[at].span.start,
            end: tokens[at + count - 1].span.end,
        };
        let blank = span.start == behind + 1 && text.as_bytes()[behind] == b' ';
        let gap = if blank {
            " "
        } else {
            Span {
                start: behind,
                end: span.start,
            }
            .of(text)
        };
        let word = Word {
            span,
            key: tokens[at].key,
            node,
            tokens: count as u16,
            classes: Classes::NONE,
            sign: sign(text, &tokens[at]),
            capital: tokens[at].case != Case::Lower,
            spaced: blank || !gap.is_empty() && gap.chars().any(char::is_whitespace),
            begins: begins[at],
            line: found.is_empty()
                || !blank && !gap.is_empty() && gap.contains(['\n', '\r', '\u{2028}', '\u{2029}']),
        };
        let mut word = word;
        // "nhấn mạnh Ngày Chiến thắng": the name of a day.
        let named = classes.any(TIME)
            && tokens
                .get(at + count)
                .is_some_and(|next| next.is_letters() && next.case == Case::Title);
        word.begins |= !named && opens_sentence(&found, &word, tokens[at].case, classes);
        let after_pronoun = count == 1
            && found
                .last()
                .is_some_and(|before| before.is(PRONOUN) && before.tokens == 1);
        let after_name = count == 1
            && found
                .last()
                .is_some_and(|before| before.is(NAME.with(PRONOUN)));
        word.classes = refine(
            &tokens,
            at,
            count,
            classes,
            &word,
            (after_name, after_pronoun),
        );
        found.push(word);
        behind = span.end;
        at += count;
    }
    found
}

/// Whether *nói trên* is a verb and a preposition: behind somebody, or before a name.
fn speaks_on(before: Option<&Word>, after: Option<&Token>) -> bool {
    before.is_some_and(|before| before.is(NAME.with(PRONOUN)))
        || after.is_some_and(|after| after.is_letters() && after.case != Case::Lower)
}

/// For every token whether a sentence begins with it. Line by line, so that no line depends on the one before it.
fn sentence_beginnings(text: &str, tokens: &[Token]) -> Vec<bool> {
    let mut begins = vec![false; tokens.len()];
    let mut start = 0;
    for end in 1..=tokens.len() {
        let ends = tokens.get(end).is_none_or(|next| {
            let gap = tokens[end - 1].span.end..next.span.start;
            !gap.is_empty() && text.as_bytes()[gap].contains(&b'\n')
        });
        if ends {
            for sentence in sentences(text, &tokens[start..end]) {
                begins[start + sentence.tokens.start] = true;
            }
            start = end;
        }
    }
    begins
}

/// Takes back the ends of sentences behind two initials ("`H.R. McMaster`") and ends one behind a syllable of a single
/// letter that is no initial ("Đông Nam Á. Năm ngoái").
fn mend(text: &str, tokens: &[Token], begins: &mut [bool]) {
    let dot = |at: usize| !tokens[at].is_letters() && tokens[at].text(text) == ".";
    let single = |at: usize| {
        let mut letters = tokens[at]
            .text(text)
            .chars()
            .filter(|c| c.is_alphanumeric());
        tokens[at].is_letters()
            && tokens[at].case == Case::Title
            && letters.next().is_some()
            && letters.next().is_none()
    };
    let syllable =
        |at: usize| single(at) && !tokens[at].text(text).is_ascii() && tokens[at].key.is_syllable();
    // "Ê.Ma-crông", "Ê. Ma-crông": a foreign name in Vietnamese letters.
    let hyphen = |at: usize| {
        let glued = |at: usize| tokens[at].span.start == tokens[at - 1].span.end;
        at + 2 < tokens.len()
            && tokens[at + 1].text(text) == "-"
            && glued(at + 1)
            && glued(at + 2)
            && tokens[at + 2].case == Case::Lower
    };
    for at in (3..tokens.len()).filter(|&at| dot(at - 1)) {
        if begins[at] && single(at - 2) && hyphen(at) {
            begins[at] = false;
            continue;
        }
        if syllable(at - 2)
            && tokens[at].case != Case::Lower
            && tokens[at].span.start > tokens[at - 1].span.end
        {
            begins[at] = true;
        }
        if begins[at] && single(at - 2) && dot(at - 3) && tokens[at].kind() == TokenKind::Word {
            begins[at] = false;
        }
    }
}

/// Whether a word of grammar with a capital begins a sentence although the stop or line break before it was lost,
/// as it happens where captions and paragraphs are glued together.
fn opens_sentence(found: &[Word], word: &Word, case: Case, classes: Classes) -> bool {
    let Some(before) = found.last().filter(|_| case == Case::Title) else {
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
    let credit = found.iter().rev().take(6).position(|word| word.sign == ':');
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
            && found[found.len() - back..].iter().all(|word| !word.line)
            && !word.line
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
        && word.spaced
        && !before.is(TITLE
            .with(ORG)
            .with(LINK)
            .with(PREP)
            .with(PRONOUN)
            .with(NUMBER))
}

/// How many tokens from `at` make the longest listed phrase, and its node; one token and 0 when none is listed.
fn longest(lexicon: &Lexicon, tokens: &[Token], begins: &[bool], at: usize) -> (usize, u32) {
    let mut best = (1, 0);
    let mut node = 0;
    for (offset, token) in tokens[at..].iter().enumerate() {
        if offset > 0 && begins[at + offset] {
            break;
        }
        match lexicon.step(node, token.key) {
            Some(next) => node = next,
            None => break,
        }
        if lexicon.classes(node) != Classes::NONE {
            best = (offset + 1, node);
        }
        if !lexicon.goes_on(node) {
            break;
        }
    }
    best
}

/// Adds what writing tells: names and figures; takes away what a small letter forbids.
fn refine(
    tokens: &[Token],
    at: usize,
    count: usize,
    classes: Classes,
    word: &Word,
    (after_name, after_pronoun): (bool, bool),
) -> Classes {
    let token = &tokens[at];
    if !token.is_letters() {
        return if word.sign == ' ' {
            FIGURE
        } else {
            Classes::NONE
        };
    }
    if classes.any(DEAD) {
        return DEAD.with(classes.only(VERB.with(NAMED).with(PRESS_TEXT).with(CLAIM).with(PLAN)));
    }
    if word.capital
        && !word.begins
        && after_name
        && !classes.any(
            PLACE
                .with(ORG)
                .with(MEDIA)
                .with(TITLE)
                .with(PRONOUN)
                .with(PRESS)
                .with(SOURCE),
        )
        && (after_pronoun || !classes.any(NUMBER.with(PREP).with(CONNECT).with(ADVERB).with(AUX)))
    {
        // "Kim Song", "Thư Nghi": a listed word in the middle of a name.
        return NAME;
    }
    if !word.capital {
        return classes.without(PLACE).without(MEDIA);
    }
    // "Bang Ohio" at the head of a sentence is a name.
    let classes = classes.without(REGION);
    if classes == Classes::NONE {
        // The capital of a sentence's first word is no sign of a name, unless the word is foreign or the next
        // one has a capital as well.
        let next_capital = tokens
            .get(at + 1)
            .is_some_and(|next| next.is_letters() && next.case != Case::Lower);
        if !word.begins || next_capital || token.kind() == TokenKind::Word {
            return NAME;
        }
    }
    let whole = tokens[at..at + count]
        .iter()
        .all(|token| token.case != Case::Lower);
    if !word.begins && classes.any(PLACE) && whole {
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
    let first = token.text(text).chars().next().unwrap_or(' ');
    if first.is_numeric() { ' ' } else { first }
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::lexicon::{FIGURE, NAME, PLACE, PRONOUN, SAY};

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
