//! Values that a report states and no release holds, each with its paragraph.

use std::collections::BTreeMap;

use anyhow::Result;

use super::records::{Record, Records};
use super::source::ReportFiles;
use crate::model::{Marker, NotAPeriod, Period};
use crate::problem::{Problem, did_you_mean, themselves};

/// The largest value that can be written and drawn.
const LARGEST: f64 = 1e15;

/// A value as a report states it, or the marker for one that is lost.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedValue {
    /// Its name within the report.
    pub id: String,
    /// The figure that it belongs to; empty for none.
    pub figure: String,
    /// What it is about.
    pub item: String,
    /// The group of people or things.
    pub group: String,
    /// The period it is for, as the program writes periods; empty for none.
    pub period: String,
    /// The value; empty where `marker` says why not.
    pub value: Option<f64>,
    /// The value where it is a word (unit `mark`); else empty.
    pub word: String,
    /// `offences`, `per cent`, `£ million` …
    pub unit: String,
    /// `[x]` …, where there is no value.
    pub marker: String,
    /// Where in the report.
    pub paragraph: String,
    /// A note, or why there is no value.
    pub note: String,
    /// Further columns of the file.
    pub more: BTreeMap<String, String>,
}

impl StatedValue {
    /// The text in a column of the file; `None` where the file has no such column.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&str> {
        match name {
            "id" => Some(&self.id),
            "figure" => Some(&self.figure),
            "item" => Some(&self.item),
            "group" => Some(&self.group),
            "period" => Some(&self.period),
            "unit" => Some(&self.unit),
            "paragraph" => Some(&self.paragraph),
            "note" => Some(&self.note),
            other => self.more.get(other).map(String::as_str),
        }
    }

    /// The marker where there is no value; `[x]` where none was written.
    #[must_use]
    pub fn marker(&self) -> Option<Marker> {
        let marker = self.marker.parse().unwrap_or(Marker::NotAvailable);
        (self.value.is_none() && self.word.is_empty()).then_some(marker)
    }
}

/// Columns that are fields of their own.
const OWN: [&str; 10] = [
    "id",
    "figure",
    "item",
    "group",
    "period",
    "value",
    "unit",
    "marker",
    "paragraph",
    "note",
];

impl StatedValue {
    /// Reads a row; adds to `problems` what is wrong with it.
    fn of(record: &Record<'_>, problems: &mut Vec<String>) -> Self {
        let text = |column: &str| record.get(column).unwrap_or_default().to_owned();
        let value = record.get("value").unwrap_or_default();
        let number = value.parse::<f64>().ok();
        let number = number.filter(|number| number.is_finite());
        let is_word = text("unit") == "mark" && number.is_none() && !value.is_empty();
        let (id, marker) = (text("id"), text("marker"));
        let wrong = wrong_with(value, number, &marker, is_word);
        let no_period = period(&text("period")).err();
        let no_period = no_period.map(|it| format!("`{}` is not a period; {}", it.text, it.hint));
        for what in no_period.into_iter().chain(wrong) {
            problems.push(format!("line {}, `{id}`: {what}", record.line));
        }
        let more = record.columns().filter(|(name, _)| !OWN.contains(name));
        Self {
            figure: text("figure"),
            item: text("item"),
            group: text("group"),
            period: text("period"),
            value: number,
            word: if is_word {
                value.to_owned()
            } else {
                String::new()
            },
            unit: text("unit"),
            paragraph: text("paragraph"),
            note: text("note"),
            more: more
                .map(|(name, text)| (name.to_owned(), text.to_owned()))
                .collect(),
            id,
            marker,
        }
    }
}

/// What is wrong with a value and the marker beside it.
fn wrong_with(value: &str, number: Option<f64>, marker: &str, is_word: bool) -> Option<String> {
    let what = match (value, number, marker) {
        (_, _, "") if is_word => return None,
        ("", _, "") => "neither a value nor a marker".to_owned(),
        ("", _, marker) if marker.parse::<Marker>().is_err() => "an unknown marker".to_owned(),
        (value, Some(number), _) if number.abs() > LARGEST => {
            format!("`{value}` is too large to show")
        }
        ("", ..) | (_, Some(_), "") => return None,
        (_, Some(_), _) => "both a value and a marker".to_owned(),
        (value, None, _) => format!("`{value}` is not a number"),
    };
    Some(what)
}

/// The period of a row, which may have none.
fn period(text: &str) -> Result<Option<Period>, NotAPeriod> {
    let given = (!text.is_empty()).then(|| text.parse());
    given.transpose()
}

/// The stated values of a report, from one or several files.
#[derive(Debug, Clone, Default)]
pub struct StatedValues {
    rows: Vec<StatedValue>,
    files: Vec<String>,
}

impl StatedValues {
    /// The values of these files, in their order.
    ///
    /// # Errors
    /// A file that cannot be read or holds damaged rows; an id that appears twice in one file; a row
    /// with neither value nor marker, with both, with an unknown marker or with a wrong period.
    pub fn read<'a>(files: &ReportFiles, names: impl IntoIterator<Item = &'a str>) -> Result<Self> {
        let mut all = Self::default();
        for name in names {
            let records = files.records(name)?;
            let (rows, problems) = read(&records);
            if !problems.is_empty() {
                return Err(files.damaged(name, &problems));
            }
            all.rows.extend(rows);
            all.files.push(files.path(name));
        }
        Ok(all)
    }

    /// All values in order.
    #[must_use]
    pub fn all(&self) -> &[StatedValue] {
        &self.rows
    }

    /// The value of this name, from the first file that has it.
    ///
    /// # Errors
    /// An unknown name, with the nearest ones.
    pub fn value(&self, id: &str) -> Result<&StatedValue> {
        self.rows.iter().find(|row| row.id == id).ok_or_else(|| {
            let names: Vec<String> = self.rows.iter().map(|row| row.id.clone()).collect();
            let otherwise = match self.files.as_slice() {
                [] => "the report does not name a file of values".to_owned(),
                files => format!("values are in {}", files.join(" and ")),
            };
            let hint = did_you_mean(id, themselves(&names), &otherwise);
            Problem::data(format!("no stated value is called `{id}`"))
                .hint(hint)
                .into()
        })
    }
}

fn read(records: &Records) -> (Vec<StatedValue>, Vec<String>) {
    let mut problems: Vec<String> = ["id", "value", "unit", "marker"]
        .into_iter()
        .filter(|needed| !records.headers.iter().any(|header| header == needed))
        .map(|missing| format!("line 1: no column `{missing}`"))
        .collect();
    let mut rows: Vec<StatedValue> = Vec::new();
    for record in records.all() {
        let row = StatedValue::of(&record, &mut problems);
        if rows.iter().any(|other| other.id == row.id) {
            problems.push(format!("line {}, `{}`: duplicate id", record.line, row.id));
        }
        rows.push(row);
    }
    (rows, problems)
}

#[cfg(test)]
mod tests {
    use super::{Records, ReportFiles, StatedValues, read};

    #[test]
    fn the_values_built_in_can_be_read_and_found() {
        let files = ReportFiles::open("nao-hc547").unwrap();
        let values = StatedValues::read(&files, ["values.csv", "beside.csv"]).unwrap();
        let lowest = values.value("fig3-sexual-offences").unwrap();
        assert_eq!((lowest.value, lowest.marker()), (Some(77.3), None));
        let lost = values.value("fig4-charged").unwrap();
        assert_eq!(lost.value, None);
        assert_eq!(lost.marker().unwrap().to_string(), "[x]");
        assert!(values.value("fig3-sexual-offence").is_err());
        let files = ReportFiles::open("patchwork").unwrap();
        let values = StatedValues::read(&files, ["values.csv", "disability.csv"]).unwrap();
        let women = values.value("disabled-women").unwrap();
        assert_eq!(women.column("disabled"), Some("yes"));
        assert_eq!(women.column("colour"), None);
    }

    #[test]
    fn a_row_has_either_a_value_or_a_marker() {
        let text = "id,value,unit,marker\na,1,people,\na,2,people,\nb,,people,\nc,3,people,[x]\nd,,people,[q]\ne,1e,,\n";
        let records = Records::of(text).unwrap();
        assert_eq!(
            read(&records).1,
            [
                "line 3, `a`: duplicate id",
                "line 4, `b`: neither a value nor a marker",
                "line 5, `c`: both a value and a marker",
                "line 6, `d`: an unknown marker",
                "line 7, `e`: `1e` is not a number",
            ]
        );
    }

    #[test]
    fn a_row_has_a_period_or_none_and_a_value_that_can_be_shown() {
        let text = "id,period,value,unit,marker\na,,1,people,\nb,2023-24,1,people,\nc,2023/24,1,people,\nd,,1e300,people,\n";
        let problems = read(&Records::of(text).unwrap()).1;
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(
            problems[0].starts_with("line 4, `c`: `2023/24` is not a period; a period is one of")
        );
        assert_eq!(problems[1], "line 5, `d`: `1e300` is too large to show");
    }
}
