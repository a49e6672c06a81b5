//! The project's own tidy CSV → figures, in one pass.

use std::collections::HashMap;
use std::fmt::Display;

use anyhow::{Context, Result};
use csv::ByteRecord;

use crate::model::{Figures, Kind, Marker, NotAPeriod, Observation};
use crate::problem::Problem;

/// Places of the columns in [`Observation::COLUMNS`].
const KIND: [usize; 10] = [1, 3, 4, 5, 6, 7, 10, 11, 18, 19];
const SOURCE_REF: usize = 2;
const AREA: usize = 8;
const PERIOD: usize = 9;
const VALUE: usize = 12;
const MARKER: usize = 13;

/// The figures of a tidy CSV.
///
/// # Errors
/// A field that cannot be read, with the release and its line.
pub(super) fn figures(release: &str, bytes: &[u8]) -> Result<Figures> {
    let mut reader = csv::Reader::from_reader(bytes);
    let mut record = ByteRecord::new();
    let mut figures = Figures::default();
    let mut kinds: HashMap<Vec<u8>, u32> = HashMap::new();
    let mut periods: HashMap<Vec<u8>, u16> = HashMap::new();
    let mut key = Vec::new();
    while reader.read_byte_record(&mut record)? {
        let fields = Fields {
            release,
            record: &record,
        };
        key.clear();
        for column in KIND {
            key.extend_from_slice(record.get(column).unwrap_or_default());
            key.push(0x1f);
        }
        let kind = if let Some(kind) = kinds.get(&key) {
            *kind
        } else {
            let number = figures.kind_id(&fields.kind()?);
            kinds.insert(key.clone(), number);
            number
        };
        let named = record.get(PERIOD).unwrap_or_default();
        let period = if let Some(period) = periods.get(named) {
            *period
        } else {
            let number = figures.period_id(fields.period()?);
            periods.insert(named.to_vec(), number);
            number
        };
        let area = figures.area_id(fields.text(AREA)?);
        let source_ref = fields.text(SOURCE_REF)?;
        let place = figures.place(source_ref, kind, area, period);
        let index = figures.len();
        figures.push_at(place, fields.number(VALUE)?, fields.marker()?);
        figures.set_uncertainty(
            index,
            fields.number(14)?,
            fields.number(15)?,
            fields.number(16)?,
        );
        if let Some(base) = fields.number(17)? {
            figures.set_base(index, base);
        }
    }
    Ok(figures)
}

/// One record of a release.
struct Fields<'a> {
    release: &'a str,
    record: &'a ByteRecord,
}

impl<'a> Fields<'a> {
    /// A text without the apostrophe that keeps a spreadsheet from running it as a formula.
    fn text(&self, column: usize) -> Result<&'a str> {
        let field = self.record.get(column).unwrap_or_default();
        let text = std::str::from_utf8(field).with_context(|| self.place())?;
        let formula = |rest: &&str| rest.starts_with(['=', '+', '-', '@', '\t', '\r']);
        Ok(text.strip_prefix('\'').filter(formula).unwrap_or(text))
    }

    fn kind(&self) -> Result<Kind> {
        let text = |column: usize| self.text(column).map(str::to_owned);
        Ok(Kind {
            table: text(1)?,
            code: text(3)?,
            label: text(4)?,
            group: text(5)?,
            sex: self.text(6)?.parse().map_err(|error| self.wrong(error))?,
            age: self.text(7)?.parse().map_err(|error| self.wrong(error))?,
            statistic: text(10)?,
            unit: text(11)?,
            status: self.text(18)?.parse().map_err(|error| self.wrong(error))?,
            notes: text(19)?,
        })
    }

    fn period(&self) -> Result<crate::model::Period> {
        let period = self.text(PERIOD)?.parse();
        Ok(period.map_err(|error: NotAPeriod| self.wrong(error.to_string()))?)
    }

    fn number(&self, column: usize) -> Result<Option<f64>> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        let number = text.parse().map(Some);
        Ok(number.map_err(|_| {
            let name = Observation::COLUMNS[column];
            self.wrong(format!("`{text}` in column `{name}` is no number"))
        })?)
    }

    fn marker(&self) -> Result<Option<Marker>> {
        let text = self.text(MARKER)?;
        if text.is_empty() {
            return Ok(None);
        }
        let marker = text.parse().map(Some);
        Ok(marker.map_err(|()| self.wrong(format!("`{text}` is no known marker")))?)
    }

    fn place(&self) -> String {
        let line = self.record.position().map_or(0, csv::Position::line);
        format!("release `{}`, line {line}", self.release)
    }

    fn wrong(&self, what: impl Display) -> Problem {
        Problem::data(format!("{}: {what}", self.place()))
    }
}
