//! The observations of one release as a typed Polars frame: what `ingest` produces, what is stored
//! as Parquet, what is queried, and what users of the library get. One row is one published cell
//! with its full key; a missing value has its marker. It holds no judgement.

mod builder;
mod column;
mod index;
mod origin;
mod row;
mod select;
pub(crate) mod tidy;

use std::sync::OnceLock;

use anyhow::{Result, ensure};
use polars::prelude::*;

use crate::model::{Area, Kind, Marker, Period};
use crate::problem::Problem;
pub(crate) use builder::{FiguresBuilder, Place};
pub(crate) use column::enumerated;
use column::{Array, Names, contiguous, text_of};
use index::Index;
pub use origin::{Origin, StoredFinding};
pub use row::Row;
pub(crate) use select::Key;

/// Columns that hold the key of an observation, in order; all of them are texts held once each.
pub(crate) const KEYS: [&str; 17] = [
    "release",
    "table",
    "code",
    "label",
    "group",
    "breakdown",
    "sex",
    "age",
    "area",
    "area_code",
    "period",
    "period_kind",
    "statistic",
    "unit",
    "status",
    "notes",
    "sheet",
];

/// Columns that hold numbers, in order.
pub(crate) const NUMBERS: [&str; 5] = ["value", "standard_error", "lower", "upper", "base"];

/// Observations of one release in the order of their file, as a typed frame.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    frame: DataFrame,
    handles: Handles,
    index: OnceLock<Index>,
}

/// The typed columns, found once.
#[derive(Debug, Clone, Default)]
struct Handles {
    table: Names,
    code: Names,
    label: Names,
    group: Names,
    breakdown: Names,
    sex: Names,
    age: Names,
    area: Names,
    area_code: Names,
    period: Names,
    statistic: Names,
    unit: Names,
    status: Names,
    notes: Names,
    sheet: Names,
    marker: Names,
    withheld: Names,
    /// What the names of periods mean, by their code.
    periods: Vec<Period>,
    markers: Vec<Option<Marker>>,
    cell: StringChunked,
    value: Array<Float64Type>,
    standard_error: Array<Float64Type>,
    lower: Array<Float64Type>,
    upper: Array<Float64Type>,
    base: Array<Float64Type>,
}

impl Handles {
    fn of(frame: &DataFrame) -> Result<Self> {
        let names = |column: &str| Names::of(frame.column(column)?);
        let number = |column: &str| -> Result<Array<Float64Type>> {
            Ok(contiguous(frame.column(column)?.f64()?))
        };
        let (period, marker) = (names("period")?, names("marker")?);
        let periods = period.texts().iter().map(|text| {
            text.parse()
                .map_err(|_| Problem::data(format!("`{text}` is not a period")).into())
        });
        let markers = marker.texts().iter().map(|text| text.parse().ok());
        Ok(Self {
            periods: periods.collect::<Result<_>>()?,
            markers: markers.collect(),
            table: names("table")?,
            code: names("code")?,
            label: names("label")?,
            group: names("group")?,
            breakdown: names("breakdown")?,
            sex: names("sex")?,
            age: names("age")?,
            area: names("area")?,
            area_code: names("area_code")?,
            statistic: names("statistic")?,
            unit: names("unit")?,
            status: names("status")?,
            notes: names("notes")?,
            sheet: names("sheet")?,
            withheld: names("withheld")?,
            cell: frame.column("cell")?.str()?.clone(),
            value: number("value")?,
            standard_error: number("standard_error")?,
            lower: number("lower")?,
            upper: number("upper")?,
            base: number("base")?,
            period,
            marker,
        })
    }
}

impl Figures {
    /// Observations from a frame of the right columns and types.
    ///
    /// # Errors
    /// A column that is missing or of another type; a word that is not one of the project's own.
    pub(crate) fn from_frame(mut frame: DataFrame) -> Result<Self> {
        frame.rechunk_mut();
        let handles = Handles::of(&frame)?;
        for (names, what) in [(&handles.sex, "sex"), (&handles.age, "age")] {
            for text in names.texts() {
                let known = match what {
                    "sex" => text.parse::<crate::model::Sex>().is_ok(),
                    _ => text.parse::<crate::model::Age>().is_ok(),
                };
                ensure!(known, "`{text}` is not a known {what}");
            }
        }
        Ok(Self {
            frame,
            handles,
            index: OnceLock::new(),
        })
    }

    /// The frame: one row an observation, with the columns listed in `docs/data.md`.
    #[must_use]
    pub const fn frame(&self) -> &DataFrame {
        &self.frame
    }

    /// How many observations there are, those with a marker included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.frame.height()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every observation in order.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).map(|index| self.row(index))
    }

    /// The observation of this index; it must be below [`Figures::len`].
    #[must_use]
    pub const fn row(&self, index: usize) -> Row<'_> {
        Row {
            figures: self,
            index,
        }
    }

    /// What rows are about, each once, in the order of their first observation.
    #[must_use]
    pub(crate) fn kinds(&self) -> &[Kind] {
        &self.index().kinds
    }

    /// Every area with its code, each once, in the order of their first observation.
    #[must_use]
    pub(crate) fn areas(&self) -> &[Area] {
        &self.index().areas
    }

    /// Every period, each once, in the order of their first observation.
    #[must_use]
    pub(crate) fn periods(&self) -> &[Period] {
        &self.handles.periods
    }

    /// Every table, each once, in the order of their first observation.
    #[must_use]
    pub(crate) fn tables(&self) -> &[String] {
        self.handles.table.texts()
    }

    /// Only the rows for which the mask is true.
    ///
    /// # Errors
    /// A mask of another length.
    pub(crate) fn filtered(&self, mask: &BooleanChunked) -> Result<Self> {
        Self::from_frame(self.frame.filter_seq(mask)?)
    }

    /// The same with the rule that withholds each of the rows named: they stay in the frame and are
    /// never served.
    ///
    /// # Errors
    /// None in practice: the column has the frame's length.
    pub(crate) fn withholding(
        mut self,
        rules: impl IntoIterator<Item = (usize, &'static str)>,
    ) -> Result<Self> {
        let mut codes: Vec<Option<u32>> = vec![None; self.len()];
        let mut names: Vec<&str> = Vec::new();
        for (index, rule) in rules {
            let known = names.iter().position(|name| *name == rule);
            let number = known.unwrap_or_else(|| {
                names.push(rule);
                names.len() - 1
            });
            codes[index] = u32::try_from(number).ok();
        }
        let column = column::enumerated_with_gaps("withheld", &codes, &names)?;
        self.frame.with_column(column)?;
        let mut figures = Self::from_frame(self.frame)?;
        figures.index = self.index;
        Ok(figures)
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(&self.handles))
    }
}

/// The text of a column in a row, for messages; empty where there is none.
pub(crate) fn text_in<'a>(frame: &'a DataFrame, column: &str, row: usize) -> &'a str {
    frame
        .column(column)
        .ok()
        .and_then(|column| text_of(column, row))
        .unwrap_or_default()
}
