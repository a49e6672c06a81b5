//! What is written above a table of population: whom the figures describe, and the year.

use crate::ingest::cells::cell::{collapsed, number};
use crate::ingest::cells::columns::Columns;
use crate::ingest::files::book::{Book, FileKind, Sheet};
use crate::ingest::finding::Finding;
use crate::model::Sex;

/// Lines above the headings, and the name of a sheet of a workbook. The name of a CSV is not among
/// them: whoever saved the file chose it.
fn lines(columns: &Columns<'_>, kind: FileKind) -> Vec<String> {
    let sheet = columns.sheet;
    let above = (0..columns.heading_row).map(|row| collapsed(sheet.text(row, 0)));
    let name = (kind != FileKind::Csv).then(|| sheet.name.clone());
    above.chain(name).collect()
}

/// The sex that a text names: `Females by single year of age`, `MYE2 - Males`, `MYE2-All`.
fn sex_in(text: &str) -> Option<Sex> {
    let lower = text.to_lowercase();
    let told = lower.split("by single year").next().unwrap_or(&lower);
    let words = || told.split(|letter: char| !letter.is_ascii_alphabetic());
    let has = |wanted: &[&str]| words().any(|word| wanted.contains(&word));
    match (has(&["females", "female"]), has(&["males", "male"])) {
        (true, true) => Some(Sex::All),
        (true, false) => Some(Sex::Women),
        (false, true) => Some(Sex::Men),
        (false, false) => has(&["persons", "all"]).then_some(Sex::All),
    }
}

/// The title of the table: the line that names the single years of age or the table.
fn is_title(line: &str) -> bool {
    let lower = line.to_lowercase();
    lower.contains("by single year") || lower.starts_with("mye2")
}

/// Fewer people than this in England and Wales are those of one sex, more are everybody: the
/// smaller and larger totals since 1961 are 22 to 32 and 46 to 62 million.
const ONE_SEX_AT_MOST: f64 = 40e6;

/// The sex of the people a table describes, as its title says.
///
/// # Errors
/// No title says so and the total of England and Wales does not tell, or the total contradicts the
/// title; the finding names both.
pub(super) fn sex_of(
    columns: &Columns<'_>,
    kind: FileKind,
    findings: &mut Vec<Finding>,
) -> Option<Sex> {
    let lines = lines(columns, kind);
    let mut titles = lines.iter().filter(|line| is_title(line));
    let said = titles.find_map(|line| Some((sex_in(line)?, line)));
    let sheet = columns.sheet.name.as_str();
    let total = total_of_england_and_wales(columns);
    let is_everybody = total.map(|total| total > ONE_SEX_AT_MOST);
    let Some((sex, title)) = said else {
        if is_everybody == Some(true) {
            return Some(Sex::All);
        }
        let message = "no line above the table says whether the figures are of persons, males or females, and the total of England and Wales does not tell; keep the title lines of the published sheet";
        findings.push(Finding::error("sex-known", sheet, "", "", message));
        return None;
    };
    if let (Some(total), Some(is_everybody)) = (total, is_everybody)
        && is_everybody != (sex == Sex::All)
    {
        let message = format!(
            "the title `{title}` does not fit the total of England and Wales, {total}, which is that of {}",
            if is_everybody {
                "all persons"
            } else {
                "one sex"
            }
        );
        let value = total.to_string();
        findings.push(Finding::error("sex-known", sheet, "", value, message));
    }
    if kind == FileKind::Csv {
        findings.extend(contradicted(sheet, sex, title));
    }
    Some(sex)
}

/// A name of a CSV that says something else than the title, which decides.
fn contradicted(file: &str, sex: Sex, title: &str) -> Option<Finding> {
    let said = sex_in(file).filter(|said| *said != sex)?;
    let message = format!(
        "the name of the file says {said}, but the title `{title}` says {sex}: the title decides"
    );
    Some(Finding::warning("sex-known", file, "", file, message))
}

/// The number of people of all ages in England and Wales.
fn total_of_england_and_wales(columns: &Columns<'_>) -> Option<f64> {
    let (code, all) = (columns.at("Code")?, columns.at("All ages")?);
    let mut rows = columns.heading_row + 1..columns.sheet.rows.len();
    let row = rows.find(|row| columns.text(*row, code) == "K04000001")?;
    number(&columns.text(row, all))
}

/// `mid-2020` in a line above one of the tables; else in the first lines of any sheet; else in the
/// name of the file, where `mye24` is also a year.
pub(super) fn year_of(book: &Book, tables: &[Columns<'_>]) -> Option<u16> {
    let above = tables
        .iter()
        .flat_map(|columns| lines(columns, FileKind::Csv));
    if let Some(year) = above.filter_map(|line| year_in(&line)).max() {
        return Some(year);
    }
    let first_lines = |sheet: &Sheet| {
        let rows = 0..sheet.rows.len().min(4);
        rows.filter_map(|row| year_in(sheet.text(row, 0))).max()
    };
    if let Some(year) = book.sheets.iter().filter_map(first_lines).max() {
        return Some(year);
    }
    let lower = book.file_name.to_lowercase();
    year_in(&lower).or_else(|| {
        let (_, rest) = lower
            .split_once("mye")
            .or_else(|| lower.split_once("mid"))?;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        match digits.len() {
            4 => digits.parse().ok(),
            2 => digits.parse::<u16>().ok().map(|year| 2000 + year),
            _ => None,
        }
    })
}

fn year_in(text: &str) -> Option<u16> {
    let lower = text.to_lowercase();
    let (_, rest) = lower.split_once("mid-")?;
    rest.get(..4)?.parse::<u16>().ok()
}

#[cfg(test)]
mod tests {
    use super::sex_in;
    use crate::model::Sex;

    #[test]
    fn the_sex_is_read_from_the_words_of_a_title() {
        for (title, sex) in [
            (
                "MYE2: Persons by single year of age and sex for local authorities",
                Some(Sex::All),
            ),
            (
                "MYE2: Population estimates: Males by single year of age and sex",
                Some(Sex::Men),
            ),
            ("Females by single year of age and sex", Some(Sex::Women)),
            ("MYE2 - Females", Some(Sex::Women)),
            ("MYE2-All", Some(Sex::All)),
            ("MYE2", None),
        ] {
            assert_eq!(sex_in(title), sex, "{title}");
        }
    }
}
