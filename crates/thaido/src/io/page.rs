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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::article;

    #[test]
    fn menus_and_teasers_are_left_out() {
        let paragraph = "Phiên họp bế mạc khi trời đã tối, các bên chỉ thống nhất được ngày gặp tiếp theo, còn những \
            bất đồng về biên giới, thuế quan và con tin vẫn để ngỏ như lúc bắt đầu.";
        let page = format!(
            "<!doctype html><html><head><title>Phiên họp bế mạc</title></head><body>\
             <nav><ul><li><a href=/a>Trang chủ</a></li><li><a href=/b>Thể thao</a></li></ul></nav>\
             <article><h1>Phiên họp bế mạc</h1>{}<p>Ông Dũng nói: &ldquo;Chúng tôi sẽ quay lại&rdquo;.</p></article>\
             <footer>Bản quyền thuộc về tòa soạn</footer><script>var x = 'quảng cáo';</script></body></html>",
            format!("<p>{paragraph}</p>").repeat(6)
        );
        let found = article(&page).unwrap();
        assert_eq!(found.title.as_deref(), Some("Phiên họp bế mạc"));
        assert!(
            found
                .text
                .contains("Ông Dũng nói: “Chúng tôi sẽ quay lại”."),
            "{}",
            found.text
        );
        assert_eq!(found.text.matches("bế mạc khi trời").count(), 6);
        for noise in ["Thể thao", "Bản quyền", "quảng cáo", "<p>"] {
            assert!(!found.text.contains(noise), "{noise}: {}", found.text);
        }
        assert!(
            found.text.lines().count() >= 7,
            "one paragraph a line: {}",
            found.text
        );
    }

    #[test]
    fn a_page_without_an_article_has_none() {
        assert!(article("").is_none());
        assert!(article("<html><body><script>1</script></body></html>").is_none());
    }
}
