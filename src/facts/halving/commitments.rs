//! The commitments that a report lists, and their counts: the facts of `vawg commitments`.

use anyhow::Result;

use crate::facts::evaluate::counts::{CrossCount, holds};
use crate::facts::{Fact, Facts, Statistic};
use crate::problem::Problem;
use crate::reports::{About, Record, Records, ReportFiles, ReportSpec};

/// The series of the row that counts every commitment chosen.
pub(crate) const ALL: &str = "all";

/// The commitments that a report lists.
pub(crate) struct Commitments {
    /// The report.
    pub(crate) about: About,
    /// The list.
    pub(crate) list: Records,
}

/// One condition on commitments: a column of the file, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Condition {
    /// The column of the file.
    pub(crate) column: &'static str,
    /// The text that it holds, alone or among several.
    pub(crate) text: String,
}

impl Commitments {
    /// The commitments of a report.
    ///
    /// # Errors
    /// A file that is damaged; a report without commitments, or whose file lacks a column.
    pub(crate) fn open(files: &ReportFiles, columns: &[&str]) -> Result<Self> {
        let about = files.described::<ReportSpec>()?.report;
        if about.commitments.is_empty() {
            let described = files.described_in();
            return Err(
                Problem::data(format!("`{described}` names no file of commitments"))
                    .hint("give it in [report]: commitments = \"commitments.csv\"")
                    .into(),
            );
        }
        let list = files.records(&about.commitments)?;
        let missing = |column: &&&str| list.headers.iter().all(|header| header != **column);
        let missing: Vec<String> = columns
            .iter()
            .filter(missing)
            .map(|column| format!("no column `{column}`"))
            .collect();
        if missing.is_empty() {
            Ok(Self { about, list })
        } else {
            Err(files.damaged(&about.commitments, &missing))
        }
    }

    /// The commitments that meet every condition; a column named twice takes either text.
    pub(crate) fn chosen(&self, conditions: &[Condition]) -> Vec<Record<'_>> {
        let meets = |row: &Record<'_>| {
            conditions.iter().all(|condition| {
                let same = |other: &&Condition| other.column == condition.column;
                let mut texts = conditions.iter().filter(same);
                texts.any(|it| holds(*row, it.column, &it.text))
            })
        };
        self.list.all().filter(meets).collect()
    }

    /// The counts: for each group, and for all, the commitments of each status, their number and
    /// their share of all.
    pub(crate) fn facts(&self, counted: &CrossCount<'_>, statuses: &[&str]) -> Facts {
        let groups = counted.groups.iter().map(|group| Some(*group));
        let mut facts = Facts::default();
        for group in groups.chain([None]) {
            let fact = |statistic, value| Fact {
                series: group.unwrap_or(ALL).to_owned(),
                statistic,
                value,
                n: Some(counted.count(group, None) as f64),
                unit: "commitments".to_owned(),
                release: self.about.id.clone(),
                source_ref: self.about.place(&self.about.commitments_place),
                note: self.about.commitments_note.clone(),
                ..Fact::default()
            };
            let count = |status| Some(counted.count(group, status) as f64);
            for status in statuses {
                facts.add(Fact {
                    breakdown: (*status).to_owned(),
                    ..fact(Statistic::Count, count(Some(*status)))
                });
            }
            facts.add(fact(Statistic::Count, count(None)));
            facts.add(Fact {
                unit: "per cent".to_owned(),
                denominator: "commitments counted".to_owned(),
                ..fact(Statistic::Share, counted.share(group))
            });
        }
        facts
    }
}
