//! The program from outside: one file a command, each asserting standard output, standard error
//! and exit status. The figures expected here stand with the place they were read from.

// A test that cannot go on has failed; a long one is a list of what must hold; fixtures are put
// together piece by piece; figures are the same bits or wrong; the program writes its own endings.
#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::float_cmp,
    clippy::similar_names,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::too_many_lines,
    clippy::format_push_string,
    clippy::format_collect
)]

mod areas;
mod areas_elsewhere;
mod audit;
mod breakdown;
mod breaks;
mod catalogue;
mod catalogue_files;
mod charts;
mod detect;
mod docs;
mod errors;
mod examples;
mod fixtures;
mod hostile_files;
mod ingest;
mod layouts;
mod list;
mod outcomes;
mod own_figures;
mod own_reports;
mod own_targets;
mod pages;
mod partnerships;
mod periods;
mod police_files;
mod population_files;
mod prevalence;
mod program;
mod published;
mod published_home_office;
mod readme;
mod refresh;
mod report;
mod reports;
mod revisions;
mod snapshots;
mod source_rules;
mod spellings;
mod statistics;
mod store;
mod stored_files;
mod survey_files;
mod tidy_form;
mod trajectory;
mod trend;
mod validate;
mod website;
