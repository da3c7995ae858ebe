//! Who is said to have said what: sources, deeds, chains of reporting words and what the reporter adds.

use crate::shown::expect;

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
        "Đảng này đối mặt với những nghi vấn cáo buộc họ nhận tiền.",
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
        "Các nước thông qua nghị quyết phản đối mọi ý định dời tòa tháp.",
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
        "Hải quân nhiều lần cảnh báo nhóm này “hoàn toàn không đùa giỡn” về lệnh cấm đánh cá.",
        &["mixed | hoàn toàn không đùa giỡn | Hải quân | cảnh báo"],
    );
    expect(
        "Thời điểm ông Bách để lộ thông tin với phía Lào “đặc biệt không thích hợp”.",
        &[],
    );
}

#[test]
fn a_source_may_be_described_before_what_it_says() {
    expect(
        "Theo ông Bách, cựu Giám đốc Phòng Giám sát nguồn nước tỉnh, việc này có thể gây hại.",
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
        "Một nguồn tin chiến trường tiết lộ đoàn xe sẽ rút.",
        &["indirect | đoàn xe sẽ rút | Một nguồn tin chiến trường | tiết lộ"],
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
        "Bà Lan đối mặt với cả thảy 18 cáo buộc sau hai tháng bị tạm giam.",
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
        "Bà Lan tuyên bố mấy đòi hỏi ấy thật “vô căn cứ”, “trái lẽ thường”.",
        &["indirect | mấy đòi hỏi ấy thật “vô căn cứ”, “trái lẽ thường” | Bà Lan | tuyên bố"],
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

#[test]
fn a_pledge_may_be_set_off_or_begin_with_a_plain_verb() {
    expect(
        "Bà Lan cũng cam kết, nước này sẽ giữ rừng.",
        &["indirect | nước này sẽ giữ rừng | Bà Lan | cam kết"],
    );
    expect(
        "Bà Lan cam kết dành một nửa ngân sách cho trường học.",
        &["indirect | dành một nửa ngân sách cho trường học | Bà Lan | cam kết"],
    );
    expect("Bà Lan từ chối bình luận, ông Bách đứng dậy.", &[]);
}

#[test]
fn measures_and_summits_do_not_speak_and_accounts_do() {
    expect(
        "Các biện pháp nhằm trừng phạt Peru với cáo buộc Lima xả lũ.",
        &[],
    );
    expect("Bà Lan phản bác thẳng thừng lệnh cấm mới của tỉnh.", &[]);
    expect(
        "Bà Lan với cương vị chủ tọa Hội nghị G20 khẳng định việc này là đúng.",
        &["indirect | việc này là đúng | Bà Lan | khẳng định"],
    );
    expect(
        "“Rất vui được đón ngài tới thăm chợ hoa”, tài khoản mạng xã hội của bà Lan viết.",
        &[
            "direct | Rất vui được đón ngài tới thăm chợ hoa | tài khoản mạng xã hội của bà Lan | viết",
        ],
    );
}
