//! The entries of the catalogue as they stand in its files. Unknown keys are refused.

use serde::{Deserialize, Deserializer};

use crate::model::{Age, Period, Sex, Source};

/// One file of the catalogue: any mixture of entries.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) crime: Vec<Crime>,
    pub(super) offence: Vec<Offence>,
    pub(super) measure: Vec<MeasureEntry>,
    pub(super) r#break: Vec<Break>,
    pub(super) definition: Vec<Definition>,
    pub(super) target: Vec<Target>,
    pub(super) release: Vec<Release>,
    pub(super) note: Vec<NoteEntry>,
    pub(super) area: Vec<Area>,
    pub(super) published_error: Vec<PublishedError>,
}

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
    pub sex: Sex,
    /// Age of the victims, where the offence states it.
    #[serde(default, deserialize_with = "parsed_option")]
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
    /// Survey: `women 16-59` …
    #[serde(default)]
    pub populations: Vec<String>,
    /// Survey: the rows that may supply it.
    #[serde(default)]
    pub rows: Vec<RowSelector>,
}

/// Which rows of which table supply a survey measure.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowSelector {
    /// The publisher's table.
    pub table: String,
    /// Row label.
    pub label: String,
    /// What the row stands under; empty where that does not matter.
    #[serde(default)]
    pub group: String,
}

/// What kind of caution it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BreakKind {
    /// After it the series does not mean the same thing.
    Break,
    /// A span without figures.
    Gap,
    /// It happened; the series means the same.
    Event,
}

/// A break, a gap or an event.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Break {
    /// Unique name.
    pub id: String,
    /// Break, gap or event.
    pub kind: BreakKind,
    /// First month on the new basis, of the gap or of the event.
    #[serde(deserialize_with = "parsed")]
    pub date: Period,
    /// Last month of a gap or event.
    #[serde(default, deserialize_with = "parsed_option")]
    pub until: Option<Period>,
    /// Police or survey.
    pub source: Source,
    /// Police: the offences that it touches.
    #[serde(default)]
    pub offences: Vec<String>,
    /// Measures that it touches, by their name or its beginning; `*` for all of the source.
    #[serde(default)]
    pub measures: Vec<String>,
    /// What happened, in 12 words or fewer.
    pub text: String,
    /// The same at more length.
    #[serde(default)]
    pub explanation: String,
    /// Who says so, and where.
    pub reference: String,
}

/// What violence against women and girls is taken to mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Unique name.
    pub id: String,
    /// Its name in titles.
    pub title: String,
    /// Police or survey.
    pub source: Source,
    /// Whom it is about.
    #[serde(deserialize_with = "parsed")]
    pub sex: Sex,
    /// Their ages.
    #[serde(deserialize_with = "parsed")]
    pub age: Age,
    /// The measures that it stands on.
    pub measures: Vec<String>,
    /// `per cent`, `offences`.
    pub unit: String,
    /// `people` or `offences`.
    pub counts: String,
    /// What is in it.
    pub includes: String,
    /// What is not.
    pub leaves_out: String,
    /// Who uses it.
    pub used_by: String,
    /// Where it is written down.
    pub citation: String,
    /// The standing of its figures.
    pub status: String,
    /// Measures whose changes add up to its change: by sex, or by offence.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Measures with a longer past, whose trend says what might have happened anyway.
    #[serde(default)]
    pub prior: Vec<String>,
    /// Design factor assumed where nothing is published.
    #[serde(default)]
    pub assumed_design_factor: Option<f64>,
    /// Numbers of people asked, assumed where nothing is published.
    #[serde(default)]
    pub assumed_base: Vec<AssumedBase>,
}

/// A number of people asked that is assumed, with the reason.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssumedBase {
    /// The period, and those after it until the next entry.
    #[serde(deserialize_with = "parsed")]
    pub period: Period,
    /// People asked.
    pub base: f64,
    /// Why this number.
    pub reason: String,
}

/// What is to be reached, by when.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Unique name.
    pub id: String,
    /// The definition that it is stated for.
    pub definition: String,
    /// The period it starts from.
    #[serde(deserialize_with = "parsed")]
    pub baseline: Period,
    /// The period by which it is to be reached.
    #[serde(deserialize_with = "parsed")]
    pub target: Period,
    /// The part by which the baseline is to fall: 0.5 for a halving.
    pub reduction: f64,
    /// Where it is stated.
    pub citation: String,
    /// Who quoted it, where it is known only so.
    #[serde(default)]
    pub quoted_by: String,
}

/// Whether figures were taken from the publisher's file or from somebody's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReleaseKind {
    /// Known only as somebody quoted them.
    Quoted,
    /// As published.
    Published,
}

/// What the figures of a release are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    /// Crimes and the people who experienced them.
    #[default]
    Crime,
    /// How many people there are.
    Population,
    /// Prices.
    Money,
}

/// One publication of figures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Unique name: what `--release` takes.
    pub id: String,
    /// Releases of one family replace each other; the latest serves.
    pub family: String,
    /// Published or quoted.
    pub kind: ReleaseKind,
    /// What its figures are about; crime unless stated.
    #[serde(default)]
    pub topic: Topic,
    /// Who published it.
    pub publisher: String,
    /// Its title, as a source line gives it.
    pub title: String,
    /// The period that orders the releases of a family.
    #[serde(deserialize_with = "parsed")]
    pub period: Period,
    /// Date of publication, where it is known for sure.
    #[serde(default)]
    pub published: Option<String>,
    /// Who quoted whom; for quoted figures.
    #[serde(default)]
    pub quoted_by: String,
    /// Where it can be found.
    #[serde(default)]
    pub address: String,
    /// The name of the file taken in.
    #[serde(default)]
    pub file: String,
    /// SHA-256 of that file.
    #[serde(default)]
    pub sha256: String,
    /// The licence of the figures.
    #[serde(default)]
    pub licence: String,
}

/// What must be said beside figures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteEntry {
    /// Unique name.
    pub id: String,
    /// The source it concerns; both where it is not stated.
    #[serde(default)]
    pub source: Option<Source>,
    /// Measures it concerns, by their name or its beginning; `*` for all.
    #[serde(default)]
    pub measures: Vec<String>,
    /// The only period it concerns.
    #[serde(default, deserialize_with = "parsed_option")]
    pub period: Option<Period>,
    /// What stands beside that period's row, in six words or fewer.
    #[serde(default)]
    pub remark: String,
    /// A sentence or two.
    pub text: String,
    /// Whether it is short and weighty enough to stand below a chart.
    #[serde(default)]
    pub chart: bool,
    /// Who says so, and where.
    #[serde(default)]
    pub reference: String,
}

/// What an area is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AreaKind {
    /// A territorial police force.
    Force,
    /// A police force for the whole country.
    National,
    /// A body that fraud is reported to.
    Fraud,
    /// A region.
    Region,
    /// A country, or both.
    Country,
}

/// An area that figures are published for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Its name, as ONS prints it.
    pub name: String,
    /// What it is.
    pub kind: AreaKind,
    /// Other published spellings.
    #[serde(default)]
    pub also: Vec<String>,
}

/// An error in a publication that is known, with the reason why its figures are taken in all the same.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedError {
    /// Unique name.
    pub id: String,
    /// The release that has it.
    pub release: String,
    /// The rule that it breaks.
    pub rule: String,
    /// The sheet; every sheet where it is not stated.
    #[serde(default)]
    pub sheet: String,
    /// Its cells, `B9` or `B9:Y12`; the whole sheet where there are none.
    #[serde(default)]
    pub cells: Vec<String>,
    /// A part of the finding's message, where cells alone do not tell it.
    #[serde(default)]
    pub about: String,
    /// What is wrong and how that is known, in a sentence.
    pub reason: String,
    /// Who says so, or how it was checked.
    pub reference: String,
}

fn table_a5a() -> String {
    "A5a".to_owned()
}

fn parsed<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(serde::de::Error::custom)
}

fn parsed_option<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    parsed(deserializer).map(Some)
}
