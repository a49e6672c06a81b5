//! An answer for reading in a terminal: readable without colour, fitting its width.

mod widths;

use std::fmt::Write as _;

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, TableStyle, Width};

use self::widths::Extent;
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
        let text = &without_controls(text);
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
    for line in [panel.title.as_str(), &panel.scope] {
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
    let mut columns: Vec<Written> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.in_terminal)
        .map(|(index, column)| Written::column(index, column, shown))
        .collect();
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
    fn column(index: usize, column: &Column, shown: &[TableRow]) -> Self {
        let cell = |row: &TableRow| row.cells.get(index).map_or_else(String::new, write_cell);
        Self {
            header: column.header.clone(),
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
    drawn.set_header(columns.iter().map(|column| &column.header));
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
        Cell::Text(text) => without_controls(text),
        Cell::Number(value, format) | Cell::Fact(_, value, format) => format.write(*value),
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
    for line in textwrap::wrap(&without_controls(words), options) {
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// A published cell may hold anything: what would steer the terminal is shown as a sign instead.
fn without_controls(text: &str) -> String {
    text.replace(|one: char| one.is_control() && one != '\n', "\u{fffd}")
}
