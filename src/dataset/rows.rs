//! A published row that does not belong to a measure of the catalogue, by its table and label.

use anyhow::Result;

use super::Dataset;
use super::select::{headline, select};
use crate::model::{Observation, Period};

impl Dataset<'_> {
    /// The rows of a table that have a label, for a period, from the first release in serving order
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
        let key = headline(self.catalogue)
            .is("label", label)
            .is("statistic", statistic)
            .is("period", &period.to_string());
        for release in self.serving(pin) {
            let rows = select(release, &[table], std::slice::from_ref(&key))?;
            if !rows.is_empty() {
                return Ok(rows);
            }
        }
        Ok(Vec::new())
    }
}
