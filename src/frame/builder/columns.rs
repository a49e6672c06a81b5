//! The columns of the frame that a builder makes.

use anyhow::Result;
use polars::prelude::*;

use super::{FiguresBuilder, Interned};
use crate::frame::column::enumerated_with_gaps;
use crate::frame::{Figures, KEYS, enumerated};
use crate::model::{Kind, Marker, Period, cell_name};

/// A column, and the text that a kind has in it.
type KindPart = (&'static str, fn(&Kind) -> String);

impl FiguresBuilder {
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
        let parts: [KindPart; 11] = [
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
