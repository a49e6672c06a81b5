//! Rates of areas against their population, with the limits within which they are expected.
//!
//! Names stand beside the areas outside the inner limits, where there is room for them.

use anyhow::Result;

use super::Margins;
use crate::answer::{Funnel, ValueAxis};
use crate::render::chart::parts::axis::ValueScale;
use crate::render::chart::parts::canvas::{Anchor, Canvas};
use crate::render::chart::parts::geometry::{Area, Point};
use crate::render::chart::parts::theme::{
    AXIS_NAME, BLACK, DARK_BLUE, GREY, GRIDLINE, REMARK, STEM, TICK, WHITE,
};

/// Room below the plot for the values and the name of the axis, in pixels.
const BELOW: f64 = 60.0;
const BESIDE_AXIS: f64 = 10.0;
const DOT: f64 = 7.0;
const DASHES: [(f64, f64); 2] = [(12.0, 6.0), (3.0, 5.0)];
/// Between a dot and its name, in pixels.
const BESIDE_DOT: f64 = 5.0;

struct Scale {
    plot: Area,
    people: ValueScale,
    rates: ValueScale,
}

impl Scale {
    fn x(&self, people: f64) -> f64 {
        self.plot.left + self.plot.width() * people / self.people.high
    }

    fn y(&self, rate: f64) -> f64 {
        let share = rate / self.rates.high;
        self.plot.bottom - self.plot.height() * share.clamp(0.0, 1.0)
    }
}

fn rates(funnel: &Funnel) -> ValueScale {
    let rates = funnel.points.iter().map(|point| point.rate);
    // The outer limits of the smallest areas may be far above every rate.
    let highest = rates.clone().fold(funnel.baseline, f64::max);
    let limits = funnel.limits.iter().flat_map(|limits| &limits.course);
    let upper = limits.map(|(.., upper)| upper.min(1.15 * highest));
    ValueScale::covering(rates.chain(upper), ValueAxis::Decimals)
}

/// Room that the chart needs beside its plot.
pub(crate) fn margins(funnel: &Funnel) -> Margins {
    let ticks = rates(funnel);
    let widest = ticks
        .ticks()
        .into_iter()
        .map(|value| TICK.width(&ticks.label(value)));
    let labels = funnel
        .limits
        .iter()
        .map(|limits| REMARK.width(&limits.label));
    let right = labels
        .chain([TICK.width("0,000,000") / 2.0])
        .fold(0.0, f64::max);
    Margins {
        left: widest.fold(0.0, f64::max) + BESIDE_AXIS,
        right: right + BESIDE_DOT,
    }
}

/// Draws the chart; returns how many pixels it takes.
pub(crate) fn draw(
    funnel: &Funnel,
    canvas: &Canvas<'_>,
    (left, right): (f64, f64),
    height: f64,
) -> Result<f64> {
    let above = AXIS_NAME.line_height() + 6.0;
    canvas.text(
        &funnel.rate_axis,
        (left, AXIS_NAME.ascent()),
        Anchor::Start,
        AXIS_NAME,
        GREY,
    )?;
    let canvas = canvas.moved_down(above);
    let people = funnel.points.iter().map(|point| point.population);
    let scale = Scale {
        plot: Area {
            left,
            top: 0.0,
            right,
            bottom: height - BELOW,
        },
        people: ValueScale::covering(people, ValueAxis::Counts),
        rates: rates(funnel),
    };
    let below = axes(funnel, &scale, &canvas)?;
    let mut taken = limits(funnel, &scale, &canvas)?;
    let dots: Vec<Point> = funnel
        .points
        .iter()
        .map(|point| (scale.x(point.population), scale.y(point.rate)))
        .collect();
    for dot in &dots {
        canvas.dot(*dot, DOT + 1.5, WHITE)?;
        canvas.dot(*dot, DOT, DARK_BLUE)?;
        taken.push(Area::around(*dot, 2.0 * DOT, 2.0 * DOT));
    }
    for (point, dot) in funnel
        .points
        .iter()
        .zip(&dots)
        .filter(|(point, _)| point.is_outside)
    {
        if let Some((area, place)) = name_place(&point.label, *dot, &scale.plot, &taken) {
            canvas.text(&point.label, place, Anchor::Start, REMARK, BLACK)?;
            taken.push(area);
        }
    }
    Ok(above + below)
}

fn axes(funnel: &Funnel, scale: &Scale, canvas: &Canvas<'_>) -> Result<f64> {
    let plot = scale.plot;
    for rate in scale.rates.ticks() {
        let y = scale.y(rate);
        canvas.path(&[(plot.left, y), (plot.right, y)], GRIDLINE, 1.5)?;
        let place = (plot.left - BESIDE_AXIS, y + TICK.size * 0.36);
        canvas.text(&scale.rates.label(rate), place, Anchor::End, TICK, GREY)?;
    }
    let top = plot.bottom + 12.0;
    for people in scale.people.ticks() {
        let x = scale.x(people);
        canvas.path(&[(x, plot.bottom), (x, plot.bottom + 6.0)], GREY, 2.0)?;
        let place = (x, top + TICK.ascent());
        canvas.text(
            &scale.people.label(people),
            place,
            Anchor::Middle,
            TICK,
            GREY,
        )?;
    }
    canvas.path(
        &[(plot.left, plot.bottom), (plot.right, plot.bottom)],
        GREY,
        2.0,
    )?;
    let name = top + TICK.line_height() + 4.0;
    let place = (plot.left, name + AXIS_NAME.ascent());
    canvas.text(
        &funnel.population_axis,
        place,
        Anchor::Start,
        AXIS_NAME,
        GREY,
    )?;
    Ok(name + AXIS_NAME.line_height())
}

/// The common rate and the limits, each with its name at the right; returns what the names take.
fn limits(funnel: &Funnel, scale: &Scale, canvas: &Canvas<'_>) -> Result<Vec<Area>> {
    let plot = scale.plot;
    let y = scale.y(funnel.baseline);
    canvas.path(&[(plot.left, y), (plot.right, y)], STEM, 2.5)?;
    let mut taken = Vec::new();
    let width = REMARK.width(&funnel.baseline_label);
    let area = Area {
        left: plot.right - width - 4.0,
        top: y - REMARK.line_height() - 2.0,
        right: plot.right,
        bottom: y - 2.0,
    };
    canvas.rectangle(&area, WHITE)?;
    let place = (area.left + 2.0, area.top + REMARK.ascent());
    canvas.text(&funnel.baseline_label, place, Anchor::Start, REMARK, BLACK)?;
    taken.push(area);
    for (limits, dash) in funnel.limits.iter().zip(DASHES) {
        for is_upper in [false, true] {
            let course = limits.course.iter().map(|(people, lower, upper)| {
                let rate = if is_upper { *upper } else { *lower };
                (*people, rate)
            });
            let drawn: Vec<Point> = course
                .filter(|(_, rate)| *rate <= scale.rates.high)
                .map(|(people, rate)| (scale.x(people), scale.y(rate)))
                .collect();
            canvas.dashes(&drawn, GREY, 2.0, dash)?;
            if let Some((x, y)) = drawn.last() {
                let place = (x + BESIDE_DOT, y + REMARK.size * 0.36);
                canvas.text(&limits.label, place, Anchor::Start, REMARK, GREY)?;
                taken.push(Area::around(
                    (x + BESIDE_DOT + REMARK.width(&limits.label) / 2.0, *y),
                    REMARK.width(&limits.label),
                    REMARK.line_height(),
                ));
            }
        }
    }
    Ok(taken)
}

/// A free place for a name to the right or left of a dot, above or below it.
fn name_place(name: &str, dot: Point, plot: &Area, taken: &[Area]) -> Option<(Area, Point)> {
    let (width, height) = (REMARK.width(name), REMARK.line_height());
    let reach = DOT + BESIDE_DOT;
    let right = dot.0 + reach;
    let (left, above) = (dot.0 - reach - width, dot.1 - height);
    let middle = (dot.0 - width / 2.0, dot.1 - height / 2.0);
    let corners = [
        (right, middle.1),
        (left, middle.1),
        (middle.0, above - reach),
        (middle.0, dot.1 + reach),
        (right, above),
        (right, dot.1),
        (left, above),
        (left, dot.1),
    ];
    let mut areas = corners.into_iter().map(|(left, top)| Area {
        left,
        top,
        right: left + width,
        bottom: top + height,
    });
    let is_free = |area: &Area| plot.contains(area) && !taken.iter().any(|one| one.overlaps(area));
    let area = areas.find(is_free)?;
    Some((area, (area.left, area.top + REMARK.ascent())))
}
