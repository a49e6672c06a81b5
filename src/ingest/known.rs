//! What the catalogue knows of a file: errors that were really published become warnings that cite
//! its entry, and a copy made by somebody else is taken for no more than that.

use super::finding::{Finding, Severity};
use super::intake::Intake;
use crate::catalogue::{Catalogue, PublishedError, ReleaseKind};
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

/// A file that is known as another's copy of published figures is the release of that copy, whose
/// figures are always shown as quoted.
pub(super) fn copy(intake: &mut Intake, catalogue: &Catalogue) {
    let mut releases = catalogue.releases.iter();
    let known = releases.find(|entry| {
        entry.kind == ReleaseKind::Quoted
            && !entry.sha256.is_empty()
            && entry.sha256 == intake.sha256
    });
    if let Some(entry) = known {
        intake.release.clone_from(&entry.id);
        intake.family.clone_from(&entry.family);
        intake.title = format!("{}, as copied by {}", entry.title, entry.quoted_by);
        intake.period = entry.period;
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
    use super::{copy, holds};
    use crate::catalogue::Catalogue;
    use crate::ingest::Intake;
    use crate::model::Period;

    #[test]
    fn a_copy_by_somebody_else_is_no_release_of_the_publisher() {
        let catalogue = Catalogue::built_in().unwrap();
        let taken = |sha256: &str| {
            let year = Period::financial(2025);
            let mut intake = Intake::new("", "HM Treasury", "hmt-deflators", year, "Deflators");
            sha256.clone_into(&mut intake.sha256);
            copy(&mut intake, &catalogue);
            intake.release
        };
        let copied = "d89ca4d5561571ab622113b702a1d643bedfeeb2be6c217f398612a6c53c24d7";
        assert_eq!(taken(copied), "hmt-deflators-2026-m03");
        assert_eq!(taken(""), "hmt-deflators-ye-mar-2025");
        assert_eq!(
            taken(&copied.replace('d', "e")),
            "hmt-deflators-ye-mar-2025"
        );
    }

    #[test]
    fn a_range_holds_the_cells_between_its_corners() {
        assert!(holds("B9", "B9"));
        assert!(holds("B9:AA12", "Z10"));
        assert!(!holds("B9:AA12", "AB10"));
        assert!(!holds("B9:AA12", "Z13"));
        assert!(!holds("B9", ""));
    }
}
