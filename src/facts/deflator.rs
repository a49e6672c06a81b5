//! The GDP deflator of one release, and amounts put in the prices of another year with it. Index
//! numbers of two releases are never mixed: they have different bases and different measurements of
//! the same years.

use std::collections::BTreeMap;

use crate::dataset::ReleaseFile;
use crate::frame::Figures;
use crate::model::{Marker, Period};

/// The label of its rows; other rows of a release are other price indices.
const LABEL: &str = "GDP deflator";

/// The GDP deflator of one release, by the year in which a financial year ends.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Deflator {
    years: BTreeMap<u16, DeflatorYear>,
}

/// The deflator of one financial year.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DeflatorYear {
    /// Index number, on the base of its release.
    pub(crate) index: f64,
    /// Whether it rests on a forecast by the publisher.
    pub(crate) forecast: bool,
    /// Whether it is chained from published growth, as no index is published.
    pub(crate) chained: bool,
    /// `SHEET!CELL`.
    pub(crate) source_ref: String,
}

/// An amount in the prices of another year.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Uplifted {
    /// In the unit of the amount put in.
    pub(crate) amount: f64,
    /// The deflator of the year whose prices the amount was in.
    pub(crate) from: DeflatorYear,
    /// The deflator of the year whose prices it is in now.
    pub(crate) to: DeflatorYear,
}

impl Deflator {
    /// The deflator of a release: its index and, for years with only the growth on the year before,
    /// that growth chained to the index.
    pub(crate) fn from_figures(figures: &Figures) -> Self {
        let mut deflator = Self::default();
        let mut growth = BTreeMap::new();
        for row in figures.iter() {
            let (Period::YearEnding { year, month: 3 }, Some(value)) = (row.period(), row.value())
            else {
                continue;
            };
            if row.kind().label != LABEL {
                continue;
            }
            let called_so = row.kind().notes.to_lowercase().contains("forecast");
            let found = DeflatorYear {
                index: value,
                forecast: called_so || row.marker() == Some(Marker::Forecast),
                chained: false,
                source_ref: row.source_ref(),
            };
            match row.kind().statistic.as_str() {
                "index" => drop(deflator.years.insert(year, found)),
                "relative_change" => drop(growth.insert(year, found)),
                _ => {}
            }
        }
        for (year, growth) in growth {
            deflator.chain(year, growth);
        }
        deflator
    }

    fn chain(&mut self, year: u16, growth: DeflatorYear) {
        let Some(before) = self.years.get(&year.saturating_sub(1)) else {
            return;
        };
        let chained = DeflatorYear {
            index: before.index * (1.0 + growth.index / 100.0),
            // The Treasury prints growth without an index only for years that it forecasts.
            forecast: true,
            chained: true,
            source_ref: growth.source_ref,
        };
        self.years.entry(year).or_insert(chained);
    }

    /// The first and the last financial year, by the year in which they end.
    pub(crate) fn span(&self) -> Option<(u16, u16)> {
        Some((*self.years.keys().next()?, *self.years.keys().next_back()?))
    }

    /// `amount` × index of `to` / index of `from` (docs/methods.md); `None` where a year is missing.
    pub(crate) fn uplift(&self, amount: f64, from: u16, to: u16) -> Option<Uplifted> {
        let (from, to) = (self.years.get(&from)?, self.years.get(&to)?);
        Some(Uplifted {
            amount: amount * to.index / from.index,
            from: from.clone(),
            to: to.clone(),
        })
    }
}

/// The title of a release as a source, with who copied it.
pub(crate) fn source_line(release: &ReleaseFile<'_>) -> String {
    let quoted = match release.quoted_by() {
        "" => String::new(),
        by => format!(", as copied by {by}, not checked against the publisher"),
    };
    format!("{}{quoted}.", release.title())
}

#[cfg(test)]
mod tests {
    use super::Deflator;
    use crate::frame::{Figures, FiguresBuilder};
    use crate::model::{Age, Marker, Observation, Period, Sex, Status};

    fn builder(rows: &[(u16, &str, Option<f64>, Option<Marker>)]) -> FiguresBuilder {
        let mut figures = FiguresBuilder::default();
        for &(year, statistic, value, marker) in rows {
            figures.push(&Observation {
                release: "d".into(),
                table: "financial-years".into(),
                source_ref: format!("s!C{year}"),
                code: String::new(),
                label: "GDP deflator".into(),
                group: String::new(),
                breakdown: String::new(),
                sex: Sex::All,
                age: Age::All,
                area: "United Kingdom".into(),
                area_code: String::new(),
                period: Period::financial(year),
                statistic: statistic.into(),
                unit: String::new(),
                value,
                marker,
                standard_error: None,
                lower: None,
                upper: None,
                base: None,
                status: Status::Official,
                notes: String::new(),
                withheld: String::new(),
            });
        }
        figures
    }

    fn figures(rows: &[(u16, &str, Option<f64>, Option<Marker>)]) -> Figures {
        builder(rows).finish("d").unwrap()
    }

    #[test]
    fn growth_is_chained_only_where_no_index_is_printed() {
        let forecast = Some(Marker::Forecast);
        let deflator = Deflator::from_figures(&figures(&[
            (2018, "index", Some(80.0), None),
            (2019, "index", Some(100.0), None),
            (2019, "relative_change", Some(99.0), None),
            (2020, "index", None, Some(Marker::NotAvailable)),
            (2020, "relative_change", Some(10.0), forecast),
            (2021, "relative_change", Some(50.0), forecast),
            (2023, "relative_change", Some(50.0), forecast),
        ]));
        assert_eq!(deflator.span(), Some((2018, 2021)));
        let measured = deflator.uplift(8.0, 2018, 2019).unwrap();
        assert!((measured.amount - 10.0).abs() < 1e-12);
        assert!(!measured.to.forecast && !measured.to.chained);
        // 8 / 80 × 100 × 1.1 × 1.5
        let chained = deflator.uplift(8.0, 2018, 2021).unwrap();
        assert!((chained.amount - 16.5).abs() < 1e-12);
        assert!(chained.to.forecast && chained.to.chained);
        assert_eq!(deflator.uplift(8.0, 2018, 2023), None);
    }

    #[test]
    fn another_price_index_of_the_release_is_not_the_deflator() {
        let rows = [
            (2018, "index", Some(80.0), None),
            (2019, "index", Some(100.0), None),
        ];
        let mut all = builder(&rows);
        let mut other = figures(&rows).row(1).observation();
        other.label = "CPIH".into();
        other.value = Some(130.0);
        all.push(&other);
        let found = Deflator::from_figures(&all.finish("d").unwrap())
            .uplift(8.0, 2018, 2019)
            .unwrap();
        assert!((found.amount - 10.0).abs() < 1e-12);
    }
}
