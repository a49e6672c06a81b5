//! One observation of a frame.

use polars::prelude::StaticArray as _;

use super::{Figures, Handles};
use crate::model::{Kind, Marker, Observation, Period, cell_position};

/// One observation of many.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub(super) figures: &'a Figures,
    pub(super) index: usize,
}

impl<'a> Row<'a> {
    /// Its index in the frame.
    #[must_use]
    pub const fn index(self) -> usize {
        self.index
    }

    const fn handles(self) -> &'a Handles {
        &self.figures.handles
    }

    /// What it is about.
    #[must_use]
    pub(crate) fn kind(self) -> &'a Kind {
        &self.figures.index().kinds[self.kind_id() as usize]
    }

    /// The number of its kind.
    #[must_use]
    pub(crate) fn kind_id(self) -> u32 {
        self.figures.index().kind_of[self.index]
    }

    /// Its area.
    #[must_use]
    pub fn area(self) -> &'a str {
        self.handles().area.text(self.index)
    }

    /// Code of its area; empty where the file gives none.
    #[must_use]
    pub fn area_code(self) -> &'a str {
        self.handles().area_code.text(self.index)
    }

    /// The number of its area.
    #[must_use]
    pub(crate) fn area_id(self) -> u16 {
        self.figures.index().area_of[self.index]
    }

    /// Its period.
    #[must_use]
    pub fn period(self) -> Period {
        self.handles().periods[usize::from(self.period_id())]
    }

    /// The number of its period.
    #[must_use]
    pub(crate) fn period_id(self) -> u16 {
        let code = self.handles().period.code(self.index);
        code.and_then(|code| u16::try_from(code).ok())
            .unwrap_or(u16::MAX)
    }

    /// The value, where there is one.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        self.handles().value.get(self.index)
    }

    /// Its marker, where there is one.
    #[must_use]
    pub fn marker(self) -> Option<Marker> {
        let handles = self.handles();
        let code = handles.marker.code(self.index)?;
        handles.markers.get(code as usize).copied().flatten()
    }

    /// The rule that keeps it from being served; empty where it may be.
    #[must_use]
    pub fn withheld(self) -> &'a str {
        self.handles().withheld.text(self.index)
    }

    /// Its standard error, where one is published.
    #[must_use]
    pub fn standard_error(self) -> Option<f64> {
        self.handles().standard_error.get(self.index)
    }

    /// Its lower limit, where one is published.
    #[must_use]
    pub fn lower(self) -> Option<f64> {
        self.handles().lower.get(self.index)
    }

    /// Its upper limit, where one is published.
    #[must_use]
    pub fn upper(self) -> Option<f64> {
        self.handles().upper.get(self.index)
    }

    /// Its unweighted base (sample size), where it is published.
    #[must_use]
    pub fn base(self) -> Option<f64> {
        self.handles().base.get(self.index)
    }

    /// Its sheet, or the address of a quotation.
    #[must_use]
    pub fn sheet(self) -> &'a str {
        self.handles().sheet.text(self.index)
    }

    /// Its cell as a spreadsheet names it; empty where it does not come from one.
    #[must_use]
    pub fn cell(self) -> &'a str {
        self.handles().cell.get(self.index).unwrap_or_default()
    }

    /// Its row and column, counted from 0; the last row that can be written where it has no cell.
    #[must_use]
    pub(crate) fn position(self) -> (u32, u16) {
        cell_position(self.cell())
            .and_then(|(row, column)| Some((u32::try_from(row).ok()?, u16::try_from(column).ok()?)))
            .unwrap_or((u32::MAX, 0))
    }

    /// `SHEET!CELL`, or the address of a quotation.
    #[must_use]
    pub fn source_ref(self) -> String {
        match self.cell() {
            "" => self.sheet().to_owned(),
            cell => format!("{}!{cell}", self.sheet()),
        }
    }

    /// The whole observation.
    #[must_use]
    pub fn observation(self) -> Observation {
        let kind = self.kind();
        Observation {
            release: super::text_in(&self.figures.frame, "release", self.index).to_owned(),
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
            withheld: self.withheld().to_owned(),
        }
    }
}
