//! What a release is and where it came from: stored with its observations.

use serde::{Deserialize, Serialize};

/// What a release is, and where it came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Origin {
    /// What `--release` takes.
    pub release: String,
    /// Which file of the release: several may have the same publisher and period and other tables.
    pub part: String,
    /// Releases of one family replace each other.
    pub family: String,
    /// Orders the releases of a family.
    pub period: String,
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// Where it is published.
    pub address: String,
    /// The licence of the figures.
    pub licence: String,
    /// The layout it was read by.
    pub layout: String,
    /// The file's name.
    pub file: String,
    /// SHA-256 of that file.
    pub sha256: String,
    /// Rules that the user accepted to be broken.
    pub accepted: Vec<String>,
    /// Tables of which it has observations.
    pub tables: Vec<String>,
    /// How many observations it has.
    pub observations: usize,
    /// What the checks found when the file was taken in.
    pub findings: Vec<StoredFinding>,
}

/// What a check found, as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct StoredFinding {
    /// The rule.
    pub rule: String,
    /// Whether it is an error (that the user accepted) or a warning.
    pub error: bool,
    /// The sheet; empty where it concerns the whole file.
    pub sheet: String,
    /// The cell; empty where it concerns the whole sheet.
    pub cell: String,
    /// What was found.
    pub message: String,
}
