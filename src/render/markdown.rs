//! An answer as Markdown, for a document.

use std::fmt::Write as _;

use super::text::write_cell;
use crate::answer::{Alignment, Answer, Column, Table, TableRow, visible};

/// The answer as Markdown with tables.
pub(super) fn markdown(answer: &Answer) -> String {
    let mut text = format!("# {}\n", escaped(&answer.title));
    for verdict in &answer.verdicts {
        let _ = writeln!(text, "\n{}", escaped(verdict));
    }
    for panel in answer.panels.iter().filter(|panel| !panel.machine_only) {
        if !panel.heading.is_empty() {
            let _ = writeln!(text, "\n## {}", escaped(&panel.heading));
        }
        if !panel.title.is_empty() {
            let _ = writeln!(text, "\n**{}**", escaped(&panel.title));
        }
        if !panel.scope.is_empty() {
            let _ = writeln!(text, "\n{}", escaped(&panel.scope));
        }
        write_table(&mut text, &panel.table);
        for table in &panel.further_tables {
            write_table(&mut text, table);
        }
        for remark in &panel.remarks {
            let _ = writeln!(text, "\n{}", escaped(remark));
        }
    }
    if !answer.notes().is_empty() {
        text.push_str("\n## Notes\n\n");
        for note in answer.notes() {
            let number = note
                .number
                .map_or_else(String::new, |number| format!("[note {number}] "));
            let _ = writeln!(text, "- {}", escaped(&format!("{number}{}", note.text)));
        }
    }
    if !answer.sources().is_empty() {
        text.push_str("\n## Sources\n\n");
        for source in answer.sources() {
            let _ = writeln!(text, "- {}", escaped(source));
        }
    }
    text
}

pub(super) fn write_table(text: &mut String, table: &Table) {
    if table.columns.is_empty() {
        return;
    }
    let with_notes = table
        .full_rows()
        .any(|row| !row.notes.is_empty() || !row.remark.is_empty());
    let columns = || table.columns.iter();
    let mut header: Vec<String> = columns().map(|column| escaped(&column.header)).collect();
    let mut rule: Vec<&str> = columns().map(rule_below).collect();
    if with_notes {
        header.push("notes".to_owned());
        rule.push(":---");
    }
    let _ = writeln!(
        text,
        "\n| {} |\n| {} |",
        header.join(" | "),
        rule.join(" | ")
    );
    for row in table.full_rows() {
        let mut cells: Vec<String> = row
            .cells
            .iter()
            .map(|cell| escaped(&write_cell(cell)))
            .collect();
        if with_notes {
            cells.push(escaped(&notes(row)));
        }
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
}

/// The rule between the heading of a column and its cells, which sets them.
fn rule_below(column: &Column) -> &'static str {
    if column.alignment == Alignment::Right {
        "---:"
    } else {
        ":---"
    }
}

/// The notes of a row by number, then what is remarked on it.
fn notes(row: &TableRow) -> String {
    let numbers = row.notes.iter().map(|number| format!("[note {number}]"));
    let words = numbers.chain((!row.remark.is_empty()).then(|| row.remark.clone()));
    words.collect::<Vec<_>>().join(" ")
}

/// Characters that Markdown would take for markup are kept from it.
pub(super) fn escaped(text: &str) -> String {
    let text = visible(text);
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '\\' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '\n' => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}
