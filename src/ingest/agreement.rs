//! Two tables of one file that print the same figure must print it alike.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::Finding;
use super::intake::Intake;
use crate::frame::{Figures, Row};
use crate::model::{Kind, Status};
use foldhash::{HashMap, HashMapExt};

/// A family whose tables have comparisons of their own, with what their notes allow.
const COMPARED_ELSEWHERE: &str = "ons-appendix";

/// Adds a finding for each figure that another table prints differently.
pub(super) fn check(intake: &mut Intake) {
    if intake.family.starts_with(COMPARED_ELSEWHERE) {
        return;
    }
    let figures = &intake.observations;
    let shared = in_several_tables(figures);
    if shared.iter().all(Option::is_none) {
        return;
    }
    let mut first: HashMap<(u32, u16, u16), Row<'_>> = HashMap::new();
    let mut found = Vec::new();
    let mut counts = BTreeMap::new();
    for row in figures.iter() {
        let Some(kind) = shared[row.kind_id() as usize] else {
            continue;
        };
        if row.value().is_none() {
            continue;
        }
        let key = (kind, row.area_id(), row.period_id());
        let other = *first.entry(key).or_insert(row);
        if other.kind().table == row.kind().table || agree(row, other) {
            continue;
        }
        let pair = (row.kind().table.as_str(), other.kind().table.as_str());
        let count = counts.entry(pair).or_insert(0_usize);
        *count += 1;
        if *count <= MOST_LISTED {
            found.push((pair, finding(row, other)));
        }
    }
    intake.findings.extend(with_counts(found, &counts));
}

/// Findings that are listed for each two tables; the last of them says how many more there are.
const MOST_LISTED: usize = 10;

type Pair<'a> = (&'a str, &'a str);

fn with_counts(
    mut found: Vec<(Pair<'_>, Finding)>,
    counts: &BTreeMap<Pair<'_>, usize>,
) -> Vec<Finding> {
    for (pair, count) in counts.iter().filter(|(_, count)| **count > MOST_LISTED) {
        let of_pair = |(other, _): &&mut (Pair<'_>, Finding)| other == pair;
        if let Some((_, last)) = found.iter_mut().rev().find(of_pair) {
            let more = format!(
                " (and {} more figures of these tables)",
                count - MOST_LISTED
            );
            last.message.push_str(&more);
        }
    }
    found.into_iter().map(|(_, finding)| finding).collect()
}

/// For each kind that several tables have, one number for all of these tables.
fn in_several_tables(figures: &Figures) -> Vec<Option<u32>> {
    let mut same: HashMap<Kind, (u32, BTreeSet<&str>)> = HashMap::new();
    let mut numbers = Vec::new();
    for (number, kind) in (0..).zip(figures.kinds()) {
        let bare = Kind {
            table: String::new(),
            notes: String::new(),
            status: Status::Official,
            ..kind.clone()
        };
        let entry = same
            .entry(bare)
            .or_insert_with(|| (number, BTreeSet::new()));
        entry.1.insert(&kind.table);
        numbers.push(entry.0);
    }
    let several: BTreeSet<u32> = same
        .into_values()
        .filter(|(_, tables)| tables.len() > 1)
        .map(|(number, _)| number)
        .collect();
    numbers
        .into_iter()
        .map(|number| several.contains(&number).then_some(number))
        .collect()
}

/// Whether two figures are the same, one of them perhaps rounded.
fn agree(one: Row<'_>, other: Row<'_>) -> bool {
    let (Some(one), Some(other)) = (one.value(), other.value()) else {
        return true;
    };
    let decimals = decimals(one).min(decimals(other));
    let rounding = 0.5 * 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
    (one - other).abs() <= rounding + 1e-9 * one.abs().max(1.0)
}

fn decimals(value: f64) -> usize {
    let text = value.to_string();
    text.split_once('.')
        .map_or(0, |(_, decimals)| decimals.len())
}

fn finding(row: Row<'_>, other: Row<'_>) -> Finding {
    let kind = row.kind();
    let mut about = vec![kind.label.clone()];
    about.extend([&kind.group, &kind.breakdown].into_iter().cloned());
    about.extend([kind.sex.to_string(), kind.age.to_string()]);
    about.retain(|part| !part.is_empty() && part != "all");
    let value = |row: Row<'_>| {
        row.value()
            .map_or_else(String::new, |value| value.to_string())
    };
    Finding::warning(
        "tables-agree",
        row.sheet(),
        row.cell(),
        value(row),
        format!(
            "`{}` in {} is {} in Table {}, but {} in Table {} ({})",
            about.join("`, `"),
            row.period(),
            value(row),
            kind.table,
            value(other),
            other.kind().table,
            other.source_ref()
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::ingest::Intake;
    use crate::ingest::cells::table::{At, put};
    use crate::model::{Age, Kind, Period, Sex, Status};

    fn findings(first: f64, second: f64) -> Vec<String> {
        let year = Period::financial(2022);
        let mut intake = Intake::new("", "", "ons-csew-prevalence", year, "");
        for (table, value) in [("3", first), ("4", second)] {
            let kind = Kind {
                table: table.to_owned(),
                code: String::new(),
                label: "Any domestic abuse".to_owned(),
                group: String::new(),
                breakdown: String::new(),
                sex: Sex::Women,
                age: Age::Between(16, 59),
                statistic: "prevalence".to_owned(),
                unit: "per cent".to_owned(),
                status: Status::Official,
                notes: String::new(),
            };
            let at = At {
                sheet: table,
                row: 4,
                column: 3,
            };
            let figure = (Some(value), None);
            put(
                &mut intake.figures,
                at,
                &kind,
                ("England and Wales", year),
                figure,
            );
        }
        intake.finish().unwrap();
        check(&mut intake);
        let findings = intake.findings.into_iter();
        findings.map(|finding| finding.message).collect()
    }

    #[test]
    fn tables_that_disagree_are_named_with_both_cells() {
        assert_eq!(
            findings(7.25, 9.99),
            [
                "`Any domestic abuse`, `women`, `16-59` in 2021-22 is 9.99 in Table 4, but 7.25 in Table 3 (3!D5)"
            ]
        );
        for (one, other) in [(7.25, 7.25), (7.25, 7.3), (7.25, 7.2), (7.0, 7.25)] {
            assert!(findings(one, other).is_empty(), "{one} {other}");
        }
        assert_eq!(findings(7.2, 7.3).len(), 1);
    }
}
