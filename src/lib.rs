//! `vawg`: what official figures say about violence against women and girls in England and Wales.
//!
//! [`Data`] holds the figures: [`Data::observations`] gives those of a release as a Polars frame,
//! [`Data::series`] one measure through time, [`Data::ask`] the facts that answer a question. [`stats`]
//! has the formulas, for anybody's numbers. The program is [`main`] alone.
//!
//! Inside, data flows one way: a published file is taken in by `ingest` as observations; `dataset`
//! holds them as Polars frames and makes [`model::Series`] of them with what `catalogue` knows;
//! [`stats`] turns series into estimates; `commands` build an answer; `render` writes it.
//! `ARCHITECTURE.md` is the map.

mod answer;
mod api;
mod catalogue;
mod cli;
mod commands;
mod dataset;
mod estimates;
mod facts;
mod frame;
mod ingest;
#[cfg(feature = "internals")]
pub mod internals;
pub mod model;
mod output;
mod own_figures;
mod problem;
mod progress;
mod question;
mod render;
mod reports;
mod run;
pub mod stats;
mod views;
mod words;

pub use api::{Answer, Data};
pub use ingest::files::guard::read_workbooks_with;
/// The frame that [`Data`] hands out: Polars 0.55.
pub use polars::frame::DataFrame;
pub use run::main;
