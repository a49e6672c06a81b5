//! Amounts that reports have put in later prices, beside which our own are set.

use anyhow::Result;
use serde::Deserialize;

use super::source::ReportFiles;

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

/// Amounts that reports have put in later prices.
///
/// # Errors
/// None for what is built in: a test reads it.
pub fn stated_uplifts() -> Result<Vec<StatedUplift>> {
    ReportFiles::beside_all().rows("uplifts.csv")
}

#[cfg(test)]
mod tests {
    use super::stated_uplifts;

    #[test]
    fn what_is_built_in_can_be_read() {
        assert!(!stated_uplifts().unwrap().is_empty());
    }
}
