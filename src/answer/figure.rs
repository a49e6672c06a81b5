//! One row of machine output: the long table that every command with figures gives.

use serde::{Serialize, Serializer};

use crate::model::Series;

/// One figure at full precision. The order of the fields is the order of the CSV's columns;
/// fields are added at the end, never renamed.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Figure {
    /// Which series of this output the figure belongs to.
    pub series: String,
    /// The catalogue's measure; empty for a user's own figures.
    pub measure: String,
    /// `police` or `survey`.
    pub source: String,
    /// `women`, `men` or `all`.
    pub sex: String,
    /// `16-59`, `16+`, or `all`.
    pub age: String,
    /// `England and Wales`, or a force.
    pub area: String,
    /// The period of the figure; empty for a change.
    pub period: String,
    /// What the figure is: `observed`, `change`, `relative_change`, `index`, `rate` …
    pub statistic: String,
    /// How it was computed; empty for a published figure.
    pub method: String,
    /// Which segment of a trend, counted from 1.
    pub segment: Option<usize>,
    /// First period of a change or a trend.
    pub from: String,
    /// Last period of a change or a trend.
    pub to: String,
    /// The value; empty where `marker` stands.
    #[serde(serialize_with = "number")]
    pub value: Option<f64>,
    /// Lower limit.
    #[serde(serialize_with = "number")]
    pub lower: Option<f64>,
    /// Upper limit.
    #[serde(serialize_with = "number")]
    pub upper: Option<f64>,
    /// Confidence of the limits, between 0 and 1.
    #[serde(serialize_with = "number")]
    pub confidence: Option<f64>,
    /// Probability under no change.
    #[serde(serialize_with = "number")]
    pub p_value: Option<f64>,
    /// Degrees of freedom.
    #[serde(serialize_with = "number")]
    pub df: Option<f64>,
    /// Number of points or people that the figure rests on.
    #[serde(serialize_with = "number")]
    pub n: Option<f64>,
    /// `offences`, `per cent`, `percentage points` …
    pub unit: String,
    /// Why there is no value: `[x]` …
    pub marker: String,
    /// `accredited`, `official`, `in development`, `not badged`.
    pub status: String,
    /// The release that the figure comes from.
    pub release: String,
    /// `SHEET!CELL` of the release, or the address of a quotation.
    pub source_ref: String,
    /// What must be said with it.
    pub note: String,
}

impl Figure {
    /// A row about a series, with neither period nor statistic yet.
    #[must_use]
    pub fn about(series: &Series) -> Self {
        Self {
            series: series.name.clone(),
            measure: series.measure.clone(),
            source: series.source.to_string(),
            sex: series.sex.to_string(),
            age: series.age.to_string(),
            area: series.area.clone(),
            ..Self::default()
        }
    }

    /// The columns that hold numbers.
    pub const NUMBERS: [&'static str; 8] = [
        "segment",
        "value",
        "lower",
        "upper",
        "confidence",
        "p_value",
        "df",
        "n",
    ];

    /// The columns of the CSV, in order.
    pub const COLUMNS: [&'static str; 25] = [
        "series",
        "measure",
        "source",
        "sex",
        "age",
        "area",
        "period",
        "statistic",
        "method",
        "segment",
        "from",
        "to",
        "value",
        "lower",
        "upper",
        "confidence",
        "p_value",
        "df",
        "n",
        "unit",
        "marker",
        "status",
        "release",
        "source_ref",
        "note",
    ];
}

/// A whole number without a decimal point, any other at full precision.
// The signature is the one that serde asks for.
#[allow(clippy::ref_option)]
fn number<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match *value {
        Some(value) if value.fract() == 0.0 && value.abs() < EXACT => {
            serializer.serialize_i64(value as i64)
        }
        Some(value) => serializer.serialize_f64(value),
        None => serializer.serialize_none(),
    }
}
