//! Series by month, quarter or rolling year: from the tables that have months or quarters, with
//! longer periods added up from them.

use anyhow::Result;

use super::Dataset;
use super::ReleaseFile;
use super::points::{Summed, summed};
use super::select::{headline, select};
use super::series::{composition, incomplete_sums, offence_keys};
use super::sums;
use crate::catalogue::{Measure, MeasureRows, Offence};
use crate::dataset::held::findings;
use crate::model::{Marker, Period, PeriodKind, Point, Series};

/// ONS tables of years, each with the table of the same rows by month or quarter.
const FINER: [(&str, &str); 2] = [("A5a", "A5b"), ("B9a", "E2a")];

impl Dataset<'_> {
    /// The series of a measure in periods of one kind; `None` where no release that is held has it.
    ///
    /// Quarters and rolling years are added up from months or quarters where none are printed.
    ///
    /// # Errors
    /// A damaged release; two values of one figure.
    pub fn series_by(
        &self,
        measure: &Measure,
        pin: Option<&str>,
        kind: PeriodKind,
    ) -> Result<Option<Series>> {
        if kind == PeriodKind::Year {
            return self.series(measure, pin);
        }
        let serving = self.serving(pin);
        for release in &serving {
            let (found, composition) = self.finer(measure, release)?;
            let found = in_periods(found, kind);
            if found.is_empty() {
                continue;
            }
            let found = match kind {
                PeriodKind::Rolling => with_printed(found, self.series(measure, pin)?),
                _ => found,
            };
            let incomplete = incomplete_sums(&found);
            let points = found.into_iter().map(|found| found.point).collect();
            let mut series = self.describe(measure, None, points, Vec::new());
            series.notes.extend(incomplete);
            series.notes.extend(findings::notes(&series, &serving));
            series.composition = composition;
            series.sources = self.source_lines(&series);
            return Ok(Some(series));
        }
        Ok(None)
    }

    /// The months or quarters that a release has of a measure, and what they are made of.
    fn finer(&self, measure: &Measure, release: &ReleaseFile<'_>) -> Result<(Vec<Summed>, String)> {
        let nothing = (Vec::new(), String::new());
        let MeasureRows::Offences {
            table,
            offences,
            total,
            ..
        } = &measure.rows
        else {
            return Ok(nothing);
        };
        let offences: Vec<&Offence> = offences
            .iter()
            .filter_map(|name| self.catalogue.offences.get(name))
            .collect();
        if let Some(family) = release
            .counting
            .filter(|family| family.serves_for == *table && measure.statistic == "count")
        {
            for figures in release.parts_with(&[&family.table])? {
                let found = sums::by_quarter(figures, &offences, family, self.catalogue)?;
                if !found.is_empty() {
                    return Ok((found, composition("all forces added up", &offences, None)));
                }
            }
            return Ok(nothing);
        }
        let Some((_, finer)) = FINER.iter().find(|(years, _)| years == table) else {
            return Ok(nothing);
        };
        let total = total.as_deref();
        let keys = offence_keys(&headline(self.catalogue), measure, &offences, total);
        let rows = select(release, &[finer], &keys)?;
        if rows.is_empty() {
            return Ok(nothing);
        }
        let total = total.filter(|_| rows.iter().any(|row| row.code.is_empty()));
        let made_of = composition(&format!("Table {finer}"), &offences, total);
        Ok((summed(rows, &offences, total)?, made_of))
    }
}

/// Months or quarters as they are, or added up to longer periods.
fn in_periods(found: Vec<Summed>, kind: PeriodKind) -> Vec<Summed> {
    let held = found.first().map(|one| one.point.period.kind());
    match (held, kind) {
        (Some(held), kind) if held == kind => found,
        (Some(PeriodKind::Month), PeriodKind::Quarter) => added_up(&found, 3),
        (Some(PeriodKind::Month | PeriodKind::Quarter), PeriodKind::Rolling) => {
            added_up(&found, 12)
        }
        _ => Vec::new(),
    }
}

/// The sum of each run of so many months for which publishers have a name: a quarter, a year.
fn added_up(found: &[Summed], months: i32) -> Vec<Summed> {
    let sum = |end: usize| {
        let last = &found[end].point;
        let each = last.period.months();
        let count = usize::try_from(months / each).ok()?;
        let run = &found[(end + 1).checked_sub(count)?..=end];
        let first = &run.first()?.point;
        let follows = |pair: &[Summed]| pair[0].point.period.following() == pair[1].point.period;
        let period = Period::of_months(first.period.first_month(), last.period.end_month())?;
        run.windows(2).all(follows).then(|| whole(run, period))
    };
    (0..found.len()).filter_map(sum).collect()
}

/// One sum; without a value where a part has none.
fn whole(run: &[Summed], period: Period) -> Summed {
    let (first, last) = (&run[0].point, &run[run.len() - 1].point);
    let point = Point {
        period,
        source_ref: format!("{} to {}", first.source_ref, last.source_ref),
        ..last.clone()
    };
    let missing = |one: &&Summed| one.point.value.is_none();
    let missing: Vec<String> = run
        .iter()
        .filter(missing)
        .map(|one| one.point.period.to_string())
        .collect();
    if missing.is_empty() {
        return Summed::complete(Point {
            value: run.iter().map(|one| one.point.value).sum(),
            marker: None,
            ..point
        });
    }
    let reason = format!(
        "needs {} parts; without a figure: {}",
        run.len(),
        missing.join(", ")
    );
    Summed::incomplete(point, Marker::NotAvailable, reason)
}

/// Rolling years with those that the same release prints in place of sums.
fn with_printed(found: Vec<Summed>, years: Option<Series>) -> Vec<Summed> {
    let printed: Vec<Point> = years.map_or_else(Vec::new, |series| {
        series.rolling.into_iter().chain(series.points).collect()
    });
    let replaced = |one: Summed| {
        let same = |point: &&Point| {
            point.period == one.point.period
                && point.release == one.point.release
                && point.value.is_some()
        };
        match printed.iter().find(same) {
            Some(point) => Summed::complete(point.clone()),
            None => one,
        }
    };
    found.into_iter().map(replaced).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(values: &[Option<f64>]) -> Vec<Summed> {
        let mut period: Period = "2024-m11".parse().unwrap();
        let mut found = Vec::new();
        for value in values {
            let point = Point {
                value: *value,
                source_ref: format!("S!{period}"),
                ..Point::unknown(period)
            };
            found.push(Summed::complete(point));
            period = period.following();
        }
        found
    }

    #[test]
    fn months_make_whole_quarters_alone() {
        let found = months(&[Some(1.0), Some(2.0), Some(4.0), Some(8.0), Some(16.0)]);
        let quarters = in_periods(found, PeriodKind::Quarter);
        assert_eq!(quarters.len(), 1);
        assert_eq!(quarters[0].point.period.to_string(), "2025-q1");
        assert_eq!(quarters[0].point.value, Some(28.0));
        assert_eq!(quarters[0].point.source_ref, "S!2025-m01 to S!2025-m03");
    }

    #[test]
    fn a_sum_with_a_part_missing_has_no_value() {
        let found = months(&[Some(1.0), Some(2.0), Some(4.0), None, Some(16.0)]);
        let quarters = in_periods(found, PeriodKind::Quarter);
        assert_eq!(quarters[0].point.value, None);
        assert_eq!(quarters[0].point.marker, Some(Marker::NotAvailable));
        assert_eq!(
            quarters[0].incomplete,
            "needs 3 parts; without a figure: 2025-m02"
        );
    }

    #[test]
    fn a_gap_between_months_is_in_no_sum() {
        let mut found = months(&[Some(1.0); 14]);
        assert_eq!(in_periods(found.clone(), PeriodKind::Rolling).len(), 3);
        found.remove(6);
        assert!(in_periods(found, PeriodKind::Rolling).is_empty());
    }

    #[test]
    fn quarters_are_not_cut_into_months() {
        let mut found = months(&[Some(1.0)]);
        found[0].point.period = "2024-q1".parse().unwrap();
        assert!(in_periods(found, PeriodKind::Month).is_empty());
    }
}
