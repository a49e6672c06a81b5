//! What was found in files, for the report of `vawg ingest`: in brief by rule for people, every
//! finding for programs.

use std::collections::BTreeMap;

use super::Taken;
use super::report::{counted, table};
use crate::answer::{Cell, Panel, TableRow};
use crate::ingest::{Finding, Severity};
use crate::model::cell_position;

/// Findings of one rule on one sheet, with the first of them in full.
pub(super) fn found(name: &str, findings: &[Finding]) -> Panel {
    let rows = groups(findings).into_iter().map(|(first, number)| {
        let more = match number {
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
    Panel {
        heading: "Found".to_owned(),
        title: title(name, findings).into(),
        table: table(&["severity", "sheet", "cell", "message"], rows.collect()),
        ..Panel::default()
    }
}

/// The first finding of each rule on each sheet, and how many there are.
fn groups(findings: &[Finding]) -> Vec<(&Finding, usize)> {
    let mut groups: Vec<(&Finding, usize)> = Vec::new();
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
            groups.push((finding, 0));
        }
        groups[at].1 += 1;
    }
    groups
}

fn title(name: &str, findings: &[Finding]) -> String {
    if findings.is_empty() {
        return if name.is_empty() {
            "Nothing wrong was found".to_owned()
        } else {
            format!("{name}nothing wrong was found")
        };
    }
    let errors = errors(findings);
    format!(
        "{name}{} and {}; --format csv lists each",
        counted(errors, "error", "errors"),
        counted(findings.len() - errors, "warning", "warnings")
    )
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
pub(super) fn every_finding(all: &[Taken]) -> Panel {
    let mut rows = Vec::new();
    for taken in all {
        match &taken.read {
            Err(problem) => rows.push(unreadable(&taken.file, &problem.to_string())),
            Ok(intake) => {
                let findings = intake.findings.iter();
                rows.extend(findings.map(|finding| in_full(&taken.file, finding)));
            }
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

fn unreadable(file: &str, problem: &str) -> TableRow {
    row([
        "error",
        "file-readable",
        file,
        "",
        "",
        "",
        "",
        "",
        problem,
        "",
    ])
}

fn in_full(file: &str, finding: &Finding) -> TableRow {
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
        file,
        &finding.sheet,
        &finding.cell,
        &line,
        &column,
        &finding.value,
        &finding.message,
        &finding.known,
    ])
}

fn row(cells: [&str; 10]) -> TableRow {
    TableRow {
        cells: cells.map(Cell::text).to_vec(),
        ..TableRow::default()
    }
}

const fn severity(finding: &Finding) -> &'static str {
    match finding.severity {
        Severity::Error if finding.accepted => "error accepted",
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// How many of the findings are errors.
pub(super) fn errors(findings: &[Finding]) -> usize {
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors.count()
}
