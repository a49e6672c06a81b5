//! `vawg`: what official figures say about violence against women and girls in England and Wales.
//!
//! Data flows one way: a published file is taken in by [`ingest`] as observations; [`dataset`]
//! holds them as Polars frames and makes [`model::Series`] of them with what [`catalogue`] knows;
//! [`stats`] turns series into estimates; [`commands`] build an [`answer::Answer`]; [`render`]
//! writes it. `ARCHITECTURE.md` is the map.

pub mod answer;
pub mod catalogue;
pub mod cli;
pub mod commands;
pub mod dataset;
pub mod estimates;
pub mod facts;
pub mod frame;
pub mod ingest;
pub mod model;
pub mod output;
pub mod own_figures;
pub mod problem;
mod progress;
mod question;
pub mod render;
pub mod reports;
mod run;
pub mod stats;

mod views;
mod words;

pub use run::{parse, run};
