//! The published forms of tables that are known, one a file, and what several of them share.

pub(crate) mod badge;
mod cps_outcomes;
mod csew_open_data;
mod csew_prevalence;
mod hmt_deflators;
pub(crate) mod home_office;
pub(crate) mod not_published;
mod ons_appendix;
pub(crate) mod ons_community_safety;
mod ons_force_tables;
mod ons_lookup;
mod ons_population;
mod ons_population_series;
mod ons_sdg;
mod own_tidy;

use anyhow::Result;

use super::files::book::Book;
use super::intake::Intake;
use crate::catalogue::Catalogue;

/// One published form of tables: a new one is a file of its own and a line in [`LAYOUTS`].
pub(crate) struct Layout {
    /// What it is, for people.
    pub(crate) name: &'static str,
    /// Whether a file has this form, told by its content.
    pub(crate) recognises: fn(&Book) -> bool,
    /// The file's figures, and what is wrong with single ones.
    pub(crate) read: fn(&Book, &Catalogue) -> Result<Intake>,
}

/// Whether figures were put into the project's own tidy form, by hand or by the program.
pub(super) fn is_own_tidy(intake: &Intake) -> bool {
    intake.layout == own_tidy::LAYOUT.name
}

pub(crate) const LAYOUTS: &[Layout] = &[
    ons_appendix::LAYOUT,
    ons_force_tables::LAYOUT,
    ons_community_safety::LAYOUT,
    ons_sdg::LAYOUT,
    csew_prevalence::LAYOUT,
    csew_open_data::LAYOUT,
    cps_outcomes::LAYOUT,
    ons_population::LAYOUT,
    ons_population_series::LAYOUT,
    ons_lookup::LAYOUT,
    hmt_deflators::LAYOUT,
    own_tidy::LAYOUT,
    home_office::open_data::LAYOUT,
    home_office::outcomes::LAYOUT,
    home_office::knife::LAYOUT,
];
