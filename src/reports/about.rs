//! What a report is, as the `[report]` section of its description says: as much of it as an audit
//! needs.

use anyhow::Result;
use serde::Deserialize;

use super::source::ReportFiles;
use crate::problem::Problem;

/// What a report is, and which files stand beside its description.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct About {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Its number or the like: `HC 547`.
    pub reference: String,
    /// When: `2025-01-31`, or a month.
    pub published: String,
    /// CSV of the values that only the report states.
    pub values: String,
    /// CSV of values that others state, set beside.
    pub beside: String,
    /// CSV of commitments.
    pub commitments: String,
    /// TOML of the claims that `vawg audit` tests.
    pub claims: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Description {
    report: About,
}

impl About {
    /// What the description of a report says of it.
    ///
    /// # Errors
    /// A description that cannot be read or is no TOML.
    pub fn read(files: &ReportFiles) -> Result<Self> {
        let described: Result<Description, _> = toml::from_str(&files.description()?);
        let described = described.map_err(|error| {
            Problem::data(format!(
                "`{}` is damaged: {}",
                files.described_in(),
                error.to_string().trim()
            ))
            .hint("docs/reports.md says what such a file holds")
        })?;
        Ok(described.report)
    }

    /// The files of stated values, the report's own first.
    pub fn value_files(&self) -> impl Iterator<Item = &str> {
        let files = [self.values.as_str(), self.beside.as_str()];
        files.into_iter().filter(|file| !file.is_empty())
    }
}
