//! The machine rows of one series.

use crate::facts::{Fact, Statistic};
use crate::model::{Marker, Point, Series, SeriesKind};

use super::change::{self, Change};
use super::fitted;
use super::shown::{Shown, Value};

/// Published figures, then the form asked for, then changes.
pub(crate) fn of(shown: &Shown) -> Vec<Fact> {
    let series = &shown.series;
    let points = || series.points.iter().chain(&series.rolling);
    let mut figures: Vec<Fact> = Vec::new();
    if shown.statistic != Statistic::Share {
        figures.extend(points().map(|point| observed(shown, point)));
    }
    if shown.statistic != Statistic::Observed {
        figures.extend(
            shown
                .values
                .iter()
                .zip(points())
                .map(|(value, point)| derived(shown, value, point)),
        );
    }
    let each_year = || {
        let periods = shown.main().iter().map(|value| value.period);
        periods.filter_map(|period| change::on_year_before(shown, period))
    };
    let named = [
        change::over_window(shown),
        change::on_latest_year(shown),
        change::on_rolling_year(shown),
    ];
    let changes = named.into_iter().flatten().chain(each_year());
    let mut seen = std::collections::HashSet::new();
    for change in changes {
        if seen.insert((change.from, change.to)) {
            figures.extend(changed(shown, &change));
        }
    }
    if let Some(trends) = &shown.trends {
        let template = Fact {
            unit: shown.unit.clone(),
            ..template(shown)
        };
        figures.extend(fitted::of(&template, trends, &shown.series));
        let asked = shown.sensitivity.iter().filter(|one| one.is_asked);
        figures.extend(asked.flat_map(|one| one.facts(&template)));
    }
    figures
}

fn template(shown: &Shown) -> Fact {
    Fact::about(&shown.series)
}

fn observed(shown: &Shown, point: &Point) -> Fact {
    Fact {
        period: point.period.into(),
        statistic: Statistic::Observed,
        value: point.value,
        lower: point.limits.map(|(lower, _)| lower),
        upper: point.limits.map(|(_, upper)| upper),
        n: point.base,
        unit: shown.series.unit.clone(),
        marker: point.marker,
        status: point.status,
        release: point.release.clone(),
        source_ref: point.source_ref.clone(),
        note: note(shown, point),
        ..template(shown)
    }
}

fn note(shown: &Shown, point: &Point) -> String {
    if point.release.is_empty() {
        return "no yearly figure held".to_owned();
    }
    let mut notes: Vec<String> = Vec::new();
    if !point.quoted_by.is_empty() {
        notes.push(point.quotation());
    }
    let remarks = shown
        .series
        .notes
        .iter()
        .filter(|note| note.period == Some(point.period));
    notes.extend(
        remarks
            .map(|note| note.remark.clone())
            .filter(|remark| !remark.is_empty()),
    );
    notes.join("; ")
}

fn derived(shown: &Shown, value: &Value, point: &Point) -> Fact {
    Fact {
        period: value.period.into(),
        statistic: shown.statistic,
        method: value.method.to_owned(),
        value: value.number,
        unit: shown.unit.clone(),
        denominator: value
            .per_head
            .as_ref()
            .map_or_else(String::new, |per_head| per_head.denominator.clone()),
        marker: value.marker,
        status: point.status,
        release: point.release.clone(),
        source_ref: value.source_ref.clone(),
        note: match shown.statistic {
            Statistic::Share => note(shown, point),
            _ => String::new(),
        },
        ..template(shown)
    }
}

/// The counts that a share is made of, as published.
pub(crate) fn counts(series: &Series) -> Vec<Fact> {
    let points = series.points.iter().chain(&series.rolling);
    points.map(|point| Fact::observed(series, point)).collect()
}

fn changed(shown: &Shown, change: &Change<'_>) -> [Fact; 2] {
    let series = &shown.series;
    let prevalence = series.kind == SeriesKind::Prevalence;
    let share = shown.statistic == Statistic::Share && shown.unit.starts_with("per cent");
    let unit = if share || (prevalence && shown.statistic == Statistic::Observed) {
        "percentage points"
    } else {
        &shown.unit
    };
    let interval = change.tested.map(|tested| tested.difference.interval);
    let test = change.tested.and_then(|tested| tested.test);
    let point = |period| shown.known(period).map(|(point, _)| point);
    let base = Fact {
        from: change.from.into(),
        to: change.to.into(),
        release: point(change.to).map_or_else(String::new, |point| point.release.clone()),
        source_ref: [change.from, change.to]
            .into_iter()
            .filter_map(point)
            .map(|point| point.source_ref.clone())
            .collect::<Vec<_>>()
            .join(" to "),
        note: change_note(change, prevalence),
        ..template(shown)
    };
    [
        Fact {
            statistic: Statistic::Change,
            method: change
                .tested
                .map_or("later minus earlier", |tested| tested.difference.method)
                .to_owned(),
            value: Some(change.absolute),
            lower: interval.map(|interval| interval.lower),
            upper: interval.map(|interval| interval.upper),
            confidence: interval.map(|interval| interval.confidence),
            p_value: test.map(|test| test.p_value),
            unit: unit.to_owned(),
            ..base.clone()
        },
        Fact {
            statistic: Statistic::RelativeChange,
            method: "later over earlier minus 1".to_owned(),
            value: change.relative.map(|relative| 100.0 * relative),
            unit: "per cent".to_owned(),
            marker: change.relative.is_none().then_some(Marker::LowReliability),
            ..base
        },
    ]
}

/// Breaks that a change crosses, and whether it was tested.
fn change_note(change: &Change<'_>, prevalence: bool) -> String {
    let mut notes = Vec::new();
    if !change.breaks.is_empty() {
        let dates: Vec<&str> = change
            .breaks
            .iter()
            .map(|mark| mark.date_in_words.as_str())
            .collect();
        let breaks = if dates.len() == 1 { "break" } else { "breaks" };
        notes.push(format!(
            "across {} {breaks}: {}",
            dates.len(),
            dates.join(", ")
        ));
    }
    match change.tested.and_then(|tested| tested.test) {
        Some(test) => notes.push(test.mark().to_owned()),
        None if prevalence && !change.breaks.is_empty() => notes.push("not tested".to_owned()),
        None if prevalence => {
            notes.push("not tested: no standard errors are published".to_owned());
        }
        None => {}
    }
    notes.join("; ")
}
