//! A crime's measures in areas smaller than England and Wales.

use anyhow::Result;

use super::{Asked, Subject};
use crate::catalogue::{Crime, Measure};
use crate::dataset::Dataset;
use crate::model::Source;
use crate::question::areas;
use crate::question::outcomes::outcome_topic;
use crate::question::share::Whole;
use crate::words;

impl<'a> Subject<'a> {
    pub(super) fn in_areas(
        crime: &Crime,
        measures: &[&'a Measure],
        asked: &Asked<'_>,
        dataset: &Dataset<'a>,
    ) -> Result<Self> {
        let areas = areas::given(asked.areas, dataset)?;
        let of_outcomes = asked.population.outcome.is_some();
        asked.may_be_by_area()?;
        let release = asked.releases.first().map(String::as_str);
        // Several areas are compared by one measure: the first that is counted by area.
        let police = measures.iter().find(|one| one.source == Source::Police);
        let first: Vec<&'a Measure> = police.or(measures.first()).copied().into_iter().collect();
        let measures = if areas.len() > 1 {
            first.as_slice()
        } else {
            measures
        };
        let mut series = areas::series(&crime.id, measures, &areas, release, dataset)?;
        let whole = asked
            .share_of
            .map(|name| Whole::given(name, of_outcomes, dataset))
            .transpose()?;
        let counts = match &whole {
            Some(whole) => whole.shared_by_area(&mut series, &areas, release, dataset)?,
            None => Vec::new(),
        };
        let topic = if of_outcomes {
            outcome_topic(&crime.title, whole.as_ref())
        } else {
            crime.title.clone()
        };
        let behind = |shown: &[&'a Measure]| {
            if of_outcomes {
                Ok(Vec::new())
            } else {
                areas::behind(shown, &areas, dataset)
            }
        };
        let names: Vec<String> = areas.iter().map(|area| area.name.clone()).collect();
        let shown: Vec<&Measure> = series.iter().filter_map(|(_, measure)| *measure).collect();
        let shown: Vec<&'a Measure> = measures
            .iter()
            .copied()
            .filter(|one| shown.iter().any(|other| other.id == one.id))
            .collect();
        let is_recorded = shown.iter().any(|one| one.source == Source::Police);
        let practice = is_recorded.then(|| areas::RECORDING_PRACTICE.to_owned());
        let notes = practice
            .into_iter()
            .chain(areas::revised_since(&series, dataset));
        Ok(Self {
            name: crime.id.clone(),
            title: format!("{topic}, {}", words::list(&names)),
            topic,
            behind: behind(&shown)?,
            notes: notes.collect(),
            series,
            counts,
            own_topic: String::new(),
            elsewhere: Vec::new(),
        })
    }
}
