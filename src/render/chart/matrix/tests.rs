//! Grids: that they can be read whatever they hold, and that they say what they hold.

use proptest::prelude::*;

use super::layout;
use crate::answer::{Matrix, MatrixCell, MatrixRow};
use crate::render::chart::parts::sheet::legible::{PAGES, complaint};
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
        page in prop::sample::select(PAGES.to_vec()),
    ) {
        font::register().unwrap();
        prop_assert_eq!(complaint(&layout(&matrix, page), page), None);
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
    let sheet = layout(&matrix, 800.0);
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
    assert_eq!(layout(&Matrix::default(), 800.0).words.len(), 1);
}

/// On a narrow page no heading is broken within a word: columns go into blocks, each with all rows.
#[test]
fn columns_without_room_go_into_blocks_below_one_another() {
    font::register().unwrap();
    let headings = ["Harassment", "Stalking", "Prostitution", "Trafficking"];
    let columns: Vec<String> = headings
        .iter()
        .cycle()
        .take(12)
        .map(|it| (*it).to_owned())
        .collect();
    let row = |label: &str| MatrixRow {
        label: label.to_owned(),
        cells: columns.iter().map(|_| cell(true, "")).collect(),
    };
    let matrix = Matrix {
        rows: vec![
            row("Department of Health and Social Care"),
            row("Home Office"),
        ],
        columns: columns.clone(),
        ..Matrix::default()
    };
    let sheet = layout(&matrix, 800.0);
    let written = |text: &str| {
        let words = sheet.words.iter();
        words.filter(|words| words.lines == [text]).count()
    };
    assert!(written("Home Office") > 1);
    assert_eq!(written("Prostitution"), 3);
    assert_eq!(ticks(&sheet), 24);
}
