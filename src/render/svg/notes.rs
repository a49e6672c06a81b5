//! Notes and sources below the charts, in one column or, where there are many, in two.
//!
//! Holds how they are set; the words come from the answer.

use std::collections::BTreeSet;

use anyhow::Result;

use super::super::chart::canvas::{Anchor, Canvas};
use super::super::chart::theme::{FIGURE_WIDTH, GREY, NOTE, SIDE};
use crate::answer::{Answer, Chart, Note};

/// Widest line in one column, in pixels: about 130 letters.
const WIDEST: f64 = 1080.0;
/// More lines than this are set in two columns.
const LINES_IN_ONE_COLUMN: usize = 6;
/// Between two columns, in pixels.
const BETWEEN_COLUMNS: f64 = 48.0;
/// Between one note and the next, in pixels.
const BETWEEN_NOTES: f64 = 5.0;

/// Draws notes and sources from `top` downwards; returns where they end.
pub(super) fn draw(answer: &Answer, canvas: &Canvas<'_>, top: f64) -> Result<f64> {
    let marked = marked(answer);
    let on_chart = answer.notes().iter().filter(|note| note.on_chart);
    let notes: Vec<Note> = on_chart.map(|note| numbered(note, &marked)).collect();
    let notes: Vec<&Note> = notes.iter().collect();
    let source = sources(answer.sources());
    let run_in = wrapped(&run_in(&notes, &source), WIDEST);
    if run_in.iter().map(Vec::len).sum::<usize>() <= LINES_IN_ONE_COLUMN {
        return column(&run_in, canvas, (SIDE, top));
    }
    let width = (FIGURE_WIDTH - 2.0 * SIDE - BETWEEN_COLUMNS) / 2.0;
    let paragraphs = wrapped(&one_by_one(&notes, &source), width);
    let (left, right) = paragraphs.split_at(balance(&paragraphs));
    let left = column(left, canvas, (SIDE, top))?;
    let right = column(right, canvas, (SIDE + width + BETWEEN_COLUMNS, top))?;
    Ok(left.max(right))
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

/// The note with its number only where the drawing has it: tables have others.
fn numbered(note: &Note, marked: &BTreeSet<usize>) -> Note {
    Note {
        number: note.number.filter(|number| marked.contains(number)),
        ..note.clone()
    }
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

fn one_by_one(notes: &[&Note], source: &str) -> Vec<String> {
    let notes = notes
        .iter()
        .map(|note| with_number(note.number, &note.text));
    notes.chain([source.to_owned()]).collect()
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

/// How many paragraphs the first column takes so that the columns are about as long as each other.
fn balance(paragraphs: &[Vec<String>]) -> usize {
    let height = |part: &[Vec<String>]| part.iter().map(Vec::len).sum::<usize>();
    (0..=paragraphs.len())
        .min_by_key(|split| {
            let (left, right) = paragraphs.split_at(*split);
            let (left, right) = (height(left), height(right));
            // Of two equal ways, the one with the longer first column.
            (left.max(right), usize::from(left < right))
        })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{balance, numbered, run_in, sources};
    use crate::answer::Note;

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
    fn a_number_that_no_mark_bears_is_left_out() {
        let pandemic = note(Some(3), "March 2020: pandemic.");
        assert_eq!(numbered(&pandemic, &BTreeSet::from([1, 3])).number, Some(3));
        assert_eq!(numbered(&pandemic, &BTreeSet::from([1, 2])).number, None);
    }

    #[test]
    fn two_columns_are_about_as_long_as_each_other() {
        let paragraph = |lines: usize| vec!["x".to_owned(); lines];
        assert_eq!(
            balance(&[paragraph(3), paragraph(2), paragraph(2), paragraph(3)]),
            2
        );
        assert_eq!(balance(&[paragraph(2), paragraph(1), paragraph(2)]), 2);
        assert_eq!(balance(&[]), 0);
    }
}
