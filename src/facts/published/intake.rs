//! What became of each published file, and its findings folded by rule.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::dataset::StoreOutcome;
use crate::ingest::{Finding, Intake, Severity};
use crate::problem::Problem;

/// What was done with one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileOutcome {
    /// Its figures are in this folder.
    Stored(StoreOutcome, PathBuf),
    /// Its figures were written to this file and are not stored.
    WrittenTo(PathBuf),
    /// It has no error and was not to be stored.
    Valid,
    /// It has errors and is not stored.
    HasErrors,
    /// It could not be read.
    Unreadable,
}

/// One file: what was read and what was done with it.
pub(crate) struct FileReport {
    /// The file as the user named it.
    pub(crate) file: String,
    /// What was read, or why nothing could be read.
    pub(crate) read: Result<Intake, Problem>,
    /// What was done with it.
    pub(crate) outcome: FileOutcome,
    /// The release with which it was compared.
    pub(crate) previous: Option<String>,
    /// Figures that are stored but not used, by the rule that they break.
    pub(crate) not_used: BTreeMap<String, usize>,
}

impl FileReport {
    /// Whether the file has no errors, or only accepted ones.
    pub(crate) fn is_valid(&self) -> bool {
        self.read.as_ref().is_ok_and(|intake| intake.errors() == 0)
    }
}

/// Figures that are stored but not used, by the rule that they break.
pub(crate) fn not_used(intake: &Intake) -> BTreeMap<String, usize> {
    let mut rules = BTreeMap::new();
    let rows = intake.observations.iter().map(crate::frame::Row::withheld);
    for rule in rows.filter(|rule| !rule.is_empty()) {
        *rules.entry(rule.to_owned()).or_default() += 1;
    }
    rules
}

/// Findings of one rule, with the first of them.
pub(crate) struct Fold<'a> {
    pub(crate) first: &'a Finding,
    pub(crate) found: usize,
}

/// A field that a person wrote is mended one by one: its findings are not folded.
fn own_place(finding: &Finding) -> &str {
    match finding.rule {
        "field-readable" => finding.cell.as_str(),
        _ => "",
    }
}

/// Findings by rule and sheet, in the order of the file.
pub(crate) fn by_sheet(findings: &[Finding]) -> Vec<Fold<'_>> {
    folded(findings, |finding| {
        let sheet = finding.sheet.as_str();
        (
            finding.severity,
            finding.rule,
            sheet,
            finding.known.as_str(),
            own_place(finding),
        )
    })
}

/// Findings by rule: errors first, then rules that keep figures from being used, then the rest by
/// their number.
pub(crate) fn by_rule<'a>(
    findings: &'a [Finding],
    not_used: &BTreeMap<String, usize>,
) -> Vec<Fold<'a>> {
    let mut folds = folded(findings, |finding| {
        let place = own_place(finding);
        (finding.severity, finding.rule, "", "", place)
    });
    folds.sort_by_key(|fold| {
        let unused = not_used.get(fold.first.rule).copied().unwrap_or_default();
        (
            fold.first.severity,
            usize::MAX - unused,
            usize::MAX - fold.found,
        )
    });
    folds
}

type Key<'a> = (Severity, &'a str, &'a str, &'a str, &'a str);

fn folded<'a>(findings: &'a [Finding], key: impl Fn(&'a Finding) -> Key<'a>) -> Vec<Fold<'a>> {
    let mut folds: Vec<Fold<'_>> = Vec::new();
    let mut places: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    for first in findings {
        let at = *places.entry(key(first)).or_insert(folds.len());
        if at == folds.len() {
            folds.push(Fold { first, found: 0 });
        }
        folds[at].found += 1;
    }
    folds
}

/// How many of the findings are errors.
pub(crate) fn errors(findings: &[Finding]) -> usize {
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    findings.iter().filter(is_error).count()
}
