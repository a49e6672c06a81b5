//! The title of a panel and of its chart: the finding, written from the figures.

use crate::answer::Text;
use crate::facts::trend::shown::Shown;
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Period, PeriodBasis, Source};
use crate::words;

use super::summary;

/// A title has so many words at most.
const TITLE_WORDS: usize = 12;
/// A rolling year that ends more than so many months after the last of the years leads.
const A_YEAR: i32 = 12;

/// The finding: that of the principal series, or the latest figure of each of several crimes.
pub(super) fn of_group(topic: &str, group: &[&Shown], facts: &Facts) -> Text {
    let (first, last) = (&group[0].series, group[0].valued().next_back());
    let several = summary::is_of_several(topic, group);
    let Some((last, _)) = last.filter(|_| several && first.source == Source::Police) else {
        return of_one(group[0], facts);
    };
    // A later year leads, where every crime has it.
    let latest = |shown: &&Shown| summary::latest(shown, facts)?.period.period();
    let later = latest(&group[0]).filter(|period| period.end_month() > last.end_month());
    let is_shared = |period: &Period| group.iter().all(|shown| latest(shown) == Some(*period));
    let last = later.filter(is_shared).unwrap_or(last);
    let each = group.iter().filter_map(|shown| {
        let fact = facts.at(&shown.series.name, shown.statistic, last)?;
        let label = Text::from(format!("{} ", shown.series.label));
        fact.value.map(|_| label.value(fact, shown.format))
    });
    Text::joined(each, "; ").and(format!(" in {}", words::in_sentence(last)))
}

/// The finding, written from the principal series.
pub(crate) fn of_one(shown: &Shown, facts: &Facts) -> Text {
    let series = &shown.series;
    let Some((_, of_points)) = ends(shown, facts) else {
        return "No figure is held for these years".into();
    };
    if let Some(title) = with_later_year(shown, of_points, facts) {
        return title;
    }
    let ((last, fact), is_later) = leading(shown, of_points, facts);
    let when = words::in_sentence(last);
    let value = Text::default().value(fact, shown.format);
    let (short, against) = match (shown.statistic, series.source) {
        (Statistic::Share, Source::Police) => (share(shown, value, &when), Text::default()),
        (Statistic::Rate, _) => (
            value.and(format!(
                " {} recorded per 1,000 {} in {when}",
                series.noun,
                summary::per(shown)
            )),
            Text::default(),
        ),
        (Statistic::Index, _) => (
            Text::from(format!("{}: ", series.label))
                .and(value)
                .and(format!(" in {when} ({})", shown.unit)),
            Text::default(),
        ),
        (_, Source::Cps) => (
            value.and(format!(" {} in {when}", series.noun)),
            Text::default(),
        ),
        (_, Source::Police) => (
            value.and(format!(
                " {}{} in {when}",
                series.noun,
                words::recorded(series)
            )),
            match shown.series.basis() {
                // Another season cannot be compared.
                PeriodBasis::Month | PeriodBasis::Quarter => on_year_before(shown, last, facts),
                _ => against(shown, last, facts),
            },
        ),
        (_, Source::Own) => (
            Text::from(format!("{}: ", words::capitalised(&series.label)))
                .and(value)
                .and(format!(" in {when}")),
            against(shown, last, facts),
        ),
        (_, Source::Survey) => return of_survey(shown, value, &when),
    };
    let full = short.clone().and(against);
    if !is_later && full.split_whitespace().count() <= TITLE_WORDS {
        full
    } else {
        short
    }
}

/// `Domestic abuse: 15.7% of all crime in the year ending December 2025`
fn share(shown: &Shown, value: Text, when: &str) -> Text {
    let of_what = shown.unit.strip_prefix("per cent ").unwrap_or(&shown.unit);
    let label = Text::from(format!("{}: ", shown.series.label));
    label.and(value).and(format!(" {of_what} in {when}"))
}

/// `74,174 rapes in the year ending December 2025; 71,581 in 2024-25`: where a later year is held than
/// the last financial year, it leads, and the last point drawn follows.
fn with_later_year(shown: &Shown, (last, fact): Dated<'_>, facts: &Facts) -> Option<Text> {
    let is_recorded = shown.series.source == Source::Police
        && matches!(shown.statistic, Statistic::Observed | Statistic::Rate);
    let latest = summary::latest(shown, facts).filter(|_| is_recorded)?;
    let period = latest.period.period()?;
    if period.end_month() <= last.end_month() || shown.is_rolling() {
        return None;
    }
    let per = match shown.statistic {
        Statistic::Rate => format!(" per 1,000 {}", summary::per(shown)),
        _ => String::new(),
    };
    let (noun, when) = (&shown.series.noun, words::in_sentence(period));
    let text = Text::default().value(latest, shown.format);
    let text = text.and(format!(" {noun}{per} in {when}; "));
    let text = text.value(fact, shown.format);
    Some(text.and(format!(" in {}", words::in_sentence(last))))
}

/// The last of the points, or the latest rolling year where the points end long before it.
fn leading<'a>(shown: &Shown, last: Dated<'a>, facts: &'a Facts) -> (Dated<'a>, bool) {
    let latest = summary::latest(shown, facts);
    let latest = latest.and_then(|fact| Some((fact.period.period()?, fact)));
    let later = latest.filter(|(period, _)| period.end_month() > last.0.end_month() + A_YEAR);
    (later.unwrap_or(last), later.is_some())
}

/// The first and the last period with a value, each with the fact that states it.
fn ends<'a>(shown: &Shown, facts: &'a Facts) -> Option<(Dated<'a>, Dated<'a>)> {
    let fact = |(period, _): (Period, f64)| {
        let fact = facts.at(&shown.series.name, shown.statistic, period)?;
        Some((period, fact))
    };
    Some((
        fact(shown.valued().next()?)?,
        fact(shown.valued().next_back()?)?,
    ))
}

/// A period and the fact that states its value.
type Dated<'a> = (Period, &'a Fact);

/// `Any stalking: 4.6% of women aged 16 to 59 in 2015-16`; without what it is where the series
/// differ by the people they describe, or where it would be too long.
fn of_survey(shown: &Shown, value: Text, when: &str) -> Text {
    let series = &shown.series;
    let short = value.and(format!(" of {} in {when}", words::people(series)));
    let full = Text::from(format!("{}: ", series.label)).and(short.clone());
    let is_of_people = series.label == words::capitalised(series.sex.noun());
    if is_of_people || full.split_whitespace().count() > TITLE_WORDS {
        short
    } else {
        full
    }
}

/// `; 6,034 in December 2024`
fn on_year_before(shown: &Shown, last: Period, facts: &Facts) -> Text {
    let before = last.year_before();
    let fact = facts.at(&shown.series.name, shown.statistic, before);
    let Some(fact) = fact.filter(|fact| fact.value.is_some()) else {
        return Text::default();
    };
    let breaks = shown.series.breaks_between(before, last).len();
    Text::from("; ")
        .value(fact, shown.format)
        .and(format!(" in {}", words::in_sentence(before)))
        .and(words::across_breaks(breaks))
}

/// `; 12,295 in 2002-03, across one break`; where breaks lie between, that is said in the same
/// breath.
fn against(shown: &Shown, last: Period, facts: &Facts) -> Text {
    let first = ends(shown, facts).map(|(first, _)| first);
    let Some((first, fact)) = first.filter(|(first, _)| *first != last) else {
        return Text::default();
    };
    let earlier = Text::from("; ")
        .value(fact, shown.format)
        .and(format!(" in {}", words::in_sentence(first)));
    let breaks = shown.series.breaks_between(first, last).len();
    earlier.and(words::across_breaks(breaks))
}
