//! The bars of a row as they stand from zero: one a strip, or parts one after the other in one.
//!
//! Holds values and words, and no pixels but the width at which words are folded.

use super::room::Room;
use crate::answer::{Arrangement, Bar, BarRow, Bars};
use crate::render::font::Face;

/// What stands at one height from zero on.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Strip {
    pub(super) pieces: Vec<Piece>,
    /// The lowest value reached; zero at most.
    pub(super) start: f64,
    /// The highest value reached by a bar or its interval; zero at least.
    pub(super) end: f64,
    /// Lower and upper limit.
    pub(super) interval: Option<(f64, f64)>,
    /// What is written after the end.
    pub(super) words: Vec<String>,
}

/// One bar, or one part of a stacked bar.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) part: usize,
    pub(super) from: f64,
    pub(super) to: f64,
    /// Written inside where there is room.
    pub(super) inside: String,
    /// Whether another part begins where it ends.
    pub(super) is_followed: bool,
}

/// How many bars a row has at most.
pub(super) fn part_count(bars: &Bars) -> usize {
    let of_rows = bars.rows.iter().map(|row| row.bars.len()).max();
    bars.parts.len().max(of_rows.unwrap_or(0))
}

/// The strips of a row, from above; one at least.
pub(super) fn strips(bars: &Bars, row: &BarRow, room: Room) -> Vec<Strip> {
    let strips: Vec<Strip> = match bars.arrangement {
        Arrangement::Stacked => vec![stacked(bars, row, room)],
        Arrangement::Beside | Arrangement::Estimates if is_all_missing(row) => {
            let first = row.bars.first();
            first
                .map(|bar| without_value(bar, room))
                .into_iter()
                .collect()
        }
        Arrangement::Beside | Arrangement::Estimates => {
            let beside = row.bars.iter().enumerate();
            beside
                .map(|(part, bar)| single(bars, part, bar, room))
                .collect()
        }
    };
    if strips.is_empty() {
        vec![Strip::default()]
    } else {
        strips
    }
}

/// Whether a row has no value at all, for one reason: its marker stands once.
fn is_all_missing(row: &BarRow) -> bool {
    row.bars.iter().all(|bar| valued(bar).is_none())
        && row
            .bars
            .windows(2)
            .all(|pair| pair[0].label == pair[1].label)
}

fn without_value(bar: &Bar, room: Room) -> Strip {
    Strip {
        words: folded(&bar.label, room),
        ..Strip::default()
    }
}

/// The value that can be drawn, if there is one.
fn valued(bar: &Bar) -> Option<f64> {
    bar.value.filter(|value| value.is_finite())
}

fn limits(bar: &Bar) -> Option<(f64, f64)> {
    valued(bar)?;
    bar.interval
        .filter(|(lower, upper)| lower.is_finite() && upper.is_finite() && lower <= upper)
}

fn single(bars: &Bars, part: usize, bar: &Bar, room: Room) -> Strip {
    let Some(value) = valued(bar) else {
        // Where bars stand beside it, its place alone would not say which one is missing.
        let name = bars.parts.get(part).filter(|_| part_count(bars) > 1);
        let words = name.map_or(bar.label.clone(), |name| format!("{} {name}", bar.label));
        return Strip {
            words: folded_marker(&words, room),
            ..Strip::default()
        };
    };
    let interval = limits(bar);
    let upper = interval.map_or(value, |(_, upper)| upper.max(value));
    let piece = Piece {
        part,
        from: 0.0,
        to: value,
        inside: String::new(),
        is_followed: false,
    };
    Strip {
        pieces: vec![piece],
        // A lower limit does not push the axis of bars below zero: the whisker is cut there.
        start: match interval {
            Some((lower, _)) if bars.arrangement == Arrangement::Estimates => lower.min(0.0),
            _ => value.min(0.0),
        },
        end: upper.max(0.0),
        interval,
        words: folded(&bar.label, room),
    }
}

/// Parts that add up; those below zero stand on the other side of it.
fn stacked(bars: &Bars, row: &BarRow, room: Room) -> Strip {
    let mut strip = Strip::default();
    let mut words = vec![row.total.trim().to_owned()];
    for (part, bar) in row.bars.iter().enumerate() {
        let Some(value) = valued(bar) else {
            words.push(missing(bars, part, &bar.label));
            continue;
        };
        let reached = if value < 0.0 {
            &mut strip.start
        } else {
            &mut strip.end
        };
        let from = *reached;
        *reached += value;
        if value == 0.0 {
            continue;
        }
        strip.pieces.push(Piece {
            part,
            from,
            to: *reached,
            inside: bar.label.clone(),
            is_followed: false,
        });
    }
    let count = strip.pieces.len();
    for piece in strip.pieces.iter_mut().take(count.saturating_sub(1)) {
        piece.is_followed = true;
    }
    words.retain(|word| !word.is_empty());
    strip.words = folded(&words.join(", "), room);
    strip
}

/// A part without a value, by name: in a stacked bar it has no place of its own.
fn missing(bars: &Bars, part: usize, marker: &str) -> String {
    let name = bars.parts.get(part).map_or("", String::as_str);
    format!("{name} {marker}").trim().to_owned()
}

fn folded_marker(words: &str, room: Room) -> Vec<String> {
    Face::regular(18.0).wrap(words, room.marker)
}

fn folded(words: &str, room: Room) -> Vec<String> {
    // The widest face that is used there, so that the lines fit in any.
    Face::bold(20.0).wrap(words, room.end)
}

#[cfg(test)]
mod tests {
    use super::{Room, strips};
    use crate::answer::{Arrangement, Bar, BarRow, Bars};
    use crate::render::font;

    fn bars(arrangement: Arrangement, values: &[Option<f64>]) -> Bars {
        font::register().unwrap();
        let bar = |value: &Option<f64>| Bar {
            value: *value,
            interval: None,
            label: value.map_or("[x]".to_owned(), |value| value.to_string()),
        };
        Bars {
            rows: vec![BarRow {
                label: "Prevention".to_owned(),
                bars: values.iter().map(bar).collect(),
                is_highlighted: false,
                total: "27".to_owned(),
            }],
            parts: vec![
                "Activity".to_owned(),
                "Input".to_owned(),
                "Output".to_owned(),
            ],
            arrangement,
            ..Bars::default()
        }
    }

    #[test]
    fn parts_stand_one_after_the_other_and_a_missing_one_is_named() {
        let bars = bars(Arrangement::Stacked, &[Some(21.0), None, Some(6.0)]);
        let strips = strips(&bars, &bars.rows[0], Room::on(1300.0));
        assert_eq!(strips.len(), 1);
        let ends: Vec<(f64, f64)> = strips[0]
            .pieces
            .iter()
            .map(|one| (one.from, one.to))
            .collect();
        assert_eq!(ends, [(0.0, 21.0), (21.0, 27.0)]);
        assert_eq!(strips[0].words, ["27, Input [x]"]);
        assert_eq!(strips[0].pieces[0].inside, "21");
    }

    #[test]
    fn a_bar_without_value_has_its_marker_and_no_length() {
        let bars = bars(Arrangement::Beside, &[Some(21.0), Some(f64::NAN), None]);
        let strips = strips(&bars, &bars.rows[0], Room::on(1300.0));
        assert_eq!(strips.len(), 3);
        assert_eq!(strips[0].words, ["21"]);
        assert!(strips[1].pieces.is_empty());
        assert_eq!(
            (strips[2].end, strips[2].words[0].as_str()),
            (0.0, "[x] Output")
        );
    }

    #[test]
    fn a_row_without_any_value_has_its_marker_once() {
        let bars = bars(Arrangement::Beside, &[None, None, None]);
        let strips = strips(&bars, &bars.rows[0], Room::on(1300.0));
        assert_eq!(strips.len(), 1);
        assert_eq!(strips[0].words, ["[x]"]);
    }

    #[test]
    fn a_lower_limit_below_zero_does_not_move_the_axis() {
        let mut bars = bars(Arrangement::Beside, &[Some(2.0)]);
        bars.rows[0].bars[0].interval = Some((-1.0, 5.0));
        let strips = strips(&bars, &bars.rows[0], Room::on(1300.0));
        assert_eq!((strips[0].start, strips[0].end), (0.0, 5.0));
    }

    #[test]
    fn values_below_zero_stand_on_the_other_side() {
        let bars = bars(Arrangement::Stacked, &[Some(4.0), Some(-3.0)]);
        let strips = strips(&bars, &bars.rows[0], Room::on(1300.0));
        assert_eq!((strips[0].start, strips[0].end), (-3.0, 4.0));
    }
}
