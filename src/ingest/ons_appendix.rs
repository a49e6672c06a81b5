//! ONS, *Crime in England and Wales: Appendix tables*: which of its tables are taken, and what
//! their figures are. Reading of tables in general is in `block` and `cell`.

use anyhow::Result;

use super::Layout;
use super::block::{Block, blocks};
use super::book::{Book, Cell};
use super::cell::{Reading, code, label, reading};
use super::finding::Finding;
use super::heading::Heading;
use super::intake::{Intake, PassedOver};
use crate::catalogue::Catalogue;
use crate::model::{Age, Observation, Period, Sex, Status, cell_name, month_number};
use crate::problem::Problem;

pub(super) const LAYOUT: Layout = Layout {
    name: "ONS, Crime in England and Wales: Appendix tables (xlsx, ods)",
    recognises,
    read,
};

/// What the figures of one table are.
struct Form {
    table: &'static str,
    statistic: &'static str,
    unit: &'static str,
    survey: bool,
    /// The only rows that are taken; all where there are none.
    rows: &'static [&'static str],
}

const VIOLENCE: &[&str] = &[
    "VIOLENCE",
    "Violence with injury",
    "Wounding",
    "Assault with minor injury",
    "Violence without injury",
];

const fn police(table: &'static str, statistic: &'static str, unit: &'static str) -> Form {
    Form {
        table,
        statistic,
        unit,
        survey: false,
        rows: &[],
    }
}

const fn survey(
    table: &'static str,
    statistic: &'static str,
    unit: &'static str,
    rows: &'static [&'static str],
) -> Form {
    Form {
        table,
        statistic,
        unit,
        survey: true,
        rows,
    }
}

const PEOPLE_RATE: &str = "per 1,000 people aged 16 and over";

/// The tables that are taken. Tables of changes against chosen years (A1b, B1b …) are not: they
/// hold no level, and rest on estimates that are not published unrounded.
const FORMS: &[Form] = &[
    survey("A1a", "incidents", "thousand incidents", VIOLENCE),
    survey("A2a", "incidence_rate", PEOPLE_RATE, VIOLENCE),
    survey("A3a", "prevalence", "per cent", VIOLENCE),
    survey("A4a", "victims", "thousand people", VIOLENCE),
    police("A5a", "count", "offences"),
    police("A5b", "count", "offences"),
    police("A7", "rate", "per 1,000 population"),
    survey("B1a", "incidents", "thousand incidents", &[]),
    survey("B1c", "incidence_rate", PEOPLE_RATE, &[]),
    survey("B1e", "prevalence", "per cent", &[]),
    survey("B1g", "victims", "thousand people", &[]),
    police("B2", "count", "offences"),
    police("B9a", "count", "offences"),
    police("B9b", "share", "per cent of offences"),
    police("B10", "share", "per cent of offences"),
    police("E2a", "count", "offences"),
    police("E2b", "share", "per cent of offences"),
];

const TITLE: &str = "Crime in England and Wales, Appendix tables";

fn title(book: &Book) -> Option<&str> {
    book.sheets
        .first()
        .map(|sheet| sheet.text(0, 0))
        .filter(|title| title.starts_with(TITLE))
}

fn recognises(book: &Book) -> bool {
    title(book).is_some()
}

fn read(book: &Book, _catalogue: &Catalogue) -> Result<Intake> {
    let title = title(book).unwrap_or_default();
    let period = period_of(title).ok_or_else(|| {
        Problem::data(format!("the cover's title `{title}` names no period"))
            .hint("cell A1 of the first sheet should end in `year ending MONTH YEAR`")
    })?;
    let mut intake = Intake::new(
        LAYOUT.name,
        "Office for National Statistics",
        "ons-appendix",
        period,
        title,
    );
    for sheet in &book.sheets {
        let before = intake.taken.len();
        for block in blocks(sheet) {
            if let Some(form) = FORMS.iter().find(|form| form.table == block.table) {
                take(&block, form, &mut intake);
            }
        }
        if intake.taken.len() == before {
            intake.passed_over.push(PassedOver {
                sheet: sheet.name.clone(),
                reason: why_passed_over(sheet.text(0, 0)).to_owned(),
            });
        }
    }
    missing_tables(&mut intake);
    Ok(intake)
}

fn period_of(title: &str) -> Option<Period> {
    let (_, ending) = title.rsplit_once("year ending ")?;
    let (month, year) = ending.trim().split_once(' ')?;
    Some(Period::YearEnding {
        year: year.trim().parse().ok()?,
        month: month_number(month)?,
    })
}

fn why_passed_over(title: &str) -> &'static str {
    let lower = title.to_lowercase();
    if lower.contains("notes") && lower.len() < 40 {
        "notes: their numbers are kept with the figures"
    } else if lower.contains("contents") || lower.starts_with("crime in england") {
        "cover or contents"
    } else if lower.contains("significance of change") {
        "changes between survey estimates, not levels"
    } else if title.is_empty() {
        "empty"
    } else {
        "outside this program's crimes, or the same figures as in a table taken"
    }
}

fn missing_tables(intake: &mut Intake) {
    for form in FORMS {
        if !intake.taken.iter().any(|taken| taken.table == form.table) {
            intake.findings.push(Finding::error(
                "table-present",
                "",
                "",
                form.table,
                format!("Table {} was not found in the workbook", form.table),
            ));
        }
    }
}

/// Reads one table into the intake.
fn take(block: &Block<'_>, form: &Form, intake: &mut Intake) {
    let start = intake.figures.len();
    let mut taken: Vec<Observation> = Vec::new();
    let mut group = String::new();
    let mut rows = 0;
    let mut without_base = 0;
    for row in block.rows.clone() {
        let label = label(block.sheet.text(row, block.label_column));
        if form.survey && label.text.starts_with("Unweighted base") {
            fill_bases(block, row, &mut taken[without_base..]);
            without_base = taken.len();
            continue;
        }
        if !form.rows.is_empty() && !form.rows.contains(&label.text.as_str()) {
            continue;
        }
        if is_subheading(block, row) {
            continue;
        }
        rows += 1;
        let mut template = template(block, form, row, &label.text, &intake.release);
        template.notes = label.notes;
        if form.table == "B2" {
            place_in_group(&mut template, &mut group);
        }
        read_row(block, row, &template, &mut taken, &mut intake.findings);
    }
    for observation in &taken {
        intake.push(observation);
    }
    let remark = if form.rows.is_empty() {
        ""
    } else {
        "its rows on violence only"
    };
    intake.took(&block.table, &block.sheet.name, rows, start, remark);
}

/// A row with a label and no figure at all, such as `Of which:`.
fn is_subheading(block: &Block<'_>, row: usize) -> bool {
    block
        .columns
        .iter()
        .all(|(column, _)| *block.sheet.cell(row, *column) == Cell::Empty)
}

fn template(block: &Block<'_>, form: &Form, row: usize, label: &str, release: &str) -> Observation {
    Observation {
        release: release.to_owned(),
        table: block.table.clone(),
        source_ref: String::new(),
        code: block
            .code_column
            .map_or_else(String::new, |column| code(block.sheet.cell(row, column))),
        label: label.to_owned(),
        group: String::new(),
        sex: Sex::All,
        age: if form.survey {
            Age::AndOver(16)
        } else {
            Age::All
        },
        area: "England and Wales".to_owned(),
        period: Period::Calendar { year: 0 },
        statistic: form.statistic.to_owned(),
        unit: form.unit.to_owned(),
        value: None,
        marker: None,
        standard_error: None,
        lower: None,
        upper: None,
        base: None,
        status: if form.survey {
            Status::Accredited
        } else {
            Status::Official
        },
        notes: String::new(),
    }
}

/// Table B2 sets sub-offences (`008/67 - …`) below the offence that they belong to.
fn place_in_group(template: &mut Observation, group: &mut String) {
    let sub_code = template
        .label
        .split_once(" - ")
        .map(|(code, _)| code)
        .filter(|code| code.contains('/') && code.len() <= 7);
    if let Some(code) = sub_code {
        template.code = code.to_owned();
        template.group.clone_from(group);
    } else if template.label.starts_with("Not assigned") {
        template.group.clone_from(group);
    } else {
        group.clone_from(&template.label);
    }
}

/// Gives the rows above a row of unweighted bases the base of their column.
fn fill_bases(block: &Block<'_>, row: usize, observations: &mut [Observation]) {
    for (column, heading) in &block.columns {
        if let Heading::Level(period, _) = heading
            && let Reading::Value(base) = reading(block.sheet.cell(row, *column))
        {
            for observation in observations.iter_mut().filter(|one| one.period == *period) {
                observation.base = Some(base);
            }
        }
    }
}

fn read_row(
    block: &Block<'_>,
    row: usize,
    template: &Observation,
    taken: &mut Vec<Observation>,
    findings: &mut Vec<Finding>,
) {
    for (column, heading) in &block.columns {
        let mut observation = template.clone();
        match heading {
            Heading::Level(period, notes) => {
                observation.period = *period;
                if !notes.is_empty() {
                    observation.notes = joined(&template.notes, notes);
                }
            }
            Heading::YearlyChange(period) => {
                observation.period = *period;
                "relative_change".clone_into(&mut observation.statistic);
                "per cent".clone_into(&mut observation.unit);
            }
            Heading::Other(_) => continue,
        }
        let cell = block.sheet.cell(row, *column);
        observation.source_ref = format!("{}!{}", block.sheet.name, cell_name(row, *column));
        match reading(cell) {
            Reading::Value(value) => observation.value = Some(value),
            Reading::Marker(marker) => observation.marker = Some(marker),
            Reading::Blank | Reading::Unreadable(_) => {
                findings.push(unreadable(block, row, *column, cell, &template.label));
                continue;
            }
        }
        taken.push(observation);
    }
}

fn joined(first: &str, second: &str) -> String {
    if first.is_empty() {
        second.to_owned()
    } else {
        format!("{first},{second}")
    }
}

fn unreadable(block: &Block<'_>, row: usize, column: usize, cell: &Cell, label: &str) -> Finding {
    let value = match cell {
        Cell::Empty => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
    };
    let what = if value.is_empty() {
        "is blank"
    } else {
        "is neither a number nor a known marker"
    };
    Finding::error(
        "figure-readable",
        &block.sheet.name,
        cell_name(row, column),
        value,
        format!("the figure of `{label}` {what}"),
    )
}
