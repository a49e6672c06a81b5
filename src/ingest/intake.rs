//! What was taken from a file, what was passed over and why, and what was found.

use super::finding::{Finding, Severity};
use crate::model::{Observation, Period};

/// Everything that reading one file gives.
#[derive(Debug)]
pub struct Intake {
    /// The layout's name.
    pub layout: &'static str,
    /// The publisher.
    pub publisher: &'static str,
    /// The release's name in the catalogue's manner.
    pub release: String,
    /// The file's own title.
    pub title: String,
    /// The figures, in the order of the file.
    pub observations: Vec<Observation>,
    /// Tables taken.
    pub taken: Vec<Taken>,
    /// Sheets passed over.
    pub passed_over: Vec<PassedOver>,
    /// Everything found wrong, in the order of the file.
    pub findings: Vec<Finding>,
}

/// One table that was taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The publisher's name for it.
    pub table: String,
    /// The sheet it stands on.
    pub sheet: String,
    /// Rows of figures.
    pub rows: usize,
    /// Cells with a number.
    pub figures: usize,
    /// Cells with a marker.
    pub markers: usize,
    /// The earliest and the latest period.
    pub periods: Option<(Period, Period)>,
    /// What was left out of it and why.
    pub remark: String,
}

/// A sheet that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// Its name.
    pub sheet: String,
    /// Why.
    pub reason: String,
}

impl Intake {
    /// How many findings are errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .count()
    }
}
