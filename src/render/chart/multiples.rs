//! A small chart for each area, all on the same axes, with the same line in grey behind each.

use anyhow::Result;

use crate::answer::{LinePoint, Multiples, SmallChart};
use crate::render::chart::parts::axis::ValueScale;
use crate::render::chart::parts::canvas::{Anchor, Canvas};
use crate::render::chart::parts::geometry::{Area, Point};
use crate::render::chart::parts::theme::{
    AXIS_NAME, BLACK, CONTEXT, DARK_BLUE, FIGURE_WIDTH, GREY, GRIDLINE, LABEL, NOTE, SIDE,
};

const COLUMNS: usize = 4;
const BETWEEN: f64 = 28.0;
const PLOT: f64 = 96.0;
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
pub(crate) fn draw(multiples: &Multiples, canvas: &Canvas<'_>) -> Result<f64> {
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
    let columns = COLUMNS as f64;
    let width = (FIGURE_WIDTH - SIDE - left - BETWEEN * (columns - 1.0)) / columns;
    let mut top = key(multiples, canvas)?;
    let head = LABEL.line_height() + 4.0;
    for row in multiples.panels.chunks(COLUMNS) {
        for (column, panel) in row.iter().enumerate() {
            let left = left + column as f64 * (width + BETWEEN);
            let scale = Scale {
                plot: Area {
                    left,
                    top: top + head,
                    right: left + width,
                    bottom: top + head + PLOT,
                },
                from: multiples.from,
                to: multiples.to,
                values,
            };
            small(panel, multiples, &scale, column == 0, canvas)?;
        }
        top += head + PLOT + NOTE.line_height() + 16.0;
    }
    Ok(top)
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
    panel: &SmallChart,
    multiples: &Multiples,
    scale: &Scale,
    is_first: bool,
    canvas: &Canvas<'_>,
) -> Result<()> {
    let plot = scale.plot;
    let base = plot.top - 4.0 - LABEL.line_height() + LABEL.ascent();
    let room = plot.width() - NOTE.width(&panel.value) - 8.0;
    let face = if LABEL.width(&panel.label) <= room {
        LABEL
    } else {
        NOTE
    };
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
