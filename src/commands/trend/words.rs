//! How periods, populations and numbers are worded in titles and sentences.

use crate::answer::NumberFormat;
use crate::dataset::Dataset;
use crate::estimates::AssumedPrecision;
use crate::model::{Period, PeriodBasis, Series};
use crate::stats::design::Basis;

/// `2024-25` for a financial year, `the year ending December 2025` for another.
pub(in crate::commands) fn in_sentence(period: Period) -> String {
    match period {
        Period::YearEnding { month: 3, .. } | Period::Calendar { .. } | Period::Number { .. } => {
            period.to_string()
        }
        Period::YearEnding { .. } => format!("the {}", period.in_words()),
        Period::Quarter { .. } | Period::Month { .. } => period.in_words(),
    }
}

/// `years ending March 2003 to 2025`
pub(in crate::commands) fn range(first: Period, last: Period) -> String {
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
pub(in crate::commands) fn people(series: &Series) -> String {
    let age = series.age.in_words();
    let sex = series.sex.noun();
    if age.is_empty() {
        sex.to_owned()
    } else {
        format!("{sex} {age}")
    }
}

/// What the first column holds: `year`, `quarter`, `month`.
pub(in crate::commands) const fn period_header(basis: PeriodBasis) -> &'static str {
    match basis {
        PeriodBasis::YearEnding(_) | PeriodBasis::Calendar => "year",
        PeriodBasis::Quarter => "quarter",
        PeriodBasis::Month => "month",
        PeriodBasis::Number => "x",
    }
}

/// `one` to `twelve` in words, then digits.
pub(in crate::commands) fn number(number: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS
        .get(number)
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// `year ending June 2025` of a release, to tell its series from those of another.
pub(in crate::commands) fn release_period(id: &str, dataset: &Dataset<'_>) -> String {
    dataset
        .releases()
        .iter()
        .find(|release| release.id == id)
        .map_or_else(
            || id.to_owned(),
            |release| format!("release {}", release.period),
        )
}

/// What an interval rests on, where that was assumed and not published.
pub(in crate::commands) fn basis_in_words(
    basis: &Basis,
    assumed: &AssumedPrecision,
) -> Option<String> {
    let Basis::Base {
        base,
        design_factor,
        assumed: default_factor,
        ..
    } = basis
    else {
        return None;
    };
    let stated = assumed.base.is_some() || !assumed.base_by_period.is_empty();
    let base = if stated {
        format!(
            "a base stated by the user ({} people)",
            NumberFormat::Whole.write(*base)
        )
    } else {
        "the published base".to_owned()
    };
    let factor = match (default_factor, assumed.design_factor) {
        (true, _) => "an assumed design factor",
        (false, Some(_)) => "a design factor stated by the user,",
        (false, None) => "a design factor given with the figures,",
    };
    Some(format!(
        "Intervals rest on {base} and {factor} of {design_factor}."
    ))
}

/// The text with its first letter in upper case.
pub(in crate::commands) fn capitalised(text: &str) -> String {
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
