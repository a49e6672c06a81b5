//! How periods are read, printed and put into words.

use std::fmt;
use std::str::FromStr;

use super::period::{Period, PeriodBasis};

const MONTHS: [(&str, &str); 12] = [
    ("jan", "January"),
    ("feb", "February"),
    ("mar", "March"),
    ("apr", "April"),
    ("may", "May"),
    ("jun", "June"),
    ("jul", "July"),
    ("aug", "August"),
    ("sep", "September"),
    ("oct", "October"),
    ("nov", "November"),
    ("dec", "December"),
];

impl Period {
    /// In words, for titles and sentences: `year ending March 2024`.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Self::YearEnding { year, month } => {
                format!("year ending {} {year}", month_name(month))
            }
            Self::Quarter { year, quarter } => format!(
                "{} to {} {year}",
                month_name(quarter * 3 - 2),
                month_name(quarter * 3)
            ),
            Self::Month { year, month } => format!("{} {year}", month_name(month)),
            Self::Calendar { year } => year.to_string(),
            Self::Number { .. } => self.to_string(),
        }
    }

    /// The text below a chart's axis: the year in which the period ends, with the quarter or
    /// month where it is shorter.
    #[must_use]
    pub fn axis_label(self) -> String {
        match self {
            Self::YearEnding { year, .. } | Self::Calendar { year } => year.to_string(),
            Self::Quarter { year, quarter } => format!("{year} Q{quarter}"),
            Self::Month { year, month } => format!("{} {year}", &month_name(month)[..3]),
            Self::Number { .. } => self.to_string(),
        }
    }
}

impl PeriodBasis {
    /// What the labels of an axis are: `Year ending March`.
    #[must_use]
    pub fn axis_title(self) -> String {
        match self {
            Self::YearEnding(month) => format!("Year ending {}", month_name(month)),
            Self::Quarter => "Quarter".to_owned(),
            Self::Month => "Month".to_owned(),
            Self::Calendar => "Calendar year".to_owned(),
            Self::Number => String::new(),
        }
    }

    /// What the periods are, in the plural: `financial years`.
    #[must_use]
    pub fn plural(self) -> String {
        match self {
            Self::YearEnding(3) => "financial years".to_owned(),
            Self::YearEnding(month) => format!("years ending {}", month_name(month)),
            Self::Quarter => "quarters".to_owned(),
            Self::Month => "months".to_owned(),
            Self::Calendar => "calendar years".to_owned(),
            Self::Number => "numbers".to_owned(),
        }
    }
}

/// The month of an English name or its first three letters, in any case: 1 to 12.
#[must_use]
pub fn month_number(name: &str) -> Option<u8> {
    let name = name.trim().to_ascii_lowercase();
    MONTHS
        .iter()
        .position(|(short, full)| {
            name == *short
                || name == full.to_ascii_lowercase()
                || (name == "sept" && *short == "sep")
        })
        .and_then(|index| u8::try_from(index + 1).ok())
}

/// The English name of month 1 to 12.
#[must_use]
pub fn month_name(month: u8) -> &'static str {
    MONTHS
        .get(usize::from(month).wrapping_sub(1))
        .map_or("", |(_, full)| full)
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::YearEnding { year, month: 3 } => {
                write!(formatter, "{}-{:02}", i32::from(year) - 1, year % 100)
            }
            Self::YearEnding { year, month } => {
                write!(formatter, "ye-{}-{year}", &MONTHS[usize::from(month) - 1].0)
            }
            Self::Quarter { year, quarter } => write!(formatter, "{year}-q{quarter}"),
            Self::Month { year, month } => write!(formatter, "{year}-m{month:02}"),
            Self::Calendar { year } => write!(formatter, "{year}"),
            Self::Number { .. } => write!(formatter, "{}", self.midpoint()),
        }
    }
}

/// A text that names no period; says what the forms are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAPeriod {
    /// The text as given.
    pub text: String,
    /// What the writer may have meant, if that can be told.
    pub hint: String,
}

/// The forms in which a period may be given.
pub const PERIOD_FORMS: &str =
    "2023-24 (year ending March 2024), ye-dec-2025, 2024-q1, 2024-m01 or 2024";

impl fmt::Display for NotAPeriod {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is not a period", self.text)
    }
}

impl std::error::Error for NotAPeriod {}

impl FromStr for Period {
    type Err = NotAPeriod;

    /// Reads the forms of [`PERIOD_FORMS`]; `ye-mar-2024` is the same period as `2023-24`.
    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let lower = text.trim().to_ascii_lowercase();
        let parts: Vec<&str> = lower.split('-').collect();
        let found = match parts.as_slice() {
            [year] => four_digits(year).map(|year| Self::Calendar { year }),
            ["ye", month, year] => month_number(month)
                .zip(four_digits(year))
                .map(|(month, year)| Self::YearEnding { year, month }),
            [year, second] => four_digits(year).and_then(|year| second_part(year, second)),
            _ => None,
        };
        found.ok_or_else(|| NotAPeriod {
            text: text.trim().to_owned(),
            hint: hint_for(&parts),
        })
    }
}

fn second_part(year: u16, second: &str) -> Option<Period> {
    if let Some(quarter) = second.strip_prefix('q') {
        let quarter = quarter.parse().ok().filter(|n| (1..=4).contains(n))?;
        return Some(Period::Quarter { year, quarter });
    }
    if let Some(month) = second.strip_prefix('m') {
        let month = month.parse().ok().filter(|n| (1..=12).contains(n))?;
        return (second.len() == 3).then_some(Period::Month { year, month });
    }
    let next = year + 1;
    (second.len() == 2 && second.parse() == Ok(next % 100)).then_some(Period::financial(next))
}

fn four_digits(text: &str) -> Option<u16> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .then(|| text.parse().ok())
        .flatten()
        .filter(|year| (1000..9999).contains(year))
}

fn hint_for(parts: &[&str]) -> String {
    if let [year, second] = parts
        && let Some(year) = four_digits(year)
    {
        if let Some(month) = second.parse::<u8>().ok().filter(|n| (1..=12).contains(n)) {
            return format!(
                "the month is written {year}-m{month:02}; the financial year that begins in \
                 {year} is {}",
                Period::financial(year + 1)
            );
        }
        if four_digits(second) == Some(year + 1) {
            return format!("that year is written {}", Period::financial(year + 1));
        }
    }
    format!("a period is one of {PERIOD_FORMS}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Period, PeriodBasis};

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn each_form_reads_and_prints_the_same() {
        for text in [
            "2023-24",
            "1999-00",
            "2000-01",
            "ye-dec-2025",
            "2024-q1",
            "2024-m01",
            "2024",
        ] {
            assert_eq!(period(text).to_string(), text);
        }
        assert_eq!(period("ye-mar-2024"), Period::financial(2024));
    }

    #[test]
    fn a_month_is_never_taken_for_a_financial_year() {
        let error = "2024-01".parse::<Period>().unwrap_err();
        assert!(error.hint.contains("2024-m01"), "{}", error.hint);
        assert_eq!(period("2000-01"), Period::financial(2001));
    }

    #[test]
    fn what_is_no_period_is_refused_with_a_remedy() {
        for text in [
            "",
            "24",
            "2023-25",
            "2024-q5",
            "2024-m13",
            "ye-foo-2024",
            "2024-m1",
            "-",
            "ye-dec",
            "2023/24",
            "00000",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
        let error = "2023-2024".parse::<Period>().unwrap_err();
        assert_eq!(error.hint, "that year is written 2023-24");
    }

    #[test]
    fn words_say_what_the_period_is() {
        assert_eq!(
            period("ye-dec-2025").in_words(),
            "year ending December 2025"
        );
        assert_eq!(period("2024-q1").in_words(), "January to March 2024");
        assert_eq!(PeriodBasis::YearEnding(3).axis_title(), "Year ending March");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,12}") {
            let _ = text.parse::<Period>();
        }
    }
}
