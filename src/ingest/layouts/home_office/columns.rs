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
    pub(super) count: usize,
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
        Some(Self {
            year: find(&["financial year"])?,
            quarter: find(&["financial quarter"])?,
            force: find(&["force name"])?,
            code: find(&["offence code", "offence codes"])?,
            description: find(&["offence description"])?,
            group: find(&["offence group"]),
            subgroup: find(&["offence subgroup"]),
            count: find(&["number of offences", "force offences", "offences"])?,
        })
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
