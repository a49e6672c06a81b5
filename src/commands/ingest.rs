//! `vawg ingest`: what was taken from a published file, and what was found wrong with it.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::answer::{Answer, Cell, Column, Evidence, NumberFormat, Panel, Table, TableRow};
use crate::cli::IngestArgs;
use crate::catalogue::Catalogue;
use crate::ingest::{Finding, Intake, Severity, Source, Surroundings, read, tidy};

/// What reading a file gave: the report, the figures, and whether there were errors.
pub struct Ingested {
    /// What was taken, passed over and found.
    pub report: Answer,
    /// The figures as tidy CSV.
    pub observations: Vec<u8>,
    /// Findings that are errors.
    pub errors: usize,
}

/// Reads a published file.
///
/// # Errors
/// A file that cannot be read or has no known layout.
pub fn ingest(args: &IngestArgs) -> Result<Ingested> {
    let catalogue = Catalogue::built_in()?;
    let surroundings = Surroundings {
        catalogue: &catalogue,
        accept: &[],
        previous: &|_| Ok(None),
    };
    let source = std::sync::Arc::new(Source::at(&args.file)?);
    let intake = read(&source, &surroundings)?;
    Ok(Ingested {
        report: report(&intake),
        observations: tidy::to_csv(&intake.release, &intake.figures)?,
        errors: intake.errors(),
    })
}

fn report(intake: &Intake) -> Answer {
    let title = format!("{}: {}", intake.release, intake.title);
    let mut panels = vec![
        found(&intake.findings),
        every_finding(&intake.findings),
        taken(intake),
    ];
    if !intake.passed_over.is_empty() {
        panels.push(passed_over(intake));
    }
    Answer::new(title, panels, Evidence::of_no_figures())
}

fn taken(intake: &Intake) -> Panel {
    let rows = intake
        .taken
        .iter()
        .map(|taken| TableRow {
            cells: vec![
                Cell::text(&taken.table),
                Cell::text(&taken.sheet),
                whole(taken.rows),
                whole(taken.figures),
                whole(taken.markers),
                Cell::text(
                    taken
                        .periods
                        .map_or_else(String::new, |(first, last)| format!("{first} to {last}")),
                ),
            ],
            notes: Vec::new(),
            remark: taken.remark.clone(),
        })
        .collect();
    Panel {
        heading: "Taken".to_owned(),
        title: format!(
            "{} figures and markers in {} tables",
            NumberFormat::Whole.write(intake.figures.len() as f64),
            intake.taken.len()
        ),
        scope: format!("Layout: {}", intake.layout),
        table: Table {
            columns: vec![
                Column::left("table"),
                Column::left("sheet"),
                Column::right("rows"),
                Column::right("figures"),
                Column::right("markers"),
                Column::left("periods"),
            ],
            rows,
            earlier_rows: 0,
        },
        ..Panel::default()
    }
}

fn whole(number: usize) -> Cell {
    Cell::Number(number as f64, NumberFormat::Whole)
}

fn passed_over(intake: &Intake) -> Panel {
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for sheet in &intake.passed_over {
        by_reason
            .entry(&sheet.reason)
            .or_default()
            .push(&sheet.sheet);
    }
    let rows = by_reason
        .into_iter()
        .map(|(reason, sheets)| TableRow {
            cells: vec![Cell::text(sheets.join(", ")), Cell::text(reason)],
            ..TableRow::default()
        })
        .collect();
    Panel {
        heading: "Passed over".to_owned(),
        table: table(&["sheets", "reason"], rows),
        ..Panel::default()
    }
}

/// Findings of one rule on one sheet in one row, with the first of them in full.
fn found(findings: &[Finding]) -> Panel {
    let of = |severity| {
        findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        let same = |group: &&mut Vec<&Finding>| {
            (group[0].rule, &group[0].sheet) == (finding.rule, &finding.sheet)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    let rows = groups
        .into_iter()
        .map(|group| {
            let first = group[0];
            let more = match group.len() {
                1 => String::new(),
                many => format!(" (and {} more cells on the sheet)", many - 1),
            };
            TableRow {
                cells: vec![
                    Cell::text(severity(first)),
                    Cell::text(&first.sheet),
                    Cell::text(&first.cell),
                    Cell::text(format!("{}{more}", first.message)),
                ],
                ..TableRow::default()
            }
        })
        .collect();
    Panel {
        heading: "Found".to_owned(),
        title: if findings.is_empty() {
            "Nothing wrong was found".to_owned()
        } else {
            format!(
                "{} and {}; --format csv lists each",
                counted(of(Severity::Error), "error"),
                counted(of(Severity::Warning), "warning")
            )
        },
        table: table(&["severity", "sheet", "cell", "message"], rows),
        ..Panel::default()
    }
}

fn every_finding(findings: &[Finding]) -> Panel {
    let rows = findings
        .iter()
        .map(|finding| TableRow {
            cells: [
                severity(finding),
                finding.rule,
                &finding.sheet,
                &finding.cell,
                &finding.value,
                &finding.message,
            ]
            .map(Cell::text)
            .to_vec(),
            ..TableRow::default()
        })
        .collect();
    Panel {
        heading: "Findings".to_owned(),
        table: table(
            &["severity", "rule", "sheet", "cell", "value", "message"],
            rows,
        ),
        machine_only: true,
        ..Panel::default()
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
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// `1 error`, `2 errors`
fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
