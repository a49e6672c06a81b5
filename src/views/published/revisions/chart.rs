//! How a crime was revised between two releases, as a chart of the differences.

use std::collections::BTreeSet;

use crate::answer::{
    Chart, Evidence, Line, LinePoint, LineRole, Lines, NumberFormat, Panel, Text, Tick, ValueAxis,
};
use crate::catalogue::Crime;
use crate::facts::published::revisions::Between;
use crate::facts::{Fact, FactId, Facts};
use crate::model::{Period, Series, Source};

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
    let revised: Vec<&Fact> = differences.iter().filter_map(|id| facts.get(*id)).collect();
    let largest = revised
        .iter()
        .copied()
        .max_by(|a, b| size(a).total_cmp(&size(b)));
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
        "Chart of revisions of {}, in {}: {} less {}. {title}.",
        before.noun, before.unit, between.to, between.from
    );
    let place = &before.area;
    let panel = Panel {
        heading: "In both releases".to_owned(),
        headline: title.clone().into(),
        title: title.into(),
        scope: format!(
            "Revisions of {}, {place}, {}: {} less {}",
            before.noun, before.unit, between.to, between.from
        ),
        chart: Some(Chart::Lines(lines(between, [before, after], &revised))),
        alternative_text: Text::from(described).and(largest),
        ..Panel::default()
    };
    Drawn {
        panel,
        evidence: Evidence::of(&[before.clone(), after.clone()]),
    }
}

/// The differences against time: zero where a year was not revised.
fn lines(between: Between<'_>, [before, after]: [&Series; 2], revised: &[&Fact]) -> Lines {
    let valued = |series: &Series| -> BTreeSet<Period> {
        series.valued().map(|(point, _)| point.period).collect()
    };
    let periods: Vec<Period> = valued(before)
        .intersection(&valued(after))
        .copied()
        .collect();
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
        return Lines::default();
    };
    let points = periods.iter().map(|period| {
        let fact = revised
            .iter()
            .find(|fact| fact.period.period() == Some(*period));
        LinePoint {
            at: period.midpoint(),
            value: Some(fact.and_then(|fact| fact.value).unwrap_or(0.0)),
            interval: None,
            label: None,
        }
    });
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
        lines: vec![Line {
            label: format!("{} less {}", between.to, between.from),
            role: LineRole::Observed { dots: true },
            points: points.collect(),
        }],
        ..Lines::default()
    }
}
