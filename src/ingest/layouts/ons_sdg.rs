//! ONS, Sustainable Development Goals data: survey prevalence as one row a figure, its breakdowns
//! in columns of their own, a blank cell meaning the total.

mod label;
mod measure;
mod people;
mod place;
mod year;

use anyhow::Result;

use self::label::{age_in, label, series_name};
use self::measure::{Measures, holds_percentages};
use self::year::{Year, year_of};
use super::Layout;
use super::badge::status;
use crate::catalogue::Catalogue;
use crate::frame::FiguresBuilder;
use crate::ingest::cells::cell::number;
use crate::ingest::cells::columns::Columns;
use crate::ingest::cells::people::means_all;
use crate::ingest::cells::table::{At, put_coded};
use crate::ingest::files::book::Book;
use crate::ingest::finding::Finding;
use crate::ingest::intake::Intake;
use crate::model::{Age, Kind, Marker, Period, Sex, cell_name};
use crate::problem::Problem;

pub(crate) const LAYOUT: Layout = Layout {
    name: "ONS, Sustainable Development Goals data of the Crime Survey (csv, xlsx, ods)",
    recognises,
    read,
};

/// Marks of a version control system between two versions of a file.
const CONFLICT: &str = "merge-conflict";

/// A column that only one indicator has, the indicator, and the sex of the people it counts where the
/// file does not print it: goal 5 counts women and girls.
const INDICATORS: [(&str, &str, Sex); 7] = [
    ("Violence type", "16-1-3", Sex::All),
    ("Type of non-partner abuse", "5-2-2", Sex::Women),
    ("Type of partner abuse", "5-2-1", Sex::Women),
    ("Abuse perpetrator", "5-2-2", Sex::All),
    ("Abuse perpeprator", "5-2-2", Sex::All),
    ("Type of abuse", "5-2-1", Sex::Women),
    ("Relationship to perpetrator", "11-7-2", Sex::All),
];

/// Columns that say what a figure is, not of whom.
const ABOUT: [&str; 11] = [
    "Violence type",
    "Type of partner abuse",
    "Type of non-partner abuse",
    "Abuse category",
    "Abuse type",
    "Type of abuse",
    "Abuse sub-category",
    "Abuse sub-type",
    "Threats or force",
    "Abuse perpetrator",
    "Abuse perpeprator",
];

/// Columns that are read by themselves, or that say nothing of the figure.
const APART: [&str; 17] = [
    "Year",
    "Value",
    "Sex",
    "Age",
    "Series",
    "Region",
    "Units",
    "Unit multiplier",
    "Unit measure",
    "Observation status",
    "GeoCode",
    "Comment",
    "Comments",
    "Note",
    "Notes",
    "COMMENT_OBS",
    "COMMENT_TS",
];

/// Where the headings stand: the first row that has both, within the first few.
fn headings(book: &Book) -> Option<Columns<'_>> {
    let sheet = book.sheets.first().filter(|sheet| sheet.whole)?;
    (0..sheet.rows.len().min(3))
        .map(|row| Columns::of(sheet, row))
        .find(|columns| columns.has(&["Year", "Value"]) && indicator(columns).is_some())
}

fn indicator(columns: &Columns<'_>) -> Option<(&'static str, Sex)> {
    INDICATORS
        .iter()
        .find(|(column, ..)| columns.at(column).is_some())
        .map(|(_, indicator, sex)| (*indicator, *sex))
}

fn recognises(book: &Book) -> bool {
    headings(book).is_some()
}

fn read(book: &Book, catalogue: &Catalogue) -> Result<Intake> {
    let columns = headings(book).ok_or_else(|| Problem::data("it has no row of headings"))?;
    let (indicator, sex) =
        indicator(&columns).ok_or_else(|| Problem::data("it is of no known indicator"))?;
    let mut intake = intake_of(indicator);
    let mut reader = Reader {
        year: columns.require("Year")?,
        value: columns.require("Value")?,
        columns: &columns,
        indicator,
        sex,
        catalogue,
        measures: Measures::of(&columns),
        intake: &mut intake,
    };
    for row in 0..columns.heading_row {
        reader.before_the_headings(row);
    }
    let rows = columns.rows(&mut reader.intake.findings);
    for row in &rows {
        reader.row(*row);
    }
    let Reader { measures, .. } = reader;
    intake.findings.extend(measures.findings(&columns));
    intake
        .findings
        .extend(people::without_headline(&intake.figures, &columns));
    let latest = intake.figures.periods().iter().max().copied();
    if intake
        .findings
        .iter()
        .any(|finding| finding.rule == CONFLICT)
    {
        // Two versions one after the other: whatever else is wrong follows from that.
        intake.findings.retain(|finding| finding.rule == CONFLICT);
        intake.figures = FiguresBuilder::default();
    }
    let Some(latest) = latest else {
        return crate::ingest::intake::without_figures(intake);
    };
    intake.period = latest;
    intake.release = format!(
        "{}-{}",
        intake.family,
        crate::ingest::release_period(intake.period)
    );
    intake.took(indicator, &columns.sheet.name, rows.len(), 0, "");
    Ok(intake)
}

/// An intake without a figure, of a period that only they tell.
fn intake_of(indicator: &str) -> Intake {
    let title = format!(
        "Sustainable Development Goals data, indicator {}",
        indicator.replace('-', ".")
    );
    let mut intake = Intake::new(
        LAYOUT.name,
        "Office for National Statistics",
        &format!("ons-sdg-{indicator}"),
        Period::Calendar { year: 0 },
        &title,
    );
    intake.address = "https://github.com/ONSdigital/sdg-data";
    intake
}

struct Reader<'a> {
    columns: &'a Columns<'a>,
    year: usize,
    value: usize,
    indicator: &'static str,
    sex: Sex,
    catalogue: &'a Catalogue,
    measures: Measures,
    intake: &'a mut Intake,
}

impl Reader<'_> {
    fn before_the_headings(&mut self, row: usize) {
        let text = self.columns.text(row, 0);
        let message = if text.starts_with("<<<<<<<") {
            format!(
                "line {} is the mark of a merge conflict: the file holds two versions; take it from a commit in which the conflict was settled",
                row + 1
            )
        } else {
            format!("line {} is above the headings", row + 1)
        };
        let finding = Finding::error(
            CONFLICT,
            &self.columns.sheet.name,
            cell_name(row, 0),
            text,
            message,
        );
        self.intake.findings.push(finding);
    }

    /// The text of a cell; empty where it means all.
    fn cell(&self, row: usize, name: &str) -> String {
        let column = self.columns.at(name);
        let text = column.map_or_else(String::new, |column| self.columns.text(row, column));
        if means_all(&text) {
            String::new()
        } else {
            text
        }
    }

    fn fault(
        &mut self,
        warn: bool,
        rule: &'static str,
        row: usize,
        column: usize,
        message: String,
    ) {
        let value = self.columns.text(row, column);
        let sheet = self.columns.sheet.name.as_str();
        let cell = cell_name(row, column);
        let finding = if warn {
            Finding::warning(rule, sheet, cell, value, message)
        } else {
            Finding::error(rule, sheet, cell, value, message)
        };
        self.intake.findings.push(finding);
    }

    fn row(&mut self, row: usize) {
        let Some(period) = self.period(row) else {
            return;
        };
        let Some((value, marker, note)) = self.figure(row) else {
            let message = "the figure is neither a number nor blank".to_owned();
            return self.fault(false, "figure-readable", row, self.value, message);
        };
        let Some((sex, age)) = self.people(row) else {
            return;
        };
        if !self.measures.are_percentages(self.columns, row) {
            return;
        }
        let kind = self.kind(row, (sex, age), period, note);
        let area = self.area(row);
        let at = At {
            sheet: &self.columns.sheet.name,
            row,
            column: self.value,
        };
        let figures = &mut self.intake.figures;
        put_coded(figures, at, &kind, (&area, period), (value, marker));
    }

    /// The year of a row; where it has none, or several, that is found.
    fn period(&mut self, row: usize) -> Option<Period> {
        let year = self.columns.text(row, self.year);
        let (warn, message) = match year_of(&year) {
            Year::One(period) => return Some(period),
            Year::Several(years) => (
                true,
                format!(
                    "`{year}` is {years} years together, not one period of a series; the row is left out"
                ),
            ),
            Year::None if year.eq_ignore_ascii_case("year") => {
                (false, "repeated header row".to_owned())
            }
            Year::None => (
                false,
                format!("`{year}` is not a year such as 2004, 2004/05 or 2004 to 2005"),
            ),
        };
        self.fault(warn, "period-readable", row, self.year, message);
        None
    }

    /// A number, or why there is none, in the words of the publisher; what else is said of a number
    /// is kept with it.
    fn figure(&self, row: usize) -> Option<(Option<f64>, Option<Marker>, String)> {
        let text = self.columns.text(row, self.value);
        let status = self.cell(row, "Observation status");
        if !means_all(&text) {
            let usual = status.is_empty() || status.eq_ignore_ascii_case("normal value");
            let note = if usual { String::new() } else { status };
            return number(&text).map(|value| (Some(value), None, note));
        }
        let marker = if status.to_lowercase().contains("suppressed") {
            Marker::Confidential
        } else {
            Marker::NotAvailable
        };
        Some((None, Some(marker), status))
    }

    fn kind(
        &self,
        row: usize,
        (sex, printed_age): (Sex, Option<Age>),
        period: Period,
        note: String,
    ) -> Kind {
        let about: Vec<String> = ABOUT
            .iter()
            .map(|name| self.cell(row, name))
            .chain([self.cell(row, "Relationship to perpetrator")])
            .filter(|text| !text.is_empty())
            .collect();
        let series = self.series(row);
        let mut breakdown = self.breakdown(row);
        // A breakdown by age of a series for one age group is not the series of that age itself.
        if printed_age.is_some() && !series.is_empty() {
            breakdown.push(series_name(&series).1);
        }
        Kind {
            table: self.indicator.to_owned(),
            code: String::new(),
            label: label(self.indicator, &series, &about),
            group: String::new(),
            breakdown: breakdown.join("; "),
            sex,
            age: printed_age
                .or_else(|| age_in(&series))
                .unwrap_or(Age::Between(16, 59)),
            statistic: "prevalence".to_owned(),
            unit: "per cent".to_owned(),
            status: status(period),
            notes: note,
        }
    }

    /// The name of the series; older versions print it among the units.
    fn series(&self, row: usize) -> String {
        let mut series = self.cell(row, "Series");
        if series.is_empty() {
            series = self.cell(row, "Units");
        }
        if holds_percentages(&series) && age_in(&series).is_none() {
            series.clear();
        }
        series
    }

    /// Of whom a figure is, beside sex and age, and in which region that the catalogue lacks.
    fn breakdown(&self, row: usize) -> Vec<String> {
        let mut group: Vec<String> = Vec::new();
        for (column, name) in self.columns.names().iter().enumerate() {
            let about = ["Relationship to perpetrator"];
            let mut apart = APART.iter().chain(&ABOUT).chain(&about);
            let text = self.columns.text(row, column);
            if !apart.any(|one| one.eq_ignore_ascii_case(name)) && !means_all(&text) {
                group.push(format!("{name}: {text}"));
            }
        }
        let region = self.cell(row, "Region");
        if !region.is_empty() && self.region(&region).is_none() {
            group.push(format!("Region: {region}"));
        }
        group
    }
}
