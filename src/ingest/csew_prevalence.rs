//! ONS, Crime Survey prevalence workbooks (domestic abuse, sexual offences, stalking): types of abuse
//! are rows; years, or the people asked, are columns; signs of significance stand on the right.

mod above;
mod people;
mod rows;
mod subject;

use anyhow::Result;

use self::people::sex_in;
use self::rows::Rows;
use self::subject::family;
use super::Layout;
use super::block::{Block, blocks, table_name};
use super::book::{Book, Cell, Sheet};
use super::cell::{collapsed, label};
use super::heading::{Heading, last_year_ending};
use super::intake::{Intake, PassedOver};
use crate::catalogue::Catalogue;
use crate::model::{Period, Sex};
use crate::problem::Problem;

pub(super) const LAYOUT: Layout = Layout {
    name: "ONS, Crime Survey prevalence tables by type of abuse (xlsx, xls, ods)",
    recognises,
    read,
};

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
        .map(|block| (block, None));
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
    let mut found = Vec::new();
    for column in 1..sheet.rows[heading_row].len() {
        let heading = label(sheet.text(heading_row, column));
        let lower = heading.text.to_lowercase();
        let sex = lower
            .split_once(" in the last year")
            .filter(|(_, unit)| ["", "%", "(%)"].contains(&unit.trim()))
            .and_then(|(people, _)| sex_in(people));
        if let Some(sex) = sex {
            let block = Block {
                table: table.clone(),
                title: title.clone(),
                heading_row,
                sheet,
                code_column: None,
                label_column: 0,
                columns: vec![(column, Heading::Level(period, heading.notes))],
                rows: heading_row + 1..sheet.rows.len(),
            };
            found.push((block, Some(sex)));
        }
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
        for (block, sex) in tables(sheet) {
            titles.push('\n');
            titles.push_str(&block.title.to_lowercase());
            take(&block, sex, &mut intake);
        }
        if intake.taken.len() == before {
            intake.passed_over.push(PassedOver {
                sheet: sheet.name.clone(),
                reason: "no table by type of abuse".to_owned(),
            });
        }
    }
    let latest = intake
        .figures
        .periods()
        .iter()
        .max_by_key(|period| period.end_month());
    intake.period = *latest.ok_or_else(|| Problem::data("its tables have no figures"))?;
    intake.family = family(&titles);
    intake.release = format!("{}-{}", intake.family, super::release_period(intake.period));
    Ok(intake)
}

fn take(block: &Block<'_>, sex: Option<Sex>, intake: &mut Intake) {
    let start = intake.figures.len();
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
