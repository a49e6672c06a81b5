//! What surveys of given sizes would detect.

use crate::facts::{Fact, Statistic};
use crate::question::halving::detect::{Design, Wanted};
use crate::stats::error::StatsError;
use crate::stats::trajectory::detect::{
    Detectable, Measurement, base_needed, detectable_fall_with, first_detected_with,
};
use crate::stats::trajectory::verdict::Measured;
use crate::stats::trends::bridge::BridgingRatio;
use crate::stats::uncertainty::Uncertainty;

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
        let needed =
            |second: f64| base_needed(first, second, *factor * design.extra_scatter, design.test);
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

/// The error of the ratio that two half samples of so many people give at the prevalence, as the
/// standard error of its logarithm.
fn bridging_error(half: f64, factor: f64, design: &Design) -> Result<f64, StatsError> {
    let share = design.prevalence / 100.0;
    let one = Measured {
        value: share,
        standard_error: factor * (share * (1.0 - share) / half).sqrt(),
    };
    Ok(BridgingRatio::from_half_samples(one, one)?.log_error())
}

/// The smallest fall that is detected, and the place of the year in which the annual fall is.
type Detected = (Option<Detectable>, Option<usize>);

/// What one sample size detects on one set of questions, and across a change of questions that half
/// samples of so many people bridge.
fn detected(
    size: f64,
    half: f64,
    factor: f64,
    design: &Design,
) -> Result<[Detected; 2], StatsError> {
    let measured = |base: f64, years: i32| Measurement {
        prevalence: after(design, years),
        effective_base: base / (factor * factor),
    };
    let later_base = design.later_base.unwrap_or(size);
    let first = measured(size, 0);
    let later: Vec<Measurement> = (1..=YEARS).map(|year| measured(later_base, year)).collect();
    let found = |allowed: &Uncertainty| {
        let base = later_base / (factor * factor);
        let fall = detectable_fall_with(first, base, design.test, allowed)?;
        let years = first_detected_with(first, &later, design.test, allowed)?;
        Ok::<_, StatsError>((fall, years))
    };
    let one_basis = Uncertainty {
        extra_scatter: design.extra_scatter,
        ..Uncertainty::default()
    };
    // Halves so small that they give no ratio within bounds bridge nothing.
    let bridged = match bridging_error(half, factor, design) {
        Ok(bridging_error) => found(&Uncertainty {
            bridging_error,
            ..one_basis
        })?,
        Err(_) => (None, None),
    };
    Ok([found(&one_basis)?, bridged])
}

/// What one sample size detects: the smallest fall and the years until the annual fall is detected,
/// without and with a bridge.
fn of_size(size: f64, factor: f64, design: &Design) -> Result<Vec<Fact>, StatsError> {
    let half = design.bridge.unwrap_or(size);
    let [(fall, years), (bridged_fall, bridged_years)] = detected(size, half, factor, design)?;
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
    let relative = |fall: Option<Detectable>| fall.map(|fall| change(fall.relative));
    let absolute = fall.map(|fall| change(fall.absolute));
    let until = |statistic, years: Option<usize>, note: &str| Fact {
        note: format!("a fall of {} a year{note}", design.annual_fall),
        ..fact(statistic, years.map(|index| (index + 1) as f64), "years")
    };
    let bridge = format!("bridged by half samples of {half} people each");
    Ok(vec![
        fact(Statistic::Base, Some(size), "people"),
        fact(Statistic::DesignFactor, Some(factor), ""),
        fact(Statistic::DetectableChange, relative(fall), PER_CENT),
        fact(Statistic::DetectableChange, absolute, POINTS),
        until(Statistic::YearsToDetect, years, ""),
        Fact {
            note: bridge.clone(),
            ..fact(
                Statistic::DetectableBridged,
                relative(bridged_fall),
                PER_CENT,
            )
        },
        until(
            Statistic::YearsBridged,
            bridged_years,
            &format!(", {bridge}"),
        ),
    ])
}
