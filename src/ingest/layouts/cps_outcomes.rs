//! Crown Prosecution Service, *Case outcomes by principal offence category*: areas are rows; for
//! each offence stand the number and the percentage of convictions and of unsuccessful outcomes.

use anyhow::Result;

use super::Layout;
use crate::catalogue::Catalogue;
use crate::ingest::cells::cell::{Reading, collapsed, reading, unreadable};
use crate::ingest::cells::columns::Columns;
use crate::ingest::cells::table::{At, put};
use crate::ingest::files::book::Book;
use crate::ingest::finding::Finding;
use crate::ingest::intake::Intake;
use crate::model::{Age, Kind, Marker, Period, Sex, Status, cell_name, month_number};
use crate::problem::Problem;

pub(crate) const LAYOUT: Layout = Layout {
    name: "CPS, case outcomes by principal offence category (csv, xlsx, ods)",
    recognises,
    read,
};

fn headings(book: &Book) -> Option<Columns<'_>> {
    let sheet = book.sheets.first().filter(|sheet| sheet.whole)?;
    let columns = Columns::of(sheet, 0);
    let numbers = columns
        .names()
        .iter()
        .filter(|name| offence_of(name, "Number of ").is_some());
    (columns
        .names()
        .first()
        .is_some_and(|first| first.is_empty() || first == "Area")
        && numbers.count() >= 4)
        .then_some(columns)
}

fn recognises(book: &Book) -> bool {
    headings(book).is_some()
}

/// The offence and the outcome of `Number of Sexual Offences Convictions`.
fn offence_of<'a>(heading: &'a str, prefix: &str) -> Option<(&'a str, &'a str)> {
    let rest = heading.strip_prefix(prefix)?;
    ["Convictions", "Unsuccessful"]
        .into_iter()
        .find_map(|outcome| Some((rest.strip_suffix(outcome)?.trim_end(), outcome)))
}

fn read(book: &Book, catalogue: &Catalogue) -> Result<Intake> {
    let columns = headings(book).ok_or_else(|| Problem::data("it has no row of headings"))?;
    let period = month_in(&book.file_name)?;
    let mut intake = Intake::new(
        LAYOUT.name,
        "Crown Prosecution Service",
        "cps-outcomes",
        period,
        &format!(
            "Case outcomes by principal offence category, {}",
            period.in_words()
        ),
    );
    intake.address = "https://www.cps.gov.uk/publication/cps-data-summary";
    let kinds: Vec<Option<Kind>> = kinds(&columns, &mut intake.findings);
    let mut findings = Vec::new();
    let rows = columns.rows(&mut findings);
    for row in &rows {
        let area = area_name(&columns.text(*row, 0), catalogue);
        for (column, kind) in kinds.iter().enumerate() {
            if let Some(kind) = kind {
                figure(
                    &columns,
                    (*row, column),
                    kind,
                    &area,
                    &mut intake,
                    &mut findings,
                );
            }
        }
    }
    intake.findings.append(&mut findings);
    intake.took("principal-offence", &columns.sheet.name, rows.len(), 0, "");
    Ok(intake)
}

/// What each column holds. A percentage belongs to the number on its left, whatever its heading.
fn kinds(columns: &Columns<'_>, findings: &mut Vec<Finding>) -> Vec<Option<Kind>> {
    let mut kinds: Vec<Option<Kind>> = vec![None];
    for column in 1..columns.names().len() {
        let heading = columns.names()[column].as_str();
        if let Some((offence, outcome)) = offence_of(heading, "Number of ") {
            kinds.push(Some(kind(offence, outcome, "count", "case outcomes")));
            continue;
        }
        let left = offence_of(&columns.names()[column - 1], "Number of ");
        let Some((offence, outcome)) = left else {
            kinds.push(None);
            findings.push(Finding::error(
                "columns-known",
                &columns.sheet.name,
                cell_name(0, column),
                heading,
                format!("column `{heading}` is neither a number of outcomes nor their percentage"),
            ));
            continue;
        };
        if offence_of(heading, "Percentage of ") != left {
            findings.push(Finding::warning(
                "heading-readable",
                &columns.sheet.name,
                cell_name(0, column),
                heading,
                format!("the heading should be `Percentage of {offence} {outcome}`, as the number on its left; it is read so"),
            ));
        }
        kinds.push(Some(kind(
            offence,
            outcome,
            "share",
            "per cent of outcomes",
        )));
    }
    kinds
}

fn kind(offence: &str, outcome: &str, statistic: &str, unit: &str) -> Kind {
    Kind {
        table: "principal-offence".to_owned(),
        code: String::new(),
        label: offence.to_owned(),
        group: outcome.to_owned(),
        breakdown: String::new(),
        sex: Sex::All,
        age: Age::All,
        statistic: statistic.to_owned(),
        unit: unit.to_owned(),
        status: Status::NotBadged,
        notes: String::new(),
    }
}

fn figure(
    columns: &Columns<'_>,
    (row, column): (usize, usize),
    kind: &Kind,
    area: &str,
    intake: &mut Intake,
    findings: &mut Vec<Finding>,
) {
    let cell = columns.sheet.cell(row, column);
    let (value, marker) = match reading(cell) {
        Reading::Value(value) => (Some(value), None),
        // A percentage of no outcomes at all.
        Reading::Unreadable(dash) if dash == "-" => (None, Some(Marker::NotApplicable)),
        Reading::Marker(marker) => (None, Some(marker)),
        Reading::Blank | Reading::Unreadable(_) => {
            let of = format!("{} {}, {area}", kind.label, kind.group);
            findings.push(unreadable(
                &columns.sheet.name,
                cell_name(row, column),
                cell,
                &of,
            ));
            return;
        }
    };
    let period = intake.period;
    let at = At {
        sheet: &columns.sheet.name,
        row,
        column,
    };
    put(
        &mut intake.figures,
        at,
        kind,
        (area, period),
        (value, marker),
    );
}

/// `GreaterManchester` is Greater Manchester; the areas of the CPS are mostly those of forces.
fn area_name(printed: &str, catalogue: &Catalogue) -> String {
    let mut spaced = String::with_capacity(printed.len() + 1);
    let mut before = ' ';
    for character in printed.chars() {
        if before.is_lowercase() && character.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(character);
        before = character;
    }
    let name = collapsed(&spaced);
    if name == "National" {
        return "England and Wales".to_owned();
    }
    let hyphened = name.replace(' ', "-");
    catalogue
        .area(&name)
        .or_else(|| catalogue.area(&hyphened))
        .map_or(name, |area| area.name.clone())
}

/// The month and year in the name of a file.
///
/// # Errors
/// Which of the two is missing, and how the publisher names the file.
fn month_in(file_name: &str) -> Result<Period, Problem> {
    let words: Vec<&str> = file_name
        .split(|character: char| !character.is_alphanumeric())
        .collect();
    let month = words.iter().find_map(|word| month_number(word));
    let year = words
        .iter()
        .rev()
        .filter(|word| word.len() == 4)
        .find_map(|word| word.parse().ok());
    let missing = match (month, year) {
        (Some(month), Some(year)) => return Ok(Period::Month { year, month }),
        (Some(_), None) => "no year found in the name of the file, only a month",
        (None, Some(_)) => "no month found in the name of the file, only a year",
        (None, None) => "no month and year found in the name of the file",
    };
    Err(Problem::data(missing)
        .hint("the file itself has neither: name it as the publisher does, such as `2016_principal_offence_category_january_2016.csv`"))
}

#[cfg(test)]
mod tests {
    use super::{month_in, offence_of};

    #[test]
    fn the_month_is_told_by_the_name_of_the_file() {
        let month = |name: &str| month_in(name).ok().map(|period| period.to_string());
        assert_eq!(
            month("2016_principal_offence_category_january_2016.csv").as_deref(),
            Some("2016-m01")
        );
        assert_eq!(
            month("2017_principal_offence_category_Sep.csv").as_deref(),
            Some("2017-m09")
        );
        for (name, missing) in [
            ("principal_offence_category_Aug.csv", "no year"),
            ("2018_principal_offence.csv", "no month found"),
            ("outcomes.csv", "no month and year"),
        ] {
            let message = month_in(name).unwrap_err().to_string();
            assert!(message.starts_with(missing), "{name}: {message}");
        }
    }

    #[test]
    fn a_heading_is_split_into_offence_and_outcome() {
        assert_eq!(
            offence_of("Number of Sexual Offences Convictions", "Number of "),
            Some(("Sexual Offences", "Convictions"))
        );
        assert_eq!(offence_of("Number of things", "Number of "), None);
    }
}
