//! Many published cells, each text held once: 28 bytes a figure, so that ten million fit into
//! memory. No files, no Polars.

mod columns;
mod names;
mod row;

use super::{Age, Marker, Observation, Period, Sex, Status, cell_position};

pub use columns::{Columns, Dictionary};
use names::Names;
pub use row::Row;

/// What a row of figures is about, whatever its area and period.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Kind {
    /// The publisher's table.
    pub table: String,
    /// Offence code as published.
    pub code: String,
    /// Row label without note references.
    pub label: String,
    /// What the row stands under.
    pub group: String,
    /// Any further dimension, such as an ethnic group; empty in the headline row.
    pub breakdown: String,
    /// Sex of the people the figures describe.
    pub sex: Sex,
    /// Their ages.
    pub age: Age,
    /// `count`, `prevalence` …
    pub statistic: String,
    /// `offences`, `per cent` …
    pub unit: String,
    /// The standing of the figure.
    pub status: Status,
    /// Note references as published.
    pub notes: String,
}

/// A place as a file names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Area {
    /// Its name without note references.
    pub name: String,
    /// Its code as published (GSS where there is one); empty where the file gives none.
    pub code: String,
}

impl Area {
    /// An area known by its name alone.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            code: String::new(),
        }
    }
}

/// Numbers that only some figures have; one a figure, or none at all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sparse(Vec<f64>);

impl From<Vec<f64>> for Sparse {
    fn from(held: Vec<f64>) -> Self {
        Self(held)
    }
}

/// Figures in the order of their file.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    kinds: Names<Kind>,
    areas: Names<Area>,
    sheets: Names<String>,
    periods: Names<Period>,
    rows: Columns,
}

/// The place of a figure and what it is about, by the numbers that the [`Figures`] gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Of [`Figures::kind_id`].
    pub kind: u32,
    /// Of [`Figures::area_id`].
    pub area: u16,
    /// Of [`Figures::period_id`].
    pub period: u16,
    /// Of [`Figures::sheet_id`].
    pub sheet: u16,
    /// Counted from 0.
    pub row: u32,
    /// Counted from 0.
    pub column: u16,
}

impl Sparse {
    fn get(&self, index: usize) -> Option<f64> {
        self.0.get(index).copied().filter(|number| !number.is_nan())
    }

    fn set(&mut self, index: usize, number: Option<f64>) {
        if let Some(number) = number {
            if self.0.len() <= index {
                self.0.resize(index + 1, f64::NAN);
            }
            self.0[index] = number;
        } else if let Some(held) = self.0.get_mut(index) {
            *held = f64::NAN;
        }
    }

    /// The numbers held, absent ones as not-a-number; may be shorter than the figures.
    #[must_use]
    pub fn held(&self) -> &[f64] {
        &self.0
    }

    fn keep(&mut self, kept: &[bool]) {
        sift(&mut self.0, kept);
    }
}

impl Figures {
    /// The number of a kind, new or known.
    pub fn kind_id(&mut self, kind: &Kind) -> u32 {
        self.kinds.id(kind)
    }

    /// The number of an area that is known by its name alone.
    pub fn area_id(&mut self, name: &str) -> u16 {
        self.coded_area_id(&Area::named(name))
    }

    /// The number of an area.
    pub fn coded_area_id(&mut self, area: &Area) -> u16 {
        narrow(self.areas.id(area))
    }

    /// The number of a sheet.
    pub fn sheet_id(&mut self, sheet: &str) -> u16 {
        narrow(self.sheets.id(sheet))
    }

    /// The number of a period.
    pub fn period_id(&mut self, period: Period) -> u16 {
        narrow(self.periods.id(&period))
    }

    /// Appends a figure by its numbers.
    pub fn push_at(&mut self, place: Place, value: Option<f64>, marker: Option<Marker>) {
        self.rows.kind.push(place.kind);
        self.rows.area.push(place.area);
        self.rows.period.push(place.period);
        self.rows.sheet.push(place.sheet);
        self.rows.row.push(place.row);
        self.rows.column.push(place.column);
        self.rows.value.push(value.unwrap_or(f64::NAN));
        self.rows.marker.push(marker_number(marker));
    }

    /// The place of a figure with a reference of the form `SHEET!CELL`; another form is kept whole,
    /// as the sheet.
    pub fn place(&mut self, source_ref: &str, kind: u32, area: u16, period: u16) -> Place {
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
    pub fn push(&mut self, one: &Observation) {
        let kind = Kind {
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
        };
        let area = Area {
            name: one.area.clone(),
            code: one.area_code.clone(),
        };
        let (kind, area) = (self.kind_id(&kind), self.coded_area_id(&area));
        let period = self.period_id(one.period);
        let place = self.place(&one.source_ref, kind, area, period);
        let index = self.len();
        self.push_at(place, one.value, one.marker);
        self.rows.standard_error.set(index, one.standard_error);
        self.rows.lower.set(index, one.lower);
        self.rows.upper.set(index, one.upper);
        self.rows.base.set(index, one.base);
    }

    /// How many figures and markers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.kind.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.kind.is_empty()
    }

    /// Every figure in order.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).map(|index| self.row(index))
    }

    /// The figure of this index; it must be below [`Figures::len`].
    #[must_use]
    pub const fn row(&self, index: usize) -> Row<'_> {
        Row {
            figures: self,
            index,
        }
    }

    /// Every kind, by its number.
    #[must_use]
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds.list
    }

    /// Every area, by its number.
    #[must_use]
    pub fn areas(&self) -> &[Area] {
        &self.areas.list
    }

    /// Every period, by its number, in the order of their first figure.
    #[must_use]
    pub fn periods(&self) -> &[Period] {
        &self.periods.list
    }

    /// Every sheet, by its number.
    #[must_use]
    pub fn sheets(&self) -> &[String] {
        &self.sheets.list
    }

    /// Gives a figure the number of people asked.
    pub fn set_base(&mut self, index: usize, base: f64) {
        self.rows.base.set(index, Some(base));
    }

    /// Gives a figure its published standard error and limits.
    pub fn set_uncertainty(
        &mut self,
        index: usize,
        standard_error: Option<f64>,
        lower: Option<f64>,
        upper: Option<f64>,
    ) {
        self.rows.standard_error.set(index, standard_error);
        self.rows.lower.set(index, lower);
        self.rows.upper.set(index, upper);
    }

    /// Replaces a figure or marker.
    pub fn set_value(&mut self, index: usize, value: Option<f64>, marker: Option<Marker>) {
        self.rows.value[index] = value.unwrap_or(f64::NAN);
        self.rows.marker[index] = marker_number(marker);
    }

    /// Keeps only the figures for which the condition holds.
    pub fn retain(&mut self, mut keep: impl FnMut(Row<'_>) -> bool) {
        let kept: Vec<bool> = self.iter().map(&mut keep).collect();
        sift(&mut self.rows.kind, &kept);
        sift(&mut self.rows.area, &kept);
        sift(&mut self.rows.period, &kept);
        sift(&mut self.rows.sheet, &kept);
        sift(&mut self.rows.row, &kept);
        sift(&mut self.rows.column, &kept);
        sift(&mut self.rows.value, &kept);
        sift(&mut self.rows.marker, &kept);
        for sparse in [
            &mut self.rows.standard_error,
            &mut self.rows.lower,
            &mut self.rows.upper,
            &mut self.rows.base,
        ] {
            sparse.keep(&kept);
        }
    }
}

fn sift<T>(column: &mut Vec<T>, kept: &[bool]) {
    let mut index = 0;
    column.retain(|_| {
        index += 1;
        kept[index - 1]
    });
}

fn narrow(number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn marker_number(marker: Option<Marker>) -> u8 {
    let position = marker.and_then(|marker| Marker::ALL.iter().position(|entry| entry.0 == marker));
    position.map_or(0, |position| u8::try_from(position + 1).unwrap_or(0))
}

fn marker_of(number: u8) -> Option<Marker> {
    let index = usize::from(number).checked_sub(1)?;
    Marker::ALL.get(index).map(|entry| entry.0)
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
    use super::Figures;
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
        }
    }

    #[test]
    fn an_observation_comes_back_as_it_went_in() {
        let mut figures = Figures::default();
        let given = [
            observation("Table_A5a!Y77", Some(-0.5)),
            observation("https://example.org/a!b", None),
            observation("Odd!sheet!AB1", Some(3.0)),
        ];
        for one in &given {
            figures.push(one);
        }
        assert_eq!(figures.kinds().len(), 1);
        let back: Vec<_> = figures.iter().map(|row| row.observation("r")).collect();
        assert_eq!(back, given);
        figures.retain(|row| row.value().is_some());
        let back: Vec<_> = figures.iter().map(|row| row.observation("r")).collect();
        assert_eq!(back, [given[0].clone(), given[2].clone()]);
    }
}
