//! Long documents: the work grows with the text, whoever speaks in it.

use std::time::{Duration, Instant};

use thaido_quotes::extract;

const SYLLABLES: [&str; 20] = [
    "An", "Bình", "Cường", "Dũng", "Giang", "Hùng", "Khánh", "Long", "Minh", "Nghĩa", "Phong",
    "Quang", "Sơn", "Thắng", "Uyên", "Vinh", "Yến", "Lâm", "Tuấn", "Đức",
];

/// What a busy machine may add; work that grows with the square of the text takes longer than this by far.
const SLACK: Duration = Duration::from_millis(400);

/// Another name for every number up to 8,000.
fn name(number: usize) -> String {
    [number, number / 20, number / 400]
        .map(|part| SYLLABLES[part % SYLLABLES.len()])
        .join(" ")
}

fn repeated(_: usize) -> String {
    "Ông Nam nói rằng họ sẽ đáp trả. ".to_owned()
}

fn varied(number: usize) -> String {
    let name = name(number);
    match number % 4 {
        0 => format!("Ông {name} nói rằng họ sẽ đáp trả. "),
        1 => format!("Thủ tướng Nhật Bản {name} nói rằng họ sẽ đáp trả. "),
        2 => format!("Bộ trưởng Quốc phòng {name} nói rằng họ sẽ đáp trả. "),
        _ => format!("Bà Petrov{number} nói rằng họ sẽ đáp trả. "),
    }
}

fn unnamed(number: usize) -> String {
    match number % 4 {
        0 => "Thủ tướng Nga nói rằng họ sẽ đáp trả. ",
        1 => "Một quan chức nói rằng họ sẽ đáp trả. ",
        2 => "Vị quan chức này nói rằng họ sẽ đáp trả. ",
        _ => "Moscow nói rằng họ sẽ đáp trả. ",
    }
    .to_owned()
}

fn bracketed(_: usize) -> String {
    "Ông Nam (TTXVN) Hai bên nói rằng họ sẽ đáp trả. ".to_owned()
}

/// The shortest of five runs over `count` sentences, every one of which must be found to be a statement.
fn time(sentence: fn(usize) -> String, count: usize) -> Duration {
    let text: String = (0..count).map(sentence).collect();
    (0..5)
        .map(|_| {
            let start = Instant::now();
            let found = extract(&text).len();
            let took = start.elapsed();
            assert_eq!(found, count);
            took
        })
        .min()
        .unwrap_or_default()
}

#[test]
fn eight_times_the_statements_take_no_more_than_twenty_times_as_long() {
    let sentences: [fn(usize) -> String; 4] = [repeated, varied, unnamed, bracketed];
    for sentence in sentences {
        let short = time(sentence, 2_500);
        let long = time(sentence, 20_000);
        assert!(
            long < short * 20 + SLACK,
            "2,500 statements like {:?} took {short:?}, 20,000 took {long:?}",
            sentence(0)
        );
    }
}
