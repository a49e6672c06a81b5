//! A user's own figures: a small CSV → series. It holds no catalogue, no break and no judgement.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};

use crate::model::{Age, Series, SeriesKind, Sex, Source, SourceLine};
use crate::problem::{Problem, did_you_mean, themselves};

mod row;

use row::{Row, kind_of, row};

/// Columns that are read; `period` and `value` are needed.
pub const COLUMNS: [&str; 11] = [
    "series",
    "period",
    "value",
    "standard_error",
    "lower",
    "upper",
    "base",
    "design_factor",
    "population",
    "denominator",
    "unit",
];

/// Reads the series of a CSV file, or of standard input where the path is `-`.
///
/// # Errors
/// A file that cannot be read; a missing or unknown column; every row that cannot be used, each
/// with its line and column.
pub fn read(path: &Path) -> Result<Vec<Series>> {
    let (name, text) = text(path)?;
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers: Vec<String> = reader
        .headers()
        .with_context(|| format!("cannot read `{name}`"))?
        .iter()
        .map(|header| header.trim_start_matches('\u{feff}').to_lowercase())
        .map(|header| {
            if header == "area" {
                "series".to_owned()
            } else {
                header
            }
        })
        .collect();
    check_headers(&name, &headers)?;
    let mut problems = Vec::new();
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                if let Some(row) = row(&headers, &record, line, &mut problems) {
                    rows.push(row);
                }
            }
            Err(error) => problems.push(error.to_string()),
        }
    }
    let series = series(rows, &mut problems);
    if problems.is_empty() && series.is_empty() {
        problems.push("it holds no row of figures".to_owned());
    }
    if problems.is_empty() {
        return Ok(series);
    }
    Err(Problem::data(format!("`{name}` cannot be used:\n  {}", problems.join("\n  ")))
        .hint("columns: period, value, and where known series, standard_error or lower and upper or base (with design_factor), population, unit")
        .into())
}

fn text(path: &Path) -> Result<(String, String)> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .read_to_end(&mut bytes)
            .context("cannot read standard input")?;
        return Ok((
            "standard input".to_owned(),
            decoded("standard input", bytes)?,
        ));
    }
    let name = path.display().to_string();
    if path.is_dir() {
        return Err(Problem::data(format!("`{name}` is a folder"))
            .hint("--input takes a CSV file")
            .into());
    }
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{name}`"))?;
    let text = decoded(&name, bytes)?;
    Ok((name, text))
}

fn decoded(name: &str, bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|_| {
        Problem::data(format!("`{name}` is not UTF-8"))
            .hint("save the CSV as UTF-8")
            .into()
    })
}

fn check_headers(name: &str, headers: &[String]) -> Result<()> {
    if headers.iter().all(String::is_empty) {
        return Err(Problem::data(format!("`{name}` is empty"))
            .hint(format!(
                "its first line has the columns: {}",
                COLUMNS.join(", ")
            ))
            .into());
    }
    let other = |header: &String| header.contains([';', '\t']);
    if headers.len() == 1 && headers.iter().all(other) {
        return Err(Problem::data(format!(
            "`{name}` cannot be used:\n  line 1: its columns are not separated by commas"
        ))
        .hint("save it as CSV with commas between columns and points for decimals")
        .into());
    }
    let known: Vec<String> = COLUMNS.iter().map(|column| (*column).to_owned()).collect();
    let mut problems = Vec::new();
    for header in headers.iter().filter(|header| !known.contains(header)) {
        let hint = did_you_mean(header, themselves(&known), "it is not read");
        problems.push(format!("unknown column `{header}`: {hint}"));
    }
    for needed in ["period", "value"] {
        if !headers.iter().any(|header| header == needed) {
            problems.push(format!("there is no column `{needed}`"));
        }
    }
    let repeated = headers.iter().collect::<BTreeSet<_>>().len() < headers.len();
    if repeated {
        problems.push("a column stands twice".to_owned());
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(Problem::data(format!(
        "`{name}` cannot be used:\n  {}",
        problems.join("\n  ")
    ))
    .hint(format!("columns: {}", COLUMNS.join(", ")))
    .into())
}

fn series(rows: Vec<Row>, problems: &mut Vec<String>) -> Vec<Series> {
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
            check_series(&name, &rows, problems);
            let unit = rows.first().map_or("", |row| row.unit.as_str()).to_owned();
            let kind = kind_of(&unit, &rows);
            check_values(kind, &rows, problems);
            Some(of_rows(name, unit, kind, rows))
        })
        .collect()
}

fn check_series(name: &str, rows: &[Row], problems: &mut Vec<String>) {
    for pair in rows.windows(2) {
        let (first, second) = (&pair[0], &pair[1]);
        if first.point.period == second.point.period {
            problems.push(format!(
                "line {}, column `period`: `{name}` has {} on line {} too",
                second.line, second.point.period, first.line
            ));
        } else if first.point.period.basis() != second.point.period.basis() {
            problems.push(format!(
                "line {}, column `period`: `{name}` mixes periods of different kinds ({} and {})",
                second.line, first.point.period, second.point.period
            ));
        }
        if first.unit != second.unit {
            problems.push(format!(
                "line {}, column `unit`: `{name}` has another unit on line {}",
                second.line, first.line
            ));
        }
    }
}

/// What no figure of its kind can be.
fn check_values(kind: SeriesKind, rows: &[Row], problems: &mut Vec<String>) {
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
        problems.push(format!("line {}, column `value`: {wrong}", row.line));
    }
}

fn of_rows(name: String, unit: String, kind: SeriesKind, rows: Vec<Row>) -> Series {
    let unit = match (unit.as_str(), kind) {
        ("", SeriesKind::Prevalence) => "per cent".to_owned(),
        ("", SeriesKind::Counts) => "counts".to_owned(),
        ("", SeriesKind::Values) => "values".to_owned(),
        _ => unit,
    };
    Series {
        label: name.clone(),
        noun: name.clone(),
        name,
        measure: String::new(),
        crime: String::new(),
        source: Source::Own,
        sex: Sex::All,
        age: Age::All,
        area: String::new(),
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
            full: "Own figures, as given; not checked against any publisher".to_owned(),
            short: "own figures, as given; not checked against any publisher".to_owned(),
            is_quoted: false,
        }],
        composition: String::new(),
    }
}
