//! `vawg areas`: all areas of one kind compared, in name order.

mod per_offence;

use std::collections::BTreeSet;

use anyhow::Result;

use self::per_offence::{out_of_recorded, recorded_with};
use crate::answer::{Answer, Evidence, Panel, Text};
use crate::catalogue::{Area, AreaKind, Catalogue, Crime, Measure};
use crate::cli::{AreasArgs, ChartForm, PopulationArgs, SourceChoice};
use crate::dataset::{ByArea, Dataset, Denominator, Denominators, Per};
use crate::facts::areas::{Comparison, Place};
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Period, Point, Series, SeriesNote};
use crate::own_figures;
use crate::problem::Problem;
use crate::question::areas::RECORDING_PRACTICE;
use crate::question::terms::period;
use crate::question::{request, selection};
use crate::views::areas::{Shape, panel};

/// All areas of one kind compared.
///
/// # Errors
/// Unknown names and periods; a crime without figures by area; a damaged release; own figures that
/// cannot be used.
pub fn areas(args: &AreasArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let confidence = request::confidence(args.confidence)?;
    if let Some(release) = &args.release {
        dataset.require_release(release)?;
    }
    let wanted = Wanted {
        period: period::given("--period", args.period.as_deref())?,
        compare: period::given("--compare", args.compare.as_deref())?,
        confidence,
    };
    let compared = match (&args.crime, &args.input) {
        (Some(crime), _) => of_crimes(crime, args, &wanted, dataset)?,
        (None, Some(path)) => vec![own(path, &wanted)?],
        (None, None) => return Err(Problem::usage("neither --crime nor --input is given").into()),
    };
    answer(args, &compared)
}

struct Wanted {
    period: Option<Period>,
    compare: Option<Period>,
    confidence: f64,
}

/// One comparison, and what it is called.
struct Compared {
    topic: String,
    per: String,
    comparison: Comparison,
    series: Vec<Series>,
    sources: Vec<String>,
}

fn answer(args: &AreasArgs, compared: &[Compared]) -> Result<Answer> {
    let mut facts = Facts::default();
    let mut panels: Vec<Panel> = Vec::new();
    let series: Vec<Series> = compared.iter().flat_map(|one| one.series.clone()).collect();
    let mut evidence = Evidence::of_sources(&series);
    let is_own = args.input.is_some();
    if !is_own {
        evidence = evidence.with_note(RECORDING_PRACTICE, true);
    }
    for note in series.iter().flat_map(|one| &one.notes) {
        evidence = evidence.with_note(note.text.clone(), note.on_chart);
    }
    let vintages = match args.outcome {
        Some(_) => {
            "Rates are per 1,000 offences recorded in the same year, from the same release. Intervals \
             describe the underlying rate."
        }
        None => {
            "Populations are mid-year estimates, at most three years from the middle of the period, or \
             those that the workbook prints. Intervals describe the underlying recording rate."
        }
    };
    evidence = evidence.with_note(vintages, false);
    for one in compared {
        for source in &one.sources {
            evidence = evidence.with_source(format!("{source}."));
        }
        let shape = Shape {
            topic: &one.topic,
            kind: if is_own { "areas" } else { args.kind.plural() },
            per: &one.per,
            form: args.chart_form,
        };
        // Series are named by their measure: those of another panel are never met.
        facts.extend(one.comparison.facts()?.iter().cloned());
        panels.push(panel(&one.comparison, &facts, &shape));
    }
    let title = match compared {
        [one] => format!("{} by area", one.topic),
        _ => "Crimes by area".to_owned(),
    };
    let mut answer = Answer::new(title, panels, evidence);
    answer.facts = facts;
    if !is_own {
        let definitions = series.iter().flat_map(|one| &one.notes);
        let definitions = definitions.filter(|note| note.id.starts_with("outcome-"));
        let mut cautions = vec![Text::from(RECORDING_PRACTICE)];
        cautions.extend(
            definitions
                .take(1)
                .map(|note| Text::from(note.text.clone())),
        );
        answer.cautions = cautions;
    }
    Ok(answer)
}

fn of_crimes(
    name: &str,
    args: &AreasArgs,
    wanted: &Wanted,
    dataset: &Dataset<'_>,
) -> Result<Vec<Compared>> {
    let catalogue = dataset.catalogue();
    let all = name.trim().eq_ignore_ascii_case("all");
    let crimes: Vec<&Crime> = if all {
        catalogue.crimes.iter().collect()
    } else {
        one_crime(name, catalogue)?
    };
    let areas = areas_of(args.kind.kind(), dataset)?;
    let mut found = Vec::new();
    for crime in crimes {
        let people = PopulationArgs {
            source: Some(SourceChoice::Police),
            sex: args.sex,
            age: None,
            outcome: args.outcome,
        };
        let measures = match selection::of(crime, &people, catalogue) {
            Err(_) if all => continue,
            selection => selection?.measures,
        };
        for measure in measures.into_iter().take(1) {
            found.extend(of_measure(crime, measure, &areas, args, wanted, dataset)?);
        }
    }
    if found.is_empty() {
        let message = format!("no figure of `{name}` for {}", args.kind.plural());
        let hint = "take in ONS police force area tables (headline groups) or the Home Office's open \
                    data (offences by force) with `vawg ingest FILE`";
        return Err(Problem::data(message).hint(hint).into());
    }
    Ok(found)
}

/// The crime that is named: areas are compared by one at a time.
fn one_crime<'a>(name: &str, catalogue: &'a Catalogue) -> Result<Vec<&'a Crime>> {
    let found = catalogue.crime(name);
    let mut several = name.split(',').map(str::trim).filter(|one| !one.is_empty());
    if found.is_err()
        && name.contains(',')
        && let Some(first) = several.find(|one| catalogue.crime(one).is_ok())
    {
        return Err(Problem::usage("`vawg areas` compares areas by one crime at a time")
            .hint(format!(
                "run it once for each crime, such as `vawg areas --crime {first}`; --crime all compares \
                 every crime, and `vawg trend --crime {name} --area NAME` shows several for one area"
            ))
            .into());
    }
    Ok(vec![found?])
}

/// The areas of a kind, by name.
fn areas_of(kind: AreaKind, dataset: &Dataset<'_>) -> Result<Vec<Area>> {
    let is_wanted = |area: &&Area| {
        area.kind == kind
            || (kind == AreaKind::Force && area.kind == AreaKind::National)
            || (kind == AreaKind::Region && area.name == "Wales")
    };
    let mut areas: Vec<Area> = if kind == AreaKind::Csp {
        dataset.partnerships()?
    } else {
        let areas = dataset.catalogue().areas.iter();
        areas.filter(is_wanted).cloned().collect()
    };
    areas.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(areas)
}

fn of_measure(
    crime: &Crime,
    measure: &Measure,
    areas: &[Area],
    args: &AreasArgs,
    wanted: &Wanted,
    dataset: &Dataset<'_>,
) -> Result<Option<Compared>> {
    let areas: Vec<&Area> = areas.iter().collect();
    let found = dataset.by_area(measure, &areas, args.release.as_deref())?;
    if found.is_empty() {
        return Ok(None);
    }
    let per: Per = args.per.into();
    let (places, whom) = if let Some(recorded) = recorded_with(measure, dataset) {
        let all = dataset.by_area(recorded, &areas, args.release.as_deref())?;
        let whom = recorded.noun.clone();
        (out_of_recorded(&areas, &found, &all, &whom), whom)
    } else {
        let denominators = Denominators::of(dataset, measure, &areas, per)?;
        let places = places(&areas, &found, &denominators);
        (places, denominators.whom().to_owned())
    };
    let points: Vec<Point> = places
        .iter()
        .flat_map(|place| &place.points)
        .map(|(point, _)| point.clone())
        .collect();
    let Some(template) = dataset.template(measure, &points, found.composition()) else {
        return Ok(None);
    };
    let shown = shown_period(wanted, &places)?;
    let before = wanted.compare.unwrap_or(shown.year_before());
    let series = of_periods(&template, [shown, before], dataset);
    let behind = match args.chart_form {
        // Rates of England and Wales are per people; charges are out of the offences recorded.
        ChartForm::Multiples if measure.outcome().is_none() => behind(measure, per, dataset)?,
        _ => Vec::new(),
    };
    Ok(Some(Compared {
        topic: match measure.outcome() {
            Some(_) => format!("{} charged or summonsed", crime.title),
            None => crime.title.clone(),
        },
        per: whom,
        series: vec![series],
        sources: sources(&places),
        comparison: Comparison {
            template,
            places,
            period: shown,
            before,
            confidence: wanted.confidence,
            behind,
        },
    }))
}

/// Each area that has figures, with the population of each.
fn places(areas: &[&Area], found: &ByArea, denominators: &Denominators) -> Vec<Place> {
    let places = areas.iter().enumerate().zip(found.points());
    let places = places.map(|((at, area), points)| {
        let with_people = |point: Point| {
            let people = denominators.people(at, &point);
            (point, people)
        };
        Place {
            area: (*area).clone(),
            points: points.into_iter().map(with_people).collect(),
        }
    });
    places.filter(|place| !place.points.is_empty()).collect()
}

/// Who published the populations, each once.
fn sources(places: &[Place]) -> Vec<String> {
    let points = places.iter().flat_map(|place| &place.points);
    let sources = points.filter_map(|(_, people)| people.as_ref());
    let sources: BTreeSet<&str> = sources.map(|people| people.source.as_str()).collect();
    sources
        .into_iter()
        .filter(|source| !source.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The series with the points of two periods, and who published those.
fn of_periods(series: &Series, periods: [Period; 2], dataset: &Dataset<'_>) -> Series {
    let points = series
        .points
        .iter()
        .filter(|point| periods.contains(&point.period));
    let series = Series {
        points: points.cloned().collect(),
        ..series.clone()
    };
    Series {
        sources: dataset.source_lines(&series),
        ..series
    }
}

/// The period asked for, else the latest that at least half of the areas have.
fn shown_period(wanted: &Wanted, places: &[Place]) -> Result<Period> {
    let periods = || {
        let points = places.iter().flat_map(|place| &place.points);
        points
            .filter(|(point, _)| point.value.is_some())
            .map(|(point, _)| point.period)
    };
    let held = |period: Period| periods().filter(|one| *one == period).count();
    if let Some(period) = wanted.period {
        if held(period) > 0 {
            return Ok(period);
        }
        let mut all: Vec<Period> = periods().collect();
        all.sort_unstable();
        all.dedup();
        let names: Vec<String> = all.iter().map(ToString::to_string).collect();
        return Err(Problem::data(format!("no area has a figure for {period}"))
            .hint(format!("periods held: {}", names.join(", ")))
            .into());
    }
    let latest = periods()
        .filter(|period| 2 * held(*period) >= places.len())
        .max_by_key(|period| period.end_month());
    latest
        .or_else(|| periods().max_by_key(|period| period.end_month()))
        .ok_or_else(|| Problem::data("no area has a figure").into())
}

/// The rates of England and Wales.
fn behind(measure: &Measure, per: Per, dataset: &Dataset<'_>) -> Result<Vec<Fact>> {
    let Some(series) = dataset.series(measure, None)? else {
        return Ok(Vec::new());
    };
    let rates = dataset.rates(measure, &series, per)?;
    let fact = |rate: crate::dataset::RatePoint| Fact {
        series: format!("{}:{}", series.measure, series.area_code),
        period: rate.period.into(),
        statistic: Statistic::Rate,
        value: Some(rate.per_thousand),
        unit: "per 1,000 population".to_owned(),
        denominator: rate.denominator,
        source_ref: rate.source_ref,
        ..Fact::about(&series)
    };
    Ok(rates.into_iter().map(fact).collect())
}

/// A user's own areas: one series each, with a population.
fn own(path: &std::path::Path, wanted: &Wanted) -> Result<Compared> {
    let mut series = own_figures::read(path)?;
    series.sort_by(|one, other| one.name.cmp(&other.name));
    let place = |series: &Series| Place {
        area: Area {
            name: series.name.clone(),
            ..Area::default()
        },
        points: series
            .points
            .iter()
            .map(|point| {
                let people = point.population.map(|people| Denominator {
                    people,
                    name: "population given".to_owned(),
                    key: format!("given {people}"),
                    source: String::new(),
                    source_ref: String::new(),
                });
                (point.clone(), people)
            })
            .collect(),
    };
    let places: Vec<Place> = series.iter().map(place).collect();
    let shown = shown_period(wanted, &places)?;
    let Some(first) = series.first() else {
        return Err(Problem::data("the file has no series to compare").into());
    };
    let template = Series {
        name: String::new(),
        label: "Own figures".to_owned(),
        noun: "events".to_owned(),
        notes: Vec::<SeriesNote>::new(),
        ..first.clone()
    };
    let comparison = Comparison {
        template: template.clone(),
        places,
        period: shown,
        before: wanted.compare.unwrap_or(shown.year_before()),
        confidence: wanted.confidence,
        behind: Vec::new(),
    };
    Ok(Compared {
        topic: "Own figures".to_owned(),
        per: "people".to_owned(),
        comparison,
        series: vec![template],
        sources: Vec::new(),
    })
}
