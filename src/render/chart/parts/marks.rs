//! What stands in the strip above a plot: the numbers of breaks, and the reasons of gaps too
//! narrow to hold them.
//!
//! Holds positions and words, and no drawing. The plot's upper edge is at y = 0.

use super::geometry::{Area, Point};
use super::placement::{Room, Wish, spread};
use super::strokes::Scale;
use super::theme::{REMARK, SIDE};
use crate::answer::{BreakMark, Lines};

/// Radius of the circle about a break's number, in pixels.
pub(crate) const CIRCLE: f64 = 15.0;
/// Height of the zone in which a mark's stem may slant, in pixels.
pub(crate) const STEM_HEIGHT: f64 = 12.0;

const BETWEEN_MARKS: f64 = 6.0;
/// Widest line of a reason of one or two lines, in pixels.
const WIDEST_SHORT_REASON: f64 = 130.0;
/// Widest line of a longer one, in pixels.
const WIDEST_LONG_REASON: f64 = 230.0;

/// A mark above the plot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    /// Where it belongs, across the plot.
    pub(crate) x: f64,
    pub(crate) area: Area,
    pub(crate) content: Content,
}

/// What a mark says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    /// The number of a note, in a circle; a dotted line runs down through the plot.
    Break(usize),
    /// Why there are no figures.
    Reason(Vec<String>),
}

/// A span without figures, or one that something is said of, with its words where it holds them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Span {
    pub(crate) area: Area,
    pub(crate) is_shaded: bool,
    pub(crate) reason: Option<(Area, Vec<String>)>,
}

impl Content {
    fn size(&self) -> Point {
        match self {
            Self::Break(_) => (CIRCLE * 2.0, CIRCLE * 2.0),
            Self::Reason(lines) => (REMARK.widest(lines), REMARK.height(lines.len())),
        }
    }

    /// White space that keeps words from being read together, in pixels.
    fn margin(&self) -> f64 {
        if matches!(self, Self::Reason(_)) {
            14.0
        } else {
            0.0
        }
    }
}

/// The breaks within the plot, from left to right.
pub(crate) fn breaks(marks: &[BreakMark], scale: &Scale) -> Vec<(f64, Content)> {
    let mut wanted: Vec<(f64, Content)> = marks
        .iter()
        .filter(|mark| scale.from <= mark.at && mark.at <= scale.to)
        .map(|mark| (scale.x(mark.at), Content::Break(mark.note)))
        .collect();
    wanted.sort_by(|left, right| left.0.total_cmp(&right.0));
    wanted
}

/// The spans within the plot; a reason for which its span has no room is added to `above`.
pub(crate) fn spans(
    lines: &Lines,
    scale: &Scale,
    mut room: Room,
    above: &mut Vec<(f64, Content)>,
) -> Vec<Span> {
    let mut spans = Vec::new();
    let gaps = lines
        .gaps
        .iter()
        .map(|gap| (gap.from, gap.to, gap.reason.trim(), true));
    // Every second stretch is shaded, so that readers can distinguish them.
    let stretches = lines
        .stretches
        .iter()
        .zip([false, true].into_iter().cycle());
    let stretches = stretches.map(|(it, shaded)| (it.from, it.to, it.label.trim(), shaded));
    let stands_above = lines.gaps.len();
    for (position, (from, to, words, is_shaded)) in gaps.chain(stretches).enumerate() {
        let Some(area) = area_between(from, to, scale) else {
            continue;
        };
        // What is said of stretches stands in one row.
        let reason = Some(words)
            .filter(|_| position < stands_above)
            .and_then(|words| inside(words, &area, &room));
        if let Some((words, _)) = &reason {
            room.boxes.push(*words);
        } else if !words.is_empty() {
            above.push((area.centre().0, Content::Reason(folded(words))));
        }
        spans.push(Span {
            area,
            is_shaded,
            reason,
        });
    }
    spans
}

/// The part of the plot between two times; none where they lie outside of it.
fn area_between(from: f64, to: f64, scale: &Scale) -> Option<Area> {
    let left = scale.x(from.min(to)).max(scale.plot.left);
    let right = scale.x(to.max(from)).min(scale.plot.right);
    (left < right).then_some(Area {
        left,
        right,
        ..scale.plot
    })
}

fn folded(reason: &str) -> Vec<String> {
    let lines = REMARK.wrap(reason, WIDEST_SHORT_REASON);
    if lines.len() > 2 {
        REMARK.wrap(reason, WIDEST_LONG_REASON)
    } else {
        lines
    }
}

fn inside(reason: &str, span: &Area, room: &Room) -> Option<(Area, Vec<String>)> {
    let width = span.width() - 12.0;
    if reason.is_empty() || !REMARK.words_fit(reason, width) {
        return None;
    }
    let lines = REMARK.wrap(reason, width);
    let size = (REMARK.widest(&lines), REMARK.height(lines.len()));
    if lines.len() > 6 {
        return None;
    }
    let (centre, middle) = span.centre();
    room.place_in_column(centre, middle, size)
        .map(|area| (area, lines))
}

/// Places marks side by side above the plot, each as near to where it belongs as it can be.
pub(crate) fn strip(wanted: Vec<(f64, Content)>, right: f64) -> Vec<Mark> {
    let wishes: Vec<Wish> = wanted
        .iter()
        .map(|(x, content)| Wish {
            centre: *x,
            extent: content.size().0 + content.margin(),
        })
        .collect();
    let centres = spread(&wishes, SIDE, right, BETWEEN_MARKS);
    wanted
        .into_iter()
        .zip(centres)
        .map(|((x, content), centre)| {
            let (width, height) = content.size();
            let area = Area::around((centre, -STEM_HEIGHT - height / 2.0), width, height);
            Mark { x, area, content }
        })
        .collect()
}

/// Height of the strip that the marks need above the plot, in pixels.
pub(crate) fn strip_height(marks: &[Mark]) -> f64 {
    marks
        .iter()
        .map(|mark| 2.0 - mark.area.top)
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::{Content, strip, strip_height};
    use crate::render::font;

    #[test]
    fn numbers_of_close_breaks_stand_beside_one_another() {
        font::register().unwrap();
        let marks = strip(
            vec![
                (500.0, Content::Break(1)),
                (503.0, Content::Break(2)),
                (503.0, Content::Reason(vec!["no survey".to_owned()])),
            ],
            1256.0,
        );
        for (position, mark) in marks.iter().enumerate() {
            for other in &marks[position + 1..] {
                assert!(!mark.area.overlaps(&other.area));
            }
        }
        assert!(strip_height(&marks) >= 30.0);
        assert!((marks[0].x - 500.0).abs() < 1e-9);
    }

    #[test]
    fn a_break_by_itself_stands_above_its_date() {
        let marks = strip(vec![(500.0, Content::Break(1))], 1256.0);
        assert!((marks[0].area.centre().0 - 500.0).abs() < 1e-9);
        assert!(strip_height(&[]).abs() < 1e-9);
    }
}
