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
    AXIS_NAME, BLACK, DARK_BLUE, GREY, GRIDLINE, LABEL, REMARK, SIDE, STEM, WHITE,
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

/// The four columns on a page of a width: the two of signs as wide as their words, the others what
/// is left.
struct Columns {
    criterion: Column,
    wanted: Column,
    found: Column,
    figures: Column,
    page: f64,
}

/// Between one column and the next, in pixels.
const BETWEEN: f64 = 24.0;
/// Widths of the columns of signs, in pixels: where there is room, and on narrow pages.
const SIGNS: (f64, f64) = (118.0, 170.0);
const NARROW_SIGNS: (f64, f64) = (100.0, 142.0);
/// Pages below this width are narrow, in pixels.
const NARROW: f64 = 1100.0;
/// How much of the rest the criteria get.
const CRITERIA: f64 = 0.479;

impl Columns {
    fn new(page: f64) -> Self {
        let (wanted, found) = if page < NARROW { NARROW_SIGNS } else { SIGNS };
        let rest = page - 2.0 * SIDE - wanted - found - 3.0 * BETWEEN;
        let mut left = SIDE;
        let mut column = |heading, width: f64| {
            let column = Column {
                heading,
                left,
                width,
            };
            left += width + BETWEEN;
            column
        };
        Self {
            criterion: column("Criterion", CRITERIA * rest),
            wanted: column("Wanted", wanted),
            found: column("Figures point", found),
            figures: column("Figures", (1.0 - CRITERIA) * rest),
            page,
        }
    }
}

/// Width of a sign, and from its left edge to the words beside it, in pixels.
const SIGN: f64 = 22.0;
const BESIDE_SIGN: f64 = 32.0;
const ARROW: (f64, f64) = (17.0, 22.0);
const IN_ROW: f64 = 9.0;
const ABOVE_OUTCOME: f64 = 22.0;
const BELOW_HEADINGS: f64 = 16.0;
const BELOW_OUTCOME: f64 = 8.0;

/// Draws the chart; returns how many pixels it takes.
pub(crate) fn draw(scorecard: &Scorecard, canvas: &Canvas<'_>, page: f64) -> Result<f64> {
    layout(scorecard, page).put(canvas)
}

/// Everything of the chart, in place on a page of a width.
fn layout(scorecard: &Scorecard, page: f64) -> Sheet {
    if scorecard.outcomes.is_empty() {
        return Sheet::empty(NOTHING, page);
    }
    let mut sheet = Sheet::default();
    let columns = Columns::new(page);
    for column in [
        &columns.criterion,
        &columns.wanted,
        &columns.found,
        &columns.figures,
    ] {
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
        y = put_outcome(outcome, &columns, y, &mut sheet);
    }
    put_rule((y, page), GRIDLINE, 1.5, &mut sheet);
    sheet.height = y + 4.0;
    sheet
}

fn put_rule((y, page): (f64, f64), colour: RGBColor, width: f64, sheet: &mut Sheet) {
    let path = vec![(SIDE, y), (page - SIDE, y)];
    sheet.ink.push(Ink::stroke(path, colour, width));
}

/// An outcome's heading with its criteria; returns where they end.
fn put_outcome(outcome: &Outcome, columns: &Columns, top: f64, sheet: &mut Sheet) -> f64 {
    let page = columns.page;
    let lines = LABEL.wrap(&outcome.title, page - 2.0 * SIDE);
    let heading = Words::new(lines, (SIDE, top), Anchor::Start, LABEL).in_colour(BLACK);
    let mut y = heading.area.bottom + BELOW_OUTCOME;
    sheet.write(heading);
    put_rule((y, page), STEM, 2.0, sheet);
    if outcome.criteria.is_empty() {
        let lines = vec![NO_CRITERION.to_owned()];
        let place = (columns.criterion.left, y + IN_ROW);
        let words = Words::new(lines, place, Anchor::Start, TEXT);
        y = words.area.bottom + IN_ROW;
        sheet.write(words);
    }
    for (position, criterion) in outcome.criteria.iter().enumerate() {
        if position > 0 {
            put_rule((y, page), GRIDLINE, 1.5, sheet);
        }
        y = put_criterion(criterion, columns, y, sheet);
    }
    y
}

/// One criterion in its row; returns where the row ends.
fn put_criterion(criterion: &Criterion, columns: &Columns, top: f64, sheet: &mut Sheet) -> f64 {
    let top = top + IN_ROW;
    let has_figures = criterion.finding != Finding::NoFigures;
    let colour = if has_figures { BLACK } else { GREY };
    let cells = [
        (wrapped(&criterion.title, &columns.criterion, 0.0), BLACK),
        (wanted(criterion.wanted, &columns.wanted), BLACK),
        (found(criterion.finding, &columns.found), colour),
        (wrapped(&criterion.figures, &columns.figures, 0.0), colour),
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
        let centre = (columns.wanted.left + ARROW.0 / 2.0, middle);
        let is_upward = direction == Direction::Up;
        sheet.ink.push(arrow(centre, ARROW, is_upward, STEM));
    }
    let centre = (columns.found.left + SIGN / 2.0, middle);
    sheet.ink.extend(sign(criterion.finding, centre));
    bottom + IN_ROW
}

/// Lines of a column, set in by so much, with where they begin.
fn wrapped(text: &str, column: &Column, indent: f64) -> (Vec<String>, f64) {
    (TEXT.wrap(text, column.width - indent), column.left + indent)
}

fn wanted(direction: Option<Direction>, column: &Column) -> (Vec<String>, f64) {
    match direction {
        Some(Direction::Up) => wrapped("higher", column, BESIDE_SIGN),
        Some(Direction::Down) => wrapped("lower", column, BESIDE_SIGN),
        None => wrapped("none named", column, 0.0),
    }
}

fn found(finding: Finding, column: &Column) -> (Vec<String>, f64) {
    let words = match finding {
        Finding::AsWanted => "as wanted",
        Finding::Against => "the other way",
        Finding::Level => "level",
        Finding::NoFigures => "no figures",
    };
    wrapped(words, column, BESIDE_SIGN)
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
    use crate::render::chart::parts::sheet::legible::{PAGES, assert_legible, complaint};
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
            page in prop::sample::select(PAGES.to_vec()),
        ) {
            font::register().unwrap();
            prop_assert_eq!(complaint(&layout(&Scorecard { outcomes }, page), page), None);
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
        let outcomes = vec![outcome];
        let sheet = layout(&Scorecard { outcomes }, 800.0);
        assert_legible(&sheet, 800.0);
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
        assert_eq!(layout(&Scorecard::default(), 800.0).words.len(), 1);
    }
}
