//! Arguments of the commands about series: trend, prevalence, and what others share with them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Deserialize;

use super::question::{no_data, no_output};
use super::{DataArgs, OutputArgs};
use crate::model::PeriodKind;

/// Arguments of `vawg trend`.
#[derive(Debug, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrendArgs {
    /// What to show
    #[command(flatten)]
    #[serde(flatten)]
    pub subject: SubjectArgs,

    /// Which source, and whom
    #[command(flatten)]
    #[serde(flatten)]
    pub population: PopulationArgs,

    /// Which periods, from which releases
    #[command(flatten)]
    #[serde(flatten)]
    pub span: SpanArgs,

    /// Kind of period: financial years unless asked for
    #[arg(long, value_enum, value_name = "KIND")]
    #[serde(default)]
    pub by: Option<By>,

    /// Show the count in per cent of the count of another crime
    #[arg(long, value_name = "CRIME", conflicts_with_all = ["rate", "index", "sensitivity"])]
    #[serde(default)]
    pub share_of: Option<String>,

    /// Areas in place of England and Wales: names or GSS codes, several with commas
    #[arg(long, value_name = "NAME")]
    #[serde(default)]
    pub area: Vec<String>,

    /// Show offences per 1,000 of the people that they are about
    #[arg(long, conflicts_with = "index")]
    #[serde(default)]
    pub rate: bool,

    /// Whom a rate is per: the people that the offences are about, or all people as ONS prints it
    #[arg(long, value_enum, requires = "rate", default_value_t = PerChoice::Victims)]
    #[serde(default)]
    pub per: PerChoice,

    /// Show index numbers, 100 at this period; not carried across a break
    #[arg(long, value_name = "PERIOD")]
    pub index: Option<String>,

    /// How trends are fitted
    #[command(flatten)]
    #[serde(flatten)]
    pub model: ModelArgs,

    /// Show how the latest trend changes with the years, the model and the assumptions
    #[serde(default)]
    #[arg(long, conflicts_with = "index", help_heading = "Trend")]
    pub sensitivity: bool,

    /// What is assumed where nothing was published
    #[command(flatten)]
    #[serde(flatten)]
    pub precision: PrecisionArgs,

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

/// Kinds of period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Financial years
    Year,
    /// Years that end with any month or quarter; they overlap
    Rolling,
    /// Calendar quarters
    Quarter,
    /// Months
    Month,
}

impl From<By> for PeriodKind {
    fn from(by: By) -> Self {
        match by {
            By::Year => Self::Year,
            By::Rolling => Self::Rolling,
            By::Quarter => Self::Quarter,
            By::Month => Self::Month,
        }
    }
}

/// Arguments of `vawg prevalence`.
#[derive(Debug, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrevalenceArgs {
    /// What to show
    #[command(flatten)]
    #[serde(flatten)]
    pub subject: SubjectArgs,

    /// Whom the figures are about
    #[arg(long, value_enum)]
    pub sex: Option<SexChoice>,

    /// Their ages: 16-59, 16-74, 16+, all
    #[arg(long, value_name = "AGES")]
    pub age: Option<String>,

    /// Which periods, from which releases
    #[command(flatten)]
    #[serde(flatten)]
    pub span: SpanArgs,

    /// Areas in place of England and Wales: names or GSS codes, several with commas
    #[arg(long, value_name = "NAME", conflicts_with = "input")]
    #[serde(default)]
    pub area: Vec<String>,
    /// Show groups of people: ethnicity, disability, age … as far as they are held
    #[arg(long, value_name = "NAME", conflicts_with_all = ["input", "compare", "population", "base"])]
    #[serde(default)]
    pub breakdown: Option<String>,

    /// Compare the latest period with this one; with the first shown unless given
    #[arg(long, value_name = "PERIOD")]
    pub compare: Option<String>,

    /// Number of people to multiply by, in place of the nearest mid-year estimate
    #[arg(long, value_name = "PEOPLE", value_parser = super::number::positive)]
    pub population: Option<f64>,

    /// What is assumed where nothing was published
    #[command(flatten)]
    #[serde(flatten)]
    pub precision: PrecisionArgs,

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

/// Which periods, from which releases.
#[derive(Debug, Args, Deserialize)]
pub struct SpanArgs {
    /// First period: 2009-10, ye-dec-2024, 2024-q1, 2024-m01
    #[arg(long, value_name = "PERIOD")]
    pub from: Option<String>,

    /// Last period
    #[arg(long, value_name = "PERIOD")]
    pub to: Option<String>,

    /// Show every period in the text table, not the last seven
    #[arg(long)]
    #[serde(skip)]
    pub all_periods: bool,

    /// Releases to use in place of the latest; `vawg list releases` names them
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    #[serde(default)]
    pub release: Vec<String>,
}

/// The crime, or the user's own figures.
#[derive(Debug, Args, Deserialize)]
#[group(required = true, multiple = true)]
pub struct SubjectArgs {
    /// Crime to show, several with commas; `vawg list crimes` names them all
    #[arg(long, value_name = "NAME[,NAME]")]
    pub crime: Option<String>,

    /// Own figures, in place of a crime's or beside them: CSV with period and value; `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub input: Option<PathBuf>,
}

/// How trends are fitted.
#[derive(Debug, Args, Deserialize)]
#[serde(default)]
pub struct ModelArgs {
    /// Trend fitted to each stretch between breaks
    #[arg(long, value_enum, default_value_t = Model::LogLinear, help_heading = "Trend")]
    pub model: Model,

    /// Most joinpoints considered; by the number of points unless given
    #[arg(long, value_name = "N", help_heading = "Trend")]
    pub max_joinpoints: Option<usize>,

    /// Whether neighbouring years are taken as correlated, from 7 points on
    #[arg(long, value_enum, default_value_t = Errors::Correlated, help_heading = "Trend")]
    pub errors: Errors,

    /// How the number of joinpoints is chosen, or the number itself
    #[arg(
        long,
        value_name = "permutation|wbic|bic|bic3|N",
        default_value = "permutation",
        help_heading = "Trend"
    )]
    pub select: String,

    /// Fit one trend across a break, with a level step: the first PERIOD on the new basis, or breaks for all;
    /// with =RATIO±SE the step is not estimated but taken as stated, new basis over old
    #[arg(
        long,
        value_name = "PERIOD[=RATIO[±SE]]|breaks",
        value_delimiter = ',',
        help_heading = "Trend"
    )]
    pub step: Vec<String>,

    /// Fit one trend across all breaks, ignoring them
    #[arg(long, conflicts_with = "step", help_heading = "Trend")]
    pub across_breaks: bool,

    /// Fit on the scale of the values, not of their logarithms
    #[arg(long, help_heading = "Trend")]
    pub linear: bool,

    /// Average annual change of a joinpoint trend over a window, as FROM:TO
    #[arg(
        long,
        value_name = "FROM:TO",
        value_delimiter = ',',
        help_heading = "Trend"
    )]
    pub average: Vec<String>,

    /// Seed of the permutations
    #[arg(
        long,
        value_name = "N",
        default_value_t = 20_240_331,
        help_heading = "Trend"
    )]
    pub seed: u64,
}

/// Trend models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Model {
    /// One annual rate of change: quasi-Poisson for counts, else least squares of the logarithm
    LogLinear,
    /// Straight pieces that meet, as the NCI's Joinpoint program fits them
    Joinpoint,
    /// No trend
    None,
}

/// How the scatter of neighbouring years is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Errors {
    /// Neighbouring years may be alike: intervals allow for it
    Correlated,
    /// Every year scatters by itself
    Independent,
}

/// What is assumed where nothing was published, and how sure intervals are.
#[derive(Debug, Args, Deserialize)]
#[serde(default)]
pub struct PrecisionArgs {
    /// Confidence of intervals, between 0 and 1
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.95,
        value_parser = super::number::share,
        help_heading = "Uncertainty"
    )]
    pub confidence: f64,

    /// People asked, where no base is published: a number, or PERIOD=NUMBER, several with commas
    #[arg(
        long,
        value_name = "N|PERIOD=N",
        value_delimiter = ',',
        help_heading = "Uncertainty"
    )]
    pub base: Vec<String>,

    /// Design factor (deft) of the survey; 1.35 is assumed where none is stated
    #[arg(long, value_name = "F", value_parser = super::number::positive, help_heading = "Uncertainty")]
    pub design_factor: Option<f64>,
}

/// Which source, and whom.
#[derive(Debug, Args, Deserialize)]
pub struct PopulationArgs {
    /// One source only
    #[arg(long, value_enum)]
    pub source: Option<SourceChoice>,

    /// Whom the figures are about
    #[arg(long, value_enum)]
    pub sex: Option<SexChoice>,

    /// Their ages: 16-59, 16-74, 16+, all
    #[arg(long, value_name = "AGES")]
    pub age: Option<String>,

    /// What became of the offences, in place of the offences recorded
    #[arg(long, value_enum)]
    pub outcome: Option<OutcomeChoice>,
}

/// The sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceChoice {
    /// Offences recorded by the police
    Police,
    /// Crime Survey for England and Wales
    #[value(alias = "csew")]
    #[serde(alias = "csew")]
    Survey,
    /// Crown Prosecution Service: how prosecutions ended
    Cps,
}

/// What became of recorded offences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutcomeChoice {
    /// Charged or summonsed
    #[value(alias = "summonsed")]
    Charged,
}

/// Whom a rate is per.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PerChoice {
    /// Women and girls where the offence codes are of female victims, else people
    #[default]
    #[value(alias = "women")]
    Victims,
    /// People of all ages and both sexes
    People,
}

/// Whom figures are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SexChoice {
    /// Women, or women and girls
    #[value(aliases = ["female", "females", "woman"])]
    #[serde(alias = "female")]
    Women,
    /// Men, or men and boys
    #[value(aliases = ["male", "males", "man"])]
    #[serde(alias = "male")]
    Men,
    /// Everybody
    #[value(aliases = ["persons", "people", "both"])]
    #[serde(alias = "persons")]
    All,
}
