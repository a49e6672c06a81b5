//! ONS, Crime Survey for England and Wales open data tables: one row a figure with its standard
//! error and its unweighted base, as proportions.

use anyhow::Result;

use super::Layout;
use crate::catalogue::Catalogue;
use crate::ingest::cells::cell::number;
use crate::ingest::cells::people::{SEX_WORDS, means_all, sex_named};
use crate::ingest::cells::table::{At, put};
use crate::ingest::files::book::{Book, FileKind};
use crate::ingest::finding::Finding;
use crate::ingest::intake::Intake;
use crate::ingest::part::slug;
use crate::model::{Age, Kind, Marker, Period, Sex, Status, cell_name};
use crate::problem::Problem;

pub(crate) const LAYOUT: Layout = Layout {
    name: "ONS, Crime Survey for England and Wales open data table (csv)",
    recognises,
    read,
};

const COLUMNS: [&str; 14] = [
    "year",
    "quarter",
    "measurement_var",
    "measurement_level",
    "measurement_type",
    "geography",
    "household_type",
    "sex",
    "age",
    "characteristic_var",
    "characteristic",
    "estimate",
    "standard_error",
    "unweighted_count",
];

/// The columns that tell the form.
const TELLING: [&str; 4] = [
    "measurement_var",
    "characteristic_var",
    "estimate",
    "unweighted_count",
];

const NONE: &str = "NA";

/// Types of figures that are proportions of people; the first is the usual one.
const TYPES: [&str; 2] = ["Prevalence rate", "Perception"];

fn recognises(book: &Book) -> bool {
    let columns = book
        .delimited
        .as_ref()
        .map(crate::ingest::Delimited::columns);
    book.kind == FileKind::Csv
        && columns.is_some_and(|columns| {
            TELLING
                .iter()
                .all(|name| columns.iter().any(|column| column.trim() == *name))
        })
}

fn read(book: &Book, _catalogue: &Catalogue) -> Result<Intake> {
    let Some(delimited) = &book.delimited else {
        return Err(Problem::data("it is no CSV").into());
    };
    let at = places(delimited.columns())?;
    let mut intake = Intake::new(
        LAYOUT.name,
        "Office for National Statistics",
        "ons-csew-open-data",
        Period::Calendar { year: 0 },
        "Crime Survey for England and Wales: open data table",
    );
    let sheet = book.sheets.first().map_or("", |sheet| sheet.name.as_str());
    let mut reader = Reader {
        at,
        sheet,
        part: None,
        intake: &mut intake,
    };
    let mut rows = 0;
    delimited.each(|row, record| {
        if row > 0 {
            rows += 1;
            reader.row(row, record);
        }
        Ok(())
    })?;
    let part = reader.part_name();
    let latest = intake.figures.periods().iter().max().copied();
    let Some(latest) = latest else {
        return crate::ingest::intake::without_figures(intake);
    };
    intake.period = latest;
    intake.release = format!(
        "{}-{}",
        intake.family,
        crate::ingest::release_period(intake.period)
    );
    let remark = "proportions, each with its standard error and its unweighted base";
    intake.took(&part, sheet, rows, 0, remark);
    intake.part = part;
    Ok(intake)
}

/// Where each of [`COLUMNS`] stands.
fn places(columns: &[String]) -> Result<[usize; 14], Problem> {
    let places = COLUMNS.map(|name| columns.iter().position(|column| column.trim() == name));
    let missing: Vec<&str> = COLUMNS
        .iter()
        .zip(places)
        .filter(|(_, place)| place.is_none())
        .map(|(name, _)| *name)
        .collect();
    if !missing.is_empty() {
        return Err(
            Problem::data(format!("it has no column {}", missing.join(", ")))
                .hint("was a column removed or renamed?"),
        );
    }
    Ok(places.map(Option::unwrap_or_default))
}

struct Reader<'a, 'b> {
    /// Where each of [`COLUMNS`] stands.
    at: [usize; 14],
    sheet: &'b str,
    /// The type and level of the figures, and the first variable in the order of the alphabet.
    part: Option<(String, String, String)>,
    intake: &'a mut Intake,
}

impl Reader<'_, '_> {
    /// `prevalence-rate-person-acquai-p`: several tables of a quarter have the same type and level,
    /// and no variable is in two of them.
    fn part_name(&self) -> String {
        let (kind, level, variable) = self.part.clone().unwrap_or_default();
        slug(&format!("{kind} {level} {variable}"))
    }

    fn row(&mut self, row: u32, record: &csv::StringRecord) {
        let text = |column: usize| record.get(self.at[column]).unwrap_or_default().trim();
        let held = [text(4), text(3), text(2)].map(str::to_owned).into();
        if self.part.as_ref().is_none_or(|part| held < *part) {
            self.part = Some(held);
        }
        let (period, sex, age) = match subject(&text) {
            Ok(subject) => subject,
            Err((rule, column, message)) => {
                let value = text(column).to_owned();
                return self.fault(rule, row, column, value, message);
            }
        };
        let [value, error, base] = match numbers(&text) {
            Ok(numbers) => numbers,
            Err(column) => {
                let message = format!("`{}` is neither a number nor `{NONE}`", COLUMNS[column]);
                let value = text(column).to_owned();
                return self.fault("figure-readable", row, column, value, message);
            }
        };
        let kind = Kind {
            // Two files of a quarter hold other variables and live together; a corrected or
            // filtered copy holds the same variables and takes the place of the first.
            table: text(2).to_owned(),
            code: String::new(),
            label: text(2).to_owned(),
            group: group(text(4), text(3)),
            breakdown: breakdown(text(6), text(9), text(10)),
            sex,
            age,
            statistic: "prevalence".to_owned(),
            unit: "proportion".to_owned(),
            status: Status::Accredited,
            notes: String::new(),
        };
        let marker = value.is_none().then_some(Marker::NotAvailable);
        let at = At {
            sheet: self.sheet,
            row: row as usize,
            column: self.at[11],
        };
        let index = self.intake.figures.len();
        let figures = &mut self.intake.figures;
        put(figures, at, &kind, (text(5), period), (value, marker));
        figures.set_uncertainty(index, error, None, None);
        if let Some(base) = base {
            figures.set_base(index, base);
        }
    }

    fn fault(
        &mut self,
        rule: &'static str,
        row: u32,
        column: usize,
        value: String,
        message: String,
    ) {
        let cell = cell_name(row as usize, self.at[column]);
        let finding = Finding::error(rule, self.sheet, cell, value, message);
        self.intake.findings.push(finding);
    }
}

/// When and of whom a row is, or the rule that it breaks, in which column, and how.
fn subject<'a>(
    text: &impl Fn(usize) -> &'a str,
) -> Result<(Period, Sex, Age), (&'static str, usize, String)> {
    let period = period_of(text(0), text(1)).ok_or_else(|| {
        let message = format!(
            "year `{}` and quarter `{}` are not a period",
            text(0),
            text(1)
        );
        ("period-readable", 0, message)
    })?;
    if !TYPES.contains(&text(4)) {
        let message = format!("`{}` is none of {}", text(4), TYPES.join(", "));
        return Err(("unit-known", 4, message));
    }
    let sex = sex_named(text(7)).ok_or_else(|| {
        let message = format!("the sex is none of {SEX_WORDS}");
        ("sex-known", 7, message)
    })?;
    let age = age_of(text(8)).ok_or_else(|| {
        let message = "no age group such as 16-24 or 75+".to_owned();
        ("age-known", 8, message)
    })?;
    Ok((period, sex, age))
}

/// Estimate, standard error and base, or the column that is not a number.
fn numbers<'a>(text: &impl Fn(usize) -> &'a str) -> Result<[Option<f64>; 3], usize> {
    let mut numbers = [None; 3];
    for (place, slot) in numbers.iter_mut().enumerate() {
        let written = text(11 + place);
        if written != NONE {
            *slot = number(written).or_else(|| written.parse().ok());
            if slot.is_none_or(|number: f64| !number.is_finite()) {
                return Err(11 + place);
            }
        }
    }
    Ok(numbers)
}

/// The year that ends with a quarter.
fn period_of(year: &str, quarter: &str) -> Option<Period> {
    let year: u16 = year
        .parse()
        .ok()
        .filter(|year| (1980..2200).contains(year))?;
    let quarter: u8 = quarter
        .parse()
        .ok()
        .filter(|quarter| (1..=4).contains(quarter))?;
    Some(Period::YearEnding {
        year,
        month: quarter * 3,
    })
}

fn age_of(text: &str) -> Option<Age> {
    text.parse().ok()
}

/// What is not the usual form of the table: its type and level.
fn group(kind: &str, level: &str) -> String {
    let mut parts = Vec::new();
    if kind != TYPES[0] {
        parts.push(kind);
    }
    if level != "Person" {
        parts.push(level);
    }
    parts.join("; ")
}

/// Of whom the figure is beside sex and age; empty for all people.
fn breakdown(household: &str, characteristic: &str, value: &str) -> String {
    let mut parts = Vec::new();
    if !means_all(household) {
        parts.push(format!("household_type: {household}"));
    }
    if !means_all(characteristic) && !means_all(value) {
        parts.push(format!("{characteristic}: {value}"));
    }
    parts.join("; ")
}
