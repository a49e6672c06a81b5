//! Arguments of `vawg areas`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{DataArgs, OutcomeChoice, OutputArgs, PerChoice, SexChoice};
use crate::catalogue::AreaKind;

/// Arguments of `vawg areas`.
#[derive(Debug, Args)]
pub struct AreasArgs {
    /// Crime to compare; `all` for every crime that is counted by area
    #[arg(long, value_name = "NAME", required_unless_present = "input")]
    pub crime: Option<String>,

    /// Own figures in place of a crime's: CSV with area, period, value and population
    #[arg(long, value_name = "FILE", conflicts_with = "crime")]
    pub input: Option<PathBuf>,

    /// Which areas
    #[arg(long, value_enum, default_value_t = KindChoice::Force)]
    pub kind: KindChoice,

    /// Sex of the victims, where the offence codes state it
    #[arg(long, value_enum)]
    pub sex: Option<SexChoice>,

    /// What became of the offences, in place of the offences recorded
    #[arg(long, value_enum, conflicts_with = "input")]
    pub outcome: Option<OutcomeChoice>,

    /// Period to show: the latest held for most of the areas unless given
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,

    /// Earlier period to compare with: the year before unless given
    #[arg(long, value_name = "PERIOD")]
    pub compare: Option<String>,

    /// Whom a rate is per: the people that the offences are about, or all people
    #[arg(long, value_enum, default_value_t = PerChoice::Victims)]
    pub per: PerChoice,

    /// Release to use in place of the latest; `vawg list releases` names them
    #[arg(long, value_name = "ID")]
    pub release: Option<String>,

    /// Confidence of intervals, between 0 and 1
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.95,
        help_heading = "Uncertainty"
    )]
    pub confidence: f64,

    /// Draw a chart: FILE.png or FILE.svg
    #[arg(long, value_name = "FILE")]
    pub chart: Option<PathBuf>,

    /// Form of the chart
    #[arg(long, value_enum, default_value_t = ChartForm::Funnel)]
    pub chart_form: ChartForm,

    /// In which form and where
    #[command(flatten)]
    pub output: OutputArgs,

    /// Further figures
    #[command(flatten)]
    pub data: DataArgs,
}

/// Kinds of areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindChoice {
    /// Police forces
    Force,
    /// Community safety partnerships of releases taken in
    Csp,
    /// Regions of England, and Wales
    Region,
    /// England, Wales, and both
    Country,
}

impl KindChoice {
    /// The kind in the catalogue.
    #[must_use]
    pub const fn kind(self) -> AreaKind {
        match self {
            Self::Force => AreaKind::Force,
            Self::Csp => AreaKind::Csp,
            Self::Region => AreaKind::Region,
            Self::Country => AreaKind::Country,
        }
    }

    /// Several of them in words.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Force => "police forces",
            Self::Csp => "community safety partnerships",
            Self::Region => "regions",
            Self::Country => "countries",
        }
    }
}

/// Forms of a chart of areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChartForm {
    /// Rates against population, with the limits of chance and ordinary variation
    Funnel,
    /// Rates with their intervals, by name
    List,
    /// A small chart for each area, England and Wales in grey behind
    Multiples,
}
