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
    /// The content of the cell.
    pub value: String,
    /// What is wrong and what was expected.
    pub message: String,
    /// The catalogue's entry that knows of it; empty where there is none.
    pub known: String,
    /// Whether the user accepted the rule to be broken.
    pub accepted: bool,
    /// What a sum over the file's parts would lack, so that it can be said beside every answer.
    #[serde(skip_serializing_if = "Absent::is_empty")]
    pub absent: Absent,
}

/// Parts that a file does not have although the whole consists of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Absent {
    /// The tables that lack them; every table where none is named.
    pub tables: Vec<String>,
    /// The periods in which they are absent; every period where none is named.
    pub periods: Vec<String>,
    /// Areas without figures.
    pub areas: Vec<String>,
    /// Offence codes without figures.
    pub codes: Vec<String>,
}

impl Absent {
    /// Whether nothing is absent.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.periods.is_empty() && self.areas.is_empty() && self.codes.is_empty()
    }
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
            absent: Absent::default(),
        }
    }

    /// The same finding with the parts that are absent.
    #[must_use]
    pub fn with_absent(self, absent: Absent) -> Self {
        Self { absent, ..self }
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
    ("age-known", "an age group has a known spelling"),
    (
        "area-agrees",
        "the code and the name of an area belong together",
    ),
    ("area-known", "an area has a name that the catalogue knows"),
    (
        "bases-agree",
        "a survey year has the same base in every table",
    ),
    (
        "change-recomputes",
        "a yearly change is that of the two levels",
    ),
    (
        "column-shifted",
        "the figures of a column are those of its heading",
    ),
    ("columns-known", "every column of a table is known"),
    ("contents-complete", "every table of the contents is there"),
    (
        "cover-date",
        "a release is published after its period has ended",
    ),
    (
        "coverage-complete",
        "every police force and offence has figures in every period",
    ),
    (
        "coverage-shrank",
        "no table, area or year of the release before is gone",
    ),
    (
        "download-complete",
        "a file is the whole publication, not a filtered part of it",
    ),
    ("duplicate-key", "no two figures are about the same thing"),
    ("field-readable", "a field of the tidy form has its type"),
    ("figure-readable", "a figure is a number or a known marker"),
    (
        "heading-differs",
        "two tables of a sheet have the same periods",
    ),
    (
        "heading-order",
        "periods run on without a gap or a repetition",
    ),
    (
        "heading-readable",
        "a heading names a month, quarter or year",
    ),
    (
        "headline-present",
        "a year has a figure of all people, not only of groups",
    ),
    ("hidden-cells", "a table has no hidden rows or columns"),
    ("heading-stale", "the latest column ends with the release"),
    (
        "label-known",
        "a row of the tidy form has the label of a measure",
    ),
    (
        "low-reliability-rule",
        "`[u]` stands where the base of a change is below 50, and only there",
    ),
    ("marker-known", "a marker is one of the known ones"),
    ("merge-conflict", "a file holds one version"),
    ("months-add-up", "months and quarters add up to their year"),
    ("one-release", "a tidy file holds one release"),
    (
        "other-period",
        "a file does not hold the figures of another period again",
    ),
    ("outlier", "a value is not ten times its neighbours"),
    (
        "per-cent-not-proportion",
        "a figure in per cent is written 10.9, not 0.109",
    ),
    ("period-readable", "a period has a spelling that is known"),
    (
        "population-steady",
        "rates of two years running rest on populations that belong together",
    ),
    ("rate-recomputes", "a rate is that of its count"),
    (
        "revised-much",
        "a count is not doubled or halved on revision",
    ),
    (
        "row-complete",
        "a row has as many cells as there are headings",
    ),
    ("row-empty", "a row has figures"),
    ("row-known", "a row is one of the release before"),
    (
        "row-vanished",
        "no row of another table or release is missing",
    ),
    ("sex-known", "a sex has a known spelling"),
    ("share-has-a-count", "a share has a count of its period"),
    ("share-recomputes", "a share is that of its counts"),
    (
        "shares-make-a-whole",
        "two shares that are each other's rest make up 100%",
    ),
    ("table-present", "every table of the layout is there"),
    ("tables-agree", "a figure is the same in two tables"),
    ("text-form", "a text is UTF-8, with commas between columns"),
    ("title-stale", "a title names the periods of its table"),
    ("total-adds-up", "a total is the sum of its components"),
    (
        "total-rows",
        "rows of nations and regions are not among those of police forces",
    ),
    ("unit-known", "a unit is one that the layout takes"),
    (
        "value-possible",
        "a value lies within the bounds of its statistic and within its own limits",
    ),
];
