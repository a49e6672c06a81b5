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
    /// The file's name.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The cell, as a spreadsheet names it.
    pub cell: String,
    /// What stands there.
    pub value: String,
    /// What is wrong and what was expected.
    pub message: String,
    /// The catalogue's entry that knows of it; empty where there is none.
    pub known: String,
    /// Whether the user accepted the rule to be broken.
    pub accepted: bool,
}

impl Finding {
    /// A figure or its key cannot be trusted.
    pub fn error(
        rule: &'static str,
        sheet: impl Into<String>,
        cell: impl Into<String>,
        value: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            rule,
            file: String::new(),
            sheet: sheet.into(),
            cell: cell.into(),
            value: value.into(),
            message: message.into(),
            known: String::new(),
            accepted: false,
        }
    }

    /// Something beside the figures is wrong.
    pub fn warning(
        rule: &'static str,
        sheet: impl Into<String>,
        cell: impl Into<String>,
        value: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(rule, sheet, cell, value, message)
        }
    }

    /// Whether it keeps the file from being stored.
    #[must_use]
    pub fn stands_in_the_way(&self) -> bool {
        self.severity == Severity::Error && !self.accepted
    }
}

/// Every rule with what it asks: what `--accept` takes.
pub const RULES: &[(&str, &str)] = &[
    ("area-known", "an area has a name that the catalogue knows"),
    (
        "coverage-complete",
        "every police force has figures in every quarter",
    ),
    ("duplicate-key", "no two figures are about the same thing"),
    ("figure-readable", "a figure is a number or a known marker"),
    ("period-readable", "a period has a spelling that is known"),
    (
        "row-complete",
        "a row has as many cells as there are headings",
    ),
    ("table-present", "every table of the layout is there"),
];
