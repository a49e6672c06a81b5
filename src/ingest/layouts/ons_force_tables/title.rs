//! What the title of a force table says: what its figures are, and of which period.

use crate::model::{Period, month_number};

/// What the figures of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) statistic: &'static str,
    pub(super) unit: &'static str,
    /// Whether columns are about several periods.
    pub(super) over_time: bool,
}

const fn form(statistic: &'static str, unit: &'static str) -> Form {
    Form {
        statistic,
        unit,
        over_time: false,
    }
}

/// What the figures are, where the table is one that is taken.
pub(super) fn form_of(title: &str) -> Option<Form> {
    let says = |words: &str| title.contains(words);
    if says("by offence group and police force area") {
        if says("number of offences") {
            return Some(form("count", "offences"));
        }
        // Changes of a quarter rest on two tables of which a workbook has one.
        if says("percentage change") && !says("Jan-Mar") && !says("Jan -Mar") {
            return Some(form("relative_change", "per cent"));
        }
        return says("rate of offences").then(|| form("rate", "per 1,000 population"));
    }
    let knife = "Knife and sharp instrument offences recorded by the police for selected offences, by police force area, English regions and Wales, ";
    let (_, rest) = title.split_once(knife)?;
    let over_time = rest.starts_with("percentage change");
    (over_time || rest.starts_with("year ending")).then_some(Form {
        statistic: "count",
        unit: "offences involving a knife",
        over_time,
    })
}

/// Why a table is not taken, for a list of what was passed over.
pub(super) fn why_not(title: &str) -> String {
    if title.contains("Comparison of") && title.contains("method") {
        return "two methods of counting offences with a knife side by side: not a series"
            .to_owned();
    }
    let (_, what) = title.split_once(": ").unwrap_or(("", title));
    let what = what.split(" [note").next().unwrap_or(what);
    let (before, last) = what.rsplit_once(' ').unwrap_or(("", what));
    // Digits of notes may follow the year.
    let what = match (year_with_notes(last), last.get(..4)) {
        (Some(_), Some(year)) => format!("{before} {year}"),
        _ => what.to_owned(),
    };
    format!("not used by this program: {what}")
}

/// The latest period that a title names: `year ending June 2018`, `January to March 2022`. Digits
/// of notes may follow the year (`20211,2`, or `181,2` for 2018).
pub(super) fn latest_period(title: &str) -> Option<Period> {
    let words: Vec<&str> = title.split_whitespace().collect();
    let years = words.windows(4).filter_map(|four| match four {
        ["year", "ending", month, year] => Some(Period::YearEnding {
            year: year_with_notes(year)?,
            month: month_number(month)?,
        }),
        _ => None,
    });
    let parts = words.windows(4).filter_map(|four| match four {
        [first, "to", last, year] => {
            let year = year_with_notes(year)?;
            Period::spanning((year, month_number(first)?), (year, month_number(last)?))
        }
        _ => None,
    });
    years.chain(parts).max_by_key(|period| period.end_month())
}

/// `2018` of `20181,2`, `2018,` and `181,2,3`.
fn year_with_notes(text: &str) -> Option<u16> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = |length: usize| text.get(..length)?.parse::<u16>().ok();
    if digits >= 4 {
        return whole(4).filter(|year| (1990..2100).contains(year));
    }
    let notes = text.get(2..).unwrap_or_default();
    let is_short = digits >= 2
        && notes
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b',');
    whole(2).filter(|_| is_short).map(|year| 2000 + year)
}

#[cfg(test)]
mod tests {
    use super::{form_of, latest_period, why_not};

    fn period(title: &str) -> Option<String> {
        latest_period(title).map(|period| period.to_string())
    }

    #[test]
    fn the_period_of_a_table_is_the_latest_that_its_title_names() {
        for (title, expected) in [
            (
                "number of offences, year ending March 2023 [note1]",
                "2022-23",
            ),
            ("number of offences, year ending June 181,2", "ye-jun-2018"),
            ("number of offences, year ending March 181,2,3", "2017-18"),
            (
                "number of offences, year ending December 20191,2",
                "ye-dec-2019",
            ),
            (
                "percentage change, year ending march 2017 compared with year ending March 20181,2,3",
                "2017-18",
            ),
            (
                "percentage change, year ending September 2018 compared with year ending September 20171,2",
                "ye-sep-2018",
            ),
            ("number of offences, January to March 20211,2", "2021-q1"),
            (
                "percentage change for year ending June 2018 compared with selected periods from year ending March 20111,2",
                "ye-jun-2018",
            ),
        ] {
            assert_eq!(period(title).as_deref(), Some(expected), "{title}");
        }
        assert_eq!(period("Comparison of methods"), None);
        assert_eq!(period("year ending March"), None);
    }

    #[test]
    fn a_comparison_of_two_methods_is_not_a_table_of_counts() {
        let title = "Table P8: Comparison of knife or sharp instrument number of offences recorded by the police for selected offences, by police force area, by old and new method and coverage of the collection[note 1]";
        assert_eq!(form_of(title), None);
        assert!(why_not(title).contains("two methods"), "{}", why_not(title));
        assert_eq!(
            why_not(
                "Table P8: Number of firearm offences (excluding air weapons) by police force area, year ending March 2024 [note 1][note 2]"
            ),
            "not used by this program: Number of firearm offences (excluding air weapons) by police force area, year ending March 2024"
        );
    }
}
