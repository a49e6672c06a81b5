//! `vawg list`: the names that other commands take, and what is held.

use crate::answer::Answer;
use crate::cli::Thing;
use crate::dataset::Dataset;
use crate::views::list;

/// The entries of one kind, or the words that can be listed.
#[must_use]
pub fn list(thing: Option<Thing>, dataset: &Dataset<'_>) -> Answer {
    let catalogue = dataset.catalogue();
    let Some(thing) = thing else {
        return list::words(Thing::words());
    };
    match thing {
        Thing::Crimes => list::crimes(catalogue),
        Thing::NotHeld => list::not_held(catalogue),
        Thing::Measures => list::measures(catalogue),
        Thing::Areas => list::areas(catalogue),
        Thing::Definitions => list::definitions(catalogue),
        Thing::Breaks => list::breaks(catalogue),
        Thing::Releases => list::releases(dataset),
        Thing::Rules => list::rules(),
    }
}
