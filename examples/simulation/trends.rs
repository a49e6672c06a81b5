//! Coverage of the annual percent change of log-linear trends, with and without a step at a known date.

use vawg::stats::error::StatsError;
use vawg::stats::intervals::design::{DEFAULT_DESIGN_FACTOR, Evidence, prevalence};
use vawg::stats::trends::least_squares;
use vawg::stats::trends::line::Line;
use vawg::stats::trends::quasi_poisson;
use vawg::stats::trends::series::{Points, Scale};
use vawg::stats::trends::step::Steps;

use crate::draws::Draws;
use crate::survey::{Cause, Survey};
use crate::table::{each, markdown, percent};

const SEED: u64 = 20_240_332;
const SERIES: u32 = 10_000;
const LENGTHS: [usize; 6] = [4, 5, 8, 12, 17, 22];
const SLOPE: f64 = -0.04;
const JUMP: f64 = 0.3;

/// What a series is made of.
#[derive(Clone, Copy)]
enum Kind {
    /// A prevalence of 9% at first on 6,000 people, factor 1.35, standard errors from the base; each
    /// year's truth scatters about the line by this multiple of the sampling error.
    Survey { scatter: f64, weighted: bool },
    /// Counts with this mean at first and this dispersion.
    Counts { mean: f64, dispersion: f64 },
}

impl Kind {
    fn words(self) -> String {
        match self {
            Self::Survey { scatter, weighted } => {
                let model = if weighted { "weighted" } else { "ordinary" };
                format!("{model} least squares, scatter of the truth {scatter} SE")
            }
            Self::Counts { mean, dispersion } => {
                format!("quasi-Poisson, mean {mean}, dispersion {dispersion}")
            }
        }
    }
}

const KINDS: [Kind; 10] = [
    Kind::Survey {
        scatter: 0.0,
        weighted: true,
    },
    Kind::Survey {
        scatter: 1.0,
        weighted: true,
    },
    Kind::Survey {
        scatter: 2.0,
        weighted: true,
    },
    Kind::Survey {
        scatter: 0.0,
        weighted: false,
    },
    Kind::Survey {
        scatter: 1.0,
        weighted: false,
    },
    Kind::Counts {
        mean: 30.0,
        dispersion: 1.0,
    },
    Kind::Counts {
        mean: 400.0,
        dispersion: 1.0,
    },
    Kind::Counts {
        mean: 400.0,
        dispersion: 5.0,
    },
    Kind::Counts {
        mean: 20_000.0,
        dispersion: 50.0,
    },
    Kind::Counts {
        mean: 60_000.0,
        dispersion: 300.0,
    },
];

/// The tables on straight trends.
pub(crate) fn study() -> Result<String, StatsError> {
    let mut text = String::from("## Log-linear trends with independent years\n\n");
    for (with_step, words) in [
        (false, "Without a step"),
        (true, "With a step at a known date"),
    ] {
        let cells: Vec<(Kind, usize)> = KINDS
            .iter()
            .flat_map(|kind| LENGTHS.map(|length| (*kind, length)))
            .filter(|(_, length)| !with_step || *length > 4)
            .collect();
        let found: Vec<(f64, f64)> =
            each(&cells, |number, cell| coverage(number, *cell, with_step))
                .into_iter()
                .collect::<Result<_, _>>()?;
        text += words;
        text += ": intervals of the annual percent change that hold it, %";
        text += " (in brackets how often the floor of 1 acted, %), by number of points:\n\n";
        text += &table(&cells, &found, with_step);
    }
    Ok(text)
}

fn table(cells: &[(Kind, usize)], found: &[(f64, f64)], with_step: bool) -> String {
    let lengths: Vec<usize> = LENGTHS
        .into_iter()
        .filter(|n| !with_step || *n > 4)
        .collect();
    let names: Vec<String> = lengths.iter().map(usize::to_string).collect();
    let mut heading = vec!["series"];
    heading.extend(names.iter().map(String::as_str));
    let rows: Vec<Vec<String>> = cells
        .chunks(lengths.len())
        .zip(found.chunks(lengths.len()))
        .map(|(cells, found)| {
            let mut row = vec![cells[0].0.words()];
            row.extend(
                found
                    .iter()
                    .map(|(held, floored)| format!("{} ({:.0})", percent(*held), 100.0 * floored)),
            );
            row
        })
        .collect();
    markdown(&heading, &rows)
}

fn coverage(
    number: u64,
    (kind, length): (Kind, usize),
    with_step: bool,
) -> Result<(f64, f64), StatsError> {
    let mut draws = Draws::new(SEED + u64::from(with_step), number);
    let x: Vec<f64> = (0..length).map(|year| 2005.25 + year as f64).collect();
    // three months into the period in the middle
    let at = [2005.0 + (length / 2) as f64];
    let steps = Steps {
        at: if with_step { &at } else { &[] },
        period_length: 1.0,
    };
    let share = |x: f64| {
        if with_step {
            (x - at[0] + 0.5).clamp(0.0, 1.0)
        } else {
            0.0
        }
    };
    let level: Vec<f64> = x
        .iter()
        .map(|x| (SLOPE * (x - x0()) + JUMP * share(*x)).exp())
        .collect();
    let truth = 100.0 * SLOPE.exp_m1();
    let (mut held, mut floored) = (0, 0);
    for _ in 0..SERIES {
        let line = fitted(kind, &x, &level, &steps, &mut draws)?;
        held += u32::from(line.change.interval.contains(truth));
        floored += u32::from(line.dispersion.floored);
    }
    let share = |number| f64::from(number) / f64::from(SERIES);
    Ok((share(held), share(floored)))
}

const fn x0() -> f64 {
    2005.25
}

fn fitted(
    kind: Kind,
    x: &[f64],
    level: &[f64],
    steps: &Steps<'_>,
    draws: &mut Draws,
) -> Result<Line, StatsError> {
    match kind {
        Kind::Counts { mean, dispersion } => {
            let counts: Vec<f64> = level
                .iter()
                .map(|level| draws.scattered(mean * level, dispersion))
                .collect();
            quasi_poisson::trend(x, &counts, None, steps, 0.95)
        }
        Kind::Survey { scatter, weighted } => {
            let mut value = Vec::new();
            let mut errors = Vec::new();
            for level in level {
                let (p, error) = estimate(0.09 * level, scatter, draws)?;
                value.push(p);
                errors.push(error);
            }
            let points = Points {
                x,
                value: &value,
                standard_error: weighted.then_some(&errors[..]),
            };
            least_squares::trend(&points, Scale::Log, steps, 0.95)
        }
    }
}

const PEOPLE: u64 = 6_000;

/// One year's estimate and its standard error.
fn estimate(truth: f64, scatter: f64, draws: &mut Draws) -> Result<(f64, f64), StatsError> {
    let factor = DEFAULT_DESIGN_FACTOR;
    let relative = factor * ((1.0 - truth) / (truth * PEOPLE as f64)).sqrt();
    let own = truth * (scatter * relative * draws.normal()).exp();
    let evidence = Evidence {
        base: Some(PEOPLE as f64),
        design_factor: Some(factor),
        ..Evidence::default()
    };
    let sample = Survey::new(PEOPLE, own, factor, Cause::Both).sample(draws);
    let found = prevalence(sample, &evidence, 0.95)?;
    Ok(found.map_or((sample, relative * truth), |found| {
        (sample, found.standard_error)
    }))
}
