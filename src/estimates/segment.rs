//! Where a trend may run: between breaks, unless they are stepped over or crossed on request.

use crate::model::{Period, Point, Series};
use crate::stats::trends::bridge::BridgingRatio;
use crate::stats::trends::step::StatedStep;

/// Fewest points for a trend of its own.
pub const FEWEST_POINTS: usize = 4;

/// Points, in the order of time, that one trend may be fitted to.
#[derive(Debug, Clone)]
pub struct Segment {
    /// Points with a figure, and the figure.
    pub points: Vec<(Point, f64)>,
    /// Level steps inside the segment that are estimated, in decimal years.
    pub steps: Vec<f64>,
    /// Level steps inside the segment whose ratio is stated.
    pub stated: Vec<StatedStep>,
}

/// A level step that a trend runs over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LevelStep {
    /// Its date in decimal years.
    pub at: f64,
    /// New basis over old where that is stated; else the fit estimates it.
    pub ratio: Option<BridgingRatio>,
}

impl LevelStep {
    /// A step that the fit estimates.
    #[must_use]
    pub const fn estimated(at: f64) -> Self {
        Self { at, ratio: None }
    }

    /// Whether it is at this date.
    #[must_use]
    pub fn is_at(&self, at: f64) -> bool {
        same_date(self.at, at)
    }
}

impl Segment {
    /// Whether there is a level step at this date.
    #[must_use]
    pub fn steps_over(&self, at: f64) -> bool {
        let stated = self.stated.iter().map(|step| step.at);
        let mut steps = self.steps.iter().copied().chain(stated);
        steps.any(|step| same_date(step, at))
    }
}

/// Whether a step named by its month or its period is at the date of a break: at most half a month apart.
fn same_date(step: f64, at: f64) -> bool {
    (step - at).abs() < 1.0 / 24.0
}

/// Points without a trend.
#[derive(Debug, Clone)]
pub struct TooShort {
    /// Their periods, in the order of time.
    pub periods: Vec<Period>,
    /// Why: `2 points, 4 are needed`, `there is a break inside it`.
    pub reason: String,
}

/// Which breaks a trend may run over.
#[derive(Debug, Clone, PartialEq)]
pub enum Crossing {
    /// None: a trend for each stretch between breaks.
    Never,
    /// All of them, ignoring them.
    Always,
    /// Those at these dates, in decimal years, with a level step for each; no others.
    WithSteps(Vec<LevelStep>),
    /// All of them, with a level step for each.
    WithAllSteps,
}

/// Cuts a series at its breaks. A period with a break inside it belongs to neither side.
#[must_use]
pub fn segments(series: &Series, crossing: &Crossing) -> (Vec<Segment>, Vec<TooShort>) {
    let breaks: Vec<f64> = series.breaks.iter().map(|mark| mark.at).collect();
    let (cuts, steps) = match crossing {
        Crossing::Never => (breaks, Vec::new()),
        Crossing::Always => (Vec::new(), Vec::new()),
        Crossing::WithAllSteps => {
            let steps = breaks.into_iter().map(LevelStep::estimated);
            (Vec::new(), steps.collect())
        }
        Crossing::WithSteps(steps) => {
            let stepped = |at: &f64| steps.iter().any(|step| step.is_at(*at));
            (
                breaks.into_iter().filter(|at| !stepped(at)).collect(),
                steps.clone(),
            )
        }
    };
    let mut found = Vec::new();
    let mut too_short = Vec::new();
    let mut open: Vec<(Point, f64)> = Vec::new();
    for (point, value) in series.valued() {
        let (start, end) = (point.period.start(), point.period.end());
        let last_end = open.last().map_or(start, |(point, _)| point.period.end());
        if cuts
            .iter()
            .any(|cut| *cut > last_end - CLOSE && *cut < start + CLOSE)
        {
            close(&mut open, &steps, &mut found, &mut too_short);
        }
        if cuts
            .iter()
            .any(|cut| *cut > start + CLOSE && *cut < end - CLOSE)
        {
            close(&mut open, &steps, &mut found, &mut too_short);
            too_short.push(TooShort {
                periods: vec![point.period],
                reason: "there is a break inside it".to_owned(),
            });
        } else {
            open.push((point.clone(), value));
        }
    }
    close(&mut open, &steps, &mut found, &mut too_short);
    found.reverse();
    too_short.reverse();
    (found, too_short)
}

/// Moments this close together, in years, are one.
const CLOSE: f64 = 1e-7;

fn close(
    open: &mut Vec<(Point, f64)>,
    steps: &[LevelStep],
    found: &mut Vec<Segment>,
    too_short: &mut Vec<TooShort>,
) {
    let points = std::mem::take(open);
    let (Some((first, _)), Some((last, _))) = (points.first(), points.last()) else {
        return;
    };
    let (start, end) = (first.period.start() + CLOSE, last.period.end() - CLOSE);
    let inside = || steps.iter().filter(|step| (start..end).contains(&step.at));
    let estimated = inside().filter(|step| step.ratio.is_none());
    let steps: Vec<f64> = estimated.map(|step| step.at).collect();
    let stated = |step: &LevelStep| {
        let at = step.at;
        step.ratio.map(|ratio| StatedStep { at, ratio })
    };
    let stated = inside().filter_map(stated).collect();
    if points.len() >= FEWEST_POINTS + steps.len() {
        found.push(Segment {
            points,
            steps,
            stated,
        });
    } else {
        let needed = FEWEST_POINTS + steps.len();
        too_short.push(TooShort {
            reason: format!(
                "{} point{}, {needed} are needed",
                points.len(),
                if points.len() == 1 { "" } else { "s" }
            ),
            periods: points.iter().map(|(point, _)| point.period).collect(),
        });
    }
}
