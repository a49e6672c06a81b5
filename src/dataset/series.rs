//! Measure → series: its rows from the releases that serve, with breaks, notes and origins.

use anyhow::Result;

use super::Dataset;
use super::ReleaseFile;
use super::points::{Summed, by_basis, chosen, summed, with_missing_periods};
use super::select::{distinct, headline, select};
use super::sums;
use crate::catalogue::{Area, Measure, MeasureRows, Offence, RowSelector};
use crate::dataset::held::findings;
use crate::frame::Key;
use crate::model::{Observation, Period, Series, SeriesNote, Source};

impl Dataset<'_> {
    /// The series of a measure from the releases that serve, or from the pinned release of its
    /// family; `None` where no release that is held has it.
    ///
    /// # Errors
    /// A damaged release.
    pub fn series(&self, measure: &Measure, pin: Option<&str>) -> Result<Option<Series>> {
        self.series_from(measure, &self.serving_of(measure, pin), pin)
    }

    /// The releases that serve a measure: of prosecutions each month has a release of its own.
    fn serving_of(&self, measure: &Measure, pin: Option<&str>) -> Vec<&ReleaseFile<'_>> {
        if measure.source != Source::Cps {
            return self.serving(pin);
        }
        let releases = self.releases.iter();
        releases
            .filter(|one| pin.is_none_or(|pin| one.id == pin))
            .collect()
    }

    /// The same without the figures of one release: a report's own figures do not test the report.
    ///
    /// # Errors
    /// A damaged release.
    pub fn series_without(
        &self,
        left_out: &str,
        measure: &Measure,
        pin: Option<&str>,
    ) -> Result<Option<Series>> {
        let mut serving = self.serving(pin);
        serving.retain(|release| release.id != left_out);
        self.series_from(measure, &serving, pin)
    }

    fn series_from(
        &self,
        measure: &Measure,
        serving: &[&ReleaseFile<'_>],
        pin: Option<&str>,
    ) -> Result<Option<Series>> {
        let (found, composition) = match &measure.rows {
            MeasureRows::Offences {
                table,
                offences,
                total,
                ..
            } => self.offence_points(measure, table, offences, total.as_deref(), serving)?,
            MeasureRows::Selected(rows) => {
                selected_points(&headline(self.catalogue), measure, rows, serving)?
            }
            MeasureRows::Outcomes { .. } => {
                let whole: Vec<&Area> = self.catalogue.whole().into_iter().collect();
                let mut found = self.outcomes(measure, &whole, pin)?.unwrap_or_default();
                (found.points.pop().unwrap_or_default(), found.composition)
            }
        };
        Ok(self.series_of_points(measure, None, found, composition, serving))
    }

    /// A series from its points, with all that must be said beside them; none where there are none.
    pub(super) fn series_of_points(
        &self,
        measure: &Measure,
        area: Option<&Area>,
        found: Vec<Summed>,
        composition: String,
        serving: &[&ReleaseFile<'_>],
    ) -> Option<Series> {
        if found.is_empty() {
            return None;
        }
        let incomplete = incomplete_sums(&found);
        let points = found.into_iter().map(|found| found.point).collect();
        let (main, rolling) = by_basis(points);
        let points = with_missing_periods(main, self.latest_financial_year());
        let mut series = self.describe(measure, area, points, rolling);
        self.mark_short_years(measure, &mut series);
        series.notes.extend(incomplete);
        series.notes.extend(findings::notes(&series, serving));
        series.composition = composition;
        series.sources = self.source_lines(&series);
        Some(series)
    }

    /// Police: all periods from one release, the latest that has the table.
    fn offence_points(
        &self,
        measure: &Measure,
        table: &str,
        names: &[String],
        total: Option<&str>,
        serving: &[&ReleaseFile<'_>],
    ) -> Result<(Vec<Summed>, String)> {
        let offences: Vec<&Offence> = names
            .iter()
            .filter_map(|name| self.catalogue.offences.get(name))
            .collect();
        let keys = offence_keys(&headline(self.catalogue), measure, &offences, total);
        for release in serving {
            if let Some(family) = release
                .counting
                .filter(|family| family.serves_for == table && measure.statistic == "count")
            {
                for figures in release.parts_with(&[&family.table])? {
                    let found = sums::national(figures, &offences, family, self.catalogue)?;
                    if !found.is_empty() {
                        let place = "all forces and quarters added up";
                        return Ok((found, composition(place, &offences, None)));
                    }
                }
                continue;
            }
            let rows = select(release, &[table], &keys)?;
            if !rows.is_empty() {
                let is_total = |row: &Observation| row.code.is_empty();
                let total = total.filter(|_| rows.iter().any(is_total));
                let composition = composition(&format!("Table {table}"), &offences, total);
                let mut found = summed(rows, &offences, total)?;
                for one in &mut found {
                    release.quoted_by().clone_into(&mut one.point.quoted_by);
                }
                return Ok((found, composition));
            }
        }
        Ok((Vec::new(), String::new()))
    }
}

/// The keys of the rows that make up a police measure: its offences, and the row of their total.
pub(super) fn offence_keys(
    headline: &Key,
    measure: &Measure,
    offences: &[&Offence],
    total: Option<&str>,
) -> Vec<Key> {
    let key = || headline.clone().is("statistic", &measure.statistic);
    let components = offences.iter().map(|offence| {
        key().is("code", &offence.code).with(
            "label",
            std::iter::once(&offence.label).chain(&offence.also),
        )
    });
    let total = total.map(|total| key().is("code", "").is("label", total));
    components.chain(total).collect()
}

/// A note for each reason why sums are incomplete, with the periods that it concerns.
pub(super) fn incomplete_sums(found: &[Summed]) -> Vec<SeriesNote> {
    let mut reasons: Vec<(&str, Vec<Period>)> = Vec::new();
    for one in found.iter().filter(|one| !one.incomplete.is_empty()) {
        let known = reasons
            .iter_mut()
            .find(|(reason, _)| *reason == one.incomplete);
        match known {
            Some((_, periods)) => periods.push(one.point.period),
            None => reasons.push((&one.incomplete, vec![one.point.period])),
        }
    }
    let note = |(reason, periods): (&str, Vec<Period>)| {
        let span = match periods.as_slice() {
            [first, .., last] => format!("{first} to {last}"),
            [only] => only.to_string(),
            [] => String::new(),
        };
        let text = format!("{span}: the sum is incomplete and is not shown. It {reason}.");
        periods.into_iter().map(move |period| SeriesNote {
            id: format!("incomplete-sum-{period}"),
            period: Some(period),
            partial: false,
            remark: "incomplete sum".to_owned(),
            text: text.clone(),
            on_chart: true,
        })
    };
    reasons.into_iter().flat_map(note).collect()
}

/// Survey: each period from the first release in serving order that has a figure for it.
///
/// # Errors
/// Two different values of one figure in one release.
pub(super) fn selected_points(
    headline: &Key,
    measure: &Measure,
    selectors: &[RowSelector],
    serving: &[&ReleaseFile<'_>],
) -> Result<(Vec<Summed>, String)> {
    let mut found = Vec::new();
    for release in serving {
        let selectors: Vec<&RowSelector> = selectors
            .iter()
            .filter(|row| row.is_of_family(&release.family))
            .collect();
        if selectors.is_empty() {
            continue;
        }
        let tables = tables_of(release, &selectors)?;
        let key = headline
            .clone()
            .is("statistic", &measure.statistic)
            .is("unit", &measure.unit)
            .is("sex", &measure.sex.to_string())
            .is("age", &measure.age.to_string())
            .with("label", selectors.iter().map(|row| &row.label));
        let rows = select(release, &tables, &[key])?;
        let wanted = rows.into_iter().filter(|row| {
            let mut selectors = selectors.iter();
            selectors.any(|selector| {
                selector.is_row(&row.table, &row.label, &row.group)
                    && selector.may_supply(row.period)
            })
        });
        let rows = distinct(wanted.collect(), |row| row.period)?;
        found.extend(rows.into_iter().map(|row| (row, release.quoted_by())));
    }
    let points = chosen(found.iter().map(|(row, quoted_by)| (row, *quoted_by)));
    Ok((
        points.into_iter().map(Summed::complete).collect(),
        String::new(),
    ))
}

/// The tables of a release that may have rows that are wanted.
pub(super) fn tables_of<'a>(
    release: &'a ReleaseFile<'_>,
    selectors: &[&'a RowSelector],
) -> Result<Vec<&'a str>> {
    let mut tables: Vec<&str> = Vec::new();
    if selectors.iter().any(|row| row.table.is_empty()) {
        tables.extend(release.figures()?.tables().iter().map(String::as_str));
    }
    let named = selectors.iter().filter(|row| !row.table.is_empty());
    tables.extend(named.map(|row| row.table.as_str()));
    tables.sort_unstable();
    tables.dedup();
    Ok(tables)
}

/// `Table A5a, codes 19C, 19D, 19E`, or the published total where there is one.
pub(super) fn composition(place: &str, offences: &[&Offence], total: Option<&str>) -> String {
    let mut codes: Vec<&str> = offences
        .iter()
        .map(|offence| offence.code.as_str())
        .collect();
    codes.dedup();
    let word = if codes.len() == 1 { "code" } else { "codes" };
    match (total, codes.as_slice()) {
        (Some(total), _) => format!("{place}, row \u{2018}{total}\u{2019}"),
        (None, codes) => format!("{place}, {word} {}", codes.join(", ")),
    }
}
