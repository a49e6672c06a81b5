//! Which columns the Home Office's rows have, told by their headings.

use crate::ingest::cells::cell::collapsed;
use crate::ingest::files::book::{Cell, Sheet};

/// Rows within which the headings of a sheet of figures stand.
const HEADING_WITHIN: usize = 10;

/// Which column holds what; those that a publication lacks have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(super) year: usize,
    pub(super) quarter: usize,
    pub(super) force: usize,
    pub(super) code: usize,
    pub(super) description: usize,
    pub(crate) group: Option<usize>,
    pub(super) subgroup: Option<usize>,
    pub(crate) outcome: Option<OutcomeColumns>,
    pub(super) count: usize,
}

/// The columns of outcomes: what became of the offences, counted in two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OutcomeColumns {
    pub(super) description: usize,
    /// Outcomes recorded in the quarter, of offences recorded whenever.
    pub(crate) in_period: usize,
    /// Outcomes, recorded whenever, of the offences recorded in the quarter.
    pub(crate) of_offences: usize,
}

impl Columns {
    /// The columns of a row of headings, where it is one.
    pub(crate) fn of<'a>(headings: impl Iterator<Item = &'a str>) -> Option<Self> {
        let names: Vec<String> = headings
            .map(|name| collapsed(&name.replace('_', " ")).to_lowercase())
            .collect();
        let find = |wanted: &[&str]| {
            names
                .iter()
                .position(|name| wanted.contains(&name.as_str()))
        };
        let outcome = find(&["outcome description"]).and_then(|description| {
            Some(OutcomeColumns {
                description,
                in_period: find(&[
                    "force outcomes recorded in quarter",
                    "outcomes recorded in quarter",
                ])?,
                of_offences: find(&[
                    "force outcomes for offences recorded in quarter",
                    "outcomes for offences recorded in quarter",
                    "offences",
                ])?,
            })
        });
        let count = match outcome {
            Some(outcome) => outcome.in_period,
            None => find(&["number of offences", "force offences", "offences"])?,
        };
        Some(Self {
            year: find(&["financial year"])?,
            quarter: find(&["financial quarter"])?,
            force: find(&["force name"])?,
            code: find(&["offence code", "offence codes"])?,
            description: find(&["offence description"])?,
            group: find(&["offence group"]),
            subgroup: find(&["offence subgroup"]),
            outcome,
            count,
        })
    }

    /// The same with another column of counts.
    pub(crate) const fn counting(self, count: usize) -> Self {
        Self { count, ..self }
    }

    /// The last column that a row must have.
    pub(super) fn last(&self) -> usize {
        let all = [
            self.year,
            self.quarter,
            self.force,
            self.code,
            self.description,
            self.count,
        ];
        all.into_iter()
            .chain(self.group)
            .chain(self.subgroup)
            .chain(self.outcome.map(|outcome| outcome.description))
            .max()
            .unwrap_or(0)
    }
}

/// The row of headings of a sheet and what its columns are.
pub(crate) fn headings(sheet: &Sheet) -> Option<(usize, Columns)> {
    let mut rows = sheet.rows.iter().enumerate().take(HEADING_WITHIN);
    rows.find_map(|(row, cells)| {
        let texts = cells.iter().map(|cell| match cell {
            Cell::Text(text) => text.as_str(),
            Cell::Empty | Cell::Number(_) => "",
        });
        Columns::of(texts).map(|columns| (row, columns))
    })
}
