//! An answer for reading in a terminal: readable without colour, fitting its width.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, TableStyle, Width};

use crate::answer::{Alignment, Answer, Cell, Column, Note, Panel, Table, TableRow};

/// How text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextStyle {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether headings are set in bold.
    pub bold: bool,
    /// Whether rows and notes that a short view may leave out are shown too.
    pub all_rows: bool,
    /// Whether the command has an option that shows every row and note.
    pub may_show_all: bool,
}

/// The answer as text.
pub(super) fn text(answer: &Answer, style: TextStyle) -> String {
    let mut text = format!("{}\n", style.strong(&answer.title));
    for verdict in &answer.verdicts {
        paragraph(&mut text, verdict, "", style);
    }
    for panel in answer.panels.iter().filter(|panel| !panel.machine_only) {
        text.push('\n');
        write_panel(&mut text, panel, style);
    }
    if !answer.notes().is_empty() {
        let _ = writeln!(text, "\n{}", style.strong("Notes"));
        let (brief, further): (Vec<&Note>, Vec<&Note>) = answer
            .notes()
            .iter()
            .partition(|note| note.on_chart || style.all_rows);
        for note in brief {
            let lead = note
                .number
                .map_or_else(|| "  ".to_owned(), |number| format!("  {number}  "));
            paragraph(&mut text, &note.text, &lead, style);
        }
        if !further.is_empty() {
            let words = format!(
                "{} further notes: {}--format markdown",
                further.len(),
                if style.may_show_all {
                    "--all-periods, or "
                } else {
                    ""
                }
            );
            paragraph(&mut text, &words, "  ", style);
        }
    }
    if !answer.sources().is_empty() {
        let _ = writeln!(text, "{}", style.strong("Sources"));
        for source in answer.sources() {
            paragraph(&mut text, source, "  ", style);
        }
    }
    text
}

impl TextStyle {
    fn strong(self, text: &str) -> String {
        if self.bold && !text.is_empty() {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

fn write_panel(text: &mut String, panel: &Panel, style: TextStyle) {
    let heading = panel.heading.to_uppercase();
    if !heading.is_empty() {
        let _ = writeln!(text, "{}", style.strong(&heading));
    }
    for line in [&panel.title, &panel.scope] {
        if !line.is_empty() {
            paragraph(text, line, "", style);
        }
    }
    write_table(text, &panel.table, style);
    let hidden = hidden_rows(&panel.table, style);
    if hidden > 0 {
        let rows = if hidden == 1 { "row" } else { "rows" };
        let words = format!("{hidden} earlier {rows}: --all-periods, or --format csv");
        paragraph(text, &words, "  ", style);
    }
    for table in &panel.further_tables {
        write_table(text, table, style);
    }
    for remark in &panel.remarks {
        paragraph(text, remark, "  ", style);
    }
}

fn hidden_rows(table: &Table, style: TextStyle) -> usize {
    if style.all_rows {
        0
    } else {
        table.earlier_rows
    }
}

fn write_table(text: &mut String, table: &Table, style: TextStyle) {
    if table.columns.is_empty() || table.rows.is_empty() {
        return;
    }
    let shown = &table.rows[hidden_rows(table, style).min(table.rows.len())..];
    let with_remarks = shown.iter().any(|row| !beside(row).is_empty());
    let columns: Vec<(usize, &Column)> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.in_terminal)
        .collect();
    let mut drawn = comfy_table::Table::new();
    drawn
        .load_style(TableStyle::new())
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(style.width).unwrap_or(u16::MAX));
    let headers = columns.iter().map(|(_, column)| column.header.clone());
    drawn.set_header(headers.chain(with_remarks.then(String::new)));
    for row in shown {
        let cells = columns
            .iter()
            .filter_map(|(index, _)| row.cells.get(*index))
            .map(write_cell);
        drawn.add_row(cells.chain(with_remarks.then(|| beside(row))));
    }
    constrain(&mut drawn, &columns, shown, style.width);
    for line in drawn.lines() {
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// Names are copied and numbers are read: neither is broken over lines. Where the table is too wide,
/// headers give way first, then names of several words, then what stands beside the rows.
fn constrain(
    drawn: &mut comfy_table::Table,
    columns: &[(usize, &Column)],
    shown: &[TableRow],
    room: usize,
) {
    let wide = natural_width(columns, shown) > room;
    let mut taken = 0;
    for (place, (index, column)) in columns.iter().enumerate() {
        let cells = || {
            shown
                .iter()
                .filter_map(|row| row.cells.get(*index))
                .map(write_cell)
        };
        let right = column.alignment == Alignment::Right;
        let content = cells().map(|cell| cell.chars().count()).max().unwrap_or(0);
        let Some(drawn) = drawn.column_mut(place) else {
            continue;
        };
        drawn.set_padding((if place == 0 { 2 } else { 1 }, 1));
        if right {
            drawn.set_cell_alignment(CellAlignment::Right);
        }
        if right && wide {
            let words = column.header.split(' ').map(|word| word.chars().count());
            let width = content.max(words.max().unwrap_or(0)) + 2;
            taken += width;
            drawn.set_constraint(ColumnConstraint::Absolute(fixed(width)));
        } else if right || (place == 0 && (!wide || cells().all(|cell| !cell.contains(' ')))) {
            taken += content + 3;
            drawn.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    if let Some(remarks) = drawn.column_mut(columns.len()) {
        let left = room.saturating_sub(taken).clamp(14, 40);
        remarks.set_constraint(ColumnConstraint::LowerBoundary(fixed(left)));
    }
}

fn fixed(width: usize) -> Width {
    Width::Fixed(u16::try_from(width).unwrap_or(u16::MAX))
}

/// Columns of text that the table takes where nothing gives way.
fn natural_width(columns: &[(usize, &Column)], shown: &[TableRow]) -> usize {
    let beside = shown
        .iter()
        .map(|row| beside(row).chars().count())
        .max()
        .unwrap_or(0);
    let cells = columns.iter().map(|(index, column)| {
        let cells = shown.iter().filter_map(|row| row.cells.get(*index));
        let written = cells.map(|cell| write_cell(cell).chars().count());
        written
            .chain([column.header.chars().count()])
            .max()
            .unwrap_or(0)
            + 2
    });
    cells.sum::<usize>() + beside + 3
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
        Cell::Text(text) => text.clone(),
        Cell::Number(value, format) => format.write(*value),
        Cell::Missing(marker) => marker.to_string(),
        Cell::Empty => String::new(),
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
    for line in textwrap::wrap(words, options) {
        let _ = writeln!(text, "{}", line.trim_end());
    }
}
