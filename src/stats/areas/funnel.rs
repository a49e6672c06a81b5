//! Areas against one baseline: funnel limits for rates, and how far the areas scatter.
//!
//! Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202; Garwood 1936, Biometrika 28, 437-442, for the
//! exact limits. Does not rank areas. Limits that also allow for ordinary differences are in `areas`.

use crate::stats::distribution::{poisson_lower, poisson_upper};
use crate::stats::error::{
    self, StatsError, between, enough_points, not_negative, positive, same_length,
};

/// The two confidences of a funnel.
pub const CONFIDENCES: [f64; 2] = [0.95, 0.998];

/// One point of the curve of a funnel at a confidence, for a count of events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelPoint {
    /// The count of events.
    pub events: f64,
    /// The population at which this count is just on the lower limit.
    pub lower_population: f64,
    /// The rate there, in the unit of the baseline.
    pub lower_rate: f64,
    /// The population at which this count is just on the upper limit.
    pub upper_population: f64,
    /// The rate there, in the unit of the baseline.
    pub upper_rate: f64,
}

/// Where an area stands against the limits of a funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Below the lower limit.
    Below,
    /// Within the limits.
    Within,
    /// Above the upper limit.
    Above,
}

/// The common rate of areas and their scatter about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Baseline {
    /// All events over all population (events for each person).
    pub rate: f64,
    /// Pearson's chi-square over (areas − 1); none for one area. Over 1, the limits are too narrow
    /// for chance and ordinary differences together (Spiegelhalter 2005, Statistics in Medicine 24,
    /// 1185-1202).
    pub dispersion: Option<f64>,
    /// The number of areas.
    pub n: usize,
    /// The method in words.
    pub method: &'static str,
}

/// The baseline of areas: all events over all population, with the scatter of the areas.
///
/// # Errors
/// No area, columns of different lengths, a negative count, a population of 0 or less, no event.
pub fn baseline(events: &[f64], populations: &[f64]) -> Result<Baseline, StatsError> {
    let n = events.len();
    enough_points(1, n)?;
    same_length("populations", n, populations.len())?;
    let (mut all_events, mut all_people) = (0.0, 0.0);
    for (count, people) in events.iter().zip(populations) {
        all_events += not_negative("events", *count)?;
        all_people += positive("population", *people)?;
    }
    let rate = positive("events in all areas", all_events)? / all_people;
    let chi_square: f64 = events
        .iter()
        .zip(populations)
        .map(|(count, people)| (count - rate * people).powi(2) / (rate * people))
        .sum();
    let dispersion = (n > 1).then(|| chi_square / (n - 1) as f64);
    Ok(Baseline {
        rate,
        dispersion,
        n,
        method: "all events over all population",
    })
}

/// The point of the funnel's curves for a count of events, by exact Poisson limits L and U: the
/// lower curve stands at population U/baseline with rate events/U × baseline, the upper likewise
/// with L (as `PHEindicatormethods` 2.1.0 computes its rate funnel). `baseline` is events for each
/// `multiplier` of population; the rates come in the same unit, the populations in people.
///
/// # Errors
/// Less than one event, a baseline or multiplier of 0 or less, a bad confidence.
pub fn curve_point(
    events: f64,
    baseline: f64,
    multiplier: f64,
    confidence: f64,
) -> Result<FunnelPoint, StatsError> {
    let events = between("events", events, 1.0, f64::MAX)?;
    let baseline = positive("baseline rate", baseline)?;
    let multiplier = positive("multiplier", multiplier)?;
    let tail = (1.0 - error::confidence(confidence)?) / 2.0;
    let (fewest, most) = (poisson_lower(events, tail), poisson_upper(events, tail));
    Ok(FunnelPoint {
        events,
        lower_population: most / baseline * multiplier,
        lower_rate: events / most * baseline,
        upper_population: fewest / baseline * multiplier,
        upper_rate: events / fewest * baseline,
    })
}

/// Where an area stands: outside the limits when its expected count is outside the exact Poisson
/// limits of its observed count. `expected` is the baseline rate times the area's population.
///
/// # Errors
/// A negative count, an expected count of 0 or less, a bad confidence.
pub fn standing(events: f64, expected: f64, confidence: f64) -> Result<Standing, StatsError> {
    let events = not_negative("events", events)?;
    let expected = positive("expected events", expected)?;
    let tail = (1.0 - error::confidence(confidence)?) / 2.0;
    Ok(if poisson_lower(events, tail) > expected {
        Standing::Above
    } else if poisson_upper(events, tail) < expected {
        Standing::Below
    } else {
        Standing::Within
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::{agree, number, rows};

    const PHE: &str = include_str!("../../../tests/reference/stats/funnel.csv");

    #[test]
    fn the_funnel_reproduces_the_public_health_reference() {
        let rows = rows(PHE);
        assert_eq!(rows.len(), 12);
        for row in rows {
            let cell = |column: usize| number(row[column]);
            for (confidence, from) in [(CONFIDENCES[0], 2), (CONFIDENCES[1], 6)] {
                let point = curve_point(cell(0), cell(1), 1e5, confidence).unwrap();
                // the reference counts three years of events and prints one year's population
                agree(point.lower_population / 3.0, cell(from), 5e-5);
                agree(point.lower_rate, cell(from + 1), 5e-5);
                agree(point.upper_population / 3.0, cell(from + 2), 5e-5);
                agree(point.upper_rate, cell(from + 3), 5e-5);
            }
        }
    }

    #[test]
    fn the_scatter_of_areas_is_pearsons() {
        // Expected 20, 20, 20: (10² + 0 + 10²)/20 = 10 over 2 degrees of freedom.
        let found = baseline(&[10.0, 20.0, 30.0], &[100.0, 100.0, 100.0]).unwrap();
        agree(found.rate, 0.2, 1e-12);
        agree(found.dispersion.unwrap(), 5.0, 1e-12);
        assert_eq!(found.n, 3);
        assert_eq!(baseline(&[10.0], &[100.0]).unwrap().dispersion, None);
    }

    #[test]
    fn an_area_on_the_curve_is_just_within_the_limits() {
        let point = curve_point(30.0, 50.0, 1000.0, 0.95).unwrap();
        let expected = |population: f64| population * 0.05;
        for (population, nudge, outside) in [
            (point.lower_population, 1.0001, Standing::Below),
            (point.upper_population, 0.9999, Standing::Above),
        ] {
            let beyond = standing(30.0, expected(population * nudge), 0.95).unwrap();
            let inside = standing(30.0, expected(population / nudge), 0.95).unwrap();
            assert_eq!((beyond, inside), (outside, Standing::Within));
        }
        assert_eq!(standing(0.0, 1.0, 0.95).unwrap(), Standing::Within);
        let tail = (1.0 - 0.95) / 2.0;
        for limit in [poisson_lower(30.0, tail), poisson_upper(30.0, tail)] {
            assert_eq!(standing(30.0, limit, 0.95).unwrap(), Standing::Within);
        }
    }

    #[test]
    fn bad_input_is_an_error() {
        assert!(baseline(&[], &[]).is_err());
        assert!(baseline(&[1.0], &[1.0, 2.0]).is_err());
        assert!(baseline(&[-1.0], &[1.0]).is_err());
        assert!(baseline(&[1.0], &[0.0]).is_err());
        assert!(baseline(&[0.0], &[10.0]).is_err());
        assert!(curve_point(0.0, 1.0, 1.0, 0.95).is_err());
        assert!(curve_point(1.0, 0.0, 1.0, 0.95).is_err());
        assert!(curve_point(1.0, 1.0, 0.0, 0.95).is_err());
        assert!(curve_point(1.0, 1.0, 1.0, 95.0).is_err());
        assert!(standing(-1.0, 1.0, 0.95).is_err());
        assert!(standing(1.0, 0.0, 0.95).is_err());
        assert!(standing(1.0, 1.0, 1.2).is_err());
    }
}
