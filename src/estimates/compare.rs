//! Two figures of a survey series compared, where something is known of their precision.

use super::precision::{AssumedPrecision, precision, standard_error};
use crate::model::{Point, SeriesKind};
use crate::stats::error::StatsError;
use crate::stats::estimate::Estimate;
use crate::stats::intervals::difference::{
    Comparison, Figure, Test, compare, difference_of_figures, test_of_figures,
};

/// The later figure less the earlier, tested; in the unit of the figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TestedChange {
    /// The difference with its interval.
    pub difference: Estimate,
    /// The later over the earlier figure, where it can be had.
    pub ratio: Option<Estimate>,
    /// The test of no change.
    pub test: Option<Test>,
}

/// The change from one point to another; `None` for counts, and where nothing is known of the
/// precision of either.
///
/// # Errors
/// Numbers that no interval can be made from.
pub fn tested_change(
    kind: SeriesKind,
    earlier: (&Point, f64),
    later: (&Point, f64),
    assumed: &AssumedPrecision,
    confidence: f64,
) -> Result<Option<TestedChange>, StatsError> {
    match kind {
        SeriesKind::Counts => Ok(None),
        SeriesKind::Prevalence => {
            let first = precision(earlier.0, earlier.1, assumed, confidence)?;
            let second = precision(later.0, later.1, assumed, confidence)?;
            let Some((first, second)) = first.zip(second) else {
                return Ok(None);
            };
            let Comparison {
                difference,
                ratio,
                test,
            } = compare(&first, &second, confidence)?;
            Ok(Some(TestedChange {
                difference: difference.scaled(100.0),
                ratio,
                test,
            }))
        }
        SeriesKind::Values => {
            let error = |(point, value): (&Point, f64)| standard_error(kind, point, value, assumed);
            let Some((first, second)) = error(earlier)?.zip(error(later)?) else {
                return Ok(None);
            };
            let figure = |(point, value): (&Point, f64), standard_error| Figure {
                value,
                standard_error,
                df: point.df,
            };
            let (first, second) = (figure(earlier, first), figure(later, second));
            Ok(Some(TestedChange {
                difference: difference_of_figures(first, second, confidence)?,
                ratio: None,
                test: test_of_figures(first, second)?,
            }))
        }
    }
}
