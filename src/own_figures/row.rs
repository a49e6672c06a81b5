//! One row of a user's own CSV: its cells, and what is wrong with them.

use super::faults::Faults;
use super::headers::Headers;
use super::periods::Column;
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
    pub(super) area: String,
    pub(super) unit: String,
    /// What its series is called on a chart; empty where that is its name.
    pub(super) label: String,
    pub(super) point: Point,
}

/// What holds for every row of a file.
pub(super) struct Form<'a> {
    pub(super) headers: &'a Headers,
    pub(super) periods: &'a Column,
    pub(super) decimal_commas: bool,
}

/// Reads the cells of one row, and collects what is wrong with them.
struct RowReader<'a> {
    form: &'a Form<'a>,
    cells: &'a [String],
    line: u64,
    is_usable: bool,
    faults: &'a mut Faults,
    has_per_cent_sign: bool,
}

impl RowReader<'_> {
    fn cell(&self, column: &str) -> Option<&str> {
        let cell = self.cells.get(self.form.headers.place(column)?)?;
        (!cell.is_empty()).then_some(cell.as_str())
    }

    fn wrong(&mut self, column: &str, message: impl Into<String>) {
        self.is_usable = false;
        self.faults.add(self.line, column, message);
    }

    fn number(&mut self, column: &str) -> Option<f64> {
        let text = self.cell(column)?.to_owned();
        match read_number(&text, self.form.decimal_commas) {
            None => self.wrong(column, no_number(&text)),
            Some(number) if number.abs() > LARGEST => {
                self.wrong(
                    column,
                    format!("`{text}` is too large: at most 10^15 can be shown"),
                );
            }
            Some(number) => {
                self.has_per_cent_sign |= column == "value" && text.ends_with('%');
                // A zero has no sign here.
                return Some(number + 0.0);
            }
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
        match self.cell("period").map(|text| self.form.periods.read(text)) {
            Some(Ok(period)) => return Some(period),
            Some(Err(message)) => self.wrong("period", message),
            None => self.wrong("period", "it is empty"),
        }
        None
    }

    /// The value, or the marker that stands for it; a blank is a missing value.
    fn value(&mut self) -> (Option<f64>, Option<Marker>) {
        match self.cell("value").map(str::parse) {
            Some(Ok(marker)) => (None, Some(marker)),
            Some(Err(())) => (self.number("value"), None),
            None => (None, Some(Marker::NotAvailable)),
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

    /// Degrees of freedom, which are of a standard error or of limits.
    fn df(&mut self) -> Option<f64> {
        let df = self.number("df")?;
        if df < 1.0 {
            self.wrong("df", "it must be at least 1");
            return None;
        }
        if ["standard_error", "lower"]
            .iter()
            .all(|name| self.cell(name).is_none())
        {
            let why =
                "it is of a `standard_error`, or of `lower` and `upper`, and the row has neither";
            self.wrong("df", why);
            return None;
        }
        Some(df)
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
            df: self.df(),
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
        let (cells, headings) = (self.cells.len(), self.form.headers.len());
        if cells > headings {
            self.wrong(
                "",
                format!(
                    "{cells} cells under {headings} headings; is there a comma inside a number?"
                ),
            );
        }
    }
}

pub(super) fn row(
    form: &Form<'_>,
    cells: &[String],
    line: u64,
    faults: &mut Faults,
) -> Option<Row> {
    let mut reader = RowReader {
        form,
        cells,
        line,
        is_usable: true,
        faults,
        has_per_cent_sign: false,
    };
    reader.length();
    let mut unit = cleaned(reader.cell("unit").unwrap_or_default()).to_lowercase();
    let area = cleaned(reader.cell("area").unwrap_or_default());
    let label = cleaned(reader.cell("label").unwrap_or_default());
    let series = match (reader.cell("series"), area.as_str()) {
        (None, "") => form.headers.series.clone(),
        (None, area) => area.to_owned(),
        (Some(series), "") => cleaned(series),
        (Some(series), area) => format!("{}, {area}", cleaned(series)),
    };
    // Proportions are carried as per cent, as all prevalences are.
    let scale = if unit == "proportion" { 100.0 } else { 1.0 };
    let period = reader.period();
    let (value, marker) = reader.value();
    let point = reader.point(period, (value, marker), scale);
    if reader.has_per_cent_sign && unit.is_empty() {
        "per cent".clone_into(&mut unit);
    }
    let share = SHARE_UNITS.contains(&unit.as_str());
    let is_usable = reader.is_usable;
    is_usable.then(|| Row {
        line,
        series,
        area,
        unit: if share { "per cent".to_owned() } else { unit },
        label,
        point,
    })
}

/// A name without characters that steer a terminal or turn the direction of writing.
pub(super) fn cleaned(name: &str) -> String {
    crate::answer::visible(name).trim().to_owned()
}

/// A number as spreadsheets show it: `1,204`, `11.3%`, `1 204` with a space that does not break.
fn read_number(text: &str, decimal_commas: bool) -> Option<f64> {
    let text = text.strip_suffix('%').map_or(text, str::trim_end);
    let text: String = text
        .chars()
        .filter(|one| !matches!(one, '\u{a0}' | '\u{2009}' | '\u{202f}'))
        .map(|one| if one == '\u{2212}' { '-' } else { one })
        .collect();
    let text = if decimal_commas {
        text.replace('.', "").replace(',', ".")
    } else if text.contains(',') {
        let (whole, _) = text.split_once('.').unwrap_or((&text, ""));
        let mut groups = whole.trim_start_matches(['-', '+']).split(',');
        let first = groups.next().unwrap_or_default();
        let is_grouped = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
        if !is_grouped || text[whole.len()..].contains(',') {
            return None;
        }
        text.replace(',', "")
    } else {
        text
    };
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Why a text is not a number, and what to write where that is plain.
fn no_number(text: &str) -> String {
    let digits = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    let remedy = if text.starts_with('=') {
        "; the cell holds a formula without its result: open the file in a spreadsheet program and save it"
    } else if digits(&text.replace([',', '.', '-', ' '], "")) {
        "; write it with a point for decimals and nothing between thousands"
    } else if ["n/a", "na", "-", "..", ":", "*"].contains(&text.to_lowercase().as_str()) {
        "; leave the cell blank if the figure is missing"
    } else {
        ""
    };
    format!("`{text}` is not a number{remedy}")
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
