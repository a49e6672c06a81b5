//! The change between two periods of one series, in the form shown.

use crate::estimates::{TestedChange, tested_change};
use crate::facts::Statistic;
use crate::model::{Period, SeriesBreak, SeriesKind};

use super::per_head;
use super::shown::Shown;

/// Where the earlier count is below this, no percentage change is given, as by ONS.
const FEWEST_FOR_A_CHANGE: f64 = crate::stats::intervals::change::SMALLEST_COUNT;

/// How a value changed from one period to another.
pub(crate) struct Change<'a> {
    pub(crate) from: Period,
    pub(crate) to: Period,
    /// Later minus earlier, in the unit shown.
    pub(crate) absolute: f64,
    /// Later over earlier minus 1; none where the earlier count is 0 or too small.
    pub(crate) relative: Option<f64>,
    /// The difference with its interval and test, where something is known of the precision and no
    /// break lies between: sampling error is not all that sets two bases apart.
    pub(crate) tested: Option<TestedChange>,
    /// Breaks that it crosses.
    pub(crate) breaks: Vec<&'a SeriesBreak>,
}

/// From the first to the last value of the points; none where there are not two.
pub(crate) fn over_window(shown: &Shown) -> Option<Change<'_>> {
    let (first, last) = shown.valued().next().zip(shown.valued().next_back())?;
    between(shown, first, last)
}

/// From the year before to the latest value of the points.
pub(crate) fn on_latest_year(shown: &Shown) -> Option<Change<'_>> {
    let last = shown.valued().next_back()?;
    on_year_before(shown, last.0)
}

/// From the year before to a period of the points.
pub(crate) fn on_year_before(shown: &Shown, period: Period) -> Option<Change<'_>> {
    let earlier = || {
        let before = period.year_before();
        let before_window = || {
            let mut earlier = shown.earlier.iter();
            let found = earlier.find(|(point, _)| point.period == before);
            found.map(|(_, value)| value)
        };
        Some((before, shown.at(before).or_else(before_window)?.number?))
    };
    let later = shown.at(period)?.number?;
    between(shown, earlier()?, (period, later))
}

/// From the year before to the latest rolling year.
pub(crate) fn on_rolling_year(shown: &Shown) -> Option<Change<'_>> {
    let value = |period: Period| {
        let found = shown
            .rolling()
            .iter()
            .find(|value| value.period == period)?;
        Some((period, found.number?))
    };
    let last = shown.rolling().last()?.period;
    between(shown, value(last.year_before())?, value(last)?)
}

fn between(shown: &Shown, first: (Period, f64), last: (Period, f64)) -> Option<Change<'_>> {
    if first.0 == last.0 {
        return None;
    }
    let series = &shown.series;
    if series.is_partial(first.0) || series.is_partial(last.0) {
        return None;
    }
    let ((earlier, before), (later, after)) = shown.known(first.0).zip(shown.known(last.0))?;
    if !per_head::is_comparable(before, after) {
        return None;
    }
    let enough = series.kind != SeriesKind::Counts
        || earlier
            .value
            .is_some_and(|count| count >= FEWEST_FOR_A_CHANGE);
    let uncertainty = &shown.uncertainty;
    let tested = earlier.value.zip(later.value).and_then(|(from, to)| {
        let (from, to) = ((earlier, from), (later, to));
        tested_change(
            series.kind,
            from,
            to,
            &uncertainty.assumed,
            uncertainty.confidence,
        )
        .ok()
        .flatten()
    });
    let breaks = series.breaks_between(first.0, last.0);
    let may_be_tested = shown.statistic == Statistic::Observed && breaks.is_empty();
    Some(Change {
        from: first.0,
        to: last.0,
        absolute: last.1 - first.1,
        relative: (enough && first.1 > 0.0).then(|| last.1 / first.1 - 1.0),
        tested: tested.filter(|_| may_be_tested),
        breaks,
    })
}
