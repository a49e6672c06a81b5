//! Coverage of the intervals of a prevalence, and of differences and ratios of two.

#![allow(
    clippy::float_cmp,
    reason = "cells are distinguished by the very numbers they were made from"
)]

use vawg::stats::error::StatsError;
use vawg::stats::intervals::design::{Evidence, Prevalence, prevalence};
use vawg::stats::intervals::difference::compare;

use crate::draws::Draws;
use crate::survey::{Cause, Survey};
use crate::table::{each, markdown, percent, spread};

const SEED: u64 = 20_240_331;
const SAMPLES: u32 = 20_000;
const PAIRS: u32 = 10_000;
const PEOPLE: [u64; 7] = [200, 500, 1_000, 3_000, 6_000, 12_000, 30_000];
const PREVALENCES: [f64; 9] = [0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3];
const FACTORS: [f64; 5] = [1.0, 1.2, 1.35, 1.5, 2.0];
const CAUSES: [Cause; 3] = [Cause::Clusters, Cause::Weights, Cause::Both];
/// Bands of the effective count.
const BANDS: [f64; 8] = [0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, f64::INFINITY];
const ENOUGH: f64 = 10.0;

/// One design: people, prevalence, design factor and what causes it.
#[derive(Clone, Copy)]
struct Cell {
    people: u64,
    prevalence: f64,
    factor: f64,
    cause: Cause,
}

impl Cell {
    fn effective_count(&self) -> f64 {
        self.people as f64 * self.prevalence / (self.factor * self.factor)
    }

    fn survey(&self) -> Survey {
        Survey::new(self.people, self.prevalence, self.factor, self.cause)
    }

    fn estimate(&self, sample: f64) -> Result<Option<Prevalence>, StatsError> {
        let evidence = Evidence {
            base: Some(self.people as f64),
            design_factor: Some(self.factor),
            ..Evidence::default()
        };
        prevalence(sample, &evidence, 0.95)
    }
}

fn designs() -> Vec<(f64, Cause)> {
    let of = |factor: f64| {
        let causes = if factor > 1.0 {
            &CAUSES[..]
        } else {
            &[Cause::Nothing]
        };
        causes.iter().map(move |cause| (factor, *cause))
    };
    FACTORS.into_iter().flat_map(of).collect()
}

fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for (factor, cause) in designs() {
        for people in PEOPLE {
            cells.extend(PREVALENCES.map(|prevalence| Cell {
                people,
                prevalence,
                factor,
                cause,
            }));
        }
    }
    cells
}

/// The tables on prevalences, differences and ratios.
pub(crate) fn study() -> Result<String, StatsError> {
    let cells = cells();
    let covered: Vec<f64> = each(&cells, coverage)
        .into_iter()
        .collect::<Result<_, _>>()?;
    let results: Vec<(Cell, f64)> = cells.into_iter().zip(covered).collect();
    let mut text = String::from("## Prevalence\n\n");
    text += &realised();
    text += &by_design(&results);
    text += &by_band(&results);
    text += &in_full(&results);
    text += &outside(&results);
    Ok(text + &two_estimates()?)
}

/// The design factors that the simulated surveys have: the standard deviation of estimates over that of
/// a simple random sample.
fn realised() -> String {
    const PEOPLE: u64 = 3_000;
    const PREVALENCE: f64 = 0.05;
    let simple = (PREVALENCE * (1.0 - PREVALENCE) / PEOPLE as f64).sqrt();
    let factor = |number: u64, (factor, cause): &(f64, Cause)| {
        let survey = Survey::new(PEOPLE, PREVALENCE, *factor, *cause);
        let mut draws = Draws::new(SEED + 2, number);
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..SAMPLES {
            let distance = survey.sample(&mut draws) - PREVALENCE;
            sum += distance;
            squares += distance * distance;
        }
        let all = f64::from(SAMPLES);
        (
            (squares / all - (sum / all).powi(2)).sqrt() / simple,
            sum / all / simple,
        )
    };
    let designs = designs();
    let rows: Vec<Vec<String>> = each(&designs, factor)
        .into_iter()
        .zip(&designs)
        .map(|((found, bias), (factor, cause))| {
            vec![
                factor.to_string(),
                cause.words().to_owned(),
                format!("{found:.2}"),
                format!("{bias:.2}"),
            ]
        })
        .collect();
    "The simulated surveys themselves, 5% of 3,000 people:\n\n".to_owned()
        + &markdown(
            &[
                "design factor meant",
                "cause",
                "realised",
                "bias, simple SE",
            ],
            &rows,
        )
}

fn coverage(number: u64, cell: &Cell) -> Result<f64, StatsError> {
    let survey = cell.survey();
    let mut draws = Draws::new(SEED, number);
    let mut held = 0;
    for _ in 0..SAMPLES {
        let found = cell.estimate(survey.sample(&mut draws))?;
        held +=
            u32::from(found.is_some_and(|found| found.estimate.interval.contains(cell.prevalence)));
    }
    Ok(f64::from(held) / f64::from(SAMPLES))
}

fn by_design(results: &[(Cell, f64)]) -> String {
    let mut rows = Vec::new();
    for (factor, cause) in designs() {
        let shares: Vec<f64> = results
            .iter()
            .filter(|(cell, _)| {
                cell.factor == factor && cell.cause == cause && cell.effective_count() >= ENOUGH
            })
            .map(|(_, share)| *share)
            .collect();
        let within = shares.iter().filter(|share| inside(**share)).count();
        let [smallest, mean, largest] = spread(&shares);
        rows.push(vec![
            factor.to_string(),
            cause.words().to_owned(),
            shares.len().to_string(),
            smallest,
            mean,
            largest,
            within.to_string(),
        ]);
    }
    "Effective count 10 or more:\n\n".to_owned()
        + &markdown(
            &[
                "design factor",
                "cause",
                "cells",
                "least %",
                "mean %",
                "most %",
                "within 93 to 97",
            ],
            &rows,
        )
}

fn inside(share: f64) -> bool {
    (0.93..=0.97).contains(&share)
}

fn by_band(results: &[(Cell, f64)]) -> String {
    let mut rows = Vec::new();
    for band in BANDS.windows(2) {
        let of = |cause: &[Cause]| -> Vec<f64> {
            results
                .iter()
                .filter(|(cell, _)| {
                    cause.contains(&cell.cause)
                        && (band[0]..band[1]).contains(&cell.effective_count())
                })
                .map(|(_, share)| *share)
                .collect()
        };
        let name = if band[1].is_finite() {
            format!("{} to under {}", band[0], band[1])
        } else {
            format!("{} or more", band[0])
        };
        let mut row = vec![name];
        for cause in [Cause::Nothing, Cause::Clusters, Cause::Weights, Cause::Both] {
            row.push(spread(&of(&[cause])).join(" / "));
        }
        rows.push(row);
    }
    "All cells by effective count n·p/deft², least / mean / most %:\n\n".to_owned()
        + &markdown(
            &[
                "effective count",
                "simple random",
                "clusters",
                "weights",
                "both",
            ],
            &rows,
        )
}

fn in_full(results: &[(Cell, f64)]) -> String {
    let rows = PREVALENCES.map(|prevalence| {
        let mut row = vec![format!("{:.1}%", 100.0 * prevalence)];
        for people in PEOPLE {
            let found = results.iter().find(|(cell, _)| {
                cell.factor == 1.35
                    && cell.cause == Cause::Both
                    && cell.people == people
                    && cell.prevalence == prevalence
            });
            row.push(found.map_or_else(String::new, |(cell, share)| {
                let few = if cell.effective_count() < ENOUGH {
                    "*"
                } else {
                    ""
                };
                format!("{}{few}", percent(*share))
            }));
        }
        row
    });
    let people = PEOPLE.map(|people| people.to_string());
    let mut heading = vec!["prevalence"];
    heading.extend(people.iter().map(String::as_str));
    "Design factor 1.35 by clusters and weights, % by number of people (* effective count under 10):\n\n"
        .to_owned()
        + &markdown(&heading, &rows)
}

fn outside(results: &[(Cell, f64)]) -> String {
    let rows: Vec<Vec<String>> = results
        .iter()
        .filter(|(cell, share)| cell.effective_count() >= ENOUGH && !inside(*share))
        .map(|(cell, share)| {
            vec![
                cell.people.to_string(),
                format!("{:.1}%", 100.0 * cell.prevalence),
                cell.factor.to_string(),
                cell.cause.words().to_owned(),
                format!("{:.1}", cell.effective_count()),
                percent(*share),
            ]
        })
        .collect();
    if rows.is_empty() {
        return "No cell with an effective count of 10 or more lies outside 93 to 97%.\n\n"
            .to_owned();
    }
    "Cells with an effective count of 10 or more outside 93 to 97%:\n\n".to_owned()
        + &markdown(
            &[
                "people",
                "prevalence",
                "design factor",
                "cause",
                "effective count",
                "covered %",
            ],
            &rows,
        )
}

/// Two estimates: the first and the second cell, with equal factors.
type Pair = (Cell, Cell);

fn pairs() -> Vec<Pair> {
    let mut pairs = Vec::new();
    for first in cells() {
        for (times, more) in [(1.0, 1), (0.8, 1), (0.5, 1), (1.0, 2), (0.8, 2)] {
            let second = Cell {
                prevalence: first.prevalence * times,
                people: first.people * more,
                ..first
            };
            if first.effective_count() >= ENOUGH && second.effective_count() >= ENOUGH {
                pairs.push((first, second));
            }
        }
    }
    pairs
}

fn pair_coverage(number: u64, (first, second): &Pair) -> Result<[f64; 2], StatsError> {
    let surveys = (first.survey(), second.survey());
    let mut draws = Draws::new(SEED + 1, number);
    let truth = (
        second.prevalence - first.prevalence,
        second.prevalence / first.prevalence,
    );
    let mut held = [0_u32; 2];
    for _ in 0..PAIRS {
        let one = first.estimate(surveys.0.sample(&mut draws))?;
        let two = second.estimate(surveys.1.sample(&mut draws))?;
        let (Some(one), Some(two)) = (one, two) else {
            continue;
        };
        let found = compare(&one, &two, 0.95)?;
        held[0] += u32::from(found.difference.interval.contains(truth.0));
        held[1] += u32::from(
            found
                .ratio
                .is_some_and(|ratio| ratio.interval.contains(truth.1)),
        );
    }
    Ok(held.map(|held| f64::from(held) / f64::from(PAIRS)))
}

fn two_estimates() -> Result<String, StatsError> {
    let pairs = pairs();
    let covered: Vec<[f64; 2]> = each(&pairs, pair_coverage)
        .into_iter()
        .collect::<Result<_, _>>()?;
    let mut rows = Vec::new();
    for (factor, cause) in designs() {
        let here: Vec<&[f64; 2]> = pairs
            .iter()
            .zip(&covered)
            .filter(|((first, _), _)| first.factor == factor && first.cause == cause)
            .map(|(_, covered)| covered)
            .collect();
        let mut row = vec![
            factor.to_string(),
            cause.words().to_owned(),
            here.len().to_string(),
        ];
        for which in 0..2 {
            let shares: Vec<f64> = here.iter().map(|covered| covered[which]).collect();
            row.push(spread(&shares).join(" / "));
            let within = shares.iter().filter(|share| inside(**share)).count();
            row.push(within.to_string());
        }
        rows.push(row);
    }
    Ok(
        "## Differences and ratios\n\nBoth effective counts 10 or more; least / mean / most %:\n\n"
            .to_owned()
            + &markdown(
                &[
                    "design factor",
                    "cause",
                    "pairs",
                    "difference (Newcombe)",
                    "within 93 to 97",
                    "ratio (log scale)",
                    "within 93 to 97",
                ],
                &rows,
            ),
    )
}
