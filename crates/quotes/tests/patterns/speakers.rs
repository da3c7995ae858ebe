//! Who speaks.

use crate::expect_name;
use crate::shown::expect;

#[test]
fn foreign_names_in_vietnamese_letters_keep_their_initials_and_hyphens() {
    for name in ["Ê.Ma-ranh", "Ê. Ma-ranh", "Ma-ranh", "V.Ta-run"] {
        let speaker = format!("Tổng thống Bỉ {name}");
        let text = format!("{speaker} nói đường sắt sẽ mở lại.");
        expect(
            &text,
            &[&format!("indirect | đường sắt sẽ mở lại | {speaker} | nói")],
        );
    }
}

#[test]
fn two_sides_together_are_nobody_named_before() {
    expect_name(
        "Ông Bách nói cầu sẽ mở. Hai bên nhấn mạnh hồ chứa là cần thiết.",
        "Hai bên",
    );
}

#[test]
fn a_verb_with_a_subject_of_its_own_is_not_given_to_who_was_quoted_before_it() {
    expect(
        "Đài NHK dẫn lời bà Hoa cho biết cầu đã sập, còn ông Bách thì tuyên bố cầu vẫn chắc.",
        &[
            "indirect | cầu đã sập | bà Hoa | cho biết",
            "indirect | cầu vẫn chắc | ông Bách | tuyên bố",
        ],
    );
}

#[test]
fn who_denies_a_report_speaks_by_the_denial() {
    for claim in [
        "các cáo buộc cho rằng",
        "mọi thông tin nói rằng",
        "bất cứ tin đồn nào cho rằng",
    ] {
        let text = format!("Ông Bách bác bỏ {claim} nhà máy đã xả thải.");
        expect(
            &text,
            &["indirect | nhà máy đã xả thải | Ông Bách | bác bỏ"],
        );
    }
    expect("Ông Bách bác bỏ mọi lời kêu gọi từ chức.", &[]);
}

#[test]
fn who_sends_a_letter_speaks_and_who_receives_one_does_not() {
    expect(
        "Ông Bách gửi một bức thư tới quốc hội, nói rằng cây cầu đã mục.",
        &["indirect | cây cầu đã mục | Ông Bách | nói"],
    );
    expect("Hai thủy thủ vừa cầm thư yêu cầu dọn khỏi bến.", &[]);
}

#[test]
fn the_state_of_a_town_does_not_speak() {
    expect(
        "Bà Hoa, nhà nghiên cứu tại một viện ở Lyon, Pháp nhận định: “Băng sẽ tan sớm hơn”.",
        &["direct | Băng sẽ tan sớm hơn | Bà Hoa | nhận định"],
    );
}

#[test]
fn a_leader_and_the_others_beside_him_speak_together() {
    expect(
        "Thị trưởng Bách và các trợ lý thề sẽ kiện.",
        &["indirect | sẽ kiện | Thị trưởng Bách và các trợ lý | thề"],
    );
}

#[test]
fn the_name_of_a_day_opens_no_sentence() {
    expect(
        "Bà Hoa nhấn mạnh Ngày Mùa Vàng là ngày của mọi người.",
        &["indirect | Ngày Mùa Vàng là ngày của mọi người | Bà Hoa | nhấn mạnh"],
    );
}

#[test]
fn a_medium_with_an_english_article_passes_on_facts() {
    expect(
        "Theo The Japan Times của Nhật Bản số ra 7/2, sau đó ông Bách đã đổi giọng.",
        &[],
    );
}

#[test]
fn only_who_speaks_is_a_source_and_not_what_binds() {
    expect(
        "Theo một thỏa thuận mà hai nước đã ký, Lào sẽ bán điện.",
        &[],
    );
    expect(
        "Theo luật sư Bách, cây cầu đã mục.",
        &["indirect | cây cầu đã mục | luật sư Bách | Theo"],
    );
    expect(
        "Theo ông Bách rằng cây cầu đã mục.",
        &["indirect | cây cầu đã mục | ông Bách | Theo"],
    );
    expect(
        "Theo báo cáo, một quan chức, ông Bách, đã nhận tiền.",
        &["indirect | một quan chức, ông Bách, đã nhận tiền | báo cáo | Theo"],
    );
    expect("Theo hãng AFP, giá dầu đã tăng.", &[]);
}

#[test]
fn a_quoted_nickname_before_a_dash_is_no_speech() {
    expect(
        "“Vua gạo của miền núi” - ông Bách đã công bố kế hoạch.",
        &[],
    );
}

#[test]
fn an_unlisted_medium_may_pass_on_words_behind_a_quotation() {
    expect(
        "“Rõ ràng cây cầu đã mục”, tin tức miền núi dẫn lời ông Bách.",
        &["direct | Rõ ràng cây cầu đã mục | ông Bách | dẫn lời"],
    );
}

#[test]
fn who_came_last_in_the_sentence_is_the_subject_of_the_joined_verb() {
    expect(
        "Hạ viện chưa lên tiếng, nhưng Bộ Y tế đã họp và cảnh báo dịch sẽ lan rộng.",
        &["indirect | dịch sẽ lan rộng | Bộ Y tế | cảnh báo"],
    );
}

#[test]
fn nói_trên_is_a_verb_behind_somebody_and_points_back_behind_a_noun() {
    expect(
        "“Chúng tôi sẽ về”, ông Bách nói trên CNN.",
        &["direct | Chúng tôi sẽ về | ông Bách | nói"],
    );
    expect("Các kế hoạch nói trên sẽ được thông qua.", &[]);
}

#[test]
fn a_verb_that_opens_the_sentence_is_said_by_who_stands_behind_the_comma() {
    expect(
        "Khẳng định đê vẫn chắc, ông Bách kêu gọi dân làng ở lại.",
        &[
            "indirect | đê vẫn chắc | ông Bách | Khẳng định",
            "indirect | dân làng ở lại | ông Bách | kêu gọi",
        ],
    );
}

#[test]
fn who_the_words_between_two_commas_describe_speaks() {
    expect(
        "Tiếp đó là việc thị trưởng Bách, người vừa bị bãi chức, nói rằng cây cầu đã mục.",
        &["indirect | cây cầu đã mục | thị trưởng Bách | nói"],
    );
}

#[test]
fn the_person_behind_a_relay_keeps_the_verb_behind_his_offices() {
    expect(
        "Đài NHK dẫn lời Đô đốc Bách, cựu tướng 4 sao Hải quân Peru phát biểu ở Lima: “Chúng tôi sẽ ở lại”.",
        &["direct | Chúng tôi sẽ ở lại | Đô đốc Bách | phát biểu"],
    );
    expect(
        "Đài NHK dẫn lời Bộ Ngoại giao Peru phản ứng sau khi Chile cảnh báo cá sẽ chết.",
        &["indirect | cá sẽ chết | Chile | cảnh báo"],
    );
}

#[test]
fn what_somebody_let_be_known_is_his() {
    expect(
        "Theo thông tin từ bà Hoa, cây cầu đã mục.",
        &["indirect | cây cầu đã mục | bà Hoa | Theo"],
    );
    expect(
        "Ông Bách đã có phát biểu rằng cây cầu đã mục.",
        &["indirect | cây cầu đã mục | Ông Bách | phát biểu"],
    );
    expect(
        "“Cây cầu đã mục rồi”, theo AFP ngày 2-5 dẫn lời ông Bách.",
        &["direct | Cây cầu đã mục rồi | ông Bách | dẫn lời"],
    );
}

#[test]
fn a_field_of_work_is_no_verb() {
    expect(
        "“Giá gạo sẽ tăng”, bà Hoa, giám đốc phân tích rủi ro ở Lima, nói.",
        &["direct | Giá gạo sẽ tăng | bà Hoa | nói"],
    );
}

#[test]
fn a_state_at_the_end_of_an_office_is_no_speaker() {
    expect(
        "Bà Hoa, trưởng đại diện Cơ quan khảo cổ Nhật Bản tại Peru cho biết: “Khách sẽ đông hơn”.",
        &["direct | Khách sẽ đông hơn | Bà Hoa | cho biết"],
    );
}

#[test]
fn parties_joined_at_the_head_of_a_clause_do_not_end_it() {
    expect(
        "Bà Hoa cho biết Lào, Peru và Chile đã đề nghị giúp đỡ dân làng.",
        &["indirect | Lào, Peru và Chile đã đề nghị giúp đỡ dân làng | Bà Hoa | cho biết"],
    );
}

#[test]
fn a_relay_may_bring_in_a_clause_at_once() {
    expect(
        "Tờ Reuters dẫn lời các quan chức Peru rằng vẫn còn quá sớm để mở cầu.",
        &["indirect | vẫn còn quá sớm để mở cầu | các quan chức Peru | dẫn lời"],
    );
    expect("Hãng Reuters đưa tin, giá gạo đã tăng.", &[]);
}

#[test]
fn who_acts_behind_a_clause_of_time_says_what_is_joined_to_it() {
    expect(
        "Giao tranh nổ ra ở Lima, sau khi nhóm phiến quân tấn công cảnh sát và tuyên bố sẽ chiếm thành phố.",
        &["indirect | sẽ chiếm thành phố | nhóm phiến quân | tuyên bố"],
    );
}

#[test]
fn who_is_told_may_stand_inside_the_reporting_word() {
    expect(
        "Ông Bách cho đài NHK biết họ không nhận được lá thư nào.",
        &["indirect | họ không nhận được lá thư nào | Ông Bách | biết"],
    );
    expect("Xưởng không cho gia đình bà Hoa biết về vụ cháy.", &[]);
}

#[test]
fn several_openings_may_stand_before_who_speaks() {
    expect(
        "Kết thúc hội nghị, các bộ trưởng đã ra thông cáo chung, khẳng định các bên sẽ mở cầu.",
        &["indirect | các bên sẽ mở cầu | các bộ trưởng | khẳng định"],
    );
    expect(
        "Cùng ngày, trả lời phóng viên, người phát ngôn Bộ Y tế Peru, ông Bách, khẳng định Lima sẽ có nước sạch.",
        &["indirect | Lima sẽ có nước sạch | ông Bách | khẳng định"],
    );
}

#[test]
fn a_place_before_the_comma_is_not_who_holds_the_office_behind_it() {
    for place in [
        "tình hình Biển Bắc",
        "việc đắp kè quanh đảo Cồn Cát",
        "con đường ra cảng Muara của Brunei",
    ] {
        let text =
            format!("Trả lời về {place}, người phát ngôn Bộ Giao thông nêu rõ: “Tàu sẽ quay lại.”");
        expect(
            &text,
            &["direct | Tàu sẽ quay lại. | người phát ngôn Bộ Giao thông | nêu rõ"],
        );
    }
    expect(
        "Hôm qua, Trần Văn Bách, người phát ngôn Bộ Giao thông, nêu rõ: “Tàu sẽ quay lại.”",
        &["direct | Tàu sẽ quay lại. | Trần Văn Bách | nêu rõ"],
    );
}

#[test]
fn some_people_speak_but_those_who_say_so_are_told_of() {
    expect(
        "Một số người nói rằng cầu sẽ mở lại.",
        &["indirect | cầu sẽ mở lại | Một số người | nói"],
    );
    expect("Những người cho rằng cầu sẽ mở lại đang chờ.", &[]);
}

#[test]
fn a_particle_with_a_capital_begins_a_name_at_the_head_of_a_sentence() {
    expect(
        "Ben Rasmussen, trợ lý của bà Ngân, cho biết cầu sẽ mở lại.",
        &["indirect | cầu sẽ mở lại | Ben Rasmussen | cho biết"],
    );
}

#[test]
fn states_with_a_dash_between_are_one_expression() {
    expect(
        "Liên minh Lào - Peru cho biết cầu sẽ mở lại.",
        &["indirect | cầu sẽ mở lại | Liên minh Lào - Peru | cho biết"],
    );
}

#[test]
fn behind_theo_loi_cua_stands_who_spoke() {
    expect(
        "Theo lời của bà Ngân, cầu sẽ mở lại.",
        &["indirect | cầu sẽ mở lại | bà Ngân | Theo lời"],
    );
}

#[test]
fn whoever_puts_a_question_is_not_who_speaks() {
    expect(
        "Trước câu hỏi của dân làng đề nghị cho biết bao giờ cầu mở, bà Ngân nói cầu sẽ mở vào mùa xuân.",
        &["indirect | cầu sẽ mở vào mùa xuân | bà Ngân | nói"],
    );
}

#[test]
fn an_agency_of_a_state_is_no_speaker_and_neither_is_the_state() {
    expect("Theo hãng tin Lusa của Bồ Đào Nha, cầu sẽ mở lại.", &[]);
}

#[test]
fn a_source_behind_a_topic_brings_in_the_clause() {
    expect(
        "Về việc mở lại cầu, theo ông Bách, dân làng sẽ được hỏi trước.",
        &["indirect | dân làng sẽ được hỏi trước | ông Bách | theo"],
    );
}
