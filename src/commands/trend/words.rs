//! How periods, populations and numbers are worded in titles and sentences.

use crate::dataset::Dataset;
use crate::model::{Period, PeriodBasis, Series};

/// `2024-25` for a financial year, `the year ending December 2025` for another.
pub(super) fn in_sentence(period: Period) -> String {
    match period {
        Period::YearEnding { month: 3, .. } | Period::Calendar { .. } => period.to_string(),
        Period::YearEnding { .. } => format!("the {}", period.in_words()),
        Period::Quarter { .. } | Period::Month { .. } => period.in_words(),
    }
}

/// `years ending March 2003 to 2025`
pub(super) fn range(first: Period, last: Period) -> String {
    match (first, last) {
        _ if first == last => first.in_words(),
        (Period::YearEnding { .. }, Period::YearEnding { year, .. }) => {
            format!(
                "years {} to {year}",
                first.in_words().trim_start_matches("year ")
            )
        }
        _ => format!("{} to {}", first.in_words(), last.in_words()),
    }
}

/// `women aged 16 to 59`
pub(super) fn people(series: &Series) -> String {
    let age = series.age.in_words();
    let sex = series.sex.noun();
    if age.is_empty() {
        sex.to_owned()
    } else {
        format!("{sex} {age}")
    }
}

/// What the first column holds: `year`, `quarter`, `month`.
pub(super) const fn period_header(basis: PeriodBasis) -> &'static str {
    match basis {
        PeriodBasis::YearEnding(_) | PeriodBasis::Calendar => "year",
        PeriodBasis::Quarter => "quarter",
        PeriodBasis::Month => "month",
    }
}

/// `one` to `twelve` in words, then digits.
pub(super) fn number(number: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS
        .get(number)
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// `year ending June 2025` of a release, to tell its series from those of another.
pub(super) fn release_period(id: &str, dataset: &Dataset<'_>) -> String {
    dataset
        .releases()
        .iter()
        .find(|release| release.id == id)
        .map_or_else(
            || id.to_owned(),
            |release| format!("release {}", release.period),
        )
}

/// The text with its first letter in upper case.
pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::{capitalised, in_sentence, number, range};

    #[test]
    fn periods_read_as_in_a_sentence() {
        let period = |text: &str| text.parse().unwrap();
        assert_eq!(in_sentence(period("2024-25")), "2024-25");
        assert_eq!(
            in_sentence(period("ye-dec-2025")),
            "the year ending December 2025"
        );
        assert_eq!(
            range(period("2002-03"), period("2024-25")),
            "years ending March 2003 to 2025"
        );
        assert_eq!(
            range(period("2002-03"), period("2002-03")),
            "year ending March 2003"
        );
        assert_eq!(capitalised("rape or assault"), "Rape or assault");
        assert_eq!((number(3), number(13)), ("three".into(), "13".into()));
    }
}
