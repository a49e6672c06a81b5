//! How each form of chart is drawn: a new form is one file here and one arm in each match.
//!
//! Holds no word of an answer but its charts; titles, notes and sources are put by `svg`.

mod axis;
mod bars;
pub(crate) mod canvas;
mod column;
mod draw_lines;
pub(crate) mod geometry;
mod key;
mod labels;
mod lines;
mod marks;
mod matrix;
mod periods;
mod placement;
mod sheet;
mod stages;
mod strokes;
mod symbols;
pub(crate) mod theme;

use anyhow::Result;

use crate::answer::Chart;
use canvas::Canvas;

/// Room beside a plot for its labels, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Margins {
    pub(crate) left: f64,
    pub(crate) right: f64,
}

impl Margins {
    /// Room that serves both, so that plots one above the other share their edges.
    pub(crate) fn wider(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            right: self.right.max(other.right),
        }
    }
}

/// Room that a chart needs beside its plot.
pub(crate) fn margins(chart: &Chart) -> Margins {
    match chart {
        Chart::Lines(lines) => lines::margins(lines),
        Chart::Bars(bars) => bars::margins(bars),
        // These take the whole width: they have no axis to share with others.
        Chart::Stages(_) | Chart::Matrix(_) | Chart::Scorecard(_) => Margins::default(),
    }
}

/// Draws a chart whose plot, if it has one, reaches from `edges.0` to `edges.1`; one against time
/// is about `height` pixels high, the others as high as they need. Returns how many pixels it
/// takes from the top of the canvas.
pub(crate) fn draw(
    chart: &Chart,
    canvas: &Canvas<'_>,
    edges: (f64, f64),
    height: f64,
) -> Result<f64> {
    match chart {
        Chart::Lines(lines) => draw_lines::draw(lines, canvas, edges, height),
        Chart::Bars(bars) => bars::draw(bars, canvas, edges),
        Chart::Stages(stages) => stages::draw(stages, canvas),
        Chart::Matrix(matrix) => matrix::draw(matrix, canvas),
        _ => Ok(height),
    }
}
