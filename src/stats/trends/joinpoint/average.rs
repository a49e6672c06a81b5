//! The average annual change of a joinpoint model over a window.
//!
//! Does not average raw changes.

use super::model::Model;
use super::segment::{Segment, SlopeError};
use crate::stats::distribution::{critical_z, p_value};
use crate::stats::error::{StatsError, between};
use crate::stats::estimate::Interval;
use crate::stats::trends::line::annual_change;

/// The average annual (percent) change over a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Average {
    /// The start of the window.
    pub from: f64,
    /// Its end.
    pub to: f64,
    /// AAPC in percent on the log scale, else the average change a year.
    pub change: f64,
    /// Its interval; none where the model has no standard errors.
    pub interval: Option<Interval>,
    /// The p-value of no change.
    pub p_value: Option<f64>,
    /// Degrees of freedom, where the window lies in one segment and t is used.
    pub df: Option<f64>,
    /// The method in words.
    pub method: &'static str,
}

/// The average over the window from `from` to `to`: slopes weighted by the overlap of their segments
/// with the window, 100(exp(Σwb/Σw) − 1), limits with z and variance Σw²se²/(Σw)²; within one
/// segment that segment's change with its t interval (Clegg and others 2009, Statistics in Medicine
/// 28, 3670-3682; Joinpoint version 4).
///
/// # Errors
/// A window that is empty or reaches beyond the model.
pub fn average(model: &Model, from: f64, to: f64) -> Result<Average, StatsError> {
    let first = model.segments.first().map_or(0.0, |segment| segment.from);
    let last = model.segments.last().map_or(0.0, |segment| segment.to);
    let from = between("start of the window", from, first, last)?;
    let to = between("end of the window", to, from, last)?;
    let parts: Vec<(f64, &Segment)> = model
        .segments
        .iter()
        .map(|segment| (segment.to.min(to) - segment.from.max(from), segment))
        .filter(|(overlap, _)| *overlap > 0.0)
        .collect();
    match parts[..] {
        [] => Err(StatsError::NotPositive {
            what: "length of the window",
            value: to - from,
        }),
        [(_, segment)] => Ok(Average {
            from,
            to,
            change: segment.change,
            interval: segment.error.map(|error| error.interval),
            p_value: segment.error.map(|error| error.p_value),
            df: segment.error.map(|error| error.df),
            method: "change of the one segment, t",
        }),
        _ => weighted(model, &parts, from, to),
    }
}

fn weighted(
    model: &Model,
    parts: &[(f64, &Segment)],
    from: f64,
    to: f64,
) -> Result<Average, StatsError> {
    let span: f64 = parts.iter().map(|(overlap, _)| overlap).sum();
    let slope = parts
        .iter()
        .map(|(overlap, segment)| overlap * segment.slope)
        .sum::<f64>()
        / span;
    let change = |slope| annual_change(slope, model.scale);
    let errors: Option<Vec<SlopeError>> = parts.iter().map(|(_, segment)| segment.error).collect();
    let z = critical_z(model.confidence)?;
    let error = errors.map(|errors| {
        let part = |((overlap, _), error): (&(f64, &Segment), &SlopeError)| {
            (overlap / span * error.standard_error).powi(2)
        };
        parts.iter().zip(&errors).map(part).sum::<f64>().sqrt()
    });
    Ok(Average {
        from,
        to,
        change: change(slope),
        interval: error
            .map(|error| Interval::symmetric(slope, error, z, model.confidence).map(change)),
        p_value: error.map(|error| p_value(slope, error, None)),
        df: None,
        method: "slopes weighted by length, z",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::distribution::normal_two_sided;
    use crate::stats::reference::agree;
    use crate::stats::trends::joinpoint::fit;
    use crate::stats::trends::series::{Points, Scale};
    use crate::stats::trends::step::NO_STEPS;

    /// Two segments, 2000 to 2006 with slope 0.02 ± 0.01 and 2006 to 2010 with slope -0.03 ± 0.02.
    fn two_segments(scale: Scale) -> Model {
        let x: Vec<f64> = (0..11).map(|year| 2000.0 + f64::from(year)).collect();
        let value: Vec<f64> = x.iter().map(|x| 5.0 + (x - 2006.0).abs()).collect();
        let points = Points {
            x: &x,
            value: &value,
            standard_error: None,
        };
        let mut model = fit(&points, scale, &NO_STEPS, 1, 0.95).unwrap();
        assert_eq!(model.joinpoints, [2006.0]);
        for (segment, (slope, standard_error)) in
            model.segments.iter_mut().zip([(0.02, 0.01), (-0.03, 0.02)])
        {
            segment.slope = slope;
            segment.error.as_mut().unwrap().standard_error = standard_error;
        }
        model
    }

    #[test]
    fn a_window_over_two_segments_weighs_them_by_their_length() {
        let model = two_segments(Scale::Log);
        // 4 years at 0.02 and 1 at -0.03: mean 0.01, variance (16·0.0001 + 1·0.0004)/25 = 0.00008
        let found = average(&model, 2002.0, 2007.0).unwrap();
        agree(found.change, 100.0 * (0.01_f64.exp() - 1.0), 1e-12);
        let reach = 1.959_963_984_540_054 * 0.000_08_f64.sqrt();
        let interval = found.interval.unwrap();
        agree(interval.lower, 100.0 * ((0.01 - reach).exp() - 1.0), 1e-9);
        agree(interval.upper, 100.0 * ((0.01 + reach).exp() - 1.0), 1e-9);
        agree(
            found.p_value.unwrap(),
            normal_two_sided(0.01 / 0.000_08_f64.sqrt()),
            1e-12,
        );
        assert_eq!((found.from, found.to, found.df), (2002.0, 2007.0, None));
        agree(
            average(&two_segments(Scale::Linear), 2002.0, 2007.0)
                .unwrap()
                .change,
            0.01,
            1e-12,
        );
    }

    #[test]
    fn a_window_within_one_segment_or_equal_to_it_is_that_segments_change() {
        let model = two_segments(Scale::Log);
        for (from, to, at) in [
            (2000.0, 2006.0, 0),
            (2001.5, 2003.0, 0),
            (2006.0, 2010.0, 1),
        ] {
            let found = average(&model, from, to).unwrap();
            let segment = model.segments[at];
            assert_eq!(found.change, segment.change);
            assert_eq!(found.interval, segment.error.map(|error| error.interval));
            assert_eq!(found.p_value, segment.error.map(|error| error.p_value));
            assert_eq!(found.df, segment.error.map(|error| error.df));
        }
    }

    #[test]
    fn without_standard_errors_there_is_no_interval() {
        let mut model = two_segments(Scale::Log);
        model.segments[1].error = None;
        let found = average(&model, 2000.0, 2010.0).unwrap();
        assert_eq!((found.interval, found.p_value), (None, None));
    }

    #[test]
    fn a_window_that_is_empty_or_too_wide_is_an_error() {
        let model = two_segments(Scale::Log);
        let empty = StatsError::NotPositive {
            what: "length of the window",
            value: 0.0,
        };
        assert_eq!(average(&model, 2003.0, 2003.0), Err(empty));
        assert!(average(&model, 2003.0, 2002.0).is_err());
        assert!(average(&model, 1999.0, 2005.0).is_err());
        assert!(average(&model, 2003.0, 2011.0).is_err());
        assert!(average(&model, f64::NAN, 2005.0).is_err());
    }
}
