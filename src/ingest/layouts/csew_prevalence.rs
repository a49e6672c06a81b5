//! ONS, Crime Survey prevalence workbooks (domestic abuse, sexual offences, stalking): types of abuse
//! are rows; years, or the people asked, are columns; signs of significance stand on the right.

mod above;
mod keys;
mod people;
mod rows;
mod subject;

use anyhow::Result;

use self::people::sex_in;
use self::rows::Rows;
use self::subject::family;
use super::Layout;
use crate::catalogue::Catalogue;
use crate::ingest::cells::block::{Block, blocks, table_name, unread_columns};
use crate::ingest::cells::cell::{collapsed, is_base, label};
use crate::ingest::cells::heading::{Heading, last_year_ending};
use crate::ingest::cells::people::sex_named;
use crate::ingest::files::book::{Book, Cell, Sheet};
use crate::ingest::finding::{Finding, Severity};
use crate::ingest::intake::{Intake, PassedOver};
use crate::ingest::part;
use crate::model::{Period, Sex, cell_name};
use crate::problem::Problem;

pub(crate) const LAYOUT: Layout = Layout {
    name: "ONS, Crime Survey prevalence tables by type of abuse (xlsx, xls, ods)",
    recognises,
    read,
};

/// Rows at the top of a sheet that may say which year the release is for.
const ROWS_OF_WORDS: usize = 12;

/// Headings of the column of labels by which such a table is known.
const LABEL_HEADINGS: [&str; 6] = [
    "type of abuse",
    "type of intimate violence",
    "type of intimate abuse",
    "type of sexual assault",
    "type of sexual offence",
    "type of stalking",
];

fn is_label_heading(text: &str) -> bool {
    let heading = label(text).text.to_lowercase();
    LABEL_HEADINGS
        .iter()
        .any(|known| heading.starts_with(known))
}

/// Tables with a column a year, and those of one year with a column for each sex.
fn tables(sheet: &Sheet) -> Vec<(Block<'_>, Option<Sex>)> {
    let by_year = blocks(sheet)
        .into_iter()
        .filter(|block| {
            let heading = block.sheet.text(block.heading_row, block.label_column);
            is_label_heading(heading)
        })
        .map(|block| {
            let sex = sex_named(&block.upper);
            (block, sex)
        });
    by_year.chain(of_one_year(sheet)).collect()
}

/// A table of one year, once for each sex that has a column `Women in the last year`.
fn of_one_year(sheet: &Sheet) -> Vec<(Block<'_>, Option<Sex>)> {
    let Some(heading_row) = (0..sheet.rows.len()).find(|row| is_label_heading(sheet.text(*row, 0)))
    else {
        return Vec::new();
    };
    let title = title_above(sheet, heading_row);
    let Some((table, title)) = title else {
        return Vec::new();
    };
    let above = sheet.rows[..heading_row].iter().flatten();
    let mut periods = above.filter_map(|cell| match cell {
        Cell::Text(text) => last_year_ending(text),
        Cell::Empty | Cell::Number(_) => None,
    });
    let Some(period) = periods.next_back() else {
        return Vec::new();
    };
    let block = |columns| Block {
        table: table.clone(),
        title: title.clone(),
        heading_row,
        sheet,
        code_column: None,
        label_column: 0,
        columns,
        upper: String::new(),
        unclear: false,
        rows: heading_row + 1..sheet.rows.len(),
    };
    let mut found = Vec::new();
    let mut others = Vec::new();
    for column in 1..sheet.rows[heading_row].len() {
        let heading = label(sheet.text(heading_row, column));
        let lower = heading.text.to_lowercase();
        let sex = lower
            .split_once(" in the last year")
            .filter(|(_, unit)| ["", "%", "(%)"].contains(&unit.trim()))
            .and_then(|(people, _)| sex_in(people));
        match sex {
            Some(_) => found.push((
                block(vec![(column, Heading::Level(period, heading.notes))]),
                sex,
            )),
            None if !heading.text.is_empty() => {
                others.push((column, Heading::Other(heading.text)));
            }
            None => {}
        }
    }
    // What is not taken is named with the first table.
    if let Some((first, _)) = found.first_mut() {
        first.columns.extend(others);
    }
    found
}

/// The name of the table whose headings stand in a row, and its title.
fn title_above(sheet: &Sheet, heading_row: usize) -> Option<(String, String)> {
    let mut rows = sheet.rows[..heading_row].iter();
    rows.find_map(|cells| match cells.first() {
        Some(Cell::Text(text)) => Some((table_name(text)?, collapsed(text))),
        _ => None,
    })
}

fn recognises(book: &Book) -> bool {
    book.sheets
        .iter()
        .filter(|sheet| sheet.whole)
        .any(|sheet| !tables(sheet).is_empty())
}

fn read(book: &Book, _catalogue: &Catalogue) -> Result<Intake> {
    let first = book.sheets.first().map_or("", |sheet| sheet.text(0, 0));
    let title = label(first).text;
    let mut intake = Intake::new(
        LAYOUT.name,
        "Office for National Statistics",
        "",
        Period::Calendar { year: 0 },
        &title,
    );
    let mut titles = title.to_lowercase();
    for sheet in &book.sheets {
        let before = intake.taken.len();
        for (block, sex) in &tables(sheet) {
            titles.push('\n');
            titles.push_str(&block.title.to_lowercase());
            take(block, *sex, &mut intake);
        }
        if intake.taken.len() == before {
            intake.passed_over.push(PassedOver {
                sheet: sheet.name.clone(),
                reason: "no table by type of abuse".to_owned(),
            });
        }
    }
    intake.family = family(&titles);
    if intake.figures.is_empty() {
        return crate::ingest::intake::without_figures(intake);
    }
    intake.period = release_year(&mut intake, book)?;
    intake.release = format!(
        "{}-{}",
        intake.family,
        crate::ingest::release_period(intake.period)
    );
    intake.part = part::of_workbook(first, intake.taken.iter().map(|taken| taken.table.as_str()));
    Ok(intake)
}

/// The latest year of the figures. Where a column was not understood, that year may be missing: then
/// the workbook's own words say the year, or nothing does.
fn release_year(intake: &mut Intake, book: &Book) -> Result<Period> {
    let years = intake.figures.periods().iter();
    let latest = years.max_by_key(|period| period.end_month()).copied();
    let latest = latest.ok_or_else(|| Problem::data("its tables have no figures"))?;
    let not_understood = |finding: &&mut Finding| finding.rule == "heading-readable";
    if intake.findings.iter_mut().find(not_understood).is_none() {
        return Ok(latest);
    }
    let texts = book.sheets.iter().flat_map(|sheet| {
        let rows = sheet.rows.iter().take(ROWS_OF_WORDS).flatten();
        rows.filter_map(|cell| match cell {
            Cell::Text(text) => last_year_ending(text),
            Cell::Empty | Cell::Number(_) => None,
        })
    });
    if let Some(said) = texts.max_by_key(|period| period.end_month()) {
        let later = [latest, said]
            .into_iter()
            .max_by_key(|period| period.end_month());
        return Ok(later.unwrap_or(latest));
    }
    for finding in intake.findings.iter_mut().filter(not_understood) {
        finding.severity = Severity::Error;
        let message = "; the year of the release is not known without them";
        finding.message.push_str(message);
    }
    Ok(latest)
}

fn take(block: &Block<'_>, sex: Option<Sex>, intake: &mut Intake) {
    let start = intake.figures.len();
    intake.findings.extend(unread_columns(block));
    if is_base(&block.upper) {
        return not_taken(block, "bases are read from rows, not from columns", intake);
    }
    let mut rows = Rows::of(block, sex, start);
    let mut taken = 0;
    for row in block.heading_row + 1..block.sheet.rows.len() {
        let text = label(block.sheet.text(row, block.label_column)).text;
        if text.starts_with("Source") || text.starts_with("Table ") {
            break;
        }
        taken += usize::from(rows.take(row, intake));
    }
    intake.took(
        &block.table,
        &block.sheet.name,
        taken,
        start,
        &rows.remark(),
    );
}

/// Names the columns of a table that are left out.
fn not_taken(block: &Block<'_>, why: &str, intake: &mut Intake) {
    let columns = block.columns.first().map_or(0, |(column, _)| *column);
    let message = format!("the columns under `{}` are not taken: {why}", block.upper);
    intake.findings.push(Finding::warning(
        "columns-known",
        &block.sheet.name,
        cell_name(block.heading_row, columns),
        &block.upper,
        message,
    ));
}
