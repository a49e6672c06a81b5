//! Labels to the right of a plot, one above the other: names and last values of the lines that run
//! to its edge, and the labels of levels.
//!
//! Holds words and places, and no drawing.

use super::geometry::{Area, Segment};
use super::labels::{Label, WIDEST, Wanted, end_words, stands_along};
use super::placement::{Wish, spread};
use super::strokes::{Scale, valued};
use super::theme::{GREY, LABEL};
use crate::answer::{Line, Lines};

/// White space between a line's end and its label, in pixels.
const BESIDE_END: f64 = 14.0;
/// The same where labels had to move apart, so that their leaders can be seen.
const WITH_LEADERS: f64 = 34.0;
/// A label is placed beside the plot's edge where that is no further from the line's end, in pixels.
const FURTHEST_EDGE: f64 = 70.0;
/// Between labels one above the other, in pixels.
const BETWEEN: f64 = 14.0;

/// Room that labels need to the right of a plot, in pixels.
pub(crate) fn margin(lines: &Lines, to: f64) -> f64 {
    let widest = words_beside(lines, to)
        .map(|words| LABEL.widest(&words))
        .fold(0.0, f64::max);
    if widest > 0.0 {
        widest + WITH_LEADERS
    } else {
        0.0
    }
}

/// Where the lines end whose labels stand to the right of the plot: their leaders need the room
/// from there on.
pub(crate) fn furthest_end(lines: &Lines, scale: &Scale) -> Option<f64> {
    let ends = lines
        .lines
        .iter()
        .filter(|line| holds(line, lines, scale.to));
    ends.filter_map(end).map(|at| scale.x(at)).reduce(f64::max)
}

/// Height that the labels to the right of a plot need, in pixels.
pub(crate) fn height(lines: &Lines, to: f64) -> f64 {
    words_beside(lines, to)
        .map(|words| LABEL.height(words.len()) + BETWEEN)
        .sum()
}

fn words_beside(lines: &Lines, to: f64) -> impl Iterator<Item = Vec<String>> + '_ {
    let ends = lines
        .lines
        .iter()
        .filter(move |line| holds(line, lines, to));
    let levels = lines
        .levels
        .iter()
        .map(|level| LABEL.wrap(&level.label, WIDEST));
    ends.map(|line| end_words(line, WIDEST)).chain(levels)
}

/// The date of a line's last figure.
fn end(line: &Line) -> Option<f64> {
    line.points
        .iter()
        .rev()
        .find(|point| valued(point).is_some())
        .map(|point| point.at)
}

/// Whether a line runs to the right edge of the plot, so that its label can stand here.
pub(crate) fn holds(line: &Line, lines: &Lines, to: f64) -> bool {
    let Some(last) = end(line).filter(|_| !stands_along(line)) else {
        return false;
    };
    let spacing = lines
        .ticks
        .windows(2)
        .map(|pair| pair[1].at - pair[0].at)
        .fold(f64::INFINITY, f64::min);
    let spacing = if spacing.is_finite() {
        spacing
    } else {
        to - lines.from
    };
    let near = (0.75 * spacing).max(0.04 * (to - lines.from));
    to - last <= near
        && !lines
            .lines
            .iter()
            .filter_map(end)
            .any(|other| other > last + 0.3 * spacing)
}

/// Labels to the right of the plot, those of the levels with them, spread so that none touches another.
pub(crate) fn place(mut wanted: Vec<Wanted>, lines: &Lines, scale: &Scale) -> Vec<Label> {
    let furthest = wanted
        .iter()
        .map(|end| end.point().0)
        .fold(f64::MIN, f64::max);
    for level in lines.levels.iter().filter(|level| level.value.is_finite()) {
        let words = LABEL.wrap(&level.label, WIDEST);
        let point = (scale.plot.right, scale.y(level.value));
        wanted.push(Wanted::new(words, GREY, vec![(point, true)]));
    }
    wanted.retain(|label| !label.lines.is_empty());
    let wishes: Vec<Wish> = wanted
        .iter()
        .map(|label| Wish {
            centre: label.point().1,
            extent: label.size.1,
        })
        .collect();
    let within = is_within(lines, scale, furthest);
    let low = scale.plot.bottom + if within { -4.0 } else { 4.0 };
    let centres = spread(&wishes, -10.0, low, BETWEEN);
    let is_moved = wanted
        .iter()
        .zip(&centres)
        .any(|(label, centre)| is_apart(label, *centre));
    let left = left_edge(lines, scale, furthest, is_moved);
    wanted
        .into_iter()
        .zip(centres)
        .map(|(label, centre)| beside(label, left, centre))
        .collect()
}

fn beside(label: Wanted, left: f64, centre: f64) -> Label {
    let middle = (left + label.size.0 / 2.0, centre);
    let area = Area::around(middle, label.size.0, label.size.1);
    let (x, y) = label.point();
    let leader = is_apart(&label, centre).then(|| Segment {
        from: (x + 6.0, y),
        to: (left - 4.0, area.nearest((left, y)).1),
    });
    label.put(area, leader)
}

/// Where the labels begin; there is more room before them where leaders must be seen.
fn left_edge(lines: &Lines, scale: &Scale, furthest: f64, is_moved: bool) -> f64 {
    let space = if is_moved { WITH_LEADERS } else { BESIDE_END };
    if is_within(lines, scale, furthest) {
        return furthest + space + 6.0;
    }
    let has_level_leaders = is_moved && !lines.levels.is_empty();
    let beside_plot = if has_level_leaders { 28.0 } else { 8.0 };
    (scale.plot.right + beside_plot).max(furthest + space)
}

/// Whether the labels begin within the plot, beside the last points: where few periods stand far
/// apart and nothing is drawn after them.
fn is_within(lines: &Lines, scale: &Scale, furthest: f64) -> bool {
    let later = |at: f64| at <= scale.to && scale.x(at) > furthest;
    scale.plot.right > furthest + FURTHEST_EDGE
        && lines.levels.is_empty()
        && !lines.breaks.iter().any(|mark| later(mark.at))
        && !lines.gaps.iter().any(|gap| later(gap.to.min(scale.to)))
}

fn is_apart(label: &Wanted, centre: f64) -> bool {
    (label.point().1 - centre).abs() > label.size.1 / 2.0
}
