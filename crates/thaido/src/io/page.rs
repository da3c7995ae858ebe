//! The article of a web page.

use dom_smoothie::{Config, Readability, TextMode};

/// What a page says once menus, teasers and markup are gone.
pub(crate) struct Article {
    pub(crate) title: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) text: String,
}

/// More elements than any news page has; a page of more is refused rather than searched for minutes.
const MOST_ELEMENTS: usize = 100_000;

/// The article of `markup`, one paragraph a line; `None` when there is none.
pub(crate) fn article(markup: &str) -> Option<Article> {
    let config = Config {
        text_mode: TextMode::Formatted,
        max_elements_to_parse: MOST_ELEMENTS,
        ..Config::default()
    };
    let article = Readability::new(markup, None, Some(config))
        .ok()?
        .parse()
        .ok()?;
    let text = article.text_content.trim();
    (!text.is_empty()).then(|| Article {
        title: Some(article.title).filter(|title| !title.is_empty()),
        date: article.published_time,
        text: text.to_owned(),
    })
}
