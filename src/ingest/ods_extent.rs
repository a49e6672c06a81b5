//! How far the sheets of an ods file reach, told before they are unfolded: one cell may claim to be
//! repeated a million times.

/// The rows and columns of the sheet that spans most cells, with its name.
pub(super) fn largest_sheet(content: &str) -> (String, usize, usize) {
    let mut largest = (String::new(), 0, 0);
    let mut sheet = Extent::default();
    for (at, _) in content.match_indices("<table:table") {
        let tag = &content[at + 1..];
        let Some(end) = tag.find('>') else {
            break;
        };
        let tag = &tag[..end];
        let name = tag
            .split([' ', '/', '\n', '\t', '\r'])
            .next()
            .unwrap_or_default();
        match name {
            "table:table" => {
                keep_larger(&mut largest, sheet);
                sheet = Extent {
                    name: attribute(tag, "table:name").unwrap_or_default().to_owned(),
                    ..Extent::default()
                };
            }
            "table:table-row" => {
                sheet.row(repeats(tag, "table:number-rows-repeated"));
            }
            "table:table-cell" => {
                let filled = tag.contains("office:value-type=") || !tag.ends_with('/');
                sheet.cells(repeats(tag, "table:number-columns-repeated"), filled);
            }
            _ => {}
        }
    }
    keep_larger(&mut largest, sheet);
    largest
}

#[derive(Default)]
struct Extent {
    name: String,
    /// Rows up to the last one that holds something.
    height: usize,
    width: usize,
    rows_before: usize,
    row_repeats: usize,
    column: usize,
}

impl Extent {
    fn row(&mut self, repeats: usize) {
        self.rows_before = self.rows_before.saturating_add(self.row_repeats);
        self.row_repeats = repeats;
        self.column = 0;
    }

    fn cells(&mut self, repeats: usize, filled: bool) {
        self.column = self.column.saturating_add(repeats);
        if filled {
            self.width = self.width.max(self.column);
            self.height = self.rows_before.saturating_add(self.row_repeats);
        }
    }
}

fn keep_larger(largest: &mut (String, usize, usize), sheet: Extent) {
    if sheet.height.saturating_mul(sheet.width) > largest.1.saturating_mul(largest.2) {
        *largest = (sheet.name, sheet.height, sheet.width);
    }
}

/// How often an element is repeated.
pub(super) fn repeats(tag: &str, name: &str) -> usize {
    attribute(tag, name).map_or(1, |number| number.trim().parse().unwrap_or(usize::MAX))
}

/// The value of an attribute in the text of a tag.
pub(super) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let after = &tag[tag.find(name)? + name.len()..];
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::largest_sheet;

    #[test]
    fn repeats_count_only_up_to_the_last_cell_that_holds_something() {
        let content = "<table:table table:name=\"A\"><table:table-row table:number-rows-repeated='3'>\
            <table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell office:value-type=\"float\" \
            office:value=\"1\"><text:p>1</text:p></table:table-cell><table:table-cell \
            table:number-columns-repeated=\"16000\"/></table:table-row>\
            <table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"9\"/>\
            </table:table-row></table:table><table:table table:name=\"B\"><table:table-row>\
            <table:table-cell office:value-type=\"string\"/></table:table-row></table:table>";
        assert_eq!(largest_sheet(content), ("A".to_owned(), 3, 3));
        let bomb = content.replace("office:value=\"1\"", "table:number-columns-repeated=\"90\"");
        assert_eq!(largest_sheet(&bomb), ("A".to_owned(), 3, 92));
    }
}
