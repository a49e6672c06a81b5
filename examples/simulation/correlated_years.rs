//! Trends whose years are correlated: coverage, false significance and width, beside fits that take
//! years as independent.
//!
//! Holds no survey and no counts: the values scatter about the line with an AR(1) process.

use vawg::stats::error::StatsError;
use vawg::stats::trends::correlated;
use vawg::stats::trends::least_squares;
use vawg::stats::trends::line::Line;
use vawg::stats::trends::series::{Points, Scale};
use vawg::stats::trends::step::NO_STEPS;

use crate::draws::Draws;
use crate::table::{each, markdown, percent};

const SEED: u64 = 20_260_701;
const SERIES: u32 = 5_000;
const LENGTHS: [usize; 5] = [7, 9, 12, 17, 22];
const SPREAD: f64 = 0.05;

/// How strongly a year follows the one before.
#[derive(Clone, Copy, PartialEq)]
enum Years {
    Ar1(f64),
    RandomWalk,
}

impl Years {
    fn words(self) -> String {
        match self {
            Self::Ar1(rho) => format!("rho {rho}"),
            Self::RandomWalk => "random walk".to_owned(),
        }
    }

    fn errors(self, length: usize, draws: &mut Draws) -> Vec<f64> {
        let mut errors = Vec::with_capacity(length);
        let mut last = SPREAD * draws.normal();
        for _ in 0..length {
            errors.push(last);
            last = match self {
                Self::Ar1(rho) => rho * last + SPREAD * (1.0 - rho * rho).sqrt() * draws.normal(),
                Self::RandomWalk => last + SPREAD * draws.normal(),
            };
        }
        errors
    }
}

const YEARS: [Years; 5] = [
    Years::Ar1(0.0),
    Years::Ar1(0.3),
    Years::Ar1(0.5),
    Years::Ar1(0.7),
    Years::RandomWalk,
];

/// What one cell counts: intervals that hold the truth and series called significant, with correlated
/// and with independent years, and the median of the ratios of their widths.
struct Cell {
    held: [u32; 2],
    significant: [u32; 2],
    width: f64,
}

/// The tables on correlated years.
pub(crate) fn study() -> Result<String, StatsError> {
    let cells: Vec<(Years, usize)> = YEARS
        .iter()
        .flat_map(|years| LENGTHS.map(|length| (*years, length)))
        .collect();
    let found: Vec<Cell> = each(&cells, |number, cell| counted(number, *cell))
        .into_iter()
        .collect::<Result<_, _>>()?;
    let table = |words: &str, cell: &dyn Fn(&Cell) -> String| {
        let names: Vec<String> = LENGTHS.iter().map(usize::to_string).collect();
        let mut heading = vec!["years"];
        heading.extend(names.iter().map(String::as_str));
        let rows: Vec<Vec<String>> = YEARS
            .iter()
            .zip(found.chunks(LENGTHS.len()))
            .map(|(years, found)| {
                let mut row = vec![years.words()];
                row.extend(found.iter().map(cell));
                row
            })
            .collect();
        format!("{words}, by number of points:\n\n") + &markdown(&heading, &rows)
    };
    let share = |number: u32| percent(f64::from(number) / f64::from(SERIES));
    let both = |counts: [u32; 2]| format!("{} ({})", share(counts[0]), share(counts[1]));
    Ok("## Correlated years\n\n".to_owned()
        + &table(
            "95% intervals of the annual percent change that hold it, correlated (independent), %",
            &|cell| both(cell.held),
        )
        + &table(
            "Flat series called significant, correlated (independent), %",
            &|cell| both(cell.significant),
        )
        + &table(
            "Width of the interval with correlated years over that with independent years, median",
            &|cell| format!("{:.2}", cell.width),
        ))
}

fn counted(number: u64, (years, length): (Years, usize)) -> Result<Cell, StatsError> {
    let mut draws = Draws::new(SEED, number);
    let x: Vec<f64> = (0..length).map(|year| 2005.75 + year as f64).collect();
    let mut cell = Cell {
        held: [0; 2],
        significant: [0; 2],
        width: 0.0,
    };
    let mut widths = Vec::new();
    for _ in 0..SERIES {
        let value: Vec<f64> = years
            .errors(length, &mut draws)
            .into_iter()
            .map(|error| 100.0 * error.exp())
            .collect();
        let points = Points {
            x: &x,
            value: &value,
            standard_error: None,
        };
        let lines = [
            correlated::trend(&points, None, Scale::Log, &NO_STEPS, 0.95)?,
            least_squares::trend(&points, Scale::Log, &NO_STEPS, 0.95)?,
        ];
        for (which, line) in lines.iter().enumerate() {
            cell.held[which] += u32::from(line.change.interval.contains(0.0));
            cell.significant[which] += u32::from(line.p_value < 0.05);
        }
        let width = |line: &Line| line.change.interval.upper - line.change.interval.lower;
        widths.push(width(&lines[0]) / width(&lines[1]));
    }
    widths.sort_by(f64::total_cmp);
    cell.width = widths[widths.len() / 2];
    Ok(cell)
}
