//! A scorecard: for each criterion the direction wanted, and the one that two figures show. No test
//! of a change is made, and the words claim none.

use anyhow::Result;

use super::Context;
use super::drawn::Drawn;
use super::measures::series;
use super::{published, stated};
use crate::answer::{
    Cell, Chart, Column, Criterion, Direction, Evidence, Finding, Outcome, Panel, Scorecard, Table,
    TableRow,
};
use crate::facts::Fact;
use crate::model::{Period, Point, Series};
use crate::problem::Problem;
use crate::question::period;
use crate::reports::{CriterionSpec, FigureSpec, Wanted};
use crate::words;

/// # Errors
/// Unknown measures, values and periods; a criterion with no two figures and no reason; figures in
/// two units, or the later first.
pub(super) fn drawn(context: &Context<'_>, figure: &FigureSpec) -> Result<Drawn> {
    if figure.criterion.is_empty() {
        return Err(Problem::data("there is no [[figure.criterion]]").into());
    }
    let mut judged = Vec::new();
    for spec in &figure.criterion {
        let one = Judged::of(context, figure, spec).map_err(|error| {
            let said = Problem::in_one_line(&error);
            Problem::data(format!("criterion `{}`: {said}", spec.criterion))
        })?;
        judged.push(one);
    }
    let series: Vec<Series> = judged.iter().filter_map(|it| it.series.clone()).collect();
    let rows = judged.iter().map(Judged::row).collect();
    let said: Vec<String> = judged.iter().map(Judged::in_words).collect();
    let panel = Panel {
        table: Table {
            columns: vec![
                Column::left("outcome"),
                Column::left("criterion"),
                Column::left("wanted"),
                Column::left("found"),
                Column::left("figures"),
            ],
            rows,
            earlier_rows: 0,
        },
        chart: Some(Chart::Scorecard(scorecard(&judged))),
        alternative_text: format!("Scorecard. {}", said.join(" ")).into(),
        ..Panel::default()
    };
    let outcomes = scorecard(&judged).outcomes;
    let reached = outcomes.iter().filter(|outcome| {
        let known = |criterion: &Criterion| criterion.finding != Finding::NoFigures;
        outcome.criteria.iter().any(known)
    });
    let filled_in = vec![
        ("reached", words::number(reached.count())),
        ("outcomes", words::number(outcomes.len())),
    ];
    Ok(Drawn {
        panels: vec![panel],
        evidence: Evidence::of_sources(&series),
        figures: judged.into_iter().flat_map(|it| it.figures).collect(),
        words: filled_in,
    })
}

/// A criterion with what the figures show of it.
struct Judged<'a> {
    spec: &'a CriterionSpec,
    finding: Finding,
    words: String,
    figures: Vec<Fact>,
    series: Option<Series>,
}

impl<'a> Judged<'a> {
    fn of(context: &Context<'_>, figure: &FigureSpec, spec: &'a CriterionSpec) -> Result<Self> {
        match (&spec.measure, spec.values.as_slice(), spec.reason.as_str()) {
            (Some(measure), [], "") => Self::of_measure(context, figure, spec, measure),
            (None, [earlier, later], "") => Self::of_values(context, spec, (earlier, later)),
            (None, [], reason) if !reason.is_empty() => Ok(Self {
                spec,
                finding: Finding::NoFigures,
                words: format!("[x] {reason}"),
                figures: Vec::new(),
                series: None,
            }),
            _ => Err(Problem::data("it needs one of measure, two values, or a reason")
                .hint("measure = \"…\" with from and to; values = [earlier, later]; reason = \"…\"")
                .into()),
        }
    }

    fn of_measure(
        context: &Context<'_>,
        figure: &FigureSpec,
        spec: &'a CriterionSpec,
        measure: &str,
    ) -> Result<Self> {
        let series = series(context, figure, measure)?;
        let point = |option: &str, text: Option<&str>| -> Result<Point> {
            let period = period::given(option, text)?;
            let period = period.ok_or_else(|| Problem::data(format!("{option} is missing")))?;
            let found = series.point(period).cloned();
            found.ok_or_else(|| {
                Problem::data(format!("`{measure}` has no figure for {period}")).into()
            })
        };
        let (from, to) = (
            point("from", spec.from.as_deref())?,
            point("to", spec.to.as_deref())?,
        );
        let format = published::format_of(&series);
        let written = |point: &Point| {
            let value = point.value.map(|value| format.write(value));
            let marker = point.marker.map(|marker| marker.to_string());
            format!(
                "{} in {}",
                value.or(marker).unwrap_or_default(),
                words::in_sentence(point.period)
            )
        };
        forwards(from.period, to.period)?;
        let kept = published::within(context, &series, (from.period, to.period));
        Ok(Self {
            finding: finding(spec.wanted, from.value.zip(to.value)),
            words: with_remark(format!("{}, {}", written(&from), written(&to)), spec),
            figures: [&from, &to]
                .map(|point| published::figure(&series.name, &series, point))
                .to_vec(),
            series: Some(kept),
            spec,
        })
    }

    fn of_values(
        context: &Context<'_>,
        spec: &'a CriterionSpec,
        (earlier, later): (&str, &str),
    ) -> Result<Self> {
        let both = [context.values.value(earlier)?, context.values.value(later)?];
        if both[0].unit != both[1].unit {
            return Err(Problem::data(format!(
                "`{}` is in `{}` and `{}` in `{}`: they cannot be compared",
                both[0].id, both[0].unit, both[1].id, both[1].unit
            ))
            .into());
        }
        let periods = both.map(|value| value.period.parse::<Period>().ok());
        if let [Some(from), Some(to)] = periods {
            forwards(from, to)?;
        }
        let format = stated::format_of(both);
        let when = |text: &str| {
            let period = text.parse().ok().map(words::in_sentence);
            period.unwrap_or_else(|| text.to_owned())
        };
        let words =
            both.map(|it| format!("{} in {}", stated::with_unit(it, format), when(&it.period)));
        Ok(Self {
            finding: finding(spec.wanted, both[0].value.zip(both[1].value)),
            words: with_remark(words.join(", "), spec),
            figures: both.map(|it| stated::figure(context, it)).to_vec(),
            series: None,
            spec,
        })
    }

    const fn direction(&self) -> Option<Direction> {
        match self.spec.wanted {
            Wanted::Up => Some(Direction::Up),
            Wanted::Down => Some(Direction::Down),
            Wanted::None => None,
        }
    }

    fn row(&self) -> TableRow {
        TableRow {
            cells: vec![
                Cell::text(&self.spec.outcome),
                Cell::text(&self.spec.criterion),
                Cell::text(match self.direction() {
                    Some(Direction::Up) => "more",
                    Some(Direction::Down) => "less",
                    None => "none named",
                }),
                Cell::text(found_in_words(self.finding)),
                Cell::text(&self.words),
            ],
            ..TableRow::default()
        }
    }

    fn in_words(&self) -> String {
        format!(
            "{}, {}: {} ({}).",
            self.spec.outcome,
            self.spec.criterion,
            found_in_words(self.finding),
            self.words
        )
    }
}

/// A direction is from the earlier figure to the later.
fn forwards(from: Period, to: Period) -> Result<()> {
    if from.first_month() < to.first_month() {
        return Ok(());
    }
    Err(Problem::data(format!("{from} does not lie before {to}"))
        .hint("the earlier figure stands first")
        .into())
}

/// What the figures show; where no direction is named there is nothing to show.
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

const fn found_in_words(finding: Finding) -> &'static str {
    match finding {
        Finding::AsWanted => "as wanted",
        Finding::Against => "the other way",
        Finding::Level => "level",
        Finding::NoFigures => "no figures",
    }
}

fn with_remark(words: String, spec: &CriterionSpec) -> String {
    if spec.remark.is_empty() {
        words
    } else {
        format!("{words} ({})", spec.remark)
    }
}

/// The criteria below their outcomes, in the order of the description.
fn scorecard(judged: &[Judged<'_>]) -> Scorecard {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for one in judged {
        let criterion = Criterion {
            title: one.spec.criterion.clone(),
            wanted: one.direction(),
            finding: one.finding,
            figures: one.words.clone(),
        };
        match outcomes.iter_mut().find(|it| it.title == one.spec.outcome) {
            Some(outcome) => outcome.criteria.push(criterion),
            None => outcomes.push(Outcome {
                title: one.spec.outcome.clone(),
                criteria: vec![criterion],
            }),
        }
    }
    Scorecard { outcomes }
}

#[cfg(test)]
mod tests {
    use super::{Finding, Wanted, finding};

    #[test]
    fn a_direction_is_found_only_where_two_figures_and_a_wish_are() {
        assert_eq!(finding(Wanted::Up, Some((1.0, 2.0))), Finding::AsWanted);
        assert_eq!(finding(Wanted::Up, Some((2.0, 1.0))), Finding::Against);
        assert_eq!(finding(Wanted::Down, Some((2.0, 1.0))), Finding::AsWanted);
        assert_eq!(finding(Wanted::Down, Some((1.0, 2.0))), Finding::Against);
        assert_eq!(finding(Wanted::Down, Some((2.0, 2.0))), Finding::Level);
        assert_eq!(finding(Wanted::None, Some((1.0, 2.0))), Finding::NoFigures);
        assert_eq!(finding(Wanted::Up, None), Finding::NoFigures);
    }
}
