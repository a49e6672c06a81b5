//! `vawg trend`: how a crime's figures have developed, each source in its own panel.

mod change;
mod drawing;
mod figures;
mod panel;
mod remarks;
mod selection;
mod shown;
mod words;

use anyhow::Result;

use crate::answer::{Answer, Evidence};
use crate::cli::TrendArgs;
use crate::commands::period;
use crate::dataset::Dataset;
use crate::model::{Period, Series, Source};
use crate::problem::Problem;

use shown::{Shown, View};

/// How a crime's figures have developed.
///
/// # Errors
/// Unknown names and periods; a window or a population without figures; a damaged release.
pub fn trend(args: &TrendArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let crime = dataset.catalogue().crime(&args.crime)?;
    for release in &args.release {
        dataset.require_release(release)?;
    }
    let window = Window::given(args)?;
    let view = View::given(args)?;
    let selection = selection::of(crime, &args.population, dataset.catalogue())?;

    let mut shown: Vec<Shown> = Vec::new();
    for measure in &selection.measures {
        for series in series_of(measure, args, dataset)? {
            window.check(&series)?;
            if let Some(index) = view.index() {
                period::refuse_bare_year("--index", Some(index), basis_of(&series))?;
            }
            let within = series.within(window.from, window.to);
            if within.points.is_empty() && within.rolling.is_empty() {
                continue;
            }
            let rates = dataset.rates(measure, &within)?;
            shown.push(Shown::new(within, view, &rates)?);
        }
    }
    if shown.is_empty() {
        return Err(nothing_to_show(args, crime, &selection, dataset)?);
    }
    let series: Vec<Series> = shown.iter().map(|one| one.series.clone()).collect();
    let mut evidence = Evidence::of(&series);
    for note in selection.notes.iter().chain(&view.notes(&shown)) {
        evidence = evidence.with_note(note, false);
    }
    let panels = grouped(&shown)
        .into_iter()
        .map(|group| panel::panel(crime, &group, &evidence))
        .collect();
    let figures = shown.iter().flat_map(figures::of).collect();
    let title = format!("{}, England and Wales", crime.title);
    Ok(Answer::new(title, panels, evidence).with_figures(figures))
}

/// The periods asked for.
struct Window {
    from: Option<Period>,
    to: Option<Period>,
}

impl Window {
    fn given(args: &TrendArgs) -> Result<Self> {
        let from = period::given("--from", args.from.as_deref())?;
        let to = period::given("--to", args.to.as_deref())?;
        if let (Some(from), Some(to)) = (from, to)
            && from.first_month() > to.first_month()
        {
            return Err(
                Problem::usage(format!("--from {from} comes after --to {to}"))
                    .hint("--from takes the first period, --to the last")
                    .into(),
            );
        }
        Ok(Self { from, to })
    }

    fn check(&self, series: &Series) -> Result<()> {
        let basis = basis_of(series);
        period::refuse_bare_year("--from", self.from, basis)?;
        period::refuse_bare_year("--to", self.to, basis)
    }
}

fn basis_of(series: &Series) -> crate::model::PeriodBasis {
    series
        .points
        .first()
        .or(series.rolling.first())
        .map_or(crate::model::PeriodBasis::Calendar, |point| {
            point.period.basis()
        })
}

/// The series of a measure: one, or one for each pinned release that holds it.
fn series_of(
    measure: &crate::catalogue::Measure,
    args: &TrendArgs,
    dataset: &Dataset<'_>,
) -> Result<Vec<Series>> {
    let mut found: Vec<Series> = Vec::new();
    for release in &args.release {
        if let Some(mut series) = dataset.series(measure, Some(release))? {
            let points = || series.points.iter().chain(&series.rolling);
            if !points().any(|point| point.release == *release) {
                continue;
            }
            if args.release.len() > 1 {
                series.name = format!("{}@{release}", series.name);
                series.label = format!(
                    "{}, {}",
                    series.label,
                    words::release_period(release, dataset)
                );
            }
            found.push(series);
        }
    }
    if found.is_empty() {
        // A release of another family is pinned, or none: the latest serves.
        found.extend(dataset.series(measure, None)?);
    }
    Ok(found)
}

/// Series that may share a table and an axis: of one source and one unit, four at most.
fn grouped(shown: &[Shown]) -> Vec<Vec<&Shown>> {
    const MOST_IN_ONE_PANEL: usize = 4;
    let mut groups: Vec<Vec<&Shown>> = Vec::new();
    for source in [Source::Police, Source::Survey] {
        for one in shown.iter().filter(|one| one.series.source == source) {
            let open = groups.iter_mut().find(|group| {
                group.len() < MOST_IN_ONE_PANEL
                    && group[0].series.source == source
                    && group[0].unit == one.unit
                    && basis_of(&group[0].series) == basis_of(&one.series)
            });
            match open {
                Some(group) => group.push(one),
                None => groups.push(vec![one]),
            }
        }
    }
    groups
}

fn nothing_to_show(
    args: &TrendArgs,
    crime: &crate::catalogue::Crime,
    selection: &selection::Selection<'_>,
    dataset: &Dataset<'_>,
) -> Result<anyhow::Error> {
    let mut held: Vec<String> = Vec::new();
    for measure in &selection.measures {
        if let Some(series) = dataset.series(measure, None)? {
            let valued: Vec<Period> = series.valued().map(|(point, _)| point.period).collect();
            if let (Some(first), Some(last)) = (valued.first(), valued.last()) {
                held.push(format!(
                    "`{}` has figures from {first} to {last}",
                    measure.id
                ));
            }
        }
    }
    let hint = if held.is_empty() {
        "`vawg ingest` takes in a release that has them".to_owned()
    } else {
        held.join("; ")
    };
    let window = match (&args.from, &args.to) {
        (None, None) => String::new(),
        (from, to) => format!(
            " {}",
            [("from", from), ("to", to)]
                .iter()
                .filter_map(|(word, period)| period
                    .as_ref()
                    .map(|period| format!("{word} {period}")))
                .collect::<Vec<_>>()
                .join(" ")
        ),
    };
    Ok(Problem::data(format!(
        "no release at hand has figures of `{}`{window}",
        crime.id
    ))
    .hint(hint)
    .into())
}
