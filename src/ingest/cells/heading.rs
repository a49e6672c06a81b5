//! Column headings: which period a column is about, and whether it holds a level or a change.

mod beside;

use self::beside::without_what_stands_beside;
use super::cell::label;
use crate::model::{Period, month_number};

/// What a column's heading says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Heading {
    /// Figures of a period; with the notes that the heading refers to.
    Level(Period, String),
    /// Percentage change on the same period one year before.
    YearlyChange(Period),
    /// Anything else.
    Other(String),
}

/// Reads a heading such as `Apr 2009 to \n Mar 2010`, `2021/22`, `Year ending March 2022 [p]`,
/// `Jul 2025` or `Dec 2024 with Dec 2025 % change`.
pub(crate) fn heading(raw: &str) -> Heading {
    let split = label(raw);
    let (text, notes) = without_what_stands_beside(&split.text, split.notes);
    let found = if text.to_ascii_lowercase().contains("% change") {
        yearly_change(&text).map(Heading::YearlyChange)
    } else {
        span(&text).map(|period| Heading::Level(period, notes))
    };
    found.unwrap_or(Heading::Other(text))
}

/// A month, quarter or year in any of its wordings, and nothing beside it.
fn span(text: &str) -> Option<Period> {
    let text = text.replace(
        ['\u{2010}', '\u{2011}', '\u{2013}', '\u{2014}', '\u{2212}'],
        "-",
    );
    let lower = text.to_ascii_lowercase();
    if let Some(ending) = after_any(&lower, &YEAR_ENDING) {
        let (year, month) = year_and_month_or_short(without_day(ending))?;
        return Some(Period::YearEnding { year, month });
    }
    // A financial year named by the year that it ends in, as the abbreviation says.
    if let Some(year) = lower.strip_prefix("fye ") {
        return year_number(year).map(Period::financial);
    }
    if let Some((year, month)) = year_and_month(&text) {
        return Period::spanning((year, month), (year, month));
    }
    // ONS left out the `to` in two tables of September 2025: `Oct 2024 Sep 2025`.
    if let [first, first_year, last, last_year] = collapsed_words(&text).as_slice()
        && let Some(first) = year_and_month(&format!("{first} {first_year}"))
        && let Some(last) = year_and_month(&format!("{last} {last_year}"))
    {
        return Period::spanning(first, last);
    }
    let years = after_any(&lower, &["financial year ", "fy "]).unwrap_or(&lower);
    for between in [" to ", "-", "/"] {
        let Some((first, last)) = years.split_once(between) else {
            continue;
        };
        let (first, last) = (first.trim(), last.trim());
        if let Some(last) = year_and_month_or_short(last) {
            // The year may be said once, at the end: `Jan to Mar 2024`.
            let first =
                year_and_month_or_short(first).or_else(|| Some((last.0, month_number(first)?)))?;
            return Period::spanning(first, last);
        }
        if let Some(year) = second_year(first, last) {
            return Some(Period::financial(year));
        }
    }
    None
}

/// Words before the last month of a year.
const YEAR_ENDING: [&str; 9] = [
    "financial year ending ",
    "year ending ",
    "year-ending ",
    "year ended ",
    "year to ",
    "12 months ending ",
    "12 months to ",
    "y/e ",
    "ye ",
];

fn after_any<'a>(text: &'a str, beginnings: &[&str]) -> Option<&'a str> {
    beginnings.iter().find_map(|words| text.strip_prefix(words))
}

/// `March 2022` of `31 March 2022` or `31st March 2022`.
fn without_day(text: &str) -> &str {
    let is_day = |text: &str| {
        let day = text.trim_end_matches(|last: char| last.is_ascii_alphabetic());
        let suffix = &text[day.len()..];
        day.parse::<u8>().is_ok() && ["", "st", "nd", "rd", "th"].contains(&suffix)
    };
    match text.split_once(' ') {
        Some((day, rest)) if is_day(day) => rest,
        _ => text,
    }
}

/// Like [`year_and_month`], or with a year of two digits: `Mar 22`, `Mar-22`. By itself that may be a
/// day of March; not so after `year ending`, nor where it ends or begins a year.
fn year_and_month_or_short(text: &str) -> Option<(u16, u8)> {
    year_and_month(text).or_else(|| {
        let (month, year) = text.trim().split_once([' ', '-'])?;
        year_and_month(&format!("{month} '{year}"))
    })
}

/// `Mar 2010` or `March '10`.
fn year_and_month(text: &str) -> Option<(u16, u8)> {
    let (month, year) = text.trim().split_once(' ')?;
    Some((year_number(year.trim())?, month_number(month)?))
}

/// The second of two years that follow each other: 2022 of `2021` and `22` or `2022`.
fn second_year(first: &str, last: &str) -> Option<u16> {
    let next = year_number(first).filter(|_| first.len() == 4)? + 1;
    let digits = last.bytes().all(|byte| byte.is_ascii_digit());
    let follows = match last.len() {
        2 => last.parse() == Ok(next % 100),
        4 => last.parse() == Ok(next),
        _ => false,
    };
    (digits && follows).then_some(next)
}

/// The first and last months, each as year and month, that are written as `Jan 2023 to Mar 2024`
/// anywhere in a text.
pub(crate) fn spans_in(text: &str) -> Vec<((i32, u8), (i32, u8))> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .windows(5)
        .filter_map(|window| {
            let [first_month, first_year, "to", last_month, last_year] = window else {
                return None;
            };
            Some((
                (
                    i32::from(year_number(first_year)?),
                    month_number(first_month)?,
                ),
                (
                    i32::from(year_number(last_year)?),
                    month_number(last_month)?,
                ),
            ))
        })
        .collect()
}

/// The later period of a change on the year before, in the wordings that ONS uses.
// Long, but flat: an arm a wording, each with the words that tell it.
fn yearly_change(text: &str) -> Option<Period> {
    let lower = text.to_ascii_lowercase().replace("(% change)", "% change");
    let words: Vec<&str> = collapsed_words(&lower);
    match words.as_slice() {
        // Dec 2024 with Dec 2025 % change
        [month, first, "with", same, last, "%", "change"] => {
            let month_is_same = month_number(month)? == month_number(same)?;
            let consecutive = year_number(first)? + 1 == year_number(last)?;
            (month_is_same && consecutive).then_some(Period::YearEnding {
                year: year_number(last)?,
                month: month_number(same)?,
            })
        }
        // Jan to Mar 2024 and 2025 % change
        [from, "to", to, first, "and", last, "%", "change"] => {
            let year = year_number(last)?;
            (year_number(first)? + 1 == year)
                .then(|| Period::spanning((year, month_number(from)?), (year, month_number(to)?)))
                .flatten()
        }
        // YE Jun 2025 compared with previous year % change
        [
            "ye",
            month,
            year,
            "compared",
            "with",
            "previous",
            "year",
            "%",
            "change",
        ] => Some(Period::YearEnding {
            year: year_number(year)?,
            month: month_number(month)?,
        }),
        // Jan 2025 to Dec 2025 compared with previous year % change
        [
            from,
            first,
            "to",
            to,
            last,
            "compared",
            "with",
            "previous",
            "year",
            "%",
            "change",
        ] => Period::spanning(
            (year_number(first)?, month_number(from)?),
            (year_number(last)?, month_number(to)?),
        ),
        _ => None,
    }
}

/// The last `year ending MONTH YEAR` of a title, digits of footnotes after it or not.
pub(crate) fn last_year_ending(title: &str) -> Option<Period> {
    let lower = title.to_ascii_lowercase();
    let (_, ending) = lower.rsplit_once("year ending ")?;
    let mut words = ending.split_whitespace();
    let month = month_number(words.next()?)?;
    let year = words.next()?.get(..4)?.parse().ok()?;
    Some(Period::YearEnding { year, month })
}

fn collapsed_words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// `2009` or `'09` (1930 to 2029).
fn year_number(text: &str) -> Option<u16> {
    if let Some(short) = text.strip_prefix(['\'', '\u{2019}']) {
        let year: u16 = short.parse().ok().filter(|_| short.len() == 2)?;
        return Some(if year < 30 { 2000 + year } else { 1900 + year });
    }
    text.parse()
        .ok()
        .filter(|year| text.len() == 4 && (1800..2200).contains(year))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Heading, heading};

    fn level(raw: &str) -> String {
        match heading(raw) {
            Heading::Level(period, _) => period.to_string(),
            other => format!("{other:?}"),
        }
    }

    fn change(raw: &str) -> String {
        match heading(raw) {
            Heading::YearlyChange(period) => period.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn periods_are_read_from_every_spelling_in_use() {
        assert_eq!(level("Apr 2009 to \n Mar 2010"), "2009-10");
        assert_eq!(level("Apr 2019 to \nMar 2020 "), "2019-20");
        assert_eq!(level("Apr 2015 to \nMar 2016\n (%)"), "2015-16");
        assert_eq!(level("Apr 2012 to Mar 2013\n[note 6]"), "2012-13");
        assert_eq!(level("Apr '10 to Mar '11"), "2010-11");
        assert_eq!(level("Apr '11 to Mar '121"), "2011-12");
        assert_eq!(
            heading("Apr 2010 to Mar 20113,4"),
            Heading::Level("2010-11".parse().unwrap(), "3,4".into())
        );
        assert_eq!(level("Jan 2025 to\n Dec 2025"), "ye-dec-2025");
        assert_eq!(level("Jul 2024 to \nSep 2024"), "2024-q3");
        assert_eq!(level("Oct 2023"), "2023-m10");
        assert_eq!(
            heading("Offence group [note 3]"),
            Heading::Other("Offence group".into())
        );
        assert_eq!(
            level("Jan 1995 to Dec 1995 Significance"),
            "Other(\"Jan 1995 to Dec 1995 Significance\")"
        );
    }

    #[test]
    fn a_year_is_read_in_each_of_its_wordings() {
        for text in [
            "2021/22",
            "2021-22",
            "2021\u{2013}22",
            "2021 to 2022",
            "2021 to 22",
            "2021/2022",
            "Financial year 2021/22",
            "Year ending March 2022",
            "year ending 31 March 2022",
            "YE Mar 2022",
            "Year to March '22",
            "Apr 2021 \u{2013} Mar 2022",
            "April 2021-March 2022",
            "Apr 2021 Mar 2022",
            "Apr 2021 to Mar 2022 [p]",
            "2021/22 [p] [note 3]",
            "2021/22 [provisional]",
            "2021/22 (revised) [note 3]",
            "2021/22p",
            "2021/22 %",
            "Year ending March 2022 (percentage)",
            "Year to 31st March 2022",
            "YE March 22",
            "Apr 21 to Mar 22",
            "Apr-21 to Mar-22",
            "FYE 2022",
        ] {
            assert_eq!(level(text), "2021-22", "{text}");
        }
        assert_eq!(
            heading("2021/22 [P] [note 3]"),
            Heading::Level("2021-22".parse().unwrap(), "3,[p]".into())
        );
        assert_eq!(level("Year ending December 2025"), "ye-dec-2025");
        assert_eq!(level("Jan to Mar 2024"), "2024-q1");
        for text in [
            "2022",
            "2021/23",
            "21/22",
            "2021-03",
            "Mid-2022",
            "16-24",
            "Apr 2021 to Feb 2022",
            "2021/22 [net]",
            "FY 2022",
            "Mar-22",
            "Mar 22",
            "2021/22 % change",
            "Year ending March 202",
        ] {
            assert!(matches!(heading(text), Heading::Other(_)), "{text}");
        }
    }

    #[test]
    fn changes_on_the_year_before_are_told_from_levels() {
        assert_eq!(change("Dec 2024 with Dec 2025 % change"), "ye-dec-2025");
        assert_eq!(change("Jan to Mar\n2024 and 2025\n(% change)"), "2025-q1");
        assert_eq!(
            change("YE Jun 2025\n compared with previous year\n % change"),
            "ye-jun-2025"
        );
        assert_eq!(
            change("Jan 2025 to\n Dec 2025 compared with previous year % change"),
            "ye-dec-2025"
        );
        assert_eq!(
            heading("Dec 2014 with Dec 2025 % change"),
            Heading::Other("Dec 2014 with Dec 2025 % change".into())
        );
    }

    proptest! {
        #[test]
        fn no_heading_makes_the_reader_panic(raw in "\\PC{0,40}") {
            let _ = heading(&raw);
        }
    }
}
