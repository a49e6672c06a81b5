//! How long joinpoint regression takes: 27 series of 17 points, and one.

use std::time::{Duration, Instant};

use vawg::stats::error::StatsError;
use vawg::stats::joinpoint::{Permutations, Select, select};
use vawg::stats::series::{Points, Scale};
use vawg::stats::step::NO_STEPS;

use crate::draws::Draws;
use crate::table::markdown;

const SERIES: u64 = 27;
const POINTS: usize = 17;
const MOST: usize = 3;
const RUNS: usize = 5;

/// The table of times: the median and the longest of five runs.
pub(crate) fn study() -> Result<String, StatsError> {
    let mut rows = Vec::new();
    for (series, threads) in [(SERIES, 1), (SERIES, 2), (1, 1), (1, 2)] {
        let mut times = Vec::new();
        let mut tests = 0;
        for _ in 0..RUNS {
            let start = Instant::now();
            tests = 0;
            for number in 0..series {
                tests += one(number, threads)?;
            }
            times.push(start.elapsed());
        }
        times.sort_unstable();
        rows.push(vec![
            series.to_string(),
            threads.to_string(),
            tests.to_string(),
            milliseconds(times[RUNS / 2]),
            milliseconds(times[RUNS - 1]),
        ]);
    }
    Ok(format!(
        "{POINTS} points, up to {MOST} joinpoints, 4,499 permutations a test, {RUNS} runs:\n\n"
    ) + &markdown(&["series", "threads", "tests", "median", "longest"], &rows))
}

fn milliseconds(time: Duration) -> String {
    format!("{:.0} ms", 1000.0 * time.as_secs_f64())
}

/// Selects the joinpoints of one series that turns in its middle; gives the number of tests made.
fn one(number: u64, threads: usize) -> Result<usize, StatsError> {
    let mut draws = Draws::new(7, number);
    let x: Vec<f64> = (0..POINTS).map(|year| 2005.25 + year as f64).collect();
    let bend = |x: f64| 0.04 * (x - 2005.25) - 0.08 * (x - 2013.25).max(0.0);
    let value: Vec<f64> = x
        .iter()
        .map(|x| 100.0 * (bend(*x) + 0.04 * draws.normal()).exp())
        .collect();
    let points = Points {
        x: &x,
        value: &value,
        standard_error: None,
    };
    let how = Select::Permutation {
        maximum: MOST,
        permutations: Permutations {
            threads,
            seed: number,
            ..Permutations::default()
        },
    };
    let found = select(&points, Scale::Log, &NO_STEPS, &how, 0.95)?;
    Ok(found.tests.len())
}
