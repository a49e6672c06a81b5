//! How long joinpoint regression and trends with correlated years take.
//!
//! Not part of the tables that are the same on every machine.

use std::time::{Duration, Instant};

use vawg::stats::error::StatsError;
use vawg::stats::trends::correlated;
use vawg::stats::trends::joinpoint::{Permutations, Select, default_maximum, select};
use vawg::stats::trends::series::{Points, Scale};
use vawg::stats::trends::step::NO_STEPS;

use crate::draws::Draws;
use crate::table::markdown;

const RUNS: usize = 5;

/// A way to work through a number of series of a length.
type Job = (
    &'static str,
    u64,
    usize,
    fn(&Series) -> Result<(), StatsError>,
);

const JOBS: [Job; 8] = [
    ("permutation tests, 1 thread", 27, 17, |series| {
        series.permuted(1)
    }),
    ("permutation tests, 2 threads", 27, 17, |series| {
        series.permuted(2)
    }),
    ("permutation tests, 2 threads", 1, 17, |series| {
        series.permuted(2)
    }),
    ("permutation tests, 2 threads", 1, 37, |series| {
        series.permuted(2)
    }),
    ("weighted BIC", 27, 17, Series::weighted_bic),
    ("weighted BIC", 27, 37, Series::weighted_bic),
    ("trend with correlated years", 27, 17, Series::correlated),
    ("the same with its band", 27, 17, Series::band),
];

/// The table of times: the median and the longest of five runs.
pub(crate) fn study() -> Result<String, StatsError> {
    let mut rows = Vec::new();
    for (words, number, length, job) in JOBS {
        let all: Vec<Series> = (0..number)
            .map(|number| Series::new(number, length))
            .collect();
        let mut times = Vec::new();
        for _ in 0..RUNS {
            let start = Instant::now();
            all.iter().try_for_each(job)?;
            times.push(start.elapsed());
        }
        times.sort_unstable();
        rows.push(vec![
            words.to_owned(),
            number.to_string(),
            length.to_string(),
            milliseconds(times[RUNS / 2]),
            milliseconds(times[RUNS - 1]),
        ]);
    }
    let words = "The default maximum of joinpoints, 4,499 permutations a test, five runs:\n\n";
    Ok(words.to_owned() + &markdown(&["", "series", "points", "median", "longest"], &rows))
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", 1000.0 * time.as_secs_f64())
}

/// A series that turns every six points, so that as many tests are made as there can be.
struct Series {
    number: u64,
    x: Vec<f64>,
    value: Vec<f64>,
}

impl Series {
    fn new(number: u64, length: usize) -> Self {
        let mut draws = Draws::new(7, number);
        let mut level = 0.0;
        let value = (0..length).map(|year| {
            level += if year / 6 % 2 == 0 { 0.06 } else { -0.05 };
            100.0 * (level + 0.01 * draws.normal()).exp()
        });
        Self {
            number,
            value: value.collect(),
            x: (0..length).map(|year| 1985.25 + year as f64).collect(),
        }
    }

    fn points(&self) -> Points<'_> {
        Points {
            x: &self.x,
            value: &self.value,
            standard_error: None,
        }
    }

    fn select(&self, how: &Select) -> Result<(), StatsError> {
        select(&self.points(), Scale::Log, &NO_STEPS, how, 0.95).map(|_| ())
    }

    fn permuted(&self, threads: usize) -> Result<(), StatsError> {
        self.select(&Select::Permutation {
            maximum: default_maximum(self.x.len()),
            permutations: Permutations {
                threads,
                seed: self.number,
                ..Permutations::default()
            },
        })
    }

    fn weighted_bic(&self) -> Result<(), StatsError> {
        self.select(&Select::WeightedBic {
            maximum: default_maximum(self.x.len()),
        })
    }

    fn correlated(&self) -> Result<(), StatsError> {
        correlated::trend(&self.points(), None, Scale::Log, &NO_STEPS, 0.95).map(|_| ())
    }

    fn band(&self) -> Result<(), StatsError> {
        let line = correlated::trend(&self.points(), None, Scale::Log, &NO_STEPS, 0.95)?;
        self.x.iter().try_for_each(|x| line.at(*x).map(|_| ()))
    }
}
