//! ONS, population estimates for the UK and its countries by sex and age since 1838: the tables of
//! England and Wales, England, and Wales, by year and by single year of age.

mod ages;

use std::collections::BTreeMap;

use anyhow::Result;

use self::ages::{begins, covers, is_part};
use super::Layout;
use super::ons_population::{age_of, estimate, kind_of, sexes_add_up};
use crate::catalogue::Catalogue;
use crate::ingest::cells::cell::{Reading, collapsed, label, reading};
use crate::ingest::cells::columns::Columns;
use crate::ingest::cells::table::{At, put_cell, put_coded};
use crate::ingest::files::book::{Book, Cell, Sheet};
use crate::ingest::finding::Finding;
use crate::ingest::intake::{Intake, PassedOver};
use crate::model::{Age, Area, Kind, Marker, Period, Sex, cell_name};
use crate::problem::Problem;

pub(crate) const LAYOUT: Layout = Layout {
    name: "ONS, population estimates for the UK and its countries by sex and age since 1838 (xlsx, ods, csv)",
    recognises,
    read,
};

/// What the publisher writes in a cell without an estimate.
const MISSING: &str = "missing data";

/// Until mid-1970 the row of the single year 85 holds everybody of 85 and over: the rows below it are
/// empty, and the ages add up to all ages with it.
const OLDEST_BEFORE_1971: u8 = 85;

/// Ages that rates and the survey use: sums of single years, with the cells added up.
const GROUPS: [Age; 6] = [
    Age::Between(0, 12),
    Age::Between(0, 15),
    Age::Between(16, 59),
    Age::Between(16, 74),
    Age::AndOver(13),
    Age::AndOver(16),
];

/// A table, as its title describes it.
struct Table<'a> {
    /// `9`
    name: String,
    /// The place that it is about: `England and Wales`, `the UK`.
    place: String,
    /// Whether its rows are ages and its columns years; else its rows are years and its columns sexes.
    by_age: bool,
    /// The first and the last year that the title names.
    years: (u16, u16),
    columns: Columns<'a>,
}

/// `Table 9: Population estimates for England and Wales, by sex and single year of age, mid-1961 to
/// mid-2023 (units)`
fn table_of(sheet: &Sheet) -> Option<Table<'_>> {
    if !sheet.whole {
        return None;
    }
    let title = label(sheet.text(0, 0)).text;
    let (name, words) = title.split_once(':')?;
    let words = collapsed(words);
    let rest = words.strip_prefix("Population estimates for ")?;
    if !words.ends_with("(units)") {
        return None;
    }
    let (rest, to) = rest.rsplit_once(" to mid-")?;
    let (what, from) = rest.rsplit_once("mid-")?;
    let year = |text: &str| text.get(..4)?.parse::<u16>().ok();
    let columns = Columns::of(sheet, 1);
    let by_age = columns.has(&["Age", "Sex"]);
    if !by_age && !columns.has(&["Year", "Persons", "Males", "Females"]) {
        return None;
    }
    Some(Table {
        name: name.trim_start_matches("Table").trim().to_owned(),
        place: what
            .split(',')
            .next()?
            .split(" by sex")
            .next()?
            .trim()
            .to_owned(),
        by_age,
        years: (year(from)?, year(to)?),
        columns,
    })
}

fn recognises(book: &Book) -> bool {
    book.sheets.iter().any(|sheet| table_of(sheet).is_some())
}

fn read(book: &Book, catalogue: &Catalogue) -> Result<Intake> {
    let tables: Vec<Table<'_>> = book.sheets.iter().filter_map(table_of).collect();
    let is_taken = |table: &&Table<'_>| area_of(&table.place, catalogue).is_some();
    let years = || tables.iter().filter(is_taken).map(|table| table.years);
    let (Some(first), Some(last)) = (
        years().map(|(first, _)| first).min(),
        years().map(|(_, last)| last).max(),
    ) else {
        return Err(Problem::data(
            "none of its tables is about England and Wales, England or Wales",
        )
        .hint("Tables 7 and 9 to 13 of the published workbook are")
        .into());
    };
    let mut intake = Intake::new(
        LAYOUT.name,
        "Office for National Statistics",
        "ons-population-series",
        Period::Calendar { year: last },
        &format!("Population estimates by sex and age, mid-{first} to mid-{last}"),
    );
    intake.release = format!("ons-population-{first}-to-{last}");
    intake.address = "https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates";
    for sheet in &book.sheets {
        if let Err(reason) = take_sheet(sheet, catalogue, &mut intake) {
            intake.passed_over.push(PassedOver {
                sheet: sheet.name.clone(),
                reason,
            });
        }
    }
    sexes_add_up(&mut intake);
    ages::add_up(&mut intake);
    Ok(intake)
}

/// England and Wales or one of the two.
fn area_of(place: &str, catalogue: &Catalogue) -> Option<Area> {
    let known = ["England and Wales", "England", "Wales"].contains(&place);
    let area = catalogue.area(place).filter(|_| known)?;
    Some(Area {
        name: area.name.clone(),
        code: area.code.clone(),
    })
}

/// Takes a sheet, or says why it is passed over.
fn take_sheet(sheet: &Sheet, catalogue: &Catalogue, intake: &mut Intake) -> Result<(), String> {
    let Some(table) = table_of(sheet) else {
        let is_table = sheet.text(0, 0).starts_with("Table ") && sheet.text(0, 0).contains(':');
        return Err(if is_table {
            "in thousands, by groups of ages, or not by sex".to_owned()
        } else {
            "no table of population".to_owned()
        });
    };
    let Some(area) = area_of(&table.place, catalogue) else {
        return Err(format!("about {}, not England or Wales", table.place));
    };
    let start = intake.figures.len();
    let (rows, remark) = if table.by_age {
        let rows = table.take_ages(&area, intake);
        (rows, "and sums for the ages of rates and of the survey")
    } else {
        (table.take_years(&area, intake), "")
    };
    intake.took(&table.name, &sheet.name, rows, start, remark);
    Ok(())
}

fn sex_of(text: &str) -> Option<Sex> {
    match text {
        "Persons" => Some(Sex::All),
        "Males" => Some(Sex::Men),
        "Females" => Some(Sex::Women),
        _ => None,
    }
}

/// `Mid-2023`
fn year_of(text: &str) -> Option<u16> {
    let (start, year) = text.split_once('-')?;
    let year = year.trim();
    (start.eq_ignore_ascii_case("mid") && year.len() == 4).then(|| year.parse().ok())?
}

impl Table<'_> {
    /// Rows are years, columns are sexes; the number of rows taken.
    fn take_years(&self, area: &Area, intake: &mut Intake) -> usize {
        let sheet = self.columns.sheet;
        let mut taken = 0;
        for row in self.filled_rows() {
            let text = self.columns.text(row, 0);
            let Some(year) = year_of(&text) else {
                let finding = self.unknown("period-readable", (row, 0), &text, "a year");
                intake.findings.push(finding);
                continue;
            };
            taken += 1;
            for (column, heading) in self.columns.names().iter().enumerate() {
                if let Some(sex) = sex_of(heading) {
                    let kind = kind_of(&self.name, sex, Age::All);
                    let about = (area, Period::Calendar { year });
                    let of = || format!("{heading}, {text}");
                    put_people(sheet, (row, column), &kind, about, of, intake);
                }
            }
        }
        taken
    }

    /// Rows are ages of one sex, columns are years; the number of rows taken.
    fn take_ages(&self, area: &Area, intake: &mut Intake) -> usize {
        let years: Vec<(usize, u16)> = self
            .columns
            .names()
            .iter()
            .enumerate()
            .filter_map(|(column, name)| Some((column, year_of(name)?)))
            .collect();
        let (Some(age_at), Some(sex_at)) = (self.columns.at("Age"), self.columns.at("Sex")) else {
            return 0;
        };
        let mut rows: BTreeMap<Sex, Vec<(usize, Age)>> = BTreeMap::new();
        for row in self.filled_rows() {
            let (age, sex) = (
                self.columns.text(row, age_at),
                self.columns.text(row, sex_at),
            );
            match (age_of(&age), sex_of(&sex)) {
                (Some(age), Some(sex)) => rows.entry(sex).or_default().push((row, age)),
                (None, _) => {
                    let finding = self.unknown("age-known", (row, age_at), &age, "an age");
                    intake.findings.push(finding);
                }
                (_, None) => {
                    let finding = self.unknown("sex-known", (row, sex_at), &sex, "a sex");
                    intake.findings.push(finding);
                }
            }
        }
        for (sex, rows) in &rows {
            for (column, year) in &years {
                self.take_column(*sex, rows, (*column, *year), area, intake);
            }
        }
        rows.values().map(Vec::len).sum()
    }

    /// The ages of one sex in one year, and their sums.
    fn take_column(
        &self,
        sex: Sex,
        rows: &[(usize, Age)],
        (column, year): (usize, u16),
        area: &Area,
        intake: &mut Intake,
    ) {
        let sheet = self.columns.sheet;
        let about = (area, Period::Calendar { year });
        let is_missing = |row: usize| sheet.text(row, column).trim() == MISSING;
        let has_no_older = {
            let mut older = rows
                .iter()
                .filter(|(_, age)| begins(*age) > OLDEST_BEFORE_1971);
            older.all(|(row, _)| is_missing(*row))
        };
        let mut single: Vec<(usize, Age, f64)> = Vec::new();
        for (row, age) in rows {
            let is_oldest = *age == Age::Between(OLDEST_BEFORE_1971, OLDEST_BEFORE_1971);
            let age = if is_oldest && has_no_older {
                Age::AndOver(OLDEST_BEFORE_1971)
            } else {
                *age
            };
            let kind = kind_of(&self.name, sex, age);
            if is_missing(*row) {
                let at = At {
                    sheet: &sheet.name,
                    row: *row,
                    column,
                };
                let found = (None, Some(Marker::NotAvailable));
                put_coded(&mut intake.figures, at, &kind, about, found);
                continue;
            }
            let of = || format!("{sex} {age}, mid-{year}");
            put_people(sheet, (*row, column), &kind, about, of, intake);
            if let Reading::Value(value) = reading(sheet.cell(*row, column))
                && age != Age::All
            {
                single.push((*row, age, value));
            }
        }
        for group in GROUPS {
            self.push_sum((sex, group), &single, (column, year), area, intake);
        }
    }

    /// The sum of the ages of a group, where each of them is there.
    fn push_sum(
        &self,
        (sex, group): (Sex, Age),
        single: &[(usize, Age, f64)],
        (column, year): (usize, u16),
        area: &Area,
        intake: &mut Intake,
    ) {
        let parts: Vec<&(usize, Age, f64)> = single
            .iter()
            .filter(|(_, age, _)| is_part(*age, group))
            .collect();
        if !covers(&parts, group) {
            return;
        }
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return;
        };
        let place = format!(
            "{}!{}:{}",
            self.columns.sheet.name,
            cell_name(first.0, column),
            cell_name(last.0, column)
        );
        let sum = parts.iter().map(|(_, _, value)| value).sum();
        let mut figure = estimate(intake, place, area, sum);
        figure.table.clone_from(&self.name);
        figure.period = Period::Calendar { year };
        (figure.sex, figure.age) = (sex, group);
        intake.push(&figure);
    }

    /// Rows below the headings with anything in them.
    fn filled_rows(&self) -> impl Iterator<Item = usize> + use<'_> {
        let rows = self.columns.heading_row + 1..self.columns.sheet.rows.len();
        rows.filter(|row| {
            let cells = &self.columns.sheet.rows[*row];
            cells.iter().any(|cell| *cell != Cell::Empty)
        })
    }

    fn unknown(
        &self,
        rule: &'static str,
        (row, column): (usize, usize),
        text: &str,
        what: &str,
    ) -> Finding {
        let message = format!("`{text}` is not {what}: the row is not taken");
        let sheet = &self.columns.sheet.name;
        Finding::error(rule, sheet, cell_name(row, column), text, message)
    }
}

/// Appends the number of people of a cell. Cells made by multiplying thousands miss a whole number by a
/// billionth of a person.
fn put_people(
    sheet: &Sheet,
    (row, column): (usize, usize),
    kind: &Kind,
    about: (&Area, Period),
    of: impl FnOnce() -> String,
    intake: &mut Intake,
) {
    const NEARLY: f64 = 1e-3;
    match reading(sheet.cell(row, column)) {
        Reading::Value(value) if (value - value.round()).abs() < NEARLY => {
            let at = At {
                sheet: &sheet.name,
                row,
                column,
            };
            let found = (Some(value.round()), None);
            put_coded(&mut intake.figures, at, kind, about, found);
        }
        _ => put_cell(sheet, (row, column), kind, about, of, intake),
    }
}
