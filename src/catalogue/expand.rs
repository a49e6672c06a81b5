//! From the files' entries to measures: one for each population.

use super::entries::{MeasureEntry, Newer, RowSelector};
use super::outcomes::OutcomeCount;
use crate::model::{Age, Sex, Source};

/// A crime × source × population × unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Unique name.
    pub id: String,
    /// The name that it shares with the same question asked of other populations.
    pub base_id: String,
    /// The crime it measures.
    pub crime: String,
    /// Police or survey.
    pub source: Source,
    /// Whom it is about.
    pub sex: Sex,
    /// Their ages.
    pub age: Age,
    /// Direct label on a chart.
    pub label: String,
    /// What is counted, for sentences.
    pub noun: String,
    /// `offences`, `per cent`.
    pub unit: String,
    /// `count`, `prevalence` …
    pub statistic: String,
    /// What is in it and what is not.
    pub description: String,
    /// The measure that it is a part of, where the offences do not say so; else empty.
    pub part_of: String,
    /// What must be said of its share of that measure; else empty.
    pub share_note: String,
    /// Whose figures they are, where that is not what the source says.
    pub collection: String,
    /// The crime that newer questions measure.
    pub newer: Option<Newer>,
    /// Where its figures stand.
    pub rows: MeasureRows,
}

/// Where the figures of a measure stand.
#[derive(Debug, Clone, PartialEq)]
pub enum MeasureRows {
    /// Offences of a police table that add up, and the row in which the publisher prints the sum.
    Offences {
        /// The publisher's table.
        table: String,
        /// Names in the catalogue.
        offences: Vec<String>,
        /// Label of the published sum.
        total: Option<String>,
        /// Label of the published rate.
        rate_row: Option<String>,
        /// Label of the row in tables by police force area.
        area_row: Option<String>,
    },
    /// Rows of survey tables, any of which may supply a period.
    Selected(Vec<RowSelector>),
    /// Outcomes of offences, by police force and quarter or year.
    Outcomes {
        /// The measure of the offences.
        of: String,
        /// Names in the catalogue.
        offences: Vec<String>,
        /// Label of the row in the built-in totals; empty where there is none.
        row: String,
        /// What is counted of them.
        count: OutcomeCount,
    },
}

impl Measure {
    /// Whether one of the names given is this measure's, the one it shares, or `*`.
    #[must_use]
    pub fn is_named_in(&self, names: &[String]) -> bool {
        names
            .iter()
            .any(|name| name == "*" || *name == self.id || *name == self.base_id)
    }

    /// The offences that make it up; none for the survey.
    #[must_use]
    pub fn offences(&self) -> &[String] {
        match &self.rows {
            MeasureRows::Offences { offences, .. } | MeasureRows::Outcomes { offences, .. } => {
                offences
            }
            MeasureRows::Selected(_) => &[],
        }
    }

    /// What it counts of the outcomes of offences, and the measure of those; none where it counts
    /// something else.
    #[must_use]
    pub fn outcome(&self) -> Option<(&str, OutcomeCount)> {
        match &self.rows {
            MeasureRows::Outcomes { of, count, .. } => Some((of, *count)),
            _ => None,
        }
    }
}

/// One measure a population; what cannot be read is added to the problems.
pub(super) fn measures(entries: Vec<MeasureEntry>, problems: &mut Vec<String>) -> Vec<Measure> {
    entries
        .into_iter()
        .flat_map(|entry| match entry.source {
            Source::Police | Source::Own => vec![police(entry)],
            Source::Survey => survey(&entry, problems),
            Source::Cps => vec![prosecutions(entry)],
        })
        .collect()
}

fn police(entry: MeasureEntry) -> Measure {
    Measure {
        base_id: entry.id.clone(),
        id: entry.id,
        crime: entry.crime,
        source: Source::Police,
        sex: entry.sex.unwrap_or(Sex::All),
        age: entry.age.unwrap_or(Age::All),
        label: entry.label,
        noun: entry.noun,
        unit: entry.unit,
        statistic: entry.statistic,
        description: entry.description,
        part_of: entry.part_of,
        share_note: entry.share_note,
        collection: entry.collection,
        newer: None,
        rows: MeasureRows::Offences {
            table: entry.table.unwrap_or_else(|| "A5a".to_owned()),
            offences: entry.offences,
            total: entry.total,
            rate_row: entry.rate_row,
            area_row: entry.area_row,
        },
    }
}

/// Outcomes of prosecutions: of everybody.
fn prosecutions(entry: MeasureEntry) -> Measure {
    Measure {
        base_id: entry.id.clone(),
        id: entry.id,
        crime: entry.crime,
        source: Source::Cps,
        sex: Sex::All,
        age: Age::All,
        label: entry.label,
        noun: entry.noun,
        unit: entry.unit,
        statistic: entry.statistic,
        description: entry.description,
        part_of: String::new(),
        share_note: String::new(),
        collection: String::new(),
        newer: None,
        rows: MeasureRows::Selected(entry.rows),
    }
}

fn survey(entry: &MeasureEntry, problems: &mut Vec<String>) -> Vec<Measure> {
    if entry.populations.is_empty() {
        problems.push(format!("measure `{}` names no population", entry.id));
    }
    let mut expanded = Vec::new();
    for population in &entry.populations {
        let parsed = population
            .split_once(' ')
            .and_then(|(sex, age)| sex.parse::<Sex>().ok().zip(age.parse::<Age>().ok()));
        let Some((sex, age)) = parsed else {
            problems.push(format!(
                "measure `{}`: `{population}` is not a population such as `women 16-59`",
                entry.id
            ));
            continue;
        };
        expanded.push(Measure {
            id: format!("{}-{sex}-{}", entry.id, age.slug()),
            base_id: entry.id.clone(),
            crime: entry.crime.clone(),
            source: Source::Survey,
            sex,
            age,
            label: entry.label.clone(),
            noun: entry.noun.clone(),
            unit: entry.unit.clone(),
            statistic: entry.statistic.clone(),
            description: entry.description.clone(),
            part_of: String::new(),
            share_note: String::new(),
            collection: String::new(),
            newer: entry.newer.clone(),
            rows: MeasureRows::Selected(entry.rows.clone()),
        });
    }
    expanded
}
