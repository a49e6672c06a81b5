//! The annual change of a fitted trend, in its latest part or as a whole.

use crate::estimates::{Fitted, FittedModel};
use crate::model::Period;
use crate::stats::estimate::Interval;

/// Moments this close together, in years, are one.
const CLOSE: f64 = 1e-7;

/// The annual change of one trend.
#[derive(Debug, Clone)]
pub(super) struct Rate {
    pub(super) from: Period,
    pub(super) to: Period,
    pub(super) change: f64,
    pub(super) interval: Option<Interval>,
    pub(super) p_value: Option<f64>,
    pub(super) df: Option<f64>,
    pub(super) n: usize,
    pub(super) method: &'static str,
}

/// The rate of a fitted trend in its latest part.
pub(super) fn latest_rate(fitted: &Fitted) -> Option<Rate> {
    let FittedModel::Joinpoint(selection, _) = &fitted.model else {
        return whole_rate(fitted);
    };
    let piece = selection.model.segments.last()?;
    let (error, points) = (piece.error, &fitted.segment.points);
    let inside = points.iter().map(|(point, _)| point.period);
    let inside: Vec<Period> = inside
        .filter(|period| period.midpoint() >= piece.from - CLOSE)
        .collect();
    Some(Rate {
        from: *inside.first()?,
        to: *inside.last()?,
        change: piece.change,
        interval: error.map(|error| error.interval),
        p_value: error.map(|error| error.p_value),
        df: error.map(|error| error.df),
        n: inside.len(),
        method: selection.model.method,
    })
}

/// The rate of a fitted trend from its first to its last period.
pub(super) fn whole_rate(fitted: &Fitted) -> Option<Rate> {
    let points = &fitted.segment.points;
    let (from, to) = (points.first()?.0.period, points.last()?.0.period);
    let n = points.len();
    Some(match &fitted.model {
        FittedModel::Line(line) => Rate {
            from,
            to,
            change: line.change.value,
            interval: Some(line.change.interval),
            p_value: Some(line.p_value),
            df: Some(line.df),
            n,
            method: line.method,
        },
        FittedModel::Joinpoint(selection, averages) => {
            let average = averages.first()?;
            Rate {
                from,
                to,
                change: average.change,
                interval: average.interval,
                p_value: average.p_value,
                df: average.df,
                n,
                method: selection.model.method,
            }
        }
    })
}
