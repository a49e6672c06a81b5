//! `vawg areas`: all areas of one kind compared, in name order.

use anyhow::Result;

use crate::answer::{Answer, Evidence, Panel};
use crate::catalogue::{Area, AreaKind, Crime, Measure};
use crate::cli::{AreasArgs, ChartForm, PopulationArgs, SourceChoice};
use crate::dataset::{Dataset, Denominator, Denominators, Per};
use crate::facts::areas::{Comparison, Place};
use crate::facts::{Fact, Facts, Statistic};
use crate::model::{Period, Series, SeriesNote};
use crate::own_figures;
use crate::problem::Problem;
use crate::question::areas::RECORDING_PRACTICE;
use crate::question::{period, request, selection};
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
    answer(args, compared)
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

fn answer(args: &AreasArgs, compared: Vec<Compared>) -> Result<Answer> {
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
    let vintages = "Populations are mid-year estimates, at most three years from the middle of the \
                    period, or those that the workbook prints. Intervals describe the underlying \
                    recording rate.";
    evidence = evidence.with_note(vintages, false);
    for one in &compared {
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
    let title = match compared.as_slice() {
        [one] => format!("{} by area", one.topic),
        _ => "Crimes by area".to_owned(),
    };
    let mut answer = Answer::new(title, panels, evidence);
    answer.facts = facts;
    if !is_own {
        answer.cautions = vec![RECORDING_PRACTICE.into()];
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
    let crimes: Vec<&Crime> =
        if all { catalogue.crimes.iter().collect() } else { vec![catalogue.crime(name)?] };
    let areas = areas_of(args.kind.kind(), dataset)?;
    let mut found = Vec::new();
    for crime in crimes {
        let people = PopulationArgs {
            source: Some(SourceChoice::Police),
            sex: args.sex,
            age: None,
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

/// The areas of a kind, by name.
fn areas_of(kind: AreaKind, dataset: &Dataset<'_>) -> Result<Vec<Area>> {
    let mut areas: Vec<Area> = match kind {
        AreaKind::Csp => dataset.partnerships()?,
        _ => {
            let is_wanted = |area: &&Area| {
                area.kind == kind
                    || (kind == AreaKind::Force && area.kind == AreaKind::National)
                    || (kind == AreaKind::Region && area.name == "Wales")
            };
            dataset.catalogue().areas.iter().filter(is_wanted).cloned().collect()
        }
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
    let denominators = Denominators::of(dataset, measure, &areas, per)?;
    let mut sources: Vec<String> = Vec::new();
    let mut places = Vec::new();
    for ((at, area), points) in areas.iter().enumerate().zip(found.points()) {
        let with_people = |point: &crate::model::Point| denominators.people(at, point);
        let points: Vec<_> =
            points.into_iter().map(|point| (point.clone(), with_people(&point))).collect();
        for (_, denominator) in &points {
            let source = denominator.as_ref().map_or("", |one| one.source.as_str());
            if !source.is_empty() && sources.iter().all(|known| known != source) {
                sources.push(source.to_owned());
            }
        }
        if !points.is_empty() {
            places.push(Place { area: (*area).clone(), points });
        }
    }
    let Some(template) = dataset.template(measure, &places_points(&places), found.composition()) else {
        return Ok(None);
    };
    let shown = shown_period(wanted, &places)?;
    let series = Series {
        points: template.points.iter().filter(|point| point.period == shown || point.period == wanted.compare.unwrap_or(shown.year_before())).cloned().collect(),
        ..template.clone()
    };
    let series = Series { sources: dataset.source_lines(&series), ..series };
    let behind = match args.chart_form {
        ChartForm::Multiples => behind(measure, per, dataset)?,
        _ => Vec::new(),
    };
    let comparison = Comparison {
        template,
        places,
        period: shown,
        before: wanted.compare.unwrap_or(shown.year_before()),
        confidence: wanted.confidence,
        behind,
    };
    Ok(Some(Compared {
        topic: crime.title.clone(),
        per: denominators.whom().to_owned(),
        comparison,
        series: vec![series],
        sources,
    }))
}

fn places_points(places: &[Place]) -> Vec<crate::model::Point> {
    let points = places.iter().flat_map(|place| &place.points);
    points.map(|(point, _)| point.clone()).collect()
}

/// The period asked for, else the latest that at least half of the areas have.
fn shown_period(wanted: &Wanted, places: &[Place]) -> Result<Period> {
    let periods = || {
        let points = places.iter().flat_map(|place| &place.points);
        points.filter(|(point, _)| point.value.is_some()).map(|(point, _)| point.period)
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
    let latest = periods().filter(|period| 2 * held(*period) >= places.len()).max_by_key(|period| period.end_month());
    latest.or_else(|| periods().max_by_key(|period| period.end_month())).ok_or_else(|| {
        Problem::data("no area has a figure").into()
    })
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
        area: Area { name: series.name.clone(), ..Area::default() },
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
        return Err(Problem::data("there is no area").into());
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
