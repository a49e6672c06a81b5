//! What a check found, as a table for people and one for machines.

use super::{row, table};
use crate::answer::{Answer, Cell, Column, Evidence, NumberFormat, Panel, Table, Text};
use crate::facts::published::report::differences::{Difference, Differences, FileProblem};

/// The columns of the table for machines.
const COLUMNS: [&str; 8] = [
    "figure",
    "series",
    "period",
    "statistic",
    "column",
    "old",
    "new",
    "release",
];

/// The list for people, and the same for machines.
pub(crate) fn answer(title: &str, differences: &Differences) -> Answer {
    let rows: Vec<[String; 8]> = differences.found.iter().map(cells).collect();
    let remarks = remarks(&rows, &differences.redrawn);
    let panels = vec![
        Panel {
            table: for_people(&rows),
            summary: Text::all(remarks.clone()),
            remarks: Text::all(remarks),
            ..Panel::default()
        },
        Panel {
            table: table(
                COLUMNS.map(Column::left),
                rows.iter().map(|cells| row(cells.clone().map(Cell::text))),
            ),
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
fn remarks(rows: &[[String; 8]], redrawn: &[String]) -> Vec<String> {
    let releases = || {
        rows.iter()
            .map(|cells| cells[7].as_str())
            .filter(|it| !it.is_empty())
    };
    let mut remarks: Vec<String> = Vec::new();
    for release in releases() {
        let count = releases().filter(|other| *other == release).count();
        let remark = format!("{count} from release {release}.");
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

/// A difference as a row of the table for machines.
fn cells(difference: &Difference) -> [String; 8] {
    let text = |text: &str| text.to_owned();
    let or_none = |text: &str| if text.is_empty() { "(none)" } else { text }.to_owned();
    let figure = difference.figure.clone();
    if let Some(problem) = difference.file {
        let (what, old, new) = in_words(problem);
        let none = String::new;
        return [
            figure,
            text(what),
            none(),
            none(),
            text("file"),
            text(old),
            text(new),
            none(),
        ];
    }
    let number = &difference.number;
    [
        figure,
        number.name.clone(),
        number.period.clone(),
        number.statistic.clone(),
        difference.column.clone(),
        or_none(&difference.old),
        or_none(&difference.new),
        match &difference.old_release {
            Some(old) => format!("{}, before: {old}", number.release),
            None => number.release.clone(),
        },
    ]
}

/// What is wrong with a file, how it was, how it is.
const fn in_words(problem: FileProblem) -> (&'static str, &'static str, &'static str) {
    match problem {
        FileProblem::Missing => ("missing", "there", "not there"),
        FileProblem::ChangedByHand => (
            "changed since it was written",
            "as the manifest says",
            "other",
        ),
        FileProblem::DamagedManifest => ("damaged", "a manifest", "not readable"),
        FileProblem::NotInManifest => ("not listed", "in the manifest", "not in it"),
    }
}

fn for_people(rows: &[[String; 8]]) -> Table {
    if rows.is_empty() {
        return Table::default();
    }
    let line = |[figure, what, period, statistic, column, old, new, _]: &[String; 8]| {
        let column = match column.as_str() {
            "value" | "file" => "",
            column => column,
        };
        let what = [what.as_str(), period, statistic, column];
        let what: Vec<&str> = what.into_iter().filter(|text| !text.is_empty()).collect();
        row([
            Cell::text(figure),
            Cell::text(what.join(", ")),
            readable(old),
            readable(new),
        ])
    };
    table(
        [
            Column::left("figure"),
            Column::left("what"),
            Column::right("old"),
            Column::right("new"),
        ],
        rows.iter().map(line),
    )
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
