//! From parsed arguments to written output: which command, which form, which files.

mod report;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::answer::Answer;
use crate::catalogue::Catalogue;
use crate::cli::{
    AuditArgs, Cli, ColorChoice, Command, DataArgs, Format, IngestArgs, OutputArgs, ValidateArgs,
};
use crate::commands;
use crate::dataset::{Dataset, StoreOutcome, data_folder, keep, to_parquet};
use crate::frame::tidy as tidy_csv;
use crate::ingest::{Intake, tidy};
use crate::output::{Output, is_device, terminal_takes_color, terminal_width};
use crate::problem::Problem;
use crate::progress::Progress;
use crate::render::{self, Detail, TextStyle, render};

/// Runs one command and writes what it leaves behind; the exit status is 0, or 1 where a file
/// that was checked has errors.
///
/// # Errors
/// Whatever stood in the way; [`Problem`] carries the exit status.
pub fn run(cli: &Cli) -> Result<u8> {
    let mut output = Output::default();
    let mut status = 0;
    match &cli.command {
        Command::Ingest(args) => status = ingest(args, cli, &mut output)?,
        Command::Validate(args) => status = validate(args, cli, &mut output)?,
        Command::Audit(args) => status = audit(args, cli, &mut output)?,
        Command::Report(args) => status = report::report(args, cli, &mut output)?,
        _ => ask(cli, &mut output)?,
    }
    output.write()?;
    Ok(status)
}

/// Every command that answers a question and takes nothing in.
fn ask(cli: &Cli, output: &mut Output) -> Result<()> {
    let asked = match &cli.command {
        Command::Trend(args) => Presentation::of(&args.output, &args.data)
            .with_chart(args.chart.as_deref())
            .with_all_rows(args.span.all_periods),
        Command::Prevalence(args) => Presentation::of(&args.output, &args.data)
            .with_chart(args.chart.as_deref())
            .with_all_rows(args.span.all_periods),
        Command::Revisions(args) => Presentation::of(&args.output, &args.data)
            .with_chart(args.chart.as_deref())
            .with_all_rows(args.all_periods),
        Command::Trajectory(args) => {
            Presentation::of(&args.output, &args.data).with_chart(args.chart.as_deref())
        }
        Command::Baseline(args) => Presentation::of(&args.output, &args.data),
        Command::Uplift(args) => Presentation::of(&args.output, &args.data),
        Command::List(args) => Presentation::of(&args.output, &args.data).with_all_rows(true),
        Command::Detect(args) => Presentation::of_built_in(&args.output),
        Command::Commitments(args) => Presentation::of_built_in(&args.output).with_all_rows(false),
        Command::Ingest(_) | Command::Validate(_) | Command::Report(_) | Command::Audit(_) => {
            return Ok(());
        }
    };
    present(&asked, cli, output)
}

/// How an answer is to be presented.
struct Presentation<'a> {
    chart: Option<&'a Path>,
    output: &'a OutputArgs,
    data: Option<&'a Path>,
    /// Whether releases that the user has taken in are looked for.
    with_stored: bool,
    all_rows: bool,
}

impl<'a> Presentation<'a> {
    /// No chart, and in text the rows and notes that there is room for.
    fn of(output: &'a OutputArgs, data: &'a DataArgs) -> Self {
        Self {
            chart: None,
            output,
            data: data.data.as_deref(),
            with_stored: true,
            all_rows: false,
        }
    }

    /// For a question that no release taken in can answer: every row is shown.
    const fn of_built_in(output: &'a OutputArgs) -> Self {
        Self {
            chart: None,
            output,
            data: None,
            with_stored: false,
            all_rows: true,
        }
    }

    fn with_chart(self, chart: Option<&'a Path>) -> Self {
        Self { chart, ..self }
    }

    fn with_all_rows(self, all_rows: bool) -> Self {
        Self { all_rows, ..self }
    }
}

/// Asks a question of the figures, and puts the answer and its chart where they belong.
fn present(asked: &Presentation<'_>, cli: &Cli, output: &mut Output) -> Result<()> {
    let chart_form = asked.chart.map(ChartForm::of).transpose()?;
    let catalogue = Catalogue::built_in()?;
    let dataset = if asked.with_stored {
        Dataset::open(&catalogue, asked.data)?
    } else {
        Dataset::built_in(&catalogue)
    };
    let answer = commands::answer(&cli.command, &dataset)?;
    let style = style(
        cli,
        asked.output.full,
        asked.all_rows,
        asked.output.output.as_deref(),
    );
    put_answer(&answer, asked.output, style, output)?;
    put_chart(&answer, asked.chart.zip(chart_form), output)
}

fn put_chart(
    answer: &Answer,
    chart: Option<(&Path, ChartForm)>,
    output: &mut Output,
) -> Result<()> {
    if let Some((path, form)) = chart {
        let svg = render::svg::svg(answer)?;
        let bytes = match form {
            ChartForm::Svg => svg.into_bytes(),
            ChartForm::Png => render::png::png(&svg)?,
        };
        output.put(Some(path), bytes);
    }
    Ok(())
}

fn ingest(args: &IngestArgs, cli: &Cli, output: &mut Output) -> Result<u8> {
    let to_file = args.output.as_deref();
    if to_file.is_some() && (args.input.files.len() > 1 || args.input.files[0].is_dir()) {
        return Err(
            Problem::usage("-o takes the figures of one file, not of several")
                .hint("name one file, or leave -o out to store every release")
                .into(),
        );
    }
    let catalogue = Catalogue::built_in()?;
    let dataset = at_hand(&catalogue, &args.data);
    let mut figures = Vec::new();
    let mut then = |intake: &Intake| {
        if let Some(path) = to_file {
            figures = tidy_files(intake, path)?;
            return Ok(format!("written to {}, not stored", path.display()));
        }
        if args.dry_run {
            return Ok("fit to be stored".to_owned());
        }
        store(intake, &args.data)
    };
    let mut progress = Progress::new(cli.quiet);
    let ingested = commands::ingest(&args.input, &dataset, &mut then, |done, all, path| {
        progress.file(done, all, path);
    })?;
    let report = render(&ingested.report, args.format, style(cli, true, true, None))?;
    if to_file.is_some_and(|path| path == Path::new("-")) {
        output.put_aside(&report);
    } else if !cli.quiet || ingested.failed > 0 {
        output.put(None, report);
    }
    for (path, bytes) in figures {
        output.put(Some(&path), bytes);
    }
    Ok(u8::from(ingested.failed > 0))
}

/// The observations of an intake as Parquet or, by another ending, as tidy CSV with its description;
/// each file with its path.
fn tidy_files(intake: &Intake, path: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let is_parquet = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
    let bytes = if is_parquet {
        to_parquet(&intake.origin(), &intake.observations)?
    } else {
        tidy_csv::write(&intake.release, &intake.observations)?
    };
    let mut files = vec![(path.to_owned(), bytes)];
    if stays(path) && !is_parquet {
        let (beside, name) = metadata_beside(path);
        files.push((beside, tidy::metadata(intake, &name)?));
    }
    Ok(files)
}

/// The releases at hand; a folder that is still to be made, or that holds a damaged release, does
/// not keep others from being taken in.
fn at_hand<'a>(catalogue: &'a Catalogue, data: &DataArgs) -> Dataset<'a> {
    let folder = data.data.as_deref().filter(|folder| folder.is_dir());
    if data.data.is_some() && folder.is_none() {
        return Dataset::built_in(catalogue);
    }
    Dataset::open(catalogue, folder).unwrap_or_else(|_| Dataset::built_in(catalogue))
}

fn store(intake: &Intake, data: &DataArgs) -> Result<String> {
    let folder = data_folder(data.data.as_deref())?;
    let place = folder.display();
    Ok(
        match keep(&folder, &intake.origin(), &intake.observations)? {
            StoreOutcome::New => format!("stored in {place}"),
            StoreOutcome::Replaced => {
                format!("stored in {place}, in place of other figures of this release")
            }
            StoreOutcome::Unchanged => format!("already in {place}: nothing changed"),
        },
    )
}

fn validate(args: &ValidateArgs, cli: &Cli, output: &mut Output) -> Result<u8> {
    let catalogue = Catalogue::built_in()?;
    let dataset = at_hand(&catalogue, &args.data);
    let mut progress = Progress::new(cli.quiet);
    let mut then = |_: &Intake| Ok("in order".to_owned());
    let checked = commands::ingest(&args.input, &dataset, &mut then, |done, all, path| {
        progress.file(done, all, path);
    })?;
    let path = args.output.output.as_deref();
    if !cli.quiet || checked.failed > 0 || path.is_some() {
        put_answer(
            &checked.report,
            &args.output,
            style(cli, true, true, path),
            output,
        )?;
    }
    Ok(u8::from(checked.failed > 0))
}

fn audit(args: &AuditArgs, cli: &Cli, output: &mut Output) -> Result<u8> {
    let catalogue = Catalogue::built_in()?;
    let dataset = Dataset::open(&catalogue, args.data.data.as_deref())?;
    let audited = commands::audit(args, &dataset)?;
    let style = style(cli, args.output.full, false, args.output.output.as_deref());
    put_answer(&audited.answer, &args.output, style, output)?;
    Ok(u8::from(args.strict && audited.differing > 0))
}

fn put_answer(
    answer: &Answer,
    args: &OutputArgs,
    style: TextStyle,
    output: &mut Output,
) -> Result<()> {
    let path = args.output.as_deref();
    output.put(path, render(answer, args.format, style)?);
    if let (Format::Csv, Some(path)) = (args.format, path.filter(|path| stays(path))) {
        let (beside, name) = metadata_beside(path);
        output.put(Some(&beside), render::csv_metadata(answer, &name)?);
    }
    Ok(())
}

/// Whether what is written there stays as a file, beside which another makes sense.
fn stays(path: &Path) -> bool {
    path != Path::new("-") && !is_device(path)
}

/// Where the description of a CSV goes, and the name it knows the CSV by.
fn metadata_beside(path: &Path) -> (PathBuf, String) {
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    (path.with_file_name(format!("{name}-metadata.json")), name)
}

fn style(cli: &Cli, full: bool, all_rows: bool, file: Option<&Path>) -> TextStyle {
    let to_file = file.is_some_and(|path| path != Path::new("-"));
    TextStyle {
        width: if to_file { 80 } else { terminal_width() },
        bold: match cli.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => !to_file && terminal_takes_color(),
        },
        detail: match (full, cli.quiet) {
            (true, _) => Detail::Full,
            (false, true) => Detail::Quiet,
            (false, false) => Detail::Short,
        },
        all_rows,
        more: match cli.command {
            Command::Trend(_) | Command::Prevalence(_) | Command::Revisions(_) => {
                "--full, --all-periods, --format csv"
            }
            _ => "--full, --format csv",
        },
    }
}

/// The form of a chart's file, by its ending.
#[derive(Clone, Copy)]
enum ChartForm {
    Svg,
    Png,
}

impl ChartForm {
    fn of(path: &Path) -> Result<Self> {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("svg") => Ok(Self::Svg),
            Some("png") => Ok(Self::Png),
            _ => Err(
                Problem::usage(format!("`{}` is no name of a chart", path.display()))
                    .hint("--chart takes FILE.png or FILE.svg")
                    .into(),
            ),
        }
    }
}
