//! How series have developed: the facts of `vawg trend`, also used by other commands and by reports.

pub(crate) mod change;
pub(crate) mod fitted;
pub(crate) mod form;
mod latest;
pub(crate) mod per_head;
pub(crate) mod rows;
pub(crate) mod sensitivity;
pub(crate) mod shown;
mod view;

use shown::Shown;

use crate::model::{Series, Source};

/// Whether two series may share an axis: those of several crimes only for the same people.
fn are_of_same_people(first: &Series, other: &Series) -> bool {
    first.crime == other.crime
        || first.source != Source::Survey
        || (first.sex, first.age) == (other.sex, other.age)
}

/// Series that may share a table and an axis: of one source and one unit, four at most.
pub(crate) fn grouped(shown: &[Shown]) -> Vec<Vec<&Shown>> {
    const MOST_IN_ONE_PANEL: usize = 4;
    let mut groups: Vec<Vec<&Shown>> = Vec::new();
    // Several areas are set beside one another, a measure at a time.
    let places = shown
        .windows(2)
        .any(|pair| pair[0].series.area != pair[1].series.area);
    let is_apart =
        |one: &Shown, other: &Shown| places && one.series.measure != other.series.measure;
    for source in [Source::Police, Source::Survey, Source::Cps, Source::Own] {
        for one in shown.iter().filter(|one| one.series.source == source) {
            let open = groups.iter_mut().find(|group| {
                (one.is_behind || group.len() < MOST_IN_ONE_PANEL)
                    && group[0].series.source == source
                    && group[0].unit == one.unit
                    && are_of_same_people(&group[0].series, &one.series)
                    && group[0].series.basis() == one.series.basis()
                    && !is_apart(group[0], one)
            });
            match open {
                Some(group) => group.push(one),
                None => groups.push(vec![one]),
            }
        }
    }
    groups
}
