//! The main figures on one screen: the latest value of each measure, and its change on a year before.

use anyhow::Result;

use crate::catalogue::Headline;
use crate::dataset::Dataset;
use crate::facts::{Fact, Statistic, evaluate};
use crate::model::{Marker, Point, Series, SeriesKind};

/// One of the main figures.
pub(crate) struct MainFigure<'a> {
    /// What the catalogue says of it.
    pub(crate) entry: &'a Headline,
    /// The series that it is the latest figure of.
    pub(crate) series: Series,
    /// The latest figure.
    pub(crate) latest: Fact,
    /// Its change on the year before in per cent, for counts; a marker where a break lies between.
    pub(crate) change: Option<Fact>,
}

/// The main figures that are held, in the order of the catalogue.
///
/// # Errors
/// A damaged release.
pub(crate) fn main_figures<'a>(dataset: &Dataset<'a>) -> Result<Vec<MainFigure<'a>>> {
    let catalogue = dataset.catalogue();
    let mut figures = Vec::new();
    for entry in &catalogue.headlines {
        let Some(measure) = catalogue.measure(&entry.measure) else {
            continue;
        };
        let Some(series) = dataset.series(measure, None)? else {
            continue;
        };
        figures.extend(of_series(entry, series));
    }
    Ok(figures)
}

fn of_series(entry: &Headline, series: Series) -> Option<MainFigure<'_>> {
    let points = series.points.iter().chain(&series.rolling);
    let valued = points.filter(|point| point.value.is_some());
    let latest = valued.max_by_key(|point| point.period.end_month())?.clone();
    let fact = Fact {
        period: latest.period.into(),
        statistic: Statistic::Observed,
        value: latest.value,
        lower: latest.limits.map(|(lower, _)| lower),
        upper: latest.limits.map(|(_, upper)| upper),
        n: latest.base,
        unit: series.unit.clone(),
        status: latest.status,
        release: latest.release.clone(),
        source_ref: latest.source_ref.clone(),
        note: [latest.quotation(), entry.caveat.clone()]
            .into_iter()
            .filter(|note| !note.is_empty())
            .collect::<Vec<_>>()
            .join("; "),
        ..Fact::about(&series)
    };
    let change = (series.kind == SeriesKind::Counts)
        .then(|| change(&series, &latest))
        .flatten();
    Some(MainFigure {
        entry,
        latest: fact,
        change,
        series,
    })
}

/// The change of a count on the year before.
fn change(series: &Series, latest: &Point) -> Option<Fact> {
    let before = latest.period.year_before();
    let earlier = series
        .point(before)
        .filter(|_| !(series.is_partial(before) || series.is_partial(latest.period)))?;
    let across = !series.breaks_between(before, latest.period).is_empty();
    let pair = earlier.value.zip(latest.value).filter(|_| !across);
    let value = pair.and_then(|(earlier, latest)| evaluate::relative_change(earlier, latest));
    Some(Fact {
        from: before.into(),
        to: latest.period.into(),
        statistic: Statistic::RelativeChange,
        method: "later over earlier minus 1".to_owned(),
        value,
        marker: match (value, across) {
            (Some(_), _) => None,
            (None, true) => Some(Marker::Break),
            (None, false) => Some(Marker::NotAvailable),
        },
        unit: "per cent".to_owned(),
        release: latest.release.clone(),
        source_ref: format!("{} to {}", earlier.source_ref, latest.source_ref),
        ..Fact::about(series)
    })
}
