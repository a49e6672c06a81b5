//! The command line's types and help, and nothing that computes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// What official figures say about violence against women and girls in England and Wales.
#[derive(Debug, Parser)]
#[command(
    name = "vawg",
    version,
    about = "What official figures say about violence against women and girls in England and Wales",
    long_about = "What official figures say about violence against women and girls in England and \
        Wales: offences recorded by the police, and prevalence by the Crime Survey (CSEW), each \
        figure with its release, sheet and cell.",
    after_help = "Example:\n  vawg trend --crime rape --chart rape.png",
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// Colour in text output
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, help_heading = "Output")]
    pub color: ColorChoice,

    /// Print nothing but the answer and errors
    #[arg(long, global = true, help_heading = "Output")]
    pub quiet: bool,
}

/// The questions.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show how a crime's figures have developed, each source in its own table and chart
    #[command(after_help = "Examples:\n  \
        vawg trend --crime rape\n  \
        vawg trend --crime stalking --from 2014-15 --chart stalking.png\n  \
        vawg trend --crime nao-figure-1 --from 2009-10 --to 2023-24 --release ons-appendix-ye-jun-2025\n  \
        vawg trend --crime rape --source police --format csv -o rape.csv")]
    Trend(Box<TrendArgs>),

    /// Take in published files: store their figures, and say what is wrong with them
    #[command(after_help = "Examples:\n  \
        vawg ingest appendixtables.xlsx\n  \
        vawg ingest downloads/ --dry-run\n  \
        vawg ingest appendixtables.xlsx -o observations.csv\n  \
        vawg ingest indicator_5-2-2.csv --accept duplicate-key")]
    Ingest(IngestArgs),

    /// Check published files without storing them; exit status 1 where an error is found
    #[command(after_help = "Examples:\n  \
        vawg validate appendixtables.xlsx\n  \
        vawg validate downloads/ --format csv -o findings.csv")]
    Validate(ValidateArgs),

    /// Show what changed between two releases: figures revised, rows that came, went or were renamed
    #[command(after_help = "Examples:\n  \
        vawg revisions --from ons-appendix-ye-jun-2025 --to ons-appendix-ye-dec-2025\n  \
        vawg revisions --from ons-appendix-ye-jun-2025 --to ons-appendix-ye-dec-2025 --crime rape --chart rape.png")]
    Revisions(RevisionsArgs),

    /// Show what is in the catalogue
    #[command(
        after_help = "Examples:\n  vawg list crimes\n  vawg list breaks --format csv -o breaks.csv"
    )]
    List(ListArgs),
}

/// Arguments of `vawg trend`.
#[derive(Debug, Args)]
pub struct TrendArgs {
    /// Crime to show; `vawg list crimes` names them all
    #[arg(long, value_name = "NAME")]
    pub crime: String,

    /// Which source, and whom
    #[command(flatten)]
    pub population: PopulationArgs,

    /// First period: 2009-10, ye-dec-2024, 2024-q1, 2024-m01
    #[arg(long, value_name = "PERIOD")]
    pub from: Option<String>,

    /// Last period
    #[arg(long, value_name = "PERIOD")]
    pub to: Option<String>,

    /// Show every period in the text table, not the last seven
    #[arg(long)]
    pub all_periods: bool,

    /// Releases to use in place of the latest; `vawg list releases` names them
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub release: Vec<String>,

    /// Show offences per 1,000 population
    #[arg(long, conflicts_with = "index")]
    pub rate: bool,

    /// Show index numbers, 100 at this period; not carried across a break
    #[arg(long, value_name = "PERIOD")]
    pub index: Option<String>,

    /// Draw a chart: FILE.png or FILE.svg
    #[arg(long, value_name = "FILE")]
    pub chart: Option<PathBuf>,

    /// In which form and where
    #[command(flatten)]
    pub output: OutputArgs,

    /// Further figures
    #[command(flatten)]
    pub data: DataArgs,
}

/// Which source, and whom.
#[derive(Debug, Args)]
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
}

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

/// Arguments of `vawg list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// What to show
    #[arg(value_enum)]
    pub thing: Thing,

    /// In which form and where
    #[command(flatten)]
    pub output: OutputArgs,

    /// Further figures
    #[command(flatten)]
    pub data: DataArgs,
}

/// In which form and where the answer goes.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Output")]
    pub format: Format,

    /// Write the answer to FILE; `-` for standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
}

/// Where further figures are.
#[derive(Debug, Args)]
pub struct DataArgs {
    /// Folder of the releases taken in by `vawg ingest`; else the platform's folder for data
    #[arg(long, value_name = "DIR", env = "VAWG_DATA", hide_env_values = true)]
    pub data: Option<PathBuf>,
}

/// Forms of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading in a terminal
    Text,
    /// For a document
    Markdown,
    /// One row a figure, full precision
    Csv,
    /// The same rows with title, notes and sources
    Json,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set or `CLICOLOR` is 0
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The two sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SourceChoice {
    /// Offences recorded by the police
    Police,
    /// Crime Survey for England and Wales
    Survey,
}

/// Whom figures are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SexChoice {
    /// Women, or women and girls
    Women,
    /// Men, or men and boys
    Men,
    /// Everybody
    All,
}

/// Parts of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Thing {
    /// What --crime takes
    Crimes,
    /// Crime, source, population and unit
    Measures,
    /// What violence against women and girls is taken to mean
    Definitions,
    /// Breaks, gaps and events, with their sources
    Breaks,
    /// What --release takes
    Releases,
}
