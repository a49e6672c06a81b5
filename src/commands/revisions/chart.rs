//! A crime as two releases give it, in one chart.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use anyhow::Result;

use crate::answer::{Chart, Evidence, Line, LinePoint, LineRole, Lines, Tick, ValueAxis};
use crate::catalogue::Crime;
use crate::cli::RevisionsArgs;
use crate::dataset::Dataset;
use crate::model::{Period, Series, Source};

/// A chart with what it rests on and what it shows, in words.
pub(super) struct Charted {
    pub(super) chart: Chart,
    pub(super) evidence: Evidence,
    pub(super) title: String,
    pub(super) scope: String,
    pub(super) alternative_text: String,
}

/// The first measure that the crime shows by default and that both releases hold.
pub(super) fn chart(
    crime: &Crime,
    args: &RevisionsArgs,
    dataset: &Dataset<'_>,
) -> Result<Option<Charted>> {
    for id in &crime.default {
        let Some(measure) = dataset.catalogue().measure(id) else {
            continue;
        };
        let mut both = Vec::new();
        for release in [&args.from, &args.to] {
            let series = dataset.series(measure, Some(release))?;
            both.extend(
                series.filter(|series| series.points.iter().any(|point| point.release == *release)),
            );
        }
        if let [before, after] = both.as_slice() {
            return Ok(Some(charted(crime, args, before, after)));
        }
    }
    Ok(None)
}

fn charted(crime: &Crime, args: &RevisionsArgs, before: &Series, after: &Series) -> Charted {
    let differing: Vec<(Period, f64)> = before
        .valued()
        .filter_map(|(point, was)| {
            let is = after.point(point.period)?.value?;
            let change = is - was;
            (change.abs() > 0.0).then_some((point.period, change))
        })
        .collect();
    let title = match differing.len() {
        0 => format!("{}: no year was revised", crime.title),
        1 => format!("{}: 1 year was revised", crime.title),
        many => format!("{}: {many} years were revised", crime.title),
    };
    let largest = differing
        .iter()
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
    let largest = largest.map_or_else(String::new, |(period, change)| {
        format!(
            " The largest revision is {change:+} in the {}.",
            period.in_words()
        )
    });
    Charted {
        alternative_text: format!(
            "Line chart of {}, in {}, as given by {} and by {}. {title}.{largest}",
            before.noun, before.unit, args.from, args.to
        ),
        scope: format!("{}, England and Wales, {}", before.noun, before.unit),
        chart: Chart::Lines(lines(args, before, after)),
        evidence: Evidence::of(&[before.clone(), after.clone()]),
        title,
    }
}

fn lines(args: &RevisionsArgs, before: &Series, after: &Series) -> Lines {
    let valued = || {
        before
            .valued()
            .chain(after.valued())
            .map(|(point, _)| point.period)
    };
    let periods: BTreeSet<Period> = valued().collect();
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
        return Lines::default();
    };
    let line = |series: &Series, release: &str| line(series, release, &(*first..=*last));
    Lines {
        from: first.start(),
        to: last.end(),
        ticks: periods
            .iter()
            .map(|period| Tick {
                at: period.midpoint(),
                label: period.axis_label(),
            })
            .collect(),
        period_axis: first.basis().axis_title(),
        value_axis: match (before.source, before.unit.as_str()) {
            (Source::Police, _) => ValueAxis::Counts,
            (Source::Survey, "per cent") => ValueAxis::PerCent,
            _ => ValueAxis::Decimals,
        },
        lines: vec![line(after, &args.to), line(before, &args.from)],
        ..Lines::default()
    }
}

fn line(series: &Series, release: &str, periods: &RangeInclusive<Period>) -> Line {
    Line {
        label: release.to_owned(),
        role: LineRole::Observed {
            dots: series.source == Source::Survey,
        },
        points: series
            .points
            .iter()
            .filter(|point| periods.contains(&point.period))
            .map(|point| LinePoint {
                at: point.period.midpoint(),
                value: point.value,
                interval: None,
                label: None,
            })
            .collect(),
    }
}
