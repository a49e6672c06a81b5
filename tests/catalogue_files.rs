//! The catalogue's files as they are, without the program's reader.

use std::collections::BTreeMap;

use serde::Deserialize;
use vawg::model::Period;

use crate::program::repository;

/// The parts of the catalogue that tests compare with published figures.
pub(crate) struct CatalogueFiles {
    pub(crate) offences: BTreeMap<String, Offence>,
    pub(crate) measures: Vec<Measure>,
    pub(crate) areas: Vec<Area>,
}

#[derive(Deserialize)]
pub(crate) struct Offence {
    pub(crate) id: String,
    pub(crate) code: String,
    pub(crate) label: String,
    #[serde(default)]
    pub(crate) also: Vec<String>,
    #[serde(default = "table_a5a")]
    pub(crate) table: String,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Measure {
    pub(crate) id: String,
    #[serde(default = "table_a5a")]
    pub(crate) table: String,
    #[serde(default)]
    pub(crate) offences: Vec<String>,
    pub(crate) total: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Area {
    pub(crate) name: String,
    pub(crate) kind: String,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    offence: Vec<Offence>,
    #[serde(default)]
    measure: Vec<Measure>,
    #[serde(default)]
    area: Vec<Area>,
}

fn table_a5a() -> String {
    "A5a".to_owned()
}

impl CatalogueFiles {
    pub(crate) fn read() -> Self {
        let read = |name: &str| -> File {
            let path = repository().join("data/catalogue").join(name);
            toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
        };
        let offences = read("offences.toml").offence.into_iter();
        Self {
            offences: offences.map(|one| (one.id.clone(), one)).collect(),
            measures: read("measures-police.toml").measure,
            areas: read("areas.toml").area,
        }
    }

    /// The offences of a measure that were in use in 2022-23.
    pub(crate) fn offences_in_use(&self, measure: &str) -> Vec<&Offence> {
        let measure = self.measures.iter().find(|one| one.id == measure).unwrap();
        assert!(!measure.offences.is_empty(), "{} is no sum", measure.id);
        let offences = measure.offences.iter().map(|id| &self.offences[id]);
        offences
            .filter(|offence| offence.in_use("2022-23".parse().unwrap()))
            .collect()
    }
}

impl Offence {
    pub(crate) fn is_row(&self, code: &str, label: &str) -> bool {
        let mut labels = std::iter::once(&self.label).chain(&self.also);
        self.code == code && labels.any(|one| one == label)
    }

    /// Whether the period has a month of the offence's years.
    pub(crate) fn in_use(&self, period: Period) -> bool {
        let year = |text: &String| -> Period { text.parse().unwrap() };
        let begun = |from: Period| from.first_month() < period.end_month();
        let not_ended = |to: Period| to.end_month() > period.first_month();
        self.from.as_ref().map(year).is_none_or(begun)
            && self.to.as_ref().map(year).is_none_or(not_ended)
    }
}
