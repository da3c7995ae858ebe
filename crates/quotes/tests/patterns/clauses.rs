//! Which clauses are reported, and where they end.

use crate::shown::expect;

#[test]
fn blame_may_give_its_reason_and_name_several_parties() {
    expect(
        "Bà Hoa chỉ trích Oslo vì đóng cửa nhà máy.",
        &["indirect | Oslo vì đóng cửa nhà máy | Bà Hoa | chỉ trích"],
    );
    expect(
        "Lima chỉ trích Chile, Bolivia và Ecuador tiếp tục bán gỗ lậu.",
        &["indirect | Chile, Bolivia và Ecuador tiếp tục bán gỗ lậu | Lima | chỉ trích"],
    );
    expect(
        "Hải quân Peru phủ nhận hành động này vi phạm hiệp định.",
        &["indirect | hành động này vi phạm hiệp định | Hải quân Peru | phủ nhận"],
    );
}

#[test]
fn feelings_are_reported_as_said_where_they_are_expressed() {
    expect(
        "Bà Hoa bày tỏ nỗi thất vọng và lo ngại rằng đê sẽ vỡ.",
        &["indirect | đê sẽ vỡ | Bà Hoa | bày tỏ"],
    );
    expect("Bà Hoa bày tỏ phản đối với cách làm của tỉnh.", &[]);
    expect("Bà Hoa bày tỏ cam kết về môi trường.", &[]);
}

#[test]
fn what_is_pointed_at_is_no_clause() {
    expect("Bà Hoa nhấn mạnh đến việc tìm kiếm một lối ra.", &[]);
    expect(
        "Bà Hoa cho biết đến cuối năm cầu sẽ mở.",
        &["indirect | đến cuối năm cầu sẽ mở | Bà Hoa | cho biết"],
    );
}

#[test]
fn a_phrase_of_occasion_alone_is_no_reported_clause() {
    expect(
        "Nguồn tin cho biết trong cuộc gặp thị trưởng, ông Bách đã đề nghị để dân làng ở lại.",
        &[
            "indirect | trong cuộc gặp thị trưởng, ông Bách đã đề nghị để dân làng ở lại | Nguồn tin | cho biết",
        ],
    );
}

#[test]
fn a_naming_verb_behind_a_comma_ends_the_clause_before_it() {
    expect(
        "Ông Bách cho biết cảng đã đóng, đồng thời mô tả thành phố đang “mất kiểm soát”.",
        &[
            "indirect | cảng đã đóng | Ông Bách | cho biết",
            "mixed | mất kiểm soát | Ông Bách | mô tả",
        ],
    );
}

#[test]
fn the_source_in_the_press_behind_a_clause_does_not_belong_to_it() {
    expect(
        "Ông Bách nói cầu sẽ mở lại, theo tin tức trên báo Đồng Quê số ra hôm qua.",
        &["indirect | cầu sẽ mở lại | Ông Bách | nói"],
    );
}

#[test]
fn a_subordinate_clause_of_circumstance_ends_with_its_comma() {
    expect(
        "Trong bối cảnh Peru tuyên bố rút khỏi hiệp định, Chile rất muốn nắm bắt xu hướng mới.",
        &["indirect | rút khỏi hiệp định | Peru | tuyên bố"],
    );
}

#[test]
fn facts_set_against_a_report_end_it() {
    expect(
        "Ông Bách khẳng định giá gạo đã giảm, song số liệu của sở thuế cho thấy điều ngược lại.",
        &["indirect | giá gạo đã giảm | Ông Bách | khẳng định"],
    );
    expect(
        "Ông Bách nói sẽ ở lại nhưng sau đó các tàu của ông đã rời cảng.",
        &["indirect | sẽ ở lại | Ông Bách | nói"],
    );
}

#[test]
fn nouns_of_speech_among_other_nouns_report_nothing() {
    expect("Vụ tiết lộ thông tin khiến bà Hoa phải từ chức.", &[]);
    expect(
        "Bà Hoa đề nghị hai bên thực hiện các thỏa thuận, cam kết hồi đầu năm.",
        &["indirect | hai bên thực hiện các thỏa thuận, cam kết hồi đầu năm | Bà Hoa | đề nghị"],
    );
    expect(
        "Ủy ban vào cuộc yêu cầu nhà máy công bố những cáo buộc cho rằng nước đã nhiễm độc.",
        &[
            "indirect | nhà máy công bố những cáo buộc cho rằng nước đã nhiễm độc | Ủy ban | yêu cầu",
        ],
    );
}

#[test]
fn a_reason_that_is_a_report_is_a_statement_of_its_own() {
    expect(
        "Bà Hoa kêu gọi hoãn lễ hội vì cho rằng cây cầu chưa an toàn và có thể sập.",
        &[
            "indirect | hoãn lễ hội | Bà Hoa | kêu gọi",
            "indirect | cây cầu chưa an toàn và có thể sập | Bà Hoa | cho rằng",
        ],
    );
}

#[test]
fn plans_and_consequences_are_no_report() {
    expect(
        "Thành phố tuyên bố tình trạng khẩn cấp, khiến trường học phải đóng cửa.",
        &[],
    );
    expect("Hai phe cứ đổ lỗi cho nhau và bắn phá.", &[]);
    expect("Bà Hoa công kích báo chí và những người chỉ trích bà.", &[]);
}

#[test]
fn an_adverb_may_stand_before_what_is_blamed() {
    expect(
        "Chile chỉ trích mạnh mẽ việc Peru xây đập chắn nước.",
        &["indirect | Peru xây đập chắn nước | Chile | chỉ trích"],
    );
}

#[test]
fn behind_cho_rang_everything_is_the_clause() {
    expect(
        "Bà Hoa cho rằng luật mới mâu thuẫn với tập tục của làng.",
        &["indirect | luật mới mâu thuẫn với tập tục của làng | Bà Hoa | cho rằng"],
    );
    expect(
        "Ông Bách cho rằng, tuyên bố của dân làng không làm đổi quy hoạch.",
        &["indirect | tuyên bố của dân làng không làm đổi quy hoạch | Ông Bách | cho rằng"],
    );
    expect(
        "Bà Hoa bày tỏ quan điểm cho rằng giá gạo sẽ tăng.",
        &["indirect | giá gạo sẽ tăng | Bà Hoa | bày tỏ quan điểm"],
    );
}

#[test]
fn an_occasion_may_open_the_clause() {
    expect(
        "Bà Hoa nhấn mạnh sau trận lũ, Peru đã dựng lại ba cây cầu.",
        &["indirect | sau trận lũ, Peru đã dựng lại ba cây cầu | Bà Hoa | nhấn mạnh"],
    );
    expect(
        "Ông Bách cho biết ngày 4/5, tại một bãi đất ở Lima, quân đội đã thử xe lội nước.",
        &[
            "indirect | ngày 4/5, tại một bãi đất ở Lima, quân đội đã thử xe lội nước | Ông Bách | cho biết",
        ],
    );
    expect(
        "Bộ Ngoại giao Peru ra thông cáo về chuyến thăm, bà Hoa đã đọc.",
        &[],
    );
}

#[test]
fn a_sentence_may_be_pointed_at_by_the_next_one() {
    expect(
        "Lào và Peru sẽ mở thêm ba đường bay. Đây là nhận định của bà Hoa tại hội nghị.",
        &["indirect | Lào và Peru sẽ mở thêm ba đường bay | bà Hoa | nhận định"],
    );
    expect("Mưa rất to. Đây là tuyên bố thứ hai của bà Hoa.", &[]);
}

#[test]
fn a_clause_may_stand_before_somebody_without_a_name_or_before_a_dash() {
    expect(
        "Cây cầu ở Lima đã hỏng từ lâu, một quan chức Peru có quan hệ tốt với dân làng cho hay.",
        &["indirect | Cây cầu ở Lima đã hỏng từ lâu | một quan chức Peru | cho hay"],
    );
    expect(
        "Cây cầu ở Lima sẽ không mở lại, bà Hoa ngày 7/2 cảnh báo – một lời khiến dân làng lo lắng.",
        &["indirect | Cây cầu ở Lima sẽ không mở lại | bà Hoa | cảnh báo"],
    );
}

#[test]
fn a_chain_of_what_one_party_said_is_cut_at_its_verbs() {
    expect(
        "Bà Hoa khẳng định Lào luôn coi trọng quan hệ với Peru; hoan nghênh chuyến thăm; đề nghị hai bên mở cầu.",
        &[
            "indirect | Lào luôn coi trọng quan hệ với Peru | Bà Hoa | khẳng định",
            "indirect | hai bên mở cầu | Bà Hoa | đề nghị",
        ],
    );
}

#[test]
fn nouns_of_saying_bring_in_a_clause_with_rang() {
    for cue in [
        "đưa ra cáo buộc",
        "đưa ra lời hứa",
        "đưa ra thông tin",
        "chế nhạo",
    ] {
        expect(
            &format!("Bà Hoa {cue} rằng cầu sẽ sập."),
            &[&format!("indirect | cầu sẽ sập | Bà Hoa | {cue}")],
        );
    }
}
