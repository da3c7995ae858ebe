//! Lines: what ends with them, and what goes on below.

use crate::shown::expect;

#[test]
fn a_colon_at_the_end_of_a_line_brings_in_the_quotation_below() {
    for (open, close) in [("“", "”"), ("- “", "”"), ("– \"", "\".")] {
        let text = format!(
            "Ông Bách gặp dân làng.\nSau buổi gặp, bà Ngân khẳng định:\n{open}Chúng tôi sẽ trả lại đất{close}\nMưa to."
        );
        expect(
            &text,
            &["direct | Chúng tôi sẽ trả lại đất | bà Ngân | khẳng định"],
        );
    }
    expect(
        "Bà Ngân khẳng định: - “Chúng tôi sẽ trả lại đất”",
        &["direct | Chúng tôi sẽ trả lại đất | Bà Ngân | khẳng định"],
    );
}

#[test]
fn a_colon_further_up_brings_in_nothing() {
    expect(
        "Bà Ngân khẳng định:\nMưa to suốt đêm.\n“Tam giác vàng” vẫn đông.",
        &[],
    );
}

#[test]
fn no_rule_takes_words_from_the_line_below() {
    expect("Theo Bộ Giao thông Lào\nrằng cầu sẽ mở lại", &[]);
    expect(
        "Hãng tin Lusa cho biết bà Ngân sẽ\nkhẳng định cầu đã mở",
        &[],
    );
    expect(
        "Đài Lusa dẫn lời bà Ngân\nrằng bà Ngân cho biết cầu đã mở",
        &["indirect | cầu đã mở | bà Ngân | cho biết"],
    );
}

#[test]
fn no_rule_takes_words_from_the_line_above() {
    for (above, below, wanted) in [
        (
            "Ông Bách tung ra",
            "Thông cáo dự đoán họ không mở cầu",
            "indirect | họ không mở cầu | Thông cáo | dự đoán",
        ),
        (
            "Họ đàm phán",
            "9.7 đe dọa Điện Kremlin: “Không ai mở cầu”",
            "direct | Không ai mở cầu | Điện Kremlin | đe dọa",
        ),
        (
            "Cầu do",
            "Bà Ngân hậu thuẫn. Ông Bách tuyên bố đã mở cầu",
            "indirect | đã mở cầu | Ông Bách | tuyên bố",
        ),
        (
            "Ảnh",
            ":Bộ Giao thông Lào cho biết cầu đã mở",
            "indirect | cầu đã mở | Bộ Giao thông Lào | cho biết",
        ),
    ] {
        expect(&format!("{above}\n{below}"), &[wanted]);
    }
}
