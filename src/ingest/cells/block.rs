//! Tables inside a sheet: several may be stacked or stand side by side. Finds titles, heading
//! rows and extents; it does not read figures.

mod unread;

pub(crate) use self::unread::unread_columns;
use super::cell::collapsed;
use super::heading::{Heading, heading};
use crate::ingest::files::book::{Cell, Sheet};
use crate::model::Period;

/// How far below its title a table's heading row may stand.
const HEADING_WITHIN: usize = 14;

/// One table of a sheet; rows and columns are counted from 0.
#[derive(Debug)]
pub(crate) struct Block<'a> {
    /// The publisher's name: `B9a`.
    pub(crate) table: String,
    /// Its title, and the line of its sheet that says where and when.
    pub(crate) title: String,
    /// The row of its headings.
    pub(crate) heading_row: usize,
    /// The sheet it stands on.
    pub(crate) sheet: &'a Sheet,
    /// The column of offence codes, where there is one.
    pub(crate) code_column: Option<usize>,
    /// The column of labels.
    pub(crate) label_column: usize,
    /// Columns of figures, with what their headings say.
    pub(crate) columns: Vec<(usize, Heading)>,
    /// The heading above those of its periods, where each period occurs several times: `Women`.
    pub(crate) upper: String,
    /// The headings above do not say which of its columns they are over: none is taken.
    pub(crate) unclear: bool,
    /// The first row of figures and the row after the last.
    pub(crate) rows: std::ops::Range<usize>,
}

impl Block<'_> {
    /// The same table with these columns alone.
    pub(crate) fn with_columns(&self, columns: Vec<(usize, Heading)>) -> Self {
        Self {
            table: self.table.clone(),
            title: self.title.clone(),
            rows: self.rows.clone(),
            upper: self.upper.clone(),
            columns,
            ..*self
        }
    }
}

/// Every table of a sheet that has a title `Table X1a: …` and a row of period headings.
pub(crate) fn blocks(sheet: &Sheet) -> Vec<Block<'_>> {
    let mut titles = Vec::new();
    for (row, cells) in sheet.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            if let Cell::Text(text) = cell
                && let Some(table) = table_name(text)
            {
                titles.push((row, column, table));
            }
        }
    }
    titles
        .iter()
        .flat_map(|(row, column, table)| {
            let beside = titles
                .iter()
                .filter(|(other, start, ..)| other == row && start > column)
                .map(|(_, start, ..)| *start)
                .min();
            let width = sheet.rows.first().map_or(0, Vec::len);
            let extent = *column..beside.unwrap_or(width);
            let found = block(sheet, *row, extent, table);
            found.map(by_upper_heading).unwrap_or_default()
        })
        .collect()
}

/// A table in which each period occurs several times, under headings such as `Men` and `Women` in
/// the row above: one table for each of these.
fn by_upper_heading(block: Block<'_>) -> Vec<Block<'_>> {
    let mut seen = Vec::new();
    let periods = block
        .columns
        .iter()
        .filter_map(|(_, heading)| level(heading));
    let repeated = periods.into_iter().any(|period| {
        let again = seen.contains(&period);
        seen.push(period);
        again
    });
    let Some(row) = block.heading_row.checked_sub(1).filter(|_| repeated) else {
        return vec![block];
    };
    // Columns on the left that say of whom a row is belong to every part.
    let keys = block.columns.iter();
    let keys = keys.take_while(|(_, heading)| matches!(heading, Heading::Other(_)));
    let keys: Vec<(usize, Heading)> = keys.cloned().collect();
    let mut parts: Vec<(String, Vec<(usize, Heading)>)> = Vec::new();
    for (column, heading) in &block.columns[keys.len()..] {
        // A merged heading is in the first of its columns; one that is not may be over each of them.
        let upper = collapsed(block.sheet.text(row, *column));
        let goes_on = parts
            .last()
            .is_some_and(|(last, _)| upper.is_empty() || *last == upper);
        if !goes_on {
            parts.push((upper, keys.clone()));
        }
        if let Some((_, columns)) = parts.last_mut() {
            columns.push((*column, heading.clone()));
        }
    }
    if parts.len() < 2 {
        return vec![block];
    }
    if !are_clear(&parts) {
        return vec![Block {
            unclear: true,
            ..block.with_columns(Vec::new())
        }];
    }
    let parts = parts.into_iter().map(|(upper, columns)| Block {
        upper,
        ..block.with_columns(columns)
    });
    parts.collect()
}

/// Whether headings above those of periods stand over the columns that they belong to: each is over
/// the same periods, and none is missing. A heading that was centred over its columns stands over
/// the middle of them, and what is left of it would be taken for that of the heading before.
fn are_clear(parts: &[(String, Vec<(usize, Heading)>)]) -> bool {
    let periods = |columns: &[(usize, Heading)]| -> Vec<Period> {
        let levels = columns.iter().filter_map(|(_, heading)| level(heading));
        levels.collect()
    };
    // Headings over changes or signs of significance alone are over no periods.
    let mut over = parts
        .iter()
        .map(|(upper, columns)| (upper, periods(columns)))
        .filter(|(_, periods)| !periods.is_empty());
    let Some((first_upper, first)) = over.next() else {
        return true;
    };
    !first_upper.is_empty() && over.all(|(_, periods)| periods == first)
}

/// The period whose figures a column holds.
const fn level(heading: &Heading) -> Option<Period> {
    match heading {
        Heading::Level(period, _) => Some(*period),
        Heading::YearlyChange(_) | Heading::Other(_) => None,
    }
}

fn block<'a>(
    sheet: &'a Sheet,
    title_row: usize,
    extent: std::ops::Range<usize>,
    table: &str,
) -> Option<Block<'a>> {
    let heading_row =
        (title_row + 1..sheet.rows.len().min(title_row + HEADING_WITHIN)).find(|row| {
            let filled = |column: &usize| *sheet.cell(*row, *column) != Cell::Empty;
            let mut columns = extent.clone();
            extent.clone().filter(filled).count() > 1
                && columns.any(|column| is_period(sheet.text(*row, column)))
        })?;
    let title = collapsed(sheet.text(title_row, extent.start));
    let headings = Headings::of(sheet, heading_row, extent);
    let (label_column, mut columns) = (headings.label_column?, headings.columns);
    let first = heading_row + 1;
    let end = (first..sheet.rows.len())
        .find(|row| is_blank(sheet, *row, label_column, &columns))
        .unwrap_or(sheet.rows.len());
    // A column without a heading, or headed by a number, is part of the table if it holds figures.
    let is_number = |row: usize, column: usize| matches!(sheet.cell(row, column), Cell::Number(_));
    for column in headings.without_text {
        if column > label_column && (first..end).any(|row| is_number(row, column)) {
            columns.push((column, Heading::Other(String::new())));
        }
    }
    columns.sort_by_key(|(column, _)| *column);
    Some(Block {
        table: table.to_owned(),
        title,
        heading_row,
        sheet,
        code_column: headings.code_column,
        label_column,
        columns,
        upper: String::new(),
        unclear: false,
        rows: first..end,
    })
}

/// What each column holds, by a row of headings.
#[derive(Default)]
struct Headings {
    code_column: Option<usize>,
    label_column: Option<usize>,
    columns: Vec<(usize, Heading)>,
    /// Columns whose heading is blank or a number.
    without_text: Vec<usize>,
}

impl Headings {
    fn of(sheet: &Sheet, row: usize, extent: std::ops::Range<usize>) -> Self {
        let title_column = extent.start;
        let mut found = Self::default();
        for column in extent {
            let raw = sheet.text(row, column);
            let text = collapsed(raw);
            if text.is_empty() {
                found.without_text.push(column);
                continue;
            }
            if text.eq_ignore_ascii_case("offence code") {
                found.code_column = Some(column);
            } else if found.label_column.is_none() && !is_period(raw) {
                found.label_column = Some(column);
            } else {
                // Where the labels have no heading of their own, they stand in the first column.
                found.label_column = found.label_column.or(Some(title_column));
                found.columns.push((column, heading(raw)));
            }
        }
        found
    }
}

fn is_period(text: &str) -> bool {
    matches!(heading(text), Heading::Level(..))
}

fn is_blank(sheet: &Sheet, row: usize, label_column: usize, columns: &[(usize, Heading)]) -> bool {
    *sheet.cell(row, label_column) == Cell::Empty
        && columns
            .iter()
            .all(|(column, _)| *sheet.cell(row, *column) == Cell::Empty)
}

/// `B9a` of `Table B9a: Number of offences …`; `4.01` of `Table 4.01: …`; `A1a` of `A1a: Trends …`,
/// where the word is missing.
pub(crate) fn table_name(text: &str) -> Option<String> {
    let text = text.trim_start();
    let (name, _) = text
        .strip_prefix("Table ")
        .unwrap_or(text)
        .split_once(':')?;
    let name = name.trim();
    let has_word = text.starts_with("Table ");
    let is_letter_and_number = name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.ends_with(|last: char| last.is_ascii_lowercase());
    let plausible = (has_word || is_letter_and_number)
        && (1..=5).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_uppercase() || first.is_ascii_digit())
        && name.bytes().any(|byte| byte.is_ascii_digit())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    plausible.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Cell, Sheet, blocks};

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let cell = |text: &&str| match *text {
            "" => Cell::Empty,
            text => text
                .parse()
                .map_or(Cell::Text(text.to_owned()), Cell::Number),
        };
        Sheet {
            name: "Worksheet_B9".into(),
            whole: true,
            rows: rows
                .iter()
                .map(|row| row.iter().map(cell).collect())
                .collect(),
        }
    }

    #[test]
    fn stacked_tables_are_told_apart_and_end_at_a_blank_row() {
        let sheet = sheet(&[
            &["Worksheet B9: two tables", "", ""],
            &["Table B9a: Number", "", ""],
            &[
                "Offence",
                "Apr 2015 to \nMar 2016",
                "Apr 2016 to \nMar 2017",
            ],
            &["All offences", "10", "20"],
            &["", "", ""],
            &["Table B9b: Share", "", ""],
            &["Offence", "Apr 2015 to \nMar 2016\n (%)", ""],
            &["All offences", "1.5", ""],
        ]);
        let found = blocks(&sheet);
        let names: Vec<_> = found
            .iter()
            .map(|block| (block.table.as_str(), block.rows.clone()))
            .collect();
        assert_eq!(names, [("B9a", 3..4), ("B9b", 7..8)]);
        assert_eq!(found[0].columns.len(), 2);
    }

    #[test]
    fn tables_side_by_side_keep_to_their_own_columns() {
        let sheet = sheet(&[
            &["Table B1a: Levels", "", "Table B1b: Changes", ""],
            &[
                "Relationship",
                "Apr 2015 to Mar 2016",
                "Relationship",
                "Apr 2015 to Mar 2016",
            ],
            &["VIOLENCE", "10", "VIOLENCE", "-3.5"],
        ]);
        let found = blocks(&sheet);
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0]
                .columns
                .iter()
                .map(|(column, _)| *column)
                .collect::<Vec<_>>(),
            [1]
        );
        assert_eq!(found[1].label_column, 2);
        assert_eq!(
            found[1]
                .columns
                .iter()
                .map(|(column, _)| *column)
                .collect::<Vec<_>>(),
            [3]
        );
    }
}
