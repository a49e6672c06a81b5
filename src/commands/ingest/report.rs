//! The report of `vawg ingest` and `vawg validate`: each file with its release and what became of
//! it, what was found, what was taken and what was passed over.

use std::collections::BTreeMap;

use super::Taken;
use crate::answer::{Answer, Cell, Column, Evidence, NumberFormat, Panel, Table, TableRow};
use crate::ingest::{Finding, Intake, Severity};
use crate::model::cell_position;

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
                title: name.trim_end_matches(": ").to_owned(),
                remarks: std::iter::once(problem.to_string())
                    .chain(problem.hints().iter().map(|hint| format!("hint: {hint}")))
                    .collect(),
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
    let rows = all.iter().map(|taken| {
        let mut cells = vec![Cell::text(&taken.file), Cell::text(name_of(&taken.file))];
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
        // Several files that are refused may be of one release: their own names tell them apart.
        let in_order = taken.read.as_ref().ok();
        let release = in_order.filter(|intake| intake.errors() == 0);
        cells.insert(
            0,
            Cell::text(
                release.map_or_else(|| name_of(&taken.file), |intake| intake.release.clone()),
            ),
        );
        cells.push(Cell::text(in_brief(&taken.outcome)));
        TableRow {
            cells,
            ..TableRow::default()
        }
    });
    let mut columns = columns_of_files();
    let mut title = String::new();
    if let ([only], Some(result)) = (all, columns.last_mut()) {
        result.in_terminal = false;
        title = sentence(&only.outcome);
    }
    Panel {
        heading: "Files".to_owned(),
        title,
        table: Table {
            columns,
            rows: rows.collect(),
            earlier_rows: 0,
        },
        ..Panel::default()
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

fn errors(findings: &[Finding]) -> usize {
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors.count()
}

fn tables(name: &str, intake: &Intake) -> Panel {
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
        ),
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
        title: name.trim_end_matches(": ").to_owned(),
        table: table(&["sheets", "reason"], rows.collect()),
        ..Panel::default()
    }
}

/// Findings of one rule on one sheet, with the first of them in full.
fn found(name: &str, findings: &[Finding]) -> Panel {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut places: BTreeMap<(Severity, &str, &str, &str), usize> = BTreeMap::new();
    for finding in findings {
        let key = (
            finding.severity,
            finding.rule,
            finding.sheet.as_str(),
            finding.known.as_str(),
        );
        let at = *places.entry(key).or_insert(groups.len());
        if at == groups.len() {
            groups.push(Vec::new());
        }
        groups[at].push(finding);
    }
    let rows = groups.iter().map(|group| {
        let first = group[0];
        let more = match group.len() {
            1 => String::new(),
            many => format!(" (and {} on the sheet)", counted(many - 1, "more", "more")),
        };
        TableRow {
            cells: vec![
                Cell::text(severity(first)),
                Cell::text(&first.sheet),
                Cell::text(&first.cell),
                Cell::text(format!("{}{more} [{}]", in_words(first), first.rule)),
            ],
            ..TableRow::default()
        }
    });
    let errors = errors(findings);
    Panel {
        heading: "Found".to_owned(),
        title: if findings.is_empty() {
            if name.is_empty() {
                "Nothing wrong was found".to_owned()
            } else {
                format!("{name}nothing wrong was found")
            }
        } else {
            format!(
                "{name}{} and {}; --format csv lists each",
                counted(errors, "error", "errors"),
                counted(findings.len() - errors, "warning", "warnings")
            )
        },
        table: table(&["severity", "sheet", "cell", "message"], rows.collect()),
        ..Panel::default()
    }
}

/// The message, with the value that it is about where it does not name it.
fn in_words(finding: &Finding) -> String {
    const ROOM: usize = 40;
    let value = finding.value.trim();
    if value.is_empty() || finding.severity == Severity::Warning || finding.message.contains(value)
    {
        return finding.message.clone();
    }
    let mut shown: String = value.chars().take(ROOM).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    format!("{}: `{shown}`", finding.message)
}

/// One row a finding, and one for each file that cannot be read.
fn every_finding(all: &[Taken]) -> Panel {
    let mut rows = Vec::new();
    for taken in all {
        match &taken.read {
            Err(problem) => rows.push(row([
                "error",
                "file-readable",
                &taken.file,
                "",
                "",
                "",
                "",
                "",
                &problem.to_string(),
                "",
            ])),
            Ok(intake) => rows.extend(intake.findings.iter().map(|finding| {
                let position = cell_position(&finding.cell);
                let (line, column) = position.map_or_else(Default::default, |(row, _)| {
                    let letters = finding
                        .cell
                        .trim_end_matches(|letter: char| letter.is_ascii_digit());
                    ((row + 1).to_string(), letters.to_owned())
                });
                row([
                    severity(finding),
                    finding.rule,
                    &taken.file,
                    &finding.sheet,
                    &finding.cell,
                    &line,
                    &column,
                    &finding.value,
                    &finding.message,
                    &finding.known,
                ])
            })),
        }
    }
    Panel {
        heading: "Findings".to_owned(),
        table: table(
            &[
                "severity", "rule", "file", "sheet", "cell", "row", "column", "value", "message",
                "known",
            ],
            rows,
        ),
        machine_only: true,
        ..Panel::default()
    }
}

fn row(cells: [&str; 10]) -> TableRow {
    TableRow {
        cells: cells.map(Cell::text).to_vec(),
        ..TableRow::default()
    }
}

fn table(headers: &[&str], rows: Vec<TableRow>) -> Table {
    Table {
        columns: headers.iter().map(|header| Column::left(*header)).collect(),
        rows,
        earlier_rows: 0,
    }
}

const fn severity(finding: &Finding) -> &'static str {
    match finding.severity {
        Severity::Error if finding.accepted => "error accepted",
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// `1 error`, `2 errors`, with thousands commas.
fn counted(number: usize, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    format!("{} {noun}", NumberFormat::Whole.write(number as f64))
}
