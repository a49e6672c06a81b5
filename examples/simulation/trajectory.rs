//! Many survey histories of a decade: which verdict is given in which year, and whether the probability
//! of being on the path means what it says.

use vawg::stats::error::StatsError;
use vawg::stats::intervals::design::{Evidence, prevalence};
use vawg::stats::trajectory::path::{Path, Point, Shape, reduced};
use vawg::stats::trajectory::verdict::{Judgement, Measured, Verdict, judge};

use crate::draws::Draws;
use crate::survey::{Cause, Survey};
use crate::table::{each, markdown, percent};

const SEED: u64 = 20_340_331;
const HISTORIES: usize = 20_000;
/// Histories of each calibrated year.
const CALIBRATED: usize = 400_000;
const CHUNK: usize = 5_000;
const BASELINE: f64 = 0.113;
const YEARS: usize = 10;
const FACTOR: f64 = 1.35;
const HALF: f64 = 0.5;
const VERDICTS: [Verdict; 6] = [
    Verdict::Ahead,
    Verdict::Consistent,
    Verdict::TooEarly,
    Verdict::FallingBehind,
    Verdict::Behind,
    Verdict::Rising,
];
/// Calibrated truths lie within this distance of the path, on the log scale.
const REACH: f64 = 0.4;

/// People asked in a year after the baseline: half samples at first.
const fn people(year: usize) -> u64 {
    if year < 2 { 12_000 } else { 24_000 }
}

/// The true prevalence of a year over that of the baseline.
type Truth = (&'static str, fn(f64) -> f64);

const TRUTHS: [Truth; 8] = [
    ("halving, the same rate each year", |t| HALF.powf(t / 10.0)),
    ("halving, the same points each year", |t| {
        1.0 - HALF * t / 10.0
    }),
    ("half the yearly rate (-29% in ten years)", |t| {
        HALF.powf(t / 20.0)
    }),
    ("on the way for five years, then flat", |t| {
        HALF.powf(t.min(5.0) / 10.0)
    }),
    ("a fall of a quarter", |t| 0.75_f64.powf(t / 10.0)),
    ("flat", |_| 1.0),
    ("rising by 1% a year", |t| 1.01_f64.powf(t)),
    ("rising by 3% a year", |t| 1.03_f64.powf(t)),
];

/// A history: the baseline and each year as measured.
type History = [Measured; YEARS + 1];

/// The tables on trajectories.
pub(crate) fn study() -> Result<String, StatsError> {
    let mut text = String::from("## Trajectory\n\n");
    let tallies: Vec<[Tally; 2]> = each(&TRUTHS, tally).into_iter().collect::<Result<_, _>>()?;
    text += &worst(&tallies);
    for (which, path) in ["geometric", "linear"].into_iter().enumerate() {
        for ((words, _), tally) in TRUTHS.iter().zip(&tallies) {
            let heading = format!("Truth: {words}; judged by the {path} path, % of histories:\n\n");
            text += &heading;
            text += &by_year(&tally[which]);
        }
    }
    Ok(text + &calibration()?)
}

fn measured(estimate: f64, people: u64) -> Result<Option<Measured>, StatsError> {
    let evidence = Evidence {
        base: Some(people as f64),
        design_factor: Some(FACTOR),
        ..Evidence::default()
    };
    let found = prevalence(estimate, &evidence, 0.95)?;
    Ok(found.map(|found| Measured {
        value: found.estimate.value,
        standard_error: found.standard_error,
    }))
}

fn judged(
    shape: Shape,
    baseline: Measured,
    now: Measured,
    year: usize,
) -> Result<Judgement, StatsError> {
    let at = |time: usize, value: f64| Point {
        time: 2024.0 + time as f64,
        value,
    };
    let target = reduced(baseline.value, HALF)?;
    let path = Path::new(shape, at(0, baseline.value), at(YEARS, target))?;
    let expected = path.value_at(2024.0 + year as f64)?;
    judge(baseline, now, expected, year as f64, 0.95)
}

/// How often each verdict was given in each year, and at least once up to it.
struct Tally {
    given: [[usize; 6]; YEARS],
    ever: [[usize; 6]; YEARS],
    /// Either of consistent and ahead, in the year and up to it.
    well: [[usize; 2]; YEARS],
    /// Any of falling behind, behind and rising, in the year and up to it.
    badly: [[usize; 2]; YEARS],
}

impl Tally {
    const fn new() -> Self {
        Self {
            given: [[0; 6]; YEARS],
            ever: [[0; 6]; YEARS],
            well: [[0; 2]; YEARS],
            badly: [[0; 2]; YEARS],
        }
    }

    fn add(&mut self, shape: Shape, history: &History) -> Result<(), StatsError> {
        let mut seen = [false; 6];
        for year in 1..=YEARS {
            let found = judged(shape, history[0], history[year], year)?.verdict;
            let now = VERDICTS.map(|verdict| verdict == found);
            for (at, now) in now.into_iter().enumerate() {
                seen[at] |= now;
                self.given[year - 1][at] += usize::from(now);
                self.ever[year - 1][at] += usize::from(seen[at]);
            }
            let any = |of: [bool; 6], which: &[usize]| usize::from(which.iter().any(|at| of[*at]));
            for (at, of) in [now, seen].into_iter().enumerate() {
                self.well[year - 1][at] += any(of, &[0, 1]);
                self.badly[year - 1][at] += any(of, &[3, 4, 5]);
            }
        }
        Ok(())
    }
}

fn tally(number: u64, (_, truth): &Truth) -> Result<[Tally; 2], StatsError> {
    let surveys: Vec<Survey> = (0..=YEARS)
        .map(|year| {
            Survey::new(
                people(year),
                BASELINE * truth(year as f64),
                FACTOR,
                Cause::Both,
            )
        })
        .collect();
    let mut draws = Draws::new(SEED, number);
    let mut tallies = [Tally::new(), Tally::new()];
    for _ in 0..HISTORIES {
        let mut history = [Measured {
            value: 1.0,
            standard_error: 1.0,
        }; YEARS + 1];
        for (year, survey) in surveys.iter().enumerate() {
            let found = measured(survey.sample(&mut draws), people(year))?;
            history[year] = found.unwrap_or(history[year]);
        }
        for (tally, shape) in tallies.iter_mut().zip([Shape::Geometric, Shape::Linear]) {
            tally.add(shape, &history)?;
        }
    }
    Ok(tallies)
}

fn share(number: usize) -> String {
    percent(number as f64 / HISTORIES as f64)
}

fn by_year(tally: &Tally) -> String {
    let mut rows = Vec::new();
    for year in 1..=YEARS {
        let mut row = vec![format!("{year}")];
        row.extend(tally.given[year - 1].map(share));
        row.push(share(tally.well[year - 1][1]));
        row.push(share(tally.badly[year - 1][1]));
        rows.push(row);
    }
    let mut ever = vec!["ever".to_owned()];
    ever.extend(tally.ever[YEARS - 1].map(share));
    ever.extend([String::new(), String::new()]);
    rows.push(ever);
    let mut heading = vec!["year"];
    heading.extend(VERDICTS.map(Verdict::words));
    heading.extend([
        "ahead or consistent, up to now",
        "behind or rising, up to now",
    ]);
    markdown(&heading, &rows)
}

/// The largest share in any one year, and the share over the decade, of what must be rare.
fn worst(tallies: &[[Tally; 2]]) -> String {
    let mut rows = Vec::new();
    for ((words, _), tally) in TRUTHS.iter().zip(tallies) {
        let mut row = vec![(*words).to_owned()];
        for tally in tally {
            let most = |of: &[[usize; 2]; YEARS]| of.iter().map(|year| year[0]).max().unwrap_or(0);
            row.push(share(most(&tally.well)));
            row.push(share(tally.well[YEARS - 1][1]));
            row.push(share(most(&tally.badly)));
            row.push(share(tally.badly[YEARS - 1][1]));
        }
        rows.push(row);
    }
    "G: judged by the geometric path, L: by the linear; % of histories:\n\n".to_owned()
        + &markdown(
            &[
                "truth",
                "G: ahead or consistent, most in a year",
                "in the decade",
                "G: behind or rising, most in a year",
                "in the decade",
                "L: ahead or consistent, most in a year",
                "in the decade",
                "L: behind or rising, most in a year",
                "in the decade",
            ],
            &rows,
        )
}

/// For one decile of the stated probability: histories, the sum of the probabilities, and histories
/// whose truth is at or below the path.
type Decile = (usize, f64, usize);

const CALIBRATION_YEARS: [usize; 5] = [1, 2, 3, 5, 10];

fn calibration() -> Result<String, StatsError> {
    let chunks: Vec<(usize, usize)> = CALIBRATION_YEARS
        .iter()
        .flat_map(|year| (0..CALIBRATED / CHUNK).map(|chunk| (*year, chunk)))
        .collect();
    let found: Vec<[[Decile; 10]; 2]> =
        each(&chunks, |number, (year, _)| calibrated(number, *year))
            .into_iter()
            .collect::<Result<_, _>>()?;
    let mut text = format!(
        "Calibration: the slope of the logarithm uniform so far on both sides of the required one \
         that the truth in the year lies up to {REACH} below or above the path (on the log scale); \
         geometric path; for each decile of the stated probability its mean, and the share of \
         histories whose truth was at or below the path, %:\n\n"
    );
    for (which, words) in ["baseline uncertain", "baseline as published"]
        .into_iter()
        .enumerate()
    {
        let sums: Vec<[Decile; 10]> = found
            .chunks(CALIBRATED / CHUNK)
            .map(|chunks| sum(chunks.iter().map(|chunk| &chunk[which])))
            .collect();
        text += &deciles(words, &sums);
    }
    Ok(text)
}

fn sum<'a>(chunks: impl Iterator<Item = &'a [Decile; 10]>) -> [Decile; 10] {
    chunks.fold([(0, 0.0, 0); 10], |mut total, chunk| {
        for (total, part) in total.iter_mut().zip(chunk) {
            *total = (total.0 + part.0, total.1 + part.1, total.2 + part.2);
        }
        total
    })
}

fn deciles(words: &str, sums: &[[Decile; 10]]) -> String {
    let mut furthest = vec![0.0_f64; sums.len()];
    let mut rows = Vec::new();
    for decile in 0..10 {
        let mut row = vec![format!("{} to {}", 10 * decile, 10 * (decile + 1))];
        for (furthest, year) in furthest.iter_mut().zip(sums) {
            let (histories, stated, true_ones) = year[decile];
            let all = histories.max(1) as f64;
            let (stated, found) = (stated / all, true_ones as f64 / all);
            *furthest = furthest.max((stated - found).abs());
            row.push(format!(
                "{} → {} ({histories})",
                percent(stated),
                percent(found)
            ));
        }
        rows.push(row);
    }
    let mut last = vec!["furthest, points".to_owned()];
    last.extend(furthest.iter().map(|far| percent(*far)));
    rows.push(last);
    let names: Vec<String> = CALIBRATION_YEARS
        .iter()
        .map(|year| format!("year {year}"))
        .collect();
    let mut heading = vec!["stated"];
    heading.extend(names.iter().map(String::as_str));
    format!("With the {words} (stated → found, histories):\n\n") + &markdown(&heading, &rows)
}

/// With the baseline uncertain the truth is the true change against the required one; with the
/// baseline as published it is the true level against the path from the published baseline.
fn calibrated(number: u64, year: usize) -> Result<[[Decile; 10]; 2], StatsError> {
    let mut draws = Draws::new(SEED + 1, number);
    let baseline = Survey::new(people(0), BASELINE, FACTOR, Cause::Both);
    let years = year as f64;
    let required = HALF.powf(years / YEARS as f64);
    let mut found = [[(0, 0.0, 0); 10]; 2];
    for _ in 0..CHUNK {
        let slope = HALF.ln() / YEARS as f64 + draws.between(-REACH, REACH) / years;
        let truth = BASELINE * (slope * years).exp();
        let survey = Survey::new(people(year), truth, FACTOR, Cause::Both);
        let first = measured(baseline.sample(&mut draws), people(0))?;
        let now = measured(survey.sample(&mut draws), people(year))?;
        let (Some(first), Some(now)) = (first, now) else {
            continue;
        };
        let judgement = judged(Shape::Geometric, first, now, year)?;
        let cases = [
            (judgement.probability, truth <= BASELINE * required),
            (
                judgement.probability_baseline_fixed,
                truth <= first.value * required,
            ),
        ];
        for (deciles, (stated, on_path)) in found.iter_mut().zip(cases) {
            let decile = &mut deciles[((stated * 10.0) as usize).min(9)];
            *decile = (
                decile.0 + 1,
                decile.1 + stated,
                decile.2 + usize::from(on_path),
            );
        }
    }
    Ok(found)
}
