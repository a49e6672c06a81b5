//! One statement, observed or computed, at full precision: what tables, charts, sentences and
//! machine output are made from.

use super::{Statistic, When};
use crate::model::{Age, Marker, Point, Series, Sex, Source, Status};

/// Where a fact is in the list of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactId(pub(super) u32);

/// One statement, observed or computed, with what it rests on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fact {
    /// Given by the list; none for a fact that is not in one yet.
    pub id: Option<FactId>,
    /// Which series of this answer it belongs to.
    pub series: String,
    /// The catalogue's measure; empty for a user's own figures.
    pub measure: String,
    /// The crime; empty for a user's own figures.
    pub crime: String,
    /// Police or survey; none where it is neither.
    pub source: Option<Source>,
    /// Sex of the people that it describes.
    pub sex: Option<Sex>,
    /// Their ages.
    pub age: Option<Age>,
    /// A further dimension, such as an ethnic group; empty for the headline.
    pub breakdown: String,
    /// `England and Wales`, or a force.
    pub area: String,
    /// Code of the area (GSS).
    pub area_code: String,
    /// `country`, `region`, `force` …
    pub area_kind: String,
    /// The time that a value is about; none for a change.
    pub period: When,
    /// What is stated.
    pub statistic: Statistic,
    /// How it was computed; empty for a published figure.
    pub method: String,
    /// Which segment of a trend, counted from 1.
    pub segment: Option<usize>,
    /// The beginning of a change or a trend.
    pub from: When,
    /// The end of a change or a trend.
    pub to: When,
    /// The value; none where there is a marker.
    pub value: Option<f64>,
    /// Lower limit.
    pub lower: Option<f64>,
    /// Upper limit.
    pub upper: Option<f64>,
    /// Confidence of the limits, between 0 and 1.
    pub confidence: Option<f64>,
    /// p-value of no change.
    pub p_value: Option<f64>,
    /// Degrees of freedom.
    pub df: Option<f64>,
    /// Number of points or people that it rests on.
    pub n: Option<f64>,
    /// `offences`, `per cent`, `percentage points` …
    pub unit: String,
    /// What a rate or share is of: `women and girls, mid-2023`.
    pub denominator: String,
    /// Why there is no value.
    pub marker: Option<Marker>,
    /// The standing of a published figure.
    pub status: Option<Status>,
    /// The release.
    pub release: String,
    /// `SHEET!CELL` of the release, or the address of a quotation.
    pub source_ref: String,
    /// What must be said with it.
    pub note: String,
}

impl Fact {
    /// A fact about a series, with neither time nor statistic yet.
    #[must_use]
    pub fn about(series: &Series) -> Self {
        Self {
            series: series.name.clone(),
            measure: series.measure.clone(),
            crime: series.crime.clone(),
            source: Some(series.source),
            sex: Some(series.sex),
            age: Some(series.age),
            area: series.area.clone(),
            area_code: series.area_code.clone(),
            area_kind: series.area_kind.to_owned(),
            ..Self::default()
        }
    }

    /// A figure of a series as published, without its error and limits.
    #[must_use]
    pub fn observed(series: &Series, point: &Point) -> Self {
        Self {
            period: point.period.into(),
            statistic: Statistic::Observed,
            value: point.value,
            unit: series.unit.clone(),
            marker: point.marker,
            status: point.status,
            release: point.release.clone(),
            source_ref: point.source_ref.clone(),
            note: point.quotation(),
            ..Self::about(series)
        }
    }

    /// The fact without numbers that are not finite: a value becomes a marker with the reason. Every
    /// fact of an answer goes through here.
    #[must_use]
    pub fn finite(mut self) -> Self {
        let is_infinite = |number: Option<f64>| number.is_some_and(|number| !number.is_finite());
        if is_infinite(self.value) {
            self.value = None;
            self.marker = Some(Marker::NotAvailable);
            if !self.note.is_empty() {
                self.note.push_str("; ");
            }
            self.note.push_str("the calculation gives no finite number");
        }
        if is_infinite(self.lower) || is_infinite(self.upper) {
            (self.lower, self.upper) = (None, None);
        }
        for number in [
            &mut self.confidence,
            &mut self.p_value,
            &mut self.df,
            &mut self.n,
        ] {
            *number = number.filter(|number| number.is_finite());
        }
        self
    }

    /// Lower and upper limit, where both are known.
    #[must_use]
    pub fn limits(&self) -> Option<(f64, f64)> {
        self.lower.zip(self.upper)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fact, Marker};

    #[test]
    fn a_number_that_is_not_finite_becomes_a_marker_with_a_reason() {
        let fact = Fact {
            value: Some(f64::INFINITY),
            lower: Some(1.0),
            upper: Some(f64::NAN),
            p_value: Some(f64::NAN),
            df: Some(3.0),
            note: "of the rate".to_owned(),
            ..Fact::default()
        };
        let fact = fact.finite();
        assert_eq!(
            (fact.value, fact.marker),
            (None, Some(Marker::NotAvailable))
        );
        assert_eq!(
            (fact.limits(), fact.p_value, fact.df),
            (None, None, Some(3.0))
        );
        assert_eq!(
            fact.note,
            "of the rate; the calculation gives no finite number"
        );
    }
}
