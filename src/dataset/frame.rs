//! Figures → Polars frame → observations.

use std::fmt::Display;

use anyhow::Result;
use polars::prelude::*;

use super::condition::Condition;
use super::{ReleaseFile, sums};
use crate::model::{Figures, Marker, NotAPeriod, Observation, Row};
use crate::problem::Problem;

/// The rows of some tables of a release as a frame with the columns of the tidy CSV; made once.
pub(super) fn read(release: &ReleaseFile<'_>, tables: &[&str]) -> Result<DataFrame> {
    let key = tables.join(",");
    if let Some(frame) = release.frames.borrow().get(&key) {
        return Ok(frame.clone());
    }
    let frame = of_tables(release, tables)?;
    release.frames.borrow_mut().insert(key, frame.clone());
    Ok(frame)
}

fn of_tables(release: &ReleaseFile<'_>, tables: &[&str]) -> Result<DataFrame> {
    let figures = release.figures_of(tables)?;
    let figures = figures.as_ref();
    if release.is_by_force() {
        let mut summed = Figures::default();
        if tables.contains(&sums::TABLE) {
            for observation in sums::national(&release.id, figures) {
                summed.push(&observation);
            }
        }
        return from_rows(&release.id, &summed, &summed.iter().collect::<Vec<_>>());
    }
    let wanted: Vec<bool> = figures
        .kinds()
        .iter()
        .map(|kind| tables.contains(&kind.table.as_str()))
        .collect();
    let rows = figures.iter().filter(|row| wanted[row.kind_id() as usize]);
    from_rows(&release.id, figures, &rows.collect::<Vec<_>>())
}

/// Rows of `figures` as a frame; what a kind or a period is called is written once for all of them.
fn from_rows(release: &str, figures: &Figures, rows: &[Row<'_>]) -> Result<DataFrame> {
    let kinds = figures.kinds().iter();
    let named: Vec<[String; 3]> = kinds
        .map(|kind| [&kind.sex as &dyn Display, &kind.age, &kind.status].map(ToString::to_string))
        .collect();
    let periods: Vec<String> = figures.periods().iter().map(ToString::to_string).collect();
    let name_of = |row: &Row<'_>, which: usize| named[row.kind_id() as usize][which].as_str();
    let marker = |row: &Row<'_>| {
        row.marker()
            .map_or_else(String::new, |marker| marker.to_string())
    };
    let columns = vec![
        text("release", rows.iter().map(|_| release)),
        text("table", rows.iter().map(|row| &row.kind().table)),
        text("source_ref", rows.iter().map(|row| row.source_ref())),
        text("code", rows.iter().map(|row| &row.kind().code)),
        text("label", rows.iter().map(|row| &row.kind().label)),
        text("group", rows.iter().map(|row| &row.kind().group)),
        text("breakdown", rows.iter().map(|row| &row.kind().breakdown)),
        text("area_code", rows.iter().map(|row| row.area_code())),
        text("sex", rows.iter().map(|row| name_of(row, 0))),
        text("age", rows.iter().map(|row| name_of(row, 1))),
        text("area", rows.iter().map(|row| row.area())),
        text(
            "period",
            rows.iter()
                .map(|row| &periods[usize::from(row.period_id())]),
        ),
        text("statistic", rows.iter().map(|row| &row.kind().statistic)),
        text("unit", rows.iter().map(|row| &row.kind().unit)),
        numbers("value", rows.iter().map(|row| row.value())),
        text("marker", rows.iter().map(marker)),
        numbers(
            "standard_error",
            rows.iter().map(|row| row.standard_error()),
        ),
        numbers("lower", rows.iter().map(|row| row.lower())),
        numbers("upper", rows.iter().map(|row| row.upper())),
        numbers("base", rows.iter().map(|row| row.base())),
        text("status", rows.iter().map(|row| name_of(row, 2))),
        text("notes", rows.iter().map(|row| &row.kind().notes)),
    ];
    Ok(DataFrame::new(rows.len(), columns)?)
}

fn text<S: AsRef<str>>(name: &str, texts: impl Iterator<Item = S>) -> Column {
    StringChunked::from_iter_values(name.into(), texts)
        .into_series()
        .into()
}

fn numbers(name: &str, values: impl Iterator<Item = Option<f64>>) -> Column {
    Column::new(name.into(), values.collect::<Vec<_>>())
}

/// Rows that satisfy the condition, as observations in the order of the frame.
pub(super) fn select(frame: &DataFrame, condition: &Condition) -> Result<Vec<Observation>> {
    observations(&condition.rows_of(frame)?)
}

// Long, but flat: the columns of a frame, then the fields of an observation.
fn observations(frame: &DataFrame) -> Result<Vec<Observation>> {
    let text = |name: &str| -> Result<Vec<String>> {
        let column = frame.column(name)?.str()?;
        Ok(column
            .iter()
            .map(|text| text.unwrap_or_default().to_owned())
            .collect())
    };
    let number = |name: &str| -> Result<Vec<Option<f64>>> {
        Ok(frame.column(name)?.f64()?.iter().collect())
    };
    let (release, table, source_ref) = (text("release")?, text("table")?, text("source_ref")?);
    let (code, label, group) = (text("code")?, text("label")?, text("group")?);
    let (breakdown, area_code) = (text("breakdown")?, text("area_code")?);
    let (sex, age, area) = (text("sex")?, text("age")?, text("area")?);
    let (period, statistic, unit) = (text("period")?, text("statistic")?, text("unit")?);
    let (value, marker, standard_error) =
        (number("value")?, text("marker")?, number("standard_error")?);
    let (lower, upper, base) = (number("lower")?, number("upper")?, number("base")?);
    let (status, notes) = (text("status")?, text("notes")?);
    (0..frame.height())
        .map(|row| {
            let place = || format!("release `{}`, {}", release[row], source_ref[row]);
            let parsed =
                |error: String| anyhow::Error::from(Problem::data(format!("{}: {error}", place())));
            Ok(Observation {
                sex: sex[row].parse().map_err(parsed)?,
                age: age[row].parse().map_err(parsed)?,
                period: period[row]
                    .parse()
                    .map_err(|error: NotAPeriod| parsed(error.to_string()))?,
                marker: read_marker(&marker[row]).map_err(parsed)?,
                status: status[row].parse().map_err(parsed)?,
                release: release[row].clone(),
                table: table[row].clone(),
                source_ref: source_ref[row].clone(),
                code: code[row].clone(),
                label: label[row].clone(),
                group: group[row].clone(),
                breakdown: breakdown[row].clone(),
                area_code: area_code[row].clone(),
                area: area[row].clone(),
                statistic: statistic[row].clone(),
                unit: unit[row].clone(),
                value: value[row],
                standard_error: standard_error[row],
                lower: lower[row],
                upper: upper[row],
                base: base[row],
                notes: notes[row].clone(),
            })
        })
        .collect()
}

fn read_marker(text: &str) -> Result<Option<Marker>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|()| format!("`{text}` is no known marker"))
}
