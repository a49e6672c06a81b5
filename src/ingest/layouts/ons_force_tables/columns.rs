//! The columns of a force table: until 2021 the headings fill two or three rows with a row of units
//! below them; later they are one row.

use super::title::Form;
use crate::ingest::cells::cell::{collapsed, glued_notes, label};
use crate::ingest::cells::heading::{Heading, heading};
use crate::ingest::files::book::{Cell, Sheet};
use crate::model::Period;

/// What a column holds.
pub(super) struct Column {
    pub(super) at: usize,
    pub(super) period: Period,
    pub(super) label: String,
    pub(super) notes: String,
    pub(super) statistic: &'static str,
    pub(super) unit: String,
}

impl Column {
    /// Of people or households, not of offences.
    fn set_estimate(&mut self, label: &str, statistic: &'static str) {
        self.statistic = statistic;
        label.clone_into(&mut self.label);
        "rounded to 100".clone_into(&mut self.unit);
    }

    /// One of several below a heading that says what they are about: a period, or an offence.
    fn set_parent(&mut self, parent: &str, is_share: bool) {
        if is_share {
            self.statistic = "share";
            "per cent involving a knife".clone_into(&mut self.unit);
        }
        if let Heading::Level(period, notes) = heading(parent) {
            self.period = period;
            self.notes = notes;
            "Selected offences involving a knife".clone_into(&mut self.label);
        } else {
            (self.label, self.notes) = without_notes(parent);
        }
    }
}

/// A heading without its notes, whether in brackets or glued to it, and those notes.
fn without_notes(text: &str) -> (String, String) {
    let split = label(text);
    let (name, glued) = glued_notes(&split.text);
    let mut notes = vec![split.notes, glued];
    notes.retain(|notes| !notes.is_empty());
    (name, notes.join(","))
}

/// The columns of figures. A cell that is blank takes the heading above it, and one that several
/// columns share belongs to the heading above it or to the left of that.
pub(super) fn columns(sheet: &Sheet, row: usize, form: Form, period: Period) -> Vec<Column> {
    let above = row.saturating_sub(1);
    let width = sheet.width();
    let own = |column: usize| collapsed(sheet.text(row, column));
    let repeated = |text: &str| (2..width).filter(|column| own(*column) == text).count() > 1;
    let mut parent = String::new();
    let mut unit = String::new();
    let mut columns = Vec::new();
    for at in 2..width {
        let over = collapsed(sheet.text(above, at));
        if !over.is_empty() {
            parent.clone_from(&over);
        }
        let below = collapsed(sheet.text(row + 1, at));
        if !below.is_empty() && *sheet.cell(row + 2, at) != Cell::Empty
            || below.to_lowercase().starts_with("rate per")
        {
            unit = glued_notes(&below).0;
        }
        let own = own(at);
        let text = if own.is_empty() { over } else { own.clone() };
        if text.is_empty() {
            continue;
        }
        let heading = Headings {
            text: &text,
            shared_parent: repeated(&own).then_some(parent.as_str()),
            unit: &unit,
            parent: &parent,
        };
        columns.extend(column(at, &heading, form, period));
    }
    columns
}

/// What is written above a column.
struct Headings<'a> {
    text: &'a str,
    /// The heading above, where several columns have the same heading of their own.
    shared_parent: Option<&'a str>,
    unit: &'a str,
    parent: &'a str,
}

fn column(at: usize, headings: &Headings<'_>, form: Form, period: Period) -> Option<Column> {
    // Changes against chosen years hold no level.
    if headings.parent.starts_with("% change") {
        return None;
    }
    let (label, notes) = without_notes(headings.text);
    let lower = label.to_lowercase();
    let mut column = Column {
        at,
        period,
        label,
        notes,
        statistic: form.statistic,
        unit: form.unit.to_owned(),
    };
    if lower.starts_with("population figures") {
        column.set_estimate("Population", "population");
        return Some(column);
    }
    if lower.starts_with("household figures") {
        column.set_estimate("Households", "households");
        return Some(column);
    }
    let of_households = |text: &str| text.to_lowercase().contains("household");
    if form.statistic == "rate" && (of_households(headings.unit) || of_households(headings.text)) {
        column.statistic = "household_rate";
        "per 1,000 households".clone_into(&mut column.unit);
    }
    if let Some(parent) = headings.shared_parent {
        column.set_parent(parent, lower.starts_with('%'));
    }
    Some(column)
}
