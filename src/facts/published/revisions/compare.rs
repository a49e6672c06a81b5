//! Two releases compared: which figures differ, which rows are new, missing or renamed. Plain
//! comparison, no judgement.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::rename::{Name, renamed};
use crate::frame::{Figures, Row};
use crate::model::{Age, Kind, Marker, Period, Sex, Status};

/// Tables by area that print the year before in a table of its own: with the table of the year itself
/// they are one.
const SAME_COUNTS: [(&str, &str); 2] = [("P4", "P1"), ("C5", "C2")];

/// A row of a table: what it describes, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowKey {
    pub(crate) table: String,
    pub(crate) code: String,
    pub(crate) label: String,
    pub(crate) group: String,
    pub(crate) breakdown: String,
    pub(crate) sex: Sex,
    pub(crate) age: Age,
    pub(crate) statistic: String,
    pub(crate) unit: String,
    pub(crate) area: String,
    pub(crate) area_code: String,
}

/// What a release reports for a row in a period.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reported {
    pub(crate) value: Option<f64>,
    pub(crate) marker: Option<Marker>,
    pub(crate) status: Status,
    pub(crate) source_ref: String,
}

/// A figure that differs between the two releases.
#[derive(Debug)]
pub(crate) struct Revision<'a> {
    pub(crate) row: &'a RowKey,
    pub(crate) period: Period,
    pub(crate) before: &'a Reported,
    pub(crate) after: &'a Reported,
}

/// The rows of a release, each with its figures.
pub(crate) type Rows = BTreeMap<RowKey, BTreeMap<Period, Reported>>;

/// Everything that differs between two releases.
#[derive(Debug, Default)]
pub(crate) struct Comparison<'a> {
    pub(crate) revised: Vec<Revision<'a>>,
    /// Figures in both, by table.
    pub(crate) common: BTreeMap<&'a str, usize>,
    pub(crate) new_rows: Vec<&'a RowKey>,
    pub(crate) missing: Vec<&'a RowKey>,
    pub(crate) renamed: Vec<(&'a RowKey, &'a RowKey)>,
    /// Tables with figures only in the earlier release.
    pub(crate) only_before: BTreeSet<&'a str>,
    /// Tables with figures only in the later release.
    pub(crate) only_after: BTreeSet<&'a str>,
    /// Periods of a table that only one release has: the missing ones, then the new ones.
    pub(crate) periods: BTreeMap<&'a str, (BTreeSet<Period>, BTreeSet<Period>)>,
}

/// The rows of figures that are wanted; figures that are stored but not used are left out.
pub(crate) fn rows(
    figures: &Figures,
    wanted: impl Fn(&Kind) -> bool,
    in_area: impl Fn(&Row<'_>) -> bool,
) -> Rows {
    let wanted: Vec<bool> = figures.kinds().iter().map(wanted).collect();
    let mut keys: HashMap<(u32, u16), RowKey> = HashMap::new();
    let mut rows = Rows::new();
    let is_used =
        |row: &Row<'_>| wanted[row.kind_id() as usize] && row.withheld().is_empty() && in_area(row);
    for row in figures.iter().filter(is_used) {
        let key = (row.kind_id(), row.area_id());
        let key = keys.entry(key).or_insert_with(|| row_key(row));
        let reported = Reported {
            value: row.value(),
            marker: row.marker(),
            status: row.kind().status,
            source_ref: row.source_ref(),
        };
        if let Some(held) = rows.get_mut(key) {
            held.entry(row.period()).or_insert(reported);
        } else {
            rows.insert(key.clone(), BTreeMap::from([(row.period(), reported)]));
        }
    }
    rows
}

fn row_key(row: Row<'_>) -> RowKey {
    let kind = row.kind();
    let same = SAME_COUNTS
        .iter()
        .find(|(year_before, _)| *year_before == kind.table);
    RowKey {
        table: same
            .map_or(kind.table.as_str(), |(_, table)| table)
            .to_owned(),
        code: kind.code.clone(),
        label: kind.label.clone(),
        group: kind.group.clone(),
        breakdown: kind.breakdown.clone(),
        sex: kind.sex,
        age: kind.age,
        statistic: kind.statistic.clone(),
        unit: kind.unit.clone(),
        area: row.area().to_owned(),
        area_code: row.area_code().to_owned(),
    }
}

/// Compares the rows of two releases.
pub(crate) fn compare<'a>(before: &'a Rows, after: &'a Rows) -> Comparison<'a> {
    let mut comparison = Comparison::default();
    let renamed = renamed(before, after);
    let mut new: BTreeSet<&RowKey> = after
        .keys()
        .filter(|line| !before.contains_key(*line))
        .collect();
    let mut pairs: Vec<(&RowKey, &RowKey)> = Vec::new();
    for line in before.keys() {
        if let Some((same, _)) = after.get_key_value(line) {
            pairs.push((line, same));
        } else if let Some(name) = under_new_name(line, &renamed, after) {
            new.remove(name);
            comparison.renamed.push((line, name));
            pairs.push((line, name));
        } else {
            comparison.missing.push(line);
        }
    }
    for (old, name) in pairs {
        figures(&mut comparison, old, (name, &before[old], &after[name]));
    }
    let tables = |rows: &'a Rows| -> BTreeSet<&'a str> {
        rows.keys().map(|row| row.table.as_str()).collect()
    };
    let (old_tables, new_tables) = (tables(before), tables(after));
    comparison.only_before = old_tables.difference(&new_tables).copied().collect();
    comparison.only_after = new_tables.difference(&old_tables).copied().collect();
    periods(&mut comparison, before, after);
    comparison.new_rows = new.into_iter().collect();
    comparison
}

/// The row of the later release that has the new name of a row.
fn under_new_name<'a>(
    line: &'a RowKey,
    renamed: &BTreeMap<Name<'a>, Name<'a>>,
    after: &'a Rows,
) -> Option<&'a RowKey> {
    let name = renamed.get(&Name::of_row(line))?;
    let sought = RowKey {
        code: name.code.to_owned(),
        label: name.label.to_owned(),
        group: name.group.to_owned(),
        ..line.clone()
    };
    after.get_key_value(&sought).map(|(line, _)| line)
}

fn figures<'a>(
    comparison: &mut Comparison<'a>,
    old: &'a RowKey,
    (line, before, after): (
        &'a RowKey,
        &'a BTreeMap<Period, Reported>,
        &'a BTreeMap<Period, Reported>,
    ),
) {
    for (period, was) in before {
        let Some(is) = after.get(period) else {
            continue;
        };
        *comparison.common.entry(&old.table).or_default() += 1;
        if was.value != is.value || was.marker != is.marker {
            comparison.revised.push(Revision {
                row: line,
                period: *period,
                before: was,
                after: is,
            });
        }
    }
}

fn periods<'a>(comparison: &mut Comparison<'a>, before: &'a Rows, after: &'a Rows) {
    let of = |rows: &'a Rows| {
        let mut tables: BTreeMap<&'a str, BTreeSet<Period>> = BTreeMap::new();
        for (row, reported) in rows {
            tables
                .entry(&row.table)
                .or_default()
                .extend(reported.keys());
        }
        tables
    };
    let (before, after) = (of(before), of(after));
    for (table, was) in &before {
        let Some(is) = after.get(table) else {
            continue;
        };
        let went: BTreeSet<Period> = was.difference(is).copied().collect();
        let came: BTreeSet<Period> = is.difference(was).copied().collect();
        if !went.is_empty() || !came.is_empty() {
            comparison.periods.insert(table, (went, came));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Reported, RowKey, Rows, compare};
    use crate::model::{Age, Marker, Period, Sex, Status};

    /// Code, label, and the figures of years ending March.
    type Given<'a> = (&'a str, &'a str, &'a [(u16, Option<f64>)]);

    fn lines(rows: &[Given<'_>]) -> Rows {
        let line = |code: &str, label: &str| RowKey {
            table: "A5a".into(),
            code: code.into(),
            label: label.into(),
            group: String::new(),
            breakdown: String::new(),
            sex: Sex::All,
            age: Age::All,
            statistic: "count".into(),
            unit: "offences".into(),
            area: "England and Wales".into(),
            area_code: String::new(),
        };
        let said = |value: Option<f64>| Reported {
            value,
            marker: value.is_none().then_some(Marker::NotAvailable),
            status: Status::Official,
            source_ref: String::new(),
        };
        rows.iter()
            .map(|(code, label, years)| {
                let years = years.iter();
                let said = years.map(|(year, value)| (Period::financial(*year), said(*value)));
                (line(code, label), said.collect())
            })
            .collect()
    }

    #[test]
    fn revised_renamed_new_and_missing_rows_are_distinguished() {
        let before = lines(&[
            (
                "19C",
                "Rape of a female",
                &[(2023, Some(100.0)), (2024, Some(110.0))],
            ),
            (
                "8R",
                "Malicious communication",
                &[(2023, Some(50.0)), (2024, None)],
            ),
            ("71", "Gone", &[(2023, Some(7.0))]),
        ]);
        let after = lines(&[
            (
                "19C",
                "Rape of a female",
                &[(2023, Some(100.0)), (2024, Some(112.0)), (2025, Some(1.0))],
            ),
            (
                "8R",
                "Malicious communications",
                &[(2023, Some(50.0)), (2024, Some(60.0))],
            ),
            ("88C", "New", &[(2023, Some(7.0))]),
        ]);
        let found = compare(&before, &after);
        let revised: Vec<(&str, String)> = found
            .revised
            .iter()
            .map(|one| (one.row.code.as_str(), one.period.to_string()))
            .collect();
        assert_eq!(
            revised,
            [("19C", "2023-24".to_owned()), ("8R", "2023-24".to_owned())]
        );
        assert_eq!(found.renamed.len(), 1);
        assert_eq!(found.renamed[0].1.label, "Malicious communications");
        assert_eq!(found.missing[0].label, "Gone");
        assert_eq!(found.new_rows[0].label, "New");
        assert_eq!(found.common["A5a"], 4);
        assert_eq!(found.periods["A5a"].1.len(), 1);
    }
}
