//! Few degrees of freedom: changes of counts by z and by t; and quarters with and without season terms.
//!
//! Holds no trends of years: see `trends` and `correlated_years`.

use vawg::stats::error::StatsError;
use vawg::stats::intervals::change::relative_change_with_df;
use vawg::stats::trends::quasi_poisson;
use vawg::stats::trends::season::Season;
use vawg::stats::trends::step::{NO_STEPS, Steps};
use vawg::stats::trends::terms::Terms;

use crate::draws::Draws;
use crate::table::{each, markdown, percent};

const SEED: u64 = 20_260_703;
const SERIES: u32 = 20_000;
const MEAN: f64 = 100_000.0;
const DISPERSION: f64 = 1_200.0;

/// The tables on few degrees of freedom and on seasons.
pub(crate) fn study() -> Result<String, StatsError> {
    Ok("## Few degrees of freedom, and seasons\n\n".to_owned() + &changes()? + &seasons()?)
}

/// The change from the last of a few years to a year after them, and between the last two of them,
/// with the dispersion of their trend.
fn changes() -> Result<String, StatsError> {
    let lengths = [4_usize, 6, 8, 12, 17];
    let found: Vec<[u32; 4]> = each(&lengths, |number, length| {
        let mut draws = Draws::new(SEED, number);
        let x: Vec<f64> = (0..*length).map(|year| 2005.75 + year as f64).collect();
        let mut held = [0; 4];
        for _ in 0..SERIES {
            let counts: Vec<f64> = (0..=*length)
                .map(|_| draws.scattered(MEAN, DISPERSION))
                .collect();
            let line = quasi_poisson::trend(&x, &counts[..*length], None, &NO_STEPS, 0.95)?;
            let last = (counts[length - 1], 1.0);
            let pairs = [
                (last, (counts[*length], 1.0)),
                ((counts[length - 2], 1.0), last),
            ];
            let by = [None, Some(line.df)];
            for (pair, (first, second)) in pairs.into_iter().enumerate() {
                for (which, df) in by.into_iter().enumerate() {
                    let dispersion = line.dispersion.used;
                    let found = relative_change_with_df(first, second, dispersion, df, 0.95)?;
                    held[2 * pair + which] += u32::from(found.interval.contains(0.0));
                }
            }
        }
        Ok(held)
    })
    .into_iter()
    .collect::<Result<_, StatsError>>()?;
    let share = |number: u32| percent(f64::from(number) / f64::from(SERIES));
    let rows: Vec<Vec<String>> = lengths
        .iter()
        .zip(&found)
        .map(|(length, held)| {
            let mut row = vec![length.to_string(), (length - 2).to_string()];
            row.extend(held.map(share));
            row
        })
        .collect();
    Ok(
        "Counts with a dispersion of 1,200: 95% limits of a change that hold it, %:\n\n".to_owned()
            + &markdown(
                &[
                    "years fitted",
                    "degrees of freedom",
                    "to the next year, by z",
                    "by t",
                    "last two fitted years, by z",
                    "by t",
                ],
                &rows,
            ),
    )
}

/// Quarters that rise by 3% a year, the third of each year 20% higher.
fn seasons() -> Result<String, StatsError> {
    let lengths = [8_u32, 11, 13, 20];
    let found: Vec<[(f64, u32); 2]> = each(&lengths, |number, length| {
        let mut draws = Draws::new(SEED + 1, number);
        let x: Vec<f64> = (0..*length)
            .map(|i| 2020.125 + 0.25 * f64::from(i))
            .collect();
        let quarters = Terms {
            stated: &[],
            steps: Steps {
                at: &[],
                period_length: 0.25,
            },
            season: Season::for_window(&x, 0.25)?,
        };
        let years = Terms {
            stated: &[],
            season: Season::None,
            ..quarters
        };
        let mut sums = [(0.0, 0); 2];
        for _ in 0..SERIES {
            let counts: Vec<f64> = (0..*length)
                .map(|i| {
                    let season = if i % 4 == 2 { 1.2 } else { 1.0 };
                    let mean = 5_000.0 * 1.03_f64.powf(f64::from(i) / 4.0) * season;
                    draws.scattered(mean, 5.0)
                })
                .collect();
            for (sum, terms) in sums.iter_mut().zip([&quarters, &years]) {
                let change = quasi_poisson::trend(&x, &counts, None, terms, 0.95)?.change;
                sum.0 += change.value - 3.0;
                sum.1 += u32::from(change.interval.contains(3.0));
            }
        }
        Ok(sums)
    })
    .into_iter()
    .collect::<Result<_, StatsError>>()?;
    let cell = |(bias, held): (f64, u32)| {
        let share = f64::from(held) / f64::from(SERIES);
        format!("{:+.2} ({})", bias / f64::from(SERIES), percent(share))
    };
    let rows: Vec<Vec<String>> = lengths
        .iter()
        .zip(&found)
        .map(|(length, sums)| vec![length.to_string(), cell(sums[0]), cell(sums[1])])
        .collect();
    Ok(
        "Quarters that rise by 3% a year, the third of each year 20% higher: mean error of the annual \
         percent change, points (95% intervals that hold it, %):\n\n"
            .to_owned()
            + &markdown(&["quarters", "with season terms", "without"], &rows),
    )
}
