//! How wide the words of bars are on a page, and how thick the bars.

use super::strips::part_count;
use crate::answer::{Arrangement, Bars};

/// Widths on a page, in pixels: together with what is between them they are never wider than it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Widest line of what is to the left of a row.
    pub(super) label: f64,
    /// No plot is narrower, whatever is beside it.
    pub(super) plot: f64,
    /// Widest line at the end of a bar.
    pub(super) end: f64,
    /// Widest line of a marker at the axis in place of a bar.
    pub(super) marker: f64,
}

impl Room {
    pub(super) fn on(page: f64) -> Self {
        Self {
            label: 0.277 * page,
            plot: 0.346 * page,
            end: 0.207 * page,
            marker: 0.369 * page,
        }
    }
}

/// Up to so many rows have large points.
const FEW_POINTS: usize = 14;

/// How thick everything is, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    pub(super) thickness: f64,
    pub(super) between_rows: f64,
    /// Radius of a point: where there are many, so small that short intervals show beside them.
    pub(super) point: f64,
}

pub(super) fn sizes(bars: &Bars) -> Sizes {
    let is_grouped = bars.arrangement == Arrangement::Beside && part_count(bars) > 1;
    let (thickness, between_rows) = match bars.rows.len() {
        _ if is_grouped => (26.0, 20.0),
        0..=8 => (36.0, 16.0),
        9..=14 => (30.0, 12.0),
        15..=24 => (26.0, 10.0),
        _ => (24.0, 9.0),
    };
    let is_many = bars.rows.len() > FEW_POINTS;
    Sizes {
        thickness,
        between_rows,
        point: if is_many { 5.0 } else { 8.0 },
    }
}
