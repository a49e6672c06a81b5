//! Every name in the catalogue must lead somewhere, and only one entry may have it.

use std::collections::BTreeSet;

use super::expand::MeasureRows;
use super::{Catalogue, ReleaseKind, RowSelector};
use crate::model::{Period, Source, cell_position};
use crate::problem::{did_you_mean, themselves};

/// Adds everything that is wrong to the problems.
pub(super) fn check(catalogue: &Catalogue, problems: &mut Vec<String>) {
    unique_names(catalogue, problems);
    crimes(catalogue, problems);
    measures(catalogue, problems);
    breaks_and_notes(catalogue, problems);
    definitions_and_targets(catalogue, problems);
    releases(catalogue, problems);
    published_errors(catalogue, problems);
    main_figures(catalogue, problems);
}

/// Measures that the summary and shares name.
fn main_figures(catalogue: &Catalogue, problems: &mut Vec<String>) {
    let wholes = catalogue.measures.iter().map(|measure| &measure.part_of);
    let named = catalogue.headlines.iter().map(|entry| &entry.measure);
    for measure in named.chain(wholes).filter(|name| !name.is_empty()) {
        if catalogue.measure(measure).is_none() {
            problems.push(format!("no measure `{measure}` for the summary or a share"));
        }
    }
}

// Long, but flat: a statement a kind of entry, each of a type of its own.
fn unique_names(catalogue: &Catalogue, problems: &mut Vec<String>) {
    repeated(
        "crime",
        catalogue.crimes.iter().map(|entry| &entry.id),
        problems,
    );
    repeated(
        "measure",
        catalogue.measures.iter().map(|entry| &entry.id),
        problems,
    );
    repeated(
        "break",
        catalogue.breaks.iter().map(|entry| &entry.id),
        problems,
    );
    repeated(
        "definition",
        catalogue.definitions.iter().map(|entry| &entry.id),
        problems,
    );
    repeated(
        "target",
        catalogue.targets.iter().map(|entry| &entry.id),
        problems,
    );
    repeated(
        "release",
        catalogue.releases.iter().map(|entry| &entry.id),
        problems,
    );
    repeated(
        "note",
        catalogue.notes.iter().map(|entry| &entry.id),
        problems,
    );
    repeated(
        "published error",
        catalogue.published_errors.iter().map(|entry| &entry.id),
        problems,
    );
    super::areas::check(catalogue, problems);
    let names = catalogue
        .crimes
        .iter()
        .flat_map(|crime| crime.also.iter().chain([&crime.id]));
    let not_held = catalogue.not_held.iter();
    let names = names.chain(not_held.flat_map(|entry| entry.also.iter().chain([&entry.id])));
    repeated("name of a crime", names, problems);
}

fn repeated<'a>(kind: &str, names: impl Iterator<Item = &'a String>, problems: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            problems.push(format!("duplicate {kind} `{name}`"));
        }
    }
}

fn crimes(catalogue: &Catalogue, problems: &mut Vec<String>) {
    for crime in &catalogue.crimes {
        if crime.default.is_empty() {
            problems.push(format!("crime `{}` has no default measure", crime.id));
        }
        for id in &crime.default {
            known_measure(catalogue, &format!("crime `{}`", crime.id), id, problems);
        }
    }
}

fn measures(catalogue: &Catalogue, problems: &mut Vec<String>) {
    for measure in &catalogue.measures {
        let place = format!("measure `{}`", measure.id);
        let newer = measure.newer.iter().map(|newer| &newer.crime);
        for named in std::iter::once(&measure.crime).chain(newer) {
            if !catalogue.crimes.iter().any(|crime| crime.id == *named) {
                let names = themselves(catalogue.crimes.iter().map(|crime| &crime.id));
                let hint = did_you_mean(named, names, "no such crime");
                problems.push(format!("{place}: unknown crime `{named}`: {hint}"));
            }
        }
        match &measure.rows {
            MeasureRows::Offences {
                offences,
                total,
                table,
                ..
            } => {
                if offences.is_empty() && total.is_none() {
                    problems.push(format!("{place} names neither offences nor a total"));
                }
                for id in offences {
                    known_offence(catalogue, &place, id, problems);
                    if catalogue
                        .offences
                        .get(id)
                        .is_some_and(|offence| offence.table != *table)
                    {
                        problems.push(format!(
                            "{place}: offence `{id}` stands in another table than `{table}`"
                        ));
                    }
                }
            }
            MeasureRows::Selected(rows) if rows.is_empty() => {
                problems.push(format!("{place} selects no rows"));
            }
            MeasureRows::Selected(rows) => selected(&place, rows, problems),
            MeasureRows::Outcomes { .. } => {}
        }
    }
}

fn selected(place: &str, rows: &[RowSelector], problems: &mut Vec<String>) {
    for row in rows {
        if row.table.is_empty() == row.family.is_empty() {
            let label = &row.label;
            problems.push(format!(
                "{place}: row `{label}` must name either a table or a family"
            ));
        }
    }
}

fn breaks_and_notes(catalogue: &Catalogue, problems: &mut Vec<String>) {
    for entry in &catalogue.breaks {
        let place = format!("break `{}`", entry.id);
        if entry.offences.is_empty() && entry.measures.is_empty() {
            problems.push(format!("{place} touches nothing"));
        }
        if !matches!(entry.date, Period::Month { .. }) {
            problems.push(format!(
                "{place}: its date `{}` is not a month such as 2014-m11",
                entry.date
            ));
        }
        for id in &entry.offences {
            known_offence(catalogue, &place, id, problems);
        }
        known_measure_names(
            catalogue,
            &place,
            Some(entry.source),
            &entry.measures,
            problems,
        );
    }
    for note in &catalogue.notes {
        let place = format!("note `{}`", note.id);
        known_measure_names(catalogue, &place, note.source, &note.measures, problems);
    }
}

fn definitions_and_targets(catalogue: &Catalogue, problems: &mut Vec<String>) {
    for definition in &catalogue.definitions {
        if definition.measures.len() != 1 {
            problems.push(format!(
                "definition `{}` does not stand on one measure",
                definition.id
            ));
        }
        let named = definition
            .measures
            .iter()
            .chain(&definition.parts)
            .chain(&definition.prior);
        for id in named {
            known_measure(
                catalogue,
                &format!("definition `{}`", definition.id),
                id,
                problems,
            );
        }
    }
    for target in &catalogue.targets {
        let place = format!("target `{}`", target.id);
        if !catalogue
            .definitions
            .iter()
            .any(|entry| entry.id == target.definition)
        {
            problems.push(format!(
                "{place}: unknown definition `{}`",
                target.definition
            ));
        }
        if target.target <= target.baseline {
            problems.push(format!(
                "{place}: its target does not come after its baseline"
            ));
        }
        if !(target.reduction > 0.0 && target.reduction < 1.0) {
            problems.push(format!("{place}: its reduction is not between 0 and 1"));
        }
    }
}

fn releases(catalogue: &Catalogue, problems: &mut Vec<String>) {
    for release in &catalogue.releases {
        if release.kind == ReleaseKind::Quoted && release.quoted_by.is_empty() {
            problems.push(format!(
                "release `{}` is quoted, but does not say by whom",
                release.id
            ));
        }
    }
}

fn known_offence(catalogue: &Catalogue, place: &str, id: &str, problems: &mut Vec<String>) {
    if !catalogue.offences.contains_key(id) {
        let names = themselves(catalogue.offences.keys());
        let hint = did_you_mean(id, names, "no such offence");
        problems.push(format!("{place}: unknown offence `{id}`: {hint}"));
    }
}

fn known_measure(catalogue: &Catalogue, place: &str, id: &str, problems: &mut Vec<String>) {
    if catalogue.measure(id).is_none() {
        let names = themselves(catalogue.measures.iter().map(|measure| &measure.id));
        let hint = did_you_mean(id, names, "no such measure");
        problems.push(format!("{place}: unknown measure `{id}`: {hint}"));
    }
}

fn known_measure_names(
    catalogue: &Catalogue,
    place: &str,
    source: Option<Source>,
    names: &[String],
    problems: &mut Vec<String>,
) {
    for name in names {
        let known = catalogue.measures.iter().any(|measure| {
            source.is_none_or(|source| source == measure.source)
                && measure.is_named_in(std::slice::from_ref(name))
        });
        if !known {
            problems.push(format!("{place}: unknown measure `{name}`"));
        }
    }
}

fn published_errors(catalogue: &Catalogue, problems: &mut Vec<String>) {
    for entry in &catalogue.published_errors {
        for range in &entry.cells {
            let corners = range.split_once(':').unwrap_or((range, range));
            if cell_position(corners.0).is_none() || cell_position(corners.1).is_none() {
                problems.push(format!(
                    "published error `{}`: `{range}` is neither a cell such as B9 nor a range such as B9:Y12",
                    entry.id
                ));
            }
        }
    }
}
