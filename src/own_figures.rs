//! A user's own figures: a small CSV → series. It holds no catalogue, no break and no judgement.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};

use crate::model::{Age, Marker, Period, Point, Series, SeriesKind, Sex, Source};
use crate::problem::{Problem, did_you_mean, themselves};

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

/// Units that say that values are counts of events.
const COUNT_UNITS: [&str; 7] = [
    "offences",
    "count",
    "counts",
    "events",
    "cases",
    "incidents",
    "deaths",
];
/// Units that say that values are shares of people.
const SHARE_UNITS: [&str; 4] = ["per cent", "percent", "%", "proportion"];

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

/// One row that can be used.
struct Row {
    line: u64,
    series: String,
    unit: String,
    point: Point,
}

/// Reads the cells of one row, and collects what is wrong with them.
struct RowReader<'a> {
    headers: &'a [String],
    record: &'a csv::StringRecord,
    line: u64,
    problems: Vec<String>,
}

impl RowReader<'_> {
    fn cell(&self, column: &str) -> Option<&str> {
        let at = self.headers.iter().position(|header| header == column)?;
        self.record.get(at).filter(|cell| !cell.is_empty())
    }

    fn wrong(&mut self, column: &str, message: &str) {
        self.problems
            .push(format!("line {}, column `{column}`: {message}", self.line));
    }

    fn number(&mut self, column: &str) -> Option<f64> {
        let text = self.cell(column)?.to_owned();
        let parsed = text.parse::<f64>().ok().filter(|number| number.is_finite());
        if parsed.is_none() {
            self.wrong(column, &format!("`{text}` is no number"));
        }
        parsed
    }

    fn above_zero(&mut self, column: &str) -> Option<f64> {
        let number = self.number(column)?;
        if number <= 0.0 {
            self.wrong(column, "it must be more than 0");
        }
        Some(number)
    }

    fn period(&mut self) -> Option<Period> {
        match self.cell("period").map(period_of) {
            Some(Ok(period)) => return Some(period),
            Some(Err(message)) => self.wrong("period", &message),
            None => self.wrong("period", "it is empty"),
        }
        None
    }

    /// The value, or the marker that stands for it.
    fn value(&mut self) -> (Option<f64>, Option<Marker>) {
        match self.cell("value").map(str::parse) {
            Some(Ok(marker)) => (None, Some(marker)),
            Some(Err(())) => (self.number("value"), None),
            None => {
                self.wrong("value", "it is empty; a missing figure is written `[x]`");
                (None, None)
            }
        }
    }

    fn limits(&mut self) -> Option<(f64, f64)> {
        let limits = self.number("lower").zip(self.number("upper"))?;
        if limits.0 > limits.1 {
            self.wrong("lower", "it lies above `upper`");
        }
        Some(limits)
    }
}

fn row(
    headers: &[String],
    record: &csv::StringRecord,
    line: u64,
    problems: &mut Vec<String>,
) -> Option<Row> {
    let mut reader = RowReader {
        headers,
        record,
        line,
        problems: Vec::new(),
    };
    let unit = reader.cell("unit").unwrap_or_default().to_owned();
    let series = reader.cell("series").unwrap_or("figures").to_owned();
    let share = SHARE_UNITS.contains(&unit.as_str());
    // Proportions are carried as per cent, as all prevalences are.
    let scale = if unit == "proportion" { 100.0 } else { 1.0 };
    let period = reader.period();
    let (value, marker) = reader.value();
    if share && value.is_some_and(|value| !(0.0..=100.0).contains(&(value * scale))) {
        reader.wrong("value", "a share lies between 0 and the whole");
    }
    let point = Point {
        period: period.unwrap_or(Period::Calendar { year: 1000 }),
        value: value.map(|value| value * scale),
        marker,
        standard_error: reader
            .above_zero("standard_error")
            .map(|error| error * scale),
        limits: reader
            .limits()
            .map(|(lower, upper)| (lower * scale, upper * scale)),
        base: reader.above_zero("base"),
        design_factor: reader.above_zero("design_factor"),
        population: reader
            .above_zero("population")
            .or(reader.above_zero("denominator")),
        status: None,
        release: "own".to_owned(),
        quoted_by: String::new(),
        source_ref: format!("line {line}"),
    };
    let usable = reader.problems.is_empty();
    problems.append(&mut reader.problems);
    usable.then(|| Row {
        line,
        series,
        unit: if share { "per cent".to_owned() } else { unit },
        point,
    })
}

/// A period of the calendar, or a plain number: a bare year is then just a number.
fn period_of(text: &str) -> Result<Period, String> {
    if let Ok(number) = text.parse::<f64>() {
        return Period::number(number).ok_or_else(|| format!("`{text}` is too large"));
    }
    text.parse::<Period>()
        .map_err(|error| format!("`{}` is no period; {}", error.text, error.hint))
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
            Some(of_rows(name, rows))
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

fn of_rows(name: String, rows: Vec<Row>) -> Series {
    let unit = rows
        .first()
        .map_or_else(String::new, |row| row.unit.clone());
    let kind = kind_of(&unit, &rows);
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
        source: Source::Own,
        sex: Sex::All,
        age: Age::All,
        area: String::new(),
        unit,
        kind,
        points: rows.into_iter().map(|row| row.point).collect(),
        rolling: Vec::new(),
        breaks: Vec::new(),
        gaps: Vec::new(),
        events: Vec::new(),
        notes: Vec::new(),
        sources: vec!["Own figures, as given; not checked against any publisher".to_owned()],
        composition: String::new(),
    }
}

/// Counts by their unit, or where no unit is given whole numbers that come without any uncertainty
/// or with a population; prevalence by its unit or by a base; else plain values.
fn kind_of(unit: &str, rows: &[Row]) -> SeriesKind {
    let any = |of: fn(&Point) -> bool| rows.iter().any(|row| of(&row.point));
    let uncertain = any(|point| point.standard_error.is_some() || point.limits.is_some());
    let whole = rows
        .iter()
        .filter_map(|row| row.point.value)
        .all(|value| value >= 0.0 && value.fract() == 0.0);
    if COUNT_UNITS.contains(&unit) {
        SeriesKind::Counts
    } else if SHARE_UNITS.contains(&unit) || (unit.is_empty() && any(|point| point.base.is_some()))
    {
        SeriesKind::Prevalence
    } else if unit.is_empty() && whole && !uncertain {
        SeriesKind::Counts
    } else {
        SeriesKind::Values
    }
}
