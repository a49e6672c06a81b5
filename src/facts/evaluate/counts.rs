//! Counts of the rows of a list: commitments, recommendations.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::share;
use crate::reports::{Filter, Record, Records};

/// Whether a column of a row has a text, alone or among several with `;` between them.
pub(crate) fn holds(row: Record<'_>, column: &str, wanted: &str) -> bool {
    row.get(column)
        .is_some_and(|text| text == wanted || parts(text).any(|part| part == wanted))
}

/// Number of rows in which every column of a filter has its text.
pub(crate) fn count(list: &Records, filter: &Filter) -> usize {
    let passes = |row: &Record<'_>| {
        let mut columns = filter.iter();
        columns.all(|(column, wanted)| holds(*row, column, wanted))
    };
    list.all().filter(passes).count()
}

/// Different texts in a column, split at `;`.
pub(crate) fn distinct<'a>(list: &'a Records, column: &str) -> BTreeSet<&'a str> {
    let texts = list.all().filter_map(|row| row.get(column));
    texts.flat_map(parts).collect()
}

/// The texts of a field that has several with `;` between them.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let each = text.split(';').map(str::trim);
    each.filter(|part| !part.is_empty())
}

/// Rows of a list counted by two of its columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CrossCount<'a> {
    /// Texts of the first column.
    pub(crate) groups: Vec<&'a str>,
    /// Texts of the second column.
    pub(crate) parts: Vec<&'a str>,
    pairs: Vec<(&'a str, &'a str)>,
}

impl<'a> CrossCount<'a> {
    /// The rows counted by the texts of two columns, each text taken whole; the most frequent texts
    /// come first.
    pub(crate) fn new(
        rows: impl IntoIterator<Item = Record<'a>>,
        (group, part): (&str, &str),
    ) -> Self {
        let text = |row: &Record<'a>, column| row.get(column).unwrap_or_default();
        let pair = |row: Record<'a>| (text(&row, group), text(&row, part));
        let pairs: Vec<_> = rows.into_iter().map(pair).collect();
        let texts = |of: fn(&(&'a str, &'a str)) -> &'a str| {
            each(&pairs.iter().map(of).collect::<Vec<_>>())
        };
        Self {
            groups: texts(|pair| pair.0),
            parts: texts(|pair| pair.1),
            pairs,
        }
    }

    /// Number of rows of a group (or of all) with a part (or any).
    pub(crate) fn count(&self, group: Option<&str>, part: Option<&str>) -> usize {
        let fits = |wanted: Option<&str>, text: &str| wanted.is_none_or(|wanted| wanted == text);
        let pairs = self.pairs.iter();
        pairs
            .filter(|pair| fits(group, pair.0) && fits(part, pair.1))
            .count()
    }

    /// Rows of a group in per cent of all rows.
    pub(crate) fn share(&self, group: Option<&str>) -> Option<f64> {
        share(self.count(group, None) as f64, self.pairs.len() as f64)
    }
}

/// Each text once, the most frequent first, then by the alphabet.
fn each<'a>(texts: &[&'a str]) -> Vec<&'a str> {
    let mut frequency: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *frequency.entry(text).or_default() += 1;
    }
    let mut each: Vec<&str> = frequency.keys().copied().collect();
    each.sort_by_key(|text| Reverse(frequency[text]));
    each
}

#[cfg(test)]
mod tests {
    use super::{CrossCount, Filter, Records, count, distinct};

    fn list() -> Records {
        Records::of("who,what\nA;B,x\nB,y\n\"A; C\",x\n").unwrap()
    }

    #[test]
    fn a_filter_finds_a_text_among_several() {
        let count = |pairs: &[(&str, &str)]| {
            let pairs = pairs
                .iter()
                .map(|(column, text)| ((*column).to_owned(), (*text).to_owned()));
            count(&list(), &pairs.collect::<Filter>())
        };
        assert_eq!(count(&[]), 3);
        assert_eq!(count(&[("who", "A")]), 2);
        assert_eq!(count(&[("who", "B"), ("what", "x")]), 1);
        assert_eq!(count(&[("who", "A;B")]), 1);
        assert_eq!(count(&[("whom", "A")]), 0);
        assert_eq!(distinct(&list(), "who").len(), 3);
    }

    #[test]
    fn rows_are_counted_by_two_columns() {
        let list = Records::of("who,what\nB,y\nA,x\nA,y\nA,x\n").unwrap();
        let counted = CrossCount::new(list.all(), ("who", "what"));
        assert_eq!(
            (&counted.groups, &counted.parts),
            (&vec!["A", "B"], &vec!["x", "y"])
        );
        assert_eq!(counted.count(Some("A"), Some("x")), 2);
        assert_eq!(counted.count(None, Some("y")), 2);
        assert_eq!(counted.share(Some("A")), Some(75.0));
    }
}
