//! The latest trend of a series fitted in other ways: whether its direction depends on the window,
//! the model or an assumption.

use crate::estimates::{
    Crossing, Fitted, Joinpoints, LevelStep, ModelChoice, TrendRequest, trends,
};
use crate::facts::{Fact, Statistic};
use crate::model::{Period, PeriodBasis, Series};
use crate::stats::trends::correlated::FEWEST_POINTS;
use crate::words::{self, date};

use super::fitted::{scale, unit};
use super::latest::{Rate, latest_rate, whole_rate};
use super::shown::Shown;

/// The financial year of the pandemic, in decimal years: April 2020 to March 2021.
const PANDEMIC: (f64, f64) = (2020.25, 2021.25);
/// Moments this close together, in years, are one.
const CLOSE: f64 = 1e-7;

/// The latest trend of a series, and the same fitted in other ways.
#[derive(Debug, Clone)]
pub(crate) struct Sensitivity {
    /// The trend as fitted, then one for each other way that can be fitted.
    lines: Vec<Line>,
    /// Whether the user asked for the lines.
    pub(crate) is_asked: bool,
}

/// One way to fit the trend, and the annual change that it gives.
#[derive(Debug, Clone)]
struct Line {
    choice: String,
    rate: Rate,
    unit: &'static str,
    /// Breaks that it runs over, ignoring them.
    crossed: usize,
}

/// Whether any trend was fitted to a series.
pub(crate) fn has_trend(shown: &Shown) -> bool {
    shown
        .trends
        .as_ref()
        .is_some_and(|all| !all.fitted.is_empty())
}

/// What other ways of fitting need to know of a series.
pub(crate) struct Wider {
    /// The series beyond the window shown, in the form shown.
    pub(crate) series: Series,
    /// The same with the populations of its rates, where they are held and not used already.
    pub(crate) per_head: Option<Series>,
}

impl Sensitivity {
    /// Whether every way gives a rise, or every way a fall.
    pub(crate) fn agrees(&self) -> bool {
        let changes = || self.lines.iter().map(|line| line.rate.change);
        changes().all(|change| change > 0.0) || changes().all(|change| change < 0.0)
    }

    /// One fact for each way.
    pub(super) fn facts(&self, template: &Fact) -> Vec<Fact> {
        self.lines.iter().map(|line| line.fact(template)).collect()
    }
}

impl Line {
    fn fact(&self, template: &Fact) -> Fact {
        let rate = &self.rate;
        let breaks = words::number(self.crossed);
        let crossed = match self.crossed {
            0 => String::new(),
            1 => format!("; across {breaks} break, ignoring it"),
            _ => format!("; across {breaks} breaks, ignoring them"),
        };
        Fact {
            statistic: Statistic::Sensitivity,
            method: self.choice.clone(),
            from: rate.from.into(),
            to: rate.to.into(),
            value: Some(rate.change),
            lower: rate.interval.map(|interval| interval.lower),
            upper: rate.interval.map(|interval| interval.upper),
            confidence: rate.interval.map(|interval| interval.confidence),
            p_value: rate.p_value,
            df: rate.df,
            n: Some(rate.n as f64),
            unit: self.unit.to_owned(),
            note: format!("{}{crossed}", rate.method),
            ..template.clone()
        }
    }
}

impl Shown {
    /// Whether its latest trend is statistically significant, so that a sentence may call it a rise
    /// or a fall.
    pub(crate) fn has_significant_trend(&self) -> bool {
        let latest = self.trends.as_ref().and_then(|all| all.fitted.first());
        let p_value = latest.and_then(|fitted| latest_rate(fitted)?.p_value);
        p_value.is_some_and(|p| p < 0.05)
    }

    /// The same with its latest trend fitted in other ways.
    pub(crate) fn with_sensitivity(
        mut self,
        wider: &Wider,
        request: &TrendRequest,
        is_asked: bool,
    ) -> Self {
        let latest = self.trends.as_ref().and_then(|all| all.fitted.first());
        let base = latest.and_then(|fitted| Base::new(wider, request, fitted));
        self.sensitivity = base.map(|base| Sensitivity {
            lines: base.lines(),
            is_asked,
        });
        self
    }
}

/// The trend from which the other ways depart in one respect each.
struct Base<'a> {
    wider: &'a Wider,
    /// As asked, with one constant rate of change.
    straight: TrendRequest,
    asked: &'a TrendRequest,
    as_fitted: Line,
    /// Periods with a figure, also outside the window shown.
    periods: Vec<Period>,
}

impl<'a> Base<'a> {
    fn new(wider: &'a Wider, asked: &'a TrendRequest, latest: &Fitted) -> Option<Self> {
        let as_fitted = Line {
            choice: "as fitted".to_owned(),
            unit: unit(scale(&latest.model), latest.response),
            crossed: latest.crossed.len(),
            rate: latest_rate(latest)?,
        };
        let whole = |point: &(&crate::model::Point, f64)| !wider.series.is_partial(point.0.period);
        let valued = wider.series.valued().filter(whole);
        Some(Self {
            periods: valued.map(|(point, _)| point.period).collect(),
            straight: TrendRequest {
                model: ModelChoice::LogLinear,
                windows: Vec::new(),
                ..asked.clone()
            },
            wider,
            asked,
            as_fitted,
        })
    }

    fn window(&self) -> (Period, Period) {
        (self.as_fitted.rate.from, self.as_fitted.rate.to)
    }

    fn lines(self) -> Vec<Line> {
        let others = self
            .windows()
            .into_iter()
            .chain(self.pandemic())
            .chain([self.step_or_cut(), self.population()])
            .chain([self.model(), self.errors()]);
        let others: Vec<Line> = others.flatten().collect();
        let mut lines = vec![self.as_fitted];
        lines.extend(others);
        lines
    }

    /// One period more and one less at each end.
    fn windows(&self) -> Vec<Option<Line>> {
        let place = |wanted| self.periods.iter().position(|period| *period == wanted);
        let (from, to) = self.window();
        let Some((first, last)) = place(from).zip(place(to)) else {
            return Vec::new();
        };
        let at = |place: Option<usize>| self.periods.get(place?).copied();
        let one = match self.wider.series.basis() {
            PeriodBasis::YearEnding(_) | PeriodBasis::Calendar => "year",
            PeriodBasis::Quarter => "quarter",
            PeriodBasis::Month => "month",
            PeriodBasis::Number => "point",
        };
        let fitted = |change: &str, window: Option<(Period, Period)>| {
            // A further period may lie beyond a break: a step for it would take it out again.
            let request = match self.straight.crossing {
                Crossing::Never => self.crossing(Crossing::Always),
                _ => self.straight.clone(),
            };
            self.refit(
                &format!("one {one} {change}"),
                &self.wider.series,
                window?,
                &request,
            )
        };
        vec![
            fitted(
                "more at the start",
                at(first.checked_sub(1)).map(|one| (one, to)),
            ),
            fitted(
                "less at the start",
                at(first.checked_add(1)).map(|one| (one, to)),
            ),
            fitted(
                "more at the end",
                at(last.checked_add(1)).map(|one| (from, one)),
            ),
            fitted(
                "less at the end",
                at(last.checked_sub(1)).map(|one| (from, one)),
            ),
        ]
    }

    /// Without the pandemic year, and from the year after it on.
    fn pandemic(&self) -> Vec<Option<Line>> {
        let (from, to) = self.window();
        let inside = |period: Period| {
            let middle = period.midpoint();
            PANDEMIC.0 < middle && middle < PANDEMIC.1 && from <= period && period <= to
        };
        let dropped: Vec<Period> = self
            .periods
            .iter()
            .copied()
            .filter(|one| inside(*one))
            .collect();
        let (Some(first), Some(last)) = (dropped.first(), dropped.last()) else {
            return Vec::new();
        };
        let name = if first == last {
            first.to_string()
        } else {
            format!("{first} to {last}")
        };
        let mut without = self.wider.series.clone();
        without.points.retain(|point| !inside(point.period));
        let mut later = self.periods.iter().filter(|period| **period > *last);
        let after = later.next().map(|after| {
            let choice = format!("from {after}, after the pandemic");
            self.refit(&choice, &self.wider.series, (*after, to), &self.straight)
        });
        vec![
            self.refit(
                &format!("without {name}"),
                &without,
                (from, to),
                &self.straight,
            ),
            after.flatten(),
        ]
    }

    /// Across the last break with a level step; where the trend runs across breaks already, from the
    /// last one on.
    fn step_or_cut(&self) -> Option<Line> {
        let (from, to) = self.window();
        let (choice, crossing) = if self.straight.crossing == Crossing::Never {
            let mut earlier = self.wider.series.breaks.iter().rev();
            let last = earlier.find(|mark| mark.at <= from.start() + CLOSE)?;
            let choice = format!("level step at {}", date(last.at));
            (
                choice,
                Crossing::WithSteps(vec![LevelStep::estimated(last.at)]),
            )
        } else {
            ("from the last break".to_owned(), Crossing::Never)
        };
        let series = self.wider.series.clone().within(None, Some(to));
        let line = self.fitted(&choice, &series, &self.crossing(crossing))?;
        (line.rate.from != from && line.rate.to == to).then_some(line)
    }

    /// Of the rate where the trend is of the counts, else of the counts.
    fn population(&self) -> Option<Line> {
        if self.asked.linear {
            return None;
        }
        if let Some(per_head) = &self.wider.per_head {
            return self.refit(
                "per head of population",
                per_head,
                self.window(),
                &self.straight,
            );
        }
        let has_people = |period: &Period| {
            let point = self.wider.series.point(*period);
            point.is_some_and(|point| point.population.is_some())
        };
        if !self.periods.iter().any(has_people) {
            return None;
        }
        let mut counts = self.wider.series.clone();
        for point in &mut counts.points {
            point.population = None;
        }
        self.refit(
            "counts, not per head",
            &counts,
            self.window(),
            &self.straight,
        )
    }

    /// By joinpoint regression where the trend is straight, else straight.
    fn model(&self) -> Option<Line> {
        let (choice, model) = if self.asked.model == ModelChoice::LogLinear {
            let turning = ModelChoice::Joinpoint(Joinpoints::WeightedBic);
            ("joinpoint regression", turning)
        } else {
            ("one constant rate", ModelChoice::LogLinear)
        };
        let request = TrendRequest {
            model,
            ..self.straight.clone()
        };
        self.refit(choice, &self.wider.series, self.window(), &request)
    }

    /// Years as independent where they are taken as correlated, and the other way round.
    fn errors(&self) -> Option<Line> {
        if self.as_fitted.rate.n < FEWEST_POINTS || self.asked.model != ModelChoice::LogLinear {
            return None;
        }
        let request = TrendRequest {
            correlated: !self.asked.correlated,
            ..self.straight.clone()
        };
        let choice = if request.correlated {
            "years correlated"
        } else {
            "years independent"
        };
        self.refit(choice, &self.wider.series, self.window(), &request)
    }

    fn crossing(&self, crossing: Crossing) -> TrendRequest {
        TrendRequest {
            crossing,
            ..self.straight.clone()
        }
    }

    /// The trend of a series over exactly this window.
    fn refit(
        &self,
        choice: &str,
        series: &Series,
        (from, to): (Period, Period),
        request: &TrendRequest,
    ) -> Option<Line> {
        let within = series.clone().within(Some(from), Some(to));
        let line = self.fitted(choice, &within, request)?;
        ((line.rate.from, line.rate.to) == (from, to)).then_some(line)
    }

    /// The latest trend of a series.
    fn fitted(&self, choice: &str, series: &Series, request: &TrendRequest) -> Option<Line> {
        let result = trends(series, request);
        let latest = result.fitted.first()?;
        let same_unit = self.as_fitted.unit == unit(scale(&latest.model), latest.response);
        let rate = same_unit.then(|| whole_rate(latest))??;
        Some(Line {
            choice: choice.to_owned(),
            rate,
            unit: self.as_fitted.unit,
            crossed: latest.crossed.len(),
        })
    }
}
