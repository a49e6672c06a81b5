//! `vawg trend`: how a crime's figures have developed, each source in its own panel.

use anyhow::Result;

use crate::answer::{Answer, Evidence, Panel, Text};
use crate::catalogue::Measure;
use crate::cli::{Model, TrendArgs};
use crate::dataset::{Dataset, Per};
use crate::estimates::{Crossing, TrendRequest};
use crate::facts::Facts;
use crate::facts::trend::sensitivity::{Wider, has_trend};
use crate::facts::trend::shown::{Shown, Uncertainty, View};
use crate::facts::trend::{grouped, per_head, rows};
use crate::model::{PeriodKind, Series, Source};
use crate::own_figures;
use crate::problem::Problem;
use crate::question::areas::{self, RECORDING_PRACTICE};
use crate::question::request;
use crate::question::subject::{Asked, Subject};
use crate::question::supplied;
use crate::question::terms::by;
use crate::question::terms::period;
use crate::question::terms::window::Window;
use crate::views::trend::{cautions, notes, panel, sensitivity, summary};
use crate::words;

/// How a crime's figures, or a user's own, have developed.
///
/// # Errors
/// Unknown names and periods; a window or a population without figures; a damaged release; own
/// figures that cannot be used.
pub fn trend(args: &TrendArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let form = Form::given(args)?;
    let own = match (&args.subject.crime, &args.subject.input) {
        (Some(_), Some(path)) => own_figures::read(path)?,
        _ => Vec::new(),
    };
    let asked = Asked {
        subject: &args.subject,
        population: &args.population,
        releases: &args.span.release,
        areas: &args.area,
        from: args.span.from.as_deref(),
        to: args.span.to.as_deref(),
        by: by::given(args, &own)?,
        share_of: args.share_of.as_deref(),
        own: &own,
        latest_first: false,
    };
    let mut subject = Subject::of(&asked, dataset)?;
    if form.view == View::Rate {
        let series = subject.series.iter().map(|(series, _)| series);
        subject.notes.extend(areas::without_rate(series, dataset)?);
    }
    let mut shown = shown(args, &subject, &form, dataset)?;
    if form.view == View::Rate && subject.name.contains(',') && !subject.behind.is_empty() {
        name_by_area(&mut shown);
    }
    if shown.is_empty() {
        return Err(supplied::nothing_to_show(&asked, dataset)?);
    }
    let counts = subject
        .counts
        .iter()
        .map(|series| form.window.of(series.clone()));
    let counts = counts.flat_map(|series| rows::counts(&series));
    let facts: Facts = shown.iter().flat_map(rows::of).chain(counts).collect();
    let evidence = evidence(args, &subject, &shown, &facts, &form);
    let groups = grouped(&shown);
    let mut panels = panels(&subject, &groups, &facts, &evidence);
    if asked.by == PeriodKind::Month
        && let Some(panel) = panels.last_mut()
    {
        let crimes: Vec<&str> = shown.iter().map(|one| one.series.crime.as_str()).collect();
        let others = by::with_months(&crimes, dataset)?.map(Text::from);
        panel.summary.extend(others.clone());
        panel.remarks.extend(others);
    }
    if let Some(status) = summary::one_status(&groups) {
        let with_status = panels.iter_mut().filter(|panel| !panel.status.is_empty());
        with_status.for_each(|panel| panel.status = status.clone());
    }
    let cautions = cautions::of(&groups);
    let evidence = panel::with_marks_explained(evidence, &panels);
    let mut answer = Answer::new(subject.title, panels, evidence);
    answer.facts = facts;
    answer.cautions = cautions;
    Ok(answer)
}

/// The panels of an answer, one for each group of series that share a table and an axis.
fn panels(
    subject: &Subject<'_>,
    groups: &[Vec<&Shown>],
    facts: &Facts,
    evidence: &Evidence,
) -> Vec<Panel> {
    let panels = groups.iter().flat_map(|group| {
        let topic = topic(subject, group, groups.len());
        let mut panel = panel::panel(topic, group, facts, evidence);
        let measures = group.iter().map(|one| &one.series.measure);
        let elsewhere: Vec<_> = measures.flat_map(|id| subject.elsewhere(id)).collect();
        let also_held = words::also_held(&elsewhere).map(Text::from);
        panel.summary.extend(also_held.clone());
        let mut measures = group.iter().map(|one| &one.series.measure);
        let newer = measures.find_map(|id| subject.newer(id));
        let newer = newer.map(Text::from);
        panel.summary.extend(newer.clone());
        panel.remarks.extend(also_held.into_iter().chain(newer));
        std::iter::once(panel).chain(sensitivity::panel(group, facts))
    });
    panels.collect()
}

/// Each crime has a panel of its own, in which areas are told apart.
fn name_by_area(shown: &mut [Shown]) {
    for one in shown {
        one.series.label.clone_from(&one.series.area);
    }
}

/// What a panel is about: where several crimes have a panel each, its own.
fn topic<'a>(subject: &'a Subject<'_>, group: &'a [&Shown], panels: usize) -> &'a str {
    let first = &group[0].series;
    let is_one = group.iter().all(|one| one.series.measure == first.measure);
    let mut asked = subject.series.iter();
    let asked = asked.find(|(series, _)| series.name == first.name);
    match asked {
        Some((series, Some(_))) if subject.name.contains(',') && is_one && panels > 1 => {
            &series.label
        }
        _ => subject.topic_of(first),
    }
}

/// The form in which series are shown, and what is fitted to them.
struct Form {
    request: Option<TrendRequest>,
    view: View,
    window: Window,
    uncertainty: Uncertainty,
}

impl Form {
    fn given(args: &TrendArgs) -> Result<Self> {
        if args.sensitivity && args.model.model == Model::None {
            return Err(Problem::usage("--sensitivity needs a trend")
                .hint("leave --model none out")
                .into());
        }
        Ok(Self {
            request: request::of(&args.model, &args.precision)?,
            view: View::given(args)?,
            window: Window::given(args.span.from.as_deref(), args.span.to.as_deref())?,
            uncertainty: Uncertainty {
                assumed: request::assumed(&args.precision)?,
                confidence: request::confidence(args.precision.confidence)?,
            },
        })
    }
}

/// Each series in its window and in the form asked for, with its trends; those without a figure
/// there are left out.
fn shown(
    args: &TrendArgs,
    subject: &Subject<'_>,
    form: &Form,
    dataset: &Dataset<'_>,
) -> Result<Vec<Shown>> {
    let mut shown: Vec<Shown> = Vec::new();
    let sources = subject.series.iter().map(|(series, _)| series.source);
    request::ratio_is_of_one_source(&args.model, &sources.collect::<Vec<_>>())?;
    for (series, measure) in &subject.series {
        let (series, measure) = (series.clone(), *measure);
        form.window.check(&series)?;
        request::fits(Some(&args.model), &args.precision, series.basis())?;
        if let Some(index) = form.view.index() {
            period::refuse_bare_year("--index", Some(index), series.basis())?;
        }
        let within = form.window.of(series.clone());
        if within.points.is_empty() && within.rolling.is_empty() {
            continue;
        }
        let of_one = form.uncertainty.of_one(&series, &subject.series);
        let in_form = |series: Series, view: View, per: Per| -> Result<Shown> {
            let divided = measure.filter(|_| view == View::Rate);
            let rates = divided.map_or(Ok(Vec::new()), |measure| {
                dataset.rates(measure, &series, per)
            })?;
            Shown::new(series, view, &rates, of_one.clone())
        };
        let mut one = in_form(within, form.view, args.per.into())?;
        if args.span.from.is_some() && !matches!(form.view, View::Index(_)) {
            one = one.with_earlier(&in_form(series.clone(), form.view, args.per.into())?);
        }
        let mut one = one.with_trends(form.request.as_ref());
        // The trend that the short answer gives: the first of each source.
        let is_first = !shown
            .iter()
            .any(|other| other.series.source == series.source && has_trend(other));
        let request = form.request.as_ref().filter(|_| is_first);
        if let Some(request) = request.filter(|_| args.sensitivity || one.has_significant_trend()) {
            let per_head = series.source == Source::Police && form.view == View::Observed;
            let per_head = per_head.then(|| in_form(series.clone(), View::Rate, Per::People));
            let wider = Wider {
                per_head: per_head.transpose()?.map(|one| one.series),
                series: in_form(series, form.view, args.per.into())?.series,
            };
            one = one.with_sensitivity(&wider, request, args.sensitivity);
        }
        shown.push(one);
    }
    if form.view != View::Observed {
        for (series, measure) in &subject.behind {
            let first = shown
                .iter()
                .filter_map(|one| Some(one.valued().next()?.0))
                .min();
            let series = series.clone().within(first, None);
            shown.extend(behind(&series, *measure, args, form, dataset)?);
        }
    }
    Ok(shown)
}

/// England and Wales in the form asked for, to be drawn behind areas; without a trend.
fn behind(
    series: &Series,
    measure: Option<&Measure>,
    args: &TrendArgs,
    form: &Form,
    dataset: &Dataset<'_>,
) -> Result<Option<Shown>> {
    let within = form.window.of(series.clone());
    if within.points.is_empty() && within.rolling.is_empty() {
        return Ok(None);
    }
    let divided = measure.filter(|_| form.view == View::Rate);
    let rates = divided.map_or(Ok(Vec::new()), |measure| {
        dataset.rates(measure, &within, args.per.into())
    })?;
    let shown = Shown::new(within, form.view, &rates, form.uncertainty.clone())?;
    Ok(Some(Shown {
        is_behind: true,
        ..shown
    }))
}

/// Notes and sources of what is shown.
fn evidence(
    args: &TrendArgs,
    subject: &Subject<'_>,
    shown: &[Shown],
    facts: &Facts,
    form: &Form,
) -> Evidence {
    let series: Vec<Series> = shown.iter().map(|one| one.series.clone()).collect();
    let mut evidence = Evidence::of(&series);
    for note in subject.notes.iter().chain(&form.view.notes(shown)) {
        evidence = evidence.with_note(note, note == RECORDING_PRACTICE);
    }
    let asked = notes::Asked {
        chart: args.chart.is_some(),
        crossing: form
            .request
            .as_ref()
            .map_or(Crossing::Never, |request| request.crossing.clone()),
        window: args.span.from.is_some() || args.span.to.is_some(),
    };
    for (note, on_chart) in notes::notes(&asked, shown, facts) {
        evidence = evidence.with_note(note, on_chart);
    }
    for source in per_head::sources(shown) {
        evidence = evidence.with_source(format!("{source}."));
    }
    if let Some(note) = form.uncertainty.note(&shown.iter().collect::<Vec<_>>()) {
        evidence = evidence.with_note(note, true);
    }
    evidence
}
