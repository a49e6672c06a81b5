//! How each form of chart is drawn: a new form is one file here and one arm in each match.
//!
//! Holds no word of an answer but its charts; titles, notes and sources are put by `svg`.

mod bars;
mod draw_lines;
mod funnel;
mod lines;
mod listing;
mod matrix;
mod multiples;
pub(crate) mod parts;
mod scorecard;
mod stages;

use anyhow::Result;

use crate::answer::Chart;
use parts::canvas::Canvas;

/// No form but lines is laid out on a narrower page, in pixels.
const NARROWEST_PAGE: f64 = 800.0;

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

/// Room that a chart needs beside its plot, on a page of a width.
pub(crate) fn margins(chart: &Chart, page: f64) -> Margins {
    match chart {
        Chart::Lines(lines) => lines::margins(lines),
        Chart::Bars(bars) => bars::margins(bars, page),
        Chart::Funnel(funnel) => funnel::margins(funnel),
        // These take the whole width: they have no axis to share with others.
        Chart::Multiples(_)
        | Chart::Stages(_)
        | Chart::Matrix(_)
        | Chart::Scorecard(_)
        | Chart::Listing(_) => Margins::default(),
    }
}

/// Whether a chart can be made as high as a page asks; the others are as high as they need.
pub(crate) fn has_free_height(chart: &Chart) -> bool {
    matches!(chart, Chart::Lines(_) | Chart::Funnel(_))
}

/// The narrowest page on which every word of a chart has room.
pub(crate) fn narrowest(chart: &Chart) -> f64 {
    match chart {
        Chart::Lines(_) => 0.0,
        Chart::Listing(table) => listing::narrowest(table),
        _ => NARROWEST_PAGE,
    }
}

/// Where a chart goes, in pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Left and right edge of its plot, if it has one.
    pub(crate) edges: (f64, f64),
    /// Width of the page.
    pub(crate) page: f64,
    /// Height of a chart whose height is free.
    pub(crate) height: f64,
    /// By how much less than it needs by itself another chart is to be high, if it can.
    pub(crate) less: f64,
}

/// Draws a chart; returns how many pixels it takes from the top of the canvas.
pub(crate) fn draw(chart: &Chart, canvas: &Canvas<'_>, place: Place) -> Result<f64> {
    let Place {
        edges,
        page,
        height,
        less,
    } = place;
    match chart {
        Chart::Lines(lines) => draw_lines::draw(lines, canvas, edges, height),
        Chart::Bars(bars) => bars::draw(bars, canvas, edges, (page, less)),
        Chart::Funnel(funnel) => funnel::draw(funnel, canvas, edges, height),
        Chart::Multiples(multiples) => multiples::draw(multiples, canvas, (page, less)),
        Chart::Stages(stages) => stages::draw(stages, canvas, page),
        Chart::Matrix(matrix) => matrix::draw(matrix, canvas, page),
        Chart::Scorecard(scorecard) => scorecard::draw(scorecard, canvas, page),
        Chart::Listing(table) => listing::draw(table, canvas, page),
    }
}

#[cfg(test)]
mod tests {
    use super::parts::canvas::Canvas;
    use super::parts::theme::SIDE;
    use super::{Place, draw, margins};
    use crate::answer::{
        Bar, BarRow, Bars, Chart, Criterion, Finding, Matrix, MatrixCell, MatrixRow, Outcome,
        Scorecard, Stage, Stages,
    };

    const PAGE: f64 = 800.0;

    fn forms() -> Vec<Chart> {
        let bar = Bar {
            value: Some(77.3),
            interval: Some((70.0, 80.0)),
            label: "77.3".to_owned(),
        };
        let row = BarRow {
            label: "Sexual offences".to_owned(),
            bars: vec![bar.clone(), bar],
            ..BarRow::default()
        };
        let cells = vec![
            MatrixCell::default(),
            MatrixCell {
                is_filled: true,
                text: "[x]".to_owned(),
            },
        ];
        let criterion = Criterion {
            title: "Fewer domestic homicides".to_owned(),
            wanted: None,
            finding: Finding::Level,
            figures: String::new(),
        };
        vec![
            Chart::Bars(Bars {
                rows: vec![row],
                ..Bars::default()
            }),
            Chart::Stages(Stages {
                stages: vec![Stage::default()],
            }),
            Chart::Matrix(Matrix {
                rows: vec![MatrixRow {
                    label: String::new(),
                    cells,
                }],
                ..Matrix::default()
            }),
            Chart::Scorecard(Scorecard {
                outcomes: vec![Outcome {
                    title: String::new(),
                    criteria: vec![criterion],
                }],
            }),
        ]
    }

    fn drawn(chart: &Chart) -> (f64, String) {
        let mut drawing = String::new();
        let canvas = Canvas::new(&mut drawing, PAGE).unwrap();
        let room = margins(chart, PAGE);
        let place = Place {
            edges: (SIDE + room.left, PAGE - SIDE - room.right),
            page: PAGE,
            height: 420.0,
            less: 0.0,
        };
        let height = draw(chart, &canvas, place).unwrap();
        canvas.finish().unwrap();
        (height, drawing)
    }

    #[test]
    fn each_form_is_drawn_and_always_in_the_same_bytes() {
        for chart in forms() {
            let (height, drawing) = drawn(&chart);
            assert!(height > 20.0, "{chart:?}");
            assert!(drawing.lines().count() > 3, "{chart:?}");
            assert_eq!((height, drawing), drawn(&chart));
        }
    }
}
