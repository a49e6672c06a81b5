//! What differs between the files of a report written earlier and those it would have now: numbers
//! by what they are about, not bytes.

use std::collections::{BTreeMap, BTreeSet};

use super::written_numbers::{Number, of_both};

const MANIFEST: &str = "manifest.json";
/// Pages that show every figure.
const PAGES: [&str; 2] = ["report.md", "report.html"];

/// Files of a report, by name.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// What a folder held.
#[derive(Debug, Clone, Default)]
pub(crate) struct Previous {
    /// Its files, by name.
    pub(crate) files: Files,
    /// SHA-256 of each file when it was written, as the manifest has it.
    pub(crate) written_as: BTreeMap<String, String>,
    /// SHA-256 of each file now.
    pub(crate) sums: BTreeMap<String, String>,
    /// Whether the manifest can be read; none where there is no manifest.
    pub(crate) has_sound_manifest: Option<bool>,
}

/// The report that is checked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    /// Names of its figures, in the order of the page.
    pub(crate) order: &'a [&'a str],
    /// Whether every figure of it is made.
    pub(crate) is_whole: bool,
}

/// Columns of the long table.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    /// Those that say what a number is about.
    pub(super) keys: Vec<&'static str>,
    /// Those whose change is a change of a number: numbers, and the marker.
    pub(super) values: Vec<&'static str>,
}

impl Columns {
    /// Sorts the columns of machine output, each with whether it holds numbers.
    pub(crate) fn new(columns: impl IntoIterator<Item = (&'static str, bool)>) -> Self {
        const BESIDE: [&str; 5] = ["method", "status", "release", "source_ref", "note"];
        let columns = columns
            .into_iter()
            .filter(|(name, _)| !BESIDE.contains(name));
        let is_value = |(name, is_number): &(&str, bool)| *is_number || *name == "marker";
        let (values, keys): (Vec<_>, Vec<_>) = columns.partition(is_value);
        let names = |columns: Vec<(&'static str, bool)>| {
            columns.into_iter().map(|(name, _)| name).collect()
        };
        Self {
            keys: names(keys),
            values: names(values),
        }
    }
}

/// What a comparison found.
#[derive(Debug, Default)]
pub(crate) struct Differences {
    pub(crate) found: Vec<Difference>,
    /// Files with the same numbers and another drawing or wording.
    pub(crate) redrawn: Vec<String>,
    pub(crate) numbers_compared: usize,
}

/// One difference: a number that changed, came or went, or a file.
#[derive(Debug, Default)]
pub(crate) struct Difference {
    /// The figure, or the file.
    pub(crate) figure: String,
    /// The number that differs, as it is now where it is there.
    pub(crate) number: Number,
    /// The column that differs.
    pub(crate) column: String,
    /// Empty for a number that was not there.
    pub(crate) old: String,
    /// Empty for a number that is not there any more.
    pub(crate) new: String,
    /// The release that the old number came from, where it is another.
    pub(crate) old_release: Option<String>,
    /// What is wrong with the file, where no number differs.
    pub(crate) file: Option<FileProblem>,
}

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileProblem {
    Missing,
    ChangedByHand,
    DamagedManifest,
    NotInManifest,
}

/// Compares files written earlier with those of now. What was there and is not made any more counts
/// only where the whole report is made.
pub(crate) fn differences(
    subject: &Subject<'_>,
    old: &Previous,
    new: &Files,
    columns: &Columns,
) -> Differences {
    let mut all = Differences::default();
    for (name, before) in &old.files {
        if subject.is_whole && is_table(name) && !new.contains_key(name) {
            all.found.extend(numbers(name, before, &[], columns).1);
        }
    }
    for (name, bytes) in new {
        let Some(before) = old.files.get(name) else {
            all.found
                .push(Difference::of_file(name, FileProblem::Missing));
            continue;
        };
        let mut found = Vec::new();
        if is_table(name) {
            let (count, in_numbers) = numbers(name, before, bytes, columns);
            all.numbers_compared += count;
            found = in_numbers;
        }
        if found.is_empty() {
            let problem = old.problem_of(name);
            found.extend(problem.map(|problem| Difference::of_file(name, problem)));
        }
        if found.is_empty() && before != bytes && name != MANIFEST {
            all.redrawn.push(name.clone());
        }
        all.found.extend(found);
    }
    all.sort(subject);
    all
}

impl Differences {
    /// In the order of the page. Where numbers changed, so has the drawing; and the page of some
    /// figures is not that of all.
    fn sort(&mut self, subject: &Subject<'_>) {
        let place = |one: &Difference| {
            let known = subject
                .order
                .iter()
                .position(|id| *id == figure_of(&one.figure));
            known.unwrap_or(subject.order.len())
        };
        self.found.sort_by_key(place);
        let found = &self.found;
        self.redrawn.retain(|name| {
            if PAGES.contains(&name.as_str()) {
                return subject.is_whole && found.is_empty();
            }
            let figure = figure_of(name);
            !found.iter().any(|one| figure_of(&one.figure) == figure)
        });
    }
}

impl Difference {
    fn of_file(name: &str, problem: FileProblem) -> Self {
        Self {
            figure: name.to_owned(),
            file: Some(problem),
            ..Self::default()
        }
    }
}

impl Previous {
    /// What was done to a file, or to the manifest, after it was written.
    fn problem_of(&self, name: &str) -> Option<FileProblem> {
        if name == MANIFEST {
            let damaged = self.has_sound_manifest == Some(false);
            return damaged.then_some(FileProblem::DamagedManifest);
        }
        match self.written_as.get(name) {
            Some(sum) if self.sums.get(name) != Some(sum) => Some(FileProblem::ChangedByHand),
            None if self.has_sound_manifest == Some(true) => Some(FileProblem::NotInManifest),
            _ => None,
        }
    }
}

/// The figure that a file belongs to, by its name.
fn figure_of(name: &str) -> &str {
    let own = name.strip_prefix("figure-").unwrap_or(name);
    own.split_once('.').map_or(own, |(id, _)| id)
}

fn is_table(name: &str) -> bool {
    std::path::Path::new(name)
        .extension()
        .is_some_and(|end| end == "csv")
}

/// How many numbers a figure has now, and what differs in them.
fn numbers(file: &str, old: &[u8], new: &[u8], columns: &Columns) -> (usize, Vec<Difference>) {
    let (old, new) = of_both(old, new, columns);
    let mut found = Vec::new();
    let mut add =
        |number: &Number, column: &str, texts: (String, String), release: Option<&str>| {
            found.push(Difference {
                figure: figure_of(file).to_owned(),
                number: number.clone(),
                column: column.to_owned(),
                old: texts.0,
                new: texts.1,
                old_release: release.map(str::to_owned),
                file: None,
            });
        };
    let keys: BTreeSet<&Vec<String>> = old.keys().chain(new.keys()).collect();
    for key in keys {
        match (old.get(key), new.get(key)) {
            (Some(old), Some(new)) => {
                let release = (old.release != new.release && !old.release.is_empty())
                    .then_some(old.release.as_str());
                let names: BTreeSet<&String> = old.values.keys().chain(new.values.keys()).collect();
                for name in names {
                    let text = |it: &Number| it.values.get(name).cloned().unwrap_or_default();
                    let (was, is) = (text(old), text(new));
                    if !is_same(&was, &is) {
                        add(new, name, (was, is), release);
                    }
                }
            }
            (Some(old), None) => add(old, "value", (old.shown(), String::new()), None),
            (None, Some(new)) => add(new, "value", (String::new(), new.shown()), None),
            (None, None) => {}
        }
    }
    (new.len(), found)
}

/// Whether two texts say the same: `12` and `12.0` do.
fn is_same(old: &str, new: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    old == new || number(old).is_some_and(|old| number(new) == Some(old))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Columns, Differences, FileProblem, Files, Previous, Subject, differences};

    const WHOLE: Subject<'_> = Subject {
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

    fn check(old: &Previous, new: &Files) -> Differences {
        let keys = ["series", "crime", "period", "statistic", "from", "to"];
        let columns = keys.map(|name| (name, false)).into_iter();
        let columns = columns.chain([("value", true), ("marker", false), ("note", false)]);
        differences(&WHOLE, old, new, &Columns::new(columns))
    }

    fn compared(old: Files, new: &Files) -> Differences {
        let old = Previous {
            files: old,
            ..Previous::default()
        };
        check(&old, new)
    }

    #[test]
    fn a_number_that_changed_is_named_with_its_release() {
        let old = files("rape,2023-24,observed,67838,june,\nrape,2024-25,observed,71581,june,\n");
        let new = files(
            "rape,2023-24,observed,67839.0,december,\nrape,2024-25,observed,71581.0,december,new note\n",
        );
        let checked = compared(old, &new);
        let [one] = checked.found.as_slice() else {
            panic!("{checked:?}");
        };
        assert_eq!(
            (one.figure.as_str(), one.number.name.as_str()),
            ("1", "rape")
        );
        assert_eq!((one.old.as_str(), one.new.as_str()), ("67838", "67839.0"));
        assert_eq!(one.number.release, "december");
        assert_eq!(one.old_release.as_deref(), Some("june"));
    }

    #[test]
    fn a_row_that_came_or_went_is_named_and_words_are_not_numbers() {
        let one = files("a,2023-24,observed,1,x,one\n");
        let checked = compared(one.clone(), &files("a,2023-24,observed,1,x,two\n"));
        assert!(checked.found.is_empty());
        assert_eq!(checked.numbers_compared, 1);
        assert_eq!(checked.redrawn, ["figure-1.csv"]);
        let more = files("a,2023-24,observed,1,x,one\nb,2023-24,observed,2,x,\n");
        let count = |checked: Differences| checked.found.len();
        assert_eq!(count(compared(one.clone(), &more)), 1);
        assert_eq!(count(compared(more.clone(), &one)), 1);
        assert_eq!(count(compared(more, &Files::new())), 2);
        assert_eq!(count(compared(Files::new(), &one)), 1);
    }

    #[test]
    fn columns_that_only_one_file_has_are_not_differences() {
        let old = files("a,2023-24,observed,1,x,\n");
        let header = "series,crime,period,statistic,value,release,note\n";
        let new = format!("{header}a,rape,2023-24,observed,1.0,x,\n").into_bytes();
        let new = BTreeMap::from([("figure-1.csv".to_owned(), new)]);
        assert!(compared(old, &new).found.is_empty());
    }

    #[test]
    fn a_file_changed_by_hand_is_named() {
        let files = BTreeMap::from([("figure-1.svg".to_owned(), b"<svg/>".to_vec())]);
        let sums = |sum: &str| BTreeMap::from([("figure-1.svg".to_owned(), sum.to_owned())]);
        let before = |now: &str| Previous {
            files: files.clone(),
            written_as: sums("ab"),
            sums: sums(now),
            has_sound_manifest: Some(true),
        };
        assert!(check(&before("ab"), &files).found.is_empty());
        let changed = check(&before("cd"), &files).found;
        assert_eq!(changed[0].file, Some(FileProblem::ChangedByHand));
        let unlisted = Previous {
            written_as: BTreeMap::new(),
            ..before("ab")
        };
        assert_eq!(check(&unlisted, &files).found.len(), 1);
    }

    #[test]
    fn differences_are_in_the_order_of_the_page_and_changed_figures_are_not_called_redrawn() {
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
        let figures = checked.found.iter().map(|one| one.figure.as_str());
        let figures: Vec<&str> = figures.collect();
        assert_eq!(figures, ["2", "1"]);
        assert_eq!(checked.redrawn, ["figure-3.svg"]);
    }
}
