//! Rows to figures: counts, quarters, forces and offences as the Home Office prints them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Columns;
use crate::catalogue::Catalogue;
use crate::frame::Place;
use crate::ingest::cells::cell::{Reading, collapsed, reading, without_residue};
use crate::ingest::files::book::{Cell, Sheet};
use crate::ingest::finding::Finding;
use crate::ingest::intake::Intake;
use crate::model::{Age, Kind, Marker, Period, Sex, Status, cell_name};
use crate::problem::did_you_mean;
use foldhash::{HashMap, HashMapExt};

/// What a cell without a value has in tables saved by R.
const NO_VALUE: &str = "NA";

/// Turns rows into figures, remembering every text it has seen.
pub(super) struct Reader<'a> {
    columns: Columns,
    sheet: &'a str,
    table: &'a str,
    catalogue: &'a Catalogue,
    intake: &'a mut Intake,
    sheet_number: u16,
    areas: HashMap<String, u16>,
    area: (String, u16),
    period: (String, String, Option<u16>),
    kinds: HashMap<String, u32>,
    key: String,
    unknown: BTreeMap<String, (String, usize)>,
    pub(super) rows: usize,
    pub(super) negative: usize,
    /// Rows in which every cell says that it has no value.
    pub(super) without_anything: usize,
}

impl<'a> Reader<'a> {
    /// A reader of the rows of one sheet.
    pub(super) fn new(
        columns: Columns,
        sheet: &'a Sheet,
        catalogue: &'a Catalogue,
        table: &'a str,
        intake: &'a mut Intake,
    ) -> Self {
        Self {
            columns,
            sheet: &sheet.name,
            table,
            catalogue,
            sheet_number: intake.figures.sheet_id(&sheet.name),
            intake,
            areas: HashMap::new(),
            area: (String::new(), u16::MAX),
            period: (String::new(), String::new(), None),
            kinds: HashMap::new(),
            key: String::new(),
            unknown: BTreeMap::new(),
            rows: 0,
            negative: 0,
            without_anything: 0,
        }
    }

    /// Takes the figure of a row, or says why there is none.
    pub(super) fn row<'t>(&mut self, row: u32, cells: usize, text: impl Fn(usize) -> Cow<'t, str>) {
        self.rows += 1;
        if cells <= self.columns.last() {
            let needed = self.columns.last() + 1;
            let message =
                format!("the row has {cells} cells, the headings {needed}: it is passed over");
            self.error("row-complete", row, cells.saturating_sub(1), "", message);
            return;
        }
        let count = text(self.columns.count);
        let value = match whole(&count) {
            Some(value) => Some(value),
            // Outcomes of fraud, for example, that have no offence beside them in the same file.
            None if self.columns.outcome.is_some() && count.trim() == NO_VALUE => None,
            None => match reading(&Cell::from_text(&count)) {
                Reading::Value(value) => Some(value),
                other => return self.not_a_count(row, &count, &other),
            },
        };
        if value.is_none() && text(self.columns.force).trim() == NO_VALUE {
            self.without_anything += 1;
            return;
        }
        let Some(period) = self.period(row, &text(self.columns.year), &text(self.columns.quarter))
        else {
            return;
        };
        let area = self.area(row, &text(self.columns.force));
        let kind = self.kind(&text);
        self.negative += usize::from(value.is_some_and(|value| value < 0.0));
        let place = Place {
            kind,
            area,
            period,
            sheet: self.sheet_number,
            row,
            column: u16::try_from(self.columns.count).unwrap_or(u16::MAX),
        };
        let marker = value.is_none().then_some(Marker::NotAvailable);
        self.intake.figures.push_at(place, value, marker);
    }

    fn not_a_count(&mut self, row: u32, text: &str, reading: &Reading) {
        let what = match reading {
            Reading::Marker(_) => "a marker stands where this publication has only numbers",
            Reading::Blank => "the count is blank",
            _ if text.trim_start().starts_with('=') => {
                "the count is the text of a formula, not its result"
            }
            _ => "the count is neither a number nor a known marker",
        };
        self.error(
            "figure-readable",
            row,
            self.columns.count,
            text,
            what.to_owned(),
        );
    }

    fn error(&mut self, rule: &'static str, row: u32, column: usize, value: &str, message: String) {
        let cell = cell_name(row as usize, column);
        let finding = Finding::error(rule, self.sheet, cell, value.trim(), message);
        self.intake.findings.push(finding);
    }

    fn period(&mut self, row: u32, year: &str, quarter: &str) -> Option<u16> {
        if self.period.0 != year || self.period.1 != quarter {
            let number =
                quarter_of(year, quarter).map(|period| self.intake.figures.period_id(period));
            self.period = (year.to_owned(), quarter.to_owned(), number);
        }
        if self.period.2.is_none() {
            let value = format!("{} {}", year.trim(), quarter.trim());
            let message = format!(
                "`{value}` is not a quarter of a financial year such as 2023/24 1: the row is left out"
            );
            self.error("period-readable", row, self.columns.year, &value, message);
        }
        self.period.2
    }

    fn area(&mut self, row: u32, name: &str) -> u16 {
        if self.area.0 == name && self.area.1 != u16::MAX {
            return self.area.1;
        }
        let held = self.areas.get(name).copied();
        let number = held.unwrap_or_else(|| self.new_area(row, name));
        if let Some(unknown) = (!self.unknown.is_empty())
            .then(|| self.unknown.get_mut(&collapsed(name)))
            .flatten()
        {
            unknown.1 += 1;
            return number; // not remembered, so that each of its rows is counted
        }
        self.area = (name.to_owned(), number);
        number
    }

    fn new_area(&mut self, row: u32, name: &str) -> u16 {
        let known = self.catalogue.area(name).map(|area| area.name.as_str());
        let clean = collapsed(name);
        let number = self.intake.figures.area_id(known.unwrap_or(&clean));
        self.areas.insert(name.to_owned(), number);
        if known.is_none() {
            let cell = cell_name(row as usize, self.columns.force);
            self.unknown.insert(clean, (cell, 0));
        }
        number
    }

    /// Reports the areas that no catalogue knows, each once.
    pub(super) fn unknown_areas(&mut self) {
        let names = || {
            let areas = self.catalogue.areas.iter();
            areas.map(|area| (area.name.as_str(), area.name.as_str()))
        };
        for (name, (cell, rows)) in std::mem::take(&mut self.unknown) {
            let hint = did_you_mean(&name, names(), "the catalogue knows none that is like it");
            let message = format!("`{name}` is not a known police force ({rows} rows); {hint}");
            let finding = Finding::error("area-known", self.sheet, cell, name, message);
            self.intake.findings.push(finding);
        }
    }

    fn kind<'t>(&mut self, text: &impl Fn(usize) -> Cow<'t, str>) -> u32 {
        self.key.clear();
        let columns = [
            Some(self.columns.description),
            Some(self.columns.code),
            self.columns.group,
            self.columns.subgroup,
            self.columns.outcome.map(|outcome| outcome.description),
        ];
        for column in columns.into_iter().flatten() {
            self.key.push_str(&text(column));
            self.key.push('\u{1f}');
        }
        if let Some(number) = self.kinds.get(&self.key) {
            return *number;
        }
        let part = |column: Option<usize>| {
            column.map_or_else(String::new, |column| collapsed(&text(column)))
        };
        let (group, subgroup) = (part(self.columns.group), part(self.columns.subgroup));
        let kind = Kind {
            table: self.table.to_owned(),
            code: without_residue(part(Some(self.columns.code))),
            label: part(Some(self.columns.description)),
            group: if group == subgroup {
                group
            } else {
                format!("{group}: {subgroup}")
            },
            breakdown: self.columns.outcome.map_or_else(String::new, |outcome| {
                format!("Outcome: {}", part(Some(outcome.description)))
            }),
            sex: Sex::All,
            age: Age::All,
            statistic: "count".to_owned(),
            unit: match self.columns.outcome {
                Some(outcome) if self.columns.count == outcome.of_offences => {
                    "outcomes of the offences".to_owned()
                }
                Some(_) => "outcomes".to_owned(),
                None => "offences".to_owned(),
            },
            status: Status::Official,
            notes: String::new(),
        };
        let number = self.intake.figures.kind_id(&kind);
        self.kinds.insert(self.key.clone(), number);
        number
    }
}

/// A count as most of them stand: digits, perhaps with a sign and spaces around; `-00` is zero.
fn whole(text: &str) -> Option<f64> {
    let number: i32 = text.trim().parse().ok()?;
    Some(f64::from(number))
}

/// The calendar quarter of `2012/13` and `1` or `Q1`.
fn quarter_of(year: &str, quarter: &str) -> Option<Period> {
    let (first, second) = year.trim().split_once('/')?;
    let start: u16 = first
        .parse()
        .ok()
        .filter(|year| (1900..2200).contains(year))?;
    let short: u16 = second.parse().ok()?;
    if short % 100 != (start + 1) % 100 {
        return None;
    }
    let quarter = quarter.trim();
    let (year, quarter) = match quarter.strip_prefix(['Q', 'q']).unwrap_or(quarter) {
        "1" => (start, 2),
        "2" => (start, 3),
        "3" => (start, 4),
        "4" => (start + 1, 1),
        _ => return None,
    };
    Some(Period::Quarter { year, quarter })
}

#[cfg(test)]
mod tests {
    use super::{quarter_of, whole};

    #[test]
    fn quarters_of_financial_years_become_calendar_quarters() {
        let period = |year, quarter| quarter_of(year, quarter).map(|period| period.to_string());
        assert_eq!(period("2012/13", "1").as_deref(), Some("2012-q2"));
        assert_eq!(period(" 2025/26", "Q4 ").as_deref(), Some("2026-q1"));
        assert_eq!(period("1999/00", "3").as_deref(), Some("1999-q4"));
        for (year, quarter) in [
            ("2012/14", "1"),
            ("2012", "1"),
            ("2012/13", "5"),
            ("2012/13", ""),
        ] {
            assert_eq!(period(year, quarter), None, "{year} {quarter}");
        }
    }

    #[test]
    fn counts_as_they_are_printed_are_read() {
        for (text, value) in [
            (" 66776 ", 66776.0),
            ("-00 ", 0.0),
            ("-1 ", -1.0),
            ("0", 0.0),
        ] {
            let read = whole(text).unwrap();
            assert!(
                (read - value).abs() < f64::EPSILON && !(read == 0.0 && read.is_sign_negative()),
                "{text}"
            );
        }
        assert_eq!(whole("1,234"), None);
        assert_eq!(whole(""), None);
    }
}
