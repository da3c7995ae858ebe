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

#[test]
fn whoever_belongs_to_somebody_is_not_that_person() {
    let text =
        "Người phát ngôn của Tổng thống Peru Pedro Ortiz tới Doha. Ông Ortiz nói rằng cầu sẽ mở.";
    expect(text, "Ông Ortiz", "Ông Ortiz");
    let text =
        "Tuyên bố của Tổng thống Peru Pedro Ortiz gây bất ngờ. Ông Ortiz nói rằng cầu sẽ mở.";
    expect(text, "Ông Ortiz", "Tổng thống Peru Pedro Ortiz");
    let text = "Luật sư Pedro Ortiz tới Doha. Luật sư của Ortiz nói rằng cầu sẽ mở.";
    expect(text, "Luật sư của Ortiz", "Luật sư của Ortiz");
}

#[test]
fn what_the_quoted_call_somebody_is_no_fuller_name() {
    let text = "Ông Pedro Ortiz tới Doha. “Người đàn ông nóng tính Pedro Ortiz đã nói dối”, bà Hoa nói. Ông Ortiz nói rằng cầu sẽ mở.";
    expect(text, "Ông Ortiz", "Ông Pedro Ortiz");
}

#[test]
fn a_head_of_state_is_known_by_the_state_or_its_seat() {
    let text = "Tổng thống Mỹ John Carter tới Doha. Tổng thống Nga Ivan Petrov ở lại. Nhà lãnh đạo Nga nói rằng cầu sẽ mở.";
    expect(text, "Nhà lãnh đạo Nga", "Tổng thống Nga Ivan Petrov");
    let text = "Thủ tướng Lan tới Doha. Tổng thống John Carter ở lại. Ông chủ Nhà Trắng nói rằng cầu sẽ mở.";
    expect(text, "Ông chủ Nhà Trắng", "Tổng thống John Carter");
    let text =
        "Tổng thống Nga Ivan Petrov ở lại. Người đứng đầu ngành đường sắt Nga nói rằng cầu sẽ mở.";
    expect(
        text,
        "Người đứng đầu ngành đường sắt Nga",
        "Người đứng đầu ngành đường sắt Nga",
    );
}

#[test]
fn a_capital_stands_for_its_state_and_a_seat_for_itself() {
    let text = "Mỹ sẽ mở cầu. Washington nói rằng cầu sẽ mở.";
    expect(text, "Washington", "Mỹ");
    let text = "Mỹ sẽ mở cầu. Nhà Trắng nói rằng cầu sẽ mở.";
    expect(text, "Nhà Trắng", "Nhà Trắng");
}
