//! What government committed to do, as HC 547, Appendix Two lists it.

use serde::Deserialize;

#[cfg(test)]
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

#[cfg(test)]
mod tests {
    use super::{Commitment, ReportFiles};

    #[test]
    fn the_built_in_list_can_be_read() {
        let files = ReportFiles::open("nao-hc547").unwrap();
        let all: Vec<Commitment> = files.rows("commitments.csv").unwrap();
        let numbers: Vec<u16> = all.iter().map(|it| it.number).collect();
        assert_eq!(numbers, (1..=126).collect::<Vec<u16>>());
    }
}
