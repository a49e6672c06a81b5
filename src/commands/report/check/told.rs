//! What a check found, as tables and words.

use super::Difference;
use crate::answer::{Answer, Cell, Column, Evidence, NumberFormat, Panel, Table, TableRow, Text};

/// The list for people, and the same for machines.
pub(super) fn answer(
    title: &str,
    differences: &[Difference],
    redrawn: &[&str],
    compared: usize,
) -> Answer {
    let mut remarks: Vec<String> = Vec::new();
    for one in differences.iter().filter(|one| !one.release.is_empty()) {
        let count = differences
            .iter()
            .filter(|it| it.release == one.release)
            .count();
        let remark = format!("{count} from release {}.", one.release);
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    }
    if !redrawn.is_empty() {
        remarks.push(format!(
            "Drawn or worded otherwise, with the same numbers: {}. Write the report again to bring them \
             up to date.",
            redrawn.join(", ")
        ));
    }
    let verdict = match differences.len() {
        0 => format!("None of {compared} numbers differs."),
        1 => format!("One difference, {compared} numbers compared."),
        count => format!("{count} differences, {compared} numbers compared."),
    };
    let panel = Panel {
        table: for_people(differences),
        remarks: Text::all(remarks),
        ..Panel::default()
    };
    let for_machines = Panel {
        table: for_machines(differences),
        machine_only: true,
        ..Panel::default()
    };
    let mut answer = Answer::new(
        format!("{title}: what has changed"),
        vec![panel, for_machines],
        Evidence::of_no_figures(),
    );
    answer.verdicts = vec![verdict.into()];
    answer
}

fn for_people(differences: &[Difference]) -> Table {
    if differences.is_empty() {
        return Table::default();
    }
    let row = |one: &Difference| {
        let column = if one.column == "value" || one.column == "file" {
            ""
        } else {
            &one.column
        };
        let what = [&one.what, &one.period, &one.statistic, column];
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
        rows: differences.iter().map(row).collect(),
        earlier_rows: 0,
    }
}

/// A number with a few decimal places; anything else as it stands.
fn readable(text: &str) -> Cell {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && number.fract() == 0.0 => {
            Cell::Number(number, NumberFormat::Whole)
        }
        Ok(number) if number.is_finite() => Cell::Number(number, NumberFormat::Decimal(4)),
        _ => Cell::text(text),
    }
}

fn for_machines(differences: &[Difference]) -> Table {
    let headers = [
        "figure",
        "series",
        "period",
        "statistic",
        "column",
        "old",
        "new",
        "release",
    ];
    let row = |one: &Difference| TableRow {
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
        columns: headers.map(Column::left).to_vec(),
        rows: differences.iter().map(row).collect(),
        earlier_rows: 0,
    }
}
