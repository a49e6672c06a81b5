//! HM Treasury, GDP deflators: the workbook with its two blocks side by side (financial years,
//! calendar years), or a CSV of the financial years.

use anyhow::Result;

use super::Layout;
use crate::catalogue::Catalogue;
use crate::ingest::cells::cell::{Reading, collapsed, reading, unreadable};
use crate::ingest::cells::columns::Columns;
use crate::ingest::cells::heading::{Heading, heading};
use crate::ingest::cells::table::{At, put};
use crate::ingest::files::book::{Book, Cell, FileKind, Sheet};
use crate::ingest::finding::Finding;
use crate::ingest::intake::{Intake, PassedOver};
use crate::model::{Age, Kind, Marker, Period, PeriodBasis, Sex, Status, cell_name, month_number};
use crate::problem::Problem;

pub(crate) const LAYOUT: Layout = Layout {
    name: "HM Treasury, GDP deflators (xlsx, csv)",
    recognises,
    read,
};

/// How many lines may stand above the headings of the workbook.
const HEADINGS_WITHIN: usize = 20;

/// A block of the workbook: the column of its years, and the row of its headings.
struct Block {
    row: usize,
    column: usize,
}

fn blocks(sheet: &Sheet) -> Vec<Block> {
    let mut found = Vec::new();
    for row in 0..sheet.rows.len().min(HEADINGS_WITHIN) {
        for column in 0..sheet.width() {
            let text = collapsed(sheet.text(row, column));
            let heads = matches!(text.as_str(), "Financial year" | "Calendar year");
            if heads && collapsed(sheet.text(row, column + 1)).ends_with("= 100") {
                found.push(Block { row, column });
            }
        }
    }
    found
}

fn csv_columns(book: &Book) -> Option<Columns<'_>> {
    let sheet = book
        .sheets
        .first()
        .filter(|sheet| book.kind == FileKind::Csv && sheet.whole)?;
    let columns = Columns::of(sheet, 0);
    columns
        .has(&["fiscal_year", "gdp_deflator"])
        .then_some(columns)
}

fn recognises(book: &Book) -> bool {
    csv_columns(book).is_some() || book.sheets.iter().any(|sheet| !blocks(sheet).is_empty())
}

fn read(book: &Book, _catalogue: &Catalogue) -> Result<Intake> {
    let mut intake = Intake::new(
        LAYOUT.name,
        "HM Treasury",
        "hmt-deflators",
        Period::Calendar { year: 0 },
        "GDP deflators at market prices",
    );
    intake.address =
        "https://www.gov.uk/government/collections/gdp-deflators-at-market-prices-and-money-gdp";
    if let Some(columns) = csv_columns(book) {
        take_csv(&columns, &mut intake)?;
    } else {
        for sheet in &book.sheets {
            let blocks = blocks(sheet);
            if blocks.is_empty() {
                intake.passed_over.push(PassedOver {
                    sheet: sheet.name.clone(),
                    reason: "no table of deflators".to_owned(),
                });
            }
            for block in &blocks {
                take_block(sheet, block, &mut intake);
            }
        }
    }
    let figures = &intake.figures;
    let outturn = (0..figures.len())
        .filter(|row| figures.value_at(*row).0.is_some() && figures.kind_at(*row).notes.is_empty())
        .map(|row| figures.periods()[usize::from(figures.period_id_at(row))])
        .filter(|period| period.to_string().contains('-'))
        .max();
    intake.period = published(book)
        .or(outturn)
        .ok_or_else(|| Problem::data("it holds no index of a year"))?;
    intake.release = format!(
        "{}-{}",
        intake.family,
        crate::ingest::release_period(intake.period)
    );
    Ok(intake)
}

/// The month in which the workbook was published: `11032020` in a sheet's name is 11 March 2020; else
/// `last updated 28 June 2026` in its first lines; else a month and year in the name of the file.
fn published(book: &Book) -> Option<Period> {
    let from_text = || book.sheets.iter().find_map(last_updated);
    let from_sheet = book.sheets.iter().find_map(|sheet| {
        let digits: String = sheet
            .name
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let month: u8 = digits.get(2..4)?.parse().ok()?;
        let year: u16 = digits.get(4..8)?.parse().ok()?;
        ((1..=12).contains(&month) && (1990..2200).contains(&year))
            .then_some(Period::Month { year, month })
    });
    from_sheet.or_else(from_text).or_else(|| {
        let words: Vec<&str> = book
            .file_name
            .split(|character: char| !character.is_alphanumeric())
            .collect();
        month_and_year(&words)
    })
}

/// The month after the words `last updated`.
fn last_updated(sheet: &Sheet) -> Option<Period> {
    let rows = sheet.rows.iter().take(HEADINGS_WITHIN).flatten();
    let texts = rows.filter_map(|cell| match cell {
        Cell::Text(text) => Some(text.to_lowercase()),
        _ => None,
    });
    texts.into_iter().find_map(|text| {
        let (_, date) = text.split_once("last updated")?;
        let words: Vec<&str> = date
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        month_and_year(&words)
    })
}

fn month_and_year(words: &[&str]) -> Option<Period> {
    words.windows(2).find_map(|pair| {
        let month = month_number(pair[0])?;
        let year = pair[1].parse().ok();
        let year = year.filter(|year| (1990..2200).contains(year))?;
        Some(Period::Month { year, month })
    })
}

fn take_block(sheet: &Sheet, block: &Block, intake: &mut Intake) {
    let start = intake.figures.len();
    let base = collapsed(sheet.text(block.row, block.column + 1));
    let is_financial = collapsed(sheet.text(block.row, block.column)).starts_with("Fin");
    let (table, example) = if is_financial {
        ("financial-years", "2019-20")
    } else {
        ("calendar-years", "2019")
    };
    let basis = if is_financial {
        PeriodBasis::YearEnding(3)
    } else {
        PeriodBasis::Calendar
    };
    let mut rows = 0;
    for row in block.row + 1..sheet.rows.len() {
        let index = block.column + 1;
        // A bare 1955 does not say which financial year it is.
        let year = year_of(sheet, row, block.column);
        let Some((period, notes)) = year.filter(|(year, _)| year.basis() == basis) else {
            // Notes below the table have no index beside them.
            if !matches!(reading(sheet.cell(row, index)), Reading::Value(_)) {
                break;
            }
            let text = match sheet.cell(row, block.column) {
                Cell::Number(number) => number.to_string(),
                Cell::Empty | Cell::Text(_) => collapsed(sheet.text(row, block.column)),
            };
            let message = format!("`{text}` is not a year such as {example}: its row is not taken");
            let at = cell_name(row, block.column);
            let finding = Finding::error("period-readable", &sheet.name, at, text, message);
            intake.findings.push(finding);
            continue;
        };
        rows += 1;
        let columns = [
            (index, "index", base.as_str()),
            (block.column + 2, "relative_change", "per cent"),
        ];
        for (column, statistic, unit) in columns {
            let kind = kind(table, "GDP deflator", statistic, unit, &notes);
            figure(sheet, (row, column), &kind, period, rows == 1, intake);
        }
    }
    intake.took(table, &sheet.name, rows, start, "");
}

/// `2019-20 (1), (2)` with its notes, also in any wording of headings; calendar years may be numbers.
fn year_of(sheet: &Sheet, row: usize, column: usize) -> Option<(Period, String)> {
    let text = match sheet.cell(row, column) {
        Cell::Number(year) => year.to_string(),
        Cell::Text(text) => collapsed(text),
        Cell::Empty => return None,
    };
    let (year, notes) = text.split_once(" (").unwrap_or((text.as_str(), ""));
    let notes: Vec<&str> = notes
        .split(|character: char| !character.is_ascii_digit())
        .filter(|note| !note.is_empty())
        .collect();
    let ((Ok(period), _) | (_, Heading::Level(period, _))) = (year.parse(), heading(year)) else {
        return None;
    };
    Some((period, notes.join(",")))
}

fn take_csv(columns: &Columns<'_>, intake: &mut Intake) -> Result<()> {
    const SERIES: [(&str, &str); 3] = [
        ("gdp_deflator", "GDP deflator"),
        ("cpi_index", "Consumer Prices Index"),
        (
            "cpih_index",
            "Consumer Prices Index including owner occupiers' housing costs",
        ),
    ];
    let year = columns.require("fiscal_year")?;
    let forecast = columns.at("is_forecast");
    let mut findings = Vec::new();
    let rows = columns.rows(&mut findings);
    for row in &rows {
        let Ok(period) = columns.text(*row, year).parse::<Period>() else {
            findings.push(Finding::error(
                "period-readable",
                &columns.sheet.name,
                cell_name(*row, year),
                columns.text(*row, year),
                "it is not a financial year such as 2023-24",
            ));
            continue;
        };
        let note = forecast.filter(|column| columns.text(*row, *column) == "true");
        let notes = note.map_or("", |_| "forecast");
        for (name, label) in SERIES {
            if let Some(column) = columns.at(name) {
                let kind = kind("financial-years", label, "index", "index", notes);
                figure(columns.sheet, (*row, column), &kind, period, false, intake);
            }
        }
    }
    intake.findings.append(&mut findings);
    intake.took("financial-years", &columns.sheet.name, rows.len(), 0, "");
    Ok(())
}

fn kind(table: &str, label: &str, statistic: &str, unit: &str, notes: &str) -> Kind {
    Kind {
        table: table.to_owned(),
        code: String::new(),
        label: label.to_owned(),
        group: String::new(),
        breakdown: String::new(),
        sex: Sex::All,
        age: Age::All,
        statistic: statistic.to_owned(),
        unit: unit.to_owned(),
        status: Status::Official,
        notes: notes.to_owned(),
    }
}

fn figure(
    sheet: &Sheet,
    (row, column): (usize, usize),
    kind: &Kind,
    period: Period,
    first: bool,
    intake: &mut Intake,
) {
    let cell = sheet.cell(row, column);
    let (value, marker) = match reading(cell) {
        Reading::Value(value) => (Some(value), None),
        Reading::Marker(marker) => (None, Some(marker)),
        // The Treasury prints no index for a year that is only forecast.
        Reading::Unreadable(dash) if dash == "-" => (None, Some(Marker::NotAvailable)),
        // The first year has no year before it; a forecast year has no price index.
        Reading::Blank if first || kind.notes == "forecast" => (None, Some(Marker::NotAvailable)),
        Reading::Blank | Reading::Unreadable(_) => {
            let at = cell_name(row, column);
            intake
                .findings
                .push(unreadable(&sheet.name, at, cell, &kind.label));
            return;
        }
    };
    let at = At {
        sheet: &sheet.name,
        row,
        column,
    };
    put(
        &mut intake.figures,
        at,
        kind,
        ("United Kingdom", period),
        (value, marker),
    );
}
