//! A line's points in pixels: runs that no missing value interrupts, dots, bars and bands.
//!
//! Holds no label and no drawing.

use super::axis::ValueScale;
use super::geometry::{Area, Point, Segment};
use super::theme::LineStyle;
use crate::answer::{Gap, Line, LinePoint, LineRole, Lines};

/// From years and values to pixels; the plot's upper edge is at y = 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    pub(crate) plot: Area,
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) values: ValueScale,
}

impl Scale {
    pub(crate) fn x(&self, at: f64) -> f64 {
        self.plot.left + (at - self.from) / (self.to - self.from) * self.plot.width()
    }

    pub(crate) fn y(&self, value: f64) -> f64 {
        let share = (value - self.values.low) / (self.values.high - self.values.low);
        self.plot.bottom - share * self.plot.height()
    }

    /// A limit of an interval, which may lie beyond the axis.
    fn y_within(&self, value: f64) -> f64 {
        self.y(value).max(self.plot.top).min(self.plot.bottom)
    }
}

/// An interval as a bar with caps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Whisker {
    pub(crate) x: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

/// Everything of one line but its label.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Strokes {
    pub(crate) style: LineStyle,
    /// Whether these are published figures.
    pub(crate) is_observed: bool,
    /// How far the line is moved sideways, in pixels.
    pub(crate) shift: f64,
    /// Points that are joined; each run has two or more.
    pub(crate) runs: Vec<Vec<Point>>,
    /// Points that are marked, in order.
    pub(crate) dots: Vec<Point>,
    /// Points of periods that are counted only in part.
    pub(crate) hollow: Vec<Point>,
    /// Radius of a dot in pixels.
    pub(crate) radius: f64,
    pub(crate) whiskers: Vec<Whisker>,
    /// Half the width of a whisker's cap, in pixels.
    pub(crate) cap: f64,
    /// Outlines of the bands about the runs.
    pub(crate) bands: Vec<Vec<Point>>,
}

impl Strokes {
    /// Lays a line out; `shift` moves it sideways, in pixels, where bars would hide one another.
    pub(crate) fn new(
        line: &Line,
        style: LineStyle,
        scale: &Scale,
        chart: &Lines,
        shift: f64,
    ) -> Self {
        let runs = runs(line, &chart.gaps, &chart.partial);
        let marked = matches!(line.role, LineRole::Observed { dots: true });
        let spacing = scale.plot.width() / line.points.len().max(1) as f64;
        let radius = if spacing < 18.0 { 3.5 } else { 5.5 };
        let pixel = |point: &&LinePoint, value: f64| (scale.x(point.at) + shift, scale.y(value));
        let mut strokes = Self {
            style,
            is_observed: matches!(line.role, LineRole::Observed { .. }),
            shift,
            runs: Vec::new(),
            dots: Vec::new(),
            hollow: Vec::new(),
            radius,
            whiskers: Vec::new(),
            cap: (spacing / 3.0).clamp(2.5, 8.0),
            bands: Vec::new(),
        };
        for run in &runs {
            let path: Vec<Point> = run
                .iter()
                .filter_map(|point| valued(point).map(|value| pixel(point, value)))
                .collect();
            if run.iter().any(|point| is_partial(point, &chart.partial)) {
                strokes.hollow.extend(&path);
            } else if marked || path.len() == 1 {
                strokes.dots.extend(&path);
            }
            if marked || path.len() == 1 {
                strokes
                    .whiskers
                    .extend(run.iter().filter_map(|point| whisker(point, scale, shift)));
            } else {
                strokes.bands.extend(band(run, scale, shift));
            }
            if path.len() > 1 {
                strokes.runs.push(path);
            }
        }
        strokes
    }

    /// How far down the joined line is at a place across, if it runs there.
    pub(crate) fn height_at(&self, x: f64) -> Option<f64> {
        let parts = self.runs.iter().flat_map(|run| Segment::along(run));
        parts
            .filter(|part| part.from.0 < part.to.0)
            .find(|part| part.from.0 <= x && x <= part.to.0)
            .map(|part| part.at((x - part.from.0) / (part.to.0 - part.from.0)).1)
    }

    /// What a label must keep clear of.
    pub(crate) fn segments(&self) -> impl Iterator<Item = Segment> + '_ {
        let joined = self.runs.iter().flat_map(|run| Segment::along(run));
        let bars = self.whiskers.iter().map(|bar| Segment {
            from: (bar.x, bar.top),
            to: (bar.x, bar.bottom),
        });
        joined.chain(bars)
    }

    /// The boxes of the dots and of the bars' caps.
    pub(crate) fn boxes(&self) -> impl Iterator<Item = Area> + '_ {
        let side = self.radius * 2.0;
        let dots = self
            .dots
            .iter()
            .chain(&self.hollow)
            .map(move |dot| Area::around(*dot, side, side));
        let caps = self.whiskers.iter().flat_map(|bar| {
            [bar.top, bar.bottom].map(|y| Area::around((bar.x, y), self.cap * 2.0, 3.0))
        });
        dots.chain(caps)
    }
}

/// The value that can be drawn, if there is one.
pub(crate) fn valued(point: &LinePoint) -> Option<f64> {
    point
        .value
        .filter(|value| value.is_finite() && point.at.is_finite())
}

/// The limits that can be drawn, the lower first.
pub(crate) fn limits(point: &LinePoint) -> Option<(f64, f64)> {
    valued(point)?;
    point
        .interval
        .filter(|(lower, upper)| lower.is_finite() && upper.is_finite() && lower <= upper)
}

/// Points with values between which nothing is missing: neither a point nor a declared gap.
fn runs<'a>(line: &'a Line, gaps: &[Gap], partial: &[f64]) -> Vec<Vec<&'a LinePoint>> {
    let observed = matches!(line.role, LineRole::Observed { .. });
    let mut runs: Vec<Vec<&LinePoint>> = Vec::new();
    let mut open = false;
    for point in &line.points {
        if valued(point).is_none() {
            open = false;
            continue;
        }
        let alone = observed && is_partial(point, partial);
        match runs.last_mut() {
            Some(run)
                if open
                    && !alone
                    && !(observed
                        && run.last().is_some_and(|before| {
                            gaps.iter()
                                .any(|gap| before.at <= gap.from && gap.to <= point.at)
                        })) =>
            {
                run.push(point);
            }
            _ => runs.push(vec![point]),
        }
        open = !alone;
    }
    runs
}

/// Whether the period of a point is counted only in part.
fn is_partial(point: &LinePoint, partial: &[f64]) -> bool {
    partial.iter().any(|at| (at - point.at).abs() < 1e-6)
}

fn whisker(point: &LinePoint, scale: &Scale, shift: f64) -> Option<Whisker> {
    let (lower, upper) = limits(point)?;
    Some(Whisker {
        x: scale.x(point.at) + shift,
        top: scale.y_within(upper),
        bottom: scale.y_within(lower),
    })
}

/// Outlines about each stretch of a run in which every point has limits.
fn band(run: &[&LinePoint], scale: &Scale, shift: f64) -> Vec<Vec<Point>> {
    run.split(|point| limits(point).is_none())
        .filter(|stretch| stretch.len() > 1)
        .map(|stretch| {
            let edge = |upper: bool| {
                stretch.iter().filter_map(move |point| {
                    let (low, high) = limits(point)?;
                    let y = scale.y_within(if upper { high } else { low });
                    Some((scale.x(point.at) + shift, y))
                })
            };
            let lower: Vec<Point> = edge(false).collect();
            edge(true).chain(lower.into_iter().rev()).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Scale, Strokes, runs};
    use crate::answer::{Gap, Line, LinePoint, LineRole, ValueAxis};
    use crate::render::chart::parts::axis::ValueScale;
    use crate::render::chart::parts::geometry::Area;
    use crate::render::chart::parts::theme::line_style;

    fn line(values: &[Option<f64>], role: LineRole) -> Line {
        let points = values.iter().zip(0..).map(|(value, year)| LinePoint {
            at: f64::from(2000 + year),
            value: *value,
            interval: value.map(|value| (value - 1.0, value + 1.0)),
            label: None,
        });
        Line {
            label: "All".to_owned(),
            role,
            points: points.collect(),
        }
    }

    fn strokes(line: &Line) -> Strokes {
        let values = ValueScale::covering([10.0], ValueAxis::Counts);
        let plot = Area {
            left: 0.0,
            top: 0.0,
            right: 500.0,
            bottom: 100.0,
        };
        let scale = Scale {
            plot,
            from: 2000.0,
            to: 2005.0,
            values,
        };
        Strokes::new(
            line,
            line_style(0, 1, line.role),
            &scale,
            &crate::answer::Lines::default(),
            0.0,
        )
    }

    const PLAIN: LineRole = LineRole::Observed { dots: false };

    #[test]
    fn a_missing_value_opens_the_line_and_a_lone_point_is_a_dot() {
        let drawn = strokes(&line(&[Some(5.0), Some(10.0), None, Some(2.0)], PLAIN));
        assert_eq!(drawn.runs, [vec![(0.0, 50.0), (100.0, 0.0)]]);
        assert_eq!(drawn.dots, [(300.0, 80.0)]);
    }

    #[test]
    fn a_value_that_is_no_number_opens_the_line() {
        let drawn = strokes(&line(&[Some(5.0), Some(f64::NAN), Some(2.0)], PLAIN));
        assert!(drawn.runs.is_empty());
        assert_eq!(drawn.dots.len(), 2);
    }

    #[test]
    fn a_gap_between_two_points_opens_the_line_of_figures() {
        let gap = Gap {
            from: 2000.2,
            to: 2000.8,
            reason: "no survey".to_owned(),
        };
        let figures = line(&[Some(5.0), Some(6.0)], PLAIN);
        let fitted = line(&[Some(5.0), Some(6.0)], LineRole::Fitted { of: 0 });
        assert_eq!(runs(&figures, std::slice::from_ref(&gap), &[]).len(), 2);
        assert_eq!(runs(&fitted, &[gap], &[]).len(), 1);
    }

    #[test]
    fn figures_with_dots_have_bars_and_a_fitted_line_has_a_band() {
        let marked = strokes(&line(
            &[Some(5.0), Some(6.0)],
            LineRole::Observed { dots: true },
        ));
        assert_eq!((marked.whiskers.len(), marked.bands.len()), (2, 0));
        let fitted = strokes(&line(&[Some(5.0), Some(6.0)], LineRole::Fitted { of: 0 }));
        assert_eq!((fitted.whiskers.len(), fitted.bands.len()), (0, 1));
        assert_eq!(
            fitted.bands[0],
            [(0.0, 40.0), (100.0, 30.0), (100.0, 50.0), (0.0, 60.0)]
        );
    }
}
