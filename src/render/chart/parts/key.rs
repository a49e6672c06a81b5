//! A key: small samples with what they mean, one after the other, in as many rows as they need.
//!
//! Holds places and words; what a sample looks like is the chart's own.

use super::canvas::Anchor;
use super::geometry::Area;
use super::sheet::Words;
use super::theme::AXIS_NAME;

/// Between a sample and its words, in pixels.
const BESIDE_SAMPLE: f64 = 10.0;
/// Between one entry and the next, in pixels.
const BETWEEN: f64 = 32.0;
/// Between one row of entries and the next, in pixels.
const BETWEEN_ROWS: f64 = 8.0;

/// A sample with its words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) sample: Area,
    pub(crate) words: Words,
}

/// The entries from `left` to `right` below `top`, each with a sample of one size; and where the
/// last row ends. Without entries that is `top`.
pub(crate) fn placed(
    names: &[&str],
    (left, right): (f64, f64),
    top: f64,
    sample: (f64, f64),
) -> (Vec<Entry>, f64) {
    let indent = sample.0 + BESIDE_SAMPLE;
    let mut entries: Vec<Entry> = Vec::new();
    let (mut x, mut row_top, mut bottom) = (left, top, top);
    for name in names {
        let lines = AXIS_NAME.wrap(name, right - left - indent);
        let width = indent + AXIS_NAME.widest(&lines);
        let height = AXIS_NAME.height(lines.len()).max(sample.1);
        if x > left && x + width > right {
            (x, row_top) = (left, bottom + BETWEEN_ROWS);
        }
        let middle = row_top + sample.1.max(AXIS_NAME.size) / 2.0;
        let first_line = middle - AXIS_NAME.size / 2.0;
        entries.push(Entry {
            sample: Area::around((x + sample.0 / 2.0, middle), sample.0, sample.1),
            words: Words::new(lines, (x + indent, first_line), Anchor::Start, AXIS_NAME),
        });
        bottom = bottom.max(row_top + height + (first_line - row_top));
        x += width + BETWEEN;
    }
    (entries, bottom)
}

#[cfg(test)]
mod tests {
    use super::placed;
    use crate::render::font;

    #[test]
    fn entries_that_find_no_room_stand_in_the_next_row() {
        font::register().unwrap();
        let names = [
            "Activity",
            "Input",
            "Services for children affected by domestic abuse",
        ];
        let (one_row, bottom) = placed(&names, (100.0, 1200.0), 0.0, (28.0, 18.0));
        assert!(one_row.iter().all(|entry| entry.sample.top == 0.0));
        let (two_rows, lower) = placed(&names, (100.0, 600.0), 0.0, (28.0, 18.0));
        assert!(lower > bottom);
        assert!((two_rows[2].sample.left - 100.0).abs() < 1e-9);
        assert!(two_rows[2].words.area.top > two_rows[0].words.area.bottom);
    }

    #[test]
    fn a_key_without_entries_takes_no_room() {
        let (entries, bottom) = placed(&[], (0.0, 100.0), 7.0, (28.0, 18.0));
        assert!(entries.is_empty() && (bottom - 7.0).abs() < 1e-9);
    }
}
