//! ONS, Crime Survey prevalence workbooks (domestic abuse, sexual offences, stalking): types of abuse
//! are rows, years are columns, signs of significance stand on the right.

use anyhow::Result;

use super::Layout;
use super::block::{Block, blocks};
use super::book::{Book, Cell};
use super::cell::{collapsed, label};
use super::heading::Heading;
use super::intake::{Intake, PassedOver};
use super::table::{fill_bases, read_row};
use crate::catalogue::Catalogue;
use crate::model::{Age, Kind, Period, Sex, Status};
use crate::problem::Problem;

pub(super) const LAYOUT: Layout = Layout {
    name: "ONS, Crime Survey prevalence tables by type of abuse (xlsx, xls, ods)",
    recognises,
    read,
};

/// Headings of the column of labels by which such a table is known.
const LABEL_HEADINGS: [&str; 3] = [
    "type of abuse",
    "type of intimate violence",
    "type of intimate abuse",
];

fn is_one(block: &Block<'_>) -> bool {
    let heading = label(block.sheet.text(block.heading_row, block.label_column));
    let heading = heading.text.to_lowercase();
    LABEL_HEADINGS
        .iter()
        .any(|known| heading.starts_with(known))
}

fn recognises(book: &Book) -> bool {
    book.sheets
        .iter()
        .filter(|sheet| sheet.whole)
        .any(|sheet| blocks(sheet).iter().any(is_one))
}

fn read(book: &Book, _catalogue: &Catalogue) -> Result<Intake> {
    let first = book.sheets.first().map_or("", |sheet| sheet.text(0, 0));
    let title = label(first).text;
    let mut intake = Intake::new(
        LAYOUT.name,
        "Office for National Statistics",
        "ons-csew-prevalence",
        Period::Calendar { year: 0 },
        &title,
    );
    for sheet in &book.sheets {
        let before = intake.taken.len();
        for block in blocks(sheet).iter().filter(|block| is_one(block)) {
            take(block, &mut intake);
        }
        if intake.taken.len() == before {
            intake.passed_over.push(PassedOver {
                sheet: sheet.name.clone(),
                reason: "no table by type of abuse".to_owned(),
            });
        }
    }
    let latest = intake
        .figures
        .periods()
        .iter()
        .max_by_key(|period| period.end_month());
    intake.period = *latest.ok_or_else(|| Problem::data("its tables have no figures"))?;
    intake.release = format!("{}-{}", intake.family, super::release_period(intake.period));
    Ok(intake)
}

/// What a row stands under: a heading such as `Any partner abuse` gives `Force` its meaning.
#[derive(Default)]
struct Above {
    /// Labels with the indentation that each has.
    open: Vec<(usize, String)>,
}

impl Above {
    /// The group of a row, which from now on stands above the rows that follow.
    fn group(&mut self, raw: &str, text: &str) -> String {
        let indent = raw.len() - raw.trim_start().len();
        let heads =
            indent == 0 && (text.starts_with("Any ") || text.to_lowercase().contains(" abuse"));
        if heads {
            self.open.clear();
        } else {
            while self
                .open
                .last()
                .is_some_and(|(other, _)| *other >= indent && *other > 0)
            {
                self.open.pop();
            }
        }
        let group: Vec<&str> = self.open.iter().map(|(_, label)| label.as_str()).collect();
        let group = group.join("; ");
        if heads || indent > 0 {
            self.open.push((indent, text.to_owned()));
        }
        group
    }
}

fn take(block: &Block<'_>, intake: &mut Intake) {
    let start = intake.figures.len();
    let title = block.title.to_lowercase();
    let thousands = in_thousands(&title);
    let age = age_in(&title).unwrap_or(Age::AndOver(16));
    let mut sex = sex_in(&title).unwrap_or(Sex::All);
    let mut above = Above::default();
    let mut without_base = start;
    let mut rows = 0;
    for row in block.heading_row + 1..block.sheet.rows.len() {
        let raw = block.sheet.text(row, block.label_column);
        let label = label(raw);
        if label.text.starts_with("Source") || label.text.starts_with("Table ") {
            break;
        }
        let blank = block
            .columns
            .iter()
            .all(|(column, _)| *block.sheet.cell(row, *column) == Cell::Empty);
        if label.text.to_lowercase().starts_with("unweighted base") {
            fill_bases(block, row, &mut intake.figures, without_base);
            without_base = intake.figures.len();
            continue;
        }
        if blank {
            // A row of one word, such as `Women`, says whom the rows below are about.
            if let Some(section) = sex_in(&label.text.to_lowercase()) {
                sex = section;
                above = Above::default();
            }
            continue;
        }
        rows += 1;
        let kind = Kind {
            table: block.table.clone(),
            code: String::new(),
            group: above.group(raw, &label.text),
            label: label.text,
            sex,
            age,
            statistic: if thousands { "victims" } else { "prevalence" }.to_owned(),
            unit: if thousands {
                "thousand people"
            } else {
                "per cent"
            }
            .to_owned(),
            status: Status::Accredited,
            notes: label.notes,
        };
        read_row(block, row, &kind, &mut intake.figures, &mut intake.findings);
    }
    intake.took(&block.table, &block.sheet.name, rows, start, remark(block));
}

fn in_thousands(title: &str) -> bool {
    ["number of victims", "thousands", "000s"]
        .iter()
        .any(|words| title.contains(words))
}

fn remark(block: &Block<'_>) -> &'static str {
    let other = |(_, heading): &(usize, Heading)| matches!(heading, Heading::Other(_));
    if block.columns.iter().any(other) {
        "without its columns of significance"
    } else {
        ""
    }
}

fn sex_in(text: &str) -> Option<Sex> {
    let has = |word: &str| {
        text.split(|character: char| !character.is_alphabetic())
            .any(|one| one == word)
    };
    match (has("women") || has("females"), has("men") || has("males")) {
        (true, false) => Some(Sex::Women),
        (false, true) => Some(Sex::Men),
        (true, true) => Some(Sex::All),
        (false, false) => (has("all") || has("adults") || has("people")).then_some(Sex::All),
    }
}

/// `aged 16 to 59`, `aged 16 and over`.
fn age_in(title: &str) -> Option<Age> {
    let (_, rest) = title.split_once("aged ")?;
    let text = collapsed(rest);
    let words: Vec<&str> = text.split(' ').collect();
    let number = |word: &str| {
        word.trim_matches(|one: char| !one.is_ascii_digit())
            .parse::<u8>()
            .ok()
    };
    match words.as_slice() {
        [from, "to", to, ..] => Some(Age::Between(number(from)?, number(to)?)),
        [from, "and", "over" | "over,", ..] => number(from).map(Age::AndOver),
        _ => None,
    }
}
