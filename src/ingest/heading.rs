//! Column headings: which period a column is about, and whether it holds a level or a change.

use super::cell::{collapsed, label};
use crate::model::{Period, month_number};

/// What a column's heading says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heading {
    /// Figures of a period; with the notes that the heading refers to.
    Level(Period, String),
    /// Percentage change on the same period one year before.
    YearlyChange(Period),
    /// Anything else.
    Other(String),
}

/// Reads a heading such as `Apr 2009 to \n Mar 2010`, `Jan 2024 to\n Mar 2024`, `Jul 2025` or
/// `Dec 2024 with Dec 2025 % change`.
pub(super) fn heading(raw: &str) -> Heading {
    let mut split = label(raw);
    let mut text = collapsed(&split.text.replace("(%)", " "));
    if let Some((without, note)) = glued_to_year(&text) {
        text = without;
        split.notes = if split.notes.is_empty() {
            note
        } else {
            format!("{note},{}", split.notes)
        };
    }
    let found = if text.to_ascii_lowercase().contains("% change") {
        yearly_change(&text).map(Heading::YearlyChange)
    } else {
        span(&text).map(|period| Heading::Level(period, split.notes))
    };
    found.unwrap_or(Heading::Other(text))
}

/// The heading without the digits of footnotes glued to its last year: `Mar '121`, `Mar 20113,4`.
fn glued_to_year(text: &str) -> Option<(String, String)> {
    let (before, year) = text.rsplit_once(' ')?;
    let short = year.starts_with(['\'', '\u{2019}']);
    let digits = year.trim_start_matches(['\'', '\u{2019}']);
    let length = year.len() - digits.len() + if short { 2 } else { 4 };
    let note = year.get(length..)?;
    let all_notes = !note.is_empty()
        && digits.starts_with(|first: char| first.is_ascii_digit())
        && note.split(',').all(|note| {
            (1..=2).contains(&note.len()) && note.bytes().all(|byte| byte.is_ascii_digit())
        });
    all_notes.then(|| (format!("{before} {}", &year[..length]), note.to_owned()))
}

/// `Apr 2009 to Mar 2010`, `Apr '09 to Mar '10` or `Jul 2025`, and nothing beside it.
fn span(text: &str) -> Option<Period> {
    let words: Vec<&str> = text.split(' ').collect();
    match words.as_slice() {
        [month, year] => {
            let month = (month_number(month)?, year_number(year)?);
            Period::spanning((month.1, month.0), (month.1, month.0))
        }
        [first_month, first_year, "to", last_month, last_year] => Period::spanning(
            (year_number(first_year)?, month_number(first_month)?),
            (year_number(last_year)?, month_number(last_month)?),
        ),
        _ => None,
    }
}

/// The first and last months, each as year and month, that are written as `Jan 2023 to Mar 2024`
/// anywhere in a text.
pub(super) fn spans_in(text: &str) -> Vec<((i32, u8), (i32, u8))> {
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
pub(super) fn last_year_ending(title: &str) -> Option<Period> {
    let (_, ending) = title.rsplit_once("year ending ")?;
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
