//! A small chart for each area, all on the same axes, with the same line in grey behind each.

use anyhow::Result;

use crate::answer::{LinePoint, Multiples, SmallChart};
use crate::render::chart::parts::axis::ValueScale;
use crate::render::chart::parts::canvas::{Anchor, Canvas};
use crate::render::chart::parts::geometry::{Area, Point};
use crate::render::chart::parts::theme::{
    AXIS_NAME, BLACK, CONTEXT, DARK_BLUE, GREY, GRIDLINE, LABEL, NOTE, SIDE,
};
use crate::render::font::Face;

/// As many columns as there are words for, but no more.
const MOST_COLUMNS: f64 = 8.0;
/// Between the name of an area and its value, in pixels.
const BESIDE_NAME: f64 = 10.0;
const BETWEEN: f64 = 28.0;
/// Height of a plot, in pixels, and the lowest that shows a course.
const PLOT: f64 = 96.0;
const LOWEST_PLOT: f64 = 36.0;
/// White space below the years, in pixels.
const BELOW_YEARS: f64 = 16.0;
/// Face of a name where the larger one has no room in each chart.
const NAME: Face = Face::bold(16.0);
const DOT: f64 = 4.0;

struct Scale {
    plot: Area,
    from: f64,
    to: f64,
    values: ValueScale,
}

impl Scale {
    fn at(&self, point: &LinePoint) -> Option<Point> {
        let share = (point.at - self.from) / (self.to - self.from);
        let height = point.value? / self.values.high;
        Some((
            self.plot.left + share * self.plot.width(),
            self.plot.bottom - height * self.plot.height(),
        ))
    }

    /// The stretches of a line between missing values.
    fn runs(&self, points: &[LinePoint]) -> Vec<Vec<Point>> {
        let mut runs: Vec<Vec<Point>> = vec![Vec::new()];
        for point in points {
            match (self.at(point), runs.last_mut()) {
                (Some(place), Some(run)) => run.push(place),
                _ => runs.push(Vec::new()),
            }
        }
        runs
    }
}

/// Draws the charts; returns how many pixels they take.
pub(crate) fn draw(
    multiples: &Multiples,
    canvas: &Canvas<'_>,
    (page, less): (f64, f64),
) -> Result<f64> {
    let panels = multiples.panels.iter().flat_map(|panel| &panel.points);
    let values = panels
        .chain(&multiples.behind)
        .filter_map(|point| point.value);
    let values = ValueScale::covering(values, multiples.value_axis);
    let left = SIDE
        + values
            .ticks()
            .into_iter()
            .map(|value| NOTE.width(&values.label(value)))
            .fold(0.0, f64::max)
        + 8.0;
    let room = page - SIDE - left;
    let columns = columns(multiples, room);
    let width = (room - BETWEEN * (columns - 1.0)) / columns;
    let rows = multiples.panels.len().div_ceil(columns as usize).max(1);
    let height = (PLOT - less / rows as f64).clamp(LOWEST_PLOT, PLOT);
    let face = name_face(multiples, width);
    let mut top = key(multiples, canvas)?;
    let head = LABEL.line_height() + 4.0;
    for row in multiples.panels.chunks(columns as usize) {
        for (column, panel) in row.iter().enumerate() {
            let left = left + column as f64 * (width + BETWEEN);
            let scale = Scale {
                plot: Area {
                    left,
                    top: top + head,
                    right: left + width,
                    bottom: top + head + height,
                },
                from: multiples.from,
                to: multiples.to,
                values,
            };
            small((panel, face), multiples, &scale, column == 0, canvas)?;
        }
        top += head + height + NOTE.line_height() + BELOW_YEARS;
    }
    Ok(top)
}

/// How many charts stand side by side: the name and the value of each need room.
fn columns(multiples: &Multiples, room: f64) -> f64 {
    let needed = multiples.panels.iter().map(|panel| heading(panel, NAME));
    let widest = needed.fold(PLOT, f64::max);
    ((room + BETWEEN) / (widest + BETWEEN))
        .floor()
        .clamp(1.0, MOST_COLUMNS)
}

/// Width of a name with its value.
fn heading(panel: &SmallChart, face: Face) -> f64 {
    face.width(&panel.label) + BESIDE_NAME + NOTE.width(&panel.value)
}

/// One face for all names: the larger one where each of them has room.
fn name_face(multiples: &Multiples, width: f64) -> Face {
    let mut panels = multiples.panels.iter();
    if panels.all(|panel| heading(panel, LABEL) <= width) {
        LABEL
    } else {
        NAME
    }
}

/// What the grey line is.
fn key(multiples: &Multiples, canvas: &Canvas<'_>) -> Result<f64> {
    if multiples.behind.is_empty() {
        return Ok(0.0);
    }
    let middle = AXIS_NAME.line_height() / 2.0;
    canvas.path(&[(SIDE, middle), (SIDE + 40.0, middle)], CONTEXT, 5.0)?;
    let place = (SIDE + 50.0, AXIS_NAME.ascent());
    canvas.text(
        &multiples.behind_label,
        place,
        Anchor::Start,
        AXIS_NAME,
        GREY,
    )?;
    Ok(AXIS_NAME.line_height() + 12.0)
}

fn small(
    (panel, face): (&SmallChart, Face),
    multiples: &Multiples,
    scale: &Scale,
    is_first: bool,
    canvas: &Canvas<'_>,
) -> Result<()> {
    let plot = scale.plot;
    let base = plot.top - 4.0 - LABEL.line_height() + LABEL.ascent();
    canvas.text(&panel.label, (plot.left, base), Anchor::Start, face, BLACK)?;
    canvas.text(&panel.value, (plot.right, base), Anchor::End, NOTE, GREY)?;
    for value in [0.0, scale.values.high] {
        let y = plot.bottom - plot.height() * value / scale.values.high;
        canvas.path(&[(plot.left, y), (plot.right, y)], GRIDLINE, 1.5)?;
        if is_first {
            let place = (plot.left - 8.0, y + NOTE.size * 0.36);
            canvas.text(&scale.values.label(value), place, Anchor::End, NOTE, GREY)?;
        }
    }
    for (points, colour, width) in [
        (&multiples.behind, CONTEXT, 5.0),
        (&panel.points, DARK_BLUE, 3.0),
    ] {
        for run in scale.runs(points).iter().filter(|run| !run.is_empty()) {
            canvas.path(run, colour, width)?;
        }
    }
    if let Some(place) = panel.points.iter().rev().find_map(|point| scale.at(point)) {
        canvas.dot(place, DOT, DARK_BLUE)?;
    }
    let top = plot.bottom + 4.0 + NOTE.ascent();
    let ends = multiples
        .ticks
        .first()
        .into_iter()
        .chain(multiples.ticks.last());
    for (tick, (x, anchor)) in ends.zip([(plot.left, Anchor::Start), (plot.right, Anchor::End)]) {
        canvas.text(&tick.label, (x, top), anchor, NOTE, GREY)?;
    }
    Ok(())
}
