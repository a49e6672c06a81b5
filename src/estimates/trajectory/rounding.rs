//! What the rounding of published figures leaves open.

use super::reading::Reading;
use super::{Goal, SHAPES, at};
use crate::model::SeriesKind;
use crate::stats::error::StatsError;
use crate::stats::trajectory::path::{self, Path};
use crate::stats::trajectory::rounding::{
    ProgressRange, Target, path_range, places_left, progress_range, rounded_from,
};

/// The ranges that the rounding of a baseline and of a later figure leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Rounding {
    /// The figure, in the unit of the series.
    pub figure: (f64, f64),
    /// Each path at the time of the figure, in the order of the shapes of a path.
    pub paths: Vec<(f64, f64)>,
    /// The change since the baseline, as a share of it.
    pub change: (f64, f64),
    /// The change in the unit of the series.
    pub difference: (f64, f64),
    /// The progress ratio; `None` where a stated ratio put the figure on another basis.
    pub progress: Option<ProgressRange>,
}

impl Rounding {
    /// The ranges of a prevalence; `None` for other figures. A stated ratio is taken as it is written.
    ///
    /// # Errors
    /// A baseline that may be 0.
    pub(super) fn of(
        kind: SeriesKind,
        baseline: &Reading,
        reading: &Reading,
        end: path::Point,
    ) -> Result<Option<Self>, StatsError> {
        let Some((first, second)) = places(kind, baseline)
            .filter(|_| !baseline.is_rebased())
            .zip(places(kind, reading))
        else {
            return Ok(None);
        };
        let (start, now) = (
            at(baseline.period, baseline.value),
            at(reading.period, reading.value),
        );
        // a stated ratio puts the ends of the figure on the old basis
        let ratio = reading.published / reading.value;
        let (least, most) = rounded_from(reading.published, second);
        let figure = (least / ratio, most / ratio);
        let from = rounded_from(baseline.value, first);
        let mut paths = Vec::new();
        let mut progress = None;
        for shape in SHAPES {
            let path = Path::new(shape, start, end)?;
            paths.push(path_range(&path, first, Target::ShareOfBaseline, now.time)?);
            if !reading.is_rebased() {
                let range = progress_range(&path, first, Target::ShareOfBaseline, (now, second))?;
                progress.get_or_insert(range);
            }
        }
        Ok(Some(Self {
            change: (figure.0 / from.1 - 1.0, figure.1 / from.0 - 1.0),
            difference: (figure.0 - from.1, figure.1 - from.0),
            figure,
            paths,
            progress,
        }))
    }
}

/// The decimal places that a path has, as far as the rounding of its baseline leaves them.
///
/// # Errors
/// A baseline that may be 0.
pub(super) fn path_places(
    kind: SeriesKind,
    baseline: &Reading,
    goal: &Goal,
    end: path::Point,
) -> Result<Option<u8>, StatsError> {
    let Some(first) = places(kind, baseline).filter(|_| !baseline.is_rebased()) else {
        return Ok(None);
    };
    let mut fewest = u8::MAX;
    for shape in SHAPES {
        let path = Path::new(shape, at(baseline.period, baseline.value), end)?;
        let next = goal.baseline.following().midpoint();
        let (lower, upper) = path_range(&path, first, Target::ShareOfBaseline, next)?;
        fewest = fewest.min(places_left(lower, upper));
    }
    Ok(Some(fewest))
}

/// The decimal places of a published prevalence: at least one, since `10.0` is a number without any.
fn places(kind: SeriesKind, reading: &Reading) -> Option<u8> {
    if kind != SeriesKind::Prevalence {
        return None;
    }
    let written = reading.published.to_string();
    let places = written
        .split_once('.')
        .map_or(0, |(_, places)| places.len());
    u8::try_from(places.max(1)).ok()
}
