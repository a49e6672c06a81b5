//! Joinpoints of estimated number and place: how often they are found where there is none, and how
//! often the intervals of APC and AAPC hold the truth.

use vawg::stats::error::StatsError;
use vawg::stats::trends::joinpoint::{
    Permutations, Select, Selection, average, default_maximum, select,
};
use vawg::stats::trends::series::{Points, Scale};
use vawg::stats::trends::step::NO_STEPS;

use crate::draws::Draws;
use crate::table::{each, markdown, percent};

const SEED: u64 = 20_240_334;
const PERMUTATIONS: usize = 499;
const UNDER_NO_CHANGE: u64 = 5_000;
const WITH_TURNS: u64 = 2_000;

/// How the values scatter about the truth, on the log scale.
#[derive(Clone, Copy)]
enum Scatter {
    /// Normal, the same each year, no standard errors.
    Even,
    /// Student's t with 4 degrees of freedom, no standard errors.
    HeavyTailed,
    /// Normal with standard errors that are known and differ threefold.
    Known,
}

impl Scatter {
    const fn words(self) -> &'static str {
        match self {
            Self::Even => "normal, no standard errors",
            Self::HeavyTailed => "heavy-tailed (t, 4 df), no standard errors",
            Self::Known => "normal, known standard errors of 1 to 3 times the least",
        }
    }
}

/// A truth: slopes between turns, as (year of the turn, slope from there on).
#[derive(Clone, Copy)]
struct Truth {
    words: &'static str,
    slopes: &'static [(f64, f64)],
    spread: f64,
}

impl Truth {
    fn at(&self, x: f64) -> f64 {
        let starts = self.slopes.iter();
        let ends = self.slopes.iter().skip(1).map(|(from, _)| *from);
        starts
            .zip(ends.chain([f64::INFINITY]))
            .map(|((from, slope), end)| slope * (x.min(end) - from).max(0.0))
            .sum()
    }

    fn last_slope(&self) -> f64 {
        self.slopes.last().map_or(0.0, |(_, slope)| *slope)
    }
}

/// Slope 0.02 throughout.
const STRAIGHT: Truth = Truth {
    words: "no turn",
    slopes: &[(0.0, 0.02)],
    spread: 0.05,
};

const TURNING: [Truth; 5] = [
    STRAIGHT,
    Truth {
        words: "one sharp turn, 5% to -7%, scatter 3%",
        slopes: &[(0.0, 0.05), (8.0, -0.07)],
        spread: 0.03,
    },
    Truth {
        words: "one turn, 3% to -3%, scatter 5%",
        slopes: &[(0.0, 0.03), (8.0, -0.03)],
        spread: 0.05,
    },
    Truth {
        words: "one faint turn, 2% to 0%, scatter 5%",
        slopes: &[(0.0, 0.02), (8.0, 0.0)],
        spread: 0.05,
    },
    Truth {
        words: "two turns, 6%, -4%, 5%, scatter 3%",
        slopes: &[(0.0, 0.06), (5.0, -0.04), (11.0, 0.05)],
        spread: 0.03,
    },
];

/// The tables on joinpoints.
pub(crate) fn study() -> Result<String, StatsError> {
    Ok("## Joinpoints\n\n".to_owned() + &no_change()? + &turns()?)
}

fn no_change() -> Result<String, StatsError> {
    let scatters = [Scatter::Even, Scatter::HeavyTailed, Scatter::Known];
    let lengths = [7_usize, 11, 14, 17, 22];
    let cells: Vec<(Scatter, usize)> = scatters
        .iter()
        .flat_map(|scatter| lengths.map(|length| (*scatter, length)))
        .collect();
    let found: Vec<u64> = each(&cells, |number, (scatter, length)| {
        let mut found = 0;
        for series in 0..UNDER_NO_CHANGE {
            let mut draws = Draws::new(SEED, (number << 32) | series);
            let selection = selected(&STRAIGHT, *scatter, *length, series, &mut draws)?;
            found += u64::from(!selection.model.joinpoints.is_empty());
        }
        Ok(found)
    })
    .into_iter()
    .collect::<Result<_, StatsError>>()?;
    let mut heading = vec!["scatter".to_owned()];
    heading.extend(lengths.map(|n| format!("{n} (at most {})", default_maximum(n))));
    let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
    let rows: Vec<Vec<String>> = found
        .chunks(lengths.len())
        .zip(scatters)
        .map(|(found, scatter)| {
            let mut row = vec![scatter.words().to_owned()];
            row.extend(
                found
                    .iter()
                    .map(|n| percent(*n as f64 / UNDER_NO_CHANGE as f64)),
            );
            row
        })
        .collect();
    Ok(
        "Under no change of trend: series in which a joinpoint is found, %, by number of points:\n\n"
            .to_owned()
            + &markdown(&heading, &rows),
    )
}

fn selected(
    truth: &Truth,
    scatter: Scatter,
    length: usize,
    seed: u64,
    draws: &mut Draws,
) -> Result<Selection, StatsError> {
    let x: Vec<f64> = (0..length).map(|year| year as f64).collect();
    let mut errors = Vec::new();
    let mut value = Vec::new();
    for (year, x) in x.iter().enumerate() {
        let (noise, error) = match scatter {
            Scatter::Even => (draws.normal(), 1.0),
            Scatter::HeavyTailed => (draws.heavy_tailed(4.0), 1.0),
            Scatter::Known => {
                let error = 0.5 + 0.5 * (year % 3) as f64;
                (error * draws.normal(), error)
            }
        };
        let this = 10.0 * (truth.at(*x) + truth.spread * noise).exp();
        value.push(this);
        errors.push(this * truth.spread * error);
    }
    let points = Points {
        x: &x,
        value: &value,
        standard_error: matches!(scatter, Scatter::Known).then_some(&errors[..]),
    };
    let how = Select::Permutation {
        maximum: default_maximum(length),
        permutations: Permutations {
            number: PERMUTATIONS,
            seed,
            threads: 1,
        },
    };
    select(&points, Scale::Log, &NO_STEPS, &how, 0.95)
}

/// What a set of series showed, as numbers of series.
#[derive(Default)]
struct Tally {
    found: [u64; 3],
    right: u64,
    last_estimable: u64,
    last_held: u64,
    last_held_when_right: u64,
    average_held: u64,
}

fn turns() -> Result<String, StatsError> {
    let cells: Vec<(Truth, usize)> = TURNING
        .iter()
        .flat_map(|truth| [(*truth, 17), (*truth, 22)])
        .collect();
    let found: Vec<Tally> = each(&cells, tally).into_iter().collect::<Result<_, _>>()?;
    let rows: Vec<Vec<String>> = cells
        .iter()
        .zip(&found)
        .map(|((truth, length), tally)| row(truth, *length, tally))
        .collect();
    Ok(
        "Number and place estimated: joinpoints found, and intervals that hold the truth, %:\n\n"
            .to_owned()
            + &markdown(
                &[
                    "truth",
                    "points",
                    "none found",
                    "one",
                    "two or more",
                    "last APC",
                    "last APC, number right",
                    "AAPC, all years",
                ],
                &rows,
            ),
    )
}

fn row(truth: &Truth, length: usize, tally: &Tally) -> Vec<String> {
    let of = |number: u64, all: u64| percent(number as f64 / all.max(1) as f64);
    vec![
        truth.words.to_owned(),
        length.to_string(),
        of(tally.found[0], WITH_TURNS),
        of(tally.found[1], WITH_TURNS),
        of(tally.found[2], WITH_TURNS),
        of(tally.last_held, tally.last_estimable),
        of(tally.last_held_when_right, tally.right),
        of(tally.average_held, tally.last_estimable),
    ]
}

fn tally(number: u64, (truth, length): &(Truth, usize)) -> Result<Tally, StatsError> {
    let last = (*length - 1) as f64;
    let whole = 100.0 * (truth.at(last) / last).exp_m1();
    let apc = 100.0 * truth.last_slope().exp_m1();
    let mut tally = Tally::default();
    for series in 0..WITH_TURNS {
        let mut draws = Draws::new(SEED + 1, (number << 32) | series);
        let found = selected(truth, Scatter::Even, *length, series, &mut draws)?;
        let turns = found.model.joinpoints.len();
        tally.found[turns.min(2)] += 1;
        let Some(error) = found
            .model
            .segments
            .last()
            .and_then(|segment| segment.error)
        else {
            continue;
        };
        let held = u64::from(error.interval.contains(apc));
        let right = u64::from(turns + 1 == truth.slopes.len());
        tally.last_estimable += 1;
        tally.last_held += held;
        tally.right += right;
        tally.last_held_when_right += held * right;
        let average = average(&found.model, 0.0, last)?;
        let average_held = average
            .interval
            .is_some_and(|interval| interval.contains(whole));
        tally.average_held += u64::from(average_held);
    }
    Ok(tally)
}
