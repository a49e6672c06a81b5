//! Rows, tables and periods that are missing or new: against the table beside, the release before
//! and the offences of the catalogue. The nearest known name is shown.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::Grid;
use super::{Context, Previous};
use crate::frame::Figures;
use crate::ingest::finding::Finding;
use crate::ingest::intake::Intake;
use crate::model::PeriodBasis;
use crate::problem::nearest;

/// Tables that print the same rows, of other periods or as another statistic.
const SAME_ROWS: [&[&str]; 4] = [
    &["A5a", "A5b"],
    &["B9a", "B9b", "E2a", "E2b"],
    &["A1a", "A2a", "A3a", "A4a"],
    &["B1a", "B1c", "B1e", "B1g"],
];

/// Rows that one of several tables with the same rows lacks.
pub(super) fn between_tables(grids: &[Grid<'_>], findings: &mut Vec<Finding>) {
    for names in SAME_ROWS {
        let tables: Vec<&Grid<'_>> = names
            .iter()
            .filter_map(|name| {
                grids
                    .iter()
                    .find(|grid| grid.table == *name && grid.statistic != "relative_change")
            })
            .collect();
        let Some((first, others)) = tables.split_first() else {
            continue;
        };
        for other in others {
            lacking(first, other, findings);
            lacking(other, first, findings);
        }
    }
}

/// Rows of one table that the other lacks.
fn lacking(one: &Grid<'_>, other: &Grid<'_>, findings: &mut Vec<Finding>) {
    for (row, line) in one.rows.iter().enumerate() {
        if other.row_of(line).is_some() {
            continue;
        }
        let names = other
            .rows
            .iter()
            .filter(|there| one.row_of(there).is_none())
            .map(|there| (there.label, there.label));
        let hint = nearest(line.label, names)
            .first()
            .map_or_else(String::new, |name| format!("; it has `{name}`"));
        findings.push(Finding::warning(
            "row-vanished",
            one.sheet,
            one.cell(row, 0),
            line.label,
            format!(
                "Table {} has a row `{}` that Table {} lacks{hint}",
                one.table, line.label, other.table
            ),
        ));
    }
}

/// What identifies a row across releases: table, code, label, group.
type RowKey<'a> = (&'a str, &'a str, &'a str, &'a str);

fn rows(figures: &Figures) -> BTreeSet<RowKey<'_>> {
    figures
        .kinds()
        .iter()
        .map(|kind| {
            (
                kind.table.as_str(),
                kind.code.as_str(),
                kind.label.as_str(),
                kind.group.as_str(),
            )
        })
        .collect()
}

/// Rows that appeared or vanished since another release.
pub(super) fn since(figures: &Figures, previous: &Previous, findings: &mut Vec<Finding>) {
    let (now, before) = (rows(figures), rows(previous.figures));
    let new: Vec<&RowKey<'_>> = now.iter().filter(|row| !has(&before, row)).collect();
    let gone: Vec<&RowKey<'_>> = before.iter().filter(|row| !has(&now, row)).collect();
    let tables: BTreeSet<&str> = now.iter().map(|row| row.0).collect();
    let old_tables: BTreeSet<&str> = before.iter().map(|row| row.0).collect();
    for row in new.iter().filter(|row| old_tables.contains(row.0)) {
        let hint = like(row, &gone, "gone");
        let (sheet, cell) = place(figures, row);
        let message = format!(
            "Table {} has a row `{}` that release {} lacks{hint}",
            row.0, row.2, previous.release
        );
        findings.push(Finding::warning("row-known", sheet, cell, row.2, message));
    }
    for row in gone.iter().filter(|row| tables.contains(row.0)) {
        let hint = like(row, &new, "new");
        let message = format!(
            "Table {} lacks the row `{}` of release {}{hint}",
            row.0, row.2, previous.release
        );
        let sheet = sheet_of(figures, row.0);
        findings.push(Finding::warning("row-vanished", sheet, "", row.2, message));
    }
    for table in old_tables.difference(&tables) {
        let message = format!("Table {table} of release {} is not here", previous.release);
        findings.push(Finding::warning("coverage-shrank", "", "", *table, message));
    }
}

/// Whether a row is there, capitals aside.
fn has(rows: &BTreeSet<RowKey<'_>>, wanted: &RowKey<'_>) -> bool {
    rows.contains(wanted)
        || rows.iter().any(|row| {
            row.0 == wanted.0
                && row.1 == wanted.1
                && row.2.eq_ignore_ascii_case(wanted.2)
                && row.3.eq_ignore_ascii_case(wanted.3)
        })
}

/// The row of the same table that is most like one, in words for a finding.
fn like(row: &RowKey<'_>, others: &[&RowKey<'_>], what: &str) -> String {
    let names = others
        .iter()
        .filter(|other| other.0 == row.0)
        .map(|other| (other.2, other.2));
    nearest(row.2, names)
        .first()
        .map_or_else(String::new, |name| {
            format!("; the nearest that is {what} is `{name}`")
        })
}

/// The sheet and the first cell of a row.
fn place(figures: &Figures, row: &RowKey<'_>) -> (String, String) {
    figures
        .iter()
        .find(|one| {
            let kind = one.kind();
            (
                kind.table.as_str(),
                kind.code.as_str(),
                kind.label.as_str(),
                kind.group.as_str(),
            ) == *row
        })
        .map_or_else(Default::default, |one| {
            (one.sheet().to_owned(), one.cell().to_owned())
        })
}

fn sheet_of(figures: &Figures, table: &str) -> String {
    figures
        .iter()
        .find(|row| row.kind().table == table)
        .map_or_else(String::new, |row| row.sheet().to_owned())
}

/// Financial years, areas and figures that another release has and this one lacks.
pub(super) fn coverage(figures: &Figures, previous: &Previous, findings: &mut Vec<Finding>) {
    let areas: BTreeSet<&str> = figures
        .areas()
        .iter()
        .map(|area| area.name.as_str())
        .collect();
    for area in previous
        .figures
        .areas()
        .iter()
        .map(|area| area.name.as_str())
        .filter(|area| !areas.contains(area))
    {
        let message = format!("`{area}` of release {} is not here", previous.release);
        findings.push(Finding::warning("coverage-shrank", "", "", area, message));
    }
    let (now, before) = (years(figures), years(previous.figures));
    for (table, old) in &before {
        let Some(years) = now.get(table) else {
            continue;
        };
        for year in old.difference(years) {
            let message = format!(
                "Table {table} has no {year}, which release {} has",
                previous.release
            );
            let sheet = sheet_of(figures, table);
            findings.push(Finding::warning(
                "coverage-shrank",
                sheet,
                "",
                year.as_str(),
                message,
            ));
        }
    }
}

/// The financial years of each table.
fn years(figures: &Figures) -> BTreeMap<&str, BTreeSet<String>> {
    let mut years: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut seen = std::collections::HashSet::new();
    for row in figures.iter() {
        if row.period().basis() == PeriodBasis::YearEnding(3)
            && seen.insert((row.kind_id(), row.period_id()))
        {
            years
                .entry(&row.kind().table)
                .or_default()
                .insert(row.period().to_string());
        }
    }
    years
}

/// Offences of the catalogue that Table A5a should have.
pub(super) fn offences(intake: &Intake, context: &Context<'_>, findings: &mut Vec<Finding>) {
    const WHOLE: usize = 100;
    let kinds = || {
        intake
            .observations
            .kinds()
            .iter()
            .filter(|kind| kind.table == "A5a")
    };
    let rows: BTreeSet<(&str, String)> = kinds()
        .map(|kind| (kind.code.as_str(), kind.label.to_lowercase()))
        .collect();
    if rows.len() < WHOLE {
        return;
    }
    let sheet = sheet_of(&intake.observations, "A5a");
    for offence in context.catalogue.offences.values() {
        if offence.table != "A5a" {
            continue;
        }
        let known = std::iter::once(&offence.label)
            .chain(&offence.also)
            .any(|label| rows.contains(&(offence.code.as_str(), label.to_lowercase())));
        if known {
            continue;
        }
        let names = rows
            .iter()
            .map(|(_, label)| (label.as_str(), label.as_str()));
        let hint = nearest(&offence.label, names)
            .first()
            .map_or_else(String::new, |name| format!("; the nearest row is `{name}`"));
        let message = format!(
            "Table A5a has no row `{}` with code {}{hint}",
            offence.label, offence.code
        );
        findings.push(Finding::warning(
            "row-vanished",
            sheet.as_str(),
            "",
            offence.label.as_str(),
            message,
        ));
    }
}
