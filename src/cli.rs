//! The command line's types and help, and nothing that computes.

mod files;
mod goal;
mod report;
mod series;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use files::{IngestArgs, InputArgs, RevisionsArgs, ValidateArgs};
pub use goal::{BaselineArgs, DetectArgs, GoalArgs, PathChoice, TrajectoryArgs};
pub use report::{AuditArgs, CommitmentColumn, CommitmentsArgs, ReportArgs, UpliftArgs};
pub use series::{
    Errors, Model, ModelArgs, PopulationArgs, PrecisionArgs, PrevalenceArgs, SexChoice,
    SourceChoice, SpanArgs, SubjectArgs, TrendArgs,
};

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

    /// Show everything that can be said: every row, note and test
    #[arg(long, help_heading = "Output")]
    pub full: bool,
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
