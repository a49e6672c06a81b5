//! How far the sheets of an ods file reach, told before they are unfolded: one cell may claim to be
//! repeated a million times.

/// How far each sheet reaches, in their order.
pub(crate) fn extents(content: &str) -> Vec<Extent> {
    let mut sheets: Vec<Extent> = Vec::new();
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
        match (name, sheets.last_mut()) {
            ("table:table", _) => sheets.push(Extent {
                name: attribute(tag, "table:name").unwrap_or_default().to_owned(),
                ..Extent::default()
            }),
            ("table:table-row", Some(sheet)) => {
                sheet.row(repeats(tag, "table:number-rows-repeated"));
            }
            ("table:table-cell", Some(sheet)) => {
                let filled = tag.contains("office:value-type=") || !tag.ends_with('/');
                sheet.cells(repeats(tag, "table:number-columns-repeated"), filled);
            }
            _ => {}
        }
    }
    sheets
}

/// Whether a table begins and does not end: some readers then wait for its end for ever.
pub(crate) fn is_unclosed(content: &str) -> bool {
    let begun = content.match_indices("<table:table").filter(|(at, name)| {
        let rest = &content[at + name.len()..];
        let is_table = rest.starts_with([' ', '>', '/', '\n', '\t', '\r']);
        let tag = rest.split('>').next().unwrap_or_default();
        is_table && !tag.ends_with('/')
    });
    begun.count() > content.matches("</table:table>").count()
}

/// How many spaces the texts of a file claim to repeat: a tag of 30 bytes can stand for 2³² of them.
pub(crate) fn repeated_spaces(content: &str) -> usize {
    let spaces = content.match_indices("<text:s").map(|(at, _)| {
        let tag = content[at..].split('>').next().unwrap_or_default();
        repeats(tag, "text:c")
    });
    spaces.fold(0, usize::saturating_add)
}

/// The rows and columns of a sheet up to its last cell that holds something.
#[derive(Debug, Default)]
pub(crate) struct Extent {
    pub(crate) name: String,
    /// Rows up to the last one that holds something.
    pub(crate) height: usize,
    pub(crate) width: usize,
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

/// How often an element is repeated.
pub(crate) fn repeats(tag: &str, name: &str) -> usize {
    attribute(tag, name).map_or(1, |number| number.trim().parse().unwrap_or(usize::MAX))
}

/// The value of an attribute in the text of a tag. The name may begin that of another:
/// `office:value` begins `office:value-type`.
pub(crate) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut places = tag.match_indices(name);
    let value = places.find_map(|(at, _)| {
        let after = tag[at + name.len()..].trim_start();
        after.strip_prefix('=')
    })?;
    let value = value.trim_start();
    let quote = value
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::{extents, is_unclosed};

    #[test]
    fn repeats_count_only_up_to_the_last_cell_that_holds_something() {
        let content = "<table:table table:name=\"A\"><table:table-row table:number-rows-repeated='3'>\
            <table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell office:value-type=\"float\" \
            office:value=\"1\"><text:p>1</text:p></table:table-cell><table:table-cell \
            table:number-columns-repeated=\"16000\"/></table:table-row>\
            <table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"9\"/>\
            </table:table-row></table:table><table:table table:name=\"B\"><table:table-row>\
            <table:table-cell office:value-type=\"string\"/></table:table-row></table:table>";
        let spans = |content: &str| -> Vec<(String, usize, usize)> {
            let all = extents(content).into_iter();
            all.map(|one| (one.name, one.height, one.width)).collect()
        };
        let second = ("B".to_owned(), 1, 1);
        assert_eq!(spans(content), [("A".to_owned(), 3, 3), second.clone()]);
        assert!(!is_unclosed(content));
        assert!(is_unclosed(content.strip_suffix("</table:table>").unwrap()));
        let bomb = content.replace("office:value=\"1\"", "table:number-columns-repeated=\"90\"");
        assert_eq!(spans(&bomb), [("A".to_owned(), 3, 92), second]);
    }
}
