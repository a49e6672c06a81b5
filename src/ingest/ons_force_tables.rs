//! ONS, *Police force area data tables*, the layout until 2020: headings over two or three rows,
//! a row of units below them, digits of footnotes glued to names, signs instead of markers.

use anyhow::Result;

use super::Layout;
use super::book::{Book, Cell, Sheet};
use super::cell::{Reading, collapsed, glued_notes, reading, unreadable};
use super::heading::{Heading, heading, last_year_ending};
use super::intake::{Intake, PassedOver};
use super::table::{At, put};
use crate::catalogue::{AreaKind, Catalogue};
use crate::model::{Age, Kind, Marker, Period, Sex, Status, cell_name};
use crate::problem::Problem;

pub(super) const LAYOUT: Layout = Layout {
    name: "ONS, police force area data tables, layout until 2020 (xlsx, xls, ods)",
    recognises,
    read,
};

/// How many lines may stand above the headings.
const HEADINGS_WITHIN: usize = 12;

/// The tables that are taken, told by what their titles say, and what their figures are.
const TABLES: [(&str, &str, &str); 5] = [
    ("number of offences", "count", "offences"),
    (
        "by offence group and police force area, English regions and Wales, percentage change",
        "relative_change",
        "per cent",
    ),
    ("rate of offences", "rate", "per 1,000 population"),
    (
        "Knife and sharp instrument offences recorded by the police for selected offences, by police force area, English regions and Wales, year",
        "count",
        "offences involving a knife",
    ),
    (
        "Knife and sharp instrument offences recorded by the police for selected offences, by police force area, English regions and Wales, percentage change",
        "count",
        "offences involving a knife",
    ),
];

/// `P1` of `Table P1 `, where the sheet is one of force area tables.
fn table_of(sheet: &Sheet) -> Option<String> {
    let title = collapsed(sheet.text(0, 0));
    let (name, _) = title.strip_prefix("Table P")?.split_once(':')?;
    name.trim().parse::<u8>().ok()?;
    Some(format!("P{}", name.trim()))
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
    let titles = || book.sheets.iter().map(|sheet| collapsed(sheet.text(0, 0)));
    let title = titles()
        .find(|title| title.contains("PFA tables"))
        .or_else(|| titles().find(|title| title.starts_with("Table P")))
        .unwrap_or_default();
    let period = titles()
        .find_map(|title| last_year_ending(&title))
        .ok_or_else(|| {
            Problem::data(format!("its title `{title}` names no period"))
                .hint("the title of a table should name `year ending MONTH YEAR`")
        })?;
    let mut intake = Intake::new(
        LAYOUT.name,
        "Office for National Statistics",
        "ons-force-tables",
        period,
        &title,
    );
    intake.address = "https://www.ons.gov.uk/peoplepopulationandcommunity/crimeandjustice/datasets/policeforceareadatatables";
    for sheet in &book.sheets {
        match Table::of(sheet, period, catalogue) {
            Some(table) => table.take(&mut intake),
            None => intake.passed_over.push(PassedOver {
                sheet: sheet.name.clone(),
                reason: why_passed_over(sheet).to_owned(),
            }),
        }
    }
    Ok(intake)
}

fn why_passed_over(sheet: &Sheet) -> &'static str {
    let lower = sheet.name.trim().to_lowercase();
    if lower.starts_with("correction") {
        "what ONS says it has corrected"
    } else if lower.starts_with("notes") || lower.starts_with("contents") {
        "notes or contents"
    } else {
        "outside this program's crimes"
    }
}

struct Table<'a> {
    sheet: &'a Sheet,
    name: String,
    /// The lowest row of the headings.
    row: usize,
    statistic: &'static str,
    unit: &'static str,
    period: Period,
    catalogue: &'a Catalogue,
}

/// What a column holds.
struct Column {
    at: usize,
    period: Period,
    label: String,
    notes: String,
    statistic: &'static str,
    unit: String,
}

impl Column {
    /// Of people or households, not of offences.
    fn counts(&mut self, label: &str, statistic: &'static str) {
        self.statistic = statistic;
        label.clone_into(&mut self.label);
        "rounded to 100".clone_into(&mut self.unit);
    }

    /// One of several below a heading that says what they are about: a period, or an offence.
    fn stands_below(&mut self, parent: &str, is_share: bool) {
        if is_share {
            self.statistic = "share";
            "per cent involving a knife".clone_into(&mut self.unit);
        }
        if let Heading::Level(period, notes) = heading(parent) {
            self.period = period;
            self.notes = notes;
            "Selected offences involving a knife".clone_into(&mut self.label);
        } else {
            (self.label, self.notes) = glued_notes(parent);
        }
    }
}

impl<'a> Table<'a> {
    /// The table of a sheet, where it is one that is taken.
    fn of(sheet: &'a Sheet, period: Period, catalogue: &'a Catalogue) -> Option<Self> {
        let name = table_of(sheet)?;
        let row = heading_row(sheet)?;
        let title = collapsed(sheet.text(0, 0));
        let (_, statistic, unit) = TABLES.iter().find(|(words, ..)| title.contains(words))?;
        Some(Self {
            sheet,
            name,
            row,
            statistic,
            unit,
            period,
            catalogue,
        })
    }

    fn take(&self, intake: &mut Intake) {
        let start = intake.figures.len();
        let columns = self.columns();
        let mut rows = 0;
        for row in self.row + 1..self.sheet.rows.len() {
            if collapsed(self.sheet.text(row, 0)).starts_with("Source") {
                break;
            }
            let (name, notes) = glued_notes(self.sheet.text(row, 1));
            let empty = columns
                .iter()
                .all(|column| *self.sheet.cell(row, column.at) == Cell::Empty);
            if name.is_empty() || empty {
                continue;
            }
            rows += 1;
            let area = self.area(self.sheet.text(row, 0), &name);
            for column in &columns {
                self.figure(row, column, &area, &notes, intake);
            }
        }
        intake.took(&self.name, &self.sheet.name, rows, start, "");
    }

    /// Headings stand over several rows: a cell that is blank takes the heading above it, and one
    /// that is not its own belongs to the heading above it or to the left of that.
    fn columns(&self) -> Vec<Column> {
        let above = self.row.saturating_sub(1);
        let width = self.sheet.width();
        let own = |column: usize| collapsed(self.sheet.text(self.row, column));
        let repeated = |text: &str| (2..width).filter(|column| own(*column) == text).count() > 1;
        let mut parent = String::new();
        let mut unit = String::new();
        let mut columns = Vec::new();
        for at in 2..width {
            let over = collapsed(self.sheet.text(above, at));
            if !over.is_empty() {
                parent.clone_from(&over);
            }
            let below = collapsed(self.sheet.text(self.row + 1, at));
            if !below.is_empty() && *self.sheet.cell(self.row + 2, at) != Cell::Empty
                || below.to_lowercase().starts_with("rate per")
            {
                unit = glued_notes(&below).0;
            }
            let own = own(at);
            let text = if own.is_empty() { over } else { own.clone() };
            if text.is_empty() {
                continue;
            }
            let of_parent = repeated(&own).then_some(parent.as_str());
            columns.extend(self.column(at, &text, of_parent, &unit, &parent));
        }
        columns
    }

    fn column(
        &self,
        at: usize,
        text: &str,
        of_parent: Option<&str>,
        unit: &str,
        parent: &str,
    ) -> Option<Column> {
        // Changes against chosen years hold no level.
        if parent.starts_with("% change") {
            return None;
        }
        let (label, notes) = glued_notes(text);
        let lower = label.to_lowercase();
        let mut column = Column {
            at,
            period: self.period,
            label,
            notes,
            statistic: self.statistic,
            unit: self.unit.to_owned(),
        };
        if lower.starts_with("population figures") {
            column.counts("Population", "population");
            return Some(column);
        }
        if lower.starts_with("household figures") {
            column.counts("Households", "households");
            return Some(column);
        }
        if unit.to_lowercase().contains("household") {
            column.statistic = "household_rate";
            "per 1,000 households".clone_into(&mut column.unit);
        }
        if let Some(parent) = of_parent {
            column.stands_below(parent, lower.starts_with('%'));
        }
        Some(column)
    }

    /// A force, a region or a country; some regions bear the name of a force.
    fn area(&self, code: &str, name: &str) -> String {
        if code.starts_with("E12") {
            let region = format!("{} Region", name.trim_end_matches(" region"));
            let found = self
                .catalogue
                .area(&region)
                .or_else(|| self.catalogue.area(name));
            if let Some(area) = found.filter(|area| area.kind == AreaKind::Region) {
                return area.name.clone();
            }
        }
        self.catalogue
            .area(name)
            .map_or_else(|| name.to_owned(), |area| area.name.clone())
    }

    fn figure(&self, row: usize, column: &Column, area: &str, notes: &str, intake: &mut Intake) {
        let cell = self.sheet.cell(row, column.at);
        let (value, marker) = match reading(cell) {
            Reading::Value(value) => (Some(value), None),
            Reading::Marker(marker) => (None, Some(marker)),
            Reading::Unreadable(sign) if sign_of(&sign).is_some() => (None, sign_of(&sign)),
            Reading::Blank if column.statistic != self.statistic => return,
            Reading::Blank if area == "British Transport Police" => return,
            Reading::Blank | Reading::Unreadable(_) => {
                let of = format!("{}, {area}", column.label);
                let at = cell_name(row, column.at);
                intake
                    .findings
                    .push(unreadable(&self.sheet.name, at, cell, &of));
                return;
            }
        };
        let both = [column.notes.as_str(), notes];
        let notes: Vec<&str> = both.into_iter().filter(|notes| !notes.is_empty()).collect();
        let kind = Kind {
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
            notes: notes.join(","),
        };
        let at = At {
            sheet: &self.sheet.name,
            row,
            column: column.at,
        };
        put(
            &mut intake.figures,
            at,
            &kind,
            (area, column.period),
            (value, marker),
        );
    }
}

/// What ONS printed before it used markers: `..` not available, `-` a base too small, `+` and `NA`
/// not applicable.
fn sign_of(sign: &str) -> Option<Marker> {
    match sign {
        ".." => Some(Marker::NotAvailable),
        "-" => Some(Marker::LowReliability),
        "+" | "NA" | "N/A" => Some(Marker::NotApplicable),
        _ => None,
    }
}
