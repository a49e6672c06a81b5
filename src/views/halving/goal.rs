//! Targets in words: how values are written, what is aimed at.

use crate::answer::{NumberFormat, Text, ValueAxis};
use crate::facts::Fact;
use crate::facts::trend::form::decimal_places;
use crate::model::{Series, SeriesKind};
use crate::question::halving::goal::Subject;
use crate::words::trimmed;

/// How the values of a series are written.
#[derive(Clone, Copy)]
pub(crate) struct Formats {
    pub(crate) value: NumberFormat,
    /// With one more decimal place, for values that are not published.
    pub(crate) precise: NumberFormat,
    pub(crate) signed: NumberFormat,
    pub(crate) axis: ValueAxis,
    /// What follows a difference of two values: ` percentage points`, or nothing.
    pub(crate) points: &'static str,
}

pub(crate) fn formats(series: &Series) -> Formats {
    match series.kind {
        SeriesKind::Prevalence => Formats {
            value: NumberFormat::PerCent(1),
            precise: NumberFormat::PerCent(2),
            signed: NumberFormat::SignedDecimal(2),
            axis: ValueAxis::PerCent,
            points: " percentage points",
        },
        SeriesKind::Counts => Formats {
            value: NumberFormat::Whole,
            precise: NumberFormat::Whole,
            signed: NumberFormat::SignedWhole,
            axis: ValueAxis::Counts,
            points: "",
        },
        SeriesKind::Values => {
            let places = decimal_places(series);
            Formats {
                value: NumberFormat::Decimal(places),
                precise: NumberFormat::Decimal(places + 1),
                signed: NumberFormat::SignedDecimal(places + 1),
                axis: ValueAxis::Decimals,
                points: "",
            }
        }
    }
}

/// `95% confidence interval` of a fact.
pub(crate) fn interval_name(fact: &Fact) -> String {
    let confidence = fact.confidence.map(|share| trimmed(100.0 * share));
    format!("{}% confidence interval", confidence.unwrap_or_default())
}

/// A probability in per cent.
pub(crate) fn probability(fact: &Fact, format: NumberFormat) -> Text {
    let share = |fact: &Fact| fact.value.map(|share| 100.0 * share);
    Text::default().part(fact, share, format)
}

fn is_half(share: f64) -> bool {
    (share - 0.5).abs() < 1e-9
}

/// `halve`, or `fall by 30%`.
pub(crate) fn aim(subject: &Subject<'_>) -> String {
    match subject.goal.reduction {
        half if is_half(half) => "halve".to_owned(),
        part => format!("fall by {}%", trimmed(100.0 * part)),
    }
}

/// `half`, or `70%`: what is left of the baseline.
pub(crate) fn part_left(subject: &Subject<'_>) -> String {
    match 1.0 - subject.goal.reduction {
        half if is_half(half) => "half".to_owned(),
        left => format!("{}%", trimmed(100.0 * left)),
    }
}
