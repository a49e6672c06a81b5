//! ONS, *Police force area data tables*: counts, changes and rates of offence groups by police
//! force, region and country. Until 2021 with headings over several rows, digits of notes glued to
//! names and signs instead of markers; later with one row of headings and markers.

mod columns;
mod title;

use anyhow::Result;

use self::columns::{Column, columns};
use self::title::{Form, form_of, latest_period, why_not};
use super::Layout;
use super::ons_community_safety;
use crate::catalogue::Catalogue;
use crate::ingest::cells::areas::{Areas, PublishedArea};
use crate::ingest::cells::cell::{Reading, collapsed, label, reading, unreadable};
use crate::ingest::cells::table::{At, put_coded};
use crate::ingest::files::book::{Book, Cell, Sheet};
use crate::ingest::finding::Finding;
use crate::ingest::intake::{Intake, PassedOver};
use crate::model::{Age, Kind, Marker, Period, Sex, Status, cell_name};
use crate::problem::Problem;

pub(crate) const LAYOUT: Layout = Layout {
    name: "ONS, police force area data tables (xlsx, xls, ods)",
    recognises,
    read,
};

/// How many lines there may be above the headings.
const HEADINGS_WITHIN: usize = 12;

/// `P1` of `Table P1: …`, and `P4` of `Table P4 (previous year): …`.
fn table_of(sheet: &Sheet) -> Option<String> {
    let title = collapsed(sheet.text(0, 0));
    let (name, _) = title.strip_prefix("Table P")?.split_once(':')?;
    let name = name.split_once('(').map_or(name, |(name, _)| name).trim();
    let digits = name.trim_end_matches(|last: char| last.is_ascii_lowercase());
    digits.parse::<u8>().ok()?;
    Some(format!("P{name}"))
}

fn recognises(book: &Book) -> bool {
    book.sheets
        .iter()
        .any(|sheet| table_of(sheet).is_some() && heading_row(sheet).is_some())
}

/// The row with `Area Code` in its first cell.
fn heading_row(sheet: &Sheet) -> Option<usize> {
    (0..sheet.rows.len().min(HEADINGS_WITHIN)).find(|row| {
        let text = collapsed(sheet.text(*row, 0)).to_lowercase();
        text.starts_with("area code")
    })
}

fn read(book: &Book, catalogue: &Catalogue) -> Result<Intake> {
    let titles = || {
        let sheets = book.sheets.iter();
        sheets.map(|sheet| (sheet, collapsed(sheet.text(0, 0))))
    };
    let cover = titles().find(|(_, title)| {
        let lower = title.to_lowercase();
        lower.contains("pfa tables") || lower.starts_with("police force area data tables")
    });
    let tables = book
        .sheets
        .iter()
        .filter_map(|sheet| Table::of(sheet, None));
    let of_tables = tables
        .filter(|table| table.period.months() == 12)
        .map(|table| table.period)
        .max_by_key(|period| period.end_month());
    let of_cover = cover.as_ref().and_then(|(_, title)| latest_period(title));
    let period = of_tables.or(of_cover).ok_or_else(|| {
        Problem::data("no table has a title that names its period")
            .hint("the title of a table should name `year ending MONTH YEAR`")
    })?;
    let mut intake = Intake::new(
        LAYOUT.name,
        "Office for National Statistics",
        "ons-force-tables",
        period,
        &format!("Police force area data tables, {}", period.in_words()),
    );
    intake.address = "https://www.ons.gov.uk/peoplepopulationandcommunity/crimeandjustice/datasets/policeforceareadatatables";
    if let Some((sheet, title)) = &cover
        && of_cover.is_some_and(|said| said != period)
    {
        intake.findings.push(stale_cover(sheet, title, period));
    }
    for sheet in &book.sheets {
        take_sheet(sheet, period, catalogue, &mut intake);
    }
    Ok(intake)
}

fn stale_cover(sheet: &Sheet, title: &str, period: Period) -> Finding {
    let message = format!(
        "`{title}` names another period than the titles of the tables, which decide: the {}",
        period.in_words()
    );
    Finding::warning("title-stale", &sheet.name, "A1", title, message)
}

/// Takes the table of a sheet, or says why it is passed over.
fn take_sheet(sheet: &Sheet, period: Period, catalogue: &Catalogue, intake: &mut Intake) {
    if let Some(table) = Table::of(sheet, Some(period)) {
        table.take(catalogue, intake);
    } else if !ons_community_safety::take_sheet(sheet, catalogue, intake) {
        intake.passed_over.push(PassedOver {
            sheet: sheet.name.clone(),
            reason: why_passed_over(sheet),
        });
    }
}

fn why_passed_over(sheet: &Sheet) -> String {
    let lower = sheet.name.trim().to_lowercase();
    if lower.starts_with("correction") {
        "what ONS says it has corrected".to_owned()
    } else if ["notes", "cover", "contents", "table of contents"]
        .iter()
        .any(|start| lower.starts_with(start))
    {
        "cover, notes or contents".to_owned()
    } else {
        why_not(&label(sheet.text(0, 0)).text)
    }
}

struct Table<'a> {
    sheet: &'a Sheet,
    name: String,
    /// The lowest row of the headings.
    row: usize,
    form: Form,
    /// As its own title says.
    period: Period,
}

impl<'a> Table<'a> {
    /// The table of a sheet, where it is one that is taken; without a period of its own it has that
    /// of the workbook.
    fn of(sheet: &'a Sheet, of_workbook: Option<Period>) -> Option<Self> {
        let title = collapsed(sheet.text(0, 0));
        Some(Self {
            sheet,
            name: table_of(sheet)?,
            row: heading_row(sheet)?,
            form: form_of(&title)?,
            period: latest_period(&title).or(of_workbook)?,
        })
    }

    fn take(&self, catalogue: &Catalogue, intake: &mut Intake) {
        let start = intake.figures.len();
        let columns = columns(self.sheet, self.row, self.form, self.period);
        let areas = self.areas(catalogue);
        let mut rows = 0;
        for row in self.row + 1..self.sheet.rows.len() {
            if collapsed(self.sheet.text(row, 0)).starts_with("Source") {
                break;
            }
            let (code, name) = (self.sheet.text(row, 0), self.sheet.text(row, 1));
            let empty = columns
                .iter()
                .all(|column| *self.sheet.cell(row, column.at) == Cell::Empty);
            if collapsed(name).is_empty() || empty {
                continue;
            }
            rows += 1;
            let at = || cell_name(row, usize::from(code.trim().is_empty()));
            let area = areas.read((code, name), at, &mut intake.findings);
            for column in &columns {
                self.figure(row, column, &area, intake);
            }
        }
        intake.took(&self.name, &self.sheet.name, rows, start, "");
    }

    /// A line above the table says whether its totals leave out a police force; tables over several
    /// periods have rows of their own for that.
    fn areas<'c>(&'c self, catalogue: &'c Catalogue) -> Areas<'c> {
        let mut areas = Areas::new(catalogue, &self.sheet.name);
        if !self.form.over_time {
            for row in 0..self.row {
                areas = areas.left_out_by(self.sheet.text(row, 0));
            }
        }
        areas
    }

    fn figure(&self, row: usize, column: &Column, area: &PublishedArea, intake: &mut Intake) {
        let cell = self.sheet.cell(row, column.at);
        let mut explained = String::new();
        let (value, marker) = match reading(cell) {
            Reading::Value(value) => (Some(value), None),
            Reading::Marker(marker) => (None, Some(marker)),
            Reading::Unreadable(sign) if sign_of(&sign).is_some() => (None, sign_of(&sign)),
            Reading::Unreadable(sign) if self.explains(&sign) => {
                sign.trim_matches(['[', ']']).clone_into(&mut explained);
                (None, Some(Marker::LowReliability))
            }
            Reading::Blank if column.statistic != self.form.statistic => return,
            Reading::Blank if area.area.name == "British Transport Police" => return,
            Reading::Blank | Reading::Unreadable(_) => {
                let of = format!("{}, {}", column.label, area.area.name);
                let at = cell_name(row, column.at);
                let finding = unreadable(&self.sheet.name, at, cell, &of);
                intake.findings.push(finding);
                return;
            }
        };
        let all = [&column.notes, &area.notes, &explained];
        let notes: Vec<&str> = all
            .into_iter()
            .map(String::as_str)
            .filter(|notes| !notes.is_empty())
            .collect();
        let kind = self.kind(column, notes.join(","));
        let at = At {
            sheet: &self.sheet.name,
            row,
            column: column.at,
        };
        let about = (&area.area, column.period);
        put_coded(&mut intake.figures, at, &kind, about, (value, marker));
    }

    /// Whether a line above the table explains a marker as a figure that is suppressed for a small
    /// number: `[u1] indicates that rate per 1,000 population data … have been suppressed`.
    fn explains(&self, marker: &str) -> bool {
        let is_marker = marker.starts_with("[u") && marker.ends_with(']');
        is_marker && (0..self.row).any(|row| self.sheet.text(row, 0).contains(marker))
    }

    fn kind(&self, column: &Column, notes: String) -> Kind {
        Kind {
            table: self.name.clone(),
            code: String::new(),
            label: column.label.clone(),
            group: String::new(),
            breakdown: String::new(),
            sex: Sex::All,
            age: Age::All,
            statistic: column.statistic.to_owned(),
            unit: column.unit.clone(),
            status: Status::Official,
            notes,
        }
    }
}

/// What ONS printed before it used markers, and in some cells since: `..` not available, `-` a base
/// below 50, `+` and `NA` not applicable.
fn sign_of(sign: &str) -> Option<Marker> {
    match sign {
        ".." => Some(Marker::NotAvailable),
        "-" => Some(Marker::LowReliability),
        "+" | "NA" | "N/A" => Some(Marker::NotApplicable),
        _ => None,
    }
}
