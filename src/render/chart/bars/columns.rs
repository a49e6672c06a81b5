//! Many rows on a page that is wide and low, such as a slide: side by side, on one scale.

use super::room::{Room, sizes};
use super::{Scale, margins, rows_in_place, value_scale};
use crate::answer::Bars;
use crate::render::chart::NARROWEST_PAGE;
use crate::render::chart::parts::sheet::Sheet;
use crate::render::chart::parts::theme::SIDE;

/// No rows are nearer to one another, in pixels.
const LEAST_BETWEEN: f64 = 4.0;

/// The rows in two columns or more, as few as are not higher than `height`; else as many as there
/// is room for. None where the page is too narrow for two.
pub(super) fn lower(bars: &Bars, page: f64, height: f64) -> Option<Sheet> {
    let most = (page / NARROWEST_PAGE).floor() as usize;
    let mut last = None;
    for count in 2..=most {
        let sheet = side_by_side(bars, count, page, height);
        if sheet.height <= height {
            return Some(sheet);
        }
        last = Some(sheet);
    }
    last
}

/// The rows in so many columns, each with the names of its rows, a key and an axis; nearer to one
/// another where they are higher than `height`.
fn side_by_side(bars: &Bars, count: usize, page: f64, height: f64) -> Sheet {
    let part = page / count as f64;
    let room = margins(bars, part);
    let scale = Scale {
        left: SIDE + room.left,
        right: part - SIDE - room.right,
        values: value_scale(bars, Room::on(part)),
    };
    let mut all = Sheet::default();
    let rows = bars.rows.len().div_ceil(count).max(1);
    let mut sizes = sizes(bars);
    let longest = bars.rows.get(..rows).unwrap_or(&bars.rows);
    let excess = rows_in_place(bars, longest, (&scale, sizes), part).height - height;
    let between = sizes.between_rows - excess.max(0.0) / rows as f64 - 0.5;
    sizes.between_rows = between.clamp(LEAST_BETWEEN, sizes.between_rows);
    for (column, rows) in bars.rows.chunks(rows).enumerate() {
        let sheet = rows_in_place(bars, rows, (&scale, sizes), part);
        all.height = all.height.max(sheet.height);
        all.add(sheet.moved_right(column as f64 * part));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::lower;
    use crate::answer::{Arrangement, Bar, BarRow, Bars};
    use crate::render::chart::parts::sheet::legible::assert_legible;
    use crate::render::font;

    const SLIDE: f64 = 1920.0 / 1.125;

    fn bars() -> Bars {
        font::register().unwrap();
        let row = |index: usize| BarRow {
            label: format!("Police force {index}"),
            bars: vec![Bar {
                value: Some(index as f64),
                interval: Some((index as f64 - 0.2, index as f64 + 0.2)),
                label: index.to_string(),
            }],
            ..BarRow::default()
        };
        Bars {
            rows: (1..=43).map(row).collect(),
            arrangement: Arrangement::Estimates,
            axis_title: "Rate per 1,000 people, with its 95% confidence interval".to_owned(),
            ..Bars::default()
        }
    }

    #[test]
    fn many_rows_of_a_slide_are_in_two_columns_and_each_is_there_once() {
        let bars = bars();
        let sheet = lower(&bars, SLIDE, 760.0).unwrap();
        assert!(sheet.height <= 760.0, "{}", sheet.height);
        assert_legible(&sheet, SLIDE);
        for row in &bars.rows {
            let labels = sheet
                .words
                .iter()
                .filter(|words| words.lines == [row.label.clone()]);
            assert_eq!(labels.count(), 1, "{}", row.label);
        }
    }

    #[test]
    fn a_narrow_page_has_one_column() {
        assert_eq!(lower(&bars(), 900.0, 100.0), None);
    }
}
