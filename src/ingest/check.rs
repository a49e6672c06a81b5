//! What is checked once a file has been read, in one run: each family of rules is a file below.
//! It looks for what cannot be right; what we think of a figure is in the catalogue.

mod beside;
mod bounds;
mod coverage;
mod derived;
#[cfg(test)]
mod fixture;
mod forces;
mod grid;
mod headings;
mod outliers;
mod proportions;
mod rows;
mod same;
mod served;
mod sums;
mod years;

use anyhow::Result;
use beside::{fewer_than, same_as_other_period};
pub(super) use beside::{names_moved, poorer_than, same_bytes};
pub(super) use proportions::asks_for_per_cent;

use super::Book;
use super::Context;
use super::FileKind;
use super::Intake;
use super::Previous;
use derived::shares::Levels;
use derived::{columns, households, rates, shares};
use served::NotServed;

/// Checks everything that was read, adds what was found in the order of the sheets, and withholds the
/// derived figures that do not recompute.
///
/// # Errors
/// None in practice: what is withheld is among the figures.
pub(super) fn run(intake: &mut Intake, book: &Book, context: &Context<'_>) -> Result<()> {
    let mut findings = Vec::new();
    let mut not_served = NotServed::default();
    let tables: Vec<String> = intake
        .taken
        .iter()
        .map(|taken| taken.table.clone())
        .collect();
    headings::check(book, intake.period, &tables, &mut findings);
    let grids = grid::grids(&intake.observations);
    if !grids.is_empty() {
        let levels = Levels::of(&grids, book.kind == FileKind::Csv).typed_in(&grids, book);
        sums::check(&grids, &mut findings);
        years::check(&grids, &mut findings);
        columns::shares(&grids, &levels, &mut findings, &mut not_served);
        shares::check(&grids, &levels, &mut findings, &mut not_served);
        rates::check(&grids, &mut findings, &mut not_served);
        households::check(&grids, &mut findings, &mut not_served);
        same::check(&grids, &not_served, &mut findings);
        same::bases(&intake.observations, &mut findings);
        outliers::within(&grids, &mut findings);
        rows::between_tables(&grids, &mut findings);
        rows::offences(intake, context, &mut findings);
        forces::sums(&intake.observations, context.catalogue, &mut findings);
        forces::changes(&intake.observations, &mut findings, &mut not_served);
    }
    bounds::check(intake, &mut findings);
    proportions::check(&intake.observations, context.previous, &mut findings);
    coverage::check(intake, context.catalogue, &mut findings);
    not_served.add_rows_of_other_areas(intake);
    if let Some(previous) = context.previous.filter(|_| !intake.observations.is_empty()) {
        columns::previous(&grids, previous, &mut findings, &mut not_served);
        outliers::previous(&intake.observations, previous, &mut findings);
        findings.extend(same_as_other_period(
            &intake.observations,
            intake.period,
            previous,
        ));
        findings.extend(names_moved(&intake.observations, previous));
        // A later release may well have rows and years that this one lacks.
        if previous.period <= intake.period {
            findings.extend(fewer_than(&intake.observations, previous));
            if !grids.is_empty() {
                rows::since(&intake.observations, previous, &mut findings);
            }
            rows::coverage(&intake.observations, previous, &mut findings);
        }
    }
    drop(grids);
    not_served.mark(&mut intake.observations)?;
    intake.findings.append(&mut findings);
    let order = |sheet: &str| {
        book.sheets
            .iter()
            .position(|one| one.name == sheet)
            .map_or(0, |place| place + 1)
    };
    intake
        .findings
        .sort_by_cached_key(|finding| order(&finding.sheet));
    Ok(())
}
