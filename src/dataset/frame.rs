//! Tidy CSV and stored releases → Polars frame → observations.

use anyhow::{Context, Result};
use polars::prelude::*;

use super::release::Content;
use super::{ReleaseFile, sums};
use crate::model::{Figures, Marker, NotAPeriod, Observation};
use crate::problem::Problem;

/// Columns that hold numbers; all others are text.
const NUMBERS: [&str; 5] = ["value", "standard_error", "lower", "upper", "base"];

/// The rows of some tables of a release as a frame with the columns of the tidy CSV.
pub(super) fn read(release: &ReleaseFile<'_>, tables: &[&str]) -> Result<DataFrame> {
    let key = tables.join(",");
    if let Some(frame) = release.frames.borrow().get(&key) {
        return Ok(frame.clone());
    }
    let frame = read_afresh(release, tables)?;
    release.frames.borrow_mut().insert(key, frame.clone());
    Ok(frame)
}

fn read_afresh(release: &ReleaseFile<'_>, tables: &[&str]) -> Result<DataFrame> {
    match &release.content {
        Content::Csv(bytes) if !release.own => read_runs(release, bytes, tables),
        Content::Csv(bytes) => {
            let wanted = |table: &[u8]| tables.iter().any(|wanted| wanted.as_bytes() == table);
            read_csv(release, bytes, wanted)
        }
        Content::Stored(stored) if release.is_by_force() => {
            if !tables.contains(&sums::TABLE) {
                return from_observations(&[]);
            }
            from_observations(&sums::national(&release.id, &stored.figures()?))
        }
        Content::Stored(stored) => {
            let figures = stored.figures()?;
            let wanted: Vec<bool> = figures
                .kinds()
                .iter()
                .map(|kind| tables.contains(&kind.table.as_str()))
                .collect();
            let rows = figures.iter().filter(|row| wanted[row.kind_id() as usize]);
            let rows: Vec<Observation> = rows.map(|row| row.observation(&release.id)).collect();
            from_observations(&rows)
        }
    }
}

/// Every figure of a release.
pub(super) fn figures(release: &ReleaseFile<'_>) -> Result<Figures> {
    match &release.content {
        Content::Stored(stored) => stored.figures(),
        Content::Csv(bytes) => {
            let mut figures = Figures::default();
            for observation in observations(&read_csv(release, bytes, |_| true)?)? {
                figures.push(&observation);
            }
            Ok(figures)
        }
    }
}

fn read_csv(
    release: &ReleaseFile<'_>,
    bytes: &[u8],
    wanted: impl Fn(&[u8]) -> bool,
) -> Result<DataFrame> {
    let mut reader = csv::Reader::from_reader(bytes);
    let mut texts = Texts::default();
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        if wanted(record.get(1).unwrap_or_default()) {
            texts.push(release, &record)?;
        }
    }
    texts.into_frame(release)
}

/// The rows of some tables of a built-in release, whose tables stand in runs: only those are read.
fn read_runs(release: &ReleaseFile<'_>, bytes: &[u8], tables: &[&str]) -> Result<DataFrame> {
    let mut runs: Vec<(usize, &str)> = Vec::new();
    for table in tables {
        let start = format!("\n{},{table},", release.id);
        runs.extend(memchr::memmem::find(bytes, start.as_bytes()).map(|at| (at + 1, *table)));
    }
    runs.sort_unstable();
    let mut texts = Texts::default();
    let mut record = csv::ByteRecord::new();
    for (start, table) in runs {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(&bytes[start..]);
        while reader.read_byte_record(&mut record)? {
            if record.get(1) != Some(table.as_bytes()) {
                break;
            }
            texts.push(release, &record)?;
        }
    }
    texts.into_frame(release)
}

/// The columns of rows being read.
#[derive(Default)]
struct Texts(Vec<Vec<String>>);

impl Texts {
    fn push(&mut self, release: &ReleaseFile<'_>, record: &csv::ByteRecord) -> Result<()> {
        self.0.resize(Observation::COLUMNS.len(), Vec::new());
        for (column, field) in self.0.iter_mut().zip(record) {
            let text = std::str::from_utf8(field).with_context(|| place(release, record))?;
            column.push(as_written(text).to_owned());
        }
        Ok(())
    }

    fn into_frame(mut self, release: &ReleaseFile<'_>) -> Result<DataFrame> {
        self.0.resize(Observation::COLUMNS.len(), Vec::new());
        frame(release, self.0)
    }
}

fn frame(release: &ReleaseFile<'_>, texts: Vec<Vec<String>>) -> Result<DataFrame> {
    let height = texts.first().map_or(0, Vec::len);
    let columns = Observation::COLUMNS
        .iter()
        .zip(texts)
        .map(|(name, texts)| column(release, name, texts))
        .collect::<Result<Vec<_>>>()?;
    Ok(DataFrame::new(height, columns)?)
}

/// Without the apostrophe that keeps a spreadsheet from running a text as a formula.
fn as_written(text: &str) -> &str {
    text.strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r']))
        .unwrap_or(text)
}

fn from_observations(rows: &[Observation]) -> Result<DataFrame> {
    let text = |name: &str, of: &dyn Fn(&Observation) -> String| {
        Column::new(name.into(), rows.iter().map(of).collect::<Vec<String>>())
    };
    let number = |name: &str, of: &dyn Fn(&Observation) -> Option<f64>| {
        Column::new(
            name.into(),
            rows.iter().map(of).collect::<Vec<Option<f64>>>(),
        )
    };
    let marker = |row: &Observation| {
        row.marker
            .map_or_else(String::new, |marker| marker.to_string())
    };
    let columns = vec![
        text("release", &|row| row.release.clone()),
        text("table", &|row| row.table.clone()),
        text("source_ref", &|row| row.source_ref.clone()),
        text("code", &|row| row.code.clone()),
        text("label", &|row| row.label.clone()),
        text("group", &|row| row.group.clone()),
        text("sex", &|row| row.sex.to_string()),
        text("age", &|row| row.age.to_string()),
        text("area", &|row| row.area.clone()),
        text("period", &|row| row.period.to_string()),
        text("statistic", &|row| row.statistic.clone()),
        text("unit", &|row| row.unit.clone()),
        number("value", &|row| row.value),
        text("marker", &marker),
        number("standard_error", &|row| row.standard_error),
        number("lower", &|row| row.lower),
        number("upper", &|row| row.upper),
        number("base", &|row| row.base),
        text("status", &|row| row.status.to_string()),
        text("notes", &|row| row.notes.clone()),
    ];
    Ok(DataFrame::new(rows.len(), columns)?)
}

fn place(release: &ReleaseFile<'_>, record: &csv::ByteRecord) -> String {
    let line = record.position().map_or(0, csv::Position::line);
    format!("release `{}`, line {line}", release.id)
}

fn column(release: &ReleaseFile<'_>, name: &str, texts: Vec<String>) -> Result<Column> {
    if !NUMBERS.contains(&name) {
        return Ok(Column::new(name.into(), texts));
    }
    let numbers = texts
        .iter()
        .map(|text| {
            if text.is_empty() {
                return Ok(None);
            }
            text.parse::<f64>().map(Some).map_err(|_| {
                Problem::data(format!(
                    "release `{}`: `{text}` in column `{name}` is no number",
                    release.id
                ))
            })
        })
        .collect::<Result<Vec<Option<f64>>, Problem>>()?;
    Ok(Column::new(name.into(), numbers))
}

/// Rows that satisfy the condition, as observations in the order of the frame.
pub(super) fn select(frame: DataFrame, condition: Expr) -> Result<Vec<Observation>> {
    let frame = frame.lazy().filter(condition).collect()?;
    observations(&frame)
}

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

/// True for rows whose column holds exactly this text.
pub(super) fn is(column: &str, text: &str) -> Expr {
    col(column).eq(lit(text.to_owned()))
}

/// True where any of the conditions is; never, where there are none.
pub(super) fn any_of(conditions: impl IntoIterator<Item = Expr>) -> Expr {
    conditions
        .into_iter()
        .reduce(Expr::or)
        .unwrap_or_else(|| lit(false))
}
