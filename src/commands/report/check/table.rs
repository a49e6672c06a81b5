//! The numbers of a figure's CSV by what they are about: series, period, statistic and the like.

use std::collections::BTreeMap;

use crate::render::machine_columns;
use crate::reports::Records;

/// Columns that say where a number comes from, or more about it.
const BESIDE: [&str; 4] = ["status", "release", "source_ref", "note"];

/// Columns whose change is a change of a number: those of numbers, and the marker that stands for one.
fn values() -> impl Iterator<Item = &'static str> {
    let numbers = machine_columns().filter(|(_, is_number)| *is_number);
    let numbers = numbers.map(|(name, _)| name);
    numbers.chain(["marker"])
}

/// Columns that say what a number is about: all others.
fn keys() -> impl Iterator<Item = &'static str> {
    let is_key = |column: &&str| !BESIDE.contains(column) && values().all(|it| it != *column);
    machine_columns().map(|(name, _)| name).filter(is_key)
}

/// A number with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Number {
    pub(super) name: String,
    pub(super) period: String,
    pub(super) statistic: String,
    pub(super) release: String,
    /// By column, those that are empty left out.
    pub(super) values: BTreeMap<String, String>,
}

impl Number {
    /// The value, or the marker that stands for it.
    pub(super) fn shown(&self) -> String {
        let value = self.values.get("value").or(self.values.get("marker"));
        value.cloned().unwrap_or_else(|| {
            let all: Vec<&str> = self.values.values().map(String::as_str).collect();
            all.join(", ")
        })
    }
}

/// Numbers by their keys; where a key stands twice, its place among its likes is part of it.
pub(super) struct Numbers;

impl Numbers {
    /// The numbers of a CSV: those of the long table, or each cell of another.
    pub(super) fn read(bytes: &[u8]) -> BTreeMap<Vec<String>, Number> {
        let text = String::from_utf8_lossy(bytes);
        // What cannot be read holds no number: every number of now is then new.
        let records = Records::of(&text).unwrap_or_default();
        let is_long = ["statistic", "value"]
            .iter()
            .all(|name| records.headers.iter().any(|header| header == name));
        let mut numbers: BTreeMap<Vec<String>, Number> = BTreeMap::new();
        for record in records.all() {
            let get = |column: &str| record.get(column).unwrap_or_default().to_owned();
            let (mut key, number) = if is_long {
                let values = values().map(|column| (column.to_owned(), get(column)));
                let number = Number {
                    name: get("series"),
                    period: match (get("period"), get("from"), get("to")) {
                        (period, ..) if !period.is_empty() => period,
                        (_, from, to) if !from.is_empty() => format!("{from} to {to}"),
                        _ => String::new(),
                    },
                    statistic: get("statistic"),
                    release: get("release"),
                    values: values.filter(|(_, text)| !text.is_empty()).collect(),
                };
                (keys().map(get).collect(), number)
            } else {
                let columns: Vec<(&str, &str)> = record.columns().collect();
                let name = columns.first().map_or("", |(_, text)| *text).to_owned();
                let rest = columns.iter().skip(1);
                let values = rest.map(|(column, text)| ((*column).to_owned(), (*text).to_owned()));
                let number = Number {
                    name: name.clone(),
                    values: values.filter(|(_, text)| !text.is_empty()).collect(),
                    ..Number::default()
                };
                (vec![name], number)
            };
            key.push(String::new());
            let mut among_likes = 0;
            while numbers.contains_key(&key) {
                among_likes += 1;
                if let Some(last) = key.last_mut() {
                    *last = among_likes.to_string();
                }
            }
            numbers.insert(key, number);
        }
        numbers
    }
}
