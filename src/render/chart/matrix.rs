//! Marks in a grid: where headings, cells and the key go.
//!
//! Holds the layout, in pixels; which cells are filled is the answer's.

use anyhow::Result;

use crate::answer::{Matrix, MatrixCell, MatrixRow};
use crate::render::chart::parts::canvas::{Anchor, Canvas};
use crate::render::chart::parts::geometry::Area;
use crate::render::chart::parts::key;
use crate::render::chart::parts::sheet::{Ink, Sheet, Words};
use crate::render::chart::parts::symbols::tick;
use crate::render::chart::parts::theme::{
    AXIS_NAME, BLACK, DARK_BLUE, FIGURE_WIDTH, GREY, GRIDLINE, NOTE, SIDE, STEM, TICK, WHITE,
};
use crate::render::font::Face;

const NOTHING: &str = "There is nothing to mark";
/// Widest line of a row's heading, in pixels.
const WIDEST_LABEL: f64 = 310.0;
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

/// From left to right: headings of rows, then columns of one width.
struct Grid {
    left: f64,
    column: f64,
    heading: Face,
    headings: Vec<Vec<String>>,
    cell: f64,
}

/// Draws the chart; returns how many pixels it takes.
pub(crate) fn draw(matrix: &Matrix, canvas: &Canvas<'_>) -> Result<f64> {
    layout(matrix).put(canvas)
}

/// Everything of the chart, in place.
fn layout(matrix: &Matrix) -> Sheet {
    let columns = column_count(matrix);
    if matrix.rows.is_empty() || columns == 0 {
        return Sheet::empty(NOTHING);
    }
    let mut sheet = Sheet::default();
    let grid = grid(matrix, columns);
    let right = grid.left + grid.column * columns as f64;
    let mut y = put_headings(&grid, &mut sheet) + BELOW_HEADINGS;
    for row in &matrix.rows {
        let across = vec![(SIDE, y), (right, y)];
        sheet.ink.push(Ink::stroke(across, GRIDLINE, 1.5));
        y = put_row(row, &grid, y, &mut sheet);
    }
    let across = vec![(SIDE, y), (right, y)];
    sheet.ink.push(Ink::stroke(across, GRIDLINE, 1.5));
    sheet.height = put_key(matrix, y + ABOVE_KEY, &mut sheet);
    sheet
}

fn column_count(matrix: &Matrix) -> usize {
    let of_rows = matrix.rows.iter().map(|row| row.cells.len()).max();
    matrix.columns.len().max(of_rows.unwrap_or(0))
}

fn grid(matrix: &Matrix, columns: usize) -> Grid {
    let labels = matrix.rows.iter().map(label_lines);
    let widest = labels.map(|lines| TICK.widest(&lines)).fold(0.0, f64::max);
    let left = SIDE + widest + BESIDE_LABEL;
    let column = ((FIGURE_WIDTH - SIDE - left) / columns as f64).min(WIDEST_COLUMN);
    let room = column - 2.0 * IN_COLUMN;
    let fits = |face: &Face| {
        let mut headings = matrix.columns.iter();
        headings.all(|heading| face.words_fit(&parted(heading), room))
    };
    let heading = [TICK, AXIS_NAME].into_iter().find(fits).unwrap_or(NOTE);
    let headings = matrix.columns.iter();
    Grid {
        left,
        column,
        heading,
        headings: headings.map(|text| folded(text, heading, room)).collect(),
        cell: cell_width(matrix).min(room),
    }
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

fn label_lines(row: &MatrixRow) -> Vec<String> {
    TICK.wrap(&row.label, WIDEST_LABEL)
}

/// Headings that end at one height; returns that height.
fn put_headings(grid: &Grid, sheet: &mut Sheet) -> f64 {
    let deepest = grid.headings.iter().map(Vec::len).max().unwrap_or(0);
    if deepest == 0 {
        return 0.0;
    }
    let bottom = grid.heading.height(deepest);
    for (index, lines) in grid.headings.iter().enumerate() {
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
fn put_row(row: &MatrixRow, grid: &Grid, top: f64, sheet: &mut Sheet) -> f64 {
    let label = label_lines(row);
    let heights = row.cells.iter().map(|cell| cell_height(cell, grid));
    // The cells of a row are of one height, that of the tallest.
    let tallest = heights.fold(CELL, f64::max);
    let height = tallest.max(TICK.height(label.len()));
    let middle = top + BETWEEN_ROWS / 2.0 + height / 2.0;
    let label = Words::about(label, (SIDE, middle), Anchor::Start, TICK);
    sheet.write(label);
    for (index, cell) in row.cells.iter().enumerate() {
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
fn put_key(matrix: &Matrix, top: f64, sheet: &mut Sheet) -> f64 {
    let meanings = [(true, matrix.filled.trim()), (false, matrix.open.trim())];
    let with_state: Vec<(bool, &str)> = meanings
        .into_iter()
        .filter(|(_, meaning)| !meaning.is_empty())
        .collect();
    let names: Vec<&str> = with_state.iter().map(|(_, meaning)| *meaning).collect();
    let side = CELL * 0.75;
    let (entries, bottom) = key::placed(&names, (SIDE, FIGURE_WIDTH - SIDE), top, (side, side));
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
mod tests {
    use proptest::prelude::*;

    use super::layout;
    use crate::answer::{Matrix, MatrixCell, MatrixRow};
    use crate::render::chart::parts::sheet::legible::complaint;
    use crate::render::chart::parts::sheet::{Ink, Sheet};
    use crate::render::font;

    fn cell(is_filled: bool, text: &str) -> MatrixCell {
        MatrixCell {
            is_filled,
            text: text.to_owned(),
        }
    }

    fn ticks(sheet: &Sheet) -> usize {
        let is_tick = |ink: &&Ink| matches!(ink, Ink::Stroke { path, .. } if path.len() == 3);
        sheet.ink.iter().filter(is_tick).count()
    }

    prop_compose! {
        fn any_matrix()(columns in 0..=14_usize)(
            headings in prop::collection::vec("([A-Za-z'-]{1,16} ){0,4}", columns),
            rows in prop::collection::vec(
                (
                    "([A-Za-z',-]{1,30} ){0,9}",
                    prop::collection::vec(
                        (any::<bool>(), prop::sample::select(vec![
                            "", "[x]", "[z]", "[low]", "[x] [note 12]", "not published",
                        ])),
                        0..=columns,
                    ),
                ),
                0..30,
            ),
            filled in "([a-z]{1,12} ){0,30}",
            open in "([a-z]{1,12} ){0,10}",
        ) -> Matrix {
            let rows = rows.into_iter().map(|(label, cells)| MatrixRow {
                label,
                cells: cells.into_iter().map(|(is_filled, text)| cell(is_filled, text)).collect(),
            });
            Matrix { columns: headings, rows: rows.collect(), filled, open }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn words_of_a_matrix_never_overlap_each_other_a_stroke_or_the_edge(
            matrix in any_matrix(),
        ) {
            font::register().unwrap();
            prop_assert_eq!(complaint(&layout(&matrix)), None);
        }
    }

    #[test]
    fn a_filled_cell_has_a_tick_and_the_key_has_both_meanings() {
        font::register().unwrap();
        let row = MatrixRow {
            label: "Recorded offences".to_owned(),
            cells: vec![cell(true, "[x]"), cell(false, "[z]"), cell(true, "")],
        };
        let matrix = Matrix {
            columns: ["Rape", "Stalking", "Harassment"]
                .map(str::to_owned)
                .to_vec(),
            rows: vec![row],
            filled: "a measure is held here".to_owned(),
            open: "none is held here".to_owned(),
        };
        let sheet = layout(&matrix);
        assert_eq!(ticks(&sheet), 3);
        let written: Vec<String> = sheet
            .words
            .iter()
            .map(|words| words.lines.join(" "))
            .collect();
        for expected in [
            "[x]",
            "[z]",
            "a measure is held here",
            "none is held here",
            "Stalking",
        ] {
            assert!(written.iter().any(|text| text == expected), "{expected}");
        }
    }

    #[test]
    fn a_heading_is_parted_behind_its_hyphen_only_where_it_must() {
        font::register().unwrap();
        let face = super::NOTE;
        assert_eq!(
            super::folded("'Honour'-based abuse", face, 80.0),
            ["'Honour'-", "based", "abuse"]
        );
        assert_eq!(
            super::folded("'Honour'-based", face, 300.0),
            ["'Honour'-based"]
        );
    }

    #[test]
    fn a_grid_without_rows_says_so() {
        font::register().unwrap();
        assert_eq!(layout(&Matrix::default()).words.len(), 1);
    }
}
