//! ONS, *Recorded crime by Community Safety Partnership area*: Table C2 saved as CSV. Forces and
//! partnerships are rows, groups of offences are columns.

use anyhow::Result;

use super::Layout;
use super::book::{Book, FileKind};
use super::cell::{collapsed, label};
use super::columns::Columns;
use super::finding::Finding;
use super::intake::Intake;
use super::table::put_cell;
use crate::catalogue::Catalogue;
use crate::model::{Age, Kind, Period, Sex, Status, cell_name, month_number};
use crate::problem::Problem;

pub(super) const LAYOUT: Layout = Layout {
    name: "ONS, recorded crime by Community Safety Partnership area: Table C2 (csv)",
    recognises,
    read,
};

const FORCE: &str = "Police Force Area name";
const PARTNERSHIP: &str = "Community Safety Partnership name";
const AUTHORITY: &str = "Local Authority name";

/// How many lines may stand above the headings.
const HEADINGS_WITHIN: usize = 20;

fn headings(book: &Book) -> Option<Columns<'_>> {
    let sheet = book
        .sheets
        .first()
        .filter(|sheet| book.kind == FileKind::Csv && sheet.whole)?;
    (0..sheet.rows.len().min(HEADINGS_WITHIN))
        .map(|row| Columns::of(sheet, row))
        .find(|columns| columns.has(&[FORCE, PARTNERSHIP, AUTHORITY]))
}

fn recognises(book: &Book) -> bool {
    headings(book).is_some()
}

fn read(book: &Book, catalogue: &Catalogue) -> Result<Intake> {
    let columns = headings(book).ok_or_else(|| Problem::data("it has no row of headings"))?;
    let title = label(columns.sheet.text(0, 0));
    let period = period_of(&title.text).ok_or_else(|| {
        Problem::data(format!("its title `{}` names no period", title.text))
            .hint("the first line should end in `year ending MONTH YEAR`")
    })?;
    let table = Table {
        columns: &columns,
        force: columns.require(FORCE)?,
        partnership: columns.require(PARTNERSHIP)?,
        first: columns.require(AUTHORITY)? + 1,
        notes: &title.notes,
        catalogue,
    };
    let mut intake = Intake::new(
        LAYOUT.name,
        "Office for National Statistics",
        "ons-community-safety",
        period,
        &title.text,
    );
    intake.address = "https://www.ons.gov.uk/peoplepopulationandcommunity/crimeandjustice/datasets/recordedcrimedatabycommunitysafetypartnershiparea";
    let mut taken = 0;
    for row in columns.rows(&mut intake.findings) {
        taken += usize::from(table.take(row, &mut intake));
    }
    intake.took("C2", &columns.sheet.name, taken, 0, "");
    Ok(intake)
}

/// Table C2, and where its columns stand.
struct Table<'a> {
    columns: &'a Columns<'a>,
    force: usize,
    partnership: usize,
    /// The first group of offences; all columns to the right of it are others.
    first: usize,
    /// The notes of its title.
    notes: &'a str,
    catalogue: &'a Catalogue,
}

impl Table<'_> {
    /// Takes the figures of a row; whether it had any.
    fn take(&self, row: usize, intake: &mut Intake) -> bool {
        if self.is_note(row) {
            return false;
        }
        let (area, group) = self.area_and_group(row);
        let mut offences = self.first..self.columns.names().len();
        if offences.all(|column| self.columns.text(row, column).is_empty()) {
            intake.findings.push(Finding::warning(
                "row-empty",
                &self.columns.sheet.name,
                cell_name(row, self.first),
                area.as_str(),
                format!("the row of `{area}` has no figure; it is not taken"),
            ));
            return false;
        }
        self.figures(row, &area, &group, intake);
        true
    }

    /// Text below the table: nothing in any column but the first.
    fn is_note(&self, row: usize) -> bool {
        let is_empty = |column| self.columns.text(row, column).is_empty();
        (1..self.columns.names().len()).all(is_empty) || (is_empty(0) && is_empty(self.first))
    }

    /// A force; or a partnership, with the force that it belongs to.
    fn area_and_group(&self, row: usize) -> (String, String) {
        let name = collapsed(&self.columns.text(row, self.force));
        let known = self.catalogue.area(&name);
        let force = known.map_or(name, |area| area.name.clone());
        let partnership = collapsed(&self.columns.text(row, self.partnership));
        if partnership.is_empty() {
            (force, String::new())
        } else {
            let group = format!("Community Safety Partnership of {force}");
            (partnership, group)
        }
    }

    fn figures(&self, row: usize, area: &str, group: &str, intake: &mut Intake) {
        let about = (area, intake.period);
        for column in self.first..self.columns.names().len() {
            let kind = Kind {
                table: "C2".to_owned(),
                code: String::new(),
                label: label(&self.columns.names()[column]).text,
                group: group.to_owned(),
                breakdown: String::new(),
                sex: Sex::All,
                age: Age::All,
                statistic: "count".to_owned(),
                unit: "offences".to_owned(),
                status: Status::Official,
                notes: self.notes.to_owned(),
            };
            let of = || format!("{}, {area}", kind.label);
            let sheet = self.columns.sheet;
            put_cell(sheet, (row, column), &kind, about, of, intake);
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
