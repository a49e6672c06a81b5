//! What an ods file says of its cells beside their values: percentages, hidden rows and columns,
//! formulas without a result.

use std::ops::Range;

use super::book::{Cell, Sheet};
use super::ods_extent::{attribute, repeats};
use super::xlsx::per_cent;

/// What is said of the cells of one sheet; rows and columns are counted from 0.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    name: String,
    percentages: Vec<Area>,
    without_result: Vec<Area>,
    pub(super) hidden_rows: Vec<Range<usize>>,
    pub(super) hidden_columns: Vec<Range<usize>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Area {
    rows: Range<usize>,
    columns: Range<usize>,
}

impl Marks {
    /// Makes fractions percentages and shows which formulas have no result.
    pub(super) fn apply(&self, sheet: &mut Sheet) {
        for area in &self.percentages {
            change(sheet, area, |cell| {
                if let Cell::Number(number) = cell {
                    *number = per_cent(*number);
                }
            });
        }
        for area in &self.without_result {
            change(sheet, area, |cell| {
                if *cell == Cell::Empty {
                    *cell = Cell::Text("=".to_owned());
                }
            });
        }
    }
}

fn change(sheet: &mut Sheet, area: &Area, change: impl Fn(&mut Cell)) {
    let rows = area.rows.start..area.rows.end.min(sheet.rows.len());
    for cells in sheet.rows.get_mut(rows).into_iter().flatten() {
        let columns = area.columns.start..area.columns.end.min(cells.len());
        cells
            .get_mut(columns)
            .into_iter()
            .flatten()
            .for_each(&change);
    }
}

/// The marks of the sheet with this name.
pub(super) fn of_sheet<'a>(marks: &'a [Marks], name: &str) -> Option<&'a Marks> {
    marks.iter().find(|marks| marks.name == name)
}

/// The marks of every sheet of a file's content; none where the file has none.
pub(super) fn marks(content: &str) -> Vec<Marks> {
    let has = |text: &str| memchr::memmem::find(content.as_bytes(), text.as_bytes()).is_some();
    if !(has("\"percentage\"") || has("table:visibility") || has("table:formula")) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = At::default();
    for (start, _) in content.match_indices("<table:") {
        let tag = tag(&content[start + 1..]);
        let name = tag.split([' ', '/', '\n', '\t', '\r']).next();
        match name.unwrap_or_default() {
            "table:table" => {
                at = At::default();
                let name = attribute(tag, "table:name").unwrap_or_default();
                found.push(Marks {
                    name: quick_xml::escape::unescape(name)
                        .map_or_else(|_| name.to_owned(), std::borrow::Cow::into_owned),
                    ..Marks::default()
                });
            }
            element => {
                if let Some(marks) = found.last_mut() {
                    at.mark(element, tag, marks);
                }
            }
        }
    }
    found
}

/// The text of a tag up to its end; `>` may be part of an attribute.
fn tag(text: &str) -> &str {
    let mut quote = None;
    let end = text.bytes().position(|byte| {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
        byte == b'>' && quote.is_none()
    });
    &text[..end.unwrap_or(text.len())]
}

/// Where the reader is in a sheet.
#[derive(Default)]
struct At {
    next_row: usize,
    rows: Range<usize>,
    column: usize,
    declared_columns: usize,
}

impl At {
    fn mark(&mut self, element: &str, tag: &str, marks: &mut Marks) {
        let hidden = || {
            let visibility = attribute(tag, "table:visibility");
            visibility.is_some_and(|how| matches!(how, "collapse" | "filter"))
        };
        match element {
            "table:table-column" => {
                let first = self.declared_columns;
                let end = first.saturating_add(repeats(tag, "table:number-columns-repeated"));
                self.declared_columns = end;
                if hidden() {
                    marks.hidden_columns.push(first..end);
                }
            }
            "table:table-row" => {
                let end = self
                    .next_row
                    .saturating_add(repeats(tag, "table:number-rows-repeated"));
                self.rows = self.next_row..end;
                self.next_row = end;
                self.column = 0;
                if hidden() {
                    marks.hidden_rows.push(self.rows.clone());
                }
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let first = self.column;
                self.column = first.saturating_add(repeats(tag, "table:number-columns-repeated"));
                let area = || Area {
                    rows: self.rows.clone(),
                    columns: first..self.column,
                };
                match attribute(tag, "office:value-type") {
                    Some("percentage") => marks.percentages.push(area()),
                    None if tag.contains("table:formula=") => marks.without_result.push(area()),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Area, Cell, Sheet, marks, of_sheet};

    const CONTENT: &str = "<table:table table:name=\"A &amp; B\"><table:table-column \
        table:number-columns-repeated=\"2\"/><table:table-column table:visibility=\"collapse\"/>\
        <table:table-row table:number-rows-repeated=\"2\"><table:covered-table-cell/>\
        <table:table-cell office:value-type=\"percentage\" office:value=\"0.0725\"/></table:table-row>\
        <table:table-row table:visibility=\"filter\"><table:table-cell table:formula=\"of:=[.A1]>1\"/>\
        <table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>";

    #[test]
    fn percentages_hidden_rows_and_formulas_are_found() {
        let found = marks(CONTENT);
        let marks = of_sheet(&found, "A & B").unwrap();
        let area = |rows, columns| Area { rows, columns };
        assert_eq!(marks.percentages, [area(0..2, 1..2)]);
        assert_eq!(marks.without_result, [area(2..3, 0..1)]);
        assert_eq!(marks.hidden_rows, [2..3]);
        assert_eq!(marks.hidden_columns, [2..3]);
        let mut sheet = Sheet {
            rows: vec![vec![Cell::Empty, Cell::Number(0.0725)]; 3],
            ..Sheet::default()
        };
        marks.apply(&mut sheet);
        assert_eq!(sheet.cell(1, 1), &Cell::Number(7.25));
        assert_eq!(sheet.cell(2, 0), &Cell::Text("=".to_owned()));
        assert_eq!(sheet.cell(2, 1), &Cell::Number(0.0725));
    }

    #[test]
    fn a_file_without_marks_is_not_searched() {
        assert!(marks("<table:table table:name=\"A\"><table:table-row/></table:table>").is_empty());
    }
}
