//! The paths from a baseline to a target, and annual rates of change between two points.
//!
//! Does not judge a figure against a path: see `verdict` and `progress`.

use crate::stats::error::{StatsError, between, finite, positive, representable};

/// The form of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The same percentage change each year.
    Geometric,
    /// The same number of points each year.
    Linear,
}

/// A value at a time in decimal years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The time.
    pub time: f64,
    /// The value, more than 0.
    pub value: f64,
}

/// A path from a baseline to a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Path {
    /// Its form.
    pub shape: Shape,
    /// Where it begins.
    pub baseline: Point,
    /// Where it ends.
    pub target: Point,
}

impl Path {
    /// A path between two points.
    ///
    /// # Errors
    /// A value of 0 or less, a target that is not after the baseline.
    pub fn new(shape: Shape, baseline: Point, target: Point) -> Result<Self, StatsError> {
        annual_rate(baseline, target)?;
        Ok(Self {
            shape,
            baseline,
            target,
        })
    }

    /// The value of the path at a time within it: `y_0·(y_T/y_0)^((t − t_0)/(T − t_0))`, or
    /// `y_0 + (y_T − y_0)(t − t_0)/(T − t_0)`.
    ///
    /// # Errors
    /// A time before the baseline or after the target.
    pub fn value_at(&self, time: f64) -> Result<f64, StatsError> {
        let (start, end) = (self.baseline.time, self.target.time);
        let done = (between("time", time, start, end)? - start) / (end - start);
        let (first, last) = (self.baseline.value, self.target.value);
        Ok(match self.shape {
            Shape::Geometric => first * (last / first).powf(done),
            Shape::Linear => first + (last - first) * done,
        })
    }
}

/// What remains of a baseline after a reduction such as 0.5.
///
/// # Errors
/// A baseline of 0 or less, a reduction that is not strictly between 0 and 1.
pub fn reduced(baseline: f64, reduction: f64) -> Result<f64, StatsError> {
    let baseline = positive("baseline", baseline)?;
    if reduction > 0.0 && reduction < 1.0 {
        Ok(baseline * (1.0 - reduction))
    } else {
        Err(StatsError::Outside {
            what: "reduction",
            value: reduction,
            low: 0.0,
            high: 1.0,
        })
    }
}

/// The constant annual rate of change from one point to a later one: (y1/y0)^(1/(t1 − t0)) − 1; −0.067
/// is a fall of 6.7% a year.
///
/// # Errors
/// A value of 0 or less, times out of order.
pub fn annual_rate(first: Point, second: Point) -> Result<f64, StatsError> {
    let from = positive("first value", first.value)?;
    let to = positive("second value", second.value)?;
    let years = finite("time", second.time)? - finite("time", first.time)?;
    let years = positive("years from the first point to the second", years)?;
    let rate = ((to / from).ln() / years).exp_m1();
    representable(&[rate])?;
    Ok(rate)
}

/// What a value becomes at a later time if it changes by the same share each year:
/// `y·(1 + rate)^(t − t_0)`.
///
/// # Errors
/// A value of 0 or less, a rate of −1 or less, a result too large to be written.
pub fn after(start: Point, annual_rate: f64, time: f64) -> Result<f64, StatsError> {
    let value = positive("value", start.value)?;
    let factor = positive("what remains after a year", 1.0 + annual_rate)?;
    let later = value * factor.powf(finite("time", time)? - finite("time", start.time)?);
    representable(&[later])?;
    Ok(later)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::reference::{agree, number, rows};

    const PATHS: &str = include_str!("../../../tests/reference/stats/paths.csv");

    fn at(time: f64, value: f64) -> Point {
        Point { time, value }
    }

    #[test]
    fn both_paths_reproduce_the_worked_table() {
        let half = reduced(12.8, 0.5).unwrap();
        let rows = rows(PATHS);
        assert_eq!(rows.len(), 11);
        for (shape, column) in [(Shape::Geometric, 1), (Shape::Linear, 2)] {
            let path = Path::new(shape, at(2025.0, 12.8), at(2035.0, half)).unwrap();
            for row in &rows {
                let found = path.value_at(number(row[0])).unwrap();
                agree(found, number(row[column]), 1e-12);
            }
        }
    }

    #[test]
    fn halving_in_ten_years_takes_6_697_per_cent_a_year() {
        let rate = annual_rate(at(2024.25, 11.3), at(2034.25, 5.65)).unwrap();
        assert!((rate + 0.066_967).abs() < 5e-7, "{rate}");
        // from 10.6 a year later: -6.75%
        let rate = annual_rate(at(2025.25, 10.6), at(2034.25, 5.65)).unwrap();
        assert!((rate + 0.0675).abs() < 5e-5, "{rate}");
    }

    #[test]
    fn a_stated_rate_is_compounded_over_the_years() {
        // by hand: 10 · 0.97² = 9.409, and half a year at 21% is a factor of 1.1
        agree(
            after(at(2024.0, 10.0), -0.03, 2026.0).unwrap(),
            9.409,
            1e-14,
        );
        agree(after(at(2024.5, 10.0), 0.21, 2025.0).unwrap(), 11.0, 1e-14);
        assert!(after(at(2024.0, 10.0), -1.0, 2026.0).is_err());
        assert!(after(at(2024.0, 0.0), -0.03, 2026.0).is_err());
        assert!(after(at(2024.0, 10.0), f64::NAN, 2026.0).is_err());
        assert!(after(at(2024.0, 10.0), 1e300, 2034.0).is_err());
    }

    #[test]
    fn bad_input_is_an_error() {
        assert!(Path::new(Shape::Linear, at(2034.0, 11.3), at(2024.0, 5.65)).is_err());
        assert!(Path::new(Shape::Linear, at(2024.0, 11.3), at(2024.0, 5.65)).is_err());
        assert!(Path::new(Shape::Linear, at(2024.0, 0.0), at(2034.0, 5.65)).is_err());
        assert!(Path::new(Shape::Linear, at(2024.0, 11.3), at(2034.0, 0.0)).is_err());
        assert!(annual_rate(at(f64::NAN, 1.0), at(2024.0, 1.0)).is_err());
        let path = Path::new(Shape::Linear, at(2024.0, 11.3), at(2034.0, 5.65)).unwrap();
        assert!(path.value_at(2023.9).is_err() && path.value_at(2034.1).is_err());
        for bad in [0.0, 1.0, 1.5, -0.5, f64::NAN] {
            assert!(reduced(11.3, bad).is_err(), "{bad}");
        }
        assert!(reduced(0.0, 0.5).is_err());
    }
}
