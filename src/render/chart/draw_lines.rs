//! Puts the layout of series against time on a page.
//!
//! Holds the order of drawing and the looks of each part, and decides no position of a label.

use anyhow::Result;

use super::lines::{BESIDE_AXIS, Layout, has_value};
use crate::answer::Lines;
use crate::render::chart::parts::canvas::{Anchor, Canvas};
use crate::render::chart::parts::geometry::Area;
use crate::render::chart::parts::labels::Label;
use crate::render::chart::parts::marks::{CIRCLE, Content, Mark, STEM_HEIGHT, strip_height};
use crate::render::chart::parts::strokes::Strokes;
use crate::render::chart::parts::theme::{
    AXIS_NAME, BLACK, BREAK_NUMBER, GAP, GREY, GRIDLINE, LABEL, REMARK, STEM, TICK, WHITE,
};

const NO_FIGURE: &str = "No figure is held for these years";
const EMPTY_HEIGHT: f64 = 130.0;
const TICK_LENGTH: f64 = 6.0;
/// Height of the bar that shows where a fitted line turns, in pixels.
const TURN: f64 = 8.0;
/// A gridline shorter than this beside a label is not drawn, in pixels.
const STUMP: f64 = 40.0;
/// Radius of a point that is counted only in part, in pixels.
const HOLLOW: f64 = 6.5;
/// From a label to the mark that has the colour of its line, in pixels.
const BESIDE_MARK: f64 = 7.0;
const DOTTED: (f64, f64) = (2.0, 4.0);

/// Draws a chart whose plot reaches from `left` to `right` and is `height` pixels high or more;
/// returns how many pixels it takes from the top of the canvas.
pub(crate) fn draw(
    lines: &Lines,
    canvas: &Canvas<'_>,
    (left, right): (f64, f64),
    height: f64,
) -> Result<f64> {
    if !has_value(lines) {
        return empty(
            canvas,
            &Area {
                left,
                top: 0.0,
                right,
                bottom: EMPTY_HEIGHT,
            },
        );
    }
    let layout = Layout::new(lines, left, right, height);
    let above = strip_height(&layout.marks).max(TICK.size / 2.0);
    let canvas = canvas.moved_down(above);
    background(&layout, &canvas)?;
    layout
        .marks
        .iter()
        .try_for_each(|mark| stem(mark, &layout.scale.plot, &canvas))?;
    series(&layout, &canvas)?;
    words(&layout, &canvas)?;
    let below = axis(&layout, lines, &canvas)?;
    Ok(above + below)
}

fn empty(canvas: &Canvas<'_>, frame: &Area) -> Result<f64> {
    let corners = [
        (frame.left, frame.top),
        (frame.right, frame.top),
        (frame.right, frame.bottom),
        (frame.left, frame.bottom),
        (frame.left, frame.top),
    ];
    canvas.path(&corners, GRIDLINE, 1.5)?;
    let (centre, middle) = frame.centre();
    canvas.text(
        NO_FIGURE,
        (centre, middle + 7.0),
        Anchor::Middle,
        TICK,
        GREY,
    )?;
    Ok(frame.bottom)
}

fn background(layout: &Layout, canvas: &Canvas<'_>) -> Result<()> {
    let scale = &layout.scale;
    for value in scale.values.ticks() {
        let y = scale.y(value);
        canvas.path(
            &[(scale.plot.left, y), (scale.plot.right, y)],
            GRIDLINE,
            1.5,
        )?;
        let place = (scale.plot.left - BESIDE_AXIS, y + TICK.size * 0.36);
        canvas.text(&scale.values.label(value), place, Anchor::End, TICK, GREY)?;
    }
    for span in layout.spans.iter().filter(|span| span.is_shaded) {
        canvas.rectangle(&span.area, GAP)?;
    }
    for y in &layout.levels {
        let across = [(scale.plot.left, *y), (scale.plot.right, *y)];
        canvas.dashes(&across, GREY, 2.0, DOTTED)?;
    }
    Ok(())
}

/// The line from a mark to where it belongs; that of a break runs down through the plot.
fn stem(mark: &Mark, plot: &Area, canvas: &Canvas<'_>) -> Result<()> {
    let centre = mark.area.centre().0;
    match mark.content {
        Content::Break(_) => {
            let path = [
                (centre, -STEM_HEIGHT),
                (mark.x, plot.top),
                (mark.x, plot.bottom),
            ];
            canvas.dashes(&path, STEM, 2.0, DOTTED)
        }
        Content::Reason(_) => {
            let foot = mark.x.max(mark.area.left + 8.0).min(mark.area.right - 8.0);
            canvas.path(&[(foot, 4.0 - STEM_HEIGHT), (mark.x, plot.top)], STEM, 1.0)
        }
    }
}

fn series(layout: &Layout, canvas: &Canvas<'_>) -> Result<()> {
    for strokes in &layout.strokes {
        for outline in &strokes.bands {
            canvas.shape(outline, strokes.style.colour, 0.15)?;
        }
    }
    // Figures lie over what is fitted or required; and in order, so that a dashed line which runs
    // on an unbroken one can be seen.
    let (figures, others): (Vec<&Strokes>, Vec<&Strokes>) = layout
        .strokes
        .iter()
        .partition(|strokes| strokes.is_observed);
    for strokes in others.iter().chain(&figures) {
        runs(strokes, canvas)?;
    }
    layout
        .strokes
        .iter()
        .rev()
        .try_for_each(|strokes| points(strokes, canvas))
}

fn runs(strokes: &Strokes, canvas: &Canvas<'_>) -> Result<()> {
    let style = strokes.style;
    strokes.runs.iter().try_for_each(|run| match style.dash {
        Some(dash) => canvas.dashes(run, style.colour, style.width, dash),
        None => canvas.path(run, style.colour, style.width),
    })
}

fn points(strokes: &Strokes, canvas: &Canvas<'_>) -> Result<()> {
    let colour = strokes.style.colour;
    for bar in &strokes.whiskers {
        canvas.path(&[(bar.x, bar.top), (bar.x, bar.bottom)], colour, 2.0)?;
        for y in [bar.top, bar.bottom] {
            let cap = [(bar.x - strokes.cap, y), (bar.x + strokes.cap, y)];
            canvas.path(&cap, colour, 2.0)?;
        }
    }
    strokes
        .dots
        .iter()
        .try_for_each(|dot| canvas.dot(*dot, strokes.radius, colour))?;
    strokes.hollow.iter().try_for_each(|point| {
        canvas.dot(*point, HOLLOW, colour)?;
        canvas.dot(*point, HOLLOW - 2.5, WHITE)
    })
}

fn words(layout: &Layout, canvas: &Canvas<'_>) -> Result<()> {
    for (area, lines) in layout.spans.iter().filter_map(|span| span.reason.as_ref()) {
        canvas.lines(
            lines,
            (area.centre().0, area.top),
            Anchor::Middle,
            REMARK,
            GREY,
        )?;
    }
    for mark in &layout.marks {
        let (x, y) = mark.area.centre();
        match &mark.content {
            Content::Break(note) => {
                canvas.dot((x, y), CIRCLE, WHITE)?;
                canvas.ring((x, y), CIRCLE, STEM)?;
                let place = (x, y + BREAK_NUMBER.size * 0.36);
                canvas.text(
                    &note.to_string(),
                    place,
                    Anchor::Middle,
                    BREAK_NUMBER,
                    BLACK,
                )?;
            }
            Content::Reason(lines) => {
                canvas.lines(lines, (x, mark.area.top), Anchor::Middle, REMARK, GREY)?;
            }
        }
    }
    layout
        .labels
        .iter()
        .try_for_each(|one| label(one, layout, canvas))
}

fn label(label: &Label, layout: &Layout, canvas: &Canvas<'_>) -> Result<()> {
    let is_on_white = layout
        .strokes
        .iter()
        .all(|strokes| strokes.bands.is_empty())
        && !layout
            .spans
            .iter()
            .any(|span| span.area.overlaps(&label.area));
    if is_on_white {
        // No gridline runs through the words, nor is a stump of one left beside them.
        let mut area = label.area.grown(2.0);
        let edge = layout.scale.plot.right;
        if (0.0..STUMP).contains(&(edge - area.right)) {
            area.right = edge;
        }
        canvas.rectangle(&area, WHITE)?;
    }
    if let Some(leader) = label.leader {
        canvas.path(&[leader.from, leader.to], label.colour, 1.5)?;
    }
    if label.colour != GREY {
        // The words are black, since some colours are too light for text; the mark has the colour.
        let x = label.area.left - BESIDE_MARK;
        let mark = [(x, label.area.top + 1.0), (x, label.area.bottom - 1.0)];
        canvas.path(&mark, label.colour, 4.0)?;
    }
    let place = (label.area.left, label.area.top);
    canvas.lines(&label.lines, place, Anchor::Start, LABEL, BLACK)?;
    Ok(())
}

/// The axis, its periods and its name; returns where they end.
fn axis(layout: &Layout, lines: &Lines, canvas: &Canvas<'_>) -> Result<f64> {
    let scale = &layout.scale;
    let base = scale.plot.bottom;
    let zero = scale.y(0.0);
    canvas.path(
        &[(scale.plot.left, zero), (scale.plot.right, zero)],
        GREY,
        2.0,
    )?;
    for turn in &lines.turns {
        let colour = layout
            .strokes
            .get(turn.of)
            .map_or(GREY, |strokes| strokes.style.colour);
        let y = zero - TURN * (turn.of as f64 + 0.5);
        let ends = [(scale.x(turn.from), y), (scale.x(turn.to), y)];
        canvas.path(&ends, WHITE, TURN)?;
        canvas.path(&ends, colour, TURN - 2.0)?;
    }
    let mut bottom = base + TICK_LENGTH;
    for (x, words) in &layout.periods {
        canvas.path(&[(*x, base), (*x, base + TICK_LENGTH)], GREY, 2.0)?;
        let top = base + TICK_LENGTH + 6.0;
        bottom = bottom.max(canvas.lines(words, (*x, top), Anchor::Middle, TICK, GREY)?);
    }
    if lines.period_axis.is_empty() {
        return Ok(bottom);
    }
    let place = (scale.plot.left, bottom + 4.0 + AXIS_NAME.ascent());
    canvas.text(&lines.period_axis, place, Anchor::Start, AXIS_NAME, GREY)?;
    Ok(bottom + 4.0 + AXIS_NAME.line_height())
}
