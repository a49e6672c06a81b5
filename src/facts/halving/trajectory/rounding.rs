//! What the rounding of published figures leaves open, as facts.

use super::{About, PathFacts, path_name, place};
use crate::estimates::trajectory::Rounding;
use crate::facts::{Fact, Facts, Statistic};
use crate::stats::trajectory::progress::Class;
use crate::stats::trajectory::rounding::places_left;

/// The ranges that rounding leaves, and the decimal places that they allow.
pub(crate) struct RoundingFacts {
    /// The figure.
    pub(crate) figure: Fact,
    /// Each path shown, at the time of the figure.
    pub(crate) paths: Vec<PathRange>,
    /// The progress ratio, with the classes at both ends, the lower first.
    pub(crate) progress: Option<(Fact, [Class; 2])>,
    /// Decimal places of a change in per cent.
    pub(crate) change_places: usize,
    /// Decimal places of a difference in the unit of the series.
    pub(crate) difference_places: usize,
}

/// The range of one path.
pub(crate) struct PathRange {
    pub(crate) fact: Fact,
    /// Whether rounding alone decides on which side of the path the figure lies.
    pub(crate) side_is_open: bool,
}

impl About<'_> {
    /// States what rounding leaves open of one figure.
    pub(super) fn rounding(
        &self,
        range: &Rounding,
        fact: &impl Fn(Statistic, f64, &str) -> Fact,
        paths: &[PathFacts],
        facts: &mut Facts,
    ) -> RoundingFacts {
        let unit = &self.subject.series.unit;
        let mut limits = |method: &str, (lower, upper): (f64, f64), unit: &str| {
            facts.put(Fact {
                value: None,
                lower: Some(lower),
                upper: Some(upper),
                method: method.to_owned(),
                ..fact(Statistic::RoundingRange, 0.0, unit)
            })
        };
        let change = (100.0 * range.change.0, 100.0 * range.change.1);
        limits("relative change", change, "per cent");
        let paths = paths.iter().map(|path| {
            let ends = range.paths[place(path.shape)];
            PathRange {
                fact: limits(path_name(path.shape), ends, unit),
                side_is_open: range.figure.0 <= ends.1 && range.figure.1 >= ends.0,
            }
        });
        let paths = paths.collect();
        let progress = range.progress.map(|range| {
            let fact = limits("progress ratio", (range.lower, range.upper), "");
            (fact, [range.lower_class, range.upper_class])
        });
        RoundingFacts {
            paths,
            figure: limits("figure", range.figure, unit),
            progress,
            change_places: usize::from(places_left(change.0, change.1)),
            difference_places: usize::from(places_left(range.difference.0, range.difference.1)),
        }
    }
}
