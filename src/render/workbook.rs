//! An answer or a report as a workbook: cover, contents, findings, notes, then one table a sheet
//! (Government Analysis Function, Releasing statistics in spreadsheets).
//!
//! Holds what is in which cell; how a file of cells is written is in [`ods`] and [`xlsx`].

mod grid;
mod ods;
mod xlsx;

use std::collections::BTreeSet;

use anyhow::Result;

use self::grid::{Grid, Value};
use crate::answer::visible;
use crate::answer::{Answer, Bulletin, Panel};
use crate::model::Marker;

/// Who is named as the author in the document's information.
const AUTHOR: &str = concat!("vawg ", env!("CARGO_PKG_VERSION"));

/// A workbook: its information, and its sheets in order.
struct Workbook {
    title: String,
    subject: String,
    /// Year, month and day on which it counts as made.
    created: (u16, u8, u8),
    sheets: Vec<Sheet>,
}

/// One sheet: lines in the first column, then perhaps a table.
struct Sheet {
    name: String,
    lines: Vec<Line>,
    table: Option<Grid>,
}

/// A line above the table.
enum Line {
    /// The title of the sheet, in A1.
    Title(String),
    /// A heading within the sheet.
    Heading(String),
    Text(String),
}

/// The answer as an xlsx file.
///
/// # Errors
/// If the file cannot be put together.
pub(super) fn xlsx(answer: &Answer) -> Result<Vec<u8>> {
    xlsx::write(&of_answer(answer))
}

/// The answer as an ods file.
///
/// # Errors
/// If the file cannot be put together.
pub(super) fn ods(answer: &Answer) -> Result<Vec<u8>> {
    ods::write(&of_answer(answer))
}

/// A report as an xlsx file and as an ods file.
///
/// # Errors
/// If a file cannot be put together.
pub(super) fn of_report(bulletin: &Bulletin) -> Result<[Vec<u8>; 2]> {
    let parts: Vec<(String, &Answer)> = bulletin
        .figures
        .iter()
        .map(|figure| (figure.caption(), &figure.answer))
        .collect();
    let about = [&bulletin.publication, &bulletin.summary].map(Clone::clone);
    let mut about: Vec<String> = about.into_iter().collect();
    about.extend(bulletin.notes.iter().cloned());
    about.push(bulletin.licence.clone());
    let workbook = workbook(&bulletin.title, &about, &parts, &bulletin.published);
    Ok([xlsx::write(&workbook)?, ods::write(&workbook)?])
}

fn of_answer(answer: &Answer) -> Workbook {
    let licence =
        "Figures are under the Open Government Licence v3.0 unless a source says otherwise.";
    workbook(
        &answer.title,
        &[licence.to_owned()],
        &[(String::new(), answer)],
        &answer.published,
    )
}

/// The sheets of some answers, each with the caption by which notes refer to it.
fn workbook(
    title: &str,
    about: &[String],
    parts: &[(String, &Answer)],
    published: &str,
) -> Workbook {
    let mut tables: Vec<Sheet> = Vec::new();
    let mut findings = vec![Line::Title(format!("Findings: {title}"))];
    for (caption, answer) in parts {
        if !caption.is_empty() {
            findings.push(Line::Heading(caption.clone()));
        }
        findings.extend(answer.verdicts.iter().map(|text| Line::Text(clean(text))));
        for panel in answer.panels.iter().filter(|panel| !panel.machine_only) {
            add_tables(&mut tables, caption, panel, answer);
            add_findings(&mut findings, panel);
        }
    }
    let mut sheets = vec![
        cover(title, about, parts, published),
        contents(&tables, findings.len() > 1),
        notes(parts, &tables),
    ];
    if findings.len() > 1 {
        sheets.push(Sheet {
            name: "Findings".to_owned(),
            lines: findings,
            table: None,
        });
    }
    sheets.append(&mut tables);
    Workbook {
        title: clean(title),
        subject: "Official figures on violence against women and girls, England and Wales"
            .to_owned(),
        created: day(published),
        sheets,
    }
}

/// The tables of a panel, one a sheet.
fn add_tables(sheets: &mut Vec<Sheet>, caption: &str, panel: &Panel, answer: &Answer) {
    let of_panel = std::iter::once(&panel.table).chain(&panel.further_tables);
    for (position, table) in of_panel
        .filter(|table| !table.columns.is_empty())
        .enumerate()
    {
        let number = sheets.len() + 1;
        let names = [
            panel.scope.as_str(),
            &panel.title,
            &panel.heading,
            &answer.title,
        ];
        let name = names
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or("Figures");
        let part = match table.columns.first() {
            Some(column) if position > 0 && !column.header.is_empty() => {
                format!(": {}", column.header)
            }
            _ => String::new(),
        };
        let mut lines = vec![Line::Title(clean(&format!("Table {number}: {name}{part}")))];
        let mut say = |text: &str| {
            if !text.is_empty() && text != name {
                lines.push(Line::Text(clean(text)));
            }
        };
        say(caption);
        say(&panel.heading);
        if position == 0 {
            say(&panel.title);
        }
        if !panel.status.is_empty() {
            say(&format!("Status: {}", panel.status));
        }
        let sources = answer.short_sources();
        if !sources.is_empty() {
            say(&format!("Source: {}", sources.join("; ")));
        }
        say("This sheet has one table. Notes and shorthand are explained on the sheet Notes.");
        sheets.push(Sheet {
            name: format!("Table {number}"),
            lines,
            table: Some(Grid::of(table, format!("Table_{number}"))),
        });
    }
}

/// Everything that the full answer says of a panel in sentences.
fn add_findings(lines: &mut Vec<Line>, panel: &Panel) {
    let of_panel = [&panel.title].into_iter().chain(&panel.remarks);
    let texts: Vec<String> = of_panel
        .filter(|text| !text.is_empty())
        .map(|text| clean(text))
        .collect();
    if !texts.is_empty() && !panel.heading.is_empty() {
        lines.push(Line::Heading(clean(&panel.heading)));
    }
    lines.extend(texts.into_iter().map(Line::Text));
}

fn cover(title: &str, about: &[String], parts: &[(String, &Answer)], published: &str) -> Sheet {
    let mut lines = vec![Line::Title(clean(title))];
    lines.extend(
        about
            .iter()
            .filter(|text| !text.is_empty())
            .map(|text| Line::Text(clean(text))),
    );
    if !published.is_empty() {
        let text = format!(
            "Newest release used: of {published} (when it was published, or else the end of its period)."
        );
        lines.push(Line::Text(text));
    }
    let mut sources: Vec<&String> = Vec::new();
    for source in parts.iter().flat_map(|(_, answer)| answer.sources()) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    if !sources.is_empty() {
        lines.push(Line::Heading("Sources".to_owned()));
        lines.extend(sources.into_iter().map(|source| Line::Text(clean(source))));
    }
    lines.push(Line::Heading("About this workbook".to_owned()));
    let text = format!(
        "Made by {AUTHOR}. Values are at full precision; formats round them. The same figures with \
         their release, sheet and cell: --format csv."
    );
    lines.push(Line::Text(text));
    Sheet {
        name: "Cover".to_owned(),
        lines,
        table: None,
    }
}

/// Names of the sheets, each a link.
fn contents(tables: &[Sheet], has_findings: bool) -> Sheet {
    let text = |text: &str| Value::Text(text.to_owned());
    let mut rows = vec![vec![
        Value::Link("Notes".to_owned()),
        text("Notes and shorthand"),
    ]];
    if has_findings {
        rows.push(vec![
            Value::Link("Findings".to_owned()),
            text("Findings in sentences"),
        ]);
    }
    rows.extend(tables.iter().map(|sheet| {
        let title = match sheet.lines.first() {
            Some(Line::Title(title)) => title.split_once(": ").map_or(title.as_str(), |it| it.1),
            _ => "",
        };
        vec![Value::Link(sheet.name.clone()), text(title)]
    }));
    listing("Contents", "Contents", &["sheet", "what it has"], rows)
}

/// Notes by number, then those without one, then the shorthand that is in use.
fn notes(parts: &[(String, &Answer)], tables: &[Sheet]) -> Sheet {
    let several = parts.len() > 1;
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let shorthand = |marker: Marker| format!("{marker} {}.", marker.meaning());
    for (caption, answer) in parts {
        for note in answer.notes() {
            if Marker::ALL
                .iter()
                .any(|(marker, ..)| shorthand(*marker) == note.text)
            {
                continue;
            }
            let name = note
                .number
                .map_or_else(|| "general".to_owned(), |number| format!("[note {number}]"));
            let mut row = vec![Value::Text(name), Value::Text(clean(&note.text))];
            if several {
                row.push(Value::Text(clean(caption)));
            }
            let same = |other: &Vec<Value>| note.number.is_none() && other.get(..2) == row.get(..2);
            match rows.iter_mut().find(|other| same(other)) {
                Some(other) => {
                    if let (Some(Value::Text(places)), true) = (other.get_mut(2), several) {
                        *places = format!("{places}; {caption}");
                    }
                }
                None => rows.push(row),
            }
        }
    }
    rows.extend(shorthand_rows(tables, several));
    if rows.is_empty() {
        let mut row = vec![
            Value::Text("general".to_owned()),
            Value::Text("There are no notes.".to_owned()),
        ];
        if several {
            row.push(Value::Text("all tables".to_owned()));
        }
        rows.push(row);
    }
    let headers: &[&str] = if several {
        &["note", "text", "concerns"]
    } else {
        &["note", "text"]
    };
    listing("Notes", "Notes and shorthand", headers, rows)
}

/// The shorthand that is in use in the tables.
fn shorthand_rows(tables: &[Sheet], several: bool) -> Vec<Vec<Value>> {
    let used: BTreeSet<Marker> = tables
        .iter()
        .filter_map(|sheet| sheet.table.as_ref())
        .flat_map(Grid::markers)
        .collect();
    let row = |marker: Marker| {
        let mut row = vec![
            Value::Text(marker.to_string()),
            Value::Text(format!("Shorthand: {}", marker.meaning())),
        ];
        if several {
            row.push(Value::Text("all tables".to_owned()));
        }
        row
    };
    used.into_iter().map(row).collect()
}

/// A sheet with a table of words.
fn listing(name: &str, title: &str, headers: &[&str], rows: Vec<Vec<Value>>) -> Sheet {
    Sheet {
        name: name.to_owned(),
        lines: vec![
            Line::Title(title.to_owned()),
            Line::Text("This sheet has one table.".to_owned()),
        ],
        table: Some(Grid::of_words(format!("{name}_table"), headers, rows)),
    }
}

/// Text without line breaks and characters that XML forbids.
fn clean(text: &str) -> String {
    visible(text.trim()).into_owned()
}

/// Year, month and day of `2026-04-23`; the first day that a zip file knows where there is none.
fn day(published: &str) -> (u16, u8, u8) {
    let mut parts = published.splitn(3, '-');
    let year = parts.next().and_then(|year| year.parse().ok());
    let month = parts.next().and_then(|month| month.parse().ok());
    let day = parts.next().and_then(|day| day.parse().ok());
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => (year, month, day),
        _ => (1980, 1, 1),
    }
}

#[cfg(test)]
mod tests;
