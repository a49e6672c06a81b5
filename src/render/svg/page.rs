//! The chart of a panel within a page, which has its words beside it.

use anyhow::Result;

use super::{About, FUNNEL, document, name};
use crate::answer::{Chart, Panel};
use crate::render::chart::parts::canvas::Canvas;
use crate::render::chart::parts::theme::SIDE;
use crate::render::chart::{self, Place};

/// Width of a chart against time within a page, in pixels: drawn narrower than a figure, its text is
/// still 12 pixels high on a phone.
const PAGE_WIDTH: f64 = 900.0;
/// White space around such a chart, in pixels.
const PAGE_SIDE: f64 = 12.0;
/// Height of its plot, in pixels.
const PAGE_PLOT: f64 = 360.0;

/// The chart of one panel, for a page that has its title, scope, notes and sources in words; `id`
/// is its name on that page. None where the panel has no chart, or only a table that is drawn.
///
/// # Errors
/// If the chart cannot be drawn.
pub(in crate::render) fn in_page(panel: &Panel, id: &str) -> Result<Option<String>> {
    let drawn = panel.chart.as_ref();
    let Some(chart) = drawn.filter(|chart| !matches!(chart, Chart::Listing(_))) else {
        return Ok(None);
    };
    let (width, beside) = match chart {
        Chart::Lines(_) => (PAGE_WIDTH, PAGE_SIDE),
        _ => (PAGE_WIDTH, SIDE),
    };
    let mut drawing = String::new();
    let canvas = Canvas::new(&mut drawing, width)?;
    let margins = chart::margins(chart, width);
    let place = Place {
        edges: (beside + margins.left, width - beside - margins.right),
        page: width,
        height: match chart {
            Chart::Funnel(_) => FUNNEL,
            _ => PAGE_PLOT,
        },
        less: 0.0,
    };
    let height = chart::draw(chart, &canvas.moved_down(PAGE_SIDE), place)?;
    canvas.finish()?;
    let about = About {
        id,
        title: name(panel),
        description: panel.alternative_text.trim(),
    };
    let height = (height + 2.0 * PAGE_SIDE).ceil();
    let shown = [width, height].map(|length| length.to_string());
    let shown = shown.each_ref().map(String::as_str);
    Ok(Some(document(&about, &drawing, (width, height), shown)))
}
