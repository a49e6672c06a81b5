//! The fitted values of many points, each with its interval.
//!
//! Medians and limits of a mixture are solved for, which takes longer the more points there are. Points
//! that differ in nothing but time have them on three smooth curves: for very many such points the curves
//! are solved for at Chebyshev's points and interpolated (Trefethen 2019, Approximation Theory and
//! Approximation Practice, chapters 5 and 8).

use std::collections::BTreeMap;
use std::f64::consts::PI;

use super::{Line, from_scale};
use crate::stats::error::StatsError;
use crate::stats::estimate::{Estimate, Interval};

/// Up to this many points that differ in nothing but time are each solved for.
const FEW: usize = 300;
/// The degrees of the interpolation that are tried.
const DEGREES: [usize; 3] = [48, 96, 192];
/// How far the interpolated curves may be from the solved ones, as a share of the interval's width.
const CLOSE: f64 = 1e-10;

/// Median, lower and upper limit on the scale of the fit.
type Curves = [f64; 3];

impl Line {
    /// The fitted values at many x, as [`Self::at`] gives them one by one.
    ///
    /// # Errors
    /// As [`Self::at`].
    ///
    /// ```
    /// use vawg::stats::trends::correlated;
    /// use vawg::stats::trends::series::{Points, Scale};
    /// use vawg::stats::trends::step::NO_STEPS;
    ///
    /// let x: Vec<f64> = (0..9).map(|i| 2005.75 + f64::from(i)).collect();
    /// let value = [14443.0, 13774.0, 12673.0, 13096.0, 15074.0, 15892.0, 16038.0, 16374.0, 20751.0];
    /// let points = Points { x: &x, value: &value, standard_error: None };
    /// let line = correlated::trend(&points, None, Scale::Log, &NO_STEPS, 0.95)?;
    /// assert_eq!(line.at_each(&x)?[3], line.at(x[3])?);
    /// # Ok::<(), vawg::stats::error::StatsError>(())
    /// ```
    pub fn at_each(&self, x: &[f64]) -> Result<Vec<Estimate>, StatsError> {
        // Degrees of freedom that are rounded down make no smooth curve.
        if x.len() <= FEW || !self.stated_steps().is_empty() {
            return x.iter().map(|x| self.at(*x)).collect();
        }
        let mut groups: BTreeMap<Vec<u64>, Vec<usize>> = BTreeMap::new();
        for (place, x) in x.iter().enumerate() {
            let row = self.design.row(*x)?;
            let but_time = row.iter().enumerate().filter(|(column, _)| *column != 1);
            let key = but_time.map(|(_, term)| term.to_bits()).collect();
            groups.entry(key).or_default().push(place);
        }
        let mut found: Vec<Option<Estimate>> = vec![None; x.len()];
        for places in groups.into_values() {
            let times: Vec<f64> = places.iter().map(|place| x[*place]).collect();
            for (place, estimate) in places.iter().zip(self.of_group(&times)?) {
                found[*place] = Some(estimate);
            }
        }
        found
            .into_iter()
            .map(|one| one.ok_or(StatsError::Unbounded))
            .collect()
    }

    /// Fitted values of points whose terms are the same but for time.
    fn of_group(&self, x: &[f64]) -> Result<Vec<Estimate>, StatsError> {
        let bounds = x
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
                (low.min(*x), high.max(*x))
            });
        if x.len() > FEW {
            let terms = self.design.row(x[0])?;
            let curves = |at: f64| self.curves(&terms, at);
            for degree in DEGREES {
                let smooth = Interpolation::new(bounds, degree, curves)?;
                if smooth.is_close(curves)? {
                    let estimate = |x: &f64| self.estimate_of(smooth.at(*x)).bounded();
                    return x.iter().map(estimate).collect();
                }
            }
        }
        x.iter().map(|x| self.at(*x)).collect()
    }

    /// The three curves at a time, with these other terms.
    fn curves(&self, terms: &[f64], at: f64) -> Result<Curves, StatsError> {
        let mut row = terms.to_vec();
        row[1] = at - self.design.centre();
        let value = self.combination(&row)?;
        let interval = value.interval(self.confidence)?;
        Ok([value.median(), interval.lower, interval.upper])
    }

    fn estimate_of(&self, [median, lower, upper]: Curves) -> Estimate {
        let interval = Interval {
            lower,
            upper,
            confidence: self.confidence,
        };
        Estimate {
            value: from_scale(median, self.scale),
            interval: interval.map(|limit| from_scale(limit, self.scale)),
            n: Some(self.n as f64),
            df: Some(self.df),
            method: self.method,
        }
    }
}

/// The polynomial through a function's values at Chebyshev's points.
struct Interpolation {
    middle: f64,
    half: f64,
    /// Points between −1 and 1 and the values there.
    nodes: Vec<(f64, Curves)>,
}

impl Interpolation {
    fn new(
        (low, high): (f64, f64),
        degree: usize,
        curves: impl Fn(f64) -> Result<Curves, StatsError>,
    ) -> Result<Self, StatsError> {
        let (middle, half) = (f64::midpoint(low, high), (high - low) / 2.0);
        let node = |number: usize| {
            let at = (PI * number as f64 / degree as f64).cos();
            Ok((at, curves(middle + half * at)?))
        };
        Ok(Self {
            middle,
            half,
            nodes: (0..=degree).map(node).collect::<Result<_, StatsError>>()?,
        })
    }

    /// By the barycentric formula.
    fn at(&self, x: f64) -> Curves {
        let at = (x - self.middle) / self.half;
        let last = self.nodes.len() - 1;
        let (mut sum, mut weights) = ([0.0; 3], 0.0);
        for (number, (node, values)) in self.nodes.iter().enumerate() {
            let distance = at - node;
            if distance == 0.0 {
                return *values;
            }
            let sign = if number % 2 == 0 { 1.0 } else { -1.0 };
            let size = if number == 0 || number == last {
                0.5
            } else {
                1.0
            };
            let weight = sign * size / distance;
            weights += weight;
            for (sum, value) in sum.iter_mut().zip(values) {
                *sum += weight * value;
            }
        }
        sum.map(|sum| sum / weights)
    }

    /// Whether it is close to the function between its points.
    fn is_close(
        &self,
        curves: impl Fn(f64) -> Result<Curves, StatsError>,
    ) -> Result<bool, StatsError> {
        let degree = self.nodes.len() - 1;
        // Halfway, in angle, between a point and the next: where a polynomial is furthest off.
        for number in (0..degree).step_by(5) {
            let x = self.middle + self.half * (PI * (number as f64 + 0.5) / degree as f64).cos();
            let solved = curves(x)?;
            let allowed = CLOSE * (solved[2] - solved[1]);
            let pairs = self.at(x).into_iter().zip(solved);
            if pairs
                .into_iter()
                .any(|(found, solved)| (found - solved).abs() > allowed)
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::trends::bridge::BridgingRatio;
    use crate::stats::trends::correlated;
    use crate::stats::trends::least_squares;
    use crate::stats::trends::season::Season;
    use crate::stats::trends::series::{Points, Scale};
    use crate::stats::trends::step::{NO_STEPS, StatedStep, Steps};
    use crate::stats::trends::terms::Terms;

    fn line(n: usize, length: f64, season: Season, at: &[f64]) -> (Vec<f64>, Line) {
        let x: Vec<f64> = (0..n).map(|i| 1900.0 + length * (i as f64 + 0.5)).collect();
        let value: Vec<f64> = x
            .iter()
            .map(|x| 50.0 + (x - 1900.0) * 0.02 + 5.0 * (43_758.5 * (12.9898 * x).sin()).fract())
            .collect();
        let points = Points {
            x: &x,
            value: &value,
            standard_error: None,
        };
        let steps = Steps {
            at,
            period_length: length,
        };
        let terms = Terms {
            steps,
            season,
            stated: &[],
        };
        let line = correlated::trend(&points, None, Scale::Log, terms, 0.95).unwrap();
        (x, line)
    }

    /// Every so many points against one by one.
    fn compare(x: &[f64], line: &Line, every: usize) {
        let found = line.at_each(x).unwrap();
        assert_eq!(found.len(), x.len());
        for place in (0..x.len()).step_by(every) {
            let (found, solved) = (found[place], line.at(x[place]).unwrap());
            let allowed = 1e-9 * (solved.interval.upper - solved.interval.lower);
            assert!((found.value - solved.value).abs() < allowed);
            assert!((found.interval.lower - solved.interval.lower).abs() < allowed);
            assert!((found.interval.upper - solved.interval.upper).abs() < allowed);
            assert_eq!((found.df, found.n), (solved.df, solved.n));
            assert_eq!(found.method, solved.method);
            assert_eq!(found.interval.confidence, 0.95);
        }
    }

    #[test]
    fn interpolated_curves_are_those_solved_point_by_point() {
        let (x, of_years) = line(FEW + 50, 1.0, Season::None, &[]);
        compare(&x, &of_years, 23);
        // the last of all and a point at either end are the points' own
        let found = of_years.at_each(&x).unwrap();
        assert_eq!(found[0], of_years.at(x[0]).unwrap());
        // seasons and a step make groups, large and small
        let (x, of_quarters) = line(4 * FEW + 80, 0.25, Season::Quarters, &[2100.1]);
        compare(&x, &of_quarters, 71);
    }

    #[test]
    fn a_stated_step_changes_the_degrees_of_freedom_of_each_point() {
        let n = FEW + 100;
        let x: Vec<f64> = (0..n).map(|i| 1900.5 + i as f64).collect();
        let value: Vec<f64> = x.iter().map(|x| 50.0 + (12.9898 * x).sin()).collect();
        let points = Points {
            x: &x,
            value: &value,
            standard_error: None,
        };
        let stated = [StatedStep {
            at: 1950.0,
            ratio: BridgingRatio::stated(1.1, 0.05).unwrap(),
        }];
        let terms = Terms {
            stated: &stated,
            ..Terms::from(&NO_STEPS)
        };
        let line = least_squares::trend(&points, Scale::Log, terms, 0.95).unwrap();
        // so close together that the curves are smooth
        let x: Vec<f64> = (0..n).map(|i| 1960.0 + 0.01 * i as f64).collect();
        let found = line.at_each(&x).unwrap();
        for (x, found) in x.iter().zip(&found).step_by(25) {
            assert_eq!(*found, line.at(*x).unwrap());
        }
        // the error of the ratio is nearly all there is, and it has no degrees of freedom to lose
        assert!(found[n - 1].df.unwrap() > line.df);
    }

    #[test]
    fn few_points_are_solved_one_by_one() {
        let (x, line) = line(FEW, 1.0, Season::None, &[]);
        let found = line.at_each(&x).unwrap();
        for (x, found) in x.iter().zip(found).step_by(40) {
            assert_eq!(found, line.at(*x).unwrap());
        }
    }

    #[test]
    fn a_polynomial_that_is_not_close_is_known() {
        let smooth = |x: f64| Ok([x * x, x * x - 1.0, x.powi(3) + 9.0]);
        let found = Interpolation::new((-2.0, 4.0), 8, smooth).unwrap();
        assert!(found.is_close(smooth).unwrap());
        for (found, expected) in found.at(3.1).into_iter().zip(smooth(3.1).unwrap()) {
            assert!((found - expected).abs() < 1e-12);
        }
        assert_eq!(found.at(4.0), smooth(4.0).unwrap());
        for bent in [0, 1, 2] {
            let kink = |x: f64| {
                let mut curves = smooth(x)?;
                curves[bent] += 0.5 * (x - 1.3_f64).abs();
                Ok(curves)
            };
            let found = Interpolation::new((-2.0, 4.0), 8, kink).unwrap();
            assert!(!found.is_close(kink).unwrap());
            // close is a share of the width between the limits, not of their size
            let small = |x: f64| Ok(kink(x)?.map(|curve| 1e-6 * curve));
            let found = Interpolation::new((-2.0, 4.0), 8, small).unwrap();
            assert!(!found.is_close(small).unwrap());
            let high = |x: f64| Ok(kink(x)?.map(|curve| 1e12 + curve));
            let found = Interpolation::new((-2.0, 4.0), 8, high).unwrap();
            assert!(!found.is_close(high).unwrap());
        }
    }
}
