//! The project's own tidy CSV: one row an observation. Reading it into a frame, and writing it.

use std::fmt::Display;

use anyhow::{Context, Result};
use csv::{ByteRecord, StringRecord};
use foldhash::HashMap;

use super::{Figures, FiguresBuilder, Row};
use crate::model::{Area, Kind, Marker, NotAPeriod, Observation, Period};
use crate::problem::Problem;

/// Columns that files of earlier versions lack, or that are empty throughout: they are empty there.
const OPTIONAL: [&str; 8] = [
    "group",
    "breakdown",
    "area_code",
    "standard_error",
    "lower",
    "upper",
    "base",
    "withheld",
];
const COLUMNS: usize = Observation::COLUMNS.len();
/// Places in [`Observation::COLUMNS`].
const RELEASE: usize = 0;
const SOURCE_REF: usize = 2;
const KIND: [usize; 11] = [1, 3, 4, 5, 6, 7, 8, 12, 13, 20, 21];
const AREA: usize = 9;
const AREA_CODE: usize = 10;
const PERIOD: usize = 11;
const VALUE: usize = 14;
const MARKER: usize = 15;
const STANDARD_ERROR: usize = 16;
const LOWER: usize = 17;
const UPPER: usize = 18;
const BASE: usize = 19;
const WITHHELD: usize = 22;

/// Where a file has each of [`Observation::COLUMNS`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct TidyColumns([Option<usize>; COLUMNS]);

impl TidyColumns {
    /// The columns of a tidy CSV by its headings; `None` for another file.
    pub(crate) fn of<'a>(headings: impl Iterator<Item = &'a str>) -> Option<Self> {
        Self::beside(&[], headings)
    }

    /// The same where the file may have some other columns too.
    pub(crate) fn beside<'a>(
        others: &[&str],
        headings: impl Iterator<Item = &'a str>,
    ) -> Option<Self> {
        let headings: Vec<&str> = headings.map(str::trim).collect();
        let mut places = [None; COLUMNS];
        for (place, name) in places.iter_mut().zip(Observation::COLUMNS) {
            *place = headings.iter().position(|heading| *heading == name);
            if place.is_none() && !OPTIONAL.contains(&name) {
                return None;
            }
        }
        let known = headings.iter().filter(|name| !others.contains(name));
        (places.iter().flatten().count() == known.count()).then_some(Self(places))
    }

    /// Where the file has a column of [`Observation::COLUMNS`].
    pub(crate) const fn place(&self, column: usize) -> Option<usize> {
        self.0[column]
    }
}

/// The release that the first row of a tidy CSV names.
///
/// # Errors
/// A file of another form, or without a row.
pub(crate) fn release_of(bytes: &[u8]) -> Result<String> {
    let mut reader = csv::Reader::from_reader(bytes);
    if TidyColumns::of(reader.headers()?.iter()).is_none() {
        return Err(Problem::data("its columns are not those of a tidy CSV")
            .hint("make one with `vawg ingest FILE -o OUT.csv`")
            .into());
    }
    let mut record = StringRecord::new();
    if !reader.read_record(&mut record)? {
        return Err(Problem::data("it has headings and no row").into());
    }
    Ok(record.get(RELEASE).unwrap_or_default().to_owned())
}

/// The observations of a tidy CSV.
///
/// # Errors
/// A field that cannot be read, with the release and its line.
pub(crate) fn read(release: &str, bytes: &[u8]) -> Result<Figures> {
    let mut reader = csv::Reader::from_reader(bytes);
    let columns = TidyColumns::of(reader.headers()?.iter())
        .ok_or_else(|| Problem::data("its columns are not those of a tidy CSV"))?;
    let mut reading = Reading::default();
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        reading.take(&Fields {
            release,
            columns,
            record: &record,
        })?;
    }
    reading.builder.finish(release)
}

/// Observations being read, and what has a number already.
#[derive(Default)]
struct Reading {
    builder: FiguresBuilder,
    kinds: HashMap<Vec<u8>, u32>,
    areas: HashMap<Vec<u8>, u16>,
    periods: HashMap<Vec<u8>, u16>,
}

impl Reading {
    fn take(&mut self, fields: &Fields<'_>) -> Result<()> {
        let builder = &mut self.builder;
        let kind = known(&mut self.kinds, fields, &KIND, || {
            Ok(builder.kind_id(&fields.kind()?))
        })?;
        let area = known(&mut self.areas, fields, &[AREA, AREA_CODE], || {
            Ok(builder.coded_area_id(&Area {
                name: fields.text(AREA)?.to_owned(),
                code: fields.text(AREA_CODE)?.to_owned(),
            }))
        })?;
        let period = known(&mut self.periods, fields, &[PERIOD], || {
            Ok(builder.period_id(fields.period()?))
        })?;
        let place = builder.place(fields.text(SOURCE_REF)?, kind, area, period);
        let index = builder.len();
        builder.push_at(place, fields.number(VALUE)?, fields.marker()?);
        builder.set_uncertainty(
            index,
            fields.number(STANDARD_ERROR)?,
            fields.number(LOWER)?,
            fields.number(UPPER)?,
        );
        if let Some(base) = fields.number(BASE)? {
            builder.set_base(index, base);
        }
        let rule = fields.text(WITHHELD)?;
        if !rule.is_empty() {
            builder.withhold(index, rule);
        }
        Ok(())
    }
}

/// The number of what some fields say together, made when they are first met.
fn known<T: Copy>(
    numbers: &mut HashMap<Vec<u8>, T>,
    fields: &Fields<'_>,
    columns: &[usize],
    make: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let mut key = Vec::with_capacity(64);
    for column in columns {
        key.extend_from_slice(fields.bytes(*column));
        key.push(0x1f);
    }
    if let Some(number) = numbers.get(&key) {
        return Ok(*number);
    }
    let number = make()?;
    numbers.insert(key, number);
    Ok(number)
}

/// One record of a release.
#[derive(Clone, Copy)]
struct Fields<'a> {
    release: &'a str,
    columns: TidyColumns,
    record: &'a ByteRecord,
}

impl<'a> Fields<'a> {
    fn bytes(&self, column: usize) -> &'a [u8] {
        let place = self.columns.place(column);
        place
            .and_then(|place| self.record.get(place))
            .unwrap_or_default()
    }

    fn text(&self, column: usize) -> Result<&'a str> {
        let text = std::str::from_utf8(self.bytes(column)).with_context(|| self.place())?;
        Ok(without_apostrophe(text))
    }

    fn parsed<T: std::str::FromStr<Err: Display>>(&self, column: usize) -> Result<T> {
        let parsed = self.text(column)?.parse();
        Ok(parsed.map_err(|error: T::Err| self.wrong(error))?)
    }

    fn kind(&self) -> Result<Kind> {
        let text = |column: usize| self.text(column).map(str::to_owned);
        Ok(Kind {
            table: text(1)?,
            code: text(3)?,
            label: text(4)?,
            group: text(5)?,
            breakdown: text(6)?,
            sex: self.parsed(7)?,
            age: self.parsed(8)?,
            statistic: text(12)?,
            unit: text(13)?,
            status: self.parsed(20)?,
            notes: text(21)?,
        })
    }

    fn period(&self) -> Result<Period> {
        let period = self.text(PERIOD)?.parse();
        Ok(period.map_err(|error: NotAPeriod| self.wrong(error))?)
    }

    fn number(&self, column: usize) -> Result<Option<f64>> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        let name = Observation::COLUMNS[column];
        let wrong = || self.wrong(format!("`{text}` in column `{name}` is not a number"));
        Ok(Some(number.ok_or_else(wrong)?))
    }

    fn marker(&self) -> Result<Option<Marker>> {
        let text = self.text(MARKER)?;
        if text.is_empty() {
            return Ok(None);
        }
        let marker = text.parse().map(Some);
        Ok(marker.map_err(|()| self.wrong(format!("`{text}` is not a known marker")))?)
    }

    fn place(&self) -> String {
        let line = self.record.position().map_or(0, csv::Position::line);
        format!("release `{}`, line {line}", self.release)
    }

    fn wrong(&self, what: impl Display) -> Problem {
        Problem::data(format!("{}: {what}", self.place()))
    }
}

/// A text without the apostrophe that keeps a spreadsheet from running it as a formula.
pub(crate) fn without_apostrophe(text: &str) -> &str {
    let formula = |rest: &&str| rest.starts_with(FORMULA);
    text.strip_prefix('\'').filter(formula).unwrap_or(text)
}

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text with an apostrophe before it where a spreadsheet would run it as a formula.
fn safe(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(FORMULA) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// The observations as CSV, in their order: UTF-8, RFC 4180, full precision, every number with a
/// decimal point, so that a program which guesses types from the first rows guesses right.
///
/// # Errors
/// None in practice: the bytes are written to memory.
pub(crate) fn write(release: &str, figures: &Figures) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(Observation::COLUMNS)?;
    let kinds = figures.kinds().iter().map(|kind| {
        [
            safe(&kind.table),
            safe(&kind.code),
            safe(&kind.label),
            safe(&kind.group),
            safe(&kind.breakdown),
            kind.sex.to_string().into(),
            kind.age.to_string().into(),
            safe(&kind.statistic),
            safe(&kind.unit),
            kind.status.to_string().into(),
            safe(&kind.notes),
        ]
    });
    let kinds: Vec<_> = kinds.collect();
    let periods: Vec<String> = figures.periods().iter().map(ToString::to_string).collect();
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:?}"));
    let marker = |row: Row<'_>| row.marker().map_or_else(String::new, |one| one.to_string());
    for row in figures.iter() {
        let kind = &kinds[row.kind_id() as usize];
        let source_ref = row.source_ref();
        for text in [&safe(release), &kind[0], &safe(&source_ref)] {
            writer.write_field(text.as_bytes())?;
        }
        for text in &kind[1..7] {
            writer.write_field(text.as_bytes())?;
        }
        for text in [
            &safe(row.area()),
            &safe(row.area_code()),
            &periods[usize::from(row.period_id())].as_str().into(),
            &kind[7],
            &kind[8],
        ] {
            writer.write_field(text.as_bytes())?;
        }
        writer.write_record([
            &number(row.value()),
            &marker(row),
            &number(row.standard_error()),
            &number(row.lower()),
            &number(row.upper()),
            &number(row.base()),
            &*kind[9],
            &*kind[10],
            row.withheld(),
        ])?;
    }
    Ok(writer.into_inner()?)
}

#[cfg(test)]
mod tests {
    use super::{TidyColumns, read, write};

    const OLD: &str = "release,table,source_ref,code,label,group,sex,age,area,period,statistic,unit,value,marker,standard_error,lower,upper,base,status,notes\n\
        r,A5a,s!B2,19C,'=x,,women,16+,England and Wales,2023-24,count,offences,12,,,,,,official,\"28,29\"\n\
        r,A5a,s!B3,,Total,,all,all,England and Wales,2023-24,count,offences,,[x],,,,,official,\n";

    #[test]
    fn a_file_of_an_earlier_version_is_read_and_written_in_the_form_of_today() {
        let figures = read("r", OLD.as_bytes()).unwrap();
        assert_eq!(figures.row(0).kind().label, "=x");
        let text = String::from_utf8(write("r", &figures).unwrap()).unwrap();
        let rows: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(
            rows,
            [
                "r,A5a,s!B2,19C,'=x,,,women,16+,England and Wales,,2023-24,count,offences,12.0,,,,,,official,\"28,29\",",
                "r,A5a,s!B3,,Total,,,all,all,England and Wales,,2023-24,count,offences,,[x],,,,,official,,",
            ]
        );
        let back = read("r", text.as_bytes()).unwrap();
        let all = |figures: &crate::frame::Figures| {
            let rows = figures.iter().map(crate::frame::Row::observation);
            rows.collect::<Vec<_>>()
        };
        assert_eq!(all(&back), all(&figures));
    }

    #[test]
    fn a_file_with_other_columns_is_not_a_tidy_one() {
        let headings = OLD.lines().next().unwrap();
        assert!(TidyColumns::of(headings.split(',')).is_some());
        assert!(TidyColumns::of(headings.replace("unit", "units").split(',')).is_none());
        assert!(TidyColumns::of(format!("{headings},more").split(',')).is_none());
    }

    #[test]
    fn a_field_that_cannot_be_read_is_named_with_its_line() {
        let text = OLD.replace(",12,", ",NaN,");
        let error = read("r", text.as_bytes()).unwrap_err().to_string();
        assert_eq!(
            error,
            "release `r`, line 2: `NaN` in column `value` is not a number"
        );
    }
}
