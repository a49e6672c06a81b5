//! For each criterion of a scorecard the direction that two figures show. Nothing tests a change.

use anyhow::Result;

use super::Context;
use super::series_values;
use super::stated_values::{self, Stated};
use crate::answer::Finding;
use crate::facts::{FactId, Facts};
use crate::model::{Period, Point, Series, SeriesKind};
use crate::problem::Problem;
use crate::question::terms::period;
use crate::reports::{CriterionSpec, FigureSpec, Wanted};

/// The criteria of a figure, in the order of the description.
pub(crate) struct Scorecard<'a> {
    pub(crate) judged: Vec<Judged<'a>>,
    /// The series that serve, for their sources.
    pub(crate) series: Vec<Series>,
    pub(crate) facts: Facts,
}

/// A criterion with what the figures show.
pub(crate) struct Judged<'a> {
    pub(crate) spec: &'a CriterionSpec,
    pub(crate) finding: Finding,
    pub(crate) compared: Compared<'a>,
}

/// Two figures, the earlier first, or none.
pub(crate) enum Compared<'a> {
    Published([FactId; 2], SeriesKind),
    Stated([Stated<'a>; 2]),
    None,
}

/// Judges each criterion of a figure.
///
/// # Errors
/// Unknown measures, values and periods; a criterion without two figures and without a reason;
/// figures in two units, or the later first.
pub(crate) fn scorecard<'a>(
    context: &Context<'a>,
    figure: &'a FigureSpec,
) -> Result<Scorecard<'a>> {
    if figure.criterion.is_empty() {
        return Err(Problem::data("there is no [[figure.criterion]]").into());
    }
    let mut card = Scorecard {
        judged: Vec::new(),
        series: Vec::new(),
        facts: Facts::default(),
    };
    for spec in &figure.criterion {
        let judged = card.judge(context, figure, spec).map_err(|error| {
            let problem = Problem::in_one_line(&error);
            Problem::data(format!("criterion `{}`: {problem}", spec.criterion))
        })?;
        card.judged.push(judged);
    }
    Ok(card)
}

impl<'a> Scorecard<'a> {
    fn judge(
        &mut self,
        context: &Context<'a>,
        figure: &FigureSpec,
        spec: &'a CriterionSpec,
    ) -> Result<Judged<'a>> {
        let (values, compared) = match (
            &spec.measure,
            spec.values.as_slice(),
            !spec.reason.is_empty(),
        ) {
            (Some(measure), [], false) => self.published(context, figure, spec, measure)?,
            (None, [earlier, later], false) => self.stated(context, earlier, later)?,
            (None, [], true) => (None, Compared::None),
            _ => {
                return Err(
                    Problem::data("give one of: a measure, two values, a reason")
                        .hint("measure = \"…\" with from and to; values = [earlier, later]; reason = \"…\"")
                        .into(),
                );
            }
        };
        Ok(Judged {
            spec,
            finding: finding(spec.wanted, values),
            compared,
        })
    }

    fn published(
        &mut self,
        context: &Context<'_>,
        figure: &FigureSpec,
        spec: &CriterionSpec,
        measure: &str,
    ) -> Result<(Option<(f64, f64)>, Compared<'a>)> {
        let series = context.series(figure, measure)?;
        let point = |key: &str, text: Option<&str>| -> Result<Point> {
            let period = period::given(key, text)?;
            let period = period.ok_or_else(|| Problem::data(format!("{key} is missing")))?;
            let missing = || format!("`{measure}` has no figure for {period}");
            let found = series.point(period).cloned();
            found.ok_or_else(|| Problem::data(missing()).into())
        };
        let (from, to) = (
            point("from", spec.from.as_deref())?,
            point("to", spec.to.as_deref())?,
        );
        require_order(from.period, to.period)?;
        let ends = (from.period, to.period);
        self.series
            .push(series.clone().within(Some(ends.0), Some(ends.1)));
        let ids = [&from, &to].map(|point| {
            self.facts
                .add(series_values::fact(&series.name, &series, point))
        });
        Ok((
            from.value.zip(to.value),
            Compared::Published(ids, series.kind),
        ))
    }

    fn stated(
        &mut self,
        context: &Context<'a>,
        earlier: &str,
        later: &str,
    ) -> Result<(Option<(f64, f64)>, Compared<'a>)> {
        let both = [context.values.value(earlier)?, context.values.value(later)?];
        if both[0].unit != both[1].unit {
            return Err(Problem::data(format!(
                "`{}` is in `{}` and `{}` in `{}`: they cannot be compared",
                both[0].id, both[0].unit, both[1].id, both[1].unit
            ))
            .into());
        }
        if let [Some(from), Some(to)] = both.map(|value| value.period.parse::<Period>().ok()) {
            require_order(from, to)?;
        }
        let values = both[0].value.zip(both[1].value);
        let stated = both.map(|value| Stated {
            value,
            fact: self.facts.add(stated_values::fact(context, value)),
        });
        Ok((values, Compared::Stated(stated)))
    }
}

/// A direction is from the earlier figure to the later.
fn require_order(from: Period, to: Period) -> Result<()> {
    if from.first_month() < to.first_month() {
        return Ok(());
    }
    Err(Problem::data(format!("{from} is not before {to}"))
        .hint("give the earlier figure first")
        .into())
}

/// What the figures show; nothing where no direction is wanted.
fn finding(wanted: Wanted, figures: Option<(f64, f64)>) -> Finding {
    let Some((from, to)) = figures else {
        return Finding::NoFigures;
    };
    match (wanted, to > from, to < from) {
        (Wanted::None, ..) => Finding::NoFigures,
        (_, false, false) => Finding::Level,
        (Wanted::Up, true, _) | (Wanted::Down, _, true) => Finding::AsWanted,
        _ => Finding::Against,
    }
}

#[cfg(test)]
mod tests {
    use super::{Finding, Wanted, finding};

    #[test]
    fn a_direction_needs_two_figures_and_a_wanted_direction() {
        assert_eq!(finding(Wanted::Up, Some((1.0, 2.0))), Finding::AsWanted);
        assert_eq!(finding(Wanted::Up, Some((2.0, 1.0))), Finding::Against);
        assert_eq!(finding(Wanted::Down, Some((2.0, 1.0))), Finding::AsWanted);
        assert_eq!(finding(Wanted::Down, Some((1.0, 2.0))), Finding::Against);
        assert_eq!(finding(Wanted::Down, Some((2.0, 2.0))), Finding::Level);
        assert_eq!(finding(Wanted::None, Some((1.0, 2.0))), Finding::NoFigures);
        assert_eq!(finding(Wanted::Up, None), Finding::NoFigures);
    }
}
