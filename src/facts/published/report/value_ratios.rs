//! The ratio of two stated values: with the range that their rounding leaves, and with a confidence
//! interval where a sample size or a standard error is stated.

use anyhow::Result;

use super::Context;
use super::stated_values::{self, needed_places, printed_places};
use super::value_grid::Grid;
use crate::facts::{Fact, FactId, Facts, Statistic};
use crate::problem::Problem;
use crate::reports::StatedValue;
use crate::stats::estimate::Interval;
use crate::stats::intervals::design::{Evidence, prevalence};
use crate::stats::intervals::difference;
use crate::stats::trajectory::rounding::ratio_range;

const CONFIDENCE: f64 = 0.95;

/// The ratio of the two values of a row.
pub(crate) struct Ratio {
    pub(crate) row: String,
    /// What the two values are called, the dividend first.
    pub(crate) names: [String; 2],
    #[allow(
        clippy::struct_field_names,
        reason = "the ratio is the fact that the type is named for"
    )]
    pub(crate) ratio: FactId,
    /// The limits that rounding leaves.
    pub(crate) range: FactId,
}

/// Adds the ratio of each row, its first value over its second. A row in which one is missing has
/// none.
///
/// # Errors
/// Rows that do not have two values; a divisor that may be 0.
pub(crate) fn add(facts: &mut Facts, context: &Context<'_>, grid: &Grid<'_>) -> Result<Vec<Ratio>> {
    let mut ratios = Vec::new();
    for (row, cells) in grid.lines() {
        let [of, to] = cells else {
            return Err(
                Problem::data(format!("`{row}` does not have two values to divide"))
                    .hint("`ratio` takes two values in each row: `series` names their column")
                    .into(),
            );
        };
        let (of, to) = (of.value, to.value);
        if let Some(values) = of.value.zip(to.value) {
            let [ratio, range] = pair(context, row, (of, to), values)?;
            let names = match grid.parts.as_slice() {
                [of, to] => [of.clone(), to.clone()],
                _ => [of.item.clone(), to.item.clone()],
            };
            ratios.push(Ratio {
                row: row.clone(),
                names,
                ratio: facts.add(ratio),
                range: facts.add(range),
            });
        }
    }
    Ok(ratios)
}

/// The ratio with its confidence interval, and the range that rounding leaves.
fn pair(
    context: &Context<'_>,
    row: &str,
    (of, to): (&StatedValue, &StatedValue),
    (first, second): (f64, f64),
) -> Result<[Fact; 2]> {
    let range = ratio_range((first, places(of)), (second, places(to)))
        .map_err(|error| Problem::data(format!("`{}` over `{}`: {error}", of.id, to.id)))?;
    let errors = standard_error(to).zip(standard_error(of));
    let estimate = errors.and_then(|(below, above)| {
        difference::ratio((second, below), (first, above), CONFIDENCE).ok()
    });
    let interval: Option<Interval> = estimate.map(|estimate| estimate.interval);
    let base = Fact {
        series: row.to_owned(),
        method: format!("{} over {}", of.id, to.id),
        unit: "times".to_owned(),
        marker: None,
        ..stated_values::fact(context, of)
    };
    Ok([
        Fact {
            statistic: Statistic::Ratio,
            value: Some(first / second),
            lower: interval.map(|it| it.lower),
            upper: interval.map(|it| it.upper),
            confidence: interval.map(|it| it.confidence),
            note: format!("rounding leaves {:.4} to {:.4}", range.0, range.1),
            ..base.clone()
        },
        Fact {
            statistic: Statistic::RoundingRange,
            value: None,
            lower: Some(range.0),
            upper: Some(range.1),
            note: String::new(),
            ..base
        },
    ])
}

fn places(value: &StatedValue) -> u8 {
    let places = printed_places(value).unwrap_or_else(|| needed_places([value]));
    u8::try_from(places).unwrap_or(0)
}

/// The standard error of a prevalence in per cent, as stated or from the sample size stated.
fn standard_error(value: &StatedValue) -> Option<f64> {
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
