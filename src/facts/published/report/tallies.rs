//! The rows of a CSV beside the description, counted by one column or by two.

use anyhow::Result;

use super::Context;
use crate::facts::{Fact, FactId, Facts, Statistic};
use crate::reports::Records;

/// Counts of rows by one or two columns.
pub(crate) struct Tally {
    /// Names of the counts of a row; a single one without a name for one column.
    pub(crate) parts: Vec<String>,
    pub(crate) rows: Vec<TallyRow>,
    /// The counts over all rows, for two columns.
    pub(crate) all: Option<TallyRow>,
    pub(crate) facts: Facts,
}

/// The counts of one row.
pub(crate) struct TallyRow {
    pub(crate) label: String,
    /// One a part.
    pub(crate) counts: Vec<FactId>,
    /// Their sum, for two columns.
    pub(crate) total: Option<FactId>,
}

/// Counts the rows of a file by one column, the largest count first.
///
/// # Errors
/// A file or a column that is not there.
pub(crate) fn by_one(context: &Context<'_>, file: &str, column: &String) -> Result<Tally> {
    let records = context.records(file, std::slice::from_ref(column))?;
    let label = |text: &str| {
        let text = if text.is_empty() { "not stated" } else { text };
        text.to_owned()
    };
    let texts = texts(&records, column).into_iter().map(label);
    let texts: Vec<String> = texts.collect();
    let count = |name: &String| texts.iter().filter(|text| *text == name).count();
    let mut names = distinct(&texts);
    // Equal counts stay in the order of the file.
    names.sort_by_key(|name| std::cmp::Reverse(count(name)));
    let mut facts = Facts::default();
    let template = Fact {
        unit: "rows".to_owned(),
        source_ref: format!("{file}, column {column}"),
        ..template(context)
    };
    let row = |label: &String| TallyRow {
        counts: vec![facts.add(counted(&template, label.clone(), count(label)))],
        label: label.clone(),
        total: None,
    };
    Ok(Tally {
        parts: vec![String::new()],
        rows: names.iter().map(row).collect(),
        all: None,
        facts,
    })
}

/// Counts the commitments of the report by two columns.
///
/// # Errors
/// A report without commitments; a column that is not there.
pub(crate) fn by_two(context: &Context<'_>, rows: &str, columns: &str) -> Result<Tally> {
    let file = context.named_file("commitments", &context.about.commitments)?;
    let records = context.records(file, &[rows.to_owned(), columns.to_owned()])?;
    let pairs: Vec<(String, String)> = texts(&records, rows)
        .into_iter()
        .map(str::to_owned)
        .zip(texts(&records, columns).into_iter().map(str::to_owned))
        .collect();
    let (names, parts): (Vec<String>, Vec<String>) = pairs.iter().cloned().unzip();
    let (names, parts) = (distinct(&names), distinct(&parts));
    let template = Fact {
        unit: "commitments".to_owned(),
        source_ref: format!("{file} by {rows} and {columns}"),
        ..template(context)
    };
    let mut facts = Facts::default();
    let mut row = |name: Option<&String>| {
        let label = name.map_or("all", String::as_str);
        let in_row = |pair: &&(String, String)| name.is_none_or(|name| pair.0 == *name);
        let counts = parts.iter().map(|part| {
            let count = pairs.iter().filter(in_row);
            let count = count.filter(|pair| pair.1 == *part).count();
            facts.add(counted(&template, format!("{label}, {part}"), count))
        });
        let counts = counts.collect();
        let total = pairs.iter().filter(in_row).count();
        TallyRow {
            counts,
            total: Some(facts.add(counted(&template, label.to_owned(), total))),
            label: label.to_owned(),
        }
    };
    Ok(Tally {
        rows: names.iter().map(|name| row(Some(name))).collect(),
        all: Some(row(None)),
        parts,
        facts,
    })
}

fn template(context: &Context<'_>) -> Fact {
    Fact {
        statistic: Statistic::Count,
        release: context.about.id.clone(),
        ..Fact::default()
    }
}

fn counted(template: &Fact, series: String, count: usize) -> Fact {
    Fact {
        series,
        value: Some(count as f64),
        ..template.clone()
    }
}

fn texts<'a>(records: &'a Records, column: &str) -> Vec<&'a str> {
    let text = |record: crate::reports::Record<'a>| record.get(column).unwrap_or_default();
    records.all().map(text).collect()
}

/// Each text once, in the order in which it first appears.
fn distinct(texts: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for text in texts {
        if !names.contains(text) {
            names.push(text.clone());
        }
    }
    names
}
