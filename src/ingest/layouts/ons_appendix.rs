//! ONS, *Crime in England and Wales: Appendix tables*: which of its tables are taken, and what
//! their figures are. Reading of tables in general is in `table`, `block` and `cell`.

mod release;

use anyhow::Result;

use self::release::{latest_of, period_of_tables, period_of_title, year_to};
use super::Layout;
use crate::catalogue::Catalogue;
use crate::ingest::cells::block::{Block, blocks};
use crate::ingest::cells::cell::collapsed;
use crate::ingest::cells::heading::Heading;
use crate::ingest::cells::table::{self, Form};
use crate::ingest::files::book::{Book, Sheet};
use crate::ingest::finding::Finding;
use crate::ingest::intake::{Intake, PassedOver};
use crate::model::cell_name;
use crate::problem::Problem;

pub(crate) const LAYOUT: Layout = Layout {
    name: "ONS, Crime in England and Wales: Appendix tables (xlsx, ods, or one table as csv)",
    recognises,
    read,
};

const PUBLISHER: &str = "Office for National Statistics";

const ADDRESS: &str = "https://www.ons.gov.uk/peoplepopulationandcommunity/crimeandjustice/datasets/crimeinenglandandwalesappendixtables";

const VIOLENCE: &[&str] = &[
    "VIOLENCE",
    "Violence with injury",
    "Wounding",
    "Assault with minor injury",
    "Violence without injury",
];

const fn police(table: &'static str, statistic: &'static str, unit: &'static str) -> Form {
    Form {
        table,
        statistic,
        unit,
        survey: false,
        rows: &[],
    }
}

const fn survey(
    table: &'static str,
    statistic: &'static str,
    unit: &'static str,
    rows: &'static [&'static str],
) -> Form {
    Form {
        table,
        statistic,
        unit,
        survey: true,
        rows,
    }
}

const PEOPLE_RATE: &str = "per 1,000 people aged 16 and over";

/// The tables that are taken. Tables of changes against chosen years (A1b, B1b …) are not: they
/// hold no level, and rest on estimates that are not published unrounded.
const FORMS: &[Form] = &[
    survey("A1a", "incidents", "thousand incidents", VIOLENCE),
    survey("A2a", "incidence_rate", PEOPLE_RATE, VIOLENCE),
    survey("A3a", "prevalence", "per cent", VIOLENCE),
    survey("A4a", "victims", "thousand people", VIOLENCE),
    police("A5a", "count", "offences"),
    police("A5b", "count", "offences"),
    police("A7", "rate", "per 1,000 population"),
    survey("B1a", "incidents", "thousand incidents", &[]),
    survey("B1c", "incidence_rate", PEOPLE_RATE, &[]),
    survey("B1e", "prevalence", "per cent", &[]),
    survey("B1g", "victims", "thousand people", &[]),
    police("B2", "count", "offences"),
    police("B9a", "count", "offences"),
    police("B9b", "share", "per cent of offences"),
    police("B10", "share", "per cent of offences"),
    police("E2a", "count", "offences"),
    police("E2b", "share", "per cent of offences"),
];

const TITLE: &str = "Crime in England and Wales, Appendix tables";

/// The title on the cover, which may not be the first sheet.
fn title(book: &Book) -> Option<&str> {
    let mut titles = book.sheets.iter().map(|sheet| sheet.text(0, 0));
    titles.find(|title| title.starts_with(TITLE))
}

fn recognises(book: &Book) -> bool {
    title(book).is_some() || single_table(book).is_some()
}

/// The first table that is taken of sheets without their cover: saved as CSV, or copied into a
/// workbook of their own.
fn single_table(book: &Book) -> Option<(&Sheet, Block<'_>)> {
    let whole = book.sheets.iter().filter(|sheet| sheet.whole);
    let mut tables = whole.filter_map(|sheet| {
        let title = sheet.text(0, 0).trim_start();
        let is_titled = title.starts_with("Table ") || title.starts_with("Worksheet ");
        let mut blocks = blocks(sheet).into_iter().filter(|_| is_titled);
        Some((sheet, blocks.find(|block| form_of(block).is_some())?))
    });
    tables.next()
}

/// What the figures of a table are: told by its title, since the numbers of tables have changed,
/// else by its number.
fn form_of(block: &Block<'_>) -> Option<&'static Form> {
    let title = block.title.to_lowercase();
    let monthly = || {
        block.columns.iter().any(
            |(_, heading)| matches!(heading, Heading::Level(period, _) if period.months() == 1),
        )
    };
    let says = |words: &str| title.contains(words);
    let table = if says("police recorded crime by offence") {
        if monthly() { "A5b" } else { "A5a" }
    } else if says("police recorded crime rates") {
        "A7"
    } else if says("trends in csew victims of crime") && !says("percentage change") {
        "A4a"
    } else if says("trends in the offender relationship of csew violence") {
        let tables = [
            ("number of incidents", "B1a"),
            ("rate per", "B1c"),
            ("percentages of", "B1e"),
            ("number of victims", "B1g"),
        ];
        tables.iter().find(|(words, _)| says(words))?.1
    } else {
        block.table.as_str()
    };
    FORMS.iter().find(|form| form.table == table)
}

fn read(book: &Book, _catalogue: &Catalogue) -> Result<Intake> {
    let cover = title(book);
    let mut intake = match cover {
        Some(title) => whole_workbook(book, title)?,
        None => one_table(book)?,
    };
    intake.address = ADDRESS;
    for sheet in &book.sheets {
        let before = intake.taken.len();
        for block in blocks(sheet) {
            if let Some(form) = form_of(&block) {
                table::take(&block, form, &mut intake);
            }
        }
        if intake.taken.len() == before {
            intake.passed_over.push(PassedOver {
                sheet: sheet.name.clone(),
                reason: why_passed_over(sheet).to_owned(),
            });
        }
    }
    if cover.is_some() {
        completeness(book, &mut intake);
    }
    Ok(intake)
}

/// The release of a workbook: the period that its tables end with, and where they have none that of
/// the cover.
fn whole_workbook(book: &Book, title: &str) -> Result<Intake> {
    let of_cover = period_of_title(title);
    let period = period_of_tables(book).or(of_cover).ok_or_else(|| {
        Problem::data(format!("the cover's title `{title}` names no period"))
            .hint("cell A1 of the first sheet should end in `year ending MONTH YEAR`")
    })?;
    let own_title = format!("{TITLE} - {}", period.in_words());
    let stale = of_cover.filter(|said| *said != period);
    let title = if stale.is_some() { &own_title } else { title };
    let mut intake = Intake::new(LAYOUT.name, PUBLISHER, "ons-appendix", period, title);
    let cover = book
        .sheets
        .iter()
        .find(|sheet| sheet.text(0, 0).starts_with(TITLE));
    if let (Some(said), Some(cover)) = (stale, cover) {
        let message = format!(
            "the cover says {}, but the tables end with the {}, which decides",
            said.in_words(),
            period.in_words()
        );
        let finding = Finding::warning("title-stale", &cover.name, "A1", said.to_string(), message);
        intake.findings.push(finding);
    }
    Ok(intake)
}

/// One table says nothing of the release but by its latest column.
fn one_table(book: &Book) -> Result<Intake> {
    let (sheet, block) =
        single_table(book).ok_or_else(|| Problem::data("the table has no heading of a period"))?;
    let latest =
        latest_of(&block).ok_or_else(|| Problem::data("the table has no heading of a period"))?;
    let table = form_of(&block).map_or("table", |form| form.table);
    let family = format!("ons-appendix-{}", table.to_lowercase());
    let title = collapsed(sheet.text(0, 0));
    Ok(Intake::new(
        LAYOUT.name,
        PUBLISHER,
        &family,
        year_to(latest),
        &title,
    ))
}

fn why_passed_over(sheet: &Sheet) -> &'static str {
    let lower = sheet.text(0, 0).to_lowercase();
    if lower.contains("notes") && lower.len() < 40 {
        "notes: their numbers are kept with the figures"
    } else if lower.contains("contents") || lower.starts_with("crime in england") {
        "cover or contents"
    } else if lower.contains("significance of change") {
        "changes between survey estimates, not levels"
    } else if is_empty(sheet) {
        "empty"
    } else {
        "outside this program's crimes, or the same figures as in a table taken"
    }
}

fn is_empty(sheet: &Sheet) -> bool {
    sheet
        .rows
        .iter()
        .flatten()
        .all(|cell| *cell == crate::ingest::Cell::Empty)
}

/// Tables that the contents list, or, where there are no contents, the known ones, must be
/// there; a sheet that is listed must not be empty.
fn completeness(book: &Book, intake: &mut Intake) {
    let names: Vec<&str> = book
        .sheets
        .iter()
        .map(|sheet| sheet.name.as_str())
        .collect();
    let contents = book
        .sheets
        .iter()
        .find(|sheet| sheet.text(0, 0).to_lowercase().contains("contents"));
    let listed = contents.map(listed_tables);
    for form in FORMS {
        let expected = listed
            .as_ref()
            .is_none_or(|listed| listed.iter().any(|one| one.holds(form.table)));
        if expected && !intake.taken.iter().any(|taken| taken.table == form.table) {
            let (sheet, cell) = listed
                .iter()
                .flatten()
                .find(|one| one.holds(form.table))
                .map_or_else(Default::default, |one| {
                    (
                        contents.map_or("", |sheet| sheet.name.as_str()),
                        cell_name(one.row, 0),
                    )
                });
            intake.findings.push(Finding::error(
                "table-present",
                sheet,
                cell,
                form.table,
                format!(
                    "Table {} was not found in the workbook; its sheets: {}",
                    form.table,
                    names.join(", ")
                ),
            ));
        }
    }
    if let Some((contents, listed)) = contents.zip(listed) {
        others(book, contents, listed, intake);
    }
}

/// Sheets that are listed and that none of the tables taken stands on.
fn others(book: &Book, contents: &Sheet, listed: Vec<Listed>, intake: &mut Intake) {
    for one in listed {
        let said = contents.text(one.row, 1).trim();
        let unavailable = said.eq_ignore_ascii_case("unavailable");
        if unavailable || FORMS.iter().any(|form| one.holds(form.table)) {
            continue;
        }
        let Listed { table, row, .. } = one;
        let sheet = book
            .sheets
            .iter()
            .find(|sheet| table_in(&sheet.name).is_some_and(|name| name == table));
        let wrong = match sheet {
            None => "has no sheet",
            Some(sheet) if is_empty(sheet) => "stands on an empty sheet",
            Some(_) => continue,
        };
        intake.findings.push(Finding::warning(
            "contents-complete",
            &contents.name,
            cell_name(row, 0),
            contents.text(row, 0).trim(),
            format!("Table {table} is listed in the contents, but {wrong}"),
        ));
    }
}

/// A line of the list of contents.
struct Listed {
    table: String,
    /// A worksheet of several tables: `B9` of `B9a` and `B9b`.
    several: bool,
    row: usize,
}

impl Listed {
    fn holds(&self, table: &str) -> bool {
        let base = table.trim_end_matches(|last: char| last.is_ascii_lowercase());
        self.table == table || (self.several && self.table == base)
    }
}

fn listed_tables(contents: &Sheet) -> Vec<Listed> {
    (0..contents.rows.len())
        .filter_map(|row| {
            let text = contents.text(row, 0).trim();
            Some(Listed {
                table: table_in(text)?,
                several: text.starts_with("Worksheet"),
                row,
            })
        })
        .collect()
}

/// `B9` of `Worksheet_B9`, `Table B9` or `Table A4 `.
fn table_in(name: &str) -> Option<String> {
    let name = name.trim();
    let rest = name
        .strip_prefix("Worksheet")
        .or_else(|| name.strip_prefix("Table"))?;
    let number = rest.trim_start_matches(['_', ' ']);
    let plausible = (2..=4).contains(&number.len())
        && number.starts_with(|first: char| first.is_ascii_uppercase())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plausible.then(|| number.to_owned())
}
