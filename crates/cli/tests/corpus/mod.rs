//! Articles to run the program on, and the program.
#![allow(dead_code, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

/// The program, away from this terminal's settings.
pub(crate) fn thaido() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thaido"));
    command.env_remove("NO_COLOR");
    command
}

/// Runs the program with these arguments.
pub(crate) fn run(arguments: &[&str]) -> Output {
    thaido().args(arguments).output().unwrap()
}

/// What a run said on stderr.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What a run wrote on stdout, line by line.
pub(crate) fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The names in a directory, sorted.
pub(crate) fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

const PEOPLE: [&str; 6] = [
    "Ngoại trưởng Lê Minh",
    "bà Trần Hoa",
    "ông Ivan Petrov",
    "Tổng thống Smith",
    "Thủ tướng Đỗ Khải",
    "tướng Kofi",
];
const SAYINGS: [&str; 5] = [
    "Chúng tôi sẵn sàng trở lại bàn đàm phán nếu hai bên cùng kiềm chế",
    "Họ đã phá vỡ thỏa thuận và phải chịu trách nhiệm về những gì xảy ra",
    "Nếu bị tấn công, quân đội sẽ đáp trả ngay lập tức và không giới hạn",
    "Cuộc gặp diễn ra đúng như lịch trình đã định từ tháng trước",
    "Không ai có lợi khi eo biển này bị phong tỏa thêm một ngày nào nữa",
];
const CUES: [&str; 4] = ["tuyên bố", "cảnh báo", "nói", "nhấn mạnh"];

/// The text of article `n`: no two are alike.
pub(crate) fn article(n: usize) -> String {
    let mut text = format!("Diễn biến thứ {n} tại vùng biên giới được theo dõi sát sao.\n");
    for part in 0..6 {
        let person = PEOPLE[(n + part) % PEOPLE.len()];
        let saying = SAYINGS[(n * 3 + part) % SAYINGS.len()];
        let cue = CUES[(n + 2 * part) % CUES.len()];
        writeln!(
            text,
            "Ngày {}/{}, {person} {cue}: \"{saying}, lần thứ {n}\". Cuộc họp kéo dài {} giờ.",
            part + 1,
            n % 12 + 1,
            n + part
        )
        .unwrap();
    }
    text
}

/// Writes `count` articles as JSON Lines; every hundredth line is broken.
pub(crate) fn write_corpus(path: &Path, count: usize) {
    let mut lines = String::new();
    for n in 0..count {
        if n % 100 == 57 {
            writeln!(lines, "{{\"id\": \"hỏng-{n}\", \"text\": ").unwrap();
        } else {
            let record = json!({"id": format!("tin-{n}"), "text": article(n), "desk": "thế giới", "page": n % 7});
            writeln!(lines, "{record}").unwrap();
        }
    }
    fs::write(path, lines).unwrap();
}
