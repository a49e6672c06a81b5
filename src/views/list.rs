//! Entries of the catalogue and releases as tables. The short answer has one line per entry where
//! that is possible; the first column is the name that other commands take.

use crate::answer::{Answer, Cell, Column, Evidence, Panel, Table, TableRow, Text};
use crate::catalogue::{Break, BreakKind, Catalogue, ReleaseKind};
use crate::dataset::{Dataset, ReleaseFile};
use crate::ingest::RULES;

use self::Place::{Full, Machine, Short};

pub(crate) mod schedule;

/// Which answers have a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Every answer.
    Short,
    /// The full answer and machine output.
    Full,
    /// Machine output alone.
    Machine,
}

type Columns = [(&'static str, Place)];

/// The answer with these entries, one cell per column.
fn listing(title: &str, columns: &Columns, rows: impl Iterator<Item = Vec<String>>) -> Answer {
    let rows: Vec<Vec<String>> = rows.collect();
    let column = |&(header, place): &(&'static str, Place)| match place {
        Short => Column::left(header),
        Full | Machine => Column::wide(header),
    };
    let row = |cells: Vec<String>| TableRow {
        cells: cells.into_iter().map(Cell::Text).collect(),
        ..TableRow::default()
    };
    let has = |place: Place| columns.iter().any(|(_, held)| *held == place);
    let named = |places: &[Place]| {
        let found = columns.iter().filter(|(_, place)| places.contains(place));
        found
            .map(|(header, _)| *header)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let in_full = |index: usize| index == 0 || columns[index].1 == Full;
    let further = Table {
        columns: (0..columns.len())
            .filter(|index| in_full(*index))
            .map(|index| Column::left(columns[index].0))
            .collect(),
        rows: rows
            .iter()
            .map(|cells| {
                let cells = cells.iter().enumerate();
                let cells = cells.filter(|(index, _)| in_full(*index));
                row(cells.map(|(_, cell)| cell.clone()).collect())
            })
            .collect(),
        earlier_rows: 0,
    };
    let more = has(Full).then(|| format!("More columns with --full: {}.", named(&[Full])));
    let machine = has(Machine).then(|| {
        format!(
            "More columns with --format csv or json: {}.",
            named(&[Machine])
        )
    });
    let panel = Panel {
        table: Table {
            columns: columns.iter().map(column).collect(),
            rows: rows.into_iter().map(row).collect(),
            earlier_rows: 0,
        },
        further_tables: has(Full).then_some(further).into_iter().collect(),
        summary: Text::all(more),
        remarks: Text::all(machine),
        ..Panel::default()
    };
    Answer::new(title, vec![panel], Evidence::of_no_figures())
}

/// What can be listed.
pub(crate) fn words(words: impl Iterator<Item = [String; 2]>) -> Answer {
    listing(
        "What `vawg list` can show",
        &[("name", Short), ("what", Short)],
        words.map(Vec::from),
    )
}

pub(crate) fn crimes(catalogue: &Catalogue) -> Answer {
    let mut answer = listing(
        "Crimes: names for --crime",
        &[
            ("name", Short),
            ("title", Short),
            ("description", Full),
            ("also", Machine),
        ],
        catalogue.crimes.iter().map(|crime| {
            vec![
                crime.id.clone(),
                crime.title.clone(),
                crime.description.clone(),
                crime.also.join("; "),
            ]
        }),
    );
    if let Some(panel) = answer.panels.first_mut() {
        panel
            .summary
            .push("Crimes without figures: vawg list not-held".into());
    }
    answer
}

pub(crate) fn not_held(catalogue: &Catalogue) -> Answer {
    listing(
        "Crimes with no figures here",
        &[
            ("name", Short),
            ("not held, because", Short),
            ("published in", Full),
            ("title", Machine),
            ("also", Machine),
        ],
        catalogue.not_held.iter().map(|entry| {
            vec![
                entry.id.clone(),
                entry.because.clone(),
                entry.see.clone(),
                entry.title.clone(),
                entry.also.join("; "),
            ]
        }),
    )
}

pub(crate) fn measures(catalogue: &Catalogue) -> Answer {
    listing(
        "Measures: crime, source, population and unit",
        &[
            ("name", Short),
            ("crime", Machine),
            ("source", Short),
            ("sex", Short),
            ("age", Short),
            ("unit", Machine),
            ("description", Full),
        ],
        catalogue.measures.iter().map(|measure| {
            vec![
                measure.id.clone(),
                measure.crime.clone(),
                measure.source.to_string(),
                measure.sex.to_string(),
                measure.age.to_string(),
                measure.unit.clone(),
                measure.description.clone(),
            ]
        }),
    )
}

pub(crate) fn areas(catalogue: &Catalogue) -> Answer {
    listing(
        "Areas: names for --area",
        &[
            ("name", Short),
            ("code", Short),
            ("kind", Short),
            ("part of", Short),
            ("also", Machine),
            ("no rate, because", Machine),
        ],
        catalogue.areas.iter().map(|area| {
            vec![
                area.name.clone(),
                area.code.clone(),
                area.kind.name().to_owned(),
                area.parent.clone(),
                area.also.join("; "),
                area.no_rate.clone(),
            ]
        }),
    )
}

pub(crate) fn definitions(catalogue: &Catalogue) -> Answer {
    listing(
        "Definitions of violence against women and girls: names for --definition",
        &[
            ("name", Short),
            ("title", Short),
            ("source", Machine),
            ("sex", Machine),
            ("age", Machine),
            ("counts", Machine),
            ("unit", Machine),
            ("includes", Full),
            ("leaves out", Full),
            ("used by", Machine),
            ("citation", Machine),
        ],
        catalogue.definitions.iter().map(|definition| {
            vec![
                definition.id.clone(),
                definition.title.clone(),
                definition.source.to_string(),
                definition.sex.to_string(),
                definition.age.to_string(),
                definition.counts.clone(),
                definition.unit.clone(),
                definition.includes.clone(),
                definition.leaves_out.clone(),
                definition.used_by.clone(),
                definition.citation.clone(),
            ]
        }),
    )
}

pub(crate) fn breaks(catalogue: &Catalogue) -> Answer {
    let row = |entry: &Break| {
        let kind = match entry.kind {
            BreakKind::Break => "break",
            BreakKind::Gap => "gap",
            BreakKind::Event => "event",
        };
        let affected = if entry.measures.is_empty() {
            &entry.offences
        } else {
            &entry.measures
        };
        let until = entry.until.map(|until| until.to_string());
        vec![
            entry.id.clone(),
            kind.to_owned(),
            entry.date.to_string(),
            until.unwrap_or_default(),
            entry.source.to_string(),
            affected.join(", "),
            entry.text.clone(),
            entry.explanation.clone(),
            entry.reference.clone(),
        ]
    };
    listing(
        "Breaks, gaps and events, and what they affect",
        &[
            ("name", Short),
            ("kind", Machine),
            ("date", Short),
            ("until", Machine),
            ("source", Machine),
            ("touches", Machine),
            ("text", Short),
            ("explanation", Full),
            ("reference", Full),
        ],
        catalogue.breaks.iter().map(row),
    )
}

pub(crate) fn rules() -> Answer {
    listing(
        "Checks of published files: names for --accept",
        &[("name", Short), ("what it asks", Short)],
        RULES
            .iter()
            .map(|(name, asks)| vec![(*name).to_owned(), (*asks).to_owned()]),
    )
}

pub(crate) fn releases(dataset: &Dataset<'_>) -> Answer {
    let row = |release: &ReleaseFile<'_>| {
        let entry = release.entry;
        let origin = release.origin();
        let text = |field: fn(&crate::catalogue::Release) -> &String| {
            entry.map(field).cloned().unwrap_or_default()
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
            origin.map_or_else(
                || text(|entry| &entry.address),
                |origin| origin.address.clone(),
            ),
            origin.map_or_else(
                || text(|entry| &entry.licence),
                |origin| origin.licence.clone(),
            ),
            origin.map_or_else(String::new, |origin| origin.accepted.join(", ")),
        ]
    };
    listing(
        "Releases: names for --release",
        &[
            ("name", Short),
            ("kind", Short),
            ("period", Short),
            ("title", Full),
            ("quoted by", Machine),
            ("file", Machine),
            ("sha256", Machine),
            ("address", Machine),
            ("licence", Machine),
            ("rules accepted", Machine),
        ],
        dataset.releases().iter().map(row),
    )
}
