//! The progress ratio of the Open SDG and Eurostat method, and its class.
//!
//! Ignores sampling error: do not quote the ratio on its own.

use super::path::{Point, annual_rate};
use crate::stats::error::{StatsError, positive};

/// The classes, from the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The target is reached.
    TargetMet,
    /// A ratio of 0.95 or more.
    OnTrack,
    /// A ratio of 0.60 or more.
    Moderate,
    /// A ratio of 0 or more.
    Limited,
    /// A ratio under 0: away from the target.
    Deterioration,
}

impl Class {
    /// The class in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::TargetMet => "target met",
            Self::OnTrack => "on track",
            Self::Moderate => "moderate progress",
            Self::Limited => "limited progress",
            Self::Deterioration => "deterioration",
        }
    }
}

/// How fast a value moved against how fast it had to move from the baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// The annual rate from the baseline to now; −0.062 is a fall of 6.2% a year.
    pub observed_rate: f64,
    /// The annual rate from the baseline to the target.
    pub required_rate: f64,
    /// Observed over required rate.
    pub ratio: f64,
    /// The class of the ratio.
    pub class: Class,
    /// The method in words.
    pub method: &'static str,
}

/// `R = [(y_t/y_0)^(1/(t − t_0)) − 1]/[(y_T/y_0)^(1/(T − t_0)) − 1]`, thresholds 0.95, 0.60 and 0;
/// a target already reached comes first (Open SDG, progress status; Eurostat 2024, Sustainable
/// development in the European Union, annex).
///
/// # Errors
/// A value of 0 or less, times out of order, a target equal to the baseline.
pub fn progress(baseline: Point, current: Point, target: Point) -> Result<Progress, StatsError> {
    let required_rate = annual_rate(baseline, target)?;
    let observed_rate = annual_rate(baseline, current)?;
    positive(
        "distance from the baseline to the target",
        required_rate.abs(),
    )?;
    let ratio = observed_rate / required_rate;
    let met = if target.value < baseline.value {
        current.value <= target.value
    } else {
        current.value >= target.value
    };
    let class = match ratio {
        _ if met => Class::TargetMet,
        ratio if ratio >= 0.95 => Class::OnTrack,
        ratio if ratio >= 0.60 => Class::Moderate,
        ratio if ratio >= 0.0 => Class::Limited,
        _ => Class::Deterioration,
    };
    Ok(Progress {
        observed_rate,
        required_rate,
        ratio,
        class,
        method: "Open SDG progress ratio",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::{number, rows};

    const CASES: &str = include_str!("../../../tests/reference/stats/progress.csv");

    #[test]
    fn classes_and_ratios_are_those_of_the_worked_cases() {
        let rows = rows(CASES);
        assert_eq!(rows.len(), 10);
        for row in rows {
            let point = |at: usize| Point {
                time: number(row[at]),
                value: number(row[at + 1]),
            };
            let found = progress(point(1), point(3), point(5)).unwrap();
            assert!(
                (found.observed_rate - number(row[7])).abs() < 1e-12,
                "{row:?}"
            );
            assert!(
                (found.required_rate - number(row[8])).abs() < 1e-12,
                "{row:?}"
            );
            assert!((found.ratio - number(row[9])).abs() < 1e-12, "{row:?}");
            let class = match row[10] {
                "target_achieved" => Class::TargetMet,
                "substantial_progress" => Class::OnTrack,
                "moderate_progress" => Class::Moderate,
                "limited_progress" => Class::Limited,
                _ => Class::Deterioration,
            };
            assert_eq!(found.class, class, "{row:?}");
        }
    }

    #[test]
    fn the_first_year_of_the_combined_measure_is_moderate() {
        let at = |time, value| Point { time, value };
        let found = progress(at(2024.25, 11.3), at(2025.25, 10.6), at(2034.25, 5.65)).unwrap();
        assert!((found.ratio - 0.925).abs() < 5e-4, "{}", found.ratio);
        assert_eq!(found.class.words(), "moderate progress");
    }

    #[test]
    fn a_value_on_the_target_has_met_it() {
        let at = |time, value| Point { time, value };
        let class = |now, target| {
            progress(at(2024.0, 10.0), at(2026.0, now), at(2034.0, target))
                .unwrap()
                .class
        };
        assert_eq!(class(5.0, 5.0), Class::TargetMet);
        assert_eq!(class(20.0, 20.0), Class::TargetMet);
        assert_eq!(class(12.0, 5.0), Class::Deterioration);
        assert!(progress(at(2024.0, 10.0), at(2026.0, 9.0), at(2034.0, 10.0)).is_err());
        assert!(progress(at(2024.0, 10.0), at(2024.0, 9.0), at(2034.0, 5.0)).is_err());
    }
}
