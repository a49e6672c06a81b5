//! A table as a drawing, for a page that takes pictures alone.
//!
//! Holds the layout, in pixels: how wide each column is, where each cell stands. Columns that a
//! terminal has no room for are left out here too; they stand in the numbers beside the drawing.

use anyhow::Result;

use super::NARROWEST_PAGE;
use crate::answer::{Alignment, Table, TableRow};
use crate::render::chart::parts::canvas::{Anchor, Canvas};
use crate::render::chart::parts::sheet::{Ink, Sheet, Words};
use crate::render::chart::parts::theme::{
    AXIS_NAME, BLACK, FIGURE_WIDTH, GREY, GRIDLINE, REMARK, SIDE, STEM,
};
use crate::render::font::Face;
use crate::render::text::write_cell;

const NOTHING: &str = "The table has no rows";
const TEXT: Face = AXIS_NAME;
/// Between one column and the next, in pixels.
const BETWEEN: f64 = 22.0;
/// Above and below the words of a row, in pixels.
const IN_ROW: f64 = 8.0;
/// No column is narrower, in pixels, and none of many is so wide that it takes the room of others.
const NARROWEST: f64 = 40.0;

/// Draws the table; returns how many pixels it takes.
pub(crate) fn draw(table: &Table, canvas: &Canvas<'_>, page: f64) -> Result<f64> {
    layout(table, page).put(canvas)
}

/// The page that the table is drawn on at least: one on which each text has one line, or a wide one.
pub(crate) fn narrowest(table: &Table) -> f64 {
    let texts = Texts::of(table);
    let count = texts.headings.len();
    let lines: f64 = (0..count).map(|column| texts.extent(column).1).sum();
    let between = BETWEEN * (count.max(1) - 1) as f64;
    (lines + between + 2.0 * SIDE).clamp(NARROWEST_PAGE, FIGURE_WIDTH)
}

/// A column in place: its words are set from one of its edges.
struct Placed {
    left: f64,
    width: f64,
    alignment: Alignment,
}

/// The texts of a table: headings, then one row after another.
struct Texts {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
    alignments: Vec<Alignment>,
}

impl Texts {
    fn of(table: &Table) -> Self {
        let shown: Vec<usize> = (0..table.columns.len())
            .filter(|column| table.columns[*column].in_terminal)
            .collect();
        let with_notes = table.rows.iter().any(|row| !beside(row).is_empty());
        let row = |row: &TableRow| {
            let cells = shown.iter().map(|column| row.cells.get(*column));
            let mut texts: Vec<String> = cells
                .map(|cell| cell.map_or_else(String::new, write_cell))
                .collect();
            texts.extend(with_notes.then(|| beside(row)));
            texts
        };
        let columns = shown.iter().map(|column| &table.columns[*column]);
        let mut headings: Vec<String> = columns.clone().map(|it| it.header.clone()).collect();
        let mut alignments: Vec<Alignment> = columns.map(|it| it.alignment).collect();
        if with_notes {
            headings.push("notes".to_owned());
            alignments.push(Alignment::Left);
        }
        Self {
            headings,
            rows: table.rows.iter().map(row).collect(),
            alignments,
        }
    }

    /// Width of the widest word and of the widest text of a column, its heading among them.
    fn extent(&self, column: usize) -> (f64, f64) {
        let heading = self.headings.get(column);
        let texts = heading
            .into_iter()
            .chain(self.rows.iter().filter_map(|row| row.get(column)));
        let (mut word, mut text): (f64, f64) = (NARROWEST, NARROWEST);
        for written in texts {
            text = text.max(TEXT.width(written));
            word = written
                .split_whitespace()
                .map(|word| TEXT.width(word))
                .fold(word, f64::max);
        }
        (word, text)
    }

    /// The width of each column. Where the texts do not fit on one line each, columns with longer
    /// texts get more of the room, but less than in proportion: theirs wrap.
    fn widths(&self, page: f64) -> Vec<f64> {
        let count = self.headings.len();
        let room = page - 2.0 * SIDE - BETWEEN * (count.max(1) - 1) as f64;
        let most = room / count.max(1) as f64;
        let extents: Vec<(f64, f64)> = (0..count).map(|column| self.extent(column)).collect();
        if extents.iter().map(|(_, text)| text).sum::<f64>() <= room {
            return extents.iter().map(|(_, text)| *text).collect();
        }
        // A word is broken only where the words of all columns have no room beside one another.
        let words_fit = extents.iter().map(|(word, _)| word).sum::<f64>() <= room;
        let widest = if words_fit { f64::INFINITY } else { most };
        let least: Vec<f64> = extents.iter().map(|(word, _)| word.min(widest)).collect();
        let wish = |column: usize| (extents[column].1 - least[column]).max(0.0).sqrt();
        let mut widths = least.clone();
        let mut open: Vec<usize> = (0..count).collect();
        // A column that needs less than its part leaves the rest to the others.
        loop {
            let spare = room - widths.iter().sum::<f64>();
            let wishes: f64 = open.iter().map(|column| wish(*column)).sum();
            if wishes <= 0.0 || spare <= 0.5 {
                return widths;
            }
            let part = |column: usize| spare * wish(column) / wishes;
            let full: Vec<usize> = open
                .iter()
                .copied()
                .filter(|column| least[*column] + part(*column) >= extents[*column].1)
                .collect();
            if full.is_empty() {
                for column in open {
                    widths[column] = least[column] + part(column);
                }
                return widths;
            }
            for column in full {
                widths[column] = extents[column].1;
                open.retain(|other| *other != column);
            }
        }
    }
}

/// Numbers of notes and the remark of a row.
fn beside(row: &TableRow) -> String {
    let numbers = row.notes.iter().map(|number| format!("[note {number}]"));
    let parts: Vec<String> = numbers
        .chain((!row.remark.is_empty()).then(|| row.remark.clone()))
        .collect();
    parts.join(" ")
}

/// Everything of the table, in place on a page of a width.
fn layout(table: &Table, page: f64) -> Sheet {
    let texts = Texts::of(table);
    if texts.rows.is_empty() || texts.headings.is_empty() {
        return Sheet::empty(NOTHING, page);
    }
    let mut left = SIDE;
    let mut columns = Vec::new();
    for (width, alignment) in texts.widths(page).into_iter().zip(&texts.alignments) {
        columns.push(Placed {
            left,
            width,
            alignment: *alignment,
        });
        left += width + BETWEEN;
    }
    let right = left - BETWEEN;
    let mut sheet = Sheet::default();
    let mut y = put_row(&texts.headings, &columns, 0.0, true, &mut sheet);
    rule(&mut sheet, y, right, true);
    for row in &texts.rows {
        y = put_row(row, &columns, y, false, &mut sheet);
        rule(&mut sheet, y, right, false);
    }
    sheet.height = y + 4.0;
    sheet
}

fn rule(sheet: &mut Sheet, y: f64, right: f64, is_heading: bool) {
    let (colour, width) = if is_heading {
        (STEM, 2.0)
    } else {
        (GRIDLINE, 1.5)
    };
    let path = vec![(SIDE, y), (right, y)];
    sheet.ink.push(Ink::stroke(path, colour, width));
}

/// One row from `top` downwards; returns where it ends.
fn put_row(
    texts: &[String],
    columns: &[Placed],
    top: f64,
    is_heading: bool,
    sheet: &mut Sheet,
) -> f64 {
    let (face, colour) = if is_heading {
        (REMARK, GREY)
    } else {
        (TEXT, BLACK)
    };
    let mut bottom = top + IN_ROW + face.height(1);
    for (text, column) in texts
        .iter()
        .zip(columns)
        .filter(|(text, _)| !text.is_empty())
    {
        let (x, anchor) = match column.alignment {
            Alignment::Left => (column.left, Anchor::Start),
            Alignment::Right => (column.left + column.width, Anchor::End),
        };
        let lines = face.wrap(text, column.width);
        let words = Words::new(lines, (x, top + IN_ROW), anchor, face).in_colour(colour);
        bottom = bottom.max(words.area.bottom);
        sheet.write(words);
    }
    bottom + IN_ROW
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{layout, narrowest};
    use crate::answer::{Cell, Column, NumberFormat, Table, TableRow};
    use crate::render::chart::parts::sheet::legible::{PAGES, complaint};
    use crate::render::font;

    fn table(columns: usize, texts: &[String]) -> Table {
        let column = |position: usize| match position % 3 {
            0 => Column::right("number"),
            1 => Column::left("what is said of it"),
            _ => Column::wide("where"),
        };
        let row = |texts: &[String]| TableRow {
            shown: crate::answer::ShownIn::Always,
            cells: (0..columns)
                .map(|position| match position % 3 {
                    0 => Cell::Number(1_234_567.0, NumberFormat::Whole),
                    _ => Cell::text(texts.get(position).map_or("", String::as_str)),
                })
                .collect(),
            notes: vec![1],
            remark: "as quoted".to_owned(),
        };
        Table {
            columns: (0..columns).map(column).collect(),
            rows: texts.chunks(columns.max(1)).map(row).collect(),
            earlier_rows: 0,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn words_of_a_table_never_overlap_each_other_a_rule_or_the_edge(
            columns in 0..9_usize,
            texts in prop::collection::vec("([A-Za-z',-]{1,60} ){0,30}", 0..40),
            page in prop::sample::select(PAGES.to_vec()),
        ) {
            font::register().unwrap();
            let table = table(columns, &texts);
            let page = page.max(narrowest(&table));
            prop_assert_eq!(complaint(&layout(&table, page), page), None);
        }
    }

    #[test]
    fn columns_without_room_are_left_out_and_an_empty_table_says_so() {
        font::register().unwrap();
        let texts = [String::new(), "one".to_owned(), "two".to_owned()];
        let sheet = layout(&table(3, &texts), 800.0);
        let written: Vec<String> = sheet.words.iter().map(|it| it.lines.join(" ")).collect();
        assert!(written.iter().any(|text| text == "one"), "{written:?}");
        assert!(!written.iter().any(|text| text == "two"), "{written:?}");
        assert_eq!(layout(&Table::default(), 800.0).words.len(), 1);
    }
}
