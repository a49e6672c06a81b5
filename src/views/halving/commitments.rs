//! Commitments as tables: counted, or listed.

use crate::answer::{Cell, Column, NumberFormat, Panel, ShownIn, Table, TableRow};
use crate::facts::halving::commitments::ALL;
use crate::facts::{Facts, Statistic};
use crate::reports::Record;

/// Rows that the short answer has.
const IN_SHORT: usize = 8;

/// The counts as a table: a row a group, a column a status. The short answer has the first groups.
pub(crate) fn counted(header: &str, groups: &[&str], statuses: &[&str], facts: &Facts) -> Panel {
    let mut columns = vec![Column::left(header)];
    columns.extend(statuses.iter().map(|status| Column::right(*status)));
    columns.extend([Column::right("commitments"), Column::right("share of all")]);
    let count = |group: &str, status: &str| {
        let mut counts = facts.of(group, Statistic::Count);
        let found = counts.find(|fact| fact.breakdown == status);
        found.map_or(Cell::Empty, |fact| Cell::of(fact, NumberFormat::Whole))
    };
    let row = |group: &&str| {
        let mut cells = vec![Cell::text(*group)];
        cells.extend(statuses.iter().map(|status| count(group, status)));
        cells.push(count(group, ""));
        let share = facts.of(group, Statistic::Share).next();
        cells.push(share.map_or(Cell::Empty, |fact| Cell::of(fact, NumberFormat::PerCent(1))));
        cells
    };
    let more = |more| format!("… and {more} more: --full");
    let mut rows = folded(groups.iter().map(row).collect(), 0, more);
    if groups.len() > 1 {
        rows.push(TableRow {
            cells: row(&ALL),
            ..TableRow::default()
        });
    }
    Panel {
        table: Table {
            columns,
            rows,
            earlier_rows: 0,
        },
        ..Panel::default()
    }
}

/// Rows of which the short answer has the first, then how many more there are, in a column of words.
fn folded(
    rows: Vec<Vec<Cell>>,
    column: usize,
    in_words: impl Fn(usize) -> String,
) -> Vec<TableRow> {
    let (number, fits) = (rows.len(), rows.len() <= IN_SHORT + 1);
    let mut each: Vec<TableRow> = Vec::new();
    for (place, cells) in rows.into_iter().enumerate() {
        let shown = if fits || place < IN_SHORT {
            ShownIn::Always
        } else {
            ShownIn::InFull
        };
        each.push(TableRow {
            cells,
            shown,
            ..TableRow::default()
        });
    }
    if !fits {
        let mut cells = vec![Cell::Empty; each[0].cells.len()];
        cells[column] = Cell::text(in_words(number - IN_SHORT));
        each.push(TableRow {
            cells,
            shown: ShownIn::InShort,
            ..TableRow::default()
        });
    }
    each
}

/// What a column of the list is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Words,
    /// A number or words that a terminal has no room for.
    WideNumber,
    WideWords,
}

/// The column of the file that has several departments with `;` between them.
const DEPARTMENTS: &str = "departments";

/// The columns of the list: header, column of the file, kind.
const COLUMNS: [(&str, &str, Kind); 10] = [
    ("item", "number", Kind::Number),
    ("commitment", "commitment", Kind::Words),
    ("plan", "plan", Kind::WideWords),
    ("pillar", "pillar", Kind::WideWords),
    ("department", DEPARTMENTS, Kind::Words),
    ("status", "status", Kind::Words),
    ("type", "type", Kind::WideWords),
    ("page", "page", Kind::WideNumber),
    ("row", "row", Kind::WideNumber),
    ("mended", "cleaned", Kind::WideWords),
];

/// The columns of a file of commitments that the list shows.
pub(crate) fn columns() -> [&'static str; COLUMNS.len()] {
    COLUMNS.map(|(_, column, _)| column)
}

/// The commitments as a list; the short answer has the first.
pub(crate) fn listed(chosen: &[Record<'_>]) -> Panel {
    let column = |(header, _, kind): &(&str, &str, Kind)| {
        let in_terminal = matches!(kind, Kind::Number | Kind::Words);
        let column = match kind {
            Kind::Number | Kind::WideNumber => Column::right(*header),
            Kind::Words | Kind::WideWords => Column::left(*header),
        };
        Column {
            in_terminal,
            ..column
        }
    };
    let row = |commitment: &Record<'_>| {
        let columns = COLUMNS.iter();
        let cells = columns.map(|(_, column, kind)| cell(*commitment, column, *kind));
        cells.collect()
    };
    let more = |more| format!("… and {more} more: --full lists them, --by counts them");
    let rows = folded(chosen.iter().map(row).collect(), 1, more);
    Panel {
        table: Table {
            columns: COLUMNS.iter().map(column).collect(),
            rows,
            earlier_rows: 0,
        },
        remarks: vec![
            "Also in --format csv, json and markdown: plan, pillar, type, page, row, mended."
                .into(),
        ],
        ..Panel::default()
    }
}

fn cell(commitment: Record<'_>, column: &str, kind: Kind) -> Cell {
    let text = commitment.get(column).unwrap_or_default();
    match (kind, text.parse()) {
        (Kind::Number | Kind::WideNumber, Ok(number)) => Cell::Number(number, NumberFormat::Whole),
        _ if column == DEPARTMENTS => Cell::text(text.replace(';', "; ")),
        _ => Cell::text(text),
    }
}
