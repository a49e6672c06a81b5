//! What published reports say beside the figures of releases, as data built into the program:
//! commitments, and amounts that a report has put in later prices. It holds no computation.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

const COMMITMENTS: &str = include_str!("../data/reports/nao-hc547/commitments.csv");
const STATED_UPLIFTS: &str = include_str!("../data/reports/uplifts.csv");

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

/// An amount that somebody has put in later prices, and why ours may differ.
#[derive(Debug, Clone, Deserialize)]
pub struct StatedUplift {
    /// The amount in the prices of `from`.
    pub amount: f64,
    /// `£ billion` …
    pub unit: String,
    /// Financial year of the amount's prices.
    pub from: String,
    /// Financial year of the prices it was put in.
    pub to: String,
    /// The amount stated in the prices of `to`.
    pub stated: f64,
    /// Who states it, and where.
    pub statement: String,
    /// What the stated amount rests on.
    pub reason: String,
}

/// The commitments, in the order of their numbers.
///
/// # Errors
/// None for what is built in: a test reads it.
pub fn commitments() -> Result<Vec<Commitment>> {
    rows(COMMITMENTS).context("data/reports/nao-hc547/commitments.csv")
}

/// Amounts that reports have put in later prices.
///
/// # Errors
/// None for what is built in: a test reads it.
pub fn stated_uplifts() -> Result<Vec<StatedUplift>> {
    rows(STATED_UPLIFTS).context("data/reports/uplifts.csv")
}

fn rows<T: DeserializeOwned>(text: &str) -> Result<Vec<T>> {
    let rows: Result<Vec<T>, csv::Error> = csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect();
    Ok(rows?)
}

#[cfg(test)]
mod tests {
    use super::{commitments, stated_uplifts};

    #[test]
    fn what_is_built_in_can_be_read() {
        let numbers: Vec<u16> = commitments().unwrap().iter().map(|it| it.number).collect();
        assert_eq!(numbers, (1..=126).collect::<Vec<u16>>());
        assert!(!stated_uplifts().unwrap().is_empty());
    }
}
