//! Stages that follow on one another: boxes from above, with those of one source together.
//!
//! Holds the layout, in pixels. Nothing of it is to scale: no width comes from a figure.

use anyhow::Result;

use crate::answer::{Stage, Stages};
use crate::render::chart::parts::canvas::{Anchor, Canvas};
use crate::render::chart::parts::geometry::Area;
use crate::render::chart::parts::sheet::{Ink, Sheet, Words};
use crate::render::chart::parts::symbols::arrow;
use crate::render::chart::parts::theme::{
    BLACK, COUNT, DARK_BLUE, LABEL, REMARK, SIDE, STEM, TICK, WHITE,
};

const NO_STAGE: &str = "No stage is named";
const NOT_TO_SCALE: &str = "Widths are not to scale: the stages count different things.";
const SOURCES_APART: &str = "Widths are not to scale: the stages count different things and come \
                             from different sources.";
/// Width of the first box, as a part of the page.
const WIDEST: f64 = 0.62;
/// No box is narrower, as a part of the first.
const NARROWEST: f64 = 0.52;
/// By how much a box is narrower than the one above, at most, in pixels.
const NARROWER: f64 = 64.0;
/// Room to the left for the sources: in pixels, and as a part of the page at most.
const SOURCES: (f64, f64) = (240.0, 0.24);
/// White space between a source and the line beside its stages, in pixels.
const BESIDE_SOURCE: f64 = 18.0;
const INSIDE: f64 = 14.0;
const BELOW_COUNT: f64 = 7.0;
const BETWEEN_STAGES: f64 = 38.0;
const BETWEEN_SOURCES: f64 = 70.0;
const ABOVE_REMARK: f64 = 22.0;
const ARROW: (f64, f64) = (34.0, 26.0);
/// White space on each side of an arrow in the line between two sources, in pixels.
const AROUND_ARROW: f64 = 24.0;
const DASH: (f64, f64) = (8.0, 6.0);

/// Draws the chart; returns how many pixels it takes.
pub(crate) fn draw(stages: &Stages, canvas: &Canvas<'_>, page: f64) -> Result<f64> {
    layout(stages, page).put(canvas)
}

/// Everything of the chart, in place on a page of a width.
fn layout(stages: &Stages, page: f64) -> Sheet {
    if stages.stages.is_empty() {
        return Sheet::empty(NO_STAGE, page);
    }
    let mut sheet = Sheet::default();
    let groups: Vec<&[Stage]> = stages
        .stages
        .chunk_by(|above, below| above.source.trim() == below.source.trim())
        .collect();
    let has_sources = stages
        .stages
        .iter()
        .any(|stage| !stage.source.trim().is_empty());
    let sources = SOURCES.0.min(SOURCES.1 * page);
    let left = if has_sources { SIDE + sources } else { SIDE };
    let centre = f64::midpoint(left, page - SIDE);
    let widest = (WIDEST * page).min(page - SIDE - left);
    let step = (widest * (1.0 - NARROWEST) / stages.stages.len() as f64).min(NARROWER);
    let (mut width, mut y) = (widest, 0.0);
    for (position, group) in groups.iter().enumerate() {
        if position > 0 {
            put_parting((centre, page), y + BETWEEN_SOURCES / 2.0, &mut sheet);
            y += BETWEEN_SOURCES;
        }
        let top = y;
        for (index, stage) in group.iter().enumerate() {
            if index > 0 {
                put_arrow(centre, y + BETWEEN_STAGES / 2.0, &mut sheet);
                y += BETWEEN_STAGES;
            }
            y = put_stage(stage, (centre, y), width, &mut sheet);
            width -= step;
        }
        if has_sources {
            y = put_source(group, sources, (top, y), &mut sheet);
        }
    }
    put_remark(groups.len() > 1, (page, y + ABOVE_REMARK), &mut sheet);
    sheet
}

/// A box with its count and its label; returns where it ends.
fn put_stage(stage: &Stage, (centre, top): (f64, f64), width: f64, sheet: &mut Sheet) -> f64 {
    let room = width - 2.0 * INSIDE;
    let count = COUNT.wrap(&stage.count, room);
    let label = TICK.wrap(&stage.label, room);
    let words_top = top + INSIDE;
    let count = Words::new(count, (centre, words_top), Anchor::Middle, COUNT);
    let label_top = count.area.bottom
        + if count.lines.is_empty() {
            0.0
        } else {
            BELOW_COUNT
        };
    let label = Words::new(label, (centre, label_top), Anchor::Middle, TICK);
    let bottom = label.area.bottom.max(words_top + TICK.size) + INSIDE;
    let area = Area {
        left: centre - width / 2.0,
        top,
        right: centre + width / 2.0,
        bottom,
    };
    let colour = if stage.is_known {
        sheet.ink.push(Ink::Fill(area, DARK_BLUE));
        WHITE
    } else {
        sheet.ink.push(Ink::dashed_outline(&area, STEM, 2.0, DASH));
        BLACK
    };
    sheet.write(count.in_colour(colour));
    sheet.write(label.in_colour(colour));
    bottom
}

fn put_arrow(centre: f64, middle: f64, sheet: &mut Sheet) {
    sheet.ink.push(arrow((centre, middle), ARROW, false, STEM));
}

/// The line between two sources, open about the arrow.
fn put_parting((centre, page): (f64, f64), middle: f64, sheet: &mut Sheet) {
    put_arrow(centre, middle, sheet);
    let open = ARROW.0 / 2.0 + AROUND_ARROW;
    for (from, to) in [(SIDE, centre - open), (centre + open, page - SIDE)] {
        sheet.ink.push(Ink::Stroke {
            path: vec![(from, middle), (to, middle)],
            colour: STEM,
            width: 1.5,
            dash: Some((3.0, 5.0)),
        });
    }
}

/// Whose figures a group of stages are, beside a line along them; returns where both end.
fn put_source(group: &[Stage], room: f64, (top, bottom): (f64, f64), sheet: &mut Sheet) -> f64 {
    let Some(name) = group.first().map(|stage| stage.source.trim()) else {
        return bottom;
    };
    if name.is_empty() {
        return bottom;
    }
    let heading = vec!["Source".to_owned()];
    let heading = Words::new(heading, (SIDE, top), Anchor::Start, REMARK);
    let place = (SIDE, heading.area.bottom + 5.0);
    let lines = LABEL.wrap(&capitalised(name), room - 2.0 * BESIDE_SOURCE);
    let name = Words::new(lines, place, Anchor::Start, LABEL).in_colour(BLACK);
    let end = bottom.max(name.area.bottom);
    let x = SIDE + room - BESIDE_SOURCE;
    sheet
        .ink
        .push(Ink::stroke(vec![(x, top), (x, end)], STEM, 2.0));
    sheet.write(heading);
    sheet.write(name);
    end
}

/// A heading begins with a capital: `police` is given as it stands within a sentence.
fn capitalised(name: &str) -> String {
    let mut characters = name.chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    first.to_uppercase().chain(characters).collect()
}

fn put_remark(is_from_several: bool, (page, top): (f64, f64), sheet: &mut Sheet) {
    let remark = if is_from_several {
        SOURCES_APART
    } else {
        NOT_TO_SCALE
    };
    let lines = REMARK.wrap(remark, page - 2.0 * SIDE);
    let words = Words::new(lines, (SIDE, top), Anchor::Start, REMARK);
    sheet.height = words.area.bottom + 4.0;
    sheet.write(words);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::layout;
    use crate::answer::{Stage, Stages};
    use crate::render::chart::parts::sheet::legible::{PAGES, complaint};
    use crate::render::chart::parts::sheet::{Ink, Sheet};
    use crate::render::font;

    fn stage(label: &str, count: &str, source: &str) -> Stage {
        Stage {
            label: label.to_owned(),
            count: count.to_owned(),
            source: source.to_owned(),
            is_known: !count.starts_with('['),
        }
    }

    fn boxes(sheet: &Sheet) -> usize {
        sheet
            .ink
            .iter()
            .filter(|ink| matches!(ink, Ink::Fill(..)))
            .count()
    }

    prop_compose! {
        fn any_stage()(
            label in "([A-Za-z',-]{1,40} ){0,14}",
            count in prop::sample::select(vec!["831,000 offences", "[x]", ""]),
            source in prop::sample::select(vec![
                "police", "Crown Prosecution Service", "", "Crime Survey for England and Wales",
            ]),
        ) -> Stage {
            stage(&label, count, source)
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn words_of_stages_never_overlap_each_other_a_stroke_or_the_edge(
            stages in prop::collection::vec(any_stage(), 0..12),
            page in prop::sample::select(PAGES.to_vec()),
        ) {
            font::register().unwrap();
            prop_assert_eq!(complaint(&layout(&Stages { stages }, page), page), None);
        }
    }

    #[test]
    fn a_stage_without_a_number_is_open_and_each_source_is_named_once() {
        font::register().unwrap();
        let stages = vec![
            stage("Estimated victims", "2.2 million people", "Crime Survey"),
            stage("Suspects referred", "[x]", "Crown Prosecution Service"),
            stage("Suspects charged", "[x]", "Crown Prosecution Service"),
        ];
        let sheet = layout(&Stages { stages }, 1300.0);
        assert_eq!(boxes(&sheet), 1);
        let written = |text: &str| {
            let mut words = sheet
                .words
                .iter()
                .filter(|words| words.lines.join(" ") == text);
            (words.next().is_some(), words.next().is_some())
        };
        assert_eq!(written("Crown Prosecution Service"), (true, false));
        assert_eq!(written("Crime Survey"), (true, false));
        let remark = sheet.words.last().unwrap().lines.join(" ");
        assert!(remark.ends_with("from different sources."), "{remark}");
    }

    #[test]
    fn stages_of_one_source_are_said_to_be_not_to_scale_too() {
        font::register().unwrap();
        let stages = vec![
            stage("Offences", "7", "police"),
            stage("Charges", "3", "police"),
        ];
        let sheet = layout(&Stages { stages }, 1300.0);
        assert_eq!(
            sheet.words.last().unwrap().lines.join(" "),
            super::NOT_TO_SCALE
        );
    }
}
