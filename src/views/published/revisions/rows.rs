//! Rows that were renamed, are missing or are new.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{Cell, Column, Panel, ShownIn, Table, TableRow, Text};
use crate::facts::published::revisions::compare::{Comparison, RowKey};
use crate::facts::published::revisions::{Between, Name, name, short_name};
use crate::words::counted;

/// Pairs of rows by their earlier and their later name.
type Pairs<'a> = BTreeMap<(Name<'a>, Name<'a>), Vec<(&'a RowKey, &'a RowKey)>>;

/// The panel on rows; its table is empty if nothing changed. The short answer has the counts alone.
pub(super) fn panel(between: Between<'_>, comparison: &Comparison<'_>) -> Panel {
    let missing = in_shared_tables(&comparison.missing, &comparison.only_before);
    let new_rows = in_shared_tables(&comparison.new_rows, &comparison.only_after);
    let title = format!(
        "{} renamed, {} missing, {} new",
        counted(comparison.renamed.len(), "row", "rows"),
        missing.len(),
        new_rows.len(),
    );
    let mut rows = Vec::new();
    for (change, pairs) in [
        ("renamed", by_name(comparison.renamed.iter().copied())),
        ("missing", by_name(missing.iter().map(|row| (*row, *row)))),
        ("new", by_name(new_rows.iter().map(|row| (*row, *row)))),
    ] {
        rows.extend(pairs.values().map(|pairs| row(change, pairs)));
    }
    let not_held = [
        (&comparison.only_before, between.to),
        (&comparison.only_after, between.from),
    ];
    let not_held = not_held.into_iter().flat_map(|(tables, release)| {
        let sentence = |table| {
            format!(
                "No figure of Table {table} is held from {release}: the table was not published \
                 there, or does not agree with its counts"
            )
        };
        tables.iter().map(sentence).collect::<Vec<_>>()
    });
    let not_held = Text::all(not_held);
    Panel {
        heading: "Rows".to_owned(),
        headline: title.clone().into(),
        title: title.into(),
        table: Table {
            columns: ["change", "table", "row", "now"].map(Column::left).to_vec(),
            rows,
            earlier_rows: 0,
        },
        summary: not_held.clone(),
        remarks: not_held,
        ..Panel::default()
    }
}

/// The rows of tables that both releases have.
fn in_shared_tables<'a>(rows: &[&'a RowKey], tables: &BTreeSet<&'a str>) -> Vec<&'a RowKey> {
    let is_shared = |row: &&&RowKey| !tables.contains(row.table.as_str());
    rows.iter().filter(is_shared).copied().collect()
}

fn by_name<'a>(pairs: impl Iterator<Item = (&'a RowKey, &'a RowKey)>) -> Pairs<'a> {
    let mut names = Pairs::new();
    for (before, after) in pairs {
        let key = (Name::of_row(before), Name::of_row(after));
        names.entry(key).or_default().push((before, after));
    }
    names
}

/// One row per name, with the number of rows of the release that have it if there are several.
fn row(change: &str, pairs: &[(&RowKey, &RowKey)]) -> TableRow {
    let (before, after) = pairs[0];
    let (earlier, mut later) = if pairs.len() == 1 {
        (name(before), name(after))
    } else {
        let rows = counted(pairs.len(), "row", "rows");
        (
            format!("{} ({rows})", short_name(before)),
            short_name(after),
        )
    };
    if before == after {
        later.clear();
    }
    TableRow {
        cells: [change, &before.table, &earlier, &later]
            .map(Cell::text)
            .to_vec(),
        shown: ShownIn::InFull,
        ..TableRow::default()
    }
}
