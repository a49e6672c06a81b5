//! The headings of a user's table: known names in any case and in several spellings.

use super::row::cleaned;
use crate::problem::{did_you_mean, themselves};

/// Columns that are read; `period` and `value` are needed.
pub const COLUMNS: [&str; 14] = [
    "series",
    "area",
    "period",
    "value",
    "standard_error",
    "df",
    "lower",
    "upper",
    "base",
    "design_factor",
    "population",
    "denominator",
    "unit",
    "label",
];

/// Other spellings of columns.
const ALSO: &[(&str, &str)] = &[
    ("month", "period"),
    ("quarter", "period"),
    ("year", "period"),
    ("date", "period"),
    ("time_period", "period"),
    ("financial_year", "period"),
    ("count", "value"),
    ("number", "value"),
    ("figure", "value"),
    ("total", "value"),
    ("estimate", "value"),
    ("values", "value"),
    ("se", "standard_error"),
    ("std_error", "standard_error"),
    ("degrees_of_freedom", "df"),
    ("lower_limit", "lower"),
    ("lower_ci", "lower"),
    ("ci_lower", "lower"),
    ("upper_limit", "upper"),
    ("upper_ci", "upper"),
    ("ci_upper", "upper"),
    ("sample_size", "base"),
    ("unweighted_base", "base"),
    ("deft", "design_factor"),
    ("units", "unit"),
    ("force", "area"),
    ("name", "series"),
];

/// Which column each heading is.
#[derive(Debug)]
pub(super) struct Headers {
    columns: Vec<String>,
    /// Headings that were understood as other ones.
    pub(super) understood: Vec<String>,
    /// What a series without a name is called: the heading of its figures where that says what they are.
    pub(super) series: String,
}

impl Headers {
    /// Reads the headings; two columns without known names are period and value.
    pub(super) fn of(headings: &[String]) -> Self {
        let mut understood = Vec::new();
        let mut series = "figures".to_owned();
        let mut columns: Vec<String> = headings
            .iter()
            .map(|heading| {
                let name = plain(heading);
                if COLUMNS.contains(&name.as_str()) {
                    return name;
                }
                let also = ALSO.iter().find(|(also, _)| *also == name);
                let Some((_, column)) = also else {
                    return name;
                };
                understood.push(format!("column `{heading}` is the {column}"));
                (*column).to_owned()
            })
            .collect();
        let is_named = |name: &str| columns.iter().any(|column| column == name);
        if columns.len() == 2
            && !(is_named("period") && is_named("value"))
            && columns.iter().all(|column| !column.is_empty())
            && !columns.iter().any(|column| is_like_a_known_one(column))
        {
            understood = vec![format!(
                "columns `{}` and `{}` are period and value",
                headings[0], headings[1]
            )];
            let is_known =
                |name: &str| COLUMNS.contains(&name) || ALSO.iter().any(|it| it.0 == name);
            if !is_known(&plain(&headings[1])) {
                series = cleaned(&headings[1]);
            }
            columns = vec!["period".to_owned(), "value".to_owned()];
        }
        Self {
            columns,
            understood,
            series,
        }
    }

    /// Whether the needed columns are there.
    pub(super) fn is_complete(&self) -> bool {
        self.place("period").is_some() && self.place("value").is_some()
    }

    /// Where a column is.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    pub(super) const fn len(&self) -> usize {
        self.columns.len()
    }

    /// What is wrong with the headings.
    pub(super) fn faults(&self) -> Vec<String> {
        let known: Vec<String> = COLUMNS.iter().map(|column| (*column).to_owned()).collect();
        let mut faults = Vec::new();
        for (index, column) in self.columns.iter().enumerate() {
            if column.is_empty() {
                faults.push(format!("column {} has no heading", index + 1));
            } else if !known.contains(column) {
                let hint = did_you_mean(column, themselves(&known), "it is not read");
                faults.push(format!("unknown column `{column}`: {hint}"));
            } else if self.place(column) != Some(index) {
                faults.push(format!("two columns are `{column}`"));
            }
        }
        for needed in ["period", "value"] {
            if self.place(needed).is_none() {
                faults.push(format!("there is no column `{needed}`"));
            }
        }
        faults
    }
}

fn is_like_a_known_one(column: &str) -> bool {
    let known: Vec<String> = COLUMNS.iter().map(|column| (*column).to_owned()).collect();
    let is_other =
        !["period", "value"].contains(&column) && known.iter().any(|name| name == column);
    is_other
        || (!known.iter().any(|name| name == column)
            && did_you_mean(column, themselves(&known), "").starts_with("did"))
}

fn plain(heading: &str) -> String {
    let lower = heading.trim_start_matches('\u{feff}').trim().to_lowercase();
    lower
        .split([' ', '-', '_'])
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

#[cfg(test)]
mod tests {
    use super::Headers;

    fn columns(headings: &[&str]) -> Vec<String> {
        let headings: Vec<String> = headings.iter().map(|one| (*one).to_owned()).collect();
        Headers::of(&headings).columns
    }

    #[test]
    fn headings_are_read_in_any_case_and_two_columns_need_none() {
        assert_eq!(
            columns(&["Period", "VALUE", "Standard Error"]),
            ["period", "value", "standard_error"]
        );
        assert_eq!(columns(&["Month", "Count"]), ["period", "value"]);
        assert_eq!(columns(&["Anything", "Referrals"]), ["period", "value"]);
        assert_eq!(columns(&["periode", "value"]), ["periode", "value"]);
        assert_eq!(columns(&["area", "value"]), ["area", "value"]);
    }
}
