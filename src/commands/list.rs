//! `vawg list`: what is in the catalogue and at hand.

use crate::answer::{Answer, Cell, Column, Evidence, Panel, Table, TableRow, Text};
use crate::catalogue::{BreakKind, Catalogue, ReleaseKind};
use crate::cli::Thing;
use crate::dataset::Dataset;
use crate::ingest::RULES;

/// What is shown of one kind of entry. A header that ends in `*` has no place in a terminal.
struct Listing {
    title: &'static str,
    headers: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

/// The catalogue's entries of one kind; the first column is what other commands take.
#[must_use]
pub fn list(thing: Thing, dataset: &Dataset<'_>) -> Answer {
    let catalogue = dataset.catalogue();
    let listing = match thing {
        Thing::Crimes => crimes(catalogue),
        Thing::Measures => measures(catalogue),
        Thing::Definitions => definitions(catalogue),
        Thing::Breaks => breaks(catalogue),
        Thing::Releases => releases(dataset),
        Thing::Rules => rules(),
    };
    let hidden: Vec<&str> = listing
        .headers
        .iter()
        .filter_map(|header| header.strip_suffix('*'))
        .collect();
    let also = format!(
        "Also in --format csv, json and markdown: {}.",
        hidden.join(", ")
    );
    let panel = Panel {
        table: table(listing.headers, listing.rows),
        remarks: Text::all((!hidden.is_empty()).then_some(also)),
        ..Panel::default()
    };
    Answer::new(listing.title, vec![panel], Evidence::of_no_figures())
}

fn table(headers: &[&str], rows: Vec<Vec<String>>) -> Table {
    Table {
        columns: headers
            .iter()
            .map(|header| {
                header
                    .strip_suffix('*')
                    .map_or_else(|| Column::left(*header), Column::wide)
            })
            .collect(),
        rows: rows
            .into_iter()
            .map(|cells| TableRow {
                cells: cells.into_iter().map(Cell::Text).collect(),
                ..TableRow::default()
            })
            .collect(),
        earlier_rows: 0,
    }
}

fn crimes(catalogue: &Catalogue) -> Listing {
    let row = |crime: &crate::catalogue::Crime| {
        vec![
            crime.id.clone(),
            crime.title.clone(),
            crime.description.clone(),
            crime.also.join("; "),
        ]
    };
    let rows = catalogue.crimes.iter().map(row).collect();
    Listing {
        title: "Crimes: what --crime takes",
        headers: &["name", "title*", "description", "also*"],
        rows,
    }
}

fn measures(catalogue: &Catalogue) -> Listing {
    let rows = catalogue
        .measures
        .iter()
        .map(|measure| {
            vec![
                measure.id.clone(),
                measure.crime.clone(),
                measure.source.to_string(),
                measure.sex.to_string(),
                measure.age.to_string(),
                measure.unit.clone(),
                measure.description.clone(),
            ]
        })
        .collect();
    Listing {
        title: "Measures: crime, source, population and unit",
        headers: &[
            "name",
            "crime*",
            "source*",
            "sex*",
            "age*",
            "unit*",
            "description",
        ],
        rows,
    }
}

fn definitions(catalogue: &Catalogue) -> Listing {
    let rows = catalogue
        .definitions
        .iter()
        .map(|definition| {
            vec![
                definition.id.clone(),
                definition.title.clone(),
                definition.source.to_string(),
                definition.sex.to_string(),
                definition.age.to_string(),
                definition.counts.clone(),
                definition.includes.clone(),
                definition.leaves_out.clone(),
                definition.used_by.clone(),
                definition.citation.clone(),
            ]
        })
        .collect();
    Listing {
        title: "What violence against women and girls is taken to mean",
        headers: &[
            "name",
            "title*",
            "source*",
            "sex*",
            "age*",
            "counts*",
            "includes",
            "leaves out",
            "used by*",
            "citation*",
        ],
        rows,
    }
}

fn breaks(catalogue: &Catalogue) -> Listing {
    let rows = catalogue
        .breaks
        .iter()
        .map(|entry| {
            let kind = match entry.kind {
                BreakKind::Break => "break",
                BreakKind::Gap => "gap",
                BreakKind::Event => "event",
            };
            let touched = if entry.measures.is_empty() {
                &entry.offences
            } else {
                &entry.measures
            };
            vec![
                entry.id.clone(),
                kind.to_owned(),
                entry.date.to_string(),
                entry
                    .until
                    .map_or_else(String::new, |until| until.to_string()),
                entry.source.to_string(),
                touched.join(", "),
                entry.text.clone(),
                entry.reference.clone(),
            ]
        })
        .collect();
    Listing {
        title: "Breaks, gaps and events, and what they touch",
        headers: &[
            "name",
            "kind*",
            "date",
            "until*",
            "source*",
            "touches*",
            "text",
            "reference*",
        ],
        rows,
    }
}

fn rules() -> Listing {
    let rows = RULES.iter();
    Listing {
        title: "Rules that published files are checked by: what --accept takes",
        headers: &["name", "what it asks"],
        rows: rows
            .map(|(name, asks)| vec![(*name).to_owned(), (*asks).to_owned()])
            .collect(),
    }
}

fn releases(dataset: &Dataset<'_>) -> Listing {
    let rows = dataset
        .releases()
        .iter()
        .map(|release| {
            let entry = release.entry;
            let origin = release.origin();
            let text = |of: fn(&crate::catalogue::Release) -> &String| {
                entry.map(of).cloned().unwrap_or_default()
            };
            let kind = match release.kind {
                ReleaseKind::Published if release.own => "published, taken in",
                ReleaseKind::Published => "published",
                ReleaseKind::Quoted => "quoted",
            };
            vec![
                release.id.clone(),
                kind.to_owned(),
                release.period.to_string(),
                release.title(),
                text(|entry| &entry.quoted_by),
                origin.map_or_else(|| text(|entry| &entry.file), |origin| origin.file.clone()),
                origin.map_or_else(
                    || text(|entry| &entry.sha256),
                    |origin| origin.sha256.clone(),
                ),
                origin.map_or_else(String::new, |origin| origin.accepted.join(", ")),
            ]
        })
        .collect();
    Listing {
        title: "Releases: what --release takes",
        headers: &[
            "name",
            "kind*",
            "period",
            "title",
            "quoted by*",
            "file*",
            "sha256*",
            "rules accepted*",
        ],
        rows,
    }
}
