//! Output formats and chart formats, as file endings choose them.

use std::path::Path;

use anyhow::Result;

use crate::cli::{Format, OutputArgs};
use crate::output::{is_device, stdout_is_terminal};
use crate::problem::Problem;

/// Endings of output files, each with its format.
const ENDINGS: [(&str, Format); 10] = [
    ("txt", Format::Text),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("csv", Format::Csv),
    ("json", Format::Json),
    ("parquet", Format::Parquet),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xlsx", Format::Xlsx),
    ("ods", Format::Ods),
];

/// The ending of a file's name in lower case; none for a device or standard output.
pub(super) fn ending(path: &Path) -> Option<String> {
    if is_device(path) {
        return None;
    }
    let ending = path.extension()?;
    Some(ending.to_string_lossy().to_lowercase())
}

/// The format asked for: by `--format`, else by the ending of the file, else text.
///
/// # Errors
/// An ending that no format has or that contradicts `--format`; a binary format for a terminal.
pub(super) fn format(args: &OutputArgs) -> Result<Format> {
    let path = args.output.as_deref();
    let by_ending = path.map(format_of_file).transpose()?.flatten();
    if let (Some(path), Some(asked), Some(ending)) = (path, args.format, by_ending)
        && asked != ending
    {
        return Err(Problem::usage(format!(
            "the ending of `{}` contradicts --format {}",
            path.display(),
            asked.name()
        ))
        .hint("leave out --format, or change the ending of the file")
        .into());
    }
    let format = args.format.or(by_ending).unwrap_or(Format::Text);
    let to_stdout = path.is_none_or(|path| path == Path::new("-"));
    let is_binary = matches!(format, Format::Parquet | Format::Xlsx | Format::Ods);
    if is_binary && to_stdout && stdout_is_terminal() {
        let name = format.name();
        return Err(
            Problem::usage(format!("{name} cannot be shown in a terminal"))
                .hint(format!("write it to a file: -o FILE.{name}"))
                .into(),
        );
    }
    Ok(format)
}

/// The format of a report on files, which states no facts.
///
/// # Errors
/// As [`format`]; Parquet, which holds facts.
pub(super) fn of_report(args: &OutputArgs) -> Result<Format> {
    match format(args)? {
        Format::Parquet => Err(without_facts().into()),
        other => Ok(other),
    }
}

/// `--wide` was asked for in another format.
pub(super) fn wide_needs_csv() -> Problem {
    Problem::usage("--wide is a form of CSV")
        .hint("add --format csv, or name a file that ends in .csv")
}

/// Parquet was asked for where an answer has no facts.
pub(super) fn without_facts() -> Problem {
    Problem::usage("Parquet holds facts, and this answer has none").hint("use --format csv or json")
}

fn format_of_file(path: &Path) -> Result<Option<Format>> {
    let Some(ending) = ending(path) else {
        return Ok(None);
    };
    let known = ENDINGS.iter().find(|(known, _)| *known == ending);
    let (_, format) = known.ok_or_else(|| {
        Problem::usage(format!(
            "no output format has the ending of `{}`",
            path.display()
        ))
        .hint("use a name that ends in .txt, .md, .html, .csv, .json, .xlsx, .ods or .parquet")
    })?;
    Ok(Some(*format))
}

/// The format of a chart file.
#[derive(Clone, Copy)]
pub(super) enum ChartForm {
    /// Scalable, with its text as alternative text.
    Svg,
    /// Pixels.
    Png,
}

impl ChartForm {
    /// The format that the ending of the file's name stands for.
    ///
    /// # Errors
    /// Any other ending.
    pub(super) fn of_file(path: &Path) -> Result<Self> {
        match ending(path).as_deref() {
            Some("svg") => Ok(Self::Svg),
            Some("png") => Ok(Self::Png),
            _ => Err(Problem::usage(format!(
                "unsupported chart file `{}`: use a name that ends in .png or .svg",
                path.display()
            ))
            .into()),
        }
    }
}
