//! One test for each thing that real articles do. The sentences are made up.

mod shown;

use shown::expect;
use thaido_quotes::{Kind, Section, Verdict, explain, extract};

#[test]
fn mismatched_marks_make_one_quotation() {
    for (open, close) in [
        ("“", "\""),
        ("\"", "”"),
        ("‘", "’"),
        ("'", "'"),
        ("«", "»"),
        ("« ", " »"),
        ("“", "“"),
        ("\"", "\""),
    ] {
        let text = format!("{open}Chúng tôi sẽ mở lại cầu vào mùa xuân{close}, bà Ngân nói.");
        expect(
            &text,
            &["direct | Chúng tôi sẽ mở lại cầu vào mùa xuân | bà Ngân | nói"],
        );
    }
}

#[test]
fn an_inner_pair_belongs_to_the_outer_statement() {
    expect(
        "“Họ gọi đó là ‘món quà’ nhưng chúng tôi không nhận”, ông Bách đáp.",
        &["direct | Họ gọi đó là ‘món quà’ nhưng chúng tôi không nhận | ông Bách | đáp"],
    );
    expect(
        "\"Dự án \"Gió Bắc\" sẽ chết nếu không ai trả tiền\", ông Bách đáp.",
        &["direct | Dự án \"Gió Bắc\" sẽ chết nếu không ai trả tiền | ông Bách | đáp"],
    );
}

#[test]
fn one_mark_closes_a_term_and_the_statement_around_it() {
    expect(
        "“Không ai ở đây muốn thêm một “bức tường”, bà Ngân nói.",
        &["direct | Không ai ở đây muốn thêm một “bức tường | bà Ngân | nói"],
    );
}

#[test]
fn a_mark_never_closed_ends_with_the_paragraph() {
    expect(
        "Bà Ngân nhấn mạnh: “Chúng tôi đã chờ mười năm.\nCuộc họp kết thúc lúc nửa đêm.",
        &["direct | Chúng tôi đã chờ mười năm. | Bà Ngân | nhấn mạnh"],
    );
}

#[test]
fn a_missing_opening_mark_is_made_up_for() {
    expect(
        "Chúng tôi không xin ai điều gì\", ông Bách, chủ tịch hội nghề cá, nói.",
        &["direct | Chúng tôi không xin ai điều gì | ông Bách | nói"],
    );
}

#[test]
fn a_stray_closing_mark_apostrophes_and_inches_are_no_quotations() {
    expect(
        "Tàu dài 40 m” đã cập cảng O'Hare với màn hình 9,7\" trên buồng lái.",
        &[],
    );
    expect("Đảo d'Entrecasteaux và vịnh O'Connor yên ả.", &[]);
}

#[test]
fn the_verb_may_stand_before_or_behind_the_quotation() {
    expect(
        "Thủ tướng Lào Khamla Vong khẳng định: \"Con đường này thuộc về mọi người\".",
        &["direct | Con đường này thuộc về mọi người | Thủ tướng Lào Khamla Vong | khẳng định"],
    );
    expect(
        "\"Con đường này thuộc về mọi người\" - ông Khamla nhấn mạnh.",
        &["direct | Con đường này thuộc về mọi người | ông Khamla | nhấn mạnh"],
    );
    expect(
        "“Con đường này thuộc về mọi người” – theo ông Khamla.",
        &["direct | Con đường này thuộc về mọi người | ông Khamla | theo"],
    );
}

#[test]
fn a_quotation_split_by_its_attribution_gives_two_statements() {
    expect(
        "“Chúng tôi đã ký”, bà Ngân nói, “và chúng tôi sẽ giữ lời”.",
        &[
            "direct | Chúng tôi đã ký | bà Ngân | nói",
            "direct | và chúng tôi sẽ giữ lời | bà Ngân | nói",
        ],
    );
}

#[test]
fn several_statements_hang_on_one_attribution() {
    expect(
        "“Đê sẽ không vỡ”, ông Bách nói. “Chúng tôi đã thử nó ba lần”.",
        &[
            "direct | Đê sẽ không vỡ | ông Bách | nói",
            "direct | Chúng tôi đã thử nó ba lần | ông Bách | nói",
        ],
    );
}

#[test]
fn the_attribution_may_be_a_sentence_of_its_own() {
    expect(
        "“Đêm ấy chúng tôi không ngủ.” Bà Ngân kể với báo giới.",
        &["direct | Đêm ấy chúng tôi không ngủ. | Bà Ngân | kể"],
    );
    expect(
        "“Đêm ấy chúng tôi không ngủ”. Đó là lời bà Ngân.",
        &["direct | Đêm ấy chúng tôi không ngủ | bà Ngân | -"],
    );
}

#[test]
fn an_apposition_may_stand_between_speaker_and_verb() {
    expect(
        "“Băng tan sớm ba tuần”, Ilona Varga, nhà khí hậu học của Đại học Pécs, cho biết.",
        &["direct | Băng tan sớm ba tuần | Ilona Varga | cho biết"],
    );
    expect(
        "Đại diện Áo, bà Greta Moser, cho biết Vienna sẽ gửi thêm bác sĩ.",
        &["indirect | Vienna sẽ gửi thêm bác sĩ | bà Greta Moser | cho biết"],
    );
    expect(
        "Theo ông Otieno, chuyên gia tại Nairobi, hạn hán sẽ kéo dài sang năm.",
        &["indirect | hạn hán sẽ kéo dài sang năm | ông Otieno | Theo"],
    );
}

#[test]
fn a_reported_clause_comes_with_rằng_là_a_comma_or_nothing() {
    for between in [" rằng", " là", ",", ""] {
        let text = format!("Bộ Y tế Peru cho biết{between} bệnh viện đã hết giường.");
        expect(
            &text,
            &["indirect | bệnh viện đã hết giường | Bộ Y tế Peru | cho biết"],
        );
    }
    expect(
        "Bà Ngân nói với các phóng viên rằng giá gạo sẽ tăng.",
        &["indirect | giá gạo sẽ tăng | Bà Ngân | nói"],
    );
}

#[test]
fn the_clause_may_stand_before_its_speaker() {
    expect(
        "Hai con tàu đã rời cảng lúc rạng sáng, người phát ngôn hải quân Chile cho biết.",
        &[
            "indirect | Hai con tàu đã rời cảng lúc rạng sáng | người phát ngôn hải quân Chile | cho biết",
        ],
    );
    expect(
        "Hai con tàu đã rời cảng lúc rạng sáng, theo hải quân Chile.",
        &["indirect | Hai con tàu đã rời cảng lúc rạng sáng | hải quân Chile | theo"],
    );
}

#[test]
fn chained_verbs_share_one_speaker() {
    expect(
        "Oslo khẳng định lưới điện vẫn an toàn, đồng thời cảnh báo mùa đông sẽ rất khó khăn.",
        &[
            "indirect | lưới điện vẫn an toàn | Oslo | khẳng định",
            "indirect | mùa đông sẽ rất khó khăn | Oslo | cảnh báo",
        ],
    );
    expect(
        "Ông Bách thừa nhận nhà máy đã xả thải và rằng ban giám đốc biết chuyện đó.",
        &[
            "indirect | nhà máy đã xả thải | Ông Bách | thừa nhận",
            "indirect | ban giám đốc biết chuyện đó | Ông Bách | thừa nhận",
        ],
    );
}

#[test]
fn a_clause_ends_where_the_reporter_goes_on() {
    expect(
        "Lisbon tuyên bố sẽ đóng cửa hai cảng, trong khi Madrid khẳng định biên giới vẫn mở.",
        &[
            "indirect | sẽ đóng cửa hai cảng | Lisbon | tuyên bố",
            "indirect | biên giới vẫn mở | Madrid | khẳng định",
        ],
    );
    expect(
        "Bà Ngân nói đoàn xe đã đến nơi, nhưng không cung cấp thêm chi tiết.",
        &["indirect | đoàn xe đã đến nơi | Bà Ngân | nói"],
    );
    expect(
        "Ông Bách nói cầu sẽ mở lại, theo Reuters.",
        &["indirect | cầu sẽ mở lại | Ông Bách | nói"],
    );
}

#[test]
fn blame_and_appeals_need_a_clause() {
    expect(
        "Ankara cáo buộc Athens đưa quân ra đảo.",
        &["indirect | Athens đưa quân ra đảo | Ankara | cáo buộc"],
    );
    expect("Ankara bác bỏ cáo buộc của Athens.", &[]);
    expect(
        "LHQ kêu gọi các bên ngừng bắn.",
        &["indirect | các bên ngừng bắn | LHQ | kêu gọi"],
    );
    expect("LHQ kêu gọi sự kiềm chế.", &[]);
    expect(
        "Hai nước cam kết sẽ không đánh thuế cá.",
        &["indirect | sẽ không đánh thuế cá | Hai nước | cam kết"],
    );
}

#[test]
fn nouns_passives_and_refusals_to_speak_are_no_cues() {
    for text in [
        "Lời cảnh báo của ông Bách lan nhanh trên mạng.",
        "Ông Bách bị cáo buộc nhận hối lộ từ hai công ty.",
        "Ông Bách không tiết lộ ai đã trả tiền.",
        "Tuyên bố trên được đưa ra sau bữa tối ở Praha.",
        "Lima tìm cách trấn an giới đầu tư sau vụ vỡ nợ.",
    ] {
        expect(text, &[]);
    }
}

#[test]
fn thoughts_are_no_statements() {
    expect("Bà Ngân tin rằng mùa màng sẽ khá hơn.", &[]);
    expect("Giới đầu tư lo ngại lãi suất sẽ tăng.", &[]);
}

#[test]
fn a_quoted_part_that_carries_the_claim_is_mixed() {
    expect(
        "Hà Lan cảnh báo đối phương “sẽ phải trả giá rất đắt” nếu đóng eo biển.",
        &["mixed | sẽ phải trả giá rất đắt | Hà Lan | cảnh báo"],
    );
    expect(
        "Ông Bách gọi thỏa thuận là “một trò hề tốn kém”.",
        &["mixed | một trò hề tốn kém | Ông Bách | gọi"],
    );
}

#[test]
fn a_quoted_word_or_two_stays_in_its_clause() {
    expect(
        "Bà Ngân cho biết các “cò đất” đã rời khỏi huyện từ tháng trước.",
        &["indirect | các “cò đất” đã rời khỏi huyện từ tháng trước | Bà Ngân | cho biết"],
    );
}

#[test]
fn scare_quotes_titles_and_operations_are_refused() {
    for text in [
        "Chiến dịch “Bão Cát” bắt đầu lúc bình minh.",
        "Bộ phim “Người gác đèn” ra rạp hôm 5/6.",
        "Khu “tam giác vàng” vẫn đông khách.",
    ] {
        expect(text, &[]);
        let refused = explain(text);
        assert!(
            matches!(refused[..], [ref one] if matches!(one.verdict, Verdict::Refused(_))),
            "{refused:?}"
        );
    }
}

#[test]
fn speakers_are_found_whole() {
    for (speaker, verb) in [
        ("Ngoại trưởng Na Uy Ingrid Solheim", "cho biết"),
        ("Cục Quản lý thảm họa Nepal", "cho biết"),
        ("một quan chức giấu tên", "tiết lộ"),
        ("Điện Elysee", "khẳng định"),
        ("liên quân do Kenya dẫn đầu", "thông báo"),
        ("Các nhà ngoại giao phương Tây", "nhận định"),
        ("Tổng thống Chile J. R. Morales", "tuyên bố"),
        ("Bộ trưởng Thủy lợi Ethiopia Tesfaye Abebe", "nói"),
    ] {
        let text = format!("Hôm 5/6, {speaker} {verb} đường sắt sẽ mở lại.");
        expect(
            &text,
            &[&format!(
                "indirect | đường sắt sẽ mở lại | {speaker} | {verb}"
            )],
        );
    }
}

#[test]
fn a_phrase_of_time_or_place_may_part_speaker_and_verb() {
    expect(
        "Ông Bách hôm 5/6 tại Hà Nội nói đường sắt sẽ mở lại.",
        &["indirect | đường sắt sẽ mở lại | Ông Bách | nói"],
    );
}

#[test]
fn a_medium_passes_on_and_the_person_behind_it_speaks() {
    let text = "Đài NHK dẫn lời Thủ tướng Tanaka cho biết thuế sẽ giảm.";
    expect(
        text,
        &["indirect | thuế sẽ giảm | Thủ tướng Tanaka | cho biết"],
    );
    assert_eq!(
        extract(text)[0].via.map(|via| via.of(text)),
        Some("Đài NHK")
    );
    expect("Theo Reuters, giá dầu đã tăng 3%.", &[]);
    expect("Hãng tin AFP cho biết giá dầu đã tăng 3%.", &[]);
    expect(
        "“Thuế sẽ giảm ngay trong năm nay”, đài NHK dẫn lời ông Tanaka.",
        &["direct | Thuế sẽ giảm ngay trong năm nay | ông Tanaka | dẫn lời"],
    );
}

#[test]
fn a_medium_speaks_for_itself_with_words_of_opinion() {
    expect(
        "Tờ Thời Báo Phương Nam nhận định cuộc bầu cử sẽ rất sít sao.",
        &["indirect | cuộc bầu cử sẽ rất sít sao | Tờ Thời Báo Phương Nam | nhận định"],
    );
}

#[track_caller]
fn expect_name(text: &str, wanted: &str) {
    let last = extract(text).pop().and_then(|statement| statement.speaker);
    assert_eq!(
        last.map(|speaker| speaker.name.of(text)),
        Some(wanted),
        "in {text}"
    );
}

#[test]
fn the_fullest_name_is_found_for_surnames_pronouns_and_offices() {
    let first = "Ngoại trưởng Na Uy Ingrid Solheim đã đến Bergen.";
    for second in [
        "Bà Solheim nói cảng sẽ mở.",
        "Bà nói cảng sẽ mở.",
        "Ngoại trưởng Na Uy nói cảng sẽ mở.",
    ] {
        expect_name(
            &format!("{first} {second}"),
            "Ngoại trưởng Na Uy Ingrid Solheim",
        );
    }
    expect_name(
        "Bà Ngân gặp ông Bách. Bà Ngân nói đê sẽ vỡ. Ông cho biết đê vẫn chắc.",
        "ông Bách",
    );
    expect_name(
        "Tổ chức Hàng hải Quốc tế (IMO) họp ở London. IMO cảnh báo biển sẽ động.",
        "Tổ chức Hàng hải Quốc tế (IMO)",
    );
    expect_name(
        "Nga và Gruzia đàm phán. Moskva khẳng định biên giới sẽ mở.",
        "Nga",
    );
}

#[test]
fn glued_captions_and_credits_do_not_become_speakers() {
    expect(
        "Xe chữa cháy trước nhà máy. (Ảnh: Anadolu) Tổng thống Kenya nói nhà máy sẽ mở lại.",
        &["indirect | nhà máy sẽ mở lại | Tổng thống Kenya | nói"],
    );
    expect(
        "Xe chữa cháy trước nhà máy Ảnh: EFE Bộ Nội vụ Kenya nói nhà máy sẽ mở lại.",
        &["indirect | nhà máy sẽ mở lại | Bộ Nội vụ Kenya | nói"],
    );
}

#[test]
fn glued_sentences_filter_dots_and_odd_spaces_are_read() {
    expect(
        "Đường đã thông.Bà\u{a0}Ngân c.ảnh b.áo mưa sẽ\u{200b} trở lại.",
        &["indirect | mưa sẽ\u{200b} trở lại | Bà\u{a0}Ngân | c.ảnh b.áo"],
    );
}

#[test]
fn a_syllable_of_one_letter_ends_a_sentence_and_an_initial_does_not() {
    expect(
        "Bão hướng về Đông Nam Á. Cũng theo bà Hoa, hồ đã cạn.",
        &["indirect | hồ đã cạn | bà Hoa | theo"],
    );
    expect(
        "Theo bà Q. Hoa, hồ đã cạn.",
        &["indirect | hồ đã cạn | bà Q. Hoa | Theo"],
    );
}

#[test]
fn a_subordinate_clause_gives_its_own_speaker_and_ends_with_its_comma() {
    expect(
        "Sau khi ông Nam hứa sẽ bán nhà máy, bà Hoa cáo buộc thành phố đã giấu nợ.",
        &[
            "indirect | sẽ bán nhà máy | ông Nam | hứa",
            "indirect | thành phố đã giấu nợ | bà Hoa | cáo buộc",
        ],
    );
}

#[test]
fn names_of_all_alphabets_are_read() {
    for name in [
        "ông Łukasz Żuławski",
        "bà Ingibjörg Sæmundsdóttir",
        "ông Виктор Орлов",
        "bà Siobhán O'Rourke",
    ] {
        let text = format!("Hôm qua, {name} cho biết hồ đã cạn.");
        expect(
            &text,
            &[&format!("indirect | hồ đã cạn | {name} | cho biết")],
        );
    }
}

#[test]
fn every_statement_knows_its_section() {
    let text = "Lisbon: Chúng tôi sẽ không đóng cảng\n\
        Bộ Giao thông Bồ Đào Nha nói hai cảng vẫn mở.\n\
        Bà Ngân cho biết tàu đã rời bến. (Ảnh: Lusa)\n\
        Ông Bách nói giá vé sẽ giảm.\n\
        >> Madrid cảnh báo bão sẽ đổ bộ\n";
    let sections: Vec<Section> = extract(text)
        .iter()
        .map(|statement| statement.section)
        .collect();
    assert_eq!(
        sections,
        [
            Section::Headline,
            Section::Lead,
            Section::Caption,
            Section::Body,
            Section::Teaser
        ]
    );
}

#[test]
fn the_reasons_read_as_sentences() {
    let text =
        "Ông Bách tiết lộ kế hoạch mới. Theo Reuters, giá dầu tăng. Khu “tam giác vàng” vẫn đông.";
    let verdicts: Vec<String> = explain(text)
        .iter()
        .map(|candidate| candidate.verdict.to_string())
        .collect();
    assert_eq!(
        verdicts,
        [
            "refused: no predicate: the words say nothing of anybody",
            "refused: a medium that passes on facts is no speaker",
            "refused: marks around a term, a title or a slogan that nobody is said to say",
        ]
    );
    assert_eq!(Kind::Mixed.to_string(), "mixed");
}
