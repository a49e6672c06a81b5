//! From the command line to written output: which command, which format, which files.

mod files;
mod form;
mod process;
mod publication;
mod report;
mod site;

pub use self::process::main;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Result;

use self::form::ChartForm;
use crate::answer::Answer;
use crate::catalogue::Catalogue;
use crate::cli::{
    self, ArgMatches, Args as _, Cli, ColorChoice, CompletionsArgs, DataArgs, Entry, Format,
    IngestArgs, ManArgs, OutputArgs, PictureArgs, Rejection, ReportArgs, SchemaArgs, SiteArgs,
    ValidateArgs, given,
};
use crate::commands::{self, Ask};
use crate::dataset::Dataset;
use crate::facts::published::schedule;
use crate::output::{Output, is_device, terminal_takes_color, terminal_width};
use crate::problem::Problem;
use crate::render::{self, Detail, TextStyle, render};
use crate::views;

/// Reads a command's arguments, does its work and says with which exit status it ends.
type Work = fn(&ArgMatches, &Session<'_>, &mut Output) -> Result<u8>;

/// Every command that reads or writes files; those that only answer are in
/// [`commands::QUESTIONS`]. A new command is a row in one of the two tables.
const TASKS: &[Entry<Work>] = &[
    Entry {
        name: "report",
        about: "Draw the figures of a report again, or check whether any of its numbers has changed",
        examples: &[
            "vawg report nao-hc547 --out report",
            "vawg report nao-hc547 --out report --only 1,4 --release latest",
            "vawg report nao-hc547 --out report --check",
            "vawg report nao-hc547 -o report.html",
            "vawg report ./bulletin/report.toml --out bulletin",
        ],
        arguments: ReportArgs::augment_args,
        action: |matches, session, output| report::report(&given(matches)?, session, output),
    },
    Entry {
        name: "site",
        about: "Write a website of all figures, or check whether any of its numbers has changed",
        examples: &[
            "vawg site --out site",
            "vawg site --out site --contact statistics@example.org",
            "vawg site --out site --check",
        ],
        arguments: SiteArgs::augment_args,
        action: |matches, session, output| site::site(&given(matches)?, session, output),
    },
    Entry {
        name: "ingest",
        about: "Store the figures of published files, and report what is wrong with the files",
        examples: &[
            "vawg ingest appendixtables.xlsx",
            "vawg ingest downloads/ --dry-run",
            "vawg ingest appendixtables.xlsx -o observations.csv",
            "vawg ingest indicator_5-2-2.csv --accept duplicate-key",
        ],
        arguments: IngestArgs::augment_args,
        action: |matches, session, output| files::ingest(&given(matches)?, session, output),
    },
    Entry {
        name: "validate",
        about: "Check published files without storing them; exit status 1 if an error is found",
        examples: &[
            "vawg validate appendixtables.xlsx",
            "vawg validate downloads/ -o findings.csv",
        ],
        arguments: ValidateArgs::augment_args,
        action: |matches, session, output| files::validate(&given(matches)?, session, output),
    },
    Entry {
        name: "schema",
        about: "Print the JSON Schema of --format json",
        examples: &["vawg schema -o schema.json"],
        arguments: SchemaArgs::augment_args,
        action: |matches, _, output| {
            let args: SchemaArgs = given(matches)?;
            output.put(args.output.as_deref(), render::schema()?);
            Ok(0)
        },
    },
    Entry {
        name: "completions",
        about: "Print completions for a shell",
        examples: &["vawg completions bash > /etc/bash_completion.d/vawg"],
        arguments: CompletionsArgs::augment_args,
        action: |matches, _, output| {
            let args: CompletionsArgs = given(matches)?;
            output.put(None, cli::completions(cli::whole(line()), args.shell));
            Ok(0)
        },
    },
    Entry {
        name: "man",
        about: "Write the man pages",
        examples: &["vawg man --out man", "vawg man | man -l -"],
        arguments: ManArgs::augment_args,
        action: |matches, _, output| man(&given(matches)?, output),
    },
];

/// The whole command line.
fn line() -> impl Iterator<Item = cli::Command> {
    let questions = commands::QUESTIONS.iter().map(Entry::command);
    questions.chain(TASKS.iter().map(Entry::command))
}

/// Reads a command line, the name of the program first; a name without its option gets a tip.
///
/// # Errors
/// What is wrong with it, or its help page.
pub(crate) fn parse(words: impl IntoIterator<Item = OsString>) -> Result<ArgMatches, Rejection> {
    let words: Vec<OsString> = words.into_iter().collect();
    cli::parse(line(), &words, |name| tip(&words, name))
}

/// `vawg trend rape` is meant as `vawg trend --crime rape`.
fn tip(words: &[OsString], name: &str) -> Option<String> {
    let question = words
        .iter()
        .find_map(|word| commands::question(word.to_str()?))?;
    let mut options = ["crime", "definition"].into_iter();
    let option = options.find(|option| question.takes(option))?;
    Some(format!("write `vawg {} --{option} {name}`", question.name))
}

/// Runs one command and writes its output; returns the exit status: 0, or 1 if a check failed.
///
/// # Errors
/// Anything that stops the command; [`Problem`] carries the exit status.
fn run(matches: &ArgMatches) -> Result<u8> {
    let cli: Cli = given(matches)?;
    let (name, matches) = matches
        .subcommand()
        .ok_or_else(|| Problem::usage("no command given"))?;
    let question = commands::question(name);
    let session = Session {
        cli: &cli,
        has_all_periods: question.is_some_and(|question| question.takes("all-periods")),
        all_periods: flag(matches, "all_periods"),
    };
    let mut output = Output::default();
    let status = match (question, TASKS.iter().find(|task| task.name == name)) {
        (Some(question), _) => answer(question, matches, &session, &mut output)?,
        (_, Some(task)) => (task.action)(matches, &session, &mut output)?,
        _ => return Err(Problem::usage(format!("unknown command `{name}`")).into()),
    };
    output.write()?;
    Ok(status)
}

/// Questions whose answers say how old their figures are.
const AGED: [&str; 6] = [
    "trend",
    "areas",
    "prevalence",
    "baseline",
    "trajectory",
    "summary",
];

/// Asks a question of the figures; puts the answer and its chart where they belong.
fn answer(
    question: &Entry<Ask>,
    matches: &ArgMatches,
    session: &Session<'_>,
    output: &mut Output,
) -> Result<u8> {
    let chart = matches.try_get_one::<PathBuf>("chart").ok().flatten();
    let chart = chart
        .map(|path| Ok::<_, anyhow::Error>((path, ChartForm::of_file(path)?)))
        .transpose()?;
    let args: OutputArgs = given(matches)?;
    form::format(&args)?;
    let catalogue = Catalogue::built_in()?;
    let dataset = if question.takes("data") {
        open(&catalogue, &given(matches)?)?
    } else {
        Dataset::built_in(&catalogue)
    };
    let mut outcome = (question.action)(matches, &dataset)?;
    outcome.answer.published = dataset.newest_date(
        outcome
            .answer
            .facts
            .iter()
            .map(|fact| fact.release.as_str()),
    );
    // Figures that end where the user said are not old.
    let to = matches.try_get_one::<String>("to").ok().flatten();
    if AGED.contains(&question.name) && to.is_none() {
        let ages = schedule::ages(&outcome.answer.facts, &dataset);
        let today = commands::list::today();
        outcome.answer.age = views::age::sentence(&ages, Some(today));
        // Two tables leave no room for the line: --full has it.
        if question.name == "trend" && outcome.answer.panels.len() > 1 {
            outcome.answer.newer = views::age::newer(&ages, today);
        }
        let without_clock = views::age::sentence(&ages, None);
        if !without_clock.is_empty() {
            outcome.answer.add_note(without_clock);
        }
    }
    session.put_answer(&outcome.answer, &args, args.full, output)?;
    if let Some((path, form)) = chart {
        let picture = render::svg::picture(&outcome.answer, &given::<PictureArgs>(matches)?)?;
        let bytes = match form {
            ChartForm::Svg => picture.outlined()?.into_bytes(),
            ChartForm::Png => picture.png()?,
        };
        output.put(Some(path), bytes);
    }
    Ok(u8::from(outcome.failed))
}

/// The man pages, each in a file of the folder; the first one alone without a folder.
fn man(args: &ManArgs, output: &mut Output) -> Result<u8> {
    let pages = cli::man_pages(cli::whole(line()))?;
    match &args.out {
        Some(folder) => {
            let pages = pages.into_iter().collect();
            crate::output::folder::write(folder, &pages, "vawg.1", [])?;
        }
        None => output.put(
            None,
            pages
                .into_iter()
                .next()
                .map_or_else(Vec::new, |page| page.1),
        ),
    }
    Ok(0)
}

/// Whether an option was given, of a command that may not have it.
fn flag(matches: &ArgMatches, argument: &str) -> bool {
    let value = matches.try_get_one::<bool>(argument).ok().flatten();
    value.copied().unwrap_or_default()
}

/// The releases built in and those of the data folder. `VAWG_DATA` may name a folder that does not
/// exist yet: it holds no release.
fn open<'a>(catalogue: &'a Catalogue, data: &DataArgs) -> Result<Dataset<'a>> {
    let folder = folder(data);
    let is_yet_to_be_made = data.data.is_none() && folder.as_ref().is_some_and(|it| !it.exists());
    if is_yet_to_be_made {
        return Ok(Dataset::built_in(catalogue));
    }
    Dataset::open(catalogue, folder.as_deref())
}

/// The data folder that the user named: `--data`, else the environment variable `VAWG_DATA`.
fn folder(data: &DataArgs) -> Option<PathBuf> {
    let in_environment = || std::env::var_os("VAWG_DATA").filter(|folder| !folder.is_empty());
    data.data
        .clone()
        .or_else(|| in_environment().map(PathBuf::from))
}

/// What holds for the whole run.
struct Session<'a> {
    cli: &'a Cli,
    /// Whether the command can show all periods, and whether it was asked to.
    has_all_periods: bool,
    all_periods: bool,
}

impl Session<'_> {
    fn put_answer(
        &self,
        answer: &Answer,
        args: &OutputArgs,
        full: bool,
        output: &mut Output,
    ) -> Result<()> {
        let path = args.output.as_deref();
        let format = form::format(args)?;
        if args.wide {
            if format != Format::Csv {
                return Err(form::wide_needs_csv().into());
            }
            output.put(path, render::wide_csv(answer)?);
            return Ok(());
        }
        output.put(path, render(answer, format, self.style(full, path))?);
        if let (Format::Csv, Some(path)) = (format, path.filter(|path| stays(path))) {
            let (beside, name) = metadata_beside(path);
            output.put(Some(&beside), render::csv_metadata(answer, &name)?);
        }
        Ok(())
    }

    fn style(&self, full: bool, file: Option<&Path>) -> TextStyle {
        let to_file = file.is_some_and(|path| path != Path::new("-"));
        TextStyle {
            width: if to_file { 80 } else { terminal_width() },
            bold: match self.cli.color {
                ColorChoice::Always => true,
                ColorChoice::Never => false,
                ColorChoice::Auto => !to_file && terminal_takes_color(),
            },
            detail: match (full, self.cli.quiet) {
                (true, _) => Detail::Full,
                (false, true) => Detail::Quiet,
                (false, false) => Detail::Short,
            },
            all_rows: self.all_periods,
            more: if self.has_all_periods {
                "--full, --all-periods, --format csv"
            } else {
                "--full, --format csv"
            },
        }
    }
}

/// Whether output to this path stays as a file, so that another file beside it makes sense.
fn stays(path: &Path) -> bool {
    path != Path::new("-") && !is_device(path)
}

/// Where the description of a CSV file goes, and the name by which it refers to the CSV file.
fn metadata_beside(path: &Path) -> (PathBuf, String) {
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    (path.with_file_name(format!("{name}-metadata.json")), name)
}
