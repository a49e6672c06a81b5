//! What a check found, as a table for people and one for machines.

use crate::answer::{Answer, Cell, Column, Evidence, NumberFormat, Panel, Table, TableRow, Text};
use crate::facts::report::differences::{Difference, Differences, FileProblem};

/// A difference as the cells of the table for machines.
struct Row {
    figure: String,
    what: String,
    period: String,
    statistic: String,
    column: String,
    old: String,
    new: String,
    release: String,
}

/// The list for people, and the same for machines.
pub(crate) fn answer(title: &str, differences: &Differences) -> Answer {
    let rows: Vec<Row> = differences.found.iter().map(Row::new).collect();
    let remarks = remarks(&rows, &differences.redrawn);
    let panels = vec![
        Panel {
            table: for_people(&rows),
            summary: Text::all(remarks.clone()),
            remarks: Text::all(remarks),
            ..Panel::default()
        },
        Panel {
            table: for_machines(&rows),
            machine_only: true,
            ..Panel::default()
        },
    ];
    let title = format!("{title}: what has changed");
    let mut answer = Answer::new(title, panels, Evidence::of_no_figures());
    let compared = differences.numbers_compared;
    let verdict = match rows.len() {
        0 => format!("None of {compared} numbers differs."),
        1 => format!("One difference, {compared} numbers compared."),
        count => format!("{count} differences, {compared} numbers compared."),
    };
    answer.verdicts = vec![verdict.into()];
    answer
}

/// How many differences come from each release, and which files are out of date.
fn remarks(rows: &[Row], redrawn: &[String]) -> Vec<String> {
    let mut remarks: Vec<String> = Vec::new();
    for one in rows.iter().filter(|row| !row.release.is_empty()) {
        let count = rows.iter().filter(|row| row.release == one.release).count();
        let remark = format!("{count} from release {}.", one.release);
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    }
    if !redrawn.is_empty() {
        remarks.push(format!(
            "Same numbers, but another drawing or wording: {}. Write the report again to update \
             these files.",
            redrawn.join(", ")
        ));
    }
    remarks
}

impl Row {
    fn new(difference: &Difference) -> Self {
        match difference {
            Difference::File(name, problem) => Self::of_file(name, *problem),
            Difference::Number(one) => {
                let or_none = |text: &str| {
                    let text = if text.is_empty() { "(none)" } else { text };
                    text.to_owned()
                };
                let number = &one.number;
                Self {
                    figure: one.figure.clone(),
                    what: number.name.clone(),
                    period: number.period.clone(),
                    statistic: number.statistic.clone(),
                    column: one.column.clone(),
                    old: or_none(&one.old),
                    new: or_none(&one.new),
                    release: match &one.old_release {
                        Some(old) => format!("{}, before: {old}", number.release),
                        None => number.release.clone(),
                    },
                }
            }
        }
    }

    fn of_file(name: &str, problem: FileProblem) -> Self {
        let (what, old, new) = match problem {
            FileProblem::Missing => ("missing", "there", "not there"),
            FileProblem::ChangedByHand => (
                "changed since it was written",
                "as the manifest says",
                "other",
            ),
            FileProblem::DamagedManifest => ("damaged", "a manifest", "not readable"),
            FileProblem::NotInManifest => ("not listed", "in the manifest", "not in it"),
        };
        Self {
            figure: name.to_owned(),
            what: what.to_owned(),
            period: String::new(),
            statistic: String::new(),
            column: "file".to_owned(),
            old: old.to_owned(),
            new: new.to_owned(),
            release: String::new(),
        }
    }
}

fn for_people(rows: &[Row]) -> Table {
    if rows.is_empty() {
        return Table::default();
    }
    let row = |one: &Row| {
        let column = match one.column.as_str() {
            "value" | "file" => "",
            column => column,
        };
        let what = [one.what.as_str(), &one.period, &one.statistic, column];
        let what: Vec<&str> = what.into_iter().filter(|text| !text.is_empty()).collect();
        TableRow {
            cells: vec![
                Cell::text(&one.figure),
                Cell::text(what.join(", ")),
                readable(&one.old),
                readable(&one.new),
            ],
            ..TableRow::default()
        }
    };
    Table {
        columns: vec![
            Column::left("figure"),
            Column::left("what"),
            Column::right("old"),
            Column::right("new"),
        ],
        rows: rows.iter().map(row).collect(),
        earlier_rows: 0,
    }
}

/// A number of a file with a few decimal places, or another text as it is.
fn readable(text: &str) -> Cell {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && number.fract() == 0.0 => {
            Cell::Number(number, NumberFormat::Whole)
        }
        Ok(number) if number.is_finite() => Cell::Number(number, NumberFormat::Decimal(4)),
        _ => Cell::text(text),
    }
}

fn for_machines(rows: &[Row]) -> Table {
    const HEADERS: [&str; 8] = [
        "figure",
        "series",
        "period",
        "statistic",
        "column",
        "old",
        "new",
        "release",
    ];
    let row = |one: &Row| TableRow {
        cells: [
            &one.figure,
            &one.what,
            &one.period,
            &one.statistic,
            &one.column,
            &one.old,
            &one.new,
            &one.release,
        ]
        .map(Cell::text)
        .to_vec(),
        ..TableRow::default()
    };
    Table {
        columns: HEADERS.map(Column::left).to_vec(),
        rows: rows.iter().map(row).collect(),
        earlier_rows: 0,
    }
}
