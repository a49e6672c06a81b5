//! The short answer on series through time: the latest figure, the trend in a sentence, and
//! what would mislead.

use crate::answer::{NumberFormat, Text};
use crate::facts::trend::per_head::PerHead;
use crate::facts::trend::shown::Shown;
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Period, Source, Status};
use crate::words;

use super::fitted_table::rate_format;
use super::remarks::label;
use super::stated;

/// The latest value of a series, a later rolling year before a financial year.
pub(crate) fn latest<'a>(shown: &Shown, facts: &'a Facts) -> Option<&'a Fact> {
    let with_value = |fact: &&Fact| fact.value.is_some();
    facts
        .of(&shown.series.name, shown.statistic)
        .filter(with_value)
        .max_by_key(|fact| fact.period.period().map(Period::end_month))
}

/// Whom a rate is per: `women and girls`, `population`.
pub(super) fn per(shown: &Shown) -> &str {
    let per_head = shown
        .values
        .iter()
        .rev()
        .find_map(|value| value.per_head.as_ref());
    per_head.map_or("population", PerHead::whom)
}

/// `74,174 rapes in the year ending December 2025`
pub(crate) fn headline(topic: &str, group: &[&Shown], facts: &Facts) -> Text {
    if !is_of_several(topic, group) {
        return of_one(group[0], facts);
    }
    let each = group.iter().filter_map(|shown| {
        let fact = latest(shown, facts)?;
        let when = fact.period.period().map(words::in_sentence)?;
        let label = Text::from(format!("{}: ", shown.series.label));
        Some(label.value(fact, shown.format).and(format!(" in {when}")))
    });
    Text::joined(each, "; ")
}

/// Whether the user asked for several crimes: the topic then names each of them. One crime may show
/// measures of others too.
pub(crate) fn is_of_several(topic: &str, group: &[&Shown]) -> bool {
    let topic = topic.to_lowercase();
    let first = &group[0].series;
    first.source != Source::Own
        && group.iter().any(|shown| shown.series.crime != first.crime)
        && group
            .iter()
            .all(|shown| topic.contains(&shown.series.label.to_lowercase()))
}

/// `74,174 rapes in the year ending December 2025`
fn of_one(shown: &Shown, facts: &Facts) -> Text {
    let Some(fact) = latest(shown, facts) else {
        return "no figure for these years".into();
    };
    let series = &shown.series;
    let when = fact
        .period
        .period()
        .map_or_else(String::new, words::in_sentence);
    let value = Text::default().value(fact, shown.format);
    let mut values = shown.values.iter();
    let at = values.find(|one| fact.period.period() == Some(one.period));
    let per_head = at.and_then(|one| one.per_head.as_ref());
    match (series.source, shown.statistic) {
        (Source::Police, Statistic::Share) => Text::from(format!("{}: ", series.label))
            .and(value)
            .and(format!(" {} in {when}", whole_of(shown))),
        (Source::Survey, _) => {
            let (people, place) = (words::people(series), words::place(series));
            value.and(format!(" of {people}{place} in {when}"))
        }
        (Source::Police, Statistic::Rate) => {
            let year = per_head.map_or("", PerHead::year);
            let year = if year.is_empty() {
                String::new()
            } else {
                format!(" ({year})")
            };
            let per = per(shown);
            value.and(format!(" {} per 1,000 {per}{year} in {when}", series.noun))
        }
        (Source::Police | Source::Cps, Statistic::Observed) => {
            value.and(format!(" {} in {when}", series.noun))
        }
        _ => Text::from(format!("{}: ", words::capitalised(&series.label)))
            .and(value)
            .and(format!(" in {when} ({})", shown.unit)),
    }
}

/// `of sexual offences`, from `per cent of sexual offences`.
fn whole_of(shown: &Shown) -> String {
    let unit = shown.unit.as_str();
    unit.strip_prefix("per cent ").unwrap_or(unit).to_owned()
}

/// Whether several areas are set beside one another; England and Wales behind one is not among them.
pub(super) fn is_of_areas(group: &[&Shown]) -> bool {
    let mut areas = group.iter().filter(|shown| !shown.is_behind);
    let first = areas.next().map(|shown| &shown.series.area);
    areas.any(|shown| Some(&shown.series.area) != first)
}

/// The trend of the principal series, and what keeps earlier years from being compared.
pub(crate) fn sentences(group: &[&Shown], facts: &Facts) -> Vec<Text> {
    let trend = || {
        let mut group_and_place = group.iter().enumerate();
        group_and_place.find_map(|(index, shown)| trend(group, index, shown, facts))
    };
    let parts: Vec<Text> = match too_few_years(group[0]) {
        // A trend of one of several areas would be taken for that of all.
        _ if is_of_areas(group) => comparable(group[0]).map(Text::from).into_iter().collect(),
        Some(sentence) => vec![sentence.into()],
        None => trend()
            .into_iter()
            .chain(comparable(group[0]).map(Text::from))
            .collect(),
    };
    let sentence = Text::joined(parts, " ");
    (!sentence.is_empty())
        .then_some(sentence)
        .into_iter()
        .collect()
}

/// `Since 2019-20: no clear trend, +4.3% a year (95% confidence interval: -0.3% to +9.1%).`
fn trend(group: &[&Shown], index: usize, shown: &Shown, facts: &Facts) -> Option<Text> {
    let name = &shown.series.name;
    let rates = [Statistic::Apc, Statistic::AnnualChange];
    let fact = rates
        .iter()
        .flat_map(|statistic| facts.of(name, *statistic))
        .max_by_key(|fact| fact.segment)?;
    let format = rate_format(fact);
    let whose = if index > 0 {
        format!("{}, since", label(group, index))
    } else {
        "Since".to_owned()
    };
    let text = Text::from(format!("{whose} {}: ", fact.from));
    let depends = shown
        .sensitivity
        .as_ref()
        .is_some_and(|ways| !ways.agrees());
    let is_significant = fact.p_value.is_some_and(|p| p < 0.05);
    let text = match fact.value {
        Some(value) if is_significant && !depends && value != 0.0 => {
            let word = if value > 0.0 {
                "an increase"
            } else {
                "a decrease"
            };
            let size = |fact: &Fact| fact.value.map(f64::abs);
            text.and(word)
                .and(" of ")
                .part(fact, size, unsigned(format))
        }
        _ => text.and("no clear trend, ").value(fact, format),
    };
    let confidence = fact
        .confidence
        .map_or_else(String::new, |confidence| words::trimmed(100.0 * confidence));
    let text = text.and(" a year");
    let text = match fact.limits() {
        Some(_) => text
            .and(format!(" ({confidence}% confidence interval: "))
            .limits(fact, format)
            .and(")"),
        None => text,
    };
    let text = if is_significant && depends {
        text.and("; fitted in other ways, the direction changes (--sensitivity).")
    } else {
        text.and(".")
    };
    let latest = shown.trends.as_ref().and_then(|all| all.fitted.first());
    Some(
        match latest.and_then(|fitted| stated::sentence(fitted, shown, facts)) {
            Some(stated) => text.and(" ").and(stated),
            None => text,
        },
    )
}

/// `No trend: recording changed in 2018, 2020 and 2023; too few years since.`, where the latest
/// figures are on another basis than the latest trend.
fn too_few_years(shown: &Shown) -> Option<String> {
    const CLOSE: f64 = 1e-7;
    let latest_trend = shown.trends.as_ref().and_then(|all| all.fitted.first());
    let (end, _) = latest_trend.and_then(|fitted| fitted.segment.points.last())?;
    let values = shown.values.iter().filter(|value| value.number.is_some());
    let latest = values
        .map(|value| value.period.end())
        .fold(f64::MIN, f64::max);
    let mut breaks = shown.series.breaks.iter();
    let is_later =
        breaks.any(|mark| end.period.end() - CLOSE <= mark.at && mark.at < latest - CLOSE);
    let changed = changed(shown).filter(|_| is_later)?;
    Some(format!("No trend: {changed}; too few years since."))
}

const fn unsigned(format: NumberFormat) -> NumberFormat {
    match format {
        NumberFormat::SignedPerCent(places) => NumberFormat::PerCent(places),
        NumberFormat::SignedDecimal(places) => NumberFormat::Decimal(places),
        NumberFormat::SignedWhole => NumberFormat::Whole,
        other => other,
    }
}

/// `Earlier years are not comparable: recording changed in 2004, 2014 and 2019.`
fn comparable(shown: &Shown) -> Option<String> {
    let changed = changed(shown)?;
    Some(format!("Earlier years are not comparable: {changed}."))
}

/// `recording changed in 2004, 2014 and 2019`
fn changed(shown: &Shown) -> Option<String> {
    let first = shown.valued().next()?.0;
    let values = shown.values.iter().filter(|value| value.number.is_some());
    let last = values
        .map(|value| value.period)
        .max_by_key(|period| period.end_month())?;
    let mut years: Vec<String> = shown
        .series
        .breaks_between(first, last)
        .iter()
        .filter_map(|mark| mark.date_in_words.split(' ').next_back().map(str::to_owned))
        .collect();
    years.dedup();
    let what = what_changes(shown.series.source);
    (!years.is_empty()).then(|| format!("{what} changed in {}", words::list(&years)))
}

/// What a break of a source is a change of.
pub(crate) const fn what_changes(source: Source) -> &'static str {
    match source {
        Source::Police => "recording",
        Source::Survey => "the survey",
        Source::Own | Source::Cps => "the basis",
    }
}

/// The status of the latest figures, where it is the same in every group of several:
/// `Official statistics, not accredited.`
pub(crate) fn one_status(groups: &[Vec<&Shown>]) -> Option<Text> {
    let status = latest_status(groups.first()?)?;
    let same = |group: &Vec<&Shown>| latest_status(group) == Some(status);
    let is_shared = groups.len() > 1 && groups.iter().all(same);
    is_shared.then(|| format!("{}.", words::capitalised(in_words(status))).into())
}

/// `Latest survey figure of women aged 16 to 59: official statistics, not accredited; of men aged 16 to
/// 59: accredited official statistics.`, where the latest survey figures of several people differ in it.
pub(crate) fn status_by_people(all: &[&Shown]) -> Option<Text> {
    let mut by_status: Vec<(Status, Vec<String>)> = Vec::new();
    for shown in all {
        let status = latest_status(&[shown]).filter(|_| shown.series.source == Source::Survey);
        let (Some(status), people) = (status, format!("of {}", words::people(&shown.series)))
        else {
            continue;
        };
        match by_status.iter_mut().find(|(known, _)| *known == status) {
            Some((_, of)) if of.contains(&people) => {}
            Some((_, of)) => of.push(people),
            None => by_status.push((status, vec![people])),
        }
    }
    let each = by_status
        .iter()
        .map(|(status, of)| format!("{}: {}", words::list(of), in_words(*status)));
    let each = each.collect::<Vec<_>>().join("; ");
    (by_status.len() > 1).then(|| format!("Latest survey figure {each}.").into())
}

fn latest_status(group: &[&Shown]) -> Option<Status> {
    let latest = group
        .iter()
        .flat_map(|shown| shown.series.points.iter().chain(&shown.series.rolling))
        .filter(|point| point.value.is_some())
        .max_by_key(|point| point.period.end_month());
    latest?.status
}

const fn in_words(status: Status) -> &'static str {
    match status {
        Status::NotBadged => "not badged",
        other => other.in_words(),
    }
}

/// `Police figures: official statistics, not accredited.`
pub(crate) fn status(group: &[&Shown]) -> Text {
    let Some(status) = latest_status(group) else {
        return Text::default();
    };
    let whose = match group[0].series.source {
        Source::Police if !group[0].series.collection.is_empty() => "Figures",
        Source::Police => "Police figures",
        Source::Survey => "Latest survey figure",
        Source::Cps => "Figures of the CPS",
        Source::Own => return Text::default(),
    };
    format!("{whose}: {}.", in_words(status)).into()
}
