//! Sentences below a table: change over the window, on the latest year, the latest rolling year.

use std::collections::HashSet;

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{Evidence, NumberFormat, Text};
use crate::estimates::precision;
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Period, Point, SeriesBreak, SeriesKind, Source, Status, month_name};
use crate::stats::intervals::design::Basis;

use super::fitted;
use crate::facts::trend::shown::Shown;
use crate::words;
use crate::words::basis_in_words;

/// The remarks on the series of one panel.
pub(crate) fn remarks(group: &[&Shown], facts: &Facts, evidence: &Evidence) -> Vec<Text> {
    let mut remarks = Vec::new();
    remarks.extend(marks(group, facts).map(Text::from));
    for (index, shown) in group.iter().enumerate() {
        if let Some(change) = Changed::over_window(shown, facts) {
            let name = if group.len() > 1 {
                format!("{}, ", label(group, index))
            } else {
                String::new()
            };
            let breaks = across(&change.breaks(), evidence);
            let span = format!("{name}{} to {}: ", change.from, change.to);
            remarks.push(Text::from(span).and(change.amount()).and(breaks));
        } else if shown.valued().count() == 1 {
            remarks.push("One figure only: there is no change to show.".into());
        }
    }
    remarks.extend(latest_year(group, facts, evidence));
    remarks.extend(latest_rolling_year(group, facts));
    remarks.extend(fitted::remarks(group, facts, evidence));
    remarks.extend(group.iter().find_map(|shown| untested(shown, facts)));
    remarks.extend(assumption(group).map(Text::from));
    remarks.extend(status(group).map(Text::from));
    remarks
}

/// What the marks of tests mean, where any test is shown.
fn marks(group: &[&Shown], facts: &Facts) -> Option<&'static str> {
    let tested = |fact: &Fact| fact.p_value.is_some();
    let names: HashSet<&str> = group
        .iter()
        .map(|shown| shown.series.name.as_str())
        .collect();
    let of_group = |fact: &Fact| names.contains(fact.series.as_str());
    facts.iter().any(|fact| tested(fact) && of_group(fact)).then_some(
        "[s]: statistically significant at the 5% level. [ns]: not significant: the figures do not show \
         whether there is a change.",
    )
}

/// The facts about a change of one series between two periods.
struct Changed<'a> {
    shown: &'a Shown,
    facts: &'a Facts,
    from: Period,
    to: Period,
    absolute: &'a Fact,
    relative: &'a Fact,
}

impl<'a> Changed<'a> {
    fn between(shown: &'a Shown, facts: &'a Facts, from: Period, to: Period) -> Option<Self> {
        let fact = |statistic| facts.between(&shown.series.name, statistic, from, to);
        Some(Self {
            shown,
            facts,
            from,
            to,
            absolute: fact(Statistic::Change)?,
            relative: fact(Statistic::RelativeChange)?,
        })
    }

    fn over_window(shown: &'a Shown, facts: &'a Facts) -> Option<Self> {
        let (from, to) = (shown.valued().next()?.0, shown.valued().next_back()?.0);
        Self::between(shown, facts, from, to)
    }

    fn breaks(&self) -> Vec<&'a SeriesBreak> {
        self.shown.series.breaks_between(self.from, self.to)
    }

    /// `+482.2%`, or the marker that it has where the earlier count is too small.
    fn relative(&self) -> Text {
        Text::default().value(self.relative, NumberFormat::SignedPerCent(1))
    }

    /// `+59,286 (+482.2%)`, or for the survey `from 1.0% to 1.2%, +0.2 percentage points`.
    fn amount(&self) -> Text {
        let shown = self.shown;
        let absolute = Text::default().value(self.absolute, shown.signed);
        if shown.series.kind != SeriesKind::Prevalence || shown.statistic != Statistic::Observed {
            return absolute.and(" (").and(self.relative()).and(")");
        }
        let value = |period| {
            let fact = self.facts.at(&shown.series.name, shown.statistic, period);
            fact.map_or_else(Text::default, |fact| {
                Text::default().value(fact, shown.format)
            })
        };
        let text = Text::from("from ")
            .and(value(self.from))
            .and(" to ")
            .and(value(self.to))
            .and(", ")
            .and(absolute)
            .and(" percentage points");
        self.tested(text)
    }

    /// Adds the interval and the test, where something is known of the precision.
    fn tested(&self, text: Text) -> Text {
        let Some(confidence) = self.absolute.confidence else {
            return text;
        };
        let confidence = words::trimmed(100.0 * confidence);
        let text = text
            .and(format!(" ({confidence}% confidence interval: "))
            .limits(self.absolute, self.shown.signed)
            .and(")");
        if self.absolute.p_value.is_none() {
            return text;
        }
        let text = text.and(", ").p_value(self.absolute);
        text.and(on_assumption(self.shown))
    }
}

/// The status of the figures: that of most of them, then the exceptions.
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

/// Says that a test rests on what the user states, not on the publisher's figures.
fn on_assumption(shown: &Shown) -> &'static str {
    let assumed = &shown.uncertainty.assumed;
    if assumed.base.is_some() || !assumed.base_by_period.is_empty() {
        ", on the sample size and design factor stated below"
    } else {
        ""
    }
}

/// `, across two breaks [note 1, 2]`
pub(crate) fn across(breaks: &[&SeriesBreak], evidence: &Evidence) -> String {
    let numbers: Vec<String> = breaks
        .iter()
        .filter_map(|mark| evidence.number_of(&mark.id))
        .map(|number| number.to_string())
        .collect();
    let breaks = words::across_breaks(breaks.len());
    // Where breaks are not marked they have no number.
    if numbers.is_empty() {
        breaks
    } else {
        format!("{breaks} [note {}]", numbers.join(", "))
    }
}

fn latest_year(group: &[&Shown], facts: &Facts, evidence: &Evidence) -> Option<Text> {
    let latest = group
        .iter()
        .filter_map(|shown| shown.valued().next_back())
        .map(|(period, _)| period)
        .max()?;
    let before = latest.year_before();
    let parts: Vec<Text> = group
        .iter()
        .enumerate()
        .filter_map(|(index, shown)| {
            let change = Changed::between(shown, facts, before, latest)?;
            let breaks = across(&change.breaks(), evidence);
            Some(named(group, index).and(change.amount()).and(breaks))
        })
        .collect();
    // Over two periods the change on the year is that over the window.
    let longer = group.iter().any(|shown| shown.valued().count() > 2);
    (longer && !parts.is_empty())
        .then(|| Text::from(format!("{before} to {latest}: ")).and(Text::joined(parts, "; ")))
}

fn latest_rolling_year(group: &[&Shown], facts: &Facts) -> Option<Text> {
    let latest = group
        .iter()
        .filter_map(|shown| shown.rolling().last())
        .map(|value| value.period)
        .max()?;
    let Period::YearEnding { year, month } = latest else {
        return None;
    };
    let parts: Vec<Text> = group
        .iter()
        .enumerate()
        .filter_map(|(index, shown)| {
            let value = facts.at(&shown.series.name, shown.statistic, latest)?;
            value.value?;
            let text = named(group, index).value(value, shown.format);
            let change = Changed::between(shown, facts, latest.year_before(), latest);
            Some(
                match change.filter(|_| shown.series.source == Source::Police) {
                    Some(change) => text
                        .and(" (")
                        .and(change.relative())
                        .and(" on the year before)"),
                    None => text,
                },
            )
        })
        .collect();
    let month = month_name(month);
    (!parts.is_empty()).then(|| {
        Text::from(format!("Latest 12 months, to {month} {year}: ")).and(Text::joined(parts, "; "))
    })
}

/// The label of a series before its figures, where there are several series.
fn named(group: &[&Shown], index: usize) -> Text {
    if group.len() > 1 {
        format!("{} ", label(group, index)).into()
    } else {
        Text::default()
    }
}

/// The label of a series; where several have the same label, the people it describes.
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
fn untested(shown: &Shown, facts: &Facts) -> Option<Text> {
    let change = Changed::over_window(shown, facts)?;
    let tested = change.absolute.confidence.is_some();
    if shown.series.kind != SeriesKind::Prevalence || tested {
        return None;
    }
    Some(if change.breaks().is_empty() {
        "No standard errors or sample sizes are known for these figures, so no change is tested. State \
         a sample size with --base."
            .into()
    } else {
        "A change across a break is not tested: the figures before and after it are not comparable."
            .into()
    })
}

/// What intervals rest on if it was not published; each different sample size, with its period.
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
