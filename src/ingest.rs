//! A published file → observations: it only reshapes and checks. What we think of a figure is in
//! the catalogue, never here.

mod block;
mod book;
mod cell;
mod derived;
mod finding;
mod heading;
mod intake;
mod ons_appendix;
pub mod tidy;

use std::path::Path;

use anyhow::{Context, Result};

pub use book::{Book, Cell, Sheet, cell_name};
pub use finding::{Finding, Severity};
pub use intake::{Intake, PassedOver, Taken};

use crate::problem::Problem;

/// One published form of tables: a new one is a file of its own and a line in [`LAYOUTS`].
struct Layout {
    /// What it is, for people.
    name: &'static str,
    /// Whether a file has this form, told by its content.
    recognises: fn(&Book) -> bool,
    /// The file's figures, and everything found wrong with them.
    read: fn(&Book) -> Result<Intake>,
}

const LAYOUTS: &[Layout] = &[ons_appendix::LAYOUT];

/// Reads a published file, whatever its name.
///
/// # Errors
/// A file that cannot be opened or read, or that has none of the known layouts. What is wrong
/// with single figures is in the intake's findings.
pub fn read_file(path: &Path) -> Result<Intake> {
    if path.is_dir() {
        return Err(Problem::data(format!("`{}` is a folder", path.display()))
            .hint("name the file to take in")
            .into());
    }
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let book = Book::read(bytes).with_context(|| format!("cannot read `{}`", path.display()))?;
    let Some(layout) = LAYOUTS.iter().find(|layout| (layout.recognises)(&book)) else {
        let sheets: Vec<&str> = book
            .sheets
            .iter()
            .map(|sheet| sheet.name.as_str())
            .collect();
        let known: Vec<&str> = LAYOUTS.iter().map(|layout| layout.name).collect();
        return Err(Problem::data(format!(
            "`{}` has none of the known layouts; its sheets: {}",
            path.display(),
            sheets.join(", ")
        ))
        .hint(format!("known layouts: {}", known.join("; ")))
        .into());
    };
    (layout.read)(&book).with_context(|| format!("in `{}`", path.display()))
}
