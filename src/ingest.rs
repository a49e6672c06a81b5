//! A published file → observations: it only reshapes and checks. What we think of a figure is in
//! the catalogue, never here.

mod agreement;
mod cells;
mod check;
mod duplicates;
pub(crate) mod files;
mod finding;
mod intake;
mod known;
mod layouts;
mod part;
mod recognition;
mod serves;
pub(crate) mod tidy;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result};

pub use files::book::{Book, Cell, FileKind, Sheet};
pub use files::delimited::Delimited;
pub use files::source::Source;
pub use finding::{Finding, RULES, Severity};
pub use intake::{Intake, PassedOver, Taken, release_period};
pub use serves::Served;

use crate::catalogue::{Catalogue, Measure};
use crate::frame::Figures;
use crate::model::Period;
use crate::problem::Problem;

/// What a file is checked against.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Offences, areas, known errors.
    pub catalogue: &'a Catalogue,
    /// The release before it, where one is held.
    pub previous: Option<&'a Previous<'a>>,
}

/// Another release of the same family.
#[derive(Debug)]
pub struct Previous<'a> {
    /// Its name.
    pub release: String,
    /// The period that orders it.
    pub period: Period,
    /// Its figures.
    pub figures: &'a Figures,
}

/// What reading needs to know besides the file.
pub struct Surroundings<'a> {
    /// Offences, areas, known errors.
    pub catalogue: &'a Catalogue,
    /// Rules that may be broken.
    pub accept: &'a [String],
    /// What is held already.
    pub beside: &'a dyn Beside<'a>,
}

/// Finds what is held beside a file that was read.
pub trait Beside<'a> {
    /// The release of its family to compare it with.
    ///
    /// # Errors
    /// A release that is damaged.
    fn previous(&self, intake: &Intake) -> Result<Option<Previous<'a>>>;

    /// The figures that it would take the place of: those held of the release of its name.
    ///
    /// # Errors
    /// A release that is damaged.
    fn replaced(&self, intake: &Intake) -> Result<Vec<Previous<'a>>>;

    /// The latest figure held of a measure in other releases.
    ///
    /// # Errors
    /// A release that is damaged.
    fn latest(&self, measure: &Measure, release: &str) -> Result<Option<f64>>;

    /// Releases made of the same bytes, each with its period.
    fn of_same_bytes(&self, intake: &Intake) -> Vec<(String, Period)>;
}

/// Opens a workbook or a text with columns, whatever its name; nothing is made of its content.
///
/// # Errors
/// A file that is neither, or that is damaged.
pub(crate) fn open(source: &Arc<Source>) -> Result<Book> {
    recognition::open(source)
}

/// Reads the sheets of a workbook, and nothing more.
#[cfg(feature = "internals")]
pub(crate) fn read_sheets(bytes: Vec<u8>) -> Result<()> {
    files::workbook::read(bytes, &mut |_| {}).map(drop)
}

/// Reads a published file, whatever its name, and checks it.
///
/// # Errors
/// A file that cannot be opened or read, or whose layout is not known. What is wrong
/// with single figures is in the intake's findings.
pub fn read(source: &Arc<Source>, surroundings: &Surroundings<'_>) -> Result<Intake> {
    let place = || format!("`{}`", source.label());
    let needed = AtomicBool::new(true);
    std::thread::scope(|scope| {
        let sha256 = scope.spawn(|| source.sha256(&needed));
        let read = read_and_check(source, surroundings).with_context(place);
        needed.store(read.is_ok(), Ordering::Relaxed);
        let mut intake = read?;
        intake.sha256 = sha256
            .join()
            .map_err(|_| Problem::data("its checksum could not be made"))??;
        known::copy(&mut intake, surroundings.catalogue);
        beside_held(&mut intake, surroundings)?;
        Ok(intake)
    })
}

/// What is wrong with a file beside what is held: its bytes must be known for it.
fn beside_held(intake: &mut Intake, surroundings: &Surroundings<'_>) -> Result<()> {
    let beside = surroundings.beside;
    let same = beside.of_same_bytes(intake);
    let mut found: Vec<Finding> = check::same_bytes(intake, &same).into_iter().collect();
    for other in beside.replaced(intake)? {
        found.extend(check::poorer_than(&intake.observations, &other));
        found.extend(check::names_moved(&intake.observations, &other));
    }
    // What concerns the file as a whole is told first.
    intake.findings.splice(0..0, found);
    accept(intake, surroundings.accept);
    Ok(())
}

fn read_and_check(source: &Arc<Source>, surroundings: &Surroundings<'_>) -> Result<Intake> {
    let book = recognition::open(source)?;
    let layout = recognition::layout(&book)?;
    let mut intake = (layout.read)(&book, surroundings.catalogue)?;
    within_bounds(&intake)?;
    source.name().clone_into(&mut intake.file);
    intake.finish()?;
    files::hidden::leave_out(&mut intake, &book.hidden)?;
    let notes = book.notes.iter();
    let notes = notes.map(|note| Finding::warning("text-form", "", "", "", note.as_str()));
    intake.findings.extend(notes);
    intake.figures_taken = intake.observations.len();
    something_taken(&mut intake);
    duplicates::check(&mut intake);
    agreement::check(&mut intake);
    let previous = surroundings.beside.previous(&intake)?;
    let context = Context {
        catalogue: surroundings.catalogue,
        previous: previous.as_ref(),
    };
    check::run(&mut intake, &book, &context)?;
    if layouts::is_own_tidy(&intake) {
        serves::check(&mut intake, surroundings.catalogue, surroundings.beside)?;
    }
    known::apply(&mut intake, surroundings.catalogue);
    accept(&mut intake, surroundings.accept);
    Ok(intake)
}

/// A file of headings alone is not a release, whatever is accepted of it, and a table of headings
/// alone is a table of which all is missing.
fn something_taken(intake: &mut Intake) {
    let empty = intake
        .taken
        .iter()
        .filter(|taken| taken.figures + taken.markers == 0);
    let empty: Vec<Finding> = empty
        .map(|taken| {
            let (table, sheet) = (taken.table.as_str(), taken.sheet.as_str());
            let message =
                format!("Table {table} has headings, but no figure could be taken from it");
            Finding::error("table-present", sheet, "", table, message)
        })
        .collect();
    let unexplained = intake.findings.is_empty();
    intake.findings.extend(empty);
    if intake.observations.is_empty() {
        let message = if unexplained {
            "no figure could be taken from the file: is it cut short?"
        } else {
            "no figure could be taken from the file"
        };
        let finding = Finding::error("figures-present", "", "", "", message);
        intake.findings.push(finding);
    }
}

/// More names than the figures can hold numbers for are not a published table.
fn within_bounds(intake: &Intake) -> Result<()> {
    let most = usize::from(u16::MAX);
    let figures = &intake.figures;
    for (what, names) in [
        ("areas", figures.areas().len()),
        ("periods", figures.periods().len()),
        ("sheets", figures.sheets().len()),
    ] {
        if names >= most {
            return Err(Problem::data(format!("it names more than {most} {what}"))
                .hint("is a column of numbers taken for one of names?")
                .into());
        }
    }
    Ok(())
}

fn accept(intake: &mut Intake, rules: &[String]) {
    for finding in &mut intake.findings {
        intake.file.clone_into(&mut finding.file);
        if finding.severity == Severity::Error && rules.iter().any(|rule| rule == finding.rule) {
            finding.accepted = true;
            if !intake.accepted.iter().any(|rule| rule == finding.rule) {
                intake.accepted.push(finding.rule.to_owned());
            }
        }
    }
}
