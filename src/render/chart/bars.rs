//! Horizontal bars from zero: where the rows, the axis and the key go.
//!
//! Holds the layout, in pixels; which bars a row has and what stands at their ends is in `strips`.

mod columns;
mod room;
mod strips;

use anyhow::Result;

use super::Margins;
use crate::answer::{Arrangement, BarRow, Bars};
use crate::render::chart::parts::axis::ValueScale;
use crate::render::chart::parts::canvas::{Anchor, Canvas};
use crate::render::chart::parts::geometry::{Area, Point};
use crate::render::chart::parts::key;
use crate::render::chart::parts::sheet::{Ink, Sheet, Words};
use crate::render::chart::parts::symbols::patterned;
use crate::render::chart::parts::theme::{
    AXIS_NAME, BLACK, CONTEXT, DARK_BLUE, GREY, GRIDLINE, LABEL, PartStyle, Pattern, SIDE, TICK,
    WHITE, part_style,
};
use crate::render::font::Face;
use room::{Room, Sizes, sizes};
use strips::{Piece, Strip, part_count, strips};

const NO_FIGURE: &str = "No figure is held";
/// White space between that and the axis, in pixels.
const BESIDE_AXIS: f64 = 12.0;
/// White space between the end of a bar and its value, in pixels.
const BESIDE_END: f64 = 9.0;
/// White space above the first bar and below the last, in pixels.
const ABOVE_BARS: f64 = 10.0;
const BELOW_KEY: f64 = 14.0;
const BETWEEN_BESIDE: f64 = 3.0;
/// Added to a row whose label has several lines, in pixels.
const AROUND_LINES: f64 = 8.0;
/// Colour that is left on each side of a value inside its bar, in pixels.
const AROUND_INSIDE: f64 = 6.0;
const TICK_LENGTH: f64 = 6.0;
const BETWEEN_TICKS: f64 = 10.0;
const SAMPLE: (f64, f64) = (34.0, 20.0);

/// From values to pixels.
#[derive(Debug, Clone, Copy)]
struct Scale {
    left: f64,
    right: f64,
    values: ValueScale,
}

impl Scale {
    fn x(&self, value: f64) -> f64 {
        let share = (value - self.values.low) / (self.values.high - self.values.low);
        self.left + share.clamp(0.0, 1.0) * (self.right - self.left)
    }
}

/// A row before it has a place.
struct Row<'a> {
    content: &'a BarRow,
    label: Vec<String>,
    strips: Vec<Strip>,
    height: f64,
}

/// Room that the chart needs beside its plot, on a page of a width.
pub(crate) fn margins(bars: &Bars, page: f64) -> Margins {
    if bars.rows.is_empty() {
        return Margins::default();
    }
    let room = Room::on(page);
    let values = value_scale(bars, room);
    let extent = values.high - values.low;
    let (mut left, mut right) = (0.0_f64, 0.0_f64);
    for row in &bars.rows {
        left = left.max(label_face(row).widest(&label_lines(row, room)));
        for strip in strips(bars, row, room) {
            let within = (values.high - strip.end) / extent * room.plot;
            let needed = BESIDE_END + end_face(bars, row).widest(&strip.words);
            right = right.max(needed - within);
        }
    }
    if has_value(bars) {
        let last = TICK.width(&values.label(values.high)) / 2.0;
        right = right.max(last.min(SIDE));
    }
    Margins {
        left: left + BESIDE_AXIS,
        right,
    }
}

/// Draws the chart with its plot between two edges; returns how many pixels it takes. Where it is to
/// be less high than it is by itself, its rows are side by side if the page has room.
pub(crate) fn draw(
    bars: &Bars,
    canvas: &Canvas<'_>,
    edges: (f64, f64),
    (page, less): (f64, f64),
) -> Result<f64> {
    let sheet = layout(bars, edges, page);
    if less > 0.0
        && let Some(lower) = columns::lower(bars, page, sheet.height - less)
    {
        return lower.put(canvas);
    }
    sheet.put(canvas)
}

/// Everything of the chart, in place on a page of a width.
fn layout(bars: &Bars, (left, right): (f64, f64), page: f64) -> Sheet {
    if bars.rows.is_empty() {
        return Sheet::empty(NO_FIGURE, page);
    }
    let scale = Scale {
        left,
        right,
        values: value_scale(bars, Room::on(page)),
    };
    rows_in_place(bars, &bars.rows, (&scale, sizes(bars)), page)
}

/// Some rows of the chart, with its key and its axis.
fn rows_in_place(
    bars: &Bars,
    rows: &[BarRow],
    (scale, sizes): (&Scale, Sizes),
    page: f64,
) -> Sheet {
    let mut sheet = Sheet::default();
    let room = Room::on(page);
    let top = put_key(bars, (scale.left, page), &mut sheet);
    let rows: Vec<Row<'_>> = rows
        .iter()
        .map(|row| measured(bars, row, (sizes, room)))
        .collect();
    let heights: f64 = rows.iter().map(|row| row.height).sum();
    let between = sizes.between_rows * rows.len().saturating_sub(1) as f64;
    let bottom = top + heights + between + 2.0 * ABOVE_BARS;
    if has_value(bars) {
        put_gridlines(scale, (top, bottom), &mut sheet);
    }
    let mut y = top + ABOVE_BARS;
    for row in &rows {
        put_row(bars, row, (scale, sizes), y, &mut sheet);
        y += row.height + sizes.between_rows;
    }
    let zero = scale.x(0.0);
    let axis = vec![(zero, top), (zero, bottom)];
    sheet.ink.push(Ink::stroke(axis, GREY, 2.0));
    sheet.height = put_axis(bars, scale, (bottom, page), &mut sheet);
    sheet
}

fn has_value(bars: &Bars) -> bool {
    let mut all = bars.rows.iter().flat_map(|row| &row.bars);
    all.any(|bar| bar.value.is_some_and(f64::is_finite))
}

fn value_scale(bars: &Bars, room: Room) -> ValueScale {
    let strips = bars.rows.iter().flat_map(|row| strips(bars, row, room));
    let reached = strips.flat_map(|strip| [strip.start, strip.end]);
    ValueScale::covering(reached, bars.value_axis)
}

fn label_face(row: &BarRow) -> Face {
    if row.is_highlighted { LABEL } else { TICK }
}

fn label_lines(row: &BarRow, room: Room) -> Vec<String> {
    label_face(row).wrap(&row.label, room.label)
}

/// The face of what stands at the end of a bar.
fn end_face(bars: &Bars, row: &BarRow) -> Face {
    let is_single = bars.arrangement == Arrangement::Stacked || part_count(bars) < 2;
    match (is_single, row.is_highlighted) {
        (true, true) => LABEL,
        (true, false) => TICK,
        (false, _) => AXIS_NAME,
    }
}

fn measured<'a>(bars: &Bars, row: &'a BarRow, (sizes, room): (Sizes, Room)) -> Row<'a> {
    let face = end_face(bars, row);
    let strips = strips(bars, row, room);
    let heights = strips.iter().map(|strip| strip_height(strip, face, sizes));
    let between = BETWEEN_BESIDE * strips.len().saturating_sub(1) as f64;
    let label = label_lines(row, room);
    let margin = if label.len() > 1 { AROUND_LINES } else { 0.0 };
    let height = label_face(row).height(label.len()) + margin;
    Row {
        height: height.max(heights.sum::<f64>() + between),
        content: row,
        label,
        strips,
    }
}

fn strip_height(strip: &Strip, face: Face, sizes: Sizes) -> f64 {
    sizes.thickness.max(face.height(strip.words.len()) + 4.0)
}

/// Names of the parts with a sample of each; returns where the plot begins.
fn put_key(bars: &Bars, (left, page): (f64, f64), sheet: &mut Sheet) -> f64 {
    let count = part_count(bars);
    if count < 2 {
        return 0.0;
    }
    let is_named = |(_, name): &(usize, &str)| !name.is_empty();
    let with_index: Vec<(usize, &str)> = bars
        .parts
        .iter()
        .map(|name| name.trim())
        .enumerate()
        .filter(is_named)
        .collect();
    let names: Vec<&str> = with_index.iter().map(|(_, name)| *name).collect();
    let from = |left: f64| key::placed(&names, (left, page - SIDE), 0.0, SAMPLE);
    let (beside_axis, at_edge) = (from(left), from(SIDE));
    // Above the plot, unless the whole width saves a row.
    let (entries, bottom) = if at_edge.1 < beside_axis.1 {
        at_edge
    } else {
        beside_axis
    };
    if entries.is_empty() {
        return 0.0;
    }
    for ((index, _), entry) in with_index.iter().zip(entries) {
        let style = part_style(*index, count);
        sheet
            .ink
            .extend(patterned(&entry.sample, style.colour, style.pattern));
        sheet.write(entry.words);
    }
    bottom + BELOW_KEY
}

fn put_gridlines(scale: &Scale, (top, bottom): (f64, f64), sheet: &mut Sheet) {
    for value in scale.values.ticks() {
        let x = scale.x(value);
        let path = vec![(x, top), (x, bottom)];
        sheet.ink.push(Ink::stroke(path, GRIDLINE, 1.5));
    }
}

fn put_row(
    bars: &Bars,
    row: &Row<'_>,
    (scale, sizes): (&Scale, Sizes),
    top: f64,
    sheet: &mut Sheet,
) {
    let middle = top + row.height / 2.0;
    put_label(row, (scale.left - BESIDE_AXIS, middle), sheet);
    let face = end_face(bars, row.content);
    let heights: Vec<f64> = row
        .strips
        .iter()
        .map(|strip| strip_height(strip, face, sizes))
        .collect();
    let between = BETWEEN_BESIDE * heights.len().saturating_sub(1) as f64;
    let whole = between + heights.iter().sum::<f64>();
    let mut y = middle - whole / 2.0;
    for (strip, height) in row.strips.iter().zip(heights) {
        let centre = y + height / 2.0;
        let is_point = bars.arrangement == Arrangement::Estimates;
        for piece in strip.pieces.iter().filter(|_| !is_point) {
            let style = style(bars, row.content, piece.part);
            put_piece(piece, style, (scale, sizes), centre, sheet);
        }
        if let Some((lower, upper)) = strip.interval {
            put_whisker((scale.x(lower), scale.x(upper)), centre, sheet);
        }
        for piece in strip.pieces.iter().filter(|_| is_point) {
            let colour = style(bars, row.content, piece.part).colour;
            let place = (scale.x(piece.to), centre);
            sheet.ink.push(Ink::Dot(place, sizes.point + 2.0, WHITE));
            sheet.ink.push(Ink::Dot(place, sizes.point, colour));
        }
        // The words stand beside the point where no whisker keeps them apart.
        let is_bare = is_point && strip.interval.is_none() && !strip.pieces.is_empty();
        let apart = if is_bare { sizes.point + 2.0 } else { 0.0 };
        let place = (scale.x(strip.end.max(0.0)) + BESIDE_END + apart, centre);
        let end = Words::about(strip.words.clone(), place, Anchor::Start, face);
        let colour = if strip.pieces.is_empty() { GREY } else { BLACK };
        sheet.write(end.in_colour(colour).on(WHITE));
        y += height + BETWEEN_BESIDE;
    }
}

fn put_label(row: &Row<'_>, place: Point, sheet: &mut Sheet) {
    let face = label_face(row.content);
    let label = Words::about(row.label.clone(), place, Anchor::End, face);
    let colour = if row.content.is_highlighted {
        BLACK
    } else {
        GREY
    };
    sheet.write(label.in_colour(colour));
}

/// How a bar looks: alone in its row, by whether the row is the one that matters.
fn style(bars: &Bars, row: &BarRow, part: usize) -> PartStyle {
    let count = part_count(bars);
    let is_context = !row.is_highlighted && bars.rows.iter().any(|row| row.is_highlighted);
    if count > 1 {
        return part_style(part, count);
    }
    PartStyle {
        colour: if is_context { CONTEXT } else { DARK_BLUE },
        words: if is_context { BLACK } else { WHITE },
        pattern: Pattern::Plain,
    }
}

fn put_piece(
    piece: &Piece,
    style: PartStyle,
    (scale, sizes): (&Scale, Sizes),
    centre: f64,
    sheet: &mut Sheet,
) {
    let (from, to) = (scale.x(piece.from), scale.x(piece.to));
    let area = Area {
        left: from.min(to),
        top: centre - sizes.thickness / 2.0,
        right: from.max(to),
        bottom: centre + sizes.thickness / 2.0,
    };
    sheet
        .ink
        .extend(patterned(&area, style.colour, style.pattern));
    if piece.is_followed {
        let edge = vec![(to, area.top), (to, area.bottom)];
        sheet.ink.push(Ink::stroke(edge, WHITE, 2.0));
    }
    let room = area.width() - 2.0 * AROUND_INSIDE;
    if !piece.inside.is_empty() && TICK.width(&piece.inside) <= room {
        let lines = vec![piece.inside.clone()];
        let words = Words::about(lines, area.centre(), Anchor::Middle, TICK);
        sheet.write(words.in_colour(style.words).on(style.colour));
    }
}

/// An interval over a bar, with a white edge so that it can be seen on any colour.
fn put_whisker((lower, upper): (f64, f64), centre: f64, sheet: &mut Sheet) {
    let across = |x: f64, half: f64| vec![(x, centre - half), (x, centre + half)];
    let along: Vec<Point> = vec![(lower, centre), (upper, centre)];
    for (colour, width, half) in [(WHITE, 5.0, 8.5), (BLACK, 2.0, 7.0)] {
        sheet.ink.push(Ink::stroke(along.clone(), colour, width));
        for x in [lower, upper] {
            sheet.ink.push(Ink::stroke(across(x, half), colour, width));
        }
    }
}

/// The values below the plot and what they are; returns where they end.
fn put_axis(bars: &Bars, scale: &Scale, (base, page): (f64, f64), sheet: &mut Sheet) -> f64 {
    let mut bottom = base;
    if has_value(bars) {
        let top = base + TICK_LENGTH + 5.0;
        let mut free_from = 0.0;
        for value in scale.values.ticks() {
            let x = scale.x(value);
            let path = vec![(x, base), (x, base + TICK_LENGTH)];
            sheet.ink.push(Ink::stroke(path, GREY, 2.0));
            let lines = vec![scale.values.label(value)];
            let words = Words::new(lines, (x, top), Anchor::Middle, TICK);
            if words.area.left >= free_from && words.area.right <= page {
                free_from = words.area.right + BETWEEN_TICKS;
                sheet.write(words);
            }
        }
        bottom = top + TICK.line_height();
    }
    let title = AXIS_NAME.wrap(&bars.axis_title, page - SIDE - scale.left);
    if title.is_empty() {
        return bottom;
    }
    let height = AXIS_NAME.line_height() * title.len() as f64;
    let top = bottom + 4.0;
    sheet.write(Words::new(
        title,
        (scale.left, top),
        Anchor::Start,
        AXIS_NAME,
    ));
    top + height
}

#[cfg(test)]
mod tests;
