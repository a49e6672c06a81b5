//! From what a claim asks for to a value with the figures it rests on.

use super::computed::{Computed, Input, Origin, Stop};
use super::ground::{Ground, as_pin};
use crate::answer::NumberFormat;
use crate::dataset::ReleaseFile;
use crate::estimates::uplift::Deflator;
use crate::model::{Age, Marker, Observation, Period, Sex};
use crate::reports::{Computation, Term, Written, financial};

/// More decimal places than any report prints.
const MOST_DIGITS: usize = 12;

/// What a computation is made for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The release that figures are taken from, or `latest`.
    pub(super) pin: &'a str,
    /// The item that the claim names; empty for none.
    pub(super) item: &'a str,
}

impl Ground<'_> {
    /// The value of a computation.
    ///
    /// # Errors
    /// Why it cannot be computed, or that a release is damaged.
    pub(super) fn compute(
        &self,
        computation: &Computation,
        asked: Asked<'_>,
    ) -> Result<Computed, Stop> {
        match computation {
            Computation::MeasureValue { measure, period } => {
                Ok(self.figure(measure, period.get()?, asked.pin)?.into())
            }
            Computation::RowValue {
                table,
                label,
                period,
            } => self.row_value(table, label, period.get()?, asked.pin),
            Computation::Value { id } => Ok(self.stated(id)?.into()),
            Computation::Number { value } => Ok(Computed {
                value: *value,
                ..Computed::default()
            }),
            Computation::Lowest { figure } => self.lowest(figure, asked.item),
            Computation::Position {
                pair,
                measure,
                period,
            } => self.position(*pair, measure, period.get()?, asked.pin),
            Computation::BreakYear { r#break: id } => self.break_year(id),
            Computation::CountOfCommitments { filter } => {
                self.count(&self.about.commitments, filter)
            }
            Computation::CountOfRows { file, filter } => self.count(file, filter),
            Computation::DistinctCommitments { column } => self.distinct(column),
            Computation::Cannot { reason } => Err(Stop::cannot(reason)),
            compound => self.compound(compound, asked),
        }
    }

    /// A computation made of computations.
    fn compound(&self, computation: &Computation, asked: Asked<'_>) -> Result<Computed, Stop> {
        let of = |part: &Computation| self.compute(part, asked);
        match computation {
            Computation::Sum { terms } => self.sum(terms, asked),
            Computation::Ratio { of: part, to } => ratio(1.0, of(part)?, of(to)?),
            Computation::Share { of: part, to } => ratio(100.0, of(part)?, of(to)?),
            Computation::LessThan { of: part, to } => {
                let (part, to) = (of(part)?, of(to)?);
                let below = f64::from(u8::from(part.value < to.value));
                Ok(Computed::of(below, vec![part, to]))
            }
            Computation::RelativeChange { from, to } => {
                let (from, to) = (of(from)?, of(to)?);
                let times = quotient(to.value, from.value)?;
                Ok(Computed::of(100.0 * (times - 1.0), vec![from, to]))
            }
            Computation::ShareOfChange {
                measure,
                from,
                to,
                within_from,
                within_to,
            } => {
                let change = |from: &Written<Period>, to: &Written<Period>| {
                    self.change(measure, (from.get()?, to.get()?), asked.pin)
                };
                ratio(100.0, change(within_from, within_to)?, change(from, to)?)
            }
            Computation::EstimatedVictims {
                prevalence,
                sex,
                age,
            } => self.estimated_victims(of(prevalence)?, sex.get()?, age.get()?),
            Computation::Uplift {
                amount,
                from,
                to,
                deflator,
            } => self.uplift(of(amount)?, (financial(from)?, financial(to)?), deflator),
            other => Err(Stop::cannot(format!("{other:?} is not made of parts"))),
        }
    }

    fn sum(&self, terms: &[Term], asked: Asked<'_>) -> Result<Computed, Stop> {
        let (mut sum, mut parts) = (0.0, Vec::new());
        for term in terms {
            let part = self.compute(&term.computation, asked)?;
            sum += term.times * part.value;
            parts.push(part);
        }
        Ok(Computed::of(sum, parts))
    }

    /// The later figure of a measure less the earlier.
    fn change(
        &self,
        measure: &str,
        (from, to): (Period, Period),
        pin: &str,
    ) -> Result<Computed, Stop> {
        let from = Computed::from(self.figure(measure, from, pin)?);
        let to = Computed::from(self.figure(measure, to, pin)?);
        Ok(Computed::of(to.value - from.value, vec![from, to]))
    }

    fn row_value(
        &self,
        table: &str,
        label: &str,
        period: Period,
        pin: &str,
    ) -> Result<Computed, Stop> {
        let found = self
            .dataset
            .published_rows(table, label, "count", period, as_pin(pin))?;
        let row = match found.as_slice() {
            [row] => row,
            [] => {
                return Err(Stop::cannot(format!(
                    "no release at hand has a row `{label}` in Table {table} for {period}"
                )));
            }
            several => {
                return Err(Stop::cannot(format!(
                    "{} rows of Table {table} are called `{label}`",
                    several.len()
                )));
            }
        };
        let value = row.value.ok_or_else(|| {
            let marker = row.marker.unwrap_or(Marker::NotAvailable);
            let meaning = marker.meaning();
            Stop::cannot(format!(
                "{marker} stands in row `{label}` of Table {table}: {meaning}"
            ))
        })?;
        Ok(self.of_row(row, value).into())
    }

    fn of_row(&self, row: &Observation, value: f64) -> Input {
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

    /// The lowest value stated for a figure; where it is not the item claimed, that speaks against
    /// the claim.
    fn lowest(&self, figure: &str, item: &str) -> Result<Computed, Stop> {
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
            return Err(Stop::cannot(format!(
                "no value of Figure {figure} is stated"
            )));
        };
        let mut computed = Computed::from(self.of_report(stated, *value));
        if stated.item != item {
            computed.against = format!("The lowest is that of {}.", stated.item);
        }
        Ok(computed)
    }

    /// The place in a pair of the number that a figure rounds to, at the digits printed.
    fn position(
        &self,
        pair: [f64; 2],
        measure: &str,
        period: Period,
        pin: &str,
    ) -> Result<Computed, Stop> {
        let figure = self.figure(measure, period, pin)?;
        let digits = |number: &f64| {
            let text = number.to_string();
            text.split_once('.').map_or(0, |(_, digits)| digits.len())
        };
        let places = pair.iter().map(digits).max().unwrap_or(0).min(MOST_DIGITS);
        let written = |number: f64| NumberFormat::Decimal(places).write(number);
        let found = pair
            .iter()
            .position(|it| written(*it) == written(figure.value));
        let place = found.ok_or_else(|| {
            Stop::cannot(format!(
                "the figure for {period}, {}, is neither of the two",
                written(figure.value)
            ))
        })?;
        Ok(Computed::of((place + 1) as f64, vec![figure.into()]))
    }

    fn break_year(&self, id: &str) -> Result<Computed, Stop> {
        let breaks = &self.dataset.catalogue().breaks;
        let entry = breaks.iter().find(|entry| entry.id == id);
        let entry = entry.ok_or_else(|| Stop::cannot(format!("no break is called `{id}`")))?;
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

    fn estimated_victims(
        &self,
        prevalence: Computed,
        sex: Sex,
        age: Age,
    ) -> Result<Computed, Stop> {
        let release = &self.claims.defaults.population;
        let periods = prevalence.inputs.iter().filter_map(|input| input.period);
        let missing = || {
            Stop::cannot(format!(
                "release {release} holds no population of {sex} {age}"
            ))
        };
        let held = self.release(release).map(|release| release.period);
        let period = periods.max().or(held).ok_or_else(missing)?;
        let population = self.dataset.population_of(release, sex, age, period)?;
        let population = population.ok_or_else(missing)?;
        let people = prevalence.value / 100.0 * population.people;
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
        Ok(Computed::of(people, vec![prevalence]).with([input]))
    }

    fn uplift(
        &self,
        amount: Computed,
        (from, to): (u16, u16),
        release: &str,
    ) -> Result<Computed, Stop> {
        let deflator = Deflator::of(self.dataset.figures(release)?);
        let uplifted = deflator.uplift(amount.value, from, to).ok_or_else(|| {
            let (from, to) = (Period::financial(from), Period::financial(to));
            Stop::cannot(format!(
                "release {release} does not reach from {from} to {to}"
            ))
        })?;
        let title = self.release(release).map_or_else(String::new, |release| {
            let quoted = match release.quoted_by() {
                "" => String::new(),
                by => format!(", as copied by {by}, not checked against the publisher"),
            };
            format!("{}{quoted}.", release.title())
        });
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
        Ok(Computed::of(uplifted.amount, vec![amount]).with(inputs))
    }
}

fn ratio(times: f64, of: Computed, to: Computed) -> Result<Computed, Stop> {
    let value = times * quotient(of.value, to.value)?;
    Ok(Computed::of(value, vec![of, to]))
}

fn quotient(of: f64, to: f64) -> Result<f64, Stop> {
    if to == 0.0 {
        return Err(Stop::cannot("what it would be divided by is 0"));
    }
    Ok(of / to)
}

#[cfg(test)]
mod tests {
    use super::{Computed, ratio};

    fn value(value: f64) -> Computed {
        Computed {
            value,
            ..Computed::default()
        }
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        assert!((ratio(100.0, value(1.0), value(4.0)).unwrap().value - 25.0).abs() < 1e-12);
        assert!(ratio(1.0, value(1.0), value(0.0)).is_err());
    }
}
