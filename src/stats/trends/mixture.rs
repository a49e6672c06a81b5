//! A weighted mixture of Student t distributions: its median, quantiles and p-value.
//!
//! One part alone is an ordinary t distribution, so that fits with independent and with correlated
//! years share the code that makes intervals.

use statrs::function::gamma::ln_gamma;

use crate::stats::distribution::{critical_t, normal_cdf, t_cdf};
use crate::stats::error::{self, StatsError, positive};
use crate::stats::estimate::Interval;

/// Quantiles are solved to this share of their bracket.
const SOLVED: f64 = 1e-14;
/// After a step of Newton's as small as this share the next would be about its square.
const LAST_STEP: f64 = 1e-9;
const MOST_ROUNDS: usize = 200;

/// One t distribution of the mixture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part {
    /// Its share of the mixture; the shares add up to 1.
    pub(crate) weight: f64,
    pub(crate) centre: f64,
    /// What a t variable is multiplied by; 0 where there is no scatter.
    pub(crate) scale: f64,
}

/// Parts with the same degrees of freedom.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mixture {
    parts: Vec<Part>,
    df: f64,
}

impl Mixture {
    pub(crate) fn new(parts: Vec<Part>, df: f64) -> Result<Self, StatsError> {
        positive("degrees of freedom", df)?;
        for part in &parts {
            error::representable(&[part.weight, part.centre, part.scale])?;
        }
        Ok(Self { parts, df })
    }

    /// One t distribution.
    pub(crate) fn one(centre: f64, scale: f64, df: f64) -> Result<Self, StatsError> {
        let part = Part {
            weight: 1.0,
            centre,
            scale,
        };
        Self::new(vec![part], df)
    }

    pub(crate) fn df(&self) -> f64 {
        self.df
    }

    /// Whether it is one t distribution.
    pub(crate) fn is_one(&self) -> bool {
        self.parts.len() == 1
    }

    /// The value that half of the mixture is at or below.
    pub(crate) fn median(&self) -> f64 {
        match self.parts[..] {
            [part] => part.centre,
            _ => self.quantile(0.5, 0.0),
        }
    }

    /// The two quantiles between which this share of the mixture lies.
    pub(crate) fn interval(&self, confidence: f64) -> Result<Interval, StatsError> {
        let t = critical_t(confidence, self.df)?;
        if let [part] = self.parts[..] {
            return Ok(Interval::symmetric(part.centre, part.scale, t, confidence));
        }
        let tail = (1.0 - confidence) / 2.0;
        Ok(Interval {
            lower: self.quantile(tail, -t),
            upper: self.quantile(1.0 - tail, t),
            confidence,
        })
    }

    /// Twice the share on the smaller side of 0.
    pub(crate) fn p_value(&self) -> f64 {
        let below = self.share_at_or_below(0.0);
        let above: f64 = self.sum(|part| one_side(part, self.df, 0.0, true));
        (2.0 * below.min(above)).min(1.0)
    }

    /// The share at or below a value.
    pub(crate) fn share_at_or_below(&self, value: f64) -> f64 {
        self.sum(|part| one_side(part, self.df, value, false))
    }

    /// The root of the mean square of the parts' scales and of their distances from the mean: the
    /// standard error of one part alone is its scale.
    pub(crate) fn standard_error(&self) -> f64 {
        let mean = self.sum(|part| part.centre);
        self.sum(|part| part.scale.powi(2) + (part.centre - mean).powi(2))
            .sqrt()
    }

    fn sum(&self, value: impl Fn(&Part) -> f64) -> f64 {
        self.parts
            .iter()
            .map(|part| part.weight * value(part))
            .sum()
    }

    /// The quantile of a probability, whose quantile of t is `t`: it lies between those of the parts.
    /// Newton's steps, and halving wherever one would leave the bracket.
    fn quantile(&self, probability: f64, t: f64) -> f64 {
        let quantiles = self.parts.iter().map(|part| part.centre + t * part.scale);
        let mut below = quantiles.clone().fold(f64::INFINITY, f64::min);
        let mut above = quantiles.fold(f64::NEG_INFINITY, f64::max);
        let is_smooth = self.parts.iter().all(|part| part.scale > 0.0);
        let width = above - below;
        let small = width * if is_smooth { LAST_STEP } else { SOLVED };
        let law = Shape::new(self.df);
        let mut at = self.sum(|part| part.centre) + t * self.standard_error();
        for _ in 0..MOST_ROUNDS {
            if at <= below || at >= above {
                at = f64::midpoint(below, above);
            }
            let (share, density) = self.share_and_density(at, &law);
            if share < probability {
                below = at;
            } else {
                above = at;
            }
            let next = at - (share - probability) / density;
            if (next - at).abs() <= small {
                return if is_smooth { next } else { at };
            }
            if above - below <= SOLVED * width {
                break;
            }
            at = next;
        }
        at
    }

    fn share_and_density(&self, at: f64, law: &Shape) -> (f64, f64) {
        let mut found = (0.0, 0.0);
        for part in &self.parts {
            let distance = at - part.centre;
            if part.scale > 0.0 {
                let (share, density) = law.share_and_density(distance / part.scale);
                found.0 += part.weight * share;
                found.1 += part.weight * density / part.scale;
            } else if distance >= 0.0 {
                found.0 += part.weight;
            }
        }
        found
    }
}

/// The share of a part at or below a value, or at or above it.
fn one_side(part: &Part, df: f64, value: f64, above: bool) -> f64 {
    let sign = if above { -1.0 } else { 1.0 };
    let distance = sign * (value - part.centre);
    if part.scale <= 0.0 {
        return f64::from(u8::from(distance >= 0.0));
    }
    t_cdf(distance / part.scale, df)
}

/// The t distribution for many values of t: for whole degrees of freedom up to 200 a finite series
/// (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
struct Shape {
    df: f64,
    /// The factor of the density.
    norm: f64,
    series: Option<Vec<f64>>,
}

const LONGEST_SERIES: f64 = 200.0;
/// From here on a t variable is made normal, which is exact to 12 digits and much quicker.
const NEARLY_NORMAL: f64 = 1000.0;

/// The normal variable with the same share below it as this t (Hill 1970, Communications of the ACM 13,
/// 617-619, algorithm 395).
fn as_normal(t: f64, df: f64) -> f64 {
    let size = df - 0.5;
    let scale = 48.0 * size * size;
    let root = (size * (t * t / df).ln_1p()).sqrt();
    let first = root.powi(3) + 3.0 * root;
    let second = 4.0 * root.powi(7) + 33.0 * root.powi(5) + 240.0 * root.powi(3) + 855.0 * root;
    let rest = 10.0 * scale * (scale + 0.8 * root.powi(4) + 100.0);
    (root + first / scale - second / rest).copysign(t)
}

impl Shape {
    fn new(df: f64) -> Self {
        let pi = std::f64::consts::PI;
        let log_norm = ln_gamma(f64::midpoint(df, 1.0)) - ln_gamma(df / 2.0);
        let whole = df.fract() == 0.0 && df <= LONGEST_SERIES;
        Self {
            df,
            norm: log_norm.exp() / (df * pi).sqrt(),
            series: whole.then(|| coefficients(df as usize)),
        }
    }

    fn share_and_density(&self, t: f64) -> (f64, f64) {
        let square = self.df / (self.df + t * t);
        let cosine = square.sqrt();
        let Some(series) = &self.series else {
            let density = self.norm * square.powf(f64::midpoint(self.df, 1.0));
            let share = if self.df < NEARLY_NORMAL {
                t_cdf(t, self.df)
            } else {
                normal_cdf(as_normal(t, self.df))
            };
            return (share, density);
        };
        let density = self.norm * cosine.powi(self.df as i32 + 1);
        let sum = series
            .iter()
            .rev()
            .fold(0.0, |sum, factor| sum * square + factor);
        let sine = t.abs() / (self.df + t * t).sqrt();
        let between = if self.df % 2.0 == 0.0 {
            sine * sum
        } else {
            (t.abs() / self.df.sqrt()).atan() * std::f64::consts::FRAC_2_PI
                + std::f64::consts::FRAC_2_PI * sine * cosine * sum
        };
        (f64::midpoint(1.0, between.copysign(t)), density)
    }
}

/// The factors of the powers of cos² in the series of the share between −t and t.
fn coefficients(df: usize) -> Vec<f64> {
    let (terms, first) = if df.is_multiple_of(2) {
        (df / 2, 1.0)
    } else {
        ((df - 1) / 2, 2.0)
    };
    let mut factor = 1.0;
    let mut found = Vec::with_capacity(terms);
    for term in 0..terms {
        found.push(factor);
        let step = 2.0 * term as f64 + first;
        factor *= step / (step + 1.0);
    }
    found
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{Continuous, StudentsT};

    use super::*;
    use crate::stats::distribution::{t_cdf, t_two_sided};
    use crate::stats::reference::agree;

    fn part(weight: f64, centre: f64, scale: f64) -> Part {
        Part {
            weight,
            centre,
            scale,
        }
    }

    #[test]
    fn the_series_gives_the_t_distribution() {
        for df in [
            1.0, 2.0, 3.0, 4.0, 5.0, 8.0, 15.0, 40.0, 77.0, 200.0, 201.0, 3.5, 999.0, 1000.0,
        ] {
            let law = Shape::new(df);
            for t in [-30.0, -4.0, -1.0, -0.1, 0.0, 0.3, 2.0, 9.0] {
                let (share, density) = law.share_and_density(t);
                let near = if df < NEARLY_NORMAL { 1e-13 } else { 1e-12 };
                assert!((share - t_cdf(t, df)).abs() < near, "{df} {t}");
                let expected = StudentsT::new(0.0, 1.0, df).unwrap().pdf(t);
                agree(
                    density,
                    expected,
                    if df < NEARLY_NORMAL { 1e-12 } else { 1e-9 },
                );
            }
        }
    }

    #[test]
    fn with_many_degrees_of_freedom_the_share_is_that_of_30_digit_arithmetic() {
        // mpmath 1.3.0, regularised incomplete beta function
        for (df, t, expected) in [
            (1000.0, -12.0, 2.162_028_693_387_264e-31),
            (1000.0, -4.0, 3.400_495_960_439_079e-5),
            (1000.0, -1.0, 0.158_776_209_042_336_15),
            (1000.0, 2.0, 0.977_114_826_753_374_2),
            (5e4, -4.0, 3.171_676_734_042_601e-5),
            (5e4, -0.1, 0.460_172_363_183_502_9),
            (5e4, 0.3, 0.617_910_798_621_545_1),
        ] {
            agree(Shape::new(df).share_and_density(t).0, expected, 2e-12);
        }
    }

    #[test]
    fn one_part_is_a_t_distribution() {
        let one = Mixture::one(2.0, 0.5, 7.0).unwrap();
        assert_eq!(one.median(), 2.0);
        assert_eq!(one.standard_error(), 0.5);
        let reach = 0.5 * critical_t(0.95, 7.0).unwrap();
        let interval = one.interval(0.95).unwrap();
        assert_eq!((interval.lower, interval.upper), (2.0 - reach, 2.0 + reach));
        agree(one.p_value(), t_two_sided(4.0, 7.0), 1e-13);
    }

    #[test]
    fn quantiles_of_a_mixture_are_those_of_scipy() {
        // SciPy 1.17.1, brentq on 0.3·t(5; -1, 0.4) + 0.5·t(5; 0.5, 1.5) + 0.2·t(5; 2, 0.1)
        let parts = vec![
            part(0.3, -1.0, 0.4),
            part(0.5, 0.5, 1.5),
            part(0.2, 2.0, 0.1),
        ];
        let three = Mixture::new(parts, 5.0).unwrap();
        let interval = three.interval(0.95).unwrap();
        agree(interval.lower, -2.598_206_013_635_62, 1e-12);
        agree(interval.upper, 3.523_343_579_270_948, 1e-12);
        agree(three.median(), 0.142_956_579_309_428_2, 1e-12);
        // NumPy: the root of the mean of scale² + (centre − 0.35)²
        agree(three.standard_error(), 1.509_138_827_278_657, 1e-12);
        agree(three.p_value(), 0.959_857_412_947_392_1, 1e-12);
        for probability in [0.025, 0.5, 0.975] {
            let t = critical_t(0.95, 5.0).unwrap() * (probability - 0.5) / 0.475;
            let found = three.quantile(probability, t);
            agree(three.share_at_or_below(found), probability, 1e-12);
        }
    }

    #[test]
    fn without_scatter_the_interval_is_a_point() {
        let sure = Mixture::one(3.0, 0.0, 4.0).unwrap();
        let interval = sure.interval(0.9).unwrap();
        assert_eq!(
            (interval.lower, interval.upper, sure.p_value()),
            (3.0, 3.0, 0.0)
        );
        assert_eq!(Mixture::one(0.0, 0.0, 4.0).unwrap().p_value(), 1.0);
        let two = vec![part(0.5, 1.0, 0.0), part(0.5, 1.0, 0.0)];
        let two = Mixture::new(two, 4.0).unwrap();
        assert_eq!(two.interval(0.9).unwrap().upper, 1.0);
        assert_eq!(two.median(), 1.0);
    }

    #[test]
    fn a_part_without_scatter_is_a_step() {
        // half at 1 exactly, half t(4) about 2: 3/4 at or below 2, and the step of 1/2 at 1
        let parts = vec![part(0.5, 1.0, 0.0), part(0.5, 2.0, 1.0)];
        let mixed = Mixture::new(parts, 4.0).unwrap();
        agree(mixed.share_at_or_below(2.0), 0.75, 1e-12);
        let law = Shape::new(4.0);
        let (just_below, _) = mixed.share_and_density(1.0 - 1e-12, &law);
        let (at, density) = mixed.share_and_density(1.0, &law);
        agree(at - just_below, 0.5, 1e-10);
        assert!(density.is_finite());
        agree(mixed.quantile(0.5, 0.0), 1.0, 1e-12);
        // the same in a unit a thousand times as large
        let parts = vec![part(0.5, 0.001, 0.0), part(0.5, 0.002, 0.001)];
        let large_unit = Mixture::new(parts, 4.0).unwrap();
        agree(large_unit.quantile(0.5, 0.0), 0.001, 1e-12);
    }

    #[test]
    fn a_mixture_of_equal_parts_is_that_part() {
        let halves = vec![part(0.5, 1.0, 2.0), part(0.5, 1.0, 2.0)];
        let halves = Mixture::new(halves, 3.0).unwrap();
        let one = Mixture::one(1.0, 2.0, 3.0).unwrap();
        let (found, expected) = (halves.interval(0.9).unwrap(), one.interval(0.9).unwrap());
        agree(found.lower, expected.lower, 1e-12);
        agree(found.upper, expected.upper, 1e-12);
        agree(halves.p_value(), one.p_value(), 1e-13);
    }

    #[test]
    fn bad_parts_are_an_error() {
        assert!(Mixture::one(f64::NAN, 1.0, 3.0).is_err());
        assert!(Mixture::one(1.0, f64::INFINITY, 3.0).is_err());
        assert!(Mixture::one(1.0, 1.0, 0.0).is_err());
        assert!(Mixture::one(1.0, 1.0, 3.0).unwrap().interval(95.0).is_err());
    }
}
