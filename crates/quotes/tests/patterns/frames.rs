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
        "Chính quyền được quốc tế công nhận ở miền Bắc cũng đã đóng cảng.",
        &[],
    );
    expect(
        "Tỉnh điều tra vụ cháy do nhóm Sao Đỏ thừa nhận gây ra hôm qua.",
        &[],
    );
}

#[test]
fn a_noun_with_a_turn_of_the_reporter_behind_it_is_no_clause() {
    expect("Bà Lan xác nhận thông tin này nhưng chẳng kể thêm.", &[]);
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
fn a_deed_that_belongs_to_somebody_is_a_noun_behind_a_denial_or_a_number() {
    expect("Ông Bách đã bác bỏ chiến thắng của bà Ngân.", &[]);
    expect("Ông Bách thông báo một số hạn chế về đi lại.", &[]);
    expect(
        "Ông Bách bác bỏ cáo buộc phá hoại cuộc họp của hội.",
        &["indirect | phá hoại cuộc họp của hội | Ông Bách | bác bỏ"],
    );
}

#[test]
fn what_is_added_was_said() {
    expect(
        "Ông Bách thêm rằng cầu sẽ mở lại.",
        &["indirect | cầu sẽ mở lại | Ông Bách | thêm rằng"],
    );
    expect("Ông Bách mở thêm ba cây cầu.", &[]);
}

#[test]
fn the_title_of_a_document_reports_nothing() {
    expect(
        "Ông Bách cam kết thực hiện hiệp định và Tuyên bố tầm nhìn của hai nước.",
        &["indirect | thực hiện hiệp định và Tuyên bố tầm nhìn của hai nước | Ông Bách | cam kết"],
    );
    expect("Hội ra mắt bộ sách mang tên: “Chúng ta sẽ sống mãi”.", &[]);
}
