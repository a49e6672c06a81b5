//! Joinpoints chosen by BIC, BIC3 and weighted BIC, and the limits of their places.
//!
//! Holds no permutation tests: see `joinpoints`.

use vawg::stats::error::StatsError;
use vawg::stats::trends::joinpoint::{Select, default_maximum, fit, select};
use vawg::stats::trends::series::{Points, Scale};
use vawg::stats::trends::step::NO_STEPS;

use crate::draws::Draws;
use crate::table::{each, markdown, percent};

const SEED: u64 = 20_260_704;
const SERIES: u32 = 5_000;

/// A truth: the slope before and after a turn in the middle, and the scatter of the logarithm.
type Truth = (&'static str, f64, f64, f64);

const TRUTHS: [Truth; 4] = [
    ("no turn, scatter 5%", 0.02, 0.02, 0.05),
    ("sharp turn, 5% to -7%, scatter 3%", 0.05, -0.07, 0.03),
    ("turn, 3% to -3%, scatter 5%", 0.03, -0.03, 0.05),
    ("faint turn, 2% to 0%, scatter 5%", 0.02, 0.0, 0.05),
];
const LENGTHS: [usize; 4] = [9, 12, 17, 22];

fn criteria(maximum: usize) -> [Select; 3] {
    [
        Select::Bic { maximum },
        Select::WeightedBic { maximum },
        Select::Bic3 { maximum },
    ]
}

/// Series in which each criterion chooses none, one, or more joinpoints, and in which the limits of
/// the one place hold it.
type Counts = ([[u32; 3]; 3], u32);

/// The tables on criteria and places.
pub(crate) fn study() -> Result<String, StatsError> {
    let cells: Vec<(Truth, usize)> = TRUTHS
        .iter()
        .flat_map(|truth| LENGTHS.map(|length| (*truth, length)))
        .collect();
    let found: Vec<Counts> = each(&cells, |number, cell| counted(number, *cell))
        .into_iter()
        .collect::<Result<_, _>>()?;
    let share = |number: u32| percent(f64::from(number) / f64::from(SERIES));
    let mut rows = Vec::new();
    let mut places = Vec::new();
    for ((truth, length), (counts, held)) in cells.iter().zip(&found) {
        let mut row = vec![truth.0.to_owned(), length.to_string()];
        row.extend(counts.iter().map(|counts| counts.map(share).join(" / ")));
        rows.push(row);
        if truth.0 != TRUTHS[0].0 {
            places.push(vec![truth.0.to_owned(), length.to_string(), share(*held)]);
        }
    }
    Ok("## Criteria for joinpoints, and places\n\n".to_owned()
        + "Series in which none / one / more joinpoints are chosen, %:\n\n"
        + &markdown(&["truth", "points", "BIC", "weighted BIC", "BIC3"], &rows)
        + "With one joinpoint: 95% limits of its place that hold it, %:\n\n"
        + &markdown(&["truth", "points", "limits that hold it"], &places))
}

fn counted(
    number: u64,
    ((_, before, after, scatter), length): (Truth, usize),
) -> Result<Counts, StatsError> {
    let mut draws = Draws::new(SEED, number);
    let x: Vec<f64> = (0..length).map(|year| year as f64).collect();
    let turn = (length / 2) as f64;
    let mut counts = [[0; 3]; 3];
    let mut held = 0;
    for _ in 0..SERIES {
        let value: Vec<f64> = x
            .iter()
            .map(|x| {
                let line = before * x.min(turn) + after * (x - turn).max(0.0);
                100.0 * (line + scatter * draws.normal()).exp()
            })
            .collect();
        let points = Points {
            x: &x,
            value: &value,
            standard_error: None,
        };
        for (counts, how) in counts.iter_mut().zip(criteria(default_maximum(length))) {
            let found = select(&points, Scale::Log, &NO_STEPS, &how, 0.95)?;
            counts[found.model.joinpoints.len().min(2)] += 1;
        }
        let one = fit(&points, Scale::Log, &NO_STEPS, 1, 0.95)?;
        let place = &one.places[0];
        held += u32::from((place.lower..=place.upper).contains(&turn));
    }
    Ok((counts, held))
}
