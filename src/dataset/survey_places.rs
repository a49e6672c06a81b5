//! Figures of the survey for areas smaller than England and Wales, and which areas a measure is held
//! for.

use std::collections::BTreeSet;

use anyhow::Result;

use super::Dataset;
use super::ReleaseFile;
use super::select::{everywhere, select};
use super::series::{selected_points, tables_of};
use crate::catalogue::{Area, Measure, MeasureRows, RowSelector};
use crate::model::{Observation, Series};

impl Dataset<'_> {
    /// Whether an area is England and Wales.
    pub(crate) fn is_whole(&self, area: &str) -> bool {
        let whole = self.catalogue.whole();
        whole.is_some_and(|whole| whole.name == area)
    }

    /// The series of a survey measure in an area, from the releases that serve or from a pinned one.
    pub(super) fn survey_in(
        &self,
        measure: &Measure,
        rows: &[RowSelector],
        area: &Area,
        pin: Option<&str>,
    ) -> Result<Option<Series>> {
        let mut serving = self.with_survey();
        serving.retain(|release| pin.is_none_or(|pin| release.id == pin));
        let key = everywhere().in_area(area.spellings(), &area.code);
        let (found, composition) = selected_points(&key, measure, rows, &serving)?;
        Ok(self.series_of_points(measure, Some(area), found, composition, &serving))
    }

    /// Every release that may hold figures of the survey, in serving order: of a family, a file taken in
    /// may have areas that the built-in extract of the same edition leaves out.
    fn with_survey(&self) -> Vec<&ReleaseFile<'_>> {
        let releases = self.releases.iter();
        releases.filter(|release| !release.is_by_force()).collect()
    }

    /// The names of the areas that a measure has a figure for, in name order; England and Wales, which
    /// needs no option, is not among them.
    ///
    /// # Errors
    /// A damaged release.
    pub(crate) fn areas_with(&self, measure: &Measure) -> Result<Vec<String>> {
        let areas = &self.catalogue.areas;
        let mut names: BTreeSet<String> = BTreeSet::new();
        match &measure.rows {
            MeasureRows::Offences { .. } | MeasureRows::Outcomes { .. } => {
                let wanted: Vec<&Area> = areas.iter().collect();
                let found = self.by_area(measure, &wanted, None)?;
                let with_figures = areas.iter().zip(found.points());
                let with_figures = with_figures
                    .filter(|(_, points)| points.iter().any(|point| point.value.is_some()));
                names.extend(with_figures.map(|(area, _)| area.name.clone()));
            }
            MeasureRows::Selected(selectors) => {
                let key = everywhere()
                    .is("statistic", &measure.statistic)
                    .is("sex", &measure.sex.to_string())
                    .is("age", &measure.age.to_string())
                    .with("label", selectors.iter().map(|row| &row.label));
                for release in self.with_survey() {
                    let own = selectors
                        .iter()
                        .filter(|row| row.is_of_family(&release.family));
                    let tables = tables_of(release, &own.collect::<Vec<_>>())?;
                    let rows = select(release, &tables, std::slice::from_ref(&key))?;
                    let is_meant = |row: &&Observation| {
                        selectors
                            .iter()
                            .any(|selector| selector.is_row(&row.table, &row.label, &row.group))
                    };
                    for row in rows
                        .iter()
                        .filter(is_meant)
                        .filter(|row| row.value.is_some())
                    {
                        let by_code = self.catalogue.area_with_code(&row.area_code);
                        let area = by_code.or_else(|| self.catalogue.area(&row.area));
                        names.extend(area.map(|area| area.name.clone()));
                    }
                }
            }
        }
        names.retain(|name| !self.is_whole(name));
        Ok(names.into_iter().collect())
    }
}
