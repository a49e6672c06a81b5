//! Intervals of a count of events and of a rate: exact Poisson and Byar's.
//!
//! Does not compare rates: see `change` and `funnel`.

use crate::stats::distribution::{critical_z, poisson_lower, poisson_upper};
use crate::stats::error::{self, StatsError, not_negative, positive};
use crate::stats::estimate::{Estimate, Interval};

/// From this count on Byar's approximation is used, below it the exact limits (the rule of OHID).
pub const BYAR_FROM: f64 = 10.0;

/// Exact limits of a Poisson count (Garwood 1936, Biometrika 28, 437-442).
///
/// # Errors
/// A negative count, a bad confidence.
pub fn exact_poisson(events: f64, confidence: f64) -> Result<Estimate, StatsError> {
    let events = not_negative("events", events)?;
    let tail = (1.0 - error::confidence(confidence)?) / 2.0;
    let interval = Interval {
        lower: poisson_lower(events, tail),
        upper: poisson_upper(events, tail),
        confidence,
    };
    Ok(Estimate {
        value: events,
        interval,
        n: Some(events),
        df: None,
        method: "exact Poisson",
    })
}

/// Byar's approximate limits of a count, in the form of OHID (Public Health England, Technical
/// Guide: Confidence Intervals, 2018; Breslow and Day 1987): x(1 − 1/(9x) − z/(3√x))³ and
/// (x + 1)(1 − 1/(9(x + 1)) + z/(3√(x + 1)))³, the lower cut at 0.
///
/// # Errors
/// A negative count, a bad confidence.
pub fn byar(events: f64, confidence: f64) -> Result<Estimate, StatsError> {
    let events = not_negative("events", events)?;
    let z = critical_z(confidence)?;
    let cube = |x: f64, z: f64| x * (1.0 - 1.0 / (9.0 * x) + z / (3.0 * x.sqrt())).powi(3);
    let lower = if events > 0.0 {
        cube(events, -z).max(0.0)
    } else {
        0.0
    };
    let interval = Interval {
        lower,
        upper: cube(events + 1.0, z),
        confidence,
    };
    Ok(Estimate {
        value: events,
        interval,
        n: Some(events),
        df: None,
        method: "Byar's",
    })
}

/// A count with its limits: exact below 10 events, Byar's from 10.
///
/// # Errors
/// A negative count, a bad confidence.
pub fn count(events: f64, confidence: f64) -> Result<Estimate, StatsError> {
    if events < BYAR_FROM {
        exact_poisson(events, confidence)
    } else {
        byar(events, confidence)
    }
}

/// Events for each `multiplier` of the population (1,000 or 100,000) with the limits of the count.
///
/// # Errors
/// A negative count, a population or multiplier of 0 or less, a bad confidence.
pub fn rate(
    events: f64,
    population: f64,
    multiplier: f64,
    confidence: f64,
) -> Result<Estimate, StatsError> {
    let population = positive("population", population)?;
    let multiplier = positive("multiplier", multiplier)?;
    count(events, confidence)?
        .scaled(multiplier / population)
        .bounded()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stats::reference::{agree, number, rows};

    const PHE: &str = include_str!("../../../tests/reference/stats/rates.csv");

    #[test]
    fn rates_reproduce_the_public_health_reference() {
        let rows = rows(PHE);
        assert_eq!(rows.len(), 17);
        for row in rows {
            let [events, population, multiplier, value] =
                [0, 1, 2, 3].map(|column| number(row[column]));
            for (confidence, lower, upper) in [(0.95, 4, 5), (0.998, 6, 7)] {
                let found = rate(events, population, multiplier, confidence).unwrap();
                agree(found.value, value, 1e-12);
                agree(found.interval.lower, number(row[lower]), 1e-12);
                agree(found.interval.upper, number(row[upper]), 1e-12);
            }
        }
    }

    #[test]
    fn exact_limits_stand_below_ten_events_and_byars_from_ten() {
        assert_eq!(count(9.0, 0.95).unwrap().method, "exact Poisson");
        assert_eq!(count(10.0, 0.95).unwrap().method, "Byar's");
        // R poisson.exact and DescTools, 15 events in 400, as quoted in the statsmodels suite.
        let exact = exact_poisson(15.0, 0.95).unwrap().scaled(1.0 / 400.0);
        agree(exact.interval.lower, 0.020_988_465_331_957_8, 1e-12);
        agree(exact.interval.upper, 0.061_850_547_178_714_6, 1e-12);
        assert_eq!(exact.n, Some(15.0));
    }

    #[test]
    fn no_events_have_a_lower_limit_of_0_by_both_methods() {
        assert_eq!(exact_poisson(0.0, 0.95).unwrap().interval.lower, 0.0);
        assert_eq!(byar(0.0, 0.95).unwrap().interval.lower, 0.0);
        assert_eq!(byar(0.5, 0.999).unwrap().interval.lower, 0.0);
    }

    #[test]
    fn bad_input_is_an_error() {
        assert!(count(-4.0, 0.95).is_err());
        assert!(byar(-4.0, 0.95).is_err());
        assert!(byar(65.0, 14.0).is_err());
        assert!(exact_poisson(5.0, 125.0).is_err());
        assert!(rate(80.0, -100.0, 1000.0, 0.95).is_err());
        assert!(rate(30.0, 0.0, 1000.0, 0.95).is_err());
        assert!(rate(30.0, 100.0, 0.0, 0.95).is_err());
        assert!(rate(f64::NAN, 100.0, 1000.0, 0.95).is_err());
    }

    proptest! {
        #[test]
        fn intervals_hold_the_count_and_nest_by_confidence(
            events in 0_u32..5000, low in 0.3..0.9_f64, more in 0.001..0.09_f64,
        ) {
            let events = f64::from(events);
            for method in [exact_poisson, byar] {
                let inner = method(events, low).unwrap().interval;
                let outer = method(events, low + more).unwrap().interval;
                prop_assert!(inner.contains(events));
                prop_assert!(outer.lower <= inner.lower && inner.upper <= outer.upper);
            }
        }
    }
}
