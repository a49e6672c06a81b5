//! The figures that a computation rests on: published rows, stated values, lists, breaks, populations
//! and deflators.

use super::computed::{Computed, Input, NotComputable, Origin, Reason};
use super::context::{AuditContext, as_pin};
use crate::answer::NumberFormat;
use crate::dataset::ReleaseFile;
use crate::facts::deflator::{Deflator, source_line};
use crate::facts::evaluate::{self, counts};
use crate::model::{Age, Marker, Observation, Period, Sex};
use crate::reports::{Filter, Records};

/// More decimal places than any report prints.
const MOST_DIGITS: usize = 12;

impl AuditContext<'_> {
    pub(super) fn row_value(
        &self,
        table: &str,
        label: &str,
        period: Period,
        pin: &str,
    ) -> Result<Computed, NotComputable> {
        let found = self
            .dataset
            .published_rows(table, label, "count", period, as_pin(pin))?;
        let row = match found.as_slice() {
            [row] => row,
            [] => {
                return Err(Reason::NotHeld(format!(
                    "no available release has a row `{label}` in Table {table} for {period}"
                ))
                .into());
            }
            several => {
                let rows = several.len();
                return Err(Reason::Unusable(format!(
                    "Table {table} has {rows} rows called `{label}`"
                ))
                .into());
            }
        };
        let value = row.value.ok_or_else(|| {
            let marker = row.marker.unwrap_or(Marker::NotAvailable);
            Reason::Marked(marker, format!("row `{label}` of Table {table}"))
        })?;
        Ok(self.row_input(row, value).into())
    }

    fn row_input(&self, row: &Observation, value: f64) -> Input {
        let title = self.release(&row.release).map(ReleaseFile::title);
        let place = |title| {
            let (table, label) = (&row.table, &row.label);
            format!("{title}, Table {table}, row \u{2018}{label}\u{2019}.")
        };
        Input {
            name: format!("{}, {}", row.table, row.label),
            period: Some(row.period),
            value,
            release: row.release.clone(),
            source_ref: row.source_ref.clone(),
            status: Some(row.status),
            origin: Origin::Elsewhere,
            source: title.map_or_else(String::new, place),
            ..Input::default()
        }
    }

    /// The lowest value stated for a figure; where that is of another item than the claim names, it
    /// speaks against the claim.
    pub(super) fn lowest(&self, figure: &str, item: &str) -> Result<Computed, NotComputable> {
        let of_figure = self.values.all().iter().filter(|it| it.figure == figure);
        let valued = of_figure.filter_map(|it| Some((it, it.value?)));
        let mut lowest: Vec<_> = Vec::new();
        for (stated, value) in valued {
            match lowest.first() {
                Some((_, held)) if value > *held => continue,
                Some((_, held)) if value < *held => lowest.clear(),
                _ => {}
            }
            lowest.push((stated, value));
        }
        let named = lowest.iter().find(|(stated, _)| stated.item == item);
        let Some((stated, value)) = named.or(lowest.first()) else {
            return Err(Reason::Unusable(format!("no value of Figure {figure} is stated")).into());
        };
        let mut computed = Computed::from(self.report_input(stated, *value));
        if stated.item != item {
            computed.other_lowest = Some(stated.item.clone());
        }
        Ok(computed)
    }

    /// The place in a pair of the number that a figure rounds to, at the digits printed.
    pub(super) fn position(
        &self,
        pair: [f64; 2],
        measure: &str,
        period: Period,
        pin: &str,
    ) -> Result<Computed, NotComputable> {
        let figure = self.figure(measure, period, pin)?;
        let digits = |number: &f64| {
            let text = number.to_string();
            text.split_once('.').map_or(0, |(_, digits)| digits.len())
        };
        let places = pair.iter().map(digits).max().unwrap_or(0).min(MOST_DIGITS);
        let written = |number: f64| NumberFormat::Decimal(places).write(number);
        let value = written(figure.value);
        let place = pair.iter().position(|it| written(*it) == value);
        let place = place.ok_or_else(|| {
            Reason::Unusable(format!(
                "the figure for {period}, {value}, is neither of the two"
            ))
        })?;
        Ok(Computed::from_parts(
            (place + 1) as f64,
            vec![figure.into()],
        ))
    }

    pub(super) fn break_year(&self, id: &str) -> Result<Computed, NotComputable> {
        let breaks = &self.dataset.catalogue().breaks;
        let entry = breaks.iter().find(|entry| entry.id == id);
        let unknown = || Reason::Unusable(format!("no break is called `{id}`"));
        let entry = entry.ok_or_else(unknown)?;
        let year = f64::from(entry.date.first_month().div_euclid(12));
        Ok(Input {
            name: id.to_owned(),
            period: Some(entry.date),
            value: year,
            source_ref: entry.reference.clone(),
            origin: Origin::Elsewhere,
            source: format!("{}.", entry.reference),
            ..Input::default()
        }
        .into())
    }

    pub(super) fn estimated_victims(
        &self,
        prevalence: Computed,
        sex: Sex,
        age: Age,
    ) -> Result<Computed, NotComputable> {
        let release = &self.claims.defaults.population;
        let periods = prevalence.inputs.iter().filter_map(|input| input.period);
        let missing = || {
            Reason::NotHeld(format!(
                "release {release} has no population of {sex} {age}"
            ))
        };
        let held = self.release(release).map(|release| release.period);
        let period = periods.max().or(held).ok_or_else(missing)?;
        let population = self.dataset.population_of(release, sex, age, period)?;
        let population = population.ok_or_else(missing)?;
        let people = evaluate::victims(prevalence.value, population.people);
        let input = Input {
            name: format!("population, {sex} {age}"),
            period: Some(Period::Calendar {
                year: population.year,
            }),
            value: population.people,
            release: population.release,
            source_ref: population.source_ref,
            origin: Origin::Elsewhere,
            source: population.source,
            ..Input::default()
        };
        Ok(Computed::from_parts(people, vec![prevalence]).with([input]))
    }

    pub(super) fn uplift(
        &self,
        amount: Computed,
        (from, to): (u16, u16),
        release: &str,
    ) -> Result<Computed, NotComputable> {
        let deflator = Deflator::from_figures(self.dataset.figures(release)?);
        let uplifted = deflator.uplift(amount.value, from, to).ok_or_else(|| {
            let (from, to) = (Period::financial(from), Period::financial(to));
            Reason::NotHeld(format!(
                "release {release} does not have both {from} and {to}"
            ))
        })?;
        let title = self.release(release).map_or_else(String::new, source_line);
        let years = [(from, uplifted.from), (to, uplifted.to)];
        let inputs = years.map(|(year, deflator)| Input {
            name: "GDP deflator".to_owned(),
            period: Some(Period::financial(year)),
            value: deflator.index,
            release: release.to_owned(),
            source_ref: deflator.source_ref,
            marker: deflator.forecast.then_some(Marker::Forecast),
            origin: Origin::Elsewhere,
            source: title.clone(),
            ..Input::default()
        });
        Ok(Computed::from_parts(uplifted.amount, vec![amount]).with(inputs))
    }

    /// Rows of a list that pass a filter.
    pub(super) fn count(&self, file: &str, filter: &Filter) -> Result<Computed, NotComputable> {
        let list = self.list(file)?;
        Ok(self.list_input(file, list, counts::count(list, filter)))
    }

    /// Different texts in a column of the commitments.
    pub(super) fn distinct(&self, column: &str) -> Result<Computed, NotComputable> {
        let file = &self.about.commitments;
        let list = self.list(file)?;
        Ok(self.list_input(file, list, counts::distinct(list, column).len()))
    }

    fn list_input(&self, file: &str, list: &Records, count: usize) -> Computed {
        let rows = list.all().count();
        Input {
            name: file.to_owned(),
            value: count as f64,
            release: self.about.id.clone(),
            source_ref: format!("{file}, {rows} rows"),
            ..Input::default()
        }
        .into()
    }
}
