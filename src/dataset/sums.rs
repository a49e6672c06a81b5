//! Counts by police force and quarter, summed to England and Wales and financial years: what the
//! Home Office's open data say where a measure asks for the rows of ONS Table A5a.

use std::collections::BTreeMap;

use crate::model::{Figures, Observation, Period};

/// The table that the sums stand in for.
pub(super) const TABLE: &str = "A5a";

/// One row a kind and financial year of which all four quarters are there, the British Transport
/// Police included as in the ONS table. A count that is missing leaves its sum without a figure.
pub(super) fn national(release: &str, figures: &Figures) -> Vec<Observation> {
    let years: Vec<Option<u16>> = figures
        .periods()
        .iter()
        .map(|period| financial(*period))
        .collect();
    let mut quarters: BTreeMap<u16, usize> = BTreeMap::new();
    for year in years.iter().flatten() {
        *quarters.entry(*year).or_default() += 1;
    }
    let whole = |year: &u16| quarters.get(year) == Some(&4);
    let first = quarters.keys().next().copied().unwrap_or(0);
    let span = quarters
        .keys()
        .last()
        .map_or(0, |last| usize::from(last - first) + 1);
    let mut sums: Vec<Option<Sum>> = vec![None; span * figures.kinds().len()];
    for row in figures.iter() {
        let year = years[usize::from(row.period_id())];
        let Some(year) = year.filter(whole) else {
            continue;
        };
        let at = row.kind_id() as usize * span + usize::from(year - first);
        let sum = sums[at].get_or_insert(Sum {
            first: row.index(),
            rows: 0,
            value: Some(0.0),
        });
        sum.rows += 1;
        sum.value = sum.value.zip(row.value()).map(|(sum, value)| sum + value);
    }
    let found = sums.into_iter().enumerate();
    found
        .filter_map(|(at, sum)| Some((at % span, sum?)))
        .map(|(year, sum)| sum.observation(release, figures, first + year as u16))
        .collect()
}

#[derive(Clone, Copy)]
struct Sum {
    first: usize,
    rows: usize,
    value: Option<f64>,
}

impl Sum {
    /// As its first row is, but for all areas and a financial year.
    fn observation(self, release: &str, figures: &Figures, year: u16) -> Observation {
        let row = figures.row(self.first);
        let mut observation = row.observation(release);
        TABLE.clone_into(&mut observation.table);
        "England and Wales".clone_into(&mut observation.area);
        observation.period = Period::financial(year);
        observation.value = self.value;
        if self.rows > 1 {
            let more = self.rows - 1;
            observation.source_ref = format!("{} and {more} more rows", row.source_ref());
        }
        observation
    }
}

/// The year in which the financial year of a quarter ends.
const fn financial(period: Period) -> Option<u16> {
    match period {
        Period::Quarter { year, quarter: 1 } => Some(year),
        Period::Quarter { year, .. } => Some(year + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::national;
    use crate::model::{Age, Figures, Observation, Period, Sex, Status};

    fn figures(rows: &[(&str, u16, u8, f64)]) -> Figures {
        let mut figures = Figures::default();
        for (row, (area, year, quarter, value)) in rows.iter().enumerate() {
            figures.push(&Observation {
                release: "r".into(),
                table: "prc-pfa".into(),
                source_ref: format!("f.csv!H{}", row + 2),
                code: "19C".into(),
                label: "Rape of a female aged 16 and over".into(),
                group: String::new(),
                breakdown: String::new(),
                sex: Sex::All,
                age: Age::All,
                area: (*area).into(),
                area_code: String::new(),
                period: Period::Quarter {
                    year: *year,
                    quarter: *quarter,
                },
                statistic: "count".into(),
                unit: "offences".into(),
                value: Some(*value),
                marker: None,
                standard_error: None,
                lower: None,
                upper: None,
                base: None,
                status: Status::Official,
                notes: String::new(),
            });
        }
        figures
    }

    #[test]
    fn only_years_with_four_quarters_are_summed() {
        let figures = figures(&[
            ("Kent", 2022, 2, 1.0),
            ("Surrey", 2022, 2, 2.0),
            ("Kent", 2022, 3, 4.0),
            ("Kent", 2022, 4, -1.0),
            ("Kent", 2023, 1, 8.0),
            ("Kent", 2023, 2, 100.0),
        ]);
        let sums = national("r", &figures);
        assert_eq!(sums.len(), 1);
        assert_eq!(sums[0].period, Period::financial(2023));
        assert_eq!(sums[0].value, Some(14.0));
        assert_eq!(sums[0].source_ref, "f.csv!H2 and 4 more rows");
        assert_eq!(sums[0].area, "England and Wales");
    }
}
