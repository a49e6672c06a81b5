//! What a figure of a report shows: each kind of query with its keys.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::cli::{
    BaselineArgs, PrevalenceArgs, SummaryArgs, TrajectoryArgs, TrendArgs, UpliftArgs,
};

/// What a figure shows.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Query {
    /// What `vawg trend` answers.
    Trend(Box<TrendArgs>),
    /// What `vawg prevalence` answers.
    Prevalence(Box<PrevalenceArgs>),
    /// What `vawg baseline` answers.
    Baseline(Box<BaselineArgs>),
    /// What `vawg trajectory` answers.
    Trajectory(Box<TrajectoryArgs>),
    /// What `vawg uplift` answers.
    Uplift(UpliftArgs),
    /// The main figures, as `vawg summary` shows them.
    Summary(SummaryArgs),
    /// The arguments of a command, as earlier versions took them: always refused.
    Command(IgnoredAny),
    /// Measures of the catalogue against time.
    Measures(MeasuresQuery),
    /// Prevalence times one population, thousands of people against time.
    EstimatedVictims(VictimsQuery),
    /// Stated values.
    Values(ValuesQuery),
    /// Commitments, counted or listed.
    Commitments(CommitmentsQuery),
    /// The criteria of this figure.
    Criteria(CriteriaQuery),
    /// Stated marks in a grid.
    Matrix(MatrixQuery),
    /// Definitions of the catalogue side by side.
    Definitions(DefinitionsQuery),
    /// Rows of a CSV beside the description, as they are.
    Rows(RowsQuery),
    /// Rows of a CSV beside the description, counted.
    Counts(CountsQuery),
}

impl Query {
    /// Whether a command of the program answers it, with sources of its own.
    #[must_use]
    pub const fn is_command(&self) -> bool {
        matches!(
            self,
            Self::Trend(_)
                | Self::Prevalence(_)
                | Self::Baseline(_)
                | Self::Trajectory(_)
                | Self::Uplift(_)
                | Self::Summary(_)
        )
    }
}

/// Measures of the catalogue against time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasuresQuery {
    /// Their names.
    pub measures: Vec<String>,
    /// First period.
    #[serde(default)]
    pub from: Option<String>,
    /// Last period.
    #[serde(default)]
    pub to: Option<String>,
    /// Whether breaks are marked in the chart; a note names them otherwise.
    #[serde(default)]
    pub breaks: bool,
    /// Stated values of the unit `event`, marked at their periods.
    #[serde(default)]
    pub events: Vec<String>,
    /// Spans whose share of the whole change is given.
    #[serde(default)]
    pub spans: Vec<Span>,
}

/// Prevalence times one population, thousands of people against time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VictimsQuery {
    /// Measures of prevalence.
    pub measures: Vec<String>,
    /// First period.
    pub from: String,
    /// Last period.
    pub to: String,
    /// The release of the population.
    pub population: String,
    /// Figure whose stated values serve where no prevalence is held.
    #[serde(default)]
    pub figure: String,
}

/// Stated values.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValuesQuery {
    /// All those of a figure.
    #[serde(default)]
    pub figure: Option<String>,
    /// Or those of these names, in this order.
    #[serde(default)]
    pub ids: Vec<String>,
    /// Another file than the report's own values.
    #[serde(default)]
    pub file: Option<String>,
    /// Column that names the rows; `item` unless given.
    #[serde(default)]
    pub rows: Option<String>,
    /// Column that names the bars of a row.
    #[serde(default)]
    pub series: Option<String>,
    /// Order of the rows: `descending`.
    #[serde(default)]
    pub sort: Option<Sort>,
    /// The row that stands out, by name.
    #[serde(default)]
    pub highlight: Option<String>,
    /// Whether the ratio of the two bars of a row is given.
    #[serde(default)]
    pub ratio: bool,
}

/// Commitments, counted or listed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitmentsQuery {
    /// Column that makes the rows.
    #[serde(default)]
    pub rows: Option<String>,
    /// Column that makes the parts.
    #[serde(default)]
    pub columns: Option<String>,
    /// Or the columns of a list.
    #[serde(default)]
    pub table: Vec<String>,
}

/// The criteria of this figure.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriteriaQuery {}

/// Stated marks in a grid.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixQuery {
    /// The figure whose values they are.
    pub figure: String,
    /// Column that makes the rows.
    pub rows: String,
    /// Column that makes the columns.
    pub columns: String,
    /// Whether it is shown beside which measures are held.
    #[serde(default)]
    pub coverage: bool,
}

/// Definitions of the catalogue side by side.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefinitionsQuery {
    /// Their names.
    pub definitions: Vec<String>,
    /// The period whose figures are shown.
    pub period: String,
}

/// Rows of a CSV beside the description, as they are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowsQuery {
    /// Its name.
    pub file: String,
    /// Which columns.
    pub columns: Vec<String>,
    /// Those of them for which a picture has no room: the page and the CSV have them.
    #[serde(default)]
    pub wide: Vec<String>,
}

/// Rows of a CSV beside the description, counted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountsQuery {
    /// Its name.
    pub file: String,
    /// By the values of this column.
    pub by: String,
}

/// A span of periods.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// First period.
    pub from: String,
    /// Last period.
    pub to: String,
    /// Whether `{share}` in the title means this one.
    #[serde(default)]
    pub named: bool,
}

/// The order of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// The largest first.
    Descending,
    /// The smallest first.
    Ascending,
}
