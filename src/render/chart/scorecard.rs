//! Criteria below their outcomes: the direction wanted, the one found, and the figures.
//!
//! Holds the layout, in pixels. What was found is said in words beside its sign, and no colour
//! alarms: no test of a change lies behind it.

use anyhow::Result;
use plotters::style::RGBColor;

use crate::answer::{Criterion, Direction, Finding, Outcome, Scorecard};
use crate::render::chart::parts::canvas::{Anchor, Canvas};
use crate::render::chart::parts::geometry::Point;
use crate::render::chart::parts::sheet::{Ink, Sheet, Words};
use crate::render::chart::parts::symbols::{arrow, tick};
use crate::render::chart::parts::theme::{
    AXIS_NAME, BLACK, DARK_BLUE, FIGURE_WIDTH, GREY, GRIDLINE, LABEL, REMARK, SIDE, STEM, WHITE,
};
use crate::render::font::Face;

const NOTHING: &str = "No outcome is named";
const NO_CRITERION: &str = "No criterion is named";

const TEXT: Face = AXIS_NAME;
/// A column: its heading, where it begins and how wide its words are, in pixels.
struct Column {
    heading: &'static str,
    left: f64,
    width: f64,
}
const CRITERION: Column = Column {
    heading: "Criterion",
    left: SIDE,
    width: 408.0,
};
const WANTED: Column = Column {
    heading: "Wanted",
    left: 476.0,
    width: 118.0,
};
const FOUND: Column = Column {
    heading: "Figures point",
    left: 618.0,
    width: 170.0,
};
const FIGURES: Column = Column {
    heading: "Figures",
    left: 812.0,
    width: FIGURE_WIDTH - SIDE - 812.0,
};
/// Width of a sign, and from its left edge to the words beside it, in pixels.
const SIGN: f64 = 22.0;
const BESIDE_SIGN: f64 = 32.0;
const ARROW: (f64, f64) = (17.0, 22.0);
const IN_ROW: f64 = 9.0;
const ABOVE_OUTCOME: f64 = 22.0;
const BELOW_HEADINGS: f64 = 16.0;
const BELOW_OUTCOME: f64 = 8.0;

/// Draws the chart; returns how many pixels it takes.
pub(crate) fn draw(scorecard: &Scorecard, canvas: &Canvas<'_>) -> Result<f64> {
    layout(scorecard).put(canvas)
}

/// Everything of the chart, in place.
fn layout(scorecard: &Scorecard) -> Sheet {
    if scorecard.outcomes.is_empty() {
        return Sheet::empty(NOTHING);
    }
    let mut sheet = Sheet::default();
    for column in [CRITERION, WANTED, FOUND, FIGURES] {
        let lines = vec![column.heading.to_owned()];
        sheet.write(Words::new(lines, (column.left, 0.0), Anchor::Start, REMARK));
    }
    let mut y = REMARK.size;
    for (position, outcome) in scorecard.outcomes.iter().enumerate() {
        y += if position == 0 {
            BELOW_HEADINGS
        } else {
            ABOVE_OUTCOME
        };
        y = put_outcome(outcome, y, &mut sheet);
    }
    put_rule(y, GRIDLINE, 1.5, &mut sheet);
    sheet.height = y + 4.0;
    sheet
}

fn put_rule(y: f64, colour: RGBColor, width: f64, sheet: &mut Sheet) {
    let path = vec![(SIDE, y), (FIGURE_WIDTH - SIDE, y)];
    sheet.ink.push(Ink::stroke(path, colour, width));
}

/// An outcome's heading with its criteria; returns where they end.
fn put_outcome(outcome: &Outcome, top: f64, sheet: &mut Sheet) -> f64 {
    let lines = LABEL.wrap(&outcome.title, FIGURE_WIDTH - 2.0 * SIDE);
    let heading = Words::new(lines, (SIDE, top), Anchor::Start, LABEL).in_colour(BLACK);
    let mut y = heading.area.bottom + BELOW_OUTCOME;
    sheet.write(heading);
    put_rule(y, STEM, 2.0, sheet);
    if outcome.criteria.is_empty() {
        let lines = vec![NO_CRITERION.to_owned()];
        let place = (CRITERION.left, y + IN_ROW);
        let words = Words::new(lines, place, Anchor::Start, TEXT);
        y = words.area.bottom + IN_ROW;
        sheet.write(words);
    }
    for (position, criterion) in outcome.criteria.iter().enumerate() {
        if position > 0 {
            put_rule(y, GRIDLINE, 1.5, sheet);
        }
        y = put_criterion(criterion, y, sheet);
    }
    y
}

/// One criterion in its row; returns where the row ends.
fn put_criterion(criterion: &Criterion, top: f64, sheet: &mut Sheet) -> f64 {
    let top = top + IN_ROW;
    let has_figures = criterion.finding != Finding::NoFigures;
    let colour = if has_figures { BLACK } else { GREY };
    let cells = [
        (wrapped(&criterion.title, &CRITERION, 0.0), BLACK),
        (wanted(criterion.wanted), BLACK),
        (found(criterion.finding), colour),
        (wrapped(&criterion.figures, &FIGURES, 0.0), colour),
    ];
    // Signs stand at the height of the first line.
    let middle = top + SIGN / 2.0;
    let mut bottom = top + SIGN;
    for ((lines, left), colour) in cells {
        let place = (left, middle - TEXT.size / 2.0);
        let words = Words::new(lines, place, Anchor::Start, TEXT).in_colour(colour);
        bottom = bottom.max(words.area.bottom);
        sheet.write(words);
    }
    if let Some(direction) = criterion.wanted {
        let centre = (WANTED.left + ARROW.0 / 2.0, middle);
        let is_upward = direction == Direction::Up;
        sheet.ink.push(arrow(centre, ARROW, is_upward, STEM));
    }
    let centre = (FOUND.left + SIGN / 2.0, middle);
    sheet.ink.extend(sign(criterion.finding, centre));
    bottom + IN_ROW
}

/// Lines of a column, set in by so much, with where they begin.
fn wrapped(text: &str, column: &Column, indent: f64) -> (Vec<String>, f64) {
    (TEXT.wrap(text, column.width - indent), column.left + indent)
}

fn wanted(direction: Option<Direction>) -> (Vec<String>, f64) {
    match direction {
        Some(Direction::Up) => wrapped("higher", &WANTED, BESIDE_SIGN),
        Some(Direction::Down) => wrapped("lower", &WANTED, BESIDE_SIGN),
        None => wrapped("none named", &WANTED, 0.0),
    }
}

fn found(finding: Finding) -> (Vec<String>, f64) {
    let words = match finding {
        Finding::AsWanted => "as wanted",
        Finding::Against => "the other way",
        Finding::Level => "level",
        Finding::NoFigures => "no figures",
    };
    wrapped(words, &FOUND, BESIDE_SIGN)
}

/// The sign of a finding: a tick in a disc, an open diamond, two level strokes, a lone dash.
fn sign(finding: Finding, centre: Point) -> Vec<Ink> {
    let half = SIGN / 2.0;
    let at = |x: f64, y: f64| (centre.0 + x * half, centre.1 + y * half);
    let level =
        |y: f64, reach: f64, colour| Ink::stroke(vec![at(-reach, y), at(reach, y)], colour, 3.0);
    match finding {
        Finding::AsWanted => vec![
            Ink::Dot(centre, half, DARK_BLUE),
            tick(centre, SIGN * 0.56, WHITE),
        ],
        Finding::Against => {
            let diamond = [
                (0.0, -0.9),
                (0.9, 0.0),
                (0.0, 0.9),
                (-0.9, 0.0),
                (0.0, -0.9),
            ];
            let path = diamond.map(|(x, y)| at(x, y)).to_vec();
            vec![Ink::stroke(path, DARK_BLUE, 2.5)]
        }
        Finding::Level => vec![level(-0.3, 0.8, DARK_BLUE), level(0.3, 0.8, DARK_BLUE)],
        Finding::NoFigures => vec![level(0.0, 0.5, STEM)],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::layout;
    use crate::answer::{Criterion, Direction, Finding, Outcome, Scorecard};
    use crate::render::chart::parts::sheet::legible::{assert_legible, complaint};
    use crate::render::font;

    fn criterion(title: &str, wanted: Option<Direction>, finding: Finding) -> Criterion {
        Criterion {
            title: title.to_owned(),
            wanted,
            finding,
            figures: "126,548 in 2021-22, 122,638 in 2023-24".to_owned(),
        }
    }

    prop_compose! {
        fn any_criterion()(
            title in "([A-Za-z',-]{1,50} ){0,20}",
            wanted in prop::sample::select(vec![None, Some(Direction::Up), Some(Direction::Down)]),
            finding in prop::sample::select(vec![
                Finding::AsWanted, Finding::Against, Finding::Level, Finding::NoFigures,
            ]),
            figures in "([0-9a-z,;-]{1,50} ){0,30}",
        ) -> Criterion {
            Criterion { title, wanted, finding, figures }
        }
    }

    prop_compose! {
        fn any_outcome()(
            title in "([A-Za-z',-]{1,20} ){0,20}",
            criteria in prop::collection::vec(any_criterion(), 0..6),
        ) -> Outcome {
            Outcome { title, criteria }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn words_of_a_scorecard_never_overlap_each_other_a_stroke_or_the_edge(
            outcomes in prop::collection::vec(any_outcome(), 0..7),
        ) {
            font::register().unwrap();
            prop_assert_eq!(complaint(&layout(&Scorecard { outcomes })), None);
        }
    }

    #[test]
    fn a_direction_and_a_finding_are_said_in_words() {
        font::register().unwrap();
        let criteria = vec![
            criterion("More offences", Some(Direction::Up), Finding::Against),
            criterion("Fewer victims", Some(Direction::Down), Finding::AsWanted),
            criterion("Nothing named", None, Finding::NoFigures),
            criterion("Level", Some(Direction::Up), Finding::Level),
        ];
        let outcome = Outcome {
            title: "Lower prevalence".to_owned(),
            criteria,
        };
        let sheet = layout(&Scorecard {
            outcomes: vec![outcome],
        });
        assert_legible(&sheet);
        let written: Vec<String> = sheet
            .words
            .iter()
            .map(|words| words.lines.join(" "))
            .collect();
        for expected in [
            "higher",
            "lower",
            "none named",
            "as wanted",
            "the other way",
            "level",
            "no figures",
        ] {
            assert!(written.iter().any(|text| text == expected), "{expected}");
        }
    }

    #[test]
    fn without_outcomes_the_chart_says_so() {
        font::register().unwrap();
        assert_eq!(layout(&Scorecard::default()).words.len(), 1);
    }
}
