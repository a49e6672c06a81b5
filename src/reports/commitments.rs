//! What government committed to do, as HC 547, Appendix Two lists it.

use anyhow::Result;
use serde::Deserialize;

use super::source::ReportFiles;

/// A commitment of the VAWG Strategy or the Domestic Abuse Plan, as HC 547, Appendix Two lists it
/// in July 2024.
#[derive(Debug, Clone, Deserialize)]
pub struct Commitment {
    /// Its place in the list, from 1.
    pub number: u16,
    /// What was to be done, in our words.
    pub commitment: String,
    /// The plan that it belongs to.
    pub plan: String,
    /// The pillar of the plan.
    pub pillar: String,
    /// The department named first.
    pub lead: String,
    /// Every department named, with `;` between them.
    pub departments: String,
    /// `completed`, `not completed` …
    pub status: String,
    /// `activity`, `input` or `output`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Page of the report.
    pub page: u16,
    /// Row of the page's table, from 1.
    pub row: u16,
    /// What had to be mended to read the row.
    pub cleaned: String,
}

/// The commitments that HC 547 lists, in the order of their numbers.
///
/// # Errors
/// None for what is built in: a test reads it.
pub fn commitments() -> Result<Vec<Commitment>> {
    ReportFiles::open("nao-hc547")?.rows("commitments.csv")
}

#[cfg(test)]
mod tests {
    use super::commitments;

    #[test]
    fn what_is_built_in_can_be_read() {
        let numbers: Vec<u16> = commitments().unwrap().iter().map(|it| it.number).collect();
        assert_eq!(numbers, (1..=126).collect::<Vec<u16>>());
    }
}
