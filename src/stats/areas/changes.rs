//! Which areas changed more than chance and the ordinary differences between areas explain.
//!
//! Over-dispersed z-scores as in Spiegelhalter 2005, Quality and Safety in Health Care 14, 347-351. Does not
//! rank areas or give the change of one area beside that of another as a league table.

use crate::stats::areas::multiple_tests::benjamini_hochberg;
use crate::stats::distribution::normal_two_sided;
use crate::stats::error::{StatsError, enough_points, same_length};
use crate::stats::intervals::change::log_rate_ratio;

const FEWEST_AREAS: usize = 3;

/// The change of one area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AreaChange {
    /// Second over first rate less 1.
    pub relative: f64,
    /// The logarithm of second over first rate.
    pub log_ratio: f64,
    /// Its standard error if counts varied by chance alone.
    pub poisson_error: f64,
    /// The p-value of no change if counts varied by chance alone.
    pub poisson_p_value: f64,
    /// The p-value of no change with the dispersion of the areas' changes.
    pub p_value: f64,
    /// The same adjusted for the number of areas (Benjamini and Hochberg): of the areas below 0.05,
    /// one in twenty is expected to be there by chance.
    pub adjusted_p_value: f64,
}

/// The changes of areas between two periods.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaChanges {
    /// The mean of the logarithms, weighted by their precision.
    pub common_log_ratio: f64,
    /// The scatter of the changes about the common one, over what chance explains:
    /// Σ((ln ratio − mean)/SE)²/(areas − 1).
    pub dispersion: f64,
    /// The areas in the order given.
    pub areas: Vec<AreaChange>,
}

/// The changes of areas from a first to a second period, each area as its events and population (1
/// for counts alone).
///
/// The test of an area is ln ratio over SE = `sqrt(dispersion·(1/x1 + 1/x2))`, with a dispersion of 1
/// at least, by z; the p-values are adjusted by [`benjamini_hochberg`].
///
/// # Errors
/// Fewer than 3 areas, periods with different numbers of areas, events or a population of 0 or less.
///
/// ```
/// use vawg::stats::areas::changes;
///
/// let area = |events| (events, 1.0);
/// let first = [area(400.0), area(900.0), area(500.0), area(1600.0)];
/// let second = [area(440.0), area(950.0), area(800.0), area(1700.0)];
/// let found = changes(&first, &second)?;
/// assert_eq!(format!("{:.1}", found.dispersion), "14.1");
/// let significant = |area: &&vawg::stats::areas::AreaChange| area.adjusted_p_value < 0.05;
/// assert_eq!(found.areas.iter().filter(significant).count(), 0);
/// # Ok::<(), vawg::stats::error::StatsError>(())
/// ```
pub fn changes(first: &[(f64, f64)], second: &[(f64, f64)]) -> Result<AreaChanges, StatsError> {
    let n = first.len();
    enough_points(FEWEST_AREAS, n)?;
    same_length("areas of the second period", n, second.len())?;
    let mut ratios = Vec::with_capacity(n);
    for (first, second) in first.iter().zip(second) {
        ratios.push(log_rate_ratio(*first, *second, 1.0)?);
    }
    let sum = |value: &dyn Fn(f64) -> f64| -> f64 {
        let weighted = ratios
            .iter()
            .map(|(log, error)| value(*log) / (error * error));
        weighted.sum()
    };
    let common = sum(&|log| log) / sum(&|_| 1.0);
    let dispersion = sum(&|log| (log - common).powi(2)) / (n - 1) as f64;
    let factor = dispersion.max(1.0).sqrt();
    let p_values: Vec<f64> = ratios
        .iter()
        .map(|(log, error)| normal_two_sided(log / (error * factor)))
        .collect();
    let adjusted = benjamini_hochberg(&p_values)?;
    let area = |place: usize| {
        let (log_ratio, poisson_error) = ratios[place];
        AreaChange {
            relative: log_ratio.exp_m1(),
            log_ratio,
            poisson_error,
            poisson_p_value: normal_two_sided(log_ratio / poisson_error),
            p_value: p_values[place],
            adjusted_p_value: adjusted[place],
        }
    };
    Ok(AreaChanges {
        common_log_ratio: common,
        dispersion,
        areas: (0..n).map(area).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::{agree, number, rows};

    const RAPES: &str = include_str!("../../../tests/reference/stats/force_rapes.csv");

    #[test]
    fn recorded_rapes_by_force_changed_as_worked_apart() {
        let rows = rows(RAPES);
        let column = |at: usize| -> Vec<(f64, f64)> {
            rows.iter().map(|row| (number(row[at]), 1.0)).collect()
        };
        let found = changes(&column(1), &column(2)).unwrap();
        // NumPy and SciPy: 42 forces, dispersion 8.42; 24 significant by Poisson, 5 with the
        // dispersion, 1 after Benjamini and Hochberg
        agree(found.common_log_ratio, 0.087_697_162_550_701_65, 1e-12);
        agree(found.dispersion, 8.419_719_253_996_66, 1e-12);
        let count = |p_value: &dyn Fn(&AreaChange) -> f64| {
            found
                .areas
                .iter()
                .filter(|area| p_value(area) < 0.05)
                .count()
        };
        assert_eq!(found.areas.len(), 42);
        assert_eq!(count(&|area| area.poisson_p_value), 24);
        assert_eq!(count(&|area| area.p_value), 5);
        assert_eq!(count(&|area| area.adjusted_p_value), 1);
        // Bedfordshire, 374 to 748: twice as many
        let most = &found.areas[1];
        agree(most.relative, 1.0, 1e-12);
        assert!(most.adjusted_p_value < 0.05);
        agree(most.poisson_error, (1.5_f64 / 374.0).sqrt(), 1e-12);
    }

    #[test]
    fn changes_that_differ_less_than_chance_are_judged_by_chance() {
        let same = [(400.0, 2000.0), (100.0, 600.0), (900.0, 4000.0)];
        let more = same.map(|(events, people)| (1.5 * events, people));
        let found = changes(&same, &more).unwrap();
        assert!(found.dispersion < 1e-12);
        agree(found.common_log_ratio, 1.5_f64.ln(), 1e-12);
        for area in &found.areas {
            assert_eq!(area.p_value, area.poisson_p_value);
        }
        // twice the people: the rate fell by a quarter
        let people = more.map(|(events, people)| (events, 2.0 * people));
        let found = changes(&same, &people).unwrap();
        agree(found.areas[0].relative, -0.25, 1e-12);
    }

    #[test]
    fn bad_input_is_an_error() {
        let good = [(10.0, 1.0), (12.0, 1.0), (9.0, 1.0)];
        assert!(changes(&good[..2], &good[..2]).is_err());
        assert!(changes(&good, &good[..2]).is_err());
        let none = [(0.0, 1.0), (12.0, 1.0), (9.0, 1.0)];
        assert!(changes(&none, &good).is_err());
        assert!(changes(&good, &[(10.0, 0.0), (12.0, 1.0), (9.0, 1.0)]).is_err());
    }
}
