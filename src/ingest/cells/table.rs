//! One published table, rows of offences and columns of periods, to figures.

use std::collections::BTreeSet;

use super::block::{Block, unread_columns};
use super::cell::{Reading, code, is_base, label, reading, unreadable, value_or_marker};
use super::heading::Heading;
use super::markers::explained;
use crate::frame::{FiguresBuilder, Place};
use crate::ingest::files::book::{Cell, Sheet};
use crate::ingest::finding::Finding;
use crate::ingest::intake::Intake;
use crate::model::{Age, Area, Kind, Marker, Period, Sex, Status, cell_name};

/// What the figures of one table are.
pub(crate) struct Form {
    /// The name under which its figures are kept.
    pub(crate) table: &'static str,
    pub(crate) statistic: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) survey: bool,
    /// The only rows that are taken; all where there are none.
    pub(crate) rows: &'static [&'static str],
}

/// Reads one table into the intake.
pub(crate) fn take(block: &Block<'_>, form: &Form, intake: &mut Intake) {
    let start = intake.figures.len();
    let mut group = String::new();
    let repeated = repeated_parts(block);
    let mut parent = String::new();
    let mut rows = 0;
    let mut without_base = start;
    intake.findings.extend(unread_columns(block));
    for row in block.rows.clone() {
        let label = label(block.sheet.text(row, block.label_column));
        if form.survey && is_base(&label.text) {
            fill_bases(block, row, &mut intake.figures, without_base, |_| true);
            without_base = intake.figures.len();
            continue;
        }
        if !form.rows.is_empty() && !form.rows.contains(&label.text.as_str()) {
            continue;
        }
        if is_subheading(block, row) {
            continue;
        }
        rows += 1;
        let mut kind = kind(block, form, row, label.text);
        kind.notes = label.notes;
        if form.table == "B2" {
            place_in_group(&mut kind, &mut group);
        } else if repeated.contains(&kind.label) {
            kind.group.clone_from(&parent);
        } else if !is_part(&kind.label) {
            parent.clone_from(&kind.label);
        }
        read_row(block, row, &kind, &mut intake.figures, &mut intake.findings);
    }
    let remark = if form.rows.is_empty() {
        ""
    } else {
        "its rows on violence only"
    };
    intake.took(form.table, &block.sheet.name, rows, start, remark);
}

/// A row with a label and no figure at all, such as `Of which:`.
fn is_subheading(block: &Block<'_>, row: usize) -> bool {
    block
        .columns
        .iter()
        .all(|(column, _)| *block.sheet.cell(row, *column) == Cell::Empty)
}

fn kind(block: &Block<'_>, form: &Form, row: usize, label: String) -> Kind {
    Kind {
        table: form.table.to_owned(),
        code: block
            .code_column
            .map_or_else(String::new, |column| code(block.sheet.cell(row, column))),
        label,
        group: String::new(),
        breakdown: String::new(),
        sex: Sex::All,
        age: if form.survey {
            Age::AndOver(16)
        } else {
            Age::All
        },
        statistic: form.statistic.to_owned(),
        unit: form.unit.to_owned(),
        status: if form.survey {
            Status::Accredited
        } else {
            Status::Official
        },
        notes: String::new(),
    }
}

/// Whether a row singles out a part of the row above it.
fn is_part(label: &str) -> bool {
    label.to_ascii_lowercase().starts_with("of which")
}

/// Labels of parts that are below more than one row: only the row above tells them apart.
fn repeated_parts(block: &Block<'_>) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let labels = block.rows.clone().filter_map(|row| {
        let label = label(block.sheet.text(row, block.label_column)).text;
        (is_part(&label) && !is_subheading(block, row)).then_some(label)
    });
    labels.filter(|label| !seen.insert(label.clone())).collect()
}

/// Table B2 sets sub-offences (`008/67 - …`) below the offence that they belong to.
fn place_in_group(kind: &mut Kind, group: &mut String) {
    let sub_code = kind
        .label
        .split_once(" - ")
        .map(|(code, _)| code)
        .filter(|code| code.contains('/') && code.len() <= 7);
    if let Some(code) = sub_code {
        kind.code = code.to_owned();
        kind.group.clone_from(group);
    } else if kind.label.starts_with("Not assigned") {
        kind.group.clone_from(group);
    } else {
        group.clone_from(&kind.label);
    }
}

/// Gives the figures from an index on that a row of unweighted bases is about the base of their
/// period.
pub(crate) fn fill_bases(
    block: &Block<'_>,
    row: usize,
    figures: &mut FiguresBuilder,
    from: usize,
    is_about: impl Fn(&Kind) -> bool,
) {
    for (column, heading) in &block.columns {
        if let Heading::Level(..) = heading
            && let Reading::Value(base) = reading(block.sheet.cell(row, *column))
        {
            for index in from..figures.len() {
                let (_, at) = figures.position_at(index);
                if usize::from(at) == *column && is_about(figures.kind_at(index)) {
                    figures.set_base(index, base);
                }
            }
        }
    }
}

/// Appends the levels and yearly changes of a row.
pub(crate) fn read_row(
    block: &Block<'_>,
    row: usize,
    kind: &Kind,
    figures: &mut FiguresBuilder,
    findings: &mut Vec<Finding>,
) {
    let change = Kind {
        statistic: "relative_change".to_owned(),
        unit: "per cent".to_owned(),
        ..kind.clone()
    };
    let level_id = figures.kind_id(kind);
    let area = figures.area_id("England and Wales");
    let sheet = figures.sheet_id(&block.sheet.name);
    for (column, heading) in &block.columns {
        let (kind_id, period) = match heading {
            Heading::Level(period, notes) if notes.is_empty() => (level_id, *period),
            Heading::Level(period, notes) => (figures.kind_id(&with_note(kind, notes)), *period),
            Heading::YearlyChange(period) => (figures.kind_id(&change), *period),
            Heading::Other(_) => continue,
        };
        let cell = block.sheet.cell(row, *column);
        let (kind_id, (value, marker)) = if let Some(found) = value_or_marker(cell) {
            (kind_id, found)
        } else if let Some(explained) = explained(block.sheet, cell) {
            let kind = with_note(&figures.kinds()[kind_id as usize], &explained.note);
            (figures.kind_id(&kind), (None, Some(explained.marker)))
        } else {
            let at = cell_name(row, *column);
            findings.push(unreadable(&block.sheet.name, at, cell, &kind.label));
            continue;
        };
        let place = Place {
            kind: kind_id,
            area,
            period: figures.period_id(period),
            sheet,
            row: u32::try_from(row).unwrap_or(u32::MAX),
            column: u16::try_from(*column).unwrap_or(u16::MAX),
        };
        figures.push_at(place, value, marker);
    }
}

/// The same kind with one more note.
fn with_note(kind: &Kind, note: &str) -> Kind {
    let notes = if kind.notes.is_empty() {
        note.to_owned()
    } else {
        format!("{},{note}", kind.notes)
    };
    Kind {
        notes,
        ..kind.clone()
    }
}

/// Where a figure of a sheet stands, its row and column counted from 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) sheet: &'a str,
    pub(crate) row: usize,
    pub(crate) column: usize,
}

/// Appends a figure of an area that is known by its name alone.
pub(crate) fn put(
    figures: &mut FiguresBuilder,
    at: At<'_>,
    kind: &Kind,
    (area, period): (&str, Period),
    found: (Option<f64>, Option<Marker>),
) {
    put_coded(figures, at, kind, (&Area::named(area), period), found);
}

/// Appends a figure of an area with its code.
pub(crate) fn put_coded(
    figures: &mut FiguresBuilder,
    at: At<'_>,
    kind: &Kind,
    (area, period): (&Area, Period),
    (value, marker): (Option<f64>, Option<Marker>),
) {
    let place = Place {
        kind: figures.kind_id(kind),
        area: figures.coded_area_id(area),
        period: figures.period_id(period),
        sheet: figures.sheet_id(at.sheet),
        row: u32::try_from(at.row).unwrap_or(u32::MAX),
        column: u16::try_from(at.column).unwrap_or(u16::MAX),
    };
    figures.push_at(place, value, marker);
}

/// Appends the figure or marker of a cell, or the finding that it has neither; `of` says in words
/// what the figure is about.
pub(crate) fn put_cell(
    sheet: &Sheet,
    (row, column): (usize, usize),
    kind: &Kind,
    (area, period): (&Area, Period),
    of: impl FnOnce() -> String,
    intake: &mut Intake,
) {
    let cell = sheet.cell(row, column);
    let at = At {
        sheet: &sheet.name,
        row,
        column,
    };
    if let Some(found) = value_or_marker(cell) {
        put_coded(&mut intake.figures, at, kind, (area, period), found);
    } else if let Some(explained) = explained(sheet, cell) {
        let kind = with_note(kind, &explained.note);
        let found = (None, Some(explained.marker));
        put_coded(&mut intake.figures, at, &kind, (area, period), found);
    } else {
        let name = cell_name(row, column);
        let finding = unreadable(&sheet.name, name, cell, &of());
        intake.findings.push(finding);
    }
}
