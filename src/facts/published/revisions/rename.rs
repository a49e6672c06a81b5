//! Which rows were renamed: by code, by letters, by their figures. A name is compared once, with all
//! its areas and people; its rows follow it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::compare::{RowKey, Rows};
use crate::model::{Age, Sex};

/// How alike two labels must be for one to count as the other's new name.
const LIKE_ENOUGH: f64 = 0.85;
/// How alike at least where nearly all figures agree and there is no code.
const ALIKE_AT_ALL: f64 = 0.6;
/// The part of the common figures that must agree.
const SAME_FIGURES: f64 = 0.5;
/// The part that must agree where labels alone would not do, and how many figures at least.
const NEARLY_ALL: f64 = 0.9;
const ENOUGH_FIGURES: f64 = 4.0;
/// Figures that differ by less than this part of them agree: a revision is small.
const NEAR: f64 = 0.02;

/// What a publisher calls a row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name<'a> {
    pub(crate) table: &'a str,
    pub(crate) code: &'a str,
    pub(crate) label: &'a str,
    pub(crate) group: &'a str,
}

impl<'a> Name<'a> {
    pub(crate) fn of_row(line: &'a RowKey) -> Self {
        Self {
            table: &line.table,
            code: &line.code,
            label: &line.label,
            group: &line.group,
        }
    }

    /// What it is called, whatever table it is in.
    const fn called(self) -> (&'a str, &'a str) {
        (self.code, self.label)
    }
}

/// The new names of rows by their old ones.
pub(crate) fn renamed<'a>(before: &'a Rows, after: &'a Rows) -> BTreeMap<Name<'a>, Name<'a>> {
    let (old, new) = (by_name(before), by_name(after));
    let mut candidates: Vec<(f64, Name<'a>, Name<'a>)> = Vec::new();
    for (was, its_lines) in old.iter().filter(|(was, _)| !new.contains_key(*was)) {
        for (is, other_lines) in new.iter().filter(|(is, _)| !old.contains_key(*is)) {
            if was.table == is.table && (was.code == is.code || same(was.label, is.label)) {
                let agreement = agreement(its_lines, other_lines, before, after);
                candidates.extend(likeness(*was, *is, agreement).map(|like| (like, *was, *is)));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut found = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (_, was, is) in candidates {
        if !found.contains_key(&was) && taken.insert(is) {
            found.insert(was, is);
        }
    }
    as_elsewhere(&mut found, &mut taken, &old, &new);
    found
}

/// Rows renamed in one table are renamed in another, even if that one has no figures to compare.
fn as_elsewhere<'a>(
    found: &mut BTreeMap<Name<'a>, Name<'a>>,
    taken: &mut BTreeSet<Name<'a>>,
    old: &ByName<'a>,
    new: &ByName<'a>,
) {
    let known: HashMap<_, _> = found
        .iter()
        .map(|(was, is)| (was.called(), is.called()))
        .collect();
    for was in old.keys().filter(|was| !new.contains_key(*was)) {
        let called = known.get(&was.called());
        let is = called.and_then(|called| {
            let mut names = new.keys().filter(|is| !old.contains_key(*is));
            names.find(|is| {
                is.called() == *called && is.table == was.table && same(is.group, was.group)
            })
        });
        if let Some(is) = is.filter(|_| !found.contains_key(was))
            && taken.insert(*is)
        {
            found.insert(*was, *is);
        }
    }
}

type ByName<'a> = BTreeMap<Name<'a>, Vec<&'a RowKey>>;

fn by_name(lines: &Rows) -> ByName<'_> {
    let mut names = ByName::new();
    for line in lines.keys() {
        names.entry(Name::of_row(line)).or_default().push(line);
    }
    names
}

/// The same letters and digits, whatever their case and the signs between them.
fn same(one: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars()
            .filter(|one| one.is_alphanumeric())
            .flat_map(char::to_lowercase)
    }
    letters(one).eq(letters(other))
}

/// How many figures two names have in common, and the part of them that agrees.
#[derive(Debug, Clone, Copy)]
struct Agreement {
    figures: f64,
    part: f64,
}

fn agreement(old: &[&RowKey], new: &[&RowKey], before: &Rows, after: &Rows) -> Agreement {
    let new: HashMap<_, &RowKey> = new.iter().map(|line| (about(line), *line)).collect();
    let (mut figures, mut agreeing) = (0.0, 0.0);
    for old in old {
        let Some(new) = new.get(&about(old)) else {
            continue;
        };
        for (period, was) in &before[*old] {
            let values = after[*new].get(period).map(|is| (was.value, is.value));
            match values {
                // Zeros and missing figures on both sides show nothing.
                Some((Some(was), Some(is))) if was.abs().max(is.abs()) > 0.0 => {
                    figures += 1.0;
                    let near = (was - is).abs() <= NEAR * was.abs().max(is.abs()).max(1.0);
                    agreeing += f64::from(u8::from(near));
                }
                Some((Some(one), None) | (None, Some(one))) if one.abs() > 0.0 => figures += 1.0,
                _ => {}
            }
        }
    }
    Agreement {
        figures,
        part: if figures > 0.0 {
            agreeing / figures
        } else {
            0.0
        },
    }
}

/// Everything that identifies a row besides its name.
fn about(line: &RowKey) -> (Sex, Age, [&str; 4]) {
    let texts = [&line.breakdown, &line.statistic, &line.unit, &line.area];
    (line.sex, line.age, texts.map(String::as_str))
}

/// How likely one is the other's new name; none if that is not likely enough.
fn likeness(was: Name<'_>, is: Name<'_>, agreement: Agreement) -> Option<f64> {
    let Agreement { figures, part } = agreement;
    let names = strsim::jaro_winkler(&was.label.to_lowercase(), &is.label.to_lowercase());
    let same_label = same(was.label, is.label);
    let same_group = same(was.group, is.group);
    let same_code = was.code == is.code;
    let agree = figures > 0.0 && part >= SAME_FIGURES;
    let coded = same_code && !was.code.is_empty();
    let enough = if same_label && (coded || same_code && same_group) {
        true
    } else if !same_group || !same_code {
        (same_label || coded) && agree
    } else if was.code.is_empty() {
        (names >= LIKE_ENOUGH && agree)
            || (names >= ALIKE_AT_ALL && part >= NEARLY_ALL && figures >= ENOUGH_FIGURES)
    } else {
        agree || (figures < 1.0 && names >= LIKE_ENOUGH)
    };
    let letters = f64::from(u8::from(same_label && same_code));
    enough.then_some(names + part + letters)
}

#[cfg(test)]
mod tests {
    use super::{Agreement, Name, likeness, same};

    const NONE: Agreement = Agreement {
        figures: 0.0,
        part: 0.0,
    };

    fn agreeing(figures: f64, part: f64) -> Agreement {
        Agreement { figures, part }
    }

    fn name(code: &'static str, label: &'static str) -> Name<'static> {
        grouped(code, label, "")
    }

    fn grouped(code: &'static str, label: &'static str, group: &'static str) -> Name<'static> {
        Name {
            table: "A5a",
            code,
            label,
            group,
        }
    }

    fn is_renamed(was: Name<'_>, is: Name<'_>, agreement: Agreement) -> bool {
        likeness(was, is, agreement).is_some()
    }

    #[test]
    fn case_spaces_and_dashes_do_not_make_another_name() {
        assert!(same(
            "Rape of a Female – aged 16",
            "rape of a female-aged  16"
        ));
        assert!(!same("Rape of a female", "Rape of a male"));
        let (was, is) = (name("", "Sexual Offences"), name("", "Sexual offences"));
        assert!(is_renamed(was, is, NONE));
    }

    #[test]
    fn a_code_needs_figures_or_letters_beside_it() {
        let (was, is) = (name("15", "Concealing a birth"), name("15", "Other things"));
        assert!(is_renamed(was, is, agreeing(6.0, 0.8)));
        assert!(!is_renamed(was, is, agreeing(6.0, 0.2)));
        assert!(!is_renamed(was, is, NONE));
        let near = name("15", "Concealing a birth (outcomes only)");
        assert!(is_renamed(was, near, NONE));
    }

    #[test]
    fn without_a_code_letters_alone_are_not_enough() {
        let (was, is) = (
            name("", "Fraud offences referred to NFIB by Cifas"),
            name("", "Fraud reports referred to Report Fraud by Cifas"),
        );
        assert!(is_renamed(was, is, agreeing(14.0, 1.0)));
        assert!(!is_renamed(was, is, agreeing(14.0, 0.6)));
        assert!(!is_renamed(was, is, agreeing(2.0, 1.0)));
        assert!(!is_renamed(was, is, NONE));
    }

    #[test]
    fn a_row_that_moved_below_another_heading_is_recognised_by_its_figures() {
        let was = grouped("", "Not assigned to a sub offence", "Stalking");
        let is = grouped("", "Not assigned to a sub offence", "Harassment");
        assert!(is_renamed(was, is, agreeing(5.0, 1.0)));
        assert!(!is_renamed(was, is, agreeing(5.0, 0.1)));
        assert!(!is_renamed(was, is, NONE));
        let was = grouped("26", "Bigamy", "Miscellaneous crimes");
        let is = grouped("26", "Bigamy", "Miscellaneous crimes against society");
        assert!(is_renamed(was, is, NONE));
    }
}
