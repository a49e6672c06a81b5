//! ONS, mid-year population estimates by single year of age: `MYE2` of the workbook (persons,
//! males, females), or one sheet as CSV.

mod title;

use anyhow::Result;
use foldhash::{HashMap, HashMapExt};

use self::title::{sex_of, year_of};
use super::Layout;
use crate::catalogue::Catalogue;
use crate::ingest::cells::areas::Areas;
use crate::ingest::cells::cell::{Reading, reading};
use crate::ingest::cells::columns::Columns;
use crate::ingest::cells::table::put_cell;
use crate::ingest::files::book::{Book, Sheet};
use crate::ingest::finding::Finding;
use crate::ingest::intake::{Intake, PassedOver};
use crate::model::{Age, Area, Kind, Observation, Period, Sex, Status, cell_name, cell_position};
use crate::problem::Problem;

pub(crate) const LAYOUT: Layout = Layout {
    name: "ONS, mid-year population estimates by single year of age (xls, xlsx, csv)",
    recognises,
    read,
};

const TABLE: &str = "MYE2";

/// How many lines there may be above the headings.
const HEADINGS_WITHIN: usize = 20;

/// Age groups of the survey, for England and Wales: sums of single years, with the cells added up.
const GROUPS: [Age; 3] = [Age::Between(16, 59), Age::Between(16, 74), Age::AndOver(16)];

fn headings(sheet: &Sheet) -> Option<Columns<'_>> {
    (0..sheet.rows.len().min(HEADINGS_WITHIN))
        .map(|row| Columns::of(sheet, row))
        .find(|columns| columns.has(&["Code", "Name", "All ages", "0", "16", "59"]))
}

fn recognises(book: &Book) -> bool {
    book.sheets
        .iter()
        .any(|sheet| sheet.whole && headings(sheet).is_some())
}

fn read(book: &Book, catalogue: &Catalogue) -> Result<Intake> {
    let tables: Vec<Columns<'_>> = book.sheets.iter().filter_map(headings).collect();
    let year = year_of(book, &tables).ok_or_else(|| {
        Problem::data("no year of the estimates found in the file or in its name")
            .hint("put the year into the name of the file, such as `population-mid-2019.csv`")
    })?;
    let period = Period::Calendar { year };
    let title = format!("Mid-year population estimates, mid-{year}");
    let mut intake = Intake::new(
        LAYOUT.name,
        "Office for National Statistics",
        "ons-population",
        period,
        &title,
    );
    intake.release = format!("ons-population-mid-{year}");
    intake.address = "https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates";
    for sheet in &book.sheets {
        let Some(columns) = headings(sheet) else {
            intake.passed_over.push(PassedOver {
                sheet: sheet.name.clone(),
                reason: "no population by single year of age".to_owned(),
            });
            continue;
        };
        if let Some(sex) = sex_of(&columns, book.kind, &mut intake.findings) {
            take(&columns, sex, catalogue, &mut intake);
        }
    }
    sexes_add_up(&mut intake);
    Ok(intake)
}

fn take(columns: &Columns<'_>, sex: Sex, catalogue: &Catalogue, intake: &mut Intake) {
    let start = intake.figures.len();
    let ages: Vec<(usize, Age)> = columns
        .names()
        .iter()
        .enumerate()
        .filter_map(|(column, name)| Some((column, age_of(name)?)))
        .collect();
    let (Some(code), Some(name)) = (columns.at("Code"), columns.at("Name")) else {
        return;
    };
    let areas = Areas::new(catalogue, &columns.sheet.name);
    let rows = rows(columns, code, &mut intake.findings);
    for row in &rows {
        let printed = (columns.text(*row, code), columns.text(*row, name));
        let at = || cell_name(*row, code);
        let read = areas.read((&printed.0, &printed.1), at, &mut intake.findings);
        let about = (&read.area, intake.period);
        for (column, age) in &ages {
            let kind = kind(sex, *age);
            let of = || read.area.name.clone();
            put_cell(columns.sheet, (*row, *column), &kind, about, of, intake);
        }
        if read.area.name == "England and Wales" {
            sums(columns, *row, &read.area, &ages, sex, intake);
        }
    }
    let remark = "and sums for the ages of the survey";
    intake.took(TABLE, &columns.sheet.name, rows.len(), start, remark);
}

/// The rows of the table: a footnote below ends it.
fn rows(columns: &Columns<'_>, code: usize, findings: &mut Vec<Finding>) -> Vec<usize> {
    let is_code = |text: &str| {
        text.len() == 9
            && text.starts_with(|first: char| first.is_ascii_uppercase())
            && text.bytes().skip(1).all(|byte| byte.is_ascii_digit())
    };
    let is_footnote = |row: &usize| {
        let text = columns.text(*row, code);
        let others = (0..columns.sheet.rows[*row].len()).filter(|column| *column != code);
        !text.is_empty()
            && !is_code(&text)
            && others
                .map(|column| columns.text(*row, column))
                .all(|text| text.is_empty())
    };
    let end = (columns.heading_row + 1..columns.sheet.rows.len())
        .find(is_footnote)
        .unwrap_or(columns.sheet.rows.len());
    let mut found = Vec::new();
    let mut rows = columns.rows(&mut found);
    rows.retain(|row| *row < end);
    found.retain(|one| cell_position(&one.cell).is_none_or(|(row, _)| row < end));
    findings.append(&mut found);
    rows
}

fn kind(sex: Sex, age: Age) -> Kind {
    Kind {
        table: TABLE.to_owned(),
        code: String::new(),
        label: "Population".to_owned(),
        group: String::new(),
        breakdown: String::new(),
        sex,
        age,
        statistic: "population".to_owned(),
        unit: "people".to_owned(),
        status: Status::Official,
        notes: String::new(),
    }
}

/// `All ages`, a single year of age, or `90+`.
fn age_of(heading: &str) -> Option<Age> {
    if heading.eq_ignore_ascii_case("all ages") {
        return Some(Age::All);
    }
    if let Some(from) = heading.strip_suffix('+') {
        return from.parse().ok().map(Age::AndOver);
    }
    heading.parse().ok().map(|age| Age::Between(age, age))
}

fn sums(
    columns: &Columns<'_>,
    row: usize,
    area: &Area,
    ages: &[(usize, Age)],
    sex: Sex,
    intake: &mut Intake,
) {
    for group in GROUPS {
        let belongs = |age: &Age| match (group, age) {
            (Age::Between(from, to), Age::Between(one, _)) => (from..=to).contains(one),
            (Age::AndOver(from), Age::Between(one, _) | Age::AndOver(one)) => *one >= from,
            _ => false,
        };
        let parts: Vec<usize> = ages
            .iter()
            .filter(|(_, age)| belongs(age))
            .map(|(column, _)| *column)
            .collect();
        let values: Option<Vec<f64>> = parts
            .iter()
            .map(|column| match reading(columns.sheet.cell(row, *column)) {
                Reading::Value(value) => Some(value),
                _ => None,
            })
            .collect();
        let (Some(values), Some(first), Some(last)) = (values, parts.first(), parts.last()) else {
            continue;
        };
        let place = format!(
            "{}!{}:{}",
            columns.sheet.name,
            cell_name(row, *first),
            cell_name(row, *last)
        );
        let mut observation = observation(intake, place, area, values.iter().sum());
        (observation.sex, observation.age) = (sex, group);
        intake.push(&observation);
    }
}

fn observation(intake: &Intake, place: String, area: &Area, value: f64) -> Observation {
    Observation {
        release: intake.release.clone(),
        table: TABLE.to_owned(),
        source_ref: place,
        code: String::new(),
        label: "Population".to_owned(),
        group: String::new(),
        breakdown: String::new(),
        sex: Sex::All,
        age: Age::All,
        area: area.name.clone(),
        area_code: area.code.clone(),
        withheld: String::new(),
        period: intake.period,
        statistic: "population".to_owned(),
        unit: "people".to_owned(),
        value: Some(value),
        marker: None,
        standard_error: None,
        lower: None,
        upper: None,
        base: None,
        status: Status::Official,
        notes: "sum of single years of age".to_owned(),
    }
}

/// Males and females are all persons, in every area and at every age.
fn sexes_add_up(intake: &mut Intake) {
    let figures = &intake.figures;
    let mut values: HashMap<(u16, Age), [Option<f64>; 3]> = HashMap::new();
    let key = |row| (figures.area_id_at(row), figures.kind_at(row).age);
    for row in 0..figures.len() {
        let place = match figures.kind_at(row).sex {
            Sex::All => 0,
            Sex::Women => 1,
            Sex::Men => 2,
        };
        values.entry(key(row)).or_default()[place] = figures.value_at(row).0;
    }
    let is_wrong = |row: &usize| {
        let Some([Some(all), Some(women), Some(men)]) = values.get(&key(*row)) else {
            return false;
        };
        figures.kind_at(*row).sex == Sex::All && (women + men - all).abs() > 0.5
    };
    let wrong: Vec<usize> = (0..figures.len()).filter(is_wrong).collect();
    let Some(first) = wrong.first().copied() else {
        return;
    };
    let message = format!(
        "males and females do not add up to all persons in {} figures, first {}, age {}",
        wrong.len(),
        figures.areas()[usize::from(figures.area_id_at(first))].name,
        figures.kind_at(first).age
    );
    let value = figures.value_at(first).0;
    let value = value.map_or_else(String::new, |value| value.to_string());
    let (row, column) = figures.position_at(first);
    let cell = if row == u32::MAX {
        String::new()
    } else {
        cell_name(row as usize, usize::from(column))
    };
    let finding = Finding::error(
        "total-adds-up",
        figures.sheet_at(first),
        cell,
        value,
        message,
    );
    intake.findings.push(finding);
}
