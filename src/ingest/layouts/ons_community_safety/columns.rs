//! The columns of a table by Community Safety Partnership: groups of offences, and in a table of
//! rates the people and households that they are per.

use crate::ingest::cells::cell::label;
use crate::ingest::cells::columns::Columns;

/// What a column holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) at: usize,
    pub(super) label: String,
    pub(super) statistic: &'static str,
    pub(super) unit: &'static str,
    /// What its heading says beside that: of which year the people are.
    pub(super) notes: String,
}

/// The columns of figures: all from the first on.
pub(super) fn columns(headings: &Columns<'_>, first: usize, are_rates: bool) -> Vec<Column> {
    let columns = headings.names().iter().enumerate().skip(first);
    columns
        .map(|(at, heading)| {
            let split = label(heading);
            if are_rates {
                return of_rates(at, &split.text, split.notes);
            }
            Column {
                at,
                label: split.text,
                statistic: "count",
                unit: "offences",
                notes: split.notes,
            }
        })
        .collect()
}

/// A column of a table of rates. Burglary of homes has two: per people and per households.
fn of_rates(at: usize, heading: &str, notes: String) -> Column {
    const ESTIMATES: [(&str, &str, &str); 2] = [
        ("Population figures", "Population", "population"),
        ("Household figures", "Households", "households"),
    ];
    for (start, name, statistic) in ESTIMATES {
        if let Some(rest) = heading.strip_prefix(start) {
            let year = rest
                .split_once('(')
                .and_then(|(_, year)| year.split_once(')'));
            return Column {
                at,
                label: name.to_owned(),
                statistic,
                unit: "rounded to 100",
                notes: year.map_or(notes, |(year, _)| year.to_owned()),
            };
        }
    }
    let (name, per) = heading
        .split_once(" (per 1,000 ")
        .unwrap_or((heading, "population)"));
    let (statistic, unit) = if per.starts_with("household") {
        ("household_rate", "per 1,000 households")
    } else {
        ("rate", "per 1,000 population")
    };
    Column {
        at,
        label: name.to_owned(),
        statistic,
        unit,
        notes,
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, of_rates};

    #[test]
    fn rates_are_per_people_or_households_as_their_heading_says() {
        let told = |heading: &str| {
            let Column {
                label,
                statistic,
                unit,
                notes,
                ..
            } = of_rates(6, heading, String::new());
            format!("{label}|{statistic}|{unit}|{notes}")
        };
        for (heading, column) in [
            (
                "Population figures (mid-2022) - rounded to 100",
                "Population|population|rounded to 100|mid-2022",
            ),
            (
                "Household figures (mid-2021) - rounded to 100",
                "Households|households|rounded to 100|mid-2021",
            ),
            ("Robbery", "Robbery|rate|per 1,000 population|"),
            (
                "Total recorded crime (excluding fraud)",
                "Total recorded crime (excluding fraud)|rate|per 1,000 population|",
            ),
            (
                "Residential burglary (per 1,000 population)",
                "Residential burglary|rate|per 1,000 population|",
            ),
            (
                "Residential burglary (per 1,000 household)",
                "Residential burglary|household_rate|per 1,000 households|",
            ),
        ] {
            assert_eq!(told(heading), column, "{heading}");
        }
    }
}
