//! Arguments of the commands about published files and releases: ingest, validate, revisions.

use std::path::PathBuf;

use clap::Args;

use super::{DataArgs, Format, OutputArgs};

/// Arguments of `vawg ingest`.
#[derive(Debug, Args)]
pub struct IngestArgs {
    /// Which files, and what may be wrong with them
    #[command(flatten)]
    pub input: InputArgs,

    /// Report only: store nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Write the figures to FILE.csv (with CSVW metadata beside it) or FILE.parquet and store nothing; `-` is standard output
    #[arg(
        short,
        long,
        value_name = "FILE",
        conflicts_with = "dry_run",
        help_heading = "Output"
    )]
    pub output: Option<PathBuf>,

    /// Format of the report on what was taken and found
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Output")]
    pub format: Format,

    /// Show every table taken and the first finding of each rule on each sheet
    #[arg(long, help_heading = "Output")]
    pub full: bool,

    /// Where releases are kept
    #[command(flatten)]
    pub data: DataArgs,
}

/// Arguments of `vawg validate`.
#[derive(Debug, Args)]
pub struct ValidateArgs {
    /// Which files, and what may be wrong with them
    #[command(flatten)]
    pub input: InputArgs,

    /// Format and destination
    #[command(flatten)]
    pub output: OutputArgs,

    /// Where the releases are that the files are compared with
    #[command(flatten)]
    pub data: DataArgs,
}

/// Which files, and what may be wrong with them.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Files as published (xlsx, xls, ods, csv), folders of them, or `-` for standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// Ignore errors from this rule; `vawg list rules` names them all
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub accept: Vec<String>,
}

/// Arguments of `vawg revisions`.
#[derive(Debug, Args)]
pub struct RevisionsArgs {
    /// The earlier and the later release; `vawg list releases` names them
    #[arg(value_names = ["FROM", "TO"], num_args = 2)]
    pub releases: Vec<String>,

    /// The earlier release, as an option
    #[arg(
        long,
        value_name = "RELEASE",
        requires = "to",
        conflicts_with = "releases"
    )]
    pub from: Option<String>,

    /// The later release, as an option
    #[arg(long, value_name = "RELEASE", conflicts_with = "releases")]
    pub to: Option<String>,

    /// Only the figures of a crime; `vawg list crimes` names them all
    #[arg(long, value_name = "NAME")]
    pub crime: Option<String>,

    /// Only these areas: names or GSS codes, several with commas
    #[arg(long, value_name = "NAME")]
    pub area: Vec<String>,

    /// Show every revised figure in the text table, not only the largest revisions
    #[arg(long)]
    pub all_periods: bool,

    /// Draw a chart: FILE.png or FILE.svg
    #[arg(long, value_name = "FILE")]
    pub chart: Option<PathBuf>,

    /// Format and destination
    #[command(flatten)]
    pub output: OutputArgs,

    /// Where releases are kept
    #[command(flatten)]
    pub data: DataArgs,
}
