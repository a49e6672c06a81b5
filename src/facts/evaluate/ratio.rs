//! The ratio of two stated values: with the range that their rounding leaves, and with a confidence
//! interval where a sample size or a standard error is stated.

use super::decimal_places;
use crate::reports::StatedValue;
use crate::stats::error::StatsError;
use crate::stats::estimate::Interval;
use crate::stats::intervals::design::{Evidence, prevalence};
use crate::stats::intervals::difference;
use crate::stats::trajectory::rounding::ratio_range;

/// A ratio of two stated values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StatedRatio {
    /// The first value over the second.
    pub(crate) value: f64,
    /// The range that rounding leaves.
    pub(crate) range: (f64, f64),
    /// Confidence interval, where the sampling error of both values is known.
    pub(crate) interval: Option<Interval>,
}

impl StatedRatio {
    /// The ratio of two stated values; none where one has no value.
    ///
    /// # Errors
    /// A divisor that may be 0.
    pub(crate) fn new(
        of: &StatedValue,
        to: &StatedValue,
        confidence: f64,
    ) -> Result<Option<Self>, StatsError> {
        let Some((first, second)) = of.value.zip(to.value) else {
            return Ok(None);
        };
        let range = ratio_range((first, places(of, first)), (second, places(to, second)))?;
        let errors = standard_error(to, confidence).zip(standard_error(of, confidence));
        let estimate = errors.and_then(|(below, above)| {
            difference::ratio((second, below), (first, above), confidence).ok()
        });
        Ok(Some(Self {
            value: first / second,
            range,
            interval: estimate.map(|estimate| estimate.interval),
        }))
    }
}

/// Decimal places that the value is printed with: as its column says, else as stated.
fn places(value: &StatedValue, number: f64) -> u8 {
    let stated = value.column("places").and_then(|text| text.parse().ok());
    stated.unwrap_or_else(|| decimal_places(number))
}

/// The standard error of a prevalence in per cent, from the columns beside it.
fn standard_error(value: &StatedValue, confidence: f64) -> Option<f64> {
    let number = |column: &str| value.column(column)?.parse::<f64>().ok();
    if let Some(error) = number("standard_error") {
        return Some(error);
    }
    let evidence = Evidence {
        base: Some(number("base")?),
        design_factor: number("design_factor"),
        ..Evidence::default()
    };
    let found = prevalence(value.value? / 100.0, &evidence, confidence).ok()??;
    Some(100.0 * found.standard_error)
}
