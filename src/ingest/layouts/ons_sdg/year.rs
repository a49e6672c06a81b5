//! The spellings of a year.

use crate::ingest::cells::heading::{Heading, heading};
use crate::model::{Period, PeriodBasis};

/// How a year may be written.
pub(super) enum Year {
    /// A financial year.
    One(Period),
    /// More than one.
    Several(u16),
    /// No year.
    None,
}

/// More years than are ever put together.
const LONGEST: u16 = 10;

/// `2004`, `2004/05`, `2004 to 2005` and `2004 to 05` begin in April 2004; so does a year in the
/// wordings of headings: `2004-05`, `Year ending March 2005`.
pub(super) fn year_of(text: &str) -> Year {
    match (starting_with(text), heading(text)) {
        (Year::None, Heading::Level(period, _)) if period.basis() == PeriodBasis::YearEnding(3) => {
            Year::One(period)
        }
        (year, _) => year,
    }
}

fn starting_with(text: &str) -> Year {
    let year = |text: &str| text.parse::<u16>().ok().filter(|_| text.len() == 4);
    let (first, last) = match text.split_once('/').or_else(|| text.split_once(" to ")) {
        None => (text, None),
        Some((first, last)) => (first.trim(), Some(last.trim())),
    };
    let Some(start) = year(first).filter(|start| (1900..2200).contains(start)) else {
        return Year::None;
    };
    let end = match last {
        None => Some(start + 1),
        Some(last) if last.len() == 2 => last.parse::<u16>().ok().map(|last| {
            let end = start - start % 100 + last;
            if end < start { end + 100 } else { end }
        }),
        Some(last) => year(last),
    };
    match end {
        Some(end) if end == start + 1 => Year::One(Period::financial(end)),
        Some(end) if end > start && end - start <= LONGEST => Year::Several(end - start),
        _ => Year::None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Period, Year, year_of};

    #[test]
    fn a_year_is_read_in_each_of_its_spellings() {
        for text in [
            "2004",
            "2004/05",
            "2004 to 2005",
            "2004 to 05",
            "2004-05",
            "Year ending March 2005",
            "April 2004 to March 2005",
        ] {
            assert!(
                matches!(year_of(text), Year::One(period) if period == Period::financial(2005)),
                "{text}"
            );
        }
        assert!(
            matches!(year_of("1999/00"), Year::One(period) if period == Period::financial(2000))
        );
        assert!(matches!(year_of("2018 to 2020"), Year::Several(2)));
        for text in [
            "",
            "Year",
            "04/05",
            "2004/03",
            "2004 to",
            "Year ending June 2005",
        ] {
            assert!(matches!(year_of(text), Year::None), "{text}");
        }
    }
}
