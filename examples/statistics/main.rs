//! Prints statistics of real series, one `series,statistic,value` a line, for
//! `scripts/check_statistics.py`, which computes them again with `NumPy` and `SciPy` alone:
//!
//! `cargo run --example statistics | python3 scripts/check_statistics.py`

mod series;
mod stated;

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use vawg::stats::areas::funnel::baseline;
use vawg::stats::areas::{WINSORISED, changes, limits, overdispersion};
use vawg::stats::error::StatsError;
use vawg::stats::intervals::difference::{
    Figure, difference_of_figures, newcombe_p_value, test_of_figures,
};
use vawg::stats::trajectory::detect::{self, Measurement, detectable_fall_with};
use vawg::stats::trajectory::path::{Path, Point, Shape};
use vawg::stats::trajectory::rounding::{Target, path_range, progress_range};
use vawg::stats::trajectory::verdict::{Dated, Measured, Prior, judge_all_points, judge_with};
use vawg::stats::trends::bridge::BridgingRatio;
use vawg::stats::trends::correlated;
use vawg::stats::trends::joinpoint::{Select, select};
use vawg::stats::trends::least_squares::weighted_trend;
use vawg::stats::trends::line::Line;
use vawg::stats::trends::projection::project;
use vawg::stats::trends::season::Season;
use vawg::stats::trends::series::{Points, Scale};
use vawg::stats::trends::step::{NO_STEPS, Steps};
use vawg::stats::trends::terms::Terms;
use vawg::stats::uncertainty::Uncertainty;

use series::{DESIGN_FACTOR, Series, all_series, number, rows};

const FORCES: &str = include_str!("../../tests/reference/stats/forces_2019.csv");
const RAPES: &str = include_str!("../../tests/reference/stats/force_rapes.csv");
const CANCER: &str = include_str!("../../tests/reference/stats/joinpoint5_values.csv");

fn main() -> ExitCode {
    let mut report = Report(String::new());
    if let Err(error) = report.fill() {
        let _ = writeln!(std::io::stderr(), "statistics: {error}");
        return ExitCode::FAILURE;
    }
    match std::io::stdout().lock().write_all(report.0.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// The lines printed.
struct Report(String);

impl Report {
    fn add(&mut self, series: &str, statistic: &str, value: f64) {
        let _ = writeln!(self.0, "{series},{statistic},{value:?}");
    }

    fn fill(&mut self) -> Result<(), StatsError> {
        for series in all_series() {
            self.trend(&series)?;
            self.stated(&series)?;
            if series.kind != "counts" {
                self.short_years(&series)?;
            }
            if series.kind == "prevalence" {
                self.differences(&series)?;
                self.verdicts(&series)?;
            }
        }
        for row in rows(CANCER) {
            let value: Vec<f64> = row[1..].iter().map(|cell| number(cell)).collect();
            self.joinpoints(row[0], &value)?;
        }
        self.forces()
    }

    fn trend(&mut self, series: &Series) -> Result<(), StatsError> {
        let terms = Terms {
            stated: &[],
            steps: Steps {
                at: &series.steps,
                period_length: series.period_length,
            },
            season: Season::for_window(&series.x, series.period_length)?,
        };
        let (x, value) = (&series.x[..], &series.value[..]);
        let errors = series.errors();
        let line = if series.kind == "counts" {
            correlated::trend_of_counts(x, value, None, terms, 0.95)?
        } else {
            let points = Points {
                x,
                value,
                standard_error: errors.as_deref(),
            };
            correlated::trend(&points, None, Scale::Log, terms, 0.95)?
        };
        self.line(&series.name, "correlated", &line, x[x.len() - 1])?;
        let later = x[x.len() - 1] + 4.0 * series.period_length;
        let target = 0.9 * value[value.len() - 1];
        let ahead = project(&line, later, target, 0.95)?;
        self.add(&series.name, "projection", ahead.estimate.value);
        self.add(
            &series.name,
            "projection lower",
            ahead.estimate.interval.lower,
        );
        self.add(
            &series.name,
            "projection upper",
            ahead.estimate.interval.upper,
        );
        self.add(&series.name, "projection probability", ahead.probability);
        Ok(())
    }

    fn line(&mut self, name: &str, kind: &str, line: &Line, last: f64) -> Result<(), StatsError> {
        let fitted = line.at(last)?;
        for (statistic, value) in [
            ("slope", line.slope),
            ("apc lower", line.change.interval.lower),
            ("apc upper", line.change.interval.upper),
            ("p", line.p_value),
            ("dispersion", line.dispersion.raw),
            ("lag 1", line.lag1_correlation.unwrap_or(0.0)),
            ("mean rho", line.mean_rho.unwrap_or(0.0)),
            ("fitted", fitted.value),
            ("fitted lower", fitted.interval.lower),
            ("fitted upper", fitted.interval.upper),
        ] {
            self.add(name, &format!("{kind} {statistic}"), value);
        }
        for (place, step) in line.steps.iter().enumerate() {
            let limits = step.error.interval;
            for (statistic, value) in [
                ("jump", step.jump),
                ("lower", limits.lower),
                ("upper", limits.upper),
                ("p", step.error.p_value),
            ] {
                self.add(name, &format!("{kind} step {place} {statistic}"), value);
            }
        }
        Ok(())
    }

    /// The last year weighs 0.5, the one before 0.67.
    fn short_years(&mut self, series: &Series) -> Result<(), StatsError> {
        let points = Points {
            x: &series.x,
            value: &series.value,
            standard_error: None,
        };
        let mut weights = vec![1.0; series.x.len()];
        for (weight, short) in weights.iter_mut().rev().zip([0.5, 2.0 / 3.0]) {
            *weight = short;
        }
        let line = weighted_trend(&points, &weights, Scale::Log, &NO_STEPS, 0.95)?;
        self.add(&series.name, "short years slope", line.slope);
        self.add(&series.name, "short years p", line.p_value);
        Ok(())
    }

    fn differences(&mut self, series: &Series) -> Result<(), StatsError> {
        let errors = series.errors().unwrap_or_default();
        for later in 1..series.x.len() {
            let measured = |at: usize| {
                let base = series.base[at] / (DESIGN_FACTOR * DESIGN_FACTOR);
                (series.value[at] / 100.0, base)
            };
            let p_value = newcombe_p_value(measured(later - 1), measured(later))?;
            self.add(&series.name, &format!("newcombe p {later}"), p_value);
            let figure = |at: usize| Figure {
                value: series.value[at],
                standard_error: errors[at],
                df: Some(4.0 + at as f64),
            };
            let (first, second) = (figure(later - 1), figure(later));
            let found = difference_of_figures(first, second, 0.95)?;
            self.add(
                &series.name,
                &format!("welch upper {later}"),
                found.interval.upper,
            );
            let p_value = test_of_figures(first, second)?.map_or(1.0, |test| test.p_value);
            self.add(&series.name, &format!("welch p {later}"), p_value);
        }
        Ok(())
    }

    /// The figures from 2015-16 on against half of that year's figure ten years later.
    fn verdicts(&mut self, series: &Series) -> Result<(), StatsError> {
        let errors = series.errors().unwrap_or_default();
        let dated: Vec<Dated> = (0..series.x.len())
            .filter(|at| series.x[*at] > 2015.0 && series.x[*at] < 2025.5)
            .map(|at| Dated {
                time: series.x[at],
                figure: Measured {
                    value: series.value[at],
                    standard_error: errors[at],
                },
            })
            .collect();
        let ratio = BridgingRatio::stated(1.04, 0.03)?;
        let allowed = Uncertainty {
            extra_scatter: 1.2,
            bridging_error: ratio.log_error(),
            df: Some(6.0),
        };
        for (shape, name) in [
            (Shape::Geometric, "same rate"),
            (Shape::Linear, "same points"),
        ] {
            let at = |time, value| Point { time, value };
            let (start, first) = (dated[0].time, dated[0].figure.value);
            let path = Path::new(shape, at(start, first), at(start + 10.0, first / 2.0))?;
            self.verdict(&series.name, name, &dated, &path, (&ratio, &allowed))?;
            self.ranges(&series.name, name, &dated, &path)?;
        }
        self.detectable(series, &allowed)
    }

    fn verdict(
        &mut self,
        series: &str,
        name: &str,
        dated: &[Dated],
        path: &Path,
        (ratio, allowed): (&BridgingRatio, &Uncertainty),
    ) -> Result<(), StatsError> {
        let (first, last) = (dated[0], dated[dated.len() - 1]);
        let prior = Prior {
            annual_change: -0.025,
            standard_deviation: 0.035,
        };
        let value = path.value_at(last.time)?;
        let years = last.time - first.time;
        let now = ratio.to_old_basis(last.figure);
        let ends = judge_with(first.figure, now, value, years, allowed, 0.95)?;
        let all = judge_all_points(dated, path, allowed, 0.95)?;
        for (statistic, value) in [
            ("gap lower", ends.gap.interval.lower),
            ("gap upper", ends.gap.interval.upper),
            ("probability", ends.probability),
            ("probability fixed", ends.probability_baseline_fixed),
            ("with prior", ends.probability_with_prior(&prior)?),
            ("all gap", all.gap.value),
            ("all change upper", all.change.interval.upper),
            ("all probability", all.probability),
        ] {
            self.add(series, &format!("{name} {statistic}"), value);
        }
        Ok(())
    }

    fn ranges(
        &mut self,
        series: &str,
        name: &str,
        dated: &[Dated],
        path: &Path,
    ) -> Result<(), StatsError> {
        let last = dated[dated.len() - 1];
        let (lower, upper) = path_range(path, 1, Target::ShareOfBaseline, last.time)?;
        let figure = Point {
            time: last.time,
            value: last.figure.value,
        };
        let progress = progress_range(path, 1, Target::ShareOfBaseline, (figure, 1))?;
        for (statistic, value) in [
            ("path lower", lower),
            ("path upper", upper),
            ("progress lower", progress.lower),
            ("progress upper", progress.upper),
        ] {
            self.add(series, &format!("{name} {statistic}"), value);
        }
        Ok(())
    }

    fn detectable(&mut self, series: &Series, allowed: &Uncertainty) -> Result<(), StatsError> {
        let last = series.x.len() - 1;
        let base = series.base[last] / (DESIGN_FACTOR * DESIGN_FACTOR);
        let first = Measurement {
            prevalence: series.value[last] / 100.0,
            effective_base: base,
        };
        let test = detect::Test {
            power: 0.8,
            confidence: 0.95,
        };
        for (name, allowed) in [("plain", &Uncertainty::default()), ("bridged", allowed)] {
            let found = detectable_fall_with(first, base, test, allowed)?;
            let relative = found.map_or(0.0, |found| found.relative);
            self.add(&series.name, &format!("detectable {name}"), relative);
        }
        Ok(())
    }

    fn joinpoints(&mut self, name: &str, value: &[f64]) -> Result<(), StatsError> {
        let x: Vec<f64> = (0..value.len()).map(|year| 2005.0 + year as f64).collect();
        let points = Points {
            x: &x,
            value,
            standard_error: None,
        };
        let how = Select::WeightedBic { maximum: 2 };
        let found = select(&points, Scale::Log, &NO_STEPS, &how, 0.95)?;
        for (number, candidate) in found.candidates.iter().enumerate() {
            self.add(name, &format!("weight {number}"), candidate.weight);
            for (statistic, value) in [
                ("bic", candidate.bic),
                ("bic3", candidate.bic3),
                ("weighted bic", candidate.weighted_bic),
            ] {
                self.add(name, &format!("{statistic} {number}"), value.unwrap_or(0.0));
            }
        }
        self.add(name, "joinpoints", found.model.joinpoints.len() as f64);
        for (number, place) in found.model.places.iter().enumerate() {
            self.add(name, &format!("place {number}"), place.at);
            self.add(name, &format!("place {number} lower"), place.lower);
            self.add(name, &format!("place {number} upper"), place.upper);
        }
        Ok(())
    }

    fn forces(&mut self) -> Result<(), StatsError> {
        let rows: Vec<Vec<&str>> = rows(FORCES).collect();
        let column = |at: usize| -> Vec<f64> { rows.iter().map(|row| number(row[at])).collect() };
        let people = column(3);
        for (at, name) in [(1, "sexual offences by force"), (2, "stalking by force")] {
            let events = column(at);
            let rate = baseline(&events, &people)?.rate;
            let expected: Vec<f64> = people.iter().map(|people| rate * people).collect();
            for winsorised in [WINSORISED, 0.0] {
                let found = overdispersion(&events, &expected, winsorised)?;
                self.add(name, &format!("phi {winsorised}"), found.phi);
                self.add(name, &format!("tau {winsorised}"), found.tau);
                let upper = limits(expected[0], found.tau, 0.998)?.upper;
                self.add(name, &format!("upper limit {winsorised}"), upper);
            }
        }
        self.changes_of_forces()
    }

    fn changes_of_forces(&mut self) -> Result<(), StatsError> {
        let year = |at: usize| -> Vec<(f64, f64)> {
            rows(RAPES).map(|row| (number(row[at]), 1.0)).collect()
        };
        let found = changes(&year(1), &year(2))?;
        let name = "changes of rape by force";
        self.add(name, "common", found.common_log_ratio);
        self.add(name, "dispersion", found.dispersion);
        for (place, area) in found.areas.iter().enumerate() {
            self.add(name, &format!("p {place}"), area.p_value);
            self.add(name, &format!("adjusted p {place}"), area.adjusted_p_value);
        }
        Ok(())
    }
}
