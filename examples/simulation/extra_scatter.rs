//! Verdicts where a series scatters more than its sampling error explains, with and without an
//! allowance for it, and the check that uses all figures since the baseline.
//!
//! Holds no rule of a verdict.

use vawg::stats::error::StatsError;
use vawg::stats::intervals::design::{Evidence, prevalence};
use vawg::stats::trajectory::path::{Path, Point, Shape};
use vawg::stats::trajectory::verdict::{Dated, Measured, Verdict, judge_all_points, judge_with};
use vawg::stats::uncertainty::Uncertainty;

use crate::draws::Draws;
use crate::survey::{Cause, Survey};
use crate::table::{each, markdown, percent};

const SEED: u64 = 20_260_702;
const HISTORIES: u32 = 20_000;
const YEARS: usize = 10;
const BASELINE: f64 = 0.113;
const HALF: f64 = 0.5;
const DESIGN_FACTOR: f64 = 1.35;
/// Total variance over sampling variance.
const VARIANCES: [f64; 4] = [1.0, 1.34, 1.75, 2.71];
const FACTORS: [f64; 3] = [1.0, 1.2, 1.5];

const fn people(year: usize) -> u64 {
    if year < 2 { 12_000 } else { 24_000 }
}

/// The true share of the baseline that is left in a year.
type Truth = (&'static str, fn(f64) -> f64);

const ON_PATH: Truth = ("on the path", |year| HALF.powf(year / 10.0));
const FLAT: Truth = ("flat", |_| 1.0);

/// The tables on extra scatter.
pub(crate) fn study() -> Result<String, StatsError> {
    Ok("## Extra scatter\n\n".to_owned() + &verdicts()? + &all_points()?)
}

/// A history of figures: a truth, each year off by its own scatter, measured by a survey.
fn history(truth: Truth, variance: f64, draws: &mut Draws) -> Result<Vec<Measured>, StatsError> {
    let mut figures = Vec::with_capacity(YEARS + 1);
    for year in 0..=YEARS {
        let mean = BASELINE * (truth.1)(year as f64);
        let people = people(year);
        let relative = DESIGN_FACTOR * ((1.0 - mean) / (mean * people as f64)).sqrt();
        let own = mean * ((variance - 1.0).sqrt() * relative * draws.normal()).exp();
        let estimate = Survey::new(people, own, DESIGN_FACTOR, Cause::Both).sample(draws);
        let evidence = Evidence {
            base: Some(people as f64),
            design_factor: Some(DESIGN_FACTOR),
            ..Evidence::default()
        };
        let found = prevalence(estimate, &evidence, 0.95)?;
        let found = found.ok_or(StatsError::NotFinite { what: "estimate" })?;
        figures.push(Measured {
            value: found.estimate.value,
            standard_error: found.standard_error,
        });
    }
    Ok(figures)
}

fn geometric(baseline: f64) -> Result<Path, StatsError> {
    let at = |time: usize, value: f64| Point {
        time: time as f64,
        value,
    };
    Path::new(
        Shape::Geometric,
        at(0, baseline),
        at(YEARS, HALF * baseline),
    )
}

/// For each factor: histories in which a wrong verdict is given at least once, and in each year.
struct Wrong {
    ever: [u32; 3],
    in_year: [[u32; YEARS]; 3],
}

fn verdicts() -> Result<String, StatsError> {
    let mut text = String::new();
    for (truth, words, wrong) in [
        (
            ON_PATH,
            "A history on the geometric path called behind, falling behind or rising",
            &[Verdict::FallingBehind, Verdict::Behind, Verdict::Rising][..],
        ),
        (
            FLAT,
            "A flat history called ahead of or consistent with the geometric path",
            &[Verdict::Ahead, Verdict::Consistent][..],
        ),
    ] {
        let cells = VARIANCES.map(|variance| (truth, variance));
        let found: Vec<Wrong> = each(&cells, |number, (truth, variance)| {
            counted(number, *truth, *variance, wrong)
        })
        .into_iter()
        .collect::<Result<_, _>>()?;
        let share = |number: u32| percent(f64::from(number) / f64::from(HISTORIES));
        let rows: Vec<Vec<String>> = VARIANCES
            .iter()
            .zip(&found)
            .map(|(variance, wrong)| {
                let mut row = vec![variance.to_string()];
                for factor in 0..FACTORS.len() {
                    let most = wrong.in_year[factor].iter().copied().max();
                    row.push(format!(
                        "{} ({})",
                        share(wrong.ever[factor]),
                        share(most.unwrap_or(0))
                    ));
                }
                row
            })
            .collect();
        text += words;
        text +=
            ", at least once in ten years (most in one year), %, by extra scatter allowed for:\n\n";
        text += &markdown(&["variance over sampling", "1.0", "1.2", "1.5"], &rows);
    }
    Ok(text)
}

fn counted(
    number: u64,
    truth: Truth,
    variance: f64,
    wrong: &[Verdict],
) -> Result<Wrong, StatsError> {
    let mut draws = Draws::new(SEED, number);
    let mut counts = Wrong {
        ever: [0; 3],
        in_year: [[0; YEARS]; 3],
    };
    for _ in 0..HISTORIES {
        let figures = history(truth, variance, &mut draws)?;
        let path = geometric(figures[0].value)?;
        for (which, extra_scatter) in FACTORS.into_iter().enumerate() {
            let allowed = Uncertainty {
                extra_scatter,
                ..Uncertainty::default()
            };
            let mut seen = false;
            for year in 1..=YEARS {
                let years = year as f64;
                let value = path.value_at(years)?;
                let (first, now) = (figures[0], figures[year]);
                let found = judge_with(first, now, value, years, &allowed, 0.95)?;
                if wrong.contains(&found.verdict) {
                    seen = true;
                    counts.in_year[which][year - 1] += 1;
                }
            }
            counts.ever[which] += u32::from(seen);
        }
    }
    Ok(counts)
}

/// Power of the endpoints and of all figures: a fall at half the required rate known to be behind, a
/// fall on the path known to be a fall, and a fall that stops after five years known to be behind.
fn all_points() -> Result<String, StatsError> {
    const CASES: [Truth; 3] = [
        ("half the yearly rate: behind", |year| {
            HALF.powf(year / 20.0)
        }),
        ("on the path: a fall since the baseline", |year| {
            HALF.powf(year / 10.0)
        }),
        ("on the path for five years, then flat: behind", |year| {
            HALF.powf(year.min(5.0) / 10.0)
        }),
    ];
    let found: Vec<[[u32; 2]; YEARS]> = each(&CASES, |number, truth| power(number, *truth))
        .into_iter()
        .collect::<Result<_, _>>()?;
    let mut rows = Vec::new();
    for (truth, counts) in CASES.iter().zip(&found) {
        let mut row = vec![truth.0.to_owned()];
        row.extend(counts[1..8].iter().map(|counts| {
            let share = |number: u32| percent(f64::from(number) / f64::from(HISTORIES));
            format!("{} / {}", share(counts[0]), share(counts[1]))
        }));
        rows.push(row);
    }
    Ok(
        "Histories of which it is known, by the endpoints / by all figures, %, by year:\n\n"
            .to_owned()
            + &markdown(&["truth", "2", "3", "4", "5", "6", "7", "8"], &rows),
    )
}

fn power(number: u64, truth: Truth) -> Result<[[u32; 2]; YEARS], StatsError> {
    let mut draws = Draws::new(SEED + 1, number);
    let none = Uncertainty::default();
    let mut counts = [[0; 2]; YEARS];
    let is_fall = number == 1;
    for _ in 0..HISTORIES {
        let figures = history(truth, 1.0, &mut draws)?;
        let path = geometric(figures[0].value)?;
        let dated: Vec<Dated> = figures
            .iter()
            .enumerate()
            .map(|(year, figure)| Dated {
                time: year as f64,
                figure: *figure,
            })
            .collect();
        for year in 1..=YEARS {
            let years = year as f64;
            let value = path.value_at(years)?;
            let ends = judge_with(figures[0], figures[year], value, years, &none, 0.95)?;
            let all = judge_all_points(&dated[..=year], &path, &none, 0.95)?;
            for (which, found) in [ends, all].iter().enumerate() {
                let known = if is_fall {
                    found.change.interval.upper < 0.0
                } else {
                    found.gap.interval.lower > 0.0
                };
                counts[year - 1][which] += u32::from(known);
            }
        }
    }
    Ok(counts)
}
