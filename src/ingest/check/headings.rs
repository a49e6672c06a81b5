//! Headings of columns against each other, against the table's title, against the tables beside
//! it, and against the cover: stale and misprinted ones.

use crate::ingest::cells::block::{Block, blocks};
use crate::ingest::cells::cell::{collapsed, label};
use crate::ingest::cells::heading::{Heading, spans_in};
use crate::ingest::finding::Finding;
use crate::ingest::{Book, Sheet};
use crate::model::{Period, cell_name, month_number};

/// A column of a table with the period of its heading.
type Dated = (usize, Period);

/// Every heading, title and cover date that cannot be right. `taken` are the tables whose figures
/// serve.
pub(super) fn check(book: &Book, release: Period, taken: &[String], findings: &mut Vec<Finding>) {
    for sheet in &book.sheets {
        let blocks = blocks(sheet);
        for block in &blocks {
            let levels = levels(block);
            readable(block, findings);
            order(block, &levels, findings);
            if !compares(block) {
                title(sheet, block, &levels, findings);
            }
            if taken.contains(&block.table) {
                stale(block, &levels, release, findings);
            }
        }
        for pair in blocks.windows(2) {
            if !compares(&pair[0]) && !compares(&pair[1]) {
                differs(&pair[0], &pair[1], findings);
            }
        }
    }
    if let Some(cover) = book.sheets.first() {
        cover_date(cover, release, findings);
    }
}

/// Whether the columns are changes against the periods that head them.
fn compares(block: &Block<'_>) -> bool {
    block.columns.iter().any(
        |(_, heading)| matches!(heading, Heading::Other(text) if text.ends_with("Significance")),
    )
}

fn levels(block: &Block<'_>) -> Vec<Dated> {
    block
        .columns
        .iter()
        .filter_map(|(column, heading)| match heading {
            Heading::Level(period, _) => Some((*column, *period)),
            _ => None,
        })
        .collect()
}

fn warn(block: &Block<'_>, column: usize, rule: &'static str, message: String) -> Finding {
    Finding::warning(
        rule,
        block.sheet.name.as_str(),
        cell_name(block.heading_row, column),
        collapsed(block.sheet.text(block.heading_row, column)),
        message,
    )
}

/// A heading that begins and ends with a month, but spans no month, quarter or year.
fn readable(block: &Block<'_>, findings: &mut Vec<Finding>) {
    for (column, heading) in &block.columns {
        let Heading::Other(text) = heading else {
            continue;
        };
        let spans = spans_in(text);
        if let [(first, last)] = spans.as_slice()
            && text.split(' ').count() <= 5
        {
            let months = (last.0 - first.0) * 12 + i32::from(last.1) - i32::from(first.1) + 1;
            findings.push(warn(
                block,
                *column,
                "heading-readable",
                format!(
                    "the heading of column {} in Table {} spans {months} months, not a month, quarter or year; the column is not taken",
                    column_name(*column), block.table
                ),
            ));
        }
    }
}

fn column_name(column: usize) -> String {
    cell_name(0, column).trim_end_matches('1').to_owned()
}

/// Columns run from earlier to later, each period once; months and quarters leave none out, and a
/// long run of years leaves out none either.
fn order(block: &Block<'_>, levels: &[Dated], findings: &mut Vec<Finding>) {
    const LONG_RUN: usize = 8;
    let of_basis = |period: Period| {
        levels
            .iter()
            .filter(|(_, other)| other.basis() == period.basis())
            .count()
    };
    for pair in levels.windows(2) {
        let ((_, before), (column, period)) = (pair[0], pair[1]);
        if before.basis() != period.basis() {
            continue;
        }
        let table = &block.table;
        if period <= before {
            let message = format!("{period} stands to the right of {before} in Table {table}");
            findings.push(warn(block, column, "heading-order", message));
        } else if period != before.following()
            && (period.months() < 12 || (of_basis(period) >= LONG_RUN && !is_survey(block)))
        {
            let message = format!(
                "Table {table} goes from {before} to {period}: {} is left out",
                before.following()
            );
            findings.push(warn(block, column, "heading-order", message));
        }
    }
    twice(block, levels, findings);
}

fn twice(block: &Block<'_>, levels: &[Dated], findings: &mut Vec<Finding>) {
    for (place, (column, period)) in levels.iter().enumerate() {
        let earlier = levels[..place].iter().find(|(_, other)| other == period);
        let next_to = place > 0 && levels[place - 1].1 == *period;
        if let Some((first, _)) = earlier.filter(|_| !next_to) {
            let message = format!(
                "{period} heads columns {} and {} of Table {}",
                column_name(*first),
                column_name(*column),
                block.table
            );
            findings.push(warn(block, *column, "heading-order", message));
        }
    }
}

/// The survey was not asked in every year, so its years may leave some out.
fn is_survey(block: &Block<'_>) -> bool {
    (0..block.heading_row).any(|row| {
        let text = block.sheet.text(row, 0);
        text.starts_with("Source:") && !text.contains("Police recorded")
    })
}

/// The latest column of a table ends with the release.
fn stale(block: &Block<'_>, levels: &[Dated], release: Period, findings: &mut Vec<Finding>) {
    let Some((column, last)) = levels.iter().max_by_key(|(_, period)| period.end_month()) else {
        return;
    };
    if last.end_month() != release.end_month() {
        let message = format!(
            "the latest column of Table {} is headed {last}, though the release is for the {}",
            block.table,
            release.in_words()
        );
        findings.push(warn(block, *column, "heading-stale", message));
    }
}

/// `X to Y` in the title or the line under it is where the columns begin and end.
fn title(sheet: &Sheet, block: &Block<'_>, levels: &[Dated], findings: &mut Vec<Finding>) {
    let periods = || levels.iter().map(|(_, period)| *period);
    let (Some(first), Some(last)) = (
        periods().min_by_key(|period| period.first_month()),
        periods().max_by_key(|period| period.end_month()),
    ) else {
        return;
    };
    let sheet_says = [sheet.text(0, 0), sheet.text(1, 0)].map(collapsed);
    for (place, text) in sheet_says.iter().chain([&block.title]).enumerate() {
        if place == 2 && *text == sheet_says[0] {
            continue;
        }
        let Some(title) = Said::of(text) else {
            continue;
        };
        let mut stale = |value: &str, message: String| {
            let cell = if place == 2 {
                String::new()
            } else {
                cell_name(place, 0)
            };
            let sheet = sheet.name.as_str();
            findings.push(Finding::warning("title-stale", sheet, cell, value, message));
        };
        if let Some((from, words)) = &title.from
            && from.first_month() != first.first_month()
            && from.end_month() != first_end(levels, first.first_month())
        {
            let message = format!(
                "the title of Table {} says that it begins with {words}; its first column is {first}",
                block.table
            );
            stale(words, message);
        }
        let (to, words) = &title.to;
        if to.end_month() != last.end_month() {
            let message = format!(
                "the title of Table {} says {words}; its latest column is {last}",
                block.table
            );
            stale(words, message);
        }
    }
}

fn first_end(levels: &[Dated], earliest: i32) -> i32 {
    levels
        .iter()
        .filter(|(_, period)| period.first_month() == earliest)
        .map(|(_, period)| period.end_month())
        .min()
        .unwrap_or(earliest)
}

/// What a title says of its periods.
struct Said {
    /// Before `to`.
    from: Option<(Period, String)>,
    /// The latest that is named.
    to: (Period, String),
}

impl Said {
    fn of(text: &str) -> Option<Self> {
        let text = label(text).text;
        let found = named_periods(&text);
        let latest = found
            .iter()
            .max_by_key(|(_, period, _)| period.end_month())?;
        let from = found.windows(2).find_map(|pair| {
            let between = text.get(pair[0].0 + pair[0].2.len()..pair[1].0)?;
            (between.trim() == "to").then(|| (pair[0].1, pair[0].2.clone()))
        });
        Some(Self {
            from,
            to: (latest.1, latest.2.clone()),
        })
    }
}

/// `year ending June 2025`, or `October 2023` alone, each with where it begins and its words.
fn named_periods(text: &str) -> Vec<(usize, Period, String)> {
    const YEAR_ENDING: &str = "year ending ";
    let mut found = Vec::new();
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        words.push((at, word));
        at += word.len() + 1;
    }
    for pair in words.windows(2) {
        let ((start, month), (next, year)) = (pair[0], pair[1]);
        // Digits of footnotes may be glued to the year: `March 20191,2`.
        let digits = year.get(..4).unwrap_or_default();
        let (Some(month), Ok(year)) = (month_number(month), digits.parse::<u16>()) else {
            continue;
        };
        let end = next + digits.len();
        let before = &text[..start];
        if before.to_ascii_lowercase().ends_with(YEAR_ENDING) {
            let start = start - YEAR_ENDING.len();
            found.push((
                start,
                Period::YearEnding { year, month },
                text[start..end].to_owned(),
            ));
        } else {
            found.push((
                start,
                Period::Month { year, month },
                text[start..end].to_owned(),
            ));
        }
    }
    found
}

/// Two tables of one sheet with as many columns of the same length have the same periods.
fn differs(one: &Block<'_>, other: &Block<'_>, findings: &mut Vec<Finding>) {
    let (first, second) = (periods_in_order(one), periods_in_order(other));
    if first.len() < 3 || first.len() != second.len() {
        return;
    }
    for ((_, above), (column, heading)) in first.iter().zip(&second) {
        if let (Heading::Level(above, _), Heading::Level(period, _)) = (above, heading)
            && above.months() == period.months()
            && above != period
        {
            let message = format!(
                "column {} of Table {} is headed {period}, where Table {} on the same sheet has {above}",
                column_name(*column),
                other.table,
                one.table
            );
            findings.push(warn(other, *column, "heading-differs", message));
        }
    }
}

fn periods_in_order<'a>(block: &'a Block<'_>) -> Vec<(usize, &'a Heading)> {
    block
        .columns
        .iter()
        .filter(|(_, heading)| match heading {
            Heading::Level(..) => true,
            Heading::Other(text) => spans_in(text).len() == 1 && text.split(' ').count() <= 5,
            Heading::YearlyChange(_) => false,
        })
        .map(|(column, heading)| (*column, heading))
        .collect()
}

/// `published on 23 April 2025` cannot be before the period has ended.
fn cover_date(cover: &Sheet, release: Period, findings: &mut Vec<Finding>) {
    for row in 0..cover.rows.len() {
        let text = collapsed(cover.text(row, 0));
        let Some((_, rest)) = text.split_once("published on ") else {
            continue;
        };
        let words: Vec<&str> = rest
            .split(' ')
            .take(3)
            .map(|word| word.trim_matches(|character: char| !character.is_alphanumeric()))
            .collect();
        let [_, month, year] = words.as_slice() else {
            continue;
        };
        let (Some(month), Ok(year)) = (month_number(month), year.parse::<i32>()) else {
            continue;
        };
        let published = year * 12 + i32::from(month) - 1;
        if published < release.end_month() {
            findings.push(Finding::warning(
                "cover-date",
                cover.name.as_str(),
                cell_name(row, 0),
                words.join(" "),
                format!(
                    "the cover gives {} as the date of publication, before the {} had ended",
                    words.join(" "),
                    release.in_words()
                ),
            ));
        }
    }
}
