//! Figures that show what a command of the program answers: its question, with typed keys.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::Source;

/// What `vawg trend` is asked.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TrendQuery {
    /// Whose figures, and which.
    #[serde(flatten)]
    pub subject: SubjectQuery,
    /// One source only.
    pub source: Option<Source>,
    /// Whether rates per 1,000 population are shown.
    pub rate: bool,
    /// The period at which an index is 100.
    pub index: Option<String>,
    /// Trend model; log-linear unless given.
    pub model: ModelName,
    /// Largest number of joinpoints considered.
    pub max_joinpoints: Option<usize>,
    /// How the number of joinpoints is chosen; by permutation unless given.
    pub select: Option<String>,
    /// First periods on a new basis, or `breaks`.
    pub step: Vec<String>,
    /// Whether one trend is fitted across all breaks.
    pub across_breaks: bool,
    /// Whether the trend is fitted on the scale of the values.
    pub linear: bool,
    /// Windows of average annual changes, as `FROM:TO`.
    pub average: Vec<String>,
    /// Seed of the permutations.
    pub seed: Option<u64>,
    /// What is assumed where nothing was published.
    #[serde(flatten)]
    pub precision: PrecisionQuery,
}

/// What `vawg prevalence` is asked.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PrevalenceQuery {
    /// Whose figures, and which.
    #[serde(flatten)]
    pub subject: SubjectQuery,
    /// The period that the latest one is compared with.
    pub compare: Option<String>,
    /// Number of people to multiply by.
    pub population: Option<f64>,
    /// What is assumed where nothing was published.
    #[serde(flatten)]
    pub precision: PrecisionQuery,
}

/// A crime, or own figures; sex, age, periods and releases.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct SubjectQuery {
    /// The crime.
    pub crime: Option<String>,
    /// Or a CSV of own figures beside the description.
    pub input: Option<String>,
    /// `women`, `men` or `all`.
    pub sex: Option<String>,
    /// Ages: `16-59`.
    pub age: Option<String>,
    /// First period.
    pub from: Option<String>,
    /// Last period.
    pub to: Option<String>,
    /// Releases in place of the one that the figure is pinned to.
    pub releases: Vec<String>,
}

/// What `vawg baseline` is asked.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BaselineQuery {
    /// What is to be reduced.
    #[serde(flatten)]
    pub goal: GoalQuery,
    /// Whether every definition is shown.
    pub all: bool,
}

/// What `vawg trajectory` is asked.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TrajectoryQuery {
    /// A target of the catalogue, in place of a definition.
    pub target: Option<String>,
    /// What is to be reduced.
    #[serde(flatten)]
    pub goal: GoalQuery,
    /// Figures just published, by period.
    pub observed: BTreeMap<String, f64>,
    /// Whether figures are judged across breaks.
    pub across_breaks: bool,
    /// New basis over old, by the first period on the new basis.
    pub step: BTreeMap<String, f64>,
    /// Path to show; both unless given.
    pub path: PathName,
    /// Change a year from the latest figure on, as a share.
    pub assume_annual_change: Option<f64>,
}

/// What is to be reduced, by how much and by when.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct GoalQuery {
    /// The definition; the headline unless given.
    pub definition: Option<String>,
    /// Or a CSV of own figures beside the description.
    pub input: Option<String>,
    /// Period to start from.
    pub baseline: Option<String>,
    /// Period by which the target is to be reached.
    pub target_period: Option<String>,
    /// Part by which the baseline is to fall.
    pub reduction: Option<f64>,
    /// Power of the test.
    pub power: Option<f64>,
    /// What is assumed where nothing was published.
    #[serde(flatten)]
    pub precision: PrecisionQuery,
}

/// What is assumed where nothing was published, and how sure intervals are.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(default)]
pub struct PrecisionQuery {
    /// Confidence of intervals; 0.95 unless given.
    pub confidence: Option<f64>,
    /// Sample size of every period.
    pub base: Option<f64>,
    /// Sample sizes by period.
    pub bases: BTreeMap<String, f64>,
    /// Design factor (deft).
    pub design_factor: Option<f64>,
}

/// What `vawg detect` is asked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DetectQuery {
    /// Prevalence to start from, in per cent.
    pub prevalence: f64,
    /// Sample sizes.
    #[serde(default)]
    pub base: Vec<f64>,
    /// Fall to be detected, as a share of the prevalence.
    #[serde(default)]
    pub change: Option<f64>,
    /// Years within which a fall is to be detected.
    #[serde(default)]
    pub years: Option<u8>,
    /// Design factors (deft).
    #[serde(default)]
    pub design_factor: Vec<f64>,
    /// Fall a year, as a share.
    #[serde(default)]
    pub annual_fall: Option<f64>,
    /// Power of the test; 0.8 unless given.
    #[serde(default)]
    pub power: Option<f64>,
    /// Confidence of the test; 0.95 unless given.
    #[serde(default)]
    pub confidence: Option<f64>,
}

/// What `vawg uplift` is asked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpliftQuery {
    /// The amount: `66bn`.
    pub amount: String,
    /// Financial year of its prices.
    pub from: String,
    /// Financial year of the prices it is put in.
    pub to: String,
    /// Release of the deflator; every one held unless given.
    #[serde(default)]
    pub deflator: Option<String>,
}

/// What `vawg revisions` is asked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevisionsQuery {
    /// The earlier release.
    pub from: String,
    /// The later release.
    pub to: String,
    /// Only the figures of a crime.
    #[serde(default)]
    pub crime: Option<String>,
}

/// The arguments of a command line, as earlier versions took them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetiredQuery {
    /// The command and its options.
    pub arguments: Vec<String>,
}

/// Trend models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModelName {
    /// One annual rate of change.
    #[default]
    LogLinear,
    /// Straight pieces that meet.
    Joinpoint,
    /// No trend.
    None,
}

/// Forms of path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PathName {
    /// The same rate each year.
    Geometric,
    /// The same number of points each year.
    Linear,
    /// Both.
    #[default]
    Both,
}

#[cfg(test)]
mod tests {
    use crate::reports::Query;

    #[test]
    fn the_question_of_a_command_has_typed_keys_and_unknown_ones_are_refused() {
        let query = |text: &str| toml::from_str::<Query>(text);
        let trend = query("kind = 'trend'\ncrime = 'rape'\nsource = 'police'\nbase = 1000\n");
        let Ok(Query::Trend(trend)) = trend else {
            panic!("{trend:?}");
        };
        assert_eq!(trend.subject.crime.as_deref(), Some("rape"));
        assert_eq!(trend.precision.base, Some(1000.0));
        for wrong in [
            "kind = 'trend'\ncolour = 'red'\n",
            "kind = 'prevalence'\nsource = 'police'\n",
            "kind = 'baseline'\ntarget = 'x'\n",
            "kind = 'trajectory'\npath = 'straight'\n",
        ] {
            assert!(query(wrong).is_err(), "{wrong}");
        }
    }
}
