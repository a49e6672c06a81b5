//! Quantiles and tail probabilities of the normal, Student's t and Poisson distributions.
//!
//! Abramowitz and Stegun 1964, Handbook of Mathematical Functions, chapter 26. Checked to 1e-12 against 40-digit arithmetic. Holds no intervals.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};
use statrs::function::{beta, gamma};

use super::error::{self, StatsError};

/// The z of a two-sided interval: 1.96 for a confidence of 0.95.
///
/// # Errors
/// A confidence that is not strictly between 0 and 1.
pub fn critical_z(confidence: f64) -> Result<f64, StatsError> {
    let confidence = error::confidence(confidence)?;
    Ok(normal_quantile(f64::midpoint(confidence, 1.0)))
}

/// The t of a two-sided interval with `df` degrees of freedom (more than 0).
///
/// # Errors
/// A confidence that is not strictly between 0 and 1, or no degrees of freedom.
pub fn critical_t(confidence: f64, df: f64) -> Result<f64, StatsError> {
    let confidence = error::confidence(confidence)?;
    let df = error::positive("degrees of freedom", df)?;
    let t = StudentsT::new(0.0, 1.0, df).map_err(|_| StatsError::NotConverged)?;
    Ok(t.inverse_cdf(f64::midpoint(confidence, 1.0)))
}

/// The standard normal quantile of a probability strictly between 0 and 1.
pub(crate) fn normal_quantile(probability: f64) -> f64 {
    Normal::standard().inverse_cdf(probability)
}

/// P(Z ≤ z) for a standard normal Z.
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    one_sided(z, normal_two_sided(z))
}

/// P(|Z| ≥ |z|) for a standard normal Z: the upper tail of chi-square with 1 degree of freedom,
/// accurate in relative terms however small it is.
#[must_use]
pub fn normal_two_sided(z: f64) -> f64 {
    // beyond 1e6 the tail is far below the smallest number
    let half_square = z.abs().min(1e6).powi(2) / 2.0;
    if half_square > 0.0 {
        gamma::gamma_ur(0.5, half_square)
    } else {
        1.0
    }
}

/// P(T ≤ t) for Student's t with `df` degrees of freedom.
#[must_use]
pub fn t_cdf(t: f64, df: f64) -> f64 {
    one_sided(t, t_two_sided(t, df))
}

/// P(|T| ≥ |t|) for Student's t: the incomplete beta function of df/(df + t²) at df/2 and 1/2
/// (Abramowitz and Stegun 1964, 26.7.1).
#[must_use]
pub fn t_two_sided(t: f64, df: f64) -> f64 {
    beta::beta_reg(df / 2.0, 0.5, df / (df + t * t))
}

fn one_sided(at: f64, both_tails: f64) -> f64 {
    if at < 0.0 {
        both_tails / 2.0
    } else {
        1.0 - both_tails / 2.0
    }
}

/// The p-value of a value against its standard error by t, or by z without degrees of freedom;
/// with no scatter at all 0, or 1 where the value is 0 too.
pub(crate) fn p_value(value: f64, standard_error: f64, df: Option<f64>) -> f64 {
    if standard_error <= 0.0 {
        return if value == 0.0 { 1.0 } else { 0.0 };
    }
    let ratio = value / standard_error;
    df.map_or_else(|| normal_two_sided(ratio), |df| t_two_sided(ratio, df))
}

/// The quantile of the F distribution with these degrees of freedom, by halving on its distribution
/// function, the incomplete beta function (Abramowitz and Stegun 1964, 26.6.2).
///
/// # Errors
/// A probability that is not strictly between 0 and 1, degrees of freedom of 0 or less.
pub(crate) fn f_quantile(
    probability: f64,
    numerator: f64,
    denominator: f64,
) -> Result<f64, StatsError> {
    let probability = error::confidence(probability)?;
    let numerator = error::positive("degrees of freedom", numerator)?;
    let denominator = error::positive("degrees of freedom", denominator)?;
    Ok(crossing(1.0, |value| {
        let share = numerator * value / (numerator * value + denominator);
        beta::beta_reg(numerator / 2.0, denominator / 2.0, share) >= probability
    }))
}

/// The Poisson mean under which `events` or more have probability `tail`; 0 for no events.
pub(crate) fn poisson_lower(events: f64, tail: f64) -> f64 {
    if events == 0.0 {
        return 0.0;
    }
    crossing(events, |mean| gamma::gamma_lr(events, mean) >= tail)
}

/// The Poisson mean under which `events` or fewer have probability `tail`.
pub(crate) fn poisson_upper(events: f64, tail: f64) -> f64 {
    crossing(events + 1.0, |mean| {
        gamma::gamma_ur(events + 1.0, mean) <= tail
    })
}

/// The smallest positive number at which a condition that stays true once true begins to hold.
fn crossing(scale: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let (mut below, mut above) = (0.0, scale);
    while !holds(above) {
        below = above;
        above *= 2.0;
    }
    loop {
        let middle = f64::midpoint(below, above);
        if middle <= below || middle >= above {
            return above;
        }
        if holds(middle) {
            above = middle;
        } else {
            below = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::{agree, number, rows};

    const DIGITS: &str = include_str!("../../tests/reference/stats/distributions.csv");

    #[test]
    fn every_function_agrees_with_forty_digits() {
        let rows = rows(DIGITS);
        assert_eq!(rows.len(), 40);
        for row in rows {
            let first = number(row[1]);
            let second = || number(row[2]);
            let found = match row[0] {
                "critical_z" => critical_z(first).unwrap(),
                "critical_t" => critical_t(first, second()).unwrap(),
                "normal_cdf" => normal_cdf(first),
                "normal_two_sided" => normal_two_sided(first),
                "t_two_sided" => t_two_sided(first, second()),
                "t_cdf" => t_cdf(first, second()),
                "poisson_lower" => poisson_lower(first, second()),
                "poisson_upper" => poisson_upper(first, second()),
                other => panic!("`{other}` is not a function of this module"),
            };
            agree(found, number(row[3]), 1e-12);
        }
    }

    #[test]
    fn the_edges_are_exact() {
        assert_eq!(poisson_lower(0.0, 0.025), 0.0);
        assert_eq!((normal_cdf(0.0), t_cdf(0.0, 3.0)), (0.5, 0.5));
        assert_eq!(
            (normal_two_sided(0.0), normal_two_sided(1e-200)),
            (1.0, 1.0)
        );
        assert_eq!((normal_cdf(-60.0), normal_cdf(60.0)), (0.0, 1.0));
        assert_eq!(normal_two_sided(f64::INFINITY), 0.0);
        assert_eq!(t_two_sided(f64::NEG_INFINITY, 3.0), 0.0);
        assert!(critical_t(0.95, 0.0).is_err());
        assert!(critical_t(1.2, 3.0).is_err());
        assert!(critical_z(95.0).is_err());
    }

    #[test]
    fn quantiles_of_f_are_those_of_scipy() {
        // SciPy 1.17.1, scipy.stats.f.ppf
        for (probability, numerator, denominator, expected) in [
            (0.95, 1.0, 11.0, 4.844_335_674_943_617),
            (0.95, 2.0, 9.0, 4.256_494_729_093_747),
            (0.9, 5.0, 25.0, 2.092_164_911_080_672),
            (0.99, 3.0, 1.0, 5_403.352_013_738_533),
        ] {
            let found = f_quantile(probability, numerator, denominator).unwrap();
            agree(found, expected, 1e-11);
        }
        // one in the numerator: the square of t
        let t = critical_t(0.95, 11.0).unwrap();
        agree(f_quantile(0.95, 1.0, 11.0).unwrap(), t * t, 1e-11);
        assert!(f_quantile(95.0, 1.0, 11.0).is_err());
        assert!(f_quantile(0.95, 0.0, 11.0).is_err());
        assert!(f_quantile(0.95, 1.0, 0.0).is_err());
    }

    #[test]
    fn without_scatter_a_p_value_is_0_or_1() {
        assert_eq!(p_value(2.0, 0.0, Some(3.0)), 0.0);
        assert_eq!(p_value(0.0, 0.0, None), 1.0);
        assert_eq!(p_value(2.0, 1.0, Some(5.0)), t_two_sided(2.0, 5.0));
        assert_eq!(p_value(3.0, 2.0, None), normal_two_sided(1.5));
    }
}
