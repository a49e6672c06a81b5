//! What was taken from a file, what was passed over and why, and what was found.

use std::borrow::Cow;

use anyhow::Result;

use super::finding::Finding;
use super::serves::Served;
use crate::frame::{Figures, FiguresBuilder, Origin, StoredFinding};
use crate::model::{Observation, Period};
use crate::problem::Problem;

/// Everything that reading one file gives.
#[derive(Debug)]
pub struct Intake {
    /// The layout's name.
    pub layout: &'static str,
    /// The publisher.
    pub publisher: Cow<'static, str>,
    /// Releases of one family replace each other.
    pub family: String,
    /// The release's name in the catalogue's manner.
    pub release: String,
    /// Tells the files of one release apart, by what they hold: `crime-prevalence`.
    pub part: String,
    /// Orders the releases of a family.
    pub period: Period,
    /// The file's own title.
    pub title: String,
    /// Where releases of the family are published.
    pub address: &'static str,
    /// The licence of the figures.
    pub licence: &'static str,
    /// The figures while the file is read, in its order.
    pub(crate) figures: FiguresBuilder,
    /// The figures once the file has been read.
    pub observations: Figures,
    /// How many figures there were, once they have been handed on.
    pub figures_taken: usize,
    /// Tables taken.
    pub taken: Vec<Taken>,
    /// Sheets passed over.
    pub passed_over: Vec<PassedOver>,
    /// Everything found wrong, in the order of the file.
    pub findings: Vec<Finding>,
    /// The name of the file.
    pub file: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Rules that the user accepted to be broken, and that were.
    pub accepted: Vec<String>,
    /// The survey measures that figures in the tidy form serve.
    pub serves: Vec<Served>,
    /// The line of each figure in the tidy form, whose cells are those of the published table.
    pub(crate) lines: Vec<u32>,
}

/// One table that was taken.
#[derive(Debug, Clone, PartialEq, Default)]
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
    /// Notes that its rows and headings refer to.
    pub notes: usize,
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

impl PassedOver {
    /// Why a hidden sheet is not taken.
    pub(crate) const HIDDEN: &str = "hidden in the workbook: unhide the sheet to take it in";
}

impl Intake {
    /// Nothing taken yet of the release of a family for a period: `ons-appendix-ye-dec-2025`.
    #[must_use]
    pub fn new(
        layout: &'static str,
        publisher: &'static str,
        family: &str,
        period: Period,
        title: &str,
    ) -> Self {
        Self {
            layout,
            publisher: publisher.into(),
            family: family.to_owned(),
            release: format!("{family}-{}", release_period(period)),
            part: "tables".to_owned(),
            period,
            title: title.to_owned(),
            address: "",
            licence: "Open Government Licence v3.0",
            figures: FiguresBuilder::default(),
            observations: Figures::default(),
            figures_taken: 0,
            taken: Vec::new(),
            passed_over: Vec::new(),
            findings: Vec::new(),
            file: String::new(),
            sha256: String::new(),
            accepted: Vec::new(),
            serves: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// Adds a figure.
    pub fn push(&mut self, observation: &Observation) {
        self.figures.push(observation);
    }

    /// Adds a table whose figures are those from the index on; `rows` are its rows.
    pub fn took(&mut self, table: &str, sheet: &str, rows: usize, from: usize, remark: &str) {
        let mut taken = Taken {
            table: table.to_owned(),
            sheet: sheet.to_owned(),
            rows,
            remark: remark.to_owned(),
            ..Taken::default()
        };
        let mut notes = std::collections::BTreeSet::new();
        let mut kinds = vec![false; self.figures.kinds().len()];
        let mut periods = vec![false; self.figures.periods().len()];
        for index in from..self.figures.len() {
            let (value, marker) = self.figures.value_at(index);
            taken.figures += usize::from(value.is_some());
            taken.markers += usize::from(marker.is_some());
            kinds[self.figures.kind_id_at(index) as usize] = true;
            periods[usize::from(self.figures.period_id_at(index))] = true;
        }
        for (kind, _) in self
            .figures
            .kinds()
            .iter()
            .zip(&kinds)
            .filter(|(_, used)| **used)
        {
            // The explanation of a marker may follow the numbers of the notes.
            let numbers = kind.notes.split('[').next().unwrap_or_default();
            notes.extend(numbers.split(',').filter(|note| !note.is_empty()));
        }
        taken.notes = notes.len();
        let used = || {
            let all = self.figures.periods().iter().zip(&periods);
            all.filter(|(_, used)| **used).map(|(period, _)| *period)
        };
        taken.periods = used().min().zip(used().max());
        self.taken.push(taken);
    }

    /// Makes the typed frame of what was read.
    ///
    /// # Errors
    /// None in practice: every column has one entry a row.
    pub(super) fn finish(&mut self) -> Result<()> {
        self.observations = std::mem::take(&mut self.figures).finish(&self.release)?;
        Ok(())
    }

    /// What the release is and where it came from, as it is stored with its observations.
    #[must_use]
    pub fn origin(&self) -> Origin {
        Origin {
            release: self.release.clone(),
            part: self.part.clone(),
            family: self.family.clone(),
            period: self.period.to_string(),
            publisher: self.publisher.to_string(),
            title: self.title.clone(),
            address: self.address.to_owned(),
            licence: self.licence.to_owned(),
            layout: self.layout.to_owned(),
            file: self.file.clone(),
            sha256: self.sha256.clone(),
            accepted: self.accepted.clone(),
            tables: self.observations.tables().to_vec(),
            observations: self.observations.len(),
            findings: self.findings.iter().map(stored).collect(),
        }
    }

    /// How many findings keep it from being stored.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.stands_in_the_way())
            .count()
    }
}

fn stored(finding: &Finding) -> StoredFinding {
    StoredFinding {
        rule: finding.rule.to_owned(),
        error: finding.severity == super::Severity::Error,
        sheet: finding.sheet.clone(),
        cell: finding.cell.clone(),
        message: finding.message.clone(),
    }
}

/// A file of which not one row could be read: what kept each from it is among the findings.
pub(super) fn without_figures(intake: Intake) -> Result<Intake> {
    if intake.findings.is_empty() {
        return Err(Problem::data("it has headings and not one row")
            .hint("get it again from the publisher: a download may have been cut short")
            .into());
    }
    Ok(intake)
}

/// `ye-mar-2025` also where the period itself is written `2024-25`.
#[must_use]
pub fn release_period(period: Period) -> String {
    match period {
        Period::YearEnding { year, month: 3 } => format!("ye-mar-{year}"),
        other => other.to_string(),
    }
}
