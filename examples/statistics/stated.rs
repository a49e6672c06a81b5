//! Trends with a step in the middle whose ratio is stated with its error.

use vawg::stats::error::StatsError;
use vawg::stats::trends::bridge::BridgingRatio;
use vawg::stats::trends::correlated;
use vawg::stats::trends::line::Line;
use vawg::stats::trends::season::Season;
use vawg::stats::trends::series::{Points, Scale};
use vawg::stats::trends::step::{StatedStep, Steps};
use vawg::stats::trends::terms::Terms;
use vawg::stats::trends::{least_squares, quasi_poisson};

use crate::Report;
use crate::series::Series;

impl Report {
    /// With correlated and with independent years.
    pub(crate) fn stated(&mut self, series: &Series) -> Result<(), StatsError> {
        let stated = [StatedStep {
            at: series.x[series.x.len() / 2] - series.period_length / 2.0,
            ratio: BridgingRatio::stated(1.08, 0.03)?,
        }];
        let terms = Terms {
            steps: Steps {
                at: &series.steps,
                period_length: series.period_length,
            },
            season: Season::for_window(&series.x, series.period_length)?,
            stated: &stated,
        };
        let (x, value) = (&series.x[..], &series.value[..]);
        let errors = series.errors();
        let points = Points {
            x,
            value,
            standard_error: errors.as_deref(),
        };
        let [correlated, independent] = if series.kind == "counts" {
            [
                correlated::trend_of_counts(x, value, None, terms, 0.95)?,
                quasi_poisson::trend(x, value, None, terms, 0.95)?,
            ]
        } else {
            [
                correlated::trend(&points, None, Scale::Log, terms, 0.95)?,
                least_squares::trend(&points, Scale::Log, terms, 0.95)?,
            ]
        };
        self.stated_line(series, "stated correlated", &correlated)?;
        self.stated_line(series, "stated independent", &independent)
    }

    fn stated_line(&mut self, series: &Series, kind: &str, line: &Line) -> Result<(), StatsError> {
        let fitted = line.at(series.x[series.x.len() - 1])?;
        for (statistic, value) in [
            ("slope", line.slope),
            ("apc lower", line.change.interval.lower),
            ("apc upper", line.change.interval.upper),
            ("p", line.p_value),
            ("df", line.change.df.unwrap_or(0.0)),
            ("fitted", fitted.value),
            ("fitted lower", fitted.interval.lower),
            ("fitted upper", fitted.interval.upper),
        ] {
            self.add(&series.name, &format!("{kind} {statistic}"), value);
        }
        Ok(())
    }
}
