//! `vawg revisions`: what changed between two releases.

use anyhow::Result;

use crate::answer::Answer;
use crate::catalogue::{Area, Catalogue, Crime, Measure, MeasureRows};
use crate::cli::RevisionsArgs;
use crate::dataset::{Dataset, ReleaseFile};
use crate::facts::published::revisions::{Between, compare, sort_by_size, state, state_measure};
use crate::frame::Row;
use crate::model::{Age, Kind, Series, Sex, Source, Status};
use crate::problem::Problem;
use crate::question::areas;
use crate::views::published::revisions::{About, answer, chart};

/// Compares two releases.
///
/// # Errors
/// An unknown release or crime; releases without a common table.
pub(super) fn revisions(args: &RevisionsArgs, dataset: &Dataset<'_>) -> Result<Answer> {
    let catalogue = dataset.catalogue();
    let between = between(args, dataset)?;
    let crime = args.crime.as_deref();
    let crime = crime.map(|name| catalogue.crime(name)).transpose()?;
    let measures = crime.map(|crime| measures_of(crime, catalogue));
    let ([before, after], by_sums) = rows_of_both(args, between, measures.as_deref(), dataset)?;
    let comparison = compare::compare(&before, &after);
    if comparison.common.is_empty() {
        return Err(nothing_in_common(between, crime, dataset).into());
    }
    let (mut facts, mut revised) = state(between, &comparison);
    sort_by_size(&mut revised, &facts);
    let mut drawn = None;
    if let Some(crime) = crime {
        if let Some([before, after]) = series_of_both(crime, between, dataset)? {
            let differences = state_measure(&mut facts, between, [&before, &after]);
            drawn = Some(chart(
                crime,
                between,
                [&before, &after],
                &differences,
                &facts,
            ));
        } else if args.chart.is_some() {
            return Err(nothing_to_draw(crime).into());
        }
    }
    let title = |id: &str| {
        let release = dataset.releases().iter().find(|release| release.id == id);
        release.map_or_else(|| id.to_owned(), ReleaseFile::title)
    };
    let about = About {
        between,
        crime: args.crime.as_deref(),
        titles: [title(between.from), title(between.to)],
        all: args.all_periods,
    };
    let mut answer = answer(&about, &comparison, &revised, facts, drawn);
    if by_sums {
        answer.cautions.push(TWO_PUBLICATIONS.into());
    }
    Ok(answer)
}

/// The rows of both releases that are asked for; where they share none, their sums, and that it is so.
fn rows_of_both(
    args: &RevisionsArgs,
    between: Between<'_>,
    measures: Option<&[&Measure]>,
    dataset: &Dataset<'_>,
) -> Result<([compare::Rows; 2], bool)> {
    let catalogue = dataset.catalogue();
    let family = family(dataset, between.from);
    let is_wanted = |kind: &Kind| {
        measures.is_none_or(|measures| {
            let mut measures = measures.iter();
            measures.any(|measure| is_part_of(measure, kind, &family, catalogue))
        })
    };
    let areas = areas::given(&args.area, dataset)?;
    let in_area = |row: &Row<'_>| {
        let is_area = |area: &Area| match row.area_code() {
            "" => area.is_called(row.area()),
            code => code == area.code,
        };
        areas.is_empty() || areas.iter().any(is_area)
    };
    let before = compare::rows(dataset.figures(between.from)?, is_wanted, in_area);
    let after = compare::rows(dataset.figures(between.to)?, is_wanted, in_area);
    let has_none = compare::compare(&before, &after).common.is_empty();
    match measures.filter(|_| has_none && areas.is_empty()) {
        Some(measures) => {
            let sums = |release| sums(measures, release, dataset);
            Ok(([sums(between.from)?, sums(between.to)?], true))
        }
        None => Ok(([before, after], false)),
    }
}

/// What is said where two publications share no row.
const TWO_PUBLICATIONS: &str = "Two publications without a common row: sums for England and Wales are \
     compared. They count the same offences, so a difference is what was revised between the two.";

/// The sums that a release has of some measures for England and Wales, under the name of each measure.
fn sums(measures: &[&Measure], release: &str, dataset: &Dataset<'_>) -> Result<compare::Rows> {
    let mut rows = compare::Rows::new();
    let Some(whole) = dataset.catalogue().whole() else {
        return Ok(rows);
    };
    // Only counts of recorded offences: those that outcomes are set against are of another publication.
    let recorded =
        |measure: &&&Measure| measure.source == Source::Police && measure.outcome().is_none();
    for measure in measures.iter().filter(recorded) {
        let Some(series) = dataset.series_in(measure, whole, Some(release))? else {
            continue;
        };
        let points = series.valued().map(|(point, value)| {
            let reported = compare::Reported {
                value: Some(value),
                marker: None,
                status: point.status.unwrap_or(Status::Official),
                source_ref: point.source_ref.clone(),
            };
            (point.period, reported)
        });
        let key = compare::RowKey {
            table: "sums".to_owned(),
            code: String::new(),
            label: measure.noun.clone(),
            group: String::new(),
            breakdown: String::new(),
            sex: Sex::All,
            age: Age::All,
            statistic: measure.statistic.clone(),
            unit: measure.unit.clone(),
            area: whole.name.clone(),
            area_code: whole.code.clone(),
        };
        rows.insert(key, points.collect());
    }
    Ok(rows)
}

/// The releases to compare.
fn between<'a>(args: &'a RevisionsArgs, dataset: &Dataset<'_>) -> Result<Between<'a>> {
    let named = match args.releases.as_slice() {
        [from, to] => Some((from, to)),
        _ => args.from.as_ref().zip(args.to.as_ref()),
    };
    let (from, to) = named.ok_or_else(|| {
        Problem::usage("two releases are needed: the earlier and the later one")
            .hint("write `vawg revisions FROM TO`; `vawg list releases` names them")
    })?;
    dataset.require_release(from)?;
    dataset.require_release(to)?;
    if from == to {
        return Err(Problem::usage(format!("both releases are `{from}`"))
            .hint("name two different releases; `vawg list releases` shows them all")
            .into());
    }
    if args.chart.is_some() && args.crime.is_none() {
        return Err(Problem::usage("--chart needs --crime")
            .hint("a chart shows one crime as both releases report it")
            .into());
    }
    Ok(Between { from, to })
}

/// The measures of a crime, and those of other crimes that it shows by default.
fn measures_of<'a>(crime: &Crime, catalogue: &'a Catalogue) -> Vec<&'a Measure> {
    let all = catalogue.measures.iter();
    all.filter(|measure| measure.crime == crime.id || crime.default.contains(&measure.id))
        .collect()
}

/// Whether a measure is made of this row of a family of releases.
fn is_part_of(measure: &Measure, kind: &Kind, family: &str, catalogue: &Catalogue) -> bool {
    match &measure.rows {
        MeasureRows::Offences {
            table,
            offences,
            total,
            area_row,
            ..
        } => {
            let by_area = ["P1", "P3", "P4", "C2", "C5"].contains(&kind.table.as_str());
            if by_area && area_row.as_ref() == Some(&kind.label) {
                return true;
            }
            let is_total = kind.code.is_empty() && total.as_ref() == Some(&kind.label);
            let is_part = || {
                let mut parts = offences.iter().filter_map(|id| catalogue.offences.get(id));
                parts.any(|offence| offence.is_row(&kind.code, &kind.label))
            };
            let in_table = kind.table == *table || kind.table == "prc-pfa";
            in_table && (is_total || is_part())
        }
        MeasureRows::Outcomes { offences, .. } => {
            let mut parts = offences.iter().filter_map(|id| catalogue.offences.get(id));
            let is_part = parts.any(|offence| offence.is_row(&kind.code, &kind.label));
            kind.breakdown.starts_with("Outcome: ") && is_part
        }
        MeasureRows::Selected(rows) => {
            kind.sex == measure.sex
                && kind.age == measure.age
                && rows.iter().any(|row| {
                    row.is_of_family(family) && row.is_row(&kind.table, &kind.label, &kind.group)
                })
        }
    }
}

/// The first measure that the crime shows by default and that both releases hold.
fn series_of_both(
    crime: &Crime,
    between: Between<'_>,
    dataset: &Dataset<'_>,
) -> Result<Option<[Series; 2]>> {
    let mut measures = crime
        .default
        .iter()
        .filter_map(|id| dataset.catalogue().measure(id));
    measures
        .find_map(|measure| {
            let from = |release: &str| {
                let series = dataset.series(measure, Some(release)).transpose()?;
                let is_held =
                    |series: &Series| series.points.iter().any(|point| point.release == *release);
                Some(series).filter(|series| series.as_ref().map_or(true, is_held))
            };
            let (before, after) = from(between.from).zip(from(between.to))?;
            Some(before.and_then(|before| Ok([before, after?])))
        })
        .transpose()
}

fn nothing_to_draw(crime: &Crime) -> Problem {
    Problem::data(format!(
        "the two releases share no series of `{}` to draw",
        crime.id
    ))
    .hint("leave out --chart, or name another crime")
}

fn nothing_in_common(
    between: Between<'_>,
    crime: Option<&Crime>,
    dataset: &Dataset<'_>,
) -> Problem {
    let Between { from, to } = between;
    let of = crime.map_or_else(String::new, |crime| format!(" of `{}`", crime.id));
    let problem = Problem::data(format!("`{from}` and `{to}` have no figures{of} in common"));
    if family(dataset, from) == family(dataset, to) {
        problem.hint("`vawg list measures --full` shows what a crime is made of")
    } else {
        problem.hint("compare two releases of one publication: `vawg list releases` names them")
    }
}

fn family(dataset: &Dataset<'_>, id: &str) -> String {
    let release = dataset.releases().iter().find(|release| release.id == id);
    release.map_or_else(String::new, |release| release.family.clone())
}
