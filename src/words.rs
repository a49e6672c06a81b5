//! How periods, populations and numbers are worded in titles and sentences.

use crate::answer::NumberFormat;
use crate::catalogue::{CHARGED, Measure};
use crate::dataset::Dataset;
use crate::estimates::AssumedPrecision;
use crate::model::{Period, PeriodBasis, Series};
use crate::question::selection::Elsewhere;
use crate::stats::intervals::design::Basis;

/// `2024-25` for a financial year, `the year ending December 2025` for another.
pub(crate) fn in_sentence(period: Period) -> String {
    match period {
        Period::YearEnding { month: 3, .. } | Period::Calendar { .. } | Period::Number { .. } => {
            period.to_string()
        }
        Period::YearEnding { .. } => format!("the {}", period.in_words()),
        Period::Quarter { .. } | Period::Month { .. } => period.in_words(),
    }
}

/// `Year to Dec 2025` for a rolling year in a table.
pub(crate) fn year_to(period: Period) -> String {
    match period {
        Period::YearEnding { year, month } => {
            let month: String = crate::model::month_name(month).chars().take(3).collect();
            format!("Year to {month} {year}")
        }
        other => other.to_string(),
    }
}

/// `2023-24`, `Jun 2025` for a year ending another month: below an axis.
pub(crate) fn short_period(period: Period) -> String {
    match period {
        Period::YearEnding { month: 3, .. } => period.to_string(),
        Period::YearEnding { .. } => year_to(period).trim_start_matches("Year to ").to_owned(),
        other => other.to_string(),
    }
}

/// `years ending March 2003 to 2025`
pub(crate) fn range(first: Period, last: Period) -> String {
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
pub(crate) fn people(series: &Series) -> String {
    let age = series.age.in_words();
    let sex = series.sex.noun();
    if age.is_empty() {
        sex.to_owned()
    } else {
        format!("{sex} {age}")
    }
}

/// ` in London`; nothing for England and Wales, which every title is about.
pub(crate) fn place(series: &Series) -> String {
    const WHOLE: &str = "K04000001";
    if series.area_code.is_empty() || series.area_code == WHOLE {
        String::new()
    } else {
        format!(" in {}", series.area)
    }
}

/// What the first column holds: `year`, `quarter`, `month`.
pub(crate) const fn period_header(basis: PeriodBasis) -> &'static str {
    match basis {
        PeriodBasis::YearEnding(_) | PeriodBasis::Calendar => "year",
        PeriodBasis::Quarter => "quarter",
        PeriodBasis::Month => "month",
        PeriodBasis::Number => "x",
    }
}

/// `Later figures: people aged 16 and over, to 2024-25 (--sex all --age 16+).`
pub(crate) fn also_held(elsewhere: &[Elsewhere<'_>]) -> Option<String> {
    let listed = |later: bool| {
        let of_kind = elsewhere.iter().filter(|one| one.is_later == later);
        let each = of_kind.map(|one| {
            let (people, options) = (one.people(), one.options());
            if later {
                format!("{people}, to {} ({options})", one.last)
            } else {
                format!("{people}, from {} ({options})", one.first)
            }
        });
        each.collect::<Vec<_>>().join("; ")
    };
    let kinds = [("Later", listed(true)), ("Earlier", listed(false))];
    let sentences = kinds
        .into_iter()
        .filter(|(_, listed)| !listed.is_empty())
        .map(|(kind, listed)| format!("{kind} figures: {listed}."));
    let sentences = sentences.collect::<Vec<_>>().join(" ");
    (!sentences.is_empty()).then_some(sentences)
}

/// `2004, 2014 and 2019`
pub(crate) fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `one` to `twelve` in words, then digits.
pub(crate) fn number(number: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS
        .get(number)
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// `, across two breaks`; nothing for none.
pub(crate) fn across_breaks(breaks: usize) -> String {
    match breaks {
        0 => String::new(),
        1 => ", across one break".to_owned(),
        many => format!(", across {} breaks", number(many)),
    }
}

/// `1 error`, `2,000 errors`
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    format!("{} {noun}", NumberFormat::Whole.write(number as f64))
}

/// `year ending June 2025` of a release, to tell its series from those of another.
pub(crate) fn release_period(id: &str, dataset: &Dataset<'_>) -> String {
    dataset
        .releases()
        .iter()
        .find(|release| release.id == id)
        .map_or_else(
            || id.to_owned(),
            |release| format!("release {}", release.period),
        )
}

/// What intervals rest on; what was assumed is called so.
pub(crate) fn basis_in_words(
    found: &[(Period, Basis)],
    assumed: &AssumedPrecision,
) -> Option<String> {
    let any = |wanted: fn(&Basis) -> bool| found.iter().any(|(_, basis)| wanted(basis));
    let mut parts: Vec<String> = Vec::new();
    if any(|basis| matches!(basis, Basis::PublishedError)) {
        parts.push("the standard errors known".to_owned());
    }
    if any(|basis| matches!(basis, Basis::PublishedLimits { .. })) {
        parts.push("the limits known".to_owned());
    }
    let bases: Vec<OnBase> = found.iter().filter_map(OnBase::of).collect();
    if !bases.is_empty() {
        let (people, factors) = (people_asked(&bases, assumed), factors(&bases, assumed));
        parts.push(format!("{people} and {factors}"));
    }
    (!parts.is_empty()).then(|| format!("Intervals rest on {}.", parts.join("; on ")))
}

/// A figure whose interval rests on the number of people asked.
struct OnBase {
    period: Period,
    people: f64,
    factor: f64,
    /// Whether nobody stated the factor.
    default_factor: bool,
}

impl OnBase {
    fn of((period, basis): &(Period, Basis)) -> Option<Self> {
        match basis {
            Basis::Base {
                base,
                design_factor,
                assumed,
                ..
            } => Some(Self {
                period: *period,
                people: *base,
                factor: *design_factor,
                default_factor: *assumed,
            }),
            _ => None,
        }
    }
}

fn people_asked(bases: &[OnBase], assumed: &AssumedPrecision) -> String {
    if assumed.base.is_none() && assumed.base_by_period.is_empty() {
        return "the published base".to_owned();
    }
    let people = |number: f64| NumberFormat::Whole.write(number);
    let one = bases.first().map_or(0.0, |base| base.people);
    if bases.iter().all(|base| base.people.total_cmp(&one).is_eq()) {
        return format!("a base stated by the user ({} people)", people(one));
    }
    let each: Vec<String> = bases
        .iter()
        .map(|base| format!("{} people in {}", people(base.people), base.period))
        .collect();
    format!("bases stated by the user ({})", each.join(", "))
}

/// Every design factor, with its source.
fn factors(bases: &[OnBase], assumed: &AssumedPrecision) -> String {
    let mut factors: Vec<String> = Vec::new();
    for base in bases {
        let words = match (base.default_factor, assumed.design_factor) {
            (true, _) => "an assumed design factor of",
            (false, Some(_)) => "a design factor stated by the user, of",
            (false, None) => "a design factor given with the figures, of",
        };
        let factor = format!("{words} {}", base.factor);
        if !factors.contains(&factor) {
            factors.push(factor);
        }
    }
    factors.join(" or ")
}

/// The text with its first letter in upper case.
pub(crate) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

/// `95`, `99.8`
pub(crate) fn trimmed(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `November 2014`, or the number itself outside the calendar.
pub(crate) fn date(at: f64) -> String {
    let months = (at * 12.0).round();
    let (year, month) = ((months / 12.0).floor(), months.rem_euclid(12.0));
    if (at * 12.0 - months).abs() < 1e-6 && (1000.0..3000.0).contains(&year) {
        return format!("{} {year:.0}", crate::model::month_name(month as u8 + 1));
    }
    trimmed(at)
}

/// `women aged 16 to 59`
pub(crate) fn population(measure: &Measure) -> String {
    let age = measure.age.in_words();
    if age.is_empty() {
        measure.sex.noun().to_owned()
    } else {
        format!("{} {age}", measure.sex.noun())
    }
}

/// ` recorded`, for sentences on offences; nothing where it is said of what became of them.
pub(crate) fn recorded(series: &Series) -> &'static str {
    match series.unit.as_str() {
        CHARGED => "",
        _ => " recorded",
    }
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
