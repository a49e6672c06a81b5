//! The report of `vawg ingest` and `vawg validate`: each file with its release and what became of
//! it, what was found, what was taken and what was passed over.

use std::collections::BTreeMap;

use super::Taken;
use super::findings::{errors, every_finding, found};
use crate::answer::{
    Answer, Cell, Column, Evidence, NumberFormat, Panel, ShownIn, Table, TableRow, Text,
};
use crate::ingest::Intake;

/// The answer on all files.
pub(super) fn report(all: &[Taken]) -> Answer {
    let several = all.len() > 1;
    let title = match all {
        [
            Taken {
                read: Ok(intake), ..
            },
        ] => format!("{}: {}", intake.release, intake.title),
        _ => format!("{} files", all.len()),
    };
    let mut panels = vec![files(all), every_finding(all)];
    for taken in all {
        // A name stands in the title, which keeps its letters as they are.
        let name = if several {
            format!("{}: ", name_of(&taken.file))
        } else {
            String::new()
        };
        match &taken.read {
            Err(problem) => panels.push(Panel {
                heading: "Not taken in".to_owned(),
                title: name.trim_end_matches(": ").to_owned().into(),
                remarks: Text::all(
                    std::iter::once(problem.to_string())
                        .chain(problem.hints().iter().map(|hint| format!("hint: {hint}"))),
                ),
                ..Panel::default()
            }),
            Ok(intake) => {
                panels.push(found(&name, &intake.findings));
                panels.push(tables(&name, intake));
                if !intake.passed_over.is_empty() {
                    panels.push(passed_over(&name, intake));
                }
            }
        }
    }
    Answer::new(title, panels, Evidence::of_no_figures())
}

fn files(all: &[Taken]) -> Panel {
    let mut columns = columns_of_files();
    let mut title = String::new();
    if let ([only], Some(result)) = (all, columns.last_mut()) {
        result.in_terminal = false;
        title = sentence(&only.outcome);
    }
    Panel {
        heading: "Files".to_owned(),
        title: title.into(),
        table: Table {
            columns,
            rows: all.iter().map(file).collect(),
            earlier_rows: 0,
        },
        ..Panel::default()
    }
}

fn file(taken: &Taken) -> TableRow {
    // Several files that are refused may be of one release: their own names tell them apart.
    let in_order = taken.read.as_ref().ok();
    let release = in_order
        .filter(|intake| intake.errors() == 0)
        .map_or_else(|| name_of(&taken.file), |intake| intake.release.clone());
    let mut cells = vec![
        Cell::text(release),
        Cell::text(&taken.file),
        Cell::text(name_of(&taken.file)),
    ];
    if let Ok(intake) = &taken.read {
        let warnings = intake.findings.len() - errors(&intake.findings);
        cells.extend([
            Cell::text(&intake.release),
            Cell::text(intake.publisher),
            Cell::text(intake.period.to_string()),
            whole(intake.figures_taken),
            whole(errors(&intake.findings)),
            whole(warnings),
            Cell::text(&taken.outcome),
            Cell::text(intake.accepted.join(", ")),
            Cell::text(intake.layout),
            Cell::text(&intake.sha256),
        ]);
    } else {
        cells.extend(std::iter::repeat_n(Cell::Empty, 6));
        cells.push(Cell::text(&taken.outcome));
        cells.extend(std::iter::repeat_n(Cell::Empty, 3));
    }
    cells.push(Cell::text(in_brief(&taken.outcome)));
    TableRow {
        cells,
        ..TableRow::default()
    }
}

fn columns_of_files() -> Vec<Column> {
    vec![
        Column::left("release or file"),
        Column::wide("file"),
        Column::wide("name"),
        Column::wide("release"),
        Column::wide("publisher"),
        Column::wide("period"),
        Column::right("figures"),
        Column::right("errors"),
        Column::right("warnings"),
        Column::wide("outcome"),
        Column::wide("accepted"),
        Column::wide("layout"),
        Column::wide("sha256"),
        Column::left("result"),
    ]
}

/// The outcome in a word, where there is little room: `stored` of `stored in DIR`.
fn in_brief(outcome: &str) -> &str {
    const BEGINNINGS: [(&str, &str); 4] = [
        ("stored in ", "stored"),
        ("already in ", "kept"),
        ("not stored", "failed"),
        ("not taken in", "failed"),
    ];
    let known = BEGINNINGS
        .iter()
        .find(|(beginning, _)| outcome.starts_with(beginning));
    known.map_or(outcome, |(_, brief)| brief)
}

fn name_of(file: &str) -> String {
    let name = std::path::Path::new(file).file_name();
    name.map_or_else(
        || file.to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// With a capital letter at its beginning.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn tables(name: &str, intake: &Intake) -> Panel {
    let rows = intake.taken.iter().map(|taken| TableRow {
        shown: ShownIn::Always,
        cells: vec![
            Cell::text(table_on_sheet(taken, intake)),
            whole(taken.rows),
            whole(taken.figures),
            whole(taken.markers),
            whole(taken.notes),
            Cell::text(
                taken
                    .periods
                    .map_or_else(String::new, |(first, last)| format!("{first} to {last}")),
            ),
        ],
        notes: Vec::new(),
        remark: taken.remark.clone(),
    });
    Panel {
        heading: "Taken".to_owned(),
        title: format!(
            "{name}{} in {}",
            counted(
                intake.figures_taken,
                "figure or marker",
                "figures and markers"
            ),
            counted(intake.taken.len(), "table", "tables")
        )
        .into(),
        scope: format!("Publisher: {}. Layout: {}", intake.publisher, intake.layout),
        table: Table {
            columns: vec![
                Column::left("table"),
                Column::right("rows"),
                Column::right("figures"),
                Column::right("markers"),
                Column::right("notes"),
                Column::left("periods"),
            ],
            rows: rows.collect(),
            earlier_rows: 0,
        },
        ..Panel::default()
    }
}

/// `B9b on Worksheet_B9`; the sheet alone where its name has the table's, the table alone of a CSV.
fn table_on_sheet(taken: &crate::ingest::Taken, intake: &Intake) -> String {
    if taken.sheet == intake.file {
        taken.table.clone()
    } else if taken.sheet.trim().ends_with(&taken.table) {
        taken.sheet.trim().to_owned()
    } else {
        format!("{} on {}", taken.table, taken.sheet.trim())
    }
}

fn whole(number: usize) -> Cell {
    Cell::Number(number as f64, NumberFormat::Whole)
}

fn passed_over(name: &str, intake: &Intake) -> Panel {
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for sheet in &intake.passed_over {
        by_reason
            .entry(&sheet.reason)
            .or_default()
            .push(&sheet.sheet);
    }
    let rows = by_reason.into_iter().map(|(reason, sheets)| TableRow {
        cells: vec![Cell::text(sheets.join(", ")), Cell::text(reason)],
        ..TableRow::default()
    });
    Panel {
        heading: "Passed over".to_owned(),
        title: name.trim_end_matches(": ").to_owned().into(),
        table: table(&["sheets", "reason"], rows.collect()),
        ..Panel::default()
    }
}

pub(super) fn table(headers: &[&str], rows: Vec<TableRow>) -> Table {
    Table {
        columns: headers.iter().map(|header| Column::left(*header)).collect(),
        rows,
        earlier_rows: 0,
    }
}

/// `1 error`, `2 errors`, with thousands commas.
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    format!("{} {noun}", NumberFormat::Whole.write(number as f64))
}
