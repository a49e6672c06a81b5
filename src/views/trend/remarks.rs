//! Sentences below a table: change over the window, on the latest year, the latest rolling year.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{Evidence, NumberFormat};
use crate::estimates::precision;
use crate::facts::Statistic;
use crate::model::{Period, Point, SeriesBreak, SeriesKind, Source, Status, month_name};
use crate::stats::design::Basis;

use super::fitted;
use crate::facts::trend::change::{self, Change};
use crate::facts::trend::shown::Shown;
use crate::words;
use crate::words::basis_in_words;

/// The remarks on the series of one panel.
pub(crate) fn remarks(group: &[&Shown], evidence: &Evidence) -> Vec<String> {
    let mut remarks = Vec::new();
    for (index, shown) in group.iter().enumerate() {
        if let Some(change) = change::over_window(shown) {
            let name = if group.len() > 1 {
                format!("{}, ", label(group, index))
            } else {
                String::new()
            };
            let breaks = across(&change.breaks, evidence);
            remarks.push(format!(
                "{name}{} to {}: {}{breaks}",
                change.from,
                change.to,
                amount(shown, &change)
            ));
        } else if shown.valued().count() == 1 {
            remarks.push("One figure only: no change can be given.".to_owned());
        }
    }
    remarks.extend(latest_year(group));
    remarks.extend(latest_rolling_year(group));
    remarks.extend(fitted::remarks(group, evidence));
    remarks.extend(group.iter().find_map(|shown| untested(shown)));
    remarks.extend(assumption(group));
    remarks.extend(status(group));
    remarks
}

/// The standing of the figures: that of most of them, then the exceptions.
pub(crate) fn status(group: &[&Shown]) -> Option<String> {
    let mut by_status: BTreeMap<Status, BTreeSet<Period>> = BTreeMap::new();
    for point in group.iter().flat_map(|shown| &shown.series.points) {
        if let (Some(status), Some(_)) = (point.status, point.value) {
            by_status.entry(status).or_default().insert(point.period);
        }
    }
    let (usual, _) = by_status.iter().max_by_key(|(_, periods)| periods.len())?;
    let exceptions: Vec<String> = by_status
        .iter()
        .filter(|(status, _)| *status != usual)
        .map(|(status, periods)| {
            let periods: Vec<String> = periods.iter().map(ToString::to_string).collect();
            format!("; {}: {}", periods.join(", "), status.in_words())
        })
        .collect();
    Some(format!(
        "Status: {}{}",
        usual.in_words(),
        exceptions.concat()
    ))
}

/// `+59,286 (+482.2%)`, or for the survey `from 1.0% to 1.2%, +0.2 percentage points`.
fn amount(shown: &Shown, change: &Change<'_>) -> String {
    let absolute = shown.signed.write(change.absolute);
    if shown.series.kind != SeriesKind::Prevalence || shown.statistic != Statistic::Observed {
        return format!("{absolute} ({})", relative(change));
    }
    let value = |period| {
        shown
            .at(period)
            .and_then(|value| value.number)
            .unwrap_or_default()
    };
    let tested = change.tested.map_or_else(String::new, |tested| {
        let interval = tested.difference.interval;
        let p = tested.test.map_or_else(String::new, |test| {
            format!(
                ", {}{}",
                fitted::p_value(test.p_value),
                on_assumption(shown)
            )
        });
        format!(
            " ({}% confidence interval: {} to {}){p}",
            words::trimmed(100.0 * interval.confidence),
            shown.signed.write(interval.lower),
            shown.signed.write(interval.upper)
        )
    });
    format!(
        "from {} to {}, {absolute} percentage points{tested}",
        shown.format.write(value(change.from)),
        shown.format.write(value(change.to))
    )
}

/// A test that rests on what the user states is not the publisher's.
fn on_assumption(shown: &Shown) -> &'static str {
    let assumed = &shown.uncertainty.assumed;
    if assumed.base.is_some() || !assumed.base_by_period.is_empty() {
        ", on the base and design factor stated below"
    } else {
        ""
    }
}

/// `+482.2%`, or the marker that stands where the earlier count is too small.
pub(crate) fn relative(change: &Change<'_>) -> String {
    change.relative.map_or_else(
        || "[u]".to_owned(),
        |relative| NumberFormat::SignedPerCent(1).write(100.0 * relative),
    )
}

/// `, across two breaks [note 1, 2]`
pub(crate) fn across(breaks: &[&SeriesBreak], evidence: &Evidence) -> String {
    let numbers: Vec<String> = breaks
        .iter()
        .filter_map(|mark| evidence.number_of(&mark.id))
        .map(|number| number.to_string())
        .collect();
    let breaks = match breaks.len() {
        0 => return String::new(),
        1 => "one break".to_owned(),
        many => format!("{} breaks", words::number(many)),
    };
    // Where breaks are not marked they have no number.
    if numbers.is_empty() {
        format!(", across {breaks}")
    } else {
        format!(", across {breaks} [note {}]", numbers.join(", "))
    }
}

fn latest_year(group: &[&Shown]) -> Option<String> {
    let latest = group
        .iter()
        .filter_map(|shown| shown.valued().next_back())
        .map(|(period, _)| period)
        .max()?;
    let parts: Vec<String> = group
        .iter()
        .enumerate()
        .filter_map(|(index, shown)| {
            let change = change::on_latest_year(shown).filter(|change| change.to == latest)?;
            Some(named(group, index, &amount(shown, &change)))
        })
        .collect();
    // Over two periods the change on the year is that over the window.
    let longer = group.iter().any(|shown| shown.valued().count() > 2);
    (longer && !parts.is_empty())
        .then(|| format!("{} to {latest}: {}", latest.year_before(), parts.join("; ")))
}

fn latest_rolling_year(group: &[&Shown]) -> Option<String> {
    let latest = group
        .iter()
        .filter_map(|shown| shown.rolling().last())
        .map(|value| value.period)
        .max()?;
    let Period::YearEnding { year, month } = latest else {
        return None;
    };
    let parts: Vec<String> = group
        .iter()
        .enumerate()
        .filter_map(|(index, shown)| {
            let value = shown
                .rolling()
                .last()
                .filter(|value| value.period == latest)?
                .number?;
            let mut text = shown.format.write(value);
            if let Some(change) = change::on_rolling_year(shown)
                && shown.series.source == Source::Police
            {
                text = format!("{text} ({} on the year before)", relative(&change));
            }
            Some(named(group, index, &text))
        })
        .collect();
    (!parts.is_empty()).then(|| {
        format!(
            "Latest 12 months, to {} {year}: {}",
            month_name(month),
            parts.join("; ")
        )
    })
}

fn named(group: &[&Shown], index: usize, text: &str) -> String {
    if group.len() > 1 {
        format!("{} {text}", label(group, index))
    } else {
        text.to_owned()
    }
}

/// The label of a series; where several bear the same, whom it is about.
pub(crate) fn label(group: &[&Shown], index: usize) -> String {
    let series = &group[index].series;
    if group
        .iter()
        .filter(|other| other.series.label == series.label)
        .count()
        == 1
    {
        return series.label.clone();
    }
    let one_age = group.iter().all(|other| other.series.age == series.age);
    let sex = words::capitalised(series.sex.noun());
    if one_age {
        sex
    } else {
        format!("{sex} {}", series.age)
    }
}

/// Why no change of a survey series is tested.
fn untested(shown: &Shown) -> Option<String> {
    let tested = change::over_window(shown).is_some_and(|change| change.tested.is_some());
    (shown.series.kind == SeriesKind::Prevalence && !tested && shown.valued().count() > 1).then(|| {
        "No standard errors or bases are known for these figures: no test of change is shown. --base \
         states the number of people asked."
            .to_owned()
    })
}

/// What intervals rest on where it was not published; every base that differs, with its period.
pub(crate) fn assumption(group: &[&Shown]) -> Option<String> {
    let found = |shown: &&Shown| {
        let uncertainty = shown.uncertainty.clone();
        let of_point = move |point: &Point| {
            let (assumed, confidence) = (&uncertainty.assumed, uncertainty.confidence);
            let found = precision(point, point.value?, assumed, confidence);
            Some((point.period, found.ok().flatten()?.basis))
        };
        let points = &shown.series.points;
        let found: Vec<(Period, Basis)> = points.iter().filter_map(of_point).collect();
        basis_in_words(&found, &shown.uncertainty.assumed)
    };
    group.iter().find_map(found)
}
