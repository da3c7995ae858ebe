//! Names of more than plain syllables, and the fullest mention that is found for them.

use thaido_quotes::extract;

/// The last statement's speaker where it stands, and the fullest mention.
#[track_caller]
fn expect(text: &str, speaker: &str, name: &str) {
    let found = extract(text).last().and_then(|statement| statement.speaker);
    let found = found.map(|found| (found.span.of(text), found.name.of(text)));
    assert_eq!(found, Some((speaker, name)), "in {text}");
}

#[test]
fn a_small_word_inside_a_foreign_name_does_not_end_the_name() {
    for name in ["Karim al-Rashid", "Karim al Rashid", "Karim bin Rashid"] {
        let full = format!("Tổng thống Yemen {name}");
        let text = format!("{full} tới Doha. Tổng thống Rashid nói rằng quân đội sẽ rút.");
        expect(&text, "Tổng thống Rashid", &full);
        let text = format!("{full} nói rằng quân đội sẽ rút.");
        expect(&text, &full, &full);
    }
}

#[test]
fn a_small_word_at_the_end_of_a_line_takes_no_name_from_the_next() {
    let text = "Ông Karim al\nRashid nói rằng quân đội sẽ rút.";
    expect(text, "Rashid", "Rashid");
}

#[test]
fn the_part_of_a_state_behind_the_name_of_an_official_belongs_to_the_expression() {
    let full = "Thượng nghị sĩ Helen Brook bang Ohio của đảng Dân chủ";
    let text = format!("{full} cho biết quân đội sẽ rút.");
    expect(&text, full, full);
    let text = format!("{full} tới Doha. Bà Brook cho biết quân đội sẽ rút.");
    expect(&text, "Bà Brook", full);
}

#[test]
fn a_state_of_a_federation_that_begins_a_sentence_speaks_for_itself() {
    expect(
        "Bang Ohio cho biết nước đang rút.",
        "Bang Ohio",
        "Bang Ohio",
    );
}
