//! What quotation marks hold and what stands around them.

use thaido_quotes::extract;

use crate::shown::expect;

#[test]
fn a_quoted_noun_that_only_names_who_acts_carries_no_claim() {
    expect(
        "Theo ông Bách, có thể “những người làm vườn lúc nửa đêm” đã làm việc này.",
        &["indirect | có thể “những người làm vườn lúc nửa đêm” đã làm việc này | ông Bách | Theo"],
    );
    expect(
        "Ông Bách cho rằng “đêm dài nhất” của tỉnh đã qua.",
        &["indirect | “đêm dài nhất” của tỉnh đã qua | Ông Bách | cho rằng"],
    );
    expect(
        "Ông Bách kêu gọi cảnh sát bảo vệ các “thành phố lều bạt”.",
        &["indirect | cảnh sát bảo vệ các “thành phố lều bạt” | Ông Bách | kêu gọi"],
    );
}

#[test]
fn the_verb_may_stand_behind_a_sentence_that_ends_in_quoted_words() {
    expect(
        "Lệnh cấm là “một thay đổi đột ngột, gây thiệt hại cho dân chài”, bà Hoa viết.",
        &["mixed | một thay đổi đột ngột, gây thiệt hại cho dân chài | bà Hoa | viết"],
    );
}

#[test]
fn speech_behind_a_glued_caption_is_found() {
    expect(
        "Dân làng đứng trước con đê vỡ “Nước lên rất nhanh trong đêm. Chúng tôi chỉ kịp dắt trâu chạy”, bà Hoa kể.",
        &["direct | Nước lên rất nhanh trong đêm. Chúng tôi chỉ kịp dắt trâu chạy | bà Hoa | kể"],
    );
}

#[test]
fn one_mark_closes_no_statement_pages_before_it() {
    let middle = "Mưa rơi suốt tuần trên cả vùng và đường vào làng vẫn ngập. ".repeat(12);
    let text = format!(
        "Bà Hoa nói: “Chúng tôi sẽ ở lại đây. {middle}Ông Bách cho biết ông sẵn sàng tới thăm khi nào “thích hợp”."
    );
    let found = extract(&text);
    assert_eq!(found[0].span.of(&text), "Chúng tôi sẽ ở lại đây.");
    assert_eq!(
        found.last().map(|statement| statement.span.of(&text)),
        Some("ông sẵn sàng tới thăm khi nào “thích hợp”")
    );
}

#[test]
fn words_quoted_at_the_head_of_a_sentence_carry_what_stands_behind() {
    expect(
        "Dẫn lời một quan chức Peru, giá gạo sẽ tăng sau mùa mưa.",
        &["indirect | giá gạo sẽ tăng sau mùa mưa | một quan chức Peru | Dẫn lời"],
    );
}

#[test]
fn a_quotation_split_by_a_source_without_a_verb_gives_two_statements() {
    expect(
        "“Nước đang lên rất nhanh” - theo bà Hoa, chủ vườn ở Lima - “Chúng tôi phải đi ngay”.",
        &[
            "direct | Nước đang lên rất nhanh | bà Hoa | theo",
            "direct | Chúng tôi phải đi ngay | bà Hoa | theo",
        ],
    );
}

#[test]
fn one_closing_mark_ends_the_statement_whose_opening_mark_it_fits() {
    expect(
        "“Khi tôi hỏi, anh ấy nói rằng \"dù có thế nào đi nữa thì tôi cũng sẽ quay về làng”, bà Hoa kể.",
        &[
            "direct | Khi tôi hỏi, anh ấy nói rằng \"dù có thế nào đi nữa thì tôi cũng sẽ quay về làng | bà Hoa | kể",
        ],
    );
}

#[test]
fn speech_whose_mark_was_never_closed_ends_before_who_spoke() {
    expect(
        "\"Mưa không phải là \"chuyện lạ\" mà là chuyện hằng năm, ông Bách nói. Bà Hoa im lặng.",
        &["direct | Mưa không phải là \"chuyện lạ\" mà là chuyện hằng năm | ông Bách | nói"],
    );
}

#[test]
fn the_text_begins_again_behind_a_bracketed_pointer() {
    expect(
        "[Mưa lớn ở Lima gây ngập]  Theo bà Hoa, đê sẽ vỡ.",
        &["indirect | đê sẽ vỡ | bà Hoa | Theo"],
    );
}

#[test]
fn a_quoted_noun_at_the_end_of_a_whole_clause_stays_in_it() {
    expect(
        "Bà Hoa nói hội nghề cá là của mọi người dân chài vùng này, vì “một làng biển giàu và đẹp”.",
        &[
            "indirect | hội nghề cá là của mọi người dân chài vùng này, vì “một làng biển giàu và đẹp” | Bà Hoa | nói",
        ],
    );
}

#[test]
fn a_title_or_term_in_marks_does_not_hide_who_speaks() {
    expect(
        "Ông Bách, phát ngôn viên của \"Diễn đàn biển\", cho biết: \"Chúng tôi sẽ ở lại\".",
        &["direct | Chúng tôi sẽ ở lại | Ông Bách | cho biết"],
    );
}

#[test]
fn a_naming_verb_takes_a_quoted_epithet() {
    expect(
        "Bà Hoa gọi đây là hành động “thái quá”.",
        &["mixed | thái quá | Bà Hoa | gọi"],
    );
    expect("Họ rời hai ngôi làng mà chúng coi là “thành trì”.", &[]);
}

#[test]
fn a_quoted_noun_with_an_owner_behind_it_is_a_term() {
    expect(
        "Ủy ban cam kết sẽ có các biện pháp mạnh để đáp trả “hành vi gây hại rất lớn” của nhà máy.",
        &[
            "indirect | sẽ có các biện pháp mạnh để đáp trả “hành vi gây hại rất lớn” của nhà máy | Ủy ban | cam kết",
        ],
    );
}
