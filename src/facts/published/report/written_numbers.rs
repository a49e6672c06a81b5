//! The numbers of a figure's CSV by what they are about: series, period, statistic and the like.

use std::collections::BTreeMap;

use super::differences::Columns;
use crate::reports::Records;

/// A number with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Number {
    pub(crate) name: String,
    pub(crate) period: String,
    pub(crate) statistic: String,
    pub(crate) release: String,
    /// By column, without those that are empty.
    pub(crate) values: BTreeMap<String, String>,
}

impl Number {
    /// The value, or its marker.
    pub(crate) fn shown(&self) -> String {
        let value = self.values.get("value").or(self.values.get("marker"));
        value.cloned().unwrap_or_else(|| {
            let all: Vec<&str> = self.values.values().map(String::as_str).collect();
            all.join(", ")
        })
    }
}

/// Numbers by their keys; where several have the same key, their order is part of it.
pub(super) type Numbers = BTreeMap<Vec<String>, Number>;

/// The numbers of two CSV files, by the columns that both have: those of the long table, or each
/// cell of another table.
pub(super) fn of_both(old: &[u8], new: &[u8], columns: &Columns) -> (Numbers, Numbers) {
    // A file that cannot be read has no numbers: every number of the other is then a difference.
    let read = |bytes| Records::of(&String::from_utf8_lossy(bytes)).unwrap_or_default();
    let (old, new) = (read(old), read(new));
    let has = |records: &Records, name: &str| {
        records.headers.is_empty() || records.headers.iter().any(|header| header == name)
    };
    let shared = |names: &[&'static str]| -> Vec<&'static str> {
        let names = names.iter().copied();
        names
            .filter(|name| has(&old, name) && has(&new, name))
            .collect()
    };
    let columns = Columns {
        keys: shared(&columns.keys),
        values: shared(&columns.values),
    };
    (numbers(&old, &columns), numbers(&new, &columns))
}

fn numbers(records: &Records, columns: &Columns) -> Numbers {
    let is_long = columns.keys.contains(&"statistic") && columns.values.contains(&"value");
    let mut numbers = Numbers::new();
    for record in records.all() {
        let get = |column: &str| record.get(column).unwrap_or_default().to_owned();
        let filled = |values: Vec<(&str, String)>| -> BTreeMap<String, String> {
            let filled = values.into_iter().filter(|(_, text)| !text.is_empty());
            filled
                .map(|(column, text)| (column.to_owned(), text))
                .collect()
        };
        let (mut key, number) = if is_long {
            let values = columns.values.iter().map(|column| (*column, get(column)));
            let number = Number {
                name: get("series"),
                period: match (get("period"), get("from"), get("to")) {
                    (period, ..) if !period.is_empty() => period,
                    (_, from, to) if !from.is_empty() => format!("{from} to {to}"),
                    _ => String::new(),
                },
                statistic: get("statistic"),
                release: get("release"),
                values: filled(values.collect()),
            };
            (columns.keys.iter().map(|key| get(key)).collect(), number)
        } else {
            let mut cells = record.columns();
            let name = cells.next().map_or("", |(_, text)| text).to_owned();
            let number = Number {
                name: name.clone(),
                values: filled(
                    cells
                        .map(|(column, text)| (column, text.to_owned()))
                        .collect(),
                ),
                ..Number::default()
            };
            (vec![name], number)
        };
        let from_here = numbers.range(key.clone()..);
        let alike = from_here
            .take_while(|(known, _)| known.starts_with(&key))
            .count();
        key.push(format!("{alike:06}"));
        numbers.insert(key, number);
    }
    numbers
}
