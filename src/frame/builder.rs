//! Rows while a file is read → a typed frame. Each text is kept once, so that ten million rows fit.

mod columns;

use std::hash::Hash;

use super::Figures;
use crate::model::{Area, Kind, Marker, Observation, Period, cell_position};
use foldhash::{HashMap, HashMapExt};

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
        let back: Vec<_> = figures.iter().map(crate::frame::Row::observation).collect();
        assert_eq!(back, given);
        let held = figures.withholding([(1, "heading-stale")]).unwrap();
        let rules: Vec<_> = held.iter().map(crate::frame::Row::withheld).collect();
        assert_eq!(rules, ["", "heading-stale", ""]);
    }
}
