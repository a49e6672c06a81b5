//! The project's own tidy CSV, read back: what `vawg ingest FILE -o OUT.csv` writes. Writing is in
//! `tidy`.

use anyhow::Result;

use super::Layout;
use crate::catalogue::Catalogue;
use crate::frame::tidy::{TidyColumns, without_apostrophe};
use crate::ingest::cells::cell::number;
use crate::ingest::files::book::{Book, FileKind};
use crate::ingest::finding::Finding;
use crate::ingest::intake::Intake;
use crate::model::{Marker, Observation, Period, cell_name, is_release_name};
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
    TidyColumns::of(headings.iter().map(AsRef::as_ref))
}

fn read(book: &Book, catalogue: &Catalogue) -> Result<Intake> {
    let (Some(delimited), Some(columns)) = (&book.delimited, columns(book)) else {
        return Err(Problem::data("the file is not a tidy CSV").into());
    };
    let sheet = book.sheets.first().map_or("", |sheet| sheet.name.as_str());
    let mut intake = Intake::new(
        LAYOUT.name,
        "publisher not stated",
        "tidy",
        Period::Calendar { year: 0 },
        "",
    );
    let mut reader = Reader {
        sheet,
        columns,
        release: String::new(),
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
    let release = reader.release;
    describe(&mut intake, &release, catalogue)?;
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
    intake: &'a mut Intake,
}

impl Reader<'_> {
    fn row(&mut self, row: u32, record: &csv::StringRecord) {
        let one = match observation(&Fields {
            columns: self.columns,
            record,
        }) {
            Ok(one) => one,
            Err((column, message)) => {
                let place = self.columns.place(column).unwrap_or_default();
                let value = record.get(place).unwrap_or_default();
                return self.fault("field-readable", (row, place), value, message);
            }
        };
        if self.release.is_empty() {
            self.release.clone_from(&one.release);
        }
        if one.release == self.release {
            self.intake.push(&one);
        } else {
            let message = format!(
                "the first row is of release `{}`: one file holds one release",
                self.release
            );
            self.fault("one-release", (row, 0), &one.release, message);
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
fn describe(intake: &mut Intake, release: &str, catalogue: &Catalogue) -> Result<(), Problem> {
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
        None => return Ok(()), // what kept each row from being read is among the findings
    }
    family_of(release).clone_into(&mut intake.family);
    release.clone_into(&mut intake.release);
    intake.title = format!("release {release}, in tidy form");
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

/// Where a field cannot be read: its column, and why.
type Unread = (usize, String);

fn parsed<T: std::str::FromStr>(column: usize, text: &str, why: &str) -> Result<T, Unread> {
    text.parse().map_err(|_| (column, why.to_owned()))
}

/// One row of the file, its fields by their places in [`Observation::COLUMNS`].
struct Fields<'a> {
    columns: TidyColumns,
    record: &'a csv::StringRecord,
}

impl<'a> Fields<'a> {
    fn raw(&self, column: usize) -> &'a str {
        let place = self.columns.place(column);
        place
            .and_then(|place| self.record.get(place))
            .unwrap_or_default()
    }

    fn text(&self, column: usize) -> String {
        without_apostrophe(self.raw(column)).to_owned()
    }

    /// A number, or none where the field is empty.
    fn optional(&self, column: usize) -> Result<Option<f64>, Unread> {
        let written = self.raw(column);
        if written.is_empty() {
            return Ok(None);
        }
        let plain = || {
            written
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite())
        };
        number(written).or_else(plain).map(Some).ok_or_else(|| {
            let name = Observation::COLUMNS[column];
            (column, format!("`{name}` is not a number"))
        })
    }
}

/// The figure, or the marker that says why there is none; a figure may have a marker too.
fn value_or_marker(fields: &Fields<'_>) -> Result<(Option<f64>, Option<Marker>), Unread> {
    let marker = match fields.raw(15) {
        "" => None,
        written => Some(parsed(15, written, "it is not a known marker")?),
    };
    let value = fields.optional(14)?;
    if value.is_none() && marker.is_none() {
        let why = "no value, and no marker in the next column that says why";
        return Err((14, why.to_owned()));
    }
    Ok((value, marker))
}

/// A row, or the column that cannot be read and why.
fn observation(fields: &Fields<'_>) -> Result<Observation, Unread> {
    let raw = |column: usize| fields.raw(column);
    let text = |column: usize| fields.text(column);
    let (value, marker) = value_or_marker(fields)?;
    Ok(Observation {
        release: text(0),
        table: text(1),
        source_ref: text(2),
        code: text(3),
        label: text(4),
        group: text(5),
        breakdown: text(6),
        sex: parsed(7, raw(7), "it is not one of women, men, all")?,
        age: parsed(
            8,
            raw(8),
            "it is not an age group such as 16-59, 16+ or all",
        )?,
        area: text(9),
        area_code: text(10),
        period: parsed(
            11,
            raw(11),
            "it is not a period such as 2023-24, ye-dec-2025 or 2024-q1",
        )?,
        statistic: text(12),
        unit: text(13),
        value,
        marker,
        standard_error: fields.optional(16)?,
        lower: fields.optional(17)?,
        upper: fields.optional(18)?,
        base: fields.optional(19)?,
        status: parsed(
            20,
            raw(20),
            "it is not one of accredited, official, in development, not badged",
        )?,
        notes: text(21),
        withheld: text(22),
    })
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
