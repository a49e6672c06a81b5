//! Definitions and targets: what is to be reached, of what.

use serde::Deserialize;

use super::parsed;
use crate::model::{Age, Period, Sex, Source};

/// What violence against women and girls is taken to mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Unique name.
    pub id: String,
    /// Its name in titles.
    pub title: String,
    /// Police or survey.
    pub source: Source,
    /// Whom it is about.
    #[serde(deserialize_with = "parsed")]
    pub sex: Sex,
    /// Their ages.
    #[serde(deserialize_with = "parsed")]
    pub age: Age,
    /// The measures that it stands on.
    pub measures: Vec<String>,
    /// `per cent`, `offences`.
    pub unit: String,
    /// `people` or `offences`.
    pub counts: String,
    /// What is in it.
    pub includes: String,
    /// What is not.
    pub leaves_out: String,
    /// Who uses it.
    pub used_by: String,
    /// Where it is written down.
    pub citation: String,
    /// The standing of its figures.
    pub status: String,
    /// Measures whose changes add up to its change: by sex, or by offence.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Measures with a longer past, whose trend says what might have happened anyway.
    #[serde(default)]
    pub prior: Vec<String>,
    /// What is taken as known of its annual change before the figures.
    #[serde(default)]
    pub prior_change: Option<PriorChange>,
    /// Design factor assumed where nothing is published.
    #[serde(default)]
    pub assumed_design_factor: Option<f64>,
    /// Numbers of people asked, assumed where nothing is published.
    #[serde(default)]
    pub assumed_base: Vec<AssumedBase>,
}

/// An annual change that is assumed before any figure of the target, with the reason.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorChange {
    /// As a share: -0.025 for a fall of 2.5% a year.
    pub annual: f64,
    /// Its standard deviation, as a share.
    pub standard_deviation: f64,
    /// Why this change.
    #[expect(dead_code, reason = "for whoever reads the catalogue")]
    pub reason: String,
}

/// A number of people asked that is assumed, with the reason.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssumedBase {
    /// The period, and those after it until the next entry.
    #[serde(deserialize_with = "parsed")]
    pub period: Period,
    /// People asked.
    pub base: f64,
    /// Why this number.
    pub reason: String,
}

/// What is to be reached, by when.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Unique name.
    pub id: String,
    /// The definition that it is stated for.
    pub definition: String,
    /// The period it starts from.
    #[serde(deserialize_with = "parsed")]
    pub baseline: Period,
    /// The period by which it is to be reached.
    #[serde(deserialize_with = "parsed")]
    pub target: Period,
    /// The part by which the baseline is to fall: 0.5 for a halving.
    pub reduction: f64,
    /// Who set it for this definition; empty where it is there to compare definitions.
    #[serde(default)]
    pub set_by: String,
    /// Where it is stated.
    pub citation: String,
    /// Who quoted it, where it is known only so.
    #[serde(default)]
    pub quoted_by: String,
}
