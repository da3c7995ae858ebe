//! The work that is counted in instructions: `instructions tokenize|label`, run under callgrind by
//! `benches/instructions/check.py`, which counts inside the two functions here and nowhere else.

use std::hint::black_box;

use anyhow::{Result, bail};
use thaido::{Labeller, Sample};
use thaido_benches::{bigram_model, fixture_articles, fixture_statements};
use thaido_tokenizer::{Case, tokenize};

/// Statements that the counted model is trained on.
const TRAINING: usize = 2000;

fn main() -> Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("tokenize") => {
            let articles = fixture_articles()?;
            let tokens = count_tokenize(&articles);
            if tokens < 10_000 {
                bail!("the articles have {tokens} tokens, too few to count on");
            }
        }
        Some("label") => {
            let statements = fixture_statements()?;
            let model = bigram_model(statements.iter().take(TRAINING).cloned().collect())?;
            let texts: Vec<&str> = statements
                .iter()
                .map(|statement| statement.text.as_str())
                .collect();
            let mut labeller = Labeller::new(&model);
            // The first statement joins the model's tables; labelling is what comes after.
            black_box(labeller.probabilities(&Sample::from(texts[0])));
            if !count_label(&mut labeller, &texts).is_finite() {
                bail!("a probability is no number");
            }
        }
        _ => bail!("usage: instructions tokenize|label"),
    }
    Ok(())
}

/// Sums up key, span and case of every token, so that none of it can be left out.
#[inline(never)]
fn count_tokenize(articles: &[String]) -> u64 {
    let mut tokens = 0;
    for article in articles {
        for token in tokenize(black_box(article)) {
            tokens += 1;
            black_box((token.key, token.span, token.case == Case::Lower));
        }
    }
    tokens
}

#[inline(never)]
fn count_label(labeller: &mut Labeller<'_>, texts: &[&str]) -> f64 {
    let mut sum = 0.0;
    for &text in texts {
        sum += labeller.probabilities(&Sample::from(black_box(text)))[0];
    }
    sum
}
