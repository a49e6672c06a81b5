//! The area of a row: by its code, and by its name where the two disagree.

use super::Reader;
use crate::catalogue::AreaKind;
use crate::ingest::cells::areas::Areas;
use crate::model::{Area, cell_name};

impl Reader<'_> {
    /// The area of a row with its code; England and Wales where it has neither code nor name. A
    /// code that belongs to another area is found, and the name decides.
    pub(super) fn area(&mut self, row: usize) -> Area {
        let (code, printed) = (self.cell(row, "GeoCode"), self.cell(row, "Region"));
        let name = self.region(&printed);
        let by_name =
            |name: Option<String>| Area::named(name.as_deref().unwrap_or("England and Wales"));
        let Some(known) = self.catalogue.area_with_code(&code) else {
            return by_name(name);
        };
        let printed = if printed.is_empty() {
            known.name.clone()
        } else {
            printed
        };
        let column = self.columns.at("GeoCode").unwrap_or(0);
        let areas = Areas::new(self.catalogue, &self.columns.sheet.name);
        let cell = || cell_name(row, column);
        let read = areas.read((&code, &printed), cell, &mut self.intake.findings);
        if name.as_ref().is_some_and(|name| *name != read.area.name) {
            return by_name(name);
        }
        read.area
    }

    /// A region or country. Some regions bear the name of a police force.
    pub(super) fn region(&self, name: &str) -> Option<String> {
        let name = name.trim();
        [format!("{name} Region"), name.to_owned()]
            .iter()
            .filter_map(|name| self.catalogue.area(name))
            .find(|area| matches!(area.kind, AreaKind::Region | AreaKind::Country))
            .map(|area| area.name.clone())
    }
}
