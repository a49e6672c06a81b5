//! Single figures of series, as facts.

use super::Context;
use crate::facts::Fact;
use crate::model::{Period, Point, Series};

/// A published figure under a name of its own.
pub(super) fn fact(name: &str, series: &Series, point: &Point) -> Fact {
    Fact {
        series: name.to_owned(),
        ..Fact::observed(series, point)
    }
}

/// The series from one period to another, with the sources of those figures alone.
pub(super) fn within(
    context: &Context<'_>,
    series: &Series,
    (from, to): (Period, Period),
) -> Series {
    let mut kept = series.clone().within(Some(from), Some(to));
    kept.sources = context.dataset.source_lines(&kept);
    kept
}
