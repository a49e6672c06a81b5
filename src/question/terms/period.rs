//! Periods given on the command line.

use anyhow::Result;

use crate::model::{NotAPeriod, Period, PeriodBasis};
use crate::problem::Problem;

/// Reads the period of an option, or a number, which is one for own figures outside the calendar.
///
/// # Errors
/// A usage error for a text that is not a period; the hint lists the accepted forms.
pub(crate) fn given(option: &str, text: Option<&str>) -> Result<Option<Period>> {
    let read = |text: &str| {
        let number = || text.trim().parse().ok().and_then(Period::number);
        let as_spreadsheets_do = || crate::own_figures::period(text);
        text.parse::<Period>()
            .or_else(|wrong| number().or_else(as_spreadsheets_do).ok_or(wrong))
    };
    let parsed = text.map(read).transpose();
    parsed.map_err(|NotAPeriod { text, hint }| {
        Problem::usage(format!("`{text}` in {option} is not a period"))
            .hint(hint)
            .into()
    })
}

/// Refuses a bare year for a series of years that end with a month, since it could mean two of
/// them, and a plain number for any series of the calendar.
///
/// # Errors
/// A usage error whose hint names what to write.
pub(crate) fn refuse_bare_year(
    option: &str,
    period: Option<Period>,
    basis: PeriodBasis,
) -> Result<()> {
    let (year, month) = match (period, basis) {
        (Some(Period::Calendar { year }), PeriodBasis::YearEnding(month)) => (year, month),
        (Some(number @ Period::Number { .. }), basis) if basis != PeriodBasis::Number => {
            return Err(Problem::usage(format!(
                "{option} {number} is not a period: these figures are for {}",
                basis.plural()
            ))
            .hint("`vawg trend --help` shows how periods are written")
            .into());
        }
        _ => return Ok(()),
    };
    let ending = Period::YearEnding { year, month };
    let beginning = Period::YearEnding {
        year: year + 1,
        month,
    };
    Err(Problem::usage(format!(
        "{option} {year} could mean two years: these figures are for {}",
        basis.plural()
    ))
    .hint(format!(
        "write {ending} ({}) or {beginning} ({})",
        ending.in_words(),
        beginning.in_words()
    ))
    .into())
}

/// The period as a series means it: for own figures outside the calendar a bare year is a number.
pub(crate) fn on_basis(period: Option<Period>, basis: PeriodBasis) -> Option<Period> {
    match (period, basis) {
        (Some(Period::Calendar { year }), PeriodBasis::Number) => Period::number(f64::from(year)),
        _ => period,
    }
}
