//! An answer for reading in a terminal: readable without colour, fitting its width.

mod widths;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, TableStyle, Width};

use self::widths::Extent;
use crate::answer::{
    Alignment, Answer, Cell, Column, Panel, ShownIn, Table, TableRow, Text, visible,
};
use crate::model::Marker;

/// How text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextStyle {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether headings are set in bold.
    pub bold: bool,
    /// How much is said.
    pub detail: Detail,
    /// Whether the short answer has every row too.
    pub all_rows: bool,
    /// Options that show more, for the last line of the short answer.
    pub more: &'static str,
}

/// How much of an answer the text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Headline and table alone.
    Quiet,
    /// The answer with the few sentences without which it would mislead.
    #[default]
    Short,
    /// Everything.
    Full,
}

/// The answer as text.
pub(crate) fn text(answer: &Answer, style: TextStyle) -> String {
    let mut title = String::new();
    paragraph(&mut title, &answer.title, "", style);
    let strong = |line: &str| format!("{}\n", style.strong(line));
    let mut text: String = title.lines().map(strong).collect();
    for verdict in &answer.verdicts {
        paragraph(&mut text, verdict, "", style);
    }
    for panel in answer.panels.iter().filter(|panel| is_shown(panel, style)) {
        text.push('\n');
        write_panel(&mut text, panel, style);
    }
    match style.detail {
        Detail::Quiet => {}
        Detail::Short => write_short_foot(&mut text, answer, style),
        Detail::Full => write_full_foot(&mut text, answer, style),
    }
    text
}

fn is_shown(panel: &Panel, style: TextStyle) -> bool {
    !panel.machine_only && (style.detail == Detail::Full || !panel.only_in_full)
}

/// What would mislead, the symbols in use, the standing of the figures, sources, and how to see more.
fn write_short_foot(text: &mut String, answer: &Answer, style: TextStyle) {
    if !answer.cautions.is_empty() {
        let _ = writeln!(text, "\n{}", style.strong("Read with care"));
        for caution in &answer.cautions {
            paragraph(text, caution, "  ", style);
        }
    } else if !answer.sources().is_empty() {
        text.push('\n');
    }
    let panels: Vec<&Panel> = answer
        .panels
        .iter()
        .filter(|panel| is_shown(panel, style))
        .collect();
    let mut legend: Vec<String> = symbols(&panels, style);
    let statuses = panels.iter().map(|panel| panel.status.to_string());
    legend.extend(statuses.filter(|status| !status.is_empty()));
    let mut seen = BTreeSet::new();
    legend.retain(|words| seen.insert(words.clone()));
    if !legend.is_empty() {
        paragraph(text, &legend.join(" "), "", style);
    }
    if !answer.age.is_empty() && answer.newer.is_empty() {
        paragraph(text, &answer.age, "", style);
    }
    let sources = answer.short_sources();
    if !sources.is_empty() {
        paragraph(text, &format!("Source: {}", sources.join("; ")), "", style);
    }
    if !style.more.is_empty() && !answer.facts.is_empty() {
        let newer = match answer.newer.as_str() {
            "" => String::new(),
            words => format!(". {words}"),
        };
        paragraph(text, &format!("More: {}{newer}", style.more), "", style);
    }
}

/// What each symbol in the tables and sentences means.
fn symbols(panels: &[&Panel], style: TextStyle) -> Vec<String> {
    let rows = panels
        .iter()
        .flat_map(|panel| panel.table.rows.iter().filter(|row| has_row(row, style)));
    let rows: Vec<&TableRow> = rows.collect();
    let cells: Vec<&Cell> = rows.iter().flat_map(|row| &row.cells).collect();
    let said = |symbol: &str| {
        panels.iter().any(|panel| {
            let summary = panel.summary.iter().map(Text::as_str);
            summary
                .chain([panel.headline.as_str()])
                .any(|text| text.contains(symbol))
        })
    };
    Marker::ALL
        .iter()
        .filter(|(marker, symbol, _)| {
            said(symbol)
                || rows.iter().any(|row| row.remark.ends_with(symbol))
                || cells
                    .iter()
                    .any(|cell| has(cell, *marker) || is_text(cell, symbol))
        })
        .map(|(_, symbol, meaning)| format!("{symbol} {meaning}."))
        .collect()
}

/// Whether a cell has a symbol as its text.
fn is_text(cell: &Cell, symbol: &str) -> bool {
    matches!(cell, Cell::Text(text) if text == symbol)
}

/// Whether a marker is in a cell.
fn has(cell: &Cell, marker: Marker) -> bool {
    match cell {
        Cell::Missing(one) => *one == marker,
        Cell::PValue(_, p) => Marker::of_p_value(*p) == marker,
        _ => false,
    }
}

/// Every note, then every source.
fn write_full_foot(text: &mut String, answer: &Answer, style: TextStyle) {
    if !answer.notes().is_empty() {
        let _ = writeln!(text, "\n{}", style.strong("Notes"));
        for note in answer.notes() {
            let lead = note
                .number
                .map_or_else(|| "  ".to_owned(), |number| format!("  {number}  "));
            paragraph(text, &note.text, &lead, style);
        }
    }
    if !answer.sources().is_empty() {
        let _ = writeln!(text, "{}", style.strong("Sources"));
        for source in answer.sources() {
            paragraph(text, source, "  ", style);
        }
    }
}

impl TextStyle {
    fn strong(self, text: &str) -> String {
        let text = &*visible(text);
        if self.bold && !text.is_empty() {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

fn write_panel(text: &mut String, panel: &Panel, style: TextStyle) {
    let heading = panel.heading.to_uppercase();
    if style.detail == Detail::Full || panel.headline.is_empty() {
        if !heading.is_empty() {
            let _ = writeln!(text, "{}", style.strong(&heading));
        }
        for line in [panel.title.as_str(), &panel.scope] {
            if !line.is_empty() {
                paragraph(text, line, "", style);
            }
        }
    } else {
        let separator = if heading.is_empty() { "" } else { ": " };
        let line = format!("{heading}{separator}{}", panel.headline);
        paragraph(text, &line, "", style);
    }
    write_table(text, &panel.table, style);
    match style.detail {
        Detail::Quiet => {}
        Detail::Short => {
            for sentence in &panel.summary {
                paragraph(text, sentence, "  ", style);
            }
        }
        Detail::Full => {
            for table in &panel.further_tables {
                write_table(text, table, style);
            }
            for remark in &panel.remarks {
                paragraph(text, remark, "  ", style);
            }
        }
    }
}

fn has_row(row: &TableRow, style: TextStyle) -> bool {
    match row.shown {
        ShownIn::Always => true,
        ShownIn::InFull => style.detail == Detail::Full || style.all_rows,
        ShownIn::InShort => style.detail != Detail::Full && !style.all_rows,
    }
}

fn write_table(text: &mut String, table: &Table, style: TextStyle) {
    let shown: Vec<&TableRow> = table
        .rows
        .iter()
        .filter(|row| has_row(row, style))
        .collect();
    if table.columns.is_empty() || shown.is_empty() {
        return;
    }
    let shown = shown.as_slice();
    let mut columns: Vec<Written> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.in_terminal)
        .map(|(index, column)| Written::column(index, column, shown))
        .collect();
    // Note numbers belong to the list of notes, which only the full answer has.
    let beside = |row: &&TableRow| match style.detail {
        Detail::Full => beside(row),
        _ => row.remark.clone(),
    };
    if shown.iter().any(|row| !beside(row).is_empty()) {
        columns.push(Written {
            header: String::new(),
            numbers: false,
            cells: shown.iter().map(beside).collect(),
        });
    }
    let extents: Vec<Extent> = columns.iter().map(Written::extent).collect();
    for part in widths::parts(&extents, style.width) {
        let of_part: Vec<Extent> = part.iter().map(|place| extents[*place].clone()).collect();
        let widths = widths::widths(&of_part, style.width);
        let columns: Vec<&Written> = part.iter().map(|place| &columns[*place]).collect();
        draw(text, &columns, &widths);
    }
}

/// A column as it is written.
struct Written {
    header: String,
    numbers: bool,
    cells: Vec<String>,
}

impl Written {
    fn column(index: usize, column: &Column, shown: &[&TableRow]) -> Self {
        let cell = |row: &&TableRow| row.cells.get(index).map_or_else(String::new, write_cell);
        Self {
            header: visible(&column.header).into_owned(),
            numbers: column.alignment == Alignment::Right,
            cells: shown.iter().map(cell).collect(),
        }
    }

    fn extent(&self) -> Extent {
        Extent::of(
            &self.header,
            self.numbers,
            &self.cells.iter().map(String::as_str),
        )
    }
}

/// Draws columns of so many characters each.
fn draw(text: &mut String, columns: &[&Written], widths: &[usize]) {
    let mut drawn = comfy_table::Table::new();
    drawn
        .load_style(TableStyle::new())
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(narrow(widths.iter().sum()));
    drawn.set_header(columns.iter().map(|column| visible(&column.header)));
    let rows = columns.first().map_or(0, |column| column.cells.len());
    for row in 0..rows {
        drawn.add_row(columns.iter().map(|column| &column.cells[row]));
    }
    for (place, (column, width)) in columns.iter().zip(widths).enumerate() {
        if let Some(drawn) = drawn.column_mut(place) {
            drawn.set_padding((if place == 0 { 2 } else { 1 }, 1));
            drawn.set_constraint(ColumnConstraint::Absolute(Width::Fixed(narrow(*width))));
            if column.numbers {
                drawn.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    for line in drawn.lines() {
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

fn narrow(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

fn beside(row: &TableRow) -> String {
    let mut words: Vec<String> = Vec::new();
    if !row.notes.is_empty() {
        let numbers: Vec<String> = row.notes.iter().map(ToString::to_string).collect();
        words.push(format!("[note {}]", numbers.join(", ")));
    }
    if !row.remark.is_empty() {
        words.push(row.remark.clone());
    }
    words.join(" ")
}

/// A cell as people read it.
pub(super) fn write_cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => visible(text).into_owned(),
        Cell::Number(value, format) | Cell::Fact(_, value, format) => format.write(*value),
        Cell::Limits(_, [lower, upper], format) => {
            format!("{} to {}", format.write(*lower), format.write(*upper))
        }
        Cell::PValue(_, p) => format!("{} {}", p_number(*p), Marker::of_p_value(*p)),
        Cell::Missing(marker) => marker.to_string(),
        Cell::Empty => String::new(),
    }
}

/// `0.031`, `< 0.001`
fn p_number(p: f64) -> String {
    if p < 0.001 {
        "< 0.001".to_owned()
    } else {
        format!("{p:.3}")
    }
}

/// Names of releases and periods have hyphens and stay whole; addresses that fit no line do not.
fn at_hyphens_where_long(word: &str) -> Vec<usize> {
    const LONG: usize = 60;
    if word.len() > LONG {
        textwrap::WordSplitter::HyphenSplitter.split_points(word)
    } else {
        Vec::new()
    }
}

/// Wraps a paragraph to the width, its further lines set in as far as its first.
fn paragraph(text: &mut String, words: &str, lead: &str, style: TextStyle) {
    let indent = " ".repeat(lead.chars().count());
    let options = textwrap::Options::new(style.width)
        .initial_indent(lead)
        .subsequent_indent(&indent)
        .word_splitter(textwrap::WordSplitter::Custom(at_hyphens_where_long))
        .break_words(false);
    for line in textwrap::wrap(&visible(words), options) {
        let _ = writeln!(text, "{}", line.trim_end());
    }
}
