//! The command line's types and help, and nothing that computes.

mod goal;
mod report;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use goal::{BaselineArgs, DetectArgs, GoalArgs, PathChoice, TrajectoryArgs};
pub use report::{AuditArgs, CommitmentColumn, CommitmentsArgs, ReportArgs, UpliftArgs};

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
        vawg trend --crime rape --source police --format csv -o rape.csv\n  \
        vawg trend --crime rape --source police --step breaks --model joinpoint\n  \
        vawg trend --input own.csv")]
    Trend(Box<TrendArgs>),

    /// Show how many people experienced a crime, with the uncertainty: prevalence and numbers
    #[command(after_help = "Examples:\n  \
        vawg prevalence --crime violence\n  \
        vawg prevalence --crime domestic-abuse --sex women --age 16-59 --compare 2009-10\n  \
        vawg prevalence --crime vawg-combined --base 12000 --design-factor 1.35\n  \
        vawg prevalence --input own.csv --confidence 0.998")]
    Prevalence(Box<PrevalenceArgs>),

    /// Show what exactly is to be halved, from which number, under each definition
    #[command(after_help = "Examples:\n  \
        vawg baseline\n  \
        vawg baseline --definition women-16-plus\n  \
        vawg baseline --all --format csv -o baselines.csv")]
    Baseline(Box<BaselineArgs>),

    /// Show what halving needs year by year, where the figures are, and whether anyone could tell
    #[command(after_help = "Examples:\n  \
        vawg trajectory\n  \
        vawg trajectory --definition women-16-plus --chart halving.png\n  \
        vawg trajectory --observed 2025-26=10.1 --across-breaks\n  \
        vawg trajectory --input own.csv --baseline 2023-24 --target 2033-34 --reduction 0.5")]
    Trajectory(Box<TrajectoryArgs>),

    /// Plan a survey: sample size, detectable change and years
    #[command(after_help = "Examples:\n  \
        vawg detect --prevalence 11.3 --base 12000\n  \
        vawg detect --prevalence 11.3 --change 0.067")]
    Detect(DetectArgs),

    /// Draw every figure of a report again, or check that none of its numbers has changed
    #[command(after_help = "Examples:\n  \
        vawg report nao-hc547 --out report\n  \
        vawg report nao-hc547 --out report --only 1,4 --release latest\n  \
        vawg report nao-hc547 --out report --check\n  \
        vawg report ./bulletin/report.toml --out bulletin")]
    Report(ReportArgs),

    /// Compute what a report claims again: what agrees, what was revised since, what differs
    #[command(after_help = "Examples:\n  \
        vawg audit nao-hc547\n  \
        vawg audit nao-hc547 --only figure-1-rise --release latest\n  \
        vawg audit nao-hc547 --strict --format csv -o audit.csv\n  \
        vawg audit ./bulletin/report.toml")]
    Audit(AuditArgs),

    /// Show what government committed to do, and what became of it
    #[command(after_help = "Examples:\n  \
        vawg commitments --by pillar\n  \
        vawg commitments --filter status=\"not completed\" --by department\n  \
        vawg commitments --filter department=\"Home Office\" --format csv -o commitments.csv")]
    Commitments(CommitmentsArgs),

    /// Put an amount of money in the prices of another year, by each vintage of the GDP deflator
    #[command(after_help = "Examples:\n  \
        vawg uplift 66bn --from 2016-17 --to 2024-25\n  \
        vawg uplift 140m --from 2021-22 --to 2024-25 --deflator hmt-deflators-2026-m03")]
    Uplift(UpliftArgs),

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

/// What clap calls a command line without a command.
const MISSING_COMMAND: clap::error::ErrorKind =
    clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;

impl Command {
    /// The command that these words stand for, as on the command line without the program's name.
    ///
    /// # Errors
    /// What is wrong with them, in one line.
    pub fn of_words(words: &[String]) -> Result<Self, String> {
        let words = std::iter::once("vawg").chain(words.iter().map(String::as_str));
        let parsed = Cli::try_parse_from(words).map_err(|error| {
            if !error.use_stderr() || error.kind() == MISSING_COMMAND {
                return "the arguments name no command that answers a question".to_owned();
            }
            // What is wrong ends with the first empty line; advice and usage follow.
            let text = error.to_string();
            let lines = text.lines().map(str::trim);
            let wrong: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
            wrong.join(" ").trim_start_matches("error: ").to_owned()
        });
        Ok(parsed?.command)
    }
}

/// Arguments of `vawg trend`.
#[derive(Debug, Args)]
pub struct TrendArgs {
    /// What to show
    #[command(flatten)]
    pub subject: SubjectArgs,

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

    /// How trends are fitted
    #[command(flatten)]
    pub model: ModelArgs,

    /// What is assumed where nothing was published
    #[command(flatten)]
    pub precision: PrecisionArgs,

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

/// Arguments of `vawg prevalence`.
#[derive(Debug, Args)]
pub struct PrevalenceArgs {
    /// What to show
    #[command(flatten)]
    pub subject: SubjectArgs,

    /// Whom the figures are about
    #[arg(long, value_enum)]
    pub sex: Option<SexChoice>,

    /// Their ages: 16-59, 16-74, 16+, all
    #[arg(long, value_name = "AGES")]
    pub age: Option<String>,

    /// First period: 2009-10
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

    /// Compare the latest period with this one; with the first shown unless given
    #[arg(long, value_name = "PERIOD")]
    pub compare: Option<String>,

    /// Number of people to multiply by, in place of the nearest mid-year estimate
    #[arg(long, value_name = "PEOPLE")]
    pub population: Option<f64>,

    /// What is assumed where nothing was published
    #[command(flatten)]
    pub precision: PrecisionArgs,

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

/// The crime, or the user's own figures.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct SubjectArgs {
    /// Crime to show; `vawg list crimes` names them all
    #[arg(long, value_name = "NAME")]
    pub crime: Option<String>,

    /// Own figures in place of a crime's: CSV with period and value; `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub input: Option<PathBuf>,
}

/// How trends are fitted.
#[derive(Debug, Args)]
pub struct ModelArgs {
    /// Trend fitted to each stretch between breaks
    #[arg(long, value_enum, default_value_t = Model::LogLinear, help_heading = "Trend")]
    pub model: Model,

    /// Most joinpoints considered; by the number of points unless given
    #[arg(long, value_name = "N", help_heading = "Trend")]
    pub max_joinpoints: Option<usize>,

    /// How the number of joinpoints is chosen: permutation, bic, or the number itself
    #[arg(
        long,
        value_name = "permutation|bic|N",
        default_value = "permutation",
        help_heading = "Trend"
    )]
    pub select: String,

    /// Fit one trend across a break, with a level step: the first PERIOD on the new basis, or breaks for all
    #[arg(
        long,
        value_name = "PERIOD|breaks",
        value_delimiter = ',',
        help_heading = "Trend"
    )]
    pub step: Vec<String>,

    /// Fit one trend across all breaks as if they were none
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Model {
    /// One annual rate of change: quasi-Poisson for counts, else least squares of the logarithm
    LogLinear,
    /// Straight pieces that meet, as the NCI's Joinpoint program fits them
    Joinpoint,
    /// No trend
    None,
}

/// What is assumed where nothing was published, and how sure intervals are.
#[derive(Debug, Args)]
pub struct PrecisionArgs {
    /// Confidence of intervals, between 0 and 1
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.95,
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
    #[arg(long, value_name = "F", help_heading = "Uncertainty")]
    pub design_factor: Option<f64>,
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
    /// What --accept takes: the rules that published files are checked by
    Rules,
}
