//! What was found wrong with a file: thing, place, value, rule.

use serde::Serialize;

/// Whether figures can still be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A figure or its key cannot be trusted.
    Error,
    /// Something beside the figures is wrong; what does not recompute is not served.
    Warning,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Error or warning.
    pub severity: Severity,
    /// The name of the rule that was broken: `share-recomputes`.
    pub rule: &'static str,
    /// The sheet.
    pub sheet: String,
    /// The cell, as a spreadsheet names it.
    pub cell: String,
    /// What stands there.
    pub value: String,
    /// What is wrong and what was expected.
    pub message: String,
}
