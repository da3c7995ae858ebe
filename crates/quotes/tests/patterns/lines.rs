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
            "Ảnh",
            ":Bộ Giao thông Lào cho biết cầu đã mở",
            "indirect | cầu đã mở | Bộ Giao thông Lào | cho biết",
        ),
    ] {
        expect(&format!("{above}\n{below}"), &[wanted]);
    }
    // "do" above makes no verb of "hậu thuẫn" and no subject of whoever stands before it.
    expect("Cầu do\nPhe Bách hậu thuẫn tuyên bố đã mở cầu", &[]);
}

#[test]
fn a_quotation_runs_over_lines_up_to_its_closing_mark() {
    for close in [
        "”, bà Ngân nói.",
        "\", bà Ngân nói.",
        " \", bà Ngân nói.",
        "\n\", bà Ngân nói.",
    ] {
        let text = format!(
            "Ông Bách gật đầu.\n\"Cầu đã sập.\nChúng tôi chờ mười năm.\nKhông ai đến sửa{close}\nMưa to."
        );
        expect(
            &text,
            &["direct | Cầu đã sập.\nChúng tôi chờ mười năm.\nKhông ai đến sửa | bà Ngân | nói"],
        );
    }
    expect(
        "Bà Ngân kể: “Họ gọi \"món quà\" là thật.\nNhưng \"món quà\" ấy đã hỏng.\nChúng tôi không nhận”.\nMưa to.",
        &[
            "direct | Họ gọi \"món quà\" là thật.\nNhưng \"món quà\" ấy đã hỏng.\nChúng tôi không nhận | Bà Ngân | kể",
        ],
    );
}

#[test]
fn a_line_that_is_opened_anew_is_a_statement_of_its_own() {
    expect(
        "Bà Ngân kể: “Cầu đã sập.\n“Chúng tôi chờ mười năm.\n“Không ai đến sửa.”\nMưa to.",
        &[
            "direct | Cầu đã sập. | Bà Ngân | kể",
            "direct | Chúng tôi chờ mười năm. | Bà Ngân | kể",
            "direct | Không ai đến sửa. | Bà Ngân | kể",
        ],
    );
}

#[test]
fn a_mark_far_below_closes_nothing() {
    let filler = "Mưa to suốt đêm.\n".repeat(13);
    expect(
        &format!("Bà Ngân kể: “Cầu đã sập.\n{filler}Không ai đến sửa”."),
        &["direct | Cầu đã sập. | Bà Ngân | kể"],
    );
    let filler = "mưa ".repeat(400);
    expect(
        &format!("Bà Ngân kể: “Cầu đã sập.\nTrời {filler}\nKhông ai đến sửa”."),
        &["direct | Cầu đã sập. | Bà Ngân | kể"],
    );
}
