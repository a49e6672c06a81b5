//! One figure of many, by its index: what it is about, and what it says.

use super::{Figures, Kind, marker_of};
use crate::model::{Marker, Observation, Period, cell_name};

/// One figure of many.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub(super) figures: &'a Figures,
    pub(super) index: usize,
}

impl<'a> Row<'a> {
    /// Its index in the figures.
    #[must_use]
    pub const fn index(self) -> usize {
        self.index
    }

    /// What it is about.
    #[must_use]
    pub fn kind(self) -> &'a Kind {
        &self.figures.kinds.list[self.kind_id() as usize]
    }

    /// The number of its kind.
    #[must_use]
    pub fn kind_id(self) -> u32 {
        self.figures.rows.kind[self.index]
    }

    /// Its area.
    #[must_use]
    pub fn area(self) -> &'a str {
        &self.figures.areas.list[usize::from(self.area_id())].name
    }

    /// Code of its area; empty where the file gives none.
    #[must_use]
    pub fn area_code(self) -> &'a str {
        &self.figures.areas.list[usize::from(self.area_id())].code
    }

    /// The number of its area.
    #[must_use]
    pub fn area_id(self) -> u16 {
        self.figures.rows.area[self.index]
    }

    /// Its period.
    #[must_use]
    pub fn period(self) -> Period {
        self.figures.periods.list[usize::from(self.period_id())]
    }

    /// The number of its period.
    #[must_use]
    pub fn period_id(self) -> u16 {
        self.figures.rows.period[self.index]
    }

    /// The figure, where there is one.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        Some(self.figures.rows.value[self.index]).filter(|value| !value.is_nan())
    }

    /// Its marker, where there is one.
    #[must_use]
    pub fn marker(self) -> Option<Marker> {
        marker_of(self.figures.rows.marker[self.index])
    }

    /// Its standard error, where one is published.
    #[must_use]
    pub fn standard_error(self) -> Option<f64> {
        self.figures.rows.standard_error.get(self.index)
    }

    /// Its lower limit, where one is published.
    #[must_use]
    pub fn lower(self) -> Option<f64> {
        self.figures.rows.lower.get(self.index)
    }

    /// Its upper limit, where one is published.
    #[must_use]
    pub fn upper(self) -> Option<f64> {
        self.figures.rows.upper.get(self.index)
    }

    /// How many people were asked, where it is published.
    #[must_use]
    pub fn base(self) -> Option<f64> {
        self.figures.rows.base.get(self.index)
    }

    /// Its sheet.
    #[must_use]
    pub fn sheet(self) -> &'a str {
        &self.figures.sheets.list[usize::from(self.figures.rows.sheet[self.index])]
    }

    /// Its row and column, counted from 0.
    #[must_use]
    pub fn position(self) -> (u32, u16) {
        (
            self.figures.rows.row[self.index],
            self.figures.rows.column[self.index],
        )
    }

    /// Its row, counted from 0.
    #[must_use]
    pub fn row(self) -> u32 {
        self.figures.rows.row[self.index]
    }

    /// Its column, counted from 0.
    #[must_use]
    pub fn column(self) -> u32 {
        u32::from(self.figures.rows.column[self.index])
    }

    /// Its cell as a spreadsheet names it; empty where it comes from none.
    #[must_use]
    pub fn cell(self) -> String {
        match self.position() {
            (u32::MAX, _) => String::new(),
            (row, column) => cell_name(row as usize, usize::from(column)),
        }
    }

    /// `SHEET!CELL`, or the address of a quotation.
    #[must_use]
    pub fn source_ref(self) -> String {
        match self.position() {
            (u32::MAX, _) => self.sheet().to_owned(),
            (row, column) => format!(
                "{}!{}",
                self.sheet(),
                cell_name(row as usize, usize::from(column))
            ),
        }
    }

    /// The whole observation.
    #[must_use]
    pub fn observation(self, release: &str) -> Observation {
        let kind = self.kind();
        Observation {
            release: release.to_owned(),
            table: kind.table.clone(),
            source_ref: self.source_ref(),
            code: kind.code.clone(),
            label: kind.label.clone(),
            group: kind.group.clone(),
            breakdown: kind.breakdown.clone(),
            sex: kind.sex,
            age: kind.age,
            area: self.area().to_owned(),
            area_code: self.area_code().to_owned(),
            period: self.period(),
            statistic: kind.statistic.clone(),
            unit: kind.unit.clone(),
            value: self.value(),
            marker: self.marker(),
            standard_error: self.standard_error(),
            lower: self.lower(),
            upper: self.upper(),
            base: self.base(),
            status: kind.status,
            notes: kind.notes.clone(),
        }
    }
}
