//! The report on published files: each file with its release and outcome, what was found, what was
//! taken and what was left out.

mod findings;
mod serves;

use std::collections::BTreeMap;

use crate::answer::{Answer, Cell, Column, Evidence, NumberFormat, Panel, Table, TableRow, Text};
use crate::dataset::StoreOutcome;
use crate::facts::published::intake::{FileOutcome, FileReport, errors};
use crate::ingest::{Intake, PassedOver, Taken};
use crate::words::{capitalised, counted};

/// The answer on all files. The short answer on several files shows only those with errors one by
/// one.
pub(crate) fn report(all: &[FileReport]) -> Answer {
    let title = match all {
        [
            FileReport {
                read: Ok(intake), ..
            },
        ] if !intake.title.contains(&intake.release) => {
            format!("{}: {}", intake.release, intake.title)
        }
        [
            FileReport {
                read: Ok(intake), ..
            },
        ] => capitalised(&intake.title),
        _ => counted(all.len(), "file", "files"),
    };
    let mut panels = vec![files(all), findings::for_machines(all)];
    for report in all {
        // A name is in the title, which keeps its letters as they are.
        let name = if all.len() > 1 {
            name_of(&report.file)
        } else {
            String::new()
        };
        let Ok(intake) = &report.read else {
            panels.extend(
                report
                    .read
                    .as_ref()
                    .err()
                    .map(|problem| unreadable(&name, problem)),
            );
            continue;
        };
        let mut of_file = vec![
            findings::panel(&name, report, intake),
            taken(&name, report, intake),
        ];
        if !intake.passed_over.is_empty() {
            of_file.push(left_out(&name, intake));
        }
        for panel in &mut of_file {
            panel.only_in_full |= all.len() > 1 && report.is_valid();
        }
        panels.extend(of_file);
    }
    Answer::new(title, panels, Evidence::of_no_figures())
}

fn unreadable(name: &str, problem: &crate::problem::Problem) -> Panel {
    let hints = problem.hints().iter().map(|hint| format!("hint: {hint}"));
    let remarks = Text::all(std::iter::once(problem.to_string()).chain(hints));
    Panel {
        heading: "Not stored".to_owned(),
        title: name.into(),
        summary: remarks.clone(),
        remarks,
        ..Panel::default()
    }
}

fn files(all: &[FileReport]) -> Panel {
    let mut columns = columns_of_files();
    let mut headline = String::new();
    if let ([only], Some(result)) = (all, columns.last_mut()) {
        result.in_terminal = false;
        headline = outcome(only);
    }
    let next = all
        .iter()
        .any(|report| report.previous.is_some())
        .then_some(
            "Compare two releases: `vawg revisions OLD NEW`; `vawg list releases` names them.",
        );
    let next = Text::all(next.filter(|_| all.len() > 1));
    Panel {
        heading: "Files".to_owned(),
        title: capitalised(&headline).into(),
        headline: headline.into(),
        table: Table {
            columns,
            rows: all.iter().map(file).collect(),
            earlier_rows: 0,
        },
        summary: next.clone(),
        remarks: next,
        ..Panel::default()
    }
}

fn file(report: &FileReport) -> TableRow {
    // Several refused files may be of one release: only their own names distinguish them.
    let valid = report.read.as_ref().ok().filter(|_| report.is_valid());
    let release = valid.map_or_else(|| name_of(&report.file), |intake| intake.release.clone());
    let mut cells = vec![
        Cell::text(release),
        Cell::text(&report.file),
        Cell::text(name_of(&report.file)),
    ];
    if let Ok(intake) = &report.read {
        let errors = errors(&intake.findings);
        cells.extend([
            Cell::text(&intake.release),
            Cell::text(&*intake.publisher),
            Cell::text(intake.period.to_string()),
            whole(intake.figures_taken),
            whole(errors),
            whole(intake.findings.len() - errors),
            Cell::text(outcome(report)),
            Cell::text(intake.accepted.join(", ")),
            Cell::text(intake.layout),
            Cell::text(&intake.sha256),
        ]);
    } else {
        cells.extend(std::iter::repeat_n(Cell::Empty, 6));
        cells.push(Cell::text(outcome(report)));
        cells.extend(std::iter::repeat_n(Cell::Empty, 3));
    }
    cells.push(Cell::text(result(&report.outcome)));
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

/// What was done with a file, in words.
fn outcome(report: &FileReport) -> String {
    match &report.outcome {
        FileOutcome::Stored(stored, folder) => {
            let place = folder.display();
            match stored {
                StoreOutcome::New => format!("stored in {place}"),
                StoreOutcome::Replaced => {
                    format!("stored in {place}, in place of other figures of this release")
                }
                StoreOutcome::Unchanged => format!("already in {place}: nothing changed"),
            }
        }
        FileOutcome::WrittenTo(path) => format!("written to {}, not stored", path.display()),
        FileOutcome::Valid => "no errors: the file can be stored".to_owned(),
        FileOutcome::HasErrors => {
            let errors = report.read.as_ref().map_or(0, Intake::errors);
            format!("not stored: {}", counted(errors, "error", "errors"))
        }
        FileOutcome::Unreadable => "not stored: the file cannot be read".to_owned(),
    }
}

/// The same in a word or two.
const fn result(outcome: &FileOutcome) -> &'static str {
    match outcome {
        FileOutcome::Stored(StoreOutcome::New, _) => "stored",
        FileOutcome::Stored(StoreOutcome::Replaced, _) => "replaced",
        FileOutcome::Stored(StoreOutcome::Unchanged, _) => "unchanged",
        FileOutcome::WrittenTo(_) => "written",
        FileOutcome::Valid => "no errors",
        FileOutcome::HasErrors => "errors",
        FileOutcome::Unreadable => "unreadable",
    }
}

fn taken(name: &str, report: &FileReport, intake: &Intake) -> Panel {
    let rows = intake.taken.iter().map(|taken| TableRow {
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
        remark: taken.remark.clone(),
        ..TableRow::default()
    });
    let table = Table {
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
    };
    let figures = counted(
        intake.figures_taken,
        "figure or marker",
        "figures and markers",
    );
    let tables = counted(intake.taken.len(), "table", "tables");
    let title = prefixed(name, &format!("{figures} in {tables}"));
    let left_out = sheets_left_out(intake);
    let next = next_step(report, intake);
    let mut summary = serves::in_words(intake);
    let mut remarks = summary.clone();
    remarks.extend(next.clone());
    let more = "Every finding, table and sheet: --full; findings for programs: --format csv.";
    summary.extend(std::iter::once(more.to_owned()).chain(next));
    Panel {
        heading: "Taken".to_owned(),
        headline: format!("{title}{left_out}").into(),
        title: title.into(),
        scope: format!("Publisher: {}. Layout: {}", intake.publisher, intake.layout),
        further_tables: vec![table],
        summary: Text::all(summary),
        remarks: Text::all(remarks),
        ..Panel::default()
    }
}

/// `; 2 sheets left out, hidden: Notes`
fn sheets_left_out(intake: &Intake) -> String {
    match intake.passed_over.len() {
        0 => String::new(),
        many => format!(
            "; {} left out{}",
            counted(many, "sheet", "sheets"),
            hidden_sheets(intake)
        ),
    }
}

/// The hidden ones of the sheets that were left out: nobody sees in a spreadsheet that they are there.
fn hidden_sheets(intake: &Intake) -> String {
    let hidden = |sheet: &&PassedOver| sheet.reason == PassedOver::HIDDEN;
    let names = intake.passed_over.iter().filter(hidden);
    let names: Vec<&str> = names.map(|sheet| sheet.sheet.trim()).collect();
    match names.len() {
        0 => String::new(),
        1..=3 => format!(", hidden: {}", names.join(", ")),
        many => format!(", {many} of them hidden"),
    }
}

/// The command that shows what changed, once both releases are stored.
fn next_step(report: &FileReport, intake: &Intake) -> Option<String> {
    let is_stored = matches!(report.outcome, FileOutcome::Stored(..));
    let previous = report.previous.as_ref().filter(|_| is_stored)?;
    let release = &intake.release;
    Some(format!(
        "Now see what changed: vawg revisions {previous} {release}"
    ))
}

fn left_out(name: &str, intake: &Intake) -> Panel {
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
        heading: "Left out".to_owned(),
        title: name.into(),
        table: table(&["sheets", "reason"], rows.collect()),
        only_in_full: true,
        ..Panel::default()
    }
}

/// `B9b on Worksheet_B9`; the sheet alone if its name has the table's, the table alone for a CSV file.
fn table_on_sheet(taken: &Taken, intake: &Intake) -> String {
    let sheet = taken.sheet.trim();
    if taken.sheet == intake.file {
        taken.table.clone()
    } else if sheet.ends_with(&taken.table) {
        sheet.to_owned()
    } else {
        format!("{} on {sheet}", taken.table)
    }
}

fn name_of(file: &str) -> String {
    let name = std::path::Path::new(file).file_name();
    name.map_or_else(
        || file.to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

fn prefixed(name: &str, text: &str) -> String {
    if name.is_empty() {
        text.to_owned()
    } else {
        format!("{name}: {text}")
    }
}

fn whole(number: usize) -> Cell {
    Cell::Number(number as f64, NumberFormat::Whole)
}

fn table(headers: &[&str], rows: Vec<TableRow>) -> Table {
    Table {
        columns: headers.iter().map(|header| Column::left(*header)).collect(),
        rows,
        earlier_rows: 0,
    }
}
