//! The page of a report, in Markdown.

use std::fmt::Write as _;

use super::super::markdown::{escaped, write_table};
use super::super::svg::short_alternative;
use crate::answer::{Bulletin, BulletinFigure, Chart, Panel};

/// Title, summary, then each figure with its table, notes and source; releases at the end.
pub(super) fn page(bulletin: &Bulletin) -> String {
    // Front matter: title and language, for pandoc, Quarto and whoever makes a page of this one.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut text = format!("---\ntitle: {}\nlang: en-GB\n", quoted(&bulletin.title));
    if !bulletin.published.is_empty() {
        let _ = writeln!(text, "date: {}", quoted(&bulletin.published));
    }
    text.push_str("---\n");
    for paragraph in [&bulletin.publication, &bulletin.summary] {
        if !paragraph.is_empty() {
            let _ = writeln!(text, "\n{}", escaped(paragraph));
        }
    }
    for note in &bulletin.notes {
        let _ = writeln!(text, "\n{}", escaped(note));
    }
    for figure in &bulletin.figures {
        write_figure(&mut text, figure);
    }
    if !bulletin.releases.is_empty() {
        text.push_str("\n## Where the figures come from\n\n");
    }
    for release in &bulletin.releases {
        let _ = writeln!(text, "- `{}`: {}", release.id, escaped(&release.title));
    }
    if !bulletin.licence.is_empty() {
        let _ = writeln!(text, "\n{}", escaped(&bulletin.licence));
    }
    let _ = writeln!(
        text,
        "\nMade by vawg {}. The CSV beside each figure has its numbers at full precision, with release \
         and cell; `manifest.json` has the SHA-256 of every file.",
        env!("CARGO_PKG_VERSION")
    );
    text
}

fn write_figure(text: &mut String, figure: &BulletinFigure) {
    let answer = &figure.answer;
    let _ = writeln!(text, "\n## {}", escaped(&figure.caption()));
    let panels = || answer.panels.iter().filter(|panel| !panel.machine_only);
    // The page has a table as text: its drawing is for other pages.
    let is_drawn = |panel: &&Panel| !matches!(panel.chart, None | Some(Chart::Listing(_)));
    if panels().any(|panel| is_drawn(&panel)) {
        // PNG: Word and LibreOffice do not show SVG. The description is in the body, once.
        let short = escaped(&short_alternative(answer));
        let name = &figure.id;
        let _ = writeln!(text, "\n![{short}](figure-{name}.png)");
        let described = panels()
            .filter(is_drawn)
            .map(|panel| panel.alternative_text.trim());
        let described: Vec<&str> = described.filter(|words| !words.is_empty()).collect();
        if !described.is_empty() {
            let _ = writeln!(
                text,
                "\nDescription of the chart: {}",
                escaped(&described.join(" "))
            );
        }
        let _ = writeln!(text, "\n[The chart as SVG](figure-{name}.svg)");
    }
    for panel in panels() {
        write_panel(text, panel, &answer.title);
    }
    for note in answer.notes() {
        let number = note
            .number
            .map_or_else(String::new, |number| format!("[note {number}] "));
        let _ = writeln!(text, "\n{}", escaped(&format!("{number}{}", note.text)));
    }
    if !answer.sources().is_empty() {
        let _ = writeln!(text, "\nSource: {}", escaped(&answer.sources().join(" ")));
    }
    let _ = writeln!(text, "\n[Figures as CSV](figure-{}.csv)", figure.id);
}

fn write_panel(text: &mut String, panel: &Panel, title: &str) {
    if !panel.title.is_empty() && panel.title.as_str() != title {
        let _ = writeln!(text, "\n**{}**", escaped(&panel.title));
    }
    if !panel.scope.is_empty() {
        let _ = writeln!(text, "\n*{}*", escaped(&panel.scope));
    }
    write_table(text, &panel.table);
    for table in &panel.further_tables {
        write_table(text, table);
    }
    for remark in &panel.remarks {
        let _ = writeln!(text, "\n{}", escaped(remark));
    }
}
