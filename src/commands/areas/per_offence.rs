//! Charges of areas out of the offences recorded in the same release, in place of a population.

use crate::catalogue::{Area, Measure, OutcomeCount};
use crate::dataset::{ByArea, Dataset, Denominator};
use crate::facts::areas::Place;
use crate::model::Point;

/// The measure of the offences recorded in the release that has their outcomes.
pub(super) fn recorded_with<'a>(measure: &Measure, dataset: &Dataset<'a>) -> Option<&'a Measure> {
    let (of, _) = measure.outcome()?;
    let mut measures = dataset.catalogue().measures.iter();
    measures.find(|one| one.outcome() == Some((of, OutcomeCount::Recorded)))
}

/// Each area that has figures, with the offences recorded in the same year as what they are out of.
pub(super) fn out_of_recorded(
    areas: &[&Area],
    found: &ByArea,
    recorded: &ByArea,
    whom: &str,
) -> Vec<Place> {
    let places = areas.iter().zip(found.points()).zip(recorded.points());
    let places = places.map(|((area, points), recorded)| {
        let with_offences = |point: Point| {
            let same = |one: &&Point| one.period == point.period && one.release == point.release;
            let recorded = recorded.iter().find(same);
            let offences = recorded.and_then(|one| {
                Some(Denominator {
                    people: one.value.filter(|value| *value > 0.0)?,
                    name: format!("{whom} recorded in the year"),
                    key: format!("{} {}", one.release, one.period),
                    source: String::new(),
                    source_ref: one.source_ref.clone(),
                })
            });
            (point, offences)
        };
        Place {
            // Forces without residents record offences all the same.
            area: Area {
                no_rate: String::new(),
                ..(*area).clone()
            },
            points: points.into_iter().map(with_offences).collect(),
        }
    });
    places.filter(|place| !place.points.is_empty()).collect()
}
