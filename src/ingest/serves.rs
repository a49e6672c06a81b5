//! What a file that somebody put into the tidy form serves: the survey measures its rows supply, the
//! labels that miss one by a few letters, and the per cents that are proportions.

use std::collections::{BTreeSet, HashMap};

use anyhow::Result;

use super::Beside;
use super::finding::Finding;
use super::intake::Intake;
use crate::catalogue::{Catalogue, Measure, MeasureRows, RowSelector};
use crate::frame::Row;
use crate::model::{Kind, Period, is_proportion};

const RULE: &str = "label-known";

/// The survey measures of a release that its figures supply, each with its periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Served {
    /// What is measured, and of whom.
    pub measure: Measure,
    /// Periods with a figure or a marker.
    pub periods: BTreeSet<Period>,
}

/// Notes what the figures serve, and warns of rows that miss a measure.
pub(super) fn check(
    intake: &mut Intake,
    catalogue: &Catalogue,
    beside: &dyn Beside<'_>,
) -> Result<()> {
    let mut findings = Vec::new();
    for (measure, selectors) in of_survey(catalogue) {
        let rows = intake.observations.iter();
        let rows = rows.filter(|row| serves(*row, measure, selectors, &intake.family));
        let rows: Vec<Row<'_>> = rows.collect();
        if rows.is_empty() {
            continue;
        }
        if let Some(held) = beside.latest(measure, &intake.release)? {
            findings.extend(rows.iter().filter_map(|row| proportion(*row, held)));
        }
        let periods = rows.iter().map(|row| row.period()).collect();
        intake.serves.push(Served {
            measure: measure.clone(),
            periods,
        });
    }
    findings.extend(near_labels(intake, catalogue));
    if findings.is_empty() && intake.serves.is_empty() && is_of_survey(intake) {
        findings.extend(nothing_served(intake, catalogue));
    }
    // Its neighbours in the file may have told of the same figure.
    let known = std::mem::take(&mut intake.findings);
    findings.retain(|one| {
        let same = |other: &Finding| (other.rule, &other.cell) == (one.rule, &one.cell);
        !known.iter().any(same)
    });
    intake.findings = known;
    intake.findings.append(&mut findings);
    name_lines(intake);
    Ok(())
}

/// Findings name the cell of the published table; whoever wrote the rows looks for their line.
fn name_lines(intake: &mut Intake) {
    let mut lines: HashMap<(&str, &str), Vec<u32>> = HashMap::new();
    for finding in intake.findings.iter().filter(|one| !one.cell.is_empty()) {
        lines.entry((&finding.sheet, &finding.cell)).or_default();
    }
    for (row, line) in intake.observations.iter().zip(&intake.lines) {
        if let Some(known) = lines.get_mut(&(row.sheet(), row.cell())) {
            known.push(*line);
        }
    }
    let line = |finding: &Finding| {
        let lines = lines.get(&(finding.sheet.as_str(), finding.cell.as_str()))?;
        // Several rows may name one cell: then the line is not known.
        lines.first().filter(|_| lines.len() == 1).copied()
    };
    let found: Vec<Option<u32>> = intake.findings.iter().map(line).collect();
    for (finding, line) in intake.findings.iter_mut().zip(found) {
        if let Some(line) = line {
            finding.message = format!("line {line}: {}", finding.message);
        }
    }
}

fn of_survey(catalogue: &Catalogue) -> impl Iterator<Item = (&Measure, &[RowSelector])> {
    let measures = catalogue.measures.iter();
    measures.filter_map(|measure| match &measure.rows {
        MeasureRows::Selected(selectors) => Some((measure, selectors.as_slice())),
        _ => None,
    })
}

/// Whether a figure is one of a measure: in the area that it names.
fn serves(row: Row<'_>, measure: &Measure, selectors: &[RowSelector], family: &str) -> bool {
    let kind = row.kind();
    row.withheld().is_empty()
        && is_about(kind, measure)
        && selectors.iter().any(|selector| {
            selector.is_of_family(family)
                && selector.is_row(&kind.table, &kind.label, &kind.group)
                && selector.may_supply(row.period())
        })
}

fn is_about(kind: &Kind, measure: &Measure) -> bool {
    kind.breakdown.is_empty()
        && (kind.sex, kind.age) == (measure.sex, measure.age)
        && kind.statistic == measure.statistic
        && kind.unit == measure.unit
}

fn proportion(row: Row<'_>, held: f64) -> Option<Finding> {
    let value = row.value()?;
    let about = format!("the latest figure held of it is {held}");
    is_proportion(value, held).then(|| super::check::asks_for_per_cent(row, value, &about))
}

/// Rows whose label is nearly that of a measure which no other row of the file has.
fn near_labels(intake: &Intake, catalogue: &Catalogue) -> Vec<Finding> {
    let kinds = intake.observations.kinds();
    let labels: BTreeSet<&str> = kinds.iter().map(|kind| kind.label.as_str()).collect();
    let mut wanted: Vec<(&str, &Measure)> = Vec::new();
    for (measure, selectors) in of_survey(catalogue) {
        let of_family = selectors
            .iter()
            .filter(|one| !one.family.is_empty() && one.is_of_family(&intake.family));
        wanted.extend(of_family.map(|selector| (selector.label.as_str(), measure)));
    }
    let mut findings = Vec::new();
    for label in &labels {
        if wanted.iter().any(|(known, _)| known == label) {
            continue;
        }
        let missing = wanted.iter().filter(|(known, _)| !labels.contains(known));
        let near = missing.filter(|(known, _)| is_near(label, known));
        let like = |known: &str| strsim::normalized_damerau_levenshtein(label, known);
        let Some((known, measure)) = near.max_by(|a, b| like(a.0).total_cmp(&like(b.0))) else {
            continue;
        };
        let mut rows = intake.observations.iter();
        if let Some(row) = rows.find(|row| row.kind().label == **label) {
            let message = format!(
                "`{label}` serves no measure: {} is served by `{known}`",
                measure.crime
            );
            let (sheet, cell) = (row.sheet(), row.cell());
            findings.push(Finding::warning(RULE, sheet, cell, *label, message));
        }
    }
    findings
}

/// Whether two labels are the same but for capitals, a few letters or words in brackets at the end.
fn is_near(label: &str, known: &str) -> bool {
    const LIKE_ENOUGH: f64 = 0.85;
    let plain = |text: &str| text.trim().to_lowercase();
    let (label, known) = (plain(label), plain(known));
    let without = |text: &str| text.split(" (").next().unwrap_or_default().to_owned();
    without(&label) == without(&known)
        || strsim::normalized_damerau_levenshtein(&label, &known) >= LIKE_ENOUGH
}

/// Whether it holds prevalence alone: other figures may serve without being a survey measure.
fn is_of_survey(intake: &Intake) -> bool {
    let kinds = intake.observations.kinds();
    !kinds.is_empty() && kinds.iter().all(|kind| kind.statistic == "prevalence")
}

/// Why not one row serves, as far as the first row says.
fn nothing_served(intake: &Intake, catalogue: &Catalogue) -> Option<Finding> {
    let row = intake.observations.iter().next()?;
    let kind = row.kind();
    let of_label: Vec<(&Measure, &RowSelector)> = of_survey(catalogue)
        .flat_map(|(measure, all)| all.iter().map(move |selector| (measure, selector)))
        .filter(|(_, one)| !one.family.is_empty() && one.label == kind.label)
        .collect();
    let of_family = of_label
        .iter()
        .filter(|(_, one)| one.is_of_family(&intake.family));
    let of_family: Vec<&Measure> = of_family.map(|(measure, _)| *measure).collect();
    let why = if of_label.is_empty() {
        "no measure has that label".to_owned()
    } else if of_family.is_empty() {
        let family = &of_label[0].1.family;
        format!("that label serves only where the name of the release begins `{family}`")
    } else if of_family.iter().any(|measure| is_about(kind, measure)) {
        "its group and period are those of no measure".to_owned()
    } else {
        let people = of_family
            .iter()
            .map(|one| format!("{} {}", one.sex, one.age));
        let people: BTreeSet<String> = people.collect();
        let people: Vec<String> = people.into_iter().collect();
        format!(
            "that label serves in per cent, as `prevalence`, without a breakdown, for {}",
            people.join(", ")
        )
    };
    let message = format!(
        "no row serves a measure; the first is `{}`, {} {}: {why}",
        kind.label, kind.sex, kind.age
    );
    let (sheet, cell) = (row.sheet(), row.cell());
    let label = kind.label.as_str();
    Some(Finding::warning(RULE, sheet, cell, label, message))
}
