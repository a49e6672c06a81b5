//! One row of a user's own CSV: its cells, and what is wrong with them.

use crate::model::{Marker, Period, Point, SeriesKind};

/// Units that say that values are counts of events.
const COUNT_UNITS: [&str; 8] = [
    "offences",
    "crimes",
    "count",
    "counts",
    "events",
    "cases",
    "incidents",
    "deaths",
];
/// Units that say that values are shares of people.
const SHARE_UNITS: [&str; 5] = ["per cent", "percent", "percentage", "%", "proportion"];

/// Larger numbers have no digits left to show.
const LARGEST: f64 = 1e15;

/// One row that can be used.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) series: String,
    pub(super) unit: String,
    pub(super) point: Point,
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
        match parsed {
            None => self.wrong(column, &no_number(&text)),
            Some(number) if number.abs() > LARGEST => {
                self.wrong(
                    column,
                    &format!("`{text}` is too large: at most 10^15 can be shown"),
                );
            }
            // A zero has no sign here.
            Some(number) => return Some(number + 0.0),
        }
        None
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

    fn limits(&mut self, value: Option<f64>) -> Option<(f64, f64)> {
        let (lower, upper) = (self.number("lower"), self.number("upper"));
        match (lower, upper) {
            (Some(_), None) if self.cell("upper").is_none() => {
                self.wrong("upper", "it is empty while `lower` is not");
            }
            (None, Some(_)) if self.cell("lower").is_none() => {
                self.wrong("lower", "it is empty while `upper` is not");
            }
            (Some(lower), Some(upper)) if lower > upper => {
                self.wrong("lower", "it lies above `upper`");
            }
            (Some(lower), _) if value.is_some_and(|value| value < lower) => {
                self.wrong("lower", "it lies above `value`");
            }
            (_, Some(upper)) if value.is_some_and(|value| value > upper) => {
                self.wrong("upper", "it lies below `value`");
            }
            _ => {}
        }
        lower.zip(upper)
    }

    /// The row as a point, with shares in per cent.
    fn point(
        &mut self,
        period: Option<Period>,
        (value, marker): (Option<f64>, Option<Marker>),
        scale: f64,
    ) -> Point {
        Point {
            covered: 1.0,
            period: period.unwrap_or(Period::Calendar { year: 1000 }),
            value: value.map(|value| value * scale),
            marker,
            standard_error: self.above_zero("standard_error").map(|error| error * scale),
            limits: self
                .limits(value)
                .map(|(lower, upper)| (lower * scale, upper * scale)),
            base: self.above_zero("base"),
            design_factor: self.above_zero("design_factor"),
            population: self
                .above_zero("population")
                .or(self.above_zero("denominator")),
            status: None,
            release: "own".to_owned(),
            quoted_by: String::new(),
            source_ref: format!("line {}", self.line),
        }
    }

    /// A row of more cells than headings has a comma in a number, or a column too many.
    fn length(&mut self) {
        let (cells, headings) = (self.record.len(), self.headers.len());
        if cells > headings {
            self.problems.push(format!(
                "line {}: {cells} cells under {headings} headings; is there a comma inside a number?",
                self.line
            ));
        }
    }
}

pub(super) fn row(
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
    reader.length();
    let unit = reader.cell("unit").unwrap_or_default().to_lowercase();
    let series = reader.cell("series").unwrap_or("figures").to_owned();
    let share = SHARE_UNITS.contains(&unit.as_str());
    // Proportions are carried as per cent, as all prevalences are.
    let scale = if unit == "proportion" { 100.0 } else { 1.0 };
    let period = reader.period();
    let (value, marker) = reader.value();
    let point = reader.point(period, (value, marker), scale);
    let usable = reader.problems.is_empty();
    problems.append(&mut reader.problems);
    usable.then(|| Row {
        line,
        series,
        unit: if share { "per cent".to_owned() } else { unit },
        point,
    })
}

/// Why a text is no number, and what to write where that is plain.
fn no_number(text: &str) -> String {
    let digits = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    let remedy = if digits(&text.replace([',', '.', '-', ' '], "")) {
        "; write it with a point for decimals and nothing between thousands"
    } else if digits(&text.replace(['%', '.', ' '], "")) {
        "; write it without `%`, and per cent into the column `unit`"
    } else {
        ""
    };
    format!("`{text}` is no number{remedy}")
}

/// A period of the calendar, or a plain number: a bare year is then just a number.
fn period_of(text: &str) -> Result<Period, String> {
    if let Ok(number) = text.parse::<f64>() {
        return Period::number(number)
            .ok_or_else(|| format!("`{text}` is no period: a number is at most 10^9"));
    }
    text.parse::<Period>()
        .map_err(|error| format!("`{}` is no period; {}", error.text, error.hint))
}

/// Counts by their unit, or where no unit is given whole numbers that come without any uncertainty
/// or with a population; prevalence by its unit or by a base; else plain values.
pub(super) fn kind_of(unit: &str, rows: &[Row]) -> SeriesKind {
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
