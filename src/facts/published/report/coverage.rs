//! For which metric and crime a measure of the catalogue is held.

use anyhow::Result;

use super::Context;
use crate::problem::{Problem, did_you_mean, themselves};

/// Metric and crime of each place for which a measure of the catalogue is held.
///
/// # Errors
/// A report that names no file of coverage; a measure that the catalogue does not have.
pub(crate) fn held(context: &Context<'_>) -> Result<Vec<(String, String)>> {
    let file = context.named_file("coverage", &context.about.coverage)?;
    let records = context.files.records(file)?;
    let catalogue = context.dataset.catalogue();
    let mut held = Vec::new();
    for record in records.all() {
        let text = |column: &str| record.get(column).unwrap_or_default();
        for name in text("measures").split(';').filter(|name| !name.is_empty()) {
            if catalogue.measure(name).is_none() {
                let names = themselves(catalogue.measures.iter().map(|it| &it.id));
                let hint = did_you_mean(name, names, "`vawg list measures` shows them all");
                let (file, line) = (context.files.path(file), record.line);
                let problem = format!("`{file}`, line {line}: unknown measure `{name}`");
                return Err(Problem::data(problem).hint(hint).into());
            }
            held.push((text("metric").to_owned(), text("crime").to_owned()));
        }
    }
    Ok(held)
}
