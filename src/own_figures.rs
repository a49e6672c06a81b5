//! A user's own figures: a small file → series. It holds no catalogue, no break and no judgement.

mod faults;
mod headers;
mod periods;
mod row;
mod table;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use self::faults::Faults;
use self::headers::Headers;
use self::periods::Column;
use self::row::{Form, Row, kind_of, row};
use self::table::Table;
use crate::model::{Age, Period, Series, SeriesKind, Sex, Source, SourceLine};
use crate::problem::Problem;

/// Reads the series of a file (csv, xlsx, ods), or of standard input where the path is `-`.
///
/// # Errors
/// A file that cannot be read; a missing or unknown column; every row that cannot be used, each
/// with its line and column.
pub fn read(path: &Path) -> Result<Vec<Series>> {
    let table = table::read(path)?;
    let headers = Headers::of(&table.headers);
    let faults = headers.faults();
    if !faults.is_empty() {
        return Err(unusable(&table.name, &faults).into());
    }
    let place = headers.place("period").unwrap_or_default();
    let texts = table.rows.iter().filter_map(|(_, cells)| cells.get(place));
    let periods = Column::of(texts.map(String::as_str).filter(|text| !text.is_empty()));
    let form = Form {
        headers: &headers,
        periods: &periods,
        decimal_commas: table.decimal_commas,
    };
    let mut faults = Faults::default();
    let lines = table.rows.iter();
    let rows: Vec<Row> = lines
        .filter_map(|(line, cells)| row(&form, cells, *line, &mut faults))
        .collect();
    let understood = understood(&table, &headers, &periods);
    let series = series(rows, &understood, &mut faults);
    if !faults.is_empty() {
        return Err(unusable(&table.name, &faults.lines()).into());
    }
    if series.is_empty() {
        let faults = ["it holds no row of figures".to_owned()];
        return Err(unusable(&table.name, &faults).into());
    }
    Ok(series)
}

/// The period of a single text in any form that people and spreadsheets write, if it can mean only one.
pub(crate) fn period(text: &str) -> Option<Period> {
    // `2024-01` is a month only where a column says so.
    let is_unclear = text.len() == 7 && text.as_bytes().get(4) == Some(&b'-');
    Column::of(std::iter::once(text))
        .read(text)
        .ok()
        .filter(|_| !is_unclear)
}

fn unusable(name: &str, faults: &[String]) -> Problem {
    Problem::data(format!("`{name}` cannot be used:\n  {}", faults.join("\n  "))).hint(
        "columns: period, value, and where known series, area, standard_error or lower and upper (with df), or \
         base (with design_factor), population, unit, label",
    )
}

/// How the file was understood where that is not plain, to be said once.
fn understood(table: &Table, headers: &Headers, periods: &Column) -> String {
    let mut said = table.understood.clone();
    said.extend(headers.understood.iter().cloned());
    said.extend(periods.understood.iter().cloned());
    if let Some(place) = headers.place("value") {
        let is_blank = |row: &&(u64, Vec<String>)| row.1.get(place).is_none_or(String::is_empty);
        match table.rows.iter().filter(is_blank).count() {
            0 => {}
            1 => said.push("1 blank value is missing".to_owned()),
            many => said.push(format!("{many} blank values are missing")),
        }
    }
    said.join("; ")
}

fn series(rows: Vec<Row>, understood: &str, faults: &mut Faults) -> Vec<Series> {
    let mut order: Vec<String> = Vec::new();
    let mut by_name: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows {
        if !by_name.contains_key(&row.series) {
            order.push(row.series.clone());
        }
        by_name.entry(row.series.clone()).or_default().push(row);
    }
    order
        .into_iter()
        .filter_map(|name| {
            let mut rows = by_name.remove(&name)?;
            rows.sort_by_key(|row| row.point.period);
            check_series(&name, &rows, faults);
            let unit = rows.first().map_or("", |row| row.unit.as_str()).to_owned();
            let kind = kind_of(&unit, &rows);
            check_values(kind, &rows, faults);
            Some(of_rows(name, unit, kind, rows, understood))
        })
        .collect()
}

fn check_series(name: &str, rows: &[Row], faults: &mut Faults) {
    for pair in rows.windows(2) {
        let (first, second) = (&pair[0], &pair[1]);
        if first.point.period == second.point.period {
            let message = format!(
                "`{name}` has {} on line {} too",
                second.point.period, first.line
            );
            faults.add(second.line, "period", message);
        } else if first.point.period.basis() != second.point.period.basis() {
            let message = format!(
                "`{name}` mixes periods of different kinds ({} and {})",
                first.point.period, second.point.period
            );
            faults.add(second.line, "period", message);
        }
        if first.label != second.label {
            let message = format!("`{name}` has another label on line {}", first.line);
            faults.add(second.line, "label", message);
        }
        if first.unit != second.unit {
            let message = format!("`{name}` has another unit on line {}", first.line);
            faults.add(second.line, "unit", message);
        }
    }
}

/// What no figure of its kind can be.
fn check_values(kind: SeriesKind, rows: &[Row], faults: &mut Faults) {
    for row in rows {
        let Some(value) = row.point.value else {
            continue;
        };
        let wrong = match kind {
            SeriesKind::Counts if value < 0.0 => "a count is 0 or more",
            SeriesKind::Prevalence if !(0.0..=100.0).contains(&value) => {
                "a share lies between 0 and the whole"
            }
            _ => continue,
        };
        faults.add(row.line, "value", wrong);
    }
}

fn of_rows(
    name: String,
    unit: String,
    kind: SeriesKind,
    rows: Vec<Row>,
    understood: &str,
) -> Series {
    let unit = match (unit.as_str(), kind) {
        ("", SeriesKind::Prevalence) => "per cent".to_owned(),
        ("", SeriesKind::Counts) => "counts".to_owned(),
        ("", SeriesKind::Values) => "values".to_owned(),
        _ => unit,
    };
    let said = |what: &str| {
        let checked = format!("{what}, as given; not checked against any publisher");
        if understood.is_empty() {
            checked
        } else {
            format!("{checked} ({understood})")
        }
    };
    let label = rows.first().map_or("", |row| row.label.as_str());
    Series {
        label: if label.is_empty() { &name } else { label }.to_owned(),
        noun: name.clone(),
        name,
        measure: String::new(),
        crime: String::new(),
        source: Source::Own,
        sex: Sex::All,
        age: Age::All,
        area: rows
            .first()
            .map_or_else(String::new, |row| row.area.clone()),
        area_code: String::new(),
        area_kind: "",
        unit,
        kind,
        points: rows.into_iter().map(|row| row.point).collect(),
        rolling: Vec::new(),
        breaks: Vec::new(),
        gaps: Vec::new(),
        events: Vec::new(),
        notes: Vec::new(),
        sources: vec![SourceLine {
            release: "own".to_owned(),
            full: said("Own figures"),
            short: said("own figures"),
            is_quoted: false,
        }],
        composition: String::new(),
        collection: String::new(),
    }
}
