//! The project's own tidy CSV, read back: what `vawg ingest FILE -o OUT.csv` writes. Writing is in
//! `tidy`.

mod fields;

use anyhow::Result;

use self::fields::{Fields, observation};
use super::Layout;
use crate::catalogue::Catalogue;
use crate::frame::tidy::{TidyColumns, without_apostrophe};
use crate::ingest::files::book::{Book, FileKind};
use crate::ingest::finding::Finding;
use crate::ingest::intake::Intake;
use crate::model::{Observation, Period, cell_name, is_release_name};
use crate::problem::Problem;

pub(crate) const LAYOUT: Layout = Layout {
    name: "vawg's own tidy observations (csv)",
    recognises,
    read,
};

fn recognises(book: &Book) -> bool {
    book.kind == FileKind::Csv && columns(book).is_some()
}

fn columns(book: &Book) -> Option<TidyColumns> {
    let headings = book.delimited.as_ref()?.columns();
    TidyColumns::beside(&ABOUT, headings.iter().map(AsRef::as_ref))
}

/// Columns that this layout alone knows: who published the release and as what, the same in each row.
const ABOUT: [&str; 2] = ["publisher", "title"];

const NOT_STATED: &str = "publisher not stated";

fn read(book: &Book, catalogue: &Catalogue) -> Result<Intake> {
    let (Some(delimited), Some(columns)) = (&book.delimited, columns(book)) else {
        return Err(Problem::data("the file is not a tidy CSV").into());
    };
    let sheet = book.sheets.first().map_or("", |sheet| sheet.name.as_str());
    let mut intake = Intake::new(
        LAYOUT.name,
        NOT_STATED,
        "tidy",
        Period::Calendar { year: 0 },
        "",
    );
    let headings = delimited.columns();
    let place = |name: &str| headings.iter().position(|heading| heading.trim() == name);
    let mut reader = Reader {
        sheet,
        columns,
        release: String::new(),
        about: ABOUT.map(|name| (place(name), String::new())),
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
    let (release, [(_, publisher), (_, title)]) = (reader.release, reader.about);
    if !publisher.is_empty() {
        intake.publisher = publisher.into();
    }
    intake.title = title;
    describe(&mut intake, &release, sheet, catalogue)?;
    nameable(&mut intake, sheet, &release);
    let tables = format!("tables {}", tables_of(&intake).join(", "));
    intake.took("tidy", sheet, rows, 0, &tables);
    Ok(intake)
}

/// The file while its rows are read, one after the other.
struct Reader<'a> {
    sheet: &'a str,
    columns: TidyColumns,
    /// That of the first row.
    release: String,
    /// Where each of [`ABOUT`] stands, and its first text.
    about: [(Option<usize>, String); 2],
    intake: &'a mut Intake,
}

impl Reader<'_> {
    fn row(&mut self, row: u32, record: &csv::StringRecord) {
        self.about(row, record);
        let fields = Fields {
            columns: self.columns,
            record,
        };
        let one = match observation(&fields) {
            Ok(one) => one,
            Err(unread) => {
                for (column, message) in unread {
                    let name = Observation::COLUMNS[column];
                    let message = format!("line {}, column `{name}`: {message}", row + 1);
                    let place = self.columns.place(column).unwrap_or_default();
                    let value = record.get(place).unwrap_or_default();
                    self.fault("field-readable", (row, place), value, message);
                }
                return;
            }
        };
        if self.release.is_empty() {
            self.release.clone_from(&one.release);
        }
        if one.release == self.release {
            self.intake.push(&one);
            self.intake.lines.push(row + 1);
        } else {
            let message = format!(
                "line {}: the first row is of release `{}`: one file holds one release",
                row + 1,
                self.release
            );
            self.fault("one-release", (row, 0), &one.release, message);
        }
    }

    /// Publisher and title: the first ones count.
    fn about(&mut self, row: u32, record: &csv::StringRecord) {
        for (at, name) in ABOUT.into_iter().enumerate() {
            let Some(place) = self.about[at].0 else {
                continue;
            };
            let written = record.get(place).unwrap_or_default();
            let written = without_apostrophe(written.trim());
            let first = &mut self.about[at].1;
            if first.is_empty() {
                written.clone_into(first);
            } else if !written.is_empty() && written != first.as_str() {
                let message = format!(
                    "line {}, column `{name}`: an earlier row has `{first}`: one file holds one release",
                    row + 1
                );
                self.fault("one-release", (row, place), written, message);
            }
        }
    }

    fn fault(
        &mut self,
        rule: &'static str,
        (row, column): (u32, usize),
        value: &str,
        message: String,
    ) {
        let at = cell_name(row as usize, column);
        let finding = Finding::error(rule, self.sheet, at, value, message);
        self.intake.findings.push(finding);
    }
}

/// The release's name is that of its file too.
fn nameable(intake: &mut Intake, sheet: &str, release: &str) {
    if !is_release_name(release) && !intake.figures.is_empty() {
        let message = "the name of a release has small letters, digits and hyphens: it is that of its file too";
        let finding = Finding::error("one-release", sheet, "A2", release, message);
        intake.findings.push(finding);
    }
}

/// Family, title and period: those of the catalogue where it knows the release.
fn describe(
    intake: &mut Intake,
    release: &str,
    sheet: &str,
    catalogue: &Catalogue,
) -> Result<(), Problem> {
    let latest = intake
        .figures
        .periods()
        .iter()
        .max_by_key(|period| period.end_month());
    match latest {
        Some(latest) => intake.period = *latest,
        None if intake.findings.is_empty() => {
            return Err(Problem::data("it has headings and not one row"));
        }
        None => {
            // What kept each row from being read is among the findings.
            intake.release.clear();
            intake.title = format!("file {sheet}, in tidy form");
            return Ok(());
        }
    }
    family_of(release).clone_into(&mut intake.family);
    release.clone_into(&mut intake.release);
    intake.title = match intake.title.as_str() {
        "" => format!("release {release}, in tidy form"),
        title => format!("{title}, in tidy form"),
    };
    if let Some(known) = catalogue.release(release) {
        intake.family.clone_from(&known.family);
        intake.title.clone_from(&known.title);
        intake.period = known.period;
    }
    Ok(())
}

/// The family of a release that the catalogue does not know: its name without the period at its end,
/// so that next year's edition takes the place of this one.
fn family_of(release: &str) -> &str {
    let ends_in_period = |(at, _): &(usize, &str)| {
        let period = release[at + 1..].parse();
        period.is_ok_and(|period| !matches!(period, Period::Calendar { .. }))
    };
    let at = release.match_indices('-').find(ends_in_period);
    at.map_or(release, |(at, _)| &release[..at])
}

fn tables_of(intake: &Intake) -> Vec<String> {
    let kinds = intake.figures.kinds().iter();
    let mut tables: Vec<String> = kinds.map(|kind| kind.table.clone()).collect();
    tables.sort_unstable();
    tables.dedup();
    tables
}

#[cfg(test)]
mod tests {
    use super::family_of;

    #[test]
    fn a_family_is_the_name_of_a_release_without_its_period() {
        for (release, family) in [
            (
                "ons-csew-prevalence-stalking-ye-mar-2031",
                "ons-csew-prevalence-stalking",
            ),
            ("force-counts-2030-31", "force-counts"),
            ("home-office-open-data-2030-q2", "home-office-open-data"),
            ("ons-sdg-5-2-1", "ons-sdg-5-2-1"),
            ("survey-2031", "survey-2031"),
        ] {
            assert_eq!(family_of(release), family);
        }
    }
}
