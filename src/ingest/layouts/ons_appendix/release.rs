//! The period of a release of appendix tables: that of its tables, since a cover may be stale.

use std::collections::BTreeMap;

use super::form_of;
use crate::ingest::cells::block::{Block, blocks};
use crate::ingest::cells::cell::label;
use crate::ingest::cells::heading::Heading;
use crate::ingest::files::book::Book;
use crate::model::{Period, month_number};

/// The year that most of the tables taken say they end with, in their titles or in the line below
/// the title of their sheet; of two that are as frequent the later.
pub(super) fn period_of_tables(book: &Book) -> Option<Period> {
    let mut ends: BTreeMap<i32, (usize, Period)> = BTreeMap::new();
    for sheet in &book.sheets {
        let tables = blocks(sheet);
        let taken = tables.iter().filter(|one| form_of(one).is_some());
        for table in taken {
            let lines = [table.title.as_str(), sheet.text(0, 0), sheet.text(1, 0)];
            let said = lines
                .iter()
                .find_map(|line| period_of_title(&label(line).text));
            if let Some(year) = said {
                ends.entry(year.end_month()).or_insert((0, year)).0 += 1;
            }
        }
    }
    let most = ends
        .values()
        .max_by_key(|(tables, year)| (*tables, year.end_month()));
    most.map(|(_, year)| *year)
}

/// The latest period that heads a column.
pub(super) fn latest_of(block: &Block<'_>) -> Option<Period> {
    let levels = block
        .columns
        .iter()
        .filter_map(|(_, heading)| match heading {
            Heading::Level(period, _) => Some(*period),
            _ => None,
        });
    levels.max_by_key(|period| period.end_month())
}

/// The year that ends with a period.
pub(super) fn year_to(period: Period) -> Period {
    let last = period.end_month() - 1;
    let year = u16::try_from(last.div_euclid(12));
    let month = u8::try_from(last.rem_euclid(12) + 1);
    match (year, month) {
        (Ok(year), Ok(month)) => Period::YearEnding { year, month },
        _ => period,
    }
}

/// The latest year that a title names: `year ending March 2003 to year ending September 2022 and …`.
pub(super) fn period_of_title(title: &str) -> Option<Period> {
    let years = title.split("year ending ").skip(1).filter_map(|rest| {
        let mut words = rest.split_whitespace();
        let month = month_number(words.next()?)?;
        let year = words.next()?.get(..4)?.parse().ok()?;
        Some(Period::YearEnding { year, month })
    });
    years.max_by_key(|period| period.end_month())
}
