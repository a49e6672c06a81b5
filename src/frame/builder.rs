//! Rows while a file is read → a typed frame. Each text is kept once, so that ten million rows fit.

use std::collections::HashMap;
use std::hash::Hash;

use anyhow::Result;
use polars::prelude::*;

use super::{Figures, KEYS, column::enumerated_with_gaps, enumerated};
use crate::model::{Area, Kind, Marker, Observation, Period, cell_name, cell_position};

/// Observations being read, in the order of their file.
#[derive(Debug, Clone, Default)]
pub(crate) struct FiguresBuilder {
    kinds: Interned<Kind>,
    areas: Interned<Area>,
    sheets: Interned<String>,
    periods: Interned<Period>,
    kind: Vec<u32>,
    area: Vec<u16>,
    period: Vec<u16>,
    sheet: Vec<u16>,
    /// Row and column of the cell, counted from 0; the last row where there is no cell.
    cell: Vec<(u32, u16)>,
    value: Vec<Option<f64>>,
    marker: Vec<Option<Marker>>,
    /// Only for rows that have one: may be shorter than the rows.
    standard_error: Vec<Option<f64>>,
    lower: Vec<Option<f64>>,
    upper: Vec<Option<f64>>,
    base: Vec<Option<f64>>,
    rules: Interned<String>,
    withheld: Vec<Option<u32>>,
}

/// The cell of an observation and what it is about, by the numbers that the builder gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// From [`FiguresBuilder::kind_id`].
    pub(crate) kind: u32,
    /// From [`FiguresBuilder::area_id`].
    pub(crate) area: u16,
    /// From [`FiguresBuilder::period_id`].
    pub(crate) period: u16,
    /// From [`FiguresBuilder::sheet_id`].
    pub(crate) sheet: u16,
    /// Counted from 0.
    pub(crate) row: u32,
    /// Counted from 0.
    pub(crate) column: u16,
}

/// Each value once, with its number.
#[derive(Debug, Clone)]
struct Interned<T> {
    list: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Interned<T> {
    fn id<Q>(&mut self, value: &Q) -> u32
    where
        T: std::borrow::Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = T> + ?Sized,
    {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(value.to_owned());
        self.numbers.insert(value.to_owned(), number);
        number
    }
}

impl FiguresBuilder {
    /// The number of a kind, new or known.
    pub(crate) fn kind_id(&mut self, kind: &Kind) -> u32 {
        self.kinds.id(kind)
    }

    /// The number of an area that is known by its name alone.
    pub(crate) fn area_id(&mut self, name: &str) -> u16 {
        self.coded_area_id(&Area::named(name))
    }

    /// The number of an area.
    pub(crate) fn coded_area_id(&mut self, area: &Area) -> u16 {
        narrow(self.areas.id(area))
    }

    /// The number of a sheet.
    pub(crate) fn sheet_id(&mut self, sheet: &str) -> u16 {
        narrow(self.sheets.id(sheet))
    }

    /// The number of a period.
    pub(crate) fn period_id(&mut self, period: Period) -> u16 {
        narrow(self.periods.id(&period))
    }

    /// Appends an observation by its numbers.
    pub(crate) fn push_at(&mut self, place: Place, value: Option<f64>, marker: Option<Marker>) {
        self.kind.push(place.kind);
        self.area.push(place.area);
        self.period.push(place.period);
        self.sheet.push(place.sheet);
        self.cell.push((place.row, place.column));
        self.value.push(value);
        self.marker.push(marker);
    }

    /// The place of an observation with a reference of the form `SHEET!CELL`; another form is kept
    /// whole, as the sheet.
    pub(crate) fn place(&mut self, source_ref: &str, kind: u32, area: u16, period: u16) -> Place {
        let (sheet, row, column) = place_of(source_ref);
        Place {
            kind,
            area,
            period,
            sheet: self.sheet_id(sheet),
            row,
            column,
        }
    }

    /// Appends an observation; its `source_ref` should be `SHEET!CELL`, else it is kept as the sheet.
    pub(crate) fn push(&mut self, one: &Observation) {
        let kind = self.kind_id(&Kind {
            table: one.table.clone(),
            code: one.code.clone(),
            label: one.label.clone(),
            group: one.group.clone(),
            breakdown: one.breakdown.clone(),
            sex: one.sex,
            age: one.age,
            statistic: one.statistic.clone(),
            unit: one.unit.clone(),
            status: one.status,
            notes: one.notes.clone(),
        });
        let area = self.coded_area_id(&Area {
            name: one.area.clone(),
            code: one.area_code.clone(),
        });
        let period = self.period_id(one.period);
        let place = self.place(&one.source_ref, kind, area, period);
        let index = self.len();
        self.push_at(place, one.value, one.marker);
        self.set_uncertainty(index, one.standard_error, one.lower, one.upper);
        if let Some(base) = one.base {
            self.set_base(index, base);
        }
        if !one.withheld.is_empty() {
            self.withhold(index, &one.withheld);
        }
    }

    /// Appends the observations of a frame.
    pub(crate) fn append(&mut self, figures: &Figures) {
        let kinds: Vec<u32> = figures
            .kinds()
            .iter()
            .map(|kind| self.kind_id(kind))
            .collect();
        let areas: Vec<u16> = figures
            .areas()
            .iter()
            .map(|area| self.coded_area_id(area))
            .collect();
        for row in figures.iter() {
            let (line, column) = row.position();
            let place = Place {
                kind: kinds[row.kind_id() as usize],
                area: areas[usize::from(row.area_id())],
                period: self.period_id(row.period()),
                sheet: self.sheet_id(row.sheet()),
                row: line,
                column,
            };
            let index = self.len();
            self.push_at(place, row.value(), row.marker());
            self.set_uncertainty(index, row.standard_error(), row.lower(), row.upper());
            if let Some(base) = row.base() {
                self.set_base(index, base);
            }
            if !row.withheld().is_empty() {
                self.withhold(index, row.withheld());
            }
        }
    }

    /// Keeps an observation from being served, for the reason that a rule gives.
    pub(crate) fn withhold(&mut self, index: usize, rule: &str) {
        let number = self.rules.id(rule);
        if self.withheld.len() <= index {
            self.withheld.resize(index + 1, None);
        }
        self.withheld[index] = Some(number);
    }

    /// How many observations there are, those with a marker included.
    pub(crate) fn len(&self) -> usize {
        self.kind.len()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.kind.is_empty()
    }

    /// What an observation is about.
    pub(crate) fn kind_at(&self, index: usize) -> &Kind {
        &self.kinds.list[self.kind[index] as usize]
    }

    /// The number of the kind of an observation.
    pub(crate) fn kind_id_at(&self, index: usize) -> u32 {
        self.kind[index]
    }

    /// The number of the period of an observation.
    pub(crate) fn period_id_at(&self, index: usize) -> u16 {
        self.period[index]
    }

    /// The number of the area of an observation.
    pub(crate) fn area_id_at(&self, index: usize) -> u16 {
        self.area[index]
    }

    /// The value and the marker of an observation.
    pub(crate) fn value_at(&self, index: usize) -> (Option<f64>, Option<Marker>) {
        (self.value[index], self.marker[index])
    }

    /// Row and column of the cell of an observation, counted from 0.
    pub(crate) fn position_at(&self, index: usize) -> (u32, u16) {
        self.cell[index]
    }

    /// The sheet of an observation.
    pub(crate) fn sheet_at(&self, index: usize) -> &str {
        &self.sheets.list[usize::from(self.sheet[index])]
    }

    /// Every kind, by its number.
    pub(crate) fn kinds(&self) -> &[Kind] {
        &self.kinds.list
    }

    /// Every area, by its number.
    pub(crate) fn areas(&self) -> &[Area] {
        &self.areas.list
    }

    /// Every period, by its number, in the order of their first observation.
    pub(crate) fn periods(&self) -> &[Period] {
        &self.periods.list
    }

    /// Every sheet, by its number.
    pub(crate) fn sheets(&self) -> &[String] {
        &self.sheets.list
    }

    /// Gives an observation its unweighted base (sample size).
    pub(crate) fn set_base(&mut self, index: usize, base: f64) {
        set(&mut self.base, index, Some(base));
    }

    /// Gives an observation its published standard error and limits.
    pub(crate) fn set_uncertainty(
        &mut self,
        index: usize,
        standard_error: Option<f64>,
        lower: Option<f64>,
        upper: Option<f64>,
    ) {
        set(&mut self.standard_error, index, standard_error);
        set(&mut self.lower, index, lower);
        set(&mut self.upper, index, upper);
    }

    /// The typed frame of these observations, all of one release.
    ///
    /// # Errors
    /// None in practice: every column has one entry a row.
    pub(crate) fn finish(mut self, release: &str) -> Result<Figures> {
        let rows = self.len();
        let mut columns = vec![enumerated("release", &vec![0; rows], &[release])?];
        columns.extend(self.kind_columns()?);
        columns.extend(self.area_columns()?);
        columns.extend(self.period_columns()?);
        let sheets: Vec<u32> = self.sheet.iter().copied().map(u32::from).collect();
        columns.push(enumerated("sheet", &sheets, &self.sheets.list)?);
        columns.push(cells(&self.cell));
        columns.push(markers(&self.marker)?);
        self.withheld.resize(rows, None);
        columns.push(enumerated_with_gaps(
            "withheld",
            &self.withheld,
            &self.rules.list,
        )?);
        for (name, mut numbers) in [
            ("value", std::mem::take(&mut self.value)),
            ("standard_error", std::mem::take(&mut self.standard_error)),
            ("lower", std::mem::take(&mut self.lower)),
            ("upper", std::mem::take(&mut self.upper)),
            ("base", std::mem::take(&mut self.base)),
        ] {
            numbers.resize(rows, None);
            columns.push(Column::new(name.into(), numbers));
        }
        let frame = DataFrame::new(rows, columns)?;
        Figures::from_frame(frame.select(COLUMNS)?)
    }

    /// One column for each part of what rows are about.
    fn kind_columns(&self) -> Result<Vec<Column>> {
        let parts: [(&str, fn(&Kind) -> String); 11] = [
            ("table", |kind| kind.table.clone()),
            ("code", |kind| kind.code.clone()),
            ("label", |kind| kind.label.clone()),
            ("group", |kind| kind.group.clone()),
            ("breakdown", |kind| kind.breakdown.clone()),
            ("sex", |kind| kind.sex.to_string()),
            ("age", |kind| kind.age.to_string()),
            ("statistic", |kind| kind.statistic.clone()),
            ("unit", |kind| kind.unit.clone()),
            ("status", |kind| kind.status.to_string()),
            ("notes", |kind| kind.notes.clone()),
        ];
        parts
            .iter()
            .map(|(name, part)| by_number(name, &self.kind, self.kinds.list.iter().map(part)))
            .collect()
    }

    fn area_columns(&self) -> Result<[Column; 2]> {
        let numbers: Vec<u32> = self.area.iter().copied().map(u32::from).collect();
        let areas = || self.areas.list.iter();
        Ok([
            by_number("area", &numbers, areas().map(|area| area.name.clone()))?,
            by_number("area_code", &numbers, areas().map(|area| area.code.clone()))?,
        ])
    }

    fn period_columns(&self) -> Result<[Column; 4]> {
        let numbers: Vec<u32> = self.period.iter().copied().map(u32::from).collect();
        let periods = || self.periods.list.iter();
        let dates = |name: &str, day: fn(Period) -> Option<i32>| -> Result<Column> {
            let days: Vec<Option<i32>> = periods().map(|period| day(*period)).collect();
            let days = self.period.iter().map(|period| days[usize::from(*period)]);
            let days: Int32Chunked = days.collect();
            Ok(days
                .into_series()
                .with_name(name.into())
                .cast(&DataType::Date)?
                .into())
        };
        Ok([
            by_number("period", &numbers, periods().map(ToString::to_string))?,
            by_number(
                "period_kind",
                &numbers,
                periods().map(|period| period.basis().kind().to_owned()),
            )?,
            dates("period_start", Period::first_day)?,
            dates("period_end", Period::last_day)?,
        ])
    }
}

/// Columns of the frame, in order.
const COLUMNS: [&str; 27] = [
    KEYS[0],
    KEYS[1],
    KEYS[2],
    KEYS[3],
    KEYS[4],
    KEYS[5],
    KEYS[6],
    KEYS[7],
    KEYS[8],
    KEYS[9],
    KEYS[10],
    KEYS[11],
    "period_start",
    "period_end",
    KEYS[12],
    KEYS[13],
    "value",
    "marker",
    "standard_error",
    "lower",
    "upper",
    "base",
    KEYS[14],
    KEYS[15],
    "withheld",
    KEYS[16],
    "cell",
];

/// A column in which each row has the text of its number; texts that are the same are held once.
fn by_number(name: &str, numbers: &[u32], texts: impl Iterator<Item = String>) -> Result<Column> {
    let mut distinct: Interned<String> = Interned::default();
    let codes: Vec<u32> = texts.map(|text| distinct.id(&text)).collect();
    let rows: Vec<u32> = numbers
        .iter()
        .map(|number| codes[*number as usize])
        .collect();
    enumerated(name, &rows, &distinct.list)
}

fn cells(cells: &[(u32, u16)]) -> Column {
    let mut names = StringChunkedBuilder::new("cell".into(), cells.len());
    for (row, column) in cells {
        match *row {
            u32::MAX => names.append_null(),
            row => names.append_value(cell_name(row as usize, usize::from(*column))),
        }
    }
    names.finish().into_series().into()
}

fn markers(markers: &[Option<Marker>]) -> Result<Column> {
    let mut names: Interned<Marker> = Interned::default();
    let codes: Vec<Option<u32>> = markers
        .iter()
        .map(|marker| marker.map(|marker| names.id(&marker)))
        .collect();
    let texts: Vec<String> = names.list.iter().map(ToString::to_string).collect();
    enumerated_with_gaps("marker", &codes, &texts)
}

fn set(column: &mut Vec<Option<f64>>, index: usize, number: Option<f64>) {
    if number.is_some() && column.len() <= index {
        column.resize(index + 1, None);
    }
    if let Some(held) = column.get_mut(index) {
        *held = number;
    }
}

fn narrow(number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// Sheet, row and column of `SHEET!CELL`; a reference of another form is all sheet, with the last
/// row that can be written.
fn place_of(source_ref: &str) -> (&str, u32, u16) {
    source_ref
        .rsplit_once('!')
        .and_then(|(sheet, cell)| {
            let (row, column) = cell_position(cell)?;
            Some((sheet, u32::try_from(row).ok()?, u16::try_from(column).ok()?))
        })
        .unwrap_or((source_ref, u32::MAX, 0))
}

#[cfg(test)]
mod tests {
    use super::FiguresBuilder;
    use crate::model::{Age, Marker, Observation, Period, Sex, Status};

    fn observation(source_ref: &str, value: Option<f64>) -> Observation {
        Observation {
            release: "r".into(),
            table: "A5a".into(),
            source_ref: source_ref.into(),
            code: "19C".into(),
            label: "Rape of a female aged 16 or over".into(),
            group: String::new(),
            breakdown: String::new(),
            sex: Sex::Women,
            age: Age::AndOver(16),
            area: "England and Wales".into(),
            area_code: "K04000001".into(),
            period: Period::financial(2024),
            statistic: "count".into(),
            unit: "offences".into(),
            value,
            marker: value.is_none().then_some(Marker::NotAvailable),
            standard_error: None,
            lower: None,
            upper: None,
            base: value,
            status: Status::Official,
            notes: "28,29".into(),
            withheld: String::new(),
        }
    }

    #[test]
    fn an_observation_comes_back_as_it_went_in() {
        let given = [
            observation("Table_A5a!Y77", Some(-0.5)),
            observation("https://example.org/a!b", None),
            observation("Odd!sheet!AB1", Some(3.0)),
        ];
        let mut builder = FiguresBuilder::default();
        for one in &given {
            builder.push(one);
        }
        let figures = builder.finish("r").unwrap();
        assert_eq!(figures.kinds().len(), 1);
        let back: Vec<_> = figures.iter().map(|row| row.observation()).collect();
        assert_eq!(back, given);
        let held = figures.withholding([(1, "heading-stale")]).unwrap();
        let rules: Vec<_> = held.iter().map(|row| row.withheld()).collect();
        assert_eq!(rules, ["", "heading-stale", ""]);
    }
}
