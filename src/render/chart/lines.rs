//! Series against time: where everything of such a chart goes.
//!
//! Holds the layout, in pixels with the plot's upper edge at y = 0; `draw_lines` puts it on a page.

use super::Margins;
use crate::answer::{LinePoint, LineRole, Lines};
use crate::render::chart::parts::axis::ValueScale;
use crate::render::chart::parts::column;
use crate::render::chart::parts::geometry::{Area, Segment};
use crate::render::chart::parts::labels::{self, Label};
use crate::render::chart::parts::marks::{self, Content, Mark, Span};
use crate::render::chart::parts::periods;
use crate::render::chart::parts::placement::Room;
use crate::render::chart::parts::strokes::{Scale, Strokes, limits, valued};
use crate::render::chart::parts::theme::{SIDE, TICK, line_styles};

/// White space between a label of the vertical axis and the plot, in pixels.
pub(crate) const BESIDE_AXIS: f64 = 10.0;
/// Between the bars of two lines at the same date, in pixels.
const BETWEEN_BARS: f64 = 10.0;

/// Everything of a chart, in place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layout {
    pub(crate) scale: Scale,
    /// Position across and lines of each label below the axis.
    pub(crate) periods: Vec<(f64, Vec<String>)>,
    pub(crate) spans: Vec<Span>,
    pub(crate) marks: Vec<Mark>,
    /// Heights of the levels.
    pub(crate) levels: Vec<f64>,
    pub(crate) strokes: Vec<Strokes>,
    pub(crate) labels: Vec<Label>,
}

/// Whether there is any figure to draw.
pub(crate) fn has_value(lines: &Lines) -> bool {
    points(lines).any(|point| valued(point).is_some())
}

/// Room that the chart needs beside its plot.
pub(crate) fn margins(lines: &Lines) -> Margins {
    if !has_value(lines) {
        return Margins::default();
    }
    let (from, to) = extent(lines);
    let values = value_scale(lines);
    let left = values
        .ticks()
        .into_iter()
        .map(|value| TICK.width(&values.label(value)))
        .fold(0.0, f64::max);
    let last_tick = lines
        .ticks
        .iter()
        .rev()
        .find(|tick| (from..=to).contains(&tick.at));
    let half_tick = last_tick.map_or(0.0, |tick| TICK.widest(&periods::words(tick)) / 2.0);
    Margins {
        left: left + BESIDE_AXIS,
        right: column::margin(lines, to).max(half_tick),
    }
}

impl Layout {
    /// Lays a chart out between `left` and `right`; its plot is `height` pixels high, or more
    /// where the labels need it.
    pub(crate) fn new(lines: &Lines, left: f64, right: f64, height: f64) -> Self {
        let (from, to) = extent(lines);
        let bottom = height.max(column::height(lines, to));
        let plot = Area {
            left,
            top: 0.0,
            right,
            bottom,
        };
        let scale = Scale {
            plot,
            from,
            to,
            values: value_scale(lines),
        };
        let strokes = strokes(lines, &scale);
        let levels = levels(lines, &scale);
        let mut wanted = marks::breaks(&lines.breaks, &scale);
        let mut room = room(&scale, &strokes, &levels, &wanted);
        let mut for_reasons = room.clone();
        let ends = column::furthest_end(lines, &scale);
        for_reasons
            .boxes
            .extend(ends.map(|left| Area { left, ..plot }));
        let spans = marks::spans(lines, &scale, for_reasons, &mut wanted);
        let reasons = spans.iter().filter_map(|span| span.reason.as_ref());
        room.boxes.extend(reasons.map(|(area, _)| *area));
        let marks = marks::strip(wanted, right);
        room.boxes.extend(marks.iter().map(|mark| mark.area));
        room.light_strokes
            .extend(spans.iter().flat_map(|span| edges(&span.area)));
        let labels = labels::place(lines, &scale, &strokes, &mut room);
        Self {
            periods: periods::placed(lines, &scale),
            scale,
            spans,
            marks,
            levels,
            strokes,
            labels,
        }
    }
}

fn points(lines: &Lines) -> impl Iterator<Item = &LinePoint> {
    lines.lines.iter().flat_map(|line| &line.points)
}

/// The years from left to right: as given, or wider where a point lies outside.
fn extent(lines: &Lines) -> (f64, f64) {
    let mut from = lines.from.min(lines.to);
    let mut to = lines.to.max(lines.from);
    for point in points(lines).filter(|point| valued(point).is_some()) {
        from = from.min(point.at);
        to = to.max(point.at);
    }
    if from < to {
        (from, to)
    } else {
        (from - 0.5, to + 0.5)
    }
}

fn value_scale(lines: &Lines) -> ValueScale {
    let figures = points(lines).flat_map(|point| {
        let value = valued(point);
        // A lower limit does not push the axis below zero by itself: the bar is cut there.
        let is_below = value.is_some_and(|value| value < 0.0);
        let (lower, upper) = limits(point).unzip();
        [value, upper, lower.filter(|_| is_below)]
    });
    let levels = lines.levels.iter().map(|level| level.value);
    ValueScale::covering(figures.flatten().chain(levels), lines.value_axis)
}

fn strokes(lines: &Lines, scale: &Scale) -> Vec<Strokes> {
    let roles: Vec<LineRole> = lines.lines.iter().map(|line| line.role).collect();
    lines
        .lines
        .iter()
        .zip(shifts(lines))
        .zip(line_styles(&roles))
        .map(|((line, shift), style)| Strokes::new(line, style, scale, lines, shift))
        .collect()
}

/// How far each line is moved sideways so that bars at the same date do not hide one another.
fn shifts(lines: &Lines) -> Vec<f64> {
    let has_bars: Vec<bool> = lines
        .lines
        .iter()
        .map(|line| {
            line.role == LineRole::Observed { dots: true }
                && line.points.iter().any(|point| limits(point).is_some())
        })
        .collect();
    let count = has_bars.iter().filter(|bars| **bars).count();
    let mut next = -BETWEEN_BARS * (count.max(1) - 1) as f64 / 2.0;
    has_bars
        .into_iter()
        .map(|bars| {
            if !bars {
                return 0.0;
            }
            let shift = next;
            next += BETWEEN_BARS;
            shift
        })
        .collect()
}

fn levels(lines: &Lines, scale: &Scale) -> Vec<f64> {
    let values = lines.levels.iter().map(|level| level.value);
    values
        .filter(|value| value.is_finite())
        .map(|value| scale.y(value))
        .collect()
}

/// What labels must keep clear of before any is placed.
fn room(scale: &Scale, strokes: &[Strokes], levels: &[f64], breaks: &[(f64, Content)]) -> Room {
    let plot = scale.plot;
    let across = |y: f64| Segment {
        from: (plot.left, y),
        to: (plot.right, y),
    };
    let down = |x: f64| Segment {
        from: (x, plot.top),
        to: (x, plot.bottom),
    };
    let mut heavy: Vec<Segment> = strokes.iter().flat_map(Strokes::segments).collect();
    heavy.extend(levels.iter().map(|y| across(*y)));
    heavy.extend(breaks.iter().map(|(x, _)| down(*x)));
    let gridlines = scale
        .values
        .ticks()
        .into_iter()
        .map(|value| across(scale.y(value)));
    Room {
        bounds: Area {
            left: plot.left + 4.0,
            top: -14.0,
            right: plot.right + SIDE / 2.0,
            bottom: plot.bottom - 3.0,
        },
        boxes: strokes.iter().flat_map(Strokes::boxes).collect(),
        strokes: heavy,
        light_strokes: gridlines.collect(),
    }
}

fn edges(area: &Area) -> [Segment; 2] {
    [area.left, area.right].map(|x| Segment {
        from: (x, area.top),
        to: (x, area.bottom),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::{Layout, margins};
    use crate::answer::{BreakMark, Gap, Line, LinePoint, LineRole, Lines, Tick, ValueAxis};
    use crate::render::chart::parts::geometry::{Area, Segment};
    use crate::render::chart::parts::strokes::Strokes;
    use crate::render::chart::parts::theme::SIDE;
    use crate::render::font;

    const NAMES: [&str; 4] = [
        "All",
        "Women and girls",
        "People aged 16 and over in England and Wales",
        "Men",
    ];

    /// Figures that change by up to 60 from one period to the next, and some that are missing.
    fn walk(count: usize) -> impl Strategy<Value = Vec<Option<f64>>> {
        let steps = prop::collection::vec((-60.0..60.0_f64, prop::bool::weighted(0.85)), count);
        (100.0..900.0_f64, steps).prop_map(|(start, steps)| {
            let mut value: f64 = start;
            let walked = steps.into_iter().map(|(step, is_held)| {
                value = (value + step).max(0.0);
                is_held.then_some(value)
            });
            walked.collect()
        })
    }

    prop_compose! {
        fn charts()(count in 2..30_usize)(
            values in prop::collection::vec(walk(count), 1..=4),
            breaks in prop::collection::vec(0.0..30.0_f64, 0..5),
            gap in prop::option::of((0.0..28.0_f64, 0.2..4.0_f64)),
            role in prop::sample::select(vec![
                LineRole::Observed { dots: true }, LineRole::Observed { dots: false }, LineRole::Path,
            ]),
        ) -> Lines {
            let at = |position: usize| 2000.5 + position as f64;
            let last = values[0].len() - 1;
            let line = |(name, values): (&str, &Vec<Option<f64>>)| Line {
                label: name.to_owned(),
                role,
                points: values.iter().enumerate().map(|(position, value)| LinePoint {
                    at: at(position),
                    value: *value,
                    interval: value.map(|value| (value * 0.9, value * 1.1)),
                    label: (position == 0 || position == last).then(|| "1,234".to_owned()),
                }).collect(),
            };
            Lines {
                from: 2000.0,
                to: at(last) + 0.5,
                ticks: (0..=last).map(|position| Tick {
                    at: at(position), label: (2000 + position).to_string(),
                }).collect(),
                value_axis: ValueAxis::Counts,
                lines: NAMES.into_iter().zip(&values).map(line).collect(),
                breaks: breaks.iter().zip(1..)
                    .map(|(at, note)| BreakMark { at: 2000.0 + at, note }).collect(),
                gaps: gap.iter().map(|(from, length)| Gap {
                    from: 2000.0 + from,
                    to: 2000.0 + from + length,
                    reason: "no survey".to_owned(),
                }).collect(),
                ..Lines::default()
            }
        }
    }

    fn laid_out(lines: &Lines, page: f64) -> Layout {
        let room = margins(lines);
        Layout::new(lines, SIDE + room.left, page - SIDE - room.right, 420.0)
    }

    /// Every box of words above or in the plot, or beside it.
    fn words(layout: &Layout) -> Vec<Area> {
        let labels = layout.labels.iter().map(|label| label.area);
        let reasons = layout.spans.iter().filter_map(|span| span.reason.as_ref());
        let marks = layout.marks.iter().map(|mark| mark.area);
        labels
            .chain(reasons.map(|(area, _)| *area))
            .chain(marks)
            .collect()
    }

    /// Every stroke that words must not touch.
    fn strokes(lines: &Lines, layout: &Layout) -> Vec<Segment> {
        let plot = layout.scale.plot;
        let within = |mark: &&BreakMark| mark.at <= layout.scale.to;
        let breaks = lines
            .breaks
            .iter()
            .filter(within)
            .map(|mark| layout.scale.x(mark.at));
        let down = breaks.map(|x| Segment {
            from: (x, plot.top),
            to: (x, plot.bottom),
        });
        let leaders = layout.labels.iter().filter_map(|label| label.leader);
        layout
            .strokes
            .iter()
            .flat_map(Strokes::segments)
            .chain(down)
            .chain(leaders)
            .collect()
    }

    proptest! {
        // One chart in some 20,000 is so full that no form of a label finds room: the same charts are
        // drawn every time.
        #![proptest_config(ProptestConfig {
            cases: 500,
            rng_seed: RngSeed::Fixed(20_260_430),
            ..ProptestConfig::default()
        })]

        #[test]
        fn words_of_a_chart_never_overlap_each_other_a_line_or_the_edge(
            lines in charts(),
            page in prop::sample::select(vec![900.0, 1300.0, 1920.0 / 1.125]),
        ) {
            font::register().unwrap();
            let layout = laid_out(&lines, page);
            let words = words(&layout);
            let strokes = strokes(&lines, &layout);
            for (position, area) in words.iter().enumerate() {
                prop_assert!(area.left >= 0.0 && area.right <= page, "{area:?}");
                prop_assert!(area.bottom <= layout.scale.plot.bottom + 5.0, "{area:?}");
                for other in &words[position + 1..] {
                    prop_assert!(!area.overlaps(other), "{area:?} {other:?}");
                }
                for stroke in &strokes {
                    prop_assert!(!stroke.crosses(area), "{area:?} {stroke:?}");
                }
            }
        }

        #[test]
        fn every_line_with_a_figure_has_its_name(lines in charts()) {
            font::register().unwrap();
            let layout = laid_out(&lines, 800.0);
            let written: Vec<String> =
                layout.labels.iter().map(|label| label.lines.join(" ")).collect();
            for line in &lines.lines {
                let has_figure = line.points.iter().any(|point| point.value.is_some());
                let is_named = written.iter().any(|words| words.starts_with(&line.label));
                prop_assert!(!has_figure || is_named, "{}", line.label);
            }
        }
    }
}
