//! ONS, *Recorded crime by Community Safety Partnership area*: Table C2 saved as CSV. Forces and
//! partnerships are rows, groups of offences are columns.

use anyhow::Result;

use super::Layout;
use super::book::{Book, FileKind};
use super::cell::{Reading, collapsed, label, reading, unreadable};
use super::columns::Columns;
use super::finding::Finding;
use super::intake::Intake;
use super::table::{At, put};
use crate::catalogue::Catalogue;
use crate::model::{Age, Kind, Period, Sex, Status, cell_name, month_number};
use crate::problem::Problem;

pub(super) const LAYOUT: Layout = Layout {
    name: "ONS, recorded crime by Community Safety Partnership area: Table C2 (csv)",
    recognises,
    read,
};

const FORCE: &str = "Police Force Area name";
const PARTNERSHIP: &str = "Community Safety Partnership name";
const AUTHORITY: &str = "Local Authority name";

/// How many lines may stand above the headings.
const HEADINGS_WITHIN: usize = 20;

fn headings(book: &Book) -> Option<Columns<'_>> {
    let sheet = book
        .sheets
        .first()
        .filter(|sheet| book.kind == FileKind::Csv && sheet.whole)?;
    (0..sheet.rows.len().min(HEADINGS_WITHIN))
        .map(|row| Columns::of(sheet, row))
        .find(|columns| columns.has(&[FORCE, PARTNERSHIP, AUTHORITY]))
}

fn recognises(book: &Book) -> bool {
    headings(book).is_some()
}

fn read(book: &Book, catalogue: &Catalogue) -> Result<Intake> {
    let columns = headings(book).ok_or_else(|| Problem::data("it has no row of headings"))?;
    let sheet = columns.sheet;
    let title = label(sheet.text(0, 0));
    let period = period_of(&title.text).ok_or_else(|| {
        Problem::data(format!("its title `{}` names no period", title.text))
            .hint("the first line should end in `year ending MONTH YEAR`")
    })?;
    let (force, partnership) = (columns.require(FORCE)?, columns.require(PARTNERSHIP)?);
    let first = columns.require(AUTHORITY)? + 1;
    let mut intake = Intake::new(
        LAYOUT.name,
        "Office for National Statistics",
        "ons-community-safety",
        period,
        &title.text,
    );
    intake.address = "https://www.ons.gov.uk/peoplepopulationandcommunity/crimeandjustice/datasets/recordedcrimedatabycommunitysafetypartnershiparea";
    let mut findings = Vec::new();
    let rows = columns.rows(&mut findings);
    let mut taken = 0;
    for row in rows {
        let name = collapsed(&columns.text(row, force));
        let force_name = catalogue.area(&name).map_or(name, |area| area.name.clone());
        let partnership = collapsed(&columns.text(row, partnership));
        let (area, group) = if partnership.is_empty() {
            (force_name, String::new())
        } else {
            (
                partnership,
                format!("Community Safety Partnership of {force_name}"),
            )
        };
        if is_note(&columns, row, first) {
            continue;
        }
        if (first..columns.names().len()).all(|column| columns.text(row, column).is_empty()) {
            findings.push(Finding::warning(
                "row-empty",
                &sheet.name,
                cell_name(row, first),
                area.as_str(),
                format!("the row of `{area}` has no figure; it is not taken"),
            ));
            continue;
        }
        taken += 1;
        figures(
            &columns,
            row,
            first,
            (&area, &group, &title.notes),
            &mut intake,
            &mut findings,
        );
    }
    intake.findings.append(&mut findings);
    intake.took("C2", &sheet.name, taken, 0, "");
    Ok(intake)
}

/// Text below the table: nothing in any column but the first.
fn is_note(columns: &Columns<'_>, row: usize, first: usize) -> bool {
    (1..columns.names().len()).all(|column| columns.text(row, column).is_empty())
        || (columns.text(row, 0).is_empty() && columns.text(row, first).is_empty())
}

fn figures(
    columns: &Columns<'_>,
    row: usize,
    first: usize,
    (area, group, notes): (&str, &str, &str),
    intake: &mut Intake,
    findings: &mut Vec<Finding>,
) {
    let period = intake.period;
    for column in first..columns.names().len() {
        let offence = label(&columns.names()[column]);
        let cell = columns.sheet.cell(row, column);
        let (value, marker) = match reading(cell) {
            Reading::Value(value) => (Some(value), None),
            Reading::Marker(marker) => (None, Some(marker)),
            Reading::Blank | Reading::Unreadable(_) => {
                let of = format!("{}, {area}", offence.text);
                let at = cell_name(row, column);
                findings.push(unreadable(&columns.sheet.name, at, cell, &of));
                continue;
            }
        };
        let kind = Kind {
            table: "C2".to_owned(),
            code: String::new(),
            label: offence.text,
            group: group.to_owned(),
            sex: Sex::All,
            age: Age::All,
            statistic: "count".to_owned(),
            unit: "offences".to_owned(),
            status: Status::Official,
            notes: notes.to_owned(),
        };
        let at = At {
            sheet: &columns.sheet.name,
            row,
            column,
        };
        put(
            &mut intake.figures,
            at,
            &kind,
            (area, period),
            (value, marker),
        );
    }
}

/// The year that a title ends with.
fn period_of(title: &str) -> Option<Period> {
    let (_, ending) = title.rsplit_once("year ending ")?;
    let mut words = ending.split_whitespace();
    let month = month_number(words.next()?)?;
    let year = words.next()?.trim_end_matches(',').parse().ok()?;
    Some(Period::YearEnding { year, month })
}
