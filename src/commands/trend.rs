//! `vawg trend`: how a crime's figures have developed, each source in its own panel.

use anyhow::Result;

use crate::answer::{Answer, Evidence, Text};
use crate::cli::TrendArgs;
use crate::dataset::Dataset;
use crate::estimates::TrendRequest;
use crate::model::Series;
use crate::question::period;

use crate::facts::Facts;
use crate::facts::trend::shown::{Shown, Uncertainty, View};
use crate::facts::trend::{grouped, rows};
use crate::question::request;
use crate::question::subject::{self, Asked, Subject};
use crate::question::window::Window;
use crate::views::trend::{panel, summary};
use crate::words;

/// How a crime's figures, or a user's own, have developed.
///
/// # Errors
/// Unknown names and periods; a window or a population without figures; a damaged release; own
/// figures that cannot be used.
pub fn trend(args: &TrendArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let form = Form::given(args)?;
    let asked = Asked {
        subject: &args.subject,
        population: &args.population,
        releases: &args.span.release,
        from: args.span.from.as_deref(),
        to: args.span.to.as_deref(),
        latest_first: false,
    };
    let subject = Subject::of(&asked, dataset)?;
    let shown = shown(args, &subject, &form, dataset)?;
    if shown.is_empty() {
        return Err(subject::nothing_to_show(&asked, dataset)?);
    }
    let evidence = evidence(args, &subject, &shown, &form);
    let facts: Facts = shown.iter().flat_map(rows::of).collect();
    let groups = grouped(&shown);
    let panels = groups
        .iter()
        .map(|group| {
            let mut panel = panel::panel(&subject.topic, group, &facts, &evidence);
            let measures = group.iter().map(|one| &one.series.measure);
            let elsewhere: Vec<_> = measures.flat_map(|id| subject.elsewhere(id)).collect();
            let also_held = words::also_held(&elsewhere).map(Text::from);
            panel.summary.extend(also_held.clone());
            panel.remarks.extend(also_held);
            panel
        })
        .collect();
    let cautions = summary::cautions(&groups);
    let mut answer = Answer::new(subject.title, panels, evidence);
    answer.facts = facts;
    answer.cautions = cautions;
    Ok(answer)
}

/// In which form series are shown, and what is fitted to them.
struct Form {
    request: Option<TrendRequest>,
    view: View,
    window: Window,
    uncertainty: Uncertainty,
}

impl Form {
    fn given(args: &TrendArgs) -> Result<Self> {
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
    for (series, measure) in &subject.series {
        let (series, measure) = (series.clone(), *measure);
        let of_one = form.uncertainty.of_one(&series, &subject.series);
        form.window.check(&series)?;
        request::fits(Some(&args.model), &args.precision, series.basis())?;
        if let Some(index) = form.view.index() {
            period::refuse_bare_year("--index", Some(index), series.basis())?;
        }
        let within = form.window.of(series);
        if within.points.is_empty() && within.rolling.is_empty() {
            continue;
        }
        let divided = measure.filter(|_| matches!(form.view, View::Rate));
        let rates = divided.map_or(Ok(Vec::new()), |measure| dataset.rates(measure, &within))?;
        shown.push(
            Shown::new(within, form.view, &rates, of_one)?.with_trends(form.request.as_ref()),
        );
    }
    Ok(shown)
}

/// Notes and sources of what is shown, and of how it was come by.
fn evidence(args: &TrendArgs, subject: &Subject<'_>, shown: &[Shown], form: &Form) -> Evidence {
    let series: Vec<Series> = shown.iter().map(|one| one.series.clone()).collect();
    let mut evidence = Evidence::of(&series);
    for note in subject.notes.iter().chain(&form.view.notes(shown)) {
        evidence = evidence.with_note(note, false);
    }
    let fits = |one: &Shown| {
        one.trends
            .as_ref()
            .is_some_and(|trends| !trends.fitted.is_empty())
    };
    if shown.iter().any(fits) {
        for note in on_trends(args) {
            evidence = evidence.with_note(note, true);
        }
    }
    if let Some(note) = form.uncertainty.note(&shown.iter().collect::<Vec<_>>()) {
        evidence = evidence.with_note(note, true);
    }
    evidence
}

/// What must be known of the trends fitted.
fn on_trends(args: &TrendArgs) -> Vec<&'static str> {
    let steps = !args.model.step.is_empty();
    let mut notes = vec![if args.model.across_breaks {
        "Thin dashed lines: trends fitted across breaks as if there were none, none where there is no \
         figure; shaded: their confidence intervals."
    } else if steps {
        "Thin dashed lines: trends fitted across breaks, with a step where one is allowed, none where \
         there is no figure; shaded: their confidence intervals."
    } else {
        "Thin dashed lines: trends fitted between breaks, none where there is no figure; shaded: their \
         confidence intervals."
    }];
    if steps {
        notes.push(
            "A step and a change of slope at about the same time can stand in for each other: models \
             with one, the other or both can read the same figures differently. An average change a \
             year leaves the steps out.",
        );
    }
    if args.span.from.is_some() || args.span.to.is_some() {
        notes.push("The window is the user's choice: a trend depends on where it begins and ends.");
    }
    notes
}
