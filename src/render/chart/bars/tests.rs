//! Layouts of bars: that they can be read whatever they hold, and that they say what they hold.

use proptest::prelude::*;

use super::{layout, margins};
use crate::answer::{Arrangement, Bar, BarRow, Bars, ValueAxis};
use crate::render::chart::Margins;
use crate::render::chart::parts::sheet::legible::{PAGES, assert_legible, complaint};
use crate::render::chart::parts::sheet::{Ink, Sheet};
use crate::render::chart::parts::theme::{CONTEXT, DARK_BLUE, SIDE};
use crate::render::font;

const PARTS: [&str; 4] = [
    "Activity",
    "Input",
    "Services for children affected by domestic abuse",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
];

fn laid_out(bars: &Bars) -> Sheet {
    laid_out_on(bars, 1300.0)
}

fn laid_out_on(bars: &Bars, page: f64) -> Sheet {
    let room = margins(bars, page);
    layout(bars, (SIDE + room.left, page - SIDE - room.right), page)
}

fn bar(value: Option<f64>) -> Bar {
    Bar {
        value,
        interval: None,
        label: value.map_or("[x]".to_owned(), |value| format!("{value}")),
    }
}

fn row(label: &str, values: &[Option<f64>]) -> BarRow {
    BarRow {
        label: label.to_owned(),
        bars: values.iter().copied().map(bar).collect(),
        ..BarRow::default()
    }
}

fn fills(sheet: &Sheet) -> Vec<&Ink> {
    let inks = sheet.ink.iter();
    inks.filter(|ink| matches!(ink, Ink::Fill(..))).collect()
}

prop_compose! {
    fn any_bar()(
        value in prop::option::weighted(0.8, prop_oneof![9 => 0.0..1e6_f64, 1 => -1e5..0.0_f64]),
        spread in prop::option::of(0.0..1e5_f64),
        decimals in 0..8_usize,
    ) -> Bar {
        Bar {
            value,
            interval: value.zip(spread).map(|(value, by)| (value - by, value + by)),
            label: value.map_or("[x]".to_owned(), |value| format!("{value:.decimals$}")),
        }
    }
}

prop_compose! {
    fn any_bars()(count in 1..=4_usize)(
        rows in prop::collection::vec(
            (
                prop::collection::vec(any_bar(), count),
                "([A-Za-z',-]{1,14} ){0,14}",
                prop::bool::weighted(0.2),
                "[0-9]{0,9}",
            ),
            0..40,
        ),
        arrangement in prop::sample::select(vec![Arrangement::Beside, Arrangement::Stacked]),
        value_axis in prop::sample::select(vec![
            ValueAxis::Counts, ValueAxis::PerCent, ValueAxis::Decimals,
        ]),
        axis_title in "([a-z£]{1,12} ){0,20}",
        count in Just(count),
    ) -> Bars {
        let rows = rows.into_iter().map(|(bars, label, is_highlighted, total)| BarRow {
            label, bars, is_highlighted, total,
        });
        let parts = if count == 1 { &[] } else { &PARTS[..count] };
        Bars {
            rows: rows.collect(),
            parts: parts.iter().map(|name| (*name).to_owned()).collect(),
            arrangement,
            value_axis,
            axis_title,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn words_beside_bars_never_overlap_each_other_a_stroke_or_the_edge(
        bars in any_bars(),
        page in prop::sample::select(PAGES.to_vec()),
    ) {
        font::register().unwrap();
        prop_assert_eq!(complaint(&laid_out_on(&bars, page), page), None);
    }

    #[test]
    fn bars_are_legible_below_a_chart_that_needs_more_room(
        bars in any_bars(),
        page in prop::sample::select(PAGES.to_vec()),
    ) {
        font::register().unwrap();
        let other = Margins { left: 120.0, right: 0.23 * page };
        let room = margins(&bars, page).wider(other);
        let edges = (SIDE + room.left, page - SIDE - room.right);
        prop_assert_eq!(complaint(&layout(&bars, edges, page), page), None);
    }

    #[test]
    fn every_row_has_its_label(bars in any_bars()) {
        font::register().unwrap();
        let sheet = laid_out(&bars);
        let written: Vec<String> =
            sheet.words.iter().map(|words| words.lines.concat().replace(' ', "")).collect();
        for row in &bars.rows {
            let label = row.label.replace(' ', "");
            prop_assert!(label.is_empty() || written.contains(&label), "{}", row.label);
        }
    }
}

#[test]
fn without_rows_the_chart_says_that_no_figure_is_held() {
    font::register().unwrap();
    let sheet = laid_out(&Bars::default());
    assert_eq!(sheet.words[0].lines, ["No figure is held"]);
}

#[test]
fn where_all_is_missing_markers_stand_and_no_value_does() {
    font::register().unwrap();
    let bars = Bars {
        rows: vec![row("2022-23", &[None]), row("2023-24", &[None])],
        ..Bars::default()
    };
    let sheet = laid_out(&bars);
    assert_legible(&sheet, 1300.0);
    let written: Vec<&str> = sheet
        .words
        .iter()
        .map(|words| words.lines[0].as_str())
        .collect();
    assert_eq!(written, ["2022-23", "[x]", "2023-24", "[x]"]);
    assert!(fills(&sheet).is_empty());
}

#[test]
fn a_bar_is_as_long_as_its_value_says() {
    font::register().unwrap();
    let bars = Bars {
        rows: vec![row("a", &[Some(80.0)]), row("b", &[Some(40.0)])],
        ..Bars::default()
    };
    let sheet = laid_out(&bars);
    let widths: Vec<f64> = fills(&sheet)
        .into_iter()
        .map(|ink| match ink {
            Ink::Fill(area, _) => area.width(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert!((widths[0] - 2.0 * widths[1]).abs() < 1e-9);
}

#[test]
fn the_row_that_matters_stands_out_from_its_context() {
    font::register().unwrap();
    let mut bars = Bars {
        rows: vec![row("Theft", &[Some(91.9)]), row("Sexual", &[Some(77.3)])],
        ..Bars::default()
    };
    bars.rows[1].is_highlighted = true;
    let sheet = laid_out(&bars);
    let colours: Vec<_> = fills(&sheet)
        .into_iter()
        .map(|ink| match ink {
            Ink::Fill(_, colour) => *colour,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(colours, [CONTEXT, DARK_BLUE]);
    assert!(
        sheet
            .words
            .iter()
            .any(|words| words.lines[0] == "Sexual" && words.face.bold)
    );
}

#[test]
fn several_parts_have_a_key_and_one_has_none() {
    font::register().unwrap();
    let mut bars = Bars {
        rows: vec![row("2021-22", &[Some(44.9), Some(33.1)])],
        parts: vec!["Budget".to_owned(), "Spend".to_owned()],
        ..Bars::default()
    };
    let names = |bars: &Bars| {
        let words = laid_out(bars).words.into_iter();
        words.filter(|words| words.lines[0] == "Budget").count()
    };
    assert_eq!(names(&bars), 1);
    bars.rows[0].bars.pop();
    bars.parts.pop();
    assert_eq!(names(&bars), 0);
}
