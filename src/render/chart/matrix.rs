//! Marks in a grid: where headings, cells and the key go.
//!
//! Holds the layout, in pixels; which cells are filled is the answer's.

use std::ops::Range;

use anyhow::Result;

use crate::answer::{Matrix, MatrixCell};
use crate::render::chart::parts::canvas::{Anchor, Canvas};
use crate::render::chart::parts::geometry::Area;
use crate::render::chart::parts::key;
use crate::render::chart::parts::sheet::{Ink, Sheet, Words};
use crate::render::chart::parts::symbols::tick;
use crate::render::chart::parts::theme::{
    AXIS_NAME, BLACK, DARK_BLUE, GREY, GRIDLINE, NOTE, SIDE, STEM, TICK, WHITE,
};
use crate::render::font::Face;

const NOTHING: &str = "There is nothing to mark";
/// Widest line of a row's heading: in pixels, and as a part of the page.
const WIDEST_LABEL: (f64, f64) = (310.0, 0.26);
const BESIDE_LABEL: f64 = 14.0;
/// No column is wider, in pixels.
const WIDEST_COLUMN: f64 = 150.0;
/// White space on each side of what stands in a column, in pixels.
const IN_COLUMN: f64 = 3.0;
/// Side of a cell, in pixels.
const CELL: f64 = 36.0;
const TICK_SIDE: f64 = 20.0;
/// Between a tick and the words beside it, and from either to the edge of the cell, in pixels.
const IN_CELL: f64 = 7.0;
const BETWEEN_ROWS: f64 = 14.0;
const BELOW_HEADINGS: f64 = 9.0;
const ABOVE_KEY: f64 = 16.0;
/// Between one block of columns and the next, in pixels.
const BETWEEN_BLOCKS: f64 = 26.0;

/// From left to right: headings of rows, then columns of one width. Columns that have no room for
/// their words side by side are in blocks, one below the other.
struct Grid {
    left: f64,
    /// Widest line of a row's heading.
    label: f64,
    column: f64,
    /// How many columns are side by side.
    in_block: usize,
    heading: Face,
    headings: Vec<Vec<String>>,
    cell: f64,
}

/// Draws the chart; returns how many pixels it takes.
pub(crate) fn draw(matrix: &Matrix, canvas: &Canvas<'_>, page: f64) -> Result<f64> {
    layout(matrix, page).put(canvas)
}

/// Everything of the chart, in place on a page of a width.
fn layout(matrix: &Matrix, page: f64) -> Sheet {
    let columns = column_count(matrix);
    if matrix.rows.is_empty() || columns == 0 {
        return Sheet::empty(NOTHING, page);
    }
    let mut sheet = Sheet::default();
    let grid = grid(matrix, columns, page);
    let mut y = 0.0;
    for first in (0..columns).step_by(grid.in_block) {
        if first > 0 {
            y += BETWEEN_BLOCKS;
        }
        let block = first..columns.min(first + grid.in_block);
        y = put_block(matrix, &grid, block, y, &mut sheet);
    }
    sheet.height = put_key(matrix, (page, y + ABOVE_KEY), &mut sheet);
    sheet
}

/// Some columns with all rows, from `top` on; returns where they end.
fn put_block(
    matrix: &Matrix,
    grid: &Grid,
    block: Range<usize>,
    top: f64,
    sheet: &mut Sheet,
) -> f64 {
    let right = grid.left + grid.column * block.len() as f64;
    let mut y = put_headings(grid, block.clone(), top, sheet) + BELOW_HEADINGS;
    let rule = |y: f64, sheet: &mut Sheet| {
        let across = vec![(SIDE, y), (right, y)];
        sheet.ink.push(Ink::stroke(across, GRIDLINE, 1.5));
    };
    for row in &matrix.rows {
        rule(y, sheet);
        let until = row.cells.len().min(block.end);
        let cells = row.cells.get(block.start..until).unwrap_or_default();
        y = put_row((&row.label, cells), grid, y, sheet);
    }
    rule(y, sheet);
    y
}

fn column_count(matrix: &Matrix) -> usize {
    let of_rows = matrix.rows.iter().map(|row| row.cells.len()).max();
    matrix.columns.len().max(of_rows.unwrap_or(0))
}

fn grid(matrix: &Matrix, columns: usize, page: f64) -> Grid {
    let label = WIDEST_LABEL.0.min(WIDEST_LABEL.1 * page);
    let labels = matrix.rows.iter().map(|row| TICK.wrap(&row.label, label));
    let widest = labels.map(|lines| TICK.widest(&lines)).fold(0.0, f64::max);
    let left = SIDE + widest + BESIDE_LABEL;
    let room = page - SIDE - left;
    let side_by_side = (room / least_column(matrix)).floor().max(1.0) as usize;
    let blocks = columns.div_ceil(side_by_side);
    let in_block = columns.div_ceil(blocks);
    let column = (room / in_block as f64).min(WIDEST_COLUMN);
    let room = column - 2.0 * IN_COLUMN;
    let fits = |face: &Face| {
        let mut headings = matrix.columns.iter();
        headings.all(|heading| face.words_fit(&parted(heading), room))
    };
    let heading = [TICK, AXIS_NAME].into_iter().find(fits).unwrap_or(NOTE);
    let headings = matrix.columns.iter();
    Grid {
        left,
        label,
        column,
        in_block,
        heading,
        headings: headings.map(|text| folded(text, heading, room)).collect(),
        cell: cell_width(matrix).min(room),
    }
}

/// The narrowest column in which no word of a heading is broken but behind a hyphen.
fn least_column(matrix: &Matrix) -> f64 {
    let headings: Vec<String> = matrix.columns.iter().map(|text| parted(text)).collect();
    let words = headings.iter().flat_map(|text| text.split_whitespace());
    let widest = words.map(|word| NOTE.width(word)).fold(CELL, f64::max);
    (widest + 2.0 * IN_COLUMN + 1.0).min(WIDEST_COLUMN)
}

/// A heading with a space behind each hyphen.
fn parted(heading: &str) -> String {
    heading.replace('-', "- ")
}

/// Lines of a heading; a word that is too wide is parted behind a hyphen where it has one.
fn folded(heading: &str, face: Face, room: f64) -> Vec<String> {
    let words = heading.split_whitespace().map(|word| {
        if face.words_fit(word, room) {
            word.to_owned()
        } else {
            parted(word)
        }
    });
    let words: Vec<String> = words.collect();
    face.wrap(&words.join(" "), room)
}

/// Cells are square unless one has to hold a mark and words.
fn cell_width(matrix: &Matrix) -> f64 {
    let cells = matrix.rows.iter().flat_map(|row| &row.cells);
    let widths = cells.map(|cell| {
        let text = AXIS_NAME.width(&cell.text);
        let mark = if cell.is_filled { TICK_SIDE } else { 0.0 };
        let between = if cell.is_filled && text > 0.0 {
            IN_CELL
        } else {
            0.0
        };
        text + mark + between + 2.0 * IN_CELL
    });
    widths.fold(CELL, f64::max)
}

/// Headings that end at one height; returns that height.
fn put_headings(grid: &Grid, block: Range<usize>, top: f64, sheet: &mut Sheet) -> f64 {
    let until = grid.headings.len().min(block.end);
    let headings = grid.headings.get(block.start..until).unwrap_or_default();
    let deepest = headings.iter().map(Vec::len).max().unwrap_or(0);
    if deepest == 0 {
        return top;
    }
    let bottom = top + grid.heading.height(deepest);
    for (index, lines) in headings.iter().enumerate() {
        let top = bottom - grid.heading.height(lines.len());
        let place = (grid.centre(index), top);
        let words = Words::new(lines.clone(), place, Anchor::Middle, grid.heading);
        sheet.write(words.in_colour(BLACK));
    }
    bottom
}

impl Grid {
    fn centre(&self, column: usize) -> f64 {
        self.left + self.column * (column as f64 + 0.5)
    }

    /// Words of a cell in as many lines as its width asks for.
    fn cell_lines(&self, cell: &MatrixCell) -> Vec<String> {
        AXIS_NAME.wrap(&cell.text, self.room(cell))
    }

    /// Width that the words of a cell may have; where there is no room beside the mark, all of it.
    fn room(&self, cell: &MatrixCell) -> f64 {
        if cell.is_filled && self.is_beside(cell) {
            self.beside()
        } else {
            (self.cell - 2.0 * IN_CELL).max(self.cell * 0.7)
        }
    }

    /// Whether the words of a filled cell stand beside its mark, rather than below.
    fn is_beside(&self, cell: &MatrixCell) -> bool {
        AXIS_NAME.words_fit(&cell.text, self.beside())
    }

    /// Room beside a mark.
    fn beside(&self) -> f64 {
        self.cell - TICK_SIDE - 3.0 * IN_CELL
    }
}

/// A row from `top` on; returns where it ends.
fn put_row((label, cells): (&str, &[MatrixCell]), grid: &Grid, top: f64, sheet: &mut Sheet) -> f64 {
    let label = TICK.wrap(label, grid.label);
    let heights = cells.iter().map(|cell| cell_height(cell, grid));
    // The cells of a row are of one height, that of the tallest.
    let tallest = heights.fold(CELL, f64::max);
    let height = tallest.max(TICK.height(label.len()));
    let middle = top + BETWEEN_ROWS / 2.0 + height / 2.0;
    let label = Words::about(label, (SIDE, middle), Anchor::Start, TICK);
    sheet.write(label);
    for (index, cell) in cells.iter().enumerate() {
        let area = Area::around((grid.centre(index), middle), grid.cell, tallest);
        put_cell(cell, grid, &area, sheet);
    }
    top + height + BETWEEN_ROWS
}

fn cell_height(cell: &MatrixCell, grid: &Grid) -> f64 {
    let lines = grid.cell_lines(cell).len();
    let words = if lines == 0 {
        0.0
    } else {
        AXIS_NAME.height(lines) + 2.0 * IN_CELL
    };
    let mark = if lines > 0 && cell.is_filled && !grid.is_beside(cell) {
        TICK_SIDE + IN_CELL
    } else {
        0.0
    };
    (words + mark).max(CELL)
}

fn put_cell(cell: &MatrixCell, grid: &Grid, area: &Area, sheet: &mut Sheet) {
    let centre = area.centre();
    put_frame(area, cell.is_filled, sheet);
    let colour = if cell.is_filled { WHITE } else { BLACK };
    let lines = grid.cell_lines(cell);
    if !cell.is_filled {
        let words = Words::about(lines, centre, Anchor::Middle, AXIS_NAME);
        return sheet.write(words.in_colour(colour));
    }
    let side = TICK_SIDE.min(grid.cell * 0.6);
    let words_width = AXIS_NAME.widest(&lines);
    let (mark, words) = if lines.is_empty() {
        (centre, centre)
    } else if grid.is_beside(cell) {
        let whole = side + IN_CELL + words_width;
        let left = centre.0 - whole / 2.0;
        let words = (left + side + IN_CELL + words_width / 2.0, centre.1);
        ((left + side / 2.0, centre.1), words)
    } else {
        let mark = area.top + IN_CELL + TICK_SIDE / 2.0;
        let height = AXIS_NAME.height(lines.len());
        let words = area.bottom - IN_CELL - height / 2.0;
        ((centre.0, mark), (centre.0, words))
    };
    sheet.ink.push(tick(mark, side, colour));
    let words = Words::about(lines, words, Anchor::Middle, AXIS_NAME);
    sheet.write(words.in_colour(colour));
}

fn put_frame(area: &Area, is_filled: bool, sheet: &mut Sheet) {
    sheet.ink.push(if is_filled {
        Ink::Fill(*area, DARK_BLUE)
    } else {
        Ink::outline(area, STEM, 1.5)
    });
}

/// What a filled cell means, and an open one; returns where the chart ends.
fn put_key(matrix: &Matrix, (page, top): (f64, f64), sheet: &mut Sheet) -> f64 {
    let meanings = [(true, matrix.filled.trim()), (false, matrix.open.trim())];
    let with_state: Vec<(bool, &str)> = meanings
        .into_iter()
        .filter(|(_, meaning)| !meaning.is_empty())
        .collect();
    let names: Vec<&str> = with_state.iter().map(|(_, meaning)| *meaning).collect();
    let side = CELL * 0.75;
    let (entries, bottom) = key::placed(&names, (SIDE, page - SIDE), top, (side, side));
    for ((is_filled, _), entry) in with_state.iter().zip(entries) {
        put_frame(&entry.sample, *is_filled, sheet);
        if *is_filled {
            let mark = tick(entry.sample.centre(), TICK_SIDE * 0.75, WHITE);
            sheet.ink.push(mark);
        }
        sheet.write(entry.words.in_colour(GREY));
    }
    bottom + 4.0
}

#[cfg(test)]
mod tests;
