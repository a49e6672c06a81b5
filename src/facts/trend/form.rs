//! How the values of a series are written, and their axis.

use crate::answer::{NumberFormat, ValueAxis};
use crate::model::{Series, SeriesKind};

/// How values are written, signed values, and the axis.
pub(crate) type Form = (NumberFormat, NumberFormat, ValueAxis);

/// Rates per 1,000 population.
pub(crate) const RATE: Form = (
    NumberFormat::Decimal(2),
    NumberFormat::SignedDecimal(2),
    ValueAxis::Decimals,
);

/// The form of a series as published; counts with decimals keep them.
pub(crate) fn of(series: &Series) -> Form {
    let whole = || series.valued().all(|(_, value)| value.fract() == 0.0);
    match series.kind {
        SeriesKind::Counts if whole() => (
            NumberFormat::Whole,
            NumberFormat::SignedWhole,
            ValueAxis::Counts,
        ),
        SeriesKind::Prevalence => (
            NumberFormat::PerCent(1),
            NumberFormat::SignedDecimal(1),
            ValueAxis::PerCent,
        ),
        SeriesKind::Counts | SeriesKind::Values => {
            let places = decimal_places(series);
            (
                NumberFormat::Decimal(places),
                NumberFormat::SignedDecimal(places),
                ValueAxis::Decimals,
            )
        }
    }
}

/// Decimal places that leave two digits of the largest figure: one from 1 on, more below.
pub(crate) fn decimal_places(series: &Series) -> usize {
    const MOST: f64 = 9.0;
    let largest = series
        .valued()
        .fold(0.0_f64, |most, (_, value)| most.max(value.abs()));
    if largest >= 1.0 || largest <= 0.0 {
        return 1;
    }
    (1.0 - largest.log10().floor()).min(MOST) as usize
}
