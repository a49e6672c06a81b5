//! What the checks found when a release was taken in, as notes of the series that use its figures.

use std::collections::BTreeSet;

use crate::dataset::ReleaseFile;
use crate::frame::StoredFinding;
use crate::model::{Series, SeriesNote};

/// Rules about a whole file: what it lacks concerns every figure taken from it.
const OF_THE_FILE: [&str; 3] = ["coverage-complete", "coverage-shrank", "download-complete"];

/// One note for each release of which something was found that concerns the figures of a series:
/// their cells, or what the file as a whole lacks.
pub(crate) fn notes(series: &Series, serving: &[&ReleaseFile<'_>]) -> Vec<SeriesNote> {
    let mut notes = Vec::new();
    for release in serving {
        let used: BTreeSet<&str> = series
            .points
            .iter()
            .chain(&series.rolling)
            .filter(|point| point.release == release.id)
            .map(|point| point.source_ref.as_str())
            .collect();
        if used.is_empty() {
            continue;
        }
        let cells: BTreeSet<String> = used.iter().flat_map(|text| cells(text)).collect();
        let concerns = |finding: &&StoredFinding| {
            if finding.cell.is_empty() {
                finding.sheet.is_empty() && OF_THE_FILE.contains(&finding.rule.as_str())
            } else {
                cells.contains(&format!("{}!{}", finding.sheet, finding.cell))
            }
        };
        let found: Vec<&StoredFinding> = release.findings().filter(concerns).collect();
        if let Some(first) = found.first() {
            let more = match found.len() - 1 {
                0 => String::new(),
                1 => " One more finding concerns these figures.".to_owned(),
                more => format!(" {more} more findings concern these figures."),
            };
            notes.push(SeriesNote {
                id: format!("findings-{}", release.id),
                period: None,
                partial: false,
                remark: String::new(),
                text: format!(
                    "Found when release `{}` was taken in: {}.{more}",
                    release.id, first.message
                ),
                on_chart: true,
            });
        }
    }
    notes
}

/// `Table_A5a!Y68+Y69` → `Table_A5a!Y68`, `Table_A5a!Y69`.
fn cells(source_ref: &str) -> Vec<String> {
    let first = source_ref.split(' ').next().unwrap_or_default();
    let mut sheet = "";
    let parts = first.split('+').map(|part| {
        let cell = match part.rsplit_once('!') {
            Some((named, cell)) => {
                sheet = named;
                cell
            }
            None => part,
        };
        format!("{sheet}!{cell}")
    });
    parts.collect()
}
