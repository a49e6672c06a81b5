//! ONS, mid-year population estimates by single year of age: `MYE2` of the workbook (persons,
//! males, females), or one sheet as CSV.

use anyhow::Result;

use super::Layout;
use super::book::{Book, Sheet};
use super::cell::{Reading, collapsed, reading};
use super::columns::Columns;
use super::intake::{Intake, PassedOver};
use super::table::put_cell;
use crate::catalogue::Catalogue;
use crate::model::{Age, Kind, Observation, Period, Sex, Status, cell_name};
use crate::problem::Problem;

pub(super) const LAYOUT: Layout = Layout {
    name: "ONS, mid-year population estimates by single year of age (xls, xlsx, csv)",
    recognises,
    read,
};

const TABLE: &str = "MYE2";

/// How many lines may stand above the headings.
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
    let year = year_of(book).ok_or_else(|| {
        Problem::data("the year of its estimates stands nowhere in it, nor in its name")
            .hint("name the file as the publisher does, such as `mye24tablesew.csv`")
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
        match headings(sheet) {
            Some(columns) => take(&columns, sex_of(sheet), catalogue, &mut intake),
            None => intake.passed_over.push(PassedOver {
                sheet: sheet.name.clone(),
                reason: "no population by single year of age".to_owned(),
            }),
        }
    }
    Ok(intake)
}

/// `mid-2020` in any of the sheets' titles, or `mye24` in the name of the file.
fn year_of(book: &Book) -> Option<u16> {
    let in_text = |text: &str| {
        let lower = text.to_lowercase();
        let (_, rest) = lower.split_once("mid-")?;
        rest.get(..4)?.parse::<u16>().ok()
    };
    let titles = book
        .sheets
        .iter()
        .flat_map(|sheet| (0..sheet.rows.len().min(4)).map(|row| sheet.text(row, 0)));
    if let Some(year) = titles.filter_map(in_text).max() {
        return Some(year);
    }
    let lower = book.file_name.to_lowercase();
    let (_, rest) = lower
        .split_once("mye")
        .or_else(|| lower.split_once("mid"))?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    match digits.len() {
        4 => digits.parse().ok(),
        2 => digits.parse::<u16>().ok().map(|year| 2000 + year),
        _ => None,
    }
}

fn sex_of(sheet: &Sheet) -> Sex {
    let said = format!("{} {}", sheet.name, sheet.text(0, 0)).to_lowercase();
    let name = sheet.name.to_lowercase();
    if name.contains("female") || said.contains("mye2: females") {
        Sex::Women
    } else if name.contains("male") || said.contains("mye2: males") {
        Sex::Men
    } else {
        Sex::All
    }
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
    let rows = columns.rows(&mut intake.findings);
    for row in &rows {
        let code = columns.text(*row, code);
        let area = area(collapsed(&columns.text(*row, name)), &code, catalogue);
        let about = (area.as_str(), intake.period);
        for (column, age) in &ages {
            let kind = kind(code.clone(), sex, *age);
            let of = || area.clone();
            put_cell(columns.sheet, (*row, *column), &kind, about, of, intake);
        }
        if area == "England and Wales" {
            sums(columns, *row, &ages, sex, intake);
        }
    }
    let remark = "and sums for the ages of the survey";
    intake.took(TABLE, &columns.sheet.name, rows.len(), start, remark);
}

/// The catalogue's name of a country. Local authorities and metropolitan counties keep theirs:
/// they may bear the name of a force.
fn area(printed: String, code: &str, catalogue: &Catalogue) -> String {
    let country = code.starts_with(['K', 'E', 'W'])
        && code
            .get(1..3)
            .is_some_and(|kind| matches!(kind, "92" | "04"));
    catalogue
        .area(&printed)
        .filter(|_| country)
        .map_or(printed, |area| area.name.clone())
}

fn kind(code: String, sex: Sex, age: Age) -> Kind {
    Kind {
        table: TABLE.to_owned(),
        code,
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

fn sums(columns: &Columns<'_>, row: usize, ages: &[(usize, Age)], sex: Sex, intake: &mut Intake) {
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
        intake.push(&observation(
            intake.period,
            &intake.release,
            place,
            sex,
            group,
            values.iter().sum(),
        ));
    }
}

fn observation(
    period: Period,
    release: &str,
    place: String,
    sex: Sex,
    age: Age,
    value: f64,
) -> Observation {
    Observation {
        release: release.to_owned(),
        table: TABLE.to_owned(),
        source_ref: place,
        code: String::new(),
        label: "Population".to_owned(),
        group: String::new(),
        breakdown: String::new(),
        sex,
        age,
        area: "England and Wales".to_owned(),
        area_code: String::new(),
        withheld: String::new(),
        period,
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
