//! ONS, *Recorded crime by Community Safety Partnership area*: Tables C2 and C5 (counts) and C4
//! (rates), as sheets of a workbook or saved as CSV. Forces and partnerships are rows, groups of
//! offences are columns.

mod columns;

use anyhow::Result;

use self::columns::Column;
use super::Layout;
use crate::catalogue::Catalogue;
use crate::ingest::cells::areas::Areas;
use crate::ingest::cells::cell::{collapsed, label};
use crate::ingest::cells::columns::Columns;
use crate::ingest::cells::table::put_cell;
use crate::ingest::files::book::{Book, Sheet};
use crate::ingest::finding::Finding;
use crate::ingest::intake::{Intake, PassedOver};
use crate::model::{Age, Area, Kind, Period, Sex, Status, cell_name, month_number};
use crate::problem::Problem;

pub(crate) const LAYOUT: Layout = Layout {
    name: "ONS, recorded crime by Community Safety Partnership area: Tables C2, C4 and C5 (csv, xlsx, ods)",
    recognises,
    read,
};

const FORCE: &str = "Police Force Area name";
const FORCE_CODE: &str = "Police Force Area code";
const PARTNERSHIP: &str = "Community Safety Partnership name";
const PARTNERSHIP_CODE: &str = "Community Safety Partnership code";
const AUTHORITY: &str = "Local Authority name";

/// How many lines there may be above the headings.
const HEADINGS_WITHIN: usize = 20;

fn headings(sheet: &Sheet) -> Option<Columns<'_>> {
    let within = sheet.rows.len().min(HEADINGS_WITHIN);
    (0..within)
        .filter(|_| sheet.whole)
        .map(|row| Columns::of(sheet, row))
        .find(|columns| columns.has(&[FORCE, PARTNERSHIP, AUTHORITY]))
}

/// The table of a sheet of counts or rates: changes follow from the counts.
fn table_of(sheet: &Sheet) -> Option<Table<'_>> {
    let columns = headings(sheet)?;
    let title = label(sheet.text(0, 0));
    let (name, words) = title
        .text
        .split_once(':')
        .unwrap_or(("Table C2", &title.text));
    let words = words.to_lowercase();
    let are_rates = words.contains("rate per 1,000");
    (are_rates || words.contains("number of")).then_some(())?;
    Some(Table {
        name: name.trim_start_matches("Table ").trim().to_owned(),
        period: period_of(&title.text),
        force: columns.at(FORCE)?,
        force_code: columns.at(FORCE_CODE),
        partnership: columns.at(PARTNERSHIP)?,
        partnership_code: columns.at(PARTNERSHIP_CODE),
        figures: self::columns::columns(&columns, columns.at(AUTHORITY)? + 1, are_rates),
        title: title.text,
        notes: title.notes,
        columns,
    })
}

fn recognises(book: &Book) -> bool {
    book.sheets.iter().any(|sheet| headings(sheet).is_some())
}

fn read(book: &Book, catalogue: &Catalogue) -> Result<Intake> {
    let first = book.sheets.iter().find_map(table_of).ok_or_else(|| {
        Problem::data("the file has no table of counts or rates, such as Table C2")
    })?;
    let period = first.period.ok_or_else(|| {
        Problem::data(format!("the title `{}` names no period", first.title))
            .hint("the first line should end in `year ending MONTH YEAR`")
    })?;
    let mut intake = Intake::new(
        LAYOUT.name,
        "Office for National Statistics",
        "ons-community-safety",
        period,
        &first.title,
    );
    intake.address = "https://www.ons.gov.uk/peoplepopulationandcommunity/crimeandjustice/datasets/recordedcrimedatabycommunitysafetypartnershiparea";
    for sheet in &book.sheets {
        if !take_sheet(sheet, catalogue, &mut intake) {
            intake.passed_over.push(PassedOver {
                sheet: sheet.name.clone(),
                reason: "not a table of counts or rates by Community Safety Partnership".to_owned(),
            });
        }
    }
    Ok(intake)
}

/// Takes the figures of a sheet of any workbook; whether it has such a table.
pub(crate) fn take_sheet(sheet: &Sheet, catalogue: &Catalogue, intake: &mut Intake) -> bool {
    let Some(table) = table_of(sheet) else {
        return false;
    };
    let start = intake.figures.len();
    let areas = Areas::new(catalogue, &sheet.name);
    let mut taken = 0;
    for row in table.columns.rows(&mut intake.findings) {
        taken += usize::from(table.take(row, &areas, intake));
    }
    intake.took(&table.name, &sheet.name, taken, start, "");
    true
}

/// A table, and where its columns are.
struct Table<'a> {
    name: String,
    /// As its title says.
    period: Option<Period>,
    columns: Columns<'a>,
    force: usize,
    force_code: Option<usize>,
    partnership: usize,
    partnership_code: Option<usize>,
    /// The columns of figures, from left to right.
    figures: Vec<Column>,
    title: String,
    /// The notes of its title.
    notes: String,
}

impl Table<'_> {
    /// Takes the figures of a row; whether it had any.
    fn take(&self, row: usize, areas: &Areas<'_>, intake: &mut Intake) -> bool {
        if self.is_note(row) {
            return false;
        }
        let (area, group) = self.area_and_group(row, areas, &mut intake.findings);
        let is_blank = |column: &Column| self.columns.text(row, column.at).is_empty();
        if self.figures.iter().all(is_blank) {
            intake.findings.push(Finding::warning(
                "row-empty",
                &self.columns.sheet.name,
                cell_name(row, self.first()),
                area.name.as_str(),
                format!("the row of `{}` has no figure; it is not taken", area.name),
            ));
            return false;
        }
        self.figures(row, &area, &group, intake);
        true
    }

    /// Text below the table: nothing in any column but the first.
    fn is_note(&self, row: usize) -> bool {
        let is_empty = |column| self.columns.text(row, column).is_empty();
        (1..self.columns.names().len()).all(is_empty) || (is_empty(0) && is_empty(self.first()))
    }

    /// The first column of figures.
    fn first(&self) -> usize {
        self.figures.first().map_or(0, |column| column.at)
    }

    /// A force; or a partnership, with the force that it belongs to.
    fn area_and_group(
        &self,
        row: usize,
        areas: &Areas<'_>,
        findings: &mut Vec<Finding>,
    ) -> (Area, String) {
        let text = |column: Option<usize>| {
            column.map_or_else(String::new, |column| self.columns.text(row, column))
        };
        let code = text(self.force_code);
        let name = text(Some(self.force));
        let at = || cell_name(row, self.force_code.unwrap_or(self.force));
        let force = areas.read((&code, &name), at, findings).area;
        let partnership = collapsed(&text(Some(self.partnership)));
        if partnership.is_empty() {
            return (force, String::new());
        }
        let group = format!("Community Safety Partnership of {}", force.name);
        let area = Area {
            name: partnership,
            code: text(self.partnership_code),
        };
        (area, group)
    }

    fn figures(&self, row: usize, area: &Area, group: &str, intake: &mut Intake) {
        let about = (area, self.period.unwrap_or(intake.period));
        for column in &self.figures {
            let notes = [self.notes.as_str(), column.notes.as_str()];
            let notes: Vec<&str> = notes.into_iter().filter(|note| !note.is_empty()).collect();
            let kind = Kind {
                table: self.name.clone(),
                code: String::new(),
                label: column.label.clone(),
                group: group.to_owned(),
                breakdown: String::new(),
                sex: Sex::All,
                age: Age::All,
                statistic: column.statistic.to_owned(),
                unit: column.unit.to_owned(),
                status: Status::Official,
                notes: notes.join(","),
            };
            let of = || format!("{}, {}", kind.label, area.name);
            let sheet = self.columns.sheet;
            put_cell(sheet, (row, column.at), &kind, about, of, intake);
        }
    }
}

/// The year that a title ends with.
fn period_of(title: &str) -> Option<Period> {
    let (_, ending) = title.rsplit_once("year ending ")?;
    let mut words = ending.split_whitespace();
    let month = month_number(words.next()?)?;
    let year = words.next()?.trim_end_matches(',').parse().ok()?;
    Some(Period::YearEnding { year, month })
}
