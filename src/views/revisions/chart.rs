//! A crime as two releases report it, in one chart.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::answer::{
    Chart, Evidence, Line, LinePoint, LineRole, Lines, NumberFormat, Panel, Text, Tick, ValueAxis,
};
use crate::catalogue::Crime;
use crate::facts::revisions::Between;
use crate::facts::{Fact, FactId, Facts};
use crate::model::{Period, Series, Source};
use crate::words;

/// A panel with a chart, and the evidence of its series.
pub(crate) struct Drawn {
    pub(super) panel: Panel,
    pub(super) evidence: Evidence,
}

/// The chart of one measure from both releases; the differences are facts in the order of time.
pub(crate) fn chart(
    crime: &Crime,
    between: Between<'_>,
    [before, after]: [&Series; 2],
    differences: &[FactId],
    facts: &Facts,
) -> Drawn {
    let title = match differences.len() {
        0 => format!("{}: no year was revised", crime.title),
        1 => format!("{}: 1 year was revised", crime.title),
        many => format!("{}: {many} years were revised", crime.title),
    };
    let size = |fact: &&Fact| fact.value.map_or(0.0, f64::abs);
    let differing = differences.iter().filter_map(|id| facts.get(*id));
    let largest = differing.max_by(|a, b| size(a).total_cmp(&size(b)));
    let largest = largest.map_or_else(Text::default, |fact| {
        let format = if before.source == Source::Police {
            NumberFormat::SignedWhole
        } else {
            NumberFormat::SignedDecimal(2)
        };
        let period = fact
            .period
            .period()
            .map_or_else(String::new, Period::in_words);
        Text::from(" The largest revision is ")
            .value(fact, format)
            .and(format!(" in the {period}."))
    });
    let described = format!(
        "Line chart of {}, in {}, as reported by {} and by {}. {title}.",
        before.noun, before.unit, between.from, between.to
    );
    let place = &before.area;
    let panel = Panel {
        heading: "In both releases".to_owned(),
        headline: title.clone().into(),
        title: title.into(),
        scope: format!(
            "{}, {place}, {}",
            words::capitalised(&before.noun),
            before.unit
        ),
        chart: Some(Chart::Lines(lines(between, before, after))),
        alternative_text: Text::from(described).and(largest),
        ..Panel::default()
    };
    Drawn {
        panel,
        evidence: Evidence::of(&[before.clone(), after.clone()]),
    }
}

fn lines(between: Between<'_>, before: &Series, after: &Series) -> Lines {
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
        lines: vec![line(after, between.to), line(before, between.from)],
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
