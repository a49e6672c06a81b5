//! Single figures of series, as machine rows and as they are written.

use super::Context;
use crate::answer::NumberFormat;
use crate::facts::{Fact, Statistic};
use crate::model::{Period, Point, Series, SeriesKind};

/// The machine row of a figure under a name.
pub(super) fn figure(name: &str, series: &Series, point: &Point) -> Fact {
    Fact {
        series: name.to_owned(),
        period: point.period.into(),
        statistic: Statistic::Observed,
        value: point.value,
        unit: series.unit.clone(),
        marker: point.marker,
        status: point.status,
        release: point.release.clone(),
        source_ref: point.source_ref.clone(),
        note: point.quotation(),
        ..Fact::about(series)
    }
}

/// The series from one period to another, with the releases of those figures alone.
pub(super) fn within(
    context: &Context<'_>,
    series: &Series,
    (from, to): (Period, Period),
) -> Series {
    let mut kept = series.clone().within(Some(from), Some(to));
    kept.sources = context.dataset.source_lines(&kept);
    kept
}

/// How the values of a series are written.
pub(super) const fn format_of(series: &Series) -> NumberFormat {
    match series.kind {
        SeriesKind::Prevalence => NumberFormat::PerCent(1),
        SeriesKind::Counts => NumberFormat::Whole,
        SeriesKind::Values => NumberFormat::Decimal(1),
    }
}
