//! What releases supply of a question: the series, or why there are none.

use std::collections::BTreeSet;

use anyhow::Result;

use super::share::Whole;
use super::subject::{Asked, Subject};
use crate::catalogue::{Area, Measure};
use crate::cli::SourceChoice;
use crate::dataset::Dataset;
use crate::model::{Period, PeriodKind, Series};
use crate::problem::Problem;
use crate::words;

/// A release that was asked for and supplies nothing would leave the reader with figures of
/// another, taken for its own.
pub(super) fn must_supply(
    release: &str,
    crime: &str,
    series: &[(Series, Option<&Measure>)],
) -> Result<()> {
    let points = || {
        let series = series.iter().map(|(series, _)| series);
        series.flat_map(|series| series.points.iter().chain(&series.rolling))
    };
    if points().any(|point| point.release == release) {
        return Ok(());
    }
    let valued = points().filter(|point| point.value.is_some());
    let others: BTreeSet<&str> = valued.map(|point| point.release.as_str()).collect();
    let others: Vec<String> = others.iter().map(|other| format!("`{other}`")).collect();
    let problem = Problem::data(format!(
        "release `{release}` supplies no figure of `{crime}` as it is asked for"
    ));
    Err(problem
        .hint(if others.is_empty() {
            "`vawg list measures` shows which tables a crime is in".to_owned()
        } else {
            format!(
                "leave --release out: figures come from {}",
                others.join(", ")
            )
        })
        .into())
}

impl Whole<'_> {
    /// Makes shares of the series of areas; returns the counts that they are made of.
    pub(super) fn shared_by_area(
        &self,
        series: &mut Measured<'_>,
        areas: &[Area],
        release: Option<&str>,
        dataset: &Dataset<'_>,
    ) -> Result<Vec<Series>> {
        let mut counts = Vec::new();
        for (one, measure) in series {
            let area = areas.iter().find(|area| area.name == one.area);
            let (Some(area), Some(measure)) = (area, measure) else {
                continue;
            };
            let recorded = dataset.series_in(self.measure, area, release)?;
            let share = match &recorded {
                Some(recorded) => self.share(measure, one, recorded),
                None => self.share_of_none(measure, one),
            };
            counts.push(std::mem::replace(one, share));
            counts.extend(recorded);
        }
        Ok(counts)
    }

    /// The share of one series, whose counts are added to those shown with it.
    fn shared(
        &self,
        measure: &Measure,
        part: Series,
        asked: &Asked<'_>,
        counts: &mut Vec<Series>,
        dataset: &Dataset<'_>,
    ) -> Result<Series> {
        let pin = asked.releases.first().map(String::as_str);
        let whole = dataset.series_by(self.measure, pin, asked.by)?;
        let problem = || {
            let problem = format!(
                "no {} figures of `{}` are held",
                asked.by.adjective(),
                self.title
            );
            Problem::data(problem).hint("`vawg list measures` shows what is held")
        };
        let whole = whole.ok_or_else(problem)?;
        let share = self.share(measure, &part, &whole);
        for count in [part, whole] {
            if counts.iter().all(|known| known.name != count.name) {
                counts.push(count);
            }
        }
        Ok(share)
    }
}

/// Series, each with its measure where the catalogue has one.
type Measured<'a> = Vec<(Series, Option<&'a Measure>)>;

/// The series of measures, perhaps as shares of another, and the counts that shares are made of.
pub(super) fn all_series<'a>(
    measures: &[&'a Measure],
    whole: Option<&Whole<'_>>,
    asked: &Asked<'_>,
    dataset: &Dataset<'_>,
) -> Result<(Measured<'a>, Vec<Series>)> {
    let (mut series, mut counts) = (Vec::new(), Vec::new());
    for measure in measures {
        for one in series_of(measure, asked.by, asked.releases, dataset)? {
            let one = match whole {
                Some(whole) => whole.shared(measure, one, asked, &mut counts, dataset)?,
                None => one,
            };
            series.push((one, Some(*measure)));
        }
    }
    Ok((series, counts))
}

/// The series of a measure: one, or one for each pinned release that holds it.
fn series_of(
    measure: &Measure,
    by: PeriodKind,
    releases: &[String],
    dataset: &Dataset<'_>,
) -> Result<Vec<Series>> {
    let mut found: Vec<Series> = Vec::new();
    for release in releases {
        if let Some(mut series) = dataset.series_by(measure, Some(release), by)? {
            let points = || series.points.iter().chain(&series.rolling);
            if !points().any(|point| point.release == *release) {
                continue;
            }
            if releases.len() > 1 {
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
        found.extend(dataset.series_by(measure, None, by)?);
    }
    Ok(found)
}

/// What to say where no figure lies in the window.
///
/// # Errors
/// A damaged release.
pub(crate) fn nothing_to_show(asked: &Asked<'_>, dataset: &Dataset<'_>) -> Result<anyhow::Error> {
    let subject = Subject::of(asked, dataset)?;
    let mut held: Vec<String> = Vec::new();
    for (series, _) in &subject.series {
        let valued: Vec<Period> = series.valued().map(|(point, _)| point.period).collect();
        if let (Some(first), Some(last)) = (valued.first(), valued.last()) {
            held.push(format!(
                "`{}` has figures from {first} to {last}",
                series.name
            ));
        }
    }
    let hint = if asked.population.source == Some(SourceChoice::Cps) {
        "no file of the Crown Prosecution Service (CPS) is held: take in its monthly case outcomes by principal \
         offence category with `vawg ingest FILE`"
            .to_owned()
    } else if held.is_empty() {
        "`vawg ingest` takes in a release that has them".to_owned()
    } else {
        held.join("; ")
    };
    let window = match (asked.from, asked.to) {
        (None, None) => String::new(),
        (from, to) => format!(
            " {}",
            [("from", from), ("to", to)]
                .iter()
                .filter_map(|(word, period)| period.map(|period| format!("{word} {period}")))
                .collect::<Vec<_>>()
                .join(" ")
        ),
    };
    Ok(Problem::data(format!(
        "no release held has figures of `{}`{window}",
        subject.name
    ))
    .hint(hint)
    .into())
}
