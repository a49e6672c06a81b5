//! A published row that no measure of the catalogue is, by its table and label.

use anyhow::Result;

use super::Dataset;
use super::condition::is;
use super::frame::{read, select};
use crate::model::{Observation, Period};

impl Dataset<'_> {
    /// The rows of a table that bear a label, for a period, from the first release in serving order
    /// that has any: one row where the label is unique.
    ///
    /// # Errors
    /// A damaged release.
    pub fn published_rows(
        &self,
        table: &str,
        label: &str,
        statistic: &str,
        period: Period,
        pin: Option<&str>,
    ) -> Result<Vec<Observation>> {
        let condition = is("label", label)
            .and(is("statistic", statistic))
            .and(is("period", &period.to_string()))
            .and(is("table", table));
        for release in self.serving(pin) {
            let frame = read(release, &[table])?;
            if frame.height() == 0 {
                continue;
            }
            let rows = select(&frame, &condition)?;
            if !rows.is_empty() {
                return Ok(rows);
            }
        }
        Ok(Vec::new())
    }
}
