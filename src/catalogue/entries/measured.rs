//! Crimes, offences and measures: what is counted, and which rows hold it.

use serde::Deserialize;

use super::{parsed, parsed_option};
use crate::model::{Age, Period, Sex, Source};

/// A topic: what `--crime` takes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crime {
    /// Its name on the command line.
    pub id: String,
    /// Its name in titles.
    pub title: String,
    /// Other names that users write.
    #[serde(default)]
    pub also: Vec<String>,
    /// What is in it, in a sentence.
    pub description: String,
    /// Measures shown unless others are asked for, police first.
    pub default: Vec<String>,
}

/// A crime that people ask for and that no release held has figures of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotHeld {
    /// Its name.
    pub id: String,
    /// Its name in titles.
    pub title: String,
    /// Other names that users write.
    #[serde(default)]
    pub also: Vec<String>,
    /// The reason: the end of a sentence that begins "not held, because".
    pub because: String,
    /// Where figures are published.
    pub see: String,
}

/// One of the main figures that `vawg summary` shows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headline {
    /// The measure.
    pub measure: String,
    /// Its name in the table.
    pub label: String,
    /// What must be said with it, in a few words.
    pub caveat: String,
    /// The command that shows more, without the program's name.
    pub more: String,
}

/// A row of police-recorded crime that measures are made of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offence {
    /// Unique name; the code, where the code stands on one row only.
    pub id: String,
    /// Offence code as published.
    pub code: String,
    /// Label as ONS prints it.
    pub label: String,
    /// Other published spellings of the label.
    #[serde(default)]
    pub also: Vec<String>,
    /// Sex of the victims, where the offence states it.
    #[serde(deserialize_with = "parsed")]
    #[expect(dead_code, reason = "for whoever reads the catalogue")]
    pub sex: Sex,
    /// Age of the victims, where the offence states it.
    #[serde(default, deserialize_with = "parsed_option")]
    #[expect(dead_code, reason = "for whoever reads the catalogue")]
    pub age: Option<Age>,
    /// First financial year with figures; before it a marker is expected.
    #[serde(default, deserialize_with = "parsed_option")]
    pub from: Option<Period>,
    /// Last financial year with figures; after it a marker is expected.
    #[serde(default, deserialize_with = "parsed_option")]
    pub to: Option<Period>,
    /// The publisher's table, `A5a` unless stated.
    #[serde(default = "table_a5a")]
    pub table: String,
}

impl Offence {
    /// Whether a published row is this offence: the code and one of its labels agree.
    #[must_use]
    pub fn is_row(&self, code: &str, label: &str) -> bool {
        self.code == code && (self.label == label || self.also.iter().any(|also| also == label))
    }

    /// Whether figures are expected for a period that begins and ends within its years of use.
    #[must_use]
    pub fn in_use(&self, period: Period) -> bool {
        self.from
            .is_none_or(|from| period.end_month() > from.first_month())
            && self
                .to
                .is_none_or(|to| period.first_month() < to.end_month())
    }
}

/// A measure as the files state it; those of the survey stand for several populations.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureEntry {
    /// Unique name, or its beginning where populations follow.
    pub id: String,
    /// The crime it measures.
    pub crime: String,
    /// Police or survey.
    pub source: Source,
    /// Direct label on a chart.
    pub label: String,
    /// What is counted, for sentences.
    pub noun: String,
    /// `offences`, `per cent`.
    pub unit: String,
    /// `count`, `prevalence` …
    pub statistic: String,
    /// What is in it and what is not.
    #[serde(default)]
    pub description: String,
    /// Police: sex of the victims.
    #[serde(default, deserialize_with = "parsed_option")]
    pub sex: Option<Sex>,
    /// Police: age of the victims.
    #[serde(default, deserialize_with = "parsed_option")]
    pub age: Option<Age>,
    /// Police: the publisher's table.
    #[serde(default)]
    pub table: Option<String>,
    /// Police: the offences that add up to it.
    #[serde(default)]
    pub offences: Vec<String>,
    /// Police: the row in which the publisher prints that sum.
    #[serde(default)]
    pub total: Option<String>,
    /// Police: the row of Table A7 in which the publisher prints its rate.
    #[serde(default)]
    pub rate_row: Option<String>,
    /// Police: the measure that it is a part of, where the offences do not say so.
    #[serde(default)]
    pub part_of: String,
    /// Police: what must be said of its share of that measure, where the publisher prints another.
    #[serde(default)]
    pub share_note: String,
    /// Police: whose figures they are, where they are not offences in ONS's tables of recorded crime.
    #[serde(default)]
    pub collection: String,
    /// Police: its row in tables by police force area.
    #[serde(default)]
    pub area_row: Option<String>,
    /// Survey: `women 16-59` …
    #[serde(default)]
    pub populations: Vec<String>,
    /// Survey: the rows that may supply it.
    #[serde(default)]
    pub rows: Vec<RowSelector>,
    /// Survey: the crime that newer questions measure.
    #[serde(default)]
    pub newer: Option<Newer>,
}

/// What took the place of the questions of a survey measure.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Newer {
    /// The crime on the new questions.
    pub crime: String,
    /// The last month of the old ones.
    #[serde(deserialize_with = "parsed")]
    pub until: Period,
}

/// Which rows of which table supply a survey measure.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowSelector {
    /// The publisher's table; of any release.
    #[serde(default)]
    pub table: String,
    /// Instead of a table: the beginning of the family of releases, any table of which may hold the
    /// row, since their numbers change from year to year.
    #[serde(default)]
    pub family: String,
    /// Row label.
    pub label: String,
    /// What the row stands under; empty where that does not matter.
    #[serde(default)]
    pub group: String,
    /// The first period that it may supply.
    #[serde(default, deserialize_with = "parsed_option")]
    pub from: Option<Period>,
    /// The last period that it may supply.
    #[serde(default, deserialize_with = "parsed_option")]
    pub until: Option<Period>,
}

impl RowSelector {
    /// Whether rows of a family of releases may be among those it means.
    #[must_use]
    pub fn is_of_family(&self, family: &str) -> bool {
        self.family.is_empty() || family.starts_with(&self.family)
    }

    /// Whether it means a row of a table, by what the row is called and stands under.
    #[must_use]
    pub fn is_row(&self, table: &str, label: &str, group: &str) -> bool {
        (self.table.is_empty() || self.table == table)
            && self.label == label
            && (self.group.is_empty() || self.group == group)
    }

    /// Whether it may supply a period.
    #[must_use]
    pub fn may_supply(&self, period: Period) -> bool {
        let begins = |from: Period| from.first_month() <= period.first_month();
        let ends = |until: Period| period.end_month() <= until.end_month();
        self.from.is_none_or(begins) && self.until.is_none_or(ends)
    }
}

fn table_a5a() -> String {
    "A5a".to_owned()
}
