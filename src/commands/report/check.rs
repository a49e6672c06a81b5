//! What differs between the files of a report written before and those it would have now: numbers
//! by their keys, not bytes.

use std::collections::{BTreeMap, BTreeSet};

use self::table::{Number, Numbers};
use crate::answer::Answer;

mod table;
mod told;

const MANIFEST: &str = "manifest.json";
const PAGE: &str = "report.md";

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
    /// Whether the manifest that is there can be read; none where there is none.
    pub has_sound_manifest: Option<bool>,
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

/// The report that is checked.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Its title.
    pub title: &'a str,
    /// Names of its figures, in the order of the page.
    pub order: &'a [&'a str],
    /// Whether it is made as a whole.
    pub is_whole: bool,
}

/// Compares files written before with those of now. What was there and is no longer made counts
/// only where the report is made as a whole.
#[must_use]
pub fn check(subject: &Subject<'_>, old: &Before, new: &Files) -> Checked {
    let mut differences = Vec::new();
    let mut redrawn = Vec::new();
    let mut numbers_compared = 0;
    for (name, before) in &old.files {
        if subject.is_whole && is_figures(name) && !new.contains_key(name) {
            differences.extend(numbers(name, before, &[]).1);
        }
    }
    for (name, bytes) in new {
        let Some(before) = old.files.get(name) else {
            differences.push(Difference::of_file(name, "there", "not there", "missing"));
            continue;
        };
        let mut found = Vec::new();
        if is_figures(name) {
            let (count, in_numbers) = numbers(name, before, bytes);
            numbers_compared += count;
            found = in_numbers;
        }
        if found.is_empty() {
            found.extend(old.tampered(name));
        }
        if found.is_empty() && before != bytes && name != MANIFEST {
            redrawn.push(name.as_str());
        }
        differences.extend(found);
    }
    let place = |one: &Difference| {
        let known = subject
            .order
            .iter()
            .position(|id| *id == id_of(&one.figure));
        known.unwrap_or(subject.order.len())
    };
    differences.sort_by_key(place);
    // Where numbers changed, so has the drawing; and the page of some figures is not that of all.
    redrawn.retain(|name| match *name {
        PAGE => subject.is_whole && differences.is_empty(),
        name => !differences
            .iter()
            .any(|one| id_of(&one.figure) == id_of(name)),
    });
    let answer = told::answer(subject.title, &differences, &redrawn, numbers_compared);
    Checked {
        differs: !differences.is_empty(),
        report: answer,
    }
}

impl Before {
    /// What was done to a file, or to the manifest, after it was written.
    fn tampered(&self, name: &str) -> Option<Difference> {
        if name == MANIFEST {
            let damaged = self.has_sound_manifest == Some(false);
            return damaged
                .then(|| Difference::of_file(name, "a manifest", "not readable", "damaged"));
        }
        match self.written_as.get(name) {
            Some(sum) if self.sums.get(name) != Some(sum) => Some(Difference::of_file(
                name,
                "as the manifest says",
                "other",
                "changed since it was written",
            )),
            None if self.has_sound_manifest == Some(true) => Some(Difference::of_file(
                name,
                "in the manifest",
                "not in it",
                "not listed",
            )),
            _ => None,
        }
    }
}

/// The figure that a file belongs to, by its name; any other text as it stands.
fn id_of(name: &str) -> &str {
    let own = name.strip_prefix("figure-").unwrap_or(name);
    own.split_once('.').map_or(own, |(id, _)| id)
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
    let figure = id_of(file);
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Before, Checked, Files, Subject, check};

    const WHOLE: Subject<'_> = Subject {
        title: "A report",
        order: &["2", "1"],
        is_whole: true,
    };
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
        check(&WHOLE, &old, new)
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
            has_sound_manifest: Some(true),
        };
        assert!(!check(&WHOLE, &before("ab"), &files).differs);
        assert!(check(&WHOLE, &before("cd"), &files).differs);
        let unlisted = Before {
            written_as: BTreeMap::new(),
            ..before("ab")
        };
        assert!(check(&WHOLE, &unlisted, &files).differs);
    }

    #[test]
    fn differences_stand_in_the_order_of_the_page_and_what_changed_is_not_said_to_be_the_same() {
        let both = |value: &str| {
            let mut all = files(&format!("a,2023-24,observed,{value},x,\n"));
            let same = all["figure-1.csv"].clone();
            all.insert("figure-2.csv".to_owned(), same);
            for drawn in ["figure-1.svg", "figure-3.svg", "report.md"] {
                all.insert(drawn.to_owned(), value.as_bytes().to_vec());
            }
            all
        };
        let checked = compared(both("1"), &both("2"));
        let rows = checked.report.panels[0].table.rows.iter();
        let figures: Vec<String> = rows.map(|row| format!("{:?}", row.cells[0])).collect();
        assert_eq!(figures, ["Text(\"2\")", "Text(\"1\")"]);
        let said = crate::answer::Text::joined(checked.report.panels[0].remarks.clone(), " ");
        assert!(
            said.contains("with the same numbers: figure-3.svg."),
            "{said}"
        );
    }
}
