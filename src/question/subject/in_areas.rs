//! A crime's measures in areas smaller than England and Wales.

use anyhow::Result;

use super::{Asked, Subject};
use crate::catalogue::{Crime, Measure};
use crate::dataset::Dataset;
use crate::model::{PeriodKind, Source};
use crate::problem::Problem;
use crate::question::areas;
use crate::words;

impl<'a> Subject<'a> {
    pub(super) fn in_areas(
        crime: &Crime,
        measures: &[&'a Measure],
        asked: &Asked<'_>,
        dataset: &Dataset<'a>,
    ) -> Result<Self> {
        let areas = areas::given(asked.areas, dataset)?;
        let other = match (asked.by, asked.share_of) {
            (PeriodKind::Year, None) => None,
            (PeriodKind::Year, Some(_)) => Some("--share-of"),
            _ => Some("months, quarters or rolling years"),
        };
        if let Some(other) = other {
            return Err(Problem::usage(format!(
                "figures by area are counts of years: --area does not go together with {other}"
            ))
            .hint("leave one of the two out")
            .into());
        }
        if let [_, second, ..] = asked.releases {
            return Err(Problem::usage(format!(
                "--area takes one --release, and `{second}` is a second one"
            ))
            .hint("leave the others out")
            .into());
        }
        let release = asked.releases.first().map(String::as_str);
        // Several areas are compared by one measure: the first that is counted by area.
        let police = measures.iter().find(|one| one.source == Source::Police);
        let first: Vec<&'a Measure> = police.or(measures.first()).copied().into_iter().collect();
        let measures = if areas.len() > 1 {
            first.as_slice()
        } else {
            measures
        };
        let series = areas::series(&crime.id, measures, &areas, release, dataset)?;
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
            title: format!("{}, {}", crime.title, words::list(&names)),
            topic: crime.title.clone(),
            behind: areas::behind(&shown, &areas, dataset)?,
            notes: notes.collect(),
            series,
            counts: Vec::new(),
            own_topic: String::new(),
            elsewhere: Vec::new(),
        })
    }
}
