//! One row of the tidy form: its fields, and every one of them that cannot be read.

use crate::frame::tidy::{TidyColumns, without_apostrophe};
use crate::ingest::cells::cell::number;
use crate::model::{Marker, Observation};

/// Where a field cannot be read: its column, and why.
pub(super) type Unread = (usize, String);

/// Places in [`Observation::COLUMNS`].
const SEX: usize = 7;
const AGE: usize = 8;
const PERIOD: usize = 11;
const VALUE: usize = 14;
const MARKER: usize = 15;
const STATUS: usize = 20;

/// One row of the file, its fields by their places in [`Observation::COLUMNS`].
pub(super) struct Fields<'a> {
    pub(super) columns: TidyColumns,
    pub(super) record: &'a csv::StringRecord,
}

impl<'a> Fields<'a> {
    fn raw(&self, column: usize) -> &'a str {
        let place = self.columns.place(column);
        place
            .and_then(|place| self.record.get(place))
            .unwrap_or_default()
    }

    fn text(&self, column: usize) -> String {
        without_apostrophe(self.raw(column)).to_owned()
    }
}

/// Reads fields and remembers those that cannot be read, so that a row is mended in one go.
struct Reader<'a> {
    fields: &'a Fields<'a>,
    unread: Vec<Unread>,
}

impl Reader<'_> {
    fn parsed<T: std::str::FromStr>(&mut self, column: usize, why: &str) -> Option<T> {
        let parsed = self.fields.raw(column).parse().ok();
        if parsed.is_none() {
            self.unread.push((column, why.to_owned()));
        }
        parsed
    }

    /// A number, or none where the field is empty.
    fn number(&mut self, column: usize) -> Option<f64> {
        let written = self.fields.raw(column);
        if written.is_empty() {
            return None;
        }
        let plain = || {
            written
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite())
        };
        let found = number(written).or_else(plain);
        if found.is_none() {
            self.unread.push((column, "it is not a number".to_owned()));
        }
        found
    }

    /// The figure, or the marker that says why there is none; a figure may have a marker too.
    fn value_or_marker(&mut self) -> (Option<f64>, Option<Marker>) {
        let marker = match self.fields.raw(MARKER) {
            "" => None,
            _ => self.parsed(MARKER, "it is not a known marker"),
        };
        let value = self.number(VALUE);
        if self.fields.raw(VALUE).is_empty() && self.fields.raw(MARKER).is_empty() {
            let why = "no value, and no marker in the next column that says why";
            self.unread.push((VALUE, why.to_owned()));
        }
        (value, marker)
    }
}

/// A row, or each column that cannot be read and why.
pub(super) fn observation(fields: &Fields<'_>) -> Result<Observation, Vec<Unread>> {
    let mut reader = Reader {
        fields,
        unread: Vec::new(),
    };
    let sex = reader.parsed(SEX, "it is not one of women, men, all");
    let age = reader.parsed(AGE, "it is not an age group such as 16-59, 16+ or all");
    let why = "it is not a period such as 2023-24, ye-dec-2025 or 2024-q1";
    let period = reader.parsed(PERIOD, why);
    let (value, marker) = reader.value_or_marker();
    let [standard_error, lower, upper, base] = [16, 17, 18, 19].map(|at| reader.number(at));
    let why = "it is not one of accredited, official, in development, not badged";
    let status = reader.parsed(STATUS, why);
    let (true, Some(sex), Some(age), Some(period), Some(status)) =
        (reader.unread.is_empty(), sex, age, period, status)
    else {
        return Err(reader.unread);
    };
    let text = |column: usize| fields.text(column);
    Ok(Observation {
        release: text(0),
        table: text(1),
        source_ref: text(2),
        code: text(3),
        label: text(4),
        group: text(5),
        breakdown: text(6),
        sex,
        age,
        area: text(9),
        area_code: text(10),
        period,
        statistic: text(12),
        unit: text(13),
        value,
        marker,
        standard_error,
        lower,
        upper,
        base,
        status,
        notes: text(21),
        withheld: text(22),
    })
}
