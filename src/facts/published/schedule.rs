//! When the next release of each family is expected, and which releases held are old.

use crate::catalogue::Calendar;
use crate::dataset::{Dataset, ReleaseFile};
use crate::facts::Facts;
use crate::model::{Period, Source, month_name};

/// A month, counted from the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month(i32);

impl Month {
    /// The month of a day counted from 1 January 1970.
    pub(crate) fn of_day(day: i64) -> Self {
        // Civil from days (proleptic Gregorian calendar), with the year beginning in March.
        let since = day + 719_468;
        let era = since.div_euclid(146_097);
        let of_era = since.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let months = (era * 400 + year) * 12 + month + 2;
        Self(i32::try_from(months).unwrap_or(i32::MAX))
    }

    /// The month of a date such as `2025-10-23`.
    pub(crate) fn of_date(date: &str) -> Option<Self> {
        let mut parts = date.split('-');
        let year: i32 = parts.next()?.parse().ok()?;
        let month: i32 = parts.next()?.parse().ok()?;
        (1..=12)
            .contains(&month)
            .then(|| Self(year * 12 + month - 1))
    }

    /// `July 2026`
    pub(crate) fn in_words(self) -> String {
        let month = u8::try_from(self.0.rem_euclid(12) + 1).unwrap_or(1);
        format!("{} {}", month_name(month), self.0.div_euclid(12))
    }

    /// Months from another to this one.
    pub(crate) const fn since(self, other: Self) -> i32 {
        self.0 - other.0
    }
}

/// How old the figures of a source are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Age {
    pub(crate) source: Source,
    /// The last month that the latest figure covers.
    pub(crate) to: Month,
    /// When its release was published, and whether that is known for sure.
    pub(crate) published: Option<(Month, bool)>,
    /// Whether it is only quoted.
    pub(crate) is_quoted: bool,
    /// The last month that the next release is about, and when it is expected.
    pub(crate) next: Option<(Month, Month)>,
}

/// How old the latest figures of an answer are, one entry a source.
pub(crate) fn ages(facts: &Facts, dataset: &Dataset<'_>) -> Vec<Age> {
    let valued = || {
        facts.iter().filter_map(|fact| {
            let release = fact
                .value
                .and(dataset.releases().iter().find(|one| one.id == fact.release));
            Some((fact.source?, fact.period.period()?, release?))
        })
    };
    let expected = expected(dataset);
    let mut ages = Vec::new();
    for source in [Source::Police, Source::Survey, Source::Cps] {
        let of_source = valued().filter(|(one, ..)| *one == source);
        let Some((_, period, release)) = of_source.max_by_key(|(_, period, _)| period.end_month())
        else {
            continue;
        };
        let stated = release.entry.and_then(|entry| entry.published.as_deref());
        let by_calendar = expected
            .iter()
            .find(|one| one.held.family == release.family);
        let of_held = by_calendar.filter(|one| one.held.id == release.id);
        ages.push(Age {
            source,
            to: Month(period.end_month() - 1),
            published: stated
                .and_then(Month::of_date)
                .map(|month| (month, true))
                .or_else(|| of_held.map(|one| (one.published, false))),
            is_quoted: !release.quoted_by().is_empty(),
            next: by_calendar.map(|one| (Month(one.period.end_month() - 1), one.due)),
        });
    }
    ages
}

/// What is known of the next release of a family.
#[derive(Debug)]
pub(crate) struct Expected<'a> {
    pub(crate) calendar: &'a Calendar,
    /// The latest release that is held.
    pub(crate) held: &'a ReleaseFile<'a>,
    /// When it was published, or should have been by the calendar.
    pub(crate) published: Month,
    /// The period of the next.
    pub(crate) period: Period,
    /// When it is expected.
    pub(crate) due: Month,
    /// Where it is expected: a guess.
    pub(crate) address: String,
}

/// The next release of each family that has a calendar and of which one is held.
pub(crate) fn expected<'a>(dataset: &'a Dataset<'a>) -> Vec<Expected<'a>> {
    let calendars = dataset.catalogue().calendars.iter();
    calendars.filter_map(|one| next(one, dataset)).collect()
}

fn next<'a>(calendar: &'a Calendar, dataset: &'a Dataset<'a>) -> Option<Expected<'a>> {
    let family = dataset.releases().iter();
    let family = family.filter(|release| release.family == calendar.family);
    let held = family.max_by_key(|release| release.period.end_month())?;
    let last = |period: Period| period.end_month() - 1;
    let first = held.period.first_month() + calendar.every;
    let period = Period::of_months(first, held.period.end_month() + calendar.every)?;
    let stated = held.entry.and_then(|entry| entry.published.as_deref());
    let by_calendar = Month(last(held.period) + calendar.after);
    Some(Expected {
        calendar,
        held,
        published: stated.and_then(Month::of_date).unwrap_or(by_calendar),
        period,
        due: Month(last(period) + calendar.after),
        address: address(&calendar.pattern, last(period)),
    })
}

/// A pattern with the last month of a period in it.
fn address(pattern: &str, month: i32) -> String {
    let number = u8::try_from(month.rem_euclid(12) + 1).unwrap_or(1);
    let name = month_name(number).to_lowercase();
    let short: String = name.chars().take(3).collect();
    pattern
        .replace("{month}", &name)
        .replace("{mon}", &short)
        .replace("{year}", &month.div_euclid(12).to_string())
        .replace("{ddmmyy}", "DDMMYY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_fall_in_their_months() {
        // `date -u -d 2024-02-29 +%s` is 1709164800; 1970-01-01 is day 0.
        for (day, words) in [
            (0, "January 1970"),
            (30, "January 1970"),
            (31, "February 1970"),
            (1_709_164_800 / 86_400, "February 2024"),
            (1_709_251_200 / 86_400, "March 2024"),
            (1_798_675_200 / 86_400, "December 2026"),
            (-1, "December 1969"),
        ] {
            assert_eq!(Month::of_day(day).in_words(), words, "{day}");
        }
        assert_eq!(
            Month::of_date("2025-10-23").unwrap().in_words(),
            "October 2025"
        );
        assert_eq!(Month::of_date("2025-13-01"), None);
    }

    #[test]
    fn the_pattern_gives_the_address_that_was_seen() {
        let catalogue = crate::catalogue::Catalogue::built_in().unwrap();
        let march_2026 = 2026 * 12 + 2;
        for calendar in &catalogue.calendars {
            let seen = calendar.seen.first().unwrap();
            let made = address(&calendar.pattern, march_2026);
            if made.contains("DDMMYY") {
                assert!(
                    seen.starts_with("prc-pfa-mar2013-onwards-tables-"),
                    "{seen}"
                );
            } else {
                assert_eq!(made, *seen);
            }
        }
    }
}
