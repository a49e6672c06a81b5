//! Two releases set against each other: which figures differ, which rows came, went or bear
//! another name. Plain comparison, no judgement.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::rename::{Name, renamed};
use crate::frame::{Figures, Row};
use crate::model::{Age, Kind, Marker, Period, Sex, Status};

/// A row of a table: what it is about, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Line {
    pub(super) table: String,
    pub(super) code: String,
    pub(super) label: String,
    pub(super) group: String,
    pub(super) sex: Sex,
    pub(super) age: Age,
    pub(super) statistic: String,
    pub(super) unit: String,
    pub(super) area: String,
}

/// What a release says of a row in a period.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    pub(super) value: Option<f64>,
    pub(super) marker: Option<Marker>,
    pub(super) status: Status,
    pub(super) source_ref: String,
}

/// A figure that both releases have, and have differently.
#[derive(Debug)]
pub(super) struct Revision<'a> {
    pub(super) line: &'a Line,
    pub(super) period: Period,
    pub(super) before: &'a Said,
    pub(super) after: &'a Said,
}

/// The rows of a release, each with its figures.
pub(super) type Lines = BTreeMap<Line, BTreeMap<Period, Said>>;

/// Everything that differs between two releases.
#[derive(Debug, Default)]
pub(super) struct Comparison<'a> {
    pub(super) revised: Vec<Revision<'a>>,
    /// Figures in both, by table.
    pub(super) common: BTreeMap<&'a str, usize>,
    pub(super) appeared: Vec<&'a Line>,
    pub(super) vanished: Vec<&'a Line>,
    pub(super) renamed: Vec<(&'a Line, &'a Line)>,
    /// Tables that only the earlier release has figures of, and only the later one.
    pub(super) only_before: BTreeSet<&'a str>,
    pub(super) only_after: BTreeSet<&'a str>,
    /// Periods of a table that only one of them has: first those that went, then those that came.
    pub(super) periods: BTreeMap<&'a str, (BTreeSet<Period>, BTreeSet<Period>)>,
}

/// The rows of figures that are wanted.
pub(super) fn lines(figures: &Figures, wanted: impl Fn(&Kind) -> bool) -> Lines {
    let wanted: Vec<bool> = figures.kinds().iter().map(wanted).collect();
    let mut keys: HashMap<(u32, u16), Line> = HashMap::new();
    let mut lines = Lines::new();
    for row in figures.iter().filter(|row| wanted[row.kind_id() as usize]) {
        let key = (row.kind_id(), row.area_id());
        let line = keys.entry(key).or_insert_with(|| line(row));
        let said = Said {
            value: row.value(),
            marker: row.marker(),
            status: row.kind().status,
            source_ref: row.source_ref(),
        };
        if let Some(held) = lines.get_mut(line) {
            held.entry(row.period()).or_insert(said);
        } else {
            lines.insert(line.clone(), BTreeMap::from([(row.period(), said)]));
        }
    }
    lines
}

fn line(row: Row<'_>) -> Line {
    let kind = row.kind();
    Line {
        table: kind.table.clone(),
        code: kind.code.clone(),
        label: kind.label.clone(),
        group: kind.group.clone(),
        sex: kind.sex,
        age: kind.age,
        statistic: kind.statistic.clone(),
        unit: kind.unit.clone(),
        area: row.area().to_owned(),
    }
}

/// Sets the rows of two releases against each other.
pub(super) fn compare<'a>(before: &'a Lines, after: &'a Lines) -> Comparison<'a> {
    let mut comparison = Comparison::default();
    let renamed = renamed(before, after);
    let mut new: BTreeSet<&Line> = after
        .keys()
        .filter(|line| !before.contains_key(*line))
        .collect();
    let mut pairs: Vec<(&Line, &Line)> = Vec::new();
    for line in before.keys() {
        if let Some((same, _)) = after.get_key_value(line) {
            pairs.push((line, same));
        } else if let Some(name) = under_new_name(line, &renamed, after) {
            new.remove(name);
            comparison.renamed.push((line, name));
            pairs.push((line, name));
        } else {
            comparison.vanished.push(line);
        }
    }
    for (old, name) in pairs {
        figures(&mut comparison, old, (name, &before[old], &after[name]));
    }
    let tables = |lines: &'a Lines| -> BTreeSet<&'a str> {
        lines.keys().map(|line| line.table.as_str()).collect()
    };
    let (old_tables, new_tables) = (tables(before), tables(after));
    comparison.only_before = old_tables.difference(&new_tables).copied().collect();
    comparison.only_after = new_tables.difference(&old_tables).copied().collect();
    periods(&mut comparison, before, after);
    comparison.appeared = new.into_iter().collect();
    comparison
}

/// The row of the later release that bears the new name of a row.
fn under_new_name<'a>(
    line: &'a Line,
    renamed: &BTreeMap<Name<'a>, Name<'a>>,
    after: &'a Lines,
) -> Option<&'a Line> {
    let name = renamed.get(&Name::of(line))?;
    let sought = Line {
        code: name.code.to_owned(),
        label: name.label.to_owned(),
        group: name.group.to_owned(),
        ..line.clone()
    };
    after.get_key_value(&sought).map(|(line, _)| line)
}

fn figures<'a>(
    comparison: &mut Comparison<'a>,
    old: &'a Line,
    (line, before, after): (
        &'a Line,
        &'a BTreeMap<Period, Said>,
        &'a BTreeMap<Period, Said>,
    ),
) {
    for (period, was) in before {
        let Some(is) = after.get(period) else {
            continue;
        };
        *comparison.common.entry(&old.table).or_default() += 1;
        if was.value != is.value || was.marker != is.marker {
            comparison.revised.push(Revision {
                line,
                period: *period,
                before: was,
                after: is,
            });
        }
    }
}

fn periods<'a>(comparison: &mut Comparison<'a>, before: &'a Lines, after: &'a Lines) {
    let of = |lines: &'a Lines| {
        let mut tables: BTreeMap<&'a str, BTreeSet<Period>> = BTreeMap::new();
        for (line, said) in lines {
            tables.entry(&line.table).or_default().extend(said.keys());
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
    use super::{Line, Lines, Said, compare};
    use crate::model::{Age, Marker, Period, Sex, Status};

    /// Code, label, and the figures of years ending March.
    type Given<'a> = (&'a str, &'a str, &'a [(u16, Option<f64>)]);

    fn lines(rows: &[Given<'_>]) -> Lines {
        let line = |code: &str, label: &str| Line {
            table: "A5a".into(),
            code: code.into(),
            label: label.into(),
            group: String::new(),
            sex: Sex::All,
            age: Age::All,
            statistic: "count".into(),
            unit: "offences".into(),
            area: "England and Wales".into(),
        };
        let said = |value: Option<f64>| Said {
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
    fn what_was_revised_renamed_new_and_gone_is_told_apart() {
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
            .map(|one| (one.line.code.as_str(), one.period.to_string()))
            .collect();
        assert_eq!(
            revised,
            [("19C", "2023-24".to_owned()), ("8R", "2023-24".to_owned())]
        );
        assert_eq!(found.renamed.len(), 1);
        assert_eq!(found.renamed[0].1.label, "Malicious communications");
        assert_eq!(found.vanished[0].label, "Gone");
        assert_eq!(found.appeared[0].label, "New");
        assert_eq!(found.common["A5a"], 4);
        assert_eq!(found.periods["A5a"].1.len(), 1);
    }
}
