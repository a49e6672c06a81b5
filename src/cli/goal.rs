//! Arguments of the commands about a target: baseline, trajectory, detect.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Deserialize;

use super::question::{GoalKeys, no_data, no_output};
use super::{DataArgs, OutputArgs, PrecisionArgs};

/// What is to be reduced, by how much and by when.
#[derive(Debug, Args, Deserialize)]
#[serde(from = "GoalKeys")]
pub struct GoalArgs {
    /// Definition to use; `vawg list definitions` names them
    #[arg(long, value_name = "NAME", default_value = "headline")]
    pub definition: String,

    /// Own figures in place of a definition: CSV with period and value; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "definition")]
    pub input: Option<PathBuf>,

    /// Period to start from, in place of the definition's
    #[arg(long, value_name = "PERIOD")]
    pub baseline: Option<String>,

    /// Period by which it is to be reached, in place of the definition's
    #[arg(long, value_name = "PERIOD")]
    pub target: Option<String>,

    /// Part by which the baseline is to fall, between 0 and 1
    #[arg(long, value_name = "SHARE", value_parser = super::number::share)]
    pub reduction: Option<f64>,

    /// Release to use in place of the latest
    #[arg(long, value_name = "ID")]
    pub release: Option<String>,

    /// What is assumed where nothing was published
    #[command(flatten)]
    pub precision: PrecisionArgs,

    /// Power of the test in what could be detected
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.8,
        value_parser = super::number::share,
        help_heading = "Uncertainty"
    )]
    pub power: f64,

    /// Multiply every standard error of a figure by this: 1.2 allows for scatter beyond sampling
    #[arg(
        long,
        value_name = "F",
        default_value_t = 1.0,
        help_heading = "Uncertainty"
    )]
    pub extra_scatter: f64,
}

/// Arguments of `vawg baseline`.
#[derive(Debug, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineArgs {
    /// What is to be reduced
    #[command(flatten)]
    #[serde(flatten)]
    pub goal: GoalArgs,

    /// Every definition side by side
    #[arg(long, conflicts_with_all = ["definition", "input"])]
    #[serde(default)]
    pub all: bool,

    /// In which form and where
    #[command(flatten)]
    #[serde(skip, default = "no_output")]
    pub output: OutputArgs,

    /// Further figures
    #[command(flatten)]
    #[serde(skip, default = "no_data")]
    pub data: DataArgs,
}

/// Arguments of `vawg trajectory`.
#[derive(Debug, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrajectoryArgs {
    /// What is to be reduced
    #[command(flatten)]
    #[serde(flatten)]
    pub goal: GoalArgs,

    /// Area in place of England and Wales: a name or a GSS code
    #[arg(long, value_name = "NAME", conflicts_with = "input")]
    #[serde(default)]
    pub area: Option<String>,

    /// A figure just published, as PERIOD=VALUE, several with commas
    #[arg(long, value_name = "PERIOD=VALUE", value_delimiter = ',')]
    #[serde(default)]
    pub observed: Vec<String>,

    /// Judge across breaks as if they were none
    #[arg(long, conflicts_with = "step")]
    #[serde(default)]
    pub across_breaks: bool,

    /// New basis over old from a period on, with its standard error: figures are put on the old basis
    #[arg(long, value_name = "PERIOD=RATIO[±SE]", value_delimiter = ',')]
    #[serde(default)]
    pub step: Vec<String>,

    /// Path to show
    #[arg(long, value_enum, default_value_t = PathChoice::Both)]
    #[serde(default)]
    pub path: PathChoice,

    /// What if it changed by this much a year from the latest figure on: -0.03 for 3% less
    #[arg(long, value_name = "RATE", allow_hyphen_values = true, value_parser = super::number::share)]
    pub assume_annual_change: Option<f64>,

    /// Draw a chart: FILE.png or FILE.svg
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    pub chart: Option<PathBuf>,

    /// In which form and where
    #[command(flatten)]
    #[serde(skip, default = "no_output")]
    pub output: OutputArgs,

    /// Further figures
    #[command(flatten)]
    #[serde(skip, default = "no_data")]
    pub data: DataArgs,
}

/// Arguments of `vawg detect`.
#[derive(Debug, Args)]
pub struct DetectArgs {
    /// Prevalence to start from, in per cent
    #[arg(long, value_name = "PERCENT", value_parser = super::number::per_cent)]
    pub prevalence: f64,

    /// People asked each time, several with commas: gives the smallest fall that would be detected
    #[arg(
        long,
        value_name = "N",
        value_delimiter = ',',
        value_parser = super::number::positive,
        conflicts_with_all = ["change", "years"]
    )]
    pub base: Vec<f64>,

    /// People asked in later years, where not the same number
    #[arg(long, value_name = "N")]
    pub later_base: Option<f64>,

    /// People in each half sample that bridges a change of questions; as many as asked unless given
    #[arg(long, value_name = "N")]
    pub bridge: Option<f64>,

    /// Multiply every standard error of a figure by this: 1.2 allows for scatter beyond sampling
    #[arg(long, value_name = "F", default_value_t = 1.0)]
    pub extra_scatter: f64,

    /// Fall to be detected, as a share of the prevalence: gives the people needed
    #[arg(long, value_name = "SHARE", value_parser = super::number::share, conflicts_with = "years")]
    pub change: Option<f64>,

    /// Years within which the fall a year is to be detected: gives the people needed
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub years: Option<u8>,

    /// Design factor (deft), several with commas
    #[arg(long, value_name = "F", value_delimiter = ',', value_parser = super::number::positive, default_value = "1.35")]
    pub design_factor: Vec<f64>,

    /// Fall a year, as a share, for the years that it would take; halving in ten years unless given
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true, value_parser = super::number::share)]
    pub annual_fall: Option<f64>,

    /// Probability of detecting a fall that is there
    #[arg(long, value_name = "SHARE", default_value_t = 0.8, value_parser = super::number::share)]
    pub power: f64,

    /// Confidence of the two-sided test
    #[arg(long, value_name = "SHARE", default_value_t = 0.95, value_parser = super::number::share)]
    pub confidence: f64,

    /// In which form and where
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Forms of path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PathChoice {
    /// The same rate each year
    Geometric,
    /// The same number of points each year
    Linear,
    /// Both: none has been published
    #[default]
    Both,
}
