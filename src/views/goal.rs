//! Targets in words: how values are written, what is aimed at, what intervals rest on.

use crate::answer::{NumberFormat, Text, ValueAxis};
use crate::facts::goal::{Known, Precision};
use crate::facts::trend::form::decimal_places;
use crate::facts::{Fact, When};
use crate::model::{Series, SeriesKind};
use crate::question::goal::{Origin, Subject};
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
pub(crate) fn probability(fact: &Fact) -> Text {
    let share = |fact: &Fact| fact.value.map(|share| 100.0 * share);
    Text::default().part(fact, share, NumberFormat::PerCent(1))
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

/// Sample sizes and design factor in a sentence, for the short answer and for charts.
pub(crate) fn sample_sizes(precision: &Precision) -> Option<Text> {
    let is = |origin| precision.sizes.iter().any(|one| one.origin == origin);
    let lead = if is(Origin::Assumed) {
        "Sample sizes are assumed, because none is published: "
    } else if is(Origin::Stated) {
        "Sample sizes are stated by the user: "
    } else if is(Origin::Given) {
        "Sample sizes are given with the figures: "
    } else {
        return None;
    };
    let sizes = runs(&precision.sizes, false).into_iter().map(|run| {
        Text::default()
            .value(run.first, NumberFormat::Whole)
            .and(" people")
            .and(run.when(" in "))
    });
    let text = Text::from(lead).and(Text::joined(sizes, ", "));
    Some(text.and("; ").and(factors(precision, false)).and("."))
}

/// Every sample size and design factor with its reason.
pub(crate) fn reasons(precision: &Precision) -> Option<Text> {
    let sizes = runs(&precision.sizes, true).into_iter().map(|run| {
        Text::default()
            .value(run.first, NumberFormat::Whole)
            .and(" people")
            .and(run.when(" in each period from "))
            .and(format!(" ({})", run.first.note))
    });
    let sizes = Text::joined(sizes, "; ");
    (!sizes.is_empty()).then(|| {
        Text::from("Intervals and detectable falls rest on these sample sizes: ")
            .and(sizes)
            .and("; ")
            .and(factors(precision, true))
            .and(".")
    })
}

fn factors(precision: &Precision, with_reasons: bool) -> Text {
    let each = precision.factors.iter().map(|known| {
        let text = Text::default().part(&known.fact, |fact| fact.value, factor_format(&known.fact));
        if with_reasons {
            text.and(format!(" ({})", known.fact.note))
        } else {
            text
        }
    });
    Text::from("design factor ").and(Text::joined(each, ", "))
}

/// With the decimal places that it has, two at most.
fn factor_format(fact: &Fact) -> NumberFormat {
    let has = |places: i32| {
        let scaled = fact.value.unwrap_or_default() * 10_f64.powi(places);
        (scaled - scaled.round()).abs() < 1e-9
    };
    NumberFormat::Decimal(
        (0..2)
            .find(|places| has(*places))
            .map_or(2, |one| one as usize),
    )
}

/// Periods in a row that share a sample size.
struct Run<'a> {
    first: &'a Fact,
    last: &'a Fact,
}

impl Run<'_> {
    /// ` in 2023-24`, or from the first period to the last.
    fn when(&self, lead: &str) -> String {
        let (first, last): (&When, &When) = (&self.first.period, &self.last.period);
        if first == last {
            format!(" in {first}")
        } else {
            format!("{lead}{first} to {last}")
        }
    }
}

fn runs(sizes: &[Known], by_reason: bool) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    for Known { fact, .. } in sizes {
        let alike = |run: &Run<'_>| {
            run.first.value == fact.value && (!by_reason || run.first.note == fact.note)
        };
        match runs.last_mut() {
            Some(run) if alike(run) => run.last = fact,
            _ => runs.push(Run {
                first: fact,
                last: fact,
            }),
        }
    }
    runs
}
