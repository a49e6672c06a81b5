//! The ratio of two stated values: with the range that their rounding leaves, and with an interval
//! where a base or a standard error is stated.

use anyhow::Result;

use super::Context;
use super::grid::Grid;
use crate::answer::NumberFormat;
use crate::facts::{Fact, Statistic};
use crate::problem::Problem;
use crate::reports::StatedValue;
use crate::stats::design::{Evidence, prevalence};
use crate::stats::difference;
use crate::stats::estimate::Interval;
use crate::stats::rounding::ratio_range;

const CONFIDENCE: f64 = 0.95;

/// The ratio of the two values of a row.
pub(super) struct Ratio<'a> {
    row: String,
    /// What its two values are called.
    names: [String; 2],
    of: &'a StatedValue,
    to: &'a StatedValue,
    value: f64,
    /// What rounding leaves open.
    range: (f64, f64),
    /// What sampling leaves open, where that is known.
    interval: Option<Interval>,
}

/// The ratio of each row: its first value over its second. A row in which one is missing has none.
///
/// # Errors
/// Rows without two places; a divisor that may be 0.
pub(super) fn ratios<'a>(grid: &Grid<'a>) -> Result<Vec<Ratio<'a>>> {
    let mut ratios = Vec::new();
    for (row, cells) in grid.rows.iter().zip(&grid.cells) {
        let [Some(of), Some(to)] = cells.as_slice() else {
            return Err(
                Problem::data(format!("`{row}` has no two values to divide"))
                    .hint("`ratio` takes two values in each row: `series` tells them apart")
                    .into(),
            );
        };
        if let Some(values) = of.value.zip(to.value) {
            let mut one = ratio(row, (of, to), values)?;
            if let [of, to] = grid.parts.as_slice() {
                one.names = [of.clone(), to.clone()];
            }
            ratios.push(one);
        }
    }
    Ok(ratios)
}

fn ratio<'a>(
    row: &str,
    (of, to): (&'a StatedValue, &'a StatedValue),
    (first, second): (f64, f64),
) -> Result<Ratio<'a>> {
    let range = ratio_range((first, places(of)), (second, places(to)))
        .map_err(|error| Problem::data(format!("`{}` over `{}`: {error}", of.id, to.id)))?;
    let interval = error_of(to).zip(error_of(of)).and_then(|(below, above)| {
        difference::ratio((second, below), (first, above), CONFIDENCE).ok()
    });
    Ok(Ratio {
        row: row.to_owned(),
        names: [of.item.clone(), to.item.clone()],
        of,
        to,
        value: first / second,
        range,
        interval: interval.map(|estimate| estimate.interval),
    })
}

/// Decimal places that the value is printed with: as its column says, else as it stands.
fn places(value: &StatedValue) -> u8 {
    let stated = value.column("places").and_then(|text| text.parse().ok());
    stated.unwrap_or_else(|| match super::stated::format_of([value]) {
        NumberFormat::PerCent(places) | NumberFormat::Decimal(places) => {
            u8::try_from(places).unwrap_or(0)
        }
        _ => 0,
    })
}

/// The standard error of a prevalence in per cent, from what stands beside it.
fn error_of(value: &StatedValue) -> Option<f64> {
    let number = |column: &str| value.column(column)?.parse::<f64>().ok();
    if let Some(error) = number("standard_error") {
        return Some(error);
    }
    let evidence = Evidence {
        base: Some(number("base")?),
        design_factor: number("design_factor"),
        ..Evidence::default()
    };
    let found = prevalence(value.value? / 100.0, &evidence, CONFIDENCE).ok()??;
    Some(100.0 * found.standard_error)
}

impl Ratio<'_> {
    pub(super) fn in_words(&self) -> String {
        let written = |value| NumberFormat::Decimal(2).write(value);
        let interval = self.interval.map_or_else(
            || "no base and no standard error is stated, so no interval can be given".to_owned(),
            |it| {
                format!(
                    "95% confidence interval: {} to {}",
                    written(it.lower),
                    written(it.upper)
                )
            },
        );
        format!(
            "Ratio, {}: {} ({} over {}); rounding leaves {} to {}; {interval}.",
            self.row,
            written(self.value),
            self.names[0],
            self.names[1],
            written(self.range.0),
            written(self.range.1)
        )
    }

    pub(super) fn figure(&self, context: &Context<'_>) -> Fact {
        let one = super::stated::figure(context, self.of);
        Fact {
            series: self.row.clone(),
            statistic: Statistic::Ratio,
            method: format!("{} over {}", self.of.id, self.to.id),
            value: Some(self.value),
            lower: self.interval.map(|it| it.lower),
            upper: self.interval.map(|it| it.upper),
            confidence: self.interval.map(|it| it.confidence),
            unit: "times".to_owned(),
            marker: None,
            note: format!("rounding leaves {:.4} to {:.4}", self.range.0, self.range.1),
            ..one
        }
    }
}
