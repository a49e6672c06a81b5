//! What the templates of pages are given: an answer as plain words, marks and drawings. Nothing is
//! computed here; every number is written as the other renderers write it.

use anyhow::Result;
use serde::Serialize;

use super::super::svg;
use super::super::text::write_cell;
use crate::answer::{Alignment, Answer, Cell, Chart, Panel, ShownIn, Table, TableRow, Text};
use crate::model::Marker;

/// An answer on a page.
#[derive(Debug, Default, Serialize)]
pub(super) struct Part {
    /// Begins every name of this part on its page; empty where the page has one part.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) verdicts: Vec<String>,
    pub(super) cautions: Vec<String>,
    /// Headline and sentences of each panel: the answer in a few words.
    leads: Vec<Lead>,
    sections: Vec<Section>,
    notes: Vec<PageNote>,
    sources: Vec<String>,
    pub(super) short_sources: Vec<String>,
    statuses: Vec<String>,
    /// Files with the figures.
    pub(super) downloads: Vec<Download>,
    /// The command that gives the same answer; empty where the page is not part of a site.
    pub(super) command: String,
}

#[derive(Debug, Serialize)]
struct Lead {
    heading: String,
    headline: String,
    summary: Vec<String>,
}

/// One panel below the answer in a few words.
#[derive(Debug, Serialize)]
struct Section {
    id: String,
    heading: String,
    title: String,
    scope: String,
    /// The drawing, and whether it has the width of a page.
    svg: String,
    is_narrow: bool,
    /// The rows that a reader needs first, or all where there is no longer table.
    table: Option<PageTable>,
    /// Tables with every row.
    further: Vec<PageTable>,
    remarks: Vec<String>,
    is_folded: bool,
    /// Whether the details are shown at first: a list is read whole.
    is_open: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct PageTable {
    caption: String,
    columns: Vec<PageColumn>,
    rows: Vec<PageRow>,
    has_notes: bool,
    /// Begins the names of the notes.
    prefix: String,
}

#[derive(Debug, Serialize)]
struct PageColumn {
    header: String,
    is_number: bool,
}

#[derive(Debug, Serialize)]
struct PageRow {
    cells: Vec<PageCell>,
    notes: Vec<usize>,
    remark: String,
}

#[derive(Debug, Serialize)]
struct PageCell {
    text: String,
    is_number: bool,
    /// The figure at full precision, as the CSV has it; empty for anything else.
    value: String,
}

#[derive(Debug, Serialize)]
struct PageNote {
    number: Option<usize>,
    text: String,
}

/// A file with figures: beside the page, or within it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Download {
    /// `CSV`
    pub(crate) form: &'static str,
    /// `rape.csv`
    pub(crate) name: String,
    /// A name, or a `data:` address.
    pub(crate) href: String,
    /// `12 KB`
    pub(crate) size: String,
}

/// The size of a file as people read it.
pub(super) fn size(bytes: usize) -> String {
    const KILO: usize = 1000;
    match bytes {
        0..KILO => format!("{bytes} bytes"),
        KILO..1_000_000 => format!("{} KB", bytes.div_ceil(KILO)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

impl Part {
    /// The words, tables and drawings of an answer.
    ///
    /// # Errors
    /// If a chart cannot be drawn.
    pub(super) fn new(answer: &Answer, id: &str) -> Result<Self> {
        let prefix = if id.is_empty() {
            String::new()
        } else {
            format!("{id}-")
        };
        let panels: Vec<&Panel> = answer
            .panels
            .iter()
            .filter(|panel| !panel.machine_only)
            .collect();
        let sections = panels
            .iter()
            .enumerate()
            .map(|(place, panel)| section(panel, answer, (&prefix, place + 1)));
        let has_figures = !answer.facts.is_empty();
        let mut statuses: Vec<String> = panels
            .iter()
            .map(|panel| panel.status.to_string())
            .filter(|status| !status.is_empty())
            .collect();
        statuses.dedup();
        let note = |note: &crate::answer::Note| PageNote {
            number: note.number,
            text: note.text.clone(),
        };
        Ok(Self {
            sections: sections.collect::<Result<_>>()?,
            title: answer.title.clone(),
            verdicts: words(&answer.verdicts),
            cautions: words(&answer.cautions),
            leads: panels
                .iter()
                .filter_map(|panel| lead(panel, has_figures))
                .collect(),
            notes: answer
                .notes()
                .iter()
                .map(note)
                .chain(symbols(&panels, answer))
                .collect(),
            sources: answer.sources().to_vec(),
            short_sources: answer.short_sources().to_vec(),
            statuses,
            id: prefix,
            ..Self::default()
        })
    }
}

/// What each symbol in the tables and sentences means, where no note says so.
fn symbols(panels: &[&Panel], answer: &Answer) -> Vec<PageNote> {
    let mut said: Vec<String> = Vec::new();
    for panel in panels {
        let tables = [&panel.table].into_iter().chain(&panel.further_tables);
        let cells = tables.flat_map(|table| table.rows.iter().flat_map(|row| &row.cells));
        said.extend(cells.map(write_cell));
        let texts = panel.summary.iter().chain(&panel.remarks);
        said.extend(texts.map(ToString::to_string));
    }
    let is_told = |symbol: &str| {
        answer
            .notes()
            .iter()
            .any(|note| note.text.starts_with(symbol))
    };
    Marker::ALL
        .iter()
        .filter(|(_, symbol, _)| !is_told(symbol) && said.iter().any(|one| one.contains(symbol)))
        .map(|(_, symbol, meaning)| PageNote {
            number: None,
            text: format!("{symbol} {meaning}."),
        })
        .collect()
}

pub(super) fn words(texts: &[Text]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

/// The panel in a few words, where it has any of its own. A list has none: its sentences say what
/// other forms have besides.
fn lead(panel: &Panel, has_figures: bool) -> Option<Lead> {
    let has_words = !panel.headline.is_empty() || (has_figures && !panel.summary.is_empty());
    (has_words && !panel.only_in_full).then(|| Lead {
        heading: panel.heading.clone(),
        headline: panel.headline.to_string(),
        summary: words(&panel.summary),
    })
}

fn section(panel: &Panel, answer: &Answer, (prefix, number): (&str, usize)) -> Result<Section> {
    let id = format!("{prefix}part-{number}");
    let svg = svg::in_page(panel, &format!("{id}-chart"))?;
    let caption = caption(panel, answer);
    let of_list = answer
        .facts
        .is_empty()
        .then(|| in_few_columns(&panel.table));
    let first = of_list.as_ref().unwrap_or(&panel.table);
    let (table, further) = tables(first, &panel.further_tables, &caption, prefix);
    let title = panel.title.to_string();
    Ok(Section {
        is_narrow: matches!(panel.chart, Some(Chart::Lines(_))),
        svg: svg.unwrap_or_default(),
        heading: panel.heading.clone(),
        title: if title == answer.title {
            String::new()
        } else {
            title
        },
        scope: panel.scope.clone(),
        table,
        further,
        // The sentences of the short answer are at the top of the page.
        remarks: words(&panel.remarks)
            .into_iter()
            .filter(|remark| !panel.summary.iter().any(|said| said.as_str() == remark))
            .collect(),
        is_folded: panel.only_in_full,
        is_open: panel.only_in_full || answer.facts.is_empty(),
        id,
    })
}

/// The tables of an answer that it has as drawings too, as they are drawn.
pub(super) fn drawn_tables(answer: &Answer) -> Vec<PageTable> {
    let panels = answer.panels.iter();
    let drawn = panels.filter_map(|panel| match &panel.chart {
        Some(Chart::Listing(table)) => page_table(table, (panel.title.as_str(), ""), true),
        _ => None,
    });
    drawn.collect()
}

/// The table that a reader needs first, and those with every row and with what was computed.
fn tables(
    first: &Table,
    more: &[Table],
    caption: &str,
    prefix: &str,
) -> (Option<PageTable>, Vec<PageTable>) {
    let named = |what: &str| format!("{caption}: {what}");
    let mut further = Vec::new();
    let table = if has_two_lengths(first) {
        further.extend(page_table(first, (&named("all figures"), prefix), true));
        page_table(first, (&named("main figures"), prefix), false)
    } else {
        page_table(first, (caption, prefix), true)
    };
    let count = more.len();
    for (place, one) in more.iter().enumerate() {
        let what = if count > 1 {
            format!("details {} of {count}", place + 1)
        } else {
            "details".to_owned()
        };
        further.extend(page_table(one, (&named(&what), prefix), true));
    }
    (table, further)
}

/// A list without the columns that a terminal has no room for: they follow in a table of their own, or
/// are in the CSV.
fn in_few_columns(table: &Table) -> Table {
    let is_kept: Vec<bool> = table.columns.iter().map(|one| one.in_terminal).collect();
    let kept = |cells: &[Cell]| {
        let cells = cells.iter().zip(&is_kept);
        cells
            .filter(|(_, kept)| **kept)
            .map(|(cell, _)| cell.clone())
            .collect()
    };
    let rows = table.rows.iter().map(|row| TableRow {
        cells: kept(&row.cells),
        ..row.clone()
    });
    let columns = table.columns.iter();
    Table {
        rows: rows.collect(),
        columns: columns.filter(|one| one.in_terminal).cloned().collect(),
        earlier_rows: table.earlier_rows,
    }
}

/// What the tables of a panel are about.
fn caption(panel: &Panel, answer: &Answer) -> String {
    match (panel.heading.as_str(), panel.scope.as_str()) {
        ("", "") => answer.title.clone(),
        ("", scope) => scope.to_owned(),
        (heading, _) => format!("{}: {heading}", answer.title),
    }
}

fn has_two_lengths(table: &Table) -> bool {
    table.rows.iter().any(|row| row.shown != ShownIn::Always)
}

fn page_table(table: &Table, (caption, prefix): (&str, &str), in_full: bool) -> Option<PageTable> {
    let is_shown = |row: &&TableRow| match row.shown {
        ShownIn::Always => true,
        ShownIn::InFull => in_full,
        ShownIn::InShort => !in_full,
    };
    let rows: Vec<PageRow> = table
        .rows
        .iter()
        .filter(is_shown)
        .map(|row| page_row(row, table))
        .collect();
    if table.columns.is_empty() || rows.is_empty() {
        return None;
    }
    let columns = table.columns.iter().map(|column| PageColumn {
        header: column.header.clone(),
        is_number: column.alignment == Alignment::Right,
    });
    Some(PageTable {
        caption: caption.to_owned(),
        columns: columns.collect(),
        has_notes: rows
            .iter()
            .any(|row| !row.notes.is_empty() || !row.remark.is_empty()),
        rows,
        prefix: prefix.to_owned(),
    })
}

fn page_row(row: &TableRow, table: &Table) -> PageRow {
    let cells = row.cells.iter().zip(&table.columns);
    PageRow {
        cells: cells
            .map(|(cell, column)| PageCell {
                text: write_cell(cell),
                is_number: column.alignment == Alignment::Right,
                value: match cell {
                    Cell::Fact(_, value, _) => format!("{value:?}"),
                    _ => String::new(),
                },
            })
            .collect(),
        notes: row.notes.clone(),
        remark: row.remark.clone(),
    }
}
