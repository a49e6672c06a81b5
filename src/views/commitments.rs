//! Commitments as tables: counted, or listed.

use crate::answer::{Cell, Column, NumberFormat, Panel, ShownIn, Table, TableRow};
use crate::facts::commitments::ALL;
use crate::facts::{Facts, Statistic};
use crate::reports::Record;

/// Commitments that the short answer lists.
const IN_SHORT: usize = 8;

/// The counts as a table: a row a group, a column a status.
pub(crate) fn counted(header: &str, groups: &[&str], statuses: &[&str], facts: &Facts) -> Panel {
    let mut columns = vec![Column::left(header)];
    columns.extend(statuses.iter().map(|status| Column::right(*status)));
    columns.extend([Column::right("commitments"), Column::right("share of all")]);
    let mut rows: Vec<TableRow> = Vec::new();
    let all = (groups.len() > 1).then_some(ALL);
    for group in groups.iter().copied().chain(all) {
        let count = |status: &str| {
            let mut counts = facts.of(group, Statistic::Count);
            let found = counts.find(|fact| fact.breakdown == status);
            found.map_or(Cell::Empty, |fact| Cell::of(fact, NumberFormat::Whole))
        };
        let mut cells = vec![Cell::text(group)];
        cells.extend(statuses.iter().map(|status| count(status)));
        cells.push(count(""));
        let share = facts.of(group, Statistic::Share).next();
        cells.push(share.map_or(Cell::Empty, |fact| Cell::of(fact, NumberFormat::PerCent(1))));
        rows.push(TableRow {
            cells,
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

/// What a column of the list is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Words,
    /// A number or words that a terminal has no room for.
    WideNumber,
    WideWords,
}

/// The columns of the list: header, column of the file, kind.
const COLUMNS: [(&str, &str, Kind); 10] = [
    ("item", "number", Kind::Number),
    ("commitment", "commitment", Kind::Words),
    ("plan", "plan", Kind::WideWords),
    ("pillar", "pillar", Kind::WideWords),
    ("department", "departments", Kind::Words),
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

/// The commitments as a list; the short answer has the first of them.
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
    let fits = chosen.len() <= IN_SHORT + 1;
    let mut rows: Vec<TableRow> = Vec::new();
    for (place, commitment) in chosen.iter().enumerate() {
        rows.push(TableRow {
            cells: COLUMNS
                .iter()
                .map(|(_, column, kind)| cell(*commitment, column, *kind))
                .collect(),
            shown: if fits || place < IN_SHORT {
                ShownIn::Always
            } else {
                ShownIn::InFull
            },
            ..TableRow::default()
        });
    }
    if !fits {
        let more = chosen.len() - IN_SHORT;
        let mut cells = vec![Cell::Empty; COLUMNS.len()];
        cells[1] = Cell::text(format!(
            "… and {more} more: --full lists them, --by counts them"
        ));
        rows.push(TableRow {
            cells,
            shown: ShownIn::InShort,
            ..TableRow::default()
        });
    }
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
        _ => Cell::text(text.replace(';', "; ")),
    }
}
