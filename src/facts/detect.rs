//! What surveys of given sizes would detect.

use super::{Fact, Statistic};
use crate::question::detect::{Design, Wanted};
use crate::stats::detect::{Measurement, base_needed, detectable_fall, first_detected};
use crate::stats::error::StatsError;

/// Years within which a fall is looked for.
pub(crate) const YEARS: i32 = 20;
/// Unit of a change as a share of the figure.
pub(crate) const PER_CENT: &str = "per cent";
/// Unit of a change of a share.
pub(crate) const POINTS: &str = "percentage points";

/// The name under which what holds for every sample size is stated.
pub(crate) const ALL_SIZES: &str = "all sample sizes";

/// The facts of a design: the prevalence and the annual fall, then those of each sample size.
///
/// # Errors
/// Numbers that no survey can be planned with.
pub(crate) fn of(design: &Design) -> Result<Vec<Fact>, StatsError> {
    let common = |statistic, value, unit: &str| Fact {
        series: ALL_SIZES.to_owned(),
        statistic,
        method: "stated by the user".to_owned(),
        value: Some(value),
        unit: unit.to_owned(),
        ..Fact::default()
    };
    let mut facts = vec![
        common(Statistic::Prevalence, design.prevalence, PER_CENT),
        common(
            Statistic::RequiredRate,
            -100.0 * design.annual_fall,
            "per cent a year",
        ),
    ];
    let first = design.prevalence / 100.0;
    for factor in &design.factors {
        let needed = |second: f64| base_needed(first, second, *factor, design.test);
        let sizes = match &design.wanted {
            Wanted::Fall(sizes) => sizes.clone(),
            Wanted::SizeForFall(change) => vec![needed(first * (1.0 - change))?.ceil()],
            Wanted::SizeForYears(years) => vec![needed(after(design, i32::from(*years)))?.ceil()],
        };
        for size in sizes {
            facts.extend(of_size(size, *factor, design)?);
        }
    }
    Ok(facts)
}

/// The prevalence after so many years of the annual fall, as a share.
fn after(design: &Design, years: i32) -> f64 {
    design.prevalence / 100.0 * (1.0 - design.annual_fall).powi(years)
}

/// What one sample size detects: the smallest fall, and the years until the annual fall is detected.
fn of_size(size: f64, factor: f64, design: &Design) -> Result<[Fact; 5], StatsError> {
    let effective_base = size / (factor * factor);
    let measured = |years: i32| Measurement {
        prevalence: after(design, years),
        effective_base,
    };
    let later: Vec<Measurement> = (1..=YEARS).map(measured).collect();
    let fall = detectable_fall(measured(0), effective_base, design.test)?;
    let years = first_detected(measured(0), &later, design.test)?;
    let one_factor = design.factors.len() == 1;
    let series = if one_factor {
        format!("base {size}")
    } else {
        format!("base {size}, design factor {factor}")
    };
    let power = design.test.power;
    let fact = |statistic, value, unit: &str| Fact {
        series: series.clone(),
        statistic,
        method: format!("two-sided z test, power {power}, design factor {factor}"),
        value,
        confidence: Some(design.test.confidence),
        n: Some(size),
        unit: unit.to_owned(),
        ..Fact::default()
    };
    let change = |share: f64| -100.0 * share;
    Ok([
        fact(Statistic::Base, Some(size), "people"),
        fact(Statistic::DesignFactor, Some(factor), ""),
        fact(
            Statistic::DetectableChange,
            fall.map(|fall| change(fall.relative)),
            PER_CENT,
        ),
        fact(
            Statistic::DetectableChange,
            fall.map(|fall| change(fall.absolute)),
            POINTS,
        ),
        Fact {
            note: format!("a fall of {} a year", design.annual_fall),
            ..fact(
                Statistic::YearsToDetect,
                years.map(|index| (index + 1) as f64),
                "years",
            )
        },
    ])
}
