//! Patterns of news prose that were met in articles nobody had read before. The sentences are made up.

use thaido_quotes::extract;

/// Checks the statements as `kind | words | speaker | cue`, with `-` for what is missing.
#[track_caller]
fn expect(text: &str, wanted: &[&str]) {
    let found: Vec<String> = extract(text)
        .iter()
        .map(|statement| {
            let speaker = statement
                .speaker
                .map_or("-", |speaker| speaker.span.of(text));
            let cue = statement.cue.map_or("-", |cue| cue.of(text));
            format!(
                "{} | {} | {speaker} | {cue}",
                statement.kind,
                statement.span.of(text)
            )
        })
        .collect();
    assert_eq!(found, wanted, "in {text}");
}

/// Checks the fullest name of the last speaker.
#[track_caller]
fn expect_name(text: &str, wanted: &str) {
    let last = extract(text).last().and_then(|statement| statement.speaker);
    assert_eq!(
        last.map(|speaker| speaker.name.of(text)),
        Some(wanted),
        "in {text}"
    );
}

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
fn feelings_are_reported_as_said_where_they_are_expressed() {
    expect(
        "Bà Hoa bày tỏ sự thất vọng và lo ngại rằng đê sẽ vỡ.",
        &["indirect | đê sẽ vỡ | Bà Hoa | bày tỏ"],
    );
    expect("Bà Hoa bày tỏ phản đối với quyết định của tỉnh.", &[]);
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
        "Nguồn tin cho biết trong cuộc gặp với thị trưởng, ông Bách đã đề nghị để dân làng ở lại.",
        &[
            "indirect | trong cuộc gặp với thị trưởng, ông Bách đã đề nghị để dân làng ở lại | Nguồn tin | cho biết",
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
fn who_sends_a_letter_speaks_and_who_receives_one_does_not() {
    expect(
        "Ông Bách gửi một bức thư tới quốc hội, nói rằng cây cầu đã mục.",
        &["indirect | cây cầu đã mục | Ông Bách | nói"],
    );
    expect("Hai thủy thủ đã nhận được thư yêu cầu rời khỏi cảng.", &[]);
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
        "Theo The Japan Times của Nhật Bản ngày 7/2, sau đó ông Bách đã đổi giọng.",
        &[],
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
fn a_quoted_nickname_before_a_dash_is_no_speech() {
    expect(
        "“Vua gạo của miền núi” - ông Bách đã công bố kế hoạch.",
        &[],
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
fn an_unlisted_medium_may_pass_on_words_behind_a_quotation() {
    expect(
        "“Rõ ràng cây cầu đã mục”, tin tức miền núi dẫn lời ông Bách.",
        &["direct | Rõ ràng cây cầu đã mục | ông Bách | dẫn lời"],
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
        "Bà Hoa đề nghị hai bên thực hiện các thỏa thuận, cam kết đã ký kết.",
        &["indirect | hai bên thực hiện các thỏa thuận, cam kết đã ký kết | Bà Hoa | đề nghị"],
    );
    expect(
        "Ủy ban vào cuộc yêu cầu nhà máy công bố những cáo buộc cho rằng nước đã nhiễm độc.",
        &[
            "indirect | nhà máy công bố những cáo buộc cho rằng nước đã nhiễm độc | Ủy ban | yêu cầu",
        ],
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
fn who_the_words_between_two_commas_describe_speaks() {
    expect(
        "Tiếp đó là việc thị trưởng Bách, người vừa bị bãi chức, nói rằng cây cầu đã mục.",
        &["indirect | cây cầu đã mục | thị trưởng Bách | nói"],
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
fn a_naming_verb_takes_a_quoted_epithet() {
    expect(
        "Bà Hoa gọi đây là hành động “thái quá”.",
        &["mixed | thái quá | Bà Hoa | gọi"],
    );
    expect("Họ rời hai ngôi làng mà chúng coi là “thành trì”.", &[]);
}

#[test]
fn plans_and_consequences_are_no_report() {
    expect(
        "Thành phố tuyên bố tình trạng khẩn cấp, khiến trường học phải đóng cửa.",
        &[],
    );
    expect("Các bên liên tục đổ lỗi cho nhau và bắn phá.", &[]);
    expect("Bà Hoa công kích báo chí và những người chỉ trích bà.", &[]);
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
fn an_adverb_may_stand_before_what_is_blamed() {
    expect(
        "Chile chỉ trích mạnh mẽ việc Peru xây đập chắn nước.",
        &["indirect | Peru xây đập chắn nước | Chile | chỉ trích"],
    );
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

#[test]
fn a_state_at_the_end_of_an_office_is_no_speaker() {
    expect(
        "Bà Hoa, trưởng đại diện Cơ quan xúc tiến du lịch Nhật Bản tại Peru cho biết: “Khách sẽ đông hơn”.",
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
fn who_is_told_may_stand_inside_the_reporting_word() {
    expect(
        "Ông Bách cho đài NHK biết họ không nhận được lá thư nào.",
        &["indirect | họ không nhận được lá thư nào | Ông Bách | biết"],
    );
    expect("Xưởng không cho gia đình bà Hoa biết về vụ cháy.", &[]);
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

#[test]
fn several_openings_may_stand_before_who_speaks() {
    expect(
        "Kết thúc hội nghị, các bộ trưởng đã ra thông cáo chung, khẳng định các bên sẽ mở cầu.",
        &["indirect | các bên sẽ mở cầu | các bộ trưởng | khẳng định"],
    );
    expect(
        "Cùng ngày, phát biểu với báo giới, người phát ngôn Bộ Y tế Peru, ông Bách, khẳng định Lima sẽ có nước sạch.",
        &["indirect | Lima sẽ có nước sạch | ông Bách | khẳng định"],
    );
}
