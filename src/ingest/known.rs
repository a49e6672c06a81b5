//! Errors that are known to have been published: an entry of the catalogue turns the error into a
//! warning that cites it.

use super::finding::{Finding, Severity};
use super::intake::Intake;
use crate::catalogue::{Catalogue, PublishedError};
use crate::model::cell_position;

/// Marks each finding that an entry knows of.
pub(super) fn apply(intake: &mut Intake, catalogue: &Catalogue) {
    let entries: Vec<&PublishedError> = catalogue
        .published_errors
        .iter()
        .filter(|entry| entry.release == intake.release)
        .collect();
    if entries.is_empty() {
        return;
    }
    for finding in &mut intake.findings {
        if let Some(entry) = entries.iter().find(|entry| concerns(entry, finding)) {
            finding.severity = Severity::Warning;
            finding.known.clone_from(&entry.id);
            finding.message = format!("{} (known: {})", finding.message, entry.reason);
        }
    }
}

fn concerns(entry: &PublishedError, finding: &Finding) -> bool {
    entry.rule == finding.rule
        && (entry.sheet.is_empty() || entry.sheet == finding.sheet)
        && finding.message.contains(&entry.about)
        && (entry.cells.is_empty() || entry.cells.iter().any(|range| holds(range, &finding.cell)))
}

fn holds(range: &str, cell: &str) -> bool {
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    let Some(((first, last), at)) = cell_position(first)
        .zip(cell_position(last))
        .zip(cell_position(cell))
    else {
        return false;
    };
    (first.0..=last.0).contains(&at.0) && (first.1..=last.1).contains(&at.1)
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn a_range_holds_the_cells_between_its_corners() {
        assert!(holds("B9", "B9"));
        assert!(holds("B9:AA12", "Z10"));
        assert!(!holds("B9:AA12", "AB10"));
        assert!(!holds("B9:AA12", "Z13"));
        assert!(!holds("B9", ""));
    }
}
