//! Periods as people and spreadsheets write them: a whole column is read together, since one text may
//! mean two things.

use std::collections::BTreeSet;

use crate::model::{Period, month_number};

/// Excel's numbers of days for 1954 to 2064.
const DAY_NUMBERS: std::ops::RangeInclusive<i64> = 20_000..=60_000;

/// A period as it is written, before the column is known.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Written {
    Period(Period),
    /// `2024-01`: a month, or a financial year if the second number follows the first.
    YearAndTwoDigits(u16, u8),
    Date(u16, u8, u8),
    Number(f64),
}

/// How a column of periods was understood.
#[derive(Debug, Default)]
pub(super) struct Column {
    /// Whether `2024-01` is a month here.
    is_months: bool,
    /// What a date stands for.
    dates: Dates,
    /// What was understood, in words.
    pub(super) understood: Vec<String>,
    /// Whether every number is one of Excel's days.
    is_days: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Dates {
    #[default]
    Months,
    Quarters,
    Years,
}

impl Column {
    /// Looks at all texts of a column.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut column = Self::default();
        let mut dates = BTreeSet::new();
        let (mut numbers, mut days, mut other_forms) = (0, 0, false);
        for text in texts {
            match written(text) {
                Ok(Written::YearAndTwoDigits(year, digits)) => {
                    column.is_months |= !follows(year, digits);
                }
                Ok(Written::Date(year, month, day)) => {
                    dates.insert((year, month, day));
                }
                Ok(Written::Number(number)) => {
                    numbers += 1;
                    days += usize::from(is_day(number));
                }
                Ok(Written::Period(period)) => other_forms |= period.to_string() != text.trim(),
                Err(_) => {}
            }
        }
        column.is_days = numbers > 0 && days == numbers;
        if column.is_months {
            let said = "periods such as `2024-01` are read as months";
            column.understood.push(said.to_owned());
        }
        if !dates.is_empty() {
            column.dates = kind_of(&dates);
            let what = match column.dates {
                Dates::Months => "months",
                Dates::Quarters => "quarters that end then",
                Dates::Years => "years that end then",
            };
            column.understood.push(format!("dates are read as {what}"));
        }
        if other_forms {
            let said = "periods in words are read as years, quarters or months";
            column.understood.push(said.to_owned());
        }
        column
    }

    /// The period of a text.
    ///
    /// # Errors
    /// Why it is not a period, and what to write.
    pub(super) fn read(&self, text: &str) -> Result<Period, String> {
        match written(text)? {
            Written::Period(period) => Ok(period),
            Written::YearAndTwoDigits(year, month) if self.is_months => {
                Ok(Period::Month { year, month })
            }
            Written::YearAndTwoDigits(year, _) => Ok(Period::financial(year + 1)),
            Written::Date(year, month, _) => Ok(match self.dates {
                Dates::Months => Period::Month { year, month },
                Dates::Quarters => Period::Quarter {
                    year,
                    quarter: month.div_ceil(3),
                },
                Dates::Years => Period::YearEnding { year, month },
            }),
            Written::Number(number) if self.is_days && is_day(number) => {
                let (year, month, day) = date_of_day(number as i64);
                Err(format!(
                    "`{text}` looks like Excel's number for the day `{year}-{month:02}-{day:02}`; give the \
                     column a date format, or write the period: 2011-12 or Dec 2011"
                ))
            }
            Written::Number(number) => Period::number(number)
                .ok_or_else(|| format!("`{text}` is not a period: a number is at most 10^9")),
        }
    }
}

fn is_day(number: f64) -> bool {
    number.fract() == 0.0 && DAY_NUMBERS.contains(&(number as i64))
}

/// What dates stand for: years or quarters that end then, if all of them are such ends.
fn kind_of(dates: &BTreeSet<(u16, u8, u8)>) -> Dates {
    let ends = |(year, month, day): &(u16, u8, u8)| *day == last_day(*year, *month);
    let months: BTreeSet<u8> = dates.iter().map(|(_, month, _)| *month).collect();
    if dates.len() < 2 || !dates.iter().all(ends) {
        Dates::Months
    } else if months.len() == 1 {
        Dates::Years
    } else if months.iter().all(|month| month % 3 == 0) {
        Dates::Quarters
    } else {
        Dates::Months
    }
}

fn last_day(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Whether two digits are those of the next year.
const fn follows(year: u16, digits: u8) -> bool {
    (year + 1) % 100 == digits as u16
}

fn written(text: &str) -> Result<Written, String> {
    let plain = text.replace(['\u{2013}', '\u{2014}', '\u{2212}'], "-");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = plain.to_lowercase();
    if let Ok(number) = lower.parse::<f64>() {
        return if number.is_finite() {
            Ok(Written::Number(number))
        } else {
            Err(not_a_period(text))
        };
    }
    if let [year, digits] = numbers(&lower, '-').as_slice()
        && let (Some(year), Some(digits)) = (year_of(year), two_digits(digits))
        && (1..=12).contains(&digits)
    {
        return Ok(Written::YearAndTwoDigits(year, digits));
    }
    if let Ok(period) = lower.parse() {
        return Ok(Written::Period(period));
    }
    if let Some(date) = date(&lower) {
        return Ok(date);
    }
    let found = financial_year(&lower)
        .or_else(|| in_words(&lower))
        .or_else(|| span(&lower));
    match found {
        Some(period) => Ok(Written::Period(period)),
        None => Err(explained(text, &lower)),
    }
}

fn not_a_period(text: &str) -> String {
    format!(
        "`{text}` is not a period; write 2023-24, ye-dec-2025, 2024-q1, Jan 2024, 2024-01-31 or 2024"
    )
}

/// A text that spreadsheets make of something else, or a text that is not a period.
fn explained(text: &str, lower: &str) -> String {
    let parts: Vec<&str> = lower.split(['-', ' ', '/']).collect();
    if let [month, digits] = parts.as_slice()
        && let (Some(month), Some(digits)) = (month_number(month), two_digits(digits))
    {
        return format!(
            "`{text}` may be a month, or the financial year 20{month:02}-{digits:02} that Excel turned into \
             one; write the month with its year (Jan 2024), or give the column the format Text"
        );
    }
    not_a_period(text)
}

/// The parts of a text between separators, if all are digits.
fn numbers(text: &str, separator: char) -> Vec<&str> {
    let parts: Vec<&str> = text.split(separator).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.iter().all(digits) {
        parts
    } else {
        Vec::new()
    }
}

fn year_of(text: &str) -> Option<u16> {
    let year = (text.len() == 4).then(|| text.parse().ok())?;
    year.filter(|year| (1000..9999).contains(year))
}

fn two_digits(text: &str) -> Option<u8> {
    (text.len() == 2).then(|| text.parse().ok())?
}

/// `2014/15`, `2014-2015`, `2014/2015`, and the month `01/2024` or `2024/01`.
fn financial_year(text: &str) -> Option<Period> {
    let slash = numbers(text, '/');
    let parts = if slash.is_empty() {
        numbers(text, '-')
    } else {
        slash
    };
    let [first, second] = parts.as_slice() else {
        return None;
    };
    let month = |year: &str, month: &str| {
        let month = month
            .parse()
            .ok()
            .filter(|month| (1..=12).contains(month))?;
        Some(Period::Month {
            year: year_of(year)?,
            month,
        })
    };
    let Some(year) = year_of(first) else {
        return (first.len() <= 2).then(|| month(second, first))?;
    };
    if year_of(second) == Some(year + 1) || two_digits(second).is_some_and(|two| follows(year, two))
    {
        return Some(Period::financial(year + 1));
    }
    (second.len() <= 2).then(|| month(first, second))?
}

/// `2024-01-31`, perhaps with a time, and `31/01/2024`, `31.01.2024`, `31-01-2024`.
fn date(text: &str) -> Option<Written> {
    let day_part = text.split([' ', 't']).next().unwrap_or(text);
    for separator in ['-', '/', '.'] {
        let parts = numbers(day_part, separator);
        let [first, month, last] = parts.as_slice() else {
            continue;
        };
        let (year, day) = match (year_of(first), year_of(last)) {
            (Some(year), None) => (year, last),
            (None, Some(year)) => (year, first),
            _ => continue,
        };
        let month: u8 = month
            .parse()
            .ok()
            .filter(|month| (1..=12).contains(month))?;
        let day: u8 = day.parse().ok()?;
        return (1..=last_day(year, month))
            .contains(&day)
            .then_some(Written::Date(year, month, day));
    }
    None
}

/// `Jan 2024`, `2024 Jan`, `Q1 2024`, `2024 Q1`, `year ending March 2024`, `ye Mar 2024`.
fn in_words(text: &str) -> Option<Period> {
    for beginning in [
        "year ending ",
        "year to ",
        "year ended ",
        "12 months to ",
        "ye ",
    ] {
        if let Some(rest) = text.strip_prefix(beginning) {
            let (month, year) = month_and_year(rest)?;
            return Some(Period::YearEnding { year: year?, month });
        }
    }
    let parts: Vec<&str> = text.split([' ', '-', '/']).collect();
    if let [one, other] = parts.as_slice() {
        let quarter = |quarter: &str, year: &str| {
            let quarter: u8 = quarter.strip_prefix('q')?.parse().ok()?;
            let year = year_of(year)?;
            (1..=4)
                .contains(&quarter)
                .then_some(Period::Quarter { year, quarter })
        };
        if let Some(found) = quarter(one, other).or_else(|| quarter(other, one)) {
            return Some(found);
        }
    }
    if let Some((year, quarter)) = text.split_once('q').filter(|(year, _)| year.len() == 4) {
        let (year, quarter) = (year_of(year)?, quarter.parse().ok()?);
        return (1..=4)
            .contains(&quarter)
            .then_some(Period::Quarter { year, quarter });
    }
    let (month, year) = month_and_year(text)?;
    Some(Period::Month { year: year?, month })
}

/// A month with its year, in either order, or a month alone.
fn month_and_year(text: &str) -> Option<(u8, Option<u16>)> {
    let text = text.replace(['\'', '\u{2019}', '.', ','], " ");
    let parts: Vec<&str> = text
        .split([' ', '-', '/'])
        .filter(|part| !part.is_empty())
        .collect();
    match parts.as_slice() {
        [month] => Some((month_number(month)?, None)),
        [one, other] => match (month_number(one), month_number(other)) {
            (Some(month), None) => Some((month, Some(year_of(other)?))),
            (None, Some(month)) => Some((month, Some(year_of(one)?))),
            _ => None,
        },
        _ => None,
    }
}

/// `Apr 2014 to Mar 2015`, `Jan to Mar 2024`, `April 2014 - March 2015`.
fn span(text: &str) -> Option<Period> {
    let (first, last) = text.split_once(" to ").or_else(|| text.split_once(" - "))?;
    let (last_month, last_year) = month_and_year(last)?;
    let (first_month, first_year) = month_and_year(first)?;
    let last_year = last_year?;
    let first_year = first_year.unwrap_or(last_year);
    let first = u32::from(first_year) * 12 + u32::from(first_month);
    let last = u32::from(last_year) * 12 + u32::from(last_month);
    match (last + 1).checked_sub(first)? {
        12 => Some(Period::YearEnding {
            year: last_year,
            month: last_month,
        }),
        3 if last_month.is_multiple_of(3) => Some(Period::Quarter {
            year: last_year,
            quarter: last_month / 3,
        }),
        _ => None,
    }
}

/// The date of one of Excel's days: year, month, day. 25,569 is 1 January 1970.
pub(super) fn date_of_day(day: i64) -> (i64, i64, i64) {
    // After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": civil_from_days.
    let days = day - 25_569 + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests;
