//! The points of a segment as columns, as `stats` takes them.

use super::fit::{Response, TrendRequest};
use super::precision::{AssumedPrecision, standard_error};
use super::segment::Segment;
use crate::model::{Point, SeriesKind};
use crate::stats::error::StatsError;
use crate::stats::trends::correlated;
use crate::stats::trends::season::Season;
use crate::stats::trends::step::{StatedStep, Steps};
use crate::stats::trends::terms::Terms;

/// The points of a segment as columns.
pub(super) struct Columns {
    /// Midpoints in decimal years.
    pub(super) x: Vec<f64>,
    /// Values in the unit of the series.
    pub(super) value: Vec<f64>,
    /// All of them, or none.
    pub(super) standard_error: Option<Vec<f64>>,
    /// All of them, or none; of counts only.
    pub(super) population: Option<Vec<f64>>,
    /// The part of its year that each survey estimate covers, where some cover less than all of it and
    /// no standard error is known.
    pub(super) weights: Option<Vec<f64>>,
    /// Years.
    pub(super) period_length: f64,
}

impl Columns {
    /// # Errors
    /// Numbers that no standard error can be made from.
    pub(super) fn of(
        kind: SeriesKind,
        segment: &Segment,
        assumed: &AssumedPrecision,
    ) -> Result<Self, StatsError> {
        let points = &segment.points;
        let error = |(point, value): &(Point, f64)| standard_error(kind, point, *value, assumed);
        let population =
            |(point, _): &(Point, f64)| point.population.filter(|_| kind == SeriesKind::Counts);
        let months = points
            .first()
            .map_or(12, |(point, _)| point.period.months());
        let standard_error: Option<Vec<f64>> =
            points.iter().map(error).collect::<Result<_, _>>()?;
        let partly = points.iter().any(|(point, _)| point.covered < 1.0);
        let weights = (kind == SeriesKind::Prevalence && partly && standard_error.is_none())
            .then(|| points.iter().map(|(point, _)| point.covered).collect());
        Ok(Self {
            weights,
            x: points
                .iter()
                .map(|(point, _)| point.period.midpoint())
                .collect(),
            value: points.iter().map(|(_, value)| *value).collect(),
            standard_error,
            population: points.iter().map(population).collect(),
            period_length: f64::from(months) / 12.0,
        })
    }

    /// The steps, and season terms where the periods are shorter than years.
    ///
    /// # Errors
    /// A window too short for season terms that does not hold every season equally often.
    pub(super) fn terms<'a>(
        &self,
        steps: Steps<'a>,
        stated: &'a [StatedStep],
    ) -> Result<Terms<'a>, StatsError> {
        let season = Season::for_window(&self.x, self.period_length)?;
        Ok(Terms {
            steps,
            season,
            stated,
        })
    }

    /// Whether a trend takes neighbouring periods as correlated: asked for, and points enough.
    pub(super) const fn are_correlated(&self, request: &TrendRequest) -> bool {
        request.correlated && self.x.len() >= correlated::FEWEST_POINTS
    }

    /// What a model of these columns is of.
    pub(super) fn response(&self) -> Response {
        self.population
            .as_ref()
            .map_or(Response::Values, |_| Response::Rate)
    }

    /// The values over the population in thousands, or as they stand without one.
    pub(super) fn over(&self, thousands: Option<&[f64]>) -> Vec<f64> {
        let Some(thousands) = thousands else {
            return self.value.clone();
        };
        let pairs = self.value.iter().zip(thousands);
        pairs.map(|(count, thousands)| count / thousands).collect()
    }

    /// Thousands of the population.
    pub(super) fn thousands(&self) -> Option<Vec<f64>> {
        let people = self.population.as_ref()?;
        Some(people.iter().map(|people| people / 1000.0).collect())
    }
}
