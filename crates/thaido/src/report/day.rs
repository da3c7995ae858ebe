//! Days as news sites write them, and the buckets of a time line.

/// A calendar day; sorts by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) date: u8,
}

impl Day {
    /// The first day that stands in a date: `2024-03-09T…`, `2024/3/9`, `20240309`, or day first as in `9/3/2024`,
    /// `09-03-2024`, `Thứ bảy, 9.3.2024, 10:15`. Nothing where no such day can be found.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut numbers: Vec<&str> = text
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .collect();
        if let Some(first) = numbers.first().copied()
            && first.len() == 8
            && first.is_ascii()
        {
            numbers.splice(0..1, [&first[..4], &first[4..6], &first[6..]]);
        }
        numbers.windows(3).find_map(|three| {
            let number = |at: usize| three[at].parse::<u16>().ok();
            let (first, second, third) = (number(0)?, number(1)?, number(2)?);
            match (three[0].len(), three[2].len()) {
                (4, 1..=2) => Self::new(first, second, third),
                (1..=2, 4) => Self::new(third, second, first),
                _ => None,
            }
        })
    }

    fn new(year: u16, month: u16, day: u16) -> Option<Self> {
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 => 28 + u16::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let good = (1900..=2199).contains(&year) && (1..=days).contains(&day);
        good.then_some(Day {
            year,
            month: month as u8,
            date: day as u8,
        })
    }

    /// Days since 1 March of the year 0 (Howard Hinnant's count), for distances.
    fn number(self) -> i64 {
        let (year, month, day) = (
            i64::from(self.year),
            i64::from(self.month),
            i64::from(self.date),
        );
        let year = if month <= 2 { year - 1 } else { year };
        let in_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        365 * year + year / 4 - year / 100 + year / 400 + in_year
    }
}

/// How wide a bucket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Day,
    Month,
    Year,
}

impl Step {
    /// The finest step that gives no more than about forty buckets.
    pub(super) fn between(first: Day, last: Day) -> Self {
        match last.number() - first.number() {
            ..=40 => Step::Day,
            41..=1250 => Step::Month,
            _ => Step::Year,
        }
    }

    /// The bucket of a day, as it is sorted and shown: `2024-03-09`, `2024-03` or `2024`.
    pub(super) fn name(self, day: Day) -> String {
        match self {
            Step::Day => format!("{}-{:02}-{:02}", day.year, day.month, day.date),
            Step::Month => format!("{}-{:02}", day.year, day.month),
            Step::Year => day.year.to_string(),
        }
    }

    /// Every bucket from `first` to `last`, empty ones included, so that gaps are seen as gaps.
    pub(super) fn all(self, first: Day, last: Day) -> Vec<String> {
        let mut names = Vec::new();
        let mut day = first;
        while day <= last {
            let name = self.name(day);
            if names.last() != Some(&name) {
                names.push(name);
            }
            day = day.next();
        }
        names
    }
}

impl Day {
    fn next(self) -> Self {
        let Day { year, month, date } = self;
        let (year_, month_) = (year, u16::from(month));
        Self::new(year_, month_, u16::from(date) + 1)
            .or_else(|| Self::new(year_, month_ + 1, 1))
            .unwrap_or(Day {
                year: year + 1,
                month: 1,
                date: 1,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_ways_that_sites_write_them() {
        let day = Some(Day {
            year: 2024,
            month: 3,
            date: 9,
        });
        for text in [
            "2024-03-09",
            "2024-03-09T10:15:00+07:00",
            "2024/3/9",
            "20240309",
            "9/3/2024",
            "Thứ bảy, 9.3.2024, 10:15 (GMT+7)",
        ] {
            assert_eq!(Day::read(text), day, "{text}");
        }
        for text in [
            "",
            "hôm qua",
            "31/02/2024",
            "2024",
            "10:15",
            "13-13-2024",
            "99999999",
        ] {
            assert_eq!(Day::read(text), None, "{text}");
        }
        assert!(Day::read("29/2/2024").is_some() && Day::read("29/2/2023").is_none());
    }

    #[test]
    fn a_time_line_has_no_holes() {
        let (first, last) = (
            Day {
                year: 2023,
                month: 12,
                date: 30,
            },
            Day {
                year: 2024,
                month: 3,
                date: 1,
            },
        );
        assert_eq!(last.number() - first.number(), 62);
        assert_eq!(Step::between(first, last), Step::Month);
        assert_eq!(
            Step::Month.all(first, last),
            ["2023-12", "2024-01", "2024-02", "2024-03"]
        );
        assert_eq!(Step::Day.all(first, last).len(), 63);
        assert_eq!(Step::Year.all(first, last), ["2023", "2024"]);
    }
}
