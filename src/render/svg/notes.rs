//! Notes and sources below the charts, in one column or, where there are many, in two.
//!
//! Holds how they are set; the words come from the answer.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::answer::{Answer, Chart, Note};
use crate::render::chart::parts::canvas::{Anchor, Canvas};
use crate::render::chart::parts::theme::{GREY, NOTE, SIDE};

/// Widest line in one column, in pixels: about 130 letters.
const WIDEST: f64 = 1080.0;
/// As many notes as an image has room for.
const MOST_NOTES: usize = 3;
/// Between one note and the next, in pixels.
const BETWEEN_NOTES: f64 = 5.0;

/// Draws notes and sources from `top` downwards; returns where they end. On a page that is low, such
/// as a slide, their lines are as wide as it.
pub(super) fn draw(
    answer: &Answer,
    canvas: &Canvas<'_>,
    top: f64,
    (page, is_low): (f64, bool),
) -> Result<f64> {
    let notes = shown(answer);
    let notes: Vec<&Note> = notes.iter().collect();
    let source = sources(answer.short_sources());
    let room = page - 2.0 * SIDE;
    let widest = if is_low { room } else { WIDEST.min(room) };
    column(
        &wrapped(&run_in(&notes, &source), widest),
        canvas,
        (SIDE, top),
    )
}

/// The notes without which the figure misleads: those of the marks in it, and the cautions of the
/// answer; all others are beside it. Where many breaks are marked, only their dates.
fn shown(answer: &Answer) -> Vec<Note> {
    let marked = marked(answer);
    let is_marked = |note: &&Note| note.number.is_some_and(|number| marked.contains(&number));
    let mut notes: Vec<Note> = answer.notes().iter().filter(is_marked).cloned().collect();
    if notes.len() > MOST_NOTES {
        for note in &mut notes {
            if let Some((date, _)) = note.text.split_once(": ") {
                note.text = date.to_owned();
            }
        }
    }
    let cautions = answer.cautions.iter().map(|text| note(text));
    notes.extend(cautions.take(MOST_NOTES));
    if answer.cautions.is_empty() {
        let others = answer
            .notes()
            .iter()
            .filter(|note| note.on_chart && !is_marked(note));
        notes.extend(others.take(MOST_NOTES).map(|other| note(&other.text)));
    }
    notes
}

fn note(text: &str) -> Note {
    Note {
        number: None,
        text: text.to_owned(),
        on_chart: true,
    }
}

/// Numbers that stand beside a mark in a chart.
fn marked(answer: &Answer) -> BTreeSet<usize> {
    let charts = answer
        .panels
        .iter()
        .filter_map(|panel| panel.chart.as_ref());
    let marks = charts.flat_map(|chart| match chart {
        Chart::Lines(lines) => lines.breaks.as_slice(),
        _ => &[],
    });
    marks.map(|mark| mark.note).collect()
}

fn column(paragraphs: &[Vec<String>], canvas: &Canvas<'_>, (x, top): (f64, f64)) -> Result<f64> {
    let mut top = top;
    for lines in paragraphs {
        top = canvas.lines(lines, (x, top), Anchor::Start, NOTE, GREY)? + BETWEEN_NOTES;
    }
    Ok(top)
}

fn wrapped(paragraphs: &[String], width: f64) -> Vec<Vec<String>> {
    let filled = paragraphs.iter().filter(|text| !text.trim().is_empty());
    filled.map(|text| NOTE.wrap(text, width)).collect()
}

/// Numbered notes in one paragraph, the others in one, the sources in one.
fn run_in(notes: &[&Note], source: &str) -> Vec<String> {
    let (numbered, others): (Vec<&Note>, Vec<&Note>) =
        notes.iter().partition(|note| note.number.is_some());
    let numbered: Vec<String> = numbered
        .iter()
        .map(|note| with_number(note.number, &note.text))
        .collect();
    let others: Vec<&str> = others.iter().map(|note| note.text.trim()).collect();
    // The no-break space keeps two notes further apart than two words.
    vec![
        numbered.join("\u{a0} "),
        others.join(" "),
        source.to_owned(),
    ]
}

fn with_number(number: Option<usize>, text: &str) -> String {
    let text = text.trim();
    // In brackets: many notes begin with a month, and `1 July 2021` would be a day.
    number.map_or_else(
        || text.to_owned(),
        |number| format!("({number})\u{a0}{text}"),
    )
}

/// `Source: …`, or nothing.
fn sources(sources: &[String]) -> String {
    let mut written = String::new();
    for source in sources.iter().map(|source| source.trim()) {
        if source.is_empty() {
            continue;
        }
        if written.is_empty() {
            written.push_str("Source: ");
        } else {
            written.push_str(if written.ends_with('.') { " " } else { "; " });
        }
        written.push_str(source);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{marked, run_in, shown, sources};
    use crate::answer::{Answer, BreakMark, Chart, Evidence, Lines, Note, Panel, Text};

    fn note(number: Option<usize>, text: &str) -> Note {
        Note {
            number,
            text: text.to_owned(),
            on_chart: true,
        }
    }

    #[test]
    fn numbered_notes_come_first_then_the_others_then_the_sources() {
        let first = note(Some(1), "May 2004: definitions changed.");
        let other = note(None, "Offences, not people.");
        let second = note(Some(2), "November 2014: practice changed.");
        let source = sources(&["ONS, Appendix tables".to_owned(), "ONS, CSEW.".to_owned()]);
        assert_eq!(
            run_in(&[&first, &other, &second], &source),
            [
                "(1)\u{a0}May 2004: definitions changed.\u{a0} (2)\u{a0}November 2014: practice changed.",
                "Offences, not people.",
                "Source: ONS, Appendix tables; ONS, CSEW.",
            ]
        );
    }

    #[test]
    fn an_image_has_the_notes_of_its_marks_and_three_cautions_at_most() {
        let marks = |count: usize| {
            (1..=count)
                .map(|number| BreakMark {
                    at: 2000.0 + number as f64,
                    note: number,
                })
                .collect()
        };
        let answer = |count: usize| {
            let lines = Lines {
                breaks: marks(count),
                ..Lines::default()
            };
            let panel = Panel {
                chart: Some(Chart::Lines(lines)),
                ..Panel::default()
            };
            let mut answer = Answer::new("Rape", vec![panel], Evidence::default());
            answer.cautions = Text::all(["One.", "Two.", "Three.", "Four."]);
            answer
        };
        let texts: Vec<String> = shown(&answer(0))
            .into_iter()
            .map(|note| note.text)
            .collect();
        assert_eq!(texts, ["One.", "Two.", "Three."]);
        assert_eq!(marked(&answer(2)).len(), 2);
    }
}
