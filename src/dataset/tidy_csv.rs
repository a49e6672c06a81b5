//! The project's own tidy CSV → figures, in one pass.

use std::collections::HashMap;
use std::fmt::Display;

use anyhow::{Context, Result};
use csv::ByteRecord;
use memchr::memmem;

use crate::model::{Area, Figures, Kind, Marker, NotAPeriod, Observation};
use crate::problem::Problem;

/// Places of the columns in [`Observation::COLUMNS`].
const KIND: [usize; 11] = [1, 3, 4, 5, 6, 7, 8, 12, 13, 20, 21];
const SOURCE_REF: usize = 2;
const AREA: usize = 9;
const AREA_CODE: usize = 10;
const PERIOD: usize = 11;
const VALUE: usize = 14;
const MARKER: usize = 15;

/// The figures of a tidy CSV.
///
/// # Errors
/// A field that cannot be read, with the release and its line.
pub(super) fn figures(release: &str, bytes: &[u8]) -> Result<Figures> {
    let mut reading = Reading::default();
    let mut reader = csv::Reader::from_reader(bytes);
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        reading.take(release, &record)?;
    }
    Ok(reading.figures)
}

/// The figures of some tables of a tidy CSV in which the rows of a table stand together, as they
/// do in those built in: nothing else is read.
///
/// # Errors
/// As [`figures`].
pub(super) fn of_tables(release: &str, bytes: &[u8], tables: &[&str]) -> Result<Figures> {
    let mut runs: Vec<(usize, &str)> = Vec::new();
    for table in tables {
        let start = format!("\n{release},{table},");
        runs.extend(memmem::find(bytes, start.as_bytes()).map(|at| (at + 1, *table)));
    }
    runs.sort_unstable();
    let mut reading = Reading::default();
    let mut record = ByteRecord::new();
    for (start, table) in runs {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(&bytes[start..]);
        while reader.read_byte_record(&mut record)? && record.get(1) == Some(table.as_bytes()) {
            reading.take(release, &record)?;
        }
    }
    Ok(reading.figures)
}

/// Figures being read, and what has a number already.
#[derive(Default)]
struct Reading {
    figures: Figures,
    kinds: HashMap<Vec<u8>, u32>,
    periods: HashMap<Vec<u8>, u16>,
    key: Vec<u8>,
}

impl Reading {
    fn take(&mut self, release: &str, record: &ByteRecord) -> Result<()> {
        let fields = Fields { release, record };
        let kind = self.kind(fields)?;
        let period = self.period(fields)?;
        let area = self.figures.coded_area_id(&Area {
            name: fields.text(AREA)?.to_owned(),
            code: fields.text(AREA_CODE)?.to_owned(),
        });
        let source_ref = fields.text(SOURCE_REF)?;
        let place = self.figures.place(source_ref, kind, area, period);
        let index = self.figures.len();
        self.figures
            .push_at(place, fields.number(VALUE)?, fields.marker()?);
        self.figures.set_uncertainty(
            index,
            fields.number(16)?,
            fields.number(17)?,
            fields.number(18)?,
        );
        if let Some(base) = fields.number(19)? {
            self.figures.set_base(index, base);
        }
        Ok(())
    }

    fn kind(&mut self, fields: Fields<'_>) -> Result<u32> {
        self.key.clear();
        for column in KIND {
            let field = fields.record.get(column).unwrap_or_default();
            self.key.extend_from_slice(field);
            self.key.push(0x1f);
        }
        if let Some(kind) = self.kinds.get(&self.key) {
            return Ok(*kind);
        }
        let number = self.figures.kind_id(&fields.kind()?);
        self.kinds.insert(self.key.clone(), number);
        Ok(number)
    }

    fn period(&mut self, fields: Fields<'_>) -> Result<u16> {
        let named = fields.record.get(PERIOD).unwrap_or_default();
        if let Some(period) = self.periods.get(named) {
            return Ok(*period);
        }
        let number = self.figures.period_id(fields.period()?);
        self.periods.insert(named.to_vec(), number);
        Ok(number)
    }
}

/// One record of a release.
#[derive(Clone, Copy)]
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
            breakdown: text(6)?,
            sex: self.text(7)?.parse().map_err(|error| self.wrong(error))?,
            age: self.text(8)?.parse().map_err(|error| self.wrong(error))?,
            statistic: text(12)?,
            unit: text(13)?,
            status: self.text(20)?.parse().map_err(|error| self.wrong(error))?,
            notes: text(21)?,
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{figures, of_tables};
    use crate::dataset::FILES;

    #[test]
    fn the_rows_of_a_built_in_table_stand_together() {
        let mut tables = 0;
        for file in FILES.files() {
            let release = file.path().file_stem().unwrap().to_str().unwrap();
            let all = figures(release, file.contents()).unwrap();
            let names: BTreeSet<&str> =
                all.kinds().iter().map(|kind| kind.table.as_str()).collect();
            for name in names {
                let of_all = all.iter().filter(|row| row.kind().table == name);
                let alone = of_tables(release, file.contents(), &[name]).unwrap();
                let cells =
                    |row: crate::model::Row<'_>| (row.source_ref(), row.period(), row.value());
                assert!(
                    of_all.map(cells).eq(alone.iter().map(cells)),
                    "{release}, {name}"
                );
                tables += 1;
            }
        }
        assert!(tables > 10, "{tables}");
    }
}
