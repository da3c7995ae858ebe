//! What a reporting verb takes, who owns it, and what the reporter adds himself.

use crate::shown::expect;

#[test]
fn a_short_noun_between_marks_is_carried_by_its_clause_and_a_long_claim_is_not() {
    expect(
        "Bà Lan khẳng định con đê mới là “lối thoát duy nhất” cho cả vùng trũng ven sông.",
        &[
            "indirect | con đê mới là “lối thoát duy nhất” cho cả vùng trũng ven sông | Bà Lan | khẳng định",
        ],
    );
    expect(
        "Ông Bách nói rằng hợp tác xã đang ở trong “cảnh nợ nần” sau một “vụ mùa thất bát”.",
        &[
            "indirect | hợp tác xã đang ở trong “cảnh nợ nần” sau một “vụ mùa thất bát” | Ông Bách | nói",
        ],
    );
    expect(
        "Bà Lan khẳng định con đê mới “sẽ bảo vệ được toàn bộ vùng trũng ven sông”.",
        &["mixed | sẽ bảo vệ được toàn bộ vùng trũng ven sông | Bà Lan | khẳng định"],
    );
}

#[test]
fn what_parties_settle_is_said_where_rang_follows() {
    expect(
        "Hai bên nhất trí rằng cửa khẩu phải mở lại.",
        &["indirect | cửa khẩu phải mở lại | Hai bên | nhất trí"],
    );
    expect("Hai bên nhất trí với đề xuất của tỉnh.", &[]);
    expect(
        "Ông Bách nói chợ đã đông, đồng thời đồng ý rằng giá vé còn cao.",
        &[
            "indirect | chợ đã đông | Ông Bách | nói",
            "indirect | giá vé còn cao | Ông Bách | đồng ý",
        ],
    );
}

#[test]
fn an_assurance_is_a_statement_and_a_purpose_is_not() {
    expect(
        "Bà Lan đảm bảo rằng đê sẽ vững.",
        &["indirect | đê sẽ vững | Bà Lan | đảm bảo"],
    );
    expect("Tỉnh lập quỹ để đảm bảo rằng học sinh sẽ có sách.", &[]);
}

#[test]
fn a_date_may_be_what_the_clause_is_about() {
    expect(
        "Bà Lan cho biết ngày 2/9 tới là hạn cuối nộp đơn.",
        &["indirect | ngày 2/9 tới là hạn cuối nộp đơn | Bà Lan | cho biết"],
    );
    expect("Bà Lan thông báo hôm 2/9.", &[]);
}

#[test]
fn a_feeling_expressed_as_a_noun_reports_nothing() {
    expect("Bà Lan bày tỏ ủng hộ đề xuất xây cầu của thị trưởng.", &[]);
    expect(
        "Bà Lan bày tỏ sẵn sàng đàm phán với chủ tàu.",
        &["indirect | sẵn sàng đàm phán với chủ tàu | Bà Lan | bày tỏ"],
    );
}

#[test]
fn what_is_denied_may_be_a_bare_deed() {
    expect(
        "Chủ tàu phủ nhận đã xả dầu xuống vịnh.",
        &["indirect | đã xả dầu xuống vịnh | Chủ tàu | phủ nhận"],
    );
    expect("Bà Lan phủ nhận kế hoạch bán cảng.", &[]);
}

#[test]
fn nobody_has_said_what_he_will_say() {
    expect("Lào sẽ kêu gọi các bên ngừng bắn vào tuần tới.", &[]);
    expect(
        "Lào kêu gọi các bên ngừng bắn vào tuần tới.",
        &["indirect | các bên ngừng bắn vào tuần tới | Lào | kêu gọi"],
    );
}

#[test]
fn reasons_and_outcomes_stay_within_the_reported_clause() {
    expect(
        "Một trợ lý cho biết bà Lan ghét họp dài, do đó bà đã yêu cầu cấp dưới viết ngắn.",
        &[
            "indirect | bà Lan ghét họp dài, do đó bà đã yêu cầu cấp dưới viết ngắn | Một trợ lý | cho biết",
        ],
    );
    expect(
        "Ông Bách khẳng định sẽ không bán cảng dù Peru dọa rút vốn.",
        &["indirect | sẽ không bán cảng dù Peru dọa rút vốn | Ông Bách | khẳng định"],
    );
    expect(
        "Ông Bách khẳng định cảng sẽ mở, nhưng bà Lan cho biết đường vẫn ngập.",
        &[
            "indirect | cảng sẽ mở | Ông Bách | khẳng định",
            "indirect | đường vẫn ngập | bà Lan | cho biết",
        ],
    );
}

#[test]
fn a_remark_in_a_clause_of_time_ends_where_the_sentence_begins_anew() {
    expect(
        "Sau khi Lào, Peru và Chile tuyên bố đóng cảng, bà Lan nói giá cá sẽ tăng.",
        &[
            "indirect | đóng cảng | Lào, Peru và Chile | tuyên bố",
            "indirect | giá cá sẽ tăng | bà Lan | nói",
        ],
    );
    expect(
        "Tàu đã rời bến, mặc dù các chuyên gia cho rằng biển còn động, và sóng sẽ cao hơn.",
        &["indirect | biển còn động, và sóng sẽ cao hơn | các chuyên gia | cho rằng"],
    );
}

#[test]
fn the_clause_may_stand_before_the_medium_that_passes_it_on() {
    expect(
        "Mực nước hồ đã vượt ngưỡng báo động, Kyodo dẫn lời kỹ sư Tanaka cho hay.",
        &["indirect | Mực nước hồ đã vượt ngưỡng báo động | kỹ sư Tanaka | cho hay"],
    );
    expect(
        "Lo ngại nước hồ sẽ tràn, tỉnh cấm các hãng dẫn khách lên núi.",
        &[],
    );
}

#[test]
fn a_verb_behind_the_clause_may_be_followed_by_the_next_one() {
    expect(
        "Trong lúc chợ vắng khách, tiểu thương đang chuyển sang bán rau, bà Lan nói thêm, đồng thời cảnh báo giá gạo sẽ tăng.",
        &[
            "indirect | Trong lúc chợ vắng khách, tiểu thương đang chuyển sang bán rau | bà Lan | nói thêm",
            "indirect | giá gạo sẽ tăng | bà Lan | cảnh báo",
        ],
    );
    expect(
        "Với bờ biển dài nhất vùng, Lào và Peru đang tranh luận về giá cá.",
        &[],
    );
}

#[test]
fn the_sentence_before_may_be_pointed_at_without_a_preposition() {
    expect(
        "Giá cà phê sẽ còn tăng đến cuối vụ. Đây là nhận định chuyên gia Lê Bách.",
        &["indirect | Giá cà phê sẽ còn tăng đến cuối vụ | chuyên gia Lê Bách | nhận định"],
    );
    expect(
        "Giá cà phê sẽ còn tăng đến cuối vụ. Đây là nhận định sai lầm.",
        &[],
    );
}

#[test]
fn wires_and_reporters_pass_on_facts() {
    expect("Trang Harbour Lines đưa tin rằng tàu sẽ rời cảng.", &[]);
    expect("Theo Harbour Daily, tàu đã rời cảng từ sáng.", &[]);
    expect("Theo phóng viên tại Lima, tàu đã rời cảng từ sáng.", &[]);
    expect(
        "Văn phòng báo chí của tỉnh đưa tin tàu sẽ rời cảng.",
        &["indirect | tàu sẽ rời cảng | Văn phòng báo chí của tỉnh | đưa tin"],
    );
}

#[test]
fn speakers_may_be_pairs_groups_and_neighbours_of_the_event() {
    expect(
        "Hai bà Lan và Hoa nói rằng chợ sẽ dời.",
        &["indirect | chợ sẽ dời | Hai bà Lan và Hoa | nói"],
    );
    expect(
        "Theo nguồn tin thân cận với hội đồng tỉnh, chợ sẽ dời.",
        &["indirect | chợ sẽ dời | nguồn tin thân cận với hội đồng tỉnh | Theo"],
    );
    expect(
        "Lãnh đạo hai tỉnh khẳng định cầu sẽ thông xe.",
        &["indirect | cầu sẽ thông xe | Lãnh đạo hai tỉnh | khẳng định"],
    );
    expect(
        "Tại Lima, Quito, nhiều người đã xuống đường đề nghị mở lại chợ.",
        &["indirect | mở lại chợ | nhiều người | đề nghị"],
    );
    expect(
        "Bà Lan phê bình ông Bách vì sự chậm trễ và cho rằng cầu phải xong trước Tết.",
        &["indirect | cầu phải xong trước Tết | Bà Lan | cho rằng"],
    );
}

#[test]
fn a_verb_of_saying_in_the_passive_or_behind_an_agent_reports_nothing() {
    expect(
        "Chính phủ được quốc tế công nhận ở miền Bắc cũng đã đóng cảng.",
        &[],
    );
    expect(
        "Tỉnh điều tra vụ cháy do nhóm Sao Đỏ thừa nhận gây ra hôm qua.",
        &[],
    );
}

#[test]
fn a_noun_with_a_turn_of_the_reporter_behind_it_is_no_clause() {
    expect("Bà Lan xác nhận thông tin này nhưng không nói thêm.", &[]);
    expect(
        "Bà Lan không ngại nói với các bạn hàng rằng chợ sẽ dời.",
        &["indirect | chợ sẽ dời | Bà Lan | nói"],
    );
    expect(
        "Bà Lan kêu gọi nên cảnh giác với giá rẻ.",
        &["indirect | nên cảnh giác với giá rẻ | Bà Lan | kêu gọi"],
    );
}

#[test]
fn a_bare_deed_is_no_clause_and_a_deed_with_a_verb_of_its_own_is_one() {
    expect("Bà Lan xác nhận việc mở cảng.", &[]);
    expect(
        "Bà Lan khẳng định việc Lào mở cảng là đúng lúc.",
        &["indirect | việc Lào mở cảng là đúng lúc | Bà Lan | khẳng định"],
    );
    expect("Chủ tàu phủ nhận mọi cáo buộc Peru đưa ra.", &[]);
    expect(
        "Trong chiến dịch, ông Bách đề xuất một cách làm mềm mỏng hơn, và việc ông đắc cử đã gây tranh cãi.",
        &[],
    );
}

#[test]
fn a_concession_within_the_clause_does_not_end_it() {
    expect(
        "Người phát ngôn nhấn mạnh bà Lan dù vắng bóng nhưng vẫn nắm được tình hình.",
        &[
            "indirect | bà Lan dù vắng bóng nhưng vẫn nắm được tình hình | Người phát ngôn | nhấn mạnh",
        ],
    );
    expect(
        "Một quan chức nói rằng chợ có thể vắng khách khi mà bà Lan từng đặt câu hỏi về giá thuê.",
        &[
            "indirect | chợ có thể vắng khách khi mà bà Lan từng đặt câu hỏi về giá thuê | Một quan chức | nói",
        ],
    );
}

#[test]
fn who_speaks_behind_a_paper_a_place_or_a_question_is_found() {
    expect(
        "Theo báo cáo, chuyên gia Lê Bách cho biết mực nước sẽ còn dâng.",
        &["indirect | mực nước sẽ còn dâng | chuyên gia Lê Bách | cho biết"],
    );
    expect(
        "Theo báo cáo, mực nước sẽ còn dâng.",
        &["indirect | mực nước sẽ còn dâng | báo cáo | Theo"],
    );
    expect(
        "Quân đội đóng tại làng chài Koto tuyên bố sẽ rời đảo.",
        &["indirect | sẽ rời đảo | Quân đội | tuyên bố"],
    );
    expect(
        "Giới chức Seoul và Washington cho rằng tàu đã chìm.",
        &["indirect | tàu đã chìm | Giới chức Seoul và Washington | cho rằng"],
    );
    expect(
        "Hội đồng tỉnh đã ra một tuyên bố nói rằng chợ sẽ dời.",
        &["indirect | chợ sẽ dời | Hội đồng tỉnh | nói"],
    );
    expect(
        "Một nguồn tin trong ngành đường sắt Lào cho biết tàu sẽ dừng.",
        &["indirect | tàu sẽ dừng | Một nguồn tin trong ngành đường sắt Lào | cho biết"],
    );
    expect(
        "Một quan chức trong cuộc họp cho biết tàu sẽ dừng.",
        &["indirect | tàu sẽ dừng | Một quan chức | cho biết"],
    );
    expect(
        "Bộ trưởng Anna von der Heide hôm qua khẳng định tàu sẽ rời cảng.",
        &["indirect | tàu sẽ rời cảng | Bộ trưởng Anna von der Heide | khẳng định"],
    );
}

#[test]
fn rang_may_stand_behind_the_manner_and_not_behind_another_report() {
    expect(
        "Bà Lan đáp lời một cách cẩn trọng rằng chợ chưa thể mở.",
        &["indirect | chợ chưa thể mở | Bà Lan | đáp lời"],
    );
    expect(
        "Phản ứng về việc báo chí đưa tin rằng chợ sẽ dời, bà Lan im lặng.",
        &[],
    );
    expect(
        "Bà Lan cho biết bà tin rằng chợ sẽ đông.",
        &["indirect | bà tin rằng chợ sẽ đông | Bà Lan | cho biết"],
    );
}

#[test]
fn a_statement_may_be_about_what_was_found_and_a_warning_may_be_a_noun() {
    expect(
        "Vài giờ sau, Nhà Trắng tuyên bố đã phát hiện dầu loang ngoài khơi.",
        &["indirect | đã phát hiện dầu loang ngoài khơi | Nhà Trắng | tuyên bố"],
    );
    expect("Bà Lan vừa tung cảnh báo cứng rắn sau khi tàu bị bắt.", &[]);
    expect(
        "Đảng này đối mặt với những nghi ngờ cáo buộc họ nhận tiền.",
        &[],
    );
}

#[test]
fn who_made_a_thing_is_no_speaker_and_what_is_pledged_may_be_about_a_thing() {
    expect(
        "Dự án do bà Lan đề xuất, sẽ chặn mọi con đường vào rừng.",
        &[],
    );
    expect(
        "Bà Lan từng cam kết danh sách đội tuyển sẽ rút xuống còn tám người.",
        &["indirect | danh sách đội tuyển sẽ rút xuống còn tám người | Bà Lan | cam kết"],
    );
    expect("Bà Lan cam kết tài chính cho đội tuyển.", &[]);
    expect("Bốn công ty bày tỏ quan tâm đến cảng.", &[]);
    expect(
        "Bà Lan tiết lộ những thông tin được giải mã từ một loạt ảnh.",
        &[],
    );
    expect(
        "Các nước thông qua một nghị quyết phản đối các kế hoạch di chuyển tòa tháp.",
        &[],
    );
}

#[test]
fn a_second_name_and_a_flat_denial_between_marks_are_statements() {
    expect(
        "Ông Bách gọi việc này là “dại dột” và “hèn nhát”.",
        &[
            "mixed | dại dột | Ông Bách | gọi",
            "mixed | hèn nhát | Ông Bách | gọi",
        ],
    );
    expect(
        "Hải quân nhiều lần cảnh báo lực lượng này “hoàn toàn không nói chơi” về lệnh cấm đánh cá.",
        &["mixed | hoàn toàn không nói chơi | Hải quân | cảnh báo"],
    );
    expect(
        "Thời điểm ông Bách để lộ thông tin với phía Lào “đặc biệt không thích hợp”.",
        &[],
    );
}

#[test]
fn a_source_may_be_described_before_what_it_says() {
    expect(
        "Theo ông Bách, cựu Giám đốc Văn phòng Giám sát thông tin tỉnh, việc này có thể gây hại.",
        &["indirect | việc này có thể gây hại | ông Bách | Theo"],
    );
    expect(
        "Theo bà Lan, thuộc Liên đoàn Các nhà khoa học, đây không phải chuyện tiền.",
        &["indirect | đây không phải chuyện tiền | bà Lan | Theo"],
    );
    expect(
        "Theo hồ sơ lưu lại, tàu đã đổi tên hai lần, bà Lan cho biết.",
        &["indirect | tàu đã đổi tên hai lần | bà Lan | cho biết"],
    );
    expect(
        "Một nguồn tin chiến trường tiết lộ quân chính phủ sẽ rút.",
        &["indirect | quân chính phủ sẽ rút | Một nguồn tin chiến trường | tiết lộ"],
    );
    expect(
        "Giá gạo tăng sau khi Yemen và Bahrain đóng cửa khẩu và cáo buộc nước này tài trợ cướp biển.",
        &["indirect | nước này tài trợ cướp biển | Yemen và Bahrain | cáo buộc"],
    );
}

#[test]
fn thanks_may_be_followed_by_what_is_expressed_behind_a_comma() {
    expect(
        "Ông Bách cảm ơn bà Lan, đồng thời bày tỏ, mặc dù vốn ít nhưng hợp tác xã đã có hai trăm dự án.",
        &["indirect | mặc dù vốn ít nhưng hợp tác xã đã có hai trăm dự án | Ông Bách | bày tỏ"],
    );
    expect(
        "Ông Bách cảm ơn bà Lan, đồng thời bày tỏ, theo lệ, lòng kính trọng.",
        &[],
    );
}

#[test]
fn charges_that_are_counted_or_described_are_nouns() {
    expect(
        "Bà Lan đối mặt với tổng cộng 18 cáo buộc sau hai tháng bị tạm giam.",
        &[],
    );
    expect(
        "Hôm 18/5 Lima cáo buộc Quito đã xả lũ.",
        &["indirect | Quito đã xả lũ | Lima | cáo buộc"],
    );
    expect("Một trong những cáo buộc nặng nhất là bà nhận tiền.", &[]);
    expect(
        "Tỉnh điều tra vụ xả lũ, cáo buộc mà Quito nhiều lần bác bỏ.",
        &[],
    );
}

#[test]
fn the_second_of_two_reporting_words_brings_the_clause_in() {
    expect(
        "Bộ Quốc phòng ra thông cáo cho biết, tàu đã rời cảng.",
        &["indirect | tàu đã rời cảng | Bộ Quốc phòng | cho biết"],
    );
    expect(
        "Bà Lan phát biểu với báo giới rằng, tỉnh không có tiền.",
        &["indirect | tỉnh không có tiền | Bà Lan | phát biểu"],
    );
    expect("Bà Lan phát biểu với báo giới, tay cầm ô.", &[]);
}

#[test]
fn quoted_words_may_be_the_predicate_of_the_clause() {
    expect(
        "Bà Lan tuyên bố những yêu cầu này hoàn toàn “vô căn cứ”, “sai sự thật”.",
        &["indirect | những yêu cầu này hoàn toàn “vô căn cứ”, “sai sự thật” | Bà Lan | tuyên bố"],
    );
    expect("Bà Lan công bố bộ phim mang tên “Đèn khuya”.", &[]);
}

#[test]
fn another_party_may_take_over_with_a_name_for_the_thing() {
    expect(
        "Peru tuyên bố sẽ giữ cảng còn Chile gọi cuộc họp là “dấu hiệu tích cực”.",
        &[
            "indirect | sẽ giữ cảng | Peru | tuyên bố",
            "mixed | dấu hiệu tích cực | Chile | gọi",
        ],
    );
    expect(
        "Ông Bách kêu gọi Peru mở cảng. Đồng thời cảnh báo, nếu cảng đóng, giá cá sẽ tăng.",
        &[
            "indirect | Peru mở cảng | Ông Bách | kêu gọi",
            "indirect | nếu cảng đóng, giá cá sẽ tăng | Ông Bách | cảnh báo",
        ],
    );
}

#[test]
fn a_pointer_in_brackets_is_a_statement_where_it_claims_something() {
    expect(
        "Tàu đã về bến an toàn.\n[Peru: Tàu mới không thể ra khơi]\nDân làng reo hò.",
        &["indirect | Tàu mới không thể ra khơi | Peru | -"],
    );
    expect(
        "Tàu đã về bến.\n[Peru: Cháy lớn gần cảng cá]\nDân làng reo hò.",
        &[],
    );
}

#[test]
fn a_region_may_stand_beside_a_state() {
    expect(
        "Reuters dẫn lời các quan chức Mỹ và châu Âu rằng còn quá sớm để kết luận.",
        &["indirect | còn quá sớm để kết luận | các quan chức Mỹ và châu Âu | dẫn lời"],
    );
}

#[test]
fn what_was_said_may_be_pointed_at_behind_a_comma() {
    expect(
        "Con đê này không nhằm chặn dòng cá, đó là tuyên bố của bà Lan trong buổi họp báo.",
        &["indirect | Con đê này không nhằm chặn dòng cá | bà Lan | tuyên bố"],
    );
    expect("Con đê này đã cũ, đó là điều ai cũng biết.", &[]);
}

#[test]
fn clauses_with_late_predicates_and_asked_appearances_are_found() {
    expect(
        "Bà Lan cho biết các cuộc gặp trong tuần càng củng cố niềm tin của bà.",
        &["indirect | các cuộc gặp trong tuần càng củng cố niềm tin của bà | Bà Lan | cho biết"],
    );
    expect(
        "Bà Lan cho biết hai tỉnh cùng có một dòng sông, nơi dân chài đối mặt với những thách thức mới.",
        &[
            "indirect | hai tỉnh cùng có một dòng sông, nơi dân chài đối mặt với những thách thức mới | Bà Lan | cho biết",
        ],
    );
    expect(
        "Hội đồng tỉnh yêu cầu ông Bách ra điều trần về vụ cháy.",
        &["indirect | ông Bách ra điều trần về vụ cháy | Hội đồng tỉnh | yêu cầu"],
    );
    expect("Hội đồng tỉnh yêu cầu ông Bách.", &[]);
}

#[test]
fn an_office_just_taken_belongs_to_the_speaker() {
    expect(
        "Thống đốc mới đắc cử của Peru Lan Quispe cho biết sẽ giữ rừng.",
        &["indirect | sẽ giữ rừng | Thống đốc mới đắc cử của Peru Lan Quispe | cho biết"],
    );
    expect(
        "“Sông sẽ cạn vào mùa hè” - bà Lan nhấn mạnh, Theo ông Bách, lũ đã qua.",
        &[
            "direct | Sông sẽ cạn vào mùa hè | bà Lan | nhấn mạnh",
            "indirect | lũ đã qua | ông Bách | Theo",
        ],
    );
}
