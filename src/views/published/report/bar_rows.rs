//! Rows of figures as bars, and the same in words.

use crate::answer::{Bar, BarRow, Text};
use crate::facts::{Fact, FactId, Facts};

/// A row: its label and each figure as it is written.
pub(super) struct Row<'a> {
    pub(super) label: &'a str,
    pub(super) figures: Vec<(FactId, Text)>,
}

/// The bars of a row, each with its figure as label.
pub(super) fn bar_row(facts: &Facts, row: &Row<'_>) -> BarRow {
    let value = |id: FactId| facts.get(id).and_then(|fact: &Fact| fact.value);
    let bar = |(id, written): &(FactId, Text)| Bar {
        value: value(*id),
        label: written.to_string(),
        ..Bar::default()
    };
    BarRow {
        label: row.label.to_owned(),
        bars: row.figures.iter().map(bar).collect(),
        ..BarRow::default()
    }
}

/// `Prevention: activity 12, input 3; Prosecution: …`: what a reader who cannot see the bars needs.
pub(super) fn in_words<'a>(lead: &str, rows: &[Row<'a>], parts: &'a [String]) -> Text {
    let row = |row: &Row<'a>| {
        let figures = row.figures.iter().zip(parts);
        let figures = figures.map(|((_, written), part)| match part.as_str() {
            "" => written.clone(),
            part => Text::from(format!("{part} ")).and(written.clone()),
        });
        Text::from(format!("{}: ", row.label)).and(Text::joined(figures, ", "))
    };
    let rows = Text::joined(rows.iter().map(row), "; ");
    Text::from(lead).and(rows).and(".")
}
