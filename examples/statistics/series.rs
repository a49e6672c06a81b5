//! The series and tables that the statistics are computed of.

const SERIES: &str = include_str!("../../tests/reference/stats/real_series.csv");

/// The design factor that ONS multiplies standard errors by.
pub(crate) const DESIGN_FACTOR: f64 = 1.2;

/// A series of the file.
#[derive(Default)]
pub(crate) struct Series {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) period_length: f64,
    pub(crate) steps: Vec<f64>,
    pub(crate) x: Vec<f64>,
    pub(crate) value: Vec<f64>,
    pub(crate) base: Vec<f64>,
}

pub(crate) fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or(0.0)
}

/// The cells of each row below the source line and the heading.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(2).map(|line| line.split(',').collect())
}

pub(crate) fn all_series() -> Vec<Series> {
    let mut found: Vec<Series> = Vec::new();
    for row in rows(SERIES) {
        if found.last().is_none_or(|series| series.name != row[0]) {
            found.push(Series {
                name: row[0].to_owned(),
                kind: row[1].to_owned(),
                period_length: number(row[2]),
                steps: row[3]
                    .split(';')
                    .filter(|at| !at.is_empty())
                    .map(number)
                    .collect(),
                ..Series::default()
            });
        }
        if let Some(series) = found.last_mut() {
            series.x.push(number(row[4]));
            series.value.push(number(row[5]));
            series.base.push(number(row[6]));
        }
    }
    found
}

impl Series {
    /// The standard errors, in per cent, from the bases.
    pub(crate) fn errors(&self) -> Option<Vec<f64>> {
        let error = |(value, base): (&f64, &f64)| {
            let p = value / 100.0;
            100.0 * DESIGN_FACTOR * (p * (1.0 - p) / base).sqrt()
        };
        (self.kind == "prevalence").then(|| self.value.iter().zip(&self.base).map(error).collect())
    }
}
