//! Rows that were renamed, that came or went: as a panel, and as machine rows without a value.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{Comparison, Line};
use super::rename::Name;
use super::report::figure;
use crate::answer::{Cell, Column, NumberFormat, Panel, Table, TableRow, Text};
use crate::cli::RevisionsArgs;
use crate::facts::{Fact, Statistic};

/// What became of the rows of one name.
type Changes<'a> = BTreeMap<(Name<'a>, Name<'a>), Vec<(&'a Line, &'a Line)>>;

/// The panel on rows; without any, its table has none.
pub(super) fn panel(args: &RevisionsArgs, comparison: &Comparison<'_>) -> Panel {
    let (gone, not_held) = apart(&comparison.vanished, &comparison.only_before);
    let (new, not_before) = apart(&comparison.appeared, &comparison.only_after);
    let mut rows = Vec::new();
    for (what, changes) in [
        ("renamed", by_name(&comparison.renamed)),
        ("vanished", by_name(&itself(&gone))),
        ("appeared", by_name(&itself(&new))),
    ] {
        rows.extend(changes.values().map(|lines| row(what, lines)));
    }
    let missing = |tables: BTreeSet<&str>, release: &str| {
        let tables = tables.into_iter().map(|table| {
            format!(
                "No figure of Table {table} is held from {release}: it was not published there, or \
                 does not agree with its counts"
            )
        });
        tables.collect::<Vec<_>>()
    };
    Panel {
        heading: "Rows".to_owned(),
        title: format!(
            "{} renamed, {} vanished, {} appeared",
            number(comparison.renamed.len()),
            number(gone.len()),
            number(new.len())
        )
        .into(),
        table: Table {
            columns: ["what", "table", "row", "now"].map(Column::left).to_vec(),
            rows,
            earlier_rows: 0,
        },
        remarks: Text::all([missing(not_held, &args.to), missing(not_before, &args.from)].concat()),
        ..Panel::default()
    }
}

/// A row that has no other name is paired with itself.
fn itself<'a>(lines: &[&'a Line]) -> Vec<(&'a Line, &'a Line)> {
    lines.iter().map(|line| (*line, *line)).collect()
}

/// The rows of tables that both releases have, and the tables that only one has.
fn apart<'a>(lines: &[&'a Line], tables: &BTreeSet<&'a str>) -> (Vec<&'a Line>, BTreeSet<&'a str>) {
    let shared = lines
        .iter()
        .filter(|line| !tables.contains(line.table.as_str()));
    (shared.copied().collect(), tables.clone())
}

fn by_name<'a>(pairs: &[(&'a Line, &'a Line)]) -> Changes<'a> {
    let mut changes = Changes::new();
    for (was, is) in pairs {
        let names = (Name::of(was), Name::of(is));
        changes.entry(names).or_default().push((was, is));
    }
    changes
}

/// One row a name; how many rows of the release bear it, where several do.
fn row(what: &str, lines: &[(&Line, &Line)]) -> TableRow {
    let (was, is) = lines[0];
    let (before, mut after) = if lines.len() == 1 {
        (name(was), name(is))
    } else {
        (
            format!("{} ({} rows)", short_name(was), number(lines.len())),
            short_name(is),
        )
    };
    if was == is {
        after.clear();
    }
    let cells = [what, &was.table, &before, &after].map(Cell::text);
    TableRow {
        cells: cells.to_vec(),
        ..TableRow::default()
    }
}

/// Rows that were renamed, went or came: no value, only their name and release.
pub(super) fn figures(args: &RevisionsArgs, comparison: &Comparison<'_>) -> Vec<Fact> {
    let row = |line: &Line, statistic: Statistic, release: &str, note: String| Fact {
        statistic,
        release: release.to_owned(),
        note,
        ..figure(line)
    };
    let not_in = |line: &Line, tables: &BTreeSet<&str>, release: &str| {
        if tables.contains(line.table.as_str()) {
            format!("no figure of its table is held from {release}")
        } else {
            format!("not in {release}")
        }
    };
    let renamed = comparison
        .renamed
        .iter()
        .map(|(old, new)| (*new, format!("before: {}", name(old))))
        .map(|(line, note)| row(line, Statistic::RowRenamed, &args.to, note));
    let vanished = comparison.vanished.iter().map(|line| {
        let note = not_in(line, &comparison.only_before, &args.to);
        row(line, Statistic::RowVanished, &args.from, note)
    });
    let appeared = comparison.appeared.iter().map(|line| {
        let note = not_in(line, &comparison.only_after, &args.from);
        row(line, Statistic::RowAppeared, &args.to, note)
    });
    renamed.chain(vanished).chain(appeared).collect()
}

/// `19C Rape of a female …`, with what it stands under and its area where they tell it apart.
pub(super) fn name(line: &Line) -> String {
    let mut name = short_name(line);
    for (part, usual) in [
        (&line.area, "England and Wales"),
        (&line.sex.to_string(), "all"),
        (&line.age.to_string(), "all"),
    ] {
        if part != usual {
            name.push_str(", ");
            name.push_str(part);
        }
    }
    match line.statistic.as_str() {
        "relative_change" => name.push_str(" (% change)"),
        "share" => name.push_str(" (share)"),
        _ => {}
    }
    name
}

/// Its code, its label and what it stands under.
fn short_name(line: &Line) -> String {
    let mut name = String::new();
    // Some labels begin with their code.
    if !line.code.is_empty() && !line.label.starts_with(&line.code) {
        name.push_str(&line.code);
        name.push(' ');
    }
    name.push_str(&line.label);
    if !line.group.is_empty() {
        name.push_str(", ");
        name.push_str(&line.group);
    }
    name
}

fn number(number: usize) -> String {
    NumberFormat::Whole.write(number as f64)
}
