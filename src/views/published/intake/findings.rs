//! What was found in files: folded by rule in the short answer, by rule and sheet in the full one,
//! every finding for machines.

use super::{prefixed, table, whole};
use crate::answer::{Alignment, Cell, Panel, ShownIn, TableRow, Text};
use crate::facts::published::intake::{FileReport, Fold, by_rule, by_sheet, errors};
use crate::ingest::{Finding, Intake, RULES, Severity};
use crate::model::cell_position;
use crate::words::counted;

/// Rules in the short answer, so that a published workbook is reported on 30 lines.
const SHOWN: usize = 6;

/// Rules whose warnings say what to write: the rule alone would not.
const TOLD_IN_FULL: [&str; 3] = ["label-known", "per-cent-not-proportion", "text-form"];

/// The findings of one file.
pub(super) fn panel(name: &str, report: &FileReport, intake: &Intake) -> Panel {
    let findings = &intake.findings;
    let folds = by_rule(findings, &report.not_used);
    let short = folds.iter().take(SHOWN).map(|fold| {
        let not_used = report
            .not_used
            .get(fold.first.rule)
            .copied()
            .unwrap_or_default();
        row(fold, &in_brief(fold.first, not_used), ShownIn::InShort)
    });
    let full = by_sheet(findings);
    let full = full
        .iter()
        .map(|fold| row(fold, &in_full(fold.first), ShownIn::InFull));
    let mut table = table(
        &["severity", "found", "first place", "message"],
        short.chain(full).collect(),
    );
    table.columns[1].alignment = Alignment::Right;
    let more = folds.len().saturating_sub(SHOWN);
    let what = if findings.iter().any(|one| one.rule == "field-readable") {
        ("more field or rule", "more fields or rules")
    } else {
        ("more rule", "more rules")
    };
    let more = (more > 0).then(|| format!("{}: --full", counted(more, what.0, what.1)));
    Panel {
        heading: "Found".to_owned(),
        headline: headline(name, report, findings).into(),
        title: format!(
            "{}; --format csv lists each",
            headline(name, report, findings)
        )
        .into(),
        table,
        summary: Text::all(more),
        ..Panel::default()
    }
}

fn headline(name: &str, report: &FileReport, findings: &[Finding]) -> String {
    let errors = errors(findings);
    let warnings = findings.len() - errors;
    let counts = match (errors, warnings) {
        (0, 0) => "no errors and no warnings".to_owned(),
        (0, _) => format!("no errors, {}", counted(warnings, "warning", "warnings")),
        _ => format!(
            "{} and {}",
            counted(errors, "error", "errors"),
            counted(warnings, "warning", "warnings")
        ),
    };
    let not_used = match report.not_used.values().sum() {
        _ if !report.is_valid() => String::new(), // nothing is stored
        0 => String::new(),
        many => format!(
            "; {} stored but not used",
            counted(many, "figure", "figures")
        ),
    };
    prefixed(name, &format!("{counts}{not_used}"))
}

fn row(fold: &Fold<'_>, message: &str, shown: ShownIn) -> TableRow {
    let place = [fold.first.sheet.trim(), &fold.first.cell];
    let place = place.into_iter().filter(|part| !part.is_empty());
    TableRow {
        cells: vec![
            Cell::text(severity(fold.first)),
            whole(fold.found),
            Cell::text(place.collect::<Vec<_>>().join("!")),
            Cell::text(format!("{message} [{}]", fold.first.rule)),
        ],
        shown,
        ..TableRow::default()
    }
}

/// The message of an error; for a warning what was checked, and how many figures are not used.
fn in_brief(finding: &Finding, not_used: usize) -> String {
    let rule = RULES.iter().find(|(name, _)| *name == finding.rule);
    let message = match (finding.severity, rule) {
        (Severity::Warning, Some((rule, asks))) if !TOLD_IN_FULL.contains(rule) => {
            format!("check failed: {asks}")
        }
        _ => in_full(finding),
    };
    match not_used {
        0 => message,
        many => format!("{message}; {} not used", counted(many, "figure", "figures")),
    }
}

/// The message, with the value that it is about if it does not name it.
fn in_full(finding: &Finding) -> String {
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

/// One row per finding, and one for each file that cannot be read.
pub(super) fn for_machines(all: &[FileReport]) -> Panel {
    let rows = all.iter().flat_map(|report| match &report.read {
        Err(problem) => {
            let message = problem.to_string();
            let file = report.file.as_str();
            vec![cells([
                "error",
                "file-readable",
                file,
                "",
                "",
                "",
                "",
                "",
                &message,
                "",
            ])]
        }
        Ok(intake) => {
            let findings = intake.findings.iter();
            findings
                .map(|finding| for_machine(&report.file, finding))
                .collect()
        }
    });
    Panel {
        heading: "Findings".to_owned(),
        table: table(
            &[
                "severity", "rule", "file", "sheet", "cell", "row", "column", "value", "message",
                "known",
            ],
            rows.collect(),
        ),
        machine_only: true,
        ..Panel::default()
    }
}

fn for_machine(file: &str, finding: &Finding) -> TableRow {
    let position = cell_position(&finding.cell);
    let (line, column) = position.map_or_else(Default::default, |(row, _)| {
        let letters = finding
            .cell
            .trim_end_matches(|letter: char| letter.is_ascii_digit());
        ((row + 1).to_string(), letters.to_owned())
    });
    cells([
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

fn cells(cells: [&str; 10]) -> TableRow {
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
