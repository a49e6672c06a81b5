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

    /// Only report: store nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Write the figures as tidy CSV to FILE, with CSVW metadata beside it, and store nothing; `-` for standard output
    #[arg(
        short,
        long,
        value_name = "OUT.csv",
        conflicts_with = "dry_run",
        help_heading = "Output"
    )]
    pub output: Option<PathBuf>,

    /// Form of the report on what was taken and found
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Output")]
    pub format: Format,

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

    /// In which form and where
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

    /// A rule that may be broken: its errors do not keep the file from being taken in
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub accept: Vec<String>,
}

/// Arguments of `vawg revisions`.
#[derive(Debug, Args)]
pub struct RevisionsArgs {
    /// The earlier release; `vawg list releases` names them
    #[arg(long, value_name = "RELEASE")]
    pub from: String,

    /// The later release
    #[arg(long, value_name = "RELEASE")]
    pub to: String,

    /// Only the figures of a crime; `vawg list crimes` names them all
    #[arg(long, value_name = "NAME")]
    pub crime: Option<String>,

    /// Show every figure revised in the text table, not the largest revisions alone
    #[arg(long)]
    pub all_periods: bool,

    /// Draw a chart: FILE.png or FILE.svg
    #[arg(long, value_name = "FILE")]
    pub chart: Option<PathBuf>,

    /// In which form and where
    #[command(flatten)]
    pub output: OutputArgs,

    /// Where releases are kept
    #[command(flatten)]
    pub data: DataArgs,
}
