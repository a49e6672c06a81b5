//! Arguments of the commands about what reports say: report, audit, commitments, uplift.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Deserialize;

use super::question::{no_data, no_output};
use super::{DataArgs, OutputArgs};

/// Arguments of `vawg report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// A report built in (nao-hc547, patchwork), or the report.toml of your own
    #[arg(value_name = "NAME|FILE")]
    pub report: String,

    /// Folder to write to, or with --check to compare with; not needed with --format html, which
    /// writes the report as one page to -o FILE
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Only these figures, by number or name
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub only: Vec<String>,

    /// Release in place of those pinned: `latest`, or a name
    #[arg(long, value_name = "latest|ID")]
    pub release: Option<String>,

    /// Write nothing: list the numbers that differ from those in DIR; exit status 1 where any does
    #[arg(long)]
    pub check: bool,

    /// In which form and where the list of what was written, or of what differs, goes
    #[command(flatten)]
    pub output: OutputArgs,

    /// Further figures
    #[command(flatten)]
    pub data: DataArgs,
}

/// Arguments of `vawg site`.
#[derive(Debug, Args)]
pub struct SiteArgs {
    /// Folder to write to, or with --check to compare with
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,

    /// Address that the accessibility statement gives to readers
    #[arg(long, value_name = "TEXT")]
    pub contact: Option<String>,

    /// Write nothing: list the numbers that differ from those in DIR; exit status 1 where any does
    #[arg(long)]
    pub check: bool,

    /// Only these pages, by file name without the ending: to try something out
    #[arg(long, value_name = "PAGE", value_delimiter = ',', hide = true)]
    pub only: Vec<String>,

    /// In which form and where the list of what was written, or of what differs, goes
    #[command(flatten)]
    pub output: OutputArgs,

    /// Further figures
    #[command(flatten)]
    pub data: DataArgs,
}

/// Arguments of `vawg audit`.
#[derive(Debug, Args)]
pub struct AuditArgs {
    /// A report built in (nao-hc547, patchwork), or the report.toml of your own
    #[arg(value_name = "NAME|FILE")]
    pub report: String,

    /// Only these claims, by name; `--format csv` lists all names
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub only: Vec<String>,

    /// Release to use instead of the one that the claims are pinned to: `latest`, or a name
    #[arg(long, value_name = "latest|ID")]
    pub release: Option<String>,

    /// Exit status 1 where a claim differs; one whose figures were revised since does not count
    #[arg(long)]
    pub strict: bool,

    /// In which form and where
    #[command(flatten)]
    pub output: OutputArgs,

    /// Further figures
    #[command(flatten)]
    pub data: DataArgs,
}

/// Arguments of `vawg commitments`.
#[derive(Debug, Args)]
pub struct CommitmentsArgs {
    /// The report that lists the commitments: one built in, or the report.toml of your own
    #[arg(value_name = "NAME|FILE", default_value = "nao-hc547")]
    pub report: String,

    /// Count by this column and by status, instead of listing the commitments
    #[arg(long, value_enum)]
    pub by: Option<CommitmentColumn>,

    /// Only commitments with VALUE in COLUMN; a column given twice takes either value
    #[arg(long, value_name = "COLUMN=VALUE")]
    pub filter: Vec<String>,

    /// In which form and where
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What commitments are counted and chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CommitmentColumn {
    /// Pillar of the plan
    Pillar,
    /// VAWG Strategy or Domestic Abuse Plan
    Plan,
    /// Activity, input or output
    Type,
    /// Department; with --by the one named first
    Department,
    /// Completed, not completed, stopped or ongoing
    Status,
}

impl CommitmentColumn {
    /// The column that this names, in whatever case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::from_str(name, true).ok()
    }

    /// The column of the file that commitments are counted by.
    #[must_use]
    pub const fn counted_by(self) -> &'static str {
        match self {
            Self::Pillar => "pillar",
            Self::Plan => "plan",
            Self::Type => "type",
            Self::Department => "lead",
            Self::Status => "status",
        }
    }

    /// The column of the file that commitments are chosen by: all departments, not the first alone.
    #[must_use]
    pub const fn chosen_by(self) -> &'static str {
        match self {
            Self::Department => "departments",
            other => other.counted_by(),
        }
    }

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Every name.
    #[must_use]
    pub fn names() -> Vec<String> {
        Self::value_variants().iter().map(|it| it.name()).collect()
    }
}

/// Arguments of `vawg summary`.
#[derive(Debug, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryArgs {
    /// Draw the tables: FILE.png or FILE.svg
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

/// Arguments of `vawg uplift`.
#[derive(Debug, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpliftArgs {
    /// The amount: 66bn, 140m, £2,500
    pub amount: String,

    /// Financial year of its prices: 2016-17
    #[arg(long, value_name = "YEAR")]
    pub from: String,

    /// Financial year whose prices it is put in
    #[arg(long, value_name = "YEAR")]
    pub to: String,

    /// Release of the deflator; default: every release available
    #[arg(long, value_name = "RELEASE")]
    pub deflator: Option<String>,

    /// In which form and where
    #[command(flatten)]
    #[serde(skip, default = "no_output")]
    pub output: OutputArgs,

    /// Further deflators
    #[command(flatten)]
    #[serde(skip, default = "no_data")]
    pub data: DataArgs,
}
