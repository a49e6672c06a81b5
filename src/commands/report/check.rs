//! What differs between the files of a report written before and those it would have now: numbers
//! by their keys, not bytes.

use std::collections::{BTreeMap, BTreeSet};

use self::table::{Number, Numbers};
use crate::answer::{Answer, Cell, Column, Evidence, NumberFormat, Panel, Table, TableRow};

mod table;

/// Files of a report, by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a folder held.
#[derive(Debug, Clone, Default)]
pub struct Before {
    /// Its files, by name.
    pub files: Files,
    /// SHA-256 of each file when it was written, as the manifest has it.
    pub written_as: BTreeMap<String, String>,
    /// SHA-256 of each file as it stands there now.
    pub sums: BTreeMap<String, String>,
}

/// What a check found.
pub struct Checked {
    /// The list of what differs.
    pub report: Answer,
    /// Whether any number differs, or a file is missing or was changed by hand.
    pub differs: bool,
}

/// One thing that differs.
struct Difference {
    figure: String,
    what: String,
    period: String,
    statistic: String,
    column: String,
    old: String,
    new: String,
    release: String,
}

/// Compares files written before with those of now. What was there and is no longer made counts
/// only where the report is made as a whole.
#[must_use]
pub fn check(title: &str, old: &Before, new: &Files, is_whole: bool) -> Checked {
    let mut differences = Vec::new();
    let mut worded = Vec::new();
    let mut numbers_compared = 0;
    for (name, before) in &old.files {
        if is_whole && is_figures(name) && !new.contains_key(name) {
            differences.extend(numbers(name, before, &[]).1);
        }
    }
    for (name, bytes) in new {
        let Some(before) = old.files.get(name) else {
            differences.push(Difference::of_file(name, "there", "not there", "missing"));
            continue;
        };
        let written_as = old.written_as.get(name);
        let by_hand = written_as.is_some() && written_as != old.sums.get(name);
        let found = if is_figures(name) {
            let (count, found) = numbers(name, before, bytes);
            numbers_compared += count;
            found
        } else {
            Vec::new()
        };
        if found.is_empty() && by_hand {
            differences.push(Difference::of_file(
                name,
                "as the manifest says",
                "other",
                "changed since it was written",
            ));
        } else if found.is_empty() && before != bytes && name != "manifest.json" {
            worded.push(name.as_str());
        }
        differences.extend(found);
    }
    let answer = answer(title, &differences, &worded, numbers_compared);
    Checked {
        differs: !differences.is_empty(),
        report: answer,
    }
}

fn is_figures(name: &str) -> bool {
    std::path::Path::new(name)
        .extension()
        .is_some_and(|end| end == "csv")
}

impl Difference {
    fn of_file(name: &str, old: &str, new: &str, what: &str) -> Self {
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

    fn of_number(figure: &str, number: &Number, column: &str, (old, new): (&str, &str)) -> Self {
        let or_none = |text: &str| {
            if text.is_empty() {
                "(none)".to_owned()
            } else {
                text.to_owned()
            }
        };
        Self {
            figure: figure.to_owned(),
            what: number.name.clone(),
            period: number.period.clone(),
            statistic: number.statistic.clone(),
            column: column.to_owned(),
            old: or_none(old),
            new: or_none(new),
            release: number.release.clone(),
        }
    }
}

/// How many numbers a figure has now, and what differs in them.
fn numbers(file: &str, before: &[u8], now: &[u8]) -> (usize, Vec<Difference>) {
    let figure = file.trim_start_matches("figure-").trim_end_matches(".csv");
    let (before, now) = (Numbers::read(before), Numbers::read(now));
    let keys: BTreeSet<&Vec<String>> = before.keys().chain(now.keys()).collect();
    let mut found = Vec::new();
    for key in keys {
        match (before.get(key), now.get(key)) {
            (Some(old), Some(new)) => {
                let columns: BTreeSet<&String> =
                    old.values.keys().chain(new.values.keys()).collect();
                for column in columns {
                    let text =
                        |number: &Number| number.values.get(column).cloned().unwrap_or_default();
                    let (was, is) = (text(old), text(new));
                    if was != is {
                        let mut one = Difference::of_number(figure, new, column, (&was, &is));
                        if old.release != new.release && !old.release.is_empty() {
                            one.release = format!("{}, before: {}", new.release, old.release);
                        }
                        found.push(one);
                    }
                }
            }
            (Some(old), None) => {
                found.push(Difference::of_number(
                    figure,
                    old,
                    "value",
                    (&old.shown(), ""),
                ));
            }
            (None, Some(new)) => {
                found.push(Difference::of_number(
                    figure,
                    new,
                    "value",
                    ("", &new.shown()),
                ));
            }
            (None, None) => {}
        }
    }
    (now.len(), found)
}

fn answer(title: &str, differences: &[Difference], worded: &[&str], compared: usize) -> Answer {
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
    if !worded.is_empty() {
        remarks.push(format!(
            "Drawn or worded otherwise, with the same numbers: {}. Write the report again to bring them \
             up to date.",
            worded.join(", ")
        ));
    }
    let verdict = match differences.len() {
        0 => format!("None of {compared} numbers differs."),
        1 => format!("One difference, {compared} numbers compared."),
        count => format!("{count} differences, {compared} numbers compared."),
    };
    let panel = Panel {
        table: for_people(differences),
        remarks,
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
    answer.verdicts = vec![verdict];
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Before, Checked, Files, check};

    const HEADER: &str = "series,period,statistic,value,release,note\n";

    fn files(rows: &str) -> Files {
        BTreeMap::from([(
            "figure-1.csv".to_owned(),
            format!("{HEADER}{rows}").into_bytes(),
        )])
    }

    fn compared(old: Files, new: &Files) -> Checked {
        let old = Before {
            files: old,
            ..Before::default()
        };
        check("A report", &old, new, true)
    }

    #[test]
    fn a_number_that_changed_is_named_with_its_release() {
        let old = files("rape,2023-24,observed,67838,june,\nrape,2024-25,observed,71581,june,\n");
        let new = files(
            "rape,2023-24,observed,67839,december,\nrape,2024-25,observed,71581,december,as ever\n",
        );
        let checked = compared(old, &new);
        assert!(checked.differs);
        let rows = &checked.report.panels[1].table.rows;
        assert_eq!(rows.len(), 1);
        let cells: Vec<String> = rows[0]
            .cells
            .iter()
            .map(|cell| format!("{cell:?}"))
            .collect();
        for expected in [
            "\"1\"",
            "rape",
            "2023-24",
            "67838",
            "67839",
            "december, before: june",
        ] {
            assert!(
                cells.iter().any(|cell| cell.contains(expected)),
                "{expected}: {cells:?}"
            );
        }
    }

    #[test]
    fn a_row_that_came_or_went_is_named_and_words_are_no_number() {
        let one = files("a,2023-24,observed,1,x,one\n");
        let checked = compared(one.clone(), &files("a,2023-24,observed,1,x,two\n"));
        assert!(!checked.differs);
        assert_eq!(checked.report.verdicts, ["None of 1 numbers differs."]);
        assert!(checked.report.panels[0].remarks[0].contains("figure-1.csv"));
        let more = files("a,2023-24,observed,1,x,one\nb,2023-24,observed,2,x,\n");
        let rows = |checked: Checked| checked.report.panels[1].table.rows.len();
        assert_eq!(rows(compared(one.clone(), &more)), 1);
        assert_eq!(rows(compared(more.clone(), &one)), 1);
        assert_eq!(rows(compared(more, &Files::new())), 2);
        assert!(compared(Files::new(), &one).differs);
    }

    #[test]
    fn a_file_changed_by_hand_is_named() {
        let files = BTreeMap::from([("figure-1.svg".to_owned(), b"<svg/>".to_vec())]);
        let sums = |sum: &str| BTreeMap::from([("figure-1.svg".to_owned(), sum.to_owned())]);
        let before = |now: &str| Before {
            files: files.clone(),
            written_as: sums("ab"),
            sums: sums(now),
        };
        assert!(!check("", &before("ab"), &files, true).differs);
        assert!(check("", &before("cd"), &files, true).differs);
    }
}
