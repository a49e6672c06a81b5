//! Finds in the content of an ods file what it says of its cells beside their values.

use std::ops::Range;

use super::marks::{Area, Marks};
use super::ods_extent::{attribute, repeats};

/// The marks of every sheet of a file's content; none where the file has none.
pub(crate) fn marks(content: &str) -> Vec<Marks> {
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
                let kind = attribute(tag, "office:value-type");
                if kind == Some("percentage") {
                    marks.percentages.push(area());
                }
                // A program that does not calculate may say the kind of the result without it.
                let is_number = matches!(kind, Some("float" | "percentage" | "currency"));
                let no_result =
                    kind.is_none() || (is_number && attribute(tag, "office:value").is_none());
                if no_result && attribute(tag, "table:formula").is_some() {
                    marks.without_result.push(area());
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Area, marks};
    use crate::ingest::files::book::{Cell, Sheet};
    use crate::ingest::files::marks::of_sheet;

    const CONTENT: &str = "<table:table table:name=\"A &amp; B\"><table:table-column \
        table:number-columns-repeated=\"2\"/><table:table-column table:visibility=\"collapse\"/>\
        <table:table-row table:number-rows-repeated=\"2\"><table:covered-table-cell/>\
        <table:table-cell office:value-type=\"percentage\" office:value=\"0.0725\"/></table:table-row>\
        <table:table-row table:visibility=\"filter\"><table:table-cell table:formula=\"of:=[.A1]>1\"/>\
        <table:table-cell office:value-type=\"float\" office:value=\"1\" table:formula=\"of:=1\"/>\
        <table:table-cell office:value-type=\"float\" table:formula=\"of:=[.A1]-1\"/></table:table-row></table:table>";

    #[test]
    fn percentages_hidden_rows_and_formulas_are_found() {
        let found = marks(CONTENT);
        let marks = of_sheet(&found, "A & B").unwrap();
        let area = |rows, columns| Area { rows, columns };
        assert_eq!(marks.percentages, [area(0..2, 1..2)]);
        assert_eq!(marks.without_result, [area(2..3, 0..1), area(2..3, 2..3)]);
        assert_eq!(marks.hidden_rows.first(), Some(&(2..3)));
        assert_eq!(marks.hidden_columns.first(), Some(&(2..3)));
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
