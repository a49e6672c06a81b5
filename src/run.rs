//! From parsed arguments to written output: which command, which form, which files.

use std::path::Path;

use anyhow::Result;

use crate::answer::Answer;
use crate::catalogue::Catalogue;
use crate::cli::{
    Cli, ColorChoice, Command, Format, IngestArgs, OutputArgs, PrevalenceArgs, TrendArgs,
};
use crate::commands;
use crate::dataset::Dataset;
use crate::output::{Output, terminal_takes_color, terminal_width};
use crate::problem::Problem;
use crate::render::{self, TextStyle, render};

/// Runs one command and writes what it leaves behind; the exit status is 0, or 1 where a file
/// that was checked has errors.
///
/// # Errors
/// Whatever stood in the way; [`Problem`] carries the exit status.
pub fn run(cli: &Cli) -> Result<u8> {
    let mut output = Output::default();
    let mut status = 0;
    match &cli.command {
        Command::Trend(args) => trend(args, cli, &mut output)?,
        Command::Prevalence(args) => prevalence(args, cli, &mut output)?,
        Command::Baseline(args) => {
            let asked = Presentation::without_chart(&args.output, args.data.data.as_deref());
            present(&asked, cli, &mut output, |dataset| {
                commands::baseline(args, dataset)
            })?;
        }
        Command::Trajectory(args) => {
            let asked = Presentation {
                chart: args.chart.as_deref(),
                ..Presentation::without_chart(&args.output, args.data.data.as_deref())
            };
            present(&asked, cli, &mut output, |dataset| {
                commands::trajectory(args, dataset)
            })?;
        }
        Command::Detect(args) => {
            let answer = commands::detect(args)?;
            let style = style(cli, true, args.output.output.as_deref());
            put_answer(&answer, &args.output, style, &mut output)?;
        }
        Command::List(args) => {
            let catalogue = Catalogue::built_in()?;
            let dataset = Dataset::open(&catalogue, args.data.data.as_deref())?;
            let answer = commands::list(args.thing, &dataset);
            put_answer(
                &answer,
                &args.output,
                style(cli, true, args.output.output.as_deref()),
                &mut output,
            )?;
        }
        Command::Ingest(args) => status = ingest(args, cli, &mut output)?,
    }
    output.write()?;
    Ok(status)
}

fn trend(args: &TrendArgs, cli: &Cli, output: &mut Output) -> Result<()> {
    let asked = Presentation {
        chart: args.chart.as_deref(),
        output: &args.output,
        data: args.data.data.as_deref(),
        all_rows: args.all_periods,
    };
    present(&asked, cli, output, |dataset| {
        commands::trend(args, dataset)
    })
}

fn prevalence(args: &PrevalenceArgs, cli: &Cli, output: &mut Output) -> Result<()> {
    let asked = Presentation {
        chart: args.chart.as_deref(),
        output: &args.output,
        data: args.data.data.as_deref(),
        all_rows: args.all_periods,
    };
    present(&asked, cli, output, |dataset| {
        commands::prevalence(args, dataset)
    })
}

/// How an answer is to be presented.
struct Presentation<'a> {
    chart: Option<&'a Path>,
    output: &'a OutputArgs,
    data: Option<&'a Path>,
    all_rows: bool,
}

impl<'a> Presentation<'a> {
    /// Everything is shown, and nothing drawn.
    fn without_chart(output: &'a OutputArgs, data: Option<&'a Path>) -> Self {
        Self {
            chart: None,
            output,
            data,
            all_rows: false,
        }
    }
}

/// Asks a question of the figures, and puts the answer and its chart where they belong.
fn present(
    asked: &Presentation<'_>,
    cli: &Cli,
    output: &mut Output,
    question: impl FnOnce(&Dataset<'_>) -> Result<Answer>,
) -> Result<()> {
    let chart_form = asked.chart.map(ChartForm::of).transpose()?;
    let catalogue = Catalogue::built_in()?;
    let dataset = Dataset::open(&catalogue, asked.data)?;
    let answer = question(&dataset)?;
    let style = style(cli, asked.all_rows, asked.output.output.as_deref());
    put_answer(&answer, asked.output, style, output)?;
    if let (Some(path), Some(form)) = (asked.chart, chart_form) {
        let svg = render::svg::svg(&answer)?;
        let bytes = match form {
            ChartForm::Svg => svg.into_bytes(),
            ChartForm::Png => render::png::png(&svg)?,
        };
        output.put(Some(path), bytes);
    }
    Ok(())
}

fn ingest(args: &IngestArgs, cli: &Cli, output: &mut Output) -> Result<u8> {
    let ingested = commands::ingest(args)?;
    let report = render(&ingested.report, args.format, style(cli, true, None))?;
    let to_stdout = args
        .output
        .as_deref()
        .is_some_and(|path| path == Path::new("-"));
    if to_stdout {
        output.put_aside(&report);
    } else if !cli.quiet || args.output.is_none() {
        output.put(None, report);
    }
    if ingested.errors > 0 {
        return Ok(1);
    }
    if let Some(path) = args.output.as_deref() {
        output.put(Some(path), ingested.observations);
    }
    Ok(0)
}

fn put_answer(
    answer: &Answer,
    args: &OutputArgs,
    style: TextStyle,
    output: &mut Output,
) -> Result<()> {
    let path = args.output.as_deref();
    output.put(path, render(answer, args.format, style)?);
    if let (Format::Csv, Some(path)) = (args.format, path.filter(|path| *path != Path::new("-"))) {
        let name = path
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let beside = path.with_file_name(format!("{name}-metadata.json"));
        output.put(Some(&beside), render::csv_metadata(answer, &name)?);
    }
    Ok(())
}

fn style(cli: &Cli, all_rows: bool, file: Option<&Path>) -> TextStyle {
    let to_file = file.is_some_and(|path| path != Path::new("-"));
    TextStyle {
        width: if to_file { 80 } else { terminal_width() },
        bold: match cli.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => !to_file && terminal_takes_color(),
        },
        all_rows,
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
