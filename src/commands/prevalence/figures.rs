//! The machine rows of one series' estimates.

use crate::facts::{Fact, Statistic};
use crate::model::SeriesKind;
use crate::stats::estimate::Interval;
use crate::words::basis_in_words;

use super::{Estimates, PER, Row};

/// Prevalence (or rate) and people for each period, then the change.
pub(super) fn of(estimates: &Estimates) -> Vec<Fact> {
    let mut figures = Vec::new();
    for row in &estimates.rows {
        figures.push(estimate(estimates, row));
        figures.extend(people(estimates, row));
    }
    figures.extend(change(estimates));
    figures
}

fn template(estimates: &Estimates) -> Fact {
    Fact::about(&estimates.shown.series)
}

fn with_interval(figure: Fact, interval: Option<Interval>) -> Fact {
    Fact {
        lower: interval.map(|interval| interval.lower),
        upper: interval.map(|interval| interval.upper),
        confidence: interval.map(|interval| interval.confidence),
        ..figure
    }
}

fn estimate(estimates: &Estimates, row: &Row) -> Fact {
    let series = &estimates.shown.series;
    let rate = series.kind == SeriesKind::Counts && row.point.population.is_some();
    let suppressed = row.basis.is_some_and(|basis| basis.suppressed);
    let marker = if suppressed {
        Some(crate::model::Marker::LowReliability)
    } else {
        row.point.marker
    };
    let figure = Fact {
        period: row.point.period.into(),
        statistic: match series.kind {
            SeriesKind::Prevalence => Statistic::Prevalence,
            SeriesKind::Counts if rate => Statistic::Rate,
            SeriesKind::Counts | SeriesKind::Values => Statistic::Observed,
        },
        method: row
            .estimate
            .map_or_else(String::new, |estimate| estimate.method.to_owned()),
        value: value(series.kind, row).filter(|_| !suppressed),
        n: row.estimate.and_then(|estimate| estimate.n),
        unit: if rate {
            format!("per {PER} population")
        } else {
            series.unit.clone()
        },
        marker,
        status: row.point.status,
        release: row.point.release.clone(),
        source_ref: row.point.source_ref.clone(),
        note: note(estimates, row),
        ..template(estimates)
    };
    with_interval(
        figure,
        row.estimate
            .filter(|_| !suppressed)
            .map(|estimate| estimate.interval),
    )
}

/// A prevalence is as it was published, not as it comes back from its proportion.
fn value(kind: SeriesKind, row: &Row) -> Option<f64> {
    let published = row.point.value;
    published
        .filter(|_| kind == SeriesKind::Prevalence)
        .or(row.estimate.map(|estimate| estimate.value))
        .or(published)
}

/// Who quoted the figure, what its interval rests on, and whether that is little.
fn note(estimates: &Estimates, row: &Row) -> String {
    let assumed = &estimates.shown.uncertainty.assumed;
    let mut notes = Vec::new();
    if !row.point.quoted_by.is_empty() {
        notes.push(row.point.quotation());
    }
    notes.extend(
        row.basis
            .and_then(|basis| basis_in_words(&[(row.point.period, basis.basis)], assumed)),
    );
    if row.basis.is_some_and(|basis| basis.sparse()) {
        notes.push("fewer than 10 effective cases".to_owned());
    }
    notes.join("; ")
}

fn people(estimates: &Estimates, row: &Row) -> Option<Fact> {
    let people = row.people.as_ref()?;
    let population = &people.population;
    let which = if population.release.is_empty() {
        population.source.clone()
    } else {
        format!("mid-{} estimate", population.year)
    };
    Some(Fact {
        period: row.point.period.into(),
        statistic: Statistic::Victims,
        method: "prevalence times population".to_owned(),
        value: Some(people.number),
        lower: people.interval.map(|(lower, _)| lower),
        upper: people.interval.map(|(_, upper)| upper),
        confidence: people
            .interval
            .map(|_| estimates.shown.uncertainty.confidence),
        n: Some(population.people),
        unit: "people".to_owned(),
        release: population.release.clone(),
        source_ref: population.source_ref.clone(),
        note: format!("population {which}"),
        ..template(estimates)
    })
}

fn change(estimates: &Estimates) -> Vec<Fact> {
    let Some(change) = &estimates.change else {
        return Vec::new();
    };
    let unit = match estimates.shown.series.kind {
        SeriesKind::Prevalence => "percentage points".to_owned(),
        _ => estimates.shown.series.unit.clone(),
    };
    let base = Fact {
        from: change.from.into(),
        to: change.to.into(),
        ..template(estimates)
    };
    let test = change.tested.and_then(|tested| tested.test);
    let difference = Fact {
        statistic: Statistic::Difference,
        method: change
            .tested
            .map_or("later minus earlier", |tested| tested.difference.method)
            .to_owned(),
        value: Some(change.difference),
        p_value: test.map(|test| test.p_value),
        unit,
        note: test.map_or("not tested", |test| test.mark()).to_owned(),
        ..with_interval(
            base.clone(),
            change.tested.map(|tested| tested.difference.interval),
        )
    };
    let ratio = change
        .tested
        .and_then(|tested| tested.ratio)
        .map(|ratio| Fact {
            statistic: Statistic::Ratio,
            method: ratio.method.to_owned(),
            value: Some(ratio.value),
            ..with_interval(base, Some(ratio.interval))
        });
    std::iter::once(difference).chain(ratio).collect()
}
