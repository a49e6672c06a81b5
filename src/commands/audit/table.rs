//! The findings as tables: for people one a verdict, what differs first; for machines all in one.

use super::computed::{Computed, Input};
use super::figures::verdict_and_why;
use super::finding::Finding;
use super::formula::formula;
use super::verdict::Verdict;
use super::words;
use crate::answer::{Cell, Column, NumberFormat, Panel, Table, TableRow, Text};
use crate::model::Marker;
use crate::words::capitalised;

/// The findings of each verdict, then one panel for machines. What does not agree is explained claim
/// by claim, the rest in brief.
pub(super) fn panels(findings: &[Finding<'_>]) -> Vec<Panel> {
    let mut panels = Vec::new();
    for verdict in Verdict::ALL {
        let of_verdict = findings.iter().filter(|it| it.verdict == verdict);
        let of_verdict: Vec<&Finding<'_>> = of_verdict.collect();
        if of_verdict.is_empty() {
            continue;
        }
        let mut panel = panel(verdict, &of_verdict);
        if matches!(verdict, Verdict::Agrees | Verdict::Rounded) {
            panel.remarks = Text::all(of_verdict.iter().filter_map(|it| in_brief(it)));
            panels.push(panel);
            panels.push(commands(&of_verdict));
        } else {
            panels.push(panel);
            panels.extend(explained(&of_verdict));
        }
    }
    panels.push(for_machines(findings));
    panels
}

fn panel(verdict: Verdict, findings: &[&Finding<'_>]) -> Panel {
    Panel {
        heading: capitalised(&verdict.to_string()),
        scope: meaning(verdict).to_owned(),
        table: Table {
            columns: vec![
                Column::left("paragraph"),
                Column::left("claim"),
                Column::right("stated"),
                Column::right("computed"),
            ],
            rows: findings.iter().map(|it| row(it)).collect(),
            earlier_rows: 0,
        },
        ..Panel::default()
    }
}

const fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Differs => {
            "Computed again, another value comes out; why, as far as it can be told, stands below."
        }
        Verdict::Revised => {
            "The report used figures that are not held, and those held were revised since: no \
             error of the report."
        }
        Verdict::Cannot => {
            "There is nothing at hand to compute with, or nothing to compare with; that says \
             nothing against the claim."
        }
        Verdict::Rounded => "The same at the precision stated, or as near as loose words allow.",
        Verdict::Agrees => "The same, or where words such as `over` and `nearly` put it.",
    }
}

fn row(finding: &Finding<'_>) -> TableRow {
    let claim = finding.claim;
    let stated = claim.stated.map_or(Cell::Empty, |value| {
        Cell::text(words::stated(value, claim.places, &claim.unit))
    });
    let computed = match &finding.computed {
        None => Cell::Missing(Marker::NotAvailable),
        Some(computed) => {
            let written = words::computed(computed.value, claim.places, &claim.unit);
            let marker = computed.marker().map(|marker| format!(" {marker}"));
            Cell::text(written + &marker.unwrap_or_default())
        }
    };
    TableRow {
        cells: vec![
            Cell::text(&claim.paragraph),
            Cell::text(&claim.sentence),
            stated,
            computed,
        ],
        ..TableRow::default()
    }
}

/// A panel of words for each claim: why, what is shown beside it, and the command. Claims with the
/// same words share one.
fn explained(findings: &[&Finding<'_>]) -> Vec<Panel> {
    let mut panels: Vec<Panel> = Vec::new();
    for finding in findings {
        let mut remarks = vec![finding.explanation.join(" "), beside(finding)];
        if !finding.command.is_empty() {
            remarks.push(format!("Shown by: {}", finding.command));
        }
        remarks.retain(|remark| !remark.is_empty());
        if remarks.is_empty() {
            continue;
        }
        let remarks = Text::all(remarks);
        match panels.iter_mut().find(|panel| panel.remarks == remarks) {
            Some(panel) => {
                let title = std::mem::take(&mut panel.title);
                panel.title = title.and(", ").and(name(finding));
            }
            None => panels.push(Panel {
                title: name(finding).into(),
                remarks,
                ..Panel::default()
            }),
        }
    }
    panels
}

/// The same as one remark, without the command; none where there is nothing to say.
fn in_brief(finding: &Finding<'_>) -> Option<String> {
    let mut words = finding.explanation.clone();
    words.push(beside(finding));
    words.retain(|words| !words.is_empty());
    (!words.is_empty()).then(|| format!("{}: {}", name(finding), words.join(" ")))
}

/// `commitments-met-strategy (11)`
fn name(finding: &Finding<'_>) -> String {
    format!("{} ({})", finding.claim.id, finding.claim.paragraph)
}

/// `Beside it: 70.27 per cent of the Domestic Abuse Plan.`
fn beside(finding: &Finding<'_>) -> String {
    let values: Vec<String> = finding.beside.iter().map(labelled).collect();
    if values.is_empty() {
        String::new()
    } else {
        format!("Beside it: {}.", values.join("; "))
    }
}

fn labelled((label, value): &(&str, Result<Computed, String>)) -> String {
    match value {
        Ok(computed) => {
            let written = words::labelled(&words::plain(computed.value), label);
            let marker = computed.marker().map(|marker| format!(" {marker}"));
            let marker = marker.filter(|marker| !label.contains(marker.trim()));
            written + &marker.unwrap_or_default()
        }
        Err(reason) => format!("{} {label} ({reason})", Marker::NotAvailable),
    }
}

/// The commands that show figures that agree, each once.
fn commands(findings: &[&Finding<'_>]) -> Panel {
    let mut commands: Vec<&str> = Vec::new();
    for finding in findings {
        let command = finding.command.as_str();
        if !command.is_empty() && !commands.contains(&command) {
            commands.push(command);
        }
    }
    let row = |command: &&str| TableRow {
        cells: vec![Cell::text(*command)],
        ..TableRow::default()
    };
    Panel {
        table: Table {
            columns: vec![Column::left("shown by")],
            rows: commands.iter().map(row).collect(),
            earlier_rows: 0,
        },
        ..Panel::default()
    }
}

/// Everything about each claim, in the order of the file.
fn for_machines(findings: &[Finding<'_>]) -> Panel {
    let words = ["claim", "paragraph", "sentence"];
    let numbers = ["stated", "computed", "difference"];
    let more = [
        "unit",
        "verdict",
        "why",
        "computation",
        "release",
        "source_ref",
        "command",
    ];
    let columns = words.into_iter().map(Column::left);
    let columns = columns.chain(numbers.into_iter().map(Column::right));
    Panel {
        title: "Every claim and its verdict".to_owned().into(),
        table: Table {
            columns: columns.chain(more.into_iter().map(Column::left)).collect(),
            rows: findings.iter().map(full_row).collect(),
            earlier_rows: 0,
        },
        machine_only: true,
        ..Panel::default()
    }
}

fn full_row(finding: &Finding<'_>) -> TableRow {
    let (claim, computed) = (finding.claim, finding.computed.as_ref());
    let number = |value: Option<f64>| {
        value.map_or(Cell::Empty, |value| {
            Cell::Number(value, NumberFormat::Decimal(6))
        })
    };
    let joined = |text: fn(&Input) -> &str| {
        Cell::text(computed.map_or_else(String::new, |computed| computed.joined(text)))
    };
    TableRow {
        cells: vec![
            Cell::text(&claim.id),
            Cell::text(&claim.paragraph),
            Cell::text(&claim.sentence),
            number(claim.stated),
            number(computed.map(|computed| computed.value)),
            number(finding.difference),
            Cell::text(&claim.unit),
            Cell::text(finding.verdict.to_string()),
            Cell::text(verdict_and_why(finding)),
            Cell::text(formula(&claim.computation)),
            joined(|input| &input.release),
            joined(|input| &input.source_ref),
            Cell::text(&finding.command),
        ],
        ..TableRow::default()
    }
}
