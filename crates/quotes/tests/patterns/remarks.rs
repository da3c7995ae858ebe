//! What the reporter adds to a report, and what only looks like one.

use crate::shown::expect;

#[test]
fn quoted_words_joined_to_a_claim_stay_in_its_clause() {
    expect(
        "Bà Hoa cho biết tỉnh đã xây xong ba con đê và “đặc biệt lo cho các làng chài ven biển”.",
        &[
            "indirect | tỉnh đã xây xong ba con đê và “đặc biệt lo cho các làng chài ven biển” | Bà Hoa | cho biết",
        ],
    );
    expect(
        "Bà Hoa cho biết đoàn tàu sẽ chạy thử vào tháng sau nhằm “kiểm tra lại toàn bộ hệ thống phanh”.",
        &[
            "indirect | đoàn tàu sẽ chạy thử vào tháng sau nhằm “kiểm tra lại toàn bộ hệ thống phanh” | Bà Hoa | cho biết",
        ],
    );
    // Somebody of its own stands before the quoted words, or they are all that is claimed.
    expect(
        "Bà Hoa cho biết tỉnh đã xây xong ba con đê và dân làng “chưa bao giờ yên tâm đến thế”.",
        &["mixed | chưa bao giờ yên tâm đến thế | Bà Hoa | cho biết"],
    );
    expect(
        "Bà Hoa nói đây là cơ hội để “mở lại con đường cũ”.",
        &["mixed | mở lại con đường cũ | Bà Hoa | nói"],
    );
}

#[test]
fn people_named_between_marks_with_more_behind_them_are_part_of_the_clause() {
    expect(
        "Bà Hoa cam kết tỉnh sẽ ngăn chặn “những người muốn phá hủy khu rừng” vào làng bên bờ sông.",
        &[
            "indirect | tỉnh sẽ ngăn chặn “những người muốn phá hủy khu rừng” vào làng bên bờ sông | Bà Hoa | cam kết",
        ],
    );
    expect(
        "Bà Hoa cảnh báo lũ “sẽ phải làm cả vùng mất trắng” vào mùa sau.",
        &["mixed | sẽ phải làm cả vùng mất trắng | Bà Hoa | cảnh báo"],
    );
}

#[test]
fn what_the_reporter_calls_a_report_does_not_belong_to_it() {
    expect(
        "Lima yêu cầu các hãng tàu ngừng bán vé, một biện pháp được coi là đòn trả đũa.",
        &["indirect | các hãng tàu ngừng bán vé | Lima | yêu cầu"],
    );
    expect(
        "Lima yêu cầu các hãng tàu ngừng bán vé, một công ty và hai ngân hàng đóng cửa.",
        &[
            "indirect | các hãng tàu ngừng bán vé, một công ty và hai ngân hàng đóng cửa | Lima | yêu cầu",
        ],
    );
    expect(
        "Bà Hoa cho biết cuộc họp sẽ bàn về lũ, các vấn đề khác cũng được nêu.",
        &["indirect | cuộc họp sẽ bàn về lũ, các vấn đề khác cũng được nêu | Bà Hoa | cho biết"],
    );
}

#[test]
fn what_is_still_open_is_the_reporters_and_a_concession_is_not() {
    expect(
        "Bà Hoa cho biết cầu sẽ mở vào tháng tới, dù chưa rõ tiền lấy từ đâu.",
        &["indirect | cầu sẽ mở vào tháng tới | Bà Hoa | cho biết"],
    );
    expect(
        "Bà Hoa tuyên bố sẽ chặn mọi tàu lạ, dù đó là tàu của Peru.",
        &["indirect | sẽ chặn mọi tàu lạ, dù đó là tàu của Peru | Bà Hoa | tuyên bố"],
    );
    expect(
        "Bà Hoa khẳng định đê vẫn an toàn, tuy nhiên, với trận mưa này dân làng đã phải rời đi.",
        &["indirect | đê vẫn an toàn | Bà Hoa | khẳng định"],
    );
    expect(
        "Bà Hoa khẳng định đê vẫn an toàn, tuy nhiên dân làng cần rời đi.",
        &["indirect | đê vẫn an toàn, tuy nhiên dân làng cần rời đi | Bà Hoa | khẳng định"],
    );
}

#[test]
fn who_thwarts_a_wish_is_not_part_of_it() {
    expect(
        "Bà Hoa bày tỏ mong muốn xây dựng cây cầu mới, song các chủ tàu đang là rào cản.",
        &["indirect | xây dựng cây cầu mới | Bà Hoa | bày tỏ mong muốn"],
    );
    expect(
        "Bà Hoa nói cây cầu mới rất đẹp, song các chủ tàu đang là rào cản.",
        &["indirect | cây cầu mới rất đẹp, song các chủ tàu đang là rào cản | Bà Hoa | nói"],
    );
}

#[test]
fn a_notice_without_an_owner_is_no_source() {
    expect(
        "Theo thông báo mới nhất, từ ngày mai cảng Lima sẽ mở cửa trở lại.",
        &[],
    );
    expect(
        "Theo thông báo mới nhất của Bộ Giao thông Peru, cảng Lima sẽ mở cửa trở lại.",
        &["indirect | cảng Lima sẽ mở cửa trở lại | Bộ Giao thông Peru | Theo"],
    );
}

#[test]
fn behind_a_source_thi_brings_the_clause_in() {
    expect(
        "Theo bà Hoa thì đây là một “buổi gặp ngắn” với các chủ tàu trong vùng và không ai hứa gì.",
        &[
            "indirect | đây là một “buổi gặp ngắn” với các chủ tàu trong vùng và không ai hứa gì | bà Hoa | Theo",
        ],
    );
    expect(
        "Theo bà Hoa, chủ tàu, đây là buổi gặp rất ngắn.",
        &["indirect | đây là buổi gặp rất ngắn | bà Hoa | Theo"],
    );
}

#[test]
fn requests_for_oneself_and_claims_to_land_report_nothing() {
    expect("Bà Hoa xin rút khỏi ban quản lý bến cảng.", &[]);
    expect("Công ty chưa nộp đơn xin đổi tên con tàu cũ.", &[]);
    expect(
        "Lima tuyên bố chủ quyền đối với hòn đảo và xây dựng một bến cảng có đường băng.",
        &[],
    );
    expect(
        "Lima tuyên bố hòn đảo đã có một bến cảng.",
        &["indirect | hòn đảo đã có một bến cảng | Lima | tuyên bố"],
    );
    expect(
        "Văn bản này do Viện và Văn phòng Công tố Trung ương Peru đưa ra.",
        &[],
    );
}

#[test]
fn what_happened_at_the_time_of_an_event_is_not_said_of_it() {
    expect(
        "Bà Hoa thừa nhận cuộc gặp tại bến tàu ngày 3/4, tức hai tuần sau khi em gái rời đảo.",
        &[],
    );
    expect(
        "Bà Hoa thừa nhận cuộc gặp sau khi em gái rời đảo đã làm dân làng giận.",
        &["indirect | cuộc gặp sau khi em gái rời đảo đã làm dân làng giận | Bà Hoa | thừa nhận"],
    );
}

#[test]
fn a_condition_between_marks_is_not_the_claim() {
    expect(
        "Bà Hoa khẳng định nạn lũ không thể giải quyết “nếu không chịu lắng nghe” dân làng bên sông.",
        &[
            "indirect | nạn lũ không thể giải quyết “nếu không chịu lắng nghe” dân làng bên sông | Bà Hoa | khẳng định",
        ],
    );
    expect(
        "Bà Hoa khẳng định nạn lũ “không thể giải quyết nếu thiếu dân làng” bên sông.",
        &["mixed | không thể giải quyết nếu thiếu dân làng | Bà Hoa | khẳng định"],
    );
}

#[test]
fn a_change_pointed_at_is_a_noun() {
    expect("Bà Hoa cũng thông báo thay đổi này.", &[]);
    expect(
        "Bà Hoa thông báo thay đổi này sẽ có hiệu lực ngay.",
        &["indirect | thay đổi này sẽ có hiệu lực ngay | Bà Hoa | thông báo"],
    );
}

#[test]
fn a_deed_that_brings_something_about_is_a_clause_before_its_speaker() {
    expect(
        "Việc Lima đóng cửa bến cảng khiến dân chài chịu nhiều thiệt thòi, giới quan sát nhận định.",
        &[
            "indirect | Việc Lima đóng cửa bến cảng khiến dân chài chịu nhiều thiệt thòi | giới quan sát | nhận định",
        ],
    );
    expect(
        "Trong một bước nhượng bộ với dư luận trong nước và các làng chài, bà Hoa cho biết với các thuyền trưởng.",
        &[],
    );
}

#[test]
fn a_charge_that_something_concerns_is_a_noun() {
    expect(
        "Bà Hoa là tâm điểm của vụ ồn ào liên quan đến cáo buộc Lima bán gỗ lậu.",
        &[],
    );
    expect(
        "Bà Hoa cáo buộc Lima bán gỗ lậu.",
        &["indirect | Lima bán gỗ lậu | Bà Hoa | cáo buộc"],
    );
}

#[test]
fn two_sided_is_no_turn_of_the_reporter() {
    expect(
        "Bà Hoa xác nhận cuộc tham vấn về các vấn đề song phương sẽ diễn ra tại Lima.",
        &[
            "indirect | cuộc tham vấn về các vấn đề song phương sẽ diễn ra tại Lima | Bà Hoa | xác nhận",
        ],
    );
    expect("Bà Hoa xác nhận thông tin này song không nói gì thêm.", &[]);
}

#[test]
fn a_deed_denied_may_concern_somebody() {
    expect(
        "Lima phủ nhận hành động này liên quan đến Peru.",
        &["indirect | hành động này liên quan đến Peru | Lima | phủ nhận"],
    );
    expect("Lima phủ nhận các hành động liên quan đến Peru.", &[]);
}

#[test]
fn news_denied_may_say_where_it_stood_before_what_it_says() {
    expect(
        "Bà Hoa bác bỏ thông tin được đăng trên mạng rằng bà sắp rời đảo.",
        &["indirect | bà sắp rời đảo | Bà Hoa | bác bỏ"],
    );
    expect("Bà Hoa bác bỏ thông tin được đăng trên mạng.", &[]);
}
