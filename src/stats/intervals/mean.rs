//! The mean of a sample with Student's t interval.
//!
//! Proportions and rates have modules of their own.

use crate::stats::distribution::critical_t;
use crate::stats::error::{StatsError, enough_points, finite};
use crate::stats::estimate::{Estimate, Interval};

/// The mean of at least two values, mean ± t(n − 1)·s/sqrt(n) (Student 1908, Biometrika 6, 1-25).
///
/// # Errors
/// Fewer than two values, a value that is not finite, a bad confidence.
pub fn mean(values: &[f64], confidence: f64) -> Result<Estimate, StatsError> {
    enough_points(2, values.len())?;
    for value in values {
        finite("value", *value)?;
    }
    let n = values.len() as f64;
    let df = n - 1.0;
    let mean = values.iter().sum::<f64>() / n;
    let spread: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let standard_error = (spread / df / n).sqrt();
    let t = critical_t(confidence, df)?;
    Estimate {
        value: mean,
        interval: Interval::symmetric(mean, standard_error, t, confidence),
        n: Some(n),
        df: Some(df),
        method: "Student's t",
    }
    .bounded()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::agree;

    #[test]
    fn a_mean_reproduces_the_public_health_reference() {
        // PHEindicatormethods 2.1.0 test data for phe_mean, `Area1`.
        let values = [
            33.09375, 48.38596, 64.83495, 67.98475, 22.93556, 71.23587, 38.78465, 82.37927,
        ];
        let found = mean(&values, 0.95).unwrap();
        agree(found.value, 53.704_345_000_000_01, 1e-12);
        agree(found.interval.lower, 36.168_325_241_336_504, 1e-12);
        agree(found.interval.upper, 71.240_364_758_663_52, 1e-12);
        let wide = mean(&values, 0.998).unwrap().interval;
        agree(wide.lower, 18.216_705_294_788_838, 1e-12);
        agree(wide.upper, 89.191_984_705_211_18, 1e-12);
        assert_eq!((found.n, found.df), (Some(8.0), Some(7.0)));
    }

    #[test]
    fn one_value_or_a_nan_has_no_interval() {
        assert!(mean(&[3.0], 0.95).is_err());
        assert!(mean(&[3.0, f64::NAN], 0.95).is_err());
        assert!(mean(&[3.0, 4.0], 1.0).is_err());
        assert_eq!(mean(&[3.0, 5.0], 0.95).unwrap().value, 4.0);
    }
}
