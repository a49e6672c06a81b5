//! Direct labels: the name and last value of each line, and values at chosen points.
//!
//! Holds words and places, and no drawing; labels to the right of the plot are `column`'s.

use plotters::style::RGBColor;

use super::column;
use super::geometry::{Area, Point, Segment};
use super::placement::{Placed, Room};
use super::strokes::{Scale, Strokes, valued};
use super::theme::{GREY, LABEL};
use crate::answer::{Line, LineRole, Lines};

/// A label that has found its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Label {
    pub(crate) area: Area,
    pub(crate) lines: Vec<String>,
    pub(crate) colour: RGBColor,
    /// A thin line from what is labelled, where the label stands apart from it.
    pub(crate) leader: Option<Segment>,
}

/// Widest line of a label, in pixels.
pub(crate) const WIDEST: f64 = 220.0;
/// Widest lines that are tried in turn where a label of that width does not fit, in pixels.
const NARROWER: [f64; 3] = [150.0, 110.0, 80.0];
/// To the left of the words, for the mark that has the colour of the line, in pixels.
const FOR_MARK: f64 = 9.0;
/// A value that is further than this from its point would be taken for another's, in pixels.
const FURTHEST_VALUE: f64 = 60.0;

/// A label before it has a place.
pub(crate) struct Wanted {
    pub(crate) lines: Vec<String>,
    pub(crate) size: Point,
    colour: RGBColor,
    /// Where it may belong, the best first, and whether it is looked for above that place first.
    anchors: Vec<(Point, bool)>,
    /// The same words on more and shorter lines.
    narrower: Vec<Vec<String>>,
}

impl Wanted {
    pub(crate) fn new(lines: Vec<String>, colour: RGBColor, anchors: Vec<(Point, bool)>) -> Self {
        let size = (LABEL.widest(&lines), LABEL.height(lines.len()));
        Self {
            lines,
            size,
            colour,
            anchors,
            narrower: Vec::new(),
        }
    }

    /// The name of a line within the plot, which may be broken into more lines.
    fn within(line: &Line, colour: RGBColor, anchors: Vec<(Point, bool)>) -> Self {
        let mut narrower = NARROWER.map(|widest| end_words(line, widest)).to_vec();
        let words = end_words(line, WIDEST);
        narrower.retain(|other| *other != words);
        narrower.dedup();
        Self {
            narrower,
            ..Self::new(words, colour, anchors)
        }
    }

    pub(crate) fn point(&self) -> Point {
        self.anchors.first().map_or((0.0, 0.0), |(point, _)| *point)
    }

    pub(crate) fn put(self, area: Area, leader: Option<Segment>) -> Label {
        Label {
            area,
            lines: self.lines,
            colour: self.colour,
            leader,
        }
    }
}

/// The labels of all lines, by where they are to stand.
#[derive(Default)]
struct Sorted {
    /// To the right of the plot.
    beside: Vec<Wanted>,
    /// Within the plot, and never left out.
    needed: Vec<Wanted>,
    /// Within the plot, where there is room.
    values: Vec<Wanted>,
}

/// Places every label; `drawn` are the lines in pixels, in the order of `lines`. What is placed
/// is added to the room. A value within a line is left out where there is no room for it.
pub(crate) fn place(
    lines: &Lines,
    scale: &Scale,
    drawn: &[Strokes],
    room: &mut Room,
) -> Vec<Label> {
    let sorted = sorted(lines, scale, drawn);
    let mut placed = column::place(sorted.beside, lines, scale);
    room.boxes.extend(placed.iter().map(|label| label.area));
    room.strokes
        .extend(placed.iter().filter_map(|label| label.leader));
    for (labels, is_needed) in [(sorted.needed, true), (sorted.values, false)] {
        placed.extend(
            labels
                .into_iter()
                .filter_map(|one| beside_point(one, room, is_needed)),
        );
    }
    placed
}

fn sorted(lines: &Lines, scale: &Scale, drawn: &[Strokes]) -> Sorted {
    let mut sorted = Sorted::default();
    for (index, (line, strokes)) in lines.lines.iter().zip(drawn).enumerate() {
        if matches!(line.role, LineRole::Fitted { .. }) {
            continue;
        }
        let is_behind = line.role == LineRole::Behind;
        let colour = if is_behind {
            GREY
        } else {
            strokes.style.colour
        };
        let stands_along = stands_along(line);
        if stands_along {
            sorted
                .needed
                .push(Wanted::within(line, colour, course(index, drawn)));
        }
        let last = line
            .points
            .iter()
            .rposition(|point| valued(point).is_some());
        for (position, point) in line.points.iter().enumerate() {
            let Some(value) = valued(point) else { continue };
            let place = (scale.x(point.at) + strokes.shift, scale.y(value));
            let anchors = vec![(place, is_upper(line, position))];
            if Some(position) == last && !stands_along {
                let is_beside = column::holds(line, lines, scale.to);
                if is_beside {
                    let words = end_words(line, WIDEST);
                    sorted.beside.push(Wanted::new(words, colour, anchors));
                } else {
                    sorted.needed.push(Wanted::within(line, colour, anchors));
                }
            } else if let Some(text) = &point.label {
                sorted
                    .values
                    .push(Wanted::new(vec![text.clone()], colour, anchors));
            }
        }
    }
    sorted
}

/// The best place beside any of a label's anchors. A label that is needed is never left out: if no
/// place near is free, it takes the nearest free one, and if none is, it is broken into narrower lines.
/// A value is left out rather than placed far away.
fn beside_point(mut wanted: Wanted, room: &mut Room, is_needed: bool) -> Option<Label> {
    let (first, _) = *wanted.anchors.first()?;
    if wanted.lines.is_empty() {
        return None;
    }
    let mut placed = None;
    let narrower = std::mem::take(&mut wanted.narrower);
    for words in std::iter::once(wanted.lines.clone()).chain(narrower) {
        let size = boxed(&words);
        let found = nearby(&wanted.anchors, size, room, is_needed);
        let far = || is_needed.then(|| room.nearest_to(first, size));
        let free = |placed: &Placed| room.is_free(&placed.area);
        if let Some(found) = found.or_else(|| far().filter(free)) {
            placed = Some(found);
            wanted.lines = words;
            break;
        }
    }
    let in_the_way = || is_needed.then(|| room.nearest_to(first, boxed(&wanted.lines)));
    let placed = placed.or_else(in_the_way)?;
    room.boxes.push(placed.area);
    room.strokes.extend(placed.leader);
    let words = Area {
        left: placed.area.left + FOR_MARK,
        ..placed.area
    };
    Some(wanted.put(words, placed.leader))
}

/// The size of a label with its mark.
fn boxed(words: &[String]) -> Point {
    (LABEL.widest(words) + FOR_MARK, LABEL.height(words.len()))
}

/// The best free place near any of the anchors.
fn nearby(anchors: &[(Point, bool)], size: Point, room: &Room, is_needed: bool) -> Option<Placed> {
    let is_far = |leader: &Segment| leader.length() > FURTHEST_VALUE;
    anchors
        .iter()
        .zip(0_u32..)
        .filter_map(|((point, upward), rank)| {
            let placed = room.place(*point, size, *upward)?;
            Some((placed.cost + f64::from(rank), placed))
        })
        .min_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, placed)| placed)
        .filter(|placed| is_needed || !placed.leader.as_ref().is_some_and(is_far))
}

/// Whether a line's name stands along it: a path has no last value of its own to be read off.
pub(crate) fn stands_along(line: &Line) -> bool {
    let last = line
        .points
        .iter()
        .rev()
        .find(|point| valued(point).is_some());
    line.role == LineRole::Path && last.is_some_and(|point| point.label.is_none())
}

/// Places along a path where its name may stand, the middle first and its end last, each on the
/// side away from the other lines.
fn course(index: usize, drawn: &[Strokes]) -> Vec<(Point, bool)> {
    let Some(path) = drawn.get(index) else {
        return Vec::new();
    };
    let ends = path.runs.iter().flatten().map(|point| point.0);
    let left = ends.clone().fold(f64::MAX, f64::min);
    let right = ends.fold(f64::MIN, f64::max);
    let middle = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75];
    let along = middle.into_iter().filter_map(|share| {
        let x = left + share * (right - left);
        let y = path.height_at(x)?;
        let others = drawn
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index);
        let is_upper = others
            .filter_map(|(_, other)| other.height_at(x))
            .all(|other| y <= other);
        Some(((x, y), is_upper))
    });
    let end = path.dots.last().or(path.runs.iter().flatten().last());
    along.chain(end.map(|point| (*point, true))).collect()
}

/// The line's name, on lines no wider than `widest` pixels, and its last value where that is to be written.
pub(crate) fn end_words(line: &Line, widest: f64) -> Vec<String> {
    let mut words = LABEL.wrap(&line.label, widest);
    let last = line
        .points
        .iter()
        .rev()
        .find(|point| valued(point).is_some());
    words.extend(last.and_then(|point| point.label.clone()));
    words
}

/// Whether a point lies above its neighbours, so that its label is looked for above it first.
fn is_upper(line: &Line, index: usize) -> bool {
    let Some(value) = valued(&line.points[index]) else {
        return true;
    };
    let before = index
        .checked_sub(1)
        .and_then(|before| valued(&line.points[before]));
    let after = line.points.get(index + 1).and_then(valued);
    match (before, after) {
        (Some(before), Some(after)) => value >= f64::midpoint(before, after),
        (Some(other), None) | (None, Some(other)) => value >= other,
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{WIDEST, end_words, is_upper, stands_along};
    use crate::answer::{Line, LinePoint, LineRole};
    use crate::render::font;

    fn line(role: LineRole, values: &[Option<f64>], last_label: Option<&str>) -> Line {
        let last = values.iter().rposition(Option::is_some);
        let points = values
            .iter()
            .enumerate()
            .map(|(position, value)| LinePoint {
                at: 2000.0 + position as f64,
                value: *value,
                interval: None,
                label: last_label
                    .filter(|_| Some(position) == last)
                    .map(str::to_owned),
            });
        Line {
            label: "Women and girls".to_owned(),
            role,
            points: points.collect(),
        }
    }

    #[test]
    fn a_line_is_named_with_the_last_value_that_it_has() {
        font::register().unwrap();
        let figures = LineRole::Observed { dots: false };
        let open = line(figures, &[Some(1.0), Some(64_674.0), None], Some("64,674"));
        assert_eq!(end_words(&open, WIDEST), ["Women and girls", "64,674"]);
        assert_eq!(
            end_words(&line(figures, &[Some(1.0)], None), WIDEST),
            ["Women and girls"]
        );
    }

    #[test]
    fn only_a_path_without_a_value_to_read_is_named_along_its_course() {
        let values = [Some(11.0), Some(5.5)];
        assert!(stands_along(&line(LineRole::Path, &values, None)));
        assert!(!stands_along(&line(LineRole::Path, &values, Some("5.5%"))));
        assert!(!stands_along(&line(
            LineRole::Fitted { of: 0 },
            &values,
            None
        )));
    }

    #[test]
    fn a_low_point_is_labelled_below() {
        let dip = line(
            LineRole::Fitted { of: 0 },
            &[Some(3.0), Some(1.0), Some(3.0)],
            None,
        );
        assert_eq!(
            [0, 1, 2].map(|index| is_upper(&dip, index)),
            [true, false, true]
        );
    }
}
