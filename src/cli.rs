//! The command line's types and help, and nothing that computes.

mod areas;
mod files;
mod goal;
mod install;
mod number;
mod picture;
mod question;
mod report;
mod series;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
pub use clap::{ArgMatches, Args, Command, Error as Rejection};
use clap::{CommandFactory, FromArgMatches, Parser, ValueEnum};

pub use areas::{AreasArgs, ChartForm};
pub use files::{IngestArgs, InputArgs, RevisionsArgs, ValidateArgs};
pub use goal::{BaselineArgs, DetectArgs, GoalArgs, PathChoice, TrajectoryArgs};
pub use install::{CompletionsArgs, ManArgs, completions, man_pages};
pub use picture::{PictureArgs, Size};
pub use report::{
    AuditArgs, CommitmentColumn, CommitmentsArgs, ReportArgs, SiteArgs, SummaryArgs, UpliftArgs,
};
pub use series::{
    Errors, Model, ModelArgs, OutcomeChoice, PerChoice, PopulationArgs, PrecisionArgs,
    PrevalenceArgs, SexChoice, SourceChoice, SpanArgs, SubjectArgs, TrendArgs,
};

/// The command line without its commands: those are rows of the tables in `commands` and `run`.
#[derive(Debug, Parser)]
#[command(
    name = "vawg",
    version,
    about = "What official figures say about violence against women and girls in England and Wales",
    long_about = "What official figures say about violence against women and girls in England and \
        Wales: offences recorded by the police, and prevalence from the Crime Survey (CSEW). Every \
        figure comes with its release, sheet and cell.",
    after_help = "Example:\n  vawg trend --crime rape --chart rape.png",
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Cli {
    /// Colour in text output
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, help_heading = "Output")]
    pub color: ColorChoice,

    /// Show only headlines and tables; `ingest` and `validate` report only errors
    #[arg(long, global = true, help_heading = "Output")]
    pub quiet: bool,
}

/// One command: its name, help, arguments, and the function that does it.
pub struct Entry<F: 'static> {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it does, in one line.
    pub about: &'static str,
    /// Command lines for its help page.
    pub examples: &'static [&'static str],
    /// Adds its arguments; which options it takes is read from them.
    pub arguments: fn(clap::Command) -> clap::Command,
    /// Does it.
    pub action: F,
}

impl<F> Entry<F> {
    /// The command with its arguments and help.
    #[must_use]
    pub fn command(&self) -> clap::Command {
        let examples = self.examples.join("\n  ");
        let plural = if self.examples.len() == 1 { "" } else { "s" };
        let command = (self.arguments)(clap::Command::new(self.name));
        let has_chart = command.get_arguments().any(|it| it.get_id() == "chart");
        let command = if has_chart {
            PictureArgs::augment_args(command)
        } else {
            command
        };
        command
            .about(self.about)
            .long_about(None::<&str>)
            .after_help(format!("Example{plural}:\n  {examples}"))
    }

    /// Whether it has an option of this name.
    #[must_use]
    pub fn takes(&self, option: &str) -> bool {
        let command = self.command();
        command
            .get_arguments()
            .any(|argument| argument.get_long() == Some(option))
    }
}

/// Reads a command line. A word without an option is rejected with a tip for it.
///
/// # Errors
/// What is wrong with the command line, or its help page.
pub fn parse(
    commands: impl IntoIterator<Item = clap::Command>,
    words: &[OsString],
    tip: impl Fn(&str) -> Option<String>,
) -> Result<ArgMatches, Rejection> {
    let line = whole(commands);
    line.try_get_matches_from(without_thousands(words))
        .map_err(|mut error| {
            if let (ErrorKind::UnknownArgument, Some(ContextValue::String(word))) =
                (error.kind(), error.get(ContextKind::InvalidArg))
                && !word.starts_with('-')
                && let Some(tip) = tip(word)
            {
                let tips = ContextValue::StyledStrs(vec![tip.into()]);
                error.insert(ContextKind::Suggested, tips);
            }
            error
        })
}

/// The words of a command line, with `--base 12,000` as 12000: elsewhere a comma separates values.
fn without_thousands(words: &[OsString]) -> Vec<OsString> {
    let plain = |text: &str| number::without_thousands(text).map(OsString::from);
    let mut after_base = false;
    let words = words.iter().map(|word| {
        let text = word.to_str().unwrap_or_default();
        let written = match text.strip_prefix("--base=") {
            Some(value) => number::without_thousands(value).map(|it| format!("--base={it}").into()),
            None if after_base => plain(text),
            None => None,
        };
        after_base = text == "--base";
        written.unwrap_or_else(|| word.clone())
    });
    words.collect()
}

/// The whole command line: what help, completions and man pages are made from.
pub fn whole(commands: impl IntoIterator<Item = clap::Command>) -> clap::Command {
    Cli::command().subcommands(commands)
}

/// Reads one group of arguments from what was given on the command line.
///
/// # Errors
/// None for a command that has the group.
pub fn given<T: FromArgMatches>(matches: &ArgMatches) -> anyhow::Result<T> {
    Ok(T::from_arg_matches(matches)?)
}

/// Arguments of `vawg list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// What to list; without it, everything that can be listed
    #[arg(value_enum)]
    pub thing: Option<Thing>,

    /// With releases: when and where the next of each family is expected
    #[arg(long)]
    pub next: bool,

    /// With releases: those published so long ago (6m, 1y); exit status 1 if there is one
    #[arg(long, value_name = "AGE", conflicts_with = "next")]
    pub older_than: Option<String>,

    /// Format and destination
    #[command(flatten)]
    pub output: OutputArgs,

    /// Further figures
    #[command(flatten)]
    pub data: DataArgs,
}

/// Format and destination of the answer.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Output format; the default is text, or what the ending of FILE says
    #[arg(long, value_enum, help_heading = "Output")]
    pub format: Option<Format>,

    /// Write the answer to FILE (.txt, .md, .html, .csv, .json, .xlsx, .ods, .parquet); `-` is standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// Show everything: all rows, notes and tests
    #[arg(long, help_heading = "Output")]
    pub full: bool,

    /// CSV with one row per period and one column per series
    #[arg(long, help_heading = "Output")]
    pub wide: bool,
}

/// Arguments of `vawg schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Write the schema to FILE; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Where further figures are.
#[derive(Debug, Args)]
pub struct DataArgs {
    /// Folder of the releases stored by `vawg ingest`; the default is the folder in the environment
    /// variable `VAWG_DATA`, or the system's folder for data
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading in a terminal
    Text,
    /// For a document
    Markdown,
    /// One row per fact, full precision
    Csv,
    /// The same rows with title, notes and sources
    Json,
    /// The same rows for data frames and databases
    Parquet,
    /// A page of one file: tables, charts, notes, and the figures to download
    Html,
    /// Accessible workbook: cover, contents, notes, one table a sheet
    Xlsx,
    /// The same workbook in the open format of many governments
    Ods,
}

impl Format {
    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }
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

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Thing {
    /// Names for --crime
    Crimes,
    /// Crimes with no figures here, why, and where to find some
    NotHeld,
    /// Crime, source, population and unit of each series
    Measures,
    /// Names for --area, with their GSS codes
    Areas,
    /// Names for --definition
    Definitions,
    /// Breaks, gaps and events, with their sources
    Breaks,
    /// Names for --release
    Releases,
    /// Checks of published files: names for --accept
    Rules,
}

impl Thing {
    /// Every word that `vawg list` takes, with its meaning.
    pub fn words() -> impl Iterator<Item = [String; 2]> {
        let words = Self::value_variants()
            .iter()
            .filter_map(Self::to_possible_value);
        words.map(|word| {
            let help = word.get_help().map(ToString::to_string);
            [word.get_name().to_owned(), help.unwrap_or_default()]
        })
    }
}
